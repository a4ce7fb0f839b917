//! A control plane of real programs on loopback, gone when it is stopped or dropped.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SanType,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::assets::Assets;
use crate::ask::Asker;

/// How long the server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many volumes there are for claims.
const VOLUMES: usize = 128;

/// The running programs.
pub(super) struct Plane {
    pub(super) kubeconfig: String,
    assets: Assets,
    folder: TempDir,
    /// In the order in which they were started.
    programs: Vec<(&'static str, Child)>,
}

/// Where the programs listen.
struct Ports {
    server: u16,
    etcd: u16,
    peer: u16,
    manager: u16,
    scheduler: u16,
    kwok: u16,
}

impl Plane {
    /// Starts etcd and kube-apiserver; with `workloads` also controllers, a scheduler, and a node whose pods are simulated.
    pub(super) async fn start(assets: &Assets, workloads: bool) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("oper8-e2e-").tempdir()?;
        let ports = Ports::free()?;
        let token = uuid::Uuid::new_v4().simple().to_string();
        let authority = secrets(folder.path(), &token)?;
        let kubeconfig = kubeconfig(ports.server, &authority, &token);
        std::fs::write(folder.path().join("kubeconfig"), &kubeconfig)?;
        let mut plane = Self {
            kubeconfig,
            assets: assets.clone(),
            folder,
            programs: Vec::new(),
        };
        plane.etcd(&ports)?;
        plane.server(&ports, workloads)?;
        let asker = Asker::new(super::client(&plane.kubeconfig).await?, String::new());
        let is_ready = async || {
            asker
                .ask_plain("GET", "/readyz", None)
                .await
                .is_ok_and(|answer| answer.code == 200)
        };
        plane.until("kube-apiserver is ready", is_ready).await?;
        if workloads {
            plane.controllers(&ports)?;
            plane.node(&asker).await?;
        }
        Ok(plane)
    }

    fn etcd(&mut self, ports: &Ports) -> anyhow::Result<()> {
        let client = format!("http://127.0.0.1:{}", ports.etcd);
        let peer = format!("http://127.0.0.1:{}", ports.peer);
        let data = self.file("etcd");
        let cluster = format!("default={peer}");
        self.program(
            "etcd",
            &[
                ("--data-dir", &data),
                ("--listen-client-urls", &client),
                ("--advertise-client-urls", &client),
                ("--listen-peer-urls", &peer),
                ("--initial-advertise-peer-urls", &peer),
                ("--initial-cluster", &cluster),
                ("--log-level", "warn"),
                // Nothing of it outlives the run.
                ("--unsafe-no-fsync", "true"),
            ],
        )
    }

    fn server(&mut self, ports: &Ports, controllers: bool) -> anyhow::Result<()> {
        let etcd = format!("http://127.0.0.1:{}", ports.etcd);
        let port = ports.server.to_string();
        let [certificate, key, authority, tokens] =
            ["server.crt", "server.key", "ca.crt", "tokens.csv"].map(|name| self.file(name));
        let [accounts, accounts_public] =
            ["accounts.key", "accounts.pub"].map(|name| self.file(name));
        // Without controllers nothing makes the ServiceAccounts that this plugin asks for.
        let plugins = if controllers {
            "--enable-admission-plugins"
        } else {
            "--disable-admission-plugins"
        };
        self.program(
            "kube-apiserver",
            &[
                ("--etcd-servers", &etcd),
                ("--bind-address", "127.0.0.1"),
                ("--advertise-address", "127.0.0.1"),
                ("--secure-port", &port),
                ("--tls-cert-file", &certificate),
                ("--tls-private-key-file", &key),
                ("--client-ca-file", &authority),
                ("--token-auth-file", &tokens),
                ("--authorization-mode", "RBAC"),
                ("--allow-privileged", "true"),
                ("--service-cluster-ip-range", "10.0.0.0/16"),
                ("--service-account-issuer", "https://kubernetes.default.svc"),
                ("--service-account-key-file", &accounts_public),
                ("--service-account-signing-key-file", &accounts),
                (plugins, "ServiceAccount"),
            ],
        )
    }

    fn controllers(&mut self, ports: &Ports) -> anyhow::Result<()> {
        let [kubeconfig, accounts, authority] =
            ["kubeconfig", "accounts.key", "ca.crt"].map(|name| self.file(name));
        let port = ports.manager.to_string();
        self.program(
            "kube-controller-manager",
            &[
                ("--kubeconfig", &kubeconfig),
                ("--leader-elect", "false"),
                ("--service-account-private-key-file", &accounts),
                ("--root-ca-file", &authority),
                ("--use-service-account-credentials", "true"),
                ("--pvclaimbinder-sync-period", "1s"),
                // A busy machine renews the node's lease late, and pods would stop being ready for good.
                ("--node-monitor-grace-period", "1h"),
                ("--bind-address", "127.0.0.1"),
                ("--secure-port", &port),
            ],
        )?;
        let port = ports.scheduler.to_string();
        self.program(
            "kube-scheduler",
            &[
                ("--kubeconfig", &kubeconfig),
                ("--leader-elect", "false"),
                ("--bind-address", "127.0.0.1"),
                ("--secure-port", &port),
            ],
        )?;
        let stages = self.assets.path("stages.yaml").display().to_string();
        let address = format!("127.0.0.1:{}", ports.kwok);
        self.program(
            "kwok",
            &[
                ("--kubeconfig", &kubeconfig),
                ("--config", &stages),
                ("--manage-all-nodes", "true"),
                ("--server-address", &address),
            ],
        )
    }

