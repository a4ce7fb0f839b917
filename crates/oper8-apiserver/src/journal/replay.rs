//! A journal's writes, made again.

use std::collections::HashMap;

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt as _, Full};
use serde_json::Value;
use tower::Service as _;

use super::Entry;
use crate::server::ApiServer;

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replayed {
    /// How many writes were made.
    pub writes: usize,
    /// Which of them the server answered otherwise than it did before.
    pub differences: Vec<Difference>,
}

/// A write that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The request as it was.
    pub entry: Entry,
    /// The code of the answer now.
    pub code: u16,
    /// What the answer says.
    pub message: String,
}

impl ApiServer {
    /// Makes the writes of a journal again, in order, those that were done: refused ones and reads are passed over.
    ///
    /// On a server that starts with the same objects as the first did, and without faults, the objects are the same in the end
    /// but for uids, times and revisions. Each object gets a new uid; owner references are made to follow. What a request says of
    /// revisions and uids to be safe from others is taken out of it, as the journal's order is what counts now.
    pub async fn replay(&self, entries: &[Entry]) -> Replayed {
        let mut replayed = Replayed::default();
        let mut uids = HashMap::new();
        for entry in entries.iter().filter(|entry| entry.changed) {
            let (code, answer) = self.ask_again(entry, &uids).await;
            // What follows from a write, such as garbage that is collected, is done before the next.
            self.caught_up().await;
            replayed.writes += 1;
            if (200..300).contains(&code) {
                let uid = answer["metadata"]["uid"].as_str();
                let uid = uid.or_else(|| answer["details"]["uid"].as_str());
                uids.insert(entry.uid.clone(), uid.unwrap_or_default().to_owned());
            } else {
                let message = answer["message"].as_str().unwrap_or_default();
                replayed.differences.push(Difference {
                    entry: entry.clone(),
                    code,
                    message: message.to_owned(),
                });
            }
        }
        replayed
    }

    async fn ask_again(&self, entry: &Entry, uids: &HashMap<String, String>) -> (u16, Value) {
        let body = body(entry, uids);
        let query = Some(&entry.query).filter(|query| !query.is_empty());
        let uri = match query {
            Some(query) => format!("{}?{query}", entry.path),
            None => entry.path.clone(),
        };
        let request = Request::builder()
            .method(method(&entry.verb))
            .uri(uri)
            .header(header::CONTENT_TYPE, &entry.content_type)
            .header(header::USER_AGENT, &entry.agent)
            .header(header::ACCEPT, "application/json")
            .body(Full::new(body));
        let request = match request {
            Ok(request) => request,
            Err(error) => return (0, serde_json::json!({"message": error.to_string()})),
        };
        // Past faults and journal: what was once recorded is not recorded again.
        match self.bypass_service().call(request).await {
            Ok(response) => {
                let code = response.status().as_u16();
                let body = response.into_body().collect().await.map(|it| it.to_bytes());
                let answer = body.ok().and_then(|it| serde_json::from_slice(&it).ok());
                (code, answer.unwrap_or_default())
            }
            Err(error) => (0, serde_json::json!({"message": error.to_string()})),
        }
    }
}

fn method(verb: &str) -> Method {
    match verb {
        "create" => Method::POST,
        "update" => Method::PUT,
        "patch" => Method::PATCH,
        _ => Method::DELETE,
    }
}

/// The body of a request, as it is to be sent to another server.
fn body(entry: &Entry, uids: &HashMap<String, String>) -> Bytes {
    let Ok(mut value) = serde_json::from_slice::<Value>(entry.body.bytes()) else {
        return entry.body.bytes().clone();
    };
    if let Some(fields) = value.as_object_mut() {
        fields.remove("preconditions");
    }
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("resourceVersion");
        metadata.remove("uid");
        if entry.verb == "create" {
            metadata.insert("name".into(), entry.written.as_str().into());
        }
    }
    if let Some(operations) = value.as_array_mut() {
        operations.retain(|operation| {
            !matches!(
                operation["path"].as_str(),
                Some("/metadata/resourceVersion" | "/metadata/uid")
            )
        });
    }
    rename(&mut value, uids);
    Bytes::from(value.to_string())
}

/// Puts the uids of the new objects in the place of those of the old ones.
fn rename(value: &mut Value, uids: &HashMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(uid) = uids.get(text) {
                text.clone_from(uid);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| rename(it, uids)),
        Value::Object(fields) => fields.values_mut().for_each(|it| rename(it, uids)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
