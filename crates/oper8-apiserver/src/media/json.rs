//! JSON as Go reads it: keys that come twice are told of, and what is no UTF-8 is replaced.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::scan;
use crate::path::Path;

/// What a client sent.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) value: Value,
    /// The places of keys that came twice, of which the last counts.
    pub(crate) duplicates: Vec<String>,
}

impl From<Value> for Sent {
    fn from(value: Value) -> Self {
        Self {
            value,
            duplicates: Vec::new(),
        }
    }
}

/// Reads a text; the error is what Go says of it.
pub(crate) fn read(text: &[u8]) -> Result<Sent, String> {
    let error = match parse(text) {
        Ok(sent) => return Ok(sent),
        Err(error) => error,
    };
    if let Some(problem) = scan::problem(text) {
        return Err(problem);
    }
    // Go reads it: characters that are none are replaced, and it reads on where our recursion ends.
    match parse(mended(text).as_bytes()) {
        Ok(sent) => Ok(sent),
        Err(again) if again.to_string().starts_with("recursion limit") => {
            Err("invalid character '[' exceeded max depth".to_owned())
        }
        Err(_) => Err(error.to_string()),
    }
}

fn parse(text: &[u8]) -> serde_json::Result<Sent> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let duplicates = RefCell::new(Vec::new());
    let seed = Seed {
        path: &Path::root(),
        duplicates: &duplicates,
    };
    let value = seed.deserialize(&mut reader)?;
    reader.end()?;
    Ok(Sent {
        value,
        duplicates: duplicates.into_inner(),
    })
}

/// The text with every half of a pair and every byte that is no character replaced, as Go does.
fn mended(text: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(text);
    if !text.contains("\\u") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match unit(rest) {
            Some(0xd800..0xdc00)
                if matches!(rest.get(6..).and_then(unit), Some(0xdc00..0xe000)) =>
            {
                12
            }
            Some(0xd800..0xe000) => {
                out.push('\u{fffd}');
                rest = &rest[6..];
                continue;
            }
            Some(_) => 6,
            None => rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The number of the `\uXXXX` that a text begins with.
fn unit(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// A place of the text.
#[derive(Clone, Copy)]
struct Seed<'a> {
    path: &'a Path<'a>,
    duplicates: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).map(Value::Number);
        number.ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let seed = Seed {
                path: &self.path.index(list.len()),
                duplicates: self.duplicates,
            };
            match items.next_element_seed(seed)? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let path = self.path.field(&key);
            if map.contains_key(&key) {
                let mut duplicates = self.duplicates.borrow_mut();
                let place = path.to_string();
                if !duplicates.contains(&place) {
                    duplicates.push(place);
                }
            }
            let seed = Seed {
                path: &path,
                duplicates: self.duplicates,
            };
            let value = entries.next_value_seed(seed)?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn of_a_key_that_comes_twice_the_last_counts() {
        let sent = read(br#"{"a":[{"b":1,"b":2}],"a":3}"#).unwrap();
        assert_eq!(sent.value, json!({"a": 3}));
        assert_eq!(sent.duplicates, ["a[0].b", "a"]);
    }

    #[test]
    fn what_is_no_character_is_replaced() {
        let sent = read(b"{\"a\":\"\xff\",\"b\":\"\\ud800\\\\ud800 \\ud83d\\ude00\"}").unwrap();
        assert_eq!(
            sent.value,
            json!({"a": "\u{fffd}", "b": "\u{fffd}\\ud800 \u{1f600}"})
        );
    }
}
