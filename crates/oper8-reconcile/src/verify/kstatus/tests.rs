//! The rules of kstatus, kind by kind, with what waiting objects say.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::{VerifyOptions, VerifyRules, judge};
use super::*;

const CREATED: &str = "2024-01-01T00:00:00Z";

fn at(seconds: i64) -> Timestamp {
    let created: Timestamp = CREATED.parse().unwrap();
    Timestamp::from_second(created.as_second() + seconds).unwrap()
}

#[track_caller]
fn ready(object: Value) {
    assert_eq!(kstatus(&object, at(60)), Verdict::Verified, "{object}");
}

#[track_caller]
fn waits(object: Value, why: &str) {
    let wanted = Verdict::Waiting(why.to_owned());
    assert_eq!(kstatus(&object, at(60)), wanted, "{object}");
}

#[track_caller]
fn fails(object: Value, why: &str) {
    let wanted = Verdict::Failed(why.to_owned());
    assert_eq!(kstatus(&object, at(60)), wanted, "{object}");
}

fn object(api_version: &str, kind: &str, spec: Value, status: Value) -> Value {
    json!({
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": "a", "generation": 2, "creationTimestamp": CREATED},
        "spec": spec,
        "status": status,
    })
}

fn condition(kind: &str, status: &str, reason: &str) -> Value {
    json!({"type": kind, "status": status, "reason": reason, "message": "why"})
}

fn custom(status: Value) -> Value {
    object("demo.example.org/v1", "Database", json!({}), status)
}

#[test]
fn an_object_that_is_being_deleted_is_waited_for() {
    let mut map = object("v1", "ConfigMap", json!({}), json!({}));
    ready(map.clone());
    map["metadata"]["deletionTimestamp"] = CREATED.into();
    waits(map, "it is being deleted");
}

#[test]
fn a_status_of_another_generation_is_waited_for() {
    ready(custom(json!({"observedGeneration": 2})));
    waits(
        custom(json!({"observedGeneration": 1, "conditions": [condition("Ready", "True", "Up")]})),
        "its status is of generation 1, not 2",
    );
    let mut unnumbered = custom(json!({"observedGeneration": 1}));
    unnumbered["metadata"] = json!({"name": "a"});
    ready(unnumbered);
}

#[test]
fn the_standard_conditions_come_before_everything_else() {
    let reconciling = condition("Reconciling", "True", "Progressing");
    let stalled = condition("Stalled", "True", "NoQuota");
    let with = |conditions: Value| custom(json!({"conditions": conditions}));
    waits(with(json!([reconciling])), "Progressing: why");
    fails(with(json!([stalled])), "NoQuota: why");
    waits(with(json!([reconciling, stalled])), "Progressing: why");
    fails(
        with(json!([condition("Ready", "True", "Up"), stalled])),
        "NoQuota: why",
    );
    ready(with(json!([condition("Stalled", "False", "Fine")])));
    let map = object(
        "v1",
        "ConfigMap",
        json!({}),
        json!({"conditions": [stalled]}),
    );
    fails(map, "NoQuota: why");
}

#[test]
fn a_custom_resource_is_ready_by_its_ready_condition_where_it_has_one() {
    ready(custom(json!({})));
    ready(custom(json!(null)));
    ready(custom(
        json!({"conditions": [condition("Synced", "False", "No")]}),
    ));
    ready(custom(
        json!({"conditions": [condition("Ready", "True", "Up")]}),
    ));
    for status in ["False", "Unknown"] {
        waits(
            custom(json!({"conditions": [condition("Ready", status, "Starting")]})),
            "it is not ready: Starting: why",
        );
    }
    ready(object(
        "demo.example.org/v1",
        "Pod",
        json!({}),
        json!({"phase": "Pending"}),
    ));
}

fn deployment(status: Value) -> Value {
    let spec = json!({"replicas": 3, "progressDeadlineSeconds": 600});
    object("apps/v1", "Deployment", spec, status)
}

/// The status of a Deployment by counts: all, updated, ready, available.
fn counts(counts: [u64; 4], conditions: &[Value]) -> Value {
    let [all, updated, ready, available] = counts;
    json!({
        "observedGeneration": 2,
        "replicas": all,
        "updatedReplicas": updated,
        "readyReplicas": ready,
        "availableReplicas": available,
        "conditions": conditions,
    })
}

