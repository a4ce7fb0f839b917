//! What a session tells about its custom resource.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use kube_client::Client;
use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{
    AnyDeployManager, ApplyOptions, DeployManager as _, DeploySettings, KubeDeployManager,
    ObjectKey,
};
use oper8_reconcile::{
    Chart, Component, Components, ErrorClass, Result, Session, SessionBuilder, render,
};
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

/// A session of `blog` over a cluster with labelled ConfigMaps: `one` and `two` in its namespace, `two` and `three` in another.
async fn with_maps() -> Session {
    let session = builder(cr()).build().unwrap();
    let labelled = |name: &str, namespace: &str, part: &str| {
        map(json!({"name": name, "namespace": namespace, "labels": {"part": part}}))
    };
    let namespace =
        |name: &str| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
    for object in [
        namespace("ns"),
        namespace("other"),
        labelled("one", "ns", "web"),
        labelled("two", "ns", "cache"),
        labelled("two", "other", "web"),
        labelled("three", "other", "web"),
    ] {
        let options = ApplyOptions::default();
        session
            .deploy_manager()
            .apply(&object, &options)
            .await
            .unwrap();
    }
    session
}

#[tokio::test]
async fn an_object_is_read_from_the_namespace_of_the_resource() {
    let session = with_maps().await;
    let found = session.object("v1", "ConfigMap", "two").await.unwrap();
    assert_eq!(found.unwrap()["metadata"]["labels"]["part"], "cache");
    let elsewhere = session.object("v1", "ConfigMap", "three").await.unwrap();
    assert!(elsewhere.is_none());
    let key = ObjectKey::new("v1", "ConfigMap", Some("other"), "three");
    let named = session.deploy_manager().get(&key).await.unwrap();
    assert_eq!(named.unwrap()["metadata"]["namespace"], "other");
}

