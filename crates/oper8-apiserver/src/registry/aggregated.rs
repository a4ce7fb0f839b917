//! Aggregated discovery: everything that is served, in two answers.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{Catalog, Resource};
use crate::body::Body;
use crate::service::json as json_response;

/// The version of aggregated discovery that a client asks for before anything else that the server can give.
pub(super) fn wanted(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    for range in accept.split(',') {
        let parts: Vec<_> = range.split(';').map(str::trim).collect();
        if parts.first() != Some(&"application/json") {
            continue;
        }
        if !parts.contains(&"as=APIGroupDiscoveryList") {
            return None;
        }
        if let Some(version) = ["v2", "v2beta1"].into_iter().find(|version| {
            parts
                .iter()
                .any(|part| part.strip_prefix("v=") == Some(version))
        }) {
            return Some(version);
        }
    }
    None
}

/// The core group, or all others.
pub(super) fn answer(catalog: &Catalog, core: bool, version: &str) -> Response<Body> {
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
        "apiVersion": format!("apidiscovery.k8s.io/{version}"),
        "metadata": {},
        "items": items,
    });
    let mut response = json_response(StatusCode::OK, list.to_string());
    let kind =
        format!("application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
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
    let mut metadata = json!({"creationTimestamp": null});
    if !name.is_empty() {
        metadata["name"] = name.into();
    }
    json!({"metadata": metadata, "versions": versions})
}

fn entry(resource: &Resource) -> Value {
    let kind = |group: &str, version: &str, kind: &str| json!({"group": group, "version": version, "kind": kind});
    let part = |name: &str, kind: Value| json!({"subresource": name, "responseKind": kind, "verbs": ["get", "patch", "update"]});
    let own = kind(resource.group(), &resource.version, &resource.kind);
    let mut parts = Vec::new();
    if resource.status {
        parts.push(part("status", own.clone()));
    }
    if resource.scale.is_some() {
        parts.push(part("scale", kind("autoscaling", "v1", "Scale")));
    }
    let mut entry = json!({
        "resource": resource.plural(),
        "responseKind": own,
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
    if !parts.is_empty() {
        entry["subresources"] = parts.into();
    }
    entry
}
