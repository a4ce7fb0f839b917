//! Discovery: which groups, versions and resources are served; and the paths of health and version.

use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{Catalog, Resource, aggregated, health, openapi};
use crate::body::Body;
use crate::service::json as json_response;
use crate::status::Status;

/// Answers a path that names no resource. `stopping` says whether the server is about to end.
pub(crate) fn answer(
    catalog: &Catalog,
    parts: &Parts,
    stopping: bool,
) -> Result<Response<Body>, Status> {
    let path = parts.uri.path();
    let Some(inner) = path.strip_prefix('/') else {
        return Ok(not_found());
    };
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let steps: Vec<_> = inner.split('/').collect();
    match steps.as_slice() {
        ["openapi", "v2" | "v3", ..] if !path.ends_with('/') => {
            Ok(openapi::answer(catalog, &steps[1..], parts))
        }
        ["healthz" | "livez" | "readyz", check @ ..] if !path.ends_with('/') => {
            let query = parts.uri.query().unwrap_or_default();
            let answer = health::answer(steps[0], &check.join("/"), query, stopping);
            Ok(answer.unwrap_or_else(not_found))
        }
        [""] => Ok(root(catalog)),
        ["apis", "", ..] => Ok(not_found()),
        ["api", _, _, ..] => Err(Status::no_route()),
        ["apis", group, _, _, ..] if catalog.is_built_in(group) => Err(Status::no_route()),
        _ => documents(catalog, parts, &steps),
    }
}

/// The documents of discovery proper.
fn documents(catalog: &Catalog, parts: &Parts, steps: &[&str]) -> Result<Response<Body>, Status> {
    if let ["api" | "apis"] = steps
        && aggregated::wanted(&parts.headers)?
    {
        return Ok(aggregated::answer(catalog, steps == ["api"]));
    }
    // A real server answers any method for the documents of its groups.
    let any_method = matches!(steps, ["apis"] | ["apis", _]);
    let body = match steps {
        ["api"] => Some(core_versions(parts)),
        ["apis"] => Some(groups(catalog)),
        ["api", version] => match resources(catalog, "", version) {
            None => return Err(Status::no_route()),
            found => found,
        },
        ["apis", group] => group_of(catalog, group),
        ["apis", group, version] => match resources(catalog, group, version) {
            None if catalog.is_built_in(group) => return Err(Status::no_route()),
            found => found,
        },
        ["version"] => {
            let text = serde_json::to_string_pretty(&version()).unwrap_or_default();
            return match parts.method {
                Method::GET | Method::HEAD => Ok(json_response(StatusCode::OK, text)),
                _ => Err(Status::method_not_allowed()),
            };
        }
        _ => None,
    };
    match body {
        None => Ok(not_found()),
        Some(_) if !any_method && !matches!(parts.method, Method::GET | Method::HEAD) => {
            Err(Status::method_not_allowed())
        }
        Some(body) => Ok(json_response(StatusCode::OK, body.to_string())),
    }
}

pub(super) fn text(code: StatusCode, text: impl Into<bytes::Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::whole(text));
    *response.status_mut() = code;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

fn not_found() -> Response<Body> {
    text(StatusCode::NOT_FOUND, "404 page not found\n")
}

/// Every path that does not belong to a resource.
fn root(catalog: &Catalog) -> Response<Body> {
    let mut paths: Vec<String> = [
        "/api",
        "/apis",
        "/apis/",
        "/openapi/v2",
        "/openapi/v3",
        "/openapi/v3/",
        "/version",
    ]
    .map(str::to_owned)
    .to_vec();
    for (group, version) in catalog.group_versions() {
        if !group.is_empty() {
            paths.push(format!("/apis/{group}"));
        }
        paths.push(format!("/{}", api_path(group, version)));
    }
    for endpoint in health::ENDPOINTS {
        paths.push(format!("/{endpoint}"));
        let checks = health::checks(endpoint).into_iter();
        paths.extend(checks.map(|check| format!("/{endpoint}/{check}")));
    }
    paths.sort();
    paths.dedup();
    let text = serde_json::to_string_pretty(&json!({"paths": paths})).unwrap_or_default();
    json_response(StatusCode::OK, text)
}

fn core_versions(parts: &Parts) -> Value {
    let host = parts.headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    json!({
        "kind": "APIVersions",
        "versions": ["v1"],
        "serverAddressByClientCIDRs": [
            {"clientCIDR": "0.0.0.0/0", "serverAddress": host.unwrap_or("127.0.0.1")},
        ],
    })
}

fn version() -> Value {
    let full = oper8_schema::kinds::server_version();
    let mut numbers = full.trim_start_matches('v').split('.');
    let major = numbers.next().unwrap_or_default();
    let minor = numbers.next().unwrap_or_default();
    let before = minor
        .parse::<u32>()
        .map_or(0, |minor| minor.saturating_sub(1));
    json!({
        "major": major,
        "minor": minor,
        "emulationMajor": major,
        "emulationMinor": minor,
        "minCompatibilityMajor": major,
        "minCompatibilityMinor": before.to_string(),
        "gitVersion": format!("{full}+oper8"),
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z",
        "goVersion": "",
        "compiler": "rustc",
        "platform": platform(),
    })
}

/// `linux/amd64`: the machine in Go's words.
fn platform() -> String {
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{}/{arch}", std::env::consts::OS)
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
        entries.extend(part_entries(resource));
    }
    let group_version = if group.is_empty() {
        version.to_owned()
    } else {
        format!("{group}/{version}")
    };
    let mut list = json!({
        "kind": "APIResourceList",
        "groupVersion": group_version,
        "resources": entries,
    });
    if !group.is_empty() {
        // The list of the core group alone has no version of its own.
        list["apiVersion"] = "v1".into();
    }
    Some(list)
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

fn part_entries(resource: &Resource) -> impl Iterator<Item = Value> {
    resource.parts().into_iter().map(|part| {
        let mut entry = json!({
            "name": format!("{}/{}", resource.plural(), part.name),
            "singularName": "",
            "namespaced": resource.namespaced,
            "kind": part.kind.unwrap_or(&resource.kind),
            "verbs": part.verbs,
        });
        if let Some((group, version)) = part.api {
            entry["group"] = group.into();
            entry["version"] = version.into();
        }
        entry
    })
}

/// `api/v1`, `apis/apps/v1`.
pub(super) fn api_path(group: &str, version: &str) -> String {
    if group.is_empty() {
        format!("api/{version}")
    } else {
        format!("apis/{group}/{version}")
    }
}
