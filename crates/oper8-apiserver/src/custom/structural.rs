//! What makes a schema structural: every field is specified once, outside of the value validations.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use crate::status::Cause;

/// Where a schema stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Items,
    Field,
}

/// Whether a keyword says something.
fn is_set(schema: &Value, name: &str) -> bool {
    match &schema[name] {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn kind(schema: &Value) -> &str {
    schema["type"].as_str().unwrap_or_default()
}

/// Keywords with which nothing can be said of the structure.
const UNSUPPORTED: [&str; 6] = [
    "id",
    "additionalItems",
    "patternProperties",
    "definitions",
    "dependencies",
    "$ref",
];

/// Whether a schema has only keywords that are supported, here and below.
fn is_supported(schema: &Value) -> bool {
    let inner = |value: &Value| match value {
        Value::Object(_) => is_supported(value),
        Value::Array(items) => items.iter().all(is_supported),
        _ => true,
    };
    let properties = schema["properties"].as_object();
    UNSUPPORTED.iter().all(|name| !is_set(schema, name))
        && !schema["items"].is_array()
        && properties.is_none_or(|all| all.values().all(is_supported))
        && [
            "items",
            "additionalProperties",
            "not",
            "allOf",
            "anyOf",
            "oneOf",
        ]
        .iter()
        .all(|name| inner(&schema[name]))
}

/// Judges the schema of a version, which `path` leads to; the problems come sorted.
pub(super) fn check(schema: &Value, path: &str, causes: &mut Vec<Cause>) {
    if !is_supported(schema) {
        return;
    }
    let mut found = Vec::new();
    Judge { causes: &mut found }.invariants(schema, Level::Root, path);
    let mut complete = Vec::new();
    for value_validation in value_validations(schema) {
        let (inner, suffix) = value_validation;
        completeness(
            inner,
            schema,
            path,
            &format!("{path}{suffix}"),
            &mut complete,
        );
    }
    found.extend(complete);
    found.sort_by_key(Cause::text);
    found.dedup();
    causes.extend(found);
}

struct Judge<'a> {
    causes: &'a mut Vec<Cause>,
}

impl Judge<'_> {
    fn invariants(&mut self, schema: &Value, level: Level, path: &str) {
        if kind(schema) == "array" && !schema["items"].is_object() {
            self.required(&format!("{path}.items"), "must be specified");
        }
        if schema["items"].is_object() {
            self.invariants(&schema["items"], Level::Items, &format!("{path}.items"));
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.invariants(
                property,
                Level::Field,
                &format!("{path}.properties[{name}]"),
            );
        }
        if !schema["additionalProperties"].is_null() {
            let path = format!("{path}.additionalProperties");
            if level == Level::Root {
                self.forbidden(&path, "must not be used at the root");
            }
            if schema["additionalProperties"].is_object() {
                self.invariants(&schema["additionalProperties"], Level::Field, &path);
            }
        }
        self.extensions(schema, path);
        self.value_validation(schema, level, path, true);
        self.type_of(schema, level, path);
        self.resource(schema, level, path);
    }

    fn extensions(&mut self, schema: &Value, path: &str) {
        let both = "must be false if x-kubernetes-int-or-string is true";
        for name in [
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource",
        ] {
            if schema["x-kubernetes-int-or-string"] == true && schema[name] == true {
                let path = format!("{path}.{name}");
                self.causes.push(Cause::invalid(&path, &true.into(), both));
            }
        }
    }

    fn type_of(&mut self, schema: &Value, level: Level, path: &str) {
        let at = format!("{path}.type");
        let embedded = schema["x-kubernetes-embedded-resource"] == true;
        if embedded && kind(schema) != "object" {
            let detail = "must be object if x-kubernetes-embedded-resource is true";
            if kind(schema).is_empty() {
                self.required(&at, detail);
            } else {
                self.causes
                    .push(Cause::invalid(&at, &schema["type"], detail));
            }
        } else if kind(schema).is_empty()
            && schema["x-kubernetes-int-or-string"] != true
            && schema["x-kubernetes-preserve-unknown-fields"] != true
        {
            self.required(
                &at,
                match level {
                    Level::Root => "must not be empty at the root",
                    Level::Items => "must not be empty for specified array items",
                    Level::Field => "must not be empty for specified object fields",
                },
            );
        }
        if embedded && !schema["additionalProperties"].is_null() {
            let detail = "must not be used if x-kubernetes-embedded-resource is set";
            self.forbidden(&format!("{path}.additionalProperties"), detail);
        }
        if level == Level::Root && !kind(schema).is_empty() && kind(schema) != "object" {
            let detail = "must be object at the root";
            self.causes
                .push(Cause::invalid(&at, &schema["type"], detail));
        }
    }

    /// What a resource is made of, at the root and where one is embedded.
    fn resource(&mut self, schema: &Value, level: Level, path: &str) {
        let embedded = schema["x-kubernetes-embedded-resource"] == true;
        let properties = &schema["properties"];
        if level == Level::Root || embedded {
            for (name, wanted) in [
                ("kind", "string"),
                ("apiVersion", "string"),
                ("metadata", "object"),
            ] {
                let property = &properties[name];
                if property.is_object() && kind(property) != wanted {
                    let path = format!("{path}.properties[{name}].type");
                    let detail = format!("must be {wanted}");
                    self.causes
                        .push(Cause::invalid(&path, &kind(property).into(), &detail));
                }
            }
        }
        if level == Level::Root
            && properties["metadata"].is_object()
            && !only_names(&properties["metadata"])
        {
            let detail = "must not specify anything other than name and generateName, but metadata is implicitly specified";
            self.forbidden(&format!("{path}.properties[metadata]"), detail);
        }
        let empty = properties.as_object().is_none_or(serde_json::Map::is_empty);
        if embedded && schema["x-kubernetes-preserve-unknown-fields"] != true && empty {
            let detail = "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
            self.required(&format!("{path}.properties"), detail);
        }
    }

    /// The value validations of a schema; `own` for those of the schema itself, which may say that it is an
    /// int-or-string.
    fn value_validation(&mut self, schema: &Value, level: Level, path: &str, own: bool) {
        for junctor in ["anyOf", "allOf", "oneOf"] {
            if own && junctor == "anyOf" && is_int_or_string(&schema["anyOf"]) {
                continue;
            }
            let inner = schema[junctor].as_array().into_iter().flatten();
            for (index, inner) in inner.enumerate() {
                let first = own && junctor == "allOf" && index == 0;
                let path = format!("{path}.{junctor}[{index}]");
                self.nested(
                    inner,
                    level,
                    &path,
                    first && is_int_or_string(&inner["anyOf"]),
                );
            }
        }
        if schema["not"].is_object() {
            self.nested(&schema["not"], level, &format!("{path}.not"), false);
        }
        if let Some(pattern) = schema["pattern"].as_str()
            && let Err(error) = Regex::new(pattern)
        {
            let detail = format!(
                "must be a valid regular expression, but isn't: {}",
                go_words(pattern, &error)
            );
            let path = format!("{path}.pattern");
            self.causes
                .push(Cause::invalid(&path, &schema["pattern"], &detail));
        }
    }

    /// A value validation within a junctor, which may specify nothing.
    fn nested(&mut self, schema: &Value, level: Level, path: &str, int_or_string: bool) {
        const NOTHING: [(&str, &str); 12] = [
            ("type", "must be empty to be structural"),
            ("additionalProperties", "must be undefined to be structural"),
            ("default", "must be undefined to be structural"),
            ("title", "must be empty to be structural"),
            ("description", "must be empty to be structural"),
            ("nullable", "must be false to be structural"),
            (
                "x-kubernetes-preserve-unknown-fields",
                "must be false to be structural",
            ),
            (
                "x-kubernetes-embedded-resource",
                "must be false to be structural",
            ),
            (
                "x-kubernetes-int-or-string",
                "must be false to be structural",
            ),
            (
                "x-kubernetes-list-map-keys",
                "must be empty to be structural",
            ),
            (
                "x-kubernetes-list-type",
                "must be undefined to be structural",
            ),
            (
                "x-kubernetes-map-type",
                "must be undefined to be structural",
            ),
        ];
        let mut plain = schema.clone();
        if int_or_string && let Some(fields) = plain.as_object_mut() {
            fields.remove("anyOf");
        }
        self.value_validation(&plain, level, path, false);
        if schema["items"].is_object() {
            self.nested(&schema["items"], level, &format!("{path}.items"), false);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            self.nested(
                property,
                Level::Field,
                &format!("{path}.properties[{name}]"),
                false,
            );
        }
        for (name, detail) in NOTHING {
            if is_set(schema, name) {
                self.forbidden(&format!("{path}.{name}"), detail);
            }
        }
        if is_set(schema, "x-kubernetes-validations") {
            let path = format!("{path}.x-kubernetes-validations");
            self.forbidden(&path, "must be empty to be structural");
        }
        if schema["properties"]["metadata"].is_object() {
            let path = format!("{path}.properties[metadata]");
            self.forbidden(&path, "must not be specified in a nested context");
        }
    }

    fn required(&mut self, path: &str, detail: &str) {
        self.causes.push(Cause::required(path, detail));
    }

    fn forbidden(&mut self, path: &str, detail: &str) {
        self.causes.push(Cause::forbidden(path, detail));
    }
}

