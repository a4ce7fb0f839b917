//! What holds for every value and every type, fitting or not.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use oper8_schema::quantity::{Quantity, canonical};
use oper8_schema::typed::{self, Duplicates};
use oper8_schema::{FieldSet, Shape, kinds, normal, strategic};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Names of fields at every depth of a few kinds, and what a strategic merge patch says beside them.
const FIELDS: [&str; 30] = [
    "apiVersion",
    "metadata",
    "name",
    "labels",
    "finalizers",
    "ownerReferences",
    "uid",
    "creationTimestamp",
    "spec",
    "template",
    "containers",
    "env",
    "valueFrom",
    "ports",
    "port",
    "containerPort",
    "protocol",
    "resources",
    "limits",
    "cpu",
    "volumes",
    "strategy",
    "data",
    "stringData",
    "$patch",
    "$retainKeys",
    "$setElementOrder/containers",
    "$deleteFromPrimitiveList/finalizers",
    "$setElementOrder",
    "$deleteFromPrimitiveList/",
];

/// Those of them that are no directive.
const PLAIN: &[&str] = FIELDS.split_at(24).0;

fn any_json() -> impl Strategy<Value = Value> {
    any_json_of(&FIELDS)
}

fn any_json_of(fields: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(vec![
            "a", "b", "name", "delete", "replace", "500m", "0.5", "80", "TCP", ""
        ])
        .prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
    ];
    scalar.prop_recursive(7, 48, 5, move |inner| {
        let field = select(fields).prop_map(str::to_owned);
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::from),
            2 => btree_map(field, inner, 0..5).prop_map(|map| json!(map)),
        ]
    })
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Null => json!(0),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(field, value)| (field, without_nulls(value)))
                .collect(),
        ),
        other => other,
    }
}

