//! Webhooks, called over HTTPS as they are configured; on a real server where `OPER8_TEST_KUBECONFIG` names one.
#![allow(
    clippy::unwrap_used,
    missing_debug_implementations,
    unreachable_pub,
    reason = "a test stops at the first error, and is one binary"
)]

mod hook;
mod meanwhile;
mod questions;
mod world;

use std::time::Duration;

use http::Method;
use oper8_apiserver::ApiServer;
use serde_json::{Value, json};

use self::hook::{Hook, patch};
use self::world::World;

const MUTATING: &str = "MutatingWebhookConfiguration";
const VALIDATING: &str = "ValidatingWebhookConfiguration";

fn allowed() -> Value {
    json!({"allowed": true})
}

#[tokio::test]
async fn a_patch_changes_what_is_stored_and_is_nobodys_field() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| {
        Some(patch(
            &json!([{"op": "add", "path": "/data/b", "value": "2"}]),
        ))
    })
    .await;
    world
        .configure(MUTATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let made = world.create("a").await;
    assert_eq!(made["data"], json!({"a": "1", "b": "2"}), "{made}");
    let owned = &made["metadata"]["managedFields"][0]["fieldsV1"]["f:data"];
    assert_eq!(*owned, json!({".": {}, "f:a": {}}));
    world.end().await;
}

#[tokio::test]
async fn what_a_patch_adds_is_completed() {
    let world = World::new().await;
    let sidecar = json!([{"op": "add", "path": "/spec/containers/-", "value": {"name": "sidecar", "image": "s:1"}}]);
    let hook = Hook::serve(move |_, _| Some(patch(&sidecar))).await;
    world
        .configure(MUTATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let accounts = format!("/api/v1/namespaces/{}/serviceaccounts", world.namespace);
    let account =
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "own"}});
    world.ask(Method::POST, &accounts, Some(account)).await;
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
        "spec": {"serviceAccountName": "own", "containers": [{"name": "c", "image": "i"}]},
    });
    let path = format!("/api/v1/namespaces/{}/pods", world.namespace);
    let made = world.ask(Method::POST, &path, Some(pod)).await;
    let sidecar = &made["spec"]["containers"][1];
    assert_eq!(
        sidecar["terminationMessagePath"], "/dev/termination-log",
        "{made}"
    );
    assert_eq!(sidecar["imagePullPolicy"], "IfNotPresent");
    world.end().await;
}

#[tokio::test]
async fn what_a_patch_makes_invalid_is_refused() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| {
        Some(patch(
            &json!([{"op": "add", "path": "/data/!", "value": "2"}]),
        ))
    })
    .await;
    world
        .configure(MUTATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let made = world.create("a").await;
    assert_eq!(made["reason"], "Invalid", "{made}");
    world.end().await;
}