/// `anyOf` of integer and string, which says what `x-kubernetes-int-or-string` does.
fn is_int_or_string(any_of: &Value) -> bool {
    *any_of == json!([{"type": "integer"}, {"type": "string"}])
}

/// Whether metadata are restricted by name and generateName alone.
fn only_names(metadata: &Value) -> bool {
    let fields = metadata.as_object().into_iter().flatten();
    let mut others =
        fields.filter(|(name, _)| !matches!(name.as_str(), "type" | "default" | "properties"));
    let mut names = metadata["properties"].as_object().into_iter().flatten();
    others.next().is_none()
        && names.all(|(name, _)| matches!(name.as_str(), "name" | "generateName"))
}

/// A problem of a pattern in the words of Go, as far as they are the same.
fn go_words(pattern: &str, error: &regex::Error) -> String {
    static UNCLOSED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        vec![
            ("unclosed group", "missing closing )"),
            ("unclosed character class", "missing closing ]"),
            ("unopened group", "unexpected )"),
        ]
    });
    let text = error.to_string();
    let found = UNCLOSED.iter().find(|(ours, _)| text.contains(ours));
    match found {
        Some((ours, theirs)) => {
            let from = match *ours {
                "unclosed character class" => pattern.rfind('[').unwrap_or(0),
                _ => 0,
            };
            format!("error parsing regexp: {theirs}: `{}`", &pattern[from..])
        }
        None => format!(
            "error parsing regexp: {}",
            text.lines().last().unwrap_or_default()
        ),
    }
}

