//! Quotas and limit ranges.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::container::{resource_amount, resource_name};
use super::node::{Node, is_negative, quantity};
use super::problems::Problems;
use crate::names;

/// Resources with a name of their own, which need no domain.
pub(super) fn is_known(name: &str) -> bool {
    COMPUTE.contains(&name)
        || COUNTED.contains(&name)
        || matches!(name, "storage" | "requests.storage")
        || name.starts_with("hugepages-")
        || name.starts_with("requests.hugepages-")
}

const COMPUTE: [&str; 9] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

fn quota_name(name: &str, amount: &Node<'_, '_>) {
    let value = Value::from(name);
    for problem in names::label_key_problems(name) {
        amount.invalid_as(&value, &problem);
    }
    if name.contains('/') {
        return;
    }
    if !is_known(name) {
        amount.invalid_as(
            &value,
            "must be a standard resource type or fully qualified",
        );
        amount.invalid_as(&value, "must be a standard resource for quota");
    }
}

fn quota_amounts(list: &Node<'_, '_>) {
    list.each_entry(|name, amount| {
        quota_name(name, &amount);
        let Some(number) = amount.quantity() else {
            return;
        };
        if is_negative(&number) {
            amount.invalid("must be greater than or equal to 0");
        }
        let counted = COUNTED.contains(&name) || name.contains('/');
        if counted && number.to_string().ends_with(['m', 'u', 'n']) {
            amount.invalid("must be an integer");
        }
    });
}

pub(super) fn quota(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    quota_amounts(&spec.at("hard"));
    scopes(&spec);
    scope_selector(&spec.at("scopeSelector"));
    if let Some(current) = current {
        let scopes = spec.at("scopes");
        scopes.stays(current["spec"].get("scopes").unwrap_or(&Value::Null));
    }
}

const SCOPES: [&str; 7] = [
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
];

fn scopes(spec: &Node<'_, '_>) {
    let scopes = spec.at("scopes");
    let hard = spec.value["hard"].as_object();
    let mut seen = BTreeSet::new();
    scopes.each(|_, scope| {
        let name = scope.text();
        if !SCOPES.contains(&name) {
            return scopes.invalid("unsupported scope");
        }
        let fits = |resource: &str| match name {
            "BestEffort" => resource == "pods" || resource == "count/pods",
            "VolumeAttributesClass" => matches!(
                resource,
                "persistentvolumeclaims" | "requests.storage" | "count/persistentvolumeclaims"
            ),
            _ => COMPUTE.contains(&resource) || resource == "pods" || resource == "count/pods",
        };
        for resource in hard.into_iter().flatten().map(|(name, _)| name) {
            if !fits(resource) && is_known(resource) {
                scopes.invalid("unsupported scope applied to resource");
            }
        }
        seen.insert(name);
    });
    for pair in [
        ["BestEffort", "NotBestEffort"],
        ["Terminating", "NotTerminating"],
    ] {
        if pair.iter().all(|scope| seen.contains(scope)) {
            scopes.invalid("conflicting scopes");
        }
    }
}

fn scope_selector(selector: &Node<'_, '_>) {
    // The real server leaves out which expression.
    let list = selector.at("matchExpressions");
    list.each(|_, expression| {
        let name = list.called(expression.at("scopeName").value, "scopeName");
        if !SCOPES.contains(&name.text()) {
            name.invalid("unsupported scope");
        }
        let values = list.called(expression.at("values").value, "values");
        let operator = list.called(expression.at("operator").value, "operator");
        let none = values.items().is_empty();
        match operator.text() {
            "In" | "NotIn" if none => values.require(
                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
            ),
            "Exists" | "DoesNotExist" if !none => values.invalid(
                "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector",
            ),
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            _ => operator.invalid("not a valid selector operator"),
        }
    });
}

pub(super) fn quota_status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    for part in ["hard", "used"] {
        quota_amounts(&status.at(part));
    }
}

