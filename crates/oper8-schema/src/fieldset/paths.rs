//! The members of a field set as paths.

use std::fmt;

use super::{FieldSet, Node, PathElement};

/// The way from an object to one of its parts; prints as the server does: `.spec.containers[name="a"].image`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<PathElement>);

impl std::ops::Deref for Path {
    type Target = [PathElement];

    fn deref(&self) -> &[PathElement] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|element| element.fmt(out))
    }
}

/// One path a line.
impl fmt::Display for FieldSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, path) in self.paths().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(out, "{line}{path}")?;
        }
        Ok(())
    }
}

/// Iterator over the members of a set; see [`FieldSet::paths`].
#[derive(Clone, Debug)]
pub struct Paths<'a> {
    prefix: Vec<PathElement>,
    // One level of the tree each: members still to come, then nodes still to descend into.
    levels: Vec<(std::slice::Iter<'a, Node>, std::slice::Iter<'a, Node>)>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(set: &'a FieldSet) -> Self {
        Self {
            prefix: Vec::new(),
            levels: vec![(set.nodes.iter(), set.nodes.iter())],
        }
    }
}

impl Iterator for Paths<'_> {
    type Item = Path;

    fn next(&mut self) -> Option<Path> {
        loop {
            let (members, parents) = self.levels.last_mut()?;
            if let Some(member) = members.find(|node| node.member) {
                let mut path = self.prefix.clone();
                path.push(member.element.clone());
                return Some(Path(path));
            }
            match parents.find(|node| !node.children.is_empty()) {
                Some(parent) => {
                    self.prefix.push(parent.element.clone());
                    let nodes = &parent.children.nodes;
                    self.levels.push((nodes.iter(), nodes.iter()));
                }
                None => {
                    self.prefix.pop();
                    self.levels.pop();
                }
            }
        }
    }
}