#[tokio::test]
async fn a_refusal_says_which_webhook_and_why() {
    let world = World::new().await;
    let hook = Hook::serve(|_, asked| {
        Some(match asked["name"].as_str().unwrap() {
            "mute" => json!({"allowed": false}),
            "reason" => json!({"allowed": false, "status": {"reason": "Because"}}),
            "code" => json!({"allowed": false, "status": {"code": 418, "message": "no tea", "reason": "Teapot"}}),
            "low" => json!({"allowed": false, "status": {"code": 200, "message": "low"}}),
            _ => allowed(),
        })
    })
    .await;
    world
        .configure(VALIDATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let by = "admission webhook \"h0.example.com\" denied the request";
    for (name, code, reason, message) in [
        ("mute", 400, "", format!("{by} without explanation")),
        ("reason", 400, "Because", format!("{by}: Because")),
        ("code", 418, "Teapot", format!("{by}: no tea")),
        ("low", 400, "", format!("{by}: low")),
    ] {
        let refused = world.create(name).await;
        assert_eq!(refused["message"], message.as_str());
        assert_eq!(refused["code"], code);
        assert_eq!(refused["reason"].as_str().unwrap_or_default(), reason);
    }
    assert_eq!(world.create("fine").await["kind"], "ConfigMap");
    world.end().await;
}

#[tokio::test]
async fn the_question_has_the_object_before_and_after_and_who_asks_what() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    world
        .configure(VALIDATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    world.create("a").await;
    world.change("a", json!({"data": {"a": "2"}})).await;
    world.delete("a").await;
    let asked = hook.asked("a");
    let operations: Vec<_> = asked
        .iter()
        .map(|asked| asked["operation"].as_str().unwrap())
        .collect();
    assert_eq!(operations, ["CREATE", "UPDATE", "DELETE"]);
    for question in &asked {
        assert_eq!(
            question["kind"],
            json!({"group": "", "version": "v1", "kind": "ConfigMap"})
        );
        assert_eq!(
            question["requestResource"],
            json!({"group": "", "version": "v1", "resource": "configmaps"})
        );
        assert_eq!(question["namespace"], world.namespace.as_str());
        assert_eq!(question["dryRun"], false);
        assert_eq!(question["userInfo"]["username"], "admin");
        assert_eq!(
            question["userInfo"]["groups"],
            json!(["system:masters", "system:authenticated"])
        );
    }
    let [create, update, delete] = asked.as_slice() else {
        unreachable!("three were counted")
    };
    assert_eq!(create["oldObject"], Value::Null);
    assert!(create["object"]["metadata"]["uid"].is_string(), "{create}");
    assert_eq!(create["options"]["kind"], "CreateOptions");
    assert_eq!(update["oldObject"]["data"]["a"], "1");
    assert_eq!(update["object"]["data"]["a"], "2");
    assert_eq!(delete["object"], Value::Null);
    assert_eq!(delete["oldObject"]["data"]["a"], "2");
    world.end().await;
}

#[tokio::test]
async fn only_what_rules_and_selectors_name_is_asked_about() {
    let world = World::new().await;
    let hook =
        Hook::serve(|path, _| Some(json!({"allowed": false, "status": {"message": path}}))).await;
    let rule = |resources: &str, operation: &str, scope: &str| json!([{"apiGroups": [""], "apiVersions": ["v1"], "resources": [resources], "operations": [operation], "scope": scope}]);
    let hooks = vec![
        json!({"clientConfig": hook.config("/other-kind"), "rules": rule("secrets", "*", "*")}),
        json!({"clientConfig": hook.config("/other-operation"), "rules": rule("configmaps", "DELETE", "*")}),
        json!({"clientConfig": hook.config("/other-scope"), "rules": rule("configmaps", "*", "Cluster")}),
        json!({"clientConfig": hook.config("/subresource"), "rules": rule("configmaps/status", "*", "*")}),
        json!({"clientConfig": hook.config("/label"), "objectSelector": {"matchLabels": {"a": "b"}}}),
        json!({"clientConfig": hook.config("/namespace"), "namespaceSelector": {"matchLabels": {"a": "b"}}}),
    ];
    world.configure(VALIDATING, hooks).await;
    assert_eq!(world.create("a").await["kind"], "ConfigMap");
    let labelled = world
        .change("a", json!({"metadata": {"labels": {"a": "b"}}}))
        .await;
    assert_eq!(
        labelled["message"],
        "admission webhook \"h4.example.com\" denied the request: /label"
    );
    let deleted = world.delete("a").await;
    assert_eq!(
        deleted["message"],
        "admission webhook \"h1.example.com\" denied the request: /other-operation"
    );
    world.end().await;
}

#[tokio::test]
async fn what_cannot_be_called_fails_or_is_ignored_as_its_policy_says() {
    let world = World::new().await;
    let nobody = json!({"url": "https://127.0.0.1:1/a", "caBundle": Hook::serve(|_, _| None).await.authority});
    world
        .configure(
            MUTATING,
            vec![json!({"clientConfig": nobody.clone(), "failurePolicy": "Ignore"})],
        )
        .await;
    assert_eq!(world.create("ignored").await["kind"], "ConfigMap");
    world
        .configure(VALIDATING, vec![json!({"clientConfig": nobody})])
        .await;
    let failed = world.create("failed").await;
    assert_eq!(
        failed["message"],
        "Internal error occurred: failed calling webhook \"h0.example.com\": failed to call webhook: Post \"https://127.0.0.1:1/a?timeout=10s\": dial tcp 127.0.0.1:1: connect: connection refused"
    );
    assert_eq!(failed["code"], 500);
    world.end().await;
}

#[tokio::test]
async fn a_certificate_of_somebody_else_is_not_trusted() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    let other = Hook::serve(|_, _| Some(allowed())).await;
    let mut config = hook.config("/");
    config["caBundle"] = other.authority.into();
    world
        .configure(VALIDATING, vec![json!({"clientConfig": config})])
        .await;
    let failed = world.create("a").await;
    let message = failed["message"].as_str().unwrap();
    assert!(
        message.contains(
            "tls: failed to verify certificate: x509: certificate signed by unknown authority"
        ),
        "{message}"
    );
    assert!(hook.asked("a").is_empty());
    world.end().await;
}

#[tokio::test]
async fn a_webhook_that_does_not_answer_is_given_up() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| None).await;
    world
        .configure(
            VALIDATING,
            vec![json!({"clientConfig": hook.config("/a"), "timeoutSeconds": 1})],
        )
        .await;
    let failed = world.create("a").await;
    let expected = format!(
        "Internal error occurred: failed calling webhook \"h0.example.com\": failed to call webhook: Post \"https://{}/a?timeout=1s\": context deadline exceeded",
        hook.address
    );
    assert_eq!(failed["message"], expected.as_str());
    world.end().await;
}

