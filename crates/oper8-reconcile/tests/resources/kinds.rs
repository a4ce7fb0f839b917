//! Kinds: of the whole cluster, installed, typed, and unnamed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use oper8_apiserver::faults::{Requests, Rule, Verb};
use oper8_reconcile::{
    AnyController, Completion, Component, Components, Controller, Error, Requeue, Result, Session,
    crd,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::cluster::{GROUP, resource};
use crate::support::{Cluster, Part, each, faulty};

/// A controller of a kind that belongs to the whole cluster.
struct Zones;

impl Controller for Zones {
    type Resource = kube_core::DynamicObject;

    fn api_resource(&self) -> kube_core::discovery::ApiResource {
        resource("zones.oper8.test", "v1", "Zone")
    }

    async fn setup_components(
        &self,
        _cr: &kube_core::DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add(Part::new("zone-map")).map(drop)
    }
}

fn zone_definition() -> Value {
    crd::complete(json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "zones.zones.oper8.test"},
        "spec": {
            "group": "zones.oper8.test",
            "scope": "Cluster",
            "names": {"kind": "Zone", "listKind": "ZoneList", "plural": "zones", "singular": "zone"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object"}},
            }],
        },
    }))
    .unwrap()
}

#[tokio::test]
async fn a_resource_of_the_whole_cluster_has_a_key_without_a_namespace() {
    faulty(async |cluster, _| {
        crd::install(cluster.client.clone(), &zone_definition())
            .await
            .unwrap();
        let kind = resource("zones.oper8.test", "v1", "Zone");
        let api = kube_client::api::Api::<kube_core::DynamicObject>::all_with(
            cluster.client.clone(),
            &kind,
        );
        let made = api
            .create(
                &kube_client::api::PostParams::default(),
                &kube_core::DynamicObject::new("north", &kind),
            )
            .await
            .unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let keys = Arc::clone(&seen);
        let manager = cluster.manager().with_observer(Arc::new(move |session, _| {
            keys.lock().unwrap().push(session.cr_key());
        }));
        let controller = AnyController::new(Zones).unwrap();
        let done = manager
            .reconcile(&controller, serde_json::to_value(made).unwrap())
            .await;
        assert!(done.is_complete(), "{:?}", done.failure);

        let expected = oper8_deploy_manager::ObjectKey::new(
            "zones.oper8.test/v1",
            "Zone",
            None::<&str>,
            "north",
        );
        let keys = seen.lock().unwrap().clone();
        assert!(!keys.is_empty() && keys.iter().all(|key| *key == expected));
        let zone = serde_json::to_value(api.get("north").await.unwrap()).unwrap();
        assert_eq!(zone["status"]["zoneStatus"], "Completed");
        let maps = kube_client::api::Api::<kube_core::DynamicObject>::namespaced_with(
            cluster.client.clone(),
            oper8_reconcile::DEFAULT_NAMESPACE,
            &resource("", "v1", "ConfigMap"),
        );
        assert!(maps.get_opt("zone-map").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_definition_is_installed_when_its_kind_is_served() {
    faulty(async |cluster, faults| {
        // The server says that the definition is established before it serves the kind.
        let late = Rule::fail(404).on(Requests::of([Verb::Discovery])).times(2);
        let late = faults.add(late);
        crd::install(cluster.client.clone(), &zone_definition())
            .await
            .unwrap();
        assert_eq!(faults.fired()[&late], 2);
    })
    .await;
}

/// A custom resource with a type of its own.
#[derive(kube_derive::CustomResource, Serialize, Deserialize, JsonSchema, Clone, Debug)]
#[kube(
    group = "reconcile.oper8.test",
    version = "v1",
    kind = "TypedTrial",
    namespaced
)]
#[kube(crates(
    kube_core = "kube_core",
    k8s_openapi = "k8s_openapi",
    serde_json = "serde_json"
))]
struct TypedTrialSpec {
    version: String,
    replicas: u8,
}

struct Typed;

impl Controller for Typed {
    type Resource = TypedTrial;

    async fn setup_components(
        &self,
        cr: &TypedTrial,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add(Replicas(cr.spec.replicas))?;
        Ok(())
    }

    async fn should_requeue(
        &self,
        _session: &Session,
        _cr: &Value,
        _rolled_out: &Completion,
    ) -> Result<Requeue> {
        Ok(Requeue::After(Duration::from_secs(7)))
    }
}

struct Replicas(u8);