    /// A node that runs nothing and says that it does, and what claims are bound to.
    async fn node(&mut self, asker: &Asker) -> anyhow::Result<()> {
        let room = json!({"cpu": "1000", "memory": "1Ti", "pods": "100000"});
        let node = json!({
            "metadata": {
                "name": "simulated",
                "labels": {"kubernetes.io/hostname": "simulated"},
                "annotations": {"kwok.x-k8s.io/node": "fake"},
            },
            "status": {"allocatable": room, "capacity": room},
        });
        create(asker, "/api/v1/nodes", node).await?;
        let class = json!({
            "metadata": {
                "name": "standard",
                "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
            },
            "provisioner": "kubernetes.io/no-provisioner",
        });
        create(asker, "/apis/storage.k8s.io/v1/storageclasses", class).await?;
        for number in 1..=VOLUMES {
            let volume = json!({
                "metadata": {"name": format!("volume-{number}")},
                "spec": {
                    "storageClassName": "standard",
                    "capacity": {"storage": "100Gi"},
                    "accessModes": ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"],
                    "hostPath": {"path": "/nowhere"},
                },
            });
            create(asker, "/api/v1/persistentvolumes", volume).await?;
        }
        let is_up = async || {
            let account = "/api/v1/namespaces/default/serviceaccounts/default";
            let account = asker.ask_plain("GET", account, None).await;
            let node = asker
                .ask_plain("GET", "/api/v1/nodes/simulated", None)
                .await;
            let ready =
                |condition: &Value| condition["type"] == "Ready" && condition["status"] == "True";
            account.is_ok_and(|account| account.code == 200)
                && node.is_ok_and(|node| {
                    node.body["status"]["conditions"]
                        .as_array()
                        .is_some_and(|all| all.iter().any(ready))
                })
        };
        self.until("controllers run and the node is ready", is_up)
            .await
    }

    /// Starts a program with its log in a file.
    fn program(&mut self, name: &'static str, flags: &[(&str, &str)]) -> anyhow::Result<()> {
        let path = self.assets.path(name);
        let log = std::fs::File::create(self.log(name))?;
        let child = Command::new(&path)
            .args(flags.iter().map(|(flag, value)| format!("{flag}={value}")))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("could not start {}", path.display()))?;
        self.programs.push((name, child));
        Ok(())
    }

    /// Waits; a program that ends meanwhile is an error with the end of its log.
    async fn until(&mut self, what: &str, met: impl AsyncFn() -> bool) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !met().await {
            for (name, child) in &mut self.programs {
                if let Some(status) = child.try_wait()? {
                    let log = self.folder.path().join(format!("{name}.log"));
                    let log = std::fs::read_to_string(log).unwrap_or_default();
                    let lines: Vec<&str> = log.lines().collect();
                    let end = lines[lines.len().saturating_sub(8)..].join("\n");
                    bail!("{name} ended ({status}) before {what}:\n{end}");
                }
            }
            if tokio::time::Instant::now() > deadline {
                bail!("not so after {} s: {what}", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Where the kubeconfig is.
    pub(super) fn kubeconfig_file(&self) -> PathBuf {
        self.folder.path().join("kubeconfig")
    }

    /// Ends the programs, the last first: the server needs etcd to the end.
    pub(super) async fn stop(mut self) {
        while let Some((_, mut child)) = self.programs.pop() {
            // What has ended already is as good.
            let _ = child.kill().await;
        }
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.log"))
    }
}

impl Ports {
    /// Ports that nobody listens on now.
    fn free() -> anyhow::Result<Self> {
        let mut held = Vec::new();
        let mut port = || -> std::io::Result<u16> {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
            let port = listener.local_addr()?.port();
            // Held until all are chosen, so that they differ.
            held.push(listener);
            Ok(port)
        };
        Ok(Self {
            server: port()?,
            etcd: port()?,
            peer: port()?,
            manager: port()?,
            scheduler: port()?,
            kwok: port()?,
        })
    }
}

/// Writes keys, certificates and the token; the authority's certificate is returned.
fn secrets(folder: &Path, token: &str) -> anyhow::Result<String> {
    let authority_key = KeyPair::generate()?;
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
        .distinguished_name
        .push(DnType::CommonName, "test authority");
    authority.key_usages = vec![
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::DigitalSignature,
    ];
    let certificate = authority.self_signed(&authority_key)?.pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate()?;
    let names = ["localhost", "kubernetes.default.svc"].map(str::to_owned);
    let mut server = CertificateParams::new(names)?;
    server
        .distinguished_name
        .push(DnType::CommonName, "kube-apiserver");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    for address in [[127, 0, 0, 1], [10, 0, 0, 1]] {
        server
            .subject_alt_names
            .push(SanType::IpAddress(address.into()));
    }
    let shown = server.signed_by(&key, &issuer)?.pem();
    let accounts = KeyPair::generate()?;
    let files = [
        ("ca.crt", certificate.clone()),
        ("server.crt", shown),
        ("server.key", key.serialize_pem()),
        ("accounts.key", accounts.serialize_pem()),
        // The server reads a public key of this kind only as such.
        ("accounts.pub", accounts.public_key_pem()),
        (
            "tokens.csv",
            format!("{token},admin,admin,system:masters\n"),
        ),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(certificate)
}

fn kubeconfig(port: u16, authority: &str, token: &str) -> String {
    let authority = base64::engine::general_purpose::STANDARD.encode(authority);
    let cluster = json!({"server": format!("https://127.0.0.1:{port}"), "certificate-authority-data": authority});
    let config = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": "admin", "user": {"token": token}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin", "namespace": "default"}}],
        "current-context": "test",
    });
    config.to_string()
}

async fn create(asker: &Asker, path: &str, object: Value) -> anyhow::Result<()> {
    let made = asker.ask_plain("POST", path, Some(object)).await?;
    if made.code != 201 {
        bail!("POST {path} answers {}: {}", made.code, made.body);
    }
    Ok(())
}
