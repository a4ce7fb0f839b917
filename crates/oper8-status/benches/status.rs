//! How long the status of a resource with 1,000 components takes.
//!
//! `cargo bench -p oper8-status`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

use divan::{Bencher, black_box};
use jiff::Timestamp;
use oper8_status::{
    ComponentState, ReadyReason, StatusUpdate, UpdatingReason, WaitingComponent, status_changed,
    update_application_status,
};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const COMPONENTS: usize = 1_000;

/// What a reconciliation in the middle of a rollout has to say.
fn update() -> StatusUpdate {
    let names = |from: usize, to: usize| (from..to).map(|number| format!("component-{number}"));
    let state = ComponentState {
        verified: names(0, 500).collect(),
        unverified: names(500, 700).collect(),
        failed: names(700, 710).collect(),
        unstarted: names(710, COMPONENTS).collect(),
        ..ComponentState::default()
    };
    let waiting = names(500, 700).map(|name| WaitingComponent {
        name,
        since: Timestamp::UNIX_EPOCH,
        generation: Some(7),
        message: "1 of 3 replicas are ready".to_owned(),
    });
    let mut update = StatusUpdate::new()
        .kind("Site")
        .ready(ReadyReason::InProgress, "Verify InProgress")
        .updating(
            UpdatingReason::PreconditionWait,
            "components wait for others",
        )
        .component_state(state)
        .version("1.2.0")
        .supported_versions(["1.1.0", "1.2.0"])
        .observed_generation(7);
    update.waiting_components = waiting.collect();
    update
}

/// A status that others have written into.
fn current() -> Value {
    let others = json!({
        "url": "https://example.com",
        "conditions": [{"type": "CertificateReady", "status": "True", "reason": "Issued", "message": ""}],
    });
    update_application_status(&others, &update(), Timestamp::UNIX_EPOCH).unwrap()
}

#[divan::bench]
fn first(bencher: Bencher) {
    let update = update();
    bencher.bench(|| {
        update_application_status(&Value::Null, black_box(&update), Timestamp::UNIX_EPOCH)
    });
}

#[divan::bench]
fn over_an_earlier_one(bencher: Bencher) {
    let (current, update) = (current(), update());
    bencher.bench(|| {
        update_application_status(
            black_box(&current),
            black_box(&update),
            Timestamp::UNIX_EPOCH,
        )
    });
}

#[divan::bench]
fn with_its_comparison(bencher: Bencher) {
    let (current, update) = (current(), update());
    bencher.bench(|| {
        let new = update_application_status(
            black_box(&current),
            black_box(&update),
            Timestamp::UNIX_EPOCH,
        )
        .unwrap();
        status_changed(&current, &new)
    });
}
