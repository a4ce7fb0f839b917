//! The stream of a watch, between the server and its client.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::arrival::reset;
use super::merge::Merged;
use super::rule::Effect;
use super::watches::{Listed, Step};
use crate::body::Chunks;
use crate::journal::Entry;

/// The beginning of an event, and no end.
const TORN: &[u8] = b"{\"type\":\"MODIFIED\",\"object\":{\"apiVersion\":\"v1\",\"metad";

/// A step and when it is due.
struct Pending {
    /// It sleeps until an event of this revision or a later one is at hand.
    revision: Option<u64>,
    /// After how many events.
    due: u64,
    step: Step,
}

/// How many of the next events something is done to.
#[derive(Default)]
struct Window {
    left: u64,
    removed: CancellationToken,
}

impl Window {
    /// Whether the event at hand is among them.
    fn takes_one(&mut self) -> bool {
        if self.left == 0 || self.removed.is_cancelled() {
            return false;
        }
        self.left -= 1;
        true
    }
}

/// The stream of a watch with faults.
pub(super) struct Tap {
    lines: Chunks,
    /// What came from the server and is yet to be looked at.
    peeked: Option<Option<io::Result<Bytes>>>,
    entry: Entry,
    /// What the watch is yet to do wrong.
    pending: Vec<Pending>,
    orders: mpsc::UnboundedReceiver<Step>,
    /// Events that came from the server, bookmarks not counted.
    seen: u64,
    dropped: Window,
    doubled: Window,
    /// What is to be sent next.
    ready: VecDeque<io::Result<Bytes>>,
    /// Nothing comes after what is ready.
    over: bool,
    listed: Listed,
}

impl Tap {
    pub(super) fn new(
        lines: Chunks,
        entry: Entry,
        steps: Vec<Step>,
        orders: mpsc::UnboundedReceiver<Step>,
        listed: Listed,
    ) -> Self {
        let mut tap = Self {
            lines,
            peeked: None,
            entry,
            pending: Vec::new(),
            orders,
            seen: 0,
            dropped: Window::default(),
            doubled: Window::default(),
            ready: VecDeque::new(),
            over: false,
            listed,
        };
        for step in steps {
            tap.plan(step);
        }
        tap
    }

