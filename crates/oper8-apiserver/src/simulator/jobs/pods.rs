//! The pods of a Job: counted once they are over, made as long as some are wanted.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::kinds::PODS;
use super::super::pods::is_over;
use super::super::templates;
use super::super::work::{Work, number, text};
use super::indexes::Indexes;
use super::policy::{self, Verdict};
use super::{JOB, TRACKING, View};
use crate::store::{Key, Object};

const INDEX: &str = "batch.kubernetes.io/job-completion-index";

/// The Job with its pods, and what has come of those that are over: they are counted now, and lose their finalizer.
pub(super) fn counted(
    work: &mut Work<'_>,
    key: &Key,
    job: Arc<Object>,
    pods: Vec<Arc<Object>>,
) -> View {
    let status = &job.value()["status"];
    let mut view = View {
        key: key.clone(),
        succeeded: number(&status["succeeded"]),
        failed: number(&status["failed"]),
        completed: Indexes::parse(text(&status["completedIndexes"])),
        failed_indexes: Indexes::parse(text(&status["failedIndexes"])),
        pods: Vec::new(),
        job,
    };
    for pod in pods {
        let is_counted = !has_finalizer(&pod);
        if !is_counted && (is_over(pod.value()) || pod.is_terminating()) {
            count(&mut view, &pod);
            release(work, &pod);
        }
        view.pods.push(pod);
    }
    if view.is_indexed() {
        view.succeeded = view.completed.len();
    }
    view
}

fn count(view: &mut View, pod: &Object) {
    let index = index_of(pod);
    if pod.value()["status"]["phase"] == "Succeeded" {
        match index {
            Some(index) if view.is_indexed() => view.completed.insert(index),
            _ => view.succeeded += 1,
        }
        return;
    }
    let (verdict, _) = policy::verdict(view.job.value(), pod);
    if verdict == Verdict::Ignored {
        return;
    }
    view.failed += 1;
    let Some(index) = index else {
        return;
    };
    let per_index = view.spec()["backoffLimitPerIndex"].as_u64();
    if verdict == Verdict::FailsIndex || per_index.is_some_and(|limit| failures(pod) >= limit) {
        view.failed_indexes.insert(index);
    }
}

/// How often an index failed before this pod.
fn failures(pod: &Object) -> u64 {
    const COUNT: &str = "batch.kubernetes.io/job-index-failure-count";
    let count = pod.metadata()["annotations"][COUNT].as_str();
    count.and_then(|count| count.parse().ok()).unwrap_or(0)
}

fn has_finalizer(pod: &Object) -> bool {
    let all = pod.metadata()["finalizers"].as_array();
    all.is_some_and(|all| all.iter().any(|name| name == TRACKING))
}

/// Lets a pod go that its Job has counted, or will never count.
pub(in super::super) fn release(work: &mut Work<'_>, pod: &Object) {
    work.change(&pod.key(&PODS), "", |pod| {
        let mut next = pod.clone();
        let metadata = next["metadata"].as_object_mut()?;
        let all = metadata.get_mut("finalizers")?.as_array_mut()?;
        all.retain(|name| name != TRACKING);
        if all.is_empty() {
            metadata.remove("finalizers");
        }
        (next != *pod).then_some(next)
    });
}

/// Makes pods that are wanted, and deletes those that are not.
pub(super) fn manage(work: &mut Work<'_>, view: &View) {
    let active: Vec<_> = view.active().cloned().collect();
    let count = active.len() as u64;
    let wanted = match view.completions() {
        None if view.succeeded > 0 => count,
        None => view.parallelism(),
        Some(completions) => view
            .parallelism()
            .min(completions.saturating_sub(view.succeeded)),
    };
    for pod in active
        .iter()
        .skip(usize::try_from(wanted).unwrap_or(usize::MAX))
    {
        work.delete(&PODS, pod);
    }
    let mut room = wanted.saturating_sub(count);
    if view.spec()["podReplacementPolicy"] == "Failed" {
        room = room.saturating_sub(view.leaving());
    }
    if room == 0 {
        return;
    }
    let made = if view.is_indexed() {
        let free: Vec<_> = free_indexes(view, &active)
            .take(usize::try_from(room).unwrap_or(0))
            .collect();
        free.into_iter()
            .all(|index| create(work, view, Some(index)))
    } else {
        (0..room).all(|_| create(work, view, None))
    };
    if !made && !work.is_leaving(view.job.namespace()) {
        let wait = work.memory.back_off(view.job.value());
        work.memory.alarm(&view.key, Instant::now() + wait);
    }
}

fn free_indexes(view: &View, active: &[Arc<Object>]) -> impl Iterator<Item = u64> {
    let taken: Vec<_> = active.iter().filter_map(|pod| index_of(pod)).collect();
    (0..view.completions().unwrap_or(0)).filter(move |index| {
        !view.completed.contains(*index)
            && !view.failed_indexes.contains(*index)
            && !taken.contains(index)
    })
}

fn index_of(pod: &Object) -> Option<u64> {
    pod.metadata()["annotations"][INDEX].as_str()?.parse().ok()
}

fn create(work: &mut Work<'_>, view: &View, index: Option<u64>) -> bool {
    let job = &view.job;
    let mut pod = templates::pod(&view.spec()["template"], job, &JOB);
    let finalizers = &mut pod["metadata"]["finalizers"];
    if !finalizers.is_array() {
        *finalizers = json!([]);
    }
    if let Some(all) = finalizers.as_array_mut() {
        all.push(TRACKING.into());
    }
    if let Some(index) = index {
        number_it(&mut pod, view, index);
    }
    work.create(&PODS, job.namespace(), pod).is_ok()
}

/// What tells the pod of one index from the others.
fn number_it(pod: &mut Value, view: &View, index: u64) {
    let text = index.to_string();
    let name = format!("{}-{index}", view.job.name());
    pod["metadata"]["generateName"] = format!("{name}-").into();
    pod["metadata"]["labels"][INDEX] = text.as_str().into();
    pod["metadata"]["annotations"][INDEX] = text.into();
    pod["spec"]["hostname"] = name.into();
    if !view.spec()["backoffLimitPerIndex"].is_null() {
        let before = view.pods.iter().filter(|pod| {
            index_of(pod) == Some(index) && pod.value()["status"]["phase"] == "Failed"
        });
        let count = before.count().to_string();
        pod["metadata"]["annotations"]["batch.kubernetes.io/job-index-failure-count"] =
            count.into();
    }
    let path = format!("metadata.labels['{INDEX}']");
    let variable = json!({
        "name": "JOB_COMPLETION_INDEX",
        "valueFrom": {"fieldRef": {"fieldPath": path}},
    });
    for list in ["initContainers", "containers"] {
        for container in pod["spec"][list].as_array_mut().into_iter().flatten() {
            let environment = &mut container["env"];
            if !environment.is_array() {
                *environment = json!([]);
            }
            if let Some(all) = environment.as_array_mut()
                && all.iter().all(|given| given["name"] != variable["name"])
            {
                all.push(variable.clone());
            }
        }
    }
}
