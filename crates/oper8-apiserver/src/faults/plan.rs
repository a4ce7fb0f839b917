//! Rules together, in a file, and made up by a seed.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde_json::json;
use thiserror::Error;

use super::failure::Failure;
use super::requests::{Requests, Verb};
use super::rule::{Effect, Rule, RuleError, splitmix};
use super::{Change, Edit, Faults, Pair, RuleId};
use crate::journal::Entry;

/// Rules that are added together: one line of JSON each (`Display`), read back by `FromStr`; empty lines, and lines that begin
/// with `#`, are passed over.
///
/// A plan does the same to the same requests in the same order, whatever the time: what a run did is told by the plan and the
/// operator's own seed.
///
/// # Examples
///
/// ```
/// use oper8_apiserver::{ApiServer, faults::Plan};
///
/// # fn clean_run(server: &ApiServer) {}
/// let server = ApiServer::builder().build();
/// clean_run(&server);
/// let journal = server.journal().take();
/// for seed in 0..100 {
///     let plan = Plan::random(seed, &journal);
///     let again = ApiServer::builder().build();
///     again.faults().follow(&plan);
///     clean_run(&again); // and its end state is that of the first run, or `plan` is worth keeping
///     assert_eq!(plan.to_string().parse::<Plan>().unwrap(), plan);
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The rules, in the order in which they are asked.
    pub rules: Vec<Rule>,
}

/// A line of a plan that is no rule.
#[derive(Debug, Error)]
#[error("line {line} of the plan is no rule")]
pub struct PlanError {
    /// Which line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub source: RuleError,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rules.iter().try_for_each(|rule| writeln!(f, "{rule}"))
    }
}

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let rules = lines.map(|(index, line)| {
            line.parse().map_err(|source| PlanError {
                line: index + 1,
                source,
            })
        });
        let rules = rules.collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }
}

impl From<Rule> for Plan {
    fn from(rule: Rule) -> Self {
        Self { rules: vec![rule] }
    }
}

impl FromIterator<Rule> for Plan {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        Self {
            rules: rules.into_iter().collect(),
        }
    }
}

impl Faults {
    /// Adds the rules of a plan.
    pub fn follow(&self, plan: &Plan) -> Vec<RuleId> {
        let rules = plan.rules.iter().cloned();
        rules.map(|rule| self.add(rule)).collect()
    }
}

impl Plan {
    /// A plan of one rule for a run like the one that `journal` is of: the seed chooses a write of it, or an event and the write
    /// that may hang on it ([`Pair`]), and what goes wrong there.
    ///
    /// Without writes in the journal, any write may be hit.
    #[must_use]
    pub fn random(seed: u64, journal: &[Entry]) -> Self {
        let mut dice = Dice(splitmix(seed));
        let writes: Vec<_> = journal.iter().filter(|entry| entry.changed).collect();
        let pairs = Pair::all(journal);
        // As many faults of watches as of requests, where there are events to be had.
        if !pairs.is_empty() && dice.roll(2) == 0 {
            let pair = pairs[dice.pick(pairs.len())];
            return Self::from(watch_fault(&mut dice, pair));
        }
        let requests = match writes.len() {
            0 => Rule::pass().on(Requests::writes()).nth(1 + dice.roll(10)),
            count => {
                let chosen = writes[dice.pick(count)];
                place(chosen, journal)
            }
        };
        Self::from(request_fault(&mut dice, requests))
    }

    /// A plan for each write of a run, with the connection broken before it and after it in turn: what an operator sees that
    /// dies there, but for its own memory.
    pub fn at_each_write(journal: &[Entry]) -> impl Iterator<Item = Self> {
        let writes = journal.iter().filter(|entry| entry.changed);
        let rules = writes.flat_map(move |entry| {
            let place = place(entry, journal);
            let reset = Rule {
                action: super::Action::Reset,
                ..place
            };
            [reset.clone(), reset.after_commit()]
        });
        rules.map(Self::from)
    }

