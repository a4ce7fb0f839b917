//! A life is told: each step is made, or waited for, and after each chapter the namespace is looked at.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;

use super::cluster::Cluster;
use super::life::{Life, Step};

/// How long nothing may change before a chapter ends.
const QUIET: Duration = Duration::from_millis(300);
/// How often that is waited for.
const ROUNDS: u32 = 10;

/// What the namespace held after each chapter, and why the story broke off, if it did.
pub(super) async fn tell(
    life: &Life,
    cluster: &Cluster,
) -> (Vec<(String, Value)>, anyhow::Result<()>) {
    let mut chapters = Vec::new();
    for chapter in &life.chapters {
        for (index, step) in chapter.steps.iter().enumerate() {
            if let Err(error) = make(life, cluster, step).await {
                let place = format!("chapter {:?}, step {}", chapter.name, index + 1);
                return (chapters, Err(error.context(place)));
            }
        }
        match end(life, cluster).await {
            Ok(held) => chapters.push((chapter.name.clone(), held)),
            Err(error) => return (chapters, Err(error)),
        }
    }
    (chapters, Ok(()))
}

/// What the namespace holds, once it does not change any more: controllers that nobody waits for may be behind.
async fn end(life: &Life, cluster: &Cluster) -> anyhow::Result<Value> {
    let mut held = cluster.collect(life).await?;
    for _ in 0..ROUNDS {
        tokio::time::sleep(QUIET).await;
        let after = cluster.collect(life).await?;
        let is_quiet = after == held;
        held = after;
        if is_quiet {
            break;
        }
    }
    Ok(held)
}

async fn make(life: &Life, cluster: &Cluster, step: &Step) -> anyhow::Result<()> {
    match step {
        Step::Create { r#in, body } => cluster.write("POST", r#in, Some(body)).await,
        Step::Change { object, by } => cluster.write("PATCH", object, Some(by)).await,
        Step::Delete(object) => cluster.write("DELETE", object, None).await,
        Step::Settled(version) => {
            let is_so = |resource: &Value| is_settled(resource, version);
            cluster.until("settled", &life.resource, is_so).await
        }
        Step::RolledOut(objects) => {
            for object in objects {
                cluster.until("rolled out", object, is_rolled_out).await?;
            }
            // What is rolled out may still have to be seen.
            cluster.until("settled", &life.resource, is_quiet).await
        }
        Step::Until { object, is } => {
            let is_so = |found: &Value| {
                let holds = |(pointer, value): (&String, &Value)| {
                    found.pointer(pointer).unwrap_or(&Value::Null) == value
                };
                is_seen(found) && is.iter().all(holds)
            };
            let what = serde_json::to_string(is)?;
            cluster.until(&what, object, is_so).await
        }
        Step::Gone(object) => cluster.until("gone", object, Value::is_null).await,
        Step::Empty(kinds) => {
            let is_empty = |list: &Value| list["items"].as_array().is_some_and(Vec::is_empty);
            for kind in kinds {
                cluster
                    .until("empty", kind, is_empty)
                    .await
                    .context("garbage is not collected")?;
            }
            Ok(())
        }
    }
}

/// Whether a status, where it tells of a generation, is of the present one.
fn is_seen(object: &Value) -> bool {
    let observed = &object["status"]["observedGeneration"];
    observed.is_null() || *observed == object["metadata"]["generation"]
}

/// Whether the operator has nothing left to do.
fn is_settled(resource: &Value, version: &str) -> bool {
    is_quiet(resource) && resource["status"]["versions"]["reconciled"] == version
}

fn is_quiet(resource: &Value) -> bool {
    let status = &resource["status"];
    let of_present = |one: &Value| {
        one["reason"] == "Stable" && one["observedGeneration"] == resource["metadata"]["generation"]
    };
    let conditions = status["conditions"].as_array();
    conditions.is_some_and(|conditions| conditions.iter().all(of_present))
        && status[status_of(resource)] == "Completed"
}

/// The field of the status that sums it up: that of a `WebApp` is `webAppStatus`.
fn status_of(resource: &Value) -> String {
    let kind = resource["kind"].as_str().unwrap_or_default();
    let mut letters = kind.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first
        .into_iter()
        .chain(letters)
        .chain("Status".chars())
        .collect()
}

/// Whether all pods are of the present template and available, and none is on its way out.
fn is_rolled_out(object: &Value) -> bool {
    let (spec, status) = (&object["spec"], &object["status"]);
    is_seen(object)
        && ["replicas", "updatedReplicas", "availableReplicas"]
            .iter()
            .all(|count| status[count] == spec["replicas"])
        && status["currentRevision"] == status["updateRevision"]
        && status["terminatingReplicas"].as_u64().unwrap_or(0) == 0
}
