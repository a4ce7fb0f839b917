//! Bodies, objects and answers that are large.

use std::io::Read as _;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::ApiServer;
use serde_json::{Value, json};
use tower::ServiceExt as _;

const WIDGETS: &str = "/apis/example.com/v1/namespaces/default/widgets";
const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

async fn ask(server: &ApiServer, request: Request<Full<Bytes>>) -> Response<Bytes> {
    let response = server.service().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
}

async fn send(server: &ApiServer, method: &str, path: &str, body: String) -> (u16, Value) {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(
        "content-type",
        match method {
            "PATCH" => "application/merge-patch+json",
            _ => "application/json",
        },
    );
    let answer = ask(server, request.body(Full::from(body)).unwrap()).await;
    let body = serde_json::from_slice(answer.body()).unwrap();
    (answer.status().as_u16(), body)
}

/// A server that serves widgets, of which it knows nothing.
async fn with_widgets() -> ApiServer {
    let server = ApiServer::builder().build();
    let definition = json!({
        "metadata": {"name": "widgets.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {
                "type": "object", "x-kubernetes-preserve-unknown-fields": true}}}]},
    });
    let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    let (code, body) = send(&server, "POST", path, definition.to_string()).await;
    assert_eq!(code, 201, "{body}");
    server
}

fn widget(name: &str, size: usize) -> String {
    json!({
        "apiVersion": "example.com/v1",
        "kind": "Widget",
        "metadata": {"name": name},
        "data": "x".repeat(size),
    })
    .to_string()
}

#[tokio::test]
async fn a_body_of_more_than_three_mebibytes_is_refused() {
    let server = ApiServer::builder().build();
    for (method, path) in [
        ("POST", CONFIG_MAPS.to_owned()),
        ("PATCH", format!("{CONFIG_MAPS}/a")),
        ("DELETE", format!("{CONFIG_MAPS}/a")),
    ] {
        let (code, body) = send(&server, method, &path, " ".repeat(3 * 1024 * 1024 + 1)).await;
        assert_eq!(code, 413, "{body}");
        assert_eq!(body["reason"], "RequestEntityTooLarge");
        assert_eq!(
            body["message"],
            "Request entity too large: limit is 3145728"
        );
    }
}

#[tokio::test]
async fn an_object_of_more_than_one_and_a_half_mebibytes_is_not_stored() {
    let server = with_widgets().await;
    let (code, body) = send(&server, "POST", WIDGETS, widget("large", 1_500_000)).await;
    assert_eq!(code, 201, "{}", body["message"]);
    let (code, body) = send(&server, "POST", WIDGETS, widget("larger", 1536 * 1024)).await;
    assert_eq!(
        (code, &body["message"]),
        (500, &json!("etcdserver: request is too large"))
    );
    let (code, _) = send(&server, "GET", &format!("{WIDGETS}/larger"), String::new()).await;
    assert_eq!(code, 404);
    let patch = json!({"more": "x".repeat(100_000)}).to_string();
    let (code, _) = send(&server, "PATCH", &format!("{WIDGETS}/large"), patch).await;
    assert_eq!(code, 500);
    let dry_run = format!("{WIDGETS}?dryRun=All");
    let (code, _) = send(&server, "POST", &dry_run, widget("larger", 1536 * 1024)).await;
    assert_eq!(code, 201);
}

#[tokio::test]
async fn a_config_map_holds_no_more_than_a_mebibyte() {
    let server = ApiServer::builder().build();
    let object = json!({"metadata": {"name": "a"}, "data": {"a": "x".repeat(1024 * 1024 + 1)}});
    let (code, body) = send(&server, "POST", CONFIG_MAPS, object.to_string()).await;
    assert_eq!(code, 422);
    let expected = "ConfigMap \"a\" is invalid: []: Too long: may not be more than 1048576 bytes";
    assert_eq!(body["message"], expected);
}