/// Built-in types, and custom ones whose schema may be any JSON at all.
fn with_shape(schema: &Value, number: usize, check: impl Fn(Shape<'_>)) {
    let builtin = [
        ("", "Pod"),
        ("", "Secret"),
        ("", "Service"),
        ("apps", "Deployment"),
    ];
    match builtin.get(number) {
        Some((group, kind)) => check(
            kinds::find(group, "v1", kind)
                .expect("it is built in")
                .shape(),
        ),
        None if number == builtin.len() => check(Shape::untyped()),
        None if number == builtin.len() + 1 => check(Shape::custom_resource(schema)),
        None => check(Shape::from_openapi(schema)),
    }
}

fn any_schema() -> impl Strategy<Value = Value> {
    let words = vec![
        "type",
        "properties",
        "items",
        "additionalProperties",
        "default",
        "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-map-type",
        "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-int-or-string",
        "spec",
        "name",
        "containers",
    ];
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        select(vec![
            "object", "array", "string", "integer", "map", "set", "atomic", "granular", "name"
        ])
        .prop_map(Value::from),
    ];
    scalar.prop_recursive(7, 48, 6, move |inner| {
        let word = select(words.clone()).prop_map(str::to_owned);
        prop_oneof![
            1 => vec(inner.clone(), 0..3).prop_map(Value::from),
            4 => btree_map(word, inner, 0..6).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(one in any_json(), other in any_json(), schema in any_schema(), number in 0..8_usize) {
        let read = FieldSet::from_fields_v1(&other).unwrap_or_default();
        with_shape(&schema, number, |shape| {
            let _ = strategic::merge(&one, &other, shape);
            let _ = typed::validate(&one, shape, Duplicates::Forbidden);
            let fields = FieldSet::of(&one, shape).union(&read);
            let _ = typed::merge(&one, &other, shape);
            let _ = typed::compare(&one, &other, shape).changed();
            let _ = typed::remove(&other, &fields, shape);
            let _ = typed::extract(&other, &fields, shape);
            let _ = fields.with_declared_parents(shape);
            let _ = fields.with_atomic_fields(shape);
        });
    }

    #[test]
    fn any_object_is_equivalent_to_itself_and_to_its_normal_form(one in any_json(), other in any_json(), schema in any_schema(), number in 0..8_usize) {
        with_shape(&schema, number, |shape| {
            assert!(normal::equivalent(&one, &one, shape));
            let form = normal::normalize(&one, shape);
            assert_eq!(normal::normalize(&form, shape), form, "of {one}");
            assert_eq!(normal::equivalent(&one, &other, shape), normal::equivalent(&other, &one, shape));
        });
    }

    #[test]
    fn any_object_is_the_same_as_itself(one in any_json(), schema in any_schema(), number in 0..8_usize) {
        with_shape(&schema, number, |shape| {
            assert!(typed::compare(&one, &one, shape).is_same(), "{one}");
        });
    }

    #[test]
    fn an_empty_strategic_patch_changes_nothing(live in btree_map(select(FIELDS.to_vec()), any_json(), 0..5), number in 0..5_usize) {
        let live = json!(live);
        with_shape(&Value::Null, number, |shape| {
            assert_eq!(strategic::merge(&live, &json!({}), shape).expect("nothing can be wrong with it"), live);
        });
    }

    #[test]
    fn a_strategic_patch_without_directives_twice_is_once(
        live in btree_map(select(FIELDS.to_vec()), any_json(), 0..5), patch in btree_map(select(PLAIN), any_json_of(PLAIN), 0..5), number in 0..5_usize,
    ) {
        // A null leaves something new, and stays in a list that is replaced: after that it is not what it was.
        let patch: BTreeMap<_, _> = patch.into_iter().map(|(field, value)| (field, without_nulls(value))).collect();
        let (live, patch) = (json!(live), json!(patch));
        with_shape(&Value::Null, number, |shape| {
            // The first may give a field a value of another type, which does not fit when it is merged.
            let once = strategic::merge(&live, &patch, shape);
            if let Ok(Ok(twice)) = once.as_ref().map(|once| strategic::merge(once, &patch, shape)) {
                assert_eq!(Ok(&twice), once.as_ref(), "{live} {patch}");
            }
        });
    }
}

/// A number of thousandths in one of the ways to write it.
fn written(thousandths: i64, way: u8) -> String {
    match way % 5 {
        0 => format!("{thousandths}m"),
        1 => format!("{thousandths}000000n"),
        2 => format!("{thousandths}e-3"),
        3 => {
            let sign = if thousandths < 0 { "-" } else { "" };
            let digits = thousandths.unsigned_abs();
            format!("{sign}{}.{:03}", digits / 1000, digits % 1000)
        }
        _ => format!("{thousandths}000u"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_largest_exponents_are_read_again(digits in 0..1_000_i64, zeros in 0..6_usize, power in prop_oneof![32_700..=32_767_i32, -32_768..=-32_700_i32]) {
        let quantity: Quantity = format!("{digits}{}e{power}", "0".repeat(zeros)).parse().expect("it is well formed");
        prop_assert_eq!(quantity.to_string().parse::<Quantity>(), Ok(quantity));
    }

    #[test]
    fn no_text_panics_and_what_is_read_can_be_read_again(text in "[+-]?[0-9]{0,40}[.]?[0-9]{0,12}([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,6}|.{0,2})") {
        if let Ok(quantity) = text.parse::<Quantity>() {
            let again = quantity.to_string();
            prop_assert_eq!(again.parse::<Quantity>(), Ok(quantity), "{} was written as {}", text, again);
            prop_assert_eq!(canonical(&again), Ok(again), "of {}", text);
        }
    }

    #[test]
    fn order_is_that_of_the_numbers_in_whatever_way_they_are_written(
        one in any::<i32>(), other in any::<i32>(), ways in any::<(u8, u8)>(),
    ) {
        let read = |number: i32, way: u8| written(number.into(), way).parse::<Quantity>().expect("it is well formed");
        let found = read(one, ways.0).cmp(&read(other, ways.1));
        prop_assert_eq!(found, one.cmp(&other));
        prop_assert_eq!(read(one, ways.0).cmp(&read(one, ways.1)), Ordering::Equal);
    }

    #[test]
    fn a_binary_suffix_is_a_power_of_1024(number in 0..1_000_000_i64, power in 0..4_u32) {
        let suffix = ["", "Ki", "Mi", "Gi"][power as usize];
        let with: Quantity = format!("{number}{suffix}").parse().expect("it is well formed");
        let plain: Quantity = (number << (10 * power)).to_string().parse().expect("it is well formed");
        let next: Quantity = ((number << (10 * power)) + 1).to_string().parse().expect("it is well formed");
        prop_assert_eq!(&with, &plain);
        prop_assert!(with < next);
    }
}
