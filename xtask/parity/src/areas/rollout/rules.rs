//! Which mended defects explain a difference.

use serde_json::Value;

use super::model::{Fix, Fixes, answers};
use super::normalize;
use crate::areas::Rule;
use crate::differences::Case;
use crate::vector::Expected;

pub(super) const RULES: &[(&str, Rule)] = &[
    ("never_deployed", |case| explains(case, Fix::NeverDeployed)),
    ("ranked", |case| explains(case, Fix::Ranked)),
    ("disabled_once", |case| explains(case, Fix::DisabledOnce)),
    ("raising_check", |case| explains(case, Fix::RaisingCheck)),
    ("foreign", |case| explains(case, Fix::Foreign)),
    ("unknown_reason", |case| explains(case, Fix::UnknownReason)),
    ("old_message", |case| explains(case, Fix::OldMessage)),
    ("whole_resource", |case| explains(case, Fix::WholeResource)),
];

/// The model says with nothing mended what the reference answered, and with everything mended what is answered here; and this
/// defect has a part in it.
fn explains(case: &Case<'_>, fix: Fix) -> bool {
    let Some(ours) = case.ours() else {
        return false;
    };
    let input = &case.vector.input;
    let all = Fixes::from(Fix::ALL);
    let mut others = all.clone();
    others.remove(&fix);
    let is = |fixes: &Fixes, theirs: Option<&Value>, wanted: &Value| {
        let answers = answers(input, fixes, theirs).map(Value::from);
        answers.is_some_and(|answers| same(input, answers, wanted))
    };
    let results = results(&case.vector.expected);
    let is_theirs = |theirs: &&Value| {
        is(&Fixes::new(), Some(theirs), theirs)
            || fix == Fix::RaisingCheck && escapes(input, theirs, ours)
    };
    let has_a_part = |theirs: &&Value| !is(&others, Some(theirs), ours);
    is(&all, None, ours) && results.iter().all(is_theirs) && results.iter().any(has_a_part)
}

/// The reference's rollout ended with the error of a check, and told nothing of the components.
fn escapes(input: &Value, theirs: &Value, ours: &Value) -> bool {
    let reconciles = theirs
        .as_array()
        .into_iter()
        .flatten()
        .zip(ours.as_array().into_iter().flatten());
    let escaped = |(theirs, ours): (&Value, &Value)| {
        theirs["completion"].is_null()
            && theirs["result"]["requeue"] == true
            && theirs["result"]["exception"] == ours["completion"]["exception"]
    };
    input["reconciles"]
        .as_array()
        .is_some_and(|scripts| scripts.len() == 1)
        && reconciles.into_iter().all(escaped)
}

fn results(expected: &Expected) -> Vec<&Value> {
    match expected {
        Expected::Value(value) => vec![value],
        Expected::AnyOf(all) => all.iter().flat_map(results).collect(),
        Expected::Error(_) => Vec::new(),
    }
}

fn same(input: &Value, mut modelled: Value, wanted: &Value) -> bool {
    let mut wanted = wanted.clone();
    normalize(input, &mut modelled);
    normalize(input, &mut wanted);
    crate::compare::value_difference(&modelled, &wanted, "").is_none()
}
