//! Why a strategic merge patch cannot be applied.

use std::fmt::{self, Display, Formatter};

/// A patch that cannot be applied, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategicError {
    /// Fields from the root, innermost first.
    path: Vec<String>,
    problem: StrategicProblem,
}

/// What is wrong with a patch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StrategicProblem {
    /// The live object or the patch is a list or a scalar.
    #[error("a strategic merge patch and what it patches must be objects")]
    NotAnObject,
    /// `$patch` is neither `replace` nor `delete`.
    #[error("unknown `$patch` directive {0}: use \"replace\" or \"delete\"")]
    UnknownDirective(String),
    /// An element of a keyed list lacks the key.
    #[error("an element has no merge key `{0}`")]
    NoMergeKey(String),
    /// Elements of a merged list are objects, but the list has no merge key.
    #[error("a list of objects without a merge key cannot be merged")]
    NoKeyDeclared,
    /// The field is no list, though the patch treats it as one.
    #[error("expected a list")]
    NotAList,
    /// An element is no object, though its list is keyed.
    #[error("expected a list of objects")]
    NotObjects,
    /// Elements are of different JSON types.
    #[error("elements of the list differ in type")]
    MixedElements,
    /// Elements are lists.
    #[error("lists of lists are not supported")]
    ListOfLists,
    /// An order is given for a list without elements.
    #[error("there are no elements to order")]
    NoElements,
    /// `$deleteFromPrimitiveList` is not followed by `/<field>`.
    #[error("expected `$deleteFromPrimitiveList/<field>` with a list of scalars")]
    BadPrimitiveList,
    /// `$retainKeys` is no list, or lacks a field that the patch sets.
    #[error("`$retainKeys` must be a list that names every field of the patch")]
    BadRetainKeys,
    /// `$setElementOrder` is not followed by `/<field>`.
    #[error("expected `$setElementOrder/<field>` with a list")]
    BadElementOrder,
    /// `$setElementOrder` contradicts the list of the patch.
    #[error(
        "the patch's list is not in the order of its `$setElementOrder`, or has elements that this lacks"
    )]
    OrderMismatch,
    /// The type has no such field.
    #[error("the type has no such field")]
    UnknownField,
}

impl StrategicError {
    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &StrategicProblem {
        &self.problem
    }

    /// Where: `.spec.template.spec.containers`; empty for the whole patch.
    #[must_use]
    pub fn path(&self) -> String {
        self.path
            .iter()
            .rev()
            .flat_map(|field| [".", field.as_str()])
            .collect()
    }

    /// The HTTP status with which a Kubernetes 1.36 server answers such a patch: 400, 422 or 500.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self.problem {
            StrategicProblem::NotAnObject
            | StrategicProblem::BadPrimitiveList
            | StrategicProblem::BadRetainKeys
            | StrategicProblem::BadElementOrder => 400,
            StrategicProblem::ListOfLists => 422,
            _ => 500,
        }
    }

    /// The same error, seen from the object that has `field`.
    pub(super) fn below(mut self, field: &str) -> Self {
        self.path.push(field.to_owned());
        self
    }
}

impl From<StrategicProblem> for StrategicError {
    fn from(problem: StrategicProblem) -> Self {
        Self {
            path: Vec::new(),
            problem,
        }
    }
}

impl Display for StrategicError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(out, "{}: ", self.path())?;
        }
        self.problem.fmt(out)
    }
}

impl std::error::Error for StrategicError {}
