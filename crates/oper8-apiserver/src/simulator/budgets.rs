//! PodDisruptionBudgets: how many of the pods that they select may be taken away.

use serde_json::{Value, json};

use super::kinds::PODS;
use super::pods::{is_over, is_ready};
use super::work::{Work, replicas, scaled};
use crate::conditions;
use crate::selectors::LabelSelector;
use crate::store::Key;

/// Looks at one budget.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(budget) = work.get(key) else {
        return;
    };
    if budget.is_terminating() {
        return;
    }
    let spec = &budget.value()["spec"];
    let selector = LabelSelector::of(&spec["selector"]);
    let pods: Vec<_> = work
        .list(&PODS, Some(budget.namespace()))
        .into_iter()
        .filter(|pod| !spec["selector"].is_null() && selector.matches(pod.value()))
        .filter(|pod| !is_over(pod.value()))
        .collect();
    let mut controllers: Vec<_> = pods.iter().map(|pod| work.top(pod)).collect();
    controllers.sort_by(|one, other| one.uid().cmp(other.uid()));
    controllers.dedup_by(|one, other| one.uid() == other.uid());
    let planned: u64 = controllers
        .iter()
        .filter(|top| top.value()["kind"] != "Pod")
        .map(|top| replicas(top.value()))
        .sum();
    let (expected, desired) = match (&spec["maxUnavailable"], &spec["minAvailable"]) {
        (most, Value::Null) if !most.is_null() => {
            let most = scaled(most, planned, true).unwrap_or(0);
            (planned, planned.saturating_sub(most))
        }
        (_, Value::String(least)) => {
            let least = scaled(&Value::from(least.as_str()), planned, true);
            (planned, least.unwrap_or(0))
        }
        (_, least) => (pods.len() as u64, least.as_u64().unwrap_or(1)),
    };
    let healthy = pods
        .iter()
        .filter(|pod| is_ready(pod.value()) && !pod.is_terminating())
        .count() as u64;
    let allowed = if expected == 0 {
        0
    } else {
        healthy.saturating_sub(desired)
    };
    let now = work.now();
    let mut status = json!({
        "observedGeneration": budget.metadata()["generation"],
        "currentHealthy": healthy,
        "desiredHealthy": desired,
        "disruptionsAllowed": allowed,
        "expectedPods": expected,
    });
    let old = &budget.value()["status"];
    if let Some(pods) = old.get("disruptedPods") {
        status["disruptedPods"] = pods.clone();
    }
    let (holds, reason) = if allowed > 0 {
        ("True", "SufficientPods")
    } else {
        ("False", "InsufficientPods")
    };
    let since = match conditions::find(&old["conditions"], "DisruptionAllowed") {
        Some(old) if old["status"] == holds => old["lastTransitionTime"].clone(),
        _ => now.into(),
    };
    status["conditions"] = json!([{
        "type": "DisruptionAllowed",
        "status": holds,
        "reason": reason,
        "message": "",
        "observedGeneration": budget.metadata()["generation"],
        "lastTransitionTime": since,
    }]);
    work.set_status(key, &status);
}
