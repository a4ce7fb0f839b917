//! A rule: which requests, when, and what becomes of them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::edit::Edit;
use super::failure::Failure;
use super::mutation::Mutation;
use super::requests::{Call, Requests};
use crate::faults::Verb;

/// A fault that can be written down as a line of JSON (`Display`) and replayed (`FromStr`).
///
/// `{"on": {"verbs": ["create"]}, "from": 3, "times": 1, "at": "after", "action": {"fail": {"code": 503}}}`: everything
/// but `action` may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Rule {
    /// Which requests are matched and counted; all of them by default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: Requests,
    /// The first matching request that is hit, counted from 1, the default; 0 means the same.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub from: u64,
    /// How many of the matching requests are hit, counted from `from`; without it, all that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Only every so many of them, beginning with the first: 2 for every other.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub every: u64,
    /// Only requests that come when the server is at this revision or past it; others are not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_revision: Option<u64>,
    /// By how many of them, and by which seed, chance lets the rule fire; without it, it fires on each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odds: Option<Odds>,
    /// Before or after the server does what the request asks; before by default. Of no meaning to watch faults.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: At,
    /// What becomes of the request.
    pub action: Action,
}

/// Chance that can be replayed: the same seed hits the same requests, by their count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Odds {
    /// How many requests of a thousand are hit, in the long run.
    pub per_thousand: u16,
    /// What tells one sequence of hits from another.
    pub seed: u64,
}

impl Odds {
    /// Whether the `count`th request is hit.
    fn hit(self, count: u64) -> bool {
        splitmix(self.seed.wrapping_add(splitmix(count))) % 1000 < u64::from(self.per_thousand)
    }
}

/// The finalizer of `SplitMix64`, which spreads neighbouring numbers.
pub(super) fn splitmix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// On which side of the server's work a fault lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// The server does nothing when the fault ends the request.
    #[default]
    Before,
    /// The server did what was asked, or refused it; only the client does not learn so.
    After,
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Nothing: the request is counted.
    Pass,
    /// The request is answered with an error.
    Fail(Failure),
    /// The request, or its answer, waits.
    Delay {
        /// How long, in tokio's time; whole milliseconds in JSON.
        #[serde(rename = "milliseconds", with = "super::milliseconds")]
        by: Duration,
    },
    /// The connection breaks: the service returns an `io::Error`, over HTTP the connection is closed without an answer.
    Reset,
    /// The request, or its answer, waits until the rule is removed or the server stops.
    Hang,
    /// A watch starts and then misbehaves; other requests are not matched.
    Watch(WatchFault),
    /// Somebody else writes, and then the request goes on, or its answer.
    Write(Edit),
    /// What the request sends is changed on its way; only creates, updates and applies are matched.
    Mutate(Mutation),
    /// Discovery leaves out these resources, `apps.example.com`, though they are served; only discovery is matched.
    Hide(Vec<String>),
}

/// What a watch does wrong, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchFault {
    /// After how many events of the watch, bookmarks not counted; at its start by default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub after_events: u64,
    /// Only when an event of this revision or a later one is to be sent; `after_events` is counted from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_revision: Option<u64>,
    /// Only once, by the first of the watches that gets there; by default each watch does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub once: bool,
    /// What it does then.
    pub effect: Effect,
}

/// What a watch does wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Effect {
    /// It ends as it should: the stream is at its end.
    End,
    /// The connection breaks between two events.
    Reset,
    /// The connection breaks in the middle of an event.
    Tear,
    /// It sends an `ERROR` event with a `Status` and ends. `Failure::new(410)` is what a real server sends for a revision
    /// that it no longer knows, at the start too; an HTTP answer 410 is [`Action::Fail`].
    Error(Failure),
    /// It stays open and sends nothing, bookmarks neither. What happened meanwhile comes when the time is over or the rule
    /// is removed.
    Freeze {
        /// How long, in tokio's time; until the rule is removed by default. Whole milliseconds in JSON.
        #[serde(
            default,
            rename = "milliseconds",
            with = "super::milliseconds::optional",
            skip_serializing_if = "Option::is_none"
        )]
        lasts: Option<Duration>,
        /// Whether only the newest state of each object comes then, as after a new list, not every event (no).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        merge: bool,
        /// It ends too when so many events were held back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        events: Option<u64>,
    },
    /// It leaves out events without a word; bookmarks still come.
    Drop {
        /// How many.
        events: u64,
    },
    /// It sends events twice.
    Duplicate {
        /// How many.
        events: u64,
    },
}

impl Effect {
    /// Nothing comes until the rule is removed; then everything does.
    #[must_use]
    pub fn freeze() -> Self {
        Self::Freeze {
            lasts: None,
            merge: false,
            events: None,
        }
    }

    /// The effect after so many events of a watch; 0 for its start.
    #[must_use]
    pub fn after(self, events: u64) -> WatchFault {
        WatchFault {
            after_events: events,
            since_revision: None,
            once: false,
            effect: self,
        }
    }
}

