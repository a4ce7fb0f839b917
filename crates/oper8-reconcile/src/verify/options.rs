//! How an author says when an object is ready.

use std::fmt;
use std::sync::Arc;

use oper8_config::VerifyRules;
use serde_json::Value;

use super::rules;
use crate::error::Result;

/// Decides whether a live object is ready. It gets the whole object as it is in the cluster.
pub type VerifyFunction = Arc<dyn Fn(&Value) -> Result<bool> + Send + Sync>;

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
    /// The rules of the kinds; when it is none those of the component
    /// ([`Component::verify_rules`](crate::Component::verify_rules)), and else those of the setting `verify`.
    pub rules: Option<VerifyRules>,
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

    /// Ready when `function` says so of the live object. An expected error of it makes the component wait with its text, any
    /// other one fails it.
    pub fn function(
        mut self,
        function: impl Fn(&Value) -> Result<bool> + Send + Sync + 'static,
    ) -> Self {
        self.function = Some(Arc::new(function));
        self
    }

    /// Ready by these rules, whatever the component and the setting `verify` say.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_reconcile::ResourceOptions;
    /// use oper8_reconcile::verify::{VerifyOptions, VerifyRules};
    ///
    /// let claim = ResourceOptions::new().verify(VerifyOptions::new().rules(VerifyRules::Kstatus));
    /// # let _ = claim;
    /// ```
    pub fn rules(mut self, rules: VerifyRules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// The same with these rules, where it names none.
    pub(crate) fn or_rules(&self, rules: VerifyRules) -> Self {
        let mut options = self.clone();
        options.rules.get_or_insert(rules);
        options
    }

    /// The rules to take, where nobody has said more.
    pub(crate) fn effective_rules(&self) -> VerifyRules {
        self.rules.unwrap_or(VerifyRules::Default)
    }

    /// Whether the presence of the object is all that counts.
    pub(super) fn is_presence(&self, kind: &str) -> bool {
        self.condition_type.is_none()
            && self.function.is_none()
            && !self.subsystem
            && self.effective_rules() == VerifyRules::Default
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
            .field("rules", &self.rules)
            .finish()
    }
}
