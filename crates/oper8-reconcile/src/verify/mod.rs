//! Deciding whether what was applied is ready.
//!
//! Each kind has a rule; a kind without one is ready as soon as it is there. An object whose `status.observedGeneration` is
//! older than its `metadata.generation` is never ready: its status speaks of an older manifest.

mod conditions;
mod rules;

use std::fmt;
use std::sync::Arc;

use oper8_deploy_manager::{DeployManager as _, ObjectKey};
use serde_json::Value;

pub use rules::{verify_deployment, verify_job, verify_pod, verify_statefulset, verify_subsystem};

use crate::error::Result;
use crate::session::Session;

/// Decides whether a live object is ready. It gets the whole object as it is in the cluster.
pub type VerifyFunction = Arc<dyn Fn(&Value) -> Result<bool> + Send + Sync>;

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

/// How to decide whether an object is ready, where the rule of its kind is not wanted.
///
/// A condition type comes before a function, and a function before the rule of the kind.
#[derive(Clone, Default)]
#[non_exhaustive]
#[must_use]
pub struct VerifyOptions {
    /// The type of a condition whose newest entry must be true, for kinds that report their readiness in their own words.
    pub condition_type: Option<String>,
    /// The field that holds the time of a condition of `condition_type`; `lastTransitionTime` when it is none.
    pub timestamp_key: Option<String>,
    /// The object is a custom resource of a controller of this framework: it must be rolled out at the version of the session.
    pub subsystem: bool,
    /// A function of the author.
    pub function: Option<VerifyFunction>,
}

impl VerifyOptions {
    /// The rule of the object's kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ready when the newest condition of this type is true.
    pub fn condition(mut self, condition_type: impl Into<String>) -> Self {
        self.condition_type = Some(condition_type.into());
        self
    }

    /// The field that holds a condition's time.
    pub fn timestamp_key(mut self, key: impl Into<String>) -> Self {
        self.timestamp_key = Some(key.into());
        self
    }

    /// Ready when it is rolled out at the version of the session: for custom resources of this framework.
    pub fn subsystem(mut self) -> Self {
        self.subsystem = true;
        self
    }

    /// Ready when `function` says so of the live object.
    pub fn function(
        mut self,
        function: impl Fn(&Value) -> Result<bool> + Send + Sync + 'static,
    ) -> Self {
        self.function = Some(Arc::new(function));
        self
    }

    /// Whether the presence of the object is all that counts.
    fn is_presence(&self, kind: &str) -> bool {
        self.condition_type.is_none()
            && self.function.is_none()
            && !self.subsystem
            && rules::rule_of(kind).is_none()
    }
}

impl fmt::Debug for VerifyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyOptions")
            .field("condition_type", &self.condition_type)
            .field("timestamp_key", &self.timestamp_key)
            .field("subsystem", &self.subsystem)
            .field("function", &self.function.is_some())
            .finish()
    }
}

/// Judges an object as it is in the cluster. `wanted_version` counts for subsystems alone.
///
/// # Errors
///
/// Those of the author's function, and [`Error::Status`](crate::Error::Status) for a subsystem whose status is no such thing.
pub fn judge(
    object: &Value,
    options: &VerifyOptions,
    wanted_version: Option<&str>,
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
        Some(object) => judge(&object, options, session.version()),
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
