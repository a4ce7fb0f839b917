//! What becomes of objects whose owners are deleted, or were never there.

mod support;

use kube_client::api::{DeleteParams, ListParams};
use proptest::collection::btree_set;
use proptest::prelude::*;
use serde_json::{Value, json};

use support::{Cluster, config_map, owned, paused_runtime, reference, settle};

/// An owner with one child.
async fn family(cluster: &Cluster) -> (Value, Value) {
    let owner = cluster.create(config_map("owner")).await;
    let child = cluster.create(owned(config_map("child"), &[&owner])).await;
    settle().await;
    assert!(
        cluster.is_there(&child).await,
        "a child of a living owner stays"
    );
    (owner, child)
}

#[tokio::test(start_paused = true)]
async fn children_and_grandchildren_follow_a_deleted_owner() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    let grandchild = cluster
        .create(owned(config_map("grandchild"), &[&child]))
        .await;
    let stranger = cluster.create(config_map("stranger")).await;
    cluster.delete(&owner, DeleteParams::background()).await;
    assert!(!cluster.is_there(&owner).await, "the owner goes at once");
    settle().await;
    assert!(!cluster.is_there(&child).await);
    assert!(!cluster.is_there(&grandchild).await);
    assert!(cluster.is_there(&stranger).await);
}

#[tokio::test(start_paused = true)]
async fn a_child_with_another_living_owner_only_loses_the_dead_reference() {
    let cluster = Cluster::new();
    let first = cluster.create(config_map("first")).await;
    let second = cluster.create(config_map("second")).await;
    let mut child = owned(config_map("child"), &[&first, &second]);
    child["metadata"]["ownerReferences"][1]["controller"] = false.into();
    let child = cluster.create(child).await;
    cluster.delete(&first, DeleteParams::default()).await;
    settle().await;
    let left = cluster.get(&child).await.expect("the second owner lives");
    let owners = left["metadata"]["ownerReferences"].as_array().unwrap();
    assert_eq!(owners.len(), 1);
    assert_eq!(owners[0]["uid"], second["metadata"]["uid"]);
    cluster.delete(&second, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&child).await);
}

#[tokio::test(start_paused = true)]
async fn foreground_deletion_takes_the_children_first() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    let hold = json!({"metadata": {"finalizers": ["test.oper8.org/hold"]}});
    cluster.merge(&child, hold).await;
    cluster.delete(&owner, DeleteParams::foreground()).await;
    settle().await;
    let waiting = cluster
        .get(&owner)
        .await
        .expect("the owner waits for its child");
    assert_eq!(
        waiting["metadata"]["finalizers"],
        json!(["foregroundDeletion"])
    );
    let leaving = cluster
        .get(&child)
        .await
        .expect("its own finalizer holds the child");
    assert!(leaving["metadata"]["deletionTimestamp"].is_string());
    cluster
        .merge(&child, json!({"metadata": {"finalizers": null}}))
        .await;
    settle().await;
    assert!(!cluster.is_there(&child).await);
    assert!(!cluster.is_there(&owner).await);
}

#[tokio::test(start_paused = true)]
async fn foreground_deletion_does_not_wait_for_children_that_do_not_block() {
    let cluster = Cluster::new();
    let owner = cluster.create(config_map("owner")).await;
    let mut child = owned(config_map("child"), &[&owner]);
    child["metadata"]["ownerReferences"][0]["blockOwnerDeletion"] = false.into();
    child["metadata"]["finalizers"] = json!(["test.oper8.org/hold"]);
    let child = cluster.create(child).await;
    cluster.delete(&owner, DeleteParams::foreground()).await;
    settle().await;
    assert!(!cluster.is_there(&owner).await);
    let leaving = cluster.get(&child).await.expect("its finalizer holds it");
    assert!(leaving["metadata"]["deletionTimestamp"].is_string());
}

#[tokio::test(start_paused = true)]
async fn foreground_deletion_goes_down_every_level() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    let grandchild = cluster
        .create(owned(config_map("grandchild"), &[&child]))
        .await;
    cluster.delete(&owner, DeleteParams::foreground()).await;
    settle().await;
    for object in [&owner, &child, &grandchild] {
        assert!(!cluster.is_there(object).await, "{object}");
    }
}

