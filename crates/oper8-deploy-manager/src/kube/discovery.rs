//! Which path serves which kind.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use oper8_schema::{ResourceKind, kinds};
use serde_json::Value;

use super::http::{Http, Task, encode};
use crate::{DeployError, ObjectKey, Query, Result};

/// How a kind is served.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// `/api/v1/pods` without the last part: `/api/v1` or `/apis/apps/v1`.
    base: String,
    pub(crate) plural: String,
    pub(crate) namespaced: bool,
    pub(crate) has_status: bool,
    /// What the kind is, where Kubernetes itself defines it.
    pub(crate) built_in: Option<&'static ResourceKind>,
}

impl Resource {
    /// The path of the collection; of all namespaces without one.
    pub(crate) fn collection(&self, namespace: Option<&str>) -> String {
        match namespace.filter(|_| self.namespaced) {
            Some(namespace) => format!(
                "{}/namespaces/{}/{}",
                self.base,
                encode(namespace),
                self.plural
            ),
            None => format!("{}/{}", self.base, self.plural),
        }
    }

    /// The path of one object.
    pub(crate) fn object(&self, key: &ObjectKey) -> Result<String> {
        if self.namespaced && key.namespace.is_none() {
            return Err(DeployError::Manifest {
                object: key.to_string(),
                problem: "`metadata.namespace` is missing, and the kind is namespaced".to_owned(),
            });
        }
        Ok(format!(
            "{}/{}",
            self.collection(key.namespace.as_deref()),
            encode(&key.name)
        ))
    }

    /// Whether both lead to the same paths.
    pub(crate) fn is_served_as(&self, other: &Self) -> bool {
        self.base == other.base
            && self.plural == other.plural
            && self.namespaced == other.namespaced
            && self.has_status == other.has_status
    }

    fn from_entry(api_version: &str, base: &str, entry: &Value) -> Option<(String, Self)> {
        let name = entry.get("name")?.as_str()?;
        if name.contains('/') {
            return None;
        }
        let kind = entry.get("kind")?.as_str()?;
        let resource = Self {
            base: base.to_owned(),
            plural: name.to_owned(),
            namespaced: entry.get("namespaced")?.as_bool()?,
            has_status: false,
            built_in: kinds::find_object(api_version, kind),
        };
        Some((kind.to_owned(), resource))
    }

    fn from_table(base: String, kind: &'static ResourceKind) -> Self {
        Self {
            base,
            plural: kind.plural.to_owned(),
            namespaced: kind.namespaced,
            has_status: kind.subresource("status").is_some(),
            built_in: Some(kind),
        }
    }
}

/// The kinds of one group and version, by name.
type Kinds = HashMap<String, Arc<Resource>>;

/// What is known of one group and version.
#[derive(Default)]
struct Known {
    /// Held while the server is asked, so that it is asked once for all who wait.
    asking: tokio::sync::Mutex<()>,
    answer: RwLock<Answer>,
}

#[derive(Default)]
struct Answer {
    /// How often the server was asked.
    round: u64,
    kinds: Kinds,
}

impl Known {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, Answer> {
        self.answer.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Answer> {
        self.answer.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cache of what the cluster serves, filled as kinds are asked for.
///
/// A kind that is not known is looked for again each time, so that one whose definition was just installed is found;
/// the server is asked once at a time for each group and version.
pub(crate) struct Discovery {
    http: Http,
    known: RwLock<HashMap<String, Arc<Known>>>,
}

impl Discovery {
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            known: RwLock::default(),
        }
    }

