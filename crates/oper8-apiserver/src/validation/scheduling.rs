//! Where pods may run: affinity, tolerations, spread.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::Node;
use crate::names;

pub(super) fn tolerations(list: &Node<'_, '_>) {
    list.each(|_, toleration| {
        let (key, value) = (toleration.at("key"), toleration.at("value"));
        if !key.text().is_empty() {
            key.qualified();
        }
        let operator = toleration.at("operator");
        if key.text().is_empty() && operator.text() != "Exists" {
            operator.invalid("operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if toleration.at("tolerationSeconds").is_there() && toleration.at("effect").text() != "NoExecute" {
            toleration
                .at("effect")
                .invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        match operator.text() {
            "" | "Equal" => {
                if let Some(problem) = names::label_value_problem(value.text()) {
                    operator.invalid_as(value.value, &problem);
                }
            }
            "Exists" if !value.text().is_empty() => {
                operator.invalid_as(value.value, "value must be empty when `operator` is 'Exists'");
            }
            "Exists" => {}
            _ => operator.unsupported(&["Equal", "Exists"]),
        }
        if !toleration.at("effect").text().is_empty() {
            toleration
                .at("effect")
                .one_of(&["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
    });
}

pub(super) fn spread(list: &Node<'_, '_>) {
    let mut seen = BTreeSet::new();
    list.each(|_, constraint| {
        let skew = constraint.at("maxSkew");
        if skew.int().unwrap_or(0) <= 0 {
            skew.invalid_as(&skew.int().unwrap_or(0).into(), "must be greater than zero");
        }
        let key = constraint.at("topologyKey");
        if key.text().is_empty() {
            key.require("can not be empty");
        }
        let action = constraint.at("whenUnsatisfiable");
        action.must_be_one_of(&["DoNotSchedule", "ScheduleAnyway"]);
        let pair = format!("{{{}, {}}}", key.text(), action.text());
        if !seen.insert(pair.clone()) {
            let index = seen.len() - 1;
            list.index(index)
                .called(constraint.value, "{topologyKey, whenUnsatisfiable}")
                .duplicate_of(&pair.into());
        }
        let domains = constraint.at("minDomains");
        if domains.is_there() {
            domains.positive("must be greater than zero");
            if action.text() != "DoNotSchedule" {
                domains.invalid(&format!(
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {}",
                    action.text()
                ));
            }
        }
        for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
            constraint.at(policy).one_of(&["Honor", "Ignore"]);
        }
        constraint.at("labelSelector").selector();
    });
}

pub(super) fn affinity(affinity: &Node<'_, '_>) {
    affinity.inside("nodeAffinity", |node| {
        node.inside(REQUIRED, |required| node_selector(&required));
        node.at(PREFERRED).each(|_, term| {
            weight(&term);
            node_term(&term.at("preference"));
        });
    });
    for kind in ["podAffinity", "podAntiAffinity"] {
        affinity.inside(kind, |pods| {
            pods.at(REQUIRED).each(|_, term| pod_term(&term));
            pods.at(PREFERRED).each(|_, term| {
                weight(&term);
                pod_term(&term.at("podAffinityTerm"));
            });
        });
    }
}

const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

fn weight(term: &Node<'_, '_>) {
    let weight = term.at("weight");
    if !weight
        .int()
        .is_some_and(|weight| (1..=100).contains(&weight))
    {
        weight.invalid_as(
            &weight.int().unwrap_or(0).into(),
            "must be in the range 1-100",
        );
    }
}

pub(super) fn node_selector(selector: &Node<'_, '_>) {
    let terms = selector.at("nodeSelectorTerms");
    if terms.items().is_empty() {
        terms.require("must have at least one node selector term");
    }
    terms.each(|_, term| node_term(&term));
}

fn node_term(term: &Node<'_, '_>) {
    term.at("matchExpressions").each(|_, requirement| {
        let values = requirement.at("values");
        match requirement.at("operator").text() {
            "In" | "NotIn" if values.items().is_empty() => {
                values.require("must be specified when `operator` is 'In' or 'NotIn'");
            }
            "Exists" | "DoesNotExist" if !values.items().is_empty() => {
                values.forbid("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
            }
            "Gt" | "Lt" if values.items().len() != 1 => {
                values.require("must be specified single value when `operator` is 'Lt' or 'Gt'");
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" => {}
            _ => requirement
                .at("operator")
                .invalid("not a valid selector operator"),
        }
        requirement.at("key").qualified();
    });
}

fn pod_term(term: &Node<'_, '_>) {
    term.at("labelSelector").selector();
    term.at("namespaceSelector").selector();
    term.at("namespaces").each(|_, namespace| {
        if let Some(problem) = names::label_problem(namespace.text()) {
            term.called(namespace.value, "namespace").invalid(&problem);
        }
    });
    let key = term.at("topologyKey");
    if key.text().is_empty() {
        key.require("can not be empty");
    }
    for problem in names::label_key_problems(key.text()) {
        key.invalid_as(&Value::from(key.text()), &problem);
    }
}
