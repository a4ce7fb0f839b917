//! What a server in the middle makes of a manifest: the body of a write, changed before the server reads it.

use bytes::Bytes;
use oper8_schema::quantity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a hook changes the objects that clients send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mutation {
    /// Writes what was sent in another way that means the same: quantities in canonical form, lists of texts and numbers sorted.
    Normalise,
    /// Merges this into it: a default that the client did not send, or null for a field that is dropped.
    Merge(Value),
}

/// Keys whose values are quantities.
const QUANTITIES: [&str; 4] = ["cpu", "memory", "storage", "ephemeral-storage"];

impl Mutation {
    /// The body as the server is to read it; bodies that are no objects stay as they are.
    pub(super) fn change(&self, body: &Bytes) -> Bytes {
        let Some(mut object) = read(body).filter(Value::is_object) else {
            return body.clone();
        };
        match self {
            Self::Normalise => normalise(&mut object),
            Self::Merge(patch) => json_patch::merge(&mut object, patch),
        }
        // JSON is YAML too, so that it suits an apply as well.
        Bytes::from(object.to_string())
    }
}

/// JSON or YAML.
fn read(body: &[u8]) -> Option<Value> {
    let json = serde_json::from_slice(body).ok();
    json.or_else(|| serde_saphyr::from_slice(body).ok())
}

fn normalise(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                let text = field
                    .as_str()
                    .filter(|_| QUANTITIES.contains(&key.as_str()));
                match text.and_then(|text| quantity::canonical(text).ok()) {
                    Some(text) => *field = text.into(),
                    None => normalise(field),
                }
            }
        }
        Value::Array(items) if items.iter().all(|it| it.is_string() || it.is_number()) => {
            items.sort_by_key(Value::to_string);
        }
        Value::Array(items) => items.iter_mut().for_each(normalise),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
