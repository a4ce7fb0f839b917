//! What comparing with the reference, vector by vector, has found to differ without a reason.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::time::Duration;

use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use oper8_config::Config;
use oper8_reconcile::{
    AnyController, Completion, Components, Controller, Error, Requeue, Result, Session,
};
use serde_json::{Value, json};

use support::cluster::trials;
use support::{Action, Cluster, Part, Script, each};

/// Reason of a condition in the status of the custom resource.
async fn reason(cluster: &Cluster, kind: &str) -> String {
    let cr = cluster.cr().await;
    let conditions = cr["status"]["conditions"].as_array().unwrap().clone();
    let found = conditions
        .iter()
        .find(|condition| condition["type"] == kind);
    found.unwrap()["reason"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_dependency_graph_is_in_the_status_of_a_rollout_without_an_error_alone() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = Config::default();
        config.include_dependency_graph_in_status = true;
        let manager = cluster.manager_with(config);
        let graph = async |verify| {
            let script = Script::chain([Part {
                verify,
                ..Part::new("a")
            }]);
            cluster.reconcile(&manager, &script.any()).await;
            cluster.cr().await["status"]["componentStatus"]["dependencyGraph"].clone()
        };
        assert_eq!(graph(Action::Fail(Error::Fatal)).await, Value::Null);
        assert_eq!(graph(Action::Answer(false)).await, "Graph({a:[]})");
        assert_eq!(graph(Action::Default).await, "Graph({a:[]})");
        assert_eq!(graph(Action::Fail(Error::Precondition)).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn strict_versioning_tells_a_missing_version_from_an_unsupported_one() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let mut config = Config::default();
        config.strict_versioning = true;
        config.supported_versions = vec!["1.0.0".to_owned()];
        let manager = cluster.manager_with(config);
        let script = Script::chain([Part::new("a")]);
        let reconciled = cluster.reconcile(&manager, &script.any()).await;
        let text = reconciled.error().unwrap().to_string();
        assert_eq!(text, "CR Manifest has no version");
        assert_eq!(reason(cluster, "Ready").await, "Errored");
        cluster.patch_cr(json!({"spec": {"version": "2"}})).await;
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(reason(cluster, "Ready").await, "ConfigError");
    })
    .await;
}

/// A controller with a finalizer that says itself how long its finalization goes on.
struct Patient;

impl Controller for Patient {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        trials()
    }

    async fn setup_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        _graph: &mut Components,
    ) -> Result<()> {
        Ok(())
    }

    fn has_finalizer(&self) -> bool {
        true
    }

    async fn should_requeue(
        &self,
        session: &Session,
        cr: &Value,
        _rolled_out: &Completion,
    ) -> Result<Requeue> {
        Ok(
            match session.is_finalizing() && cr["spec"]["released"] != true {
                true => Requeue::After(Duration::from_secs(7)),
                false => Requeue::No,
            },
        )
    }
}

#[tokio::test]
async fn a_finalization_goes_on_for_as_long_as_the_controller_says() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, controller) = (cluster.manager(), AnyController::new(Patient).unwrap());
        cluster.reconcile(&manager, &controller).await;
        cluster.delete_cr().await;
        let waiting = cluster.reconcile(&manager, &controller).await;
        assert_eq!(waiting.requeue, Some(Duration::from_secs(7)));
        assert!(waiting.failure.is_none());
        assert!(!cluster.cr().await.is_null());
        cluster.patch_cr(json!({"spec": {"released": true}})).await;
        let done = cluster.reconcile(&manager, &controller).await;
        assert_eq!(done.requeue, None);
        assert!(cluster.cr().await.is_null());
    })
    .await;
}
