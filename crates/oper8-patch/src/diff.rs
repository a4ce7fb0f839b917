//! What two manifests differ in.

use std::fmt;

use serde_json::{Map, Value};

use crate::Result;
use crate::identity::{ElementKey, element_key, equal};
use crate::keys::{self, KeyField, Place};
use crate::list::Index;
use crate::path::Path;
use crate::{PatchError, error::type_name};

/// What each of two manifests has that the other has not, or has otherwise.
///
/// Both sides have the shape of a manifest, and only the fields in which the two differ. An element of a keyed list that is
/// on both sides is told by its merge key. Secrets are shown: what is done with them is the caller's matter, and `Debug`
/// shows no value.
#[derive(Clone, PartialEq)]
pub struct Difference {
    /// What the first manifest has.
    pub left: Value,
    /// What the second one has instead.
    pub right: Value,
}

/// Without values.
impl fmt::Debug for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Difference").finish_non_exhaustive()
    }
}

/// Tells in what two manifests differ; `None` when they are the same.
///
/// Maps are compared key by key, and lists that have a merge key element by element, in any order: the table is that of the
/// strategic merge, on this crate's front page, and starts at the `kind` of the outermost map that is of one kind on both
/// sides. Other lists are the same or not as a whole. Numbers are compared by value (`1` is `1.0`); nothing else is taken for
/// something of another type, and `null` is not the same as absent.
///
/// In keyed lists the last of several elements with one key counts. Ports are told apart by number and protocol.
///
/// # Errors
///
/// [`PatchError::NotAnObject`] when either argument is none, [`PatchError::ResourceElementWithoutKey`] when an element of a
/// keyed list lacks its merge key.
///
/// # Examples
///
/// ```
/// use oper8_patch::diff;
/// use serde_json::json;
///
/// let of = |image: &str, replicas| json!({
///     "kind": "Deployment",
///     "spec": {"replicas": replicas, "template": {"spec": {"containers": [{"name": "web", "image": image}]}}},
/// });
/// let difference = diff(&of("web:1", 2), &of("web:2", 2))?.expect("the image is another one");
/// assert_eq!(difference.left["spec"], json!({"template": {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}}));
/// assert_eq!(difference.right["spec"], json!({"template": {"spec": {"containers": [{"name": "web", "image": "web:2"}]}}}));
/// assert_eq!(diff(&of("web:1", 2), &of("web:1", 2))?, None);
/// # Ok::<(), oper8_patch::PatchError>(())
/// ```
pub fn diff(left: &Value, right: &Value) -> Result<Option<Difference>> {
    for value in [left, right] {
        if !value.is_object() {
            return Err(PatchError::NotAnObject {
                what: "a manifest",
                found: type_name(value),
            });
        }
    }
    values(left, right, At::Nowhere, &Path::ROOT)
}

/// [`diff`] of two values that are at `position` of a manifest: `Service.spec.ports`, the kind and then the fields, lists
/// adding nothing. At an empty position it is that of two manifests, or of any other two values.
///
/// # Errors
///
/// [`PatchError::ResourceElementWithoutKey`] when an element of a keyed list lacks its merge key.
///
/// # Examples
///
/// ```
/// use oper8_patch::diff_at;
/// use serde_json::json;
///
/// let (left, right) = (json!([{"port": 80}, {"port": 443}]), json!([{"port": 443}, {"port": 80}]));
/// assert_eq!(diff_at("Service.spec.ports", &left, &right)?, None);
/// assert!(diff_at("", &left, &right)?.is_some());
/// # Ok::<(), oper8_patch::PatchError>(())
/// ```
pub fn diff_at(position: &str, left: &Value, right: &Value) -> Result<Option<Difference>> {
    let mut parts = position.split('.').filter(|part| !part.is_empty());
    let Some(kind) = parts.next() else {
        return values(left, right, At::Nowhere, &Path::ROOT);
    };
    let place = parts.fold(At::Place(keys::root(kind)), At::child);
    let below = position.split_once('.').map_or("", |(_, below)| below);
    values(left, right, place, &Path::ROOT.field(below))
}

/// Where in a manifest two values are.
#[derive(Clone, Copy)]
enum At {
    /// No kind has been met yet.
    Nowhere,
    /// At a place that the table knows, or at one that it does not.
    Place(Option<&'static Place>),
}

impl At {
    fn child(self, name: &str) -> Self {
        match self {
            Self::Nowhere => Self::Nowhere,
            Self::Place(place) => Self::Place(place.and_then(|place| place.child(name))),
        }
    }

