//! Whether an object fits its shape.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::elements::Elements;
use super::form::{Form, field};
use crate::shape::ScalarType;
use crate::{Path, PathElement, Shape, ShapeKind};

/// Whether elements of a keyed list may share a key, and a set hold a value twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// As in live objects, which an update may have given them.
    Allowed,
    /// As in configurations that are applied.
    Forbidden,
}

/// An object that does not fit its shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TypedError {
    /// Fields that are not declared or of the wrong type, and elements of lists without or with a double key.
    #[error("{}", listed(.0))]
    Invalid(Vec<Violation>),
}

/// One thing wrong with an object; prints as on the server: `.spec.replica: field not declared in schema`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field.
    pub path: Path,
    /// What is wrong with it. Values are not repeated.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.is_empty() {
            true => out.write_str(&self.message),
            false => write!(out, "{}: {}", self.path, self.message),
        }
    }
}

fn listed(violations: &[Violation]) -> String {
    match violations {
        [single] => single.to_string(),
        several => several
            .iter()
            .fold("errors:".to_owned(), |text, violation| {
                format!("{text}\n  {violation}")
            }),
    }
}

/// Checks that `object` has no fields but those of `shape`, with values of their types, and that the elements of its
/// keyed lists and sets can be told apart.
///
/// # Errors
///
/// [`TypedError::Invalid`] lists everything that is wrong.
pub fn validate(
    object: &Value,
    shape: Shape<'_>,
    duplicates: Duplicates,
) -> Result<(), TypedError> {
    let mut walk = Walk {
        path: Vec::new(),
        open: false,
        duplicates,
        violations: Vec::new(),
    };
    walk.value(object, shape);
    if walk.violations.is_empty() {
        return Ok(());
    }
    Err(TypedError::Invalid(walk.violations))
}

/// A path element that is only made when there is something to say of it.
enum Step<'v> {
    Field(&'v str),
    Item(PathElement),
}

struct Walk<'v> {
    path: Vec<Step<'v>>,
    /// Whether an object around preserves unknown fields: then the rest of its schema lets them pass too.
    open: bool,
    duplicates: Duplicates,
    violations: Vec<Violation>,
}

impl<'v> Walk<'v> {
    fn value(&mut self, value: &'v Value, shape: Shape<'_>) {
        if value.is_null() {
            return;
        }
        match Form::of(shape, value) {
            Form::Map => match value {
                Value::Object(map) => {
                    let around = self.open;
                    self.open = around && !shape.is_builtin() || shape.preserves_unknown_fields();
                    map.iter()
                        .for_each(|(name, value)| self.field(name, value, shape));
                    self.open = around;
                }
                other => self.violation(format!("expected map, got {}", type_name(other))),
            },
            Form::List => match value {
                Value::Array(items) => self.items(items, shape),
                other => self.violation(format!("expected list, got {}", type_name(other))),
            },
            Form::Scalar => self.scalar(value, shape),
        }
    }

    fn field(&mut self, name: &'v str, value: &'v Value, shape: Shape<'_>) {
        self.path.push(Step::Field(name));
        match field(shape, name) {
            Some((shape, _)) => self.value(value, shape),
            None if self.open => self.value(value, Shape::untyped()),
            None => self.violation("field not declared in schema".to_owned()),
        }
        self.path.pop();
    }

    fn items(&mut self, items: &'v [Value], shape: Shape<'_>) {
        let item_shape = shape.items().unwrap_or(Shape::untyped());
        let elements = Elements::of(shape);
        let mut found = BTreeSet::new();
        for (index, item) in items.iter().enumerate() {
            let element = match &elements {
                None => PathElement::Index(i64::try_from(index).unwrap_or(i64::MAX)),
                Some(elements) => match elements.identify(item) {
                    Ok(element) => element,
                    Err(problem) => {
                        return self.violation(format!("element {index}: {problem}"));
                    }
                },
            };
            if elements.is_some()
                && !found.insert(element.clone())
                && self.duplicates == Duplicates::Forbidden
            {
                self.violation(format!("duplicate entries for key {element}"));
            }
            self.path.push(Step::Item(element));
            self.value(item, item_shape);
            self.path.pop();
        }
    }

    fn scalar(&mut self, value: &Value, shape: Shape<'_>) {
        let ShapeKind::Scalar(scalar) = shape.kind() else {
            return;
        };
        let free_text = shape
            .format()
            .is_some_and(|format| !matches!(format, "" | "byte"));
        let (fits, expected) = match scalar {
            ScalarType::Integer | ScalarType::Number => {
                (value.is_number(), "numeric (int or float)")
            }
            ScalarType::Boolean => (value.is_boolean(), "boolean"),
            ScalarType::String if !free_text => (value.is_string(), "string"),
            ScalarType::Bytes => (value.is_string(), "string"),
            _ => (!value.is_object() && !value.is_array(), "any scalar"),
        };
        if !fits {
            self.violation(format!("expected {expected}, got {}", type_name(value)));
        }
    }

    fn violation(&mut self, message: String) {
        let path = self.path.iter().map(|step| match step {
            Step::Field(name) => PathElement::field(name),
            Step::Item(element) => element.clone(),
        });
        self.violations.push(Violation {
            path: Path(path.collect()),
            message,
        });
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
