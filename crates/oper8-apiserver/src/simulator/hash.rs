//! Names of revisions, in the letters that Kubernetes uses.

use serde_json::Value;

/// The letters and digits of generated names: no vowels, nothing that looks like another.
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

const OFFSET: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

/// A hash of a template: `647cb7b6c5`. It depends on the content alone, not on the order of keys.
///
/// The real controllers hash a dump of Go's memory layout, which nobody else can reproduce: the form of the name is the same,
/// its letters are not.
pub(super) fn of_value(template: &Value) -> String {
    encode(add(OFFSET, template))
}

/// The hash of the data of a ControllerRevision, which is the real one: FNV-1 of its text and the number of collisions.
pub(super) fn of_revision(data: &str, collisions: u64) -> String {
    let text = data.bytes().chain(collisions.to_string().into_bytes());
    encode(text.fold(OFFSET, |state, byte| {
        state.wrapping_mul(PRIME) ^ u32::from(byte)
    }))
}

fn encode(number: u32) -> String {
    let digits = number.to_string();
    let letters = digits
        .bytes()
        .map(|digit| char::from(LETTERS[usize::from(digit) % LETTERS.len()]));
    letters.collect()
}

fn add(state: u32, value: &Value) -> u32 {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.keys().collect();
            names.sort();
            let inside = names.into_iter().fold(bytes(state, b"{"), |state, name| {
                add(bytes(bytes(state, name.as_bytes()), b":"), &fields[name])
            });
            bytes(inside, b"}")
        }
        Value::Array(items) => {
            let inside = items.iter().fold(bytes(state, b"["), |state, item| {
                bytes(add(state, item), b",")
            });
            bytes(inside, b"]")
        }
        scalar => bytes(state, scalar.to_string().as_bytes()),
    }
}

fn bytes(state: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(state, |state, byte| {
        (state ^ u32::from(*byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter_and_everything_else_does() {
        let parse = |text: &str| of_value(&serde_json::from_str(text).unwrap());
        let plain = parse(r#"{"a": {"x": 1, "y": [1, 2]}}"#);
        assert_eq!(plain, parse(r#"{"a": {"y": [1, 2], "x": 1}}"#));
        assert_ne!(plain, parse(r#"{"a": {"y": [2, 1], "x": 1}}"#));
        assert!(plain.bytes().all(|letter| LETTERS.contains(&letter)));
    }
}
