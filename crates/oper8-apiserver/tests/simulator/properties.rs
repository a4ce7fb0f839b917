//! Whatever happens to a workload, it comes to rest.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Cluster, pass, paused_runtime};
use crate::workloads::{cluster, deployment, image, rolled_out, stateful_set, status};

/// What may happen to a workload.
#[derive(Clone, Debug)]
enum Happening {
    Scale(u64),
    Image(u8),
    Pause(bool),
    Annotate(u8),
    Time(u64),
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        (0..5_u64).prop_map(Happening::Scale),
        (0..3_u8).prop_map(Happening::Image),
        any::<bool>().prop_map(Happening::Pause),
        any::<u8>().prop_map(Happening::Annotate),
        (1..1_500_u64).prop_map(Happening::Time),
    ];
    proptest::collection::vec(one, 0..12)
}

async fn happen(cluster: &Cluster, like: &Value, what: &Happening) {
    let patch = match what {
        Happening::Scale(replicas) => json!({"spec": {"replicas": replicas}}),
        Happening::Image(number) => image(&format!("image:{number}")),
        Happening::Pause(paused) if like["kind"] == "Deployment" => {
            json!({"spec": {"paused": paused}})
        }
        Happening::Annotate(value) => {
            json!({"metadata": {"annotations": {"a": value.to_string()}}})
        }
        Happening::Time(milliseconds) => return pass(*milliseconds).await,
        Happening::Pause(_) => return,
    };
    cluster.merge(like, patch).await;
}

/// Runs through the happenings; then the workload must be ready in the end, and nothing more be written.
fn comes_to_rest(manifest: Value, story: &[Happening], check: impl Fn(&Value, u64)) {
    paused_runtime().block_on(async {
        let (cluster, _) = cluster();
        let made = cluster.create(manifest).await;
        for what in story {
            happen(&cluster, &made, what).await;
        }
        happen(&cluster, &made, &Happening::Pause(false)).await;
        pass(1_100).await;
        let object = cluster.get(&made).await.unwrap_or_default();
        let mut found = status(&cluster, &made).await;
        assert_eq!(
            found["observedGeneration"].take(),
            object["metadata"]["generation"]
        );
        check(&found, object["spec"]["replicas"].as_u64().unwrap_or(1));
        let before = cluster.revision().await;
        pass(10_000_000).await;
        assert_eq!(cluster.revision().await, before);
    });
}

fn counts(status: &Value, fields: &[&str], expected: u64) {
    for field in fields {
        assert_eq!(
            status[*field].as_u64().unwrap_or(0),
            expected,
            "{field} of {status}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deployment_comes_to_rest_whatever_happens(story in happenings()) {
        comes_to_rest(deployment(2), &story, |status, replicas| {
            counts(status, &["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"], replicas);
            counts(status, &["unavailableReplicas"], 0);
            assert_eq!(status["conditions"], rolled_out(1, 1)["conditions"]);
        });
    }

    #[test]
    fn a_stateful_set_comes_to_rest_whatever_happens(story in happenings()) {
        comes_to_rest(stateful_set(2), &story, |status, replicas| {
            let fields = ["replicas", "updatedReplicas", "currentReplicas", "readyReplicas", "availableReplicas"];
            counts(status, &fields, replicas);
            assert_eq!(status["currentRevision"], status["updateRevision"]);
        });
    }
}
