//! Connections that break.

use oper8_deploy_manager::{
    ApplyOptions, Change, DeployError, DeployManager as _, DeployMethod, KubeDeployManager,
    ObjectKey, Result,
};
use serde_json::{Value, json};

use crate::clients::{Cluster, Moment};

pub(crate) async fn a_broken_connection_changes_nothing_twice(cluster: &Cluster) {
    let clean = run(cluster, "clean").await.unwrap();
    let requests = cluster.journal.take().len();
    assert!(requests > 10, "{requests}");
    for moment in [Moment::Before, Moment::After] {
        for number in 0..requests {
            cluster.journal.take();
            cluster.journal.break_at(number, moment);
            let name = format!("{moment:?}-{number}").to_lowercase();
            let found = run(cluster, &name).await.unwrap_or_else(|error| {
                panic!("request {number}, {moment:?}: {error}");
            });
            assert_eq!(found, clean, "request {number}, {moment:?}");
            let more = cluster.journal.take().len() - requests;
            // At most the read and the two writes of a replace are sent again.
            assert!((1..=3).contains(&more), "{more} requests more");
        }
    }
}

/// One of each call. Tells what changed, and what was left behind before the end.
async fn run(cluster: &Cluster, name: &str) -> Result<(Vec<Change>, Value)> {
    let manager: KubeDeployManager = cluster.manager();
    let options = ApplyOptions::default();
    let manifest = cluster.config_map(name, json!({"a": "1", "b": "2"}));
    let key = ObjectKey::of(&manifest)?;
    let mut changes = Vec::new();
    changes.push(manager.apply(&manifest, &options).await?.change);
    let manifest = cluster.config_map(name, json!({"a": "2"}));
    changes.push(manager.apply(&manifest, &options).await?.change);
    changes.push(manager.apply(&manifest, &options).await?.change);
    changes.push(manager.add_finalizer(&key, "a.example/wait").await?);
    let manifest = cluster.config_map(name, json!({"c": "3"}));
    let replace = options.method(DeployMethod::Replace);
    changes.push(manager.apply(&manifest, &replace).await?.change);
    let mut object = manager
        .get(&key)
        .await?
        .map(|it| (*it).clone())
        .unwrap_or_default();
    for name in [
        "uid",
        "resourceVersion",
        "creationTimestamp",
        "managedFields",
        "name",
    ] {
        object["metadata"][name] = Value::Null;
    }
    changes.push(manager.disable(&key).await?);
    changes.push(manager.remove_finalizer(&key, "a.example/wait").await?);
    changes.push(manager.disable(&key).await?);
    Ok((changes, object))
}

pub(crate) async fn a_server_that_is_away_is_told_apart_from_a_refusal(cluster: &Cluster) {
    // One request in a row for each try.
    let manager = cluster.manager();
    let key = ObjectKey::new("v1", "ConfigMap", Some(&cluster.namespace), "a");
    let mut settings = oper8_deploy_manager::DeploySettings::default();
    settings.retries = 0;
    let impatient = KubeDeployManager::new(cluster.client.clone(), &settings);
    cluster.journal.break_at(0, Moment::Before);
    let error = impatient.get(&key).await.unwrap_err();
    assert!(matches!(error, DeployError::Transport { .. }), "{error:?}");
    assert!(error.is_retryable() && error.code().is_none());
    assert_eq!(
        error.to_string(),
        format!("could not get {key}: no answer from the server")
    );
    // With retries nobody notices.
    cluster.journal.break_at(0, Moment::Before);
    assert_eq!(manager.get(&key).await.unwrap(), None);
}
