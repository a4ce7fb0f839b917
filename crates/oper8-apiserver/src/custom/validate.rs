//! Validation by a structural schema, in the words of the real server.
//!
//! What was wrong before and has not changed is let be, so that a stricter schema does not stop other writes.

use serde_json::{Value, json};

use super::formats;
use super::schema::{Bounds, CustomSchema, Node};
use crate::path::Path;
use crate::status::Cause;

/// Judges a custom resource; `old` is what it was.
pub(super) fn validate(
    schema: &CustomSchema,
    object: &Value,
    old: Option<&Value>,
    causes: &mut Vec<Cause>,
) {
    Judge { causes }.fields_of_root(object, old, &schema.root);
}

/// Judges a value that stands by itself, such as a default.
pub(super) fn validate_value(value: &Value, node: &Node, path: &Path<'_>, causes: &mut Vec<Cause>) {
    Judge { causes }.value(value, None, node, path);
}

/// Judges sets and keyed lists; lists that were wrong before may be.
pub(super) fn validate_lists(
    schema: &CustomSchema,
    object: &Value,
    old: Option<&Value>,
    causes: &mut Vec<Cause>,
) {
    let wrong = |object: &Value| {
        let mut causes = Vec::new();
        let mut judge = Judge {
            causes: &mut causes,
        };
        judge.lists(object, &schema.root, &Path::root());
        causes
    };
    let found = wrong(object);
    if !found.is_empty() && old.is_none_or(|old| wrong(old).is_empty()) {
        causes.extend(found);
    }
}

/// Whether a problem is so that rules cannot be checked on the object.
pub(super) fn blocks_rules(cause: &Cause) -> bool {
    matches!(
        cause.reason,
        "FieldValueRequired"
            | "FieldValueTypeInvalid"
            | "FieldValueNotSupported"
            | "FieldValueTooLong"
            | "FieldValueTooMany"
    )
}

/// The element of a keyed list that had the keys of `item`; other lists tell nothing.
pub(super) fn same_key<'a>(node: &Node, item: &Value, old: Option<&'a Value>) -> Option<&'a Value> {
    if node.list_type != "map" {
        return None;
    }
    let same = |other: &&Value| {
        let mut keys = node.map_keys.iter();
        keys.all(|key| item.get(key) == other.get(key))
    };
    old?.as_array()?.iter().find(same)
}

struct Judge<'a> {
    causes: &'a mut Vec<Cause>,
}

