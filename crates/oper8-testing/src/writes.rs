//! What was written to the cluster, in order.

use std::fmt;

use oper8_apiserver::Entry;
use oper8_deploy_manager::FIELD_MANAGER;
use oper8_schema::kinds;

/// One write that the operator asked for, as the server answered it.
///
/// Shown as `apply Deployment shop-frontend`, with the answer's code where it was refused: `(409)`, or `(no answer)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Write {
    /// `apply` and `replace` for whole manifests of components; `create`, `update`, `patch`, `delete` for anything else;
    /// `set status of` for a status.
    pub verb: String,
    /// The kind, `Deployment`; the plural where the kind is not known.
    pub kind: String,
    /// The namespace; empty for an object of the whole cluster.
    pub namespace: String,
    /// The object's name; empty for collections.
    pub name: String,
    /// The HTTP status of the answer; 0 when there was none.
    pub code: u16,
    /// The name in the message: without the namespace where that is the cluster's own.
    shown: String,
}

impl Write {
    /// Takes a write from the journal. `kinds` knows the kinds of custom resources by group and plural.
    pub(crate) fn of(
        entry: &Entry,
        namespace: &str,
        kinds: impl Fn(&str, &str) -> Option<String>,
    ) -> Self {
        let by_operator = entry.query.split('&').any(|part| {
            part.strip_prefix("fieldManager=")
                .is_some_and(|it| it == FIELD_MANAGER)
        });
        let verb = match (entry.verb.as_str(), entry.subresource.as_str()) {
            ("patch", "") if by_operator => "apply",
            ("update", "") if by_operator => "replace",
            (_, "status") => "set status of",
            (verb, _) => verb,
        };
        let built_in = || {
            let mut all = kinds::all().iter();
            let found = all.find(|it| it.group == entry.group && it.plural == entry.resource)?;
            Some(found.kind.to_owned())
        };
        let kind = built_in().or_else(|| kinds(&entry.group, &entry.resource));
        let shown = if entry.namespace.is_empty() || entry.namespace == namespace {
            entry.name.clone()
        } else {
            format!("{}/{}", entry.namespace, entry.name)
        };
        Self {
            verb: verb.to_owned(),
            kind: kind.unwrap_or_else(|| entry.resource.clone()),
            namespace: entry.namespace.clone(),
            name: entry.name.clone(),
            code: entry.code,
            shown,
        }
    }

    /// Whether the server did what was asked.
    pub fn succeeded(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// Whether a component's resource was written.
    pub fn is_apply(&self) -> bool {
        matches!(self.verb.as_str(), "apply" | "replace")
    }

    /// `Deployment shop-frontend`.
    fn object(&self) -> String {
        format!("{} {}", self.kind, self.shown)
    }
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.verb, self.kind, self.shown)?;
        match self.code {
            0 => f.write_str(" (no answer)"),
            200..300 => Ok(()),
            code => write!(f, " ({code})"),
        }
    }
}

/// What was written to the cluster, oldest first. The cluster's own work, such as garbage collection, and what the test itself
/// writes are not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writes(pub(crate) Vec<Write>);

impl Writes {
    /// The writes, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Write> {
        self.0.iter()
    }

    /// How many there were.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The objects that components applied, `Deployment shop-frontend`, each where it was first applied.
    pub fn applied(&self) -> Vec<String> {
        let mut objects: Vec<String> = Vec::new();
        for write in self.0.iter().filter(|it| it.is_apply() && it.succeeded()) {
            let object = write.object();
            if !objects.contains(&object) {
                objects.push(object);
            }
        }
        objects
    }

    /// Says that nothing was written: what an operator does with a custom resource that is as wanted.
    ///
    /// # Panics
    ///
    /// When something was: the message lists it.
    #[track_caller]
    pub fn assert_none(&self) -> &Self {
        self.check(self.is_empty(), "nothing should have been written")
    }

    /// Says that there were so many writes.
    ///
    /// # Panics
    ///
    /// When there were more or less: the message lists them.
    #[track_caller]
    pub fn assert_count(&self, count: usize) -> &Self {
        self.check(
            self.len() == count,
            &format!("expected {count} writes, not {}", self.len()),
        )
    }

    /// Says what was written, all of it, in order, as it is shown: `apply ConfigMap shop`, `set status of WebApp shop`.
    ///
    /// # Panics
    ///
    /// When it was something else: the message has the difference.
    #[track_caller]
    pub fn assert_are<S: AsRef<str>>(&self, expected: impl IntoIterator<Item = S>) -> &Self {
        let expected: Vec<String> = expected.into_iter().map(|it| it.as_ref().into()).collect();
        let found: Vec<String> = self.0.iter().map(Write::to_string).collect();
        let same = expected == found;
        let difference = || crate::text::difference(&expected.into(), &found.into());
        let problem = if same {
            String::new()
        } else {
            format!("other writes were expected:\n{}", difference())
        };
        self.check(same, &problem)
    }

    /// Says that components applied these objects, `Deployment shop-frontend`, one after the other; others may lie between.
    /// What counts is when an object was first applied.
    ///
    /// # Panics
    ///
    /// When one was not applied, or before one that it should follow: the message says which, and what was applied.
    #[track_caller]
    pub fn assert_applied_in_order<S: AsRef<str>>(
        &self,
        objects: impl IntoIterator<Item = S>,
    ) -> &Self {
        let applied = self.applied();
        let mut last: Option<(usize, String)> = None;
        for object in objects {
            let object = object.as_ref();
            let Some(place) = applied.iter().position(|it| it == object) else {
                return self.check(false, &format!("`{object}` was not applied"));
            };
            if let Some((before, name)) = &last
                && *before > place
            {
                return self.check(false, &format!("`{object}` was applied before `{name}`"));
            }
            last = Some((place, object.to_owned()));
        }
        self
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    fn check(&self, holds: bool, problem: &str) -> &Self {
        if !holds {
            panic!("{problem}; the writes were:\n{self}");
        }
        self
    }
}

impl fmt::Display for Writes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("  (none)\n");
        }
        self.0.iter().try_for_each(|write| writeln!(f, "  {write}"))
    }
}

impl<'a> IntoIterator for &'a Writes {
    type Item = &'a Write;
    type IntoIter = std::slice::Iter<'a, Write>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
