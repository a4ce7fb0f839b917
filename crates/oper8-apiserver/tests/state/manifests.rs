//! Manifests from files and folders.

use std::path::Path;

use oper8_apiserver::{ApiServer, ManifestError};
use serde_json::{Value, json};

use crate::support::Cluster;

const CRD: &str = r#"
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: apps.example.com}
spec:
  group: example.com
  names: {plural: apps, singular: app, kind: App, listKind: AppList}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: object, properties: {size: {type: integer}}}
          status: {type: object, properties: {ready: {type: boolean}}}
"#;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn object(api_version: &str, kind: &str, namespace: &str, name: &str) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": namespace}})
}

#[tokio::test]
async fn a_folder_is_loaded_in_the_order_that_its_objects_need() {
    let folder = tempfile::tempdir().unwrap();
    let app = "{apiVersion: example.com/v1, kind: App, metadata: {name: a, namespace: shop}, spec: {size: 2}, status: {ready: true}}";
    write(
        folder.path(),
        "a.yaml",
        &format!(
            "# The shop.\n---\n{app}\n---\n---\n{{apiVersion: v1, kind: Namespace, metadata: {{name: shop}}}}\n"
        ),
    );
    write(folder.path(), "crds/app.yml", CRD);
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}},
        {"apiVersion": "v1", "kind": "ConfigMapList", "items": [{"metadata": {"name": "two", "namespace": "shop"}}]},
    ]});
    write(folder.path(), "list.json", &list.to_string());
    write(folder.path(), ".hidden.yaml", "not a manifest");
    write(folder.path(), "notes.txt", "not a manifest");
    let it = Cluster::new();
    assert_eq!(it.server.load_manifests(folder.path()).unwrap(), 5);
    let app = it
        .get(&object("example.com/v1", "App", "shop", "a"))
        .await
        .unwrap();
    assert_eq!(
        (&app["spec"]["size"], &app["status"]["ready"]),
        (&json!(2), &json!(true))
    );
    assert!(
        it.is_there(&object("v1", "ConfigMap", "default", "one"))
            .await
    );
    assert!(it.is_there(&object("v1", "ConfigMap", "shop", "two")).await);
}

#[tokio::test]
async fn what_is_there_already_becomes_what_the_manifest_says() {
    let folder = tempfile::tempdir().unwrap();
    let it = Cluster::new();
    let mut map = object("v1", "ConfigMap", "default", "a");
    map["data"] = json!({"mine": "1", "theirs": "1"});
    it.create(map.clone()).await;
    map["data"] = json!({"theirs": "2"});
    write(folder.path(), "a.json", &map.to_string());
    let file = folder.path().join("a.json");
    assert_eq!(it.server.load_manifests(&file).unwrap(), 1);
    let seen = it.get(&map).await.unwrap();
    assert_eq!(seen["data"], json!({"mine": "1", "theirs": "2"}));
    it.server.load_manifests(&file).unwrap();
    let again = it.get(&map).await.unwrap();
    assert_eq!(again, seen, "loading twice changes nothing");
}

#[track_caller]
fn refused(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.yaml", text);
    let file = folder.path().join("a.yaml");
    let error = ApiServer::builder()
        .build()
        .load_manifests(&file)
        .unwrap_err();
    let told = error.to_string();
    told.strip_prefix(&format!("{}, ", file.display()))
        .unwrap()
        .to_owned()
}

#[test]
fn errors_name_the_document_and_what_is_wrong_with_it() {
    let map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";
    assert_eq!(
        refused(&format!("{map}\n---\nkind: ConfigMap\n")),
        "document 2 (line 3): not a manifest: it lacks apiVersion and metadata.name"
    );
    assert_eq!(
        refused(&format!(
            "---\n{map}\n---\n{{apiVersion: v1, kind: Pot, metadata: {{name: a}}}}\n"
        )),
        "document 2 (line 4): there is no kind \"Pot\" in \"v1\""
    );
    let bad = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_B}\n";
    let told = refused(bad);
    assert!(
        told.starts_with("document 1 (line 1): ConfigMap A_B was refused: "),
        "{told}"
    );
    assert!(told.contains("metadata.name"), "{told}");
    let told = refused("a: [1\n---\n");
    assert!(told.contains("not valid YAML"), "{told}");
    let told = refused("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: none}}");
    assert!(told.contains("namespaces \"none\" not found"), "{told}");
    let told = refused("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dat: {}}");
    assert!(told.contains("dat"), "{told}");
}

#[test]
fn a_path_that_does_not_exist_is_an_error() {
    let server = ApiServer::builder().build();
    let error = server.load_manifests("/no/such/folder").unwrap_err();
    assert!(matches!(error, ManifestError::Read { .. }));
    assert_eq!(error.to_string(), "cannot read /no/such/folder");
}
