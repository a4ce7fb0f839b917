//! How a Job ends: when, and what its conditions say.

use std::time::Duration;

use tokio::time::Instant;

use super::super::work::{Work, text};
use super::{View, limit, policy, restarts, started};
use crate::conditions::Condition;

/// The end of a Job.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    Success {
        reason: &'static str,
        message: String,
    },
    Failure {
        reason: &'static str,
        message: String,
    },
}

impl Ending {
    fn failure(reason: &'static str, message: &str) -> Self {
        Self::Failure {
            reason,
            message: message.to_owned(),
        }
    }

    pub(super) fn is_success(&self) -> bool {
        matches!(self, Self::Success { .. })
    }

    /// The condition of a Job that is as good as over.
    pub(super) fn target(&self) -> &'static str {
        if self.is_success() {
            "SuccessCriteriaMet"
        } else {
            "FailureTarget"
        }
    }

    /// The condition of a Job that is over.
    pub(super) fn last(&self) -> &'static str {
        if self.is_success() {
            "Complete"
        } else {
            "Failed"
        }
    }

    pub(super) fn condition(&self, kind: &'static str) -> Condition<'static> {
        let (Self::Success { reason, message } | Self::Failure { reason, message }) = self;
        Condition {
            kind,
            status: "True",
            reason,
            message: message.clone(),
        }
    }
}

/// Why a Job ends now; `None` when it goes on.
pub(super) fn of(work: &mut Work<'_>, view: &View) -> Option<Ending> {
    begun(view)
        .or_else(|| failed(view))
        .or_else(|| late(work, view))
        .or_else(|| succeeded(view))
}

/// The end that an earlier look decided on.
fn begun(view: &View) -> Option<Ending> {
    const SUCCESSES: [&str; 2] = ["CompletionsReached", "SuccessPolicy"];
    const FAILURES: [&str; 5] = [
        "BackoffLimitExceeded",
        "DeadlineExceeded",
        "PodFailurePolicy",
        "FailedIndexes",
        "MaxFailedIndexesExceeded",
    ];
    let known = |condition: &serde_json::Value, reasons: &[&'static str]| {
        let given = text(&condition["reason"]);
        let reason = reasons.iter().copied().find(|reason| *reason == given)?;
        Some((reason, text(&condition["message"]).to_owned()))
    };
    if let Some(target) = view.condition("FailureTarget") {
        let (reason, message) = known(target, &FAILURES)?;
        return Some(Ending::Failure { reason, message });
    }
    let target = view.condition("SuccessCriteriaMet")?;
    let (reason, message) = known(target, &SUCCESSES)?;
    Some(Ending::Success { reason, message })
}

fn failed(view: &View) -> Option<Ending> {
    if let Some(message) = policy::fails(view) {
        return Some(Ending::Failure {
            reason: "PodFailurePolicy",
            message,
        });
    }
    let most = view.spec()["maxFailedIndexes"].as_u64();
    if most.is_some_and(|most| view.failed_indexes.len() > most) {
        let message = "Job has exceeded the specified maximal number of failed indexes";
        return Some(Ending::failure("MaxFailedIndexesExceeded", message));
    }
    let restarted: u64 = view.active().map(|pod| restarts(pod)).sum();
    let on_failure = view.spec()["template"]["spec"]["restartPolicy"] == "OnFailure";
    let limit = limit(view);
    if view.failed > limit || (on_failure && restarted > 0 && restarted >= limit) {
        let message = "Job has reached the specified backoff limit";
        return Some(Ending::failure("BackoffLimitExceeded", message));
    }
    None
}

fn late(work: &mut Work<'_>, view: &View) -> Option<Ending> {
    let start = started(work, view);
    let seconds = view.spec()["activeDeadlineSeconds"].as_u64()?;
    // One that is beyond all clocks never comes.
    let due = start.checked_add(Duration::from_secs(seconds))?;
    if due > Instant::now() {
        work.memory.alarm(&view.key, due);
        return None;
    }
    let message = "Job was active longer than specified deadline";
    Some(Ending::failure("DeadlineExceeded", message))
}

fn succeeded(view: &View) -> Option<Ending> {
    if let Some(message) = policy::succeeds(view) {
        return Some(Ending::Success {
            reason: "SuccessPolicy",
            message,
        });
    }
    let runs = view.active().next().is_some();
    let is_complete = match view.completions() {
        None => (view.succeeded > 0 || view.parallelism() == 0) && !runs,
        Some(wanted) => view.succeeded >= wanted,
    };
    if is_complete {
        return Some(Ending::Success {
            reason: "CompletionsReached",
            message: "Reached expected number of succeeded pods".to_owned(),
        });
    }
    let decided = view.completed.len() + view.failed_indexes.len();
    if view.is_indexed() && !view.failed_indexes.is_empty() && Some(decided) == view.completions() {
        return Some(Ending::failure("FailedIndexes", "Job has failed indexes"));
    }
    None
}
