//! List, with selectors and pages.

use std::sync::Arc;

use super::list_options::check_list;
use super::position::Position;
use crate::cluster::Cluster;
use crate::conversion;
use crate::registry::Resource;
use crate::request::Params;
use crate::status::Status;
use crate::store::{Range, Stored};

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
        let position = params.continue_token.as_deref();
        let position = position.map(|token| continued(params, token)).transpose()?;
        let at = match &position {
            Some(position) => position.revision,
            None => self.exact_revision(params)?,
        };
        // What belongs to the cluster is in one namespace, which has no name.
        let namespace = if resource.namespaced {
            namespace
        } else {
            Some("")
        };
        let range = match &position {
            Some(position) => position.rest(namespace),
            None => Range::all(namespace),
        };
        // A cache, which is asked where any state will do, answers with all that it has.
        let in_pages = params.limit > 0 && !(position.is_none() && is_any(params));
        let limit = if in_pages { params.limit } else { usize::MAX };
        let everything = params.labels.is_empty() && params.fields.is_empty();
        let most = if everything { limit } else { usize::MAX };
        let scan = self
            .store
            .page(conversion::stored_under(resource), range, at, most)
            .map_err(|_| expired(position.as_ref(), at))?;
        let mut rest = scan.objects.into_iter().filter(|stored| {
            everything || {
                let object = stored.open();
                params.labels.matches(object.value()) && params.fields.matches(object.value())
            }
        });
        let objects: Vec<_> = rest.by_ref().take(limit).collect();
        let more = scan.left > 0 || rest.next().is_some();
        let last = objects.last().filter(|_| more);
        Ok(Page {
            revision: scan.revision,
            continue_token: last.map(|last| {
                let (in_namespace, revision) = (namespace.is_some(), Some(scan.revision));
                Position::after(revision, last.namespace(), last.name(), in_namespace).encode()
            }),
            // A real server cannot count what a selector has yet to look at.
            remaining: last.filter(|_| everything).map(|_| scan.left),
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

    /// The one state that the list is to be of, if it asks for one.
    fn exact_revision(&self, params: &Params) -> Result<Option<u64>, Status> {
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
        Ok(is_exact.then_some(revision))
    }
}

/// Where the client goes on.
fn continued(params: &Params, token: &str) -> Result<Position, Status> {
    let version = params.resource_version.as_deref();
    if version.is_some_and(|version| version != "0") {
        return Err(Status::bad_request(
            "specifying resource version is not allowed when using continue",
        ));
    }
    Position::decode(token)
}

/// 410 for a state that is forgotten.
fn expired(position: Option<&Position>, at: Option<u64>) -> Status {
    match position {
        Some(position) => expired_continue(position),
        None => expired_list(at.unwrap_or_default()),
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
fn expired_continue(position: &Position) -> Status {
    let mut status = Status::expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    );
    status.continue_token = Some(position.of_now().encode());
    status
}

fn expired_list(revision: u64) -> Status {
    Status::expired(format!(
        "The resourceVersion for the provided list is too old: {revision}"
    ))
}
