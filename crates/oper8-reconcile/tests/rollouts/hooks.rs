//! What the author runs after the phases of a rollout.

use std::time::Duration;

use oper8_reconcile::Error;
use serde_json::json;

use crate::conditions::{condition, pair};
use crate::support::{Action, Hook, Part, Script, each};

async fn check_hook(parts: &[Part], hook: Hook, action: Action, reported: (&str, &str, &str)) {
    let script = Script::chain(parts.iter().cloned()).hook(hook, action);
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert_eq!(condition(cluster, "Ready").await.0, reported.0);
        assert_eq!(
            condition(cluster, "Updating").await,
            pair(reported.1, reported.2)
        );
    })
    .await;
}

#[tokio::test]
async fn a_hook_that_answers_false_makes_the_rollout_wait() {
    let text = "After-deploy verification failed";
    check_hook(
        &[Part::new("a")],
        Hook::Deploy,
        Action::Answer(false),
        ("Initializing", "VerifyWait", text),
    )
    .await;
    let text = "After-verify failed";
    check_hook(
        &[Part::new("a")],
        Hook::Verify,
        Action::Answer(false),
        ("Initializing", "VerifyWait", text),
    )
    .await;
}

#[tokio::test]
async fn a_hook_that_fails_or_panics_fails_the_rollout() {
    let text = "error in after_verify";
    check_hook(
        &[Part::new("a")],
        Hook::Verify,
        Action::Fail(Error::Rollout),
        ("Errored", "Errored", text),
    )
    .await;
    let text = "after_deploy: panicked: panic in after_deploy";
    check_hook(
        &[Part::new("a")],
        Hook::Deploy,
        Action::Panic,
        ("Errored", "Errored", text),
    )
    .await;
}

#[tokio::test]
async fn a_hook_never_excuses_a_failure() {
    let failing = [Part {
        deploy: Action::Answer(false),
        ..Part::new("a")
    }];
    let reported = ("Errored", "Errored", "Deploy phase failed");
    check_hook(
        &failing,
        Hook::DeployUnsuccessful,
        Action::Answer(false),
        reported,
    )
    .await;
    check_hook(
        &failing,
        Hook::DeployUnsuccessful,
        Action::Fail(Error::Verification),
        reported,
    )
    .await;
}
