//! What holds for every manifest and every patch.

use oper8_patch::{apply_patches, json_patch_6902, merge_patch_7386, strategic_merge};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

/// JSON made of the words that the merge knows, so that random values meet its rules often.
fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ab]".prop_map(Value::from),
        prop_oneof!["delete", "replace", "merge"].prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 48, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key(), inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "name",
        "containers",
        "env",
        "ports",
        "port",
        "containerPort",
        "protocol",
        "volumes",
        "spec",
        "template",
        "$patch",
        "$deleteFromPrimitiveList/env",
        "$deleteFromPrimitiveList/",
    ])
    .prop_map(str::to_owned)
}

/// A pod, or a patch of one, whose lists have their keys and no directives.
fn pod() -> impl Strategy<Value = Value> {
    let element = |more: BoxedStrategy<Value>| {
        ("[a-d]", prop::option::of(more)).prop_map(|(name, more)| match more {
            Some(more) => json!({"name": name, "more": more}),
            None => json!({"name": name}),
        })
    };
    let scalar = prop_oneof![Just(Value::Null), (0..9i64).prop_map(Value::from)].boxed();
    let variable = element(scalar.clone());
    let container = (element(scalar), prop::option::of(vec(variable, 0..4))).prop_map(
        |(mut container, env)| {
            if let Some(env) = env {
                container["env"] = env.into();
            }
            container
        },
    );
    vec(container, 0..5)
        .prop_map(|containers| json!({"kind": "Pod", "spec": {"containers": containers}}))
}

/// A pod whose lists name no element twice: what a server would hold.
fn tidy_pod() -> impl Strategy<Value = Value> {
    pod().prop_map(|pod| {
        let empty = json!({"kind": "Pod", "spec": {"containers": []}});
        let mut tidy = strategic_merge(&empty, &pod).expect("every element has a name");
        for container in tidy["spec"]["containers"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            let Some(env) = container.get("env").cloned() else {
                continue;
            };
            let probe = json!({"kind": "Pod", "spec": {"containers": [{"name": "x", "env": []}]}});
            let patch = json!({"spec": {"containers": [{"name": "x", "env": env}]}});
            let merged = strategic_merge(&probe, &patch).expect("every variable has a name");
            container["env"] = merged["spec"]["containers"][0]["env"].clone();
        }
        tidy
    })
}

/// Put in their place, since sorting out too many values ends a test.
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

/// Operations of a JSON patch, well formed or nearly so, on paths that may exist.
fn operations() -> impl Strategy<Value = Value> {
    let op = prop::sample::select(vec![
        "add", "remove", "replace", "move", "copy", "test", "other",
    ]);
    let pointer = prop_oneof![
        "(/(name|spec|env|ports|[0-3]|-)){0,4}",
        prop::sample::select(vec![
            "/",
            "spec",
            "/~2",
            "/01",
            "/99999999999999999999",
            "/+1"
        ])
        .prop_map(str::to_owned),
    ];
    let operation = (
        op,
        pointer.clone(),
        prop::option::of(pointer),
        prop::option::of(any_json()),
    )
        .prop_map(|(op, path, from, value)| {
            let mut operation = json!({"op": op, "path": path});
            from.into_iter()
                .for_each(|from| operation["from"] = from.into());
            value
                .into_iter()
                .for_each(|value| operation["value"] = value);
            operation
        });
    vec(operation, 0..5).prop_map(Value::from)
}

/// A map in which `x` and `y` are always maps and nothing else is, without nulls: where two of them have a value, both
/// have one of the same kind.
fn alike() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (0..3i64).prop_map(Value::from),
        vec(0..3i64, 0..3).prop_map(Value::from)
    ];
    let flat = btree_map("[ab]", leaf, 0..3).prop_map(|map| json!(map));
    flat.prop_recursive(3, 12, 3, |inner| {
        let maps = btree_map("[xy]", inner.clone(), 0..3);
        (maps, inner).prop_map(|(maps, flat)| {
            let mut all = flat;
            for (key, value) in maps {
                all[key] = value;
            }
            all
        })
    })
}