#[tokio::test(start_paused = true)]
async fn objects_that_own_each_other_are_deleted_in_the_foreground_too() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    let owners = json!({"metadata": {"ownerReferences": [reference(&child)]}});
    cluster.merge(&owner, owners).await;
    settle().await;
    cluster.delete(&owner, DeleteParams::foreground()).await;
    settle().await;
    assert!(!cluster.is_there(&owner).await);
    assert!(!cluster.is_there(&child).await);
}

#[tokio::test(start_paused = true)]
async fn orphans_lose_the_reference_and_stay() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    cluster.delete(&owner, DeleteParams::orphan()).await;
    settle().await;
    assert!(!cluster.is_there(&owner).await);
    let left = cluster.get(&child).await.expect("an orphan stays");
    assert_eq!(left["metadata"].get("ownerReferences"), None);
}

#[tokio::test(start_paused = true)]
async fn a_child_of_an_owner_that_never_was_is_deleted() {
    let cluster = Cluster::new();
    let owner = cluster.create(config_map("owner")).await;
    let mut child = owned(config_map("child"), &[&owner]);
    child["metadata"]["ownerReferences"][0]["uid"] = "00000000-0000-0000-0000-000000000000".into();
    let child = cluster.create(child).await;
    settle().await;
    assert!(
        !cluster.is_there(&child).await,
        "the name alone makes no owner"
    );
}

#[tokio::test(start_paused = true)]
async fn an_owner_in_another_namespace_counts_as_absent() {
    let cluster = Cluster::new();
    let owner = cluster.create(config_map("owner")).await;
    let mut child = owned(config_map("child"), &[&owner]);
    child["metadata"]["namespace"] = "kube-public".into();
    let child = cluster.create(child).await;
    settle().await;
    assert!(!cluster.is_there(&child).await);
}

#[tokio::test(start_paused = true)]
async fn an_object_of_the_cluster_is_not_collected_for_an_owner_in_a_namespace() {
    let cluster = Cluster::new();
    let owner = cluster.create(config_map("owner")).await;
    let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}});
    let role = cluster.create(owned(role, &[&owner])).await;
    settle().await;
    assert!(cluster.is_there(&role).await);
}

#[tokio::test(start_paused = true)]
async fn an_owner_of_the_cluster_may_have_children_in_namespaces() {
    let cluster = Cluster::new();
    let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}});
    let role = cluster.create(role).await;
    let child = cluster.create(owned(config_map("child"), &[&role])).await;
    settle().await;
    assert!(cluster.is_there(&child).await);
    cluster.delete(&role, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&child).await);
}

#[tokio::test(start_paused = true)]
async fn an_owner_is_told_by_kind_and_name_as_well_as_by_uid() {
    let cluster = Cluster::new();
    let owner = cluster.create(config_map("owner")).await;
    let child = async |name: &str, field: &str, value: &str| {
        let mut child = owned(config_map(name), &[&owner]);
        child["metadata"]["ownerReferences"][0][field] = value.into();
        cluster.create(child).await
    };
    let other_name = child("other-name", "name", "other").await;
    let other_kind = child("other-kind", "kind", "Secret").await;
    let unknown = child("unknown-kind", "kind", "Unknown").await;
    settle().await;
    assert!(!cluster.is_there(&other_name).await);
    assert!(!cluster.is_there(&other_kind).await);
    cluster.delete(&owner, DeleteParams::default()).await;
    settle().await;
    assert!(
        cluster.is_there(&unknown).await,
        "nothing can be told about an owner of an unknown kind"
    );
}

