//! The schemas of custom kinds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::http::{Http, Task, encode};
use crate::ObjectKey;

const DEFINITIONS: &str = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/// The structural schemas of custom kinds, asked for when a decision depends on one.
pub(crate) struct Schemas {
    http: Http,
    known: Mutex<HashMap<(String, String), Arc<Value>>>,
}

impl Schemas {
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            known: Mutex::default(),
        }
    }

    /// The schema of the kind of `key`; `None` when the server does not tell it, or not yet.
    pub(crate) async fn get(&self, key: &ObjectKey, plural: &str) -> Option<Arc<Value>> {
        let id = (key.api_version.clone(), key.kind.clone());
        let known = self.with(|known| known.get(&id).cloned());
        if known.is_some() {
            return known;
        }
        let schema = Arc::new(self.ask(key, plural).await?);
        self.with(|known| known.insert(id, schema.clone()));
        Some(schema)
    }

    /// Forgets the schema, so that it is asked for again: its definition may have changed.
    pub(crate) fn forget(&self, key: &ObjectKey) {
        let id = (key.api_version.clone(), key.kind.clone());
        self.with(|known| known.remove(&id));
    }

    /// Asks for the published schema, which everybody may read; where that is not there, or not yet, for the definition.
    async fn ask(&self, key: &ObjectKey, plural: &str) -> Option<Value> {
        let (group, version) = (key.group(), key.version());
        let published = format!("/openapi/v3/apis/{}/{}", encode(group), encode(version));
        if let Some(mut document) = self.document(key, &published).await
            && let Some(schema) = published_schema(&mut document, key)
        {
            return Some(schema);
        }
        let definition = format!("{DEFINITIONS}/{}.{}", encode(plural), encode(group));
        defined_schema(&mut self.document(key, &definition).await?, version)
    }

    async fn document(&self, key: &ObjectKey, uri: &str) -> Option<Value> {
        let text = format!("the schema of {}/{}", key.api_version, key.kind);
        let task = Task {
            verb: "get",
            object: &text,
        };
        match self.http.get(task, uri).await {
            Ok(document) => Some(document),
            Err(error) => {
                tracing::debug!(error = %error, "the schema of a custom kind is not there");
                None
            }
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<(String, String), Arc<Value>>) -> T) -> T {
        act(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Takes the schema of a version out of a custom resource definition.
fn defined_schema(definition: &mut Value, version: &str) -> Option<Value> {
    definition
        .pointer_mut("/spec/versions")?
        .as_array_mut()?
        .iter_mut()
        .find(|it| it.get("name").and_then(Value::as_str) == Some(version))?
        .pointer_mut("/schema/openAPIV3Schema")
        .map(Value::take)
}

/// Takes the schema of a kind out of an OpenAPI v3 document.
fn published_schema(document: &mut Value, key: &ObjectKey) -> Option<Value> {
    let schemas = document
        .pointer_mut("/components/schemas")?
        .as_object_mut()?;
    schemas
        .values_mut()
        .find(|schema| {
            let kinds = schema
                .get("x-kubernetes-group-version-kind")
                .and_then(Value::as_array);
            kinds.is_some_and(|kinds| {
                kinds.iter().any(|it| {
                    let is = |name: &str, text: &str| {
                        it.get(name).and_then(Value::as_str).unwrap_or_default() == text
                    };
                    is("group", key.group())
                        && is("version", key.version())
                        && is("kind", &key.kind)
                })
            })
        })
        .map(Value::take)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_is_found_in_its_definition() {
        let version = |name: &str| json!({"name": name, "schema": {"openAPIV3Schema": {"type": "object", "description": name}}});
        let mut definition = json!({"spec": {"versions": [version("v1"), version("v2")]}});
        assert_eq!(
            defined_schema(&mut definition.clone(), "v2"),
            Some(json!({"type": "object", "description": "v2"}))
        );
        assert_eq!(defined_schema(&mut definition, "v3"), None);
    }

    #[test]
    fn a_schema_is_found_by_its_kind() {
        let schema = |kind: &str| {
            json!({
                "type": "object",
                "x-kubernetes-group-version-kind": [{"group": "a.org", "version": "v1", "kind": kind}],
            })
        };
        let mut document = json!({"components": {"schemas": {
            "org.a.v1.A": schema("A"), "org.a.v1.AList": schema("AList"), "other": {"type": "object"},
        }}});
        let key = ObjectKey::new("a.org/v1", "AList", None, "x");
        assert_eq!(
            published_schema(&mut document.clone(), &key),
            Some(schema("AList"))
        );
        let key = ObjectKey::new("a.org/v2", "A", None, "x");
        assert_eq!(published_schema(&mut document, &key), None);
    }
}
