//! Whole reconciliations, one after the other on one cluster: `oper8_reconcile::ReconcileManager::reconcile_for`.

mod model;
mod rules;
mod script;

use std::sync::Arc;

use oper8_config::{Config, ConfigLoader};
use oper8_reconcile::{AnyController, Completion, Error, Purpose, ReconcileManager, Reconciled};
use serde_json::{Map, Value, json};

use super::Rule;
use crate::input::{Answer, Failure, flag, get, given, list, optional_map};
use crate::raised::{class, failure};
use crate::world::{World, block_on, resource};
use script::Script;

pub(super) const RULES: &[(&str, Rule)] = rules::RULES;

/// What a cluster adds to a custom resource, and the vectors leave out.
const VOLATILE: [&str; 7] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
];

pub(super) fn answer(input: &Value) -> Answer {
    if list(input, "reconciles")?.iter().any(asks_for_old_hooks) {
        return Err(Failure::Missing(
            "hooks have one signature here: none is called again with an older one",
        ));
    }
    block_on(reconciles(input))
}

/// Hooks of the old signatures, and hooks that the reference calls again with them.
fn asks_for_old_hooks(script: &Value) -> bool {
    let hooks = script["hooks"].as_object();
    let mut hooks = hooks.into_iter().flat_map(Map::values);
    script["legacy_hooks"] == true || hooks.any(|does| does == "type")
}

/// How often the check of an edge is asked follows the polling of the reference; where the text of an error says that it
/// happened, the words count and not their order.
pub(super) fn normalize(_input: &Value, result: &mut Value) {
    for reconcile in result.as_array_mut().into_iter().flatten() {
        let calls = reconcile.get_mut("calls").and_then(Value::as_object_mut);
        if let Some(calls) = calls {
            for counts in calls.values_mut() {
                if let Some(counts) = counts.as_object_mut() {
                    counts.remove("edge_verify");
                }
            }
            calls.retain(|_, counts| counts != &json!({}));
        }
        if let Some(cr) = reconcile.get_mut("cr").and_then(Value::as_object_mut) {
            cr.remove("status");
        }
        each_text(reconcile, &mut places_by_words);
    }
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Object(map) => map.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// `value in b.deploy`, `value in deploy of b`, ... become one text.
fn places_by_words(text: &mut String) {
    let Some((start, place)) = text.split_once(" in ") else {
        return;
    };
    let kind = start.rsplit(' ').next().unwrap_or_default();
    if !script::ERRORS.contains(&kind) {
        return;
    }
    let words = place.split(|character: char| !character.is_alphanumeric() && character != '_');
    let mut words: Vec<_> = words
        .filter(|word| !["", "of", "component", "edge_verify"].contains(word))
        .map(|word| match word {
            "setup_components" | "finalize_components" => "setup",
            "build_chart" | "render_chart" => "render",
            word => word,
        })
        .collect();
    words.sort_unstable();
    *text = format!("{start} in {}", words.join(" "));
}

async fn reconciles(input: &Value) -> Answer {
    let mut cr = get(input, "cr")?.clone();
    let scripts = list(input, "reconciles")?;
    let world = world(input, &cr, scripts).await?;
    if given(input, "cr_in_cluster").is_none() || flag(input, "cr_in_cluster")? {
        world.put(&cr).await?;
    } else if let Some(metadata) = cr["metadata"].as_object_mut() {
        // What no cluster has made has no identity, and cannot own anything.
        metadata.remove("uid");
    }
    let manager = world.manager(config(input)?);
    let mut results = Vec::new();
    for script in scripts {
        if let Some(spec) = script.get("spec") {
            cr["spec"] = spec.clone();
            world.replace(&cr, "spec").await?;
        }
        results.push(reconcile(&world, &manager, &cr, script).await?);
    }
    Ok(results.into())
}

/// A cluster with what the input says.
async fn world(input: &Value, cr: &Value, scripts: &[Value]) -> Result<World, Failure> {
    let cluster = given(input, "cluster").map_or(Ok(&[][..]), |_| list(input, "cluster"))?;
    let components = scripts
        .iter()
        .filter_map(|script| script["components"].as_array());
    let resources = components
        .flatten()
        .filter_map(|part| part["resources"].as_array());
    let config_map =
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "ns"}});
    let mut known = vec![cr, &config_map];
    known.extend(cluster);
    known.extend(resources.flatten());
    let world = World::new(&known).await?;
    for object in cluster {
        world.put(object).await?;
    }
    Ok(world)
}

