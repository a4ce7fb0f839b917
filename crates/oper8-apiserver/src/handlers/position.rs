//! Where the next page of a list goes on: the token that clients send back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::status::Status;

/// The one version of the token that there is.
const VERSION: &str = "meta.k8s.io/v1";

/// Where the next page goes on: at `start`, in the state at `revision`, or in the present one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// `None` for a list that is no longer of one moment.
    pub(super) revision: Option<u64>,
    /// Empty for a list of one namespace, whose tokens do not name it.
    pub(super) namespace: String,
    /// Everything from this name on.
    pub(super) start: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Token {
    v: String,
    rv: i64,
    start: String,
}

impl Position {
    /// After an object; `in_namespace` for a list of one namespace.
    pub(super) fn after(
        revision: Option<u64>,
        namespace: &str,
        name: &str,
        in_namespace: bool,
    ) -> Self {
        let namespace = if in_namespace { "" } else { namespace };
        Self {
            revision,
            namespace: namespace.to_owned(),
            // The least name that is greater.
            start: format!("{name}\0"),
        }
    }

    /// As clients send it back.
    pub(super) fn encode(&self) -> String {
        let start = match self.namespace.as_str() {
            "" => self.start.clone(),
            namespace => format!("{namespace}/{}", self.start),
        };
        let token = Token {
            v: VERSION.to_owned(),
            rv: self
                .revision
                .and_then(|revision| i64::try_from(revision).ok())
                .unwrap_or(-1),
            start,
        };
        // Texts and a number: nothing that JSON cannot hold.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).unwrap_or_default())
    }

    /// 400 for what is no token.
    pub(super) fn decode(text: &str) -> Result<Self, Status> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|error| {
            invalid(format!(
                ": illegal base64 data at input byte {}",
                bad_byte(text, error)
            ))
        })?;
        let token: Token = serde_json::from_slice(&bytes)
            .map_err(|error| invalid(json_problem(&bytes, &error)))?;
        if token.v != VERSION {
            let given = token.v;
            return Err(invalid(format!(
                ": server does not recognize this encoded version {given}"
            )));
        }
        if token.rv == 0 {
            return Err(invalid(format!(
                ": incorrect encoded start resourceVersion (version {VERSION})"
            )));
        }
        if token.start.is_empty() {
            return Err(invalid(format!(
                ": encoded start key empty (version {VERSION})"
            )));
        }
        if !is_clean(&token.start) {
            return Err(invalid(format!(": {}", token.start)));
        }
        let start = token.start.trim_start_matches('/');
        let (namespace, start) = start.split_once('/').unwrap_or(("", start));
        Ok(Self {
            revision: u64::try_from(token.rv).ok(),
            namespace: namespace.to_owned(),
            start: start.to_owned(),
        })
    }

    /// Whether an object of this place is on the next page or a later one.
    pub(super) fn is_before(&self, namespace: &str, name: &str) -> bool {
        if self.namespace.is_empty() {
            return name >= self.start.as_str();
        }
        (namespace, name) >= (self.namespace.as_str(), self.start.as_str())
    }
}

/// Whether a path stays where it begins.
fn is_clean(path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn invalid(what: String) -> Status {
    Status::bad_request(format!(
        "invalid continue token: continue key is not valid{what}"
    ))
}

/// Where the text stops to be base64.
fn bad_byte(text: &str, error: base64::DecodeError) -> usize {
    match error {
        base64::DecodeError::InvalidByte(at, _) => at,
        base64::DecodeError::InvalidLastSymbol { offset, .. } => offset,
        _ => text.len(),
    }
}

/// What is wrong with the JSON, in the words that a real server has for it.
fn json_problem(bytes: &[u8], error: &serde_json::Error) -> String {
    if error.is_eof() {
        return ": unexpected end of JSON input".to_owned();
    }
    let found = bytes.get(error.column().saturating_sub(1));
    let found = found.map_or('\u{fffd}', |byte| char::from(*byte));
    format!(": invalid character {found:?} looking for beginning of value")
}

#[cfg(test)]
mod tests {
    use super::Position;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        for position in [
            Position::after(Some(7), "a", "b", true),
            Position::after(Some(7), "a", "b", false),
            Position::after(None, "a", "b", false),
        ] {
            let read = Position::decode(&position.encode()).unwrap();
            assert_eq!(read, position);
            assert!(!read.is_before("a", "b"));
            assert!(read.is_before("a", "b0"));
        }
    }

    #[test]
    fn a_token_must_not_leave_its_place() {
        let token = Position {
            revision: Some(1),
            namespace: "..".to_owned(),
            start: "x".to_owned(),
        };
        assert!(Position::decode(&token.encode()).is_err());
    }
}
