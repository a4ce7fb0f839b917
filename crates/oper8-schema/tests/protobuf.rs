//! Objects in protobuf, as a real server writes and reads them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oper8_schema::protobuf::{self, Envelope, ProtobufError};
use oper8_schema::{Shape, kinds};
use serde_json::{Value, json};

/// Objects of a real server, each in JSON and in protobuf.
fn recorded() -> Vec<(Value, Vec<u8>)> {
    let pairs: Vec<Value> = serde_json::from_str(include_str!("data/protobuf.json")).unwrap();
    pairs
        .into_iter()
        .map(|mut pair| {
            let bytes = STANDARD.decode(pair["protobuf"].as_str().unwrap()).unwrap();
            (pair["object"].take(), bytes)
        })
        .collect()
}

fn shape_of(object: &Value) -> Shape<'static> {
    let text = |key: &str| object[key].as_str().unwrap();
    let kind = kinds::find_object(text("apiVersion"), text("kind"));
    kind.unwrap_or_else(|| panic!("no such kind: {object}"))
        .shape()
}

/// Without what protobuf does not have: kinds, which are beside an object, and a list that is there and has no place.
fn bare(mut object: Value) -> Value {
    let claims = "/spec/volumeClaimTemplates";
    let claims = object.pointer_mut(claims).and_then(Value::as_array_mut);
    for claim in claims.into_iter().flatten() {
        *claim = bare(claim.take());
    }
    let status = object.get_mut("status").and_then(Value::as_object_mut);
    if let Some(status) = status {
        status.retain(|_, value| !value.is_null());
    }
    let fields = object.as_object_mut().unwrap();
    fields.retain(|_, value| !value.is_null());
    fields.remove("apiVersion");
    fields.remove("kind");
    object
}

/// The two are one value; tells the first lines that differ.
#[track_caller]
fn assert_same(seen: &Value, expected: &Value, what: &str) {
    let [seen, expected] = [seen, expected].map(|value| format!("{value:#}"));
    let lines = seen.lines().zip(expected.lines()).enumerate();
    for (number, (one, other)) in lines {
        assert_eq!(one, other, "{what}, line {number}");
    }
    assert_eq!(seen.lines().count(), expected.lines().count(), "{what}");
}

#[test]
fn what_a_real_server_writes_is_the_object_that_it_has() {
    for (object, bytes) in recorded() {
        let envelope = Envelope::parse(&bytes).unwrap();
        assert_eq!(object["apiVersion"], *envelope.api_version);
        assert_eq!(object["kind"], *envelope.kind);
        let seen = protobuf::decode(envelope.raw, shape_of(&object)).unwrap();
        assert_same(&seen, &bare(object), &envelope.kind);
    }
}

#[test]
fn what_is_written_is_read_again() {
    for (object, _) in recorded() {
        let shape = shape_of(&object);
        let kind = object["kind"].to_string();
        let bytes = protobuf::encode(&object, shape);
        assert_same(
            &protobuf::decode(&bytes, shape).unwrap(),
            &bare(object),
            &kind,
        );
    }
}

#[test]
fn an_envelope_is_written_as_a_real_server_does() {
    for (_, bytes) in recorded() {
        let envelope = Envelope::parse(&bytes).unwrap();
        assert_eq!(envelope.write(), bytes, "{}", envelope.kind);
    }
}

#[test]
fn a_message_that_is_cut_short_is_refused() {
    for (object, bytes) in recorded() {
        let shape = shape_of(&object);
        let raw = Envelope::parse(&bytes).unwrap().raw;
        for length in (1..raw.len()).step_by(7) {
            match protobuf::decode(&raw[..length], shape) {
                // The cut was between two fields.
                Ok(_) => {}
                Err(error) => assert!(
                    matches!(error, ProtobufError::Truncated | ProtobufError::Tag { .. }),
                    "{error}"
                ),
            }
        }
    }
}

#[test]
fn malformed_messages_are_refused_with_the_words_of_a_real_server() {
    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let shape = kinds::find("", "v1", "ConfigMap").unwrap().shape();
        let error = protobuf::decode(bytes, shape).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    check(&[0x0a], "unexpected EOF");
    check(&[0x0a, 5, 1], "unexpected EOF");
    check(&[0x08, 1], "proto: wrong wireType = 0 for field ObjectMeta");
    check(&[0x0f, 1], "proto: wrong wireType = 7 for field ObjectMeta");
    check(&[0x7f, 1], "proto: illegal wireType 7");
    check(&[0x0c], "proto: wiretype end group for non-group");
    check(&[0x07, 1], "proto: illegal tag 0 (wire type 7)");
    check(&[0xff; 12], "proto: integer overflow");
}

#[test]
fn unknown_fields_are_skipped_whatever_they_are() {
    let shape = kinds::find("", "v1", "ConfigMap").unwrap().shape();
    // A group with a number in it, four bytes, eight bytes, text; then `immutable`.
    let bytes = [
        0xfb, 0x01, 0x08, 0x01, 0xfc, 0x01, 0xfd, 0x01, 1, 2, 3, 4, 0xf9, 0x01, 1, 2, 3, 4, 5, 6,
        7, 8, 0xfa, 0x01, 2, 65, 66, 0x20, 1,
    ];
    assert_eq!(
        protobuf::decode(&bytes, shape).unwrap(),
        json!({"immutable": true})
    );
}

#[test]
fn messages_within_messages_end_somewhere() {
    let shape = kinds::find("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    let schema = shape.unwrap().shape();
    // `not` (28) within `not`, within the schema of a version of the spec.
    let mut deep = Vec::new();
    for _ in 0..400 {
        let mut outer = Vec::new();
        protobuf::push_message(&mut outer, 28, &deep);
        deep = outer;
    }
    for number in [1, 4, 7, 2] {
        let mut outer = Vec::new();
        protobuf::push_message(&mut outer, number, &deep);
        deep = outer;
    }
    assert_eq!(protobuf::decode(&deep, schema), Err(ProtobufError::Depth));
}

#[test]
fn a_list_holds_its_items() {
    let list = json!({
        "apiVersion": "v1",
        "kind": "ConfigMapList",
        "metadata": {"resourceVersion": "5", "remainingItemCount": 2},
        "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}, "data": {"c": ""}}],
    });
    let bytes = protobuf::write_object(&list).unwrap();
    assert_eq!(protobuf::read_object(&bytes).unwrap(), list);
}

#[test]
fn what_has_no_kind_of_its_own_is_written_too() {
    for object in [
        json!({"apiVersion": "v1", "kind": "Status", "metadata": {}, "code": 404, "details": {"name": "a"}}),
        json!({"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata", "metadata": {"name": "a"}}),
        json!({"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {}, "spec": {"replicas": 2}}),
    ] {
        let bytes = protobuf::write_object(&object).unwrap();
        assert_eq!(protobuf::read_object(&bytes).unwrap(), object);
    }
    assert_eq!(
        protobuf::write_object(&json!({"apiVersion": "a.b/v1", "kind": "C"})),
        None
    );
}
