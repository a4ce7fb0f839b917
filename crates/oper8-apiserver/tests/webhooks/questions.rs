//! Under which conditions a webhook is asked, and what it is told of options, scales and parts.

use http::{Method, Request};
use serde_json::{Value, json};

use crate::hook::{Hook, patch};
use crate::world::World;
use crate::{MUTATING, VALIDATING, allowed};

fn denied(path: &str) -> Option<Value> {
    Some(json!({"allowed": false, "status": {"message": path}}))
}

fn condition(expression: &str) -> Value {
    json!([{"name": "c", "expression": expression}])
}

#[tokio::test]
async fn a_webhook_is_asked_where_its_conditions_hold() {
    let world = World::new().await;
    let hook = Hook::serve(|path, _| denied(path)).await;
    let on = |path: &str, expression: &str| json!({"clientConfig": hook.config(path), "matchConditions": condition(expression)});
    let hooks = vec![
        on("/never", "false"),
        on(
            "/operation",
            "request.operation == 'DELETE' && object == null && oldObject.data.a == '1'",
        ),
        on("/data", "has(object.data) && object.data.a == '2'"),
        on(
            "/user",
            "request.userInfo.username == 'admin' && request.name == 'named'",
        ),
    ];
    world.configure(VALIDATING, hooks).await;
    assert_eq!(world.create("a").await["kind"], "ConfigMap");
    let by = |index: usize, path: &str| {
        format!("admission webhook \"h{index}.example.com\" denied the request: {path}")
    };
    let changed = world.change("a", json!({"data": {"a": "2"}})).await;
    assert_eq!(changed["message"], by(2, "/data").as_str());
    assert_eq!(
        world.create("named").await["message"],
        by(3, "/user").as_str()
    );
    let deleted = world.delete("a").await;
    assert_eq!(deleted["message"], by(1, "/operation").as_str());
    world.end().await;
}

#[tokio::test]
async fn a_condition_that_fails_is_what_the_failure_policy_makes_of_it() {
    let world = World::new().await;
    let hook = Hook::serve(|path, _| denied(path)).await;
    let broken = json!([
        {"name": "a", "expression": "object.nothing == 'x'"},
        {"name": "b", "expression": "request.name != 'spared'"},
        {"name": "c", "expression": "object.data.none == 'x'"},
    ]);
    let on = |policy: &str| json!({"clientConfig": hook.config("/"), "failurePolicy": policy, "matchConditions": broken});
    world.configure(VALIDATING, vec![on("Ignore")]).await;
    assert_eq!(world.create("ignored").await["kind"], "ConfigMap");
    world.configure(MUTATING, vec![on("Fail")]).await;
    let refused = world.create("refused").await;
    assert_eq!(refused["code"], 403, "{refused}");
    assert_eq!(
        refused["message"],
        "configmaps \"refused\" is forbidden: [expression 'object.nothing == 'x'' resulted in error: no such key: nothing, expression 'object.data.none == 'x'' resulted in error: no such key: none]"
    );
    // One that does not hold decides, whatever is wrong with the others.
    assert_eq!(world.create("spared").await["kind"], "ConfigMap");
    assert!(hook.asked("refused").is_empty());
    world.end().await;
}

#[tokio::test]
async fn the_question_has_the_options_that_were_given() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    world
        .configure(VALIDATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let maps = format!("/api/v1/namespaces/{}/configmaps", world.namespace);
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}});
    let given = format!("{maps}?fieldManager=me&fieldValidation=Strict");
    world.ask(Method::POST, &given, Some(object)).await;
    let path = format!("{maps}/a?fieldManager=you");
    let change = json!({"data": {"a": "1"}});
    world.ask(Method::PATCH, &path, Some(change)).await;
    let path = format!("{maps}/a?gracePeriodSeconds=5&propagationPolicy=Background");
    world.ask(Method::DELETE, &path, None).await;
    let options: Vec<_> = hook
        .asked("a")
        .into_iter()
        .map(|asked| asked["options"].clone())
        .collect();
    let meta = "meta.k8s.io/v1";
    assert_eq!(
        options,
        [
            json!({"kind": "CreateOptions", "apiVersion": meta, "fieldManager": "me", "fieldValidation": "Strict"}),
            json!({"kind": "UpdateOptions", "apiVersion": meta, "fieldManager": "you"}),
            json!({"kind": "DeleteOptions", "apiVersion": meta, "gracePeriodSeconds": 5, "propagationPolicy": "Background"}),
        ]
    );
    world.end().await;
}

