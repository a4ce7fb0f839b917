//! What a request asks for: path, verb and query, parsed once.

use std::borrow::Cow;
use std::num::{IntErrorKind, ParseIntError};
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use percent_encoding::percent_decode_str;

use crate::registry::{Catalog, Resource};
use crate::selectors::{FieldSelector, LabelSelector};
use crate::status::{Cause, Status};

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    List,
    Watch,
    Create,
    Update,
    Patch,
    Delete,
    DeleteCollection,
}

impl Verb {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::DeleteCollection => "deletecollection",
        }
    }
}

/// A path below `/api` or `/apis` that names a resource, before anything is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) plural: String,
    pub(crate) namespace: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) subresource: Option<String>,
    /// Whether the path is one of those that watched before there was a parameter for it.
    pub(crate) watch: bool,
}

impl Place {
    /// `None` when the path names no resource.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let path = decode_segment(path);
        let path = path.strip_prefix('/').unwrap_or(&path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let steps: Vec<&str> = path.split('/').collect();
        let (group, version, steps) = split_version(&steps)?;
        let watch = matches!(steps, ["watch", _, ..]);
        let steps = &steps[usize::from(watch)..];
        let (namespace, rest) = match steps {
            ["namespaces", _, "status" | "finalize"] => ("", steps),
            ["namespaces", namespace, _, ..] => (*namespace, &steps[2..]),
            _ => ("", steps),
        };
        let (plural, rest) = rest.split_first()?;
        let owned = |step: &&str| (*step).to_owned();
        let place = Self {
            group: group.to_owned(),
            version: version.to_owned(),
            plural: owned(plural),
            namespace: Some(namespace.to_owned()).filter(|name| !name.is_empty()),
            name: rest.first().map(owned),
            subresource: rest.get(1).map(owned),
            watch,
        };
        // What follows a proxy is the path on the other side.
        let whole = rest.len() <= 2 || place.subresource.as_deref() == Some("proxy");
        (whole && !place.plural.is_empty()).then_some(place)
    }
}

/// Text of a path with its escapes resolved.
pub(crate) fn decode_segment(part: &str) -> Cow<'_, str> {
    percent_decode_str(part).decode_utf8_lossy()
}

/// Group, version, and what is below them, of the steps of a path below `/api` or `/apis`.
pub(crate) fn split_version<'a, 'p>(
    steps: &'a [&'p str],
) -> Option<(&'p str, &'p str, &'a [&'p str])> {
    match steps {
        ["api", version, rest @ ..] => Some(("", version, rest)),
        ["apis", group, version, rest @ ..] => Some((group, version, rest)),
        _ => None,
    }
}

/// A resource, or an object or subresource of it, that a request is about.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) resource: Arc<Resource>,
    /// Empty for what belongs to the cluster, `None` for all namespaces.
    pub(crate) namespace: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) subresource: Option<String>,
}

impl Target {
    /// Looks the place up; 404 when nothing serves it.
    pub(crate) fn find(catalog: &Catalog, place: Place) -> Result<Self, Status> {
        let resource = catalog
            .find(&place.group, &place.version, &place.plural)
            .ok_or_else(Status::no_route)?;
        check_segment(place.name.as_deref().unwrap_or_default())?;
        let namespace = match (resource.namespaced, place.namespace, &place.name) {
            (true, Some(namespace), _) => Some(namespace),
            (true, None, None) => None,
            (false, None, _) => Some(String::new()),
            (true, None, Some(_)) | (false, Some(_), _) => return Err(Status::no_route()),
        };
        Ok(Self {
            resource: Arc::clone(resource),
            namespace,
            name: place.name,
            subresource: place.subresource,
        })
    }

    /// The namespace of what the target names; empty for what belongs to the cluster.
    pub(crate) fn own_namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or_default()
    }

    /// The name; empty where there is none.
    pub(crate) fn own_name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// The namespace to look into; `None` for everything.
    pub(crate) fn scope(&self) -> Option<&str> {
        self.namespace
            .as_deref()
            .filter(|_| self.resource.namespaced)
    }

    pub(crate) fn is_scale(&self) -> bool {
        self.subresource.as_deref() == Some("scale")
    }

    /// The verb that a method has here; 405 where it has none.
    pub(crate) fn verb(&self, method: &Method, watch: bool) -> Result<Verb, Status> {
        let named = self.name.is_some();
        match *method {
            Method::GET if watch => Ok(Verb::Watch),
            Method::GET if named => Ok(Verb::Get),
            Method::GET => Ok(Verb::List),
            Method::POST if !named || self.subresource.is_some() => Ok(Verb::Create),
            Method::PUT if named => Ok(Verb::Update),
            Method::PATCH if named => Ok(Verb::Patch),
            Method::DELETE if named => Ok(Verb::Delete),
            // All namespaces at once are for reading only.
            Method::DELETE if self.namespace.is_some() => Ok(Verb::DeleteCollection),
            _ => Err(Status::method_not_allowed()),
        }
    }
}

