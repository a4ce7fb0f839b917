//! Kinds that are asked rather than stored: who somebody is, and what they may do.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::attributes::Attributes;
use super::rbac::{Decision, aggregate};
use super::rule::Rule;
use super::{ISSUER, User};
use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::managed_fields;
use crate::status::{Cause, Status};
use crate::strategy;

impl Cluster {
    /// Answers a review.
    pub(crate) fn review(&self, write: &Write<'_>, mut object: Value) -> Result<Value, Status> {
        write.check_envelope(&mut object)?;
        strategy::decode(write, &mut object)?;
        match write.resource.kind.as_str() {
            "SelfSubjectReview" => return Ok(self.who_am_i(write, object)),
            "SelfSubjectRulesReview" => return self.what_may_i(write, &object),
            _ => {}
        }
        let (api_version, now) = (write.resource.api_version(), self.now());
        object = managed_fields::update(None, object, &write.request(&api_version, &now));
        let status = match write.resource.kind.as_str() {
            "TokenReview" => self.whose_token(&object)?,
            _ => self.may_they(write, &object)?,
        };
        object["status"] = status;
        Ok(object)
    }

    fn who_am_i(&self, write: &Write<'_>, mut object: Value) -> Value {
        object["metadata"]["creationTimestamp"] = self.now().into();
        object["status"] = json!({"userInfo": write.user.to_value()});
        object
    }

    fn whose_token(&self, review: &Value) -> Result<Value, Status> {
        let token = review["spec"]["token"].as_str().unwrap_or_default();
        if token.is_empty() {
            let message = "token is required for TokenReview in authentication";
            return Err(Status::bad_request(message));
        }
        let asked = review["spec"]["audiences"].as_array().into_iter().flatten();
        let mut audiences: Vec<_> = asked
            .filter_map(|audience| audience.as_str().map(str::to_owned))
            .collect();
        if audiences.is_empty() {
            audiences.push(ISSUER.to_owned());
        }
        let status = |user: &User, audiences: &[String]| json!({"authenticated": true, "user": user.to_value(), "audiences": audiences});
        if let Some(user) = self.tokens.user(token) {
            return Ok(status(&user, &audiences));
        }
        Ok(match self.account_of_token(token, &audiences) {
            Ok(shown) => status(&shown.user, &shown.audiences),
            Err(problem) => {
                let none = "invalid bearer token";
                let error =
                    problem.map_or_else(|| none.to_owned(), |why| format!("[{none}, {why}]"));
                json!({"user": {}, "error": error})
            }
        })
    }

    fn what_may_i(&self, write: &Write<'_>, review: &Value) -> Result<Value, Status> {
        let namespace = review["spec"]["namespace"].as_str().unwrap_or_default();
        if namespace.is_empty() {
            return Err(Status::bad_request("no namespace on request"));
        }
        let held = self.rules_for(&write.user, namespace);
        let pick = |wanted: fn(&Rule) -> bool| -> Vec<_> {
            held.rules.iter().filter(|rule| wanted(rule)).collect()
        };
        let resources = pick(|rule| !rule.resources.is_empty());
        let paths = pick(|rule| !rule.non_resource_urls.is_empty());
        let mut status =
            json!({"resourceRules": resources, "nonResourceRules": paths, "incomplete": false});
        if !held.problems.is_empty() {
            status["evaluationError"] = aggregate(&held.problems).into();
        }
        Ok(json!({
            "kind": write.resource.kind,
            "apiVersion": write.resource.api_version(),
            "metadata": {},
            "spec": {},
            "status": status,
        }))
    }

    fn may_they(&self, write: &Write<'_>, review: &Value) -> Result<Value, Status> {
        let oneself = write.resource.kind == "SelfSubjectAccessReview";
        let local = write.resource.kind == "LocalSubjectAccessReview";
        let causes = problems(review, oneself, local);
        if !causes.is_empty() {
            return Err(Status::invalid(write.resource.group(), "", "", &causes));
        }
        let other;
        let user = if oneself {
            &*write.user
        } else {
            other = described(&review["spec"]);
            &other
        };
        let decision = self.authorize(user, &asked(&review["spec"]));
        Ok(verdict(&decision))
    }
}

