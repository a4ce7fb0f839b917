//! What the server serves: the built-in kinds and those of the CRDs, by group, version and plural.

mod aggregated;
pub(crate) mod discovery;
mod health;
mod openapi;
pub(crate) mod parts;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use oper8_schema::kinds::ResourceKind;
use oper8_schema::{Shape, kinds};
use tokio::sync::watch;

use crate::custom::CustomSchema;
use crate::store::GroupResource;
use crate::table::PrinterColumn;

/// Where the fields of a kind are known from.
#[derive(Clone, Debug)]
pub(crate) enum Schema {
    BuiltIn(&'static ResourceKind),
    Custom(Arc<CustomSchema>),
}

/// One resource in one version.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) id: GroupResource,
    pub(crate) version: String,
    pub(crate) kind: String,
    pub(crate) list_kind: String,
    pub(crate) singular: String,
    pub(crate) namespaced: bool,
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) verbs: Vec<String>,
    pub(crate) status: bool,
    /// The fields of a CRD's `selectableFields`: `.spec.color`.
    pub(crate) selectable: Vec<String>,
    /// Paths of replicas in spec and status and of the selector, where there is a scale subresource.
    pub(crate) scale: Option<Scale>,
    /// Its CRD is being deleted: there will be no new objects.
    pub(crate) terminating: bool,
    pub(crate) schema: Schema,
    /// What a client is warned of who uses this version.
    pub(crate) deprecation: Option<String>,
    /// The columns of its table beside the name; `None` for a built-in kind.
    pub(crate) printer_columns: Option<Vec<PrinterColumn>>,
}

/// Where the fields of the scale subresource are in the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) spec_replicas: String,
    pub(crate) status_replicas: String,
    pub(crate) selector: Option<String>,
}

impl Resource {
    fn built_in(kind: &'static ResourceKind) -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let has = |name: &str| kind.subresource(name).is_some();
        Self {
            id: GroupResource::new(kind.group, kind.plural),
            version: kind.version.to_owned(),
            kind: kind.kind.to_owned(),
            list_kind: kind.list_kind.unwrap_or_default().to_owned(),
            singular: kind.singular.to_owned(),
            namespaced: kind.namespaced,
            short_names: owned(kind.short_names),
            categories: owned(kind.categories),
            verbs: owned(kind.verbs),
            status: has("status"),
            selectable: Vec::new(),
            scale: has("scale").then(|| Scale {
                spec_replicas: ".spec.replicas".to_owned(),
                status_replicas: ".status.replicas".to_owned(),
                selector: None,
            }),
            terminating: false,
            schema: Schema::BuiltIn(kind),
            deprecation: deprecation(kind).map(str::to_owned),
            printer_columns: None,
        }
    }

    /// `apps`; empty for the core group.
    pub(crate) fn group(&self) -> &str {
        match &self.schema {
            Schema::BuiltIn(kind) => kind.group,
            Schema::Custom(_) => &self.id.group,
        }
    }

    pub(crate) fn plural(&self) -> &str {
        &self.id.resource
    }

    /// `apps/v1`, or `v1` for the core group.
    pub(crate) fn api_version(&self) -> String {
        if self.group().is_empty() {
            self.version.clone()
        } else {
            format!("{}/{}", self.group(), self.version)
        }
    }

    /// `Deployment.apps`, or the kind alone in the core group.
    pub(crate) fn qualified_kind(&self) -> Cow<'_, str> {
        if self.group().is_empty() {
            Cow::Borrowed(&self.kind)
        } else {
            Cow::Owned(format!("{}.{}", self.kind, self.group()))
        }
    }

    /// Whether objects are asked rather than stored.
    pub(crate) fn is_review(&self) -> bool {
        self.verbs == ["create"] && !self.group().is_empty()
    }

    /// Whether this tells of the server's own parts, and nothing is stored.
    pub(crate) fn is_component(&self) -> bool {
        self.kind == "ComponentStatus" && self.group().is_empty()
    }

    /// Whether a delete is answered with the object that was deleted.
    pub(crate) fn gives_deleted(&self) -> bool {
        let kind = self.kind.as_str();
        match self.group() {
            "" => matches!(
                kind,
                "PersistentVolume"
                    | "PersistentVolumeClaim"
                    | "Pod"
                    | "PodTemplate"
                    | "ResourceQuota"
                    | "Service"
                    | "ServiceAccount"
            ),
            "resource.k8s.io" => true,
            "storage.k8s.io" => kind != "CSIStorageCapacity",
            _ => false,
        }
    }

    pub(crate) fn is_custom(&self) -> bool {
        matches!(self.schema, Schema::Custom(_))
    }

    pub(crate) fn shape(&self) -> Shape<'_> {
        match &self.schema {
            Schema::BuiltIn(kind) => kind.shape(),
            Schema::Custom(schema) if schema.preserve_unknown => Shape::untyped(),
            Schema::Custom(schema) => Shape::custom_resource(&schema.open_api),
        }
    }
}

/// A version of a group: its resources by plural name.
type Version = BTreeMap<String, Arc<Resource>>;

/// The resources that are served at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    groups: BTreeMap<String, BTreeMap<String, Version>>,
    documents: openapi::Documents,
}