#[tokio::test]
async fn annotations_hold_no_more_than_256_kibibytes() {
    let server = ApiServer::builder().build();
    for (size, expected) in [(256 * 1024 - 1, 201), (256 * 1024, 422)] {
        let metadata = json!({"name": format!("a{size}"), "annotations": {"a": "x".repeat(size)}});
        let object = json!({"metadata": metadata}).to_string();
        let (code, body) = send(&server, "POST", CONFIG_MAPS, object).await;
        assert_eq!(code, expected, "{}", body["message"]);
    }
}

#[tokio::test]
async fn a_long_answer_is_compressed_for_a_client_that_takes_it_so() {
    let server = ApiServer::builder().build();
    let object = json!({"metadata": {"name": "a"}, "data": {"a": "x".repeat(200_000)}});
    let (code, _) = send(&server, "POST", CONFIG_MAPS, object.to_string()).await;
    assert_eq!(code, 201);
    let get = |accepted: &str, media_type: &str| {
        Request::get(format!("{CONFIG_MAPS}/a"))
            .header("accept-encoding", accepted)
            .header("accept", media_type)
            .body(Full::default())
            .unwrap()
    };
    let plain = ask(&server, get("deflate, gzip;q=1", "application/json")).await;
    assert!(!plain.headers().contains_key("content-encoding"));
    let packed = ask(&server, get("deflate, gzip", "application/json")).await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["vary"], "Accept-Encoding");
    assert!(packed.body().len() < 10_000);
    let mut text = Vec::new();
    GzDecoder::new(&packed.body()[..])
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain.body()[..]);
    let packed = ask(&server, get("gzip", "application/vnd.kubernetes.protobuf")).await;
    assert_eq!(packed.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn brackets_within_brackets_are_refused_where_they_are_too_many() {
    let server = with_widgets().await;
    for depth in [1_000, 10_010, 1_000_000] {
        let body = widget("deep", 1).replace("\"x\"", &"[".repeat(depth));
        let (code, body) = send(&server, "POST", WIDGETS, body).await;
        assert_eq!(code, 400, "{body}");
    }
}

/// A widget whose data are lists within each other.
fn nested(name: &str, levels: usize) -> String {
    let mut widget: Value = serde_json::from_str(&widget(name, 0)).unwrap();
    widget["data"] = (0..levels).fold(json!(1), |inner, _| json!({ "d": inner }));
    widget.to_string()
}

#[tokio::test]
async fn what_is_stored_can_be_read_however_deep_it_is() {
    let server = with_widgets().await;
    let (code, body) = send(&server, "POST", WIDGETS, nested("deep", 108)).await;
    assert_eq!(code, 201, "{body}");
    // Objects that were written lately are kept as they are; the others are read again.
    for number in 0..6 {
        let name = format!("big-{number}");
        let (code, _) = send(&server, "POST", WIDGETS, widget(&name, 1_000_000)).await;
        assert_eq!(code, 201);
    }
    let path = format!("{WIDGETS}/deep");
    let (code, body) = send(&server, "GET", &path, String::new()).await;
    assert_eq!((code, &body["metadata"]["name"]), (200, &json!("deep")));
    let labelled = format!("{WIDGETS}?labelSelector=!none");
    let (code, body) = send(&server, "GET", &labelled, String::new()).await;
    assert_eq!((code, body["items"].as_array().unwrap().len()), (200, 7));

    let (code, _) = send(&server, "POST", WIDGETS, nested("deeper", 118)).await;
    assert_eq!(code, 400);
    // The patch goes on where the object ends.
    let more = (0..11).fold(json!(1), |inner, _| json!({ "e": inner }));
    let more = (0..107).fold(more, |inner, _| json!({ "d": inner }));
    let patch = json!({ "data": more }).to_string();
    let (code, _) = send(&server, "PATCH", &path, patch).await;
    assert_eq!(code, 400);
}
