//! Custom resource definitions: what the framework needs in them, and installing them.

use std::time::Duration;

use kube_client::Client;
use kube_client::api::{Api, Patch, PatchParams};
use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_deploy_manager::FIELD_MANAGER;
use oper8_status::status_schema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};

/// How soon [`install`] first asks again whether a definition is established, each time waiting twice as long; and how long it
/// asks at most.
const FIRST_POLL: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(30);

/// Completes a CustomResourceDefinition with what the framework needs, in every version of it: the status subresource and the
/// schema of the status; `configOverrides` beside `spec` and in it, open for anything; printer columns. Without them a real
/// server drops the status and the overrides. What the definition says itself stays.
///
/// `crd` is what `CustomResourceExt::crd()` of the `kube` derive gives, or any other whole definition of `apiextensions.k8s.io/v1`.
///
/// # Errors
///
/// [`Error::Config`] when it is no such definition, or a version of it has no schema.
///
/// # Examples
///
/// ```
/// use oper8_reconcile::crd;
/// use serde_json::json;
///
/// let definition = crd::complete(json!({
///     "apiVersion": "apiextensions.k8s.io/v1",
///     "kind": "CustomResourceDefinition",
///     "metadata": {"name": "sites.demo.oper8.org"},
///     "spec": {
///         "group": "demo.oper8.org",
///         "scope": "Namespaced",
///         "names": {"kind": "Site", "plural": "sites", "singular": "site"},
///         "versions": [{
///             "name": "v1", "served": true, "storage": true,
///             "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object"}}}},
///         }],
///     },
/// }))?;
/// assert_eq!(definition["spec"]["versions"][0]["subresources"]["status"], json!({}));
/// # Ok::<(), oper8_reconcile::Error>(())
/// ```
pub fn complete(crd: impl Serialize) -> Result<Value> {
    let mut crd = serde_json::to_value(crd)?;
    if crd["kind"] != "CustomResourceDefinition" {
        return Err(Error::Config(
            "this is no CustomResourceDefinition".to_owned(),
        ));
    }
    let name = crd["metadata"]["name"].as_str().unwrap_or("?").to_owned();
    let versions = crd
        .pointer_mut("/spec/versions")
        .and_then(Value::as_array_mut);
    let Some(versions) = versions else {
        return Err(Error::Config(format!(
            "definition {name} has no spec.versions"
        )));
    };
    for version in versions {
        complete_version(version).ok_or_else(|| {
            let version = version["name"].as_str().unwrap_or("?");
            Error::Config(format!(
                "definition {name} has no schema of an object in version {version}"
            ))
        })?;
    }
    if let Some(crd) = crd.as_object_mut() {
        crd.remove("status");
    }
    Ok(crd)
}

/// `None` when the version has no schema of an object.
fn complete_version(version: &mut Value) -> Option<()> {
    let schema = version
        .pointer_mut("/schema/openAPIV3Schema")?
        .as_object_mut()?;
    let properties = object(schema, "properties")?;
    let status = properties.entry("status").or_insert(Value::Null);
    complete_status(status);
    properties
        .entry("configOverrides")
        .or_insert_with(overrides_schema);
    if let Some(spec) = properties.get_mut("spec").and_then(Value::as_object_mut)
        && !spec.contains_key("additionalProperties")
    {
        object(spec, "properties")?
            .entry("configOverrides")
            .or_insert_with(overrides_schema);
    }
    let version = version.as_object_mut()?;
    object(version, "subresources")?
        .entry("status")
        .or_insert_with(|| json!({}));
    add_columns(
        version
            .entry("additionalPrinterColumns")
            .or_insert_with(|| json!([])),
    );
    Some(())
}

/// The framework's fields, beside those that the author has declared.
fn complete_status(status: &mut Value) {
    let mut complete = status_schema();
    let declared = status.get("properties").and_then(Value::as_object);
    if let (Some(declared), Some(known)) = (declared, complete["properties"].as_object_mut()) {
        for (name, schema) in declared {
            known.entry(name).or_insert_with(|| schema.clone());
        }
    }
    *status = complete;
}

fn overrides_schema() -> Value {
    json!({
        "type": "object",
        "description": "Overrides of the operator's configuration for this resource.",
        "x-kubernetes-preserve-unknown-fields": true,
    })
}

