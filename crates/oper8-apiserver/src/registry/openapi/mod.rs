//! The OpenAPI documents, version 2 and 3: written when they are first asked for, and kept until the kinds change.

mod collections;
mod custom;
mod document;
mod operation;
mod parts;
mod protobuf;
mod schemas;
mod swagger;

use std::collections::HashMap;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use parking_lot::Mutex;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha512};

use super::discovery::api_path;
use super::{Catalog, Resource, Schema};
use crate::body::Body;

/// The documents that were asked for. A copy of the catalog starts without any.
#[derive(Debug, Default)]
pub(super) struct Documents(Mutex<HashMap<String, Bytes>>);

impl Clone for Documents {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Documents {
    fn get(&self, name: &str, write: impl FnOnce() -> Vec<u8>) -> Bytes {
        if let Some(text) = self.0.lock().get(name) {
            return text.clone();
        }
        // Written without the lock: two may do the same work, nobody waits for another.
        let text = Bytes::from(write());
        self.0.lock().insert(name.to_owned(), text.clone());
        text
    }
}

const JSON: &str = "application/json";
/// What a document of version 2 is called as a message; Go's clients ask for it by the second name.
const MESSAGE: &str = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
const MESSAGE_AT: &str = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/// Answers a path below `/openapi`; `steps` begins with the version.
pub(super) fn answer(catalog: &Catalog, steps: &[&str], parts: &Parts) -> Response<Body> {
    match steps {
        ["v2"] => version_2(catalog, &parts.headers),
        ["v3"] => {
            let mut response = Response::new(Body::whole(index(catalog).to_string()));
            put(&mut response, "content-type", "text/plain; charset=utf-8");
            response
        }
        ["v3", path @ ..] => version_3(catalog, &path.join("/"), parts),
        _ => empty(StatusCode::NOT_FOUND),
    }
}

/// Where the documents of version 3 are.
fn index(catalog: &Catalog) -> Value {
    let mut paths = Map::new();
    for path in document::names(catalog) {
        let url = format!("/openapi/v3/{path}?hash={}", tag(catalog, &path));
        paths.insert(path, json!({"serverRelativeURL": url}));
    }
    json!({"paths": paths})
}

fn version_3(catalog: &Catalog, path: &str, parts: &Parts) -> Response<Body> {
    if !document::names(catalog).contains(path) {
        return empty(StatusCode::NOT_FOUND);
    }
    if accepted(&parts.headers, &[JSON]).is_none() {
        let mut response = empty(StatusCode::NOT_ACCEPTABLE);
        put(&mut response, "vary", "Accept");
        return response;
    }
    let tag = tag(catalog, path);
    let query = parts.uri.query().unwrap_or_default();
    let hash = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "hash");
    let hash = hash.map(|(_, hash)| hash).filter(|hash| !hash.is_empty());
    if hash.as_ref().is_some_and(|hash| *hash != tag) {
        let mut response = empty(StatusCode::MOVED_PERMANENTLY);
        put(
            &mut response,
            "location",
            &format!("/openapi/v3/{path}?hash={tag}"),
        );
        put(&mut response, "content-type", "application/json");
        put(&mut response, "vary", "Accept");
        put(&mut response, "etag", &format!("{tag:?}"));
        return response;
    }
    let text = catalog
        .documents
        .get(path, || document::write(catalog, path).to_string().into());
    let mut response = tagged(text, JSON, &tag, &parts.headers);
    put(&mut response, "vary", "Accept");
    if hash.is_some() {
        put(&mut response, "cache-control", "public, immutable");
    }
    response
}

fn version_2(catalog: &Catalog, headers: &HeaderMap) -> Response<Body> {
    let mut response = match accepted(headers, &[JSON, MESSAGE_AT, MESSAGE]) {
        None => empty(StatusCode::NOT_ACCEPTABLE),
        Some(JSON) => {
            let write = || swagger::document(catalog).to_string().into();
            let text = catalog.documents.get("v2", write);
            tagged(text, JSON, &tag(catalog, ""), headers)
        }
        Some(_) => {
            let write = || protobuf::document(&swagger::document(catalog));
            let message = catalog.documents.get("v2.pb", write);
            tagged(message, MESSAGE, &tag(catalog, ""), headers)
        }
    };
    let vary = HeaderValue::from_static("Accept-Encoding");
    response.headers_mut().append(header::VARY, vary);
    let vary = HeaderValue::from_static("Accept");
    response.headers_mut().append(header::VARY, vary);
    response
}

/// Which of the media types the client takes first.
fn accepted(headers: &HeaderMap, offers: &[&'static str]) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT);
    let accept = accept
        .and_then(|accept| accept.to_str().ok())
        .filter(|accept| !accept.is_empty())
        .unwrap_or("*/*");
    let mut ranges: Vec<_> = accept.split(',').map(range).collect();
    ranges.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    ranges.into_iter().find_map(|(range, _)| {
        let mut offers = offers.iter().copied();
        offers.find(|offer| matches!(range, "*/*" | "application/*") || range == *offer)
    })
}

/// A media type or several, and how much the client wants it.
fn range(text: &str) -> (&str, f32) {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
    (range, quality.unwrap_or(1.0))
}

/// What changes when the document of that name does; of all documents where the name is empty.
fn tag(catalog: &Catalog, name: &str) -> String {
    let mut hash = Sha512::new();
    hash.update(oper8_schema::kinds::server_version());
    hash.update(name);
    for (group, version) in catalog.group_versions() {
        if !name.is_empty() && api_path(group, version) != name {
            continue;
        }
        for resource in catalog.version(group, version).into_iter().flatten() {
            identify(&mut hash, resource.1);
        }
    }
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Everything of a resource that a document tells.
fn identify(hash: &mut Sha512, resource: &Resource) {
    hash.update(format!(
        "{} {} {} {} {} {} {:?}",
        resource.id,
        resource.version,
        resource.kind,
        resource.list_kind,
        resource.status,
        resource.scale.is_some(),
        resource.selectable
    ));
    if let Schema::Custom(schema) = &resource.schema {
        hash.update(schema.open_api.to_string());
    }
}

/// The document, or 304 where the client has it.
fn tagged(text: Bytes, media: &str, tag: &str, headers: &HeaderMap) -> Response<Body> {
    let quoted = format!("{tag:?}");
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known
        .and_then(|known| known.to_str().ok())
        .unwrap_or_default();
    let same = known.split(',').any(|one| {
        let one = one.trim();
        one == "*" || one.trim_start_matches("W/") == quoted
    });
    let mut response = if same {
        empty(StatusCode::NOT_MODIFIED)
    } else {
        let mut response = Response::new(Body::whole(text));
        put(&mut response, "content-type", media);
        put(&mut response, "accept-ranges", "bytes");
        response
    };
    put(&mut response, "etag", &quoted);
    response
}

fn empty(code: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::whole(Bytes::new()));
    *response.status_mut() = code;
    response
}

fn put(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
