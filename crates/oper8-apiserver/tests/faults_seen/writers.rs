//! A second writer, seen by the first: F6, F13, F14, F18, F19 and F21.

use std::time::Duration;

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::Secret;
use kube_client::api::{Api, DeleteParams, Patch, PatchParams, PostParams, Preconditions};
use kube_runtime::watcher::Config;
use serde_json::{Value, json};

use crate::informer::Informer;
use crate::operator::Operator;
use crate::scene::{Scene, code, compare, map};

#[tokio::test]
async fn f6_a_second_writer_costs_an_update_a_retry_and_keeps_its_field() {
    let (clean, faulty) = compare("F6 writer", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let mut codes = Vec::new();
        loop {
            let mut mine = scene.maps.get("a").await.unwrap();
            let data = mine.data.get_or_insert_default();
            data.insert("mine".to_owned(), "1".to_owned());
            codes.push(code(
                scene.maps.replace("a", &PostParams::default(), &mine).await,
            ));
            if codes.last() == Some(&200) {
                return (codes, scene.map("a").await["data"].clone());
            }
        }
    })
    .await;
    assert_eq!(clean, (vec![200], json!({"mine": "1"})));
    assert_eq!(
        faulty,
        (vec![409, 200], json!({"mine": "1", "theirs": "1"}))
    );
}

#[tokio::test]
async fn f6_a_field_of_another_manager_is_taken_by_force_alone() {
    let (clean, faulty) = compare("F6 owner", async |scene: Scene| {
        let applied = json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"key": "1"},
        });
        let patch = Patch::Apply(&applied);
        let params = PatchParams::apply("me");
        scene.maps.patch("a", &params, &patch).await.unwrap();
        scene.inject();
        let refused = match scene.maps.patch("a", &params, &patch).await {
            Err(kube_client::Error::Api(status)) => status.message,
            other => code(other).to_string(),
        };
        let kept = scene.state().await;
        let forced = scene.maps.patch("a", &params.force(), &patch).await;
        forced.unwrap();
        assert_eq!(scene.state().await, ["a=1"]);
        (refused, kept)
    })
    .await;
    assert_eq!(clean, ("200".to_owned(), vec!["a=1".to_owned()]));
    let message = "Apply failed with 1 conflict: conflict with \"them\": .data.key";
    assert_eq!(faulty, (message.to_owned(), vec!["a=2".to_owned()]));
}

#[tokio::test]
async fn f13_a_delete_of_an_object_that_was_made_again_is_refused_by_its_uid() {
    let (clean, faulty) = compare("F13 delete", async |scene: Scene| {
        let made = scene.create("a").await;
        scene.inject();
        let params = DeleteParams::default().preconditions(Preconditions {
            uid: made.metadata.uid.clone(),
            ..Preconditions::default()
        });
        let deleted = code(scene.maps.delete("a", &params).await);
        let uid = scene.map("a").await["metadata"]["uid"].clone();
        (deleted, uid == json!(made.metadata.uid), uid.is_null())
    })
    .await;
    assert_eq!(clean, (200, false, true));
    assert_eq!(faulty, (409, false, false), "another object is there");
}

#[tokio::test]
async fn f13_an_update_of_an_object_that_was_made_again_conflicts() {
    let (clean, faulty) = compare("F13 update", async |scene: Scene| {
        let mut mine = scene.create("a").await;
        scene.inject();
        mine.data = Some([("key".to_owned(), "1".to_owned())].into());
        // Without a revision nothing but the uid tells the two apart.
        mine.metadata.resource_version = None;
        let updated = scene.maps.replace("a", &PostParams::default(), &mine).await;
        (code(updated), scene.state().await)
    })
    .await;
    assert_eq!(clean, (200, vec!["a=1".to_owned()]));
    assert_eq!(faulty, (409, vec!["a=".to_owned()]));
}

/// How reconciliations end, and the value of the child, when something happens to the owner meanwhile.
async fn meanwhile(label: &str) -> [(Vec<String>, Value); 2] {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let operator = Operator::start(&scene, 1);
        tokio::time::sleep(Duration::from_secs(60)).await;
        scene.server.caught_up().await;
        let secrets: Api<Secret> = Api::default_namespaced(scene.aside.clone());
        let child = secrets.get_opt("a-0").await.unwrap();
        let child = serde_json::to_value(child).unwrap();
        (operator.lines(), child["data"]["key"].clone())
    })
    .await;
    [clean, faulty]
}

#[tokio::test(start_paused = true)]
async fn f14_a_change_in_mid_reconcile_is_reconciled_once() {
    let [clean, faulty] = meanwhile("F14 changed").await;
    assert_eq!(clean, (vec!["a ok".to_owned()], json!("")));
    // "2" in base64.
    assert_eq!(faulty, (vec!["a ok".to_owned(); 2], json!("Mg==")));
}

