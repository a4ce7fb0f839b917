//! What it costs to find that nothing is to be done: 30 ConfigMaps, read from a cache.
#![expect(clippy::unwrap_used, reason = "a bench fails as a test does")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use divan::Bencher;
use http::{Request, Response, StatusCode};
use kube_client::Client;
use kube_client::client::Body;
use oper8_deploy_manager::{
    AnyReader, ApplyOptions, Change, DeployManager as _, DeploySettings, KubeDeployManager,
    ObjectKey, Query, Reader, Result,
};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

const OBJECTS: usize = 30;

fn main() {
    divan::main();
}

struct Cache(HashMap<ObjectKey, Arc<Value>>);

impl Reader for Cache {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        Ok(self.0.get(key).cloned())
    }

    async fn list(&self, _: &Query) -> Result<Vec<Arc<Value>>> {
        Ok(self.0.values().cloned().collect())
    }
}

fn manifest(number: usize) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": format!("settings-{number}"), "namespace": "shop",
            "labels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "one"},
            "annotations": {"oper8.org/internal-name": format!("web.settings-{number}")},
        },
        "data": {"host": "example.org", "port": "8080", "level": "info", "file": "a: 1\nb: 2\n".repeat(20)},
    })
}

fn live(number: usize) -> Value {
    let mut object = manifest(number);
    let metadata = object["metadata"].as_object_mut().unwrap();
    metadata.insert("uid".to_owned(), json!(format!("0b1c-{number}")));
    metadata.insert("resourceVersion".to_owned(), json!("100"));
    metadata.insert(
        "managedFields".to_owned(),
        json!([{
            "manager": "oper8", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
            "fieldsV1": {
                "f:data": {"f:host": {}, "f:port": {}, "f:level": {}, "f:file": {}},
                "f:metadata": {
                    "f:annotations": {"f:oper8.org/internal-name": {}},
                    "f:labels": {"f:app.kubernetes.io/name": {}, "f:app.kubernetes.io/instance": {}},
                },
            },
        }]),
    );
    object
}

struct Case {
    runtime: Runtime,
    manifests: Vec<Value>,
    cache: AnyReader,
    client: Client,
}

impl Case {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().build().unwrap();
        let cache = (0..OBJECTS).map(|number| {
            let object = live(number);
            (ObjectKey::of(&object).unwrap(), Arc::new(object))
        });
        let nowhere = tower::service_fn(|_: Request<Body>| async {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::FORBIDDEN;
            Ok::<_, Infallible>(response)
        });
        let guard = runtime.enter();
        let client = Client::new(nowhere, "default");
        drop(guard);
        Self {
            manifests: (0..OBJECTS).map(manifest).collect(),
            cache: AnyReader::new(Cache(cache.collect())),
            client,
            runtime,
        }
    }

    fn manager(&self) -> KubeDeployManager {
        KubeDeployManager::new(self.client.clone(), &DeploySettings::default())
            .with_reader(self.cache.clone())
    }

    fn apply_all(&self, manager: &KubeDeployManager) {
        self.runtime.block_on(async {
            for manifest in &self.manifests {
                let options = ApplyOptions::default();
                let applied = manager.apply(manifest, &options).await.unwrap();
                assert_eq!(applied.change, Change::Unchanged);
            }
        });
    }
}

/// As after a restart: each manifest is compared by value and ownership.
#[divan::bench]
fn compared(bencher: Bencher<'_, '_>) {
    let case = Case::new();
    bencher.bench_local(|| case.apply_all(&case.manager()));
}

/// As ever after: manifest and version are known to go together.
#[divan::bench]
fn remembered(bencher: Bencher<'_, '_>) {
    let case = Case::new();
    let manager = case.manager();
    bencher.bench_local(|| case.apply_all(&manager));
}
