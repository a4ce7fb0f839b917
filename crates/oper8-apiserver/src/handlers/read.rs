//! List, with selectors and pages.

use std::sync::Arc;

use super::list_options::check_list;
use super::position::Position;
use crate::cluster::Cluster;
use crate::conversion;
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

impl Cluster {
    /// Lists what the selectors match.
    pub(crate) fn list(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        params: &Params,
    ) -> Result<Page, Status> {
        check_list(params)?;
        params.fields.check(resource)?;
        let (listing, position) = self.snapshot(resource, namespace, params)?;
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
                position
                    .as_ref()
                    .is_none_or(|position| position.is_before(object.namespace(), object.name()))
            })
            .filter(matches);
        // A cache, which is asked where any state will do, answers with all that it has.
        if params.limit == 0 || (position.is_none() && is_any(params)) {
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
                let (in_namespace, revision) = (namespace.is_some(), Some(listing.revision));
                Position::after(revision, last.namespace(), last.name(), in_namespace).encode()
            }),
            // A real server cannot count what a selector has yet to look at.
            remaining: last
                .filter(|_| params.labels.is_empty() && params.fields.is_empty())
                .map(|_| left),
            objects,
        })
    }

    /// 504 for an object at least as new as a revision that is still to come.
    pub(crate) fn check_reached(&self, params: &Params) -> Result<(), Status> {
        let given = params.resource_version.as_deref();
        let revision = given.map(parse_revision).transpose()?.unwrap_or(0);
        let current = self.store.revision();
        if revision > current {
            return Err(Status::too_large(revision, current));
        }
        Ok(())
    }

    /// The state that the list is about, and where its page begins.
    fn snapshot(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        params: &Params,
    ) -> Result<(Scan, Option<Position>), Status> {
        if let Some(token) = &params.continue_token {
            return self.next_page(resource, namespace, params, token);
        }
        let stored = conversion::stored_under(resource);
        let revision = list_revision(params)?;
        let current = self.store.revision();
        if revision > current {
            return Err(Status::too_large(revision, current));
        }
        // Pages were of exactly one state before clients could say so.
        let is_exact = match params.resource_version_match.as_deref() {
            Some(matching) => matching == "Exact",
            None => params.limit > 0 && revision > 0,
        };
        if is_exact {
            let listing = self
                .store
                .scan_at(stored, namespace, revision)
                .map_err(|_| expired_list(revision))?;
            return Ok((listing, None));
        }
        Ok((self.store.scan(stored, namespace), None))
    }

    fn next_page(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        params: &Params,
        token: &str,
    ) -> Result<(Scan, Option<Position>), Status> {
        let version = params.resource_version.as_deref();
        if version.is_some_and(|version| version != "0") {
            return Err(Status::bad_request(
                "specifying resource version is not allowed when using continue",
            ));
        }
        let position = Position::decode(token)?;
        let stored = conversion::stored_under(resource);
        let Some(revision) = position.revision else {
            return Ok((self.store.scan(stored, namespace), Some(position)));
        };
        match self.store.scan_at(stored, namespace, revision) {
            Ok(listing) => Ok((listing, Some(position))),
            Err(_) => Err(expired_continue(position)),
        }
    }
}

/// Whether any state will do.
fn is_any(params: &Params) -> bool {
    params.resource_version.as_deref() == Some("0") && params.continue_token.is_none()
}

/// The `resourceVersion` of a list; 0 where there is none.
fn list_revision(params: &Params) -> Result<u64, Status> {
    let given = params.resource_version.as_deref();
    let revision = given.map(parse_revision).transpose().map_err(|status| {
        Status::bad_request(format!("invalid resource version: {}", status.message))
    })?;
    Ok(revision.unwrap_or(0))
}

/// A `resourceVersion` of a query.
pub(super) fn parse_revision(text: &str) -> Result<u64, Status> {
    text.parse().map_err(|_| {
        Status::internal_plain(format!(
            "resourceVersion: Invalid value: {text:?}: strconv.ParseUint: parsing {text:?}: invalid syntax"
        ))
    })
}

/// 410 for a page of a state that is forgotten; the answer holds a token for the rest of what there is now.
fn expired_continue(position: Position) -> Status {
    let mut status = Status::expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    );
    let rest = Position {
        revision: None,
        ..position
    };
    status.continue_token = Some(rest.encode());
    status
}

fn expired_list(revision: u64) -> Status {
    Status::expired(format!(
        "The resourceVersion for the provided list is too old: {revision}"
    ))
}
