//! Sets of fields, as server-side apply writes them into `metadata.managedFields`.

mod element;
mod fields_v1;
mod paths;

use std::sync::LazyLock;

use crate::{Shape, typed};

pub use self::element::{KeyFields, PathElement};
pub use self::fields_v1::FieldsV1Error;
pub use self::paths::{Path, Paths};

/// A set of fields of an object, kept as a tree of path elements.
///
/// A field may be a member itself, have members below it, or both: `f:labels` with `.` and `f:app` below it stands for
/// the map and for one of its entries. A set never holds the whole object.
///
/// Equality is by members: two sets are equal when they hold the same paths.
///
/// # Examples
///
/// ```
/// use oper8_schema::{FieldSet, Shape};
/// use serde_json::json;
///
/// let config = json!({"metadata": {"labels": {"app": "web"}}, "data": {"a": "1"}});
/// let set = FieldSet::of(&config, Shape::untyped());
/// assert_eq!(
///     set.to_fields_v1(),
///     json!({
///         "f:data": {".": {}, "f:a": {}},
///         "f:metadata": {".": {}, "f:labels": {".": {}, "f:app": {}}},
///     })
/// );
/// assert!(set.difference(&set).is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSet {
    // Sorted by element, each once; a node is a member or has children, or both.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    element: PathElement,
    member: bool,
    children: FieldSet,
}

impl Node {
    fn is_empty(&self) -> bool {
        !self.member && self.children.nodes.is_empty()
    }
}

/// What becomes of nodes that only one of two sets has, and of those that both have.
struct Combination {
    left: fn(&Node) -> Option<Node>,
    right: fn(&Node) -> Option<Node>,
    both: fn(&Node, &Node) -> Node,
}

impl FieldSet {
    /// The set without members.
    #[must_use]
    pub const fn new() -> Self {
        Self { nodes: Vec::new() }
    }

    /// The fields that a configuration sets when it is applied: leaves, entries of maps, elements of keyed lists and sets.
    ///
    /// An atomic map or list is one field; an empty map and a `null` are fields themselves, an empty keyed list is none.
    /// A key that an element leaves out is completed by its default. `config` should be valid (see
    /// [`typed::validate`]): elements without key are left out.
    #[must_use]
    pub fn of(config: &serde_json::Value, shape: Shape<'_>) -> Self {
        typed::field_set(config, shape)
    }

