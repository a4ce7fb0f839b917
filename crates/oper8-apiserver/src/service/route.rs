//! What a path and a query ask for.

use std::sync::Arc;

use http::Method;
use http::request::Parts;

use super::ApiService;
use crate::journal::Entry;
use crate::registry::Catalog;
use crate::request::{Params, Place, Target, Verb, split_version};
use crate::status::Status;

/// What a path and a query ask for.
pub(super) enum Route {
    /// No resource: discovery, health.
    Elsewhere(Arc<Catalog>),
    Resource(Box<(Target, Params, Verb)>),
    /// A resource, asked with parameters that cannot be read.
    Refused(Box<(Target, Status)>),
}

impl ApiService {
    /// What the request asks for; `entry` is told as far as it is known.
    pub(super) fn route(&self, parts: &Parts, entry: &mut Entry) -> Result<Route, Status> {
        let catalog = self.cluster.registry.catalog();
        let path = parts.uri.path();
        let Some(place) = Place::parse(path) else {
            return match leads_nowhere(&catalog, path) {
                true => Err(Status::no_route()),
                false => Ok(Route::Elsewhere(catalog)),
            };
        };
        if catalog.version(&place.group, &place.version).is_none() {
            return Ok(Route::Elsewhere(catalog));
        }
        let is_watch_path = place.watch;
        if is_watch_path && parts.method != Method::GET {
            return Err(Status::method_not_allowed());
        }
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let known = catalog.is_built_in(&place.group);
        let target = match Target::find(&catalog, place) {
            Err(status) if !known && status.is_no_route() => return Ok(Route::Elsewhere(catalog)),
            found => found?,
        };
        if is_everywhere(&target) && target.resource.is_custom() && !is_read(&parts.method) {
            return Ok(Route::Elsewhere(catalog));
        }
        let mut params = match params {
            Ok(params) => params,
            Err(status) => return Ok(Route::Refused(Box::new((target, status)))),
        };
        // One object is watched by its old path, or by a field of the list.
        let watch = is_watch_path || (params.watch && target.name.is_none());
        let verb = target.verb(&parts.method, watch)?;
        if matches!(verb, Verb::List | Verb::Watch | Verb::DeleteCollection)
            && let Some(problem) = params.problem.take()
        {
            return Ok(Route::Refused(Box::new((target, problem))));
        }
        if let (Verb::Watch, Some(name)) = (verb, &target.name) {
            params.fields = params.fields.and_name(name);
        }
        entry.verb = verb.name().to_owned();
        entry.group = target.resource.group().to_owned();
        entry.resource = target.resource.plural().to_owned();
        entry.subresource = target.subresource.clone().unwrap_or_default();
        entry.namespace = target.namespace.clone().unwrap_or_default();
        entry.name = target.name.clone().unwrap_or_default();
        Ok(Route::Resource(Box::new((target, params, verb))))
    }
}

/// Whether the path is of a built-in version, and of nothing in it.
fn leads_nowhere(catalog: &Catalog, path: &str) -> bool {
    let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
    split_version(&steps).is_some_and(|(group, version, below)| {
        !below.is_empty() && catalog.is_built_in(group) && catalog.version(group, version).is_some()
    })
}

/// 404 for a subresource that the kind does not have, 405 for a verb.
pub(super) fn check_verb(target: &Target, verb: Verb) -> Result<(), Status> {
    match target.subresource.as_deref() {
        None if target.resource.verbs.iter().any(|name| name == verb.name()) => Ok(()),
        // A review has no name, so nothing is served below it.
        None if target.resource.is_review() && target.name.is_some() => Err(Status::no_route()),
        // A watch of these is refused where they are told.
        None if target.resource.is_component() && verb == Verb::Watch => Ok(()),
        None if target.resource.verbs == ["create"] && is_everywhere(target) => {
            Err(Status::no_route())
        }
        None => Err(Status::method_not_allowed()),
        Some(name) => match target.resource.part(name) {
            Some(part) if part.verbs.contains(&verb.name()) => Ok(()),
            Some(_) => Err(Status::method_not_allowed()),
            None if target.resource.is_custom() => {
                let name = target.name.as_deref().unwrap_or_default();
                Err(Status::not_found(&target.resource.id, name))
            }
            None => Err(Status::no_route()),
        },
    }
}

/// Whether the method lists or watches, where there is no name.
fn is_read(method: &Method) -> bool {
    *method == Method::GET || *method == Method::HEAD
}

/// Whether the path leaves out the namespace of what is in one.
pub(super) fn is_everywhere(target: &Target) -> bool {
    target.resource.namespaced && target.namespace.is_none()
}
