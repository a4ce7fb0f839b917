//! Policies: read once, and again when they change; and which are valid.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value;

use super::{conditions, request};
use crate::cel::{Environment, Expression, Type};
use crate::status::Cause;
use crate::store::Object;
use crate::value::text;

/// More conditions of webhooks are not remembered: those of configurations that are gone are among them.
#[cfg(feature = "webhooks")]
const MOST_CONDITIONS: usize = 1024;

/// What was read, until it changes.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    /// By uid, each with the revision at which it was.
    policies: Mutex<HashMap<String, (u64, Arc<Policy>)>>,
    /// The conditions of webhooks, by their text; `None` for what cannot be read.
    #[cfg(feature = "webhooks")]
    conditions: Mutex<HashMap<String, Option<Arc<Expression>>>>,
}

/// A policy that was read.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) conditions: Vec<Expression>,
    pub(super) variables: Vec<(String, Expression)>,
    pub(super) validations: Vec<Validation>,
    /// Whether a request is let through that the policy cannot judge.
    pub(super) ignores_failures: bool,
}

/// One thing that a policy demands.
#[derive(Debug)]
pub(super) struct Validation {
    pub(super) text: String,
    pub(super) message: String,
    pub(super) message_expression: Option<Expression>,
    pub(super) reason: String,
    pub(super) expression: Expression,
}

impl Policies {
    /// The policy that an object is.
    pub(super) fn read(&self, object: &Object) -> Arc<Policy> {
        let mut known = self.policies.lock();
        if let Some((revision, policy)) = known.get(object.uid())
            && *revision == object.revision()
        {
            return Arc::clone(policy);
        }
        let policy = Arc::new(Policy::read(&object.value()["spec"]));
        known.insert(
            object.uid().to_owned(),
            (object.revision(), Arc::clone(&policy)),
        );
        policy
    }

