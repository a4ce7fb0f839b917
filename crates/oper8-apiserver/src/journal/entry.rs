//! One request, as it was answered.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Delivery;

/// One request, as it was answered.
///
/// As a line of JSON, fields that are empty or 0 are left out; the duration is in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// Which request of the server this was, counted from 1 in the order in which they were answered.
    pub number: u64,
    /// When it came, by the server's clock.
    #[serde(with = "time")]
    pub time: Timestamp,
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; the HTTP method in lower case
    /// for paths that name no resource, such as discovery.
    pub verb: String,
    /// The path without the query.
    pub path: String,
    /// `apps`; empty for the core group and for paths that name no resource.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// `deployments`; empty for paths that name no resource.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub resource: String,
    /// `status`; empty for the object itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subresource: String,
    /// Empty for the whole cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The name in the path; empty for collections, to which an object is added as well.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The query as it came: `fieldManager=oper8&force=true`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Who asked: `admin`, `system:serviceaccount:shop:webapp-operator`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The program that asked, as it calls itself: its `User-Agent`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// The media type of the body: `application/merge-patch+json`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub content_type: String,
    /// What was sent, without values of Secrets.
    #[serde(skip_serializing_if = "Body::is_empty")]
    pub body: Body,
    /// The HTTP status of the answer; 0 when there was none: the connection broke, or the client did not wait for it.
    pub code: u16,
    /// The server's revision when the work was done; 0 when it was not done: a fault, or a client that went away.
    #[serde(skip_serializing_if = "is_zero")]
    pub revision: u64,
    /// Whether it was a write and the server did it, answered or not; a dry run or a review changes nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
    /// The name of the one object that it wrote.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub written: String,
    /// Its uid.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// Of a write: what the watches of its client were told since it wrote before, by revision; a thousand events at most.
    /// A client is one service of the server (`ApiServer::service`), user and program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Delivery>,
    /// How long the answer took, in tokio's time.
    #[serde(rename = "microseconds", with = "microseconds")]
    pub duration: Duration,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Entry {
    /// Whether the request can change something: create, update, patch and delete.
    #[must_use]
    pub fn is_write(&self) -> bool {
        matches!(
            self.verb.as_str(),
            "create" | "update" | "patch" | "delete" | "deletecollection"
        )
    }

    /// How many bytes of it may grow without bound, roughly.
    pub(super) fn size(&self) -> usize {
        self.body.len() + self.told.len() * 200
    }
}

/// The entry as a line of JSON.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&line)
    }
}

/// Reads what [`fmt::Display`] writes.
impl FromStr for Entry {
    type Err = serde_json::Error;

    fn from_str(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(line)
    }
}

/// The body of a request.
///
/// In JSON, a body that is JSON is itself, letter by letter; other text is `{"text": ..}`, anything else `{"base64": ..}`, which
/// no object of Kubernetes looks like.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body(Bytes);

impl Body {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The bytes as they came, but for values of Secrets.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The body as JSON, YAML read as such; `None` for anything else.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.0)
            .ok()
            .or_else(|| serde_saphyr::from_slice(&self.0).ok())
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The length alone: a body may be big, and nobody else's business.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A body that is not JSON.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Other {
    Text(String),
    Base64(String),
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Ok(text) = std::str::from_utf8(&self.0) else {
            return Other::Base64(STANDARD.encode(&self.0)).serialize(to);
        };
        // A line break in the midst of it would end the line.
        let json = (!text.contains(['\n', '\r'])).then(|| serde_json::from_str::<&RawValue>(text));
        match json {
            Some(Ok(json)) if json.get() == text && !is_other(text) => json.serialize(to),
            _ => Other::Text(text.to_owned()).serialize(to),
        }
    }
}

fn is_other(text: &str) -> bool {
    serde_json::from_str::<Other>(text).is_ok()
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(from)?;
        let bytes = match serde_json::from_str::<Other>(json.get()) {
            Err(_) => Bytes::from(String::from(Box::<str>::from(json))),
            Ok(Other::Text(text)) => Bytes::from(text),
            Ok(Other::Base64(text)) => {
                let bytes = STANDARD.decode(text).map_err(serde::de::Error::custom)?;
                Bytes::from(bytes)
            }
        };
        Ok(Self(bytes))
    }
}

/// Moments as text.
mod time {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(time)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Durations as whole microseconds.
mod microseconds {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        let number = u64::try_from(value.as_micros()).unwrap_or(u64::MAX);
        number.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_micros)
    }
}
