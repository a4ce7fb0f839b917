//! Roles and bindings.

use serde_json::{Value, json};

use super::problems::Problems;
use crate::names;
use crate::path::Path;

const GROUP: &str = "rbac.authorization.k8s.io";

/// A role of a namespace.
pub(super) fn role(object: &Value, problems: &mut Problems) {
    rules(object, true, problems);
}

/// A role of the cluster.
pub(super) fn cluster_role(object: &Value, problems: &mut Problems) {
    rules(object, false, problems);
    let aggregation = &object["aggregationRule"];
    if aggregation.is_object() && is_empty(&aggregation["clusterRoleSelectors"]) {
        let root = Path::root();
        let path = root.field("aggregationRule");
        problems.required(
            &path.field("clusterRoleSelectors"),
            "at least one clusterRoleSelector required if aggregationRule is non-nil",
        );
    }
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

fn rules(object: &Value, namespaced: bool, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("rules");
    let rules = object["rules"].as_array().into_iter().flatten();
    for (index, one) in rules.enumerate() {
        rule(one, namespaced, &path.index(index), problems);
    }
}

fn rule(rule: &Value, namespaced: bool, path: &Path<'_>, problems: &mut Problems) {
    if is_empty(&rule["verbs"]) {
        problems.required(
            &path.field("verbs"),
            "verbs must contain at least one value",
        );
    }
    let urls = &rule["nonResourceURLs"];
    if !is_empty(urls) {
        let path = path.field("nonResourceURLs");
        if namespaced {
            let why = "namespaced rules cannot apply to non-resource URLs";
            problems.invalid(&path, urls, why);
        }
        let others = ["apiGroups", "resources", "resourceNames"];
        if others.iter().any(|field| !is_empty(&rule[*field])) {
            let why = "rules cannot apply to both regular resources and non-resource URLs";
            problems.invalid(&path, urls, why);
        }
        return;
    }
    for (field, what) in [("apiGroups", "api group"), ("resources", "resource")] {
        if is_empty(&rule[field]) {
            let why = format!("resource rules must supply at least one {what}");
            problems.required(&path.field(field), &why);
        }
    }
}

/// A binding; `kinds` are those of the roles that it may name.
pub(super) fn binding(
    current: Option<&Value>,
    object: &Value,
    kinds: &[&str],
    problems: &mut Problems,
) {
    let root = Path::root();
    let path = root.field("roleRef");
    let role = &object["roleRef"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if role["apiGroup"] != GROUP {
        let given = text(&role["apiGroup"]).into();
        problems.not_supported(&path.field("apiGroup"), &given, &[GROUP]);
    }
    if !kinds.contains(&text(&role["kind"]).as_str()) {
        let given = text(&role["kind"]).into();
        problems.not_supported(&path.field("kind"), &given, kinds);
    }
    let name = text(&role["name"]);
    if name.is_empty() {
        problems.required(&path.field("name"), "");
    } else if let Some(problem) = names::path_segment_problem(&name) {
        problems.invalid(&path.field("name"), &name.into(), &problem);
    }
    let namespaced = kinds.len() > 1;
    let subjects_path = root.field("subjects");
    let subjects = object["subjects"].as_array().into_iter().flatten();
    for (index, one) in subjects.enumerate() {
        subject(one, namespaced, &subjects_path.index(index), problems);
    }
    if current.is_some_and(|current| current["roleRef"] != *role) {
        let shown = json!({
            "APIGroup": text(&role["apiGroup"]),
            "Kind": text(&role["kind"]),
            "Name": text(&role["name"]),
        });
        problems.invalid(&path, &shown, "cannot change roleRef");
    }
}

fn subject(subject: &Value, namespaced: bool, path: &Path<'_>, problems: &mut Problems) {
    let text = |field: &str| subject[field].as_str().unwrap_or_default();
    let name = text("name");
    if name.is_empty() {
        problems.required(&path.field("name"), "");
    }
    let group = match text("kind") {
        "ServiceAccount" => "",
        "User" | "Group" => GROUP,
        kind => {
            let kinds = ["ServiceAccount", "User", "Group"];
            problems.not_supported(&path.field("kind"), &kind.into(), &kinds);
            return;
        }
    };
    let account = group.is_empty();
    if let Some(problem) = names::subdomain_problem(name).filter(|_| account && !name.is_empty()) {
        problems.invalid(&path.field("name"), &name.into(), &problem);
    }
    if text("apiGroup") != group {
        let given = text("apiGroup").into();
        problems.not_supported(&path.field("apiGroup"), &given, &[group]);
    }
    if account && !namespaced && text("namespace").is_empty() {
        problems.required(&path.field("namespace"), "");
    }
}