    /// The condition of a webhook that a text is.
    #[cfg(feature = "webhooks")]
    pub(super) fn condition(&self, text: &str) -> Option<Arc<Expression>> {
        let mut known = self.conditions.lock();
        if let Some(condition) = known.get(text) {
            return condition.clone();
        }
        if known.len() >= MOST_CONDITIONS {
            known.clear();
        }
        let condition = Expression::compile(text.trim(), &request::environment(false));
        let condition = condition.ok().map(Arc::new);
        known.insert(text.to_owned(), condition.clone());
        condition
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Policy {
    /// Reads a policy; an expression that cannot be read was refused before.
    fn read(spec: &Value) -> Self {
        let mut environment = request::environment(spec["paramKind"].is_object());
        let conditions = list(&spec["matchConditions"])
            .iter()
            .filter_map(|condition| {
                Expression::compile(text(&condition["expression"]), &environment).ok()
            });
        let conditions = conditions.collect();
        let variables = variables(spec, &mut environment).0;
        let validations = list(&spec["validations"]).iter().filter_map(|validation| {
            let message = text(&validation["messageExpression"]);
            Some(Validation {
                text: text(&validation["expression"]).trim().to_owned(),
                message: text(&validation["message"]).trim().to_owned(),
                message_expression: Expression::compile(message, &environment).ok(),
                reason: text(&validation["reason"]).to_owned(),
                expression: Expression::compile(text(&validation["expression"]), &environment)
                    .ok()?,
            })
        });
        Self {
            conditions,
            variables,
            validations: validations.collect(),
            ignores_failures: spec["failurePolicy"] == "Ignore",
        }
    }
}

type Named = Vec<(String, Expression)>;

/// Reads the variables of a policy, each of which may use those before it; answers what is wrong with which.
fn variables(spec: &Value, environment: &mut Environment) -> (Named, Vec<(usize, String)>) {
    let (mut read, mut problems): (Named, _) = (Vec::new(), Vec::new());
    for (index, variable) in list(&spec["variables"]).iter().enumerate() {
        match Expression::compile(text(&variable["expression"]), environment) {
            Ok(expression) => read.push((text(&variable["name"]).to_owned(), expression)),
            Err(problem) => problems.push((index, problem)),
        }
        // Without any there is no such variable.
        let known = read
            .iter()
            .map(|(name, expression)| (name.as_str(), expression.kind().clone()));
        environment.insert("variables".into(), Type::object(known));
    }
    (read, problems)
}

/// Judges a ValidatingAdmissionPolicy.
pub(crate) fn check_policy(object: &Value, causes: &mut Vec<Cause>) {
    let spec = &object["spec"];
    let constraints = &spec["matchConstraints"];
    one_of(
        &spec["failurePolicy"],
        "spec.failurePolicy",
        &["Fail", "Ignore"],
        causes,
    );
    let params = &spec["paramKind"];
    if params.is_object() {
        for field in ["apiVersion", "kind"] {
            if text(&params[field]).is_empty() {
                causes.push(Cause::required(&format!("spec.paramKind.{field}"), ""));
            }
        }
    }
    if constraints.is_object() {
        check_match(constraints, "spec.matchConstraints", true, causes);
    } else {
        causes.push(Cause::required("spec.matchConstraints", ""));
    }
    let mut environment = request::environment(params.is_object());
    conditions::check(
        &spec["matchConditions"],
        "spec.matchConditions",
        &environment,
        causes,
    );
    check_variables(spec, &mut environment, causes);
    if list(&spec["validations"]).is_empty() && list(&spec["auditAnnotations"]).is_empty() {
        let detail = "validations or auditAnnotations must contain at least one item";
        causes.push(Cause::required("spec.validations", detail));
        causes.push(Cause::required("spec.auditAnnotations", detail));
    }
    for (index, validation) in list(&spec["validations"]).iter().enumerate() {
        check_validation(
            validation,
            &format!("spec.validations[{index}]"),
            &environment,
            causes,
        );
    }
    for (index, annotation) in list(&spec["auditAnnotations"]).iter().enumerate() {
        let path = format!("spec.auditAnnotations[{index}]");
        if text(&annotation["key"]).is_empty() {
            causes.push(Cause::required(&format!("{path}.key"), ""));
        }
        let value = &annotation["valueExpression"];
        let path = format!("{path}.valueExpression");
        if text(value).trim().is_empty() {
            causes.push(Cause::required(&path, "valueExpression is not specified"));
        } else {
            let kinds = [Type::String, Type::Null];
            compiles(
                value,
                &path,
                &environment,
                &kinds,
                "one of [string null_type]",
                causes,
            );
        }
    }
}

fn check_variables(spec: &Value, environment: &mut Environment, causes: &mut Vec<Cause>) {
    for (index, variable) in list(&spec["variables"]).iter().enumerate() {
        let path = format!("spec.variables[{index}]");
        if text(&variable["name"]).is_empty() {
            causes.push(Cause::required(
                &format!("{path}.name"),
                "name is not specified",
            ));
        }
        if text(&variable["expression"]).trim().is_empty() {
            let detail = "expression is not specified";
            causes.push(Cause::required(&format!("{path}.expression"), detail));
        }
    }
    for (index, problem) in variables(spec, environment).1 {
        let value = &spec["variables"][index]["expression"];
        if text(value).trim().is_empty() {
            continue;
        }
        let path = format!("spec.variables[{index}].expression");
        causes.push(Cause::invalid(
            &path,
            value,
            &format!("compilation failed: {problem}"),
        ));
    }
}

fn check_validation(
    validation: &Value,
    path: &str,
    environment: &Environment,
    causes: &mut Vec<Cause>,
) {
    const REASONS: [&str; 3] = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
    let at = |field: &str| format!("{path}.{field}");
    let (expression, message) = (&validation["expression"], &validation["message"]);
    let maker = &validation["messageExpression"];
    if text(expression).trim().is_empty() {
        causes.push(Cause::required(
            &at("expression"),
            "expression is not specified",
        ));
    } else {
        must_be_bool(expression, &at("expression"), environment, causes);
    }
    if maker.is_string() && text(maker).trim().is_empty() {
        let detail = "must be non-empty if specified";
        causes.push(Cause::invalid(&at("messageExpression"), maker, detail));
    } else if !text(maker).is_empty() {
        let path = at("messageExpression");
        compiles(maker, &path, environment, &[Type::String], "string", causes);
    }
    let trimmed = text(message).trim();
    if !text(message).is_empty() && trimmed.is_empty() {
        causes.push(Cause::invalid(
            &at("message"),
            message,
            "must be non-empty if specified",
        ));
    } else if trimmed.contains(['\n', '\r']) {
        causes.push(Cause::invalid(
            &at("message"),
            message,
            "must not contain line breaks",
        ));
    } else if text(expression).trim().contains(['\n', '\r']) && trimmed.is_empty() {
        let detail = "message must be specified if expression contains line breaks";
        causes.push(Cause::required(&at("message"), detail));
    }
    let reason = &validation["reason"];
    if reason.is_string() && !REASONS.contains(&text(reason)) {
        causes.push(Cause::not_supported(
            &at("reason"),
            reason,
            &REASONS.map(str::to_owned),
        ));
    }
}

pub(super) fn must_be_bool(
    value: &Value,
    path: &str,
    environment: &Environment,
    causes: &mut Vec<Cause>,
) {
    compiles(value, path, environment, &[Type::Bool], "bool", causes);
}

fn compiles(
    value: &Value,
    path: &str,
    environment: &Environment,
    kinds: &[Type],
    wanted: &str,
    causes: &mut Vec<Cause>,
) {
    match Expression::compile(text(value), environment) {
        Err(problem) => {
            let detail = format!("compilation failed: {problem}");
            causes.push(Cause::invalid(path, value, &detail));
        }
        Ok(expression) if *expression.kind() == Type::Dyn || kinds.contains(expression.kind()) => {}
        Ok(expression) => {
            let detail = format!("must evaluate to {wanted} but got {}", expression.kind());
            causes.push(Cause::invalid(path, value, &detail));
        }
    }
}

fn one_of(value: &Value, path: &str, values: &[&str], causes: &mut Vec<Cause>) {
    if value.is_string() && !values.contains(&text(value)) {
        let supported: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        causes.push(Cause::not_supported(path, value, &supported));
    }
}

/// Judges what a policy or a binding is about.
fn check_match(constraints: &Value, path: &str, rules: bool, causes: &mut Vec<Cause>) {
    one_of(
        &constraints["matchPolicy"],
        &format!("{path}.matchPolicy"),
        &["Equivalent", "Exact"],
        causes,
    );
    let given = list(&constraints["resourceRules"]);
    if rules && given.is_empty() {
        causes.push(Cause::required(&format!("{path}.resourceRules"), ""));
    }
    for (name, rules) in [
        ("resourceRules", given),
        (
            "excludeResourceRules",
            list(&constraints["excludeResourceRules"]),
        ),
    ] {
        for (index, rule) in rules.iter().enumerate() {
            let path = format!("{path}.{name}[{index}]");
            for field in ["operations", "apiGroups", "apiVersions", "resources"] {
                if list(&rule[field]).is_empty() {
                    causes.push(Cause::required(&format!("{path}.{field}"), ""));
                }
            }
            for (index, operation) in list(&rule["operations"]).iter().enumerate() {
                let known = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
                one_of(
                    operation,
                    &format!("{path}.operations[{index}]"),
                    &known,
                    causes,
                );
            }
            one_of(
                &rule["scope"],
                &format!("{path}.scope"),
                &["*", "Cluster", "Namespaced"],
                causes,
            );
        }
    }
}

/// Judges a ValidatingAdmissionPolicyBinding.
pub(crate) fn check_binding(object: &Value, causes: &mut Vec<Cause>) {
    let spec = &object["spec"];
    if text(&spec["policyName"]).is_empty() {
        causes.push(Cause::required("spec.policyName", ""));
    }
    let reference = &spec["paramRef"];
    if reference.is_object() {
        let (name, selector) = (
            !text(&reference["name"]).is_empty(),
            reference["selector"].is_object(),
        );
        if name && selector {
            let detail = "name and selector are mutually exclusive";
            for field in ["name", "selector"] {
                causes.push(Cause::forbidden(&format!("spec.paramRef.{field}"), detail));
            }
        } else if !name && !selector {
            causes.push(Cause::required(
                "spec.paramRef",
                "one of name or selector must be specified",
            ));
        }
        if reference["parameterNotFoundAction"].is_null() {
            causes.push(Cause::required("spec.paramRef.parameterNotFoundAction", ""));
        }
        let path = "spec.paramRef.parameterNotFoundAction";
        one_of(
            &reference["parameterNotFoundAction"],
            path,
            &["Allow", "Deny"],
            causes,
        );
    }
    if spec["matchResources"].is_object() {
        check_match(
            &spec["matchResources"],
            "spec.matchResources",
            false,
            causes,
        );
    }
    check_actions(list(&spec["validationActions"]), causes);
}

fn check_actions(actions: &[Value], causes: &mut Vec<Cause>) {
    let path = "spec.validationActions";
    if actions.is_empty() {
        causes.push(Cause::required(
            path,
            "at least one validation action is required",
        ));
    }
    for (index, action) in actions.iter().enumerate() {
        let at = format!("{path}[{index}]");
        one_of(action, &at, &["Audit", "Deny", "Warn"], causes);
        if actions[..index].contains(action) {
            causes.push(Cause::duplicate(&at, action));
        }
    }
    if actions.iter().any(|one| one == "Deny") && actions.iter().any(|one| one == "Warn") {
        let detail = "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
        causes.push(Cause::invalid(path, &actions.into(), detail));
    }
}
