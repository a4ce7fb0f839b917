//! Changes of what is stored, past every check, as somebody with access to the database could make them.

use serde_json::{Value, json};

use super::edit::Lie;
use crate::cluster::Cluster;
use crate::store::Key;

/// Conditions that tell of success.
const GOOD: [&str; 4] = ["Available", "Complete", "Progressing", "Ready"];

/// Changes an object in the store.
pub(super) fn change(
    cluster: &Cluster,
    key: &Key,
    change: impl Fn(&mut Value),
) -> Result<(), String> {
    let changed = cluster.store.update(key, |current| {
        let mut next = current.clone();
        change(&mut next);
        (next != *current).then_some(next)
    });
    let changed = changed.ok_or("there is no such object")?;
    cluster.after_write(&key.resource, &changed);
    Ok(())
}

/// Applies a JSON patch to what is stored. Where the object is cannot be changed.
pub(super) fn patch(cluster: &Cluster, key: &Key, patch: &json_patch::Patch) -> Result<(), String> {
    let current = cluster
        .store
        .get_key(key)
        .ok_or("there is no such object")?;
    let mut trial = current.value().clone();
    json_patch::patch(&mut trial, patch).map_err(|error| error.to_string())?;
    let place = |object: &Value| {
        let metadata = &object["metadata"];
        (metadata["namespace"].clone(), metadata["name"].clone())
    };
    if place(&trial) != place(current.value()) {
        return Err("a stored object cannot be moved".to_owned());
    }
    change(cluster, key, |object| {
        let mut next = object.clone();
        if json_patch::patch(&mut next, patch).is_ok() {
            *object = next;
        }
    })
}

/// Writes a status that is not true.
pub(super) fn lie(cluster: &Cluster, key: &Key, lie: Lie) -> Result<(), String> {
    let now = cluster.now();
    change(cluster, key, |object| {
        let generation = object["metadata"]["generation"].as_i64();
        match lie {
            Lie::Stale => {
                claim(object, true, &now);
                if let Some(generation) = generation {
                    object["status"]["observedGeneration"] = (generation - 1).into();
                }
            }
            Lie::Failed => {
                claim(object, false, &now);
                set(object, "Failed", true, &now);
                if let Some(generation) = generation {
                    object["status"]["observedGeneration"] = generation.into();
                }
            }
            Lie::Flapping => {
                let ready = !is_ready(object);
                claim(object, ready, &now);
            }
        }
    })
}

fn conditions(object: &Value) -> impl Iterator<Item = &Value> {
    object["status"]["conditions"]
        .as_array()
        .into_iter()
        .flatten()
}

fn is_ready(object: &Value) -> bool {
    let mut good = conditions(object).filter(|it| GOOD.iter().any(|name| it["type"] == *name));
    good.any(|condition| condition["status"] == "True")
}

/// Says that an object is as it should be, or is not: by its conditions, and by its counts where it has replicas.
fn claim(object: &mut Value, good: bool, now: &str) {
    let mut known: Vec<String> = conditions(object)
        .filter_map(|condition| condition["type"].as_str().map(str::to_owned))
        .filter(|name| GOOD.contains(&name.as_str()))
        .collect();
    if known.is_empty() {
        known.push(
            if object["kind"] == "Job" {
                "Complete"
            } else {
                "Ready"
            }
            .to_owned(),
        );
    }
    for name in known {
        set(object, &name, good, now);
    }
    if let Some(replicas) = object["spec"]["replicas"].as_i64() {
        let count = if good { replicas } else { 0 };
        for field in [
            "replicas",
            "readyReplicas",
            "availableReplicas",
            "updatedReplicas",
        ] {
            object["status"][field] = count.into();
        }
    }
}

/// Sets a condition.
fn set(object: &mut Value, name: &str, value: bool, now: &str) {
    let status = if value { "True" } else { "False" };
    let condition = json!({
        "type": name, "status": status, "reason": "SecondWriter",
        "message": "said by a fault rule", "lastTransitionTime": now,
    });
    let list = &mut object["status"]["conditions"];
    if !list.is_array() {
        *list = json!([]);
    }
    let Some(list) = list.as_array_mut() else {
        return;
    };
    match list.iter_mut().find(|known| known["type"] == name) {
        Some(known) if known["status"] == status => {}
        Some(known) => *known = condition,
        None => list.push(condition),
    }
}
