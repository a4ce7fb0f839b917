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

proptest! {
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
        prop_assume!(!resource.to_string().contains("null"));
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
