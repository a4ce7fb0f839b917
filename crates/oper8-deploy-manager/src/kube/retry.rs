//! Tries again what may succeed later.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::{Change, DeployError, DeploySettings, Result};

/// The longest wait that a server can ask for; a rollout must not stand still for longer.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Whether a write was tried before. Its answer may have got lost, so that what is found afterwards is its doing.
#[derive(Debug, Default)]
pub(crate) struct Tried(AtomicBool);

impl Tried {
    /// Notes that a write is being tried.
    pub(crate) fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// What it means that nothing is left to do: nothing was to be done, or an earlier try did `change`.
    pub(crate) fn or(&self, change: Change) -> Change {
        match self.0.load(Ordering::Relaxed) {
            true => change,
            false => Change::Unchanged,
        }
    }
}

/// Calls `attempt` with 0, 1, .. until it succeeds, fails for good, or `settings.retries` repetitions are used up. The
/// wait before repetition n is n times the base, or what the server asks for.
pub(crate) async fn retried<T, F>(
    settings: &DeploySettings,
    attempt: impl Fn(u32) -> F,
) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let mut round = 0;
    loop {
        let error = match attempt(round).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        if round >= settings.retries || !error.is_retryable() {
            return Err(error);
        }
        round += 1;
        let wait = asked_wait(&error).unwrap_or(settings.retry_backoff * round);
        tracing::debug!(error = %error, round, ?wait, "trying again");
        tokio::time::sleep(wait).await;
    }
}

fn asked_wait(error: &DeployError) -> Option<Duration> {
    match error {
        DeployError::Api { status, .. } => status.retry_after.map(|wait| wait.min(LONGEST_WAIT)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;
    use crate::ApiStatus;

    fn refused(code: u16, retry_after: Option<Duration>) -> DeployError {
        DeployError::Api {
            verb: "apply",
            object: "v1/ConfigMap ns/a".to_owned(),
            status: Box::new(ApiStatus {
                code,
                retry_after,
                ..ApiStatus::default()
            }),
        }
    }

    async fn calls_until(code: u16, succeeds_at: u32) -> (u32, bool) {
        let calls = AtomicU32::new(0);
        let result = retried(&DeploySettings::default(), |round| {
            calls.fetch_add(1, Ordering::Relaxed);
            async move {
                if round == succeeds_at {
                    Ok(())
                } else {
                    Err(refused(code, None))
                }
            }
        })
        .await;
        (calls.into_inner(), result.is_ok())
    }

    #[tokio::test(start_paused = true)]
    async fn conflicts_and_overload_are_tried_again_a_bounded_number_of_times() {
        assert_eq!(calls_until(409, 2).await, (3, true));
        assert_eq!(calls_until(503, 9).await, (4, false));
        assert_eq!(calls_until(422, 1).await, (1, false));
        assert_eq!(calls_until(403, 1).await, (1, false));
    }

    #[tokio::test(start_paused = true)]
    async fn waits_grow_and_the_server_may_ask_for_longer_ones() {
        let start = tokio::time::Instant::now();
        calls_until(500, 9).await;
        assert_eq!(start.elapsed(), Duration::from_millis(10 + 20 + 30));

        let start = tokio::time::Instant::now();
        let result: Result<()> = retried(&DeploySettings::default(), |_| async {
            Err(refused(429, Some(Duration::from_secs(2))))
        })
        .await;
        assert!(result.is_err());
        assert_eq!(start.elapsed(), Duration::from_secs(6));
    }
}
