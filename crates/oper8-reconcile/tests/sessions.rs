//! What a session tells about its custom resource.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use kube_client::Client;
use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{AnyDeployManager, DeploySettings, KubeDeployManager};
use oper8_reconcile::{Chart, Component, ErrorClass, Result, Session, SessionBuilder, render};
use serde_json::{Value, json};

fn builder(cr: Value) -> SessionBuilder {
    let client = Client::new(ApiServer::builder().build().service(), "default");
    let deploy_manager = KubeDeployManager::new(client, &DeploySettings::default());
    Session::builder(cr, AnyDeployManager::new(deploy_manager))
}

fn cr() -> Value {
    json!({
        "apiVersion": "demo.oper8.org/v1",
        "kind": "Site",
        "metadata": {
            "name": "blog",
            "namespace": "ns",
            "finalizers": ["a", "b"],
            "annotations": {
                "oper8.org/pause-execution": "false",
                "oper8.org/log-filters": "web:debug",
                "oper8.org/temporary-patches": "{}",
                "other": "x",
            },
        },
        "spec": {"version": "1.10", "password": "hidden"},
        "status": {"versions": {"reconciled": "1.9"}},
    })
}

#[tokio::test]
async fn a_session_knows_the_custom_resource() {
    let session = builder(cr()).config(json!({"size": 1})).build().unwrap();
    assert_eq!(
        (session.kind(), session.api_version()),
        ("Site", "demo.oper8.org/v1")
    );
    assert_eq!((session.name(), session.namespace()), ("blog", "ns"));
    assert_eq!(
        (session.version(), session.current_version()),
        (Some("1.10"), Some("1.9"))
    );
    assert_eq!(session.spec()["password"], "hidden");
    assert_eq!(session.config()["size"], 1);
    assert_eq!(session.annotation("other"), Some("x"));
    assert_eq!(session.finalizers().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(
        session.cr_key().to_string(),
        "demo.oper8.org/v1/Site ns/blog"
    );
    assert_eq!(session.id().len(), 22);
    assert!(session.client().is_some());
}

#[tokio::test]
async fn names_are_scoped_and_truncated() {
    let session = builder(cr()).build().unwrap();
    assert_eq!(session.scoped_name("web"), "blog-web");
    let long = session.scoped_name(&"x".repeat(70));
    assert_eq!(long.len(), 63);
    assert!(long.starts_with("blog-xxx"));
}

#[tokio::test]
async fn only_the_annotations_for_child_resources_are_passed_on() {
    let passed = Value::Object(builder(cr()).build().unwrap().passed_annotations());
    let expected =
        json!({"oper8.org/pause-execution": "false", "oper8.org/log-filters": "web:debug"});
    assert_eq!(passed, expected);
}

#[tokio::test]
async fn a_session_shows_no_values_of_the_resource() {
    let shown = format!("{:?}", builder(cr()).build().unwrap());
    assert!(
        shown.contains("blog") && !shown.contains("hidden"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_resource_without_its_identity_is_a_config_error_that_names_the_field() {
    for (field, parent) in [("apiVersion", ""), ("kind", ""), ("name", "/metadata")] {
        let mut cr = cr();
        cr.pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(field);
        let error = builder(cr).build().unwrap_err();
        assert_eq!(error.class(), ErrorClass::Config);
        assert!(error.to_string().ends_with(field), "{error}");
    }
}

#[tokio::test]
async fn settings_say_where_the_version_is() {
    let mut settings = oper8_config::Config::default();
    settings.vcs.field = "spec.release.name".to_owned();
    let with = |spec: Value| {
        let mut cr = cr();
        cr["spec"] = spec;
        let session = builder(cr)
            .settings(settings.clone().into())
            .build()
            .unwrap();
        session.version().map(str::to_owned)
    };
    assert_eq!(
        with(json!({"release": {"name": "2"}})).as_deref(),
        Some("2")
    );
    assert_eq!(
        with(json!({"release": {"name": 2.5}})).as_deref(),
        Some("2.5")
    );
    assert_eq!(with(json!({"release": "2"})), None);
    assert_eq!(with(json!({})), None);
    settings.vcs.version_override = Some("9".to_owned());
    let session = builder(cr()).settings(settings.into()).build().unwrap();
    assert_eq!(session.version(), Some("9"));
}

struct Scopes;

impl Component for Scopes {
    fn name(&self) -> &str {
        "scopes"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        let role = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole",
            "metadata": {"name": "role"},
            "rules": null,
        });
        chart.add("role", role)?;
        chart.add("map", map(json!({"name": "map"})))?;
        chart.add(
            "elsewhere",
            map(json!({"name": "map", "namespace": "other"})),
        )?;
        Ok(())
    }
}

fn map(metadata: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata})
}

#[tokio::test]
async fn resources_get_the_namespace_unless_they_have_one_or_their_kind_has_none() {
    let session = builder(cr()).build().unwrap();
    let rendered = render(&session, &Scopes).await.unwrap();
    let namespace = |name: &str| rendered.object(name).unwrap().key().namespace.clone();
    assert_eq!(namespace("role"), None);
    assert_eq!(namespace("map").as_deref(), Some("ns"));
    assert_eq!(namespace("elsewhere").as_deref(), Some("other"));
    let role = rendered.object("role").unwrap().manifest();
    assert!(role.get("rules").is_none(), "nulls are dropped");
    assert_eq!(
        role["metadata"]["annotations"]["oper8.org/internal-name"],
        "scopes.role"
    );
}

#[tokio::test]
async fn a_chart_refuses_what_is_no_object() {
    let mut chart = Chart::new(&builder(cr()).build().unwrap());
    for path in ["apiVersion", "kind", "metadata"] {
        let mut manifest = map(json!({"name": "a"}));
        manifest.as_object_mut().unwrap().remove(path);
        let error = chart.add("map", manifest).unwrap_err();
        assert!(error.to_string().contains(path), "{error}");
    }
    assert!(chart.add("map", "text").is_err());
    assert!(chart.is_empty());
    let handle = chart.add("map", map(json!({"name": "a"}))).unwrap();
    assert!(chart.contains(&handle) && chart.len() == 1);
}