#[test]
fn a_deployment_counts_its_replicas_and_then_asks_its_conditions() {
    let progressing = |reason: &str| condition("Progressing", "True", reason);
    let available = condition("Available", "True", "MinimumReplicasAvailable");
    let done = [progressing("NewReplicaSetAvailable"), available.clone()];
    let check = |numbers, conditions: &[Value], why: &str| {
        waits(deployment(counts(numbers, conditions)), why);
    };
    ready(deployment(counts([3, 3, 3, 3], &done)));
    waits(deployment(json!({})), "0 of 3 replicas are created");
    check([2, 2, 2, 2], &done, "2 of 3 replicas are created");
    check([4, 1, 3, 3], &done, "1 of 3 replicas are updated");
    check([4, 3, 3, 3], &done, "there are 4 replicas, not 3");
    check([3, 3, 1, 1], &done, "1 of 3 replicas are ready");
    check([3, 3, 3, 2], &done, "2 of 3 replicas are available");
    check(
        [3, 3, 3, 3],
        &[progressing("ReplicaSetUpdated"), available.clone()],
        "the new replicas are not all available: ReplicaSetUpdated: why",
    );
    check(
        [3, 3, 3, 3],
        &[available],
        "it has no condition Progressing yet",
    );
    check(
        [3, 3, 3, 3],
        &[done[0].clone(), condition("Available", "False", "TooFew")],
        "it is not available: TooFew: why",
    );
    check(
        [3, 3, 3, 3],
        &done[..1],
        "it has no condition Available yet",
    );
}

#[test]
fn a_deployment_that_exceeds_its_deadline_has_failed() {
    let exceeded = condition("Progressing", "False", "ProgressDeadlineExceeded");
    fails(
        deployment(counts([3, 3, 1, 1], &[exceeded])),
        "ProgressDeadlineExceeded: why",
    );
}

#[test]
fn a_deployment_without_a_deadline_needs_no_progress_and_one_without_a_number_has_one_replica() {
    let available = condition("Available", "True", "MinimumReplicasAvailable");
    let status = counts([1, 1, 1, 1], &[available]);
    let of = |spec: Value| object("apps/v1", "Deployment", spec, status.clone());
    ready(of(json!({})));
    ready(of(
        json!({"replicas": 1, "progressDeadlineSeconds": i32::MAX}),
    ));
    waits(of(json!({"replicas": 2})), "1 of 2 replicas are created");
}

fn stateful_set(strategy: Value, status: Value) -> Value {
    let spec = json!({"replicas": 3, "updateStrategy": strategy});
    object("apps/v1", "StatefulSet", spec, status)
}

#[test]
fn a_stateful_set_counts_its_replicas_and_compares_its_revisions() {
    let status = |all: u64, ready: u64, current: u64, revision: &str| {
        json!({
            "replicas": all, "readyReplicas": ready, "currentReplicas": current,
            "currentRevision": "a-1", "updateRevision": revision,
        })
    };
    let rolling = |status: Value| stateful_set(json!({"type": "RollingUpdate"}), status);
    ready(rolling(status(3, 3, 3, "a-1")));
    waits(rolling(json!({})), "0 of 3 replicas are created");
    waits(rolling(status(3, 2, 3, "a-1")), "2 of 3 replicas are ready");
    waits(
        rolling(status(4, 3, 3, "a-1")),
        "there are 4 replicas, not 3",
    );
    waits(
        rolling(status(3, 3, 2, "a-1")),
        "2 of 3 replicas are of the current revision",
    );
    waits(
        rolling(status(3, 3, 3, "a-2")),
        "its replicas move from revision a-1 to a-2",
    );
}

#[test]
fn a_partition_says_how_many_replicas_of_a_stateful_set_are_updated() {
    let check = |partition: u64, updated: u64| {
        let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"partition": partition}});
        let status = json!({
            "replicas": 3, "readyReplicas": 3, "updatedReplicas": updated,
            "currentRevision": "a-1", "updateRevision": "a-2",
        });
        stateful_set(strategy, status)
    };
    ready(check(0, 3));
    ready(check(2, 1));
    ready(check(3, 0));
    waits(check(0, 1), "1 of 3 replicas are updated");
    waits(check(2, 0), "0 of 1 replicas are updated");
}

#[test]
fn a_stateful_set_that_is_updated_by_hand_is_ready() {
    ready(stateful_set(json!({"type": "OnDelete"}), json!({})));
}

