//! Leases that are not renewed in time, or handed over: F15 and F22.

use std::time::Duration;

use k8s_openapi::api::coordination::v1::Lease;
use k8s_openapi::api::core::v1::Secret;
use kube_client::Error;
use kube_client::api::{Api, Patch, PatchParams, PostParams};
use serde_json::json;
use tokio::time::{Instant, timeout};

use crate::scene::{Scene, code, compare};

/// How often a lease is renewed, and for how long it is good.
const PERIOD: Duration = Duration::from_secs(2);
const DURATION: Duration = Duration::from_secs(15);

async fn lease(scene: &Scene) -> Lease {
    let leases: Api<Lease> = Api::default_namespaced(scene.client.clone());
    let lease = json!({
        "metadata": {"name": "operator"},
        "spec": {"holderIdentity": "first", "leaseDurationSeconds": DURATION.as_secs(), "leaseTransitions": 0},
    });
    let lease = serde_json::from_value(lease).unwrap();
    leases.create(&PostParams::default(), &lease).await.unwrap()
}

/// Renews a lease that was read before: refused when somebody else wrote it since.
async fn renew(scene: &Scene, mut lease: Lease, by: &str) -> Result<Lease, Error> {
    let leases: Api<Lease> = Api::default_namespaced(scene.client.clone());
    let spec = lease.spec.as_mut().unwrap();
    spec.holder_identity = Some(by.to_owned());
    // A renewal that changes nothing would be none.
    spec.lease_transitions = spec.lease_transitions.map(|count| count + 1);
    leases
        .replace("operator", &PostParams::default(), &lease)
        .await
}

async fn now(scene: &Scene) -> Lease {
    let leases: Api<Lease> = Api::default_namespaced(scene.aside.clone());
    leases.get("operator").await.unwrap()
}

fn holder(lease: &Lease) -> String {
    let spec = lease.spec.as_ref().unwrap();
    spec.holder_identity.clone().unwrap()
}

/// Takes the lease over once it was not renewed for its duration; gives up after a minute.
async fn follow(scene: &Scene) -> bool {
    let start = Instant::now();
    let mut seen = (now(scene).await, start);
    while start.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(PERIOD).await;
        let lease = now(scene).await;
        if lease.metadata.resource_version != seen.0.metadata.resource_version {
            seen = (lease, Instant::now());
        } else if seen.1.elapsed() > DURATION {
            let params = PatchParams::default();
            let patch = Patch::Merge(json!({"spec": {"holderIdentity": "second"}}));
            let leases: Api<Lease> = Api::default_namespaced(scene.aside.clone());
            leases.patch("operator", &params, &patch).await.unwrap();
            return true;
        }
    }
    false
}

#[tokio::test(start_paused = true)]
async fn f15_a_late_renewal_lets_the_lease_expire_and_is_refused() {
    let (clean, faulty) = compare("F15 late", async |scene: Scene| {
        let mut lease = lease(&scene).await;
        scene.inject();
        // Whoever waits for the answer as long as it takes still believes in the lease.
        let lead = async {
            for _ in 0..40 {
                match renew(&scene, lease, "first").await {
                    Ok(renewed) => lease = renewed,
                    Err(error) => return code::<()>(Err(error)),
                }
                tokio::time::sleep(PERIOD).await;
            }
            200
        };
        let (last, taken) = tokio::join!(lead, follow(&scene));
        (last, taken, holder(&now(&scene).await))
    })
    .await;
    assert_eq!(clean, (200, false, "first".to_owned()));
    assert_eq!(faulty, (409, true, "second".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn f15_a_lost_renewal_is_noticed_by_its_deadline() {
    let (clean, faulty) = compare("F15 lost", async |scene: Scene| {
        let mut lease = lease(&scene).await;
        scene.inject();
        let deadline = Duration::from_secs(10);
        let start = Instant::now();
        let lead = async {
            while start.elapsed() < Duration::from_secs(60) {
                match timeout(deadline, renew(&scene, lease.clone(), "first")).await {
                    Ok(renewed) => lease = renewed.unwrap(),
                    Err(_) => return Some(Instant::now()),
                }
                tokio::time::sleep(PERIOD).await;
            }
            None
        };
        let taking = async { follow(&scene).await.then(Instant::now) };
        let (stopped, taken) = tokio::join!(lead, taking);
        // The first one stops before the second begins.
        stopped.zip(taken).map(|(stopped, taken)| stopped < taken)
    })
    .await;
    assert_eq!((clean, faulty), (None, Some(true)));
}

#[tokio::test]
async fn f22_a_lease_is_handed_over_between_two_writes() {
    let (clean, faulty) = compare("F22", async |scene: Scene| {
        let lease = lease(&scene).await;
        scene.inject();
        let secrets: Api<Secret> = Api::default_namespaced(scene.client.clone());
        for name in ["a", "b", "c"] {
            let child = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}});
            let params = PatchParams::apply("first");
            secrets
                .patch(name, &params, &Patch::Apply(&child))
                .await
                .unwrap();
            // Before each further write, it makes sure that it still leads.
            if holder(&now(&scene).await) != "first" {
                break;
            }
        }
        let renewed = code(renew(&scene, lease, "first").await);
        (scene.secrets().await.len(), renewed)
    })
    .await;
    assert_eq!(clean, (3, 200));
    assert_eq!(faulty, (2, 409), "it stops, and its renewal is refused");
}
