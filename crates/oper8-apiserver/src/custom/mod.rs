//! Custom resources: reading them by the schema of their CRD, and judging them.

mod conditions;
pub(crate) mod definition;
mod field_path;
pub(crate) mod formats;
mod keywords;
mod prune;
#[cfg(feature = "cel")]
pub(crate) mod rules;
pub(crate) mod schema;
mod spec;
mod structural;
mod validate;

use oper8_schema::Shape;
use serde_json::Value;

use crate::builtin;
use crate::status::{Cause, Status};

pub(crate) use self::schema::CustomSchema;

/// Reads a custom resource in place: what the schema does not know is dropped, its defaults are added; answers the paths
/// of the dropped fields.
pub(crate) fn decode(
    object: &mut Value,
    schema: &CustomSchema,
    kind: &str,
    version: &str,
) -> Result<Vec<String>, Status> {
    let mut unknown = Vec::new();
    if let Some(metadata) = object.get_mut("metadata") {
        let fields = builtin::decode::decode_part(
            metadata,
            Shape::object_meta(),
            "ObjectMeta",
            kind,
            version,
        )?;
        unknown.extend(fields.into_iter().map(|field| format!("metadata.{field}")));
    }
    unknown.extend(prune::prune(object, schema));
    unknown.sort();
    Ok(unknown)
}

/// Judges the replicas of a custom resource that can be scaled; `path` is `.spec.replicas`.
fn validate_scale(path: &str, object: &Value, causes: &mut Vec<Cause>) {
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    let found = match steps.try_fold(object, |value, step| value.get(step)) {
        Some(Value::Number(number)) if !number.is_f64() => {
            let number = number.as_i64().unwrap_or(i64::MAX);
            if (0..=i64::from(i32::MAX)).contains(&number) {
                return;
            }
            let detail = if number < 0 {
                "should be a non-negative integer".to_owned()
            } else {
                format!("should be less than or equal to {}", i32::MAX)
            };
            causes.push(Cause::invalid(path, &number.into(), &detail));
            return;
        }
        None | Some(Value::Null) => return,
        Some(Value::Number(number)) => format!("{number} is of the type float64"),
        Some(Value::String(text)) => format!("{text} is of the type string"),
        Some(Value::Bool(flag)) => format!("{flag} is of the type bool"),
        Some(Value::Array(_)) => "it is of the type []interface {}".to_owned(),
        Some(Value::Object(_)) => "it is of the type map[string]interface {}".to_owned(),
    };
    let detail = format!("{path} accessor error: {found}, expected int64");
    causes.push(Cause::invalid(path, &0.into(), &detail));
}

/// Judges a custom resource by its schema; `old` is what it was, and `scale` where its replicas are. What was wrong
/// before becomes a warning where a rule finds it.
pub(crate) fn validate(
    schema: &CustomSchema,
    scale: Option<&str>,
    object: &Value,
    old: Option<&Value>,
    causes: &mut Vec<Cause>,
    warnings: &mut Vec<String>,
) {
    let before = causes.len();
    validate::validate(schema, object, old, causes);
    if let Some(path) = scale {
        validate_scale(path, object, causes);
    }
    validate::validate_lists(schema, object, old, causes);
    if !schema.has_rules {
        return;
    }
    if causes[before..].iter().any(validate::blocks_rules) {
        causes.push(Cause::whole(
            "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
        ));
        return;
    }
    #[cfg(feature = "cel")]
    rules::check(&schema.root, object, old, causes, warnings);
    #[cfg(not(feature = "cel"))]
    let _ = warnings;
}
