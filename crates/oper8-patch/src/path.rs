//! Where a merge is: built on the stack, written out only for an error.

use std::fmt;

/// A path, innermost part first.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Self>,
    part: Part<'a>,
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Root,
    Field(&'a str),
    Element(&'a dyn fmt::Display),
}

impl Path<'static> {
    pub(crate) const ROOT: Self = Path {
        parent: None,
        part: Part::Root,
    };
}

impl<'a> Path<'a> {
    pub(crate) fn field(&'a self, name: &'a str) -> Self {
        Path {
            parent: Some(self),
            part: Part::Field(name),
        }
    }

    pub(crate) fn element(&'a self, key: &'a dyn fmt::Display) -> Self {
        Path {
            parent: Some(self),
            part: Part::Element(key),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else {
            return Ok(());
        };
        parent.fmt(f)?;
        match self.part {
            Part::Root => Ok(()),
            Part::Field(name) if parent.parent.is_none() => f.write_str(name),
            Part::Field(name) => write!(f, ".{name}"),
            Part::Element(key) => write!(f, "[{key}]"),
        }
    }
}
