//! How the resources of a component reach the cluster: methods, what survives a PUT, and when one is needed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod support;

use std::time::Duration;

use kube_client::api::{Patch, PatchParams};
use kube_core::discovery::ApiResource;
use oper8_apiserver::faults::{Requests, Rule, Verb};
use oper8_config::Config;
use oper8_deploy_manager::DeployMethod;
use oper8_reconcile::{ReconcileManager, Reconciled, ResourceOptions};
use serde_json::{Value, json};

use support::cluster::{GROUP, resource, trials};
use support::{Cluster, Part, Script, config_map, each, faulty};

fn deployments() -> ApiResource {
    resource("apps", "v1", "Deployment")
}

fn maps() -> ApiResource {
    resource("", "v1", "ConfigMap")
}

/// A Deployment whose container has these variables.
fn deployment(image: &str, env: &Value) -> Value {
    let labels = json!({"app": "web"});
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [
                {"name": "main", "image": image, "env": env},
            ]}},
        },
    })
}

fn two_variables() -> Value {
    json!([{"name": "A", "value": "1"}, {"name": "B", "value": "2"}])
}

/// Reconciles the custom resource with one component, whose one resource is this one.
async fn reconcile(
    cluster: &Cluster,
    manager: &ReconcileManager,
    manifest: &Value,
    method: DeployMethod,
) -> Reconciled {
    // Nobody runs workloads: what counts is what is applied.
    let options = ResourceOptions::new()
        .method(method)
        .verify_with(|_| Ok(true));
    let part = Part::new("part").resource("it", manifest.clone(), options);
    cluster
        .reconcile(manager, &Script::chain([part]).any())
        .await
}

/// Reconciles to the end, and then once more, which writes nothing. Returns what was PUT: as often as it took, since on a
/// real cluster a controller may write the object's status in between.
async fn settle(
    cluster: &Cluster,
    manager: &ReconcileManager,
    manifest: &Value,
    method: DeployMethod,
) -> Vec<String> {
    cluster.writes();
    let done = reconcile(cluster, manager, manifest, method).await;
    assert!(done.is_complete(), "{done:?}");
    let mut puts = cluster.writes();
    puts.retain(|write| write.starts_with("PUT"));
    puts.dedup();
    let again = reconcile(cluster, manager, manifest, method).await;
    assert!(again.is_complete(), "{again:?}");
    assert_eq!(cluster.writes(), [""; 0], "{manifest}");
    puts
}

/// Changes an object as somebody else.
async fn meddle(cluster: &Cluster, resource: &ApiResource, name: &str, patch: &Value) {
    let params = PatchParams::apply("somebody");
    cluster
        .api(resource)
        .patch(name, &params, &Patch::Merge(patch))
        .await
        .unwrap();
}

/// Changes the variables of the live Deployment as somebody else, who thereby owns them too.
async fn meddle_with_variables(cluster: &Cluster, change: impl FnOnce(&mut Value)) {
    let live = cluster.get(&deployments(), "web").await;
    let mut containers = live["spec"]["template"]["spec"]["containers"].clone();
    change(&mut containers[0]["env"]);
    let patch = json!({"spec": {"template": {"spec": {"containers": containers}}}});
    meddle(cluster, &deployments(), "web", &patch).await;
}

async fn variables(cluster: &Cluster) -> Value {
    let live = cluster.get(&deployments(), "web").await;
    live["spec"]["template"]["spec"]["containers"][0]["env"].clone()
}

/// What is left of a variable of somebody else, of their label and of their scale, after a change by this method.
async fn check_method(method: DeployMethod, expected: Value) {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager();
        settle(
            cluster,
            &manager,
            &deployment("a:1", &two_variables()),
            method,
        )
        .await;
        meddle_with_variables(cluster, |env| {
            let env = env.as_array_mut().unwrap();
            env.push(json!({"name": "C", "value": "3"}));
        })
        .await;
        let beside = json!({"metadata": {"labels": {"theirs": "1"}}, "spec": {"replicas": 3}});
        meddle(cluster, &deployments(), "web", &beside).await;
        let changed = deployment("a:2", &two_variables());
        let puts = settle(cluster, &manager, &changed, method).await;
        let live = cluster.get(&deployments(), "web").await;
        let seen = json!({
            "variables": variables(cluster).await.as_array().unwrap().len(),
            "label": live["metadata"]["labels"]["theirs"],
            "replicas": live["spec"]["replicas"],
            "put": puts == ["PUT deployments/web"],
        });
        assert_eq!(seen, expected);
        let image = &live["spec"]["template"]["spec"]["containers"][0]["image"];
        assert_eq!(*image, json!("a:2"));
    })
    .await;
}