    pub(super) async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                if line.is_err() {
                    // Over HTTP, what was sent before goes out before the connection breaks.
                    tokio::task::yield_now().await;
                }
                return Some(line);
            }
            if self.over {
                return None;
            }
            if let Some(step) = self.due() {
                self.act(step).await;
                continue;
            }
            tokio::select! {
                biased;
                Some(step) = self.orders.recv() => self.plan(step),
                line = pull(&mut self.peeked, &mut self.lines) => {
                    if self.wakes(&line) {
                        self.peeked = Some(line);
                    } else {
                        self.forward(line);
                    }
                }
            }
        }
    }

    fn plan(&mut self, step: Step) {
        let due = self.seen.saturating_add(step.fault.after_events);
        let revision = step.fault.since_revision;
        self.pending.push(Pending {
            revision,
            due,
            step,
        });
    }

    /// Wakes the steps that wait for the revision of an event. Tells whether there are any.
    fn wakes(&mut self, line: &Option<io::Result<Bytes>>) -> bool {
        let Some(Ok(line)) = line else { return false };
        if !is_event(line) || self.pending.iter().all(|it| it.revision.is_none()) {
            return false;
        }
        let revision = revision_of(line);
        let mut any = false;
        for pending in &mut self.pending {
            if pending.revision.is_some_and(|wanted| wanted <= revision) {
                pending.revision = None;
                pending.due = self.seen.saturating_add(pending.step.fault.after_events);
                any = true;
            }
        }
        any
    }

    /// Takes the next step whose time has come, what ends the connection first.
    fn due(&mut self) -> Option<Step> {
        self.pending
            .retain(|pending| !pending.step.removed.is_cancelled());
        let seen = self.seen;
        let is_due = |pending: &Pending| pending.revision.is_none() && pending.due <= seen;
        let ends = |pending: &Pending| is_due(pending) && pending.step.ends_connection();
        loop {
            let index = (self.pending.iter().position(ends))
                .or_else(|| self.pending.iter().position(is_due))?;
            let step = self.pending.remove(index).step;
            if step.fires() {
                return Some(step);
            }
        }
    }

    async fn act(&mut self, step: Step) {
        let window = |left| Window {
            left,
            removed: step.removed.clone(),
        };
        match &step.fault.effect {
            Effect::End => self.over = true,
            Effect::Reset => self.end_with([Err(reset())]),
            Effect::Tear => self.end_with([Ok(Bytes::from_static(TORN)), Err(reset())]),
            Effect::Error(failure) => {
                let event = json!({"type": "ERROR", "object": failure.status(&self.entry)});
                self.end_with([Ok(Bytes::from(format!("{event}\n")))]);
            }
            Effect::Freeze {
                lasts,
                merge,
                events,
            } => {
                let held = self.freeze(*lasts, *events, &step.removed).await;
                if *merge {
                    self.merge(held);
                } else {
                    held.into_iter().for_each(|line| self.forward(line));
                }
            }
            Effect::Drop { events } => self.dropped = window(*events),
            Effect::Duplicate { events } => self.doubled = window(*events),
        }
    }

    fn end_with(&mut self, lines: impl IntoIterator<Item = io::Result<Bytes>>) {
        self.ready.extend(lines);
        self.over = true;
    }

    /// Sends nothing until the time is over, so many events came, the rule is removed, the server stops or the connection is to
    /// end. Answers the events that it counted.
    async fn freeze(
        &mut self,
        lasts: Option<Duration>,
        events: Option<u64>,
        removed: &CancellationToken,
    ) -> Vec<Option<io::Result<Bytes>>> {
        let (mut held, mut count) = (Vec::new(), 0);
        let stopped = self.listed.faults.0.stopped.clone();
        let time = async {
            match lasts {
                Some(lasts) => tokio::time::sleep(lasts).await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(time);
        loop {
            let counts = events.is_some();
            let step = tokio::select! {
                () = &mut time => return held,
                () = removed.cancelled() => return held,
                () = stopped.cancelled() => return held,
                Some(step) = self.orders.recv() => step,
                line = pull(&mut self.peeked, &mut self.lines), if counts => {
                    let is_over = line.is_none();
                    if matches!(&line, Some(Ok(line)) if is_event(line)) {
                        count += 1;
                    }
                    held.push(line);
                    if is_over || events.is_some_and(|events| count >= events) {
                        return held;
                    }
                    continue;
                }
            };
            let ends = step.ends_connection() && step.fault.after_events == 0;
            self.plan(step);
            if ends {
                return held;
            }
        }
    }

    /// Takes all that the server has to say at once, and keeps the newest state of each object.
    fn merge(&mut self, held: Vec<Option<io::Result<Bytes>>>) {
        let mut merged = Merged::default();
        let mut held = held.into_iter();
        while let Some(next) = held
            .next()
            .or_else(|| pull(&mut self.peeked, &mut self.lines).now_or_never())
        {
            match next {
                Some(Ok(line)) if is_event(&line) => {
                    self.seen += 1;
                    merged.add(&line);
                }
                Some(other) => {
                    self.ready.extend(merged.take().map(Ok));
                    self.ready.push_back(other);
                }
                None => {
                    self.over = true;
                    break;
                }
            }
        }
        self.ready.extend(merged.take().map(Ok));
    }

    fn forward(&mut self, line: Option<io::Result<Bytes>>) {
        match line {
            None => self.over = true,
            Some(Ok(line)) if is_event(&line) => {
                self.seen += 1;
                if self.dropped.takes_one() {
                    return;
                }
                if self.doubled.takes_one() {
                    self.ready.push_back(Ok(line.clone()));
                }
                self.ready.push_back(Ok(line));
            }
            Some(other) => self.ready.push_back(other),
        }
    }
}

/// The next line, one that was looked at first.
async fn pull(
    peeked: &mut Option<Option<io::Result<Bytes>>>,
    lines: &mut Chunks,
) -> Option<io::Result<Bytes>> {
    match peeked.take() {
        Some(line) => line,
        None => lines.next().await,
    }
}

/// The revision of the object of an event.
fn revision_of(line: &[u8]) -> u64 {
    let event: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
    let object = &event["object"];
    // A table has its object in a row.
    let metadata = match &object["rows"][0]["object"] {
        serde_json::Value::Null => &object["metadata"],
        row => &row["metadata"],
    };
    let revision = metadata["resourceVersion"].as_str();
    revision.and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Whether a line of a watch is about an object, not a bookmark or an error.
fn is_event(line: &[u8]) -> bool {
    !line.starts_with(br#"{"type":"BOOKMARK""#) && !line.starts_with(br#"{"type":"ERROR""#)
}
