//! Charts from YAML texts, files and directories.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::fs;
use std::path::{Path, PathBuf};

use kube_client::Client;
use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{AnyDeployManager, DeployMethod, DeploySettings, KubeDeployManager};
use oper8_reconcile::{
    Chart, Component, ErrorClass, Rendered, ResourceOptions, Result, Session, render,
};
use serde_json::{Value, json};

fn session() -> Session {
    let client = Client::new(ApiServer::builder().build().service(), "default");
    let deploy_manager = KubeDeployManager::new(client, &DeploySettings::default());
    let cr = json!({
        "apiVersion": "demo.oper8.org/v1",
        "kind": "Site",
        "metadata": {"name": "blog", "namespace": "ns"},
    });
    Session::builder(cr, AnyDeployManager::new(deploy_manager))
        .build()
        .unwrap()
}

/// What a chart is made of.
enum Source {
    Text(String),
    File(PathBuf),
    Dir(PathBuf),
}

impl Component for Source {
    fn name(&self) -> &str {
        "web"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        match self {
            Self::Text(text) => chart.add_yaml(text)?,
            Self::File(path) => chart.add_file(path).await?,
            Self::Dir(path) => chart.add_dir(path).await?,
        };
        Ok(())
    }
}

async fn rendered(source: Source) -> Rendered {
    render(&session(), &source).await.unwrap()
}

/// The names in the order of application.
async fn names(source: Source) -> Vec<String> {
    let rendered = rendered(source).await;
    let names = rendered.objects().iter().map(|object| object.name());
    names.map(str::to_owned).collect()
}

fn text(text: &str) -> Source {
    Source::Text(text.to_owned())
}

#[track_caller]
fn check_error(found: Result<Rendered>, expected: &str) {
    let error = found.unwrap_err();
    assert_eq!(error.class(), ErrorClass::Rollout);
    assert_eq!(error.report(), expected);
}

async fn check_text(yaml: &str, expected: &str) {
    check_error(render(&session(), &text(yaml)).await, expected);
}

fn map(name: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n")
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

#[tokio::test]
async fn documents_are_applied_as_they_are_written_and_what_others_need_comes_first() {
    let yaml = format!(
        "# comment\n---\n{}---\n---\n# nothing\n---\nnull\n---\n{}---\n{}---\n{}",
        map("zebra"),
        map("ape"),
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.b.c}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: zoo}\n",
    );
    let expected = [
        "namespace-zoo",
        "customresourcedefinition-as-b-c",
        "configmap-zebra",
        "configmap-ape",
    ];
    assert_eq!(names(text(&yaml)).await, expected);
}

