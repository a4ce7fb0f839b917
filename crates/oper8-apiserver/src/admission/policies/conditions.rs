//! Match conditions: what must hold for a policy or a webhook to be asked at all.

use serde_json::Value;

#[cfg(feature = "webhooks")]
use super::Attempt;
use super::policy::must_be_bool;
use super::request;
use crate::cel::{Environment, Expression, Scope, Value as CelValue};
#[cfg(feature = "webhooks")]
use crate::cluster::Cluster;
use crate::names;
#[cfg(feature = "webhooks")]
use crate::registry::Resource;
use crate::status::Cause;

/// The most conditions that there may be.
const MOST: u64 = 64;

/// Whether the conditions of a webhook hold, and it is to be asked; the error is why that cannot be told, where this is
/// no reason to pass it over.
#[cfg(feature = "webhooks")]
pub(crate) fn ask_webhook(
    cluster: &Cluster,
    hook: &Value,
    attempt: &Attempt<'_>,
    matched: &Resource,
) -> Result<bool, String> {
    let given = hook["matchConditions"].as_array();
    let texts = given.into_iter().flatten();
    let conditions: Vec<_> = texts
        .filter_map(|condition| {
            cluster
                .policies
                .condition(condition["expression"].as_str()?)
        })
        .collect();
    if conditions.is_empty() {
        return Ok(true);
    }
    let asked = request::of(attempt, matched);
    let holds = Scope::with(|mut scope| {
        request::bind(&mut scope, attempt, &matched.api_version(), &asked);
        // The real server does not look the namespace up for a webhook.
        scope.bind("namespaceObject", CelValue::Null);
        hold(conditions.iter().map(AsRef::as_ref), &scope)
    });
    match holds {
        Err(_) if hook["failurePolicy"] == "Ignore" => Ok(false),
        holds => holds,
    }
}

/// Whether all hold; one that does not decides, whatever is wrong with the others.
pub(super) fn hold<'a>(
    conditions: impl Iterator<Item = &'a Expression>,
    scope: &Scope<'_>,
) -> Result<bool, String> {
    let mut errors = Vec::new();
    for condition in conditions {
        match condition.evaluate(scope) {
            Ok(CelValue::Bool(true)) => {}
            Ok(CelValue::Bool(false)) => return Ok(false),
            Ok(_) => errors.push(told(condition, "no such overload")),
            Err(error) => errors.push(told(condition, &error)),
        }
    }
    match errors.as_slice() {
        [] => Ok(true),
        [one] => Err(one.clone()),
        many => Err(format!("[{}]", many.join(", "))),
    }
}

/// What an expression says that cannot be evaluated.
pub(super) fn told(expression: &Expression, error: &str) -> String {
    format!(
        "expression '{}' resulted in error: {error}",
        expression.source()
    )
}

/// Judges the conditions of a webhook, which are at `path`.
pub(crate) fn check_webhook(conditions: &Value, path: &str, causes: &mut Vec<Cause>) {
    check(conditions, path, &request::environment(false), causes);
}

/// Judges conditions, which are at `path`.
pub(super) fn check(
    conditions: &Value,
    path: &str,
    environment: &Environment,
    causes: &mut Vec<Cause>,
) {
    let conditions = conditions.as_array().map_or(&[][..], Vec::as_slice);
    if conditions.len() as u64 > MOST {
        causes.push(Cause::too_many(path, conditions.len(), MOST));
    }
    for (index, condition) in conditions.iter().enumerate() {
        let at = |field: &str| format!("{path}[{index}].{field}");
        let (name, expression) = (&condition["name"], &condition["expression"]);
        let text = expression.as_str().unwrap_or_default().trim();
        if text.is_empty() {
            causes.push(Cause::required(&at("expression"), ""));
        } else {
            must_be_bool(&text.into(), &at("expression"), environment, causes);
        }
        let text = name.as_str().unwrap_or_default();
        if text.is_empty() {
            causes.push(Cause::required(&at("name"), ""));
            continue;
        }
        for problem in names::label_key_problems(text) {
            causes.push(Cause::invalid(&at("name"), name, &problem));
        }
        if conditions[..index]
            .iter()
            .any(|other| other["name"] == *name)
        {
            causes.push(Cause::duplicate(&at("name"), name));
        }
    }
}
