//! What a request is about, as authorization sees it: read from the path alone, whether anything serves it or not.

use http::Method;
use http::request::Parts;

use super::User;
use crate::request::{decode_segment, split_version};
use crate::selectors::FieldSelector;
use crate::status::Status;
use crate::store::GroupResource;

/// One thing that somebody wants to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) verb: String,
    /// Of a path that names no resource.
    pub(crate) path: String,
    pub(crate) is_resource: bool,
    pub(crate) group: String,
    pub(crate) resource: String,
    pub(crate) subresource: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl Attributes {
    /// Of a request.
    pub(crate) fn of(parts: &Parts) -> Self {
        let elsewhere = || Self {
            verb: parts.method.as_str().to_ascii_lowercase(),
            path: decode_segment(parts.uri.path()).into_owned(),
            ..Self::default()
        };
        Self::of_resource(parts).unwrap_or_else(elsewhere)
    }

    /// `None` for a path that names no resource.
    fn of_resource(parts: &Parts) -> Option<Self> {
        // As the route is found: a slash that was escaped parts what is around it.
        let path = decode_segment(parts.uri.path());
        let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (group, _, mut steps) = split_version(&steps)?;
        if steps.is_empty() {
            return None;
        }
        let mut verb = verb_of(&parts.method);
        let by_prefix = matches!(steps[0], "watch" | "proxy") && steps.len() > 1;
        if by_prefix {
            verb = steps[0];
            steps = &steps[1..];
        }
        let mut namespace = "";
        if let ["namespaces", name, rest @ ..] = steps {
            namespace = *name;
            if rest
                .first()
                .is_some_and(|step| !matches!(*step, "status" | "finalize"))
            {
                steps = rest;
            }
        }
        let step = |index: usize| steps.get(index).copied().unwrap_or_default().to_owned();
        let mut attributes = Self {
            verb: verb.to_owned(),
            is_resource: true,
            group: group.to_owned(),
            resource: step(0),
            subresource: if verb == "proxy" {
                String::new()
            } else {
                step(2)
            },
            namespace: namespace.to_owned(),
            name: step(1),
            ..Self::default()
        };
        if attributes.name.is_empty() {
            attributes.complete_collection(parts.uri.query().unwrap_or_default());
        }
        Some(attributes)
    }

    /// A get of a collection is a list or a watch, and a delete is of all.
    fn complete_collection(&mut self, query: &str) {
        match self.verb.as_str() {
            "delete" => self.verb = "deletecollection".to_owned(),
            "get" => {
                let asked = |wanted: &str| {
                    let mut pairs = form_urlencoded::parse(query.as_bytes());
                    pairs.find_map(|(key, value)| (key == wanted).then(|| value.into_owned()))
                };
                let watch = asked("watch").is_some_and(|value| {
                    !matches!(value.to_ascii_lowercase().as_str(), "false" | "0")
                });
                self.verb = if watch { "watch" } else { "list" }.to_owned();
                let fields = asked("fieldSelector").map(|text| FieldSelector::parse(&text));
                if let Some(Ok(fields)) = fields
                    && let Some(name) = fields.name()
                {
                    self.name = name.to_owned();
                }
            }
            _ => {}
        }
    }

    /// Of a resource that the caller names.
    pub(crate) fn resource(verb: &str, group: &str, resource: &str, name: &str) -> Self {
        Self {
            verb: verb.to_owned(),
            is_resource: true,
            group: group.to_owned(),
            resource: resource.to_owned(),
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// `deployments/scale`, or the resource alone.
    pub(crate) fn combined(&self) -> String {
        if self.subresource.is_empty() {
            self.resource.clone()
        } else {
            format!("{}/{}", self.resource, self.subresource)
        }
    }

    /// The 403 that `user` gets; `reason` is what went wrong while it was decided, empty mostly.
    pub(crate) fn forbidden(&self, user: &User, reason: &str) -> Status {
        let id = GroupResource::new(&self.group, &self.resource);
        let mut why = self
            .told(user.name())
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        if !reason.is_empty() {
            why = format!("{why}: {reason}");
        }
        if self.is_resource {
            Status::forbidden(&id, &self.name, &why)
        } else {
            Status::forbidden_path(&why)
        }
    }

    fn told(&self, user: &str) -> String {
        let Self {
            verb,
            group,
            namespace,
            path,
            ..
        } = self;
        if !self.is_resource {
            return format!("User {user:?} cannot {verb} path {path:?}");
        }
        let resource = self.combined();
        let scope = if namespace.is_empty() {
            "at the cluster scope".to_owned()
        } else {
            format!("in the namespace {namespace:?}")
        };
        format!("User {user:?} cannot {verb} resource {resource:?} in API group {group:?} {scope}")
    }
}

fn verb_of(method: &Method) -> &'static str {
    match *method {
        Method::POST => "create",
        Method::GET | Method::HEAD => "get",
        Method::PUT => "update",
        Method::PATCH => "patch",
        Method::DELETE => "delete",
        _ => "",
    }
}