#[tokio::test]
async fn namespaces_are_part_of_names_where_they_are_written() {
    let yaml = "{apiVersion: v1, kind: Secret, metadata: {name: a}}\n--- \n\
                {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: other}}\n";
    let rendered = rendered(text(yaml)).await;
    let seen: Vec<_> = rendered
        .objects()
        .iter()
        .map(|object| (object.internal_name(), object.key().namespace.as_deref()))
        .collect();
    let expected = [
        ("web.secret-a", Some("ns")),
        ("web.secret-other-a", Some("other")),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn lists_give_their_items() {
    let yaml = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {{apiVersion: v1, kind: Secret, metadata: {{name: b}}}}\n\
         - apiVersion: v1\n  kind: List\n  items: [{{apiVersion: v1, kind: Secret, metadata: {{name: a}}}}]\n---\n{}---\n{}",
        "apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: c}}]\n",
        "apiVersion: v1\nkind: List\n---\napiVersion: a.b/v1\nkind: AllowList\nmetadata: {name: d}\nitems: [1]\n",
    );
    let expected = ["secret-b", "secret-a", "configmap-c", "allowlist-d"];
    assert_eq!(names(text(&yaml)).await, expected);
}

#[tokio::test]
async fn values_are_read_as_kubectl_reads_them() {
    let yaml = "
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  mode: 0644
  quoted: \"0644\"
  flag: yes
  base: &base {a: 1}
  derived: {<<: *base, b: 2}
  block: |
    --- no marker
  nothing: ~
";
    let rendered = rendered(text(yaml)).await;
    let expected = json!({
        "mode": 420, "quoted": "0644", "flag": true, "base": {"a": 1}, "derived": {"a": 1, "b": 2},
        "block": "--- no marker\n",
    });
    assert_eq!(rendered.objects()[0].manifest()["data"], expected);
}

#[tokio::test]
async fn each_mistake_is_named_with_its_document_and_line() {
    let first = map("a");
    check_text(
        &format!("{first}---\n---\nkind: A\nmetadata: {{}}\n"),
        "the YAML text, document 3 (line 6) is no resource: it lacks apiVersion and metadata.name (a text that is not empty)",
    )
    .await;
    check_text(
        &format!("---\n{first}---\n- 1\n"),
        "the YAML text, document 2 (line 6) is no resource: a mapping with apiVersion, kind and metadata.name is expected, found a list",
    )
    .await;
    check_text(
        &format!("{first}---\n{first}"),
        "the YAML text, document 2 (line 5): `configmap-a` is there already: the YAML text, document 1 (line 1)",
    )
    .await;
    check_text(
        "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A}]\n",
        "the YAML text, document 1 (line 1), item 1 is no resource: it lacks metadata.name (a text that is not empty)",
    )
    .await;
    check_text(
        "apiVersion: v1\nkind: List\nitems: {}\n",
        "the YAML text, document 1 (line 1) is no list of resources: its items are a mapping",
    )
    .await;
}

#[tokio::test]
async fn what_is_no_yaml_is_named_without_showing_it() {
    let first = map("a");
    for broken in [
        "data: {hidden: [1\n",
        "hidden: \"x\nhidden: 2\n",
        "hidden: 1\nhidden: 2\n",
    ] {
        let yaml = format!("{first}---\n{first}{broken}");
        let error = render(&session(), &text(&yaml)).await.unwrap_err().report();
        let start = "the YAML text, document 2 (line ";
        assert!(error.starts_with(start), "{error}");
        assert!(
            !error.contains('\n') && !error.contains("name: a"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_name_that_the_chart_has_is_refused_and_nothing_is_added() {
    let mut chart = Chart::new(&session());
    chart
        .add(
            "configmap-b",
            json!({"apiVersion": "v1", "kind": "A", "metadata": {"name": "b"}}),
        )
        .unwrap();
    let error = chart
        .add_yaml(&format!("{}---\n{}", map("a"), map("b")))
        .unwrap_err();
    assert_eq!(
        error.report(),
        "the YAML text, document 2 (line 5): the chart has a resource `configmap-b` already"
    );
    assert_eq!(chart.len(), 1);
}

#[tokio::test]
async fn files_of_a_directory_are_applied_in_the_order_of_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "20-b.yml", map("b"));
    write(at, "10-z.yaml", format!("{}---\n{}", map("z"), map("x")));
    write(
        at,
        "15/a.json",
        "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"ConfigMap\",\n\t\"metadata\": {\"name\": \"a\"}\n}\n",
    );
    write(at, "readme.md", "no manifest");
    write(at, ".old/o.yaml", map("o"));
    write(at, ".hidden.yaml", map("h"));
    write(at, "empty.yaml", "");
    let expected = ["configmap-z", "configmap-x", "configmap-a", "configmap-b"];
    assert_eq!(names(Source::Dir(at.to_owned())).await, expected);
    let file = at.join("20-b.yml");
    assert_eq!(names(Source::File(file)).await, ["configmap-b"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let file = async |path: &Path, expected: &str| {
        let found = render(&session(), &Source::File(path.to_owned())).await;
        check_error(
            found,
            &expected.replace("PATH", &path.display().to_string()),
        );
    };
    let absent = at.join("absent.yaml");
    file(
        &absent,
        "could not read PATH: No such file or directory (os error 2)",
    )
    .await;
    file(at, "could not read PATH: Is a directory (os error 21)").await;
    let binary = write(at, "binary.yaml", b"a: 1\nb: \xff\n");
    file(&binary, "PATH is no UTF-8 text (line 2)").await;
    let large = write(at, "large.yaml", vec![b'#'; 16 * 1024 * 1024 + 1]);
    file(&large, "PATH is too large: at most 16 MiB are read").await;
    let wrong = write(at, "wrong.yaml", format!("{}---\nkind: A\n", map("a")));
    let lacks = "it lacks apiVersion and metadata.name (a text that is not empty)";
    file(
        &wrong,
        &format!("PATH, document 2 (line 5) is no resource: {lacks}"),
    )
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_and_a_loop_of_them_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    // As the kubelet mounts a ConfigMap.
    write(at, "mounted/..1/web.yaml", map("web"));
    std::os::unix::fs::symlink("..1", at.join("mounted/..data")).unwrap();
    std::os::unix::fs::symlink("..data/web.yaml", at.join("mounted/web.yaml")).unwrap();
    assert_eq!(
        names(Source::Dir(at.join("mounted"))).await,
        ["configmap-web"]
    );

    fs::create_dir(at.join("loop")).unwrap();
    std::os::unix::fs::symlink("../loop", at.join("loop/again")).unwrap();
    let found = render(&session(), &Source::Dir(at.join("loop"))).await;
    let (path, real) = (
        at.join("loop/again"),
        fs::canonicalize(at.join("loop")).unwrap(),
    );
    let expected = format!(
        "{} leads back to {}, a directory that it is in",
        path.display(),
        real.display()
    );
    check_error(found, &expected);
}

/// A text whose second resource is replaced rather than applied.
struct Chosen;

impl Component for Chosen {
    fn name(&self) -> &str {
        "web"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        chart.add_yaml(&format!("{}---\n{}", map("a"), map("b")))?;
        let replace = || ResourceOptions::new().method(DeployMethod::Replace);
        chart.set_options("configmap-b", replace())?;
        let error = chart.set_options("gone", replace()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the chart has no resource `gone` to set options of"
        );
        Ok(())
    }
}

#[tokio::test]
async fn a_resource_of_a_text_can_be_given_options() {
    let rendered = render(&session(), &Chosen).await.unwrap();
    let methods: Vec<_> = rendered
        .objects()
        .iter()
        .map(|it| it.options().method)
        .collect();
    assert_eq!(methods, [DeployMethod::Default, DeployMethod::Replace]);
    let manifest: &Value = rendered.object("configmap-b").unwrap().manifest();
    assert_eq!(manifest["metadata"]["namespace"], "ns");
}
