//! Jobs and CronJobs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::cron;
use super::node::Node;
use super::pod;
use super::problems::Problems;
use crate::names;
use crate::selectors::LabelSelector;

pub(super) fn job(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    check(&spec);
    selected(&spec, &object["metadata"]["uid"]);
    template(&spec);
    if let Some(before) = current.map(|current| &current["spec"]) {
        changed(&spec, before);
    }
}

/// A Job's selector is made by the server, unless its author made one.
fn selected(spec: &Node<'_, '_>, uid: &Value) {
    const UID: &str = "batch.kubernetes.io/controller-uid";
    let selector = spec.at("selector");
    if !selector.is_there() {
        selector.require("");
    } else {
        selector.selector();
        let made = json!({"matchLabels": {UID: uid}});
        let older = json!({"matchLabels": {"controller-uid": uid}});
        if spec.value["manualSelector"] != true
            && *selector.value != made
            && *selector.value != older
        {
            selector.invalid("`selector` not auto-generated");
        }
    }
    let template = spec.at("template");
    if !selector.is_there() || !LabelSelector::of(selector.value).matches(template.value) {
        let metadata = template.at("metadata");
        let labels = metadata.at("labels");
        labels.invalid_as(labels.value, "`selector` does not match template `labels`");
    }
}

/// The numbers and policies of a Job.
fn check(spec: &Node<'_, '_>) {
    for field in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
    ] {
        spec.at(field).not_negative();
    }
    let (per_index, most_failed) = (spec.at("backoffLimitPerIndex"), spec.at("maxFailedIndexes"));
    most_failed.not_negative();
    if most_failed.is_there() && !per_index.is_there() {
        per_index.require("when maxFailedIndexes is specified");
    }
    spec.at("managedBy")
        .optional_name(names::domain_path_problem);
    let mode = spec.at("completionMode");
    mode.one_of(&["NonIndexed", "Indexed"]);
    let completions = spec.at("completions");
    if mode.text() == "Indexed" {
        indexed(spec, &completions);
    } else {
        for field in [per_index, most_failed] {
            if field.is_there() {
                field.invalid("requires indexed completion mode");
            }
        }
    }
    failure_policy(spec);
    let success = spec.at("successPolicy");
    if success.is_there() && mode.text() != "Indexed" {
        let rules = success.value["rules"].as_array().into_iter().flatten();
        let shown: Vec<_> = rules
            .map(|rule| {
                format!(
                    "{{\"SucceededIndexes\":{},\"SucceededCount\":{}}}",
                    rule["succeededIndexes"], rule["succeededCount"]
                )
            })
            .collect();
        success.invalid_shown(
            &format!("{{\"Rules\":[{}]}}", shown.join(",")),
            "requires indexed completion mode",
        );
    }
    let replacement = spec.at("podReplacementPolicy");
    if spec.at("podFailurePolicy").is_there() {
        replacement.one_of(&["Failed"]);
    } else {
        replacement.one_of(&["Failed", "TerminatingOrFailed"]);
    }
}

fn indexed(spec: &Node<'_, '_>, completions: &Node<'_, '_>) {
    const MOST: i64 = 100_000;
    if !completions.is_there() {
        completions.require("when completion mode is Indexed");
    }
    let parallelism = spec.at("parallelism");
    if parallelism.int().is_some_and(|count| count > MOST) {
        parallelism.invalid(&format!(
            "must be less than or equal to {MOST} when completion mode is Indexed"
        ));
    }
    let failed = spec.at("maxFailedIndexes");
    if let (Some(failures), Some(all)) = (failed.int(), completions.int())
        && failures > all
    {
        failed.invalid("must be less than or equal to completions");
    }
}

fn failure_policy(spec: &Node<'_, '_>) {
    let containers: BTreeSet<&str> = ["containers", "initContainers"]
        .iter()
        .flat_map(|list| {
            spec.value["template"]["spec"][*list]
                .as_array()
                .into_iter()
                .flatten()
        })
        .filter_map(|container| container["name"].as_str())
        .collect();
    let per_index = spec.at("backoffLimitPerIndex").is_there();
    spec.at("podFailurePolicy").at("rules").each(|_, rule| {
        const ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
        let action = rule.at("action");
        match action.text() {
            "" => action.require("valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]"),
            "FailIndex" if !per_index => {
                action.invalid("requires the backoffLimitPerIndex to be set")
            }
            _ => action.one_of(&ACTIONS),
        }
        let (codes, conditions) = (rule.at("onExitCodes"), rule.at("onPodConditions"));
        if codes.is_there() {
            exit_codes(&codes, &containers);
        }
        conditions.each(|_, condition| {
            condition.at("type").qualified();
            condition
                .at("status")
                .must_be_one_of(&["False", "True", "Unknown"]);
        });
        let some = !conditions.items().is_empty();
        if codes.is_there() && some {
            rule.invalid_bare("specifying both OnExitCodes and OnPodConditions is not supported");
        } else if !codes.is_there() && !some {
            rule.invalid_bare("specifying one of OnExitCodes and OnPodConditions is required");
        }
    });
}

