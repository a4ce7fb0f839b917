//! The keywords of a schema: which are allowed, where, and with what.

use serde_json::Value;

use super::schema::Node;
use crate::status::Cause;

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// What holds for a part of a schema because of what is around it.
#[derive(Clone, Default)]
struct Around {
    /// Why there may be no default.
    no_default: Option<String>,
    inside_meta: bool,
    /// The list in which nothing tells which element was which.
    uncorrelatable: Option<String>,
    /// Within a junctor: rules are not compiled.
    nested: bool,
}

/// Judges the keywords of the schema of a version; `rules` says whether it is sound enough for its rules to be compiled.
pub(super) fn check(schema: &Value, path: &str, rules: bool, causes: &mut Vec<Cause>) {
    let around = Around {
        nested: !rules,
        ..Around::default()
    };
    let mut problems = Problems::default();
    part(schema, path, &around, true, &mut problems);
    causes.extend(problems.schema);
    causes.extend(problems.rules);
}

/// Problems of schemas, and of rules, which are told after them.
#[derive(Default)]
struct Problems {
    schema: Vec<Cause>,
    rules: Vec<Cause>,
}

fn part(schema: &Value, path: &str, around: &Around, root: bool, problems: &mut Problems) {
    let before = problems.schema.len();
    forbidden(schema, path, around, problems);
    if schema["uniqueItems"] == true {
        let detail =
            "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
        problems
            .schema
            .push(Cause::forbidden(&format!("{path}.uniqueItems"), detail));
    }
    fields(schema, path, around, root, problems);
    let nested = Around {
        nested: true,
        ..around.clone()
    };
    if schema["not"].is_object() {
        part(
            &schema["not"],
            &format!("{path}.not"),
            &nested,
            false,
            problems,
        );
    }
    for junctor in ["allOf", "oneOf", "anyOf"] {
        for (index, inner) in schema[junctor].as_array().into_iter().flatten().enumerate() {
            part(
                inner,
                &format!("{path}.{junctor}[{index}]"),
                &nested,
                false,
                problems,
            );
        }
    }
    if schema["items"].is_object() {
        let mut around = around.clone();
        if schema["x-kubernetes-list-type"] != "map" && around.uncorrelatable.is_none() {
            around.uncorrelatable = Some(path.to_owned());
        }
        part(
            &schema["items"],
            &format!("{path}.items"),
            &around,
            false,
            problems,
        );
    }
    extensions(schema, path, problems);
    list_map(schema, path, problems);
    rules(schema, path, around, root, before, problems);
}

