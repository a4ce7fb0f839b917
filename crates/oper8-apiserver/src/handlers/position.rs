//! Where the next page of a list goes on: the token that clients send back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::status::Status;
use crate::store::Range;

/// The one version of the token that there is.
const VERSION: &str = "meta.k8s.io/v1";

/// Where the next page goes on: at `start`, in the state at `revision`, or in the present one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// `None` for a list that is no longer of one moment.
    pub(super) revision: Option<u64>,
    /// The least place that is on the page: `namespace/name`, or a name in a list of one namespace.
    start: String,
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
        // The least name that is greater.
        let start = match in_namespace {
            true => format!("{name}\0"),
            false => format!("{namespace}/{name}\0"),
        };
        Self { revision, start }
    }

    /// As clients send it back.
    pub(super) fn encode(&self) -> String {
        let token = Token {
            v: VERSION.to_owned(),
            rv: self
                .revision
                .and_then(|revision| i64::try_from(revision).ok())
                .unwrap_or(-1),
            start: self.start.clone(),
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
        Ok(Self {
            revision: u64::try_from(token.rv).ok(),
            start: token.start.trim_start_matches('/').to_owned(),
        })
    }

    /// The same place in the present state.
    pub(super) fn of_now(&self) -> Self {
        Self {
            revision: None,
            start: self.start.clone(),
        }
    }

    /// What is left to list, in one namespace or in all.
    pub(super) fn rest<'a>(&'a self, namespace: Option<&'a str>) -> Range<'a> {
        Range {
            start: match namespace {
                Some(namespace) => (namespace, &self.start),
                None => self.start.split_once('/').unwrap_or((&self.start, "")),
            },
            beyond: namespace.is_none(),
        }
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
        }
    }

    #[test]
    fn a_page_begins_after_the_last_object() {
        let position = Position::after(Some(7), "a", "b", false);
        assert_eq!(position.rest(None).start, ("a", "b\0"));
        let position = Position::after(Some(7), "a", "b", true);
        assert_eq!(position.rest(Some("a")).start, ("a", "b\0"));
    }

    #[test]
    fn a_token_must_not_leave_its_place() {
        let token = Position::after(Some(1), "..", "x", false);
        assert!(Position::decode(&token.encode()).is_err());
    }
}