#[test]
fn a_replica_set_counts_its_replicas() {
    let of = |status: Value| object("apps/v1", "ReplicaSet", json!({"replicas": 2}), status);
    let status = |all: u64, labelled: u64, ready: u64, available: u64| {
        json!({
            "replicas": all, "fullyLabeledReplicas": labelled, "readyReplicas": ready,
            "availableReplicas": available,
        })
    };
    ready(of(status(2, 2, 2, 2)));
    waits(of(status(2, 1, 2, 2)), "1 of 2 replicas are created");
    waits(of(status(2, 2, 1, 1)), "1 of 2 replicas are ready");
    waits(of(status(2, 2, 2, 1)), "1 of 2 replicas are available");
    waits(of(status(3, 2, 2, 2)), "there are 3 replicas, not 2");
    let failure = json!({"conditions": [condition("ReplicaFailure", "True", "FailedCreate")]});
    waits(of(failure), "FailedCreate: why");
}

#[test]
fn a_daemon_set_counts_its_pods_once_its_controller_has_seen_it() {
    let of = |status: Value| object("apps/v1", "DaemonSet", json!({}), status);
    let status = |current: u64, updated: u64, ready: u64, available: u64| {
        json!({
            "observedGeneration": 2, "desiredNumberScheduled": 2, "currentNumberScheduled": current,
            "updatedNumberScheduled": updated, "numberReady": ready, "numberAvailable": available,
        })
    };
    ready(of(status(2, 2, 2, 2)));
    waits(of(json!({})), "its controller has not seen it yet");
    waits(
        of(json!({"observedGeneration": 2})),
        "it does not say how many pods it is to have yet",
    );
    waits(of(status(1, 0, 0, 0)), "1 of 2 pods are scheduled");
    waits(of(status(2, 1, 0, 0)), "1 of 2 pods are updated");
    waits(of(status(2, 2, 1, 1)), "1 of 2 pods are ready");
    waits(of(status(2, 2, 2, 1)), "1 of 2 pods are available");
}

fn pod(status: Value) -> Value {
    object("v1", "Pod", json!({}), status)
}

fn container(name: &str, waiting: &str) -> Value {
    json!({"name": name, "state": {"waiting": {"reason": waiting, "message": "why"}}})
}

#[test]
fn a_pod_is_ready_when_it_serves_or_has_succeeded() {
    ready(pod(json!({"phase": "Succeeded"})));
    ready(pod(
        json!({"phase": "Running", "conditions": [condition("Ready", "True", "")]}),
    ));
    waits(pod(json!({})), "it has no phase yet");
    waits(pod(json!({"phase": "Unknown"})), "its phase is Unknown");
    waits(pod(json!({"phase": "Pending"})), "it is pending");
    waits(
        pod(json!({"phase": "Running"})),
        "it runs, and is not ready yet",
    );
    let not_ready = json!({"phase": "Running", "conditions": [condition("Ready", "False", "ContainersNotReady")]});
    waits(
        pod(not_ready),
        "it runs, and is not ready: ContainersNotReady: why",
    );
}

#[test]
fn a_pod_says_which_container_keeps_it_from_running() {
    let running =
        |containers: Value| pod(json!({"phase": "Running", "containerStatuses": containers}));
    let side = json!({"name": "side", "state": {"running": {}}});
    fails(
        running(json!([side, container("web", "CrashLoopBackOff")])),
        "container web: CrashLoopBackOff: why",
    );
    waits(
        running(json!([side, container("web", "ImagePullBackOff")])),
        "container web: ImagePullBackOff: why",
    );
    let pending = |init: Value, containers: Value| {
        pod(
            json!({"phase": "Pending", "initContainerStatuses": init, "containerStatuses": containers}),
        )
    };
    waits(
        pending(json!([]), json!([container("web", "ErrImagePull")])),
        "container web: ErrImagePull: why",
    );
    waits(
        pending(
            json!([container("migrate", "CrashLoopBackOff")]),
            json!([container("web", "PodInitializing")]),
        ),
        "container migrate: CrashLoopBackOff: why",
    );
    waits(
        pending(json!([]), json!([container("web", "ContainerCreating")])),
        "it is pending",
    );
}

