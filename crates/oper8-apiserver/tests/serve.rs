//! The server over HTTP: who may come in, the kubeconfig, the end.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Api, Client, Config};
use oper8_apiserver::{ApiServer, ServeOptions, Served};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn serve() -> Served {
    let server = ApiServer::builder().build();
    server.serve(ServeOptions::default()).await.unwrap()
}

async fn client(kubeconfig: &str) -> Client {
    let kubeconfig = Kubeconfig::from_yaml(kubeconfig).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .unwrap();
    Client::try_from(config).unwrap()
}

/// Sends a request as it is, and returns the answer as it comes.
async fn raw(served: &Served, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(served.address()).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_client_with_the_kubeconfig_comes_in() {
    let served = serve().await;
    let client = client(&served.kubeconfig()).await;
    let maps: Api<ConfigMap> = Api::default_namespaced(client);
    let map: ConfigMap = serde_json::from_value(serde_json::json!({
        "metadata": {"name": "a"}, "data": {"key": "value"},
    }))
    .unwrap();
    maps.create(&kube_client::api::PostParams::default(), &map)
        .await
        .unwrap();
    assert_eq!(maps.get("a").await.unwrap().data, map.data);
}

#[tokio::test]
async fn a_stranger_gets_401_and_the_health_of_the_server() {
    let served = serve().await;
    let path = "/api/v1/namespaces/default/secrets";
    for headers in [
        "",
        "Authorization: Bearer wrong\r\n",
        "Authorization: Basic x\r\n",
    ] {
        let answer = raw(&served, path, headers).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.contains(r#""reason":"Unauthorized""#), "{answer}");
    }
    let bearer = format!("Authorization: Bearer {}\r\n", served.token());
    assert!(
        raw(&served, path, &bearer)
            .await
            .starts_with("HTTP/1.1 200 ")
    );
    let prefixed = format!("/{}{path}?limit=1", served.token());
    assert!(
        raw(&served, &prefixed, "")
            .await
            .starts_with("HTTP/1.1 200 ")
    );
    assert!(
        raw(&served, "/readyz", "")
            .await
            .starts_with("HTTP/1.1 200 ")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_kubeconfig_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let served = serve().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kubeconfig");
    std::fs::write(&path, "old").unwrap();
    served.write_kubeconfig(&path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), served.kubeconfig());
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_stopped_server_ends_its_watches_and_frees_its_port() {
    let served = serve().await;
    let address = served.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /{}/api/v1/configmaps?watch=true HTTP/1.1\r\nHost: x\r\n\r\n",
        served.token()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 15];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK");
    served.shutdown().await;
    let mut rest = Vec::new();
    // A cut-off chunked body ends with an error or at once; either way it ends.
    let _ = stream.read_to_end(&mut rest).await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn over_tls_a_client_that_knows_the_authority_comes_in() {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default().tls()).await.unwrap();
    let kubeconfig = served.kubeconfig();
    assert!(
        kubeconfig.contains("server: https://127.0.0.1:"),
        "{kubeconfig}"
    );

    let maps: Api<ConfigMap> = Api::default_namespaced(client(&kubeconfig).await);
    assert!(
        maps.list(&Default::default())
            .await
            .unwrap()
            .items
            .is_empty()
    );

    let other = server.serve(ServeOptions::default().tls()).await.unwrap();
    let authority = |text: &str| {
        let line = text
            .lines()
            .find(|line| line.contains("certificate-authority-data"));
        line.unwrap().to_owned()
    };
    let mistaken = kubeconfig.replace(&authority(&kubeconfig), &authority(&other.kubeconfig()));
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&mistaken).await);
    assert!(maps.list(&Default::default()).await.is_err());
    served.shutdown().await;
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn every_namespace_and_token_tells_whom_to_trust() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use k8s_openapi::api::core::v1::Secret;

    let simulator = oper8_apiserver::Simulator::new(std::time::Duration::ZERO);
    let server = ApiServer::builder().simulator(simulator).build();
    let maps: Api<ConfigMap> = Api::default_namespaced(Client::new(server.service(), "default"));
    let root = async || {
        let map = maps.get("kube-root-ca.crt").await.unwrap();
        map.data.unwrap()["ca.crt"].clone()
    };
    assert_eq!(root().await, "");
    let served = server.serve(ServeOptions::default().tls()).await.unwrap();
    let kubeconfig = Kubeconfig::from_yaml(&served.kubeconfig()).unwrap();
    let cluster = kubeconfig.clusters[0].cluster.clone().unwrap();
    let known = STANDARD
        .decode(cluster.certificate_authority_data.unwrap())
        .unwrap();
    assert_eq!(root().await.as_bytes(), known);

    let secrets: Api<Secret> = Api::default_namespaced(Client::new(server.service(), "default"));
    let token = serde_json::json!({
        "metadata": {"name": "token", "annotations": {"kubernetes.io/service-account.name": "default"}},
        "type": "kubernetes.io/service-account-token",
    });
    let token: Secret = serde_json::from_value(token).unwrap();
    secrets.create(&Default::default(), &token).await.unwrap();
    server.caught_up().await;
    let data = secrets.get("token").await.unwrap().data.unwrap();
    assert_eq!(data["ca.crt"].0, known);
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_client_that_does_not_speak_tls_harms_nobody() {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default().tls()).await.unwrap();
    let mut stream = TcpStream::connect(served.address()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The server closes the connection, with or without an alert.
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    let silent = TcpStream::connect(served.address()).await.unwrap();

    let maps: Api<ConfigMap> = Api::default_namespaced(client(&served.kubeconfig()).await);
    assert!(maps.list(&Default::default()).await.is_ok());
    served.shutdown().await;
    drop(silent);
}
