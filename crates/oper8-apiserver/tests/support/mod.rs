//! What the tests of background work share: a server in process, and clients of any kind.

#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    clippy::unwrap_used,
    reason = "each test binary uses a part of it, and a failure is a failed test"
)]

use std::time::Duration;

use kube_client::Client;
use kube_client::api::{
    Api, ApiResource, DeleteParams, DynamicObject, Patch, PatchParams, PostParams,
};
use kube_core::GroupVersionKind;
use oper8_apiserver::{ApiServer, Builder};
use serde_json::{Value, json};

/// A server with a client for it.
pub struct Cluster {
    pub server: ApiServer,
    pub client: Client,
}

impl Cluster {
    pub fn new() -> Self {
        Self::build(ApiServer::builder())
    }

    pub fn build(builder: Builder) -> Self {
        let server = builder.build();
        let client = Client::new(server.service(), "default");
        Self { server, client }
    }

    pub fn api(&self, manifest: &Value) -> Api<DynamicObject> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let api_version = text(&manifest["apiVersion"]);
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        let kind = text(&manifest["kind"]);
        let resource = ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, &kind));
        match kind.as_str() {
            "Namespace" | "Node" | "PersistentVolume" | "ClusterRole" => {
                Api::all_with(self.client.clone(), &resource)
            }
            _ => {
                let namespace = manifest["metadata"]["namespace"]
                    .as_str()
                    .unwrap_or("default");
                Api::namespaced_with(self.client.clone(), namespace, &resource)
            }
        }
    }

    pub async fn create(&self, manifest: Value) -> Value {
        let api = self.api(&manifest);
        let object = serde_json::from_value(manifest).unwrap();
        let made = api.create(&PostParams::default(), &object).await.unwrap();
        serde_json::to_value(made).unwrap()
    }

    /// The object as it is now; `None` when it is gone.
    pub async fn get(&self, like: &Value) -> Option<Value> {
        let object = self.api(like).get_opt(name(like)).await.unwrap();
        object.map(|object| serde_json::to_value(object).unwrap())
    }

    pub async fn is_there(&self, like: &Value) -> bool {
        self.get(like).await.is_some()
    }

    pub async fn delete(&self, like: &Value, params: DeleteParams) {
        self.api(like).delete(name(like), &params).await.unwrap();
    }

    pub async fn merge(&self, like: &Value, patch: Value) -> Value {
        let patched = self
            .api(like)
            .patch(name(like), &PatchParams::default(), &Patch::Merge(patch))
            .await
            .unwrap();
        serde_json::to_value(patched).unwrap()
    }

    /// The newest revision of the whole server.
    pub async fn revision(&self) -> String {
        let list = Api::<k8s_openapi::api::core::v1::Namespace>::all(self.client.clone())
            .list_metadata(&kube_client::api::ListParams::default())
            .await
            .unwrap();
        list.metadata.resource_version.unwrap()
    }
}

/// Lets the background work come to rest: the paused clock moves on only when every task waits.
pub async fn settle() {
    pass(1).await;
}

/// Lets the paused clock go on by milliseconds.
pub async fn pass(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

pub fn name(manifest: &Value) -> &str {
    manifest["metadata"]["name"].as_str().unwrap()
}

pub fn config_map(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}})
}

/// The same manifest with owners.
pub fn owned(mut manifest: Value, owners: &[&Value]) -> Value {
    manifest["metadata"]["ownerReferences"] = owners.iter().map(|owner| reference(owner)).collect();
    manifest
}

pub fn reference(owner: &Value) -> Value {
    json!({
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
        "controller": true,
        "blockOwnerDeletion": true,
    })
}

/// A runtime of its own, with the clock paused.
pub fn paused_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}
