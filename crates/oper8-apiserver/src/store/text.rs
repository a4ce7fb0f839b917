//! An object as JSON text, as it is stored and sent.

use bytes::Bytes;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;

/// The JSON of an object, written once and shared by all who read it.
///
/// It begins with kind and version, so that an item of a list can leave them out, and another version can be put in their
/// place, without reading what follows.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    bytes: Bytes,
    /// Where what follows kind and version begins: at a comma or at the closing brace.
    head: usize,
}

impl Text {
    pub(super) fn of(value: &Value) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        // Writing a value into memory cannot fail.
        let _ = serde_json::to_writer(&mut bytes, &Ordered(value));
        let head = head(value);
        // A text is kept for long: what the buffer has to spare is given back.
        Self {
            bytes: Bytes::from(bytes.into_boxed_slice()),
            head,
        }
    }

    /// The whole object.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// How many bytes it takes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds the object without kind and version.
    pub(crate) fn push_bare(&self, to: &mut Vec<u8>) {
        let rest = &self.bytes[self.head..];
        to.push(b'{');
        to.extend_from_slice(rest.strip_prefix(b",").unwrap_or(rest));
    }

    /// The object with this version in the place of its own.
    pub(crate) fn in_version(&self, kind: &str, api_version: &str) -> Bytes {
        let head = format!("{{\"kind\":{kind:?},\"apiVersion\":{api_version:?}");
        let rest = &self.bytes[self.head..];
        let mut bytes = Vec::with_capacity(head.len() + 1 + rest.len());
        bytes.extend_from_slice(head.as_bytes());
        if self.head == 1 && !rest.starts_with(b"}") {
            bytes.push(b',');
        }
        bytes.extend_from_slice(rest);
        Bytes::from(bytes)
    }

    /// Reads it again.
    pub(super) fn read(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("the text was written by this store")
    }
}

const FIRST: [&str; 2] = ["kind", "apiVersion"];

/// An object with kind and version first.
struct Ordered<'a>(&'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(fields) = self.0.as_object() else {
            return self.0.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for key in FIRST {
            if let Some(value) = fields.get(key) {
                map.serialize_entry(key, value)?;
            }
        }
        for (key, value) in fields {
            if !FIRST.contains(&key.as_str()) {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

/// How long the brace and the fields are that come first.
fn head(value: &Value) -> usize {
    let fields = FIRST.iter().filter_map(|key| {
        let field = value.get(*key)?;
        // Two quotes and a colon.
        Some(key.len() + 3 + field.to_string().len())
    });
    let lengths: Vec<usize> = fields.collect();
    let commas = lengths.len().saturating_sub(1);
    1 + lengths.iter().sum::<usize>() + commas
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Text;

    #[track_caller]
    fn check(value: &Value, bare: &str) {
        let text = Text::of(value);
        assert_eq!(text.read(), *value);
        let mut written = Vec::new();
        text.push_bare(&mut written);
        assert_eq!(String::from_utf8(written).unwrap(), bare);
        let other: Value = serde_json::from_slice(&text.in_version("B", "x/v2")).unwrap();
        assert_eq!(
            (&other["kind"], &other["apiVersion"]),
            (&json!("B"), &json!("x/v2"))
        );
        assert_eq!(other["metadata"], value["metadata"]);
    }

    #[test]
    fn kind_and_version_come_first_and_can_be_left_out() {
        let value =
            json!({"apiVersion": "v1", "data": {"a": "1"}, "kind": "A", "metadata": {"name": "a"}});
        check(&value, r#"{"data":{"a":"1"},"metadata":{"name":"a"}}"#);
        check(&json!({"kind": "A\"", "apiVersion": "v1"}), "{}");
        check(&json!({"metadata": {}}), r#"{"metadata":{}}"#);
        check(&json!({"kind": "A", "metadata": {}}), r#"{"metadata":{}}"#);
    }
}
