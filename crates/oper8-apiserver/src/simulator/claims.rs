//! Volume claims: bound to a volume of their own, which is a name and nothing more.

use serde_json::json;

use super::step::{Step, View};

/// What becomes of a claim: first it gets the name of a volume, then it is bound.
pub(super) fn step(view: &View<'_>) -> Step {
    let spec = view.spec();
    let is_bound = view.status()["phase"] == "Bound";
    if spec["volumeName"].is_string() {
        if is_bound {
            return Step::done();
        }
        let mut status = view.status().clone();
        status["phase"] = "Bound".into();
        status["accessModes"] = spec["accessModes"].clone();
        status["capacity"] = json!({"storage": spec["resources"]["requests"]["storage"]});
        return Step::status(status);
    }
    if !view.is_ready() {
        return Step::done().again(view.end_of_delay());
    }
    let uid = view.object["metadata"]["uid"].as_str().unwrap_or_default();
    let mut spec = spec.clone();
    spec["volumeName"] = format!("pvc-{uid}").into();
    let mut step = Step::spec(spec);
    for name in [
        "pv.kubernetes.io/bind-completed",
        "pv.kubernetes.io/bound-by-controller",
    ] {
        step.annotations.push((name, "yes".to_owned()));
    }
    step
}
