//! Watches in protobuf.

use bytes::{Buf as _, Bytes};
use http::Request;
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::ApiServer;
use oper8_schema::protobuf;
use serde_json::{Value, json};
use tower::ServiceExt as _;

const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

async fn create(server: &ApiServer, name: &str) {
    let body = json!({"metadata": {"name": name}}).to_string();
    let request = Request::post(CONFIG_MAPS)
        .body(Full::<Bytes>::from(body))
        .unwrap();
    let response = server.service().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 201);
}

/// The object of an event: type (1), and the object (2) as bytes (1).
fn object_of(event: &[u8], kind: &str) -> Value {
    let (head, rest) = event.split_at(2 + kind.len());
    assert_eq!(head[..2], [0x0a, kind.len() as u8]);
    assert_eq!(&head[2..], kind.as_bytes());
    let start = rest.windows(4).position(|bytes| bytes == b"k8s\0").unwrap();
    protobuf::read_object(&rest[start..]).unwrap()
}

#[tokio::test]
async fn each_event_is_a_frame_with_its_length() {
    let server = ApiServer::builder().build();
    create(&server, "a").await;
    let path = format!("{CONFIG_MAPS}?watch=1&timeoutSeconds=1");
    let request = Request::get(path)
        .header("accept", "application/vnd.kubernetes.protobuf;stream=watch")
        .body(Full::<Bytes>::default())
        .unwrap();
    let response = server.service().oneshot(request).await.unwrap();
    let media_type = &response.headers()["content-type"];
    assert_eq!(
        media_type,
        "application/vnd.kubernetes.protobuf;stream=watch"
    );
    create(&server, "b").await;
    let mut bytes = response.into_body().collect().await.unwrap().to_bytes();
    let mut names = Vec::new();
    while bytes.has_remaining() {
        let length = bytes.get_u32() as usize;
        let object = object_of(&bytes.split_to(length), "ADDED");
        assert_eq!(object["kind"], "ConfigMap");
        names.push(object["metadata"]["name"].clone());
    }
    assert_eq!(names, ["a", "b"]);
}