fn exit_codes(codes: &Node<'_, '_>, containers: &BTreeSet<&str>) {
    let operator = codes.at("operator");
    match operator.text() {
        "" => operator.require("valid values: [\"In\" \"NotIn\"]"),
        _ => operator.one_of(&["In", "NotIn"]),
    }
    let name = codes.at("containerName");
    if name.is_there() && !containers.contains(name.text()) {
        name.invalid("must be one of the container or initContainer names in the pod template");
    }
    let values = codes.at("values");
    if values.items().is_empty() {
        let none = json!([]);
        values.invalid_as(&none, "at least one value is required");
    } else if values.items().len() > 255 {
        values.problems().push(crate::status::Cause::too_many(
            &values.path().to_string(),
            values.items().len(),
            255,
        ));
    }
    let mut seen = BTreeSet::new();
    let mut ordered = true;
    let mut last = i64::MIN;
    values.each(|_, value| {
        let code = value.int().unwrap_or(0);
        if code == 0 && operator.text() == "In" {
            value.invalid("must not be 0 for the In operator");
        }
        if !seen.insert(code) {
            value.duplicate();
        } else if code < last {
            ordered = false;
        }
        last = code;
    });
    if !ordered {
        values.invalid("must be ordered");
    }
}

fn template(spec: &Node<'_, '_>) {
    let template = spec.at("template");
    pod::template_at(&template, &[]);
    let pod = template.at("spec");
    let policy = pod.at("restartPolicy");
    match policy.text() {
        "" | "Always" => policy.require("valid values: \"OnFailure\", \"Never\""),
        "OnFailure" | "Never" => {}
        _ => policy.unsupported(&["OnFailure", "Never"]),
    }
    if spec.at("podFailurePolicy").is_there() && policy.text() != "Never" {
        policy.invalid("only \"Never\" is supported when podFailurePolicy is specified");
    }
}

fn changed(spec: &Node<'_, '_>, before: &Value) {
    let was_indexed = before["completionMode"] == "Indexed";
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
        let elastic = field == "completions"
            && was_indexed
            && spec.value["completions"] == spec.value["parallelism"];
        let suspended = field == "template" && before["suspend"] == true;
        if !elastic && !suspended {
            spec.at(field)
                .stays(before.get(field).unwrap_or(&Value::Null));
        }
    }
}

/// The counts of a Job's status.
pub(super) fn status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    for field in ["active", "succeeded", "failed", "ready", "terminating"] {
        status.at(field).not_negative();
    }
    let (ready, active) = (&status.value["ready"], &status.value["active"]);
    if let Some(count) = ready.as_i64()
        && count > active.as_i64().unwrap_or(0)
    {
        status
            .at("ready")
            .invalid("cannot set more ready pods than active");
    }
}

pub(super) fn cron_job(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let schedule = spec.at("schedule");
    match schedule.text() {
        "" => schedule.require(""),
        text => {
            if text.contains("TZ") {
                schedule
                    .invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            } else if let Err(problem) = cron::check(text) {
                schedule.invalid(&problem);
            }
        }
    }
    spec.at("startingDeadlineSeconds").not_negative();
    time_zone(&spec.at("timeZone"));
    let policies = ["Allow", "Forbid", "Replace"];
    match spec.at("concurrencyPolicy").text() {
        "" => spec.at("concurrencyPolicy").require(""),
        _ => spec.at("concurrencyPolicy").one_of(&policies),
    }
    let outer = spec.at("jobTemplate");
    let job = outer.at("spec");
    check(&job);
    template(&job);
    if job.value["manualSelector"] == true {
        job.at("manualSelector").unsupported(&["nil", "false"]);
    }
    if job.at("selector").is_there() {
        job.at("selector")
            .invalid("`selector` will be auto-generated");
    }
    for field in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
        spec.at(field).not_negative();
    }
}

fn time_zone(zone: &Node<'_, '_>) {
    if !zone.is_there() {
        return;
    }
    match zone.text() {
        "" => zone.invalid("timeZone must be nil or non-empty string"),
        name if name.eq_ignore_ascii_case("local") => {
            zone.invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        _ => {}
    }
}