/// Whether two hexadecimal digits follow each `%` of a text.
pub(crate) fn is_well_escaped(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Refuses names that a path cannot hold.
fn check_segment(name: &str) -> Result<(), Status> {
    let problem = match name {
        "." | ".." => format!("may not be '{name}'"),
        name if name.contains('%') => "may not contain '%'".to_owned(),
        _ => return Ok(()),
    };
    Err(Status::bad_request(format!(
        "Name parameter invalid: {name:?}: {problem}"
    )))
}

/// What becomes of the dependents of a deleted object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Propagation {
    Orphan,
    Background,
    Foreground,
}

impl Propagation {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "Orphan" => Some(Self::Orphan),
            "Background" => Some(Self::Background),
            "Foreground" => Some(Self::Foreground),
            _ => None,
        }
    }

    #[cfg(feature = "webhooks")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Orphan => "Orphan",
            Self::Background => "Background",
            Self::Foreground => "Foreground",
        }
    }
}

/// What is done about fields that the kind does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FieldValidation {
    /// They are dropped and the client is not told.
    Ignore,
    /// They are dropped and the client is warned.
    #[default]
    Warn,
    /// The request is refused.
    Strict,
}

impl FieldValidation {
    const ALL: [(Self, &str); 3] = [
        (Self::Ignore, "Ignore"),
        (Self::Warn, "Warn"),
        (Self::Strict, "Strict"),
    ];

    fn parse(text: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find_map(|(one, name)| (*name == text).then_some(*one))
    }

    /// As the query has it.
    #[cfg(feature = "webhooks")]
    pub(crate) fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(one, name)| (*one == self).then_some(*name))
            .unwrap_or_default()
    }
}

/// The query of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) field_manager: Option<String>,
    pub(crate) force: bool,
    pub(crate) dry_run: bool,
    /// What was given for `dryRun`.
    pub(crate) dry_runs: Vec<String>,
    pub(crate) field_validation: FieldValidation,
    /// Whether the client said so.
    pub(crate) names_validation: bool,
    /// What was given for `fieldValidation` and is none.
    pub(crate) unknown_validation: Option<String>,
    pub(crate) propagation: Option<Propagation>,
    pub(crate) grace_period: Option<i64>,
    pub(crate) labels: LabelSelector,
    pub(crate) fields: FieldSelector,
    pub(crate) limit: usize,
    pub(crate) continue_token: Option<String>,
    pub(crate) resource_version: Option<String>,
    pub(crate) resource_version_match: Option<String>,
    pub(crate) watch: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) bookmarks: bool,
    pub(crate) initial_events: Option<bool>,
    /// What is wrong with the selectors, which only matters to who lists.
    pub(crate) problem: Option<Status>,
}

impl Params {
    /// Reads the query; what is not known is ignored, as on a real server.
    pub(crate) fn parse(query: &str) -> Result<Self, Status> {
        let mut params = Self::default();
        let mut seen: Vec<Cow<'_, str>> = Vec::new();
        // What cannot be read is passed over, as Go does.
        let pairs = query.split('&');
        let pairs = pairs.filter(|pair| is_well_escaped(pair) && !pair.contains(';'));
        for (key, value) in pairs.flat_map(|pair| form_urlencoded::parse(pair.as_bytes())) {
            // The first of several counts, but where there may be several.
            if seen.contains(&key) && key != "dryRun" {
                continue;
            }
            if key == "watch" && value.is_empty() {
                params.watch = true;
            } else if !value.is_empty() {
                params.read(&key, &value)?;
            }
            seen.push(key);
        }
        Ok(params)
    }

    fn read(&mut self, key: &str, value: &str) -> Result<(), Status> {
        let read = self.set(key, value);
        let of_lists = ["labelSelector", "fieldSelector", "limit", "timeoutSeconds"];
        match read {
            Err(status) if of_lists.contains(&key) => {
                self.problem.get_or_insert(status);
                Ok(())
            }
            read => read,
        }
    }

    /// Refuses a write with options that there are not; what is wrong with those of a patch depends on its kind.
    pub(crate) fn check(&self, verb: Verb) -> Result<(), Status> {
        let (kind, causes) = match verb {
            Verb::Get | Verb::List | Verb::Watch | Verb::Patch => return Ok(()),
            Verb::Create => ("CreateOptions", self.write_problems()),
            Verb::Update => ("UpdateOptions", self.write_problems()),
            Verb::Delete | Verb::DeleteCollection => (
                "DeleteOptions",
                self.dry_run_problem().into_iter().collect(),
            ),
        };
        refuse_options(kind, &causes)
    }

    /// What is wrong with the options of a write.
    pub(crate) fn write_problems(&self) -> Vec<Cause> {
        let manager = self.field_manager.as_deref().and_then(manager_problem);
        let validation = self.unknown_validation.as_deref().map(|given| {
            let supported = ["", "Ignore", "Strict", "Warn"].map(str::to_owned);
            Cause::not_supported("fieldValidation", &given.into(), &supported)
        });
        let causes = [manager, self.dry_run_problem(), validation];
        causes.into_iter().flatten().collect()
    }

