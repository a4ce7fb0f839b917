//! Operations one after the other, and what watches tell of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::StreamExt as _;
use oper8_deploy_manager::{
    ApplyOptions, DeployManager as _, DeployMethod, KubeDeployManager, ObjectKey, OwnerReferences,
    Query, WatchEvent, WatchStream, clean_manifest,
};
use serde_json::{Value, json};

use super::world::{World, failure, served};
use crate::input::{Answer, Failure, flag, given, list, optional_text, text};

/// The object with which the events of a sequence end.
const END: &str = "the-end-of-the-events";

/// Runs a sequence.
pub(super) async fn run(input: &Value) -> Answer {
    let world = World::of(input).await?;
    for object in objects(input, "resources")? {
        deploy_one(&world, &world.manager, object, &unowned()).await?;
    }
    let options = given(input, "options").unwrap_or(&Value::Null);
    let manager = match given(options, "owner_cr") {
        Some(owner) => world
            .manager
            .with_owner(owner)
            .map_err(|error| failure(&error))?,
        None => world.manager.clone(),
    };
    let watches = objects(input, "watches")?;
    let mut streams = start(&world, watches).await?;
    let mut results = Vec::new();
    for step in list(input, "ops")? {
        results.push(operation(&world, &manager, step, watches).await?);
    }
    let mut answer = json!({"results": results});
    if input.get("watches").is_some() {
        answer["events"] = events(&world, input, watches, &mut streams).await?;
    }
    Ok(answer)
}

fn objects<'a>(input: &'a Value, key: &str) -> Result<&'a [Value], Failure> {
    match given(input, key) {
        Some(_) => list(input, key),
        None => Ok(&[]),
    }
}

fn unowned() -> ApplyOptions {
    ApplyOptions::default().owner(OwnerReferences::Leave)
}

async fn operation(
    world: &World,
    manager: &KubeDeployManager,
    step: &Value,
    watches: &[Value],
) -> Answer {
    match text(step, "op")? {
        "deploy" => deploy(world, manager, step, watches).await,
        "disable" => disable(world, manager, step, watches).await,
        "set_status" => set_status(world, manager, step).await,
        "get" => {
            let mut found: Vec<Arc<Value>> = Vec::new();
            for key in world.keys(step) {
                found.extend(manager.get(&key).await.map_err(|error| failure(&error))?);
            }
            // Without a version an object must be the only one of its name.
            let object = match found.as_slice() {
                [one] => {
                    let mut object = world.object(one);
                    clean_manifest(&mut object);
                    object
                }
                _ => Value::Null,
            };
            Ok(json!([true, object]))
        }
        "filter" => filter(world, manager, step).await,
        other => Err(Failure::malformed(format!(
            "no operation is named `{other}`"
        ))),
    }
}

async fn deploy_one(
    world: &World,
    manager: &KubeDeployManager,
    object: &Value,
    options: &ApplyOptions,
) -> Result<bool, Failure> {
    let applied = manager.apply(&world.manifest(object), options).await;
    applied
        .map(|applied| applied.change.is_changed())
        .map_err(|error| failure(&error))
}

async fn deploy(
    world: &World,
    manager: &KubeDeployManager,
    step: &Value,
    watches: &[Value],
) -> Answer {
    let method = match optional_text(step, "method")?
        .map(str::to_lowercase)
        .as_deref()
    {
        None | Some("default") => DeployMethod::Default,
        Some("update") => DeployMethod::Update,
        Some("replace") => DeployMethod::Replace,
        Some(other) => return Err(Failure::malformed(format!("no method is named `{other}`"))),
    };
    let owner = match given(step, "manage_owner_references") {
        Some(Value::Bool(false)) => OwnerReferences::Leave,
        _ => OwnerReferences::Manage,
    };
    let options = ApplyOptions::default().method(method).owner(owner);
    let mut changed = false;
    for object in list(step, "objects")? {
        changed |= deploy_one(world, manager, object, &options).await?;
        react(world, object, watches, false).await?;
    }
    Ok(match flag(step, "show_changed")? {
        true => json!([true, changed]),
        false => true.into(),
    })
}

async fn disable(
    world: &World,
    manager: &KubeDeployManager,
    step: &Value,
    watches: &[Value],
) -> Answer {
    let mut changed = false;
    for object in list(step, "objects")? {
        let key = ObjectKey::of(&world.manifest(object)).map_err(|error| failure(&error))?;
        let change = manager
            .disable(&key)
            .await
            .map_err(|error| failure(&error))?;
        changed |= change.is_changed();
        react(world, object, watches, true).await?;
    }
    Ok(json!([true, changed]))
}

async fn set_status(world: &World, manager: &KubeDeployManager, step: &Value) -> Answer {
    for key in world.keys(step) {
        match manager.set_status(&key, &step["status"]).await {
            Ok(change) => return Ok(json!([true, change.is_changed()])),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(failure(&error)),
        }
    }
    Ok(json!([false, false]))
}

async fn filter(world: &World, manager: &KubeDeployManager, step: &Value) -> Answer {
    let kind = text(step, "kind")?;
    let mut names = Vec::new();
    for version in world.versions(kind, optional_text(step, "api_version")?) {
        let mut query = Query::new(&version, kind, optional_text(step, "namespace")?);
        query.label_selector = optional_text(step, "label_selector")?.map(str::to_owned);
        query.field_selector = optional_text(step, "field_selector")?.map(str::to_owned);
        let found = manager
            .list(&query)
            .await
            .map_err(|error| failure(&error))?;
        names.extend(
            found
                .iter()
                .map(|object| object["metadata"]["name"].clone()),
        );
    }
    Ok(json!([true, names]))
}

