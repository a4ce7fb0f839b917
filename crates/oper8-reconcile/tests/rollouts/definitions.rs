//! Components that bring a kind and objects of it. A real server does not serve a kind at once.

use oper8_apiserver::faults::{Failure, Faults, Requests, Rule, Verb};
use oper8_reconcile::{ReconcileManager, ResourceOptions};
use serde_json::{Value, json};

use crate::conditions::{condition, pair};
use crate::support::cluster::resource;
use crate::support::{Cluster, Part, Script, faulty};

const GROUP: &str = "parts.oper8.test";

fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("widgets.{GROUP}")},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {"kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "singular": "widget"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object"}},
            }],
        },
    })
}

fn widget(version: &str) -> Value {
    json!({"apiVersion": format!("{GROUP}/{version}"), "kind": "Widget", "metadata": {"name": "one"}})
}

/// One component of these resources, which are applied in the order of their names.
fn parts(resources: &[(&'static str, Value)]) -> Script {
    let mut part = Part::new("web");
    for (name, manifest) in resources {
        part = part.resource(name, manifest.clone(), ResourceOptions::new());
    }
    Script::chain([part])
}

/// A manager that knows the kind of the custom resource, so that what it asks from now on is about others.
async fn manager(cluster: &Cluster) -> ReconcileManager {
    cluster.create(json!({})).await;
    let manager = cluster.manager();
    let empty = Script::chain([]);
    assert!(
        cluster
            .reconcile(&manager, &empty.any())
            .await
            .is_complete()
    );
    manager
}

fn not_yet() -> Failure {
    Failure::new(404).message("404 page not found").plain()
}

async fn check_waits(cluster: &Cluster, faults: &Faults, rule: Rule) {
    let manager = manager(cluster).await;
    let rule = faults.add(rule);
    let script = parts(&[("definition", definition()), ("widget", widget("v1"))]);

    let waits = cluster.reconcile(&manager, &script.any()).await;

    assert!(faults.fired()[&rule] > 0);
    assert!(waits.failure.unwrap().error.is_expected());
    assert!(waits.requeue.is_some(), "it is tried again");
    let text = "Widget one: its kind is not served yet; the definition is applied";
    assert_eq!(
        condition(cluster, "Updating").await,
        pair("PreconditionWait", text)
    );
    let status = cluster.cr().await["status"]["componentStatus"].clone();
    assert_eq!(status["failedComponents"], json!([]));

    faults.clear();
    let done = cluster.reconcile(&manager, &script.any()).await;
    assert!(done.is_complete());
    let widget = cluster.get(&resource(GROUP, "v1", "Widget"), "one").await;
    assert!(!widget.is_null());
}

#[tokio::test]
async fn a_kind_that_the_component_defines_is_waited_for() {
    faulty(async |cluster, faults| {
        let unknown = Rule::answer(not_yet()).on(Requests::of([Verb::Discovery]));
        check_waits(cluster, faults, unknown).await;
    })
    .await;
}

/// Of several servers, one may list the kind before another one serves it.
#[tokio::test]
async fn a_kind_that_is_listed_and_not_served_yet_is_waited_for() {
    faulty(async |cluster, faults| {
        let unserved = Rule::answer(not_yet()).on(Requests::any().resource(GROUP, "widgets"));
        check_waits(cluster, faults, unserved).await;
    })
    .await;
}

async fn check_fails(resources: &[(&'static str, Value)], version: &str) {
    faulty(async |cluster, _| {
        let manager = manager(cluster).await;
        let failed = cluster.reconcile(&manager, &parts(resources).any()).await;
        assert!(!failed.failure.unwrap().error.is_expected());
        let text = format!("component web: the cluster serves no kind Widget in {GROUP}/{version}");
        let expected = pair("ClusterError", &text);
        assert_eq!(condition(cluster, "Updating").await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_kind_that_no_waiting_brings_is_a_failure() {
    check_fails(&[("widget", widget("v1"))], "v1").await;
    let other_version = [("definition", definition()), ("widget", widget("v2"))];
    check_fails(&other_version, "v2").await;
    let mut unserved = definition();
    let version = json!({"name": "v2", "served": false, "storage": false, "schema": {"openAPIV3Schema": {"type": "object"}}});
    unserved["spec"]["versions"]
        .as_array_mut()
        .unwrap()
        .push(version);
    let unserved = [("definition", unserved), ("widget", widget("v2"))];
    check_fails(&unserved, "v2").await;
    let too_late = [("a-widget", widget("v1")), ("definition", definition())];
    check_fails(&too_late, "v1").await;
}