    /// Two plans for each event of a run that a write may hang on: the watches that tell of it are behind from there on, for a
    /// minute; and the event is lost.
    ///
    /// An event on which several writes may hang is one event, and those that no write followed are left out.
    pub fn at_each_pair(journal: &[Entry]) -> impl Iterator<Item = Self> {
        let late = Effect::Freeze {
            lasts: Some(Duration::from_secs(60)),
            merge: false,
            events: None,
        };
        let effects = [late, Effect::Drop { events: 1 }];
        let pairs = Pair::all(journal).into_iter();
        let rules = pairs.flat_map(move |pair| effects.clone().map(|effect| pair.rule(effect)));
        let mut seen = Vec::new();
        rules.map(Self::from).filter(move |plan| {
            let is_new = !seen.contains(plan);
            if is_new {
                seen.push(plan.clone());
            }
            is_new
        })
    }

    /// A plan for each request of a run that is about a resource: it is refused with 503 once, before the server does anything.
    pub fn at_each_call(journal: &[Entry]) -> impl Iterator<Item = Self> {
        let calls = journal.iter().filter(|entry| !entry.resource.is_empty());
        let refusal = super::Action::Fail(Failure::new(503));
        calls.map(move |entry| {
            Self::from(Rule {
                action: refusal.clone(),
                ..place(entry, journal)
            })
        })
    }
}

/// Numbers by chance, the same for the same seed.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        splitmix(self.0) % sides
    }

    fn pick(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        usize::try_from(self.roll(count)).unwrap_or(0)
    }
}

/// The requests like this one.
fn like(entry: &Entry) -> Requests {
    let verb = match entry.verb.as_str() {
        "get" => Verb::Get,
        "list" => Verb::List,
        "watch" => Verb::Watch,
        "create" => Verb::Create,
        "update" => Verb::Update,
        "delete" => Verb::Delete,
        "deletecollection" => Verb::DeleteCollection,
        _ => Verb::Patch,
    };
    let requests = Requests::of([verb])
        .resource(&entry.group, &entry.resource)
        .subresource(&entry.subresource)
        .namespace(&entry.namespace);
    match entry.name.as_str() {
        // The name may be one that the server made up: the next run has another.
        "" => requests,
        name => requests.name(name),
    }
}

/// A rule that hits the request of a run like `journal` that this one is.
fn place(entry: &Entry, journal: &[Entry]) -> Rule {
    let requests = like(entry);
    let before = journal.iter().take_while(|it| it.number != entry.number);
    let before = before.filter(|it| like(it) == requests).count();
    let nth = u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1);
    Rule::pass().on(requests).nth(nth)
}

/// A fault of the watches that tell of the event of a pair, from there on.
fn watch_fault(dice: &mut Dice, pair: Pair<'_>) -> Rule {
    let events = 1 + dice.roll(3);
    let frozen = |merge| Effect::Freeze {
        lasts: None,
        merge,
        events: Some(events),
    };
    let effect = match dice.roll(9) {
        0 => frozen(false),
        1 => frozen(true),
        2 => Effect::Drop { events },
        3 => Effect::Duplicate { events },
        4 => Effect::End,
        5 => Effect::Reset,
        6 => Effect::Tear,
        7 => Effect::Error(Failure::new(500)),
        _ => Effect::Error(Failure::new(410)),
    };
    pair.rule(effect)
}

/// A fault of the request that `place` hits.
fn request_fault(dice: &mut Dice, place: Rule) -> Rule {
    let foreign = json!({"metadata": {"labels": {"second-writer": "was-here"}}});
    let delay = Duration::from_millis(100 << dice.roll(8));
    let rule = match dice.roll(13) {
        0 | 1 => Rule::reset(),
        2 => Rule::answer(Failure::new(429).retry_after_seconds(1)),
        3 => Rule::fail(429),
        4 => Rule::fail(500),
        5 => Rule::fail(503),
        6 => Rule::fail(504),
        7 => Rule::delay(delay),
        8 => Rule::fail(409),
        9 => Rule::fail(422),
        10 => Rule::write(Change::Merge(foreign)),
        11 => Rule::write(Change::Recreate),
        _ => Rule::write(Edit::from(Change::Own(foreign))),
    };
    let refused = matches!(&rule.action, super::Action::Fail(it) if matches!(it.code(), 409 | 422));
    Rule {
        // Nobody is refused for what is done.
        at: if !refused && dice.roll(2) == 1 {
            super::At::After
        } else {
            super::At::Before
        },
        action: rule.action,
        ..place
    }
}