impl Judge<'_> {
    /// The object itself: its type and metadata are looked after elsewhere.
    fn fields_of_root(&mut self, object: &Value, old: Option<&Value>, root: &Node) {
        let path = Path::root();
        for name in &root.required {
            if object.get(name).is_none() {
                self.causes
                    .push(Cause::required(&path.field(name).to_string(), ""));
            }
        }
        for (name, property) in &root.properties {
            if let Some(value) = object.get(name).filter(|_| name != "metadata") {
                let old = old.and_then(|old| old.get(name));
                self.value(value, old, property, &path.field(name));
            }
        }
        self.combined(object, root, &path);
    }

    fn value(&mut self, value: &Value, old: Option<&Value>, node: &Node, path: &Path<'_>) {
        if (value.is_null() && node.nullable) || old == Some(value) {
            return;
        }
        let typed = self.of_type(value, node, path);
        self.one_of_values(value, node, path);
        if !typed {
            return;
        }
        match value {
            Value::Object(fields) => {
                self.count("properties", fields.len(), &node.bounds, path);
                self.required(value, node, path);
                for (name, value) in fields {
                    let old = old.and_then(|old| old.get(name));
                    if let Some(inner) = node.property(name) {
                        self.value(value, old, inner, &path.field(name));
                    }
                }
            }
            Value::Array(items) => {
                self.count("items", items.len(), &node.bounds, path);
                if let Some(inner) = &node.items {
                    for (index, item) in items.iter().enumerate() {
                        let old = same_key(node, item, old);
                        self.value(item, old, inner, &path.index(index));
                    }
                }
                if node.unique && has_duplicates(items) {
                    self.invalid(path, value, "shouldn't contain duplicates");
                }
            }
            Value::String(text) => self.text(text, value, node, path),
            Value::Number(number) => self.number(number.as_f64().unwrap_or(0.0), value, node, path),
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(value, node, path);
    }

    fn of_type(&mut self, value: &Value, node: &Node, path: &Path<'_>) -> bool {
        if node.int_or_string {
            let fits = is_integer(value) || value.is_string();
            if !fits {
                self.wrong_type(value, "integer,string", path);
            }
            return fits;
        }
        let fits = match node.kind.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => is_integer(value),
            "number" => value.is_number(),
            _ => true,
        };
        if !fits {
            let wanted = match (node.kind.as_str(), node.format.as_str()) {
                ("integer" | "number", format) if !format.is_empty() && value.is_number() => format,
                (kind, _) => kind,
            };
            self.wrong_type(value, wanted, path);
        }
        fits
    }

    fn wrong_type(&mut self, value: &Value, wanted: &str, path: &Path<'_>) {
        let seen = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
        };
        self.causes.push(Cause::type_invalid(
            &path.to_string(),
            seen,
            &format!("{path} in body must be of type {wanted}: {seen:?}"),
        ));
    }

    fn one_of_values(&mut self, value: &Value, node: &Node, path: &Path<'_>) {
        if node.values.is_empty() || node.values.contains(value) {
            return;
        }
        let supported: Vec<_> = node
            .values
            .iter()
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect();
        self.causes
            .push(Cause::not_supported(&path.to_string(), value, &supported));
    }

    fn required(&mut self, value: &Value, node: &Node, path: &Path<'_>) {
        let embedded = node.embedded.then_some(["apiVersion", "kind"]);
        let names = node.required.iter().map(String::as_str);
        for name in names.chain(embedded.into_iter().flatten()) {
            if value.get(name).is_none() {
                self.causes
                    .push(Cause::required(&path.field(name).to_string(), ""));
            }
        }
    }

    fn count(&mut self, what: &str, count: usize, bounds: &Bounds, path: &Path<'_>) {
        let (least, most) = if what == "items" {
            (bounds.min_items, bounds.max_items)
        } else {
            (bounds.min_properties, bounds.max_properties)
        };
        if let Some(most) = most.filter(|most| count as u64 > *most) {
            self.causes
                .push(Cause::too_many(&path.to_string(), count, most));
        }
        if let Some(least) = least.filter(|least| (count as u64) < *least) {
            self.invalid(
                path,
                &json!(count),
                &format!("should have at least {least} {what}"),
            );
        }
    }

    fn text(&mut self, text: &str, value: &Value, node: &Node, path: &Path<'_>) {
        let length = text.chars().count() as u64;
        // Of these three the first that is wrong is told.
        if let Some(most) = node.bounds.max_length.filter(|most| length > *most) {
            self.causes.push(Cause::too_long(&path.to_string(), most));
        } else if let Some(least) = node.bounds.min_length.filter(|least| length < *least) {
            self.invalid(
                path,
                value,
                &format!("should be at least {least} chars long"),
            );
        } else if let Some(pattern) = &node.pattern
            && pattern
                .regex
                .as_ref()
                .is_some_and(|regex| !regex.is_match(text))
        {
            self.invalid(path, value, &format!("should match '{}'", pattern.text));
        }
        if !formats::fits(&node.format, text) {
            let format = &node.format;
            self.causes.push(Cause::type_invalid(
                &path.to_string(),
                text,
                &format!("{path} in body must be of type {format}: {text:?}"),
            ));
        }
    }

    fn number(&mut self, number: f64, value: &Value, node: &Node, path: &Path<'_>) {
        let bounds = &node.bounds;
        if let Some(most) = bounds.maximum
            && (number > most || (bounds.exclusive_maximum && number >= most))
        {
            let or = if bounds.exclusive_maximum {
                ""
            } else {
                "or equal to "
            };
            self.invalid(path, value, &format!("should be less than {or}{most}"));
        }
        if let Some(factor) = bounds.multiple_of {
            let times = number / factor;
            if number <= 0.0 {
                // So the real server says of every number that is not positive.
                self.causes.push(Cause::invalid(
                    &path.to_string(),
                    &json!(0),
                    &format!("factor MultipleOf declared for {path} must be positive: 0"),
                ));
            } else if (times - times.round()).abs() > f64::EPSILON * times.abs().max(1.0) {
                self.invalid(path, value, &format!("should be a multiple of {factor}"));
            }
        }
        if let Some(least) = bounds.minimum
            && (number < least || (bounds.exclusive_minimum && number <= least))
        {
            let or = if bounds.exclusive_minimum {
                ""
            } else {
                "or equal to "
            };
            self.invalid(path, value, &format!("should be greater than {or}{least}"));
        }
    }

    fn invalid(&mut self, path: &Path<'_>, value: &Value, problem: &str) {
        self.causes.push(Cause::invalid(
            &path.to_string(),
            value,
            &format!("{path} in body {problem}"),
        ));
    }

    /// `allOf`, `anyOf`, `oneOf` and `not`.
    fn combined(&mut self, value: &Value, node: &Node, path: &Path<'_>) {
        for inner in &node.all_of {
            self.value(value, None, inner, path);
        }
        let fits = |inner: &Node| {
            let mut causes = Vec::new();
            Judge {
                causes: &mut causes,
            }
            .value(value, None, inner, path);
            causes.is_empty()
        };
        let whole = |problem: &str| {
            Cause::whole(&format!("Invalid value: \"\": \"{path}\" must {problem}"))
        };
        if !node.any_of.is_empty() && !node.any_of.iter().any(fits) {
            self.causes
                .push(whole("validate at least one schema (anyOf)"));
        }
        if !node.one_of.is_empty() {
            match node.one_of.iter().filter(|inner| fits(inner)).count() {
                1 => {}
                0 => self.causes.push(whole(
                    "validate one and only one schema (oneOf). Found none valid",
                )),
                many => self.causes.push(whole(&format!(
                    "validate one and only one schema (oneOf). Found {many} valid alternatives"
                ))),
            }
        }
        if node.not.as_ref().is_some_and(|inner| fits(inner)) {
            self.causes.push(whole("not validate the schema (not)"));
        }
    }

    /// Elements of sets and keyed lists must differ.
    fn lists(&mut self, value: &Value, node: &Node, path: &Path<'_>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if let Some(inner) = node.property(name) {
                        self.lists(value, inner, &path.field(name));
                    }
                }
            }
            Value::Array(items) => {
                self.distinct(items, node, path);
                if let Some(inner) = &node.items {
                    for (index, item) in items.iter().enumerate() {
                        self.lists(item, inner, &path.index(index));
                    }
                }
            }
            _ => {}
        }
    }

    fn distinct(&mut self, items: &[Value], node: &Node, path: &Path<'_>) {
        let key = |item: &Value| match node.list_type.as_str() {
            "set" => Some(item.clone()),
            "map" => Some(
                node.map_keys
                    .iter()
                    .filter_map(|name| Some((name.clone(), item.get(name)?.clone())))
                    .collect(),
            ),
            _ => None,
        };
        let mut seen: Vec<Value> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(key) = key(item) else {
                return;
            };
            if seen.contains(&key) {
                self.causes
                    .push(Cause::duplicate(&path.index(index).to_string(), &key));
            } else {
                seen.push(key);
            }
        }
    }
}

