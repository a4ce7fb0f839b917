//! Configurations of webhooks, flow schemas and priority levels.

use std::collections::BTreeSet;

use serde_json::Value;

use super::node::Node;
use super::problems::Problems;
#[cfg(feature = "cel")]
use crate::admission::policies;
use crate::names;

/// A configuration of webhooks.
pub(super) fn configuration(object: &Value, mutating: bool, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let mut seen = BTreeSet::new();
    root.at("webhooks").each(|_, hook| {
        let name = hook.at("name");
        versions(&hook);
        if check_name(&name) && !seen.insert(name.text()) {
            name.duplicate();
        }
        rules(&hook);
        hook.at("failurePolicy").one_of(&["Fail", "Ignore"]);
        hook.at("matchPolicy").one_of(&["Equivalent", "Exact"]);
        let effects = hook.at("sideEffects");
        if effects.is_there() {
            effects.one_of(&["None", "NoneOnDryRun"]);
        } else {
            effects.require("must specify one of None, NoneOnDryRun");
        }
        let time = hook.at("timeoutSeconds");
        if time.int().is_some_and(|time| !(1..=30).contains(&time)) {
            time.invalid("the timeout value must be between 1 and 30 seconds");
        }
        for selector in ["namespaceSelector", "objectSelector"] {
            hook.at(selector).selector();
        }
        client(&hook.at("clientConfig"));
        if mutating {
            hook.at("reinvocationPolicy").one_of(&["IfNeeded", "Never"]);
        }
        conditions(&hook.at("matchConditions"));
    });
}

#[cfg(feature = "cel")]
fn conditions(conditions: &Node<'_, '_>) {
    let mut causes = Vec::new();
    let path = conditions.path().to_string();
    policies::check_webhook(&conditions.items().into(), &path, &mut causes);
    for cause in causes {
        conditions.problems().push(cause);
    }
}

/// Conditions that nobody could evaluate are not taken as if they held.
#[cfg(not(feature = "cel"))]
fn conditions(conditions: &Node<'_, '_>) {
    if !conditions.items().is_empty() {
        conditions.forbid("match conditions need the feature `cel` of oper8-apiserver");
    }
}

fn check_name(name: &Node<'_, '_>) -> bool {
    if !name.needed() {
        return true;
    }
    match names::subdomain_problem(name.text()) {
        Some(problem) => name.invalid(&problem),
        None if name.text().split('.').count() < 3 => {
            name.invalid("should be a domain with at least three segments separated by dots");
        }
        None => {}
    }
    true
}

fn versions(hook: &Node<'_, '_>) {
    let versions = hook.at("admissionReviewVersions");
    let known = |value: &Value| *value == "v1" || *value == "v1beta1";
    if versions.items().is_empty() {
        versions.require("must specify one of v1, v1beta1");
    } else if !versions.items().iter().any(known) {
        versions.invalid("must include at least one of v1, v1beta1");
    }
}

fn rules(hook: &Node<'_, '_>) {
    const OPERATIONS: [&str; 5] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
    hook.at("rules").each(|_, rule| {
        let operations = rule.at("operations");
        if operations.items().is_empty() {
            operations.require("");
        }
        if operations.items().len() > 1 && operations.items().iter().any(|one| one == "*") {
            operations.invalid("if '*' is present, must not specify other operations");
        }
        operations.each(|_, operation| operation.must_be_one_of(&OPERATIONS));
        for (field, what) in [
            ("apiGroups", "API groups"),
            ("apiVersions", "API versions"),
            ("resources", "resources"),
        ] {
            let list = rule.at(field);
            if list.items().is_empty() {
                list.require("");
            }
            let several = list.items().len() > 1;
            if several && field != "resources" && list.items().iter().any(|one| one == "*") {
                list.invalid(&format!("if '*' is present, must not specify other {what}"));
            }
        }
        rule.at("scope").one_of(&["*", "Cluster", "Namespaced"]);
    });
}

