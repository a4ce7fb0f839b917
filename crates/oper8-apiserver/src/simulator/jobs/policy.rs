//! What `podFailurePolicy` and `successPolicy` say.

use serde_json::Value;

use super::super::work::text;
use super::View;
use super::indexes::Indexes;
use crate::store::Object;

/// What becomes of a pod that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    Ignored,
    FailsIndex,
    FailsJob,
}

/// What the policy of a Job says of a pod that failed, and the number of the rule that says so.
pub(super) fn verdict(job: &Value, pod: &Object) -> (Verdict, usize) {
    let rules = job["spec"]["podFailurePolicy"]["rules"].as_array();
    for (number, rule) in rules.into_iter().flatten().enumerate() {
        if !matches(rule, pod.value()) {
            continue;
        }
        let verdict = match text(&rule["action"]) {
            "Ignore" => Verdict::Ignored,
            "FailJob" => Verdict::FailsJob,
            "FailIndex" => Verdict::FailsIndex,
            _ => Verdict::Counts,
        };
        return (verdict, number);
    }
    (Verdict::Counts, 0)
}

fn matches(rule: &Value, pod: &Value) -> bool {
    if rule["onExitCodes"].is_object() {
        return exit(&rule["onExitCodes"], pod).is_some();
    }
    let wanted = rule["onPodConditions"].as_array().into_iter().flatten();
    wanted.into_iter().any(|wanted| {
        let conditions = pod["status"]["conditions"].as_array().into_iter().flatten();
        conditions.into_iter().any(|condition| {
            condition["type"] == wanted["type"] && condition["status"] == wanted["status"]
        })
    })
}

/// The container, and its exit code, that a rule is about.
fn exit<'a>(rule: &Value, pod: &'a Value) -> Option<(&'a str, i64)> {
    let values: Vec<i64> = rule["values"]
        .as_array()?
        .iter()
        .filter_map(Value::as_i64)
        .collect();
    let statuses = pod["status"]["containerStatuses"].as_array()?;
    statuses.iter().find_map(|status| {
        let name = text(&status["name"]);
        let code = status["state"]["terminated"]["exitCode"]
            .as_i64()
            .filter(|code| *code != 0)?;
        let is_meant = rule["containerName"]
            .as_str()
            .is_none_or(|wanted| wanted == name);
        let is_in = values.contains(&code);
        (is_meant && is_in == (rule["operator"] == "In")).then_some((name, code))
    })
}

/// Why a failed pod fails the whole Job.
pub(super) fn fails(view: &View) -> Option<String> {
    let job = view.job.value();
    let failed = view
        .pods
        .iter()
        .filter(|pod| pod.value()["status"]["phase"] == "Failed");
    failed.into_iter().find_map(|pod| {
        let (verdict, number) = verdict(job, pod);
        if verdict != Verdict::FailsJob {
            return None;
        }
        let rule = &job["spec"]["podFailurePolicy"]["rules"][number];
        let place = format!("{}/{}", pod.namespace(), pod.name());
        Some(match exit(&rule["onExitCodes"], pod.value()) {
            Some((container, code)) => format!(
                "Container {container} for pod {place} failed with exit code {code} matching FailJob rule at index {number}"
            ),
            None => {
                let condition = text(&rule["onPodConditions"][0]["type"]);
                format!("Pod {place} has condition {condition} matching FailJob rule at index {number}")
            }
        })
    })
}

/// Why the pods that succeeded are enough.
pub(super) fn succeeds(view: &View) -> Option<String> {
    let rules = view.spec()["successPolicy"]["rules"].as_array()?;
    let number = rules.iter().position(|rule| {
        let wanted = rule["succeededIndexes"].as_str().map(Indexes::parse);
        let met = (0..view.completions().unwrap_or(0)).filter(|index| {
            view.completed.contains(*index)
                && wanted.as_ref().is_none_or(|wanted| wanted.contains(*index))
        });
        let met = met.count() as u64;
        let least = rule["succeededCount"].as_u64();
        met >= least.unwrap_or_else(|| wanted.as_ref().map_or(u64::MAX, Indexes::len))
    })?;
    Some(format!("Matched rules at index {number}"))
}
