//! The columns of a custom resource, as its definition gives them.

use serde_json::{Value, json};

use super::age;
use super::column::Row;
use super::path::Path;

/// A column of the table of a custom resource.
#[derive(Clone, Debug)]
pub(crate) struct PrinterColumn {
    definition: Value,
    kind: String,
    /// `None` for a path that cannot be read: its cells stay empty.
    path: Option<Path>,
}

/// The columns of a version of a definition: those that it names, or the age.
pub(crate) fn columns(version: &Value) -> Vec<PrinterColumn> {
    let given = version["additionalPrinterColumns"].as_array();
    match given.filter(|columns| !columns.is_empty()) {
        Some(columns) => columns.iter().map(PrinterColumn::new).collect(),
        None => vec![PrinterColumn::new(&json!({
            "name": "Age",
            "type": "date",
            "jsonPath": ".metadata.creationTimestamp",
        }))],
    }
}

impl PrinterColumn {
    fn new(column: &Value) -> Self {
        let text = |field: &str| column[field].as_str().unwrap_or_default().to_owned();
        let path = text("jsonPath");
        let description = match text("description") {
            given if !given.is_empty() => given,
            _ => format!("Custom resource definition column (in JSONPath format): {path}"),
        };
        Self {
            definition: json!({
                "name": column["name"],
                "type": column["type"],
                "format": text("format"),
                "description": description,
                "priority": column["priority"].as_i64().unwrap_or_default(),
            }),
            kind: text("type"),
            path: Path::parse(&path),
        }
    }

    fn cell(&self, row: &Row<'_>) -> Value {
        let found = self.path.as_ref().and_then(|path| path.first(row.object));
        let Some(value) = found.filter(|value| !value.is_null()) else {
            return Value::Null;
        };
        match (self.kind.as_str(), value) {
            ("string", Value::String(text)) => text.as_str().into(),
            ("string", value) => value.to_string().into(),
            ("integer", Value::Number(number)) => whole(number).into(),
            ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => value.clone(),
            ("date", Value::String(text)) if oper8_status::parse_timestamp(text).is_some() => {
                age::since(value, row.now).into()
            }
            ("date", Value::String(_)) => "<invalid>".into(),
            _ => Value::Null,
        }
    }
}

/// A number without what comes after the point.
fn whole(number: &serde_json::Number) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cell shows a whole number"
    )]
    let cut = |number: f64| number as i64;
    number
        .as_i64()
        .or_else(|| number.as_f64().map(cut))
        .unwrap_or_default()
}

pub(super) fn definitions(columns: &[PrinterColumn]) -> Value {
    let name = json!({"name": "Name", "type": "string", "format": "name", "description": "", "priority": 0});
    let columns = columns.iter().map(|column| column.definition.clone());
    std::iter::once(name).chain(columns).collect()
}

pub(super) fn cells(columns: &[PrinterColumn], row: &Row<'_>) -> Vec<Value> {
    let name = row.at("/metadata/name").clone();
    let cells = columns.iter().map(|column| column.cell(row));
    std::iter::once(name).chain(cells).collect()
}
