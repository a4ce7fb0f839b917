//! Evictions: a pod is deleted unless a disruption budget forbids it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Answer, Ask, done};
use crate::cluster::Cluster;
use crate::conditions;
use crate::handlers::{DeleteOptions, Write, check_preconditions};
use crate::selectors::LabelSelector;
use crate::status::Status;
use crate::store::{GroupResource, Key, Object};

impl Cluster {
    /// Evicts a pod.
    pub(super) fn evict(&self, ask: &Ask<'_>, body: &Value) -> Answer {
        let name = ask.name();
        if body["metadata"]["name"] != name {
            let message = "name in URL does not match name in Eviction object";
            return Err(Status::bad_request(message));
        }
        self.admit_part(ask, name, body)?;
        let mut options = DeleteOptions::parse(&Default::default(), &body["deleteOptions"])?;
        options.dry_run |= ask.write.dry_run;
        let pod = self.find(ask.write.resource, ask.write.namespace, name)?;
        // Before a budget is asked, which counts what it lets go.
        check_preconditions(ask.write, &pod, &options)?;
        if !is_beyond_budgets(pod.value()) {
            self.ask_budget(&pod, options.dry_run)?;
        }
        let mut write = Write::internal(ask.write.resource, ask.write.namespace, "");
        write.dry_run = options.dry_run;
        write.user = Arc::clone(&ask.write.user);
        // Whoever is to be asked was asked about the eviction.
        self.delete_asking(&write, name, &options, None)?;
        Ok(done())
    }

    /// Takes one disruption from the budget that the pod is under, if there is one.
    fn ask_budget(&self, pod: &Object, dry_run: bool) -> Result<(), Status> {
        let resource = GroupResource::new("policy", "poddisruptionbudgets");
        let mut budgets = self.store.list(&resource, Some(pod.namespace())).objects;
        budgets.retain(|budget| {
            let selector = &budget.value()["spec"]["selector"];
            selector.is_object() && LabelSelector::of(selector).matches(pod.value())
        });
        let budget = match budgets.as_slice() {
            [] => return Ok(()),
            [budget] => budget,
            _ => {
                return Err(Status::internal_plain(
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                ));
            }
        };
        if is_spared(pod.value(), budget.value()) {
            return Ok(());
        }
        let now = self.now();
        let mut refused = None;
        let key = Key {
            resource,
            namespace: pod.namespace().to_owned(),
            name: budget.name().to_owned(),
        };
        self.store.update(&key, |budget| {
            refused = refusal(budget);
            let allowed = refused.is_none() && !dry_run;
            allowed.then(|| disrupted(budget, pod.name(), &now))
        });
        refused.map_or(Ok(()), Err)
    }
}

/// A pod that does not run yet or any more disrupts nothing.
fn is_beyond_budgets(pod: &Value) -> bool {
    let phase = pod["status"]["phase"].as_str();
    matches!(phase, Some("Succeeded" | "Failed" | "Pending"))
        || pod["metadata"]["deletionTimestamp"].is_string()
}

/// Whether the pod is not ready, and the budget lets such pods go.
fn is_spared(pod: &Value, budget: &Value) -> bool {
    if conditions::is_true(&pod["status"]["conditions"], "Ready") {
        return false;
    }
    let number = |field: &str| budget["status"][field].as_i64().unwrap_or(0);
    let (current, desired) = (number("currentHealthy"), number("desiredHealthy"));
    budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow"
        || (current >= desired && desired > 0)
}

/// Why the budget allows no disruption.
fn refusal(budget: &Value) -> Option<Status> {
    let name = budget["metadata"]["name"].as_str().unwrap_or_default();
    let status = &budget["status"];
    let number = |field: &str| status[field].as_i64().unwrap_or(0);
    let generation = budget["metadata"]["generation"].as_i64().unwrap_or(0);
    if number("observedGeneration") < generation {
        let cause = format!("The disruption budget {name} is still being processed by the server.");
        return Some(Status::too_many_disruptions(&cause, Some(10)));
    }
    match number("disruptionsAllowed") {
        0 => Some(Status::too_many_disruptions(&reason(budget, name), None)),
        allowed if allowed < 0 => {
            let resource = GroupResource::new("policy", "poddisruptionbudget");
            let why = "pdb disruptions allowed is negative";
            Some(Status::forbidden(&resource, name, why))
        }
        _ => None,
    }
}

fn reason(budget: &Value, name: &str) -> String {
    let status = &budget["status"];
    let number = |field: &str| status[field].as_i64().unwrap_or(0);
    let told = conditions::find(&status["conditions"], "DisruptionAllowed")
        .filter(|condition| condition["status"] == "False")
        .and_then(|condition| {
            Some((
                condition["reason"].as_str()?,
                condition["message"].as_str()?,
            ))
        })
        .filter(|(_, message)| !message.is_empty());
    let (current, desired) = (number("currentHealthy"), number("desiredHealthy"));
    let start = format!("The disruption budget {name}");
    match told {
        Some(("SyncFailed", message)) => format!(
            "{start} does not allow evicting pods currently because it failed sync: {message}"
        ),
        _ if current <= desired => {
            format!("{start} needs {desired} healthy pods and has {current} currently")
        }
        Some((reason, message)) => {
            format!("{start} does not allow evicting pods currently ({reason}): {message}")
        }
        None => format!("{start} does not allow evicting pods currently"),
    }
}

/// The budget after one more pod went.
fn disrupted(budget: &Value, pod: &str, now: &str) -> Value {
    let mut budget = budget.clone();
    let left = budget["status"]["disruptionsAllowed"].as_i64().unwrap_or(1) - 1;
    budget["status"]["disruptionsAllowed"] = left.into();
    budget["status"]["disruptedPods"][pod] = now.into();
    if left > 0 {
        return budget;
    }
    let condition = json!({
        "type": "DisruptionAllowed",
        "status": "False",
        "observedGeneration": budget["status"]["observedGeneration"],
        "lastTransitionTime": now,
        "reason": "InsufficientPods",
        "message": "",
    });
    conditions::put(&mut budget["status"]["conditions"], condition);
    budget
}
