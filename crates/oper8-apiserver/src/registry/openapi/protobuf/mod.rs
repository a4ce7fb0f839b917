//! The document of version 2 as a message, in which Go's clients ask for it.

mod messages;

use oper8_schema::protobuf::{push_fraction, push_message, push_number};
use serde_json::{Map, Value};

use self::messages::{DOCUMENT, Form, Message};

/// Writes the document.
pub(super) fn document(document: &Value) -> Vec<u8> {
    message(document, &DOCUMENT)
}

/// One message: known fields by their numbers, extensions by their names.
fn message(value: &Value, shape: &Message) -> Vec<u8> {
    let mut out = Vec::new();
    let Value::Object(fields) = value else {
        return out;
    };
    for (name, number, form) in shape.fields {
        if let Some(value) = fields.get(*name) {
            field(&mut out, *number, value, form);
        }
    }
    if let Some(number) = shape.extensions {
        named(&mut out, number, fields, &Form::Yaml, |name| {
            name.starts_with("x-")
        });
    }
    if let Some((number, form)) = &shape.others {
        named(&mut out, *number, fields, form, |name| {
            shape.extensions.is_none() || !name.starts_with("x-")
        });
    }
    out
}

/// The entries of a map that are wanted, each as a message of a name and a value.
fn named(
    out: &mut Vec<u8>,
    number: u32,
    fields: &Map<String, Value>,
    form: &Form,
    wanted: impl Fn(&str) -> bool,
) {
    for (name, value) in fields.iter().filter(|(name, _)| wanted(name)) {
        let mut entry = Vec::new();
        text(&mut entry, 1, name);
        field(&mut entry, 2, value, form);
        push_message(out, number, &entry);
    }
}

/// One field; what is empty or does not fit its form is left out.
fn field(out: &mut Vec<u8>, number: u32, value: &Value, form: &Form) {
    match form {
        Form::Text => text(out, number, value.as_str().unwrap_or_default()),
        Form::Flag if *value == true => push_number(out, number, 1),
        Form::Flag => {}
        Form::Whole => match value.as_i64() {
            // Negative ones are written as they are in two's complement.
            Some(value) if value != 0 => push_number(out, number, value.cast_unsigned()),
            _ => {}
        },
        Form::Fraction => match value.as_f64() {
            Some(value) if value != 0.0 => push_fraction(out, number, value),
            _ => {}
        },
        Form::Yaml => push_message(out, number, &any(value)),
        Form::Message(shape) => push_message(out, number, &message(value, shape)),
        Form::Each(form) => {
            for one in value.as_array().into_iter().flatten() {
                field(out, number, one, form);
            }
        }
        Form::Within(inner, form) => {
            let mut wrapped = Vec::new();
            field(&mut wrapped, *inner, value, form);
            push_message(out, number, &wrapped);
        }
        Form::OneOrMore(form) if value.is_array() => {
            field(out, number, value, &Form::Each(form));
        }
        Form::OneOrMore(form) => field(out, number, value, form),
        Form::Choice(choose) => field(out, number, value, choose(value)),
    }
}

/// A value of any kind: a message with its YAML.
fn any(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    let yaml = serde_saphyr::to_string(value).unwrap_or_default();
    text(&mut out, 2, &yaml);
    out
}

fn text(out: &mut Vec<u8>, number: u32, value: &str) {
    if !value.is_empty() {
        push_message(out, number, value.as_bytes());
    }
}
