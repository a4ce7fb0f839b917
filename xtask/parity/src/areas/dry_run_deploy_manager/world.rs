//! The server of a vector: its namespaces, and definitions of the kinds that no server knows.

use std::collections::{BTreeMap, BTreeSet};

use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{
    ApplyOptions, DeployError, DeployManager as _, DeploySettings, KubeDeployManager, ObjectKey,
    OwnerReferences,
};
use oper8_schema::kinds;
use serde_json::{Value, json};

use crate::input::Failure;

/// The group that stands for one in which no kind can be defined, such as the core group.
const GROUP: &str = "parity.example.com";

/// A server, and how names of a vector are written for it.
pub(super) struct World {
    /// A deploy manager without an owner.
    pub(super) manager: KubeDeployManager,
    /// The kinds of the vector, each with the versions in which it names them.
    kinds: BTreeMap<String, BTreeSet<String>>,
    // The server lives as long as its clients.
    _server: ApiServer,
}

impl World {
    /// A server with every namespace and kind that a vector names.
    pub(super) async fn of(input: &Value) -> Result<Self, Failure> {
        let server = ApiServer::builder().controllers(false).build();
        let client = kube_client::Client::new(server.service(), "default");
        let mut world = Self {
            manager: KubeDeployManager::new(client, &DeploySettings::default()),
            kinds: BTreeMap::new(),
            _server: server,
        };
        let mut seen = Seen::default();
        seen.note(input);
        for namespace in &seen.namespaces {
            let metadata = json!({"name": namespace});
            let manifest = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata});
            world.install(&manifest).await?;
        }
        for definition in definitions(&seen) {
            world.install(&definition).await?;
        }
        world.kinds = seen.kinds;
        Ok(world)
    }

    async fn install(&self, manifest: &Value) -> Result<(), Failure> {
        let options = ApplyOptions::default().owner(OwnerReferences::Leave);
        let applied = self.manager.apply(manifest, &options).await;
        applied.map(drop).map_err(|error| failure(&error))
    }

    /// A manifest as it is written for the server.
    pub(super) fn manifest(&self, object: &Value) -> Value {
        let mut object = object.clone();
        if let (Some(version), Some(kind)) =
            (object["apiVersion"].as_str(), object["kind"].as_str())
        {
            object["apiVersion"] = served(version, kind).into();
        }
        object
    }

    /// An object as the vector writes it.
    pub(super) fn object(&self, object: &Value) -> Value {
        let mut object = object.clone();
        let known = object["kind"]
            .as_str()
            .and_then(|kind| self.kinds.get(kind));
        let written = known.and_then(|versions| {
            let kind = object["kind"].as_str().unwrap_or_default();
            let version = object["apiVersion"].as_str()?;
            versions
                .iter()
                .find(|it| served(it, kind) == version)
                .cloned()
        });
        if let Some(written) = written {
            object["apiVersion"] = written.into();
        }
        object
    }

    /// The versions in which the vector names a kind, as the server knows them; `version` alone where one is given.
    pub(super) fn versions(&self, kind: &str, version: Option<&str>) -> Vec<String> {
        match version {
            Some(version) => vec![served(version, kind)],
            None => {
                let known = self.kinds.get(kind).into_iter().flatten();
                known.map(|version| served(version, kind)).collect()
            }
        }
    }

    /// The keys that an operation may mean.
    pub(super) fn keys(&self, step: &Value) -> Vec<ObjectKey> {
        let text = |name: &str| step[name].as_str().unwrap_or_default();
        let versions = self.versions(text("kind"), step["api_version"].as_str());
        let key = |version: &String| {
            ObjectKey::new(
                version,
                text("kind"),
                step["namespace"].as_str(),
                text("name"),
            )
        };
        versions.iter().map(key).collect()
    }
}

/// An error of the deploy manager, as the reference would call it.
pub(super) fn failure(error: &DeployError) -> Failure {
    match error {
        DeployError::Manifest { .. } | DeployError::Owner { .. } => {
            Failure::error("AssertionError", error)
        }
        _ => Failure::error("ClusterError", error),
    }
}

/// The `apiVersion` under which the server serves a kind.
pub(super) fn served(version: &str, kind: &str) -> String {
    if kinds::find_object(version, kind).is_some() {
        return version.to_owned();
    }
    match version.split_once('/') {
        Some((group, _)) if group.contains('.') && !group.ends_with(".k8s.io") => {
            version.to_owned()
        }
        Some((group, version)) => format!("{group}.{GROUP}/{version}"),
        None => format!("{GROUP}/{version}"),
    }
}

/// What a vector names.
#[derive(Default)]
struct Seen {
    namespaces: BTreeSet<String>,
    kinds: BTreeMap<String, BTreeSet<String>>,
    namespaced: BTreeSet<String>,
}

impl Seen {
    /// Notes everything that looks like an object or an operation, wherever it is.
    fn note(&mut self, value: &Value) {
        if let Some(kind) = value.get("kind").and_then(Value::as_str) {
            let version = value.get("apiVersion").or_else(|| value.get("api_version"));
            if let Some(version) = version.and_then(Value::as_str) {
                let versions = self.kinds.entry(kind.to_owned()).or_default();
                versions.insert(version.to_owned());
            }
            let namespace = value.pointer("/metadata/namespace");
            let namespace = namespace.or_else(|| value.get("namespace"));
            if let Some(namespace) = namespace
                .and_then(Value::as_str)
                .filter(|it| !it.is_empty())
            {
                self.namespaced.insert(kind.to_owned());
                self.namespaces.insert(namespace.to_owned());
            }
        }
        match value {
            Value::Object(fields) => fields.values().for_each(|value| self.note(value)),
            Value::Array(items) => items.iter().for_each(|value| self.note(value)),
            _ => {}
        }
    }
}

/// Definitions of the kinds that Kubernetes does not have; any field is kept, and the status is one of them.
fn definitions(seen: &Seen) -> Vec<Value> {
    let mut found: BTreeMap<(String, &str), BTreeSet<String>> = BTreeMap::new();
    for (kind, versions) in &seen.kinds {
        for version in versions.iter().map(|version| served(version, kind)) {
            if kinds::find_object(&version, kind).is_some() {
                continue;
            }
            if let Some((group, version)) = version.split_once('/') {
                let versions = found.entry((group.to_owned(), kind)).or_default();
                versions.insert(version.to_owned());
            }
        }
    }
    let found = found.iter();
    found
        .map(|((group, kind), versions)| definition(group, kind, versions, seen))
        .collect()
}

fn definition(group: &str, kind: &str, versions: &BTreeSet<String>, seen: &Seen) -> Value {
    let singular = kind.to_lowercase();
    let free = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let last = versions.last();
    let versions = versions.iter().map(|version| {
        json!({
            "name": version, "served": true, "storage": Some(version) == last,
            "schema": {"openAPIV3Schema": free},
        })
    });
    let scope = if seen.namespaced.contains(kind) {
        "Namespaced"
    } else {
        "Cluster"
    };
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{singular}s.{group}")},
        "spec": {
            "group": group, "scope": scope, "versions": versions.collect::<Value>(),
            "names": {
                "plural": format!("{singular}s"), "singular": singular, "kind": kind, "listKind": format!("{kind}List"),
            },
        },
    })
}