#[tokio::test]
async fn by_default_items_of_others_in_a_list_go_and_what_is_beside_stays() {
    let left = json!({"variables": 2, "label": "1", "replicas": 3, "put": true});
    check_method(DeployMethod::Default, left).await;
}

#[tokio::test]
async fn an_update_leaves_all_that_others_added() {
    let left = json!({"variables": 3, "label": "1", "replicas": 3, "put": false});
    check_method(DeployMethod::Update, left).await;
}

#[tokio::test]
async fn a_replacement_leaves_nothing_that_others_added() {
    let left = json!({"variables": 2, "label": null, "replicas": 1, "put": true});
    check_method(DeployMethod::Replace, left).await;
}

/// The annotations that are left by a replacement under this setting.
async fn kept(cluster: &Cluster, config: Config) -> Value {
    let manager = cluster.manager_with(config);
    let method = DeployMethod::Replace;
    settle(cluster, &manager, &config_map("m", "1"), method).await;
    let metadata = json!({
        "annotations": {"x.kubernetes.io/y": "1", "a.openshift.io/b": "2", "their.example/c": "3"},
        "finalizers": ["their.example/wait"],
    });
    meddle(cluster, &maps(), "m", &json!({"metadata": metadata})).await;
    let puts = settle(cluster, &manager, &config_map("m", "2"), method).await;
    assert_eq!(puts, ["PUT configmaps/m"]);
    let mut live = cluster.config_map("m").await;
    let metadata = &live["metadata"];
    assert_eq!(metadata["finalizers"], json!(["their.example/wait"]));
    assert_eq!(metadata["ownerReferences"][0]["name"], "a");
    meddle(
        cluster,
        &maps(),
        "m",
        &json!({"metadata": {"finalizers": null}}),
    )
    .await;
    let mut kept = live["metadata"]["annotations"].take();
    let internal_name = kept
        .as_object_mut()
        .unwrap()
        .remove("oper8.org/internal-name");
    assert_eq!(internal_name, Some(json!("part.it")));
    kept
}

#[tokio::test]
async fn annotations_of_the_cluster_survive_a_replacement_as_do_finalizers_and_owners() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let expected = json!({"x.kubernetes.io/y": "1", "a.openshift.io/b": "2"});
        assert_eq!(kept(cluster, Config::default()).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_setting_says_which_annotations_survive() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let mut config = Config::default();
        config.cluster_passthrough_annotations = vec!["their.example".to_owned()];
        assert_eq!(kept(cluster, config).await, json!({"their.example/c": "3"}));
    })
    .await;
}

#[tokio::test]
async fn an_update_that_is_called_invalid_fails_unless_a_put_may_follow() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager();
        let method = DeployMethod::Update;
        settle(
            cluster,
            &manager,
            &deployment("a:1", &two_variables()),
            method,
        )
        .await;
        meddle_with_variables(cluster, |env| env[0]["value"] = json!("theirs")).await;

        let from =
            json!({"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}});
        let wanted = json!([from, {"name": "B", "value": "2"}]);
        let changed = deployment("a:1", &wanted);
        let failed = reconcile(cluster, &manager, &changed, method).await;
        assert!(failed.has_failed());
        let updating = cluster.cr().await["status"]["conditions"][1].clone();
        assert_eq!(updating["reason"], "ClusterError");
        let message = updating["message"].as_str().unwrap();
        assert!(
            message.contains("may not be specified when `value` is not empty"),
            "{message}"
        );

        let mut config = Config::default();
        config.deploy_unprocessable_put_fallback = true;
        let puts = settle(cluster, &cluster.manager_with(config), &changed, method).await;
        assert_eq!(puts, ["PUT deployments/web"]);
        assert_eq!(variables(cluster).await, wanted);
    })
    .await;
}

#[tokio::test]
async fn by_default_a_value_gets_another_source_although_somebody_owns_it_too() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager();
        let method = DeployMethod::Default;
        settle(
            cluster,
            &manager,
            &deployment("a:1", &two_variables()),
            method,
        )
        .await;
        meddle_with_variables(cluster, |env| env[0]["value"] = json!("theirs")).await;
        let from =
            json!({"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}});
        let wanted = json!([from, {"name": "B", "value": "2"}]);
        let puts = settle(cluster, &manager, &deployment("a:1", &wanted), method).await;
        assert_eq!(puts, ["PUT deployments/web"]);
        assert_eq!(variables(cluster).await, wanted);
        // And back again, which nobody contests any more.
        settle(
            cluster,
            &manager,
            &deployment("a:1", &two_variables()),
            method,
        )
        .await;
        assert_eq!(variables(cluster).await, two_variables());
    })
    .await;
}

