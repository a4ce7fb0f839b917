//! How long to wait after failures: exponential, with a limit and jitter.

use std::time::Duration;

/// Delays that double from `base` up to `limit`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Backoff {
    base: Duration,
    limit: Duration,
}

impl Backoff {
    /// Delays that start at `base` and never exceed `limit`.
    pub(crate) fn new(base: Duration, limit: Duration) -> Self {
        Self {
            base: base.min(limit),
            limit,
        }
    }

    /// The delay after `failures` failures in a row, with jitter.
    pub(crate) fn delay(&self, failures: u32) -> Duration {
        jittered(self.step(failures))
    }

    /// The delay without jitter: `base` after the first failure, doubling from there.
    fn step(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(31);
        self.base.saturating_mul(1 << doublings).min(self.limit)
    }
}

/// From half of `delay` to the whole of it: what failed together does not come back together.
pub(crate) fn jittered(delay: Duration) -> Duration {
    delay.mul_f64(0.5 + 0.5 * fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_double_up_to_the_limit() {
        let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
        let steps: Vec<u64> = [0, 1, 2, 3, 6, 7, 1000]
            .map(|failures| backoff.step(failures).as_secs())
            .to_vec();
        assert_eq!(steps, [1, 1, 2, 4, 32, 60, 60]);
    }

    #[test]
    fn jitter_stays_within_the_step() {
        let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
        for failures in 0..100 {
            let delay = backoff.delay(failures);
            assert!(delay <= backoff.step(failures));
            assert!(delay >= backoff.step(failures) / 2);
        }
    }
}
