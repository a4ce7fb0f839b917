//! Gathering what a session knows: configuration, patches and defaults.

use std::sync::Arc;

use oper8_config::values::merge_configs;
use oper8_deploy_manager::{AnyDeployManager, DeployManager as _, ObjectKey};
use oper8_patch::{
    PatchError, PatchReference, TEMPORARY_PATCHES_ANNOTATION, check_content, check_source,
    is_allowed_kind, parse_annotation,
};
use oper8_status::parse_timestamp;
use serde_json::{Map, Value};

use super::Shared;
use super::config_map;
use crate::erased::{AnyController, Defaults};
use crate::error::{Error, Result, ensure_config};
use crate::session::Session;
use crate::temporary_patch::DEFAULT_PATCH_KIND;

/// The section of a CR with configuration, beside `spec` or in it.
pub(crate) const CONFIG_OVERRIDES: &str = "configOverrides";

pub(super) async fn session(
    shared: &Shared,
    controller: &AnyController,
    cr: Value,
    deploy_manager: AnyDeployManager,
    finalizing: bool,
    id: String,
) -> Result<Session> {
    let Defaults {
        cr: mut full,
        config,
        conflicts,
    } = controller.controller.defaults()?;
    let config = operand_config(&cr, config, &deploy_manager).await?;
    let patches = temporary_patches(shared, &cr, &deploy_manager).await?;
    if !full.is_object() {
        full = Value::Object(Map::new());
    }
    merge_configs(&mut full, &cr);
    let session = Session::builder(full, deploy_manager)
        .id(id)
        .config(config)
        .temporary_patches(patches)
        .conflicts(conflicts)
        .finalizing(finalizing)
        .settings(shared.settings.clone())
        .clock(Arc::clone(&shared.clock));
    match &shared.observer {
        Some(observer) => session.observer(observer.clone()).build(),
        None => session.build(),
    }
}

/// The controller's defaults, under the ConfigMap's data, under the overrides in `spec`, under those beside it.
async fn operand_config(
    cr: &Value,
    defaults: Value,
    deploy_manager: &AnyDeployManager,
) -> Result<Value> {
    let mut config = match defaults {
        Value::Object(_) => defaults,
        _ => Value::Object(Map::new()),
    };
    if let Some(data) = config_map::defaults(cr, deploy_manager).await? {
        merge_configs(&mut config, &data);
    }
    for (place, overrides) in [
        ("spec.configOverrides", &cr["spec"][CONFIG_OVERRIDES]),
        ("configOverrides", &cr[CONFIG_OVERRIDES]),
    ] {
        match overrides {
            Value::Null => {}
            Value::Object(_) => merge_configs(&mut config, overrides),
            _ => return Err(Error::Config(format!("{place} is not an object"))),
        }
    }
    Ok(config)
}

/// The patches that the CR's annotation names, the earliest first.
async fn temporary_patches(
    shared: &Shared,
    cr: &Value,
    deploy_manager: &AnyDeployManager,
) -> Result<Vec<Value>> {
    let Some(annotation) = annotation(cr, TEMPORARY_PATCHES_ANNOTATION) else {
        return Ok(Vec::new());
    };
    let references = parse_annotation(annotation, parse_timestamp)
        .map_err(|error| bad_annotation(&error, annotation))?;
    let mut patches = Vec::with_capacity(references.len());
    for reference in &references {
        patches.push(temporary_patch(shared, cr, reference, deploy_manager).await?);
    }
    Ok(patches)
}

async fn temporary_patch(
    shared: &Shared,
    cr: &Value,
    reference: &PatchReference,
    deploy_manager: &AnyDeployManager,
) -> Result<Value> {
    check_source(cr, reference).map_err(|error| bad_patch(&error))?;
    check_kind(shared, reference)?;
    let PatchReference {
        name,
        api_version,
        kind,
        ..
    } = reference;
    let key = ObjectKey::new(api_version, kind, Some(namespace(cr)), name);
    let patch = deploy_manager.get(&key).await?;
    ensure_config(patch.is_some(), format!("Patch not found [{name}]"))?;
    let patch = patch.map(|patch| Value::clone(&patch)).unwrap_or_default();
    check_content(cr, reference, &patch).map_err(|error| bad_patch(&error))?;
    Ok(patch)
}

/// Refuses a patch in an object of a kind that may not hold any, or warns, as the settings say.
fn check_kind(shared: &Shared, reference: &PatchReference) -> Result<()> {
    let settings = &shared.settings.temporary_patch;
    let default = [DEFAULT_PATCH_KIND.to_owned()];
    let allowed = settings.allowed_kinds.as_deref().unwrap_or(&default);
    if is_allowed_kind(reference, allowed) {
        return Ok(());
    }
    let PatchReference {
        name,
        api_version,
        kind,
    } = reference;
    let text = format!(
        "temporary patch {name} is of kind {api_version}/{kind}, and only these kinds may hold patches: {}; \
         add it to the setting temporary_patch.allowed_kinds if it may",
        allowed.join(", ")
    );
    if settings.enforce_allowed_kinds {
        return Err(Error::Config(text));
    }
    if shared.memory.is_first_of(api_version, kind) {
        tracing::warn!("{text}; temporary_patch.enforce_allowed_kinds refuses it");
    }
    Ok(())
}

fn bad_patch(error: &PatchError) -> Error {
    Error::Config(crate::report(error))
}

fn bad_annotation(error: &PatchError, annotation: &str) -> Error {
    Error::Rollout(match error {
        PatchError::AnnotationNotJson { .. } => {
            format!("Could not parse patches from annotation [{annotation}]")
        }
        PatchError::InvalidReference {
            field: "timestamp", ..
        } => {
            format!("Failed to parse patch timestamp [{annotation}]")
        }
        PatchError::InvalidReference { .. } => {
            format!("Patch meta incorrectly formatted [{annotation}]")
        }
        PatchError::NotAnObject { .. } => format!("Patches annotation not a dict: {annotation}"),
        other => crate::report(other),
    })
}

pub(super) fn annotation<'a>(cr: &'a Value, name: &str) -> Option<&'a str> {
    cr["metadata"]["annotations"][name].as_str()
}

pub(super) fn namespace(cr: &Value) -> &str {
    cr["metadata"]["namespace"]
        .as_str()
        .unwrap_or(crate::session::DEFAULT_NAMESPACE)
}
