//! Which requests a rule is about.

use std::cell::OnceCell;

use bytes::Bytes;
use http::request::Parts;
use serde::{Deserialize, Serialize};

use crate::journal::Entry;
use crate::media;

/// What is asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// One object is read.
    Get,
    /// A collection is read.
    List,
    /// A collection or object is followed.
    Watch,
    /// POST.
    Create,
    /// PUT.
    Update,
    /// PATCH of any type, server-side apply among them.
    Patch,
    /// One object is deleted.
    Delete,
    /// A collection is deleted.
    DeleteCollection,
    /// Anything that names no resource: the lists of groups and kinds, OpenAPI, version, health.
    Discovery,
}

impl Verb {
    /// Create, update, patch and both deletes.
    pub const WRITES: [Self; 5] = [
        Self::Create,
        Self::Update,
        Self::Patch,
        Self::Delete,
        Self::DeleteCollection,
    ];

    /// The verb as the journal has it; empty for [`Verb::Discovery`], which the journal tells by its empty resource.
    fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::DeleteCollection => "deletecollection",
            Self::Discovery => "",
        }
    }
}

/// Which requests: those that have everything that is given here. The default is every request.
///
/// As JSON: `{"verbs": ["create", "patch"], "group": "apps", "resource": "deployments", "name": "web"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct Requests {
    /// One of these verbs; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verbs: Vec<Verb>,
    /// `apps`; empty text for the core group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The plural: `deployments`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// `status`; empty text for the object itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subresource: Option<String>,
    /// The namespace of the path; empty text for requests about the whole cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The object's name: of the path, or of the body for a create. Empty text for collections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The field manager that the client names in the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// A part of the `User-Agent`: `kubectl`, `webapp-operator/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Who asks: `system:serviceaccount:shop:webapp-operator`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// A part of the query as the client sent it: `continue=` for further pages, `dryRun=All`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

impl Requests {
    /// Every request, discovery and health checks among them.
    pub fn any() -> Self {
        Self::default()
    }

    /// Every request with one of the verbs.
    pub fn of(verbs: impl IntoIterator<Item = Verb>) -> Self {
        Self {
            verbs: verbs.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Everything that can change something: [`Verb::WRITES`].
    pub fn writes() -> Self {
        Self::of(Verb::WRITES)
    }

    /// Every watch.
    pub fn watches() -> Self {
        Self::of([Verb::Watch])
    }

    /// About a resource: `("apps", "deployments")`, `("", "configmaps")`.
    pub fn resource(mut self, group: impl Into<String>, plural: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self.resource = Some(plural.into());
        self
    }

    /// About a subresource, `status`; empty for the object itself.
    pub fn subresource(mut self, subresource: impl Into<String>) -> Self {
        self.subresource = Some(subresource.into());
        self
    }

    /// In a namespace.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// About the object of this name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// By this field manager.
    pub fn manager(mut self, manager: impl Into<String>) -> Self {
        self.manager = Some(manager.into());
        self
    }

    /// By a program with this in its `User-Agent`.
    pub fn agent(mut self, part: impl Into<String>) -> Self {
        self.agent = Some(part.into());
        self
    }

    /// By this user.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// With this text in the query.
    pub fn query(mut self, part: impl Into<String>) -> Self {
        self.query = Some(part.into());
        self
    }

    pub(super) fn matches(&self, call: &Call<'_>) -> bool {
        let entry = call.entry;
        let is = |wanted: &Option<String>, given: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == given)
        };
        let about_resource = self.group.is_some()
            || self.resource.is_some()
            || self.subresource.is_some()
            || self.namespace.is_some()
            || self.name.is_some();
        (self.verbs.is_empty() || self.verbs.iter().any(|verb| call.is(*verb)))
            && !(about_resource && call.is(Verb::Discovery))
            && is(&self.group, &entry.group)
            && is(&self.resource, &entry.resource)
            && is(&self.subresource, &entry.subresource)
            && is(&self.namespace, &entry.namespace)
            && is(&self.user, &entry.user)
            && (self.agent.as_deref()).is_none_or(|part| entry.agent.contains(part))
            && (self.query.as_deref()).is_none_or(|part| entry.query.contains(part))
            && (self.manager.as_deref()).is_none_or(|wanted| call.is_by(wanted))
            && (self.name.as_deref()).is_none_or(|wanted| wanted == call.name())
    }
}

/// A request, as rules look at it.
pub(crate) struct Call<'a> {
    pub(super) entry: &'a Entry,
    content: Option<(&'a Parts, &'a Bytes)>,
    name: OnceCell<String>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(entry: &'a Entry, parts: &'a Parts, body: &'a Bytes) -> Self {
        Self {
            entry,
            content: Some((parts, body)),
            name: OnceCell::new(),
        }
    }

    /// A request of which only the head is left.
    pub(super) fn of_entry(entry: &'a Entry) -> Self {
        Self {
            entry,
            content: None,
            name: OnceCell::new(),
        }
    }

    pub(super) fn is(&self, verb: Verb) -> bool {
        let discovery = self.entry.resource.is_empty();
        match verb {
            Verb::Discovery => discovery,
            verb => !discovery && verb.name() == self.entry.verb,
        }
    }

    /// Whether a whole object is sent.
    pub(super) fn sends_object(&self) -> bool {
        let applies = || {
            self.entry
                .content_type
                .starts_with("application/apply-patch+")
        };
        self.is(Verb::Create) || self.is(Verb::Update) || (self.is(Verb::Patch) && applies())
    }

    fn is_by(&self, manager: &str) -> bool {
        form_urlencoded::parse(self.entry.query.as_bytes())
            .any(|(key, value)| key == "fieldManager" && value == manager)
    }

    /// The name of the path, or of the object that is to be made.
    fn name(&self) -> &str {
        if self.entry.verb != Verb::Create.name() || !self.entry.name.is_empty() {
            return &self.entry.name;
        }
        self.name.get_or_init(|| {
            let object = self
                .content
                .and_then(|(parts, body)| media::peek(&parts.headers, body));
            let name = object
                .as_ref()
                .and_then(|it| it["metadata"]["name"].as_str());
            name.unwrap_or_default().to_owned()
        })
    }
}