impl Catalog {
    pub(crate) fn find(&self, group: &str, version: &str, plural: &str) -> Option<&Arc<Resource>> {
        self.groups.get(group)?.get(version)?.get(plural)
    }

    /// Whether the group has built-in kinds.
    pub(crate) fn is_built_in(&self, group: &str) -> bool {
        kinds::groups().iter().any(|known| known.name == group)
    }

    /// The named groups, built-in ones first and in the order of a real server.
    pub(crate) fn group_names(&self) -> impl Iterator<Item = &str> {
        let built_in = kinds::groups().iter().map(|group| group.name);
        let custom = self
            .groups
            .keys()
            .map(String::as_str)
            .filter(|name| kinds::groups().iter().all(|group| group.name != *name));
        built_in
            .chain(custom)
            .filter(|name| !name.is_empty() && self.groups.contains_key(*name))
    }

    /// Every group and version, the core group first.
    pub(crate) fn group_versions(&self) -> impl Iterator<Item = (&str, &str)> {
        std::iter::once("")
            .chain(self.group_names())
            .flat_map(|group| {
                let versions = self.versions_of(group).into_iter();
                versions.map(move |version| (group, version))
            })
    }

    pub(crate) fn version(&self, group: &str, version: &str) -> Option<&Version> {
        self.groups.get(group)?.get(version)
    }

    /// The resource of a kind, in the version that is named.
    pub(crate) fn find_kind(&self, api_version: &str, kind: &str) -> Option<&Arc<Resource>> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let mut served = self.version(group, version)?.values();
        served.find(|resource| resource.kind == kind)
    }

    /// The resource in the version that the server prefers.
    pub(crate) fn preferred(&self, id: &GroupResource) -> Option<&Arc<Resource>> {
        let mut versions = self.versions_of(&id.group).into_iter();
        versions.find_map(|version| self.find(&id.group, version, &id.resource))
    }

    /// The versions of a group, the preferred first.
    pub(crate) fn versions_of(&self, group: &str) -> Vec<&str> {
        let mut versions: Vec<_> = self
            .groups
            .get(group)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .collect();
        versions.sort_by_key(|version| std::cmp::Reverse(priority(version)));
        versions
    }

    /// Puts `resources` in the place of everything that is served under `id`.
    pub(crate) fn replace(&mut self, id: &GroupResource, resources: Vec<Resource>) {
        self.documents = openapi::Documents::default();
        if let Some(versions) = self.groups.get_mut(id.group.as_ref()) {
            for served in versions.values_mut() {
                served.remove(id.resource.as_ref());
            }
            versions.retain(|_, served| !served.is_empty());
        }
        self.groups.retain(|_, versions| !versions.is_empty());
        for resource in resources {
            self.insert(resource);
        }
    }

    fn insert(&mut self, resource: Resource) {
        self.groups
            .entry(resource.group().to_owned())
            .or_default()
            .entry(resource.version.clone())
            .or_default()
            .insert(resource.plural().to_owned(), Arc::new(resource));
    }
}

/// What a client is warned of who uses that kind.
fn deprecation(kind: &ResourceKind) -> Option<&'static str> {
    match (kind.group, kind.kind) {
        ("", "ComponentStatus") => Some("v1 ComponentStatus is deprecated in v1.19+"),
        ("", "Endpoints") => {
            Some("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        }
        _ => None,
    }
}

/// How Kubernetes orders versions: `v2` before `v1` before `v1beta2` before `v1alpha1` before everything else.
pub(crate) fn priority(version: &str) -> (u8, u32, u32) {
    let parsed = || {
        let rest = version.strip_prefix('v')?;
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let major = rest[..digits].parse().ok()?;
        let tail = &rest[digits..];
        if tail.is_empty() {
            return Some((3, major, 0));
        }
        let (rank, minor) = match (tail.strip_prefix("beta"), tail.strip_prefix("alpha")) {
            (Some(minor), _) => (2, minor),
            (_, Some(minor)) => (1, minor),
            _ => return None,
        };
        Some((rank, major, minor.parse().ok()?))
    };
    parsed().unwrap_or((0, 0, 0))
}

/// The catalog, which changes as CRDs come and go. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Registry(watch::Sender<Arc<Catalog>>);

impl Registry {
    /// Serves the built-in kinds.
    pub(crate) fn new() -> Self {
        let mut catalog = Catalog::default();
        for kind in kinds::all() {
            catalog.insert(Resource::built_in(kind));
        }
        Self(watch::Sender::new(Arc::new(catalog)))
    }

    /// What is served now.
    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.0.borrow())
    }

    /// Changes what is served.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Catalog)) {
        self.0.send_modify(|catalog| change(Arc::make_mut(catalog)));
    }

    /// Waits until a resource is no longer served. Safe to drop.
    pub(crate) async fn gone(&self, resource: &Resource) {
        if !resource.is_custom() {
            std::future::pending::<()>().await;
        }
        let is_gone = |catalog: &Arc<Catalog>| {
            let found = catalog.find(resource.group(), &resource.version, resource.plural());
            found.is_none()
        };
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(is_gone).await;
    }
}
