//! The verbs, as a request asks for them: parameters and bodies are read here, the rest is the cluster's.

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode, header};
use serde_json::Value;

use super::reply::{changed, json, refusal, set_json, success, warned};
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

/// A verb on a resource, with all that the request says of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct VerbRequest<'a> {
    pub(super) target: &'a Target,
    pub(super) params: &'a Params,
    pub(super) verb: Verb,
    pub(super) parts: &'a Parts,
    pub(super) body: &'a Bytes,
}

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
        let asked = VerbRequest {
            target: &target,
            params: &params,
            verb,
            parts,
            body,
        };
        let warning = warning_of(&asked);
        let mut done = self.act(&asked);
        if let Some(text) = warning {
            let response =
                done.unwrap_or_else(|status| Accept::of_refusal(parts).write(refusal(&status)));
            done = Ok(warned(response, &text));
        }
        done
    }

    /// Does what the request asks for of a resource.
    fn act(&self, asked: &VerbRequest<'_>) -> Reply {
        check_verb(asked.target, asked.verb)?;
        if let Some(answer) = self.part(asked) {
            return Ok(Accept::of_refusal(asked.parts).write(answer?));
        }
        let accept = Accept::of(asked.parts, asked.target, asked.verb)?;
        asked.params.check(asked.verb)?;
        let form = accept.form;
        let response = match asked.verb {
            Verb::Get => self.get(asked, form),
            Verb::List => self.list(asked, form),
            Verb::Watch => self.watch(asked, form),
            Verb::Create => self.create(asked, form),
            Verb::Update => self.update(asked, form),
            Verb::Patch => self.patch(asked, form),
            Verb::Delete => self.delete(asked, form),
            Verb::DeleteCollection => self.delete_collection(asked, form),
        }?;
        Ok(accept.write(response))
    }

    fn get(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        self.cluster.check_reached(asked.params)?;
        let (resource, namespace) = (&asked.target.resource, asked.target.own_namespace());
        if asked.target.is_scale() {
            let scale = self
                .cluster
                .scale(resource, namespace, asked.target.own_name())?;
            return Ok(json(StatusCode::OK, self.scale_as(form, scale).to_string()));
        }
        let object = self
            .cluster
            .find(resource, namespace, asked.target.own_name())?;
        let body = encode(resource, &object, form, self.cluster.clock.now());
        Ok(json(StatusCode::OK, body))
    }

    /// A scale in the form that the client asked for.
    fn scale_as(&self, form: Form, scale: Value) -> Value {
        match form {
            Form::Table(form) => table::of_scale(form, &scale, self.cluster.clock.now()),
            Form::Object | Form::PartialMetadata => scale,
        }
    }

    fn list(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let resource = &asked.target.resource;
        let page = self
            .cluster
            .list(resource, asked.target.scope(), asked.params)?;
        let body = encode_list(resource, &page, form, self.cluster.clock.now());
        Ok(json(StatusCode::OK, body))
    }

    fn watch(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let target = asked.target;
        let lines = self
            .cluster
            .watch(&target.resource, target.scope(), asked.params, form)?;
        let mut response = Response::new(Body::stream(lines));
        set_json(&mut response);
        Ok(response)
    }

    fn create(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let target = asked.target;
        if is_everywhere(target) {
            return Err(Status::method_not_allowed());
        }
        if target.resource.terminating {
            return Err(Status::terminating(&target.resource.id));
        }
        let (write, object) = asked.sent(None)?;
        if target.resource.is_review() {
            let answer = self.cluster.review(&write, object)?;
            return Ok(json(StatusCode::CREATED, answer.to_string()));
        }
        let outcome = self.cluster.create(&write, object)?;
        Ok(self.written(&write, &outcome, form))
    }

    fn update(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let (is_scale, name) = (asked.target.is_scale(), asked.target.own_name());
        let (write, object) = asked.sent(is_scale.then_some("Scale"))?;
        let outcome = if is_scale {
            self.cluster.update_scale(&write, name, object)?
        } else {
            self.cluster.update(&write, name, object)?
        };
        Ok(self.written(&write, &outcome, form))
    }

    fn patch(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let content_type = media::content_type(&asked.parts.headers);
        let is_custom = asked.target.resource.is_custom();
        let kind = match PatchKind::parse(content_type) {
            Some(PatchKind::Strategic) | None if is_custom => {
                return Err(Status::no_custom_patch());
            }
            kind => kind.ok_or_else(Status::unknown_patch)?,
        };
        check_patch_options(kind, asked.params)?;
        let patch = Patch {
            kind,
            body: media::read_patch(kind, asked.body)?,
            force: asked.params.force,
        };
        let (write, name) = (asked.write(), asked.target.own_name());
        let outcome = if asked.target.is_scale() {
            self.cluster.patch_scale(&write, name, &patch)?
        } else {
            self.cluster.patch(&write, name, &patch)?
        };
        Ok(self.written(&write, &outcome, form))
    }

    fn delete(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let (options, write) = asked.deletion()?;
        let (resource, name) = (&asked.target.resource, asked.target.own_name());
        let mut warnings = Vec::new();
        let deleted = self
            .cluster
            .delete_asking(&write, name, &options, Some(&mut warnings))?;
        let object = deleted.object();
        let answer = if deleted.is_finished() && !resource.gives_deleted() {
            Bytes::from(status::line(&success(asked.target, name, object.uid())))
        } else {
            encode(resource, object, form, self.cluster.clock.now())
        };
        let code = if options.keeps_no_orphans && !deleted.is_finished() {
            StatusCode::ACCEPTED
        } else {
            StatusCode::OK
        };
        let done = (!options.dry_run).then(|| Done::to(object));
        Ok(changed(json(code, answer), done, &warnings))
    }

    fn delete_collection(&self, asked: &VerbRequest<'_>, form: Form) -> Reply {
        let (options, write) = asked.deletion()?;
        let mut warnings = Vec::new();
        let page = self
            .cluster
            .delete_collection(&write, asked.params, &options, &mut warnings)?;
        let now = self.cluster.clock.now();
        let body = encode_list(&asked.target.resource, &page, form, now);
        let done = (!options.dry_run).then(Done::default);
        Ok(changed(json(StatusCode::OK, body), done, &warnings))
    }
}

