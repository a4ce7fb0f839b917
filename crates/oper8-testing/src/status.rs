//! The status of a custom resource, and what a test may say of it.

use std::collections::BTreeSet;
use std::fmt;

use oper8_status::{READY_CONDITION, ReadyReason, UPDATING_CONDITION, UpdatingReason};
use serde_json::Value;

use crate::text::{difference, indented, yaml};

/// The status of a custom resource as it was when it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Whose it is, for messages.
    owner: String,
    value: Value,
}

impl Status {
    pub(crate) fn new(owner: impl fmt::Display, value: Value) -> Self {
        Self {
            owner: owner.to_string(),
            value,
        }
    }

    /// All of it; null when there is none yet.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The reason of the condition `Ready`, such as `Stable`.
    pub fn ready_reason(&self) -> Option<&str> {
        self.condition(READY_CONDITION)?["reason"].as_str()
    }

    /// The reason of the condition `Updating`, such as `VerifyWait`.
    pub fn updating_reason(&self) -> Option<&str> {
        self.condition(UPDATING_CONDITION)?["reason"].as_str()
    }

    /// The messages of the conditions `Ready` and `Updating`.
    pub fn messages(&self) -> Vec<&str> {
        let conditions = [READY_CONDITION, UPDATING_CONDITION]
            .into_iter()
            .filter_map(|name| self.condition(name)?["message"].as_str());
        conditions.collect()
    }

    /// The condition of this type.
    pub fn condition(&self, name: &str) -> Option<&Value> {
        let conditions = self.value["conditions"].as_array()?;
        conditions
            .iter()
            .find(|condition| condition["type"] == name)
    }

    /// Says why the application is ready, or is not.
    ///
    /// # Panics
    ///
    /// When there is another reason: the message shows the status.
    #[track_caller]
    pub fn assert_ready(&self, reason: ReadyReason) -> &Self {
        self.check(
            self.ready_reason() == Some(reason.as_str()),
            &format!("Ready should be {reason}"),
        )
    }

    /// Says why the application is being updated, or is not.
    ///
    /// # Panics
    ///
    /// When there is another reason: the message shows the status.
    #[track_caller]
    pub fn assert_updating(&self, reason: UpdatingReason) -> &Self {
        self.check(
            self.updating_reason() == Some(reason.as_str()),
            &format!("Updating should be {reason}"),
        )
    }

    /// Says that everything is rolled out and ready: both reasons are `Stable`.
    ///
    /// # Panics
    ///
    /// When it is not: the message shows the status.
    #[track_caller]
    pub fn assert_stable(&self) -> &Self {
        self.assert_ready(ReadyReason::Stable)
            .assert_updating(UpdatingReason::Stable)
    }

    /// Says that the message of `Ready` or of `Updating` contains `text`.
    ///
    /// # Panics
    ///
    /// When neither does: the message shows the status.
    #[track_caller]
    pub fn assert_message(&self, text: &str) -> &Self {
        let found = self.messages().iter().any(|message| message.contains(text));
        self.check(found, &format!("no message contains {text:?}"))
    }

    /// Says what a condition has: `assert_condition("Degraded", "True", "DiskFull")`.
    ///
    /// # Panics
    ///
    /// When it is not there, or has something else: the message shows the status.
    #[track_caller]
    pub fn assert_condition(&self, name: &str, status: &str, reason: &str) -> &Self {
        let holds = self
            .condition(name)
            .is_some_and(|found| found["status"] == status && found["reason"] == reason);
        self.check(
            holds,
            &format!("condition {name} should be {status} with the reason {reason}"),
        )
    }

    /// Says which version is rolled out: `versions.reconciled`.
    ///
    /// # Panics
    ///
    /// When it is another one: the message shows the status.
    #[track_caller]
    pub fn assert_version(&self, version: &str) -> &Self {
        self.check(
            self.value["versions"]["reconciled"] == version,
            &format!("the reconciled version should be {version}"),
        )
    }

    /// Says which components are deployed and found ready, all of them, in any order.
    ///
    /// # Panics
    ///
    /// When they are others: the message has the difference, and shows the status.
    #[track_caller]
    pub fn assert_verified<S: AsRef<str>>(&self, expected: impl IntoIterator<Item = S>) -> &Self {
        let deployed = self.components("deployedComponents");
        let unverified = self.components("unverifiedComponents");
        let verified = deployed.difference(&unverified).copied().collect();
        self.check_components("verified", expected, &verified)
    }

    /// Says which components are deployed and not found ready yet, all of them, in any order.
    ///
    /// # Panics
    ///
    /// When they are others: the message has the difference, and shows the status.
    #[track_caller]
    pub fn assert_unverified<S: AsRef<str>>(&self, expected: impl IntoIterator<Item = S>) -> &Self {
        self.check_components(
            "unverified",
            expected,
            &self.components("unverifiedComponents"),
        )
    }

    /// Says which components have failed, all of them, in any order.
    ///
    /// # Panics
    ///
    /// When they are others: the message has the difference, and shows the status.
    #[track_caller]
    pub fn assert_failed<S: AsRef<str>>(&self, expected: impl IntoIterator<Item = S>) -> &Self {
        self.check_components("failed", expected, &self.components("failedComponents"))
    }

    fn components(&self, set: &str) -> BTreeSet<&str> {
        let names = self.value["componentStatus"][set].as_array();
        let names = names.into_iter().flatten();
        names.filter_map(Value::as_str).collect()
    }

    #[track_caller]
    fn check_components<S: AsRef<str>>(
        &self,
        what: &str,
        expected: impl IntoIterator<Item = S>,
        found: &BTreeSet<&str>,
    ) -> &Self {
        let expected: BTreeSet<String> =
            expected.into_iter().map(|it| it.as_ref().into()).collect();
        let same = expected
            .iter()
            .map(String::as_str)
            .eq(found.iter().copied());
        let list = |names: Vec<&str>| Value::from(names);
        let problem = || {
            let expected = list(expected.iter().map(String::as_str).collect());
            let found = list(found.iter().copied().collect());
            format!(
                "other components should be {what}:\n{}",
                indented(&difference(&expected, &found))
            )
        };
        self.check(same, &if same { String::new() } else { problem() })
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    fn check(&self, holds: bool, problem: &str) -> &Self {
        if !holds {
            panic!("{}: {problem}; {self}", self.owner);
        }
        self
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value.is_null() {
            return f.write_str("it has no status yet");
        }
        write!(f, "its status is:\n{}", indented(&yaml(&self.value)))
    }
}
