//! The verbs, as a request asks for them: parameters and bodies are read here, the rest is the cluster's.

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode, header};
use serde_json::Value;

use super::reply::{json, refusal, set_json, success, warn, warned};
use super::route::{Route, check_verb, is_everywhere};
use super::{ApiService, Reply};
use crate::access::user_of;
use crate::body::Body;
use crate::handlers::{
    DeleteOptions, Given, Original, Patch, PatchKind, Write, encode, encode_list,
};
use crate::journal::Done;
use crate::managed_fields::manager_name;
use crate::media::{self, Accept, Form};
use crate::request::{Params, Target, Verb, refuse_options};
use crate::status::{self, Cause, Status};
use crate::table;

impl ApiService {
    /// Does what the request asks for.
    pub(super) fn dispatch(&self, route: Route, parts: &Parts, body: &Bytes) -> Reply {
        let (target, params, verb) = match route {
            Route::Elsewhere(catalog) => {
                let stopping = self.cluster.stopped.is_cancelled();
                return crate::registry::discovery::answer(&catalog, parts, stopping);
            }
            Route::Refused(refused) => {
                let (target, status) = *refused;
                return match &target.resource.deprecation {
                    None => Err(status),
                    Some(text) => {
                        let response = Accept::of_refusal(parts).write(refusal(&status));
                        Ok(warned(response, text))
                    }
                };
            }
            Route::Resource(found) => *found,
        };
        let warning = warning_of(&target, verb, parts);
        let mut done = self.act(target, params, verb, parts, body);
        if let Some(text) = warning {
            let response =
                done.unwrap_or_else(|status| Accept::of_refusal(parts).write(refusal(&status)));
            done = Ok(warned(response, &text));
        }
        done
    }

    /// Does what the request asks for of a resource.
    fn act(
        &self,
        target: Target,
        params: Params,
        verb: Verb,
        parts: &Parts,
        body: &Bytes,
    ) -> Reply {
        check_verb(&target, verb)?;
        if let Some(answer) = self.part(&target, &params, verb, parts, body) {
            return Ok(Accept::of_refusal(parts).write(answer?));
        }
        let accept = Accept::of(parts, &target, verb)?;
        params.check(verb)?;
        let form = accept.form;
        let response = match verb {
            Verb::Get => self.get(&target, &params, form),
            Verb::List => self.list(&target, &params, form),
            Verb::Watch => self.watch(&target, params, form),
            Verb::Create => self.create(&target, &params, parts, body, form),
            Verb::Update => self.update(&target, &params, parts, body, form),
            Verb::Patch => self.patch(&target, &params, parts, body, form),
            Verb::Delete => self.delete(&target, &params, parts, body, form),
            Verb::DeleteCollection => self.delete_collection(&target, &params, parts, body, form),
        }?;
        Ok(accept.write(response))
    }

