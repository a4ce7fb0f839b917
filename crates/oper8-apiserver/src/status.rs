//! What the server answers when it refuses: `Status` objects with reason, message, details and causes.

mod order;

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::store::GroupResource;

pub(crate) use self::order::{InOrder, line, text};

/// What a real server reads and writes.
const MEDIA_TYPES: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

/// A refusal, as the client gets it in a `Status` object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Status {
    pub(crate) code: StatusCode,
    pub(crate) reason: Cow<'static, str>,
    pub(crate) message: String,
    pub(crate) details: Option<Value>,
    /// How a list whose token has expired goes on.
    pub(crate) continue_token: Option<String>,
}

/// One thing that is wrong with an object, as in `details.causes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    pub(crate) reason: &'static str,
    pub(crate) message: String,
    pub(crate) field: String,
}

impl Cause {
    fn new(reason: &'static str, field: &str, message: String) -> Self {
        Self {
            reason,
            message,
            field: field.to_owned(),
        }
    }

    /// A field that must be there and is not.
    pub(crate) fn required(field: &str, detail: &str) -> Self {
        let message = if detail.is_empty() {
            "Required value".to_owned()
        } else {
            format!("Required value: {detail}")
        };
        Self::new("FieldValueRequired", field, message)
    }

    /// A value that the field does not take.
    pub(crate) fn invalid(field: &str, value: &Value, detail: &str) -> Self {
        Self::new(
            "FieldValueInvalid",
            field,
            format!("Invalid value: {}: {detail}", shown(value)),
        )
    }

    /// As [`Self::invalid`], of a value that is shown as it is.
    pub(crate) fn invalid_shown(field: &str, shown: &str, detail: &str) -> Self {
        let message = format!("Invalid value: {shown}: {detail}");
        Self::new("FieldValueInvalid", field, message)
    }

    /// As [`Self::invalid`], with no word about the value.
    pub(crate) fn invalid_bare(field: &str, detail: &str) -> Self {
        Self::new(
            "FieldValueInvalid",
            field,
            format!("Invalid value: {detail}"),
        )
    }

    /// As [`Self::not_supported`], of a value that is shown as it is.
    pub(crate) fn not_supported_shown(field: &str, shown: &str, supported: &[&str]) -> Self {
        let supported: Vec<_> = supported.iter().map(|text| format!("{text:?}")).collect();
        let message = format!(
            "Unsupported value: {shown}: supported values: {}",
            supported.join(", ")
        );
        Self::new("FieldValueNotSupported", field, message)
    }

    /// A value of another type than the field's.
    pub(crate) fn type_invalid(field: &str, value: &str, detail: &str) -> Self {
        Self::new(
            "FieldValueTypeInvalid",
            field,
            format!("Invalid value: \"{value}\": {detail}"),
        )
    }

    /// A value that is none of the field's.
    pub(crate) fn not_supported(field: &str, value: &Value, supported: &[String]) -> Self {
        let supported: Vec<_> = supported.iter().map(|text| format!("{text:?}")).collect();
        Self::new(
            "FieldValueNotSupported",
            field,
            format!(
                "Unsupported value: {}: supported values: {}",
                shown(value),
                supported.join(", ")
            ),
        )
    }

    /// A list or text longer than it may be.
    pub(crate) fn too_many(field: &str, count: usize, most: u64) -> Self {
        Self::new(
            "FieldValueTooMany",
            field,
            format!("Too many: {count}: must have at most {most} items"),
        )
    }

    /// A text longer than it may be.
    pub(crate) fn too_long(field: &str, most: u64) -> Self {
        Self::new(
            "FieldValueTooLong",
            field,
            format!("Too long: may not be more than {most} bytes"),
        )
    }

    /// A value that occurs twice where it must be unique.
    pub(crate) fn duplicate(field: &str, value: &Value) -> Self {
        Self::new(
            "FieldValueDuplicate",
            field,
            format!("Duplicate value: {}", shown(value)),
        )
    }

    /// A value that occurs twice and is too long to be shown.
    #[cfg(feature = "cel")]
    pub(crate) fn duplicate_unshown(field: &str) -> Self {
        Self::new("FieldValueDuplicate", field, "Duplicate value".to_owned())
    }