    /// The fields that no manager ever owns: what identifies the object, and what the server writes into `metadata`.
    #[must_use]
    pub fn never_owned() -> &'static Self {
        static NEVER: LazyLock<FieldSet> = LazyLock::new(|| {
            let metadata = [
                "clusterName",
                "creationTimestamp",
                "generation",
                "managedFields",
                "name",
                "namespace",
                "resourceVersion",
                "selfLink",
                "uid",
            ];
            let mut set = FieldSet::new();
            for name in ["apiVersion", "kind", "metadata"] {
                set.insert(&[PathElement::field(name)]);
            }
            for name in metadata {
                set.insert(&[PathElement::field("metadata"), PathElement::field(name)]);
            }
            set
        });
        &NEVER
    }

    /// Whether the set has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a path; its parents do not become members. The empty path, the whole object, is ignored.
    pub fn insert(&mut self, path: &[PathElement]) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        let node = self.node_mut(first);
        match rest {
            [] => node.member = true,
            rest => node.children.insert(rest),
        }
    }

    /// Whether the path is a member.
    #[must_use]
    pub fn contains(&self, path: &[PathElement]) -> bool {
        match path {
            [] => false,
            [last] => self.has(last),
            [first, rest @ ..] => self
                .below(first)
                .is_some_and(|children| children.contains(rest)),
        }
    }

    /// Whether the element is a member at the top of this set.
    #[must_use]
    pub fn has(&self, element: &PathElement) -> bool {
        self.node(element).is_some_and(|node| node.member)
    }

    /// What the set holds below an element, without that element; `None` when that is nothing.
    #[must_use]
    pub fn below(&self, element: &PathElement) -> Option<&Self> {
        let children = &self.node(element)?.children;
        (!children.is_empty()).then_some(children)
    }

    /// The members of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let rule = Combination {
            left: |node| Some(node.clone()),
            right: |node| Some(node.clone()),
            both: |left, right| Node {
                element: left.element.clone(),
                member: left.member || right.member,
                children: left.children.union(&right.children),
            },
        };
        self.combine(other, &rule)
    }

    /// The members of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let rule = Combination {
            left: |_| None,
            right: |_| None,
            both: |left, right| Node {
                element: left.element.clone(),
                member: left.member && right.member,
                children: left.children.intersection(&right.children),
            },
        };
        self.combine(other, &rule)
    }

    /// The members of this set that `other` does not have. A member below a member of `other` stays.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let rule = Combination {
            left: |node| Some(node.clone()),
            right: |_| None,
            both: |left, right| Node {
                element: left.element.clone(),
                member: left.member && !right.member,
                children: left.children.difference(&right.children),
            },
        };
        self.combine(other, &rule)
    }

    /// The members of this set that neither `other` has nor lie below a member of `other`.
    #[must_use]
    pub fn recursive_difference(&self, other: &Self) -> Self {
        let rule = Combination {
            left: |node| Some(node.clone()),
            right: |_| None,
            both: |left, right| Node {
                element: left.element.clone(),
                member: left.member && !right.member,
                children: match right.member {
                    true => Self::new(),
                    false => left.children.recursive_difference(&right.children),
                },
            },
        };
        self.combine(other, &rule)
    }

    /// Whether every member of this set is one of `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        let mut rest = other.nodes.iter();
        self.nodes.iter().all(|node| {
            let twin = rest.find(|twin| twin.element >= node.element);
            twin.is_some_and(|twin| {
                twin.element == node.element
                    && (twin.member || !node.member)
                    && node.children.is_subset(&twin.children)
            })
        })
    }

    /// The members that have no member below them.
    #[must_use]
    pub fn leaves(&self) -> Self {
        let nodes = self.nodes.iter().map(|node| Node {
            element: node.element.clone(),
            member: node.member && node.children.is_empty(),
            children: node.children.leaves(),
        });
        Self {
            nodes: nodes.collect(),
        }
    }

    /// The members, each as its path.
    ///
    /// On each level the members come before what lies below them, both in the order of their elements: the order in
    /// which the server reports conflicts.
    #[must_use]
    pub fn paths(&self) -> Paths<'_> {
        Paths::new(self)
    }

    /// The set with every declared field of an object that has members below it as a member.
    ///
    /// Entries of maps and elements of lists are left as they are. This is what decides that an object vanishes with
    /// the last of its fields.
    #[must_use]
    pub fn with_declared_parents(&self, shape: Shape<'_>) -> Self {
        let nodes = self.nodes.iter().map(|node| {
            let (shape, declared) = typed::child_shape(shape, &node.element);
            Node {
                element: node.element.clone(),
                member: node.member || (declared && !node.children.is_empty()),
                children: node.children.with_declared_parents(shape),
            }
        });
        Self {
            nodes: nodes.collect(),
        }
    }

    /// The set with every map and list that is atomic by `shape` in place of what it has below it; `None` when there is
    /// no such thing.
    ///
    /// That is how a set written before a schema made a field atomic is read.
    #[must_use]
    pub fn with_atomic_fields(&self, shape: Shape<'_>) -> Option<Self> {
        let mut nodes = None;
        for (index, node) in self.nodes.iter().enumerate() {
            if node.children.is_empty() {
                continue;
            }
            let (shape, _) = typed::child_shape(shape, &node.element);
            let changed = match typed::is_atomic(shape) {
                true => Node {
                    element: node.element.clone(),
                    member: true,
                    children: Self::new(),
                },
                false => match node.children.with_atomic_fields(shape) {
                    Some(children) => Node {
                        element: node.element.clone(),
                        member: node.member,
                        children,
                    },
                    None => continue,
                },
            };
            nodes.get_or_insert_with(|| self.nodes.clone())[index] = changed;
        }
        nodes.map(|nodes| Self { nodes })
    }

    /// Adds what a walk found at `element`: whether it is a member, and what is below it.
    pub(crate) fn put(&mut self, element: PathElement, member: bool, children: Self) {
        let node = Node {
            element,
            member,
            children,
        };
        if node.is_empty() {
            return;
        }
        // Walks mostly come in order: then this is a push.
        if self
            .nodes
            .last()
            .is_none_or(|last| last.element < node.element)
        {
            return self.nodes.push(node);
        }
        match self.position(&node.element) {
            Ok(index) => {
                let present = &mut self.nodes[index];
                present.member |= node.member;
                present.children = present.children.union(&node.children);
            }
            Err(index) => self.nodes.insert(index, node),
        }
    }

    fn position(&self, element: &PathElement) -> Result<usize, usize> {
        self.nodes
            .binary_search_by(|node| node.element.cmp(element))
    }

    fn node(&self, element: &PathElement) -> Option<&Node> {
        self.position(element).ok().map(|index| &self.nodes[index])
    }

    fn node_mut(&mut self, element: &PathElement) -> &mut Node {
        let index = self.position(element).unwrap_or_else(|index| {
            let node = Node {
                element: element.clone(),
                member: false,
                children: Self::new(),
            };
            self.nodes.insert(index, node);
            index
        });
        &mut self.nodes[index]
    }

    fn combine(&self, other: &Self, rule: &Combination) -> Self {
        let (mut left, mut right) = (self.nodes.as_slice(), other.nodes.as_slice());
        let mut nodes = Vec::new();
        loop {
            let node = match (left, right) {
                ([], []) => break,
                ([l, rest @ ..], r) if r.first().is_none_or(|r| l.element < r.element) => {
                    left = rest;
                    (rule.left)(l)
                }
                (l, [r, rest @ ..]) if l.first().is_none_or(|l| r.element < l.element) => {
                    right = rest;
                    (rule.right)(r)
                }
                (l, r) => {
                    (left, right) = (&l[1..], &r[1..]);
                    Some((rule.both)(&l[0], &r[0]))
                }
            };
            nodes.extend(node.filter(|node| !node.is_empty()));
        }
        Self { nodes }
    }
}

impl<'a> FromIterator<&'a [PathElement]> for FieldSet {
    fn from_iter<I: IntoIterator<Item = &'a [PathElement]>>(paths: I) -> Self {
        let mut set = Self::new();
        paths.into_iter().for_each(|path| set.insert(path));
        set
    }
}

#[cfg(test)]
mod tests;
