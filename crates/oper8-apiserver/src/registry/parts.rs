//! The parts of a resource that have paths of their own: `status`, `scale`, `eviction`, `token`.

use super::{Resource, Schema};

/// One part, as discovery tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// What the path takes and gives, where that is not the resource's own kind.
    pub(crate) kind: Option<&'static str>,
    /// Group and version of that kind, where they are not the resource's own.
    pub(crate) api: Option<(&'static str, &'static str)>,
    pub(crate) verbs: &'static [&'static str],
}

/// What `status` and `scale` of a custom resource allow.
const VERBS: &[&str] = &["get", "patch", "update"];

const STATUS: Part = Part {
    name: "status",
    kind: None,
    api: None,
    verbs: VERBS,
};

const SCALE: Part = Part {
    name: "scale",
    kind: Some("Scale"),
    api: Some(("autoscaling", "v1")),
    verbs: VERBS,
};

impl Resource {
    /// Its parts, in the order in which a real server lists them.
    pub(crate) fn parts(&self) -> Vec<Part> {
        match &self.schema {
            Schema::BuiltIn(kind) => kind
                .subresources
                .iter()
                .map(|part| Part {
                    name: part.name,
                    kind: (part.kind != kind.kind).then_some(part.kind),
                    api: ((part.group, part.version) != (kind.group, kind.version))
                        .then_some((part.group, part.version)),
                    verbs: part.verbs,
                })
                .collect(),
            Schema::Custom(_) => {
                let status = self.status.then_some(STATUS);
                let scale = self.scale.is_some().then_some(SCALE);
                status.into_iter().chain(scale).collect()
            }
        }
    }

    /// Its part of that name.
    pub(crate) fn part(&self, name: &str) -> Option<Part> {
        self.parts().into_iter().find(|part| part.name == name)
    }
}