    /// How the kind of `key` is served.
    ///
    /// # Errors
    ///
    /// [`DeployError::UnknownKind`] when it is not; what the server answered when it could not tell.
    pub(crate) async fn resolve(&self, api_version: &str, kind: &str) -> Result<Arc<Resource>> {
        let known = self.known(api_version);
        let round = {
            let answer = known.read();
            if let Some(resource) = answer.kinds.get(kind) {
                return Ok(resource.clone());
            }
            answer.round
        };
        // Kubernetes' own kinds are taken as served; a server that lacks one says so when it is used.
        if let Some(built_in) = kinds::find_object(api_version, kind) {
            let resource = Arc::new(Resource::from_table(base_of(api_version), built_in));
            let kinds = &mut known.write().kinds;
            return Ok(kinds.entry(kind.to_owned()).or_insert(resource).clone());
        }
        self.ask(api_version, &known, round).await?;
        let found = known.read().kinds.get(kind).cloned();
        found.ok_or_else(|| unknown(api_version, kind))
    }

    /// Asks the server again how a kind is served, after an answer that does not fit `stale`.
    pub(crate) async fn refresh(
        &self,
        api_version: &str,
        kind: &str,
        stale: &Arc<Resource>,
    ) -> Result<Arc<Resource>> {
        let known = self.known(api_version);
        let round = {
            let answer = known.read();
            match answer.kinds.get(kind) {
                Some(resource) if !Arc::ptr_eq(resource, stale) => return Ok(resource.clone()),
                _ => answer.round,
            }
        };
        self.ask(api_version, &known, round).await?;
        let found = known.read().kinds.get(kind).cloned();
        found.ok_or_else(|| unknown(api_version, kind))
    }

    fn known(&self, api_version: &str) -> Arc<Known> {
        if let Some(known) = self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(api_version)
        {
            return known.clone();
        }
        self.known
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(api_version.to_owned())
            .or_default()
            .clone()
    }

    /// Asks the server, unless somebody did so since `round`.
    async fn ask(&self, api_version: &str, known: &Known, round: u64) -> Result<()> {
        let _asking = known.asking.lock().await;
        if known.read().round != round {
            return Ok(());
        }
        let base = base_of(api_version);
        let object = Kinded(api_version);
        let task = Task {
            verb: "discover",
            object: &object,
        };
        let kinds = match self.http.get(task, &base).await {
            Ok(list) => kinds_of(api_version, &base, &list),
            Err(error) if error.is_not_found() => Kinds::new(),
            Err(error) => return Err(error),
        };
        let mut answer = known.write();
        answer.round += 1;
        answer.kinds = kinds;
        Ok(())
    }
}

/// The path of a group and version.
fn base_of(api_version: &str) -> String {
    match api_version.split_once('/') {
        Some((group, version)) => format!("/apis/{}/{}", encode(group), encode(version)),
        None => format!("/api/{}", encode(api_version)),
    }
}

/// The kinds of an `APIResourceList`.
fn kinds_of(api_version: &str, base: &str, list: &Value) -> Kinds {
    let entries = || {
        list.get("resources")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let mut resources: HashMap<String, Resource> = entries()
        .filter_map(|entry| Resource::from_entry(api_version, base, entry))
        .collect();
    for entry in entries() {
        let name = entry
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if let Some(plural) = name.strip_suffix("/status") {
            for resource in resources.values_mut().filter(|it| it.plural == plural) {
                resource.has_status = true;
            }
        }
    }
    resources
        .into_iter()
        .map(|(kind, resource)| (kind, Arc::new(resource)))
        .collect()
}

struct Kinded<'a>(&'a str);

impl fmt::Display for Kinded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the kinds of {}", self.0)
    }
}

fn unknown(api_version: &str, kind: &str) -> DeployError {
    DeployError::UnknownKind {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
    }
}

impl Query {
    /// The path and query of a list.
    pub(crate) fn uri(&self, resource: &Resource, more: &[(&str, &str)]) -> String {
        let mut uri = resource.collection(self.namespace.as_deref());
        let selectors = [
            ("labelSelector", self.label_selector.as_deref()),
            ("fieldSelector", self.field_selector.as_deref()),
        ];
        let selectors = selectors
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        for (index, (name, value)) in selectors.chain(more.iter().copied()).enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            uri.push_str(name);
            uri.push('=');
            uri.push_str(&encode(value).to_string());
        }
        uri
    }
}
