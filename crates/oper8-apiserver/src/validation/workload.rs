//! Deployments, StatefulSets, DaemonSets, ReplicaSets and ReplicationControllers.

use serde_json::Value;

use super::node::Node;
use super::pod;
use super::problems::Problems;
use crate::path::Path;
use crate::selectors::LabelSelector;

pub(super) fn deployment(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    problems.not_negative(&path.field("replicas"), &spec["replicas"]);
    selected_template(spec, &path, "deployment", &[], problems);
    only_always(spec, &path, "ReplicaSet", problems);
    strategy(&spec["strategy"], &path.field("strategy"), problems);
    for field in [
        "minReadySeconds",
        "revisionHistoryLimit",
        "progressDeadlineSeconds",
    ] {
        problems.not_negative(&path.field(field), &spec[field]);
    }
    let (deadline, ready) = (&spec["progressDeadlineSeconds"], &spec["minReadySeconds"]);
    if let Some(limit) = deadline.as_i64()
        && limit <= ready.as_i64().unwrap_or(0)
    {
        problems.invalid(
            &path.field("progressDeadlineSeconds"),
            deadline,
            "must be greater than minReadySeconds",
        );
    }
    selector_stays(current, object, problems);
}

/// Selector and template, which must fit together.
fn selected_template(
    spec: &Value,
    path: &Path<'_>,
    kind: &str,
    claims: &[&str],
    problems: &mut Problems,
) {
    let node = Node::new(spec, *path, problems);
    let selector = node.at("selector");
    let count = |field: &str| match &selector.value[field] {
        Value::Object(all) => all.len(),
        Value::Array(all) => all.len(),
        _ => 0,
    };
    let valid = selector.selector();
    // The real server does not ask for the selector of a DaemonSet, which then selects nothing.
    if !selector.is_there() {
        if kind != "daemonset" {
            selector.require("");
        }
    } else if count("matchLabels") + count("matchExpressions") == 0 {
        selector.invalid(&format!("empty selector is invalid for {kind}"));
    }
    if !valid && kind != "daemonset" {
        selector.invalid("invalid label selector");
        return pod::template_at(&node.at("template"), claims);
    }
    let template = node.at("template");
    // A selector that is not there selects nothing; one without conditions was refused above.
    if valid && (!selector.is_there() || !LabelSelector::of(selector.value).matches(template.value))
    {
        let metadata = template.at("metadata");
        let labels = metadata.at("labels");
        labels.invalid_as(labels.value, "`selector` does not match template `labels`");
    }
    pod::template_at(&template, claims);
}

/// Pods that are to run for ever.
fn only_always(spec: &Value, path: &Path<'_>, kind: &str, problems: &mut Problems) {
    let node = Node::new(spec, *path, problems);
    let template = node.at("template");
    let pod = template.at("spec");
    pod.at("restartPolicy").must_be_one_of(&["Always"]);
    if pod.at("activeDeadlineSeconds").is_there() {
        pod.at("activeDeadlineSeconds")
            .forbid(&format!("activeDeadlineSeconds in {kind} is not Supported"));
    }
}

fn strategy(strategy: &Value, path: &Path<'_>, problems: &mut Problems) {
    match strategy["type"].as_str().unwrap_or_default() {
        "Recreate" if !strategy["rollingUpdate"].is_null() => problems.forbidden(
            &path.field("rollingUpdate"),
            "may not be specified when strategy `type` is 'Recreate'",
        ),
        "Recreate" => {}
        "RollingUpdate" => {
            let node = Node::new(strategy, *path, problems);
            let rolling = node.at("rollingUpdate");
            let (unavailable, surge) = (rolling.at("maxUnavailable"), rolling.at("maxSurge"));
            unavailable.count_or_percent();
            surge.count_or_percent();
            unavailable.at_most_all();
            // What is no share at all counts as none.
            let zero = |field: &str| {
                let value = &strategy["rollingUpdate"][field];
                let text = value.as_str().unwrap_or("1%");
                *value == 0 || *value == "0%" || !text.ends_with('%')
            };
            if zero("maxUnavailable") && zero("maxSurge") {
                let rolling = path.field("rollingUpdate");
                problems.invalid(
                    &rolling.field("maxUnavailable"),
                    &strategy["rollingUpdate"]["maxUnavailable"],
                    "may not be 0 when `maxSurge` is 0",
                );
            }
        }
        _ => {
            Node::new(strategy, *path, problems)
                .unsupported_shown(&shown_strategy(strategy), &["Recreate", "RollingUpdate"]);
        }
    }
}

