//! Asks policies about a write, and says no where one does.

use std::collections::HashMap;
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};

use super::conditions::{self, told};
use super::policy::{Policy, Validation};
use super::{Attempt, matching, params, request};
use crate::cel::{Scope, Value as CelValue, object, text_of, untyped};
use crate::cluster::{Cluster, namespaces};
use crate::status::Status;
use crate::store::{GroupResource, Object};

const GROUP: &str = "admissionregistration.k8s.io";

/// A longer message is none.
const LONGEST_MESSAGE: usize = 5 * 1024;

/// Why a request is refused.
struct Denial {
    message: String,
    /// Empty for `Invalid`.
    reason: String,
}

/// Asks every policy that is bound.
pub(crate) fn validate(cluster: &Cluster, attempt: &Attempt<'_>) -> Result<Vec<String>, Status> {
    let bindings = cluster.store.list(
        &GroupResource::new(GROUP, "validatingadmissionpolicybindings"),
        None,
    );
    if bindings.objects.is_empty() || matching::is_exempt(attempt.write.resource) {
        return Ok(Vec::new());
    }
    let policies = cluster.store.list(
        &GroupResource::new(GROUP, "validatingadmissionpolicies"),
        None,
    );
    let mut warnings = Vec::new();
    let mut denied = None;
    for policy in &policies.objects {
        let mut bound = bindings
            .objects
            .iter()
            .filter(|binding| binding.value()["spec"]["policyName"] == policy.name())
            .peekable();
        if bound.peek().is_none() {
            continue;
        }
        let Some(matched) = matching::matches(
            cluster,
            attempt,
            &policy.value()["spec"]["matchConstraints"],
        ) else {
            continue;
        };
        let asked = Asked {
            cluster,
            attempt,
            policy,
            read: cluster.policies.read(policy),
            request: request::of(attempt, &matched),
            api_version: matched.api_version(),
        };
        for binding in bound {
            if matching::matches(cluster, attempt, &binding.value()["spec"]["matchResources"])
                .is_some()
            {
                asked.binding(binding, &mut denied, &mut warnings);
            }
        }
    }
    match denied {
        Some(denial) => Err(refused(attempt, &denial)),
        None => Ok(warnings),
    }
}

/// A policy that is asked about a write.
struct Asked<'a> {
    cluster: &'a Cluster,
    attempt: &'a Attempt<'a>,
    policy: &'a Object,
    read: Arc<Policy>,
    request: Value,
    /// The version as which the object is seen.
    api_version: String,
}

