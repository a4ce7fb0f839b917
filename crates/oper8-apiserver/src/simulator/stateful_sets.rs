//! StatefulSets: replicas by ordinal, and the volume claims they leave behind.

use serde_json::{Map, Value, json};

use super::revision;
use super::step::{Step, View, put_count};

/// How many pods there are, and of which revision.
#[derive(Clone, Copy, Debug)]
struct Pods {
    all: u64,
    ready: u64,
    current: u64,
    updated: u64,
}

/// What the status of a StatefulSet is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    let status = view.status();
    let update = format!(
        "{}-{}",
        view.name(),
        revision::hash(&view.spec()["template"])
    );
    let current = status["currentRevision"]
        .as_str()
        .unwrap_or(&update)
        .to_owned();
    let (wanted, ready) = (view.replicas(), view.counted("readyReplicas"));
    let rolls = current != update;
    let kept = if rolls { kept_back(view) } else { 0 };
    let has_rolled = !rolls || view.counted("updatedReplicas") + kept >= wanted;
    let is_still_ready = has_rolled && ready >= wanted && status["updateRevision"] == update;
    if wanted == 0 || view.is_ready() || is_still_ready {
        let updated = wanted.saturating_sub(kept);
        let is_whole = kept == 0;
        let pods = Pods {
            all: wanted,
            ready: wanted,
            current: if is_whole { wanted } else { wanted - updated },
            updated,
        };
        let current = if is_whole { &update } else { &current };
        return Step::status(written(view, pods, current, &update));
    }
    let pods = if rolls {
        rolling(view, kept)
    } else {
        growing(view)
    };
    Step::status(written(view, pods, &current, &update)).again(view.end_of_delay())
}

/// How many replicas keep the old revision: those below the partition, or all where only a deletion updates them.
fn kept_back(view: &View<'_>) -> u64 {
    let strategy = &view.spec()["updateStrategy"];
    if strategy["type"] == "OnDelete" {
        return view.replicas();
    }
    let partition = strategy["rollingUpdate"]["partition"].as_u64();
    partition.unwrap_or(0).min(view.replicas())
}

/// The replica of the highest ordinal is replaced, the others are as they were.
fn rolling(view: &View<'_>, kept: u64) -> Pods {
    let wanted = view.replicas();
    let replaced = u64::from(kept < wanted);
    let ready = view.counted("readyReplicas").min(wanted - replaced);
    Pods {
        all: wanted,
        ready,
        current: wanted - replaced,
        updated: replaced,
    }
}

/// Replicas are added, one after the other or all at once.
fn growing(view: &View<'_>) -> Pods {
    let (wanted, ready) = (view.replicas(), view.counted("readyReplicas"));
    let all = if view.spec()["podManagementPolicy"] == "Parallel" {
        wanted
    } else {
        wanted.min(ready + 1)
    };
    Pods {
        all,
        ready: ready.min(all),
        current: all,
        updated: all,
    }
}

fn written(view: &View<'_>, pods: Pods, current: &str, update: &str) -> Value {
    let mut status = Map::new();
    status.insert("observedGeneration".into(), view.generation());
    status.insert("replicas".into(), pods.all.into());
    put_count(&mut status, "readyReplicas", pods.ready);
    put_count(&mut status, "currentReplicas", pods.current);
    put_count(&mut status, "updatedReplicas", pods.updated);
    status.insert("availableReplicas".into(), pods.ready.into());
    status.insert("currentRevision".into(), current.into());
    status.insert("updateRevision".into(), update.into());
    let collisions = view.status().get("collisionCount");
    status.insert(
        "collisionCount".into(),
        collisions.cloned().unwrap_or_else(|| 0.into()),
    );
    status.into()
}

/// The claims that the replicas of a StatefulSet have, whether they exist or not.
pub(super) fn claims(set: &Value) -> Vec<Value> {
    let replicas = set["spec"]["replicas"].as_u64().unwrap_or(1);
    let start = set["spec"]["ordinals"]["start"].as_u64().unwrap_or(0);
    let templates = set["spec"]["volumeClaimTemplates"].as_array();
    let templates = templates.map(Vec::as_slice).unwrap_or_default();
    (start..start + replicas)
        .flat_map(|ordinal| templates.iter().map(move |template| (ordinal, template)))
        .map(|(ordinal, template)| claim(set, template, ordinal))
        .collect()
}

fn claim(set: &Value, template: &Value, ordinal: u64) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = format!(
        "{}-{}-{ordinal}",
        text(&template["metadata"]["name"]),
        text(&set["metadata"]["name"])
    );
    let mut metadata = template["metadata"].clone();
    metadata["name"] = name.into();
    metadata["namespace"] = set["metadata"]["namespace"].clone();
    for (label, value) in set["spec"]["selector"]["matchLabels"]
        .as_object()
        .into_iter()
        .flatten()
    {
        metadata["labels"][label] = value.clone();
    }
    if set["spec"]["persistentVolumeClaimRetentionPolicy"]["whenDeleted"] == "Delete" {
        metadata["ownerReferences"] = json!([{
            "apiVersion": set["apiVersion"],
            "kind": set["kind"],
            "name": set["metadata"]["name"],
            "uid": set["metadata"]["uid"],
            "controller": true,
            "blockOwnerDeletion": true,
        }]);
    }
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata,
        "spec": template["spec"],
    })
}