impl WatchFault {
    /// Only once, by the first of the watches that gets there.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }
}

impl From<Effect> for WatchFault {
    fn from(effect: Effect) -> Self {
        effect.after(0)
    }
}

impl Rule {
    /// A rule for every request, before the server does its work.
    pub fn new(action: Action) -> Self {
        Self {
            on: Requests::default(),
            from: 1,
            times: None,
            every: 1,
            since_revision: None,
            odds: None,
            at: At::default(),
            action,
        }
    }

    /// Only counts requests, or, with [`super::Faults::pause_at`], only holds them.
    pub fn pass() -> Self {
        Self::new(Action::Pass)
    }

    /// Answers with this error code, 400 to 599, as the server itself would; see [`Failure::new`].
    pub fn fail(code: u16) -> Self {
        Self::answer(Failure::new(code))
    }

    /// Answers with an error.
    pub fn answer(failure: Failure) -> Self {
        Self::new(Action::Fail(failure))
    }

    /// Makes requests wait.
    pub fn delay(by: Duration) -> Self {
        Self::new(Action::Delay { by })
    }

    /// Breaks the connection.
    pub fn reset() -> Self {
        Self::new(Action::Reset)
    }

    /// Makes requests wait until the rule is removed.
    pub fn hang() -> Self {
        Self::new(Action::Hang)
    }

    /// Lets somebody else write first, or, with [`Rule::after_commit`], between the work and its answer.
    pub fn write(edit: impl Into<Edit>) -> Self {
        Self::new(Action::Write(edit.into()))
    }

    /// Changes what creates, updates and applies send, as a mutating webhook does.
    pub fn mutate(mutation: Mutation) -> Self {
        Self::new(Action::Mutate(mutation))
    }

    /// Leaves resources out of discovery: `["apps.example.com"]`.
    pub fn hide(resources: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(Action::Hide(
            resources.into_iter().map(Into::into).collect(),
        ))
    }

    /// Makes watches misbehave from their start, or after some events: `Effect::End.after(3)`.
    pub fn watch(fault: impl Into<WatchFault>) -> Self {
        Self::new(Action::Watch(fault.into()))
    }

    /// About these requests.
    pub fn on(mut self, requests: Requests) -> Self {
        self.on = requests;
        self
    }

    /// Hits the `n`th matching request alone, counted from 1.
    pub fn nth(mut self, n: u64) -> Self {
        self.from = n;
        self.times = Some(1);
        self
    }

    /// Hits the `n`th matching request, counted from 1, and those after it.
    pub fn from(mut self, n: u64) -> Self {
        self.from = n;
        self
    }

    /// Hits so many matching requests.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Hits only every `n`th of the requests, the first of them included.
    pub fn every(mut self, n: u64) -> Self {
        self.every = n;
        self
    }

    /// Hits and counts only requests that come when the server is at this revision or past it.
    pub fn since_revision(mut self, revision: u64) -> Self {
        self.since_revision = Some(revision);
        self
    }

    /// Hits so many of a thousand requests, chosen by the seed: the same ones in each run.
    pub fn by_chance(mut self, per_thousand: u16, seed: u64) -> Self {
        self.odds = Some(Odds { per_thousand, seed });
        self
    }

    /// Lets the server do its work first.
    pub fn after_commit(mut self) -> Self {
        self.at = At::After;
        self
    }

    pub(super) fn is_about(&self, call: &Call<'_>) -> bool {
        let possible = match self.action {
            Action::Watch(_) => call.is(Verb::Watch),
            Action::Hide(_) => call.is(Verb::Discovery),
            Action::Mutate(_) => call.sends_object(),
            _ => true,
        };
        possible && self.on.matches(call)
    }

    /// Whether the `count`th matching request is hit.
    pub(super) fn is_due(&self, count: u64) -> bool {
        let before = self.from.max(1) - 1;
        count > before
            && (count - before - 1).is_multiple_of(self.every.max(1))
            && (self.times).is_none_or(|times| (count - before - 1) / self.every.max(1) < times)
            && self.odds.is_none_or(|odds| odds.hit(count))
    }
}

/// The rule as a line of JSON.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&line)
    }
}

/// A line that is no rule.
#[derive(Debug, Error)]
#[error("{what} at column {column}")]
pub struct RuleError {
    what: String,
    /// Where in the line, counted from 1; 0 where the whole line is meant.
    pub column: usize,
}

impl From<serde_json::Error> for RuleError {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        // A rule is one line: which one, only the reader of the file knows.
        let place = format!(" at line {} column {}", error.line(), error.column());
        Self {
            what: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
            column: error.column(),
        }
    }
}

/// Reads what [`fmt::Display`] writes.
impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(line: &str) -> Result<Self, RuleError> {
        Ok(serde_json::from_str(line)?)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn one() -> u64 {
    1
}

fn is_one(value: &u64) -> bool {
    *value == 1
}
