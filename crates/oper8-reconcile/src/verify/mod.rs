//! Deciding whether what was applied is ready.
//!
//! There are two sets of rules. By the default ones each of four kinds has a rule, and a kind without one is ready as soon as
//! it is there; an object whose `status.observedGeneration` is older than its `metadata.generation` is never ready: its status
//! speaks of an older manifest. The others are those of [`kstatus`]. Which set counts is said by the setting `verify`, by
//! [`Component::verify_rules`](crate::Component::verify_rules), or for one resource by [`VerifyOptions::rules`].

mod conditions;
mod kstatus;
mod options;
mod rules;

use jiff::Timestamp;
use oper8_deploy_manager::{DeployManager as _, ObjectKey};
use oper8_status::{Clock as _, SystemClock};
use serde_json::Value;

pub use kstatus::kstatus;
pub use oper8_config::VerifyRules;
pub use options::{VerifyFunction, VerifyOptions};
pub use rules::{verify_deployment, verify_job, verify_pod, verify_statefulset, verify_subsystem};

use crate::error::Result;
use crate::session::Session;

/// What is known about the readiness of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is ready.
    Verified,
    /// It is not ready yet, and why.
    Waiting(String),
    /// It will not become ready by waiting, and why.
    Failed(String),
}

impl Verdict {
    /// Whether the object is ready.
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Verified)
    }
}

/// Judges an object as it is in the cluster, by the default rules where the options name no others. `wanted_version` counts for
/// subsystems alone, the system's time for Pods that cannot be scheduled (see [`kstatus`]).
///
/// # Errors
///
/// Those of the author's function, and [`Error::Status`](crate::Error::Status) for a subsystem whose status is no such thing.
pub fn judge(
    object: &Value,
    options: &VerifyOptions,
    wanted_version: Option<&str>,
) -> Result<Verdict> {
    judge_at(object, options, wanted_version, SystemClock.now())
}

fn judge_at(
    object: &Value,
    options: &VerifyOptions,
    wanted_version: Option<&str>,
    now: Timestamp,
) -> Result<Verdict> {
    if let Some(function) = options
        .function
        .as_ref()
        .filter(|_| options.condition_type.is_none())
    {
        let waiting = || Verdict::Waiting("its own check does not hold yet".to_owned());
        return Ok(if function(object)? {
            Verdict::Verified
        } else {
            waiting()
        });
    }
    let is_kstatus = options.condition_type.is_none()
        && !options.subsystem
        && options.effective_rules() == VerifyRules::Kstatus;
    if is_kstatus {
        return Ok(kstatus(object, now));
    }
    if rules::is_stale(object) {
        let text = "its status is of an older generation than its manifest";
        return Ok(Verdict::Waiting(text.to_owned()));
    }
    if let Some(condition_type) = &options.condition_type {
        let key = options
            .timestamp_key
            .as_deref()
            .unwrap_or(conditions::TRANSITION_KEY);
        return Ok(rules::condition(object, condition_type, key));
    }
    match rules::rule_of(object["kind"].as_str().unwrap_or_default()) {
        Some(rule) => Ok(rule(object)),
        None if options.subsystem => rules::subsystem(object, wanted_version),
        None => Ok(Verdict::Verified),
    }
}

/// Reads an object from the cluster and judges it. One that is not there is waited for.
///
/// # Errors
///
/// Those of [`judge`], and [`Error::Deploy`](crate::Error::Deploy) when the cluster cannot be asked.
pub async fn verdict(
    session: &Session,
    key: &ObjectKey,
    options: &VerifyOptions,
) -> Result<Verdict> {
    match session.deploy_manager().get(key).await? {
        None => Ok(Verdict::Waiting("it is not in the cluster".to_owned())),
        Some(object) => judge_at(
            &object,
            &options.or_rules(session.settings().verify),
            session.version(),
            session.now(),
        ),
    }
}

/// Whether an object is ready: [`verdict`], with what has failed counted as not ready.
///
/// # Errors
///
/// Those of [`verdict`].
///
/// # Examples
///
/// ```no_run
/// use oper8_deploy_manager::{DeployManager as _, ObjectKey};
/// use oper8_reconcile::{Result, Session, verify::{VerifyOptions, verify_resource}};
///
/// async fn cache_answers(session: Session) -> Result<bool> {
///     let cache = session.key("apps/v1", "Deployment", &session.scoped_name("cache"));
///     verify_resource(&session, &cache, &VerifyOptions::new()).await
/// }
/// ```
pub async fn verify_resource(
    session: &Session,
    key: &ObjectKey,
    options: &VerifyOptions,
) -> Result<bool> {
    Ok(verdict(session, key, options).await?.is_verified())
}

/// Judges an object that the apply of this reconciliation has returned, where that is enough to call it ready. What was
/// returned is not older than the apply, so a positive answer needs no second read.
pub(crate) fn judge_applied(
    applied: Option<&Value>,
    kind: &str,
    options: &VerifyOptions,
    wanted_version: Option<&str>,
) -> Result<bool> {
    match applied {
        None => Ok(false),
        Some(_) if options.is_presence(kind) => {
            Ok(applied.is_some_and(|object| !rules::is_stale(object)))
        }
        Some(_) if options.function.is_some() => Ok(false),
        Some(object) => Ok(judge(object, options, wanted_version)?.is_verified()),
    }
}

#[cfg(test)]
mod tests;
