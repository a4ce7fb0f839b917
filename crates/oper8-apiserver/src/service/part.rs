//! Requests for parts of resources that are no objects, and for what the server tells of itself.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::reply::{json as json_response, refusal};
use super::route::is_everywhere;
use super::verbs::VerbRequest;
use super::{ApiService, Reply};
use crate::body::Body;
use crate::media;
use crate::parts::{Ask, Part};
use crate::request::{Target, Verb};
use crate::status::{self, Status};
use crate::store::GroupResource;

/// What a server watches of its own, which here is always there.
const COMPONENTS: [&str; 3] = ["controller-manager", "etcd-0", "scheduler"];

impl ApiService {
    /// Answers what is asked of such a part; `None` where the target is an object or a part that is one.
    pub(super) fn part(&self, asked: &VerbRequest<'_>) -> Option<Reply> {
        let (target, parts) = (asked.target, asked.parts);
        if target.resource.is_component() {
            return Some(components(target, asked.verb));
        }
        let part = Part::of(target)?;
        let write = asked.write();
        let ask = Ask {
            target,
            write: &write,
            query: parts.uri.query().unwrap_or_default(),
        };
        let kind = match part {
            Part::Connection => return Some(self.cluster.connect(&ask).map(reply)),
            Part::Taking(_) if is_everywhere(target) => return Some(Err(Status::no_route())),
            Part::Taking(kind) => kind,
        };
        let taken = media::read_object(&parts.headers, asked.body, &target.resource, Some(kind))
            .and_then(|sent| self.cluster.take_part(&ask, &sent.value));
        Some(taken.map(reply))
    }
}

fn reply((code, body): (StatusCode, Option<Value>)) -> Response<Body> {
    match body {
        Some(body) => json_response(code, status::line(&body)),
        None => {
            let mut response = Response::new(Body::whole(Bytes::new()));
            *response.status_mut() = code;
            response
        }
    }
}

/// The parts of the control plane, or one of them.
fn components(target: &Target, verb: Verb) -> Reply {
    let status = |name: &str| {
        json!({
            "metadata": {"name": name},
            "conditions": [{"type": "Healthy", "status": "True", "message": "ok"}],
        })
    };
    let mut answer = match &target.name {
        _ if verb == Verb::Watch => return Ok(refusal(&Status::no_watch(&target.resource.id))),
        None => json!({
            "kind": "ComponentStatusList",
            "metadata": {},
            "items": COMPONENTS.map(status),
        }),
        Some(name) if COMPONENTS.contains(&name.as_str()) => {
            let mut one = status(name);
            one["kind"] = "ComponentStatus".into();
            one
        }
        Some(name) => {
            let resource = GroupResource::new("", "componentstatus");
            return Ok(refusal(&Status::not_found(&resource, name)));
        }
    };
    answer["apiVersion"] = "v1".into();
    Ok(json_response(StatusCode::OK, answer.to_string()))
}