pub(super) fn limit_range(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let mut types = BTreeSet::new();
    root.at("spec").at("limits").each(|_, limit| {
        let kind = limit.at("type");
        for problem in names::label_key_problems(kind.text()) {
            kind.invalid_as(&kind.text().into(), &problem);
        }
        let standard = ["Pod", "Container", "PersistentVolumeClaim"].contains(&kind.text());
        if !kind.text().contains('/') && !standard && !kind.text().is_empty() {
            kind.invalid("must be a standard limit type or fully qualified");
        }
        if !types.insert(kind.text()) {
            kind.duplicate();
        }
        limit_item(&limit, kind.text());
    });
}

fn limit_item(limit: &Node<'_, '_>, kind: &str) {
    let mut names = BTreeSet::new();
    for part in ["max", "min"] {
        amounts(limit, part, kind, &mut names);
    }
    if kind == "Pod" {
        for part in ["default", "defaultRequest"] {
            if limit.value[part]
                .as_object()
                .is_some_and(|all| !all.is_empty())
            {
                limit
                    .at(part)
                    .forbid("may not be specified when `type` is 'Pod'");
            }
        }
    } else {
        for part in ["default", "defaultRequest"] {
            amounts(limit, part, kind, &mut names);
        }
    }
    if kind == "PersistentVolumeClaim" {
        let has = |part: &str| limit.value[part].get("storage").is_some();
        if !has("min") && !has("max") {
            limit.at("limits").require(
                "either minimum or maximum storage value is required, but neither was provided",
            );
        }
    }
    amounts(limit, "maxLimitRequestRatio", kind, &mut names);
    for name in names {
        compare(limit, name);
    }
}

fn amounts<'v>(limit: &Node<'_, 'v>, part: &str, kind: &str, names: &mut BTreeSet<&'v str>) {
    limit.at(part).each_entry(|name, amount| {
        if kind == "Container" {
            resource_name(name, &amount);
        }
        resource_amount(name, &amount);
        names.insert(name);
    });
}

/// The parts of one resource must lie in order: min, request, limit, max.
fn compare(limit: &Node<'_, '_>, name: &str) {
    let of = |part: &str| {
        let value = &limit.value[part][name];
        Some((quantity(value)?, value.as_str()?))
    };
    let (max, min) = (of("max"), of("min"));
    let (default, request, ratio) = (
        of("default"),
        of("defaultRequest"),
        of("maxLimitRequestRatio"),
    );
    let told = |part: &str, value: &str, detail: String| {
        limit.at(part).key(name).invalid_as(&json!(value), &detail);
    };
    if let (Some((low, low_text)), Some((high, high_text))) = (&min, &max)
        && low > high
    {
        told(
            "min",
            low_text,
            format!("min value {low_text} is greater than max value {high_text}"),
        );
    }
    if let (Some((low, low_text)), Some((asked, text))) = (&min, &request)
        && low > asked
    {
        told(
            "defaultRequest",
            text,
            format!("min value {low_text} is greater than default request value {text}"),
        );
    }
    if let (Some((high, high_text)), Some((asked, text))) = (&max, &request)
        && asked > high
    {
        told(
            "defaultRequest",
            text,
            format!("default request value {text} is greater than max value {high_text}"),
        );
    }
    if let (Some((most, most_text)), Some((asked, text))) = (&default, &request)
        && asked > most
    {
        told(
            "defaultRequest",
            text,
            format!("default request value {text} is greater than default limit value {most_text}"),
        );
    }
    if let (Some((low, low_text)), Some((most, most_text))) = (&min, &default)
        && low > most
    {
        told(
            "default",
            low_text,
            format!("min value {low_text} is greater than default value {most_text}"),
        );
    }
    if let (Some((high, high_text)), Some((most, most_text))) = (&max, &default)
        && most > high
    {
        told(
            "default",
            high_text,
            format!("default value {most_text} is greater than max value {high_text}"),
        );
    }
    if let Some((share, text)) = &ratio
        && "1".parse().is_ok_and(|one| *share < one)
    {
        told(
            "maxLimitRequestRatio",
            text,
            format!("ratio {text} is less than 1"),
        );
    }
}
