//! What expressions of policies see: the request, the namespace, and the types of both.

use serde_json::{Value, json};

use super::super::{has_own_kind, kind_of};
use super::Attempt;
use crate::cel::{Environment, Scope, Type, Value as CelValue, untyped};
use crate::registry::Resource;

/// The request, as `request` in expressions.
pub(super) fn of(attempt: &Attempt<'_>, matched: &Resource) -> Value {
    let write = attempt.write;
    let kind = |resource: &Resource| kind_of(resource, write.subresource);
    let resource = |resource: &Resource| json!({"group": resource.group(), "version": resource.version, "resource": resource.plural()});
    json!({
        "kind": kind(matched),
        "resource": resource(matched),
        "subResource": write.subresource,
        "requestKind": kind(write.resource),
        "requestResource": resource(write.resource),
        "requestSubResource": write.subresource,
        "name": attempt.name,
        "namespace": write.namespace,
        "operation": attempt.operation.name(),
        "userInfo": write.user.to_value(),
        "dryRun": write.dry_run,
    })
}

/// Binds the object as it was and as it is to be, seen in the version `api_version`, and the request.
pub(super) fn bind(
    scope: &mut Scope<'_>,
    attempt: &Attempt<'_>,
    api_version: &str,
    request: &Value,
) {
    // What is not an object of the resource has but one version.
    let is_part = has_own_kind(attempt.write.subresource);
    let seen = |object: Option<&Value>| match object {
        Some(object) if is_part || object["apiVersion"] == api_version => untyped(object),
        Some(object) => {
            let mut object = object.clone();
            object["apiVersion"] = api_version.into();
            untyped(&object)
        }
        None => CelValue::Null,
    };
    scope.bind("object", seen(attempt.object));
    scope.bind("oldObject", seen(attempt.old));
    scope.bind("request", untyped(request));
}

/// The namespace, as `namespaceObject` in expressions: its metadata, its phase, its finalizers.
pub(super) fn namespace(namespace: &Value) -> Value {
    let mut metadata = namespace["metadata"].clone();
    if let Some(fields) = metadata.as_object_mut() {
        fields.remove("managedFields");
        fields.remove("ownerReferences");
    }
    json!({
        "metadata": metadata,
        "spec": namespace["spec"],
        "status": {"phase": namespace["status"]["phase"]},
    })
}

/// The variables of an expression of a policy.
pub(super) fn environment(params: bool) -> Environment {
    let texts = || Type::list(Type::String);
    let map = |values: Type| Type::Map(std::sync::Arc::new(values));
    let three = |last| {
        Type::object([
            ("group", Type::String),
            ("version", Type::String),
            (last, Type::String),
        ])
    };
    let user = Type::object([
        ("username", Type::String),
        ("uid", Type::String),
        ("groups", texts()),
        ("extra", map(texts())),
    ]);
    let request = Type::object([
        ("kind", three("kind")),
        ("resource", three("resource")),
        ("subResource", Type::String),
        ("requestKind", three("kind")),
        ("requestResource", three("resource")),
        ("requestSubResource", Type::String),
        ("name", Type::String),
        ("namespace", Type::String),
        ("operation", Type::String),
        ("userInfo", user),
        ("dryRun", Type::Bool),
        ("options", Type::Dyn),
    ]);
    let metadata = Type::object([
        ("name", Type::String),
        ("generateName", Type::String),
        ("namespace", Type::String),
        ("labels", map(Type::String)),
        ("annotations", map(Type::String)),
        ("UID", Type::String),
        ("creationTimestamp", Type::Dyn),
        ("deletionGracePeriodSeconds", Type::Int),
        ("deletionTimestamp", Type::Dyn),
        ("generation", Type::Int),
        ("resourceVersion", Type::String),
        ("finalizers", texts()),
    ]);
    let namespace = Type::object([
        ("metadata", metadata),
        ("spec", Type::object([("finalizers", texts())])),
        ("status", Type::object([("phase", Type::String)])),
    ]);
    let mut environment = Environment::from([
        ("object".into(), Type::Dyn),
        ("oldObject".into(), Type::Dyn),
        ("request".into(), request),
        ("namespaceObject".into(), namespace),
    ]);
    if params {
        environment.insert("params".into(), Type::Dyn);
    }
    environment
}