fn client(config: &Node<'_, '_>) {
    let (url, service) = (config.at("url"), config.at("service"));
    if url.is_there() == service.is_there() {
        return config.require("exactly one of url or service is required");
    }
    if url.is_there() {
        return check_url(&url);
    }
    for field in ["name", "namespace"] {
        if service.at(field).text().is_empty() {
            // The real server speaks of the name in both cases.
            service.at("name").require("");
        }
    }
    let port = service.at("port");
    if port.int().is_some_and(|port| !(1..=65_535).contains(&port)) {
        port.invalid("port is not valid: must be between 1 and 65535, inclusive");
    }
    let path = service.at("path");
    if !path.is_there() || path.text() == "/" {
        return;
    }
    if !path.text().starts_with('/') {
        path.invalid("must start with a '/'");
    }
    let inner = path.text().strip_suffix('/').unwrap_or(path.text());
    let segments: Vec<&str> = match inner.get(1..) {
        Some(rest) => rest.split('/').collect(),
        None => Vec::new(),
    };
    for (index, segment) in segments.into_iter().enumerate() {
        if segment.is_empty() {
            path.invalid(&format!("segment[{index}] may not be empty"));
        } else if let Some(problem) = names::subdomain_problem(segment) {
            path.invalid(&format!("segment[{index}]: {problem}"));
        }
    }
}

fn check_url(url: &Node<'_, '_>) {
    const FORM: &str = "; desired format: https://host[/path]";
    let (scheme, rest) = url.text().split_once("://").unwrap_or(("", ""));
    if scheme != "https" {
        url.invalid_as(
            &scheme.into(),
            &format!("'https' is the only allowed URL scheme{FORM}"),
        );
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        url.invalid_as(&host.into(), &format!("host must be specified{FORM}"));
    }
    if let Some((user, _)) = host.split_once('@') {
        url.invalid_as(&user.into(), "user information is not permitted in the URL");
    }
    if let Some((_, fragment)) = rest.split_once('#') {
        url.invalid_as(&fragment.into(), "fragments are not permitted in the URL");
    }
    if let Some((_, query)) = rest.split('#').next().and_then(|rest| rest.split_once('?')) {
        url.invalid_as(
            &query.into(),
            "query parameters are not permitted in the URL",
        );
    }
}

pub(super) fn priority_level(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let kind = spec.at("type");
    if !kind.needed() {
        return;
    }
    let limited = spec.at("limited");
    match kind.text() {
        "Exempt" if limited.is_there() => {
            limited.forbid("must be nil if the type is not Limited");
        }
        "Exempt" => {}
        "Limited" if !limited.is_there() => {
            limited.require("must not be empty when type is Limited");
        }
        "Limited" => {
            let response = limited.at("limitResponse");
            let queuing = response.at("queuing");
            match response.at("type").text() {
                "Queue" if !queuing.is_there() => {
                    queuing.require("must not be empty if limited.limitResponse.type is Limited");
                }
                "Reject" if queuing.is_there() => {
                    queuing.forbid("must be nil if limited.limitResponse.type is not Limited");
                }
                "Queue" | "Reject" => {}
                _ => response.at("type").unsupported(&["Queue", "Reject"]),
            }
        }
        _ => kind.unsupported(&["Exempt", "Limited"]),
    }
}

pub(super) fn flow_schema(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let precedence = spec.at("matchingPrecedence");
    if precedence
        .int()
        .is_some_and(|number| !(1..=10_000).contains(&number))
    {
        precedence.invalid("must be between 1 and 10000, inclusive");
    }
    let level = spec.at("priorityLevelConfiguration");
    if level.at("name").text().is_empty() {
        level.at("name").require("must reference a priority level");
    }
    spec.at("rules").each(|_, rule| {
        if rule.at("subjects").items().is_empty() {
            rule.at("subjects")
                .require("subjects must contain at least one value");
        }
        let none = |field: &str| rule.at(field).items().is_empty();
        if none("resourceRules") && none("nonResourceRules") {
            rule.require("at least one of resourceRules and nonResourceRules has to be non-empty");
        }
    });
}