#[tokio::test(start_paused = true)]
async fn without_controllers_children_outlive_their_owner() {
    let cluster = Cluster::build(oper8_apiserver::ApiServer::builder().controllers(false));
    let (owner, child) = family(&cluster).await;
    cluster.delete(&owner, DeleteParams::default()).await;
    settle().await;
    assert!(cluster.is_there(&child).await);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_server_collects_nothing_more() {
    let cluster = Cluster::new();
    let (owner, child) = family(&cluster).await;
    cluster.server.stop();
    cluster.delete(&owner, DeleteParams::default()).await;
    settle().await;
    assert!(cluster.is_there(&child).await);
}

#[test]
fn the_work_goes_on_when_its_runtime_is_gone_and_another_one_asks() {
    let server = oper8_apiserver::ApiServer::builder().build();
    let (owner, child) = paused_runtime().block_on(async {
        let client = kube_client::Client::new(server.service(), "default");
        family(&Cluster {
            server: server.clone(),
            client,
        })
        .await
    });
    paused_runtime().block_on(async {
        let client = kube_client::Client::new(server.service(), "default");
        let cluster = Cluster {
            server: server.clone(),
            client,
        };
        cluster.delete(&owner, DeleteParams::default()).await;
        settle().await;
        assert!(!cluster.is_there(&child).await);
    });
}

/// Objects in the order they are made, each with the earlier ones that own it, and those that are then deleted.
fn families() -> impl Strategy<Value = (Vec<Vec<usize>>, Vec<usize>)> {
    let owners: Vec<BoxedStrategy<Vec<usize>>> = (0..12_usize)
        .map(|own| {
            let some = btree_set(0..own.max(1), 0..=own.min(3));
            some.prop_map(|set| set.into_iter().collect()).boxed()
        })
        .collect();
    let owners = owners.prop_map(|mut all| {
        all[0].clear();
        all
    });
    (
        owners,
        btree_set(0..12_usize, 1..6)
            .prop_map(|set| set.into_iter().collect::<Vec<_>>())
            .prop_shuffle(),
    )
}

/// Whether each object is left: it was not deleted, and one of its owners is left if it has any.
fn survivors(owners: &[Vec<usize>], deleted: &[usize]) -> Vec<bool> {
    let mut left: Vec<bool> = Vec::new();
    for (own, of) in owners.iter().enumerate() {
        let is_owned = of.is_empty() || of.iter().any(|owner| left[*owner]);
        left.push(is_owned && !deleted.contains(&own));
    }
    left
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_survives_is_what_still_has_an_owner((owners, deleted) in families()) {
        paused_runtime().block_on(async {
            let cluster = Cluster::new();
            let mut objects: Vec<Value> = Vec::new();
            for (own, of) in owners.iter().enumerate() {
                let of: Vec<_> = of.iter().map(|owner| &objects[*owner]).collect();
                let mut manifest = owned(config_map(&format!("object-{own}")), &of);
                for reference in manifest["metadata"]["ownerReferences"].as_array_mut().into_iter().flatten() {
                    reference["controller"] = false.into();
                }
                objects.push(cluster.create(manifest).await);
            }
            for own in &deleted {
                // It may be gone already, with its owners.
                if cluster.is_there(&objects[*own]).await {
                    cluster.delete(&objects[*own], DeleteParams::background()).await;
                }
            }
            settle().await;
            let expected = survivors(&owners, &deleted);
            for (own, object) in objects.iter().enumerate() {
                let left = cluster.get(object).await;
                assert_eq!(left.is_some(), expected[own], "object {own} of {owners:?} without {deleted:?}");
                let uids = left.iter().flat_map(|left| left["metadata"]["ownerReferences"].as_array()).flatten();
                let uids: Vec<_> = uids.map(|reference| &reference["uid"]).collect();
                let living = owners[own].iter().filter(|owner| expected[**owner]);
                let living: Vec<_> = living.map(|owner| &objects[*owner]["metadata"]["uid"]).collect();
                if left.is_some() {
                    assert_eq!(uids, living, "only references to the living are left on object {own}");
                }
            }
        });
    }
}

#[test]
fn the_work_ends_with_the_server() {
    paused_runtime().block_on(async {
        let cluster = Cluster::new();
        family(&cluster).await;
        let alive = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        assert!(alive() > 0);
        drop(cluster);
        settle().await;
        assert_eq!(alive(), 0);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_forgotten_when_many_come_and_go_at_once() {
    let cluster = std::sync::Arc::new(Cluster::new());
    let families: Vec<_> = (0..50)
        .map(|number| {
            let cluster = std::sync::Arc::clone(&cluster);
            tokio::spawn(async move {
                let owner = cluster.create(config_map(&format!("owner-{number}"))).await;
                for child in 0..3 {
                    let name = format!("child-{number}-{child}");
                    cluster.create(owned(config_map(&name), &[&owner])).await;
                    if child == 1 {
                        cluster.delete(&owner, DeleteParams::background()).await;
                    }
                }
            })
        })
        .collect();
    for family in families {
        family.await.unwrap();
    }
    let api = cluster.api(&config_map("any"));
    let all_gone = async {
        while !api
            .list(&ListParams::default())
            .await
            .unwrap()
            .items
            .is_empty()
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), all_gone)
        .await
        .unwrap();
}