impl Component for Replicas {
    fn name(&self) -> &str {
        "replicas"
    }

    async fn build_chart(
        &self,
        session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> Result<()> {
        use k8s_openapi::api::core::v1::{ConfigMap, Secret};
        let metadata = kube_core::ObjectMeta {
            name: Some(session.scoped_name("map")),
            ..Default::default()
        };
        let before: Option<ConfigMap> = session.get(&session.scoped_name("map")).await?;
        let secrets: Vec<Secret> = session.list(Some("app=none")).await?;
        let data = [
            ("replicas".to_owned(), self.0.to_string()),
            ("before".to_owned(), before.is_some().to_string()),
            ("secrets".to_owned(), secrets.len().to_string()),
        ];
        chart.add(
            "map",
            ConfigMap {
                metadata,
                data: Some(data.into()),
                ..Default::default()
            },
        )?;
        Ok(())
    }
}

fn typed(cluster: &Cluster, replicas: Value) -> Value {
    json!({
        "apiVersion": format!("{GROUP}/v1"), "kind": "TypedTrial",
        "metadata": {"name": "a", "namespace": cluster.namespace},
        "spec": {"version": "1", "replicas": replicas},
    })
}

#[tokio::test]
async fn a_typed_resource_reaches_its_controller_and_keeps_status_and_overrides() {
    each(async |cluster| {
        let definition =
            crd::complete(<TypedTrial as kube_core::CustomResourceExt>::crd()).unwrap();
        crd::install(cluster.client.clone(), &definition)
            .await
            .unwrap();
        let controller = AnyController::new(Typed).unwrap();
        assert_eq!(controller.api_resource().plural, "typedtrials");
        assert_eq!(controller.name(), "TypedTrial.reconcile.oper8.test");
        let mut cr = typed(cluster, json!(3));
        cr["configOverrides"] = json!({"any": {"thing": [1]}});
        cr["spec"]["configOverrides"] = json!({"more": true});
        let cr = cluster.put(cr).await;
        assert_eq!(cr["configOverrides"], json!({"any": {"thing": [1]}}));
        assert_eq!(cr["spec"]["configOverrides"], json!({"more": true}));

        let done = cluster.manager().reconcile(&controller, cr).await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, Some(Duration::from_secs(7)));
        let data = cluster.config_map("a-map").await["data"].clone();
        assert_eq!(
            data,
            json!({"replicas": "3", "before": "false", "secrets": "0"})
        );
        let kind = resource(GROUP, "v1", "TypedTrial");
        let live = cluster.get(&kind, "a").await;
        assert_eq!(live["status"]["conditions"][0]["reason"], "Stable");
        assert_eq!(live["status"]["typedTrialStatus"], "Completed");
        assert!(live["status"]["conditions"][0]["lastTransactionTime"].is_string());
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_does_not_fit_its_type_is_a_config_error_that_names_the_field() {
    each(async |cluster| {
        let controller = AnyController::new(Typed).unwrap();
        let done = cluster
            .manager()
            .reconcile(&controller, typed(cluster, json!("many")))
            .await;
        let error = done.error().unwrap();
        assert!(matches!(**error, Error::Config(_)), "{error:?}");
        assert!(
            error
                .to_string()
                .starts_with("spec.replicas: invalid type: string \"many\""),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_controller_that_does_not_say_its_kind_is_refused() {
    struct Nameless;
    impl Controller for Nameless {
        type Resource = kube_core::dynamic::DynamicObject;
        async fn setup_components(
            &self,
            _cr: &Self::Resource,
            _session: &Session,
            _graph: &mut Components,
        ) -> Result<()> {
            Ok(())
        }
    }
    let error = AnyController::new(Nameless).unwrap_err();
    assert!(error.to_string().contains("api_resource"), "{error}");
}

#[tokio::test]
async fn manifests_can_be_rendered_without_being_applied() {
    each(async |cluster| {
        let controller = AnyController::new(Typed).unwrap();
        let rendered = cluster
            .manager()
            .render(&controller, typed(cluster, json!(2)))
            .await
            .unwrap();
        let object = rendered[0].object("map").unwrap();
        assert_eq!(object.internal_name(), "replicas.map");
        assert_eq!(object.manifest()["data"]["replicas"], "2");
        assert_eq!(
            object.manifest()["metadata"]["namespace"],
            json!(cluster.namespace)
        );
        assert!(cluster.config_map("a-map").await.is_null());
    })
    .await;
}
