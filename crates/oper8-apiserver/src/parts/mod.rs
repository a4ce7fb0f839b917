//! Parts of resources that are neither the object nor its status or scale: evictions, bindings, tokens, connections.

mod binding;
mod connect;
mod eviction;
mod isolate;
mod token;

use http::StatusCode;
use serde_json::{Value, json};

use crate::admission::{Operation, Request};
use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::registry::Resource;
use crate::request::Target;
use crate::status::Status;

pub(crate) use self::isolate::isolate;

/// What a part answers: a code and an object; none where there is nothing to say.
pub(crate) type Answer = Result<(StatusCode, Option<Value>), Status>;

/// What is asked of a part.
pub(crate) struct Ask<'a> {
    pub(crate) target: &'a Target,
    pub(crate) write: &'a Write<'a>,
    pub(crate) query: &'a str,
}

impl Ask<'_> {
    fn name(&self) -> &str {
        self.target.name.as_deref().unwrap_or_default()
    }

    /// The first value of a parameter.
    fn query(&self, key: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        let found = pairs.find(|(name, _)| name == key)?;
        Some(found.1.into_owned()).filter(|value| !value.is_empty())
    }
}

/// The kind of the body that a part takes; `None` where it is the resource's own, or none at all.
pub(crate) fn body_kind(target: &Target) -> Option<&'static str> {
    if is_binding(&target.resource) {
        return Some("Binding");
    }
    match target.subresource.as_deref()? {
        "binding" => Some("Binding"),
        "eviction" => Some("Eviction"),
        "token" => Some("TokenRequest"),
        _ => None,
    }
}

/// The older resource by which pods are bound.
fn is_binding(resource: &Resource) -> bool {
    resource.kind == "Binding" && resource.group().is_empty()
}

/// Whether the part stands for a connection to a pod, a service or a node.
pub(crate) fn is_connection(target: &Target) -> bool {
    let built_in = !target.resource.is_custom();
    built_in
        && matches!(
            target.subresource.as_deref(),
            Some("attach" | "exec" | "log" | "portforward" | "proxy")
        )
}

impl Cluster {
    /// Lets what is asked of a part be refused.
    fn admit_part(&self, ask: &Ask<'_>, name: &str, body: &Value) -> Result<(), Status> {
        let request = Request {
            write: ask.write,
            operation: Operation::Create,
            name,
            old: None,
            delete: None,
        };
        self.admit(&request, Some(body), &mut Vec::new()).map(drop)
    }

    /// Does what a part with a body is asked to do.
    pub(crate) fn take_part(&self, ask: &Ask<'_>, body: &Value) -> Answer {
        if is_binding(&ask.target.resource) {
            return self.bind_by_name(ask, body);
        }
        match ask.target.subresource.as_deref() {
            Some("binding") => self.bind(ask, ask.name(), body),
            Some("eviction") => self.evict(ask, body),
            Some("token") => self.request_token(ask, body),
            _ => Err(Status::no_route()),
        }
    }
}

/// What a part answers that has done its work.
fn done() -> (StatusCode, Option<Value>) {
    let status = json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "code": 201,
    });
    (StatusCode::CREATED, Some(status))
}
