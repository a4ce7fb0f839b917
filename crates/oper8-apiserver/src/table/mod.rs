//! Objects as rows of a table, which is how `kubectl get` asks for them.

mod age;
mod cells;
mod column;
mod custom;
mod events;
mod kinds;
mod network;
mod nodes;
mod path;
mod pods;
mod storage;
#[cfg(test)]
mod tests;
mod workloads;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub(crate) use self::custom::{PrinterColumn, columns};

use self::column::Row;
use crate::registry::Resource;
use crate::status::Status;

/// How a client wants its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableForm {
    /// `meta.k8s.io/v1`, or the older name of the same form.
    api_version: &'static str,
    include: Include,
}

/// What a row shows of its object beside its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Include {
    None,
    #[default]
    Metadata,
    Object,
}

impl TableForm {
    /// A table of a version of `meta.k8s.io`, if there is such a version.
    pub(crate) fn of_version(version: &str) -> Option<Self> {
        let api_version = match version {
            "v1" => "meta.k8s.io/v1",
            "v1beta1" => "meta.k8s.io/v1beta1",
            _ => return None,
        };
        Some(Self {
            api_version,
            include: Include::default(),
        })
    }

    /// The same with what the query says of `includeObject`.
    pub(crate) fn including(mut self, query: &str) -> Result<Self, Status> {
        let mut parameters = form_urlencoded::parse(query.as_bytes());
        let Some((_, given)) = parameters.find(|(key, _)| key == "includeObject") else {
            return Ok(self);
        };
        self.include = match &*given {
            "None" => Include::None,
            "" | "Metadata" => Include::Metadata,
            "Object" => Include::Object,
            other => {
                return Err(Status::bad_request(format!(
                    "Unable to convert to Table as requested: includeObject: Invalid value: {other:?}: must be 'Metadata', 'Object', 'None', or empty"
                )));
            }
        };
        Ok(self)
    }

    /// The table of some objects; `metadata` is that of the list, or of what stands for it. Without `headers` the
    /// columns are left out, as in every event of a watch but the first.
    pub(crate) fn table<'a>(
        self,
        resource: &Resource,
        objects: impl IntoIterator<Item = &'a Value>,
        metadata: &Value,
        headers: bool,
        now: Timestamp,
    ) -> Value {
        let rows: Vec<_> = objects
            .into_iter()
            .map(|object| self.row(resource, object, now))
            .collect();
        json!({
            "kind": "Table",
            "apiVersion": self.api_version,
            "metadata": metadata,
            "columnDefinitions": if headers { definitions(resource) } else { Value::Null },
            "rows": rows,
        })
    }

    /// The table of one object.
    pub(crate) fn of_one(self, resource: &Resource, object: &Value, now: Timestamp) -> Value {
        self.event(resource, object, true, now)
    }

    /// The table of an object in a watch.
    pub(crate) fn event(
        self,
        resource: &Resource,
        object: &Value,
        headers: bool,
        now: Timestamp,
    ) -> Value {
        let metadata = json!({"resourceVersion": object["metadata"]["resourceVersion"]});
        self.table(resource, [object], &metadata, headers, now)
    }

    fn row(self, resource: &Resource, object: &Value, now: Timestamp) -> Value {
        let shown = match self.include {
            Include::None => Value::Null,
            Include::Metadata => json!({
                "kind": "PartialObjectMetadata",
                "apiVersion": self.api_version,
                "metadata": object["metadata"],
            }),
            Include::Object => {
                let mut object = object.clone();
                object["kind"] = resource.kind.as_str().into();
                object["apiVersion"] = resource.api_version().into();
                object
            }
        };
        let mut row = Map::new();
        row.insert("cells".to_owned(), cells(resource, object, now).into());
        let conditions = pods::row_conditions(resource, object);
        if let Some(conditions) = conditions {
            row.insert("conditions".to_owned(), conditions);
        }
        row.insert("object".to_owned(), shown);
        Value::Object(row)
    }
}

/// The table of a scale, whatever it is the scale of.
pub(crate) fn of_scale(form: TableForm, scale: &Value, now: Timestamp) -> Value {
    let row = Row { object: scale, now };
    let cells: Vec<_> = kinds::SCALE
        .iter()
        .map(|column| column.cell(&row))
        .collect();
    let definitions: Vec<_> = kinds::SCALE
        .iter()
        .map(column::Column::definition)
        .collect();
    let mut shown = json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": form.api_version,
        "metadata": scale["metadata"],
    });
    match form.include {
        Include::None => shown = Value::Null,
        Include::Metadata => {}
        Include::Object => shown = scale.clone(),
    }
    json!({
        "kind": "Table",
        "apiVersion": form.api_version,
        "metadata": {"resourceVersion": scale["metadata"]["resourceVersion"]},
        "columnDefinitions": definitions,
        "rows": [{"cells": cells, "object": shown}],
    })
}

fn definitions(resource: &Resource) -> Value {
    match &resource.printer_columns {
        Some(columns) => custom::definitions(columns),
        None => kinds::columns(resource.group(), &resource.kind)
            .iter()
            .map(column::Column::definition)
            .collect(),
    }
}

fn cells(resource: &Resource, object: &Value, now: Timestamp) -> Vec<Value> {
    let row = Row { object, now };
    match &resource.printer_columns {
        Some(columns) => custom::cells(columns, &row),
        None => kinds::columns(resource.group(), &resource.kind)
            .iter()
            .map(|column| column.cell(&row))
            .collect(),
    }
}