impl<'a> VerbRequest<'a> {
    /// The write that the request asks for, before its body is read.
    pub(super) fn write(&self) -> Write<'a> {
        let (target, params) = (self.target, self.params);
        Write {
            resource: &target.resource,
            namespace: target.own_namespace(),
            subresource: target.subresource.as_deref().unwrap_or_default(),
            manager: manager(params, self.parts),
            dry_run: params.dry_run,
            field_validation: params.field_validation,
            user: user_of(self.parts),
            creates: false,
            allowed_as_change: false,
            original: Original::default(),
            given: Given {
                manager: params.field_manager.clone(),
                field_validation: params.names_validation.then_some(params.field_validation),
            },
        }
    }

    /// The write with the object that was sent; `kind` where that is not one of the resource's own.
    fn sent(&self, kind: Option<&str>) -> Result<(Write<'a>, Value), Status> {
        let sent = media::read_object(&self.parts.headers, self.body, &self.target.resource, kind)?;
        Ok(self.write().of(self.body, sent))
    }

    /// How the deletion that the request asks for is meant.
    fn deletion(&self) -> Result<(DeleteOptions, Write<'a>), Status> {
        let options = media::read_options(&self.parts.headers, self.body)?;
        let options = DeleteOptions::parse(self.params, &options)?;
        let mut write = Write::internal(&self.target.resource, self.target.own_namespace(), "");
        write.dry_run = options.dry_run;
        write.user = user_of(self.parts);
        Ok((options, write))
    }
}

/// What the client is warned of, whether it is refused or not. What no built-in path takes is refused before.
fn warning_of(asked: &VerbRequest<'_>) -> Option<String> {
    let (target, verb, parts) = (asked.target, asked.verb, asked.parts);
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
