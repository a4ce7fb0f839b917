//! The four phases of a rollout, and what is reported of them.

use std::num::NonZeroUsize;
use std::sync::Arc;

use oper8_dag::{Halt, Runner};
use oper8_status::WaitingComponent;

use super::nodes::Nodes;
use super::waits::Waits;
use super::{Failure, PlannedComponent, Rollout, RolloutEvent};
use crate::components::Components;
use crate::controller::Completion;
use crate::erased::ErasedController;
use crate::error::{Error, Result};
use crate::session::Session;

/// Rolls the components out.
///
/// 1. Deploy: every component is rendered and applied (deleted, if it is disabled) after those it waits for.
/// 2. The hook `after_deploy` when all were, else `after_deploy_unsuccessful`.
/// 3. Verify: unless a component failed, every deployed one is asked whether it is ready, after those it waits for.
/// 4. The hook `after_verify` when everything so far is complete, or `after_verify_unsuccessful` when only phase 3 is not.
///
/// `known` says since when components wait, as the last reconciliation has left it.
pub(crate) async fn rollout(
    controller: &dyn ErasedController,
    session: &Session,
    components: &Components,
    known: Vec<WaitingComponent>,
) -> Rollout {
    session.observe(|| RolloutEvent::Planned(plan(components)));
    let waits = Waits::new(session, known);
    let nodes = Nodes::new(session, &waits);

    let deployed = deploy(&nodes, session, components).await;
    let after_deploy = after_deploy(controller, session, &deployed).await;
    let verified = match deployed.failed() {
        true => Completion::default(),
        false => verify(&nodes, session, components, &deployed).await,
    };
    let after_verify = match deployed.verify_completed() && after_deploy.is_none() {
        true => after_verify(controller, session, &verified, &deployed).await,
        false => None,
    };

    let mut rollout = compose(deployed, after_deploy, verified, after_verify);
    (rollout.waiting, rollout.next_deadline) = waits.conclude(&rollout.completion, components);
    session.observe(|| RolloutEvent::Ended {
        complete: rollout.completion.verify_completed(),
        error: rollout.failure.as_ref().map(Failure::message),
    });
    rollout
}

fn plan(components: &Components) -> Vec<PlannedComponent> {
    let nodes = components.graph.topology();
    let planned = nodes.into_iter().map(|node| PlannedComponent {
        name: node.name().to_owned(),
        disabled: node.data().disabled,
        upstreams: node
            .upstreams()
            .map(|upstream| upstream.name().to_owned())
            .collect(),
    });
    planned.collect()
}

async fn deploy(nodes: &Nodes<'_>, session: &Session, components: &Components) -> Completion {
    let settings = session.settings();
    let runner = Runner::new(&components.graph)
        .name("deploy")
        .concurrency(concurrency(
            session,
            settings.rollout_manager.deploy_threads,
        ))
        .verify_upstream(!settings.dry_run);
    let state = runner
        .run_checked(|node| nodes.deploy(node), |edge| nodes.may_deploy(edge))
        .await;
    state.map(Arc::new)
}

async fn verify(
    nodes: &Nodes<'_>,
    session: &Session,
    components: &Components,
    deployed: &Completion,
) -> Completion {
    let settings = session.settings();
    let is_deployed = |name: &str| {
        deployed
            .outcome(name)
            .is_some_and(|outcome| outcome.is_verified())
    };
    let runner = Runner::new(&components.graph)
        .name("verify")
        .concurrency(concurrency(
            session,
            settings.rollout_manager.verify_threads,
        ))
        .verify_upstream(!settings.dry_run)
        .disable_where(|node| !is_deployed(node.name()));
    let state = runner
        .run_checked(|node| nodes.verify(node), |edge| nodes.may_verify(edge))
        .await;
    state.map(Arc::new)
}

/// One at a time in standalone mode, where a rollout may run others within it.
fn concurrency(session: &Session, setting: Option<NonZeroUsize>) -> Option<NonZeroUsize> {
    match session.settings().standalone {
        true => Some(NonZeroUsize::MIN),
        false => setting,
    }
}

/// Why a hook was not content.
struct Complaint {
    hook: &'static str,
    error: Arc<Error>,
}

async fn after_deploy(
    controller: &dyn ErasedController,
    session: &Session,
    deployed: &Completion,
) -> Option<Complaint> {
    if deployed.verify_completed() {
        let answer = controller.after_deploy(session, deployed).await;
        complaint("after_deploy", answer, "After-deploy verification failed")
    } else {
        let answer = controller
            .after_deploy_unsuccessful(session, deployed)
            .await;
        let text = "After-deploy-unsuccessful verification failed";
        complaint("after_deploy_unsuccessful", answer, text)
    }
}

async fn after_verify(
    controller: &dyn ErasedController,
    session: &Session,
    verified: &Completion,
    deployed: &Completion,
) -> Option<Complaint> {
    if verified.verify_completed() {
        let answer = controller.after_verify(session, verified, deployed).await;
        complaint("after_verify", answer, "After-verify failed")
    } else {
        let answer = controller
            .after_verify_unsuccessful(session, verified, deployed)
            .await;
        complaint(
            "after_verify_unsuccessful",
            answer,
            "After-verify-unsuccessful failed",
        )
    }
}

fn complaint(hook: &'static str, answer: Result<bool>, text: &str) -> Option<Complaint> {
    let error = match answer {
        Ok(true) => return None,
        Ok(false) => Error::Verification(text.to_owned()),
        Err(error) => error,
    };
    let error = Arc::new(error);
    Some(Complaint { hook, error })
}

/// Puts the phases together. Of several errors one is reported: a fatal one before one that is waited for, then by phase, then
/// by class, then by graph order.
fn compose(
    deployed: Completion,
    after_deploy: Option<Complaint>,
    verified: Completion,
    after_verify: Option<Complaint>,
) -> Rollout {
    let phases = [
        failures_of(&deployed),
        after_deploy.iter().map(Complaint::failure).collect(),
        failures_of(&verified),
        after_verify.iter().map(Complaint::failure).collect(),
    ];
    let mut completion = deployed.with_verification(verified);
    for complaint in [after_deploy, after_verify].into_iter().flatten() {
        completion.add_error(match complaint.error.is_expected() {
            true => Halt::Unverified(Some(complaint.error)),
            false => Halt::Failed(Some(complaint.error)),
        });
    }
    let failures = phases.into_iter().flatten().collect::<Vec<_>>();
    let (expected, fatal): (Vec<_>, Vec<_>) = failures
        .into_iter()
        .partition(|failure| failure.error.is_expected());
    let fatal = fatal.into_iter().next();
    let silent = || {
        let text = Error::Rollout("Deploy phase failed".to_owned());
        completion.failed().then(|| Failure::new("", text))
    };
    let failure = fatal
        .or_else(silent)
        .or_else(|| expected.into_iter().next());
    Rollout {
        completion,
        failure,
        waiting: Vec::new(),
        next_deadline: None,
    }
}

impl Complaint {
    fn failure(&self) -> Failure {
        Failure::new(self.hook, Arc::clone(&self.error))
    }
}

/// The errors of one phase, the most severe first, equal ones in graph order.
fn failures_of(state: &Completion) -> Vec<Failure> {
    let mut failures: Vec<_> = state
        .nodes()
        .filter_map(|(name, outcome)| {
            let error = outcome.error()?;
            Some(Failure::new(format!("component {name}"), Arc::clone(error)))
        })
        .collect();
    failures.sort_by_key(|failure| std::cmp::Reverse(failure.error.class().severity()));
    failures
}
