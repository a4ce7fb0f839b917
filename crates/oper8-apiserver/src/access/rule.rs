//! One rule of a role: what it allows, and whether it covers another.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::attributes::Attributes;

/// A rule of a `Role` or `ClusterRole`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Rule {
    pub(crate) verbs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) api_groups: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) resources: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) resource_names: Vec<String>,
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) non_resource_urls: Vec<String>,
}

/// The rules of a role.
pub(crate) fn rules_of(role: &Value) -> Vec<Rule> {
    let rules = role["rules"].as_array().into_iter().flatten();
    rules
        .filter_map(|rule| Rule::deserialize(rule).ok())
        .collect()
}

fn has(list: &[String], item: &str) -> bool {
    list.iter().any(|own| own == item)
}

fn has_or_all(list: &[String], item: &str) -> bool {
    list.iter().any(|own| own == "*" || own == item)
}

impl Rule {
    /// A rule that allows everything that has a resource.
    pub(crate) fn everything() -> Self {
        let all = || vec!["*".to_owned()];
        Self {
            verbs: all(),
            api_groups: all(),
            resources: all(),
            ..Self::default()
        }
    }

    /// A rule that allows every path that names no resource.
    pub(crate) fn everywhere() -> Self {
        let all = || vec!["*".to_owned()];
        Self {
            verbs: all(),
            non_resource_urls: all(),
            ..Self::default()
        }
    }

    /// The least rule that allows this.
    pub(crate) fn allowing(asked: &Attributes) -> Self {
        if !asked.is_resource {
            return Self {
                verbs: vec![asked.verb.clone()],
                non_resource_urls: vec![asked.path.clone()],
                ..Self::default()
            };
        }
        Self {
            verbs: vec![asked.verb.clone()],
            api_groups: vec![asked.group.clone()],
            resources: vec![asked.combined()],
            ..Self::default()
        }
    }

    /// Whether it allows this.
    pub(crate) fn allows(&self, asked: &Attributes) -> bool {
        if !has_or_all(&self.verbs, &asked.verb) {
            return false;
        }
        if !asked.is_resource {
            let mut urls = self.non_resource_urls.iter();
            return urls.any(|url| url == "*" || url_covers(url, &asked.path));
        }
        has_or_all(&self.api_groups, &asked.group)
            && self.names_resource(asked)
            && (self.resource_names.is_empty() || has(&self.resource_names, &asked.name))
    }

    fn names_resource(&self, asked: &Attributes) -> bool {
        let combined = asked.combined();
        self.resources.iter().any(|resource| {
            let part = || {
                !asked.subresource.is_empty()
                    && resource.strip_prefix("*/") == Some(&asked.subresource)
            };
            resource == "*" || *resource == combined || part()
        })
    }

    /// The rules of one verb for one resource, name or path each that together are this one.
    pub(crate) fn split(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        let one = |text: &String| vec![text.clone()];
        for group in &self.api_groups {
            for resource in &self.resources {
                for verb in &self.verbs {
                    let rule = Self {
                        verbs: one(verb),
                        api_groups: one(group),
                        resources: one(resource),
                        ..Self::default()
                    };
                    if self.resource_names.is_empty() {
                        parts.push(rule.clone());
                    }
                    parts.extend(self.resource_names.iter().map(|name| Self {
                        resource_names: one(name),
                        ..rule.clone()
                    }));
                }
            }
        }
        for url in &self.non_resource_urls {
            parts.extend(self.verbs.iter().map(|verb| Self {
                verbs: one(verb),
                non_resource_urls: one(url),
                ..Self::default()
            }));
        }
        parts
    }

    /// Whether all that `part`, one of [`Rule::split`], allows is allowed by this as well.
    pub(crate) fn covers(&self, part: &Self) -> bool {
        let all = |own: &[String], wanted: &[String]| {
            has(own, "*") || wanted.iter().all(|one| has(own, one))
        };
        let names = match part.resource_names.as_slice() {
            [] => self.resource_names.is_empty(),
            wanted => {
                self.resource_names.is_empty()
                    || wanted.iter().all(|name| has(&self.resource_names, name))
            }
        };
        let resource = |wanted: &String| {
            let part = |(_, part): (&str, &str)| has(&self.resources, &format!("*/{part}"));
            has(&self.resources, wanted) || wanted.split_once('/').is_some_and(part)
        };
        let url = |wanted: &String| {
            self.non_resource_urls
                .iter()
                .any(|own| url_covers(own, wanted))
        };
        all(&self.verbs, &part.verbs)
            && all(&self.api_groups, &part.api_groups)
            && (has(&self.resources, "*") || part.resources.iter().all(resource))
            && part.non_resource_urls.iter().all(url)
            && names
    }
}

/// `/api/*` covers `/api/v1`.
fn url_covers(own: &str, wanted: &str) -> bool {
    own == wanted || own.ends_with('*') && wanted.starts_with(own.trim_end_matches('*'))
}

/// The rule as the refusal of an escalation writes it.
impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lists = [
            ("APIGroups", &self.api_groups),
            ("Resources", &self.resources),
            ("NonResourceURLs", &self.non_resource_urls),
            ("ResourceNames", &self.resource_names),
            ("Verbs", &self.verbs),
        ];
        let parts: Vec<_> = lists
            .iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(name, list)| format!("{name}:{}", go_list(list)))
            .collect();
        write!(f, "{{{}}}", parts.join(", "))
    }
}

/// A list as Go's `%q` writes it: `["a" "b"]`.
pub(crate) fn go_list(list: &[String]) -> String {
    let quoted: Vec<_> = list.iter().map(|text| format!("{text:?}")).collect();
    format!("[{}]", quoted.join(" "))
}
