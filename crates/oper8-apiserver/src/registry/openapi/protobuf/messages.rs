//! The messages of `openapi.v2` as far as documents of Kubernetes have them: which field has which number.

use serde_json::Value;

/// The fields of a message by their names in JSON.
pub(super) struct Message {
    pub(super) fields: &'static [(&'static str, u32, Form)],
    /// Where fields are that begin with `x-`.
    pub(super) extensions: Option<u32>,
    /// Where all others are.
    pub(super) others: Option<(u32, Form)>,
}

/// How a field is written.
pub(super) enum Form {
    Text,
    Flag,
    Whole,
    Fraction,
    /// A value of any kind, as YAML.
    Yaml,
    Message(&'static Message),
    /// A list; each element is a field of its own.
    Each(&'static Self),
    /// A message around the field, which has that number in it.
    Within(u32, &'static Self),
    /// A list, or one element without it.
    OneOrMore(&'static Self),
    /// One of several, chosen by the value.
    Choice(fn(&Value) -> &'static Self),
}

const TEXTS: Form = Form::Each(&Form::Text);

/// A message of fields and extensions.
const fn record(fields: &'static [(&'static str, u32, Form)], extensions: Option<u32>) -> Message {
    Message {
        fields,
        extensions,
        others: None,
    }
}

/// A message that is a map.
const fn map(number: u32, form: Form) -> Message {
    Message {
        fields: &[],
        extensions: None,
        others: Some((number, form)),
    }
}

pub(super) static DOCUMENT: Message = record(
    &[
        ("swagger", 1, Form::Text),
        ("info", 2, Form::Message(&INFO)),
        ("host", 3, Form::Text),
        ("basePath", 4, Form::Text),
        ("schemes", 5, TEXTS),
        ("consumes", 6, TEXTS),
        ("produces", 7, TEXTS),
        ("paths", 8, Form::Message(&PATHS)),
        ("definitions", 9, Form::Message(&SCHEMAS)),
        ("parameters", 10, Form::Message(&PARAMETERS)),
        ("security", 12, Form::Each(&Form::Message(&REQUIREMENT))),
        ("securityDefinitions", 13, Form::Message(&SECURITY)),
    ],
    Some(16),
);

static INFO: Message = record(
    &[
        ("title", 1, Form::Text),
        ("version", 2, Form::Text),
        ("description", 3, Form::Text),
    ],
    Some(7),
);

static PATHS: Message = Message {
    fields: &[],
    extensions: Some(1),
    others: Some((2, Form::Message(&PATH))),
};

const OPERATION_FORM: Form = Form::Message(&OPERATION);
const PARAMETER_LIST: Form = Form::Each(&Form::Choice(parameter_or_reference));

static PATH: Message = record(
    &[
        ("$ref", 1, Form::Text),
        ("get", 2, OPERATION_FORM),
        ("put", 3, OPERATION_FORM),
        ("post", 4, OPERATION_FORM),
        ("delete", 5, OPERATION_FORM),
        ("options", 6, OPERATION_FORM),
        ("head", 7, OPERATION_FORM),
        ("patch", 8, OPERATION_FORM),
        ("parameters", 9, PARAMETER_LIST),
    ],
    Some(10),
);

static OPERATION: Message = record(
    &[
        ("tags", 1, TEXTS),
        ("summary", 2, Form::Text),
        ("description", 3, Form::Text),
        ("operationId", 5, Form::Text),
        ("produces", 6, TEXTS),
        ("consumes", 7, TEXTS),
        ("parameters", 8, PARAMETER_LIST),
        ("responses", 9, Form::Message(&RESPONSES)),
        ("schemes", 10, TEXTS),
        ("deprecated", 11, Form::Flag),
        ("security", 12, Form::Each(&Form::Message(&REQUIREMENT))),
    ],
    Some(13),
);

static RESPONSES: Message = Message {
    fields: &[],
    extensions: Some(2),
    others: Some((1, Form::Within(1, &Form::Message(&RESPONSE)))),
};

static RESPONSE: Message = record(
    &[
        ("description", 1, Form::Text),
        ("schema", 2, Form::Within(1, &Form::Message(&SCHEMA))),
    ],
    Some(5),
);

static PARAMETERS: Message = map(1, Form::Choice(parameter));

static REFERENCE_FORM: Form = Form::Within(2, &Form::Message(&REFERENCE));
static PARAMETER_FORM: Form = Form::Within(1, &Form::Choice(parameter));
static BODY_FORM: Form = Form::Within(1, &Form::Message(&BODY_PARAMETER));
static HEADER_FORM: Form = Form::Within(2, &Form::Within(1, &Form::Message(&PLACED)));
static QUERY_FORM: Form = Form::Within(2, &Form::Within(3, &Form::Message(&QUERY)));
static PATH_FORM: Form = Form::Within(2, &Form::Within(4, &Form::Message(&PLACED)));

fn parameter_or_reference(value: &Value) -> &'static Form {
    match value.get("$ref") {
        Some(_) => &REFERENCE_FORM,
        None => &PARAMETER_FORM,
    }
}

fn parameter(value: &Value) -> &'static Form {
    match value["in"].as_str() {
        Some("body") => &BODY_FORM,
        Some("header") => &HEADER_FORM,
        Some("path") => &PATH_FORM,
        _ => &QUERY_FORM,
    }
}

static REFERENCE: Message = record(
    &[("$ref", 1, Form::Text), ("description", 2, Form::Text)],
    None,
);

static BODY_PARAMETER: Message = record(
    &[
        ("description", 1, Form::Text),
        ("name", 2, Form::Text),
        ("in", 3, Form::Text),
        ("required", 4, Form::Flag),
        ("schema", 5, Form::Message(&SCHEMA)),
    ],
    Some(6),
);

/// A parameter in a path or a header.
static PLACED: Message = record(
    &[
        ("required", 1, Form::Flag),
        ("in", 2, Form::Text),
        ("description", 3, Form::Text),
        ("name", 4, Form::Text),
        ("type", 5, Form::Text),
        ("format", 6, Form::Text),
        ("uniqueItems", 19, Form::Flag),
    ],
    Some(22),
);

static QUERY: Message = record(
    &[
        ("required", 1, Form::Flag),
        ("in", 2, Form::Text),
        ("description", 3, Form::Text),
        ("name", 4, Form::Text),
        ("allowEmptyValue", 5, Form::Flag),
        ("type", 6, Form::Text),
        ("format", 7, Form::Text),
        ("uniqueItems", 20, Form::Flag),
    ],
    Some(23),
);

static SCHEMAS: Message = map(1, Form::Message(&SCHEMA));

static SCHEMA: Message = record(
    &[
        ("$ref", 1, Form::Text),
        ("format", 2, Form::Text),
        ("title", 3, Form::Text),
        ("description", 4, Form::Text),
        ("default", 5, Form::Yaml),
        ("multipleOf", 6, Form::Fraction),
        ("maximum", 7, Form::Fraction),
        ("exclusiveMaximum", 8, Form::Flag),
        ("minimum", 9, Form::Fraction),
        ("exclusiveMinimum", 10, Form::Flag),
        ("maxLength", 11, Form::Whole),
        ("minLength", 12, Form::Whole),
        ("pattern", 13, Form::Text),
        ("maxItems", 14, Form::Whole),
        ("minItems", 15, Form::Whole),
        ("uniqueItems", 16, Form::Flag),
        ("maxProperties", 17, Form::Whole),
        ("minProperties", 18, Form::Whole),
        ("required", 19, TEXTS),
        ("enum", 20, Form::Each(&Form::Yaml)),
        ("additionalProperties", 21, Form::Choice(more_properties)),
        ("type", 22, Form::Within(1, &Form::OneOrMore(&Form::Text))),
        ("items", 23, Form::Within(1, &Form::OneOrMore(&SCHEMA_FORM))),
        ("allOf", 24, Form::Each(&SCHEMA_FORM)),
        ("properties", 25, Form::Message(&SCHEMAS)),
        ("discriminator", 26, Form::Text),
        ("readOnly", 27, Form::Flag),
        ("example", 30, Form::Yaml),
    ],
    Some(31),
);

static SCHEMA_FORM: Form = Form::Message(&SCHEMA);
static MORE_FLAG: Form = Form::Within(2, &Form::Flag);
static MORE_SCHEMA: Form = Form::Within(1, &SCHEMA_FORM);

fn more_properties(value: &Value) -> &'static Form {
    match value.is_boolean() {
        true => &MORE_FLAG,
        false => &MORE_SCHEMA,
    }
}

static REQUIREMENT: Message = map(1, Form::Within(1, &TEXTS_FORM));
static TEXTS_FORM: Form = TEXTS;

static SECURITY: Message = map(1, Form::Within(2, &Form::Message(&API_KEY)));

static API_KEY: Message = record(
    &[
        ("type", 1, Form::Text),
        ("name", 2, Form::Text),
        ("in", 3, Form::Text),
        ("description", 4, Form::Text),
    ],
    Some(5),
);
