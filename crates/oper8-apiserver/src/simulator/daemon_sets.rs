//! DaemonSets, on the one node that is thought of.

use serde_json::{Map, Value};

use super::step::{Step, View, put_count};

/// What the status of a DaemonSet is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    let was_ready = view.status()["observedGeneration"] == view.generation()
        && view.counted("numberAvailable") == 1;
    let is_ready = view.is_ready() || was_ready;
    let ready = u64::from(is_ready);
    let mut status = Map::new();
    status.insert("observedGeneration".into(), view.generation());
    for (field, count) in [
        ("currentNumberScheduled", 1),
        ("desiredNumberScheduled", 1),
        ("numberMisscheduled", 0),
        ("numberReady", ready),
    ] {
        status.insert(field.to_owned(), count.into());
    }
    status.insert("updatedNumberScheduled".into(), 1.into());
    put_count(&mut status, "numberAvailable", ready);
    put_count(&mut status, "numberUnavailable", 1 - ready);
    if let Some(count) = view.status().get("collisionCount") {
        status.insert("collisionCount".into(), count.clone());
    }
    let again = if is_ready { None } else { view.end_of_delay() };
    Step::status(Value::from(status)).again(again)
}
