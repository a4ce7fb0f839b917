//! The third stage: whether the user may do what the request is about.

use http::request::Parts;

use super::attributes::Attributes;
use super::{User, user_of};
use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::status::Status;

/// 403 for who may not; nothing is looked at where authorization is off.
pub(crate) fn authorize(cluster: &Cluster, parts: &Parts) -> Result<(), Status> {
    if !cluster.settings.rbac {
        return Ok(());
    }
    decide(cluster, &user_of(parts), &Attributes::of(parts))
}

/// Checks that who may change objects may also make this one, which there is not yet.
pub(crate) fn authorize_create(
    cluster: &Cluster,
    write: &Write<'_>,
    name: &str,
) -> Result<(), Status> {
    let id = write.id();
    let mut asked = Attributes::resource("create", &id.group, &id.resource, name);
    asked.namespace = write.namespace.to_owned();
    decide(cluster, &write.user, &asked)
}

fn decide(cluster: &Cluster, user: &User, asked: &Attributes) -> Result<(), Status> {
    let decision = cluster.authorize(user, asked);
    if decision.allowed {
        return Ok(());
    }
    cluster.denials.add(user, asked);
    Err(asked.forbidden(user, &decision.reason))
}