/// The junctors of a schema with where they stand.
fn value_validations(schema: &Value) -> Vec<(&Value, String)> {
    let mut found = Vec::new();
    for junctor in ["allOf", "anyOf", "oneOf"] {
        let inner = schema[junctor].as_array().into_iter().flatten();
        found.extend(
            inner
                .enumerate()
                .map(|(index, inner)| (inner, format!(".{junctor}[{index}]"))),
        );
    }
    if schema["not"].is_object() {
        found.push((&schema["not"], ".not".to_owned()));
    }
    found
}

/// What a junctor speaks of must be specified outside of it: in `schema`, at `path`.
fn completeness(junctor: &Value, schema: &Value, path: &str, at: &str, causes: &mut Vec<Cause>) {
    for (name, inner) in junctor["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.properties[{name}]");
        let outside = &schema["properties"][name];
        if outside.is_object() {
            completeness(inner, outside, &path, at, causes);
        } else {
            let detail = format!("because it is defined in {at}.properties[{name}]");
            causes.push(Cause::required(&path, &detail));
        }
    }
    if junctor["items"].is_object() {
        let path = format!("{path}.items");
        if schema["items"].is_object() {
            completeness(&junctor["items"], &schema["items"], &path, at, causes);
        } else {
            let detail = format!("because it is defined in {at}.items");
            causes.push(Cause::required(&path, &detail));
        }
    }
    for (inner, suffix) in value_validations(junctor) {
        completeness(inner, schema, path, &format!("{at}{suffix}"), causes);
    }
}