/// The settings of the input over those that all vectors have.
fn config(input: &Value) -> Result<Config, Failure> {
    let mut values = Map::new();
    values.insert("dry_run".to_owned(), true.into());
    values.extend(optional_map(input, "config")?.cloned().unwrap_or_default());
    // No threads at all is one at a time.
    let threads = values
        .get_mut("rollout_manager")
        .and_then(Value::as_object_mut);
    for threads in threads.into_iter().flat_map(Map::values_mut) {
        if threads == &json!(0) {
            *threads = json!(1);
        }
    }
    let loaded = ConfigLoader::new().values("the vector", values).load();
    let loaded = loaded.map_err(|errors| Failure::malformed(errors.to_string()))?;
    Ok(loaded.config)
}

async fn reconcile(
    world: &World,
    manager: &ReconcileManager,
    cr: &Value,
    script: &Value,
) -> Answer {
    let text = |key: &str| cr[key].as_str().unwrap_or_default();
    let script = Script::new(script, resource(text("apiVersion"), text("kind")))?;
    let controller = AnyController::new(script.clone()).map_err(|error| failure(&error))?;
    let given = world.live(cr).await.unwrap_or_else(|| cr.clone());
    let purpose = match script.is_finalizer {
        true => Purpose::Finalize,
        false => Purpose::Rollout,
    };
    let reconciled = manager.reconcile_for(&controller, given, purpose).await;
    let live = world.live(cr).await.unwrap_or_default();
    let mut shown = json!({
        "result": {"requeue": reconciled.requeue.is_some(), "exception": exception(&reconciled)},
        "completion": reconciled.completion.as_ref().map(|state| completion(&reconciled, state)),
        "status": without_times(live["status"].clone()),
        "calls": script.calls(),
        "hooks_called": script.hooks_called(),
        "cluster": world.names().await?,
    });
    if script.show_cr {
        shown["cr"] = without_volatile(live);
    }
    Ok(shown)
}

fn exception(reconciled: &Reconciled) -> Value {
    let described = |error: &Arc<Error>| json!({"class": class(error), "message": error.report()});
    reconciled.error().map_or(Value::Null, described)
}

fn completion(reconciled: &Reconciled, state: &Completion) -> Value {
    // What is reported may be an error of the reconciliation that is none of the rollout's.
    let errors = state.errors();
    let is_its_own = reconciled.error().is_some_and(|reported| {
        let mut own = errors.iter();
        own.any(|problem| Arc::ptr_eq(problem.error, reported))
    });
    json!({
        "verified_nodes": state.verified_nodes(),
        "unverified_nodes": state.unverified_nodes(),
        "failed_nodes": state.failed_nodes(),
        "unstarted_nodes": state.unstarted_nodes(),
        "verify_completed": state.verify_completed(),
        "deploy_completed": state.deploy_completed(),
        "failed": state.failed(),
        "exception": if is_its_own { exception(reconciled) } else { Value::Null },
    })
}

fn without_times(mut status: Value) -> Value {
    for condition in status
        .get_mut("conditions")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(condition) = condition.as_object_mut() {
            condition.remove("lastTransactionTime");
        }
    }
    status
}

fn without_volatile(mut cr: Value) -> Value {
    if let Some(metadata) = cr.get_mut("metadata").and_then(Value::as_object_mut) {
        for key in VOLATILE {
            metadata.remove(key);
        }
    }
    cr
}