/// Formats that are known for texts.
const FORMATS: [&str; 27] = [
    "bsonobjectid",
    "byte",
    "cidr",
    "creditcard",
    "date",
    "date-time",
    "datetime",
    "duration",
    "email",
    "hexcolor",
    "hostname",
    "ipv4",
    "ipv6",
    "isbn",
    "isbn10",
    "isbn13",
    "k8s-long-name",
    "k8s-short-name",
    "mac",
    "password",
    "rgbcolor",
    "ssn",
    "uri",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// Warns of formats that are not known and so not checked.
pub(super) fn unknown_formats(schema: &Value, warnings: &mut Vec<String>) {
    let format = schema["format"].as_str().unwrap_or_default();
    let known = match schema["type"].as_str() {
        None | Some("" | "string") => FORMATS.contains(&format),
        Some("integer") => matches!(format, "int32" | "int64"),
        Some("number") => matches!(format, "float" | "double"),
        Some(_) => false,
    };
    let warning = format!("unrecognized format {format:?}");
    if !format.is_empty() && !known && !warnings.contains(&warning) {
        warnings.push(warning);
    }
    for name in [
        "properties",
        "items",
        "additionalProperties",
        "not",
        "allOf",
        "anyOf",
        "oneOf",
    ] {
        match &schema[name] {
            Value::Object(all) if name == "properties" => {
                all.values()
                    .for_each(|inner| unknown_formats(inner, warnings));
            }
            Value::Array(all) => all
                .iter()
                .for_each(|inner| unknown_formats(inner, warnings)),
            inner @ Value::Object(_) => unknown_formats(inner, warnings),
            _ => {}
        }
    }
}

fn forbidden(schema: &Value, path: &str, around: &Around, problems: &mut Problems) {
    let causes = &mut problems.schema;
    if let Some(kind) = schema["type"].as_str().filter(|kind| !kind.is_empty())
        && !TYPES.contains(&kind)
    {
        let supported = TYPES.map(str::to_owned);
        causes.push(Cause::not_supported(
            &format!("{path}.type"),
            &schema["type"],
            &supported,
        ));
    }
    if let Some(reason) = &around.no_default
        && !schema["default"].is_null()
    {
        let detail = format!("must not be set {reason}");
        causes.push(Cause::forbidden(
            &format!("{path}.default"),
            detail.trim_end(),
        ));
    }
    for name in [
        "id",
        "additionalItems",
        "patternProperties",
        "definitions",
        "dependencies",
        "$ref",
    ] {
        let value = &schema[name];
        let empty = value.is_null()
            || value == ""
            || value.as_object().is_some_and(serde_json::Map::is_empty);
        if !empty {
            let detail = format!("{name} is not supported");
            causes.push(Cause::forbidden(&format!("{path}.{name}"), &detail));
        }
    }
    if schema["type"] == "null" {
        let detail = "type cannot be set to null, use nullable as an alternative";
        causes.push(Cause::forbidden(&format!("{path}.type"), detail));
    }
    if schema["items"]
        .as_array()
        .is_some_and(|items| !items.is_empty())
    {
        let detail = "items must be a schema object and not an array";
        causes.push(Cause::forbidden(&format!("{path}.items"), detail));
    }
    if around.inside_meta && schema["x-kubernetes-embedded-resource"] == true {
        let detail = "must not be used inside of resource meta";
        causes.push(Cause::forbidden(
            &format!("{path}.x-kubernetes-embedded-resource"),
            detail,
        ));
    }
}

fn fields(schema: &Value, path: &str, around: &Around, root: bool, problems: &mut Problems) {
    let additional = &schema["additionalProperties"];
    let properties = schema["properties"]
        .as_object()
        .filter(|all| !all.is_empty());
    if !additional.is_null() {
        let path = format!("{path}.additionalProperties");
        if properties.is_some() && *additional != true {
            let detail = "additionalProperties and properties are mutual exclusive";
            problems.schema.push(Cause::forbidden(&path, detail));
        }
        let mut around = around.clone();
        if around.inside_meta {
            around.no_default =
                Some("inside additionalProperties applying to object metadata".to_owned());
        }
        if additional.is_object() {
            part(additional, &path, &around, false, problems);
        }
    }
    let resource = root || schema["x-kubernetes-embedded-resource"] == true;
    for (name, property) in properties.into_iter().flatten() {
        let mut around = around.clone();
        if resource && matches!(name.as_str(), "metadata" | "kind" | "apiVersion") {
            around.inside_meta = true;
            if root {
                around.no_default = Some(format!("in top-level {name}"));
            }
        }
        part(
            property,
            &format!("{path}.properties[{name}]"),
            &around,
            false,
            problems,
        );
    }
}

fn extensions(schema: &Value, path: &str, problems: &mut Problems) {
    let causes = &mut problems.schema;
    if schema["x-kubernetes-preserve-unknown-fields"] == false {
        let path = format!("{path}.x-kubernetes-preserve-unknown-fields");
        causes.push(Cause::invalid(
            &path,
            &false.into(),
            "must be true or undefined",
        ));
    }
    for (name, wanted, values) in [
        (
            "x-kubernetes-map-type",
            "object",
            &["atomic", "granular"][..],
        ),
        (
            "x-kubernetes-list-type",
            "array",
            &["atomic", "set", "map"][..],
        ),
    ] {
        let Some(given) = schema[name].as_str() else {
            continue;
        };
        let kind = schema["type"].as_str().unwrap_or_default();
        if kind != wanted {
            let detail = format!("must be {wanted} if {name} is specified");
            let path = format!("{path}.type");
            causes.push(if kind.is_empty() {
                Cause::required(&path, &detail)
            } else {
                Cause::invalid(&path, &schema["type"], &detail)
            });
        } else if name == "x-kubernetes-list-type" && given == "set" {
            set_items(&schema["items"], path, causes);
        }
        if !values.contains(&given) {
            let supported: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            causes.push(Cause::not_supported(
                &format!("{path}.{name}"),
                &schema[name],
                &supported,
            ));
        }
    }
}

/// The elements of a set are compared as a whole.
fn set_items(items: &Value, path: &str, causes: &mut Vec<Cause>) {
    let detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
    let list_type = &items["x-kubernetes-list-type"];
    match items["type"].as_str() {
        Some("array") if !list_type.is_null() && list_type != "atomic" => {
            causes.push(Cause::invalid(
                &format!("{path}.items.x-kubernetes-list-type"),
                list_type,
                detail,
            ));
        }
        Some("object") if items["x-kubernetes-map-type"] != "atomic" => {
            let path = format!("{path}.items.x-kubernetes-map-type");
            causes.push(Cause::invalid(&path, list_type, detail));
        }
        _ => {}
    }
}

fn list_map(schema: &Value, path: &str, problems: &mut Problems) {
    let causes = &mut problems.schema;
    let (items, keys) = (&schema["items"], &schema["x-kubernetes-list-map-keys"]);
    let names: Vec<&str> = keys
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let list_type = schema["x-kubernetes-list-type"].as_str();
    let at = |name: &str| format!("{path}.{name}");
    if !names.is_empty() && list_type != Some("map") {
        let detail = "must be map if x-kubernetes-list-map-keys is non-empty";
        let at = at("x-kubernetes-list-type");
        causes.push(match list_type {
            None => Cause::required(&at, detail),
            Some(_) => Cause::invalid(&at, &schema["x-kubernetes-list-type"], detail),
        });
    }
    if list_type == Some("map") {
        if names.is_empty() {
            let detail = "must not be empty if x-kubernetes-list-type is map";
            causes.push(Cause::required(&at("x-kubernetes-list-map-keys"), detail));
        }
        if items.is_null() {
            let detail = "must have a schema if x-kubernetes-list-type is map";
            causes.push(Cause::required(&at("items"), detail));
        } else if items["type"] != "object" {
            let detail = "must be object if parent array's x-kubernetes-list-type is map";
            let kind = items["type"].as_str().unwrap_or_default().into();
            causes.push(Cause::invalid(&at("items.type"), &kind, detail));
        } else {
            map_keys(items, keys, &names, path, causes);
        }
    }
    if !items.is_object() || !matches!(list_type, Some("map" | "set")) {
        return;
    }
    if items["nullable"] == true {
        let detail = format!(
            "cannot be nullable when x-kubernetes-list-type is {}",
            list_type.unwrap_or_default()
        );
        causes.push(Cause::forbidden(&at("items.nullable"), &detail));
    }
    if list_type == Some("map") {
        keys_are_there(items, &names, path, causes);
    }
}

fn map_keys(items: &Value, keys: &Value, names: &[&str], path: &str, causes: &mut Vec<Cause>) {
    let at = format!("{path}.x-kubernetes-list-map-keys");
    for (index, name) in names.iter().enumerate() {
        match items["properties"][name]["type"].as_str() {
            Some("array" | "object") => {
                let detail =
                    "must be a scalar type if parent array's x-kubernetes-list-type is map";
                let path = format!("{path}.items.properties[{name}].type");
                causes.push(Cause::invalid(&path, &items["type"], detail));
            }
            _ if items["properties"][name].is_object() => {}
            _ => {
                let detail = "entries must all be names of item properties";
                causes.push(Cause::invalid(&at, keys, detail));
            }
        }
        if names[..index].contains(name) {
            causes.push(Cause::invalid(
                &at,
                keys,
                "must not contain duplicate entries",
            ));
        }
    }
}

fn keys_are_there(items: &Value, names: &[&str], path: &str, causes: &mut Vec<Cause>) {
    for name in names {
        let property = &items["properties"][name];
        if !property.is_object() {
            continue;
        }
        let path = format!("{path}.items.properties[{name}]");
        let required = items["required"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == name));
        if !required && property["default"].is_null() {
            let detail = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
            causes.push(Cause::required(&format!("{path}.default"), detail));
        }
        if property["nullable"] == true {
            let detail = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
            causes.push(Cause::forbidden(&format!("{path}.nullable"), detail));
        }
    }
}

