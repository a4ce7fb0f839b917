//! Discovery: which groups, versions and resources are served; and the paths of health and version.

use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Catalog, Resource, aggregated, openapi};
use crate::body::Body;
use crate::service::json as json_response;
use crate::status::Status;

/// Answers a path that names no resource.
pub(crate) fn answer(catalog: &Catalog, parts: &Parts) -> Result<Response<Body>, Status> {
    let path = parts.uri.path().trim_matches('/');
    let steps: Vec<_> = path.split('/').collect();
    if let ["api" | "apis"] = steps.as_slice()
        && let Some(version) = aggregated::wanted(&parts.headers)
    {
        return Ok(aggregated::answer(catalog, path == "api", version));
    }
    let body = match steps.as_slice() {
        ["openapi", "v3"] => Some(openapi::index(catalog)),
        ["openapi", "v3", "api", version] => openapi::description(catalog, "", version),
        ["openapi", "v3", "apis", group, version] => openapi::description(catalog, group, version),
        ["api"] => Some(core_versions()),
        ["apis"] => Some(groups(catalog)),
        ["api", version] => resources(catalog, "", version),
        ["apis", group] => group_of(catalog, group),
        ["apis", group, version] => resources(catalog, group, version),
        ["version"] => Some(version()),
        ["healthz" | "livez" | "readyz"] => return Ok(text(StatusCode::OK, "ok")),
        _ => None,
    };
    match body {
        Some(body) => Ok(json_response(StatusCode::OK, body.to_string())),
        None => Ok(text(StatusCode::NOT_FOUND, "404 page not found\n")),
    }
}

fn text(code: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::whole(text));
    *response.status_mut() = code;
    response.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

fn core_versions() -> Value {
    json!({
        "kind": "APIVersions",
        "versions": ["v1"],
        "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1"}],
    })
}

fn version() -> Value {
    let full = oper8_schema::kinds::server_version();
    let mut parts = full.trim_start_matches('v').split('.');
    json!({
        "major": parts.next().unwrap_or_default(),
        "minor": parts.next().unwrap_or_default(),
        "gitVersion": format!("{full}+oper8"),
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "",
        "compiler": "rustc",
        "platform": format!("{}/{}", std::env::consts::OS, std::env::consts::ARCH),
    })
}

fn groups(catalog: &Catalog) -> Value {
    let groups: Vec<_> = catalog
        .group_names()
        .filter_map(|group| group_value(catalog, group))
        .collect();
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
}

fn group_of(catalog: &Catalog, group: &str) -> Option<Value> {
    let mut value = group_value(catalog, group)?;
    value["kind"] = "APIGroup".into();
    value["apiVersion"] = "v1".into();
    Some(value)
}

fn group_value(catalog: &Catalog, group: &str) -> Option<Value> {
    let versions: Vec<_> = catalog
        .versions_of(group)
        .into_iter()
        .map(|version| json!({"groupVersion": format!("{group}/{version}"), "version": version}))
        .collect();
    let preferred = versions.first()?.clone();
    Some(json!({"name": group, "versions": versions, "preferredVersion": preferred}))
}

fn resources(catalog: &Catalog, group: &str, version: &str) -> Option<Value> {
    let served = catalog.version(group, version)?;
    let mut entries = Vec::new();
    for resource in served.values() {
        entries.push(entry(resource));
        if resource.status {
            entries.push(part_entry(resource, "status", &resource.kind));
        }
        if resource.scale.is_some() {
            let mut entry = part_entry(resource, "scale", "Scale");
            entry["group"] = "autoscaling".into();
            entry["version"] = "v1".into();
            entries.push(entry);
        }
    }
    let group_version = if group.is_empty() {
        version.to_owned()
    } else {
        format!("{group}/{version}")
    };
    Some(json!({
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": group_version,
        "resources": entries,
    }))
}

fn entry(resource: &Resource) -> Value {
    let mut entry = json!({
        "name": resource.plural(),
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": resource.verbs,
    });
    if !resource.short_names.is_empty() {
        entry["shortNames"] = json!(resource.short_names);
    }
    if !resource.categories.is_empty() {
        entry["categories"] = json!(resource.categories);
    }
    entry
}

fn part_entry(resource: &Resource, part: &str, kind: &str) -> Value {
    json!({
        "name": format!("{}/{part}", resource.plural()),
        "singularName": "",
        "namespaced": resource.namespaced,
        "kind": kind,
        "verbs": ["get", "patch", "update"],
    })
}