#[tokio::test]
async fn a_scale_is_asked_about_as_a_scale_and_may_be_changed() {
    let world = World::new().await;
    let more = json!([{"op": "replace", "path": "/spec/replicas", "value": 3}]);
    let hook = Hook::serve(move |_, _| Some(patch(&more))).await;
    let rules = json!([{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments/scale"], "operations": ["*"]}]);
    world
        .configure(
            MUTATING,
            vec![json!({"clientConfig": hook.config("/"), "rules": rules})],
        )
        .await;
    let sets = format!("/apis/apps/v1/namespaces/{}/deployments", world.namespace);
    let object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {
            "replicas": 0, "selector": {"matchLabels": {"a": "b"}},
            "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}},
        },
    });
    world.ask(Method::POST, &sets, Some(object)).await;
    let path = format!("{sets}/web/scale");
    let change = json!({"spec": {"replicas": 1}});
    let scaled = world.ask(Method::PATCH, &path, Some(change)).await;
    assert_eq!(scaled["spec"]["replicas"], 3, "{scaled}");
    let asked = hook.asked("web");
    // It is asked again where somebody else wrote meanwhile.
    let question = &asked[0];
    let scale = json!({"group": "autoscaling", "version": "v1", "kind": "Scale"});
    assert_eq!(question["kind"], scale);
    assert_eq!(question["requestKind"], scale);
    assert_eq!(question["resource"]["resource"], "deployments");
    assert_eq!(question["subResource"], "scale");
    assert_eq!(question["object"]["kind"], "Scale");
    assert_eq!(question["object"]["spec"]["replicas"], 1);
    assert_eq!(question["oldObject"]["spec"], json!({}));
    world.end().await;
}

#[tokio::test]
async fn tokens_and_evictions_are_asked_about_as_what_they_are() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| denied("no")).await;
    let rules = json!([{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["serviceaccounts/token", "pods/eviction"], "operations": ["CREATE"]}]);
    world
        .configure(
            VALIDATING,
            vec![json!({"clientConfig": hook.config("/"), "rules": rules})],
        )
        .await;
    let folder = format!("/api/v1/namespaces/{}", world.namespace);
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}});
    let accounts = format!("{folder}/serviceaccounts");
    world.ask(Method::POST, &accounts, Some(account)).await;
    let token =
        json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}});
    let path = format!("{accounts}/a/token");
    let refused = world.ask(Method::POST, &path, Some(token)).await;
    assert_eq!(
        refused["message"],
        "admission webhook \"h0.example.com\" denied the request: no"
    );
    let asked = hook.asked("a");
    assert_eq!(
        asked[0]["kind"],
        json!({"group": "authentication.k8s.io", "version": "v1", "kind": "TokenRequest"})
    );
    assert_eq!(asked[0]["object"]["kind"], "TokenRequest");
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
        "spec": {"serviceAccountName": "a", "containers": [{"name": "c", "image": "i"}]},
    });
    world
        .ask(Method::POST, &format!("{folder}/pods"), Some(pod))
        .await;
    let eviction =
        json!({"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "p"}});
    let path = format!("{folder}/pods/p/eviction");
    let refused = world.ask(Method::POST, &path, Some(eviction)).await;
    assert_eq!(refused["code"], 400, "{refused}");
    assert_eq!(
        hook.asked("p")[0]["requestKind"],
        json!({"group": "policy", "version": "v1", "kind": "Eviction"})
    );
    world.end().await;
}

#[tokio::test]
async fn who_deletes_is_told_of_warnings() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(json!({"allowed": true, "warnings": ["take care"]}))).await;
    let rules = json!([{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"], "operations": ["DELETE"]}]);
    let config = json!({"clientConfig": hook.config("/"), "rules": rules});
    world.configure(VALIDATING, vec![config]).await;
    world.create("a").await;
    let path = format!("/api/v1/namespaces/{}/configmaps/a", world.namespace);
    let request = Request::delete(path).body(kube_client::client::Body::empty());
    let answer = world.client.send(request.unwrap()).await.unwrap();
    assert_eq!(answer.headers()["warning"], "299 - \"take care\"");
    world.end().await;
}

#[tokio::test]
async fn a_rule_for_the_other_group_of_events_sees_them_in_its_form() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    let rules = json!([{"apiGroups": ["events.k8s.io"], "apiVersions": ["v1"], "resources": ["events"], "operations": ["CREATE"]}]);
    let config = json!({"clientConfig": hook.config("/"), "rules": rules});
    world.configure(VALIDATING, vec![config]).await;
    let event = json!({
        "apiVersion": "v1", "kind": "Event", "metadata": {"name": "e"}, "message": "it happened",
        "involvedObject": {"kind": "Pod", "name": "p", "namespace": world.namespace},
    });
    let path = format!("/api/v1/namespaces/{}/events", world.namespace);
    world.ask(Method::POST, &path, Some(event)).await;
    let asked = hook.asked("e");
    assert_eq!(asked[0]["object"]["apiVersion"], "events.k8s.io/v1");
    assert_eq!(asked[0]["object"]["note"], "it happened");
    assert_eq!(asked[0]["requestResource"]["group"], "");
    assert_eq!(asked[0]["resource"]["group"], "events.k8s.io");
    world.end().await;
}

#[tokio::test]
async fn what_is_deleted_is_shown_in_the_version_that_is_asked_for() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    let rules = json!([{"apiGroups": ["autoscaling"], "apiVersions": ["v1"], "resources": ["horizontalpodautoscalers"], "operations": ["DELETE"]}]);
    let config = json!({"clientConfig": hook.config("/"), "rules": rules});
    world.configure(VALIDATING, vec![config]).await;
    for version in ["v1", "v2"] {
        let folder = format!(
            "/apis/autoscaling/{version}/namespaces/{}/horizontalpodautoscalers",
            world.namespace
        );
        let object = json!({
            "apiVersion": format!("autoscaling/{version}"), "kind": "HorizontalPodAutoscaler", "metadata": {"name": version},
            "spec": {"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}},
        });
        world.ask(Method::POST, &folder, Some(object)).await;
        let path = format!("{folder}/{version}");
        world.ask(Method::DELETE, &path, None).await;
        let asked = hook.asked(version);
        let old = &asked[0]["oldObject"];
        assert_eq!(old["apiVersion"], "autoscaling/v1");
        // The default of a version that knows nothing else.
        assert_eq!(old["spec"]["targetCPUUtilizationPercentage"], 80, "{old}");
    }
    world.end().await;
}
