//! The dump: a real server's discovery and OpenAPI v3 documents, with the descriptions apart.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value, json};

use crate::shell::output;

/// Keys of a schema that say nothing a program needs.
const PROSE: [&str; 4] = ["description", "example", "externalDocs", "title"];

/// Everything that the table is derived from:
///
/// `{"gitVersion", "groups": [{"name", "preferredVersion", "versions": [{"version", "resources": [..]}]}],
/// "schemas": {name: schema}}`, the groups in the server's order, the core group first.
///
/// And beside it what the schemas say of their types and fields: `{name: {field: text}}`.
pub(super) fn dump(kubeconfig: &Path) -> anyhow::Result<(Value, Value)> {
    let server = Server::new(kubeconfig)?;
    let foreign = server.foreign_groups()?;
    let mut groups = vec![server.core_group()?];
    for group in array(&server.get("/apis")?, "groups")? {
        if !foreign.contains(text(group, "name")?) {
            groups.push(server.group(group)?);
        }
    }
    let (mut schemas, mut prose) = (BTreeMap::new(), BTreeMap::new());
    for path in server.documents(&foreign)? {
        let document = server.get(&format!("/openapi/v3/{path}"))?;
        if document["components"]["schemas"].is_null() {
            continue;
        }
        merge_schemas(&mut schemas, &document)
            .with_context(|| format!("in the OpenAPI document of {path}"))?;
        collect_prose(&mut prose, &document);
    }
    let dump = json!({
        "gitVersion": server.get("/version")?["gitVersion"],
        "groups": groups,
        "schemas": schemas,
    });
    Ok((dump, json!(prose)))
}

/// What the types of a document, and their fields, say of themselves; the field of the type itself is empty.
fn collect_prose(prose: &mut BTreeMap<String, BTreeMap<String, String>>, document: &Value) {
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        let own = std::iter::once((String::new(), schema));
        let properties = schema["properties"].as_object().into_iter().flatten();
        let fields = properties.map(|(field, schema)| (field.clone(), schema));
        for (field, schema) in own.chain(fields) {
            if let Some(text) = schema["description"].as_str() {
                let texts = prose.entry(name.clone()).or_default();
                texts.insert(field, text.to_owned());
            }
        }
    }
}

/// A server, asked through kubectl, which knows every way to authenticate.
struct Server {
    kubectl: PathBuf,
    kubeconfig: PathBuf,
}

impl Server {
    fn new(kubeconfig: &Path) -> anyhow::Result<Self> {
        if !kubeconfig.is_file() {
            bail!("there is no kubeconfig {}", kubeconfig.display());
        }
        Ok(Self {
            kubectl: kubectl()?,
            kubeconfig: kubeconfig.to_path_buf(),
        })
    }

    fn get(&self, path: &str) -> anyhow::Result<Value> {
        let mut command = Command::new(&self.kubectl);
        command.arg("--kubeconfig").arg(&self.kubeconfig);
        let text = output({
            command.args(["get", "--raw", path]);
            command
        })?;
        serde_json::from_str(&text).with_context(|| format!("{path} is no JSON"))
    }

    /// The names of the OpenAPI documents, but for those of foreign groups.
    fn documents(&self, foreign: &BTreeSet<String>) -> anyhow::Result<Vec<String>> {
        let index = self.get("/openapi/v3")?;
        let paths = index["paths"]
            .as_object()
            .context("the server's answer has no object `paths`")?;
        let own = paths.keys().filter(|path| {
            let group = path.split('/').nth(1).unwrap_or_default();
            !foreign.contains(group)
        });
        Ok(own.cloned().collect())
    }

    /// The groups that are not the server's own: of CRDs, and those that another server serves.
    fn foreign_groups(&self) -> anyhow::Result<BTreeSet<String>> {
        let crds = self.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")?;
        let services = self.get("/apis/apiregistration.k8s.io/v1/apiservices")?;
        let elsewhere = array(&services, "items")?
            .iter()
            .filter(|item| item["spec"]["service"].is_object());
        array(&crds, "items")?
            .iter()
            .chain(elsewhere)
            .map(|item| Ok(text(&item["spec"], "group")?.to_owned()))
            .collect()
    }

    fn core_group(&self) -> anyhow::Result<Value> {
        let api = self.get("/api")?;
        let versions = array(&api, "versions")?.iter().filter_map(Value::as_str);
        self.versions("", versions.collect())
    }

    fn group(&self, group: &Value) -> anyhow::Result<Value> {
        let versions: anyhow::Result<_> = array(group, "versions")?
            .iter()
            .map(|version| text(version, "version"))
            .collect();
        let mut found = self.versions(text(group, "name")?, versions?)?;
        found["preferredVersion"] = group["preferredVersion"]["version"].clone();
        Ok(found)
    }

