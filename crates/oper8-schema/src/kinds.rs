//! The built-in kinds: names, scopes, verbs, parts, and their types.

use crate::generated::{GROUPS, KINDS, VERSION};
use crate::shape::{Shape, table};

/// A group of the API and its versions.
#[derive(Debug)]
pub struct Group {
    /// `apps`; empty for the core group.
    pub name: &'static str,
    /// The version that a client takes when it has no reason for another.
    pub preferred_version: &'static str,
    /// All versions, the preferred first unless the server says otherwise.
    pub versions: &'static [&'static str],
}

/// A kind that is a resource of its own, in one version of its group.
#[derive(Debug)]
pub struct ResourceKind {
    /// `apps`; empty for the core group.
    pub group: &'static str,
    /// `v1`.
    pub version: &'static str,
    /// `Deployment`.
    pub kind: &'static str,
    /// `deployments`: the name in paths.
    pub plural: &'static str,
    /// `deployment`.
    pub singular: &'static str,
    /// Whether objects live in a namespace.
    pub namespaced: bool,
    /// `deploy`: what kubectl takes for the plural.
    pub short_names: &'static [&'static str],
    /// `all`: names under which kubectl lists several kinds.
    pub categories: &'static [&'static str],
    /// `create`, `delete`, `deletecollection`, `get`, `list`, `patch`, `update`, `watch`: those that are served.
    pub verbs: &'static [&'static str],
    /// `DeploymentList`; `None` for a kind that is only ever sent, such as `TokenReview`.
    pub list_kind: Option<&'static str>,
    /// The parts with a path of their own, sorted by name.
    pub subresources: &'static [Subresource],
    pub(crate) node: Option<u16>,
}

/// A part of a resource with a path of its own: `status`, `scale`, `eviction`, `token`.
#[derive(Debug)]
pub struct Subresource {
    /// `status`.
    pub name: &'static str,
    /// The group of what the path takes: `autoscaling` for `scale`.
    pub group: &'static str,
    /// The version of what the path takes.
    pub version: &'static str,
    /// The kind that the path takes and gives: the resource's own for `status`, `Scale` for `scale`.
    pub kind: &'static str,
    /// What the path allows.
    pub verbs: &'static [&'static str],
    pub(crate) node: Option<u16>,
}

impl ResourceKind {
    /// `apps/v1`, or `v1` in the core group.
    #[must_use]
    pub fn api_version(&self) -> String {
        api_version(self.group, self.version)
    }

    /// The type of its objects.
    #[must_use]
    pub fn shape(&self) -> Shape<'static> {
        self.node.map_or_else(Shape::untyped, table::shape)
    }

    /// Its part of that name.
    #[must_use]
    pub fn subresource(&self, name: &str) -> Option<&'static Subresource> {
        self.subresources.iter().find(|part| part.name == name)
    }

    /// Whether it serves `verb` (`get`, `list`, `patch`, ..).
    #[must_use]
    pub fn allows(&self, verb: &str) -> bool {
        self.verbs.contains(&verb)
    }
}

impl Subresource {
    /// `autoscaling/v1`, or `v1` in the core group.
    #[must_use]
    pub fn api_version(&self) -> String {
        api_version(self.group, self.version)
    }

    /// The type of what the path takes; untyped where that is a connection rather than an object (`exec`, `proxy`).
    #[must_use]
    pub fn shape(&self) -> Shape<'static> {
        self.node.map_or_else(Shape::untyped, table::shape)
    }
}

/// Every kind: groups in the order of [`groups`], then by version, then by plural.
#[must_use]
pub fn all() -> &'static [ResourceKind] {
    KINDS
}

/// Every group, in the order in which a server lists them; the core group first.
#[must_use]
pub fn groups() -> &'static [Group] {
    GROUPS
}

/// The version of the server that the table was made from, `v1.36.3`.
#[must_use]
pub fn server_version() -> &'static str {
    VERSION
}

/// The kind of that name; `group` is empty for the core group.
///
/// # Examples
///
/// ```
/// let deployment = oper8_schema::kinds::find("apps", "v1", "Deployment").unwrap();
/// assert_eq!(deployment.plural, "deployments");
/// assert!(deployment.namespaced && deployment.subresource("scale").is_some());
/// ```
#[must_use]
pub fn find(group: &str, version: &str, kind: &str) -> Option<&'static ResourceKind> {
    of_version(group, version).find(|entry| entry.kind == kind)
}

/// The kind with that name in paths; `group` is empty for the core group.
#[must_use]
pub fn find_plural(group: &str, version: &str, plural: &str) -> Option<&'static ResourceKind> {
    of_version(group, version).find(|entry| entry.plural == plural)
}

/// The kind of an object with these two fields: `find_object("apps/v1", "Deployment")`.
#[must_use]
pub fn find_object(api_version: &str, kind: &str) -> Option<&'static ResourceKind> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    find(group, version, kind)
}

fn of_version(group: &str, version: &str) -> impl Iterator<Item = &'static ResourceKind> {
    KINDS
        .iter()
        .filter(move |entry| entry.group == group && entry.version == version)
}

fn api_version(group: &str, version: &str) -> String {
    match group {
        "" => version.to_owned(),
        group => format!("{group}/{version}"),
    }
}
