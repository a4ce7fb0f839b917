//! A cluster for one vector: an embedded server that knows the kinds of the vector's objects.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kube_client::Client;
use kube_client::api::{Api, ListParams, Patch, PatchParams, PostParams};
use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_apiserver::ApiServer;
use oper8_config::Config;
use oper8_deploy_manager::{DeploySettings, KubeDeployManager};
use oper8_reconcile::{DEFAULT_NAMESPACE, ReconcileManager, crd};
use oper8_schema::kinds;
use serde_json::{Value, json};

use crate::input::Failure;

/// A server without controllers: what is in it is what the vector put there, and what was applied.
pub(crate) struct World {
    client: Client,
    /// The kinds of which the vector has objects, by `apiVersion` and kind.
    kinds: BTreeSet<(String, String)>,
}

impl World {
    /// A server that serves the kinds of `known` and has their namespaces. Nothing of `known` is put there yet.
    pub(crate) async fn new(known: &[&Value]) -> Result<Self, Failure> {
        let server = ApiServer::builder().controllers(false).build();
        let client = Client::new(server.service(), DEFAULT_NAMESPACE);
        let text = |object: &Value, key: &str| object[key].as_str().unwrap_or_default().to_owned();
        let kinds: BTreeSet<_> = known
            .iter()
            .map(|object| (text(object, "apiVersion"), text(object, "kind")))
            .filter(|(version, kind)| !version.is_empty() && !kind.is_empty())
            .collect();
        let world = Self { client, kinds };
        world.define_kinds().await?;
        let namespaces: BTreeSet<_> = known.iter().map(|object| namespace(object)).collect();
        for name in namespaces {
            let object =
                json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
            world.create(&object).await.or_else(if_known)?;
        }
        Ok(world)
    }

    /// Defines the kinds that are not built in; all versions of a kind are one definition.
    async fn define_kinds(&self) -> Result<(), Failure> {
        let mut versions = BTreeMap::<(&str, &str), Vec<&str>>::new();
        for (api_version, kind) in &self.kinds {
            if kinds::find_object(api_version, kind).is_none()
                && let Some((group, version)) = api_version.split_once('/')
            {
                versions.entry((group, kind)).or_default().push(version);
            }
        }
        for ((group, kind), versions) in versions {
            let definition = crd::complete(definition(group, kind, &versions));
            let installed = match definition {
                Ok(definition) => crd::install(self.client.clone(), &definition).await,
                Err(error) => Err(error),
            };
            installed.map_err(|error| Failure::malformed(error.report()))?;
        }
        Ok(())
    }

    /// Puts an object there, with its status.
    pub(crate) async fn put(&self, object: &Value) -> Result<(), Failure> {
        self.create(object).await.map_err(refused)?;
        let Some(status) = object.get("status").filter(|status| !status.is_null()) else {
            return Ok(());
        };
        let patch = Patch::Merge(json!({"status": status}));
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let api = self.api(object);
        let patched = api
            .patch_status(name, &PatchParams::default(), &patch)
            .await;
        patched.map(drop).map_err(refused)
    }

    async fn create(&self, object: &Value) -> Result<(), kube_client::Error> {
        let parsed: DynamicObject =
            serde_json::from_value(object.clone()).map_err(kube_client::Error::SerdeError)?;
        let created = self
            .api(object)
            .create(&PostParams::default(), &parsed)
            .await;
        created.map(drop)
    }

    /// The object as the cluster has it; none where it is not there, or cannot be.
    pub(crate) async fn live(&self, object: &Value) -> Option<Value> {
        let name = object["metadata"]["name"].as_str()?;
        let live = self.api(object).get_opt(name).await.ok()??;
        serde_json::to_value(live).ok()
    }

    /// Replaces a part of an object.
    pub(crate) async fn replace(&self, object: &Value, key: &str) -> Result<(), Failure> {
        let Some(mut live) = self.live(object).await else {
            return Ok(());
        };
        live[key] = object[key].clone();
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let parsed: DynamicObject =
            serde_json::from_value(live).map_err(|error| Failure::malformed(error.to_string()))?;
        let replaced = self
            .api(object)
            .replace(name, &PostParams::default(), &parsed)
            .await;
        replaced.map(drop).map_err(refused)
    }

    /// What exists of the vector's kinds: `<kind>/<name>`, sorted.
    pub(crate) async fn names(&self) -> Result<Vec<String>, Failure> {
        let mut names = BTreeSet::new();
        for (api_version, kind) in &self.kinds {
            let api: Api<DynamicObject> =
                Api::all_with(self.client.clone(), &resource(api_version, kind));
            let list = api.list(&ListParams::default()).await;
            // A kind that no server can serve has no objects.
            let items = list.map_or_else(|_| Vec::new(), |list| list.items);
            for item in items {
                names.insert(format!("{kind}/{}", item.metadata.name.unwrap_or_default()));
            }
        }
        Ok(names.into_iter().collect())
    }

    /// A reconcile manager over the cluster.
    pub(crate) fn manager(&self, config: Config) -> ReconcileManager {
        ReconcileManager::new(self.deploy_manager(&config), Arc::new(config))
    }

    /// A deploy manager over the cluster.
    pub(crate) fn deploy_manager(&self, config: &Config) -> KubeDeployManager {
        KubeDeployManager::new(self.client.clone(), &DeploySettings::from(config))
    }

    fn api(&self, object: &Value) -> Api<DynamicObject> {
        let text = |key: &str| object[key].as_str().unwrap_or_default();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let resource = resource(api_version, kind);
        let built_in = kinds::find_object(api_version, kind);
        match built_in.is_none_or(|kind| kind.namespaced) {
            true => Api::namespaced_with(self.client.clone(), namespace(object), &resource),
            false => Api::all_with(self.client.clone(), &resource),
        }
    }
}

fn if_known(error: kube_client::Error) -> Result<(), Failure> {
    match &error {
        kube_client::Error::Api(status) if status.code == 409 => Ok(()),
        _ => Err(refused(error)),
    }
}

fn refused(error: kube_client::Error) -> Failure {
    Failure::malformed(format!("the server does not take it: {error}"))
}

fn namespace(object: &Value) -> &str {
    let namespace = object["metadata"]["namespace"].as_str();
    namespace.unwrap_or(DEFAULT_NAMESPACE)
}

pub(crate) fn resource(api_version: &str, kind: &str) -> ApiResource {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind))
}

/// A definition that is open for anything.
fn definition(group: &str, kind: &str, versions: &[&str]) -> Value {
    let plural = resource(&format!("{group}/v1"), kind).plural;
    let versions = versions.iter().enumerate().map(|(place, version)| {
        json!({
            "name": version, "served": true, "storage": place == 0,
            "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
        })
    });
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.{group}")},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.to_lowercase(), "listKind": format!("{kind}List")},
            "versions": versions.collect::<Vec<_>>(),
        },
    })
}

/// Runs a future to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Failure::malformed(error.to_string()))?;
    runtime.block_on(future)
}
