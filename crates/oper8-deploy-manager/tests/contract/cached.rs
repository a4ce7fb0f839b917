//! A cache below the deploy manager, and what it does to the number of requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use oper8_deploy_manager::{
    AnyReader, ApplyOptions, Change, DeployManager as _, DeployMethod, KubeDeployManager,
    ObjectKey, Query, Reader, Result,
};
use serde_json::{Value, json};

use crate::clients::Cluster;

/// What a watch has seen, at some time.
#[derive(Clone, Default)]
struct Cache(Arc<Mutex<HashMap<ObjectKey, Arc<Value>>>>);

impl Cache {
    fn sees(&self, object: &Arc<Value>) {
        let key = ObjectKey::of(object).unwrap();
        self.0.lock().unwrap().insert(key, object.clone());
    }
}

impl Reader for Cache {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }

    async fn list(&self, query: &Query) -> Result<Vec<Arc<Value>>> {
        let objects = self.0.lock().unwrap();
        let of_kind = |key: &ObjectKey| key.kind == query.kind && key.namespace == query.namespace;
        Ok(objects
            .iter()
            .filter(|(key, _)| of_kind(key))
            .map(|(_, it)| it.clone())
            .collect())
    }
}

fn cached(cluster: &Cluster, cache: &Cache) -> KubeDeployManager {
    cluster.manager().with_reader(AnyReader::new(cache.clone()))
}

pub(crate) async fn a_cache_answers_reads(cluster: &Cluster) {
    const OBJECTS: usize = 5;
    let manifests: Vec<Value> = (0..OBJECTS)
        .map(|number| cluster.config_map(&format!("m{number}"), json!({"k": "v"})))
        .collect();
    let cache = Cache::default();
    let manager = cached(cluster, &cache);
    let options = ApplyOptions::default();
    for manifest in &manifests {
        let applied = manager.apply(manifest, &options).await.unwrap();
        assert_eq!(applied.change, Change::Created);
        cache.sees(&applied.object);
    }
    // A first rollout: one write an object, no read.
    assert_eq!(cluster.journal.count(), (0, OBJECTS));
    // Unchanged, and unchanged after a restart: nothing.
    for manager in [manager, cached(cluster, &cache)] {
        for manifest in &manifests {
            let applied = manager.apply(manifest, &options).await.unwrap();
            assert_eq!(applied.change, Change::Unchanged);
        }
        assert_eq!(cluster.journal.count(), (0, 0));
    }
    let query = Query::new("v1", "ConfigMap", Some(&cluster.namespace));
    assert_eq!(
        cached(cluster, &cache).list(&query).await.unwrap().len(),
        OBJECTS
    );
    assert_eq!(cluster.journal.count(), (0, 0));
}

pub(crate) async fn a_cache_that_lags_behind_is_not_believed(cluster: &Cluster) {
    let cache = Cache::default();
    let manager = cached(cluster, &cache);
    let options = ApplyOptions::default();
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let first = manager.apply(&manifest, &options).await.unwrap();
    cluster.journal.take();
    // The cache has not seen the object yet.
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (1, 0));
    // It has seen an older state.
    let changed = cluster.config_map("a", json!({"k": "w"}));
    cache.sees(&first.object);
    let second = manager.apply(&changed, &options).await.unwrap();
    assert_eq!(second.change, Change::Updated);
    cluster.journal.take();
    assert_eq!(manager.get(&second.key).await.unwrap(), Some(second.object));
    assert_eq!(cluster.journal.count(), (1, 0));
    assert_eq!(manager.disable(&second.key).await.unwrap(), Change::Deleted);
}

pub(crate) async fn an_object_that_was_replaced_unnoticed_is_looked_at_again(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let old = cluster.applied(&manifest).await;
    let other = cluster.manager();
    other.disable(&old.key).await.unwrap();
    let theirs = cluster.config_map("a", json!({"theirs": "1"}));
    let new = other
        .apply(&theirs, &ApplyOptions::default())
        .await
        .unwrap();
    assert_ne!(old.object["metadata"]["uid"], new.object["metadata"]["uid"]);

    let cache = Cache::default();
    cache.sees(&old.object);
    let changed = cluster.config_map("a", json!({"k": "w"}));
    cluster.journal.take();
    let applied = cached(cluster, &cache)
        .apply(&changed, &ApplyOptions::default())
        .await
        .unwrap();
    assert_eq!(applied.object["data"], json!({"k": "w"}));
    // Refused for the old uid, read, applied.
    assert_eq!(cluster.journal.count(), (1, 2));

    cache.sees(&old.object);
    cluster.journal.take();
    assert_eq!(
        cached(cluster, &cache).disable(&old.key).await.unwrap(),
        Change::Deleted
    );
    assert_eq!(cluster.journal.count(), (1, 2));
}

pub(crate) async fn a_put_from_an_older_copy_is_refused_and_made_anew(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let old = cluster.applied(&manifest).await;
    let cache = Cache::default();
    cache.sees(&old.object);
    let annotations = json!({"x.kubernetes.io/kept": "1"});
    let path = cluster.path("configmaps", "a");
    cluster
        .meddle(&path, &json!({"metadata": {"annotations": annotations}}))
        .await;
    cluster.journal.take();
    let changed = cluster.config_map("a", json!({"k": "w"}));
    let options = ApplyOptions::default().method(DeployMethod::Replace);
    let applied = cached(cluster, &cache)
        .apply(&changed, &options)
        .await
        .unwrap();
    assert_eq!(applied.object["data"], json!({"k": "w"}));
    assert_eq!(applied.object["metadata"]["annotations"], annotations);
    // Refused for the old version, read, PUT; and applied, to own what the PUT did not change.
    assert_eq!(cluster.journal.count(), (1, 3));
}
