//! Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs, CronJobs.

use serde_json::{Value, json};

use super::config::claim_template;
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
    only_always(spec, &path, problems);
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
    let selector = &spec["selector"];
    let selector_path = path.field("selector");
    let count = |field: &str| match &selector[field] {
        Value::Object(all) => all.len(),
        Value::Array(all) => all.len(),
        _ => 0,
    };
    if selector.is_null() {
        problems.required(&selector_path, "");
    } else if count("matchLabels") + count("matchExpressions") == 0 {
        problems.invalid(
            &selector_path,
            selector,
            &format!("empty selector is invalid for {kind}"),
        );
    }
    let template = path.field("template");
    // A selector that is not there selects nothing; one without conditions was refused above.
    let matches = !selector.is_null() && LabelSelector::of(selector).matches(&spec["template"]);
    if !matches {
        let metadata = template.field("metadata");
        problems.invalid(
            &metadata.field("labels"),
            &spec["template"]["metadata"]["labels"],
            "`selector` does not match template `labels`",
        );
    }
    pod::template(&spec["template"], &template, claims, problems);
}

fn only_always(spec: &Value, path: &Path<'_>, problems: &mut Problems) {
    let policy = &spec["template"]["spec"]["restartPolicy"];
    if policy != "Always" {
        let template = path.field("template");
        let spec = template.field("spec");
        problems.not_supported(&spec.field("restartPolicy"), policy, &["Always"]);
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
            let zero = |field: &str| {
                let value = &strategy["rollingUpdate"][field];
                *value == 0 || *value == "0%"
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
            let value =
                json!({"Type": strategy["type"], "RollingUpdate": strategy["rollingUpdate"]});
            problems.not_supported(path, &value, &["Recreate", "RollingUpdate"]);
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

pub(super) fn stateful_set(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    const POLICIES: [&str; 2] = ["OrderedReady", "Parallel"];
    if !POLICIES
        .iter()
        .any(|known| spec["podManagementPolicy"] == **known)
    {
        problems.invalid(
            &path.field("podManagementPolicy"),
            &spec["podManagementPolicy"],
            "must be 'OrderedReady' or 'Parallel'",
        );
    }
    const STRATEGIES: [&str; 2] = ["OnDelete", "RollingUpdate"];
    if !STRATEGIES
        .iter()
        .any(|known| spec["updateStrategy"]["type"] == **known)
    {
        problems.invalid(
            &path.field("updateStrategy"),
            &spec["updateStrategy"],
            "must be 'RollingUpdate' or 'OnDelete'",
        );
    }
    let templates_path = path.field("volumeClaimTemplates");
    let templates = spec["volumeClaimTemplates"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if current.is_none() {
        for (index, template) in templates.iter().enumerate() {
            claim_template(template, &templates_path.index(index), problems);
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
    only_always(spec, &path, problems);
    if let Some(current) = current {
        only_some_fields_change(&current["spec"], spec, &path, problems);
    }
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
    selected_template(spec, &path, "daemonset", &[], problems);
    only_always(spec, &path, problems);
    selector_stays(current, object, problems);
}

pub(super) fn replica_set(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    problems.not_negative(&path.field("replicas"), &spec["replicas"]);
    selected_template(spec, &path, "replicaset", &[], problems);
    only_always(spec, &path, problems);
    selector_stays(current, object, problems);
}

pub(super) fn job(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    job_spec(spec, &path, problems);
    let Some(before) = current.map(|current| &current["spec"]) else {
        return;
    };
    let indexed = before["completionMode"] == "Indexed";
    let frozen = [
        "completions",
        "selector",
        "template",
        "completionMode",
        "podFailurePolicy",
        "backoffLimitPerIndex",
        "managedBy",
        "successPolicy",
    ];
    for field in frozen {
        // An elastic indexed Job changes both at once; a suspended one may change how its pods are scheduled.
        let elastic =
            field == "completions" && indexed && spec["completions"] == spec["parallelism"];
        let suspended = field == "template" && before["suspend"] == true;
        if !elastic && !suspended {
            problems.immutable(&path.field(field), &before[field], &spec[field]);
        }
    }
}

fn job_spec(spec: &Value, path: &Path<'_>, problems: &mut Problems) {
    for field in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
    ] {
        problems.not_negative(&path.field(field), &spec[field]);
    }
    let template = path.field("template");
    pod::template(&spec["template"], &template, &[], problems);
    let pod = template.field("spec");
    let policy_path = pod.field("restartPolicy");
    let policy = &spec["template"]["spec"]["restartPolicy"];
    match policy.as_str().unwrap_or_default() {
        "" | "Always" => {
            problems.required(&policy_path, "valid values: \"OnFailure\", \"Never\"");
        }
        "OnFailure" | "Never" => {}
        _ => problems.not_supported(&policy_path, policy, &["OnFailure", "Never"]),
    }
}

pub(super) fn cron_job(object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    if spec["schedule"].as_str().is_none_or(str::is_empty) {
        problems.required(&path.field("schedule"), "");
    }
    let template = path.field("jobTemplate");
    job_spec(
        &spec["jobTemplate"]["spec"],
        &template.field("spec"),
        problems,
    );
}