/// The texts of rules, and the rules themselves where nothing else is wrong here or below.
fn rules(
    schema: &Value,
    path: &str,
    around: &Around,
    root: bool,
    before: usize,
    problems: &mut Problems,
) {
    let Some(rules) = schema["x-kubernetes-validations"].as_array() else {
        return;
    };
    let node = Node::read(schema);
    for (index, rule) in rules.iter().enumerate() {
        rule_texts(
            rule,
            &node,
            &format!("{path}.x-kubernetes-validations[{index}]"),
            &mut problems.schema,
        );
    }
    if around.nested || problems.schema.len() > before {
        return;
    }
    #[cfg(feature = "cel")]
    for (index, rule) in rules.iter().enumerate() {
        let path = format!("{path}.x-kubernetes-validations[{index}]");
        compiled(rule, &node, root, &path, around, &mut problems.rules);
    }
    #[cfg(not(feature = "cel"))]
    let _ = (root, &around.uncorrelatable, &problems.rules);
}

fn has_breaks(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

fn rule_texts(rule: &Value, node: &Node, path: &str, causes: &mut Vec<Cause>) {
    const REASONS: [&str; 4] = [
        "FieldValueDuplicate",
        "FieldValueForbidden",
        "FieldValueInvalid",
        "FieldValueRequired",
    ];
    let text = |name: &str| rule[name].as_str().unwrap_or_default();
    let (trimmed, message) = (text("rule").trim(), text("message").trim());
    let at = |name: &str| format!("{path}.{name}");
    if trimmed.is_empty() {
        causes.push(Cause::required(&at("rule"), "rule is not specified"));
    } else if !text("message").is_empty() && message.is_empty() {
        causes.push(Cause::invalid(
            &at("message"),
            &rule["message"],
            "must be non-empty if specified",
        ));
    } else if has_breaks(message) {
        causes.push(Cause::invalid(
            &at("message"),
            &rule["message"],
            "must not contain line breaks",
        ));
    } else if has_breaks(trimmed) && message.is_empty() {
        let detail = "message must be specified if rule contains line breaks";
        causes.push(Cause::required(&at("message"), detail));
    }
    if !text("messageExpression").is_empty() && text("messageExpression").trim().is_empty() {
        let detail = "messageExpression must be non-empty if specified";
        causes.push(Cause::required(&at("messageExpression"), detail));
    }
    if rule["reason"].is_string() && !REASONS.contains(&text("reason")) {
        causes.push(Cause::not_supported(
            &at("reason"),
            &rule["reason"],
            &REASONS.map(str::to_owned),
        ));
    }
    let field = text("fieldPath");
    if field.is_empty() {
        return;
    }
    let mut wrong =
        |detail: &str| causes.push(Cause::invalid(&at("fieldPath"), &rule["fieldPath"], detail));
    if field.trim().is_empty() {
        wrong("must be non-empty if specified");
    }
    if has_breaks(field) {
        wrong("must not contain line breaks");
    }
    if super::field_path::parse(field, node).is_err() {
        wrong("must be a valid path");
    }
}

#[cfg(feature = "cel")]
fn compiled(
    rule: &Value,
    node: &Node,
    root: bool,
    path: &str,
    around: &Around,
    causes: &mut Vec<Cause>,
) {
    use super::rules::{Rule, shown};
    let read = match Rule::read(rule, node, root) {
        Ok(read) => read,
        Err(problems) => {
            for (field, detail) in problems {
                causes.push(Cause::invalid_shown(
                    &format!("{path}.{field}"),
                    &shown(rule),
                    &detail,
                ));
            }
            return;
        }
    };
    if read.uses_old() {
        if let Some(within) = &around.uncorrelatable {
            let detail = format!(
                "oldSelf cannot be used on the uncorrelatable portion of the schema within {within}"
            );
            causes.push(Cause::invalid(
                &format!("{path}.rule"),
                &rule["rule"],
                &detail,
            ));
        }
    } else if rule["optionalOldSelf"].is_boolean() {
        let detail = "may not be set if oldSelf is not used in rule";
        causes.push(Cause::invalid(
            &format!("{path}.optionalOldSelf"),
            &rule["optionalOldSelf"],
            detail,
        ));
    }
}