/// Does what watches do with an object that was deployed, or is being deleted: drop its finalizers.
async fn react(
    world: &World,
    object: &Value,
    watches: &[Value],
    deleted: bool,
) -> Result<(), Failure> {
    for watch in watches {
        if flag(watch, "drop_finalizers")?
            && flag(watch, "finalizer")? == deleted
            && is_watched(watch, &world.manifest(object))
        {
            let key = ObjectKey::of(&world.manifest(object)).map_err(|error| failure(&error))?;
            let found = world
                .manager
                .get(&key)
                .await
                .map_err(|error| failure(&error))?;
            let finalizers = found.map(|found| found["metadata"]["finalizers"].clone());
            let finalizers = finalizers.as_ref().and_then(Value::as_array);
            for finalizer in finalizers.into_iter().flatten().filter_map(Value::as_str) {
                let removed = world.manager.remove_finalizer(&key, finalizer).await;
                removed.map_err(|error| failure(&error))?;
            }
        }
    }
    Ok(())
}

/// Whether an object of the server is in the scope of a watch.
fn is_watched(watch: &Value, object: &Value) -> bool {
    let (version, kind) = kind_of(watch);
    let narrow = |key: &str| {
        let wanted = watch[key].as_str().filter(|text| !text.is_empty());
        wanted.is_none_or(|wanted| object["metadata"][key] == wanted)
    };
    object["apiVersion"] == version.as_str()
        && object["kind"] == kind.as_str()
        && narrow("namespace")
        && narrow("name")
}

fn kind_of(watch: &Value) -> (String, String) {
    let text = |name: &str| watch[name].as_str().unwrap_or_default();
    (
        served(text("api_version"), text("kind")),
        text("kind").to_owned(),
    )
}

/// A watch of each kind, past what is there.
async fn start(
    world: &World,
    watches: &[Value],
) -> Result<BTreeMap<(String, String), WatchStream>, Failure> {
    let mut streams = BTreeMap::new();
    for (version, kind) in watches.iter().map(kind_of) {
        let query = Query::new(&version, &kind, None);
        let there = world
            .manager
            .list(&query)
            .await
            .map_err(|error| failure(&error))?;
        let stream = world.manager.watch(&query, None).await;
        let mut stream = stream.map_err(|error| failure(&error))?;
        for _ in there {
            next(&mut stream).await?;
        }
        streams.insert((version, kind), stream);
    }
    Ok(streams)
}

async fn next(stream: &mut WatchStream) -> Result<(Value, bool), Failure> {
    loop {
        match stream.next().await {
            Some(Ok(WatchEvent::Added(object) | WatchEvent::Modified(object))) => {
                return Ok((object, false));
            }
            Some(Ok(WatchEvent::Deleted(object))) => return Ok((object, true)),
            Some(Ok(WatchEvent::Bookmark { .. })) => {}
            Some(Err(error)) => return Err(failure(&error)),
            None => return Err(Failure::malformed("a watch ended")),
        }
    }
}

/// What the watches were told, in the order in which it happened.
async fn events(
    world: &World,
    input: &Value,
    watches: &[Value],
    streams: &mut BTreeMap<(String, String), WatchStream>,
) -> Answer {
    let mut all = Vec::new();
    for ((version, kind), stream) in streams {
        let Some(mut last) = any_object(world, input, version, kind) else {
            continue;
        };
        last["metadata"]["name"] = END.into();
        deploy_one(world, &world.manager, &last, &unowned()).await?;
        loop {
            let (object, deleted) = next(stream).await?;
            if object["metadata"]["name"] == END {
                break;
            }
            let version = object["metadata"]["resourceVersion"].as_str();
            let version: u64 = version
                .and_then(|text| text.parse().ok())
                .unwrap_or_default();
            all.push((version, object, deleted));
        }
    }
    all.sort_by_key(|(version, ..)| *version);
    let mut going = BTreeSet::new();
    let mut told = Vec::new();
    for (_, object, deleted) in &all {
        let metadata = &object["metadata"];
        let ends = *deleted || metadata["deletionTimestamp"].is_string();
        // A deletion that waits for finalizers is told when it begins, and not again.
        if ends && !going.insert(metadata["uid"].to_string()) {
            continue;
        }
        for watch in watches {
            if flag(watch, "finalizer")? == ends && is_watched(watch, object) {
                told.push(json!([
                    watch["label"],
                    object["kind"],
                    metadata["name"],
                    ends
                ]));
            }
        }
    }
    Ok(told.into())
}

/// A manifest of a kind, from anywhere in the vector.
fn any_object(world: &World, input: &Value, version: &str, kind: &str) -> Option<Value> {
    let steps = input["ops"].as_array().into_iter().flatten();
    let given = steps.filter_map(|step| step["objects"].as_array());
    let given = given.chain(input["resources"].as_array()).flatten();
    let mut manifests = given.map(|object| world.manifest(object));
    let mut found = manifests.find(|it| it["kind"] == kind && it["apiVersion"] == version)?;
    let metadata = found["metadata"].as_object_mut()?;
    metadata.remove("finalizers");
    Some(found)
}