#[test]
fn a_pod_that_failed_has_failed_with_what_it_says() {
    fails(
        pod(json!({"phase": "Failed", "reason": "Evicted", "message": "no memory"})),
        "the pod failed: Evicted: no memory",
    );
}

#[test]
fn a_pod_that_finds_no_node_fails_after_a_while() {
    let lost = pod(json!({
        "phase": "Pending",
        "conditions": [condition("PodScheduled", "False", "Unschedulable")],
    }));
    let why = "Unschedulable: why".to_owned();
    assert_eq!(kstatus(&lost, at(14)), Verdict::Waiting(why.clone()));
    assert_eq!(kstatus(&lost, at(15)), Verdict::Failed(why));
}

#[test]
fn a_job_is_ready_when_it_is_complete_or_suspended_and_failed_when_it_says_so() {
    let of = |status: Value| object("batch/v1", "Job", json!({"completions": 3}), status);
    let with = |kind: &str| of(json!({"conditions": [condition(kind, "True", "R")]}));
    ready(with("Complete"));
    ready(with("Suspended"));
    fails(with("Failed"), "the job failed: R: why");
    waits(of(json!({})), "it has not started yet");
    waits(
        of(json!({"startTime": CREATED, "succeeded": 1, "active": 1, "failed": 2})),
        "1 of 3 pods have succeeded, 1 are running, 2 have failed",
    );
    let plain = object("batch/v1", "Job", json!({}), json!({"startTime": CREATED}));
    waits(
        plain,
        "0 of 1 pods have succeeded, 0 are running, 0 have failed",
    );
}

#[test]
fn a_claim_must_be_bound() {
    let of = |status: Value| object("v1", "PersistentVolumeClaim", json!({}), status);
    ready(of(json!({"phase": "Bound"})));
    waits(
        of(json!({"phase": "Pending"})),
        "it is not bound: its phase is Pending",
    );
    waits(of(json!({})), "it is not bound yet");
}

#[test]
fn a_service_behind_a_load_balancer_needs_an_address() {
    let of = |spec: Value| object("v1", "Service", spec, json!({}));
    ready(of(json!({"type": "ClusterIP"})));
    ready(of(json!({"type": "ExternalName"})));
    ready(of(json!({"type": "LoadBalancer", "clusterIP": "10.0.0.1"})));
    waits(
        of(json!({"type": "LoadBalancer"})),
        "it has no cluster IP yet",
    );
}

#[test]
fn a_definition_must_be_established() {
    let of = |conditions: Value| {
        object(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            json!({}),
            json!({"conditions": conditions}),
        )
    };
    ready(of(json!([condition(
        "Established",
        "True",
        "InitialNamesAccepted"
    )])));
    waits(of(json!([])), "it is being installed");
    waits(
        of(json!([condition("Established", "False", "Installing")])),
        "it is being installed",
    );
    fails(
        of(json!([condition("Established", "False", "NotAccepted")])),
        "NotAccepted: why",
    );
    fails(
        of(json!([condition(
            "NamesAccepted",
            "False",
            "ListKindConflict"
        )])),
        "ListKindConflict: why",
    );
}

#[test]
fn some_kinds_are_always_ready() {
    let unready = json!({"conditions": [condition("Ready", "False", "No")]});
    for (api_version, kind) in [
        ("v1", "ConfigMap"),
        ("v1", "Secret"),
        ("batch/v1", "CronJob"),
        ("policy/v1", "PodDisruptionBudget"),
    ] {
        ready(object(api_version, kind, json!({}), unready.clone()));
    }
}

#[test]
fn the_choice_of_rules_leaves_the_author_s_own_ways_alone() {
    let unready = object(
        "v1",
        "PersistentVolumeClaim",
        json!({}),
        json!({"conditions": [
            {"type": "Mine", "status": "True"},
            {"type": "Ready", "status": "True"},
            {"type": "Updating", "status": "False"},
        ]}),
    );
    let by_kstatus = || VerifyOptions::new().rules(VerifyRules::Kstatus);
    let verdict = |options: VerifyOptions| judge(&unready, &options, None).unwrap();
    assert!(!verdict(by_kstatus()).is_verified());
    assert!(verdict(VerifyOptions::new()).is_verified());
    assert!(verdict(by_kstatus().condition("Mine")).is_verified());
    assert!(verdict(by_kstatus().function(|_| Ok(true))).is_verified());
    assert!(verdict(by_kstatus().subsystem()).is_verified());
}
