//! The server as a tower service: requests in, answers out.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;

use crate::body::Body;
use crate::cluster::Cluster;
use crate::faults::{At, Call, Faults};
use crate::handlers::{DeleteOptions, Outcome, Patch, PatchKind, Write, encode, encode_list};
use crate::journal::{Entry, Journal, Record};
use crate::managed_fields::manager_name;
use crate::media::{self, Form};
use crate::registry::Catalog;
use crate::request::{Params, Place, Propagation, Target, Verb};
use crate::status::{Cause, Status};
use crate::table;

/// The server as a tower service: what `kube_client::Client::new` takes.
///
/// Its error is a connection that breaks, which only a fault rule causes; every refusal is an answer.
#[derive(Clone, Debug)]
pub struct ApiService {
    cluster: Cluster,
    journal: Journal,
    faults: Faults,
}

/// What a path and a query ask for.
enum Route {
    /// No resource: discovery, health.
    Elsewhere(Arc<Catalog>),
    Resource(Box<(Target, Params, Verb)>),
}

/// An answer before it is put into HTTP.
type Reply = Result<Response<Body>, Status>;

impl ApiService {
    pub(crate) fn new(cluster: Cluster, journal: Journal, faults: Faults) -> Self {
        Self {
            cluster,
            journal,
            faults,
        }
    }

