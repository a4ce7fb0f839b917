//! Leases, priorities, runtimes, nodes, disruption budgets, revisions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::Node;
use super::problems::Problems;
use super::{container, network, scheduling};
use crate::names;

pub(super) fn lease(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    spec.at("leaseDurationSeconds")
        .positive("must be greater than 0");
    spec.at("leaseTransitions").not_negative();
}

pub(super) fn priority_class(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let (value, preemption) = (root.at("value"), root.at("preemptionPolicy"));
    if let Some(current) = current {
        if current["value"] != *value.value {
            value.forbid("may not be changed in an update.");
        }
        return preemption.stays(current.get("preemptionPolicy").unwrap_or(&Value::Null));
    }
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let system = ["system-cluster-critical", "system-node-critical"];
    if name.starts_with("system-") && !system.contains(&name) {
        let metadata = root.at("metadata");
        metadata.at("name").forbid(&format!(
            "priority class names with 'system-' prefix are reserved for system use only. error: {name} is not a known system priority class"
        ));
    } else if value.int().is_some_and(|value| value > 1_000_000_000) && !system.contains(&name) {
        value.forbid("maximum allowed value of a user defined priority is 1000000000");
    }
    preemption.one_of(&["PreemptLowerPriority", "Never"]);
}

pub(super) fn runtime_class(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let handler = root.at("handler");
    if let Some(current) = current {
        return handler.stays(&current["handler"]);
    }
    handler.needed_name(names::label_problem);
    root.inside("overhead", |overhead| {
        // The real server calls it by its inner name.
        overhead
            .called(&overhead.value["podFixed"], "limits")
            .each_entry(|name, amount| {
                container::resource_name(name, &amount);
                container::resource_amount(name, &amount);
            });
    });
    root.inside("scheduling", |placing| {
        placing.at("nodeSelector").labels();
        scheduling::tolerations(&placing.at("tolerations"));
    });
}

pub(super) fn node(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    spec.at("podCIDRs").each(|_, range| {
        network::cidr(&range);
    });
    let mut seen = BTreeSet::new();
    let metadata = root.at("metadata");
    let list = metadata.called(&spec.value["taints"], "taints");
    list.each(|_, taint| {
        let key = taint.at("key");
        for problem in names::label_key_problems(key.text()) {
            key.invalid_as(&key.text().into(), &problem);
        }
        taint.at("value").optional_name(names::label_value_problem);
        let effect = taint.at("effect");
        if effect.needed() {
            effect.one_of(&["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
        if !seen.insert((key.text(), effect.text())) {
            let shown = format!(
                "{{\"Key\":{:?},\"Value\":{:?},\"Effect\":{:?},\"TimeAdded\":null}}: taints must be unique by key and effect pair",
                key.text(),
                taint.at("value").text(),
                effect.text()
            );
            taint.problems().push(crate::status::Cause::duplicate_shown(
                &taint.path().to_string(),
                &shown,
            ));
        }
    });
}

pub(super) fn budget(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let (least, most) = (spec.at("minAvailable"), spec.at("maxUnavailable"));
    if least.is_there() && most.is_there() {
        let shown = format!(
            "{{\"MinAvailable\":{},\"Selector\":{},\"MaxUnavailable\":{},\"UnhealthyPodEvictionPolicy\":{}}}",
            least.value,
            spec.value["selector"],
            most.value,
            spec.value["unhealthyPodEvictionPolicy"]
        );
        spec.invalid_shown(&shown, "minAvailable and maxUnavailable cannot be both set");
    }
    for count in [least, most] {
        if count.is_there() {
            count.count_or_percent();
            count.at_most_all();
        }
    }
    spec.at("selector").selector();
    spec.at("unhealthyPodEvictionPolicy")
        .one_of(&["AlwaysAllow", "IfHealthyBudget"]);
}

pub(super) fn budget_status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    for count in [
        "disruptionsAllowed",
        "currentHealthy",
        "desiredHealthy",
        "expectedPods",
    ] {
        status.at(count).not_negative();
    }
}

pub(super) fn revision(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    root.at("revision").not_negative();
    let data = root.at("data");
    if !data.is_there() {
        data.require("data is mandatory");
    } else if !data.value.is_object() {
        data.require("data must be a valid JSON object");
    }
    if let Some(current) = current {
        data.stays(&current["data"]);
    }
}

pub(super) fn namespace(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let finalizers = spec.at("finalizers");
    finalizers.each(|_, finalizer| {
        let name = finalizer.text();
        if name != "kubernetes" && !name.contains('/') {
            finalizers.invalid_as(
                finalizer.value,
                "name is neither a standard finalizer name nor is it fully qualified",
            );
        }
    });
    if current.is_none() {
        return;
    }
    let status = root.at("status");
    let phase = status.called(&status.value["phase"], "Phase");
    let ending = !object["metadata"]["deletionTimestamp"].is_null();
    if ending && phase.text() != "Terminating" {
        phase.invalid("may only be 'Terminating' if `deletionTimestamp` is not empty");
    } else if !ending && phase.text() != "Active" {
        phase.invalid("may only be 'Active' if `deletionTimestamp` is empty");
    }
}
