//! Which kinds the cluster serves, and definitions for those of others.

use kube_client::Client;
use kube_client::api::{Api, DynamicObject};
use kube_core::{ApiResource, GroupVersionKind};
use oper8_deploy_manager::ObjectKey;
use oper8_schema::kinds;
use serde_json::{Value, json};

use crate::error::{Error, Result};

/// A kind that the cluster serves.
#[derive(Clone, Debug)]
pub(crate) struct Served {
    pub(crate) resource: ApiResource,
    pub(crate) namespaced: bool,
}

impl Served {
    /// The way to the objects of this kind: in a namespace, or in all of them.
    pub(crate) fn api(&self, client: &Client, namespace: Option<&str>) -> Api<DynamicObject> {
        match namespace {
            Some(namespace) if self.namespaced => {
                Api::namespaced_with(client.clone(), namespace, &self.resource)
            }
            _ => Api::all_with(client.clone(), &self.resource),
        }
    }

    /// The key without a namespace that its kind does not have.
    pub(crate) fn key(&self, mut key: ObjectKey) -> ObjectKey {
        if !self.namespaced {
            key.namespace = None;
        }
        key
    }
}

/// Finds a kind in the table of built-in ones, or asks the server.
///
/// # Errors
///
/// [`Error::UnknownKind`] names what the group serves instead.
pub(crate) async fn find(client: &Client, api_version: &str, kind: &str) -> Result<Served> {
    let gvk = gvk(api_version, kind);
    if let Some(known) = kinds::find_object(api_version, kind) {
        return Ok(Served {
            resource: ApiResource::from_gvk_with_plural(&gvk, known.plural),
            namespaced: known.namespaced,
        });
    }
    let shown = format!("{api_version} {kind}");
    let group = match client.list_api_group_resources(api_version).await {
        Ok(group) => group,
        Err(kube_client::Error::Api(status)) if status.code == 404 => {
            return Err(Error::UnknownKind {
                known: nearest(kind),
                kind: shown,
            });
        }
        Err(error) => return Err(Error::refused("find the kind", shown, &error)),
    };
    let mut kinds = group.resources.iter().filter(|it| !it.name.contains('/'));
    match kinds.clone().find(|it| it.kind == kind) {
        Some(found) => Ok(Served {
            resource: ApiResource::from_gvk_with_plural(&gvk, &found.name),
            namespaced: found.namespaced,
        }),
        None => {
            let first = kinds.next().map(|it| it.kind.clone()).unwrap_or_default();
            let rest = kinds.map(|it| format!(", {}", it.kind));
            Err(Error::UnknownKind {
                known: format!("; {api_version} has {first}{}", rest.collect::<String>()),
                kind: shown,
            })
        }
    }
}

/// Where a built-in kind of this name is, for an `apiVersion` that is none.
fn nearest(kind: &str) -> String {
    let mut all = kinds::all().iter();
    let found = all.find(|it| it.kind.eq_ignore_ascii_case(kind));
    found.map_or_else(String::new, |it| {
        format!("; did you mean {} {}?", it.api_version(), it.kind)
    })
}

pub(crate) fn gvk(api_version: &str, kind: &str) -> GroupVersionKind {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    GroupVersionKind::gvk(group, version, kind)
}

/// A definition of a kind whose objects may hold anything.
pub(crate) fn open_definition(resource: &ApiResource) -> Value {
    let ApiResource {
        group,
        version,
        kind,
        plural,
        ..
    } = resource;
    let open = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.{group}")},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {
                "kind": kind,
                "listKind": format!("{kind}List"),
                "plural": plural,
                "singular": kind.to_lowercase(),
            },
            "versions": [{
                "name": version,
                "served": true,
                "storage": true,
                "subresources": {"status": {}},
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "x-kubernetes-preserve-unknown-fields": true,
                    "properties": {"spec": open},
                }},
            }],
        },
    })
}
