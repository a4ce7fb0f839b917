//! One operation of a path, and paths of several.

use serde_json::{Map, Value, json};

use crate::registry::Resource;
use crate::value::capital;

/// A parameter: its name, its type, and whether it is part of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parameter {
    name: &'static str,
    place: Place,
    kind: &'static str,
}

/// Where a parameter is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Path,
    Query,
}

/// A parameter of the query.
pub(super) const fn query(name: &'static str, kind: &'static str) -> Parameter {
    Parameter {
        name,
        place: Place::Query,
        kind,
    }
}

/// A part of the path.
pub(super) const fn in_path(name: &'static str) -> Parameter {
    Parameter {
        name,
        place: Place::Path,
        kind: "string",
    }
}

impl Parameter {
    fn value(self) -> Value {
        let mut value = json!({
            "name": self.name,
            "in": if self.place == Place::Path { "path" } else { "query" },
            "schema": {"type": self.kind, "uniqueItems": true},
        });
        if self.place == Place::Path {
            value["required"] = true.into();
        }
        value
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) id: String,
    pub(super) description: String,
    pub(super) action: &'static str,
    /// Group, version and kind that it is about; none for discovery.
    pub(super) kind: Option<(String, String, String)>,
    pub(super) parameters: Vec<Parameter>,
    /// The media types and the schema of the body.
    pub(super) body: Option<RequestBody>,
    pub(super) codes: &'static [u16],
    /// The media types of the answer.
    pub(super) produces: Vec<&'static str>,
    /// The schema of the answer.
    pub(super) answer: Value,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) consumes: &'static [&'static str],
    pub(super) schema: Value,
}

impl Operation {
    fn value(&self, tag: &str, shared: &[Parameter]) -> Value {
        let mut value = json!({
            "tags": [tag],
            "description": self.description,
            "operationId": self.id,
            "responses": self.responses(),
        });
        let own: Vec<_> = self
            .parameters
            .iter()
            .filter(|parameter| !shared.contains(parameter))
            .map(|parameter| parameter.value())
            .collect();
        if !own.is_empty() {
            value["parameters"] = own.into();
        }
        if let Some(body) = &self.body {
            value["requestBody"] = json!({"content": content(body.consumes, &body.schema)});
            if body.required {
                value["requestBody"]["required"] = true.into();
            }
        }
        if !self.action.is_empty() {
            value["x-kubernetes-action"] = self.action.into();
        }
        if let Some((group, version, kind)) = &self.kind {
            value["x-kubernetes-group-version-kind"] =
                json!({"group": group, "version": version, "kind": kind});
        }
        value
    }

    fn responses(&self) -> Value {
        let mut responses = Map::new();
        for code in self.codes {
            let text = match code {
                201 => "Created",
                202 => "Accepted",
                _ => "OK",
            };
            let content = content(&self.produces, &self.answer);
            responses.insert(
                code.to_string(),
                json!({"description": text, "content": content}),
            );
        }
        responses.insert("401".to_owned(), json!({"description": "Unauthorized"}));
        responses.into()
    }
}

fn content(types: &[&'static str], schema: &Value) -> Value {
    let types = types.iter();
    types
        .map(|media| ((*media).to_owned(), json!({"schema": schema})))
        .collect::<Map<_, _>>()
        .into()
}

/// The operations of one path; what all of them take is told once, of the path.
pub(super) fn path_item(tag: &str, operations: &[Operation]) -> Value {
    let mut shared = operations
        .first()
        .map(|first| first.parameters.clone())
        .unwrap_or_default();
    shared.retain(|parameter| {
        let mut all = operations.iter();
        all.all(|operation| operation.parameters.contains(parameter))
    });
    shared.sort();
    let mut item = Map::new();
    if !shared.is_empty() {
        let shared = shared.iter().map(|parameter| parameter.value());
        item.insert("parameters".to_owned(), shared.collect());
    }
    for operation in operations {
        item.insert(operation.method.to_owned(), operation.value(tag, &shared));
    }
    item.into()
}

/// `AppsV1`, as operations of a version of a group are named.
pub(super) fn prefix(group: &str, version: &str) -> String {
    format!("{}{}", capital(&group_name(group)), capital(version))
}

/// `apps_v1`.
pub(super) fn tag(group: &str, version: &str) -> String {
    format!("{}_{version}", group_name(group))
}

/// `core`, `rbacAuthorization`, `demoExampleCom`.
pub(super) fn group_name(group: &str) -> String {
    if group.is_empty() {
        return "core".to_owned();
    }
    let short = group.strip_suffix(".k8s.io").unwrap_or(group);
    let mut words = short.split('.');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}

/// What the operations of one resource have in common.
pub(super) struct Subject<'a> {
    pub(super) resource: &'a Resource,
    pub(super) prefix: String,
    /// Where the schema of the objects is.
    pub(super) object: Value,
}

impl Subject<'_> {
    pub(super) fn is_custom(&self) -> bool {
        self.resource.is_custom()
    }

    /// `Namespaced` where objects are in a namespace.
    pub(super) fn scope(&self) -> &'static str {
        if self.resource.namespaced {
            "Namespaced"
        } else {
            ""
        }
    }

    pub(super) fn own_kind(&self) -> (String, String, String) {
        let resource = self.resource;
        (
            resource.group().to_owned(),
            resource.version.clone(),
            resource.kind.clone(),
        )
    }

    /// The media types that objects are written in.
    pub(super) fn produces(&self) -> Vec<&'static str> {
        if self.is_custom() {
            vec!["application/json", "application/yaml"]
        } else {
            vec![
                "application/json",
                "application/yaml",
                "application/vnd.kubernetes.protobuf",
            ]
        }
    }

    /// The media types that objects are read in.
    pub(super) fn consumes(&self) -> &'static [&'static str] {
        if self.is_custom() {
            &["application/json", "application/yaml"]
        } else {
            &["*/*"]
        }
    }

    /// The media types of patches.
    pub(super) fn patches(&self) -> &'static [&'static str] {
        if self.is_custom() {
            &[
                "application/apply-patch+yaml",
                "application/json-patch+json",
                "application/merge-patch+json",
            ]
        } else {
            &[
                "application/apply-patch+yaml",
                "application/json-patch+json",
                "application/merge-patch+json",
                "application/strategic-merge-patch+json",
            ]
        }
    }
}

/// `a Pod`, `an Ingress`.
pub(super) fn one(kind: &str) -> String {
    let article = if kind.starts_with(['A', 'E', 'I', 'O', 'U']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}
