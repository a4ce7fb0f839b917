//! A column of a table of a built-in kind: its heading, and how a cell is read from an object.

use jiff::Timestamp;
use serde_json::{Value, json};

/// An object that is shown, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) object: &'a Value,
    pub(super) now: Timestamp,
}

impl<'a> Row<'a> {
    /// The text at a JSON pointer; empty where there is none.
    pub(super) fn text(&self, pointer: &str) -> &'a str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    /// The number at a JSON pointer; 0 where there is none.
    pub(super) fn number(&self, pointer: &str) -> i64 {
        self.at(pointer).as_i64().unwrap_or_default()
    }

    /// The value at a JSON pointer; null where there is none.
    pub(super) fn at(&self, pointer: &str) -> &'a Value {
        self.object.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The elements of the list at a JSON pointer.
    pub(super) fn list(&self, pointer: &str) -> &'a [Value] {
        self.at(pointer).as_array().map_or(&[], Vec::as_slice)
    }
}

/// What a cell shows.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// The text at a pointer, or another text where there is none.
    Text(&'static str, &'static str),
    /// Whatever is at a pointer, or `<none>`.
    Any(&'static str),
    /// The number at a pointer, or 0.
    Number(&'static str),
    /// The flag at a pointer, or `false`.
    Flag(&'static str),
    /// How many elements there are at a pointer.
    Count(&'static str),
    /// Whatever a function makes of the object.
    Made(fn(&Row<'_>) -> String),
    MadeNumber(fn(&Row<'_>) -> i64),
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    kind: &'static str,
    format: &'static str,
    priority: u8,
    cell: Cell,
}

impl Column {
    const fn new(name: &'static str, kind: &'static str, cell: Cell) -> Self {
        Self {
            name,
            kind,
            format: "",
            priority: 0,
            cell,
        }
    }

    /// The column of names, of which each table has one.
    pub(super) const fn name() -> Self {
        Self::text("Name", "/metadata/name").as_name()
    }

    /// The text at a JSON pointer.
    pub(super) const fn text(name: &'static str, pointer: &'static str) -> Self {
        Self::text_or(name, pointer, "")
    }

    /// The text at a JSON pointer, or `default`.
    pub(super) const fn text_or(
        name: &'static str,
        pointer: &'static str,
        default: &'static str,
    ) -> Self {
        Self::new(name, "string", Cell::Text(pointer, default))
    }

    /// Whatever is at a JSON pointer, or `<none>`.
    pub(super) const fn any(name: &'static str, pointer: &'static str) -> Self {
        Self::new(name, "string", Cell::Any(pointer))
    }

    /// The number at a JSON pointer.
    pub(super) const fn number(name: &'static str, pointer: &'static str) -> Self {
        Self::new(name, "integer", Cell::Number(pointer))
    }

    /// The flag at a JSON pointer.
    pub(super) const fn flag(name: &'static str, pointer: &'static str) -> Self {
        Self::new(name, "boolean", Cell::Flag(pointer))
    }

    /// The number of elements at a JSON pointer.
    pub(super) const fn count(name: &'static str, pointer: &'static str) -> Self {
        Self::new(name, "integer", Cell::Count(pointer))
    }

    /// Text that a function makes.
    pub(super) const fn made(name: &'static str, cell: fn(&Row<'_>) -> String) -> Self {
        Self::new(name, "string", Cell::Made(cell))
    }

    /// A number that a function makes.
    pub(super) const fn made_number(name: &'static str, cell: fn(&Row<'_>) -> i64) -> Self {
        Self::new(name, "integer", Cell::MadeNumber(cell))
    }

    /// The same cells under another type: the headings of Kubernetes do not always say what the cells are.
    pub(super) const fn typed(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    pub(super) const fn as_name(mut self) -> Self {
        self.format = "name";
        self
    }

    /// A column of `kubectl get -o wide` alone.
    pub(super) const fn wide(mut self) -> Self {
        self.priority = 1;
        self
    }

    /// The heading as JSON.
    pub(super) fn definition(&self) -> Value {
        json!({
            "name": self.name,
            "type": self.kind,
            "format": self.format,
            "description": "",
            "priority": self.priority,
        })
    }

    /// The cell of an object.
    pub(super) fn cell(&self, row: &Row<'_>) -> Value {
        match self.cell {
            Cell::Text(pointer, default) => row.at(pointer).as_str().unwrap_or(default).into(),
            Cell::Any(pointer) => match row.at(pointer) {
                Value::Null => "<none>".into(),
                found => found.clone(),
            },
            Cell::Number(pointer) => row.number(pointer).into(),
            Cell::Flag(pointer) => row.at(pointer).as_bool().unwrap_or_default().into(),
            Cell::Count(pointer) => match row.at(pointer) {
                Value::Array(items) => items.len().into(),
                Value::Object(fields) => fields.len().into(),
                _ => 0.into(),
            },
            Cell::Made(made) => made(row).into(),
            Cell::MadeNumber(made) => made(row).into(),
        }
    }
}
