//! What objects use of what ResourceQuotas and LimitRanges limit.

mod amounts;
mod pod;
mod scopes;
mod usage;

use serde_json::Value;

use crate::store::GroupResource;

pub(crate) use self::amounts::Amounts;
pub(crate) use self::pod::{Overhead, is_terminating, limits, missing, requests};
pub(crate) use self::usage::{of, source};

/// Whether a quota is about an object: it limits what objects of the resource use, and its scopes hold.
pub(crate) fn concerns(
    quota: &Value,
    hard: &Amounts,
    resource: &GroupResource,
    object: &Value,
) -> bool {
    hard.names().any(|name| is_used_by(name, resource))
        && scopes::hold(&quota["spec"], resource, object)
}

/// Whether objects of the resource use what is limited under this name.
pub(crate) fn is_used_by(name: &str, resource: &GroupResource) -> bool {
    source(name).is_some_and(|source| source == *resource)
}
