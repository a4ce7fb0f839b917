//! The sets of a Deployment as its history: revisions, what they carry, and how many are kept.

use serde_json::{Map, Value, json};

use super::super::hash;
use super::super::kinds::REPLICA_SETS;
use super::super::work::{Work, number, replicas, text};
use super::{DEPLOYMENT, View, status};
use crate::conditions;
use crate::conditions::Touched;
use crate::store::Object;

const REVISION: &str = "deployment.kubernetes.io/revision";
const HISTORY: &str = "deployment.kubernetes.io/revision-history";
const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
const MAXIMUM: &str = "deployment.kubernetes.io/max-replicas";
/// The label by which the pods of one template are told from those of another.
const HASH: &str = "pod-template-hash";

/// Annotations of a Deployment that its sets do not get.
const OWN: [&str; 6] = [
    REVISION,
    HISTORY,
    DESIRED,
    MAXIMUM,
    "kubectl.kubernetes.io/last-applied-configuration",
    "deprecated.deployment.rollback.to",
];

/// The number of the rollout that a set is of.
pub(super) fn revision_of(set: &Object) -> u64 {
    annotated(set.value(), REVISION).unwrap_or(0)
}

/// How many replicas the Deployment wanted when it last scaled this set.
pub(super) fn desired_of(set: &Object) -> Option<u64> {
    annotated(set.value(), DESIRED)
}

/// How many pods there might be at most when the Deployment last scaled this set.
pub(super) fn maximum_of(set: &Object) -> Option<u64> {
    annotated(set.value(), MAXIMUM)
}

fn annotated(object: &Value, annotation: &str) -> Option<u64> {
    let text = object["metadata"]["annotations"][annotation].as_str()?;
    text.parse().ok()
}

/// The template of a set as the Deployment has it.
pub(super) fn without_hash(template: &Value) -> Value {
    let mut template = template.clone();
    if let Some(labels) = template["metadata"]["labels"].as_object_mut() {
        labels.remove(HASH);
        if labels.is_empty() {
            template["metadata"]
                .as_object_mut()
                .map(|all| all.remove("labels"));
        }
    }
    template
}

/// Annotates a set with what its Deployment wants now.
pub(super) fn note_scale(set: &mut Value, view: &View) {
    let (surge, _) = view.limits();
    let annotations = &mut set["metadata"]["annotations"];
    annotations[DESIRED] = view.wanted().to_string().into();
    annotations[MAXIMUM] = (view.wanted() + surge).to_string().into();
}

fn next_revision(view: &View) -> u64 {
    view.old
        .iter()
        .map(|set| revision_of(set))
        .max()
        .unwrap_or(0)
        + 1
}

/// Has the set of the present template carry what it should, then the Deployment its revision; answers whether something was
/// written.
pub(super) fn follow(work: &mut Work<'_>, view: &View) -> bool {
    let Some(new) = &view.new else {
        return false;
    };
    let next = annotations(view, new.value(), next_revision(view));
    let seconds = &view.spec()["minReadySeconds"];
    let key = new.key(&REPLICA_SETS);
    if next != new.metadata()["annotations"] || new.value()["spec"]["minReadySeconds"] != *seconds {
        let written = work.change(&key, "", |set| {
            let mut set = set.clone();
            set["metadata"]["annotations"] = next.clone();
            match set["spec"].as_object_mut() {
                Some(spec) if seconds.is_null() => drop(spec.remove("minReadySeconds")),
                Some(spec) => drop(spec.insert("minReadySeconds".into(), seconds.clone())),
                None => {}
            }
            Some(set)
        });
        return written.is_some_and(|written| written.revision() != new.revision());
    }
    let progressing = conditions::find(&view.value()["status"]["conditions"], "Progressing");
    let found = (progressing.is_none() && status::deadline(view).is_some()).then(|| {
        let message = format!("Found new replica set {:?}", new.name());
        status::progressing("True", "FoundNewReplicaSet", message)
    });
    note_revision(work, view, revision_of(new), found)
}

