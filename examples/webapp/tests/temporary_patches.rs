//! A user patches what the operator applies, through the binary that watches; on the embedded server over HTTP, and on the
//! cluster that `OPER8_TEST_KUBECONFIG` names.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod support;

use serde_json::{Value, json};

use self::support::{Cluster, run};

const API: (&str, &str, &str) = ("apps/v1", "Deployment", "shop-api");
const WEBAPP: (&str, &str, &str) = ("demo.oper8.org/v1", "WebApp", "shop");
const MEMORY: &str = "/spec/template/spec/containers/0/resources/requests/memory";

#[tokio::test(flavor = "multi_thread")]
async fn patches_come_and_go_on_the_embedded_server() {
    patches_come_and_go(&Cluster::embedded().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn patches_come_and_go_on_a_real_cluster() {
    match Cluster::real().await {
        Some(cluster) => patches_come_and_go(&cluster).await,
        None => eprintln!("skipped: OPER8_TEST_KUBECONFIG is not set"),
    }
}

/// The patch of the example's file.
fn example() -> Value {
    serde_saphyr::from_str(&std::fs::read_to_string("patch.yaml").unwrap()).unwrap()
}

/// A patch that sets the memory once more.
fn second() -> Value {
    let mut patch = example();
    patch["metadata"]["name"] = "even-more".into();
    patch["spec"]["patchType"] = "patchJson6902".into();
    patch["spec"]["patch"] = json!({"api": {"server": [
        {"op": "replace", "path": MEMORY, "value": "1Gi"},
    ]}});
    patch
}

/// The example is rolled out; then each patch shows in the Deployment, and goes with it, with nothing but the operator's watch.
async fn patches_come_and_go(cluster: &Cluster) {
    let output = cluster.roll_out(&cluster.webapp()).await;
    assert_eq!(output.code, Some(0), "{output:?}");
    let operator = cluster.serve();
    let untouched = cluster.get("apps/v1", "Deployment", "shop-cache").await;

    cluster.create(example()).await;
    cluster.becomes(API, MEMORY, &json!("512Mi")).await;
    cluster.create(second()).await;
    cluster.becomes(API, MEMORY, &json!("1Gi")).await;
    for name in ["more-memory", "even-more"] {
        let patch = ("oper8.org/v1", "TemporaryPatch", name);
        let reason = "/status/conditions/0/reason";
        cluster.becomes(patch, reason, &json!("Stable")).await;
    }

    cluster
        .delete("oper8.org/v1", "TemporaryPatch", "even-more")
        .await;
    cluster.becomes(API, MEMORY, &json!("512Mi")).await;
    cluster
        .delete("oper8.org/v1", "TemporaryPatch", "more-memory")
        .await;
    cluster.becomes(API, MEMORY, &json!("128Mi")).await;
    for name in ["more-memory", "even-more"] {
        cluster.gone("oper8.org/v1", "TemporaryPatch", name).await;
    }
    let annotation = "/metadata/annotations/oper8.org~1temporary-patches";
    cluster.becomes(WEBAPP, annotation, &Value::Null).await;
    let after = cluster.get("apps/v1", "Deployment", "shop-cache").await;
    let generation =
        |object: &Option<Value>| object.as_ref().unwrap()["metadata"]["generation"].clone();
    assert_eq!(generation(&after), generation(&untouched));

    cluster.delete_shop().await;
    cluster.gone(WEBAPP.0, WEBAPP.1, WEBAPP.2).await;
    assert_eq!(operator.terminate(), Some(0));
    cluster.clean().await;
}

#[test]
fn a_dry_run_shows_what_a_patch_does() {
    let args = ["run", "--dry-run", "--cr", "webapp.yaml"];
    let plain = run(&args);
    assert_eq!(plain.code, Some(0), "{plain:?}");
    assert!(!plain.stdout.contains("memory: 512Mi"), "{plain:?}");
    let patched = run(&[&args[..], &["--resources", "patch.yaml"]].concat());
    assert_eq!(patched.code, Some(0), "{patched:?}");
    let changed = patched.stdout.matches("memory: 512Mi").count();
    assert_eq!(changed, 1, "{patched:?}");
}

/// A file with the example's patch, changed.
fn patch_file(folder: &tempfile::TempDir, change: impl Fn(&mut Value)) -> String {
    let mut patch = example();
    change(&mut patch);
    let file = folder.path().join("patch.json");
    std::fs::write(&file, patch.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_dry_run_tells_which_patch_does_not_apply_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let args = [
        "run",
        "--dry-run",
        "--cr",
        "webapp.yaml",
        "--timeout",
        "5s",
        "--resources",
    ];

    let file = patch_file(&folder, |patch| patch["spec"]["name"] = "shopp".into());
    let output = run(&[&args[..], &[file.as_str()]].concat());
    assert_eq!(output.code, Some(1), "{output:?}");
    let patch =
        "the dry run does not come to rest: oper8.org/v1/TemporaryPatch default/more-memory: ";
    assert!(output.stderr.contains(patch), "{output:?}");
    assert!(
        output.stderr.contains("demo.oper8.org/v1/WebApp/shopp"),
        "{output:?}"
    );

    let file = patch_file(&folder, |patch| {
        patch["spec"]["patchType"] = "patchJson6902".into();
        patch["spec"]["patch"] = json!({"api": {"server": [{"op": "remove", "path": "/no/such"}]}});
    });
    let output = run(&[&args[..], &[file.as_str()]].concat());
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.stderr.contains("component api failed"), "{output:?}");
    assert!(output.stderr.contains("/no/such"), "{output:?}");
}

#[test]
fn the_definition_of_patches_is_printed_beside_the_operators_own() {
    let output = run(&["crd"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    let names: Vec<&str> = output
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  name: "))
        .collect();
    assert_eq!(
        names,
        ["webapps.demo.oper8.org", "temporarypatches.oper8.org"]
    );
}
