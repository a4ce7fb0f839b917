//! What authorization refused, as the rules that were missing: for tests of an operator with the roles that it ships.

use std::fmt;

use parking_lot::Mutex;
use serde_json::{Value, json};

use super::User;
use super::attributes::Attributes;
use super::rule::Rule;

/// How many different refusals are kept.
const KEPT: usize = 1_000;

/// Something that a user asked for and no role allows.
///
/// It displays as one line that says who lacks which rule where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    user: String,
    namespace: String,
    rule: Rule,
}

impl Denied {
    /// Who asked.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Where; empty for the whole cluster.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The rule that would have allowed it, as a role has it: `{"apiGroups": [..], "resources": [..], "verbs": [..]}`.
    #[must_use]
    pub fn rule(&self) -> Value {
        json!(self.rule)
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = match self.namespace.as_str() {
            "" => "in the whole cluster".to_owned(),
            namespace => format!("in the namespace {namespace:?}"),
        };
        write!(f, "{:?} lacks {scope} the rule {}", self.user, self.rule())
    }
}

/// The refusals of a server; the same one is kept once.
#[derive(Debug, Default)]
pub(crate) struct Denials(Mutex<Vec<Denied>>);

impl Denials {
    pub(super) fn add(&self, user: &User, asked: &Attributes) {
        let denied = Denied {
            user: user.name().to_owned(),
            namespace: asked.namespace.clone(),
            rule: Rule::allowing(asked),
        };
        let mut all = self.0.lock();
        if all.len() < KEPT && !all.contains(&denied) {
            all.push(denied);
        }
    }

    pub(crate) fn all(&self) -> Vec<Denied> {
        self.0.lock().clone()
    }
}
