//! The kinds that discovery names, and where their types are.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::model::{Model, NodeId};

/// Groups and kinds as the dump has them.
pub(super) struct Discovery {
    groups: Vec<Group>,
    /// The schema of each group, version and kind.
    schemas: BTreeMap<(String, String, String), String>,
}

/// One group of the server.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) preferred: String,
    pub(super) versions: Vec<Version>,
}

/// One version of a group.
#[derive(Clone)]
pub(super) struct Version {
    pub(super) name: String,
    pub(super) kinds: Vec<Kind>,
}

/// One kind that is a resource of its own.
#[derive(Clone)]
pub(super) struct Kind {
    pub(super) resource: Resource,
    pub(super) plural: String,
    pub(super) singular: String,
    pub(super) namespaced: bool,
    pub(super) short_names: Vec<String>,
    pub(super) categories: Vec<String>,
    /// The kind of a list of these, where they can be listed.
    pub(super) list_kind: Option<String>,
    pub(super) subresources: Vec<Subresource>,
}

/// A part of a resource with a path of its own.
#[derive(Clone)]
pub(super) struct Subresource {
    pub(super) name: String,
    pub(super) resource: Resource,
}

/// What a path takes and gives, and what it allows.
#[derive(Clone)]
pub(super) struct Resource {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
    pub(super) verbs: Vec<String>,
    pub(super) node: Option<NodeId>,
}

impl Discovery {
    pub(super) fn of(dump: &Value) -> anyhow::Result<Self> {
        let mut schemas = BTreeMap::new();
        for (name, schema) in dump["schemas"].as_object().context("no schemas")? {
            for kind in list(schema, "x-kubernetes-group-version-kind") {
                let key = (
                    text(kind, "group")?,
                    text(kind, "version")?,
                    text(kind, "kind")?,
                );
                if let Some(other) = schemas.insert(key, name.clone()) {
                    bail!("{name} and {other} are both the schema of {kind}");
                }
            }
        }
        let groups: anyhow::Result<_> = list(dump, "groups").map(group).collect();
        Ok(Self {
            groups: groups?,
            schemas,
        })
    }

    /// The groups, every kind with its type in the model.
    pub(super) fn resolve(mut self, model: &mut Model<'_>) -> anyhow::Result<Vec<Group>> {
        let versions = self.groups.iter_mut().flat_map(|group| &mut group.versions);
        for kind in versions.flat_map(|version| &mut version.kinds) {
            let list = (
                kind.resource.group.clone(),
                kind.resource.version.clone(),
                format!("{}List", kind.resource.kind),
            );
            if self.schemas.contains_key(&list) {
                kind.list_kind = Some(list.2);
            }
            let parts = kind.subresources.iter_mut().map(|part| &mut part.resource);
            for resource in std::iter::once(&mut kind.resource).chain(parts) {
                let key = (
                    resource.group.clone(),
                    resource.version.clone(),
                    resource.kind.clone(),
                );
                // Options of a connection (PodExecOptions) have no schema: they come as a query.
                if let Some(schema) = self.schemas.get(&key) {
                    resource.node = Some(model.definition(schema)?);
                }
            }
        }
        Ok(self.groups)
    }
}

fn group(value: &Value) -> anyhow::Result<Group> {
    let name = text(value, "name")?;
    let versions: anyhow::Result<_> = list(value, "versions")
        .map(|version| self::version(&name, version))
        .collect();
    Ok(Group {
        preferred: text(value, "preferredVersion")?,
        versions: versions?,
        name,
    })
}

fn version(group: &str, value: &Value) -> anyhow::Result<Version> {
    let name = text(value, "version")?;
    let mut kinds: Vec<Kind> = Vec::new();
    let mut parts = Vec::new();
    for entry in list(value, "resources") {
        let path = text(entry, "name")?;
        let resource = resource(group, &name, entry)?;
        match path.split_once('/') {
            None => kinds.push(kind(resource, path, entry)?),
            Some((plural, part)) => parts.push((plural.to_owned(), part.to_owned(), resource)),
        }
    }
    for (plural, name, resource) in parts {
        let kind = kinds.iter_mut().find(|kind| kind.plural == plural);
        kind.with_context(|| format!("{plural}/{name} is a part of no resource"))?
            .subresources
            .push(Subresource { name, resource });
    }
    Ok(Version { name, kinds })
}

fn resource(group: &str, version: &str, entry: &Value) -> anyhow::Result<Resource> {
    let own = |key: &str, default: &str| entry[key].as_str().unwrap_or(default).to_owned();
    // A part may be a kind of another group (Scale); then both are named, and the group may be the core one.
    let foreign = entry["version"].is_string();
    Ok(Resource {
        group: own("group", if foreign { "" } else { group }),
        version: own("version", version),
        kind: text(entry, "kind")?,
        verbs: texts(entry, "verbs"),
        node: None,
    })
}

fn kind(resource: Resource, plural: String, entry: &Value) -> anyhow::Result<Kind> {
    Ok(Kind {
        singular: text(entry, "singularName")?,
        namespaced: entry["namespaced"].as_bool().context("no scope")?,
        short_names: texts(entry, "shortNames"),
        categories: texts(entry, "categories"),
        list_kind: None,
        subresources: Vec::new(),
        resource,
        plural,
    })
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[key].as_array().into_iter().flatten()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn text(value: &Value, key: &str) -> anyhow::Result<String> {
    let text = value[key].as_str();
    Ok(text
        .with_context(|| format!("no text `{key}` in {value}"))?
        .to_owned())
}
