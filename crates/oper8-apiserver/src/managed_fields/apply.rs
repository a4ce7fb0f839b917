//! Server-side apply.

use std::borrow::Cow;

use oper8_schema::typed::{self, Comparison, Duplicates};
use oper8_schema::{FieldSet, Shape};
use serde_json::Value;

use super::entries::{Entries, Entry, Operation, clear};
use super::error::{ApplyError, Conflict};
use super::update::zero;
use super::{Request, last_applied};

/// Applies `config`, the fields that a manager wants to own and their values, to `live`.
///
/// Fields that the manager applied before, no longer names, and nobody else owns are removed; fields of others that it
/// changes are conflicts unless it forces. The answer is the new object with its `managedFields`, before defaulting:
/// values are as `config` writes them, and a `null` in it stays. It is borrowed when the apply changes nothing at all.
/// With no live object the answer is `config` itself with its entry.
///
/// # Errors
///
/// [`ApplyError`] names what the server would answer: conflicts, or a configuration that does not fit the type.
pub fn apply<'l>(
    live: Option<&'l Value>,
    config: &Value,
    request: &Request<'_>,
) -> Result<Cow<'l, Value>, ApplyError> {
    check(config, request)?;
    let mut fields = FieldSet::of(config, request.shape);
    if !request.reset.is_empty() {
        fields = fields.recursive_difference(request.reset);
    }
    let Some(live) = live else {
        return Ok(Cow::Owned(created(config, &fields, request)));
    };
    let mut applied = Apply::new(live, &fields, request)?.run(config);
    if let Err(ApplyError::Conflicts(conflicts)) = &mut applied
        && last_applied::forgives(live, conflicts, request)
    {
        applied = Apply::new(live, &fields, &request.force(true))?.run(config);
    }
    Ok(last_applied::refreshed(applied?, config, request))
}

/// Refuses a configuration that no object could take.
fn check(config: &Value, request: &Request<'_>) -> Result<(), ApplyError> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (api_version, kind) = (text(&config["apiVersion"]), text(&config["kind"]));
    if api_version != request.api_version || kind != request.kind {
        let found = type_name(&api_version, &kind);
        return Err(ApplyError::WrongType { found });
    }
    if !config["metadata"]["managedFields"].is_null() {
        return Err(ApplyError::ManagedFields);
    }
    typed::validate(config, request.shape, Duplicates::Forbidden).map_err(|problem| {
        let metadata = &config["metadata"];
        let (namespace, name) = (text(&metadata["namespace"]), text(&metadata["name"]));
        let type_name = type_name(&api_version, &kind);
        ApplyError::Invalid {
            object: format!("{namespace}/{name}; {type_name}"),
            problem,
        }
    })
}

/// A type as Go prints it: `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`.
fn type_name(api_version: &str, kind: &str) -> String {
    let slash = if api_version.contains('/') { "" } else { "/" };
    format!("{slash}{api_version}, Kind={kind}")
}

fn created(config: &Value, fields: &FieldSet, request: &Request<'_>) -> Value {
    let mut own = own_entry(fields, request);
    own.time = Some(request.now.to_owned());
    let mut object = config.clone();
    let entries = if own.fields.is_empty() {
        vec![]
    } else {
        vec![own]
    };
    Entries(entries).write(&mut object);
    object
}

/// The entry of a manager that applies `fields`.
fn own_entry(fields: &FieldSet, request: &Request<'_>) -> Entry {
    let owned = fields.difference(FieldSet::never_owned());
    Entry::new(request, Operation::Apply, owned)
}

/// One apply to a live object.
struct Apply<'l, 'r> {
    live: &'l Value,
    request: &'r Request<'r>,
    /// What the configuration sets, with what identifies the object.
    fields: &'r FieldSet,
    /// What the manager is to own of it.
    own: Entry,
    /// What it owned until now.
    last: Option<Entry>,
    others: Entries,
    /// Whether the entries of others are not those of the live object.
    adopted: bool,
}

impl<'l, 'r> Apply<'l, 'r> {
    fn new(
        live: &'l Value,
        fields: &'r FieldSet,
        request: &'r Request<'r>,
    ) -> Result<Self, ApplyError> {
        let mut others = Entries::of(live).map_err(ApplyError::Undecodable)?;
        others.follow(request.shape);
        let adopted = others.0.is_empty();
        if adopted {
            others.0.extend(before_first_apply(live, request));
        }
        let own = own_entry(fields, request);
        let last = others.take(&own);
        Ok(Self {
            live,
            request,
            fields,
            own,
            last,
            others,
            adopted,
        })
    }

