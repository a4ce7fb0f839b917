//! What a client is told of the fields of its body: those that are not known, and those that are there twice.

use std::collections::BTreeSet;
use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The body of a write as it came, while it may still have to be told about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Original {
    text: Bytes,
    /// The places of fields that are there twice.
    duplicates: Vec<String>,
}

impl Original {
    pub(crate) fn new(body: &Bytes, duplicates: Vec<String>) -> Self {
        Self {
            text: body.clone(),
            duplicates,
        }
    }

    /// What is to be told, in the order of the body; `unknown` are the paths of fields that were dropped.
    pub(crate) fn problems(&self, unknown: Vec<String>) -> Vec<String> {
        let twice = self.duplicates.iter().map(|path| of_duplicate(path));
        let unordered = twice.chain(unknown.iter().map(|path| of_unknown(path)));
        if self.duplicates.len() + unknown.len() < 2 {
            return unordered.collect();
        }
        let mut found = Found {
            unknown: unknown.iter().cloned().collect(),
            told: Vec::new(),
        };
        let mut reader = serde_json::Deserializer::from_slice(&self.text);
        let walk = Walk {
            found: &mut found,
            path: String::new(),
        };
        // What is no JSON has no order that counts.
        if walk.deserialize(&mut reader).is_err() {
            return unordered.collect();
        }
        let rest: Vec<_> = found.unknown.iter().map(|path| of_unknown(path)).collect();
        found.told.into_iter().chain(rest).collect()
    }
}

fn of_unknown(path: &str) -> String {
    format!("unknown field {path:?}")
}

fn of_duplicate(path: &str) -> String {
    format!("duplicate field {path:?}")
}

struct Found {
    unknown: BTreeSet<String>,
    told: Vec<String>,
}

/// Goes through a JSON text and remembers where it is.
struct Walk<'f> {
    found: &'f mut Found,
    path: String,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = if self.path.is_empty() {
                key.clone()
            } else {
                format!("{}.{key}", self.path)
            };
            if !seen.insert(key) {
                let told = of_duplicate(&path);
                if !self.found.told.contains(&told) {
                    self.found.told.push(told);
                }
            }
            if self.found.unknown.remove(&path) {
                self.found.told.push(of_unknown(&path));
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            map.next_value_seed(Walk {
                found: self.found,
                path,
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            let next = Walk {
                found: self.found,
                path: format!("{}[{index}]", self.path),
            };
            if list.next_element_seed(next)?.is_none() {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Original;

    #[test]
    fn problems_are_told_in_the_order_of_the_body() {
        let body = Bytes::from_static(
            br#"{"zeta":1,"metadata":{"name":"a:","yota":2},"list":[{"b":1,"b":2}],"data":{"k":"v","k":"\":w"}}"#,
        );
        let original = Original::new(&body, vec!["list[0].b".to_owned(), "data.k".to_owned()]);
        let unknown = vec!["metadata.yota".to_owned(), "zeta".to_owned()];
        let expected = [
            "unknown field \"zeta\"",
            "unknown field \"metadata.yota\"",
            "duplicate field \"list[0].b\"",
            "duplicate field \"data.k\"",
        ];
        assert_eq!(original.problems(unknown), expected);
    }
}
