//! Who asks: users of clients in process and on the network.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::{ApiServer, ApiService, User};
use serde_json::Value;
use tower::ServiceExt as _;

/// The answer to a GET: its code and its body.
async fn get(service: ApiService, path: &str) -> (StatusCode, Value) {
    let request = Request::get(path).body(Full::default()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    let code = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (code, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn the_journal_tells_who_asked() {
    let server = ApiServer::builder().build();
    let path = "/api/v1/namespaces/default";
    assert_eq!(get(server.service(), path).await.0, StatusCode::OK);
    let operator = User::service_account("shop", "webapp");
    get(server.service_as(operator), path).await;
    let users: Vec<_> = server
        .journal()
        .take()
        .into_iter()
        .map(|entry| entry.user)
        .collect();
    assert_eq!(users, ["admin", "system:serviceaccount:shop:webapp"]);
}
