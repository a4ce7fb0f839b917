//! The second stage: a request may ask to be treated as somebody else's.
//!
//! Whoever asks needs the right to: `impersonate` on every name, group, uid and extra that the headers have, or the pair
//! of a narrow right (`impersonate:user-info`) and the right to use it for this request (`impersonate-on:user-info:list`).

use std::sync::Arc;

use http::HeaderMap;
use http::request::Parts;

use super::attributes::Attributes;
use super::rule::go_list;
use super::user::{AUTHENTICATED, MASTERS, UNAUTHENTICATED};
use super::{User, user_of};
use crate::cluster::Cluster;
use crate::status::Status;

const USER: &str = "impersonate-user";
const UID: &str = "impersonate-uid";
const GROUP: &str = "impersonate-group";
const EXTRA: &str = "impersonate-extra-";

/// The group of the rights on users that are not objects of the cluster.
const AUTHENTICATION: &str = "authentication.k8s.io";

/// What the headers say.
#[derive(Clone, Debug, Default)]
struct Wanted {
    name: String,
    uid: String,
    groups: Vec<String>,
    extra: Vec<(String, Vec<String>)>,
}

/// Replaces the user of the request by the one that it asks to be.
pub(crate) fn impersonate(cluster: &Cluster, parts: &mut Parts) -> Result<(), Status> {
    if !parts
        .headers
        .keys()
        .any(|name| name.as_str().starts_with("impersonate-"))
    {
        return Ok(());
    }
    let Some(wanted) = Wanted::read(&parts.headers)? else {
        return Ok(());
    };
    let caller = user_of(parts);
    if cluster.settings.rbac {
        wanted.check(cluster, &caller, &Attributes::of(parts))?;
    }
    parts.extensions.insert(Arc::new(wanted.user()));
    Ok(())
}

impl Wanted {
    /// `None` where the headers name no user.
    fn read(headers: &HeaderMap) -> Result<Option<Self>, Status> {
        let texts = |name: &str| -> Vec<String> {
            let values = headers.get_all(name).iter();
            values
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                .collect()
        };
        let first = |name: &str| texts(name).into_iter().next().unwrap_or_default();
        let mut wanted = Self {
            name: first(USER),
            uid: first(UID),
            groups: texts(GROUP),
            extra: Vec::new(),
        };
        for header in headers.keys() {
            if let Some(key) = header.as_str().strip_prefix(EXTRA) {
                let key = crate::request::decode_segment(key).into_owned();
                wanted.extra.push((key, texts(header.as_str())));
            }
        }
        wanted.extra.sort();
        if !wanted.name.is_empty() {
            return Ok(Some(wanted));
        }
        if wanted.uid.is_empty() && wanted.groups.is_empty() && wanted.extra.is_empty() {
            return Ok(None);
        }
        Err(Status::bad_request(wanted.without_name()))
    }

    /// The refusal of a group, uid or extra alone, in the words of the real server.
    fn without_name(&self) -> String {
        let list = |items: &[String]| {
            let quoted: Vec<_> = items.iter().map(|item| format!("{item:?}")).collect();
            format!("[]string{{{}}}", quoted.join(", "))
        };
        let groups = match self.groups.as_slice() {
            [] => "[]string(nil)".to_owned(),
            groups => list(groups),
        };
        let extra = if self.extra.is_empty() {
            "map[string][]string(nil)".to_owned()
        } else {
            let pairs: Vec<_> = self
                .extra
                .iter()
                .map(|(key, values)| format!("{key:?}:{}", list(values)))
                .collect();
            format!("map[string][]string{{{}}}", pairs.join(", "))
        };
        format!(
            "requested &user.DefaultInfo{{Name:\"\", UID:{:?}, Groups:{groups}, Extra:{extra}}} without impersonating a user name",
            self.uid
        )
    }

    fn account(&self) -> Option<(&str, &str)> {
        let account = self.name.strip_prefix("system:serviceaccount:")?;
        account.split_once(':').filter(|(namespace, name)| {
            !namespace.is_empty() && !name.is_empty() && !name.contains(':')
        })
    }