    async fn answer<B>(self, request: Request<B>) -> io::Result<Response<Body>>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.cluster.run_controllers();
        let (parts, body) = request.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return Err(io::Error::other(error)),
        };
        let mut record = Record::new(self.journal.clone(), &parts);
        let mut route = self.route(&parts, &mut record.entry);
        let arrival = self.faults.arrive(&Call::new(&record.entry, &parts, &body));
        let ended = arrival.pass(At::Before, &record.entry).await?;
        let mut response = match ended {
            Some(response) => response,
            None => {
                if !arrival.is_empty() {
                    // The kind may have come or gone while the request was held.
                    route = self.route(&parts, &mut record.entry);
                }
                let done = route.and_then(|route| self.dispatch(route, &parts, &body));
                done.unwrap_or_else(|status| refusal(&status))
            }
        };
        if let Some(replaced) = arrival.pass(At::After, &record.entry).await? {
            response = replaced;
        }
        record.entry.code = response.status().as_u16();
        Ok(self.faults.tap(response, arrival, &record.entry))
    }

    /// What the request asks for; `entry` is told as far as it is known.
    fn route(&self, parts: &Parts, entry: &mut Entry) -> Result<Route, Status> {
        let catalog = self.cluster.registry.catalog();
        let Some(place) = Place::parse(parts.uri.path()) else {
            return Ok(Route::Elsewhere(catalog));
        };
        if catalog.version(&place.group, &place.version).is_none() {
            return Ok(Route::Elsewhere(catalog));
        }
        let params = Params::parse(parts.uri.query().unwrap_or_default());
        let known = catalog.is_built_in(&place.group);
        let target = match Target::find(&catalog, place) {
            Err(status) if !known && status.is_no_route() => return Ok(Route::Elsewhere(catalog)),
            found => found?,
        };
        let params = params?;
        let verb = target.verb(&parts.method, params.watch)?;
        entry.verb = verb.name().to_owned();
        entry.group = target.resource.group().to_owned();
        entry.resource = target.resource.plural().to_owned();
        entry.subresource = target.subresource.clone().unwrap_or_default();
        entry.namespace = target.namespace.clone().unwrap_or_default();
        entry.name = target.name.clone().unwrap_or_default();
        Ok(Route::Resource(Box::new((target, params, verb))))
    }

    fn dispatch(&self, route: Route, parts: &Parts, body: &Bytes) -> Reply {
        let (target, params, verb) = match route {
            Route::Elsewhere(catalog) => {
                return crate::registry::discovery::answer(&catalog, parts);
            }
            Route::Resource(found) => *found,
        };
        check_verb(&target, verb)?;
        let form = Form::of(parts)?;
        match verb {
            Verb::Get => self.get(&target, form),
            Verb::List => self.list(&target, &params, form),
            Verb::Watch => self.watch(&target, params, form),
            Verb::Create => self.create(&target, &params, parts, body),
            Verb::Update => self.update(&target, &params, parts, body),
            Verb::Patch => self.patch(&target, &params, parts, body),
            Verb::Delete => self.delete(&target, &params, body, form),
            Verb::DeleteCollection => self.delete_collection(&target, &params, body, form),
        }
    }

    fn get(&self, target: &Target, form: Form) -> Reply {
        let (namespace, name) = place_of(target);
        if is_scale(target) {
            let scale = self.cluster.scale(&target.resource, namespace, name)?;
            return Ok(json(StatusCode::OK, self.scale_as(form, scale).to_string()));
        }
        let object = self.cluster.find(&target.resource, namespace, name)?;
        let body = encode(&target.resource, &object, form, self.cluster.clock.now());
        Ok(json(StatusCode::OK, body))
    }

    /// A scale in the form that the client asked for.
    fn scale_as(&self, form: Form, scale: Value) -> Value {
        match form {
            Form::Table(form) => table::of_scale(form, &scale, self.cluster.clock.now()),
            Form::Object | Form::PartialMetadata => scale,
        }
    }

    /// What a write answers.
    fn written(&self, write: &Write<'_>, outcome: &Outcome, parts: &Parts) -> Response<Body> {
        let code = if outcome.created {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        let form = Form::of(parts).unwrap_or_default();
        let now = self.cluster.clock.now();
        let body = match (write.subresource, form) {
            ("scale", Form::Table(form)) => {
                let scale = table::of_scale(form, outcome.object.value(), now);
                Bytes::from(scale.to_string())
            }
            ("scale", _) => outcome.object.json(),
            _ => encode(write.resource, &outcome.object, form, now),
        };
        let mut response = json(code, body);
        for warning in &outcome.warnings {
            if let Ok(value) = HeaderValue::from_str(&format!("299 - {warning:?}")) {
                response.headers_mut().append(header::WARNING, value);
            }
        }
        response
    }

    fn list(&self, target: &Target, params: &Params, form: Form) -> Reply {
        let namespace = target.namespace.as_deref();
        let page = self
            .cluster
            .list(&target.resource, scope(target, namespace), params)?;
        let body = encode_list(&target.resource, &page, form, self.cluster.clock.now());
        Ok(json(StatusCode::OK, body))
    }

    fn watch(&self, target: &Target, mut params: Params, form: Form) -> Reply {
        if let Some(name) = &target.name {
            params.fields = params.fields.and_name(name);
        }
        let namespace = target.namespace.as_deref();
        let lines =
            self.cluster
                .watch(&target.resource, scope(target, namespace), &params, form)?;
        let mut response = Response::new(Body::stream(lines));
        set_json(&mut response);
        Ok(response)
    }

    fn create(&self, target: &Target, params: &Params, parts: &Parts, body: &Bytes) -> Reply {
        if target.resource.namespaced && target.namespace.is_none() {
            return Err(Status::method_not_allowed());
        }
        if target.resource.terminating {
            return Err(Status::terminating(&target.resource.id));
        }
        let object = media::read_body(&parts.headers, body, &target.resource.kind)?;
        let write = write_of(target, params, parts);
        if target.resource.is_review() {
            let answer = self.cluster.review(&write, object)?;
            return Ok(json(StatusCode::CREATED, answer.to_string()));
        }
        let outcome = self.cluster.create(&write, object)?;
        Ok(self.written(&write, &outcome, parts))
    }

    fn update(&self, target: &Target, params: &Params, parts: &Parts, body: &Bytes) -> Reply {
        let object = media::read_body(&parts.headers, body, &target.resource.kind)?;
        let write = write_of(target, params, parts);
        let name = place_of(target).1;
        let outcome = if is_scale(target) {
            self.cluster.update_scale(&write, name, &object)?
        } else {
            self.cluster.update(&write, name, object)?
        };
        Ok(self.written(&write, &outcome, parts))
    }

    fn patch(&self, target: &Target, params: &Params, parts: &Parts, body: &Bytes) -> Reply {
        let content_type = media::content_type(&parts.headers);
        let kind = PatchKind::parse(content_type).ok_or_else(Status::unknown_patch)?;
        if kind == PatchKind::Strategic && target.resource.is_custom() {
            return Err(Status::no_strategic_patch());
        }
        check_patch_options(kind, params)?;
        let patch = Patch {
            kind,
            body: media::read_patch(kind, body)?,
            force: params.force,
        };
        let write = write_of(target, params, parts);
        let name = place_of(target).1;
        let outcome = if is_scale(target) {
            self.cluster.patch_scale(&write, name, &patch)?
        } else {
            self.cluster.patch(&write, name, &patch)?
        };
        Ok(self.written(&write, &outcome, parts))
    }

    fn delete(&self, target: &Target, params: &Params, body: &Bytes, form: Form) -> Reply {
        let options = DeleteOptions::parse(params, &media::read_options(body)?)?;
        let (namespace, name) = place_of(target);
        let mut write = Write::internal(&target.resource, namespace, "");
        write.dry_run = options.dry_run;
        let deleted = self.cluster.delete(&write, name, &options)?;
        let answer = if deleted.is_finished() && !answers_with_object(target) {
            Bytes::from(success(target, name, deleted.object().uid()).to_string())
        } else {
            encode(
                &target.resource,
                deleted.object(),
                form,
                self.cluster.clock.now(),
            )
        };
        let foreground = options.propagation == Some(Propagation::Foreground);
        let code = if foreground && !deleted.is_finished() {
            StatusCode::ACCEPTED
        } else {
            StatusCode::OK
        };
        Ok(json(code, answer))
    }

    fn delete_collection(
        &self,
        target: &Target,
        params: &Params,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        let options = DeleteOptions::parse(params, &media::read_options(body)?)?;
        let namespace = target.namespace.as_deref().unwrap_or_default();
        let mut write = Write::internal(&target.resource, namespace, "");
        write.dry_run = options.dry_run;
        let page = self.cluster.delete_collection(&write, params, &options)?;
        let body = encode_list(&target.resource, &page, form, self.cluster.clock.now());
        Ok(json(StatusCode::OK, body))
    }
}

