//! The one seam through which time is read.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Tells the time. Status, leases and the embedded server read it here, so that tests can set it.
///
/// Take `Arc<dyn Clock>` where a clock is kept: it is a clock itself.
pub trait Clock: Debug + Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is told otherwise. Clones share one time.
///
/// ```
/// use oper8_status::{Clock, ManualClock};
///
/// let clock = ManualClock::new("2024-01-02T03:04:05Z".parse()?);
/// clock.advance(jiff::SignedDuration::from_secs(5));
/// assert_eq!(clock.now().to_string(), "2024-01-02T03:04:10Z");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Moves the clock to `now`, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.time() = now;
    }

    /// Moves the clock by `step`, backwards when it is negative; it stops at the ends of [`Timestamp`]'s range.
    pub fn advance(&self, step: SignedDuration) {
        let mut time = self.time();
        let end = if step.is_negative() {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        *time = time.checked_add(step).unwrap_or(end);
    }

    /// A plain value cannot be left half written, so a poisoned lock is as good as any.
    fn time(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.time()
    }
}
