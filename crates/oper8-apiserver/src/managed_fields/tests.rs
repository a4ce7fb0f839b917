//! The recorded answers of a real API server; `tests/data/record-managed-fields.py` says how they came about.

use std::borrow::Cow;

use oper8_schema::{FieldSet, Shape, kinds, typed};
use serde_json::{Value, json};

use super::*;

const RECORDED: &str = include_str!("../../tests/data/managed-fields.json");

/// A kind of the recording.
struct Kind {
    api_version: String,
    kind: String,
    schema: Value,
}

impl Kind {
    fn of(recording: &Value, case: &Value) -> Self {
        let text = |key: &str| case[key].as_str().unwrap().to_owned();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let schema = recording["schemas"][&kind].clone();
        Self {
            api_version,
            kind,
            schema,
        }
    }

    fn group_version(&self) -> (&str, &str) {
        self.api_version
            .split_once('/')
            .unwrap_or(("", &self.api_version))
    }

    fn shape(&self) -> Shape<'_> {
        let (group, version) = self.group_version();
        match kinds::find(group, version, &self.kind) {
            Some(kind) => kind.shape(),
            None => Shape::custom_resource(&self.schema),
        }
    }

    fn reset(&self, subresource: &str) -> &'static FieldSet {
        let (group, version) = self.group_version();
        let has_status = match kinds::find(group, version, &self.kind) {
            Some(kind) => kind.subresources.iter().any(|sub| sub.name == "status"),
            None => self.kind == "Thing",
        };
        reset_fields(group, &self.kind, subresource, has_status)
    }

    fn request<'a>(&'a self, step: &'a Value) -> Request<'a> {
        let text = |key: &str| step[key].as_str().unwrap();
        Request::new(text("manager"), &self.api_version, &self.kind, self.shape())
            .at(text("now"))
            .force(step["force"] == true)
            .to(text("subresource"), self.reset(text("subresource")))
    }
}

/// What the server does with an object after the fields are settled: it takes our `managedFields` and times.
fn stored(live: Option<&Value>, ours: &Value, answer: &Value) -> Value {
    let mut stored = answer.clone();
    match ours["metadata"].get("managedFields") {
        Some(entries) => stored["metadata"]["managedFields"] = entries.clone(),
        None => {
            stored["metadata"]
                .as_object_mut()
                .unwrap()
                .remove("managedFields");
        }
    }
    if let Some(live) = live {
        let mut before = live.clone();
        // Not ours to know: the server counts changes.
        if let Some(generation) = stored["metadata"].get("generation") {
            before["metadata"]["generation"] = generation.clone();
        }
        keep_times(&before, &mut stored);
    }
    stored
}

