//! The graph phases of the model: how each component ends, and what was called.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::parts::{Part, Raised};
use super::{Fix, Fixes};

/// How a component ended a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Verified,
    Unverified(Option<Raised>),
    Failed(Option<Raised>),
    Unstarted,
}

impl End {
    fn of(result: Result<bool, Raised>, refused: Self) -> Self {
        match result {
            Ok(true) => Self::Verified,
            Ok(false) => refused,
            Err(error) if error.is_expected() => Self::Unverified(Some(error)),
            Err(error) => Self::Failed(Some(error)),
        }
    }

    pub(super) fn error(&self) -> Option<&Raised> {
        match self {
            Self::Unverified(error) | Self::Failed(error) => error.as_ref(),
            _ => None,
        }
    }

    pub(super) fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// How all components ended a phase, in the order of the topology.
#[derive(Debug, Default)]
pub(super) struct Ends(pub(super) Vec<(String, End)>);

impl Ends {
    pub(super) fn of(&self, name: &str) -> &End {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(&End::Unstarted, |(_, end)| end)
    }

    pub(super) fn failed(&self) -> bool {
        self.0.iter().any(|(_, end)| end.is_failed())
    }

    pub(super) fn verified(&self) -> bool {
        self.0.iter().all(|(_, end)| *end == End::Verified)
    }

    /// What the components that did not succeed said. `None` for one that said nothing.
    pub(super) fn halts(&self) -> Vec<Option<Raised>> {
        let halted = |end: &&End| matches!(end, End::Unverified(_) | End::Failed(_));
        let ends = self.0.iter().map(|(_, end)| end);
        ends.filter(halted)
            .map(|end| end.error().cloned())
            .collect()
    }
}

/// The phases of one reconciliation.
pub(super) struct Phases<'a> {
    pub(super) parts: &'a [Part],
    pub(super) fixes: &'a Fixes,
    /// Whether the checks of edges and the cluster are asked.
    pub(super) asks: bool,
    pub(super) cluster: &'a mut BTreeSet<String>,
    pub(super) calls: BTreeMap<String, BTreeMap<&'static str, u64>>,
    /// The error of a check that raised, which ends the reference's runner.
    pub(super) escaped: Option<Raised>,
}

impl Phases<'_> {
    fn count(&mut self, part: &Part, action: &'static str) {
        let counts = self.calls.entry(part.name.clone()).or_default();
        *counts.entry(action).or_default() += 1;
    }

    pub(super) fn calls(&self) -> Value {
        serde_json::json!(self.calls)
    }

    pub(super) fn deploy(&mut self) -> Ends {
        let mut ends = Ends::default();
        for part in self.parts {
            let end = match self.may_start(part, &ends) {
                Ok(true) => self.deploy_one(part),
                Ok(false) => End::Unstarted,
                Err(error) => End::of(Err(error), End::Unstarted),
            };
            ends.0.push((part.name.clone(), end));
        }
        ends
    }

    fn deploy_one(&mut self, part: &Part) -> End {
        self.count(part, "render");
        if let Err(error) = part
            .render
            .play(&format!("{}.render", part.name), &part.place())
        {
            return End::of(Err(error), End::Unstarted);
        }
        self.apply(part)
    }

    fn apply(&mut self, part: &Part) -> End {
        let (action, does) = match part.disabled {
            true => ("disable", &part.disable),
            false => ("deploy", &part.deploy),
        };
        self.count(part, action);
        if *does == super::parts::Does::Default {
            for resource in &part.resources {
                match part.disabled {
                    true => self.cluster.remove(resource),
                    false => self.cluster.insert(resource.clone()),
                };
            }
        }
        let result = does.play(&format!("{}.{action}", part.name), &part.place());
        End::of(result, End::Failed(None))
    }

    pub(super) fn verify(&mut self, deployed: &Ends) -> Ends {
        let mut ends = Ends::default();
        for part in self.parts {
            let was_applied = match deployed.of(&part.name) {
                End::Verified => true,
                End::Unverified(_) => !self.fixes.contains(&Fix::NeverDeployed),
                End::Failed(_) | End::Unstarted => false,
            };
            // The reference does not skip disabled components.
            let is_again = part.disabled && !self.fixes.contains(&Fix::DisabledOnce);
            let end = match was_applied || is_again {
                false => End::Unstarted,
                true => match self.may_start(part, &ends) {
                    Ok(true) => self.verify_one(part, deployed, is_again),
                    Ok(false) => End::Unstarted,
                    Err(error) => End::of(Err(error), End::Unstarted),
                },
            };
            ends.0.push((part.name.clone(), end));
        }
        ends
    }

    fn verify_one(&mut self, part: &Part, deployed: &Ends, is_again: bool) -> End {
        if is_again {
            return match part.render {
                super::parts::Does::Raise(_) => self.deploy_one(part),
                _ => self.apply(part),
            };
        }
        if part.disabled {
            return deployed.of(&part.name).clone();
        }
        self.count(part, "verify");
        let was_rendered = !matches!(part.render, super::parts::Does::Raise(_));
        let is_there = |resource: &String| self.cluster.contains(resource);
        let missing = self.asks && was_rendered && !part.resources.iter().all(is_there);
        if part.verify == super::parts::Does::Default && missing {
            return End::Unverified(None);
        }
        let result = part
            .verify
            .play(&format!("{}.verify", part.name), &part.place());
        End::of(result, End::Unverified(None))
    }

    fn may_start(&mut self, part: &Part, ends: &Ends) -> Result<bool, Raised> {
        let ready = |(upstream, _): &(String, _)| *ends.of(upstream) == End::Verified;
        if !part.upstreams.iter().all(ready) {
            return Ok(false);
        }
        for (upstream, check) in &part.upstreams {
            let Some(check) = check.as_ref().filter(|_| self.asks) else {
                continue;
            };
            match check.play(&format!("{}->{upstream}", part.name), &part.place()) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => {
                    self.escaped.get_or_insert(error.clone());
                    return Err(error);
                }
            }
        }
        Ok(true)
    }
}
