//! The third stage: whether the user may do what the request is about.

use http::request::Parts;

use super::attributes::Attributes;
use super::user_of;
use crate::cluster::Cluster;
use crate::status::Status;

/// 403 for who may not; nothing is looked at where authorization is off.
pub(crate) fn authorize(cluster: &Cluster, parts: &Parts) -> Result<(), Status> {
    if !cluster.settings.rbac {
        return Ok(());
    }
    let (user, asked) = (user_of(parts), Attributes::of(parts));
    let decision = cluster.authorize(&user, &asked);
    if decision.allowed {
        Ok(())
    } else {
        cluster.denials.add(&user, &asked);
        Err(asked.forbidden(&user, &decision.reason))
    }
}
