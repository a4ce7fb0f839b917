//! Jobs.

use oper8_apiserver::{Outcome, Workloads};
use serde_json::json;

use crate::support::{pass, settle};
use crate::workloads::{cluster, condition, job, status};

#[tokio::test(start_paused = true)]
async fn a_job_runs_for_the_delay_and_completes() {
    let (cluster, _) = cluster();
    let migrate = cluster.create(job(json!({}))).await;
    settle().await;
    let mut running = status(&cluster, &migrate).await;
    assert!(running["startTime"].take().is_string());
    let expected = json!({
        "active": 1,
        "ready": 1,
        "terminating": 0,
        "startTime": null,
        "uncountedTerminatedPods": {},
        "conditions": {},
    });
    assert_eq!(running, expected);
    pass(1_000).await;
    let mut done = status(&cluster, &migrate).await;
    assert!(done["startTime"].take().is_string());
    assert!(done["completionTime"].take().is_string());
    let expected = json!({
        "succeeded": 1,
        "ready": 0,
        "terminating": 0,
        "startTime": null,
        "completionTime": null,
        "uncountedTerminatedPods": {},
        "conditions": {
            "SuccessCriteriaMet": ["True", "CompletionsReached"],
            "Complete": ["True", "CompletionsReached"],
        },
    });
    assert_eq!(done, expected);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_job_waits_until_it_is_resumed() {
    let (cluster, _) = cluster();
    let spec =
        json!({"suspend": true, "completions": 3, "parallelism": 2, "completionMode": "Indexed"});
    let migrate = cluster.create(job(spec)).await;
    pass(5_000).await;
    let waiting = status(&cluster, &migrate).await;
    assert_eq!(
        waiting["conditions"],
        json!({"Suspended": ["True", "JobSuspended"]})
    );
    assert_eq!(waiting.get("startTime"), None);
    cluster
        .merge(&migrate, json!({"spec": {"suspend": false}}))
        .await;
    settle().await;
    assert_eq!(status(&cluster, &migrate).await["active"], 2);
    pass(1_000).await;
    let done = status(&cluster, &migrate).await;
    assert_eq!(done["succeeded"], 3);
    assert_eq!(done["completedIndexes"], "0-2");
    assert_eq!(
        done["conditions"]["Suspended"],
        json!(["False", "JobResumed"])
    );
    assert_eq!(done["conditions"]["Complete"][0], "True");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_never_ends_is_stopped_at_its_deadline() {
    let (cluster, simulator) = cluster();
    simulator.set(Workloads::of_kind("Job"), Outcome::NeverReady);
    let migrate = cluster
        .create(job(json!({"activeDeadlineSeconds": 10})))
        .await;
    pass(9_900).await;
    assert_eq!(status(&cluster, &migrate).await["active"], 1);
    pass(200).await;
    let failed = condition(&cluster, &migrate, "Failed").await;
    assert_eq!(failed["reason"], "DeadlineExceeded");
    assert_eq!(
        failed["message"],
        "Job was active longer than specified deadline"
    );
}

#[tokio::test(start_paused = true)]
async fn a_job_is_deleted_when_its_time_to_live_is_over() {
    let (cluster, _) = cluster();
    let migrate = cluster
        .create(job(json!({"ttlSecondsAfterFinished": 10})))
        .await;
    pass(10_900).await;
    assert!(cluster.is_there(&migrate).await);
    pass(200).await;
    assert!(!cluster.is_there(&migrate).await);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_all_clocks_never_comes() {
    let (cluster, _) = cluster();
    let migrate = cluster
        .create(job(json!({"activeDeadlineSeconds": i64::MAX})))
        .await;
    pass(5_000).await;
    let done = status(&cluster, &migrate).await;
    assert_eq!(done["succeeded"], 1, "{done}");
}
