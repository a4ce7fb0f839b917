//! The entries of `metadata.managedFields`.

use std::collections::BTreeMap;

use oper8_schema::{FieldSet, Shape};
use serde_json::{Map, Value, json};

use super::Request;

/// How a manager came to own fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// By server-side apply.
    Apply,
    /// By any other write.
    Update,
}

impl Operation {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Update => "Update",
        }
    }
}

/// One entry: what a manager owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) manager: String,
    pub(super) operation: Operation,
    pub(super) api_version: String,
    pub(super) subresource: String,
    /// When the entry last changed; an apply that changed no value leaves this out.
    pub(super) time: Option<String>,
    pub(super) fields: FieldSet,
}

impl Entry {
    pub(super) fn new(request: &Request<'_>, operation: Operation, fields: FieldSet) -> Self {
        let manager = match request.manager {
            "" => "unknown",
            manager => manager,
        };
        Self {
            manager: manager.to_owned(),
            operation,
            api_version: request.api_version.to_owned(),
            subresource: request.subresource.to_owned(),
            time: None,
            fields,
        }
    }

    /// Whether both are entries of one manager. Appliers are the same in every version.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        self.operation == other.operation
            && self.manager == other.manager
            && self.subresource == other.subresource
            && (self.operation == Operation::Apply || self.api_version == other.api_version)
    }

    fn decode(entry: &Value) -> Result<Self, String> {
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let operation = match entry["operation"].as_str() {
            Some("Apply") => Operation::Apply,
            Some("Update") => Operation::Update,
            _ => return Err("operation must be `Apply` or `Update`".to_owned()),
        };
        let api_version = text("apiVersion");
        if api_version.is_empty() {
            return Err("apiVersion must not be empty".to_owned());
        }
        if entry["fieldsType"] != "FieldsV1" {
            return Err(format!("invalid fieldsType {:?}", text("fieldsType")));
        }
        let fields = match &entry["fieldsV1"] {
            Value::Null => FieldSet::new(),
            fields => FieldSet::from_fields_v1(fields).map_err(|error| error.to_string())?,
        };
        Ok(Self {
            manager: text("manager"),
            operation,
            api_version,
            subresource: text("subresource"),
            time: entry["time"].as_str().map(str::to_owned),
            fields,
        })
    }

    fn encode(&self) -> Value {
        let mut entry = json!({
            "apiVersion": self.api_version,
            "fieldsType": "FieldsV1",
            "fieldsV1": self.fields.to_fields_v1(),
            "operation": self.operation.as_str(),
        });
        let mut put = |key: &str, value: &str| {
            if !value.is_empty() {
                entry[key] = value.into();
            }
        };
        put("manager", &self.manager);
        put("subresource", &self.subresource);
        put("time", self.time.as_deref().unwrap_or_default());
        entry
    }
}

/// The most entries of updates that an object keeps.
const MOST_UPDATERS: usize = 10;

/// All entries of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entries(pub(super) Vec<Entry>);

impl Entries {
    /// Reads `metadata.managedFields` of an object; absent is empty.
    ///
    /// # Errors
    ///
    /// What is wrong with an entry.
    pub(super) fn of(object: &Value) -> Result<Self, String> {
        match &object["metadata"]["managedFields"] {
            Value::Null => Ok(Self::default()),
            Value::Array(entries) => {
                let entries: Result<_, _> = entries.iter().map(Entry::decode).collect();
                entries.map(Self)
            }
            _ => Err("managedFields must be a list".to_owned()),
        }
    }

    /// Follows a type that has made fields atomic since an entry was written. Built-in types never change.
    pub(super) fn follow(&mut self, shape: Shape<'_>) {
        if shape.is_builtin() {
            return;
        }
        for entry in &mut self.0 {
            if let Some(fields) = entry.fields.with_atomic_fields(shape) {
                entry.fields = fields;
            }
        }
    }

    /// Writes `metadata.managedFields` of an object, in the server's order.
    pub(super) fn write(mut self, object: &mut Value) {
        self.0
            .sort_by(|left, right| left.order().cmp(&right.order()));
        let entries: Vec<_> = self.0.iter().map(Entry::encode).collect();
        if entries.is_empty() {
            return clear(object);
        }
        let Some(object) = object.as_object_mut() else {
            return;
        };
        let metadata = object
            .entry("metadata")
            .or_insert_with(|| Map::new().into());
        if let Some(metadata) = metadata.as_object_mut() {
            metadata.insert("managedFields".to_owned(), Value::Array(entries));
        }
    }

    /// Takes the entry of the manager of `entry` out, if there is one.
    pub(super) fn take(&mut self, entry: &Entry) -> Option<Entry> {
        let index = self.0.iter().position(|present| present.is_of(entry))?;
        Some(self.0.remove(index))
    }

    /// Takes fields from every entry; entries without fields vanish.
    pub(super) fn release(&mut self, fields: &FieldSet) {
        if fields.is_empty() {
            return;
        }
        for entry in &mut self.0 {
            entry.fields = entry.fields.difference(fields);
        }
        self.0.retain(|entry| !entry.fields.is_empty());
    }

    /// Merges the oldest entries of updates, by version, until there are few enough.
    pub(super) fn cap_updaters(&mut self) {
        let is_update = |entry: &&Entry| entry.operation == Operation::Update;
        let mut updaters = self.0.iter().filter(is_update).count();
        if updaters <= MOST_UPDATERS {
            return;
        }
        self.0
            .sort_by(|left, right| left.order().cmp(&right.order()));
        let (updates, mut kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|entry| is_update(&entry));
        // The first of a version waits for a second one to be merged with.
        let mut oldest: BTreeMap<String, Entry> = BTreeMap::new();
        for entry in updates {
            if updaters <= MOST_UPDATERS {
                kept.push(entry);
                continue;
            }
            match oldest.get_mut(&entry.api_version) {
                None => {
                    oldest.insert(entry.api_version.clone(), entry);
                }
                Some(first) => {
                    first.fields = first.fields.union(&entry.fields);
                    first.time = entry.time;
                    first.manager = "ancient-changes".to_owned();
                    first.subresource.clear();
                    updaters -= 1;
                }
            }
        }
        self.0 = kept;
        self.0.extend(oldest.into_values());
    }
}

impl Entry {
    /// The order of entries in an object.
    fn order(&self) -> (Operation, &str, &str, &str, &str) {
        (
            self.operation,
            self.time.as_deref().unwrap_or_default(),
            &self.manager,
            &self.api_version,
            &self.subresource,
        )
    }
}

/// Removes `metadata.managedFields`.
pub(super) fn clear(object: &mut Value) {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
}
