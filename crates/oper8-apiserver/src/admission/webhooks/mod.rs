//! Webhooks: servers that are asked about writes, as `MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration` say.

mod answer;
mod call;
mod matching;
mod services;

use std::sync::LazyLock;

use serde_json::{Value, json};

use self::answer::Answer;
use self::matching::{Hook, Invocation};
use super::{Operation, RUNTIME, Request, has_own_kind, kind_of};
use crate::cluster::Cluster;
use crate::registry::Resource;
use crate::status::Status;
use crate::store::GroupResource;
use crate::strategy;

pub(crate) use self::services::WebhookServices;

static MUTATING: LazyLock<GroupResource> = LazyLock::new(|| id("mutatingwebhookconfigurations"));
static VALIDATING: LazyLock<GroupResource> =
    LazyLock::new(|| id("validatingwebhookconfigurations"));

fn id(resource: &str) -> GroupResource {
    GroupResource::new("admissionregistration.k8s.io", resource)
}

/// Why a webhook did not let a write pass.
#[derive(Debug)]
enum Problem {
    /// It said no.
    Refused(Box<Status>),
    /// It could not be asked; its failure policy decides.
    Failed(String),
}

/// Whether there is any webhook.
pub(crate) fn are_configured(cluster: &Cluster) -> bool {
    let any = |id: &GroupResource| !cluster.store.scan(id, None).objects.is_empty();
    any(&MUTATING) || any(&VALIDATING)
}

/// Asks the mutating webhooks one after the other, and those that want it again when a later one changed the object;
/// answers whether one did.
pub(super) fn mutate(
    cluster: &Cluster,
    request: &Request<'_>,
    object: &mut Value,
    warnings: &mut Vec<String>,
) -> Result<bool, Status> {
    let hooks = Hook::all(cluster, &MUTATING, request);
    let mut any = false;
    let (mut again, mut asked): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for round in 0..2 {
        for (index, hook) in hooks.iter().enumerate() {
            if round == 1 && !again.contains(&index) {
                continue;
            }
            let Some(invocation) = hook.invocation(cluster, request, Some(object))? else {
                continue;
            };
            let changed = ask_for_changes(cluster, request, &invocation, object, warnings)?;
            if changed {
                any = true;
                again.append(&mut asked);
            }
            if hook.value()["reinvocationPolicy"] == "IfNeeded" {
                asked.push(index);
            }
        }
    }
    Ok(any)
}

/// Asks one; answers whether it changed the object.
fn ask_for_changes(
    cluster: &Cluster,
    request: &Request<'_>,
    invocation: &Invocation<'_>,
    object: &mut Value,
    warnings: &mut Vec<String>,
) -> Result<bool, Status> {
    let asked = ask(cluster, request, invocation, Some(object), true, warnings);
    let patched = asked.and_then(|answer| {
        let Some(patch) = answer.patch else {
            return Ok(None);
        };
        let mut next = invocation.in_its_version(request, object);
        patch
            .apply(&mut next)
            .map_err(|error| Problem::Refused(Box::new(Status::internal(error))))?;
        Ok(Some(next))
    });
    match patched {
        Ok(None) => Ok(false),
        Ok(Some(mut next)) => {
            next = invocation.in_own_version(request, next);
            if !has_own_kind(request.write.subresource) {
                request.write.check_envelope(&mut next)?;
                // What the webhook adds is completed as if the client had sent it.
                strategy::decode(request.write, &mut next)?;
                next["apiVersion"] = object["apiVersion"].clone();
            }
            let changed = next != *object;
            *object = next;
            Ok(changed)
        }
        Err(problem) => settle(invocation, problem).map(|()| false),
    }
}

/// Asks the mutating webhooks about a delete, where there is nothing to change.
fn ask_about_delete(
    cluster: &Cluster,
    request: &Request<'_>,
    warnings: &mut Vec<String>,
) -> Result<(), Status> {
    for hook in Hook::all(cluster, &MUTATING, request) {
        let Some(invocation) = hook.invocation(cluster, request, None)? else {
            continue;
        };
        match ask(cluster, request, &invocation, None, true, warnings) {
            Ok(answer) if answer.patch.is_some() => {
                return Err(Status::internal(format!(
                    "admission webhook {:?} attempted to modify the object, which is not supported for this operation",
                    hook.name()
                )));
            }
            Ok(_) => {}
            Err(problem) => settle(&invocation, problem)?,
        }
    }
    Ok(())
}

