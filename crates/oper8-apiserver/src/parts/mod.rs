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
        self.target.own_name()
    }

    /// The first value of a parameter.
    fn query(&self, key: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        let found = pairs.find(|(name, _)| name == key)?;
        Some(found.1.into_owned()).filter(|value| !value.is_empty())
    }
}

/// A part that is no object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A connection to a pod, a service or a node.
    Connection,
    /// What takes a body of its own kind.
    Taking(&'static str),
}

impl Part {
    /// `None` where the target is an object, or a part that is one.
    pub(crate) fn of(target: &Target) -> Option<Self> {
        if is_binding(&target.resource) {
            return Some(Self::Taking("Binding"));
        }
        match target.subresource.as_deref()? {
            "attach" | "exec" | "log" | "portforward" | "proxy" => {
                (!target.resource.is_custom()).then_some(Self::Connection)
            }
            "binding" => Some(Self::Taking("Binding")),
            "eviction" => Some(Self::Taking("Eviction")),
            "token" => Some(Self::Taking("TokenRequest")),
            _ => None,
        }
    }
}

/// The older resource by which pods are bound.
fn is_binding(resource: &Resource) -> bool {
    resource.kind == "Binding" && resource.group().is_empty()
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
