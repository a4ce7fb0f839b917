//! The schema of one version of a CRD, read once.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

/// The schema of one version of a CRD.
#[derive(Debug)]
pub(crate) struct CustomSchema {
    /// `openAPIV3Schema`, as the CRD has it.
    pub(crate) open_api: Value,
    /// `preserveUnknownFields` of the whole CRD: nothing is pruned.
    pub(crate) preserve_unknown: bool,
    /// Whether there are rules in CEL anywhere.
    pub(crate) has_rules: bool,
    pub(crate) root: Node,
}

impl CustomSchema {
    pub(crate) fn new(open_api: Value, preserve_unknown: bool) -> Self {
        let mut root = Node::read(&open_api);
        #[cfg(feature = "cel")]
        super::rules::attach(&mut root, &open_api, true);
        #[cfg(not(feature = "cel"))]
        let _ = &mut root;
        Self {
            root,
            has_rules: has_rules(&open_api),
            open_api,
            preserve_unknown,
        }
    }
}

fn has_rules(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name == "x-kubernetes-validations" || has_rules(value)),
        Value::Array(items) => items.iter().any(has_rules),
        _ => false,
    }
}

/// What a schema says of one value.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) kind: String,
    pub(crate) nullable: bool,
    pub(crate) int_or_string: bool,
    pub(crate) preserve: bool,
    pub(crate) embedded: bool,
    pub(crate) properties: BTreeMap<String, Self>,
    pub(crate) additional: Additional,
    pub(crate) items: Option<Box<Self>>,
    pub(crate) default: Option<Value>,
    pub(crate) required: Vec<String>,
    pub(crate) values: Vec<Value>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) format: String,
    pub(crate) bounds: Bounds,
    pub(crate) unique: bool,
    pub(crate) list_type: String,
    pub(crate) map_keys: Vec<String>,
    pub(crate) all_of: Vec<Self>,
    pub(crate) any_of: Vec<Self>,
    pub(crate) one_of: Vec<Self>,
    pub(crate) not: Option<Box<Self>>,
    #[cfg(feature = "cel")]
    pub(crate) rules: Vec<super::rules::Rule>,
    /// Whether there are rules here or below.
    #[cfg(feature = "cel")]
    pub(crate) ruled: bool,
}

/// What values other keys of an object may have.
#[derive(Debug, Default)]
pub(crate) enum Additional {
    /// There may be no other keys.
    #[default]
    None,
    /// Anything.
    Any,
    Values(Box<Node>),
}

/// Limits of numbers, lengths and counts.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    pub(crate) minimum: Option<f64>,
    pub(crate) exclusive_minimum: bool,
    pub(crate) maximum: Option<f64>,
    pub(crate) exclusive_maximum: bool,
    pub(crate) multiple_of: Option<f64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) min_items: Option<u64>,
    pub(crate) max_items: Option<u64>,
    pub(crate) min_properties: Option<u64>,
    pub(crate) max_properties: Option<u64>,
}

/// A regular expression; one that cannot be read matches everything.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    pub(crate) regex: Option<Regex>,
}

impl Node {
    pub(crate) fn read(schema: &Value) -> Self {
        let text = |name: &str| schema[name].as_str().unwrap_or_default().to_owned();
        let flag = |name: &str| schema[name] == true;
        let texts = |name: &str| {
            let list = schema[name].as_array().into_iter().flatten();
            list.filter_map(|item| item.as_str().map(str::to_owned))
                .collect()
        };
        let nodes = |name: &str| {
            let list = schema[name].as_array().into_iter().flatten();
            list.map(Self::read).collect()
        };
        Self {
            kind: text("type"),
            nullable: flag("nullable"),
            int_or_string: flag("x-kubernetes-int-or-string"),
            preserve: flag("x-kubernetes-preserve-unknown-fields"),
            embedded: flag("x-kubernetes-embedded-resource"),
            properties: schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, property)| (name.clone(), Self::read(property)))
                .collect(),
            additional: match &schema["additionalProperties"] {
                Value::Bool(true) => Additional::Any,
                Value::Object(_) => {
                    Additional::Values(Box::new(Self::read(&schema["additionalProperties"])))
                }
                _ => Additional::None,
            },
            items: schema.get("items").map(|items| Box::new(Self::read(items))),
            default: schema.get("default").cloned(),
            required: texts("required"),
            values: schema["enum"].as_array().cloned().unwrap_or_default(),
            pattern: schema["pattern"].as_str().map(|text| Pattern {
                text: text.to_owned(),
                regex: Regex::new(text).ok(),
            }),
            format: text("format"),
            bounds: Bounds::read(schema),
            unique: flag("uniqueItems"),
            list_type: text("x-kubernetes-list-type"),
            map_keys: texts("x-kubernetes-list-map-keys"),
            all_of: nodes("allOf"),
            any_of: nodes("anyOf"),
            one_of: nodes("oneOf"),
            not: schema.get("not").map(|not| Box::new(Self::read(not))),
            #[cfg(feature = "cel")]
            rules: Vec::new(),
            #[cfg(feature = "cel")]
            ruled: false,
        }
    }

    /// The schema of a property, named or not.
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        self.properties.get(name).or(match &self.additional {
            Additional::Values(values) => Some(values),
            Additional::None | Additional::Any => None,
        })
    }
}

impl Bounds {
    fn read(schema: &Value) -> Self {
        let number = |name: &str| schema[name].as_f64();
        let count = |name: &str| schema[name].as_u64();
        let flag = |name: &str| schema[name] == true;
        Self {
            minimum: number("minimum"),
            exclusive_minimum: flag("exclusiveMinimum"),
            maximum: number("maximum"),
            exclusive_maximum: flag("exclusiveMaximum"),
            multiple_of: number("multipleOf"),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            min_items: count("minItems"),
            max_items: count("maxItems"),
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
        }
    }
}
