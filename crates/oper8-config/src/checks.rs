//! What settings ask of one another.

use std::collections::BTreeMap;

use crate::key::value_text;
use crate::settings::Section as _;
use crate::values::nested_get;
use crate::{Config, ConfigError, LockType, Source};

/// A rule between keys: the key to name, the keys it is about, and what is wrong when it is broken.
struct Rule {
    key: &'static str,
    about: &'static [&'static str],
    broken: fn(&Config) -> Option<&'static str>,
}

const RULES: &[Rule] = &[
    Rule {
        key: "vcs.enabled",
        about: &["vcs.enabled", "vcs.repo"],
        broken: |config| {
            (config.vcs.enabled && config.vcs.repo.is_none())
                .then_some("set `vcs.repo`, the repository of the versions")
        },
    },
    Rule {
        key: "vcs.enabled",
        about: &["vcs.enabled", "vcs.dest"],
        broken: |config| {
            (config.vcs.enabled && config.vcs.dest.is_none())
                .then_some("set `vcs.dest`, where versions are checked out")
        },
    },
    Rule {
        key: "kube_watch_manager.lock.poll_time",
        about: &[
            "kube_watch_manager.lock.type",
            "kube_watch_manager.lock.poll_time",
            "kube_watch_manager.lock.duration",
        ],
        broken: |config| {
            let lock = &config.kube_watch_manager.lock;
            let late =
                lock.lock_type == LockType::LeaderWithLease && lock.poll_time >= lock.duration;
            late.then_some("must be less than `kube_watch_manager.lock.duration`, or the lease ends before it is renewed")
        },
    },
];

/// The rules that `config` breaks, except those about a key of `faulty`.
pub(crate) fn check(
    config: &Config,
    sources: &BTreeMap<&str, Source>,
    faulty: &[&str],
) -> Vec<ConfigError> {
    let sound = |rule: &&Rule| !rule.about.iter().any(|key| faulty.contains(key));
    let tree = config.write().into();
    let broken = RULES
        .iter()
        .filter(sound)
        .filter_map(|rule| Some((rule, (rule.broken)(config)?)));
    broken
        .map(|(rule, reason)| ConfigError::Inconsistent {
            key: rule.key.to_owned(),
            value: nested_get(&tree, rule.key)
                .ok()
                .flatten()
                .map(value_text)
                .unwrap_or_default(),
            origin: sources
                .get(rule.key)
                .cloned()
                .unwrap_or_else(Source::default_value),
            reason: reason.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys;

    #[test]
    fn rules_name_keys_that_exist() {
        for rule in RULES {
            assert!(rule.about.contains(&rule.key));
            assert!(
                rule.about
                    .iter()
                    .all(|name| keys().iter().any(|key| key.name() == *name)),
                "{:?}",
                rule.about
            );
        }
    }
}
