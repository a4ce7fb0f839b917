//! Watches that misbehave: by rule from their start, or at once while they run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::Response;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::arrival::Arrival;
use super::requests::Call;
use super::rule::{Effect, WatchFault};
use super::tap::Tap;
use super::{Failure, Faults, Requests, State};
use crate::body::{Body, Chunks};
use crate::journal::Entry;

/// A watch that runs, as the faults know it.
pub(super) struct Running {
    entry: Entry,
    orders: mpsc::UnboundedSender<Step>,
}

/// Something that a watch is yet to do wrong.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) fault: WatchFault,
    pub(super) removed: CancellationToken,
    pub(super) fired: Arc<AtomicU64>,
}

impl Step {
    /// Counts that it takes effect; `false` when it may not, because another watch was first.
    pub(super) fn fires(&self) -> bool {
        let once = self.fault.once;
        let next = |count| (count == 0 || !once).then_some(count + 1);
        self.fired
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .is_ok()
    }

    pub(super) fn ends_connection(&self) -> bool {
        matches!(
            self.fault.effect,
            Effect::End | Effect::Reset | Effect::Tear
        )
    }
}

/// Keeps watches frozen; they go on when it is dropped.
#[derive(Debug)]
#[must_use = "watches go on when this is dropped"]
pub struct Frozen {
    faults: Faults,
    id: u64,
    removed: CancellationToken,
}

impl Frozen {
    /// Lets the watches go on: they get what happened meanwhile.
    pub fn release(self) {}
}

impl Drop for Frozen {
    fn drop(&mut self) {
        self.faults.0.state.lock().frosts.remove(&self.id);
        self.removed.cancel();
    }
}

/// Watches that are to be frozen when they start.
pub(super) struct Frost {
    requests: Requests,
    pub(super) removed: CancellationToken,
}

impl Frost {
    fn step(&self) -> Step {
        Step {
            fault: Effect::freeze().into(),
            removed: self.removed.clone(),
            fired: Arc::default(),
        }
    }
}

impl Faults {
    /// Lets the running watches among `requests` misbehave: at once, or after so many events from now on.
    ///
    /// Tells how many watches there are. Later ones are not concerned: that is for [`super::Rule::watch`].
    pub fn disturb(&self, requests: &Requests, fault: impl Into<WatchFault>) -> usize {
        let step = Step {
            fault: fault.into(),
            removed: CancellationToken::new(),
            fired: Arc::default(),
        };
        self.0.state.lock().order(requests, &step)
    }

    /// Ends the running watches among `requests` as a server does that has had enough of them. Tells how many.
    pub fn end_watches(&self, requests: &Requests) -> usize {
        self.disturb(requests, Effect::End)
    }

    /// Breaks the connections of the running watches among `requests`. Tells how many.
    pub fn cut_watches(&self, requests: &Requests) -> usize {
        self.disturb(requests, Effect::Reset)
    }

    /// Sends the running watches among `requests` an error 410 and ends them. Tells how many.
    pub fn expire_watches(&self, requests: &Requests) -> usize {
        self.disturb(requests, Effect::Error(Failure::new(410)))
    }

    /// Lets the watches among `requests`, running and later ones, send nothing until the guard is dropped.
    pub fn freeze(&self, requests: Requests) -> Frozen {
        let removed = CancellationToken::new();
        let frost = Frost {
            requests,
            removed: removed.clone(),
        };
        let mut state = self.0.state.lock();
        let id = state.next_id().0;
        state.order(&frost.requests, &frost.step());
        state.frosts.insert(id, frost);
        drop(state);
        Frozen {
            faults: self.clone(),
            id,
            removed,
        }
    }

    /// How many of `requests` are watches that run.
    #[must_use]
    pub fn running_watches(&self, requests: &Requests) -> usize {
        let state = self.0.state.lock();
        let running = state.watches.values();
        running
            .filter(|watch| requests.matches(&Call::of_entry(&watch.entry)))
            .count()
    }

    /// Puts itself between a watch and its client; leaves any other answer alone.
    pub(crate) fn tap(
        &self,
        response: Response<Body>,
        arrival: Arrival,
        entry: &Entry,
    ) -> Response<Body> {
        response.map(|body| {
            body.map_stream(|lines| {
                let tap = self.tapped(lines, arrival, entry);
                futures_util::stream::unfold(tap, |mut tap| async move {
                    let line = tap.next().await?;
                    Some((line, tap))
                })
            })
        })
    }

    fn tapped(&self, lines: Chunks, arrival: Arrival, entry: &Entry) -> Tap {
        let (sender, orders) = mpsc::unbounded_channel();
        let mut state = self.0.state.lock();
        let id = state.next_id().0;
        let frosts = state.frosts.values();
        let frosts = frosts.filter(|frost| frost.requests.matches(&Call::of_entry(entry)));
        let steps: Vec<_> = arrival.steps().chain(frosts.map(Frost::step)).collect();
        let running = Running {
            entry: entry.clone(),
            orders: sender,
        };
        state.watches.insert(id, running);
        let listed = Listed {
            faults: self.clone(),
            id,
        };
        Tap::new(lines, entry.clone(), steps, orders, listed)
    }
}

impl State {
    fn order(&self, requests: &Requests, step: &Step) -> usize {
        let running = self.watches.values();
        running
            .filter(|watch| requests.matches(&Call::of_entry(&watch.entry)))
            .filter(|watch| watch.orders.send(step.clone()).is_ok())
            .count()
    }
}

/// Takes a watch off the list when it is dropped.
pub(super) struct Listed {
    pub(super) faults: Faults,
    id: u64,
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.faults.0.state.lock().watches.remove(&self.id);
    }
}
