//! ReplicaSets that somebody made without a Deployment.

use serde_json::{Map, Value};

use super::step::{Step, View, put_count};

/// What the status of a ReplicaSet is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    let wanted = view.replicas();
    let before = view.counted("readyReplicas").min(wanted);
    let ready = if view.is_ready() { wanted } else { before };
    let mut status = Map::new();
    status.insert("observedGeneration".into(), view.generation());
    status.insert("replicas".into(), wanted.into());
    put_count(&mut status, "fullyLabeledReplicas", wanted);
    put_count(&mut status, "readyReplicas", ready);
    put_count(&mut status, "availableReplicas", ready);
    status.insert("terminatingReplicas".into(), 0.into());
    let again = if ready < wanted {
        view.end_of_delay()
    } else {
        None
    };
    Step::status(Value::from(status)).again(again)
}
