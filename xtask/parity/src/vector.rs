//! Vectors: an input, and what the reference answered.

use serde_json::{Map, Value, json};

/// An input of an area, and what the reference answered.
#[derive(Debug, Clone)]
pub(crate) struct Vector {
    /// The area, e.g. `status`.
    pub(crate) area: String,
    /// Unique in the area's file.
    pub(crate) name: String,
    /// The input; most areas name the operation in `fn`.
    pub(crate) input: Value,
    /// What the reference answered.
    pub(crate) expected: Expected,
}

/// What the reference answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    /// A result.
    Value(Value),
    /// An error.
    Error(ExpectedError),
    /// Any of these: its own answer depends on its hash seed.
    AnyOf(Vec<Self>),
}

/// An error of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExpectedError {
    /// Name of the Python class.
    pub(crate) class: String,
    /// Its text.
    pub(crate) message: String,
    /// Raised on purpose, rather than by an accident of Python.
    pub(crate) explicit: bool,
}

impl Vector {
    /// Reads a vector; the error says what is wrong with it.
    pub(crate) fn read(area: &str, value: &Value) -> Result<Self, String> {
        let vector = value
            .as_object()
            .ok_or_else(|| "a vector must be an object".to_owned())?;
        let name = vector.get("name").and_then(Value::as_str);
        let name = name.ok_or_else(|| "a vector needs a `name`, a text".to_owned())?;
        let wrong = |what: &str| format!("vector `{name}`: {what}");
        let input = vector
            .get("input")
            .ok_or_else(|| wrong("`input` is missing"))?;
        Ok(Self {
            area: area.to_owned(),
            name: name.to_owned(),
            input: input.clone(),
            expected: Expected::read(vector).map_err(|what| wrong(&what))?,
        })
    }

    /// The vector as it stands in a file.
    pub(crate) fn to_value(&self) -> Value {
        let mut vector = Map::new();
        vector.insert("name".into(), self.name.as_str().into());
        vector.insert("input".into(), self.input.clone());
        if let Value::Object(expected) = self.expected.to_value() {
            vector.extend(expected);
        }
        Value::Object(vector)
    }
}

impl Expected {
    fn read(vector: &Map<String, Value>) -> Result<Self, String> {
        if let Some(alternatives) = vector.get("alternatives") {
            let alternatives = alternatives
                .as_array()
                .filter(|alternatives| !alternatives.is_empty())
                .ok_or_else(|| "`alternatives` must be a list, and not empty".to_owned())?;
            let read = alternatives.iter().map(Self::alternative);
            return read.collect::<Result<_, _>>().map(Self::AnyOf);
        }
        if let Some(error) = vector.get("expect_error") {
            return ExpectedError::read(error).map(Self::Error);
        }
        match vector.get("expect") {
            Some(value) => Ok(Self::Value(value.clone())),
            None => Err("`expect` or `expect_error` is missing".to_owned()),
        }
    }

    /// An alternative is a result as it is, or has the keys of a vector.
    fn alternative(value: &Value) -> Result<Self, String> {
        match value.as_object() {
            Some(object)
                if object.len() == 1
                    && (object.contains_key("expect") || object.contains_key("expect_error")) =>
            {
                Self::read(object)
            }
            _ => Ok(Self::Value(value.clone())),
        }
    }

    /// The keys of a vector that say this.
    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Value(value) => json!({"expect": value}),
            Self::Error(error) => json!({"expect_error": {
                "class": error.class, "message": error.message, "explicit": error.explicit,
            }}),
            Self::AnyOf(alternatives) => {
                let alternatives: Vec<_> = alternatives.iter().map(Self::to_value).collect();
                json!({"nondeterministic": true, "alternatives": alternatives})
            }
        }
    }
}

impl ExpectedError {
    fn read(error: &Value) -> Result<Self, String> {
        let text = |key: &str| {
            let text = error.get(key).and_then(Value::as_str).map(str::to_owned);
            text.ok_or_else(|| format!("`expect_error` needs `{key}`, a text"))
        };
        let explicit = error.get("explicit").and_then(Value::as_bool);
        Ok(Self {
            class: text("class")?,
            message: text("message")?,
            explicit: explicit
                .ok_or_else(|| "`expect_error` needs `explicit`, true or false".to_owned())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: Value, expected: Result<Expected, &str>) {
        let read = Vector::read("area", &value).map(|vector| vector.expected);
        assert_eq!(read, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_result_an_error_and_alternatives_are_read() {
        let vector = |key: &str, value: Value| json!({"name": "n", "input": {}, key: value});
        check(
            vector("expect", Value::Null),
            Ok(Expected::Value(Value::Null)),
        );
        let error = json!({"class": "ValueError", "message": "m", "explicit": true});
        let read = Expected::Error(ExpectedError {
            class: "ValueError".to_owned(),
            message: "m".to_owned(),
            explicit: true,
        });
        check(vector("expect_error", error.clone()), Ok(read.clone()));
        check(
            vector("alternatives", json!([1, {"expect_error": error}])),
            Ok(Expected::AnyOf(vec![Expected::Value(json!(1)), read])),
        );
    }

    #[test]
    fn what_is_no_vector_says_what_is_wrong() {
        check(json!(1), Err("a vector must be an object"));
        check(json!({}), Err("a vector needs a `name`, a text"));
        check(json!({"name": "n"}), Err("vector `n`: `input` is missing"));
        check(
            json!({"name": "n", "input": {}}),
            Err("vector `n`: `expect` or `expect_error` is missing"),
        );
        check(
            json!({"name": "n", "input": {}, "expect_error": {"class": "E", "message": "m"}}),
            Err("vector `n`: `expect_error` needs `explicit`, true or false"),
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let value = json!({"name": "n", "input": {"fn": "f"}, "alternatives": [{"expect": 1}, {"expect": null}],
            "nondeterministic": true});
        let vector = Vector::read("area", &value).unwrap();
        assert_eq!(vector.to_value(), value);
    }
}