#[tokio::test]
async fn whatever_a_list_or_a_type_becomes_is_what_is_live_by_every_method() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager();
        let steps = [
            json!({"list": [{"name": "a", "port": 1}, {"name": "b", "port": 2}], "map": {"x": {"y": 1}}}),
            // Shorter, and then another item in the same place.
            json!({"list": [{"name": "b", "port": 2}], "map": {"x": {"y": 1}}}),
            json!({"list": [{"title": "c"}], "map": {"x": {"y": 1}}}),
            json!({"list": [{"title": "c"}, {"title": "d", "value": "v"}], "map": {"x": {"y": 1}}}),
            json!({"list": [{"title": "c"}, {"title": "d", "valueFrom": {"key": "k"}}], "map": {"x": {"y": 1}}}),
            // Other types.
            json!({"list": [], "map": {"x": [1]}}),
            json!({"list": "text", "map": {"x": "text"}}),
            json!({"map": 1}),
        ];
        for method in [DeployMethod::Default, DeployMethod::Update, DeployMethod::Replace] {
            for spec in &steps {
                let child = json!({
                    "apiVersion": format!("{GROUP}/v1"), "kind": "Trial",
                    "metadata": {"name": "child"}, "spec": spec,
                });
                settle(cluster, &manager, &child, method).await;
                let live = cluster.get(&trials(), "child").await;
                assert_eq!(live["spec"], *spec, "{method:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_resources_of_one_component_each_have_their_method() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager();
        let methods = [
            ("default", DeployMethod::Default),
            ("update", DeployMethod::Update),
            ("replace", DeployMethod::Replace),
        ];
        let script = |value: &str| {
            let part = methods
                .iter()
                .fold(Part::new("part"), |part, (name, method)| {
                    let options = ResourceOptions::new().method(*method);
                    part.resource(name, config_map(name, value), options)
                });
            Script::chain([part]).any()
        };
        assert!(
            cluster
                .reconcile(&manager, &script("1"))
                .await
                .is_complete()
        );
        for (name, _) in methods {
            meddle(cluster, &maps(), name, &json!({"data": {"theirs": "x"}})).await;
        }
        cluster.writes();
        assert!(
            cluster
                .reconcile(&manager, &script("2"))
                .await
                .is_complete()
        );
        let writes = cluster.writes();
        let puts: Vec<_> = writes.iter().filter(|it| it.starts_with("PUT")).collect();
        assert_eq!(puts, ["PUT configmaps/replace"]);
        let both = json!({"key": "2", "theirs": "x"});
        for (name, data) in [
            ("default", &both),
            ("update", &both),
            ("replace", &json!({"key": "2"})),
        ] {
            assert_eq!(cluster.config_map(name).await["data"], *data, "{name}");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_deletion_without_an_answer_is_given_up_and_tried_again_where_a_setting_says_when() {
    faulty(async |cluster, faults| {
        cluster.create(json!({})).await;
        let mut config = Config::default();
        config.delete_request_timeout = Some(Duration::from_secs(7));
        let manager = cluster.manager_with(config);
        let disabled = Script::new(|graph, components| {
            components
                .add_disabled(graph.part(&Part::new("cache")))
                .map(drop)
        });
        let enabled = Script::chain([Part::new("cache")]);
        let hang = || Rule::hang().on(Requests::of([Verb::Delete]));
        assert!(
            cluster
                .reconcile(&manager, &enabled.any())
                .await
                .is_complete()
        );

        let rule = faults.add(hang());
        let failed = cluster.reconcile(&manager, &disabled.any()).await;
        assert!(failed.has_failed());
        let message = failed.error().unwrap().report();
        let end = "no answer from the server: none came in 7s (delete_request_timeout)";
        assert!(message.ends_with(end), "{message}");
        assert_eq!(faults.fired()[&rule], 4, "with the retries");
        faults.clear();

        // The answer is lost, not the deletion.
        faults.add(hang().after_commit().nth(1));
        let done = cluster.reconcile(&manager, &disabled.any()).await;
        assert!(done.is_complete(), "{done:?}");
        assert!(cluster.config_map("cache").await.is_null());
    })
    .await;
}