    /// A value that the field does not take and that is too long to be shown.
    #[cfg(feature = "cel")]
    pub(crate) fn invalid_unshown(field: &str, detail: &str) -> Self {
        Self::new(
            "FieldValueInvalid",
            field,
            format!("Invalid value: {detail}"),
        )
    }

    /// As [`Self::duplicate`], of a value that is shown as it is.
    pub(crate) fn duplicate_shown(field: &str, shown: &str) -> Self {
        Self::new(
            "FieldValueDuplicate",
            field,
            format!("Duplicate value: {shown}"),
        )
    }

    /// A reference to something that is not there, and what could be.
    pub(crate) fn not_found_because(field: &str, value: &Value, detail: &str) -> Self {
        let mut message = format!("Not found: {}", shown(value));
        if !detail.is_empty() {
            message = format!("{message}: {detail}");
        }
        Self::new("FieldValueNotFound", field, message)
    }

    /// A change that the field does not allow.
    pub(crate) fn forbidden(field: &str, detail: &str) -> Self {
        Self::new("FieldValueForbidden", field, format!("Forbidden: {detail}"))
    }

    /// Something about the object as a whole, which the real server says of the field `<nil>`.
    pub(crate) fn whole(message: &str) -> Self {
        Self::new("FieldValueInvalid", "<nil>", message.to_owned())
    }

    /// The problem in one line.
    pub(crate) fn text(&self) -> String {
        format!("{}: {}", self.field, self.message)
    }

    fn json(&self) -> Value {
        json!({"reason": self.reason, "message": self.message, "field": self.field})
    }
}

/// A text in quotes, as Go writes it.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        '\0'..='\x1f' | '\x7f' => format!("\\x{:02x}", u32::from(letter)),
        other => other.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A value as the messages show it: text in quotes, other scalars bare, the rest as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