fn selector_stays(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    if let Some(current) = current {
        let root = Path::root();
        let spec = root.field("spec");
        problems.immutable(
            &spec.field("selector"),
            &current["spec"]["selector"],
            &object["spec"]["selector"],
        );
    }
}

/// A strategy of updates as Go's type is written.
fn shown_strategy(strategy: &Value) -> String {
    format!(
        "{{\"Type\":{},\"RollingUpdate\":{}}}",
        strategy["type"], strategy["rollingUpdate"]
    )
}

pub(super) fn stateful_set(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    stateful_set_options(&Node::new(spec, path, problems));
    let templates = spec["volumeClaimTemplates"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if current.is_none() {
        let templates_path = path.field("volumeClaimTemplates");
        for (index, template) in templates.iter().enumerate() {
            let node = Node::new(template, templates_path.index(index), problems);
            super::storage::claim(&node.at("spec"));
        }
        pod::optional_label(&spec["serviceName"], &path.field("serviceName"), problems);
    }
    problems.not_negative(&path.field("replicas"), &spec["replicas"]);
    problems.not_negative(&path.field("minReadySeconds"), &spec["minReadySeconds"]);
    let claims: Vec<_> = templates
        .iter()
        .filter_map(|template| template["metadata"]["name"].as_str())
        .collect();
    selected_template(spec, &path, "statefulset", &claims, problems);
    if current.is_none() {
        claim_volumes(&Node::new(spec, path, problems), templates);
    }
    only_always(spec, &path, "StatefulSet", problems);
    if let Some(current) = current {
        only_some_fields_change(&current["spec"], spec, &path, problems);
    }
}

/// Each claim becomes a volume of the pods, and must be one.
fn claim_volumes(spec: &Node<'_, '_>, templates: &[Value]) {
    let (template, mut seen) = (spec.at("template"), std::collections::BTreeSet::new());
    let pod = template.at("spec");
    let volumes = pod.at("volumes");
    for (index, claim) in templates.iter().enumerate() {
        let volume = volumes.index(index);
        let name = claim["metadata"]["name"].as_str().unwrap_or_default();
        if name.is_empty() {
            volume
                .at("persistentVolumeClaim")
                .at("claimName")
                .require("");
            volume.at("name").require("");
        } else if let Some(problem) = crate::names::label_problem(name) {
            volume.at("name").invalid_as(&name.into(), &problem);
        } else if !seen.insert(name) {
            volume.at("name").duplicate_of(&name.into());
        }
    }
}

fn stateful_set_options(spec: &Node<'_, '_>) {
    let management = spec.at("podManagementPolicy");
    if !matches!(management.text(), "OrderedReady" | "Parallel") {
        management.invalid("must be 'OrderedReady' or 'Parallel'");
    }
    let strategy = spec.at("updateStrategy");
    let rolling = strategy.at("rollingUpdate");
    match strategy.at("type").text() {
        "RollingUpdate" => rolling.at("partition").not_negative(),
        "OnDelete" if rolling.is_there() => {
            let shown = format!(
                "{{\"Partition\":{},\"MaxUnavailable\":{}}}",
                rolling.value["partition"].as_i64().unwrap_or(0),
                rolling.value["maxUnavailable"]
            );
            rolling.invalid_shown(&shown, "only allowed for updateStrategy 'RollingUpdate'");
        }
        "OnDelete" => {}
        _ => strategy.invalid_shown(
            &shown_strategy(strategy.value),
            "must be 'RollingUpdate' or 'OnDelete'",
        ),
    }
    let retention = spec.at("persistentVolumeClaimRetentionPolicy");
    for when in ["whenDeleted", "whenScaled"] {
        retention.at(when).one_of(&["Retain", "Delete"]);
    }
    spec.at("ordinals").at("start").not_negative();
}

fn only_some_fields_change(before: &Value, spec: &Value, path: &Path<'_>, problems: &mut Problems) {
    const FREE: [&str; 7] = [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];
    let bound = |spec: &Value| {
        let mut spec = spec.clone();
        if let Some(fields) = spec.as_object_mut() {
            fields.retain(|field, _| !FREE.contains(&field.as_str()));
        }
        spec
    };
    if bound(before) != bound(spec) {
        problems.forbidden(
            path,
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        );
    }
}

pub(super) fn daemon_set(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    selector_stays(current, object, problems);
    selected_template(spec, &path, "daemonset", &[], problems);
    only_always(spec, &path, "DaemonSet", problems);
    let node = Node::new(spec, path, problems);
    node.at("minReadySeconds").not_negative();
    daemon_strategy(&node.at("updateStrategy"));
    node.at("revisionHistoryLimit").not_negative();
}

fn daemon_strategy(strategy: &Node<'_, '_>) {
    match strategy.at("type").text() {
        "OnDelete" => {}
        "RollingUpdate" => {
            let rolling = strategy.at("rollingUpdate");
            let (unavailable, surge) = (rolling.at("maxUnavailable"), rolling.at("maxSurge"));
            let none = |count: &Node<'_, '_>| *count.value == 0 || *count.value == "0%";
            unavailable.count_or_percent();
            surge.count_or_percent();
            match (none(&unavailable), none(&surge)) {
                (true, true) => unavailable.require("cannot be 0 when maxSurge is 0"),
                (false, false) => surge.invalid("may not be set when maxUnavailable is non-zero"),
                _ => {}
            }
            unavailable.at_most_all();
            surge.at_most_all();
        }
        _ => strategy.unsupported_shown(
            &shown_strategy(strategy.value),
            &["RollingUpdate", "OnDelete"],
        ),
    }
}

/// The counts in a status: none is negative, and none is more than that of all pods.
pub(super) fn replicas_status(object: &Value, counts: &[&str], problems: &mut Problems) {
    let root = Node::root(object, problems);
    let status = root.at("status");
    for field in counts.iter().chain(&["observedGeneration"]) {
        status.at(field).not_negative();
    }
    let all = status.value["replicas"].as_i64().unwrap_or(0);
    for field in counts.iter().skip(1) {
        let count = status.value[*field].as_i64().unwrap_or(0);
        if count > all {
            status
                .at(field)
                .invalid_as(&count.into(), "cannot be greater than status.replicas");
        }
    }
    let available = status.value["availableReplicas"].as_i64().unwrap_or(0);
    if counts.contains(&"readyReplicas")
        && counts.contains(&"availableReplicas")
        && available > status.value["readyReplicas"].as_i64().unwrap_or(0)
    {
        status
            .at("availableReplicas")
            .invalid_as(&available.into(), "cannot be greater than readyReplicas");
    }
}

/// The counts in the status of a DaemonSet.
pub(super) fn daemon_status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, problems);
    let status = root.at("status");
    for field in [
        "currentNumberScheduled",
        "numberMisscheduled",
        "desiredNumberScheduled",
        "numberReady",
        "observedGeneration",
        "updatedNumberScheduled",
        "numberAvailable",
        "numberUnavailable",
    ] {
        status.at(field).not_negative();
    }
}

