//! `ServiceAccount`: a Pod has an account, with its pull secrets and a token in every container.
//!
//! It is on where workloads are simulated: a bare server has no controller that makes accounts, and envtest turns it off.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Plugin, Request, list_of};
use crate::cluster::{Cluster, random};
use crate::names;
use crate::status::Status;
use crate::store::{GroupResource, Object};

pub(super) struct ServiceAccount;

static ACCOUNTS: LazyLock<GroupResource> =
    LazyLock::new(|| GroupResource::new("", "serviceaccounts"));

/// Where containers look for the token.
const MOUNT_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
/// What the names of volumes with a token begin with.
const VOLUME: &str = "kube-api-access-";
/// The annotation of an account whose Pods may use no Secrets but its own.
const ENFORCED: &str = "kubernetes.io/enforce-mountable-secrets";

impl Plugin for ServiceAccount {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        pod: &mut Value,
    ) -> Result<(), Status> {
        if cluster.settings.simulator.is_none() || !request.creates("", "pods") {
            return Ok(());
        }
        let name = pod["spec"]["serviceAccountName"].as_str();
        let name = name.filter(|name| !name.is_empty()).unwrap_or("default");
        let name = name.to_owned();
        let namespace = request.write.namespace;
        let Some(account) = cluster.store.get(&ACCOUNTS, namespace, &name) else {
            let why = format!(
                "error looking up service account {namespace}/{name}: serviceaccount {name:?} not found"
            );
            return Err(request.refused(pod, &why));
        };
        let spec = &mut pod["spec"];
        spec["serviceAccount"] = name.as_str().into();
        spec["serviceAccountName"] = name.into();
        if mounts_token(&account, spec) {
            mount_token(spec);
        }
        let pull_secrets = &account.value()["imagePullSecrets"];
        let has_none = |list: &Value| list.as_array().is_none_or(Vec::is_empty);
        if has_none(&spec["imagePullSecrets"]) && !has_none(pull_secrets) {
            spec["imagePullSecrets"] = pull_secrets.clone();
        }
        Ok(())
    }

    fn judge(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        pod: &Value,
        _warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        if cluster.settings.simulator.is_none() || !request.creates("", "pods") {
            return Ok(());
        }
        let name = pod["spec"]["serviceAccountName"].as_str();
        let namespace = request.write.namespace;
        let account = cluster
            .store
            .get(&ACCOUNTS, namespace, name.unwrap_or_default());
        match account.filter(|account| is_enforced(account)) {
            Some(account) => foreign_secret(&account, &pod["spec"])
                .map_or(Ok(()), |why| Err(request.refused(pod, &why))),
            None => Ok(()),
        }
    }
}

/// The Pod's word counts, then the account's.
fn mounts_token(account: &Object, spec: &Value) -> bool {
    let told = [spec, account.value()].map(|from| from["automountServiceAccountToken"].as_bool());
    told.into_iter().flatten().next().unwrap_or(true)
}

/// Gives every container the token that has nothing in its place, and the Pod the volume for it.
fn mount_token(spec: &mut Value) {
    let volumes = spec["volumes"].as_array().into_iter().flatten();
    let existing = volumes
        .filter_map(|volume| volume["name"].as_str())
        .find(|name| name.starts_with(VOLUME))
        .map(str::to_owned);
    let is_new = existing.is_none();
    let name = existing.unwrap_or_else(|| names::generate(VOLUME, random()));
    let mut is_needed = false;
    for list in ["initContainers", "containers"] {
        let containers = spec.get_mut(list).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten() {
            let mounts = list_of(container, "volumeMounts");
            if !mounts.iter().any(|mount| mount["mountPath"] == MOUNT_PATH) {
                mounts.push(json!({"name": name, "readOnly": true, "mountPath": MOUNT_PATH}));
                is_needed = true;
            }
        }
    }
    if is_new && is_needed {
        list_of(spec, "volumes").push(json!({"name": name, "projected": {
            "defaultMode": 0o644,
            "sources": [
                {"serviceAccountToken": {"path": "token", "expirationSeconds": 3607}},
                {"configMap": {"name": crate::furnish::ROOT_CA, "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                {"downwardAPI": {"items": [
                    {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}},
                ]}},
            ],
        }}));
    }
}

fn is_enforced(account: &Object) -> bool {
    let told = account.metadata()["annotations"][ENFORCED].as_str();
    told.is_some_and(|told| matches!(told, "1" | "t" | "T" | "TRUE" | "true" | "True"))
}

/// What is said of the first Secret that a Pod uses and its account does not name.
fn foreign_secret(account: &Object, spec: &Value) -> Option<String> {
    let items =
        |value: &'_ Value, field: &str| value[field].as_array().cloned().unwrap_or_default();
    let named = |list: &str, name: &Value| {
        items(account.value(), list)
            .iter()
            .any(|known| known["name"] == *name)
    };
    let whose = account.name();
    let refused = |what: String, name: &Value| {
        (name.is_string() && !named("secrets", name)).then(|| {
            format!(
                "{what}secret.secretName={name} is not allowed because service account {whose} does not reference that secret"
            )
        })
    };
    for volume in items(spec, "volumes") {
        if let Some(why) = refused("volume with ".to_owned(), &volume["secret"]["secretName"]) {
            return Some(why);
        }
    }
    for (list, what) in [
        ("initContainers", "init container"),
        ("containers", "container"),
    ] {
        for container in items(spec, list) {
            let own = container["name"].as_str().unwrap_or_default();
            let variables = items(&container, "env").into_iter().map(|one| {
                let variable = one["name"].as_str().unwrap_or_default();
                let what = format!("{what} {own} with envVar {variable} referencing ");
                (what, one["valueFrom"]["secretKeyRef"]["name"].clone())
            });
            let sources = items(&container, "envFrom").into_iter().map(|one| {
                let what = format!("{what} {own} with envFrom referencing ");
                (what, one["secretRef"]["name"].clone())
            });
            let mut all = variables.chain(sources);
            if let Some(why) = all.find_map(|(what, name)| refused(what, &name)) {
                return Some(why);
            }
        }
    }
    let mut pulls = items(spec, "imagePullSecrets").into_iter().enumerate();
    pulls.find_map(|(index, secret)| {
        let name = &secret["name"];
        (!named("imagePullSecrets", name)).then(|| {
            format!(
                "imagePullSecrets[{index}].name={name} is not allowed because service account {whose} does not reference that imagePullSecret"
            )
        })
    })
}
