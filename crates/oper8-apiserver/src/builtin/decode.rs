//! Reading an object of a built-in kind as the real server does, which is by going through its Go types and back.
//!
//! Unknown fields, nulls and what is empty vanish; fields that are always written appear; quantities take their
//! canonical form; a value of the wrong type is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oper8_schema::quantity::Quantity;
use oper8_schema::shape::ScalarType;
use oper8_schema::{Shape, ShapeKind};
use serde_json::{Map, Value};

use super::times::{self, Precision};
use crate::path::Path;
use crate::status::Status;
use crate::value::capital;

/// Reads `object`, which is a `kind` in `version`, in place; answers the paths of the fields that were dropped.
pub(crate) fn decode(
    object: &mut Value,
    shape: Shape<'_>,
    kind: &str,
    version: &str,
) -> Result<Vec<String>, Status> {
    decode_part(object, shape, kind, kind, version)
}

/// Reads a part of an object of another kind, such as the metadata of a custom resource.
pub(crate) fn decode_part(
    part: &mut Value,
    shape: Shape<'_>,
    part_type: &str,
    kind: &str,
    version: &str,
) -> Result<Vec<String>, Status> {
    let mut reader = Reader {
        kind: part_type,
        unknown: Vec::new(),
        problem: None,
    };
    reader.value(part, shape, &Path::root());
    match reader.problem {
        None => Ok(reader.unknown),
        Some(problem) => Err(Status::bad_request(format!(
            "{kind} in version {version:?} cannot be handled as a {kind}: {problem}"
        ))),
    }
}

struct Reader<'a> {
    kind: &'a str,
    unknown: Vec<String>,
    problem: Option<String>,
}