    /// Where two maps are: they may be the outermost ones of a kind.
    fn of_maps(self, left: &Map<String, Value>, right: &Map<String, Value>) -> Self {
        match (self, left.get("kind")) {
            (Self::Nowhere, Some(kind)) if right.get("kind") == Some(kind) => {
                Self::Place(kind.as_str().and_then(keys::root))
            }
            (at, _) => at,
        }
    }
}

type Pair<T> = Option<(T, T)>;

fn values(left: &Value, right: &Value, at: At, path: &Path<'_>) -> Result<Option<Difference>> {
    let pair = match (left, right) {
        (Value::Object(left), Value::Object(right)) => maps(left, right, at, path)?
            .map(|(left, right)| (Value::Object(left), Value::Object(right))),
        (Value::Array(left), Value::Array(right)) => lists(left, right, at, path)?
            .map(|(left, right)| (Value::Array(left), Value::Array(right))),
        _ => (!equal(left, right)).then(|| (left.clone(), right.clone())),
    };
    Ok(pair.map(|(left, right)| Difference { left, right }))
}

fn maps(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    at: At,
    path: &Path<'_>,
) -> Result<Pair<Map<String, Value>>> {
    let at = at.of_maps(left, right);
    let (mut here, mut there) = (Map::new(), Map::new());
    for (key, value) in left {
        match right.get(key) {
            None => drop(here.insert(key.clone(), value.clone())),
            Some(other) => {
                let found = values(value, other, at.child(key), &path.field(key))?;
                if let Some(Difference { left, right }) = found {
                    here.insert(key.clone(), left);
                    there.insert(key.clone(), right);
                }
            }
        }
    }
    let added = right.iter().filter(|(key, _)| !left.contains_key(*key));
    there.extend(added.map(|(key, value)| (key.clone(), value.clone())));
    Ok((!here.is_empty() || !there.is_empty()).then_some((here, there)))
}

fn lists(left: &[Value], right: &[Value], at: At, path: &Path<'_>) -> Result<Pair<Vec<Value>>> {
    match at {
        At::Place(Some(place)) if !place.key.is_empty() => keyed(left, right, place, path),
        _ => {
            let same =
                left.len() == right.len() && left.iter().zip(right).all(|(a, b)| equal(a, b));
            Ok((!same).then(|| (left.to_vec(), right.to_vec())))
        }
    }
}

fn keyed(
    left: &[Value],
    right: &[Value],
    place: &'static Place,
    path: &Path<'_>,
) -> Result<Pair<Vec<Value>>> {
    let (left, right) = (
        Elements::of(left, place, path)?,
        Elements::of(right, place, path)?,
    );
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for (key, element) in &left.elements {
        let Some(other) = right.get(key) else {
            here.push(Value::Object((*element).clone()));
            continue;
        };
        let at = At::Place(Some(place));
        if let Some((mut one, mut two)) = maps(element, other, at, &path.element(key))? {
            let ambiguous = left.is_ambiguous(key) || right.is_ambiguous(key);
            tell_key(&mut one, element, place.key, ambiguous);
            tell_key(&mut two, other, place.key, ambiguous);
            here.push(Value::Object(one));
            there.push(Value::Object(two));
        }
    }
    for (key, element) in &right.elements {
        if left.get(key).is_none() {
            there.push(Value::Object((*element).clone()));
        }
    }
    Ok((!here.is_empty() || !there.is_empty()).then_some((here, there)))
}

/// Puts the merge key into a part of an element: an optional field only where the others do not tell which one it is.
fn tell_key(
    part: &mut Map<String, Value>,
    element: &Map<String, Value>,
    fields: &[KeyField],
    ambiguous: bool,
) {
    for field in fields {
        if (ambiguous || field.default.is_none())
            && let Some(value) = element.get(field.name)
        {
            part.insert(field.name.to_owned(), value.clone());
        }
    }
}

/// The elements of a keyed list; the last of those with one key, at the place of the first.
struct Elements<'a> {
    elements: Vec<(ElementKey<'a>, &'a Map<String, Value>)>,
    positions: Index<'a>,
}

impl<'a> Elements<'a> {
    fn of(list: &'a [Value], place: &'static Place, path: &Path<'_>) -> Result<Self> {
        let mut found = Self {
            elements: Vec::with_capacity(list.len()),
            positions: Index::for_length(list.len()),
        };
        for element in list {
            let (key, fields) = element_key(element, place.key).map_err(|key| {
                PatchError::ResourceElementWithoutKey {
                    path: path.to_string(),
                    key,
                }
            })?;
            match found.positions.insert(key, found.elements.len()) {
                Some(first) => found.elements[first].1 = fields,
                None => found.elements.push((key, fields)),
            }
        }
        Ok(found)
    }

    fn get(&self, key: &ElementKey<'_>) -> Option<&'a Map<String, Value>> {
        let position = self.positions.get(key)?;
        self.elements.get(position).map(|(_, fields)| *fields)
    }

    /// Whether other elements share the key's required field.
    fn is_ambiguous(&self, key: &ElementKey<'_>) -> bool {
        let mut elements = self.elements.iter();
        elements.any(|(other, _)| other != key && other.starts_as(key))
    }
}