    fn run(mut self, config: &Value) -> Result<Cow<'l, Value>, ApplyError> {
        let merged = typed::merge(self.live, config, self.request.shape);
        let object = self.pruned(merged);
        let changed = match &object {
            Cow::Borrowed(_) => false,
            Cow::Owned(object) => !typed::same(self.live, object),
        };
        if changed {
            let comparison = typed::compare(self.live, &object, self.request.shape);
            self.settle_ownership(&comparison.without(self.request.reset))?;
        }
        Ok(self.written(object, changed))
    }

    /// Removes what the manager no longer applies.
    fn pruned(&self, merged: Cow<'l, Value>) -> Cow<'l, Value> {
        match &self.last {
            Some(last) if !last.fields.is_subset(&self.own.fields) => {
                let everybody = self.others.0.iter().map(|entry| &entry.fields);
                let owned = everybody.fold(self.fields.clone(), |all, set| all.union(set));
                Cow::Owned(prune(&merged, &last.fields, &owned, self.request.shape))
            }
            _ => merged,
        }
    }

    /// Takes changed fields from other managers, or tells whose they are.
    fn settle_ownership(&mut self, comparison: &Comparison) -> Result<(), ApplyError> {
        let changed = comparison.changed();
        let mut conflicts = Vec::new();
        for entry in &self.others.0 {
            let fields = entry.fields.intersection(&changed);
            conflicts.extend(fields.paths().map(|path| (entry, path)));
        }
        if !self.request.force && !conflicts.is_empty() {
            // The server groups by manager and keeps the order of fields.
            conflicts.sort_by(|(left, _), (right, _)| identity(left).cmp(&identity(right)));
            let conflicts = conflicts.into_iter();
            let conflicts = conflicts.map(|(entry, path)| Conflict::new(entry, path));
            return Err(ApplyError::Conflicts(conflicts.collect()));
        }
        self.others.release(&changed.union(&comparison.removed));
        Ok(())
    }

    fn written(mut self, object: Cow<'l, Value>, changed: bool) -> Cow<'l, Value> {
        let last = self.last.as_ref();
        let kept = match last {
            Some(last) => {
                last.fields == self.own.fields && last.api_version == self.own.api_version
            }
            None => self.own.fields.is_empty(),
        };
        if !changed && kept && !self.adopted {
            return Cow::Borrowed(self.live);
        }
        self.own.time = match changed {
            true => Some(self.request.now.to_owned()),
            false => last.and_then(|last| last.time.clone()),
        };
        let mut object = object.into_owned();
        let mut entries = self.others;
        if !self.own.fields.is_empty() {
            entries.0.push(self.own);
        }
        entries.write(&mut object);
        Cow::Owned(object)
    }
}

/// What distinguishes a manager, in the order in which the server prints them.
fn identity(entry: &Entry) -> (&str, Operation, &str, &str) {
    (
        &entry.manager,
        entry.operation,
        &entry.api_version,
        &entry.subresource,
    )
}

/// The owner of all that an object without entries has.
fn before_first_apply(live: &Value, request: &Request<'_>) -> Option<Entry> {
    let mut bare = live.clone();
    clear(&mut bare);
    let comparison = typed::compare(&zero(request), &bare, request.shape);
    let request = Request {
        manager: "before-first-apply",
        ..*request
    };
    let mut entry = Entry::new(
        &request,
        Operation::Update,
        request.owned(comparison.changed()),
    );
    entry.time = Some(request.now.to_owned());
    (!entry.fields.is_empty()).then_some(entry)
}

/// Removes from `merged` what is in `last` and not in `owned`.
///
/// An object goes with the last of its fields, and with an element of a list goes what nobody owns in it; what was
/// neither applied before nor inside such an element stays.
fn prune(merged: &Value, last: &FieldSet, owned: &FieldSet, shape: Shape<'_>) -> Value {
    let with_parents = |set: &FieldSet| set.with_declared_parents(shape);
    let fields_of = |object: &Value| with_parents(&FieldSet::of(object, shape));
    let (last, owned, all) = (with_parents(last), with_parents(owned), fields_of(merged));

    // Without everything applied before: what is left is not this manager's to remove.
    let foreign = fields_of(&typed::remove(merged, &last, shape));
    // Of the rest, what somebody owns comes back, with what is needed to hold it.
    let kept = foreign.union(&owned);
    let rest = fields_of(&typed::remove(merged, &all.difference(&kept), shape));
    // What vanished only because something above it did, and was never applied, comes back too.
    let gone = all.difference(&rest).intersection(&last);
    typed::remove(merged, &gone, shape)
}