impl Reader<'_> {
    fn value(&mut self, value: &mut Value, shape: Shape<'_>, path: &Path<'_>) {
        match (shape.kind(), value) {
            (ShapeKind::Object, Value::Object(fields)) => self.object(fields, shape, path),
            (ShapeKind::Map, Value::Object(entries)) => self.map(entries, shape, path),
            (ShapeKind::List, Value::Array(items)) => self.list(items, shape, path),
            (ShapeKind::Scalar(scalar), value) => self.scalar(value, scalar, shape, path),
            (ShapeKind::Untyped, _) => {}
            (ShapeKind::Object | ShapeKind::Map | ShapeKind::List, value) => {
                self.mismatch(value, shape, path);
            }
        }
    }

    fn object(&mut self, fields: &mut Map<String, Value>, shape: Shape<'_>, path: &Path<'_>) {
        fields.retain(|name, value| {
            if value.is_null() {
                return false;
            }
            let path = path.field(name);
            let Some(field) = shape.field(name) else {
                self.unknown.push(path.to_string());
                return false;
            };
            self.value(value, field, &path);
            !vanishes(name, value, shape, field)
        });
        // What Go types always hold, and so always write.
        if let Value::Object(always) = shape.zero_value() {
            for (name, value) in always {
                if !value.is_null() && !fields.contains_key(&name) {
                    fields.insert(name, value);
                }
            }
        }
    }

    fn map(&mut self, entries: &mut Map<String, Value>, shape: Shape<'_>, path: &Path<'_>) {
        for (key, value) in entries.iter_mut() {
            let Some(values) = shape.field(key) else {
                continue;
            };
            if value.is_null() && values.kind() == ShapeKind::Scalar(ScalarType::String) {
                *value = Value::String(String::new());
            }
            self.value(value, values, &path.key(key));
        }
    }

    fn list(&mut self, items: &mut [Value], shape: Shape<'_>, path: &Path<'_>) {
        let Some(shape) = shape.items() else {
            return;
        };
        for (index, item) in items.iter_mut().enumerate() {
            if item.is_null() && shape.kind() == ShapeKind::Object {
                *item = Value::Object(Map::new());
            }
            self.value(item, shape, &path.index(index));
        }
    }

    fn scalar(&mut self, value: &mut Value, scalar: ScalarType, shape: Shape<'_>, path: &Path<'_>) {
        let fits = match scalar {
            ScalarType::Quantity => return self.quantity(value),
            ScalarType::Time if value.is_string() => return self.time(value, Precision::Seconds),
            ScalarType::MicroTime if value.is_string() => {
                return self.time(value, Precision::Microseconds);
            }
            ScalarType::Bytes => return self.bytes(value, shape, path),
            ScalarType::String
            | ScalarType::Time
            | ScalarType::MicroTime
            | ScalarType::Duration => value.is_string(),
            ScalarType::Integer => match (value.as_i64(), shape.format()) {
                (Some(number), Some("int32")) => i32::try_from(number).is_ok(),
                (number, _) => number.is_some(),
            },
            ScalarType::Number => value.is_number(),
            ScalarType::Boolean => value.is_boolean(),
            ScalarType::IntOrString => value.is_string() || value.is_i64(),
        };
        if !fits {
            self.mismatch(value, shape, path);
        }
    }

    fn quantity(&mut self, value: &mut Value) {
        let text = match &*value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        match text.parse::<Quantity>() {
            Ok(quantity) => *value = Value::String(quantity.to_string()),
            Err(_) => self.fail(
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
                    .to_owned(),
            ),
        }
    }

    fn time(&mut self, value: &mut Value, precision: Precision) {
        match times::normal(value.as_str().unwrap_or_default(), precision) {
            Ok(time) => *value = Value::String(time),
            Err(problem) => self.fail(problem),
        }
    }

    fn bytes(&mut self, value: &mut Value, shape: Shape<'_>, path: &Path<'_>) {
        match value.as_str().map(|text| STANDARD.decode(text)) {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                let place = match error {
                    base64::DecodeError::InvalidByte(place, _) => place,
                    base64::DecodeError::InvalidLastSymbol { offset, .. } => offset,
                    _ => value.as_str().map_or(0, str::len),
                };
                self.fail(format!("illegal base64 data at input byte {place}"));
            }
            None => self.mismatch(value, shape, path),
        }
    }

    fn mismatch(&mut self, value: &Value, shape: Shape<'_>, path: &Path<'_>) {
        let holder = path
            .holder()
            .map_or_else(|| self.kind.to_owned(), |holder| self.type_at(holder));
        let found = match (value, shape.kind()) {
            // Go names the number that does not fit where another would.
            (Value::Number(number), ShapeKind::Scalar(ScalarType::Integer)) => {
                format!("number {number}")
            }
            _ => json_type(value).to_owned(),
        };
        self.fail(format!(
            "json: cannot unmarshal {found} into Go struct field {holder}.{} of type {}",
            path.fields(),
            self.go_type(shape, path),
        ));
    }

    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// The Go type of the object at a path, as far as it can be told from the path.
    fn type_at(&self, path: &Path<'_>) -> String {
        match (path.fields().as_str(), path.last_field()) {
            ("", _) => self.kind.to_owned(),
            ("spec", _) => format!("{}Spec", self.kind),
            ("status", _) => format!("{}Status", self.kind),
            (_, "metadata") => "ObjectMeta".to_owned(),
            (whole, "spec") if whole.ends_with("template.spec") => "PodSpec".to_owned(),
            (_, "template") => "PodTemplateSpec".to_owned(),
            (_, "containers" | "initContainers") => "Container".to_owned(),
            (_, last) => capital(last.strip_suffix('s').unwrap_or(last)),
        }
    }

    fn go_type(&self, shape: Shape<'_>, path: &Path<'_>) -> String {
        match shape.kind() {
            ShapeKind::Object => format!("v1.{}", self.type_at(path)),
            ShapeKind::Map => {
                let values = shape
                    .field("")
                    .map(|values| self.go_type(values, path))
                    .unwrap_or_default();
                format!("map[string]{values}")
            }
            ShapeKind::List => {
                let items = shape
                    .items()
                    .map(|items| self.go_type(items, path))
                    .unwrap_or_default();
                format!("[]{items}")
            }
            ShapeKind::Scalar(ScalarType::Integer) => shape.format().unwrap_or("int").to_owned(),
            ShapeKind::Scalar(ScalarType::Number) => "float64".to_owned(),
            ShapeKind::Scalar(ScalarType::Boolean) => "bool".to_owned(),
            ShapeKind::Scalar(_) => "string".to_owned(),
            ShapeKind::Untyped => "interface {}".to_owned(),
        }
    }
}

/// What Go calls the type of a JSON value.
pub(crate) fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether Go leaves the field out when it writes the object.
fn vanishes(name: &str, value: &Value, holder: Shape<'_>, field: Shape<'_>) -> bool {
    match value {
        // An empty list is not the same as none here: it takes all owners away.
        Value::Array(items) if items.is_empty() && name == "managedFields" => false,
        Value::Array(items) if items.is_empty() => !holder.required().any(|field| field == name),
        Value::Object(entries) if entries.is_empty() => {
            field.kind() == ShapeKind::Map && !holder.required().any(|field| field == name)
        }
        Value::String(text) if text.is_empty() => holder.omits_zero(name),
        Value::Bool(false) => holder.omits_zero(name),
        Value::Number(number) if number.as_i64() == Some(0) => holder.omits_zero(name),
        _ => false,
    }
}