fn verdict(decision: &Decision) -> Value {
    let mut status = Map::new();
    status.insert("allowed".into(), decision.allowed.into());
    if !decision.reason.is_empty() {
        status.insert("reason".into(), decision.reason.as_str().into());
    }
    Value::Object(status)
}

/// The user that the review is about.
fn described(spec: &Value) -> User {
    let text = |field: &str| spec[field].as_str().unwrap_or_default();
    let texts = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        all.filter_map(|text| text.as_str().map(str::to_owned))
            .collect()
    };
    let extra = spec["extra"].as_object().into_iter().flatten();
    let extra: BTreeMap<_, _> = extra
        .map(|(key, values)| (key.clone(), texts(values)))
        .collect();
    User::with(text("user"), text("uid"), texts(&spec["groups"]), extra)
}

/// What the review asks about.
fn asked(spec: &Value) -> Attributes {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let resource = &spec["resourceAttributes"];
    if resource.is_object() {
        return Attributes {
            verb: text(resource, "verb"),
            is_resource: true,
            group: text(resource, "group"),
            resource: text(resource, "resource"),
            subresource: text(resource, "subresource"),
            namespace: text(resource, "namespace"),
            name: text(resource, "name"),
            path: String::new(),
        };
    }
    let path = &spec["nonResourceAttributes"];
    Attributes {
        verb: text(path, "verb"),
        path: text(path, "path"),
        ..Attributes::default()
    }
}

/// What is wrong with an access review.
fn problems(review: &Value, oneself: bool, local: bool) -> Vec<Cause> {
    let spec = &review["spec"];
    let (resource, path) = (&spec["resourceAttributes"], &spec["nonResourceAttributes"]);
    let mut causes = Vec::new();
    if resource.is_object() && path.is_object() {
        let text = |field: &str| path[field].as_str().unwrap_or_default();
        let shown = json!({"Path": text("path"), "Verb": text("verb")});
        let why = "cannot be specified in combination with resourceAttributes";
        causes.push(Cause::invalid("spec.nonResourceAttributes", &shown, why));
    }
    if !resource.is_object() && !path.is_object() {
        let why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
        causes.push(Cause::invalid("spec.resourceAttributes", &Value::Null, why));
    }
    let someone = spec["user"].as_str().is_some_and(|user| !user.is_empty())
        || spec["groups"]
            .as_array()
            .is_some_and(|groups| !groups.is_empty());
    if !oneself && !someone {
        let why = "at least one of user or group must be specified";
        causes.push(Cause::invalid("spec.user", &"".into(), why));
    }
    causes.extend(metadata_problem(&review["metadata"], local));
    if local {
        causes.extend(local_problems(&review["metadata"], resource, path));
    }
    causes
}

fn metadata_problem(metadata: &Value, local: bool) -> Option<Cause> {
    let fields = metadata.as_object()?;
    let extra = fields
        .keys()
        .any(|field| field != "managedFields" && !(local && field == "namespace"));
    let why = if local {
        "must be empty except for namespace"
    } else {
        "must be empty"
    };
    extra.then(|| Cause::invalid("metadata", metadata, why))
}

fn local_problems(metadata: &Value, resource: &Value, path: &Value) -> Vec<Cause> {
    let mut causes = Vec::new();
    let namespace = resource["namespace"].as_str().unwrap_or_default();
    if resource.is_object() && metadata["namespace"] != namespace {
        let field = "spec.resourceAttributes.namespace";
        causes.push(Cause::invalid(
            field,
            &namespace.into(),
            "must match metadata.namespace",
        ));
    }
    if path.is_object() {
        let why = "disallowed on this kind of request";
        causes.push(Cause::invalid("spec.nonResourceAttributes", path, why));
    }
    causes
}
