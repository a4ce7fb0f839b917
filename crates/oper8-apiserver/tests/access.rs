//! Who asks and what they may do: users in process, on the network and in kubeconfigs, and rights that are missing.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use kube_client::api::PostParams;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Api, Client, Config};
use oper8_apiserver::{ApiServer, ApiService, ServeOptions, User};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// The answer to a request without a body, or with one as JSON: its code and its body.
async fn ask(
    service: ApiService,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request = Request::builder().method(method).uri(path);
    let request = request.body(Full::from(body)).unwrap();
    let response = service.oneshot(request).await.unwrap();
    let code = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (code, serde_json::from_slice(&body).unwrap_or_default())
}

async fn client(kubeconfig: &str) -> Client {
    let kubeconfig = Kubeconfig::from_yaml(kubeconfig).unwrap();
    let options = KubeConfigOptions::default();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
    Client::try_from(config.unwrap()).unwrap()
}

fn operator() -> User {
    User::service_account("default", "webapp")
}

/// Lets the operator read ConfigMaps.
async fn grant(server: &ApiServer) {
    let group = "rbac.authorization.k8s.io";
    let folder = format!("/apis/{group}/v1/namespaces/default");
    let role = json!({
        "apiVersion": format!("{group}/v1"), "kind": "Role", "metadata": {"name": "webapp"},
        "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}],
    });
    let binding = json!({
        "apiVersion": format!("{group}/v1"), "kind": "RoleBinding", "metadata": {"name": "webapp"},
        "roleRef": {"apiGroup": group, "kind": "Role", "name": "webapp"},
        "subjects": [{"kind": "ServiceAccount", "name": "webapp"}],
    });
    for (kind, object) in [("roles", role), ("rolebindings", binding)] {
        let path = format!("{folder}/{kind}");
        let (code, answer) = ask(server.service(), "POST", &path, Some(object)).await;
        assert_eq!(code, StatusCode::CREATED, "{answer}");
    }
}

#[tokio::test]
async fn the_journal_tells_who_asked() {
    let server = ApiServer::builder().build();
    let path = "/api/v1/namespaces/default";
    assert_eq!(
        ask(server.service(), "GET", path, None).await.0,
        StatusCode::OK
    );
    ask(server.service_as(operator()), "GET", path, None).await;
    let entries = server.journal().take();
    let users: Vec<_> = entries.into_iter().map(|entry| entry.user).collect();
    assert_eq!(users, ["admin", "system:serviceaccount:default:webapp"]);
}

#[tokio::test]
async fn without_authorization_everybody_may_do_everything() {
    let server = ApiServer::builder().build();
    let maps: Api<ConfigMap> =
        Api::default_namespaced(Client::new(server.service_as(operator()), "default"));
    let map: ConfigMap = serde_json::from_value(json!({"metadata": {"name": "a"}})).unwrap();
    maps.create(&PostParams::default(), &map).await.unwrap();
    assert!(server.denied().is_empty());
}

#[tokio::test]
async fn an_operator_may_do_what_its_role_says_and_the_missing_rules_are_told() {
    let server = ApiServer::builder().rbac(true).build();
    grant(&server).await;
    let maps: Api<ConfigMap> =
        Api::default_namespaced(Client::new(server.service_as(operator()), "default"));
    assert!(
        maps.list(&Default::default())
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(server.denied().is_empty());

    let map: ConfigMap = serde_json::from_value(json!({"metadata": {"name": "a"}})).unwrap();
    for _ in 0..2 {
        let refused = maps.create(&PostParams::default(), &map).await.unwrap_err();
        let kube_client::Error::Api(status) = refused else {
            unreachable!("{refused}")
        };
        assert_eq!(status.code, 403);
        assert_eq!(
            status.message,
            "configmaps is forbidden: User \"system:serviceaccount:default:webapp\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"default\""
        );
    }
    let missing = server.denied();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].user(), "system:serviceaccount:default:webapp");
    assert_eq!(missing[0].namespace(), "default");
    assert_eq!(
        missing[0].rule(),
        json!({"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create"]})
    );
}

#[tokio::test]
async fn a_role_counts_as_soon_as_it_is_written_and_no_longer_than_it_is_there() {
    let server = ApiServer::builder().rbac(true).build();
    let path = "/api/v1/namespaces/default/configmaps";
    let code = async || {
        ask(server.service_as(operator()), "GET", path, None)
            .await
            .0
    };
    assert_eq!(code().await, StatusCode::FORBIDDEN);
    grant(&server).await;
    assert_eq!(code().await, StatusCode::OK);
    let role = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/webapp";
    ask(server.service(), "DELETE", role, None).await;
    assert_eq!(code().await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_roles_of_every_cluster_are_complete_before_the_first_request() {
    let server = ApiServer::builder().rbac(true).build();
    let path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/view";
    let (_, view) = ask(server.service(), "GET", path, None).await;
    assert!(
        view["rules"]
            .as_array()
            .is_some_and(|rules| !rules.is_empty()),
        "{view}"
    );
    let bare = ApiServer::builder().rbac(true).controllers(false).build();
    let (_, view) = ask(bare.service(), "GET", path, None).await;
    assert_eq!(
        view["rules"],
        Value::Null,
        "a bare server does not put roles together"
    );
    let none = ApiServer::builder().build();
    assert_eq!(
        ask(none.service(), "GET", path, None).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_user_on_the_network_has_a_kubeconfig_and_rights_of_its_own() {
    let server = ApiServer::builder().rbac(true).build();
    grant(&server).await;
    let options = ServeOptions::default()
        .user(operator())
        .user(User::new("alice"));
    let served = server.serve(options).await.unwrap();
    let kubeconfig = served.kubeconfig_of(operator().name()).unwrap();
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&kubeconfig).await);
    assert!(maps.list(&Default::default()).await.is_ok());
    let alice = served.kubeconfig_of("alice").unwrap();
    let maps: Api<ConfigMap> = Api::default_namespaced(client(&alice).await);
    assert!(maps.list(&Default::default()).await.is_err());
    assert!(served.kubeconfig_of("bob").is_none());
    let namespaces: Api<Namespace> = Api::all(client(&served.kubeconfig()).await);
    assert!(namespaces.list(&Default::default()).await.is_ok());
    assert!(
        !alice.contains(served.token()),
        "a user does not get to see the token of the admin"
    );
}

#[tokio::test]
async fn with_authorization_a_stranger_is_anonymous_and_a_wrong_token_is_nobodys() {
    let server = ApiServer::builder().rbac(true).build();
    let served = server.serve(ServeOptions::default()).await.unwrap();
    let url = format!("http://{}", served.address());
    let kubeconfig = |user: Value| {
        json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "c",
            "clusters": [{"name": "c", "cluster": {"server": url}}],
            "users": [{"name": "c", "user": user}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}],
        })
        .to_string()
    };
    let code = async |user: Value| {
        let maps: Api<ConfigMap> = Api::default_namespaced(client(&kubeconfig(user)).await);
        match maps.list(&Default::default()).await.unwrap_err() {
            kube_client::Error::Api(status) => (status.code, status.message),
            other => unreachable!("{other}"),
        }
    };
    let (number, message) = code(json!({})).await;
    assert_eq!(number, 403);
    assert!(
        message.contains("User \"system:anonymous\" cannot list"),
        "{message}"
    );
    assert_eq!(code(json!({"token": "wrong"})).await.0, 401);
}