pub(super) fn replication_controller(object: &Value, problems: &mut Problems) {
    let top = Path::root();
    let path = top.field("spec");
    let spec = Node::new(&object["spec"], path, problems);
    spec.at("minReadySeconds").not_negative();
    spec.at("replicas").not_negative();
    let template = spec.at("template");
    if !template.is_there() {
        return template.require("");
    }
    let selector = spec.at("selector");
    if selector.value.as_object().is_none_or(|all| all.is_empty()) {
        selector.require("");
    }
    let labels = &template.value["metadata"]["labels"];
    let mut wanted = selector.value.as_object().into_iter().flatten();
    if !wanted.all(|(key, value)| labels.get(key) == Some(value)) {
        let metadata = template.at("metadata");
        metadata
            .at("labels")
            .invalid_as(labels, "`selector` does not match template `labels`");
    }
    let value = template.value;
    pod::template(value, &path.field("template"), &[], problems);
}

pub(super) fn replica_set(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    problems.not_negative(&path.field("replicas"), &spec["replicas"]);
    problems.not_negative(&path.field("minReadySeconds"), &spec["minReadySeconds"]);
    selected_template(spec, &path, "deployment", &[], problems);
    only_always(spec, &path, "ReplicaSet", problems);
    selector_stays(current, object, problems);
}