    /// The only dry run is one of everything.
    fn dry_run_problem(&self) -> Option<Cause> {
        let given = self.dry_runs.as_slice();
        given
            .iter()
            .any(|it| it != "All")
            .then(|| Cause::not_supported("dryRun", &given.into(), &["All".to_owned()]))
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), Status> {
        match key {
            "fieldManager" => self.field_manager = Some(value.to_owned()),
            "force" => self.force = flag(value)?,
            "dryRun" => {
                self.dry_run = true;
                self.dry_runs.push(value.to_owned());
            }
            "fieldValidation" => {
                let known = FieldValidation::parse(value);
                self.names_validation = known.is_some();
                match known {
                    Some(known) => self.field_validation = known,
                    None => self.unknown_validation = Some(value.to_owned()),
                }
            }
            "propagationPolicy" => self.propagation = Some(propagation(value)?),
            "gracePeriodSeconds" => self.grace_period = Some(number(value)?),
            "labelSelector" => self.labels = LabelSelector::parse(value)?,
            "fieldSelector" => self.fields = FieldSelector::parse(value)?,
            "limit" => self.limit = usize::try_from(number(value)?).unwrap_or(0),
            "continue" => self.continue_token = Some(value.to_owned()),
            "resourceVersion" => self.resource_version = Some(value.to_owned()),
            "resourceVersionMatch" => self.resource_version_match = Some(value.to_owned()),
            "watch" => self.watch = flag(value)?,
            "timeoutSeconds" => {
                let seconds = u64::try_from(number(value)?).unwrap_or(0);
                self.timeout = (seconds > 0).then(|| Duration::from_secs(seconds));
            }
            "allowWatchBookmarks" => self.bookmarks = flag(value)?,
            "sendInitialEvents" => self.initial_events = Some(flag(value)?),
            _ => {}
        }
        Ok(())
    }
}

fn flag(value: &str) -> Result<bool, Status> {
    // Conversion of query parameters: everything but these two is true.
    Ok(!matches!(
        value.to_ascii_lowercase().as_str(),
        "false" | "0"
    ))
}

fn number(value: &str) -> Result<i64, Status> {
    value.parse().map_err(|error: ParseIntError| {
        let why = match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
            _ => "invalid syntax",
        };
        Status::bad_request(format!("strconv.ParseInt: parsing {value:?}: {why}"))
    })
}

/// What is wrong with the name of a manager: it is written into objects.
fn manager_problem(name: &str) -> Option<Cause> {
    const MOST: usize = 128;
    if name.len() > MOST {
        return Some(Cause::too_long("fieldManager", MOST as u64));
    }
    let (at, found) = name.char_indices().find(|(_, it)| it.is_control())?;
    let detail = format!(
        "invalid character U+{:04X} (at position {at})",
        u32::from(found)
    );
    Some(Cause::invalid("fieldManager", &name.into(), &detail))
}

fn propagation(value: &str) -> Result<Propagation, Status> {
    Propagation::parse(value).ok_or_else(|| unknown_propagation(value))
}

/// 422 for a policy that there is not.
pub(crate) fn unknown_propagation(value: &str) -> Status {
    let supported = ["Foreground", "Background", "Orphan", "nil"].map(str::to_owned);
    let cause = Cause::not_supported("propagationPolicy", &value.into(), &supported);
    Status::invalid("meta.k8s.io", "DeleteOptions", "", &[cause])
}

/// Refuses options with which something is wrong.
pub(crate) fn refuse_options(kind: &str, causes: &[Cause]) -> Result<(), Status> {
    match causes {
        [] => Ok(()),
        causes => Err(Status::invalid("meta.k8s.io", kind, "", causes)),
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    /// Plural, namespace, name, subresource.
    type Parts<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    #[track_caller]
    fn check(path: &str, expected: Option<Parts<'_>>) {
        let place = Place::parse(path);
        let seen = place.as_ref().map(|place| {
            (
                place.plural.as_str(),
                place.namespace.as_deref(),
                place.name.as_deref(),
                place.subresource.as_deref(),
            )
        });
        assert_eq!(seen, expected, "{path}");
    }

    #[test]
    fn paths_name_resources_objects_and_subresources() {
        check("/api/v1/pods", Some(("pods", None, None, None)));
        check(
            "/api/v1/namespaces/a/pods/b/status",
            Some(("pods", Some("a"), Some("b"), Some("status"))),
        );
        check("/api/v1/namespaces", Some(("namespaces", None, None, None)));
        check(
            "/api/v1/namespaces/a",
            Some(("namespaces", None, Some("a"), None)),
        );
        check(
            "/api/v1/namespaces/a/finalize",
            Some(("namespaces", None, Some("a"), Some("finalize"))),
        );
        check(
            "/apis/apps/v1/namespaces/a/deployments",
            Some(("deployments", Some("a"), None, None)),
        );
        check(
            "/api/v1/watch/namespaces/a/pods",
            Some(("pods", Some("a"), None, None)),
        );
        check("/apis/apps/v1", None);
        check("/healthz", None);
    }
}
