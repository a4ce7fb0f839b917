//! Autoscalers.

use serde_json::Value;

use super::node::Node;
use super::problems::Problems;
use crate::names;

pub(super) fn autoscaler(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let metrics = spec.at("metrics");
    let (least, most) = (spec.at("minReplicas"), spec.at("maxReplicas"));
    let outer = metrics
        .items()
        .iter()
        .any(|metric| metric["type"] == "Object" || metric["type"] == "External");
    if least.int().is_some_and(|count| count < 1) {
        least.invalid("must be greater than or equal to 1");
    }
    let count = most.int().unwrap_or(0);
    if count < 1 {
        most.require("must be set and greater than 0");
    }
    if least.int().is_some_and(|least| count < least) {
        most.invalid_as(
            &count.into(),
            "must be greater than or equal to `minReplicas`",
        );
    }
    target_reference(&spec.at("scaleTargetRef"), true);
    metrics.each(|_, metric| check_metric(&metric));
    if least.int() == Some(0) && !outer {
        metrics.forbid("must specify at least one Object or External metric to support scaling to zero replicas");
    }
    let behavior = spec.at("behavior");
    for direction in ["scaleUp", "scaleDown"] {
        behavior.inside(direction, |rules| scaling(&rules));
    }
}

fn target_reference(reference: &Node<'_, '_>, with_group: bool) {
    for field in ["kind", "name"] {
        reference.at(field).needed_name(names::path_segment_problem);
    }
    let version = reference.at("apiVersion");
    let controller = version.text() == "v1" && reference.value["kind"] == "ReplicationController";
    if with_group && !controller && !version.text().contains('/') {
        version.invalid("apiVersion must specify API group");
    }
}

fn scaling(rules: &Node<'_, '_>) {
    let window = rules.at("stabilizationWindowSeconds");
    if let Some(seconds) = window.int() {
        if seconds < 0 {
            window.invalid("must be greater than or equal to zero");
        } else if seconds > 3600 {
            window.invalid("must be less than or equal to 3600");
        }
    }
    rules.at("selectPolicy").one_of(&["Disabled", "Max", "Min"]);
    rules.at("policies").each(|_, policy| {
        policy.at("type").must_be_one_of(&["Percent", "Pods"]);
        let (value, period) = (policy.at("value"), policy.at("periodSeconds"));
        value.positive("must be greater than zero");
        period.positive("must be greater than zero");
        if period.int().is_some_and(|seconds| seconds > 1800) {
            period.invalid("must be less than or equal to 1800");
        }
    });
}

fn check_metric(metric: &Node<'_, '_>) {
    const KINDS: [&str; 5] = [
        "ContainerResource",
        "External",
        "Object",
        "Pods",
        "Resource",
    ];
    let kind = metric.at("type");
    if kind.text().is_empty() {
        kind.require("must specify a metric source type");
    }
    if !KINDS.contains(&kind.text()) {
        return kind.unsupported(&KINDS);
    }
    let mut letters = kind.text().chars();
    let field: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(letters)
        .collect();
    let source = metric.at(&field);
    if !source.is_there() {
        return source.require("must populate information for the given metric source");
    }
    let target = source.at("target");
    match kind.text() {
        "Resource" | "ContainerResource" => {
            if source.at("name").text().is_empty() {
                source.at("name").require("must specify a resource name");
            }
            if kind.text() == "ContainerResource" && source.at("container").text().is_empty() {
                source.at("container").require("must specify a container");
            }
            check_target(&target);
            either(&target);
        }
        "Pods" => {
            identifier(&source.at("metric"));
            check_target(&target);
            if !is_positive(&target.at("averageValue")) {
                target
                    .at("averageValue")
                    .require("must specify a positive target averageValue");
            }
        }
        "Object" => {
            target_reference(&source.at("describedObject"), false);
            identifier(&source.at("metric"));
            check_target(&target);
            values(&target, "must set either a target value or averageValue");
        }
        _ => {
            identifier(&source.at("metric"));
            check_target(&target);
            values(
                &target,
                "must set either a target value for metric or a per-pod target",
            );
        }
    }
}

fn identifier(metric: &Node<'_, '_>) {
    let name = metric.at("name");
    if name.text().is_empty() {
        name.require("must specify a metric name");
    } else {
        name.name(names::path_segment_problem);
    }
    metric.at("selector").selector();
}

fn is_positive(amount: &Node<'_, '_>) -> bool {
    amount
        .quantity()
        .is_some_and(|amount| "0".parse().is_ok_and(|zero| amount > zero))
}

fn check_target(target: &Node<'_, '_>) {
    let kind = target.at("type");
    if kind.text().is_empty() {
        kind.require("must specify a metric target type");
    }
    if !matches!(kind.text(), "Utilization" | "Value" | "AverageValue") {
        kind.invalid("must be either Utilization, Value, or AverageValue");
    }
    for value in ["value", "averageValue"] {
        let amount = target.at(value);
        if amount.is_there() && !is_positive(&amount) {
            amount.invalid("must be positive");
        }
    }
    target
        .at("averageUtilization")
        .positive("must be greater than 0");
}

fn either(target: &Node<'_, '_>) {
    let (share, amount) = (target.at("averageUtilization"), target.at("averageValue"));
    match (share.is_there(), amount.is_there()) {
        (false, false) => {
            share.require("must set either a target raw value or a target utilization");
        }
        (true, true) => {
            amount.forbid("may not set both a target raw value and a target utilization");
        }
        _ => {}
    }
}

fn values(target: &Node<'_, '_>, detail: &str) {
    let (whole, each) = (target.at("value"), target.at("averageValue"));
    match (whole.is_there(), each.is_there()) {
        (false, false) => each.require(detail),
        (true, true) => {
            each.forbid("may not set both a target value for metric and a per-pod target")
        }
        _ => {}
    }
}

pub(super) fn status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    for count in ["currentReplicas", "desiredReplicas"] {
        status.at(count).not_negative();
    }
}