impl Asked<'_> {
    fn binding(&self, binding: &Object, denied: &mut Option<Denial>, warnings: &mut Vec<String>) {
        let spec = &binding.value()["spec"];
        let namespace = self.attempt.write.namespace;
        let kind = &self.policy.value()["spec"]["paramKind"];
        let found = params::of(self.cluster, kind, &spec["paramRef"], namespace);
        let (policy, name) = (self.policy.name(), binding.name());
        let of = |denial: Denial| Denial {
            message: format!(
                "ValidatingAdmissionPolicy '{policy}' with binding '{name}' denied request: {}",
                denial.message
            ),
            ..denial
        };
        let found = match found {
            Ok(found) => found,
            Err(_) if self.read.ignores_failures => return,
            Err(problem) => {
                let message = format!("failed to configure binding: {problem}");
                denied.get_or_insert(of(Denial {
                    message,
                    reason: String::new(),
                }));
                return;
            }
        };
        for param in found {
            for denial in self.decide(param.as_deref()) {
                for action in spec["validationActions"].as_array().into_iter().flatten() {
                    match action.as_str() {
                        Some("Deny") if denied.is_none() => {
                            *denied = Some(of(Denial { message: denial.message.clone(), reason: denial.reason.clone() }));
                        }
                        Some("Warn") => warnings.push(format!(
                            "Validation failed for ValidatingAdmissionPolicy '{policy}' with binding '{name}': {}",
                            denial.message
                        )),
                        _ => {}
                    }
                }
            }
        }
    }

    /// What the policy has against the write.
    fn decide(&self, param: Option<&Object>) -> Vec<Denial> {
        Scope::with(|mut scope| {
            self.bind(&mut scope, param);
            match conditions::hold(self.read.conditions.iter(), &scope) {
                Ok(true) => {}
                Ok(false) => return Vec::new(),
                Err(message) => return self.failure(message).into_iter().collect(),
            }
            let failed = self.variables(&mut scope);
            let validations = self.read.validations.iter();
            validations
                .filter_map(|validation| self.validation(validation, &scope, &failed))
                .collect()
        })
    }

    fn bind(&self, scope: &mut Scope<'_>, param: Option<&Object>) {
        request::bind(scope, self.attempt, &self.api_version, &self.request);
        let namespace = self.attempt.write.namespace;
        let is_namespace = self.attempt.write.resource.kind == "Namespace";
        let namespace = (!namespace.is_empty() && !is_namespace)
            .then(|| self.cluster.store.get(&namespaces(), "", namespace))
            .flatten();
        let namespace = namespace.map_or(CelValue::Null, |object| {
            untyped(&request::namespace(object.value()))
        });
        scope.bind("namespaceObject", namespace);
        scope.bind(
            "params",
            param.map_or(CelValue::Null, |param| untyped(param.value())),
        );
    }

    fn failure(&self, message: String) -> Option<Denial> {
        (!self.read.ignores_failures).then_some(Denial {
            message,
            reason: String::new(),
        })
    }

    /// Binds the variables; answers those that have no value, and why.
    fn variables(&self, scope: &mut Scope<'_>) -> HashMap<String, String> {
        let mut values = Vec::new();
        let mut failed = HashMap::new();
        for (name, expression) in &self.read.variables {
            match expression.evaluate(scope) {
                Ok(value) => values.push((name.clone(), value)),
                Err(error) => {
                    failed.insert(name.clone(), in_variable(error, &failed));
                }
            }
            scope.bind("variables", object(values.clone().into_iter()));
        }
        failed
    }

    fn validation(
        &self,
        validation: &Validation,
        scope: &Scope<'_>,
        failed: &HashMap<String, String>,
    ) -> Option<Denial> {
        let error = match validation.expression.evaluate(scope) {
            Ok(CelValue::Bool(true)) => return None,
            Ok(_) => None,
            Err(error) => Some(in_variable(error, failed)),
        };
        if let Some(error) = error {
            return self.failure(told(&validation.expression, &error));
        }
        let made = validation
            .message_expression
            .as_ref()
            .and_then(|expression| {
                let value = expression.evaluate(scope).ok()?;
                let text = text_of(&value)?.trim().to_owned();
                let fits =
                    !text.is_empty() && !text.contains('\n') && text.len() <= LONGEST_MESSAGE;
                fits.then_some(text)
            });
        let message = match made {
            Some(made) => made,
            None if !validation.message.is_empty() => validation.message.clone(),
            None => format!("failed expression: {}", validation.text),
        };
        Some(Denial {
            message,
            reason: validation.reason.clone(),
        })
    }
}

/// An error of an expression, which may be that of a variable that it uses.
fn in_variable(error: String, failed: &HashMap<String, String>) -> String {
    let variable = error
        .strip_prefix("no such key: ")
        .and_then(|name| failed.get_key_value(name));
    match variable {
        Some((name, cause)) => format!("composited variable \"{name}\" fails to evaluate: {cause}"),
        None => error,
    }
}

fn refused(attempt: &Attempt<'_>, denial: &Denial) -> Status {
    let (code, reason) = match denial.reason.as_str() {
        "Forbidden" => (StatusCode::FORBIDDEN, "Forbidden"),
        "RequestEntityTooLarge" => (StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge"),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, "Invalid"),
    };
    let mut status = Status::forbidden(attempt.write.id(), attempt.name, &denial.message);
    status.code = code;
    status.reason = reason.into();
    if let Some(details) = status.details.as_mut() {
        details["causes"] = json!([{"message": denial.message}]);
    }
    status
}
