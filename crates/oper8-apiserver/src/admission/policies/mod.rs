//! ValidatingAdmissionPolicies: what they are about, what they demand, and which of them are valid.

mod conditions;
mod evaluate;
mod matching;
mod params;
mod policy;
mod request;

use serde_json::Value;

use super::Operation;
use crate::handlers::Write;

#[cfg(feature = "webhooks")]
pub(crate) use self::conditions::ask_webhook;
pub(crate) use self::conditions::check_webhook;
pub(crate) use self::evaluate::validate;
pub(crate) use self::policy::{Policies, check_binding, check_policy};

/// A write that is about to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt<'a> {
    pub(crate) write: &'a Write<'a>,
    pub(crate) operation: Operation,
    pub(crate) name: &'a str,
    /// What would be stored; `None` for a deletion.
    pub(crate) object: Option<&'a Value>,
    /// What is stored; `None` for a creation.
    pub(crate) old: Option<&'a Value>,
}