    fn versions(&self, group: &str, versions: Vec<&str>) -> anyhow::Result<Value> {
        let preferred = versions.first().copied();
        let mut found = Vec::new();
        for version in versions {
            let list = self.get(&group_path(group, version))?;
            let mut resources = array(&list, "resources")?.clone();
            for resource in resources.iter_mut().filter_map(Value::as_object_mut) {
                // Derived from the kind's name, and of no use to a client.
                resource.remove("storageVersionHash");
            }
            found.push(json!({"version": version, "resources": resources}));
        }
        Ok(json!({"name": group, "preferredVersion": preferred, "versions": found}))
    }
}

/// The kubectl of `KUBEBUILDER_ASSETS`, else that of `PATH`.
fn kubectl() -> anyhow::Result<PathBuf> {
    let assets = std::env::var_os("KUBEBUILDER_ASSETS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    assets
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join("kubectl"))
        .find(|file| file.is_file())
        .context("kubectl is neither in the folder of KUBEBUILDER_ASSETS nor on PATH")
}

fn group_path(group: &str, version: &str) -> String {
    match group {
        "" => format!("/api/{version}"),
        group => format!("/apis/{group}/{version}"),
    }
}

/// Adds the schemas of one document. The same name may occur in many; it must be the same type.
fn merge_schemas(schemas: &mut BTreeMap<String, Value>, document: &Value) -> anyhow::Result<()> {
    let own = document["components"]["schemas"]
        .as_object()
        .context("no components.schemas")?;
    for (name, schema) in own {
        let mut schema = without_prose(schema);
        if let Some(present) = schemas.get_mut(name) {
            // Types of all groups (DeleteOptions, WatchEvent) list only the document's own group.
            let more = take_kinds(&mut schema);
            let mut kinds = take_kinds(present);
            if *present != schema {
                bail!("the schema {name} differs from that of another document");
            }
            kinds.extend(more);
            schema = present.clone();
            put_kinds(&mut schema, kinds);
        }
        schemas.insert(name.clone(), schema);
    }
    Ok(())
}

const KINDS: &str = "x-kubernetes-group-version-kind";

fn take_kinds(schema: &mut Value) -> Vec<Value> {
    let kinds = schema
        .as_object_mut()
        .and_then(|schema| schema.remove(KINDS));
    kinds
        .and_then(|kinds| kinds.as_array().cloned())
        .unwrap_or_default()
}

fn put_kinds(schema: &mut Value, mut kinds: Vec<Value>) {
    kinds.sort_by_key(Value::to_string);
    kinds.dedup();
    if let Some(schema) = schema.as_object_mut().filter(|_| !kinds.is_empty()) {
        schema.insert(KINDS.to_owned(), Value::Array(kinds));
    }
}

/// The schema with its prose left out and its keys sorted; names of properties are no keys of a schema.
fn without_prose(schema: &Value) -> Value {
    let Some(schema) = schema.as_object() else {
        return schema.clone();
    };
    let mut kept = BTreeMap::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            (key, _) if PROSE.contains(&key) => continue,
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), without_prose(schema)))
                .collect::<BTreeMap<_, _>>()
                .into_iter()
                .collect::<Map<_, _>>()
                .into(),
            ("items" | "additionalProperties" | "not", schema) => without_prose(schema),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                schemas.iter().map(without_prose).collect()
            }
            (_, value) => value.clone(),
        };
        kept.insert(key.clone(), value);
    }
    kept.into_iter().collect::<Map<_, _>>().into()
}

fn array<'a>(value: &'a Value, key: &str) -> anyhow::Result<&'a Vec<Value>> {
    value[key]
        .as_array()
        .with_context(|| format!("the server's answer has no list `{key}`"))
}

fn text<'a>(value: &'a Value, key: &str) -> anyhow::Result<&'a str> {
    value[key]
        .as_str()
        .with_context(|| format!("the server's answer has no text `{key}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_named_description_is_kept() {
        let schema = json!({
            "description": "prose",
            "properties": {"description": {"type": "string", "description": "prose"}},
        });
        let expected = json!({"properties": {"description": {"type": "string"}}});
        assert_eq!(without_prose(&schema), expected);
    }

    #[test]
    fn one_name_for_two_types_is_an_error() {
        let mut schemas = BTreeMap::new();
        let document = |kind: &str| json!({"components": {"schemas": {"a": {"type": kind}}}});
        merge_schemas(&mut schemas, &document("string")).unwrap();
        merge_schemas(&mut schemas, &document("string")).unwrap();
        let error = merge_schemas(&mut schemas, &document("object")).unwrap_err();
        assert!(error.to_string().contains("schema a"), "{error}");
    }

    #[test]
    fn kinds_of_a_shared_type_are_united() {
        let mut schemas = BTreeMap::new();
        for kinds in [json!(["x"]), json!(["w", "x"])] {
            let document = json!({"components": {"schemas": {"a": {KINDS: kinds}}}});
            merge_schemas(&mut schemas, &document).unwrap();
        }
        assert_eq!(schemas["a"], json!({KINDS: ["w", "x"]}));
    }
}