#[tokio::test(start_paused = true)]
async fn f14_a_child_of_an_owner_that_was_deleted_in_mid_reconcile_goes() {
    let [clean, faulty] = meanwhile("F14 deleted").await;
    assert_eq!(clean, (vec!["a ok".to_owned()], json!("")));
    assert_eq!(faulty, (vec!["a ok".to_owned()], Value::Null));
}

/// Whether each of some reads finds a Deployment ready, failed, and to tell of its present generation.
async fn readiness(label: &str, reads: u32) -> [Vec<(bool, bool, bool)>; 2] {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        let api: Api<Deployment> = Api::default_namespaced(scene.client.clone());
        let labels = json!({"app": "web"});
        let manifest = json!({
            "metadata": {"name": "web"},
            "spec": {"selector": {"matchLabels": labels}, "template": {
                "metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": "web"}]},
            }},
        });
        let manifest = serde_json::from_value(manifest).unwrap();
        api.create(&PostParams::default(), &manifest).await.unwrap();
        scene.inject();
        let mut seen = Vec::new();
        for _ in 0..reads {
            let web = api.get("web").await.unwrap();
            let status = web.status.unwrap_or_default();
            let has = |kind: &str| {
                let mut conditions = status.conditions.iter().flatten();
                conditions.any(|it| it.type_ == kind && it.status == "True")
            };
            let current = status.observed_generation == web.metadata.generation;
            seen.push((has("Ready"), has("Failed"), current));
        }
        seen
    })
    .await;
    [clean, faulty]
}

#[tokio::test]
async fn f18_a_status_is_ready_for_another_generation() {
    let [clean, faulty] = readiness("F18 stale", 1).await;
    assert_eq!(clean, [(false, false, false)]);
    assert_eq!(faulty, [(true, false, false)]);
}

#[tokio::test]
async fn f18_a_status_tells_of_failure() {
    let [clean, faulty] = readiness("F18 failed", 1).await;
    assert_eq!(clean, [(false, false, false)]);
    assert_eq!(faulty, [(false, true, true)]);
}

#[tokio::test]
async fn f18_readiness_flaps() {
    let [clean, faulty] = readiness("F18 flapping", 4).await;
    let ready = |seen: Vec<(bool, bool, bool)>| seen.into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(ready(clean), [false; 4]);
    assert_eq!(ready(faulty), [true, false, true, false]);
}

#[tokio::test(start_paused = true)]
async fn f19_an_edit_in_a_storm_is_seen() {
    let (clean, faulty) = compare("F19", async |scene: Scene| {
        let informer = scene.watch(&["a", "b"]).await;
        informer.take();
        let before = scene.server.snapshot().revision();
        let params = PostParams::default();
        scene.maps.create(&params, &map("c")).await.unwrap();
        scene.set("b", "edit").await;
        let writes = scene.server.snapshot().revision() - before;
        tokio::time::sleep(Duration::from_secs(30)).await;
        assert_eq!(informer.state(), ["a=", "b=edit", "c="]);
        (writes, informer.take())
    })
    .await;
    assert_eq!(clean, (2, vec!["Apply c".to_owned(), "Apply b".to_owned()]));
    // More happened than the server remembers: it is one list, not ten thousand events.
    let list = [
        "WatchError 410",
        "Init",
        "InitApply a",
        "InitApply b",
        "InitApply c",
        "InitDone",
    ];
    assert_eq!(faulty, (10_002, list.map(str::to_owned).to_vec()));
}

#[tokio::test(start_paused = true)]
async fn f21_an_object_that_lost_its_label_leaves_the_watch() {
    let (clean, faulty) = compare("F21 label", async |scene: Scene| {
        scene.create("a").await;
        let params = PatchParams::default();
        let label = Patch::Merge(json!({"metadata": {"labels": {"app": "web"}}}));
        scene.maps.patch("a", &params, &label).await.unwrap();
        scene.inject();
        let web = Config::default().labels("app=web");
        let informer = Informer::start(&scene.maps, web).await;
        scene.settle().await;
        scene.maps.get("a").await.unwrap();
        scene.settle().await;
        (informer.take(), scene.state().await)
    })
    .await;
    let there = vec!["a=".to_owned()];
    let list = ["Init", "InitApply a", "InitDone"].map(str::to_owned);
    assert_eq!(clean, (list.to_vec(), there.clone()));
    let told = [&list[..], &["Delete a".to_owned()]].concat();
    assert_eq!(faulty, (told, there), "it is there still");
}

#[tokio::test]
async fn f21_an_object_with_another_uid_is_refused_its_precondition() {
    let (clean, faulty) = compare("F21 uid", async |scene: Scene| {
        let made = scene.create("a").await;
        scene.inject();
        let params = DeleteParams::default().preconditions(Preconditions {
            uid: made.metadata.uid,
            ..Preconditions::default()
        });
        let deleted = code(scene.maps.delete("a", &params).await);
        (deleted, scene.map("a").await["metadata"]["uid"].clone())
    })
    .await;
    assert_eq!(clean, (200, Value::Null));
    assert_eq!(faulty, (409, json!("stranger")));
}