proptest! {
    #[test]
    fn no_operations_panic(document in any_json(), operations in operations()) {
        let _ = json_patch_6902(&document, &operations);
        let patch = json!({"spec": {"patchType": "patchJson6902", "patch": {"a": {"b": operations}}}});
        let _ = apply_patches("a.b", &document, &[patch]);
    }

    /// Not so with a null in the second patch, which the first one may swallow, nor where one patch has a map and the
    /// other has none.
    #[test]
    fn merge_patches_that_are_alike_may_be_merged_first(document in any_json(), one in alike(), two in alike()) {
        let in_turn = merge_patch_7386(&merge_patch_7386(&document, &one), &two);
        prop_assert_eq!(merge_patch_7386(&document, &merge_patch_7386(&one, &two)), in_turn);
    }

    /// With the same reservations, and where no list names an element twice.
    #[test]
    fn strategic_patches_that_are_alike_may_be_merged_first(
        resource in tidy_pod(), one in tidy_pod(), two in tidy_pod(), rest in (alike(), alike(), alike()),
    ) {
        let (one, two) = (without_nulls(one), without_nulls(two));
        let with = |mut pod: Value, rest: Value| {
            pod["spec"]["rest"] = rest;
            pod
        };
        let (resource, one, two) = (with(resource, rest.0), with(one, rest.1), with(two, rest.2));
        let in_turn = strategic_merge(&strategic_merge(&resource, &one).unwrap(), &two).unwrap();
        let at_once = strategic_merge(&resource, &strategic_merge(&one, &two).unwrap()).unwrap();
        prop_assert_eq!(at_once, in_turn);
    }

    #[test]
    fn a_merge_patch_twice_is_once(document in any_json(), patch in any_json()) {
        let once = merge_patch_7386(&document, &patch);
        prop_assert_eq!(merge_patch_7386(&once, &patch), once);
    }

    /// Only those: an `add` to a list adds again, a `remove` has nothing left to remove.
    #[test]
    fn operations_that_set_fields_of_maps_twice_are_once(
        fields in vec((prop::sample::select(vec!["add", "replace"]), "[xy]", "[ab]", any_json()), 0..6),
    ) {
        let document = json!({"x": {"a": 0, "b": 0}, "y": {"a": 0, "b": 0}});
        let operations: Value = fields
            .into_iter()
            .map(|(op, outer, inner, value)| json!({"op": op, "path": format!("/{outer}/{inner}"), "value": value}))
            .collect();
        let once = json_patch_6902(&document, &operations).unwrap();
        prop_assert_eq!(json_patch_6902(&once, &operations).unwrap(), once);
    }

    #[test]
    fn nothing_panics(resource in any_json(), patch in any_json(), kind in prop_oneof!["Pod", "Deployment", "Service"]) {
        let mut resource = resource;
        if let Value::Object(fields) = &mut resource {
            fields.insert("kind".into(), kind.into());
        }
        let _ = strategic_merge(&resource, &patch);
        let _ = json_patch_6902(&resource, &patch);
        let _ = merge_patch_7386(&resource, &patch);
        for patch_type in ["patchStrategicMerge", "patchJson6902"] {
            let object = json!({"spec": {"patchType": patch_type, "patch": {"a": {"b": patch}}}});
            let _ = apply_patches("a.b", &resource, &[object, patch.clone()]);
        }
    }

    #[test]
    fn an_empty_patch_changes_nothing(mut resource in any_json()) {
        prop_assert_eq!(merge_patch_7386(&resource, &json!({})).is_object(), true);
        prop_assert_eq!(&json_patch_6902(&resource, &json!([])).unwrap(), &resource);
        if !resource.is_object() {
            resource = json!({"value": resource});
        }
        prop_assert_eq!(&strategic_merge(&resource, &json!({})).unwrap(), &resource);
    }

    #[test]
    fn merging_twice_is_merging_once(resource in tidy_pod(), patch in tidy_pod()) {
        let once = strategic_merge(&resource, &patch).unwrap();
        // A null inside something new stays there the first time and removes its key the second time.
        let settled = strategic_merge(&once, &patch).unwrap();
        prop_assert_eq!(&strategic_merge(&settled, &patch).unwrap(), &settled);
        if !patch.to_string().contains("null") {
            prop_assert_eq!(&settled, &once);
        }
    }

    #[test]
    fn merging_a_manifest_into_itself_changes_nothing(resource in tidy_pod()) {
        let resource = without_nulls(resource);
        prop_assert_eq!(&strategic_merge(&resource, &resource).unwrap(), &resource);
    }

    #[test]
    fn what_a_patch_does_not_name_stays(resource in tidy_pod(), patch in tidy_pod()) {
        let merged = strategic_merge(&resource, &patch).unwrap();
        let containers = |pod: &Value| pod["spec"]["containers"].as_array().unwrap().clone();
        let named: Vec<_> = containers(&patch).iter().map(|container| container["name"].clone()).collect();
        let untouched = |pod: &Value| {
            let kept = containers(pod).into_iter().filter(|container| !named.contains(&container["name"]));
            kept.collect::<Vec<_>>()
        };
        prop_assert_eq!(untouched(&merged), untouched(&resource));
    }
}