/// What a set is annotated with: the Deployment's own annotations, and its revision.
fn annotations(view: &View, set: &Value, revision: u64) -> Value {
    let mut all = set["metadata"]["annotations"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let given = view.value()["metadata"]["annotations"].as_object();
    for (name, value) in given.into_iter().flatten() {
        if !OWN.contains(&name.as_str()) {
            all.insert(name.clone(), value.clone());
        }
    }
    let before: u64 = all.get(REVISION).map_or(0, |text| {
        super::super::work::text(text).parse().unwrap_or(0)
    });
    if before < revision {
        all.insert(REVISION.into(), revision.to_string().into());
        if before > 0 {
            remember(&mut all, before);
        }
    }
    all.into()
}

/// Adds a revision to those that a set was of before.
fn remember(annotations: &mut Map<String, Value>, revision: u64) {
    let before = annotations.get(HISTORY).map(text).unwrap_or_default();
    let history = if before.is_empty() {
        revision.to_string()
    } else {
        format!("{before},{revision}")
    };
    annotations.insert(HISTORY.into(), history.into());
}

/// Writes the revision of a Deployment, and a condition if there is one; answers whether that changed anything.
fn note_revision(
    work: &mut Work<'_>,
    view: &View,
    revision: u64,
    condition: Option<conditions::Condition<'_>>,
) -> bool {
    let revision = revision.to_string();
    if condition.is_none() && view.value()["metadata"]["annotations"][REVISION] == *revision {
        return false;
    }
    if condition.is_some() {
        work.memory.set_moment(view.value(), status::PROGRESSED);
    }
    let now = work.now();
    let written = work.change(&view.key, "status", |object| {
        let mut next = object.clone();
        next["metadata"]["annotations"][REVISION] = revision.as_str().into();
        if let Some(condition) = &condition {
            let old = &object["status"]["conditions"];
            next["status"]["conditions"] = conditions::with(old, condition, Touched::Update, &now);
        }
        (next != *object).then_some(next)
    });
    written.is_some_and(|written| written.revision() != view.object.revision())
}

/// Makes the set of the present template, with as many replicas as may be added.
pub(super) fn create(work: &mut Work<'_>, view: &View) {
    let template = &view.spec()["template"];
    let collisions = &view.value()["status"]["collisionCount"];
    let hash = match number(collisions) {
        0 => hash::of_value(template),
        count => hash::of_value(&json!([template, count])),
    };
    let name = format!("{}-{hash}", view.object.name());
    let mut template = template.clone();
    template["metadata"]["labels"][HASH] = hash.as_str().into();
    let mut selector = view.spec()["selector"].clone();
    selector["matchLabels"][HASH] = hash.as_str().into();
    let room = (view.wanted() + view.limits().0).saturating_sub(view.planned());
    let count = if view.is_rolling() {
        room.min(view.wanted())
    } else {
        view.wanted()
    };
    let mut set = json!({
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": name,
            "namespace": view.object.namespace(),
            "labels": template["metadata"]["labels"],
            "ownerReferences": [DEPLOYMENT.reference(&view.object)],
        },
        "spec": {"replicas": count, "selector": selector, "template": template},
    });
    if !view.spec()["minReadySeconds"].is_null() {
        set["spec"]["minReadySeconds"] = view.spec()["minReadySeconds"].clone();
    }
    let revision = next_revision(view);
    set["metadata"]["annotations"] = annotations(view, &set, revision);
    note_scale(&mut set, view);
    match work.create(&REPLICA_SETS, view.object.namespace(), set) {
        Ok(made) => {
            let view = View {
                key: view.key.clone(),
                object: std::sync::Arc::clone(&view.object),
                new: Some(made),
                old: view.old.clone(),
            };
            status::write_created(work, &view, (REVISION, &revision.to_string()));
        }
        Err(refusal) if refusal.is_already_exists() => {
            // Somebody else's set has the name: another hash is tried.
            let count = number(collisions) + 1;
            work.change(&view.key, "status", |object| {
                let mut next = object.clone();
                next["status"]["collisionCount"] = count.into();
                Some(next)
            });
        }
        Err(_) if work.is_leaving(view.object.namespace()) => {}
        Err(refusal) => status::note_refusal(work, view, &name, &refusal),
    }
}

/// Deletes the oldest sets without pods, beyond `revisionHistoryLimit`.
pub(super) fn clean_up(work: &mut Work<'_>, view: &View) {
    let limit = view.spec()["revisionHistoryLimit"].as_u64().unwrap_or(10);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let alive: Vec<_> = view
        .old
        .iter()
        .filter(|set| !set.is_terminating())
        .collect();
    let surplus = alive.len().saturating_sub(limit);
    for set in alive.into_iter().take(surplus) {
        let value = set.value();
        let is_observed = value["status"]["observedGeneration"] == value["metadata"]["generation"];
        if replicas(value) == 0 && number(&value["status"]["replicas"]) == 0 && is_observed {
            work.delete(&REPLICA_SETS, set);
        }
    }
}
