//! Whether a live object needs a write.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use oper8_schema::{FieldSet, PathElement, Shape, typed};
use serde_json::Value;

use super::equivalent::Comparison;
use super::owned::{Ownership, holds_below};
use crate::requires_replace;

/// How many fields a report names.
const NAMED: usize = 10;

/// In what a live object differs from a manifest.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Where values differ.
    differences: Vec<String>,
    /// Tells what the live object has there from what it might have.
    values: u64,
    /// Fields of the manifest that this field manager has not applied.
    unowned: FieldSet,
    /// Fields that it has applied and that the manifest no longer names.
    surplus: FieldSet,
    /// Fields that it has PUT, that the manifest does not name, and that nobody else wants: an apply leaves them.
    stuck: FieldSet,
}

impl Verdict {
    /// Judges `desired` as it would be applied. `built_in` says that the kind is Kubernetes' own.
    pub(crate) fn of(
        desired: &Value,
        live: &Value,
        ownership: &Ownership,
        shape: Shape<'_>,
        built_in: bool,
    ) -> Self {
        let differences = Comparison::differences(desired, live, shape, built_in);
        let mut values = DefaultHasher::new();
        for difference in &differences {
            difference.live.hash(&mut values);
        }
        let mut verdict = Self {
            values: values.finish(),
            differences: differences.into_iter().map(|it| it.path).collect(),
            ..Self::default()
        };
        let wanted = FieldSet::of(desired, shape).difference(FieldSet::never_owned());
        match &ownership.applied {
            Some(applied) if *applied == wanted => {}
            Some(applied) => {
                verdict.unowned = wanted.difference(applied);
                verdict.surplus = applied.difference(&wanted);
            }
            None => verdict.unowned = wanted.clone(),
        }
        if !ownership.updated.is_empty() {
            verdict.stuck = stuck(ownership, &wanted);
        }
        verdict
    }

    /// Whether the live object is what the manifest says, and stays so when others let go of it.
    pub(crate) fn is_settled(&self) -> bool {
        self.differences.is_empty()
            && self.unowned.is_empty()
            && self.surplus.is_empty()
            && self.stuck.is_empty()
    }

    /// Whether a value differs, or the order of elements.
    pub(crate) fn has_other_values(&self) -> bool {
        !self.differences.is_empty()
    }

    /// The fields of the manifest that this field manager would take.
    pub(crate) fn taken(&self) -> &FieldSet {
        &self.unowned
    }

    /// The fields that it has, and would give up.
    pub(crate) fn given_up(&self) -> FieldSet {
        self.surplus.union(&self.stuck)
    }

    /// The fields that only a PUT removes.
    pub(crate) fn stuck(&self) -> &FieldSet {
        &self.stuck
    }

    /// Tells this verdict from others; 0 when there is nothing to say.
    pub(crate) fn fingerprint(&self) -> u64 {
        if self.is_settled() {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        self.differences.hash(&mut hasher);
        self.values.hash(&mut hasher);
        for set in [&self.unowned, &self.surplus, &self.stuck] {
            set.to_string().hash(&mut hasher);
        }
        hasher.finish().max(1)
    }
}

/// The fields, not their values.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = [&self.unowned, &self.surplus, &self.stuck];
        let paths = sets.into_iter().flat_map(FieldSet::paths);
        let mut fields: Vec<String> = self.differences.clone();
        fields.extend(paths.map(|path| path.to_string()));
        fields.dedup();
        let more = fields.len().saturating_sub(NAMED);
        f.write_str(&fields[..fields.len().min(NAMED)].join(", "))?;
        if more > 0 {
            write!(f, " and {more} more")?;
        }
        Ok(())
    }
}

fn stuck(ownership: &Ownership, wanted: &FieldSet) -> FieldSet {
    let others = [wanted, &ownership.foreign, FieldSet::never_owned()];
    let mut stuck = FieldSet::new();
    for path in ownership.updated.leaves().paths() {
        // A map or list item stays for what others have in it.
        let is_held = |set: &FieldSet| set.contains(&path) || holds_below(set, &path);
        if !is_shared(&path) && !others.into_iter().any(is_held) {
            stuck.insert(&path);
        }
    }
    stuck
}

/// Whether a field is written by all sides by design.
fn is_shared(path: &[PathElement]) -> bool {
    let name = |index: usize| match path.get(index) {
        Some(PathElement::Field(name)) => &**name,
        _ => "",
    };
    name(0) == "status"
        || name(0) == "metadata" && matches!(name(1), "finalizers" | "ownerReferences")
}

/// Whether an apply would leave something that the manifest does not want: items of its lists that others own, or a
/// value with two sources.
pub(crate) fn merge_falls_short(
    desired: &Value,
    live: &Value,
    ownership: &Ownership,
    shape: Shape<'_>,
) -> bool {
    let mut merged = merged(desired, live, ownership, shape);
    // These lists are shared by design.
    if let Some(metadata) = merged.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("finalizers");
        metadata.remove("ownerReferences");
        metadata.remove("managedFields");
    }
    requires_replace(&merged, desired)
}

/// What an apply would leave.
pub(crate) fn merged(
    desired: &Value,
    live: &Value,
    ownership: &Ownership,
    shape: Shape<'_>,
) -> Value {
    let wanted = FieldSet::of(desired, shape);
    let merged = typed::merge(live, desired, shape);
    let dropped = ownership.applied.as_ref().map(|applied| {
        applied
            .recursive_difference(&wanted)
            .recursive_difference(&ownership.foreign)
            .recursive_difference(&ownership.updated)
    });
    match dropped {
        Some(dropped) if !dropped.is_empty() => typed::remove(&merged, &dropped, shape),
        _ => merged.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_verdict_is_another_one_when_the_live_value_is() {
        let fingerprint = |live: Value| {
            let desired = json!({"spec": {"size": 1, "parts": [1]}});
            let ownership = Ownership::default();
            Verdict::of(&desired, &live, &ownership, Shape::untyped(), false).fingerprint()
        };
        let rewritten = json!({"spec": {"size": 5, "parts": [1]}});
        assert_eq!(
            fingerprint(rewritten.clone()),
            fingerprint(rewritten.clone())
        );
        let mut beside = rewritten.clone();
        beside["theirs"] = json!(1);
        assert_eq!(fingerprint(rewritten.clone()), fingerprint(beside));
        for drifted in [
            json!({"spec": {"size": 7, "parts": [1]}}),
            json!({"spec": {"size": 5, "parts": [1, 2]}}),
            json!({"spec": {"parts": [1]}}),
        ] {
            assert_ne!(fingerprint(rewritten.clone()), fingerprint(drifted));
        }
        assert_ne!(
            fingerprint(json!({"spec": {"size": 1, "parts": [1, 2]}})),
            fingerprint(json!({"spec": {"size": 1, "parts": [1, 3]}})),
        );
    }
}
