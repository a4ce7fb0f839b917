//! Events, and the writes that may hang on them.

use std::collections::BTreeMap;

use super::requests::Requests;
use super::rule::{Effect, Rule, WatchFault};
use crate::journal::{Delivery, Entry};

/// An event that a client was told of, and its first write after it: what it wrote may hang on what it saw.
///
/// # Examples
///
/// ```
/// # use oper8_apiserver::{Entry, faults::{Effect, Pair}};
/// # fn of_a_clean_run(journal: &[Entry]) {
/// for pair in Pair::all(journal) {
///     println!("{} {} before {} {}", pair.event.event, pair.event.name, pair.write.verb, pair.write.path);
///     println!("{}", pair.rule(Effect::Drop { events: 1 })); // what if it had not been seen?
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The event, and the watch that told of it.
    pub event: &'a Delivery,
    /// The write, which the server did.
    pub write: &'a Entry,
}

impl<'a> Pair<'a> {
    /// The pairs of a run, in the order of the writes.
    ///
    /// Events that no write of their client followed are in no pair.
    #[must_use]
    pub fn all(journal: &'a [Entry]) -> Vec<Self> {
        let mut waiting: BTreeMap<_, Vec<&Delivery>> = BTreeMap::new();
        let mut pairs = Vec::new();
        for write in journal.iter().filter(|entry| entry.is_write()) {
            let told = waiting.entry((&write.user, &write.agent)).or_default();
            told.extend(&write.told);
            // A write that was refused is tried again for the same events.
            if write.changed {
                let events = std::mem::take(told).into_iter();
                pairs.extend(events.map(|event| Self { event, write }));
            }
        }
        pairs
    }

    /// A rule by which a watch that tells of the event misbehaves, once, from this event on.
    pub fn rule(self, effect: Effect) -> Rule {
        let Delivery {
            group,
            resource,
            within,
            selector,
            ..
        } = self.event;
        let mut watches = Requests::watches()
            .resource(group, resource)
            .namespace(within);
        if !selector.is_empty() {
            watches = watches.query(selector);
        }
        if !self.write.agent.is_empty() {
            watches = watches.agent(&self.write.agent);
        }
        Rule::watch(WatchFault {
            since_revision: Some(self.event.revision),
            // A watch that starts again from before the event goes on.
            once: true,
            ..WatchFault::from(effect)
        })
        .on(watches)
    }
}
