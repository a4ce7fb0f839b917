//! Aggregated discovery: everything that is served, in two answers.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{Catalog, Resource};
use crate::body::Body;
use crate::service::json as json_response;
use crate::status::Status;

/// Whether a client takes aggregated discovery, which then it gets; 406 when it takes nothing that the server gives.
pub(super) fn wanted(headers: &HeaderMap) -> Result<bool, Status> {
    let accept = headers.get(header::ACCEPT);
    let Some(accept) = accept.and_then(|accept| accept.to_str().ok()) else {
        return Ok(false);
    };
    let ranges = || {
        accept
            .split(',')
            .map(|range| range.split(';').map(str::trim))
    };
    let aggregated = |parts: &[&str]| {
        // Older versions of the form are no longer written.
        parts.first() == Some(&"application/json")
            && parts.contains(&"as=APIGroupDiscoveryList")
            && parts.contains(&"v=v2")
    };
    if ranges().any(|range| aggregated(&range.collect::<Vec<_>>())) {
        return Ok(true);
    }
    let plain = |parts: &[&str]| {
        let kind = parts.first().copied().unwrap_or_default();
        let written = matches!(kind, "application/json" | "application/*" | "*/*" | "");
        written && !parts.iter().any(|part| part.starts_with("as="))
    };
    if ranges().any(|range| plain(&range.collect::<Vec<_>>())) {
        return Ok(false);
    }
    Err(Status::not_acceptable(false))
}

/// The core group, or all others.
pub(super) fn answer(catalog: &Catalog, core: bool) -> Response<Body> {
    let items: Vec<_> = if core {
        vec![group(catalog, "")]
    } else {
        catalog
            .group_names()
            .map(|name| group(catalog, name))
            .collect()
    };
    let list = json!({
        "kind": "APIGroupDiscoveryList",
        "apiVersion": "apidiscovery.k8s.io/v2",
        "metadata": {},
        "items": items,
    });
    let mut response = json_response(StatusCode::OK, list.to_string());
    let kind = HeaderValue::from_static(
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
    );
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn group(catalog: &Catalog, name: &str) -> Value {
    let versions: Vec<_> = catalog
        .versions_of(name)
        .into_iter()
        .filter_map(|version| {
            let served = catalog.version(name, version)?.values();
            let resources: Vec<_> = served.map(|resource| entry(resource)).collect();
            Some(json!({"version": version, "resources": resources, "freshness": "Current"}))
        })
        .collect();
    let mut metadata = json!({});
    if !name.is_empty() {
        metadata["name"] = name.into();
    }
    json!({"metadata": metadata, "versions": versions})
}

fn entry(resource: &Resource) -> Value {
    let kind = |group: &str, version: &str, kind: &str| json!({"group": group, "version": version, "kind": kind});
    // A real server leaves group and version of its own kinds empty here, and writes those of custom resources.
    let own_api = if resource.is_custom() {
        (resource.group(), resource.version.as_str())
    } else {
        ("", "")
    };
    let mut entry = json!({
        "resource": resource.plural(),
        "responseKind": kind(own_api.0, own_api.1, &resource.kind),
        "scope": if resource.namespaced { "Namespaced" } else { "Cluster" },
        "singularResource": resource.singular,
        "verbs": resource.verbs,
    });
    if !resource.short_names.is_empty() {
        entry["shortNames"] = json!(resource.short_names);
    }
    if !resource.categories.is_empty() {
        entry["categories"] = json!(resource.categories);
    }
    let parts: Vec<_> = resource
        .parts()
        .into_iter()
        .map(|part| {
            let (group, version) = part.api.unwrap_or(own_api);
            let kind = kind(group, version, part.kind.unwrap_or(&resource.kind));
            json!({"subresource": part.name, "responseKind": kind, "verbs": part.verbs})
        })
        .collect();
    if !parts.is_empty() {
        entry["subresources"] = parts.into();
    }
    entry
}
