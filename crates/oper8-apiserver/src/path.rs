//! The place of a value in an object, written only when it is told to somebody.

use std::fmt;

/// A path that grows downwards on the stack: `spec.containers[0].env`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The object itself.
    pub(crate) const fn root() -> Self {
        Self {
            parent: None,
            step: Step::Root,
        }
    }

    pub(crate) fn field(&'a self, name: &'a str) -> Self {
        self.below(Step::Field(name))
    }

    pub(crate) fn index(&'a self, index: usize) -> Self {
        self.below(Step::Index(index))
    }

    /// A key of a map, which is written in brackets.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        self.below(Step::Key(key))
    }

    fn below(&'a self, step: Step<'a>) -> Self {
        Self {
            parent: Some(self),
            step,
        }
    }

    /// The last field name, past list indices; empty at the top.
    pub(crate) fn last_field(&self) -> &str {
        match (self.step, self.parent) {
            (Step::Field(name), _) => name,
            (_, Some(parent)) => parent.last_field(),
            (_, None) => "",
        }
    }

    /// The path of the object that has this field.
    pub(crate) fn holder(&self) -> Option<&Self> {
        match self.step {
            Step::Field(_) => self.parent,
            Step::Root => None,
            Step::Index(_) | Step::Key(_) => self.parent?.holder(),
        }
    }

    /// Without list indices and keys, as in the messages of Go's JSON reader.
    pub(crate) fn fields(&self) -> String {
        let above = self.parent.map(Self::fields).unwrap_or_default();
        match self.step {
            Step::Field(name) if above.is_empty() => name.to_owned(),
            Step::Field(name) => format!("{above}.{name}"),
            Step::Root | Step::Index(_) | Step::Key(_) => above,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) => {
                let first = self
                    .parent
                    .is_none_or(|parent| matches!(parent.step, Step::Root));
                write!(f, "{}{name}", if first { "" } else { "." })
            }
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{key}]"),
        }
    }
}