/// Whether a number has no fraction; `2.0` has none.
fn is_integer(value: &Value) -> bool {
    value.is_i64()
        || value.is_u64()
        || value
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && number.is_finite())
}

fn has_duplicates(items: &[Value]) -> bool {
    items
        .iter()
        .enumerate()
        .any(|(index, item)| items[..index].contains(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema: Value, value: Value, expected: &[&str]) {
        let whole = json!({"type": "object", "properties": {"spec": schema}});
        let mut causes = Vec::new();
        let object = json!({"kind": "Thing", "metadata": {"name": "t"}, "spec": value});
        let schema = CustomSchema::new(whole, false);
        validate(&schema, &object, None, &mut causes);
        validate_lists(&schema, &object, None, &mut causes);
        let seen: Vec<_> = causes
            .iter()
            .map(|cause| format!("{}: {}", cause.field, cause.message))
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn types_are_told_by_both_sides() {
        check(
            json!({"type": "string"}),
            json!(1),
            &[r#"spec: Invalid value: "integer": spec in body must be of type string: "integer""#],
        );
        check(json!({"type": "integer"}), json!(2.0), &[]);
        check(
            json!({"x-kubernetes-int-or-string": true}),
            json!("http"),
            &[],
        );
        check(
            json!({"x-kubernetes-int-or-string": true}),
            json!(1.5),
            &[
                r#"spec: Invalid value: "number": spec in body must be of type integer,string: "number""#,
            ],
        );
    }

    #[test]
    fn values_are_required_enumerated_and_bounded() {
        check(
            json!({"type": "object", "required": ["a"]}),
            json!({}),
            &["spec.a: Required value"],
        );
        check(
            json!({"type": "string", "enum": ["s", "m"]}),
            json!("x"),
            &[r#"spec: Unsupported value: "x": supported values: "s", "m""#],
        );
        check(
            json!({"type": "integer", "maximum": 5}),
            json!(9),
            &["spec: Invalid value: 9: spec in body should be less than or equal to 5"],
        );
        check(
            json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            json!(0),
            &["spec: Invalid value: 0: spec in body should be greater than 0"],
        );
        check(
            json!({"type": "string", "pattern": "^[a-z]+$", "minLength": 2}),
            json!("A"),
            &[r#"spec: Invalid value: "A": spec in body should be at least 2 chars long"#],
        );
        check(
            json!({"type": "string", "pattern": "^[a-z]+$"}),
            json!("A"),
            &[r#"spec: Invalid value: "A": spec in body should match '^[a-z]+$'"#],
        );
        check(
            json!({"type": "array", "maxItems": 1, "items": {"type": "integer"}}),
            json!([1, 2]),
            &["spec: Too many: 2: must have at most 1 items"],
        );
    }

    #[test]
    fn elements_of_sets_and_keyed_lists_differ() {
        check(
            json!({"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}}),
            json!(["a", "a"]),
            &[r#"spec[1]: Duplicate value: "a""#],
        );
        check(
            json!({"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                   "items": {"type": "object", "properties": {"k": {"type": "string"}}}}),
            json!([{"k": "a"}, {"k": "a"}]),
            &[r#"spec[1]: Duplicate value: {"k":"a"}"#],
        );
    }

    #[test]
    fn one_of_wants_exactly_one() {
        let schema = json!({"type": "object", "properties": {"p": {"type": "string"}, "q": {"type": "string"}},
                            "oneOf": [{"required": ["p"]}, {"required": ["q"]}]});
        check(schema.clone(), json!({"p": ""}), &[]);
        check(
            schema,
            json!({"p": "", "q": ""}),
            &[
                r#"<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives"#,
            ],
        );
    }
}