/// Asks the validating webhooks; the first refusal counts.
pub(super) fn validate(
    cluster: &Cluster,
    request: &Request<'_>,
    object: Option<&Value>,
    warnings: &mut Vec<String>,
) -> Result<(), Status> {
    if request.operation == Operation::Delete {
        ask_about_delete(cluster, request, warnings)?;
    }
    for hook in Hook::all(cluster, &VALIDATING, request) {
        let Some(invocation) = hook.invocation(cluster, request, object)? else {
            continue;
        };
        if let Err(problem) = ask(cluster, request, &invocation, object, false, warnings) {
            settle(&invocation, problem)?;
        }
    }
    Ok(())
}

/// What becomes of the write.
fn settle(invocation: &Invocation<'_>, problem: Problem) -> Result<(), Status> {
    let name = invocation.hook.name();
    match problem {
        Problem::Refused(status) => Err(*status),
        Problem::Failed(why) if invocation.hook.value()["failurePolicy"] == "Ignore" => {
            tracing::warn!(
                webhook = name,
                why,
                "a webhook cannot be called, and that is ignored"
            );
            Ok(())
        }
        Problem::Failed(why) => Err(Status::internal(format!(
            "failed calling webhook {name:?}: {why}"
        ))),
    }
}

/// Asks one webhook.
fn ask(
    cluster: &Cluster,
    request: &Request<'_>,
    invocation: &Invocation<'_>,
    object: Option<&Value>,
    mutating: bool,
    warnings: &mut Vec<String>,
) -> Result<Answer, Problem> {
    let hook = invocation.hook.value();
    let harmless = matches!(hook["sideEffects"].as_str(), Some("None" | "NoneOnDryRun"));
    if request.write.dry_run && !harmless {
        let why = format!(
            "admission webhook {:?} does not support dry run",
            invocation.hook.name()
        );
        return Err(Problem::Refused(Box::new(Status::bad_request(why))));
    }
    let Some(runtime) = RUNTIME.with_borrow(Clone::clone) else {
        return Err(Problem::Failed(
            "failed to call webhook: this write cannot wait".to_owned(),
        ));
    };
    let uid = crate::cluster::uid();
    let review = review(request, invocation, object, &uid);
    let called = runtime.block_on(call::post(cluster, hook, review.to_string()));
    let body = called.map_err(|why| Problem::Failed(format!("failed to call webhook: {why}")))?;
    let answer = Answer::read(&body, &uid, mutating, invocation.hook.name())?;
    warnings.extend(answer.warnings.iter().cloned());
    match &answer.refusal {
        Some(status) => Err(Problem::Refused(Box::new(status.clone()))),
        None => Ok(answer),
    }
}

/// The question, as the webhook gets it.
fn review(
    request: &Request<'_>,
    invocation: &Invocation<'_>,
    object: Option<&Value>,
    uid: &str,
) -> Value {
    let write = request.write;
    let resource = write.resource;
    let shown = |object: Option<&Value>| {
        object.map_or(Value::Null, |object| {
            invocation.in_its_version(request, object)
        })
    };
    let named = |resource: &Resource| json!({"group": resource.group(), "version": resource.version, "resource": resource.plural()});
    let mut asked = json!({
        "uid": uid,
        "kind": kind_of(invocation.resource(), write.subresource),
        "resource": named(invocation.resource()),
        "requestKind": kind_of(resource, write.subresource),
        "requestResource": named(resource),
        "operation": request.operation.name(),
        "userInfo": write.user.to_value(),
        "object": shown(object),
        "oldObject": shown(request.old),
        "dryRun": write.dry_run,
        "options": options(request),
    });
    let mut set = |field: &str, value: &str| {
        if !value.is_empty() {
            asked[field] = value.into();
        }
    };
    set("name", request.name);
    // A namespace counts as in itself.
    let own = resource.kind == "Namespace" && resource.group().is_empty();
    set(
        "namespace",
        if own { request.name } else { write.namespace },
    );
    set("subResource", write.subresource);
    set("requestSubResource", write.subresource);
    json!({"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": asked})
}

/// The options of the request, as the client gave them.
fn options(request: &Request<'_>) -> Value {
    let kind = match request.operation {
        Operation::Create => "CreateOptions",
        Operation::Update => "UpdateOptions",
        Operation::Delete => "DeleteOptions",
    };
    let mut options = json!({"kind": kind, "apiVersion": "meta.k8s.io/v1"});
    if request.write.dry_run {
        options["dryRun"] = json!(["All"]);
    }
    if let Some(delete) = request.delete {
        delete.tell(&mut options);
        return options;
    }
    let given = &request.write.given;
    if let Some(manager) = &given.manager {
        options["fieldManager"] = manager.as_str().into();
    }
    if let Some(validation) = given.field_validation {
        options["fieldValidation"] = validation.name().into();
    }
    options
}