#[tokio::test]
async fn an_answer_to_another_question_does_not_count() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(json!({"allowed": true, "uid": "x"}))).await;
    world
        .configure(VALIDATING, vec![json!({"clientConfig": hook.config("/")})])
        .await;
    let failed = world.create("a").await;
    let uid = hook.asked("a")[0]["uid"].as_str().unwrap().to_owned();
    let expected = format!(
        "Internal error occurred: failed calling webhook \"h0.example.com\": received invalid webhook response: expected response.uid={uid:?}, got \"x\""
    );
    assert_eq!(failed["message"], expected.as_str());
    world.end().await;
}

#[tokio::test]
async fn a_webhook_is_asked_again_when_a_later_one_changed_the_object() {
    let world = World::new().await;
    let hook = Hook::serve(|path, asked| {
        let last = asked["object"]["data"]["last"].is_string();
        Some(match path {
            "/last" if !last => patch(&json!([{"op": "add", "path": "/data/last", "value": "x"}])),
            "/first" if last => patch(&json!([{"op": "add", "path": "/data/seen", "value": "x"}])),
            _ => allowed(),
        })
    })
    .await;
    let hooks = vec![
        json!({"clientConfig": hook.config("/first"), "reinvocationPolicy": "IfNeeded"}),
        json!({"clientConfig": hook.config("/never-again")}),
        json!({"clientConfig": hook.config("/last"), "reinvocationPolicy": "IfNeeded"}),
    ];
    world.configure(MUTATING, hooks).await;
    let made = world.create("a").await;
    assert_eq!(
        made["data"],
        json!({"a": "1", "last": "x", "seen": "x"}),
        "{made}"
    );
    assert_eq!(hook.asked("a").len(), 5);
    world.end().await;
}

#[tokio::test]
async fn a_dry_run_is_told() {
    let world = World::new().await;
    let hook = Hook::serve(|_, _| Some(allowed())).await;
    world
        .configure(
            VALIDATING,
            vec![json!({"clientConfig": hook.config("/"), "sideEffects": "NoneOnDryRun"})],
        )
        .await;
    let path = format!(
        "/api/v1/namespaces/{}/configmaps?dryRun=All",
        world.namespace
    );
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}});
    world.ask(Method::POST, &path, Some(object)).await;
    assert_eq!(hook.asked("a")[0]["dryRun"], true);
    assert_eq!(hook.asked("a")[0]["options"]["dryRun"], json!(["All"]));
    world.end().await;
}

#[tokio::test]
async fn what_controllers_write_is_asked_about_as_well() {
    let world = World::new().await;
    let annotate =
        json!([{"op": "add", "path": "/metadata/annotations", "value": {"seen": "yes"}}]);
    let hook = Hook::serve(move |_, _| Some(patch(&annotate))).await;
    let rules = json!([{
        "apiGroups": [""], "apiVersions": ["v1"], "resources": ["persistentvolumeclaims"], "operations": ["CREATE"],
    }]);
    let hooks = vec![json!({"clientConfig": hook.config("/"), "rules": rules})];
    world.configure(MUTATING, hooks).await;
    let set = json!({
        "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web"},
        "spec": {
            "serviceName": "web",
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "c", "image": "i"}]},
            },
            "volumeClaimTemplates": [{
                "metadata": {"name": "data"},
                "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
            }],
        },
    });
    let path = format!("/apis/apps/v1/namespaces/{}/statefulsets", world.namespace);
    world.ask(Method::POST, &path, Some(set)).await;
    let claim = format!(
        "/api/v1/namespaces/{}/persistentvolumeclaims/data-web-0",
        world.namespace
    );
    let found = async {
        loop {
            if let Some(server) = &world.server {
                server.caught_up().await;
            }
            let found = world.ask(Method::GET, &claim, None).await;
            if found["kind"] == "PersistentVolumeClaim" {
                break found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(30), found)
        .await
        .unwrap();
    assert_eq!(found["metadata"]["annotations"]["seen"], "yes", "{found}");
    world.end().await;
}

#[tokio::test]
async fn a_service_leads_to_where_the_server_was_told_that_it_is() {
    let hook =
        Hook::serve(|_, _| Some(json!({"allowed": false, "status": {"message": "here"}}))).await;
    let world =
        World::build(ApiServer::builder().webhook_service("default", "hooks", hook.address)).await;
    if world.server.is_none() {
        // There a Service leads to pods.
        return world.end().await;
    }
    let config = |name: &str| json!({"service": {"namespace": "default", "name": name, "path": "/a"}, "caBundle": hook.authority});
    world
        .configure(VALIDATING, vec![json!({"clientConfig": config("hooks")})])
        .await;
    let refused = world.create("a").await;
    assert_eq!(
        refused["message"],
        "admission webhook \"h0.example.com\" denied the request: here"
    );
    world
        .configure(MUTATING, vec![json!({"clientConfig": config("nothing")})])
        .await;
    let failed = world.create("a").await;
    assert_eq!(
        failed["message"],
        "Internal error occurred: failed calling webhook \"h0.example.com\": failed to call webhook: Post \"https://nothing.default.svc:443/a?timeout=10s\": service \"nothing\" not found"
    );
    world.end().await;
}
