//! A Pod as the checks read it, and how they name what is wrong.

use serde_json::Value;

use super::Violation;

/// A Pod, or a template of Pods.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pod<'a> {
    pub(super) annotations: &'a Value,
    pub(super) spec: &'a Value,
}

impl<'a> Pod<'a> {
    pub(super) fn of(object: &'a Value) -> Self {
        Self {
            annotations: &object["metadata"]["annotations"],
            spec: &object["spec"],
        }
    }

    pub(super) fn containers(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        let spec = self.spec;
        ["initContainers", "containers", "ephemeralContainers"]
            .into_iter()
            .flat_map(move |list| items(&spec[list]))
    }

    /// The names of the containers of which something is so.
    pub(super) fn those(&self, is_so: impl Fn(&'a Value) -> bool) -> Vec<&'a str> {
        let containers = self.containers().filter(|container| is_so(container));
        containers
            .map(|container| text(&container["name"]))
            .collect()
    }

    /// The Pod's own setting, by its path in the security context.
    pub(super) fn own(&self, path: &str) -> &'a Value {
        setting(self.spec, path)
    }

    pub(super) fn is_windows(&self) -> bool {
        self.spec["os"]["name"] == "windows"
    }

    /// Whether users of the Pod are none of the node.
    pub(super) fn has_own_users(&self) -> bool {
        self.spec["hostUsers"] == false
    }
}

/// A setting of the security context of a Pod or a container; null where there is none.
pub(super) fn setting<'a>(owner: &'a Value, path: &str) -> &'a Value {
    let steps = path.split('.');
    steps.fold(&owner["securityContext"], |value, step| &value[step])
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(super) fn plural<'a>(one: &'a str, more: &'a str, count: usize) -> &'a str {
    if count == 1 { one } else { more }
}

/// `"a", "b"`.
pub(super) fn quoted<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<_> = names
        .into_iter()
        .map(|name| format!("\"{}\"", name.as_ref()))
        .collect();
    names.join(", ")
}

/// `container "a"`, `containers "a", "b"`.
pub(super) fn containers(names: &[&str]) -> String {
    let word = plural("container", "containers", names.len());
    format!("{word} {}", quoted(names))
}

/// `pod and container "a"`, of those of whom it is true; empty where nobody is.
pub(super) fn setters(pod: bool, names: &[&str]) -> String {
    match (pod, names.is_empty()) {
        (true, true) => "pod".to_owned(),
        (true, false) => format!("pod and {}", containers(names)),
        (false, false) => containers(names),
        (false, true) => String::new(),
    }
}

/// A violation, where there is anything to be told of.
pub(super) fn violation(
    reason: &str,
    is_so: bool,
    detail: impl FnOnce() -> String,
) -> Option<Violation> {
    is_so.then(|| Violation {
        reason: reason.to_owned(),
        detail: detail(),
    })
}
