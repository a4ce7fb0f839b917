//! List, with selectors and pages.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::registry::Resource;
use crate::request::Params;
use crate::status::Status;
use crate::store::{Scan, Stored};

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) revision: u64,
    pub(crate) objects: Vec<Arc<Stored>>,
    pub(crate) continue_token: Option<String>,
    pub(crate) remaining: Option<usize>,
}

/// Where the next page goes on: after `after`, in the state at `revision`.
struct Position {
    revision: u64,
    after: (String, String),
}

impl Position {
    fn encode(&self) -> String {
        let (namespace, name) = &self.after;
        STANDARD.encode(
            json!({"v": "meta.k8s.io/v1", "rv": self.revision, "start": [namespace, name]})
                .to_string(),
        )
    }

    fn decode(token: &str) -> Result<Self, Status> {
        let parse = || {
            let value: Value = serde_json::from_slice(&STANDARD.decode(token).ok()?).ok()?;
            let part = |index: usize| value["start"][index].as_str().map(str::to_owned);
            Some(Self {
                revision: value["rv"].as_u64()?,
                after: (part(0)?, part(1)?),
            })
        };
        parse().ok_or_else(|| {
            Status::bad_request(
                "continue key is not valid: illegal base64 data or unknown token".to_owned(),
            )
        })
    }
}

impl Cluster {
    /// Lists what the selectors match.
    pub(crate) fn list(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        params: &Params,
    ) -> Result<Page, Status> {
        params.fields.check(resource)?;
        let (listing, after) = self.snapshot(resource, namespace, params)?;
        let everything = params.labels.is_empty() && params.fields.is_empty();
        let matches = |stored: &&Arc<Stored>| {
            everything || {
                let object = stored.open();
                params.labels.matches(object.value()) && params.fields.matches(object.value())
            }
        };
        let mut rest = listing
            .objects
            .iter()
            .filter(|object| {
                after.as_ref().is_none_or(|(namespace, name)| {
                    (object.namespace(), object.name()) > (namespace.as_str(), name.as_str())
                })
            })
            .filter(matches);
        if params.limit == 0 {
            return Ok(Page {
                revision: listing.revision,
                objects: rest.cloned().collect(),
                continue_token: None,
                remaining: None,
            });
        }
        let objects: Vec<_> = rest.by_ref().take(params.limit).cloned().collect();
        let left = rest.count();
        let last = objects.last().filter(|_| left > 0);
        Ok(Page {
            revision: listing.revision,
            continue_token: last.map(|last| {
                let position = Position {
                    revision: listing.revision,
                    after: (last.namespace().to_owned(), last.name().to_owned()),
                };
                position.encode()
            }),
            // A real server cannot count what a selector has yet to look at.
            remaining: last
                .filter(|_| params.labels.is_empty() && params.fields.is_empty())
                .map(|_| left),
            objects,
        })
    }

    /// The state that the list is about, and after which object its page begins.
    fn snapshot(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        params: &Params,
    ) -> Result<(Scan, Option<(String, String)>), Status> {
        let version = params.resource_version.as_deref();
        if let Some(token) = &params.continue_token {
            let version_given = version.is_some_and(|version| version != "0");
            if version_given || params.resource_version_match.is_some() {
                return Err(Status::bad_request(
                    "specifying resource version is not allowed when using continue",
                ));
            }
            let position = Position::decode(token)?;
            let listing = self
                .store
                .scan_at(&resource.id, namespace, position.revision)
                .map_err(|_| expired_continue())?;
            return Ok((listing, Some(position.after)));
        }
        let revision = version.map(parse_revision).transpose()?.unwrap_or(0);
        match params.resource_version_match.as_deref() {
            Some("Exact") => {
                let listing = self
                    .store
                    .scan_at(&resource.id, namespace, revision)
                    .map_err(|_| expired_list(revision))?;
                return Ok((listing, None));
            }
            Some("NotOlderThan") | None => {}
            Some(other) => return Err(bad_match(resource, other)),
        }
        let listing = self.store.scan(&resource.id, namespace);
        if revision > listing.revision {
            return Err(Status::too_large(revision, listing.revision));
        }
        Ok((listing, None))
    }
}

/// A `resourceVersion` of a query.
pub(super) fn parse_revision(text: &str) -> Result<u64, Status> {
    text.parse().map_err(|_| {
        Status::internal_plain(format!(
            "resourceVersion: Invalid value: {text:?}: strconv.ParseUint: parsing {text:?}: invalid syntax"
        ))
    })
}

fn expired_continue() -> Status {
    Status::expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    )
}

fn expired_list(revision: u64) -> Status {
    Status::expired(format!(
        "The resourceVersion for the provided list is too old: {revision}"
    ))
}

fn bad_match(resource: &Resource, given: &str) -> Status {
    Status::bad_request(format!(
        "{}.{} \"\" is invalid: resourceVersionMatch: Unsupported value: {given:?}: supported values: \"Exact\", \"NotOlderThan\", \"\"",
        resource.list_kind,
        resource.group(),
    ))
}
