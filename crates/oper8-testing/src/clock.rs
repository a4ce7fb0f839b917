//! The test's time: tokio's, which a test pauses, read as a date.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use oper8_status::Clock;
use tokio::time::Instant;

use crate::cluster::lock;

/// A clock that goes as tokio's time goes: with `#[tokio::test(start_paused = true)]` it stands still until everything waits,
/// and then jumps to what is awaited first. Clones tell the same time.
///
/// It starts at midnight of 1 January 2030 (UTC) unless it is told otherwise, so that dates are the same in each run.
#[derive(Clone, Debug)]
pub struct VirtualClock {
    start: Timestamp,
    since: Arc<Mutex<Instant>>,
}

/// 2030-01-01T00:00:00Z.
const START: i64 = 1_893_456_000;

impl VirtualClock {
    /// A clock that now stands at `start`.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start,
            since: Arc::new(Mutex::new(Instant::now())),
        }
    }

    /// How much time has passed since the clock was started: for that of a cluster, since the test has the cluster.
    pub fn elapsed(&self) -> Duration {
        lock(&self.since).elapsed()
    }

    /// Stands at its start again.
    pub(crate) fn restart(&self) {
        *lock(&self.since) = Instant::now();
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::starting_at(Timestamp::constant(START, 0))
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.elapsed()).unwrap_or(SignedDuration::MAX);
        self.start.checked_add(elapsed).unwrap_or(Timestamp::MAX)
    }
}

/// Whether tokio's time is paused: whether it stands still while real time passes.
#[expect(
    clippy::disallowed_methods,
    reason = "compares tokio's time with the real one, which tokio does not tell"
)]
pub(crate) fn is_paused() -> bool {
    let (real, virtually) = (std::time::Instant::now(), Instant::now());
    while real.elapsed() < Duration::from_micros(20) {
        std::hint::spin_loop();
    }
    Instant::now() == virtually
}

/// A length of time for people.
pub(crate) fn shown(time: Duration) -> String {
    let time = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
    format!("{time:#}")
}