#[tokio::test]
async fn objects_are_selected_in_the_namespace_of_the_resource() {
    let session = with_maps().await;
    let names = |found: Vec<std::sync::Arc<Value>>| {
        let name = |object: &std::sync::Arc<Value>| {
            object["metadata"]["name"].as_str().unwrap().to_owned()
        };
        let mut names: Vec<_> = found.iter().map(name).collect();
        names.sort();
        names
    };
    let all = session.objects("v1", "ConfigMap", None).await.unwrap();
    assert_eq!(names(all), ["one", "two"]);
    let of_web = session.objects("v1", "ConfigMap", Some("part=web"));
    assert_eq!(names(of_web.await.unwrap()), ["one"]);
    let nothing = session.objects("v1", "ConfigMap", Some("part=none"));
    assert!(nothing.await.unwrap().is_empty());
    let query = session.query("v1", "ConfigMap").fields("metadata.name=two");
    let by_field = session.deploy_manager().list(&query).await.unwrap();
    assert_eq!(names(by_field), ["two"]);
    let typed = session.list::<k8s_openapi::api::core::v1::ConfigMap>(Some("part=cache"));
    assert_eq!(typed.await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_current_version_is_that_of_the_status() {
    let with = |status: Value| {
        let mut cr = cr();
        cr["status"] = status;
        builder(cr).build()
    };
    let current = |status: Value| {
        let session = with(status.clone()).unwrap();
        assert_eq!(session.status(), &status);
        session.current_version().map(str::to_owned)
    };
    let reached = json!({"versions": {"reconciled": "2"}, "more": [1]});
    assert_eq!(current(reached).as_deref(), Some("2"));
    assert_eq!(current(json!({"versions": {}})), None);
    assert_eq!(current(json!({})), None);
    assert_eq!(current(Value::Null), None);
    let error = with(json!({"versions": "2"})).unwrap_err();
    assert!(error.to_string().contains("versions"), "{error}");
}

struct Named(&'static str);

impl Component for Named {
    fn name(&self) -> &str {
        self.0
    }
}

fn graph() -> Components {
    let mut graph = Components::new();
    graph.add(Named("web")).unwrap();
    graph.add_disabled(Named("trace")).unwrap();
    graph.add(Named("cache")).unwrap();
    graph
}

#[test]
fn components_are_looked_up_by_name_and_by_whether_they_are_wanted() {
    let graph = graph();
    assert_eq!(graph.names().collect::<Vec<_>>(), ["web", "trace", "cache"]);
    assert_eq!(graph.enabled().collect::<Vec<_>>(), ["web", "cache"]);
    assert_eq!(graph.disabled().collect::<Vec<_>>(), ["trace"]);
    assert_eq!(graph.is_disabled("web"), Some(false));
    assert_eq!(graph.is_disabled("trace"), Some(true));
    assert_eq!(graph.is_disabled("nobody"), None);
    assert_eq!(graph.handle("cache").unwrap().name(), "cache");
    assert!(graph.handle("nobody").is_none() && graph.upstreams("nobody").is_empty());
}

#[test]
fn dependencies_are_given_by_name_or_by_handle() {
    let mut graph = graph();
    let web = graph.handle("web").unwrap();
    graph.after(&web, "cache").unwrap();
    assert_eq!(graph.upstreams("web"), ["cache"]);
    graph
        .after_check("web", graph.handle("cache").unwrap(), async |_session| {
            Ok(true)
        })
        .unwrap();
    assert_eq!(graph.upstreams(&web), ["cache"]);
}

#[test]
fn a_dependency_of_an_unknown_or_disabled_component_is_refused() {
    #[track_caller]
    fn check(result: Result<()>, class: ErrorClass, text: &str) {
        let error = result.unwrap_err();
        assert_eq!((error.class(), error.to_string().as_str()), (class, text));
    }
    let mut graph = graph();
    let known = "the graph has no node `nobody`; it has `web`, `trace`, `cache`";
    check(graph.after("web", "nobody"), ErrorClass::Other, known);
    check(graph.after_ready("nobody", "web"), ErrorClass::Other, known);
    let disabled = "`web` cannot wait for `trace`: `trace` is disabled";
    check(graph.after("web", "trace"), ErrorClass::Rollout, disabled);
    let disabled = "`trace` cannot wait for `web`: `trace` is disabled";
    check(graph.after("trace", "web"), ErrorClass::Rollout, disabled);
    assert!(graph.upstreams("web").is_empty());
}

/// Notes in each manifest what it was given as the manifest's internal name and annotation.
struct LastWord;

impl Component for LastWord {
    fn name(&self) -> &str {
        "last"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        chart.add("map", map(json!({"name": "map"})))?;
        Ok(())
    }

    fn update_object_definition(
        &self,
        session: &Session,
        internal_name: &str,
        mut manifest: Value,
    ) -> Result<Value> {
        let annotation = &manifest["metadata"]["annotations"]["oper8.org/internal-name"];
        manifest["data"] = json!({
            "for": session.name(), "name": internal_name, "annotation": annotation, "size": manifest["data"]["size"],
        });
        Ok(manifest)
    }
}

#[tokio::test]
async fn a_component_has_the_last_word_on_its_manifests_after_patches_and_annotations() {
    let patch = json!({
        "metadata": {"name": "p"},
        "spec": {"patchType": "patchStrategicMerge", "patch": {"last": {"map": {"data": {"size": "3"}}}}},
    });
    let session = builder(cr())
        .temporary_patches(vec![patch])
        .build()
        .unwrap();
    let rendered = render(&session, &LastWord).await.unwrap();
    let object = rendered.object("map").unwrap();
    let data = json!({"for": "blog", "name": "last.map", "annotation": "last.map", "size": "3"});
    assert_eq!(object.manifest()["data"], data);
    assert_eq!((object.name(), object.internal_name()), ("map", "last.map"));
    assert_eq!(rendered.component(), "last");
}
