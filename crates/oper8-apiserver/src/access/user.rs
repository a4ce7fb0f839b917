//! A user as the server knows one: a name, groups, and what else authentication told.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value, json};

/// Everybody who could be authenticated is in this group.
pub(crate) const AUTHENTICATED: &str = "system:authenticated";

/// Everybody who did not show who they are is in this group.
pub(crate) const UNAUTHENTICATED: &str = "system:unauthenticated";

/// Who is in this group may do everything.
pub(crate) const MASTERS: &str = "system:masters";

/// Who a request comes from.
///
/// # Examples
///
/// ```
/// use oper8_apiserver::User;
///
/// let alice = User::new("alice").group("dev");
/// assert_eq!(alice.groups(), ["dev", "system:authenticated"]);
/// let operator = User::service_account("shop", "webapp-operator");
/// assert_eq!(operator.name(), "system:serviceaccount:shop:webapp-operator");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    name: String,
    uid: String,
    groups: Vec<String>,
    extra: BTreeMap<String, Vec<String>>,
}

impl User {
    /// A user of this name, in the group of all who are authenticated.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            uid: String::new(),
            groups: vec![AUTHENTICATED.to_owned()],
            extra: BTreeMap::new(),
        }
    }

    /// The user that a service account is, in the groups that it is in.
    #[must_use]
    pub fn service_account(namespace: &str, name: &str) -> Self {
        Self::new(format!("system:serviceaccount:{namespace}:{name}"))
            .group("system:serviceaccounts")
            .group(format!("system:serviceaccounts:{namespace}"))
    }

    /// A user who may do everything: one of the group `system:masters`.
    #[must_use]
    pub fn admin() -> Self {
        Self::new("admin").group(MASTERS)
    }

    /// Who did not show who they are.
    #[must_use]
    pub fn anonymous() -> Self {
        Self {
            groups: vec![UNAUTHENTICATED.to_owned()],
            ..Self::new("system:anonymous")
        }
    }

    /// Puts the user into one more group.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        let group = group.into();
        if !self.groups.contains(&group) {
            // The group of everybody stays the last, as on a real server.
            let last = self.groups.len().saturating_sub(1);
            self.groups.insert(last, group);
        }
        self
    }

    /// Gives the user a uid.
    #[must_use]
    pub fn uid(mut self, uid: impl Into<String>) -> Self {
        self.uid = uid.into();
        self
    }

    /// Adds a value to what authentication tells about the user beside name and groups.
    #[must_use]
    pub fn extra(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra.entry(key.into()).or_default().push(value.into());
        self
    }

    /// `alice`, or `system:serviceaccount:shop:webapp-operator`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The groups that the user is in.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// A user with all that can be known of one.
    pub(crate) fn with(
        name: &str,
        uid: &str,
        groups: Vec<String>,
        extra: BTreeMap<String, Vec<String>>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            uid: uid.to_owned(),
            groups,
            extra,
        }
    }

    /// Whether the user is in the group.
    pub(crate) fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|own| own == group)
    }

    /// The user as reviews and admission show it: `{"username": .., "groups": [..]}`.
    pub(crate) fn to_value(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("username".into(), self.name.as_str().into());
        if !self.uid.is_empty() {
            fields.insert("uid".into(), self.uid.as_str().into());
        }
        if !self.groups.is_empty() {
            fields.insert("groups".into(), json!(self.groups));
        }
        if !self.extra.is_empty() {
            fields.insert("extra".into(), json!(self.extra));
        }
        Value::Object(fields)
    }
}

/// The user that a client in the same process is unless it says otherwise.
pub(crate) fn admin() -> Arc<User> {
    static ADMIN: LazyLock<Arc<User>> = LazyLock::new(|| Arc::new(User::admin()));
    Arc::clone(&ADMIN)
}
