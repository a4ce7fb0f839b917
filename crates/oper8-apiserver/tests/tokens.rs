//! Tokens of service accounts as clients show them: whose they are, what they may do, and when they count no more.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use jiff::SignedDuration;
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::api::{DeleteParams, ListParams};
use kube_client::{Api, Client, Config};
use oper8_apiserver::{ApiServer, ServeOptions, Served};
use oper8_status::{Clock, ManualClock};
use serde_json::{Value, json};

use self::support::Cluster;

/// A cluster with the account `robot`, which may list ConfigMaps, and an address of it on the network.
struct World {
    cluster: Cluster,
    served: Served,
    clock: ManualClock,
}

impl World {
    async fn new() -> Self {
        let clock = ManualClock::new(oper8_status::SystemClock.now());
        let builder = ApiServer::builder().rbac(true).clock(clock.clone());
        let cluster = Cluster::build(builder);
        let group = "rbac.authorization.k8s.io";
        for object in [
            account(),
            json!({
                "apiVersion": format!("{group}/v1"), "kind": "Role", "metadata": {"name": "robot"},
                "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]}],
            }),
            json!({
                "apiVersion": format!("{group}/v1"), "kind": "RoleBinding", "metadata": {"name": "robot"},
                "roleRef": {"apiGroup": group, "kind": "Role", "name": "robot"},
                "subjects": [{"kind": "ServiceAccount", "name": "robot"}],
            }),
        ] {
            cluster.create(object).await;
        }
        let served = cluster.server.serve(ServeOptions::default()).await.unwrap();
        Self {
            cluster,
            served,
            clock,
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let request = http::Request::post(path)
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes())
            .unwrap();
        self.cluster.client.request(request).await.unwrap()
    }

    /// A new token of the account.
    async fn token(&self, spec: Value) -> String {
        let path = "/api/v1/namespaces/default/serviceaccounts/robot/token";
        let made = self.post(path, json!({"spec": spec})).await;
        made["status"]["token"].as_str().unwrap().to_owned()
    }

    /// What a client that shows the token gets for a list of ConfigMaps, and of Secrets.
    async fn codes(&self, token: &str) -> (u16, u16) {
        let url = format!("http://{}", self.served.address());
        let mut config = Config::new(url.parse().unwrap());
        config.auth_info.token = Some(token.to_owned().into());
        let client = Client::try_from(config).unwrap();
        let code = |found: Result<_, kube_client::Error>| match found {
            Ok(_) => 200,
            Err(kube_client::Error::Api(status)) => status.code,
            Err(other) => unreachable!("{other}"),
        };
        let maps: Api<ConfigMap> = Api::namespaced(client.clone(), "default");
        let maps = maps.list(&ListParams::default()).await.map(drop);
        let secrets: Api<k8s_openapi::api::core::v1::Secret> = Api::namespaced(client, "default");
        let secrets = secrets.list(&ListParams::default()).await.map(drop);
        (code(maps), code(secrets))
    }

    async fn review(&self, token: &str) -> Value {
        let path = "/apis/authentication.k8s.io/v1/tokenreviews";
        let review = self.post(path, json!({"spec": {"token": token}})).await;
        review["status"].clone()
    }

    async fn delete(&self, object: &Value) {
        self.cluster
            .delete(object, DeleteParams::default().grace_period(0))
            .await;
    }
}

fn account() -> Value {
    json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}})
}

fn pod() -> Value {
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
        "spec": {"serviceAccountName": "robot", "containers": [{"name": "c", "image": "i"}]},
    })
}

/// The error of a review, without the words that each has.
fn error(status: &Value) -> &str {
    let error = status["error"].as_str().unwrap_or_default();
    error
        .strip_prefix("[invalid bearer token, ")
        .and_then(|error| error.strip_suffix(']'))
        .unwrap_or(error)
}

#[tokio::test]
async fn a_client_with_a_token_may_do_what_the_roles_of_its_account_allow() {
    let world = World::new().await;
    let token = world.token(json!({})).await;
    assert_eq!(world.codes(&token).await, (200, 403));
    assert_eq!(world.codes("other").await, (401, 401));
    let mut changed = token.clone();
    let last = changed.pop().unwrap();
    changed.push(if last == 'A' { 'E' } else { 'A' });
    assert_eq!(world.codes(&changed).await, (401, 401));
}

#[tokio::test]
async fn a_token_for_somebody_else_does_not_count() {
    let world = World::new().await;
    let token = world.token(json!({"audiences": ["vault"]})).await;
    assert_eq!(world.codes(&token).await, (401, 401));
    assert_eq!(
        error(&world.review(&token).await),
        "token audiences [\"vault\"] is invalid for the target audiences [\"https://kubernetes.default.svc\"]"
    );
}

#[tokio::test]
async fn a_token_expires() {
    let world = World::new().await;
    let token = world.token(json!({"expirationSeconds": 600})).await;
    world.clock.advance(SignedDuration::from_secs(659));
    assert_eq!(world.codes(&token).await, (200, 403));
    world.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(world.codes(&token).await, (401, 401));
    let error_now = world.review(&token).await;
    assert_eq!(error(&error_now), "service account token has expired");
}

#[tokio::test]
async fn a_token_ends_with_its_account() {
    let world = World::new().await;
    let token = world.token(json!({})).await;
    world.delete(&account()).await;
    assert_eq!(world.codes(&token).await, (401, 401));
    assert_eq!(
        error(&world.review(&token).await),
        "serviceaccounts \"robot\" not found"
    );
    // Another account of the same name is not the same.
    world.cluster.create(account()).await;
    assert_eq!(world.codes(&token).await, (401, 401));
}

#[tokio::test]
async fn a_token_ends_with_the_pod_that_it_is_bound_to() {
    let world = World::new().await;
    world.cluster.create(pod()).await;
    let bound = json!({"boundObjectRef": {"apiVersion": "v1", "kind": "Pod", "name": "p"}});
    let token = world.token(bound).await;
    let status = world.review(&token).await;
    let extra = &status["user"]["extra"];
    assert_eq!(
        extra["authentication.kubernetes.io/pod-name"],
        json!(["p"]),
        "{status}"
    );
    world.delete(&pod()).await;
    assert_eq!(world.codes(&token).await, (401, 401));
    assert_eq!(
        error(&world.review(&token).await),
        "service account token has been invalidated"
    );
}

#[tokio::test]
async fn a_secret_keeps_a_token_that_counts_as_long_as_it_is_there() {
    let world = World::new().await;
    let secret = json!({
        "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
        "metadata": {"name": "kept", "annotations": {"kubernetes.io/service-account.name": "robot"}},
    });
    world.cluster.create(secret.clone()).await;
    world.cluster.server.caught_up().await;
    let filled = world.cluster.get(&secret).await.unwrap();
    let token = filled["data"]["token"].as_str().unwrap();
    let token = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, token);
    let token = String::from_utf8(token.unwrap()).unwrap();
    assert_eq!(world.codes(&token).await, (200, 403));
    world.delete(&secret).await;
    assert_eq!(world.codes(&token).await, (401, 401));
    assert_eq!(
        error(&world.review(&token).await),
        "Token has been invalidated"
    );
    world.cluster.create(secret.clone()).await;
    world.delete(&account()).await;
    world.cluster.server.caught_up().await;
    assert!(!world.cluster.is_there(&secret).await);
}