impl<B> tower::Service<Request<B>> for ApiService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

fn is_scale(target: &Target) -> bool {
    target.subresource.as_deref() == Some("scale")
}

/// Namespace and name of what the target names.
fn place_of(target: &Target) -> (&str, &str) {
    (
        target.namespace.as_deref().unwrap_or_default(),
        target.name.as_deref().unwrap_or_default(),
    )
}

/// The namespace to look into; `None` for everything.
fn scope<'a>(target: &Target, namespace: Option<&'a str>) -> Option<&'a str> {
    namespace.filter(|_| target.resource.namespaced)
}

fn write_of<'a>(target: &'a Target, params: &Params, parts: &Parts) -> Write<'a> {
    Write {
        resource: &target.resource,
        namespace: target.namespace.as_deref().unwrap_or_default(),
        subresource: target.subresource.as_deref().unwrap_or_default(),
        manager: manager(params, parts),
        dry_run: params.dry_run,
        field_validation: params.field_validation,
    }
}

/// Who writes: the field manager that the client gave, or its program.
fn manager(params: &Params, parts: &Parts) -> String {
    let agent = parts.headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    let given = params.field_manager.as_deref();
    manager_name(given.unwrap_or_default(), agent.unwrap_or_default())
}

/// An apply needs a manager, and nothing else may force.
fn check_patch_options(kind: PatchKind, params: &Params) -> Result<(), Status> {
    let cause = match kind {
        PatchKind::Apply if params.field_manager.is_none() => {
            Cause::required("fieldManager", "is required for apply patch")
        }
        PatchKind::Merge | PatchKind::Json | PatchKind::Strategic if params.force => {
            Cause::forbidden("force", "may not be specified for non-apply patch")
        }
        _ => return Ok(()),
    };
    Err(Status::invalid("meta.k8s.io", "PatchOptions", "", &[cause]))
}

/// 404 for a subresource that the kind does not have, 405 for a verb.
fn check_verb(target: &Target, verb: Verb) -> Result<(), Status> {
    match target.subresource.as_deref() {
        None if target.resource.verbs.iter().any(|name| name == verb.name()) => Ok(()),
        None => Err(Status::method_not_allowed()),
        Some("status") if target.resource.status => check_part_verb(verb),
        Some("scale") if target.resource.scale.is_some() => check_part_verb(verb),
        Some(_) if target.resource.is_custom() => {
            let name = target.name.as_deref().unwrap_or_default();
            Err(Status::not_found(&target.resource.id, name))
        }
        Some(_) => Err(Status::no_route()),
    }
}

fn check_part_verb(verb: Verb) -> Result<(), Status> {
    match verb {
        Verb::Get | Verb::Update | Verb::Patch => Ok(()),
        _ => Err(Status::method_not_allowed()),
    }
}

/// Kinds that answer a delete with the object that was deleted.
fn answers_with_object(target: &Target) -> bool {
    target.resource.group().is_empty()
        && matches!(
            target.resource.kind.as_str(),
            "Pod"
                | "PersistentVolume"
                | "PersistentVolumeClaim"
                | "ServiceAccount"
                | "PodTemplate"
                | "ResourceQuota"
        )
}

/// What a delete answers when the object is gone.
fn success(target: &Target, name: &str, uid: &str) -> Value {
    let mut details =
        serde_json::json!({"name": name, "kind": target.resource.plural(), "uid": uid});
    if !target.resource.group().is_empty() {
        details["group"] = target.resource.group().into();
    }
    serde_json::json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "details": details,
    })
}

pub(crate) fn json(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::whole(body));
    *response.status_mut() = code;
    set_json(&mut response);
    response
}

fn set_json(response: &mut Response<Body>) {
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
}

pub(crate) fn refusal(status: &Status) -> Response<Body> {
    json(status.code, status.to_value().to_string())
}
