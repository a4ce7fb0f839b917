//! The order of a merged list.

use serde_json::Value;

use super::{Result, StrategicProblem};

/// What tells elements apart.
pub(super) enum Identity<'k> {
    /// The whole value: scalars.
    Value,
    /// The value of this field: objects.
    Key(&'k str),
}

impl Identity<'_> {
    pub(super) fn of<'v>(&self, item: &'v Value) -> Result<&'v Value> {
        match self {
            Self::Value => Ok(item),
            Self::Key(_) if !item.is_object() => Err(StrategicProblem::NotObjects.into()),
            Self::Key(key) => Ok(item
                .get(key)
                .ok_or_else(|| StrategicProblem::NoMergeKey((*key).to_owned()))?),
        }
    }

    /// The first place of an element in a list.
    fn index(&self, list: &[Value], item: &Value) -> Result<Option<usize>> {
        let id = self.of(item)?;
        for (index, other) in list.iter().enumerate() {
            if self.of(other)? == id {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }
}

/// An element and its places in the two orders.
struct Placed {
    item: Value,
    wanted: Option<usize>,
    live: Option<usize>,
}

/// Puts the elements that `wanted` has in its order, the others in that of `live`, and interleaves the two.
pub(super) fn arrange(
    merged: Vec<Value>,
    wanted: &[Value],
    live: &[Value],
    identity: &Identity<'_>,
) -> Result<Vec<Value>> {
    let mut patched = Vec::new();
    let mut others = Vec::new();
    for item in merged {
        let places = (identity.index(wanted, &item)?, identity.index(live, &item)?);
        let placed = Placed {
            item,
            wanted: places.0,
            live: places.1,
        };
        if placed.wanted.is_some() {
            &mut patched
        } else {
            &mut others
        }
        .push(placed);
    }
    sort(&mut patched, |placed| placed.wanted);
    sort(&mut others, |placed| placed.live);
    Ok(interleave(others, patched))
}

/// Sorts by insertion. An element without a place goes before all that precede it: so does the server.
fn sort(items: &mut [Placed], place: impl Fn(&Placed) -> Option<usize>) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 {
            let before = match (place(&items[at]), place(&items[at - 1])) {
                (Some(one), Some(other)) => one < other,
                _ => true,
            };
            if !before {
                break;
            }
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Each of `others` goes before the first of `patched` that it precedes in the live list; the orders of both are kept.
fn interleave(others: Vec<Placed>, patched: Vec<Placed>) -> Vec<Value> {
    let mut others = others.into_iter().peekable();
    let mut all = Vec::new();
    for next in patched {
        while let Some(other) = others.next_if(|other| match (other.live, next.live) {
            (Some(other), Some(next)) => other < next,
            _ => false,
        }) {
            all.push(other.item);
        }
        all.push(next.item);
    }
    all.extend(others.map(|other| other.item));
    all
}
