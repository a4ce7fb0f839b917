//! Whether roles and bindings allow something, read from the store at each question.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use serde_json::Value;

use super::User;
use super::attributes::Attributes;
use super::rule::{Rule, rules_of};
use super::user::MASTERS;
use crate::cluster::Cluster;
use crate::store::{GroupResource, Object};

/// The group of roles and bindings.
pub(crate) const GROUP: &str = "rbac.authorization.k8s.io";

fn id(resource: &str) -> GroupResource {
    GroupResource::new(GROUP, resource)
}

/// Where cluster roles are stored.
pub(crate) static CLUSTER_ROLES: LazyLock<GroupResource> = LazyLock::new(|| id("clusterroles"));
static CLUSTER_BINDINGS: LazyLock<GroupResource> = LazyLock::new(|| id("clusterrolebindings"));
static ROLES: LazyLock<GroupResource> = LazyLock::new(|| id("roles"));
static BINDINGS: LazyLock<GroupResource> = LazyLock::new(|| id("rolebindings"));

/// The bindings of the cluster as they were last: as long as they are held here they need not be parsed again.
#[derive(Debug, Default)]
pub(crate) struct OpenBindings(Mutex<Vec<Arc<Object>>>);

/// The answer to whether somebody may do something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) allowed: bool,
    /// Which binding allows it, or what went wrong on the way to a no.
    pub(crate) reason: String,
}

/// Rules that a user has, and the bindings that could not be followed.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) rules: Vec<Rule>,
    pub(crate) problems: Vec<String>,
}

/// A binding that gives a user the rules of a role.
struct Grant {
    binding: Arc<Object>,
    subject: usize,
    rules: Result<Vec<Rule>, String>,
}

impl Cluster {
    /// Whether `user` may do this; everybody may do everything where authorization is off.
    pub(crate) fn authorize(&self, user: &User, asked: &Attributes) -> Decision {
        let allowed = |reason| Decision {
            allowed: true,
            reason,
        };
        if !self.settings.rbac || user.is_in(MASTERS) {
            return allowed(String::new());
        }
        let mut problems = Vec::new();
        for grant in self.grants(user, &asked.namespace) {
            match &grant.rules {
                Ok(rules) if rules.iter().any(|rule| rule.allows(asked)) => {
                    return allowed(format!("RBAC: allowed by {}", grant.told()));
                }
                Ok(_) => {}
                Err(problem) => problems.push(problem.clone()),
            }
        }
        Decision {
            allowed: false,
            reason: if problems.is_empty() {
                String::new()
            } else {
                format!("RBAC: {}", aggregate(&problems))
            },
        }
    }

    /// Everything that `user` may do in a namespace and outside of namespaces.
    pub(crate) fn rules_for(&self, user: &User, namespace: &str) -> Held {
        let mut held = Held::default();
        if !self.settings.rbac {
            held.rules = vec![Rule::everything(), Rule::everywhere()];
            return held;
        }
        for grant in self.grants(user, namespace) {
            match grant.rules {
                Ok(rules) => held.rules.extend(rules),
                Err(problem) => held.problems.push(problem),
            }
        }
        held
    }

    /// The rules of the role that a binding in `namespace` names; what is wrong where it is not there.
    pub(crate) fn role_rules(&self, role: &Value, namespace: &str) -> Result<Vec<Rule>, String> {
        let name = role["name"].as_str().unwrap_or_default();
        let (found, kind) = match role["kind"].as_str() {
            Some("Role") => (self.store.get(&ROLES, namespace, name), "role"),
            Some("ClusterRole") => (self.store.get(&CLUSTER_ROLES, "", name), "clusterrole"),
            other => {
                let kind = other.unwrap_or_default();
                return Err(format!("unsupported role reference kind: {kind:?}"));
            }
        };
        let role = found.ok_or_else(|| format!("{kind}.{GROUP} {name:?} not found"))?;
        Ok(rules_of(role.value()))
    }

    /// The bindings that apply to `user`, those of the cluster first.
    fn grants<'a>(
        &'a self,
        user: &'a User,
        namespace: &'a str,
    ) -> impl Iterator<Item = Grant> + 'a {
        let of_cluster = self.store.list(&CLUSTER_BINDINGS, None).objects;
        self.open_bindings.0.lock().clone_from(&of_cluster);
        let of_namespace = if namespace.is_empty() {
            Vec::new()
        } else {
            self.store.list(&BINDINGS, Some(namespace)).objects
        };
        of_cluster
            .into_iter()
            .chain(of_namespace)
            .filter_map(|binding| {
                let place = binding.namespace().to_owned();
                let mut subjects = binding.value()["subjects"].as_array()?.iter();
                let subject = subjects.position(|subject| applies(user, subject, &place))?;
                let rules = self.role_rules(&binding.value()["roleRef"], &place);
                Some(Grant {
                    binding,
                    subject,
                    rules,
                })
            })
    }
}

impl Grant {
    /// `RoleBinding "name/namespace" of Role "name" to User "alice"`.
    fn told(&self) -> String {
        let (name, namespace) = (self.binding.name(), self.binding.namespace());
        let object = self.binding.value();
        let (kind, name) = match namespace {
            "" => ("ClusterRoleBinding", name.to_owned()),
            _ => ("RoleBinding", format!("{name}/{namespace}")),
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (role_kind, role) = (
            text(&object["roleRef"]["kind"]),
            text(&object["roleRef"]["name"]),
        );
        let subject = &object["subjects"][self.subject];
        let subject_kind = text(&subject["kind"]);
        let mut who = text(&subject["name"]);
        if subject_kind == "ServiceAccount" {
            let place = subject["namespace"].as_str().unwrap_or(namespace);
            who = format!("{who}/{place}");
        }
        format!("{kind} {name:?} of {role_kind} {role:?} to {subject_kind} {who:?}")
    }
}

fn applies(user: &User, subject: &Value, namespace: &str) -> bool {
    let name = subject["name"].as_str().unwrap_or_default();
    match subject["kind"].as_str() {
        Some("User") => user.name() == name,
        Some("Group") => user.is_in(name),
        Some("ServiceAccount") => {
            let given = subject["namespace"]
                .as_str()
                .filter(|given| !given.is_empty());
            let namespace = given.unwrap_or(namespace);
            let account = user.name().strip_prefix("system:serviceaccount:");
            !namespace.is_empty()
                && account.and_then(|account| account.split_once(':')) == Some((namespace, name))
        }
        _ => false,
    }
}

/// Several problems as one text.
pub(crate) fn aggregate(problems: &[String]) -> String {
    let mut different: Vec<&str> = Vec::new();
    for problem in problems {
        if !different.contains(&problem.as_str()) {
            different.push(problem);
        }
    }
    match different.as_slice() {
        [one] => (*one).to_owned(),
        many => format!("[{}]", many.join(", ")),
    }
}
