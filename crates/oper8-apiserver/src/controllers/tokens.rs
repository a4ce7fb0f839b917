//! Secrets that keep a token of a service account: they are filled, and go with the account.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::access::SECRETS_ISSUER;
use crate::cluster::Cluster;
use crate::handlers::DeleteOptions;
use crate::store::{Change, EventKind, GroupResource, Key, Object};

const KIND: &str = "kubernetes.io/service-account-token";
const NAME: &str = "kubernetes.io/service-account.name";
const UID: &str = "kubernetes.io/service-account.uid";

/// Does what follows from one write.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    let object = &change.event.object;
    let (deleted, key) = (change.event.kind == EventKind::Deleted, &change.key);
    if !key.resource.group.is_empty() {
        return;
    }
    match &*key.resource.resource {
        "secrets" if !deleted && is_token(object) => look_after(cluster, key, object),
        "serviceaccounts" if deleted => {
            let secrets = GroupResource::new("", "secrets");
            let kept = cluster.store.list(&secrets, Some(&key.namespace)).objects;
            for secret in kept.iter().filter(|secret| is_token(secret)) {
                let key = Key {
                    resource: secrets.clone(),
                    namespace: secret.namespace().to_owned(),
                    name: secret.name().to_owned(),
                };
                look_after(cluster, &key, secret);
            }
        }
        _ => {}
    }
}

fn is_token(secret: &Object) -> bool {
    secret.value()["type"] == KIND
}

/// Fills a Secret that is not, and deletes one whose account is not there.
fn look_after(cluster: &Cluster, key: &Key, secret: &Object) {
    let annotations = &secret.value()["metadata"]["annotations"];
    let name = annotations[NAME].as_str().unwrap_or_default();
    let accounts = GroupResource::new("", "serviceaccounts");
    let account = cluster.store.get(&accounts, &key.namespace, name);
    let account = account.filter(|account| {
        let uid = annotations[UID].as_str();
        uid.is_none_or(|uid| uid == account.uid())
    });
    let Some(account) = account else {
        return cluster.control_delete(key, secret.uid(), DeleteOptions::default());
    };
    cluster.control(key, "", |secret| filled(cluster, secret, &account));
}

/// The Secret with what it lacks; `None` where that is nothing.
fn filled(cluster: &Cluster, secret: &Value, account: &Object) -> Option<Value> {
    let has = |field: &str| {
        secret["data"][field]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    };
    let named = secret["metadata"]["annotations"][UID].is_string();
    let authorities = STANDARD.encode(cluster.authorities.text());
    let trusts = authorities.is_empty() || secret["data"]["ca.crt"] == authorities.as_str();
    if named && has("token") && has("namespace") && trusts {
        return None;
    }
    let mut next = secret.clone();
    if !trusts {
        next["data"]["ca.crt"] = authorities.into();
    }
    next["metadata"]["annotations"][UID] = account.uid().into();
    if !has("namespace") {
        next["data"]["namespace"] = STANDARD.encode(account.namespace()).into();
    }
    if !has("token") {
        let secret = secret["metadata"]["name"].as_str().unwrap_or_default();
        let token = cluster.signer.sign(&claims(account, secret));
        next["data"]["token"] = STANDARD.encode(token).into();
    }
    Some(next)
}

fn claims(account: &Object, secret: &str) -> Value {
    let (namespace, name) = (account.namespace(), account.name());
    json!({
        "iss": SECRETS_ISSUER,
        "kubernetes.io/serviceaccount/namespace": namespace,
        "kubernetes.io/serviceaccount/secret.name": secret,
        "kubernetes.io/serviceaccount/service-account.name": name,
        "kubernetes.io/serviceaccount/service-account.uid": account.uid(),
        "sub": format!("system:serviceaccount:{namespace}:{name}"),
    })
}
