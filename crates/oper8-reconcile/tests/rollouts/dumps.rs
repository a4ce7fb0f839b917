//! The setting `working_dir`: what was rendered, as files.

use std::fs;
use std::path::Path;

use oper8_config::Config;
use oper8_reconcile::ResourceOptions;
use serde_json::{Value, json};

use crate::conditions::condition;
use crate::support::cluster::GROUP;
use crate::support::{Part, Script, config_map, each};

fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.working_dir = Some(folder.to_owned());
    config
}

fn secret() -> Value {
    json!({
        "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "pass"},
        "data": {"word": "aGlkZGVu"}, "stringData": {"other": "hidden"},
    })
}

/// A part with a ConfigMap and a Secret, and a disabled one.
fn script() -> Script {
    Script::new(|graph, components| {
        let web = Part::new("web")
            .resource(
                "map",
                config_map("settings", "a: b"),
                ResourceOptions::new(),
            )
            .resource("secret", secret(), ResourceOptions::new());
        components.add(graph.part(&web))?;
        components.add_disabled(graph.part(&Part::new("cache")))?;
        Ok(())
    })
}

/// The files below `folder`, without the start that all share.
fn files(folder: &Path) -> Vec<String> {
    fn collect(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => collect(&path, found),
                false => found.push(path.to_str().unwrap().to_owned()),
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, &mut found);
    found.sort();
    let start = format!("{}/{GROUP}.v1.trial/a/", folder.display());
    let rest = |path: String| path.strip_prefix(&start).unwrap().to_owned();
    found.into_iter().map(rest).collect()
}

#[tokio::test]
async fn manifests_are_written_by_component_and_values_of_secrets_are_not() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(folder.path()));
        // The second rollout writes the same files anew.
        for _ in 0..2 {
            let done = cluster.reconcile(&manager, &script().any()).await;
            assert!(done.is_complete(), "{done:?}");
            assert_eq!(files(folder.path()), ["web/a-web.k8s.yaml"]);
        }
        let path = folder
            .path()
            .join(format!("{GROUP}.v1.trial/a/web/a-web.k8s.yaml"));
        let text = fs::read_to_string(&path).unwrap();
        let expected = format!(
            "---
apiVersion: v1
data:
  key: \"a: b\"
kind: ConfigMap
metadata:
  annotations:
    oper8.org/internal-name: web.map
  name: settings
  namespace: {0}
---
apiVersion: v1
data:
  word: <redacted>
kind: Secret
metadata:
  annotations:
    oper8.org/internal-name: web.secret
  name: pass
  namespace: {0}
stringData:
  other: <redacted>
",
            cluster.namespace
        );
        assert_eq!(text, expected);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    })
    .await;
}

#[tokio::test]
async fn the_copy_of_a_secret_that_kubectl_leaves_in_an_annotation_is_not_written() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        let cr = cluster.create(json!({})).await;
        let mut copied = secret();
        copied["metadata"]["annotations"] = json!({
            "kubectl.kubernetes.io/last-applied-configuration": secret().to_string(),
        });
        let part = Part::new("web").resource("secret", copied, ResourceOptions::new());
        let manager = cluster.manager_with(config(folder.path()));
        manager
            .render(&Script::chain([part]).any(), cr)
            .await
            .unwrap();
        let path = format!("{GROUP}.v1.trial/a/web/a-web.k8s.yaml");
        let text = fs::read_to_string(folder.path().join(path)).unwrap();
        let masked = "kubectl.kubernetes.io/last-applied-configuration: <redacted>";
        assert!(text.contains(masked), "{text}");
        assert!(!text.contains("hidden"), "{text}");
        assert!(!text.contains("aGlkZGVu"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn manifests_of_the_longest_names_are_written() {
    // With 240 characters the file's whole name is just short enough; 253 is the most that a name may have.
    for length in [240, 253] {
        each(async |cluster| {
            let folder = tempfile::tempdir().unwrap();
            let name = "n".repeat(length);
            let cr = cluster.create_with(json!({"name": name}), json!({})).await;
            let manager = cluster.manager_with(config(folder.path()));
            let done = manager.reconcile(&script().any(), cr).await;
            assert!(done.is_complete(), "{done:?}");
            let written = folder.path().join(format!("{GROUP}.v1.trial/{name}/web"));
            let files = fs::read_dir(written).unwrap();
            let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
            let stem = format!("{name}-web");
            let stem = &stem[..stem.len().min(246)];
            assert_eq!(names, [format!("{stem}.k8s.yaml").as_str()]);
        })
        .await;
    }
}

#[tokio::test]
async fn disabled_components_are_written_where_it_is_asked_for() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        cluster.create(json!({})).await;
        let mut config = config(folder.path());
        config.dump_disabled = true;
        let manager = cluster.manager_with(config);
        assert!(
            cluster
                .reconcile(&manager, &script().any())
                .await
                .is_complete()
        );
        let expected = ["DISABLED/cache/a-cache.k8s.yaml", "web/a-web.k8s.yaml"];
        assert_eq!(files(folder.path()), expected);
    })
    .await;
}

#[tokio::test]
async fn rendering_alone_writes_the_manifests_too() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        let cr = cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(folder.path()));
        manager.render(&script().any(), cr).await.unwrap();
        assert_eq!(files(folder.path()), ["web/a-web.k8s.yaml"]);
    })
    .await;
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_fails_the_component_and_is_named() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(&file));
        let done = cluster.reconcile(&manager, &script().any()).await;
        assert!(done.has_failed());
        let (reason, message) = condition(cluster, "Ready").await;
        assert_eq!(reason, "Errored");
        let start = format!("could not write {}/{GROUP}.v1.trial/a/web/a-web.k8s.yaml, as the setting working_dir asks for: ", file.display());
        assert!(message.starts_with(&start), "{message}");
        assert!(cluster.config_map("settings").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_component_whose_name_leads_out_of_the_directory_is_refused() {
    each(async |cluster| {
        let folder = tempfile::tempdir().unwrap();
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(folder.path()));
        let part =
            Part::new("../../web").resource("map", config_map("a", "b"), ResourceOptions::new());
        let done = cluster
            .reconcile(&manager, &Script::chain([part]).any())
            .await;
        assert!(done.has_failed());
        let message = condition(cluster, "Ready").await.1;
        assert_eq!(
            message,
            "`../../web` cannot be the name of a directory, which the setting working_dir asks for"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    })
    .await;
}