    fn get(&self, target: &Target, params: &Params, form: Form) -> Reply {
        self.cluster.check_reached(params)?;
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

    fn create(
        &self,
        target: &Target,
        params: &Params,
        parts: &Parts,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        if target.resource.namespaced && target.namespace.is_none() {
            return Err(Status::method_not_allowed());
        }
        if target.resource.terminating {
            return Err(Status::terminating(&target.resource.id));
        }
        let sent = media::read_object(&parts.headers, body, &target.resource, None)?;
        let (write, object) = write_of(target, params, parts).of(body, sent);
        if target.resource.is_review() {
            let answer = self.cluster.review(&write, object)?;
            return Ok(json(StatusCode::CREATED, answer.to_string()));
        }
        let outcome = self.cluster.create(&write, object)?;
        Ok(self.written(&write, &outcome, form))
    }

    fn update(
        &self,
        target: &Target,
        params: &Params,
        parts: &Parts,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        let part = is_scale(target).then_some("Scale");
        let sent = media::read_object(&parts.headers, body, &target.resource, part)?;
        let (write, object) = write_of(target, params, parts).of(body, sent);
        let name = place_of(target).1;
        let outcome = if is_scale(target) {
            self.cluster.update_scale(&write, name, object)?
        } else {
            self.cluster.update(&write, name, object)?
        };
        Ok(self.written(&write, &outcome, form))
    }

    fn patch(
        &self,
        target: &Target,
        params: &Params,
        parts: &Parts,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        let content_type = media::content_type(&parts.headers);
        let is_custom = target.resource.is_custom();
        let kind = match PatchKind::parse(content_type) {
            Some(PatchKind::Strategic) | None if is_custom => {
                return Err(Status::no_custom_patch());
            }
            kind => kind.ok_or_else(Status::unknown_patch)?,
        };
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
        Ok(self.written(&write, &outcome, form))
    }

    fn delete(
        &self,
        target: &Target,
        params: &Params,
        parts: &Parts,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        let options = media::read_options(&parts.headers, body)?;
        let options = DeleteOptions::parse(params, &options)?;
        let (namespace, name) = place_of(target);
        let mut write = Write::internal(&target.resource, namespace, "");
        write.dry_run = options.dry_run;
        write.user = user_of(parts);
        let mut warnings = Vec::new();
        let deleted = self
            .cluster
            .delete_asking(&write, name, &options, Some(&mut warnings))?;
        let answer = if deleted.is_finished() && !target.resource.gives_deleted() {
            Bytes::from(status::line(&success(target, name, deleted.object().uid())))
        } else {
            encode(
                &target.resource,
                deleted.object(),
                form,
                self.cluster.clock.now(),
            )
        };
        let code = if options.keeps_no_orphans && !deleted.is_finished() {
            StatusCode::ACCEPTED
        } else {
            StatusCode::OK
        };
        let mut response = json(code, answer);
        warn(&mut response, &warnings);
        if !options.dry_run {
            response.extensions_mut().insert(Done::to(deleted.object()));
        }
        Ok(response)
    }

    fn delete_collection(
        &self,
        target: &Target,
        params: &Params,
        parts: &Parts,
        body: &Bytes,
        form: Form,
    ) -> Reply {
        let options = media::read_options(&parts.headers, body)?;
        let options = DeleteOptions::parse(params, &options)?;
        let namespace = target.namespace.as_deref().unwrap_or_default();
        let mut write = Write::internal(&target.resource, namespace, "");
        write.dry_run = options.dry_run;
        write.user = user_of(parts);
        let mut warnings = Vec::new();
        let page = self
            .cluster
            .delete_collection(&write, params, &options, &mut warnings)?;
        let body = encode_list(&target.resource, &page, form, self.cluster.clock.now());
        let mut response = json(StatusCode::OK, body);
        warn(&mut response, &warnings);
        if !options.dry_run {
            response.extensions_mut().insert(Done::default());
        }
        Ok(response)
    }
}

/// What the client is warned of, whether it is refused or not. What no built-in path takes is refused before.
fn warning_of(target: &Target, verb: Verb, parts: &Parts) -> Option<String> {
    let text = target.resource.deprecation.clone()?;
    let is_unknown_patch =
        verb == Verb::Patch && PatchKind::parse(media::content_type(&parts.headers)).is_none();
    let is_nowhere = verb == Verb::Create && is_everywhere(target);
    let is_routed = check_verb(target, verb).is_ok()
        && !is_unknown_patch
        && !is_nowhere
        && Accept::is_known(&parts.headers);
    (target.resource.is_custom() || is_routed).then_some(text)
}

pub(super) fn is_scale(target: &Target) -> bool {
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

pub(super) fn write_of<'a>(target: &'a Target, params: &Params, parts: &Parts) -> Write<'a> {
    Write {
        resource: &target.resource,
        namespace: target.namespace.as_deref().unwrap_or_default(),
        subresource: target.subresource.as_deref().unwrap_or_default(),
        manager: manager(params, parts),
        dry_run: params.dry_run,
        field_validation: params.field_validation,
        user: user_of(parts),
        creates: false,
        allowed_as_change: false,
        original: Original::default(),
        given: Given {
            manager: params.field_manager.clone(),
            field_validation: params.names_validation.then_some(params.field_validation),
        },
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
    let own = match kind {
        PatchKind::Apply if params.field_manager.is_none() => Some(Cause::required(
            "fieldManager",
            "is required for apply patch",
        )),
        PatchKind::Merge | PatchKind::Json | PatchKind::Strategic if params.force => Some(
            Cause::forbidden("force", "may not be specified for non-apply patch"),
        ),
        _ => None,
    };
    let causes: Vec<_> = own.into_iter().chain(params.write_problems()).collect();
    refuse_options("PatchOptions", &causes)
}
