//! Faults of watches in protobuf: the rules are those of JSON, what goes out are frames.

use bytes::{Buf as _, Bytes, BytesMut};
use http::Request;
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::faults::{Effect, Failure, Rule, WatchFault};
use tower::ServiceExt as _;

use crate::bench::Bench;

/// The types of the events that a client of protobuf gets of two objects, and how the stream ends.
async fn check(fault: impl Into<WatchFault>, expected: &[&str]) {
    let it = Bench::new();
    let fault = fault.into();
    let first = it.create("a").await.unwrap();
    it.create("b").await.unwrap();
    let id = it.faults.add(Rule::watch(fault.clone()));
    let version = first.metadata.resource_version.unwrap();
    let path = format!(
        "/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=1&resourceVersion={version}"
    );
    let request = Request::get(path)
        .header("accept", "application/vnd.kubernetes.protobuf;stream=watch")
        .body(Full::<Bytes>::default())
        .unwrap();
    let mut body = it
        .server
        .service()
        .oneshot(request)
        .await
        .unwrap()
        .into_body();
    it.set("a", "1").await.unwrap();
    let (mut bytes, mut end) = (BytesMut::new(), "end");
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => bytes.extend_from_slice(&frame.into_data().unwrap()),
            Err(_) => end = "broken",
        }
    }
    let mut seen = Vec::new();
    while bytes.has_remaining() {
        let length = bytes.get_u32() as usize;
        if length > bytes.len() {
            seen.push("torn".to_owned());
            break;
        }
        let event = bytes.split_to(length);
        // The type is the first field: its tag, its length, and its text.
        assert_eq!(event[0], 0x0a, "{fault:?}");
        let kind = &event[2..2 + usize::from(event[1])];
        seen.push(String::from_utf8(kind.to_vec()).unwrap());
    }
    seen.push(end.to_owned());
    assert_eq!(seen, expected, "{fault:?}");
    assert_eq!(it.faults.fired()[&id], 1, "{fault:?}");
}

#[tokio::test(start_paused = true)]
async fn a_watch_in_protobuf_misbehaves_as_one_in_json() {
    let since = |effect: Effect, revision| WatchFault {
        since_revision: Some(revision),
        ..WatchFault::from(effect)
    };
    let expired = || Effect::Error(Failure::new(410));
    check(expired().after(1), &["ADDED", "ERROR", "end"]).await;
    check(since(expired(), 1), &["ERROR", "end"]).await;
    check(
        Effect::Duplicate { events: 1 },
        &["ADDED", "ADDED", "MODIFIED", "end"],
    )
    .await;
    check(since(Effect::Drop { events: 1 }, 1), &["MODIFIED", "end"]).await;
    check(Effect::Tear.after(1), &["ADDED", "torn", "broken"]).await;
    check(Effect::Reset.after(1), &["ADDED", "broken"]).await;
}
