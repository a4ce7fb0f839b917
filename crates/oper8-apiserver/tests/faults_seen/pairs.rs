//! Plans for events that writes may hang on.

use std::time::Duration;

use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use kube_client::Client;
use kube_client::api::{Api, PostParams};
use oper8_apiserver::faults::{Pair, Plan, Requests};
use oper8_apiserver::{Delivery, Entry};

use crate::operator::Operator;
use crate::scene::{Scene, map};

/// An operator sees two changes of an object; the value that it wrote before the next list, and that after it.
async fn run(scene: &Scene) -> [Option<String>; 2] {
    scene.inject();
    let _operator = Operator::start(scene, 1);
    scene.settle().await;
    scene.create("a").await;
    scene.settle().await;
    scene.set("a", "1").await;
    scene.settle().await;
    let before = child(scene).await;
    // A frozen watch thaws, and whoever lost something lists again.
    tokio::time::sleep(Duration::from_secs(120)).await;
    scene.faults.expire_watches(&Requests::watches());
    tokio::time::sleep(Duration::from_secs(120)).await;
    [before, child(scene).await]
}

async fn child(scene: &Scene) -> Option<String> {
    let secrets: Api<Secret> = Api::default_namespaced(scene.aside.clone());
    let data = secrets.get_opt("a-0").await.unwrap()?.data?;
    Some(String::from_utf8(data["key"].0.clone()).unwrap())
}

/// The first two writes of the operator: later ones change nothing.
fn writes(journal: &[Entry]) -> Vec<&Entry> {
    journal.iter().filter(|entry| entry.is_write()).collect()
}

fn told(events: &[Delivery]) -> Vec<String> {
    let events = events.iter();
    events
        .map(|it| format!("{} {} {}", it.event, it.resource, it.name))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_journal_tells_what_a_client_saw_before_each_write() {
    let scene = Scene::new(Plan::default());
    let other = Client::new(scene.server.service(), "default");
    let other: Api<ConfigMap> = Api::default_namespaced(other);
    assert_eq!(
        run(&scene).await,
        [Some("1".to_owned()), Some("1".to_owned())]
    );
    other
        .create(&PostParams::default(), &map("z"))
        .await
        .unwrap();
    let journal = scene.server.journal().take();
    let writes = writes(&journal);
    assert_eq!(told(&writes[0].told), ["ADDED configmaps a"]);
    assert_eq!(told(&writes[1].told), ["MODIFIED configmaps a"]);
    let foreign = writes
        .iter()
        .find(|it| it.resource == "configmaps")
        .unwrap();
    assert_eq!(told(&foreign.told), [""; 0], "it watched nothing");
    let line = writes[0].to_string();
    assert_eq!(line.parse::<Entry>().unwrap(), *writes[0]);
}

#[tokio::test(start_paused = true)]
async fn there_are_plans_for_each_event_that_a_write_followed() {
    let scene = Scene::new(Plan::default());
    let clean = run(&scene).await;
    // Nobody writes after this one.
    scene.create("z-without-a-write").await;
    let journal = scene.server.journal().take();
    let pairs = Pair::all(&journal);
    let names: Vec<_> = pairs
        .iter()
        .map(|it| (&*it.event.event, &*it.event.name))
        .collect();
    assert_eq!(names, [("ADDED", "a"), ("MODIFIED", "a")]);
    let plans: Vec<_> = Plan::at_each_pair(&journal).collect();
    assert_eq!(plans, Plan::at_each_pair(&journal).collect::<Vec<_>>());
    assert_eq!(plans.len(), 4);
    let mut before = Vec::new();
    for plan in plans {
        let again: Plan = plan.to_string().parse().unwrap();
        assert_eq!((&again, plan.to_string().lines().count()), (&plan, 1));
        let scene = Scene::new(again);
        let [first, last] = run(&scene).await;
        assert_eq!(scene.faults.idle(), Plan::default(), "{plan}");
        assert_eq!(last, clean[1], "{plan}");
        before.push(first);
    }
    // Behind, or without the event that made it: nothing. Without the second: the value before.
    let old = Some(String::new());
    assert_eq!(before, [None, Some("1".to_owned()), old.clone(), old]);
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_did_nothing_is_told_of() {
    let line = r#"{"on":{"verbs":["delete"]},"action":"reset"}"#;
    let both = format!(
        "{line}\n{}",
        r#"{"on":{"verbs":["patch"]},"times":1,"action":"reset"}"#
    );
    let scene = Scene::new(both.parse().unwrap());
    run(&scene).await;
    assert_eq!(scene.faults.idle().to_string(), format!("{line}\n"));
}

#[tokio::test(start_paused = true)]
async fn there_is_a_plan_for_each_call() {
    let scene = Scene::new(Plan::default());
    let clean = run(&scene).await;
    let journal = scene.server.journal().take();
    let plans: Vec<_> = Plan::at_each_call(&journal).collect();
    assert_eq!(plans.len(), journal.len());
    for plan in plans {
        let scene = Scene::new(plan.clone());
        let [_, last] = run(&scene).await;
        assert_eq!(scene.faults.idle(), Plan::default(), "{plan}");
        assert_eq!(last, clean[1], "{plan}");
    }
}