/// Without nulls and empty maps and lists, of which a server's own types know no difference.
fn plain(value: &Value) -> Value {
    let keep = |value: &Value| !value.is_null() && value != &json!({}) && value != &json!([]);
    match value {
        Value::Object(map) => {
            let map = map.iter().map(|(name, value)| (name.clone(), plain(value)));
            Value::Object(map.filter(|(_, value)| keep(value)).collect())
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        value => value.clone(),
    }
}

/// What the server makes of an object once fields are settled: the beginning of a case's name, and part of a path.
const NORMALISED: &[(&str, &str)] = &[
    ("", ".metadata.managedFields"),
    ("", ".metadata.generation"),
    ("secret", ".stringData"),
    ("secret, step 2", ".data.a"),
    ("apply: namespace", "kubernetes.io/metadata.name"),
    ("service: keys of ports, step 4", ".protocol"),
    ("service: keys of ports, step 4", ".targetPort"),
    (
        "deployment: objects that lose all fields",
        ".resources.limits.cpu",
    ),
    (
        "deployment: objects that lose all fields, step 2",
        ".strategy",
    ),
    ("fields below", ".spec.mixed.nested.z"),
    ("fields below", ".spec.plain"),
    ("apply: claim", ".storage"),
    ("apply: endpoint slice", ".ports"),
    ("apply: network policy", ".ingress"),
    ("apply: pod", ".env[name=\"B\"].value"),
    ("apply: pod", ".resources"),
    ("apply: pod", ".tolerations"),
    ("apply: quota", ".pods"),
    ("apply: statefulset", ".volumeClaimTemplates"),
    ("apply: webhook", ".rules"),
];

/// Asserts that `ours` is what was stored, apart from defaults and what the server normalises.
fn check_object(name: &str, kind: &Kind, step: &Value, ours: &Value) {
    let (ours, answer) = (plain(ours), plain(&step["answer"]));
    let reset = kind.request(step).reset;
    let comparison = typed::compare(&ours, &answer, kind.shape()).without(reset);
    let normalised = |path: &str| {
        let mut known = NORMALISED.iter();
        known.any(|(case, part)| name.starts_with(case) && path.contains(part))
    };
    let check = |set: &FieldSet, what: &str| {
        let leaves = set.leaves();
        let paths = leaves.paths().map(|path| path.to_string());
        let unexpected: Vec<_> = paths.filter(|path| !normalised(path)).collect();
        assert_eq!(unexpected, Vec::<String>::new(), "{name}: {what}");
    };
    check(&comparison.removed, "not stored");
    check(&comparison.modified, "stored otherwise");
    // What was there, is there still, and we have removed.
    let before = FieldSet::of(&plain(&step["live"]), kind.shape());
    check(
        &comparison.added.intersection(&before),
        "was not to be removed",
    );
}

fn check_step(name: &str, kind: &Kind, step: &Value) {
    let live = Some(&step["live"]).filter(|live| !live.is_null());
    let (object, answer) = (&step["object"], &step["answer"]);
    let request = kind.request(step);
    let ours = match step["operation"].as_str() {
        Some("apply") => match apply(live, object, &request) {
            Ok(ours) => ours,
            Err(error) => return check_error(name, &error, step),
        },
        _ => Cow::Owned(update(live, object.clone(), &request)),
    };
    match step["code"].as_u64() {
        // Refused for reasons that have nothing to do with ownership.
        Some(422) => return,
        code => assert!(code < Some(300), "{name}: refused with {answer}"),
    }
    let stored = stored(live, &ours, answer);
    let entries = |object: &Value| -> Vec<String> {
        let entries = object["metadata"]["managedFields"].as_array();
        entries
            .into_iter()
            .flatten()
            .map(Value::to_string)
            .collect()
    };
    assert_eq!(entries(&stored), entries(answer), "{name}");
    if step["operation"] == "apply" {
        check_object(name, kind, step, &ours);
    }
}

fn check_error(name: &str, error: &ApplyError, step: &Value) {
    let answer = &step["answer"];
    assert_eq!(json!(error.code()), step["code"], "{name}: {error}");
    assert_eq!(
        error.reason(),
        answer["reason"].as_str().unwrap_or_default(),
        "{name}"
    );
    let message = answer["message"].as_str().unwrap();
    match error {
        // The server repeats values of the wrong type, has fields in no order, and may stop at an undeclared one.
        ApplyError::Invalid { .. } => {
            let lines = |text: &str| -> Vec<String> {
                let text = text.replace(" errors:", "").replace("): ", "):\n");
                let lines = text
                    .lines()
                    .map(|line| line.split(", got ").next().unwrap().trim());
                lines.map(str::to_owned).collect()
            };
            let ours = lines(&error.to_string());
            let missing = lines(message).into_iter().find(|line| !ours.contains(line));
            assert_eq!(missing, None, "{name}: {ours:?}");
        }
        error => assert_eq!(error.to_string(), message, "{name}"),
    }
    if let ApplyError::Conflicts(conflicts) = error {
        let cause = |conflict: &Conflict| json!({"field": conflict.path.to_string(), "message": conflict.to_string(), "reason": "FieldManagerConflict"});
        let mut causes: Vec<_> = conflicts.iter().map(cause).collect();
        let mut expected = answer["details"]["causes"].as_array().unwrap().clone();
        // The server has managers in no order.
        causes.sort_by_key(Value::to_string);
        expected.sort_by_key(Value::to_string);
        assert_eq!(causes, expected, "{name}");
    }
}

#[test]
fn every_recorded_request_gets_the_answer_of_the_real_server() {
    let recording: Value = serde_json::from_str(RECORDED).unwrap();
    let mut failed = Vec::new();
    for (name, case) in recording["cases"].as_object().unwrap() {
        let kind = Kind::of(&recording, case);
        for (index, step) in case["steps"].as_array().unwrap().iter().enumerate() {
            let name = format!("{name}, step {index}");
            let checked = std::panic::catch_unwind(|| check_step(&name, &kind, step));
            failed.extend(checked.err().map(|_| name));
        }
    }
    assert_eq!(failed, Vec::<String>::new());
}

#[test]
fn a_manager_is_named_by_the_request_or_by_its_user_agent() {
    assert_eq!(manager_name("oper8", "kubectl/v1.36"), "oper8");
    assert_eq!(manager_name("", "kubectl/v1.36.3 (linux)"), "kubectl");
    assert_eq!(manager_name("", "a\u{7}b"), "ab");
    assert_eq!(manager_name("", ""), "unknown");
    assert_eq!(manager_name("", &"ä".repeat(100)).len(), 128);
}

#[test]
fn fields_that_no_request_can_set_depend_on_kind_and_subresource() {
    let check = |group: &str, kind: &str, subresource: &str, has_status: bool, expected: &str| {
        let found = reset_fields(group, kind, subresource, has_status);
        assert_eq!(found.to_string(), expected, "{kind} {subresource}");
    };
    check("x.org", "Thing", "", true, ".status");
    check("x.org", "Thing", "", false, "");
    check("x.org", "Thing", "status", true, ".metadata\n.spec");
    check("apps", "StatefulSet", "status", true, ".spec");
    check(
        "apps",
        "Deployment",
        "status",
        true,
        ".spec\n.metadata.labels",
    );
    check("apps", "Deployment", "scale", true, "");
}

#[test]
fn an_entry_follows_a_schema_that_made_a_list_atomic() {
    let schema = |list_type: &str| {
        let items = json!({"type": "string"});
        let list = json!({"type": "array", "items": items, "x-kubernetes-list-type": list_type});
        json!({"type": "object", "properties": {"list": list}})
    };
    let (before, after) = (schema("set"), schema("atomic"));
    let config = |list: Value| json!({"apiVersion": "x.org/v1", "kind": "Thing", "metadata": {"name": "n"}, "list": list});
    let request = |manager, schema| {
        Request::new(manager, "x.org/v1", "Thing", Shape::custom_resource(schema))
    };
    let live = apply(None, &config(json!(["a"])), &request("a", &before)).unwrap();
    let refusal = apply(Some(&live), &config(json!(["b"])), &request("b", &after)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "Apply failed with 1 conflict: conflict with \"a\": .list"
    );
    let live = apply(Some(&live), &config(json!(["b"])), &request("a", &after)).unwrap();
    assert_eq!(
        live["metadata"]["managedFields"][0]["fieldsV1"],
        json!({"f:list": {}})
    );
}

mod properties {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::test_runner::TestCaseResult;

    use super::*;

    fn with_shape(check: impl FnOnce(Shape<'_>) -> TestCaseResult) -> TestCaseResult {
        static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
            let recording: Value = serde_json::from_str(RECORDED).unwrap();
            recording["schemas"]["Thing"].clone()
        });
        check(Shape::custom_resource(&SCHEMA))
    }

    fn texts() -> impl Strategy<Value = Value> {
        prop::collection::btree_map("[a-c]", "[a-b]", 1..3).prop_map(|map| json!(map))
    }

    /// Configurations without empty maps and keyed lists: what a manager empties becomes null, as on the server.
    fn any_config() -> impl Strategy<Value = Value> {
        let set = prop::collection::btree_set("[a-d]", 1..4);
        let ports = prop::collection::btree_map(1i64..4, prop::option::of("[a-b]"), 1..3);
        let ports = ports.prop_map(|ports| {
            let ports = ports.into_iter().map(|(port, name)| match name {
                Some(name) => json!({"port": port, "name": name}),
                None => json!({"port": port}),
            });
            ports.collect::<Value>()
        });
        let free = prop_oneof![
            texts(),
            Just(json!({"x": {"y": [1]}})),
            Just(json!({"x": "y"}))
        ];
        let fields = (
            prop::option::of("[a-b]"),
            prop::option::of(texts()),
            prop::option::of(texts()),
            prop::option::of(set),
            prop::option::of(ports),
            prop::option::of(free),
        );
        fields.prop_map(|(name, map, atomic, set, ports, free)| {
            let mut spec = json!({"plain": {}});
            let mut put = |name: &str, value: Option<Value>| {
                value.into_iter().for_each(|value| spec[name] = value);
            };
            put("name", name.map(Value::from));
            put("map", map);
            put("atomicMap", atomic);
            put("set", set.map(|set| json!(set)));
            put("ports", ports);
            put("free", free);
            json!({"apiVersion": "x.org/v1", "kind": "Thing", "metadata": {"name": "n"}, "spec": spec})
        })
    }

    fn request<'a>(manager: &'a str, shape: Shape<'a>) -> Request<'a> {
        let request = Request::new(manager, "x.org/v1", "Thing", shape);
        request.at("2026-01-01T00:00:00Z").force(true)
    }

    fn bare() -> Value {
        json!({"apiVersion": "x.org/v1", "kind": "Thing", "metadata": {"name": "n"}})
    }

    proptest! {
        #[test]
        fn an_apply_twice_changes_nothing_more(first in any_config(), other in any_config(), config in any_config()) {
            with_shape(|shape| {
                let live = apply(None, &first, &request("a", shape)).unwrap();
                let live = apply(Some(&live), &other, &request("b", shape)).unwrap().into_owned();
                let once = apply(Some(&live), &config, &request("a", shape)).unwrap().into_owned();
                let twice = apply(Some(&once), &config, &request("a", shape)).unwrap();
                prop_assert!(matches!(twice, Cow::Borrowed(_)), "{once} {twice}");
                Ok(())
            })?;
        }

        #[test]
        fn a_manager_owns_what_it_applied(first in any_config(), config in any_config()) {
            with_shape(|shape| {
                let live = apply(None, &first, &request("b", shape)).unwrap().into_owned();
                let live = apply(Some(&live), &config, &request("a", shape)).unwrap().into_owned();
                let entries = entries::Entries::of(&live).unwrap();
                let own = entries.0.iter().find(|entry| entry.manager == "a");
                let own = own.map(|entry| entry.fields.clone()).unwrap_or_default();
                let expected = FieldSet::of(&config, shape).difference(FieldSet::never_owned());
                prop_assert_eq!(own, expected);
                Ok(())
            })?;
        }

        #[test]
        fn what_everybody_gives_up_is_gone(a in any_config(), b in any_config(), again in any_config()) {
            with_shape(|shape| {
                let mut live = apply(None, &a, &request("a", shape)).unwrap().into_owned();
                for (manager, config) in [("b", &b), ("a", &again), ("a", &bare()), ("b", &bare())] {
                    live = apply(Some(&live), config, &request(manager, shape)).unwrap().into_owned();
                }
                entries::clear(&mut live);
                prop_assert_eq!(plain(&live), bare());
                Ok(())
            })?;
        }

        #[test]
        fn an_update_takes_what_it_changes_and_nothing_else(first in any_config(), new in any_config()) {
            with_shape(|shape| {
                let live = apply(None, &first, &request("a", shape)).unwrap().into_owned();
                let updated = update(Some(&live), new.clone(), &request("u", shape));
                let comparison = typed::compare(&live, &new, shape);
                let fields = |manager: &str| {
                    let entries = entries::Entries::of(&updated).unwrap();
                    let entry = entries.0.into_iter().find(|entry| entry.manager == manager);
                    entry.map(|entry| entry.fields).unwrap_or_default()
                };
                let never = FieldSet::never_owned();
                prop_assert_eq!(fields("u"), comparison.changed().difference(never));
                let kept = FieldSet::of(&first, shape).difference(never);
                let kept = kept.difference(&comparison.changed()).difference(&comparison.removed);
                prop_assert_eq!(fields("a"), kept);
                Ok(())
            })?;
        }
    }
}