impl Status {
    fn new(code: StatusCode, reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
            message: message.into(),
            details: None,
            continue_token: None,
        }
    }

    /// A refusal told by code alone, for faults and rules given from outside.
    pub(crate) fn of_code(code: StatusCode, message: impl Into<String>) -> Self {
        Self::new(code, reason_of(code), message)
    }

    fn about(mut self, resource: &GroupResource, name: &str) -> Self {
        let mut details = Map::new();
        if !name.is_empty() {
            details.insert("name".into(), name.into());
        }
        if !resource.group.is_empty() {
            details.insert("group".into(), resource.group.as_ref().into());
        }
        details.insert("kind".into(), resource.resource.as_ref().into());
        self.details = Some(Value::Object(details));
        self
    }

    /// 404 for an object that is not there.
    pub(crate) fn not_found(resource: &GroupResource, name: &str) -> Self {
        let message = format!("{resource} {name:?} not found");
        Self::new(StatusCode::NOT_FOUND, "NotFound", message).about(resource, name)
    }

    /// 404 for a path that nothing serves.
    pub(crate) fn no_route() -> Self {
        let message = "the server could not find the requested resource";
        let mut status = Self::new(StatusCode::NOT_FOUND, "NotFound", message);
        status.details = Some(json!({}));
        status
    }

    /// 409 for a name that is taken.
    pub(crate) fn already_exists(resource: &GroupResource, name: &str) -> Self {
        let message = format!("{resource} {name:?} already exists");
        Self::new(StatusCode::CONFLICT, "AlreadyExists", message).about(resource, name)
    }

    /// 409 for a write that another one came before, or that a precondition forbids.
    pub(crate) fn conflict(resource: &GroupResource, name: &str, why: &str) -> Self {
        let message = format!("Operation cannot be fulfilled on {resource} {name:?}: {why}");
        Self::new(StatusCode::CONFLICT, "Conflict", message).about(resource, name)
    }

    /// 409 for a write based on an old version of the object.
    pub(crate) fn modified(resource: &GroupResource, name: &str) -> Self {
        let why = "the object has been modified; please apply your changes to the latest version and try again";
        Self::conflict(resource, name, why)
    }

    /// 409 of server-side apply: `causes` are pairs of message and field.
    pub(crate) fn apply_conflict(message: String, causes: Vec<(String, String)>) -> Self {
        let causes: Vec<_> = causes
            .into_iter()
            .map(|(message, field)| json!({"reason": "FieldManagerConflict", "message": message, "field": field}))
            .collect();
        let mut status = Self::new(StatusCode::CONFLICT, "Conflict", message);
        status.details = Some(json!({"causes": causes}));
        status
    }

    /// 422 for an object that is not valid.
    pub(crate) fn invalid(group: &str, kind: &str, name: &str, causes: &[Cause]) -> Self {
        let qualified = if group.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind}.{group}")
        };
        let mut texts: Vec<_> = Vec::new();
        for cause in causes {
            let text = cause.text();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let what = match texts.as_slice() {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let message = format!("{qualified} {name:?} is invalid: {what}");
        let mut details = Map::new();
        if !name.is_empty() {
            details.insert("name".into(), name.into());
        }
        if !group.is_empty() {
            details.insert("group".into(), group.into());
        }
        if !kind.is_empty() {
            details.insert("kind".into(), kind.into());
        }
        details.insert("causes".into(), causes.iter().map(Cause::json).collect());
        let mut status = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Invalid", message);
        status.details = Some(Value::Object(details));
        status
    }

    /// 422 for an update of a custom resource that does not say what it is based on.
    pub(crate) fn unconditional(resource: &GroupResource, name: &str) -> Self {
        let cause = Cause::invalid(
            "metadata.resourceVersion",
            &Value::from(0),
            "must be specified for an update",
        );
        Self::invalid(&resource.group, &resource.resource, name, &[cause])
    }

    /// 400 for a request that cannot be understood.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 403 for what is not allowed.
    pub(crate) fn forbidden(resource: &GroupResource, name: &str, why: &str) -> Self {
        let message = if name.is_empty() {
            format!("{resource} is forbidden: {why}")
        } else {
            format!("{resource} {name:?} is forbidden: {why}")
        };
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message).about(resource, name)
    }

    /// A refusal in the words of somebody else.
    #[cfg(feature = "webhooks")]
    pub(crate) fn told(
        code: StatusCode,
        reason: &str,
        message: String,
        details: Option<Value>,
    ) -> Self {
        Self {
            code,
            reason: reason.to_owned().into(),
            message,
            details,
            continue_token: None,
        }
    }

    /// 403 for a path that names no resource.
    pub(crate) fn forbidden_path(why: &str) -> Self {
        let mut status = Self::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            format!("forbidden: {why}"),
        );
        status.details = Some(json!({}));
        status
    }

    /// 403 for a new object in a namespace that is going away.
    pub(crate) fn namespace_terminating(
        resource: &GroupResource,
        name: &str,
        namespace: &str,
    ) -> Self {
        let why = format!(
            "unable to create new content in namespace {namespace} because it is being terminated"
        );
        let mut status = Self::forbidden(resource, name, &why);
        if let Some(details) = status.details.as_mut().and_then(Value::as_object_mut) {
            details.insert(
                "causes".into(),
                json!([{
                    "reason": "NamespaceTerminating",
                    "message": format!("namespace {namespace} is being terminated"),
                    "field": "metadata.namespace",
                }]),
            );
        }
        status
    }

    /// 429 for an eviction that a disruption budget forbids, or is not asked yet.
    pub(crate) fn too_many_disruptions(cause: &str, retry_after_seconds: Option<u32>) -> Self {
        let message = "Cannot evict pod as it would violate the pod's disruption budget.";
        let mut status = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message);
        let mut details = json!({"causes": [{"reason": "DisruptionBudget", "message": cause}]});
        if let Some(seconds) = retry_after_seconds {
            details["retryAfterSeconds"] = seconds.into();
        }
        status.details = Some(details);
        status
    }

    /// 405 for a watch of what cannot be watched.
    pub(crate) fn no_watch(resource: &GroupResource) -> Self {
        let message = format!(
            "watch is not supported on resources of kind {:?}",
            resource.resource
        );
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message).about(resource, "")
    }

    /// 401 for a request without the server's token.
    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized")
    }

    /// 405 for a verb that the resource does not have.
    pub(crate) fn method_not_allowed() -> Self {
        let message = "the server does not allow this method on the requested resource";
        let mut status = Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message);
        status.details = Some(json!({}));
        status
    }

    /// 405 for a new object of a kind whose CRD is being deleted.
    pub(crate) fn terminating(resource: &GroupResource) -> Self {
        let message = "create not allowed while custom resource definition is terminating";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message).about(resource, "")
    }

    /// 406 for an `Accept` that names nothing that the path has; a collection can also be watched.
    pub(crate) fn no_representation(is_collection: bool) -> Self {
        let streams = match is_collection {
            true => {
                ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"
            }
            false => "",
        };
        let message =
            format!("406: Not Acceptable\n\nAvailable representations: {MEDIA_TYPES}{streams}");
        let mut status = Self::new(StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message);
        status.details = Some(json!({}));
        status
    }

    /// 406 for what this kind cannot be written as.
    pub(crate) fn not_acceptable(is_stream: bool) -> Self {
        let media_types = match is_stream {
            true => {
                "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"
            }
            false => MEDIA_TYPES,
        };
        let message = format!("only the following media types are accepted: {media_types}");
        Self::new(StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message)
    }

    /// 413 for a body that is too long to be read.
    pub(crate) fn body_too_large(limit: usize) -> Self {
        let message = format!("Request entity too large: limit is {limit}");
        Self::of_code(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// 504 for a request that takes too long to come.
    pub(crate) fn too_slow() -> Self {
        let message = "Timeout: request did not complete within the allotted timeout";
        let mut status = Self::of_code(StatusCode::GATEWAY_TIMEOUT, message);
        status.details = Some(json!({}));
        status
    }

    /// 415 for a body in a form that the server does not read.
    pub(crate) fn unsupported_media_type() -> Self {
        let message = format!(
            "the body of the request was in an unknown format - accepted media types include: {MEDIA_TYPES}"
        );
        Self::of_code(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
    }

    /// 415 for a patch in a form that there is not.
    pub(crate) fn unknown_patch() -> Self {
        let message = "415: Unsupported Media Type";
        let mut status = Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            message,
        );
        status.details = Some(json!({}));
        status
    }

    /// 415 for a patch of a custom resource in a form that there is not, or that needs Go types.
    pub(crate) fn no_custom_patch() -> Self {
        let message = "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            message,
        )
    }

    /// 422 for a JSON patch that does not fit the object.
    pub(crate) fn unprocessable_patch() -> Self {
        let message = "the server rejected our request due to an error in our request";
        let mut status = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Invalid", message);
        status.details = Some(json!({}));
        status
    }

    /// 410 for a watch or list from a revision that is no longer known.
    pub(crate) fn expired(message: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Expired", message)
    }

    /// 504 for a list or watch from a revision that is still to come.
    pub(crate) fn too_large(wanted: u64, current: u64) -> Self {
        let message = format!("Timeout: Too large resource version: {wanted}, current: {current}");
        let mut status = Self::new(StatusCode::GATEWAY_TIMEOUT, "Timeout", message);
        status.details = Some(json!({
            "causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}],
            "retryAfterSeconds": 1,
        }));
        status
    }

    /// 500 for what should not happen.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        let message = message.into();
        let mut status = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalError",
            format!("Internal error occurred: {message}"),
        );
        status.details = Some(json!({"causes": [{"message": message}]}));
        status
    }

    /// 500 with a message and nothing else, as for errors that Kubernetes does not classify.
    pub(crate) fn internal_plain(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "", message)
    }

    /// Whether nothing serves the path.
    pub(crate) fn is_no_route(&self) -> bool {
        *self == Self::no_route()
    }

    /// Whether a write met another one.
    pub(crate) fn is_conflict(&self) -> bool {
        self.reason == "Conflict"
    }

    /// Whether the name is taken.
    pub(crate) fn is_already_exists(&self) -> bool {
        self.reason == "AlreadyExists"
    }

    /// Whether the object is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        self.reason == "NotFound"
    }

    /// The `Status` object.
    pub(crate) fn to_value(&self) -> Value {
        let mut object = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
            "code": self.code.as_u16(),
        });
        if let Some(token) = &self.continue_token {
            object["metadata"]["continue"] = token.as_str().into();
        }
        if !self.reason.is_empty() {
            object["reason"] = self.reason.as_ref().into();
        }
        if let Some(details) = &self.details {
            object["details"] = details.clone();
        }
        object
    }
}

/// The reason that Kubernetes gives for a code when nothing more is known.
fn reason_of(code: StatusCode) -> &'static str {
    match code.as_u16() {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        409 => "Conflict",
        410 => "Expired",
        413 => "RequestEntityTooLarge",
        415 => "UnsupportedMediaType",
        422 => "Invalid",
        429 => "TooManyRequests",
        500 => "InternalError",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "",
    }
}
