//! Running the operator's binary, and looking at what it did.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use oper8::apiserver::{ApiServer, Builder, ServeOptions, Served, Simulator};
use oper8::kube::client::api::{DeleteParams, DynamicObject, Patch, PatchParams, PostParams};
use oper8::kube::client::config::{KubeConfigOptions, Kubeconfig};
use oper8::kube::client::{Api, Client, Config};
use oper8::kube::core::{ApiResource, GroupVersionKind};
use oper8::kube::runtime::wait::await_condition;
use oper8::serde_json::{self, Value, json};
use tempfile::TempDir;

/// What a run of the binary printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the binary, in the example's folder and with an empty environment.
pub(crate) fn run(args: &[&str]) -> Output {
    let output = command(args).output().unwrap();
    Output {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_webapp-operator"));
    command
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear();
    command
}

/// A cluster that the binary works on through a kubeconfig, and a namespace in it.
pub(crate) struct Cluster {
    client: Client,
    kubeconfig: PathBuf,
    namespace: String,
    folder: TempDir,
    _served: Option<Served>,
}

impl Cluster {
    /// An embedded server over HTTP.
    pub(crate) async fn embedded() -> Self {
        Self::embedded_in(ApiServer::builder()).await
    }

    /// The same, where nobody may do what no role says.
    pub(crate) async fn embedded_with_roles() -> Self {
        Self::embedded_in(ApiServer::builder().rbac(true)).await
    }

    async fn embedded_in(builder: Builder) -> Self {
        let server = builder
            .simulator(Simulator::new(Duration::from_millis(100)))
            .build();
        let served = server.serve(ServeOptions::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let kubeconfig = folder.path().join("kubeconfig");
        served.write_kubeconfig(&kubeconfig).unwrap();
        Self::of(kubeconfig, folder, Some(served)).await
    }

    /// The cluster that `OPER8_TEST_KUBECONFIG` names.
    pub(crate) async fn real() -> Option<Self> {
        let kubeconfig = std::env::var_os("OPER8_TEST_KUBECONFIG")?;
        let folder = tempfile::tempdir().unwrap();
        Some(Self::of(kubeconfig.into(), folder, None).await)
    }

    async fn of(kubeconfig: PathBuf, folder: TempDir, served: Option<Served>) -> Self {
        let client = client(&kubeconfig).await;
        let namespace: Api<DynamicObject> =
            Api::all_with(client.clone(), &resource("v1", "Namespace"));
        let object = serde_json::from_value(json!({
            "apiVersion": "v1", "kind": "Namespace", "metadata": {"generateName": "webapp-"},
        }));
        let created = namespace
            .create(&PostParams::default(), &object.unwrap())
            .await
            .unwrap();
        Self {
            client,
            kubeconfig,
            namespace: created.metadata.name.unwrap(),
            folder,
            _served: served,
        }
    }

    /// The example's WebApp, in the cluster's namespace.
    pub(crate) fn webapp(&self) -> Value {
        json!({
            "apiVersion": "demo.oper8.org/v1",
            "kind": "WebApp",
            "metadata": {"name": "shop", "namespace": self.namespace},
            "spec": {
                "version": "1.2.0",
                "host": "shop.example.com",
                "replicas": 2,
                "cache": true,
                "storage": "2Gi",
            },
        })
    }

    /// `run --cr` with `webapp`.
    pub(crate) async fn roll_out(&self, webapp: &Value) -> Output {
        let path = self.folder.path().join("cr.yaml");
        std::fs::write(&path, webapp.to_string()).unwrap();
        let (path, kubeconfig) = (text(&path), text(&self.kubeconfig));
        tokio::task::spawn_blocking(move || {
            run(&[
                "run",
                "--install-crd",
                "--kubeconfig",
                &kubeconfig,
                "--cr",
                &path,
            ])
        })
        .await
        .unwrap()
    }

    /// `run`: an operator that serves the cluster's namespace, and has begun to.
    pub(crate) fn serve(&self) -> Serving {
        self.serve_by(&self.kubeconfig)
    }

    /// `run` as a service account of the cluster's namespace.
    pub(crate) async fn serve_as(&self, account: &str) -> Serving {
        let request = json!({
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
            "metadata": {"name": account}, "spec": {"audiences": []},
        });
        let accounts = self.api("v1", "ServiceAccount");
        let params = PostParams::default();
        let answer = accounts.create_subresource("token", account, &params, &request);
        let answer: Value = answer.await.unwrap();
        let token = &answer["status"]["token"];
        let text = std::fs::read_to_string(&self.kubeconfig).unwrap();
        let mut kubeconfig: Value = serde_saphyr::from_str(&text).unwrap();
        kubeconfig["users"][0]["user"] = json!({"token": token});
        let path = self.folder.path().join(account);
        std::fs::write(&path, kubeconfig.to_string()).unwrap();
        self.serve_by(&path)
    }

    fn serve_by(&self, kubeconfig: &Path) -> Serving {
        let kubeconfig = text(kubeconfig);
        let args = [
            "run",
            "--kubeconfig",
            &kubeconfig,
            "--watch_namespace",
            &self.namespace,
        ];
        let log = self.folder.path().join("log");
        let mut child = command(&args)
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, "watching; stop with Ctrl-C\n");
        Serving { child, log }
    }

    /// `crd --install`.
    pub(crate) async fn install_definitions(&self) {
        let kubeconfig = text(&self.kubeconfig);
        let install = tokio::task::spawn_blocking(move || {
            run(&["crd", "--install", "--kubeconfig", &kubeconfig])
        });
        let output = install.await.unwrap();
        assert_eq!(output.code, Some(0), "{output:?}");
    }

    pub(crate) fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Deletes the namespace, and all that is left in it.
    pub(crate) async fn clean(&self) {
        let namespaces: Api<DynamicObject> =
            Api::all_with(self.client.clone(), &resource("v1", "Namespace"));
        let params = DeleteParams::default();
        namespaces.delete(&self.namespace, &params).await.unwrap();
    }

    pub(crate) async fn shop(&self) -> Option<Value> {
        self.get("demo.oper8.org/v1", "WebApp", "shop").await
    }

    pub(crate) async fn delete_shop(&self) {
        self.delete("demo.oper8.org/v1", "WebApp", "shop").await;
    }

    /// Creates `object` in the cluster's namespace.
    pub(crate) async fn create(&self, mut object: Value) {
        object["metadata"]["namespace"] = self.namespace.as_str().into();
        let text = |key: &str| object[key].as_str().unwrap().to_owned();
        let api = self.api(&text("apiVersion"), &text("kind"));
        let object = serde_json::from_value(object).unwrap();
        api.create(&PostParams::default(), &object).await.unwrap();
    }

    /// Creates an object that is in no namespace.
    pub(crate) async fn create_for_cluster(&self, object: Value) {
        let text = |key: &str| object[key].as_str().unwrap().to_owned();
        let api = self.api_for_cluster(&text("apiVersion"), &text("kind"));
        let object = serde_json::from_value(object).unwrap();
        api.create(&PostParams::default(), &object).await.unwrap();
    }

    pub(crate) async fn delete_for_cluster(&self, api_version: &str, kind: &str, name: &str) {
        let api = self.api_for_cluster(api_version, kind);
        api.delete(name, &DeleteParams::default()).await.unwrap();
    }

    /// Merges `change` into an object.
    pub(crate) async fn merge(
        &self,
        (api_version, kind, name): (&str, &str, &str),
        change: &Value,
    ) {
        let patch = Patch::Merge(change);
        let api = self.api(api_version, kind);
        api.patch(name, &PatchParams::default(), &patch)
            .await
            .unwrap();
    }

    pub(crate) async fn delete(&self, api_version: &str, kind: &str, name: &str) {
        let api = self.api(api_version, kind);
        api.delete(name, &DeleteParams::default()).await.unwrap();
    }

    pub(crate) async fn get(&self, api_version: &str, kind: &str, name: &str) -> Option<Value> {
        let found = self.api(api_version, kind).get_opt(name).await.unwrap()?;
        Some(serde_json::to_value(found).unwrap())
    }

    /// Waits until an object is gone.
    pub(crate) async fn gone(&self, api_version: &str, kind: &str, name: &str) {
        let absent = |object: Option<&DynamicObject>| object.is_none();
        self.until(api_version, kind, name, absent).await;
    }

    /// Waits until `pointer` of an object is `value`; null is also what is not there.
    pub(crate) async fn becomes(
        &self,
        (api_version, kind, name): (&str, &str, &str),
        pointer: &str,
        value: &Value,
    ) {
        let is_so = |object: Option<&DynamicObject>| {
            let object = serde_json::to_value(object).unwrap();
            object.pointer(pointer).unwrap_or(&Value::Null) == value
        };
        self.until(api_version, kind, name, is_so).await;
    }

    async fn until(
        &self,
        api_version: &str,
        kind: &str,
        name: &str,
        condition: impl Fn(Option<&DynamicObject>) -> bool,
    ) {
        let waiting = await_condition(self.api(api_version, kind), name, condition);
        tokio::time::timeout(Duration::from_secs(60), waiting)
            .await
            .unwrap_or_else(|_| panic!("{kind} {name} is not as it should become"))
            .unwrap();
    }

    /// The WebApp's version and those of `objects`, leaving out what controllers write into their status: of an object that
    /// they work on the generation, of others the resource version.
    pub(crate) async fn versions(&self, objects: &[(&str, &str, &str)]) -> Vec<Option<Value>> {
        let mut versions = Vec::new();
        for (api_version, kind, name) in objects {
            let object = self.get(api_version, kind, name).await;
            versions.push(object.map(|object| {
                let metadata = &object["metadata"];
                match metadata["generation"].is_null() {
                    true => metadata["resourceVersion"].clone(),
                    false => metadata["generation"].clone(),
                }
            }));
        }
        versions
    }

    fn api_for_cluster(&self, api_version: &str, kind: &str) -> Api<DynamicObject> {
        Api::all_with(self.client.clone(), &resource(api_version, kind))
    }

    fn api(&self, api_version: &str, kind: &str) -> Api<DynamicObject> {
        Api::namespaced_with(
            self.client.clone(),
            &self.namespace,
            &resource(api_version, kind),
        )
    }
}

/// A running `run`.
pub(crate) struct Serving {
    child: Child,
    log: PathBuf,
}

impl Serving {
    /// Sends SIGTERM, and returns the exit code.
    pub(crate) fn terminate(self) -> Option<i32> {
        self.stop().0
    }

    /// Sends SIGTERM, and returns the exit code and the log.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        let mut kill = Command::new("kill");
        assert!(kill.args(["-TERM", &pid]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        (code, std::fs::read_to_string(&self.log).unwrap())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn client(kubeconfig: &Path) -> Client {
    let kubeconfig = Kubeconfig::read_from(kubeconfig).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .unwrap();
    Client::try_from(config).unwrap()
}

fn resource(api_version: &str, kind: &str) -> ApiResource {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind))
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
