//! Tests of shapes of custom resources.

use serde_json::json;

use super::*;

#[test]
fn a_custom_resource_has_its_envelope_whatever_the_schema_says() {
    let schema = json!({"type": "object", "properties": {"spec": {"type": "object"}}});
    let shape = Shape::custom_resource(&schema);
    let names: Vec<_> = shape.fields().map(|(name, _)| name).collect();
    assert_eq!(names, ["apiVersion", "kind", "metadata", "spec"]);
    assert_eq!(
        shape.field("kind").map(|kind| kind.kind()),
        Some(ShapeKind::Scalar(ScalarType::String))
    );
    assert!(shape.field("status").is_none());
}

#[test]
fn unknown_fields_are_untyped_where_they_are_preserved() {
    let schema = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true,
        "properties": {"a": {"type": "integer"}}});
    let shape = Shape::from_openapi(&schema);
    assert_eq!(
        shape.field("a").map(|a| a.kind()),
        Some(ShapeKind::Scalar(ScalarType::Integer))
    );
    assert_eq!(shape.field("b").map(|b| b.kind()), Some(ShapeKind::Untyped));
    assert!(shape.preserves_unknown_fields());
}

#[test]
fn kinds_of_schemas() {
    #[track_caller]
    fn check(schema: Value, expected: ShapeKind) {
        assert_eq!(Shape::from_openapi(&schema).kind(), expected, "{schema}");
    }
    check(json!({}), ShapeKind::Untyped);
    check(json!({"type": "object"}), ShapeKind::Object);
    check(
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ShapeKind::Map,
    );
    check(
        json!({"type": "object", "additionalProperties": true}),
        ShapeKind::Map,
    );
    check(
        json!({"type": "array", "items": {"type": "string"}}),
        ShapeKind::List,
    );
    check(
        json!({"x-kubernetes-int-or-string": true}),
        ShapeKind::Scalar(ScalarType::IntOrString),
    );
    check(
        json!({"type": "string", "format": "date-time"}),
        ShapeKind::Scalar(ScalarType::Time),
    );
    check(
        json!({"type": "string", "format": "byte"}),
        ShapeKind::Scalar(ScalarType::Bytes),
    );
}

#[test]
fn the_zero_value_of_a_built_in_kind_has_its_fixed_parts() {
    let zero = |group, version, kind| {
        let kind = crate::kinds::find(group, version, kind).unwrap();
        kind.shape().zero_value()
    };
    assert_eq!(
        zero("apps", "v1", "Deployment"),
        json!({
            "metadata": {}, "status": {},
            "spec": {"selector": null, "strategy": {}, "template": {"metadata": {}, "spec": {"containers": null}}},
        })
    );
    assert_eq!(zero("", "v1", "ConfigMap"), json!({"metadata": {}}));
    assert_eq!(Shape::untyped().zero_value(), json!({}));
    // Of these the schema requires none, and Go writes them always.
    let event = json!({"involvedObject": {}, "metadata": {}, "reportingComponent": "", "reportingInstance": "", "source": {}});
    assert_eq!(zero("", "v1", "Event"), event);
}