    fn node(&self) -> Option<&str> {
        self.name
            .strip_prefix("system:node:")
            .filter(|name| !name.is_empty())
    }

    /// Whether any of the ways to impersonate is open; the refusal is that of the first that applies.
    fn check(&self, cluster: &Cluster, caller: &User, asked: &Attributes) -> Result<(), Status> {
        let bare = self.uid.is_empty() && self.groups.is_empty() && self.extra.is_empty();
        let mode = if self.node().is_some() {
            bare.then_some("arbitrary-node")
        } else if self.account().is_some() {
            bare.then_some("serviceaccount")
        } else {
            Some("user-info")
        };
        let narrow = mode.map(|mode| self.check_mode(cluster, caller, asked, mode));
        if let Some(Ok(())) = narrow {
            return Ok(());
        }
        let whole = self.check_parts(cluster, caller, "impersonate", "");
        match (whole, narrow) {
            (Ok(()), _) => Ok(()),
            (Err(_), Some(Err(first))) => Err(first),
            (Err(refusal), _) => Err(refusal),
        }
    }

    fn check_mode(
        &self,
        cluster: &Cluster,
        caller: &User,
        asked: &Attributes,
        mode: &str,
    ) -> Result<(), Status> {
        let on = Attributes {
            verb: format!("impersonate-on:{mode}:{}", asked.verb),
            ..asked.clone()
        };
        check(cluster, caller, &on)?;
        self.check_parts(
            cluster,
            caller,
            &format!("impersonate:{mode}"),
            AUTHENTICATION,
        )
    }

    /// Each name, uid, group and extra by itself. `group` is where users and groups belong to.
    fn check_parts(
        &self,
        cluster: &Cluster,
        caller: &User,
        verb: &str,
        group: &str,
    ) -> Result<(), Status> {
        let narrow = !group.is_empty();
        let mut name = Attributes::resource(verb, group, "users", &self.name);
        if let Some(node) = self.node().filter(|_| narrow) {
            name = Attributes::resource(verb, group, "nodes", node);
        }
        if let Some((namespace, account)) = self.account() {
            name = Attributes::resource(verb, group, "serviceaccounts", account);
            name.namespace = namespace.to_owned();
        }
        check(cluster, caller, &name)?;
        if !self.uid.is_empty() {
            check(
                cluster,
                caller,
                &Attributes::resource(verb, AUTHENTICATION, "uids", &self.uid),
            )?;
        }
        for wanted in &self.groups {
            let asked = Attributes::resource(verb, group, "groups", wanted);
            if narrow && wanted == MASTERS {
                return Err(asked.forbidden(
                    caller,
                    "impersonating the system:masters group is not allowed",
                ));
            }
            check(cluster, caller, &asked)?;
        }
        for (key, values) in &self.extra {
            for value in values {
                let mut asked = Attributes::resource(verb, AUTHENTICATION, "userextras", value);
                asked.subresource.clone_from(key);
                check(cluster, caller, &asked)?;
            }
        }
        Ok(())
    }

    /// The user that the headers describe, in the groups that go without saying.
    fn user(&self) -> User {
        let mut groups = self.groups.clone();
        if let Some((namespace, _)) = self.account().filter(|_| groups.is_empty()) {
            groups = vec![
                "system:serviceaccounts".to_owned(),
                format!("system:serviceaccounts:{namespace}"),
            ];
        }
        let implied = if self.name == "system:anonymous" {
            UNAUTHENTICATED
        } else {
            AUTHENTICATED
        };
        let has = |group: &str| groups.iter().any(|own| own == group);
        if !has(implied) && !has(UNAUTHENTICATED) {
            groups.push(implied.to_owned());
        }
        let extra = self.extra.iter().cloned().collect();
        User::with(&self.name, &self.uid, groups, extra)
    }
}

fn check(cluster: &Cluster, caller: &User, asked: &Attributes) -> Result<(), Status> {
    let decision = cluster.authorize(caller, asked);
    if decision.allowed {
        return Ok(());
    }
    tracing::debug!(
        user = caller.name(),
        groups = go_list(caller.groups()),
        "an impersonation was refused"
    );
    Err(asked.forbidden(caller, &decision.reason))
}
