//! The main job, through the binary: roll out, roll out again, change, delete; on the embedded server over HTTP, and on the
//! cluster that `OPER8_TEST_KUBECONFIG` names.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod support;

use serde_json::json;

use self::support::{Cluster, run};

/// What a WebApp with a cache consists of, beside the WebApp.
const OBJECTS: [(&str, &str, &str); 12] = [
    ("v1", "ConfigMap", "shop-settings"),
    ("v1", "Secret", "shop-secrets"),
    ("v1", "Service", "shop-api"),
    ("v1", "Service", "shop-cache"),
    ("v1", "Service", "shop-database"),
    ("v1", "Service", "shop-frontend"),
    ("apps/v1", "Deployment", "shop-api"),
    ("apps/v1", "Deployment", "shop-cache"),
    ("apps/v1", "Deployment", "shop-frontend"),
    ("apps/v1", "StatefulSet", "shop-database"),
    ("batch/v1", "Job", "shop-migrate-1-2-0"),
    ("networking.k8s.io/v1", "Ingress", "shop-frontend"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_on_the_embedded_server() {
    let cluster = Cluster::embedded().await;
    whole_life(&cluster).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_on_a_real_cluster() {
    match Cluster::real().await {
        Some(cluster) => whole_life(&cluster).await,
        None => eprintln!("skipped: OPER8_TEST_KUBECONFIG is not set"),
    }
}

/// A WebApp from its first rollout to its end.
async fn whole_life(cluster: &Cluster) {
    rolls_out(cluster).await;
    does_nothing_again(cluster).await;
    follows_a_change(cluster).await;
    goes_away(cluster).await;
    cluster.clean().await;
}

async fn rolls_out(cluster: &Cluster) {
    let output = cluster.roll_out(&cluster.webapp()).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.contains("resources: 12 created"),
        "{output:?}"
    );

    let cr = cluster.shop().await.expect("the WebApp is there");
    let status = &cr["status"];
    let condition = |name: &str| {
        let all = status["conditions"].as_array().unwrap().iter();
        let found = all.clone().find(|one| one["type"] == name).unwrap();
        json!([found["status"], found["reason"]])
    };
    assert_eq!(condition("Ready"), json!(["True", "Stable"]));
    assert_eq!(condition("Updating"), json!(["False", "Stable"]));
    assert_eq!(status["componentStatus"]["verified"], "6/6");
    assert_eq!(status["componentStatus"]["failedComponents"], json!([]));
    assert_eq!(status["versions"]["reconciled"], "1.2.0");
    assert_eq!(status["webAppStatus"], "Completed");
    assert_eq!(status["observedGeneration"], cr["metadata"]["generation"]);

    for (api_version, kind, name) in OBJECTS {
        let object = cluster.get(api_version, kind, name).await;
        let object = object.unwrap_or_else(|| panic!("{kind} {name} is not there"));
        let owner = &object["metadata"]["ownerReferences"][0];
        assert_eq!(owner["uid"], cr["metadata"]["uid"], "{kind} {name}");
        assert_eq!(owner["kind"], "WebApp", "{kind} {name}");
    }
    let claim = cluster
        .get("v1", "PersistentVolumeClaim", "data-shop-database-0")
        .await;
    assert!(claim.is_some(), "the database has its volume");
}

async fn does_nothing_again(cluster: &Cluster) {
    let before = cluster.versions(&OBJECTS).await;
    let output = cluster.roll_out(&cluster.webapp()).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.contains("resources: 12 unchanged"),
        "{output:?}"
    );
    assert_eq!(cluster.versions(&OBJECTS).await, before);
}

async fn follows_a_change(cluster: &Cluster) {
    let before = cluster.versions(&OBJECTS).await;
    let mut webapp = cluster.webapp();
    webapp["spec"]["version"] = "1.3.0".into();
    webapp["spec"]["cache"] = false.into();
    let output = cluster.roll_out(&webapp).await;
    assert_eq!(output.code, Some(0), "{output:?}");

    let after = cluster.versions(&OBJECTS).await;
    let changed: Vec<String> = OBJECTS
        .iter()
        .zip(before.iter().zip(&after))
        .filter(|(_, (before, after))| before != after)
        .map(|((_, kind, name), _)| format!("{kind} {name}"))
        .collect();
    assert_eq!(
        changed,
        [
            "ConfigMap shop-settings",
            "Service shop-cache",
            "Deployment shop-api",
            "Deployment shop-cache",
            "Deployment shop-frontend",
        ]
    );
    assert!(
        cluster
            .get("apps/v1", "Deployment", "shop-cache")
            .await
            .is_none()
    );
    assert!(
        cluster
            .get("batch/v1", "Job", "shop-migrate-1-3-0")
            .await
            .is_some()
    );
    let cr = cluster.shop().await.expect("the WebApp is there");
    assert_eq!(cr["status"]["versions"]["reconciled"], "1.3.0");
}

async fn goes_away(cluster: &Cluster) {
    let operator = cluster.serve();
    cluster.delete_shop().await;
    cluster.gone("demo.oper8.org/v1", "WebApp", "shop").await;
    for (api_version, kind, name) in OBJECTS {
        cluster.gone(api_version, kind, name).await;
    }
    cluster
        .gone("v1", "PersistentVolumeClaim", "data-shop-database-0")
        .await;
    assert_eq!(operator.terminate(), Some(0));
}

#[test]
fn the_first_command_of_the_readme_works() {
    let output = run(&["run", "--embedded", "--cr", "webapp.yaml"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    for part in [
        "embedded cluster on http://127.0.0.1:",
        "KUBECONFIG=",
        "custom resource definition webapps.demo.oper8.org installed",
        "demo.oper8.org/v1/WebApp default/shop created",
        "frontend  verified",
        "webAppStatus: Completed",
        "resources: 12 created",
    ] {
        assert!(output.stdout.contains(part), "{part}\n{output:?}");
    }
    let order = [
        "config    deployed",
        "database  deployed",
        "migrate   deployed",
        "api       deployed",
    ];
    let places: Vec<_> = order.iter().map(|line| output.stdout.find(line)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{output:?}");
}

#[test]
fn a_dry_run_prints_what_it_made_and_leaves_nothing() {
    let output = run(&["run", "--dry-run", "--cr", "webapp.yaml"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    let documents = output.stdout.matches("---\n").count();
    assert_eq!(documents, 1 + OBJECTS.len(), "{output:?}");
    assert!(output.stdout.contains("kind: WebApp"), "{output:?}");
    assert!(
        output.stdout.contains("webAppStatus: Completed"),
        "{output:?}"
    );
    let hidden = "DATABASE_PASSWORD: (hidden; --show-secrets shows it)";
    assert!(output.stdout.contains(hidden), "{output:?}");
    let shown = run(&["run", "--dry-run", "--show-secrets", "--cr", "webapp.yaml"]);
    assert!(!shown.stdout.contains("(hidden"), "{shown:?}");
    let by_setting = run(&["run", "--dry_run", "--cr", "webapp.yaml"]);
    let created = by_setting.stderr.contains("resources: 12 created");
    assert!(created, "{by_setting:?}");
}

#[test]
fn a_namespace_that_an_embedded_cluster_lacks_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cr.yaml");
    let text = std::fs::read_to_string("webapp.yaml").unwrap();
    std::fs::write(
        &path,
        text.replace("namespace: default", "namespace: shops"),
    )
    .unwrap();
    let output = run(&["run", "--embedded", "--cr", path.to_str().unwrap()]);
    assert_eq!(output.code, Some(0), "{output:?}");
    let made = output.stdout.contains("namespace shops created");
    assert!(made, "{output:?}");
}

#[test]
fn render_prints_the_manifests_of_every_component() {
    let output = run(&["render", "--cr", "webapp.yaml"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    assert_eq!(
        output.stdout.matches("---\n").count(),
        OBJECTS.len(),
        "{output:?}"
    );
    let cache = run(&["render", "--cr", "webapp.yaml", "--component", "cache"]);
    assert_eq!(cache.stdout.matches("---\n").count(), 2, "{cache:?}");
    let unknown = run(&["render", "--cr", "webapp.yaml", "--component", "cash"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("there is no component cash"),
        "{unknown:?}"
    );
}

#[test]
fn a_rollout_that_fails_says_where_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cr.yaml");
    let text = std::fs::read_to_string("webapp.yaml").unwrap();
    std::fs::write(&path, text.replace("storage: 2Gi", "storage: plenty")).unwrap();
    let output = run(&["run", "--embedded", "--cr", path.to_str().unwrap()]);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(
        output
            .stderr
            .contains("component database failed while deploying"),
        "{output:?}"
    );
}