fn add_columns(columns: &mut Value) {
    let condition =
        |kind: &str, field: &str| format!(".status.conditions[?(@.type==\"{kind}\")].{field}");
    let wanted = [
        ("Ready", "string", condition("Ready", "status")),
        ("Reason", "string", condition("Ready", "reason")),
        ("Updating", "string", condition("Updating", "reason")),
        (
            "Version",
            "string",
            ".status.versions.reconciled".to_owned(),
        ),
        ("Age", "date", ".metadata.creationTimestamp".to_owned()),
    ];
    let Some(columns) = columns.as_array_mut() else {
        return;
    };
    for (name, kind, path) in wanted {
        if !columns.iter().any(|column| column["name"] == name) {
            columns.push(json!({"name": name, "type": kind, "jsonPath": path}));
        }
    }
}

/// The map at `key`, made where nothing or null is; `None` where something else is.
fn object<'a>(parent: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    let value = parent.entry(key).or_insert(Value::Null);
    if value.is_null() {
        *value = json!({});
    }
    value.as_object_mut()
}

/// Applies a definition to the cluster, and waits until the server serves its kind; 30 s at most. What may pass is tried again
/// until then: a conflict with another that installs it at the same time, a server that has too much to do.
///
/// # Errors
///
/// [`Error::Cluster`] when the server refuses the definition, or its names are taken, or it takes too long.
pub async fn install(client: Client, crd: &Value) -> Result<()> {
    let name = crd["metadata"]["name"].as_str().unwrap_or_default();
    let mut poll = FIRST_POLL;
    let mut applied = false;
    let patience = tokio::time::Instant::now() + PATIENCE;
    loop {
        let problem = match serves(&client, name, crd, &mut applied).await {
            Ok(Served::Yes) => return Ok(()),
            Ok(Served::Never(reason)) => {
                return Err(Error::Cluster(format!(
                    "definition {name} is not accepted: {reason}"
                )));
            }
            Ok(Served::NotYet) => "not established and served".to_owned(),
            Err(error) if may_pass(&error) => explain(&error),
            Err(error) => {
                let error = explain(&error);
                return Err(Error::Cluster(format!("definition {name}: {error}")));
            }
        };
        if tokio::time::Instant::now() >= patience {
            return Err(Error::Cluster(format!(
                "definition {name} is not there after {} s: {problem}",
                PATIENCE.as_secs()
            )));
        }
        tokio::time::sleep(poll).await;
        poll = poll.saturating_mul(2).min(Duration::from_secs(1));
    }
}

/// Whether a definition's kind is served.
enum Served {
    Yes,
    NotYet,
    /// The server does not accept the definition, and why.
    Never(String),
}

/// Asks whether the kind of a definition is served; applies the definition unless that has been done.
async fn serves(
    client: &Client,
    name: &str,
    crd: &Value,
    applied: &mut bool,
) -> Result<Served, kube_client::Error> {
    let kind = GroupVersionKind::gvk("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    let api: Api<DynamicObject> = Api::all_with(client.clone(), &ApiResource::from_gvk(&kind));
    let live = if *applied {
        api.get(name).await?
    } else {
        let params = PatchParams::apply(FIELD_MANAGER).force();
        api.patch(name, &params, &Patch::Apply(crd)).await?
    };
    *applied = true;
    if is_true(&live, "Established") && is_served(client, crd).await? {
        return Ok(Served::Yes);
    }
    Ok(refusal(&live).map_or(Served::NotYet, Served::Never))
}

/// Whether the same request may succeed later.
fn may_pass(error: &kube_client::Error) -> bool {
    match error {
        kube_client::Error::Api(status) => {
            matches!(status.code, 409 | 429 | 502 | 503 | 504)
        }
        _ => false,
    }
}

/// Whether the server lists the kind in all versions in which it is to serve it; that may come later than it says.
async fn is_served(client: &Client, crd: &Value) -> Result<bool, kube_client::Error> {
    let spec = &crd["spec"];
    let group = spec["group"].as_str().unwrap_or_default();
    let versions = spec["versions"].as_array().into_iter().flatten();
    for version in versions.filter(|version| version["served"] == true) {
        let version = version["name"].as_str().unwrap_or_default();
        let api_version = format!("{group}/{version}");
        let is_listed = match client.list_api_group_resources(&api_version).await {
            Ok(list) => list
                .resources
                .iter()
                .any(|it| spec["names"]["plural"] == it.name.as_str()),
            // By its code: `Status::is_not_found` of kube-core 5.0.0 does not know the plain 404 of an unserved group.
            Err(kube_client::Error::Api(status)) if status.code == 404 => false,
            Err(error) => return Err(error),
        };
        if !is_listed {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The server's own words where it has answered; the client repeats them with the whole answer.
fn explain(error: &kube_client::Error) -> String {
    match error {
        kube_client::Error::Api(status) => status.message.clone(),
        other => crate::report(other),
    }
}

fn conditions(crd: &DynamicObject) -> impl Iterator<Item = &Value> {
    crd.data
        .pointer("/status/conditions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn is_true(crd: &DynamicObject, condition: &str) -> bool {
    conditions(crd).any(|it| it["type"] == condition && it["status"] == "True")
}

/// Why the server does not accept the names of a definition.
fn refusal(crd: &DynamicObject) -> Option<String> {
    let mut conditions = conditions(crd);
    let refused = conditions.find(|it| it["type"] == "NamesAccepted" && it["status"] == "False")?;
    Some(
        refused["message"]
            .as_str()
            .unwrap_or("its names are taken")
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(version: Value) -> Value {
        json!({
            "kind": "CustomResourceDefinition",
            "metadata": {"name": "sites.demo.oper8.org"},
            "spec": {"versions": [version]},
            "status": {"acceptedNames": {}},
        })
    }

    fn completed(version: Value) -> Value {
        complete(definition(version)).unwrap()["spec"]["versions"][0].clone()
    }

    #[test]
    fn status_and_overrides_are_added_in_every_version() {
        let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object"}}}});
        let version = completed(json!({"name": "v1", "schema": schema}));
        let properties = &version["schema"]["openAPIV3Schema"]["properties"];
        assert_eq!(properties["status"], status_schema());
        assert_eq!(properties["configOverrides"], overrides_schema());
        assert_eq!(
            properties["spec"]["properties"]["configOverrides"],
            overrides_schema()
        );
        assert_eq!(version["subresources"], json!({"status": {}}));
        let names: Vec<_> = version["additionalPrinterColumns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["name"])
            .collect();
        assert_eq!(names, ["Ready", "Reason", "Updating", "Version", "Age"]);
    }

    #[test]
    fn what_the_author_declared_stays() {
        let version = completed(json!({
            "name": "v1",
            "subresources": {"scale": {"specReplicasPath": ".spec.replicas"}},
            "additionalPrinterColumns": [{"name": "Ready", "type": "integer", "jsonPath": ".status.own"}],
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "properties": {"configOverrides": {"type": "string"}}},
                "status": {"type": "object", "properties": {"own": {"type": "integer"}}},
            }}},
        }));
        let properties = &version["schema"]["openAPIV3Schema"]["properties"];
        assert_eq!(
            properties["status"]["properties"]["own"],
            json!({"type": "integer"})
        );
        assert_eq!(
            properties["status"]["properties"]["conditions"],
            status_schema()["properties"]["conditions"]
        );
        assert_eq!(
            properties["spec"]["properties"]["configOverrides"],
            json!({"type": "string"})
        );
        assert_eq!(
            version["subresources"]["scale"]["specReplicasPath"],
            ".spec.replicas"
        );
        assert_eq!(
            version["additionalPrinterColumns"][0]["jsonPath"],
            ".status.own"
        );
        assert_eq!(
            version["additionalPrinterColumns"]
                .as_array()
                .unwrap()
                .len(),
            5
        );
    }

    #[test]
    fn a_spec_that_is_a_map_stays_one() {
        let spec = json!({"type": "object", "additionalProperties": {"type": "string"}});
        let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}});
        let version = completed(json!({"name": "v1", "schema": schema}));
        assert_eq!(
            version["schema"]["openAPIV3Schema"]["properties"]["spec"],
            spec
        );
    }

    #[test]
    fn completing_twice_changes_nothing_more() {
        let schema = json!({"openAPIV3Schema": {"type": "object"}});
        let once = complete(definition(json!({"name": "v1", "schema": schema}))).unwrap();
        assert_eq!(complete(&once).unwrap(), once);
    }

    #[test]
    fn other_objects_and_versions_without_a_schema_are_refused() {
        assert!(complete(json!({"kind": "ConfigMap"})).is_err());
        let error = complete(definition(json!({"name": "v2"}))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "definition sites.demo.oper8.org has no schema of an object in version v2"
        );
    }
}
