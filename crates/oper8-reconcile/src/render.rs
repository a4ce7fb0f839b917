//! From a component to the manifests that are applied.

use oper8_deploy_manager::DeployManager as _;
use oper8_patch::{TEMPORARY_PATCHES_ANNOTATION, apply_patches_into};
use oper8_schema::kinds;
use serde_json::{Map, Value};

use crate::chart::{Chart, Entry};
use crate::component::{Component, ManagedObject, Rendered};
use crate::erased::ErasedComponent;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::temporary_patch::warn_of_resources;

/// The annotation that holds the internal name of a managed resource, `<component>.<resource>`.
pub const INTERNAL_NAME_ANNOTATION: &str = "oper8.org/internal-name";

/// Renders a component as a rollout does: its chart, then for each resource the temporary patches, the annotations in the
/// cluster that must survive, the internal name, and the component's own last word.
///
/// # Errors
///
/// Whatever the component returns, [`Error::Fatal`] for a patch that does not fit, [`Error::Config`] for one that would change
/// which object is applied, and [`Error::Deploy`] when the cluster cannot
/// be asked.
pub async fn render(session: &Session, component: &impl Component) -> Result<Rendered> {
    render_erased(session, component).await
}

pub(crate) async fn render_erased(
    session: &Session,
    component: &dyn ErasedComponent,
) -> Result<Rendered> {
    let mut chart = Chart::new(session);
    component.build_chart(session, &mut chart).await?;
    let rules = component
        .verify_rules()?
        .unwrap_or(session.settings().verify);
    let mut objects = Vec::with_capacity(chart.len());
    let entries = chart.into_order();
    let names = entries.iter().map(|(name, _)| name.as_str());
    warn_of_resources(session, component.name(), names);
    for (name, mut entry) in entries {
        entry.options.verify.rules.get_or_insert(rules);
        objects.push(render_resource(session, component, name, entry).await?);
    }
    Ok(Rendered::new(component.name(), objects))
}

async fn render_resource(
    session: &Session,
    component: &dyn ErasedComponent,
    name: String,
    entry: Entry,
) -> Result<ManagedObject> {
    let internal_name = format!("{}.{name}", component.name());
    let mut manifest = patched(session, &internal_name, entry.manifest)?;
    let kept = keep_patch_annotation(session, &mut manifest).await?;
    if session.settings().internal_name_annotation {
        annotate(&mut manifest, INTERNAL_NAME_ANNOTATION, &internal_name);
    }
    let manifest = component.update_object_definition(session, &internal_name, manifest)?;
    Ok(ManagedObject::new(name, internal_name, manifest, entry.options)?.with_kept_patches(kept))
}

fn patched(session: &Session, internal_name: &str, manifest: Value) -> Result<Value> {
    if session.temporary_patches().is_empty() {
        return Ok(manifest);
    }
    apply_patches_into(internal_name, manifest, session.temporary_patches()).map_err(|error| {
        let text = format!("{internal_name}: {}", crate::report(&error));
        match error.is_forbidden() {
            true => Error::Config(text),
            false => Error::Fatal(text),
        }
    })
}

/// Shows the temporary patches that somebody has put on a managed custom resource: they are for its own controller. Built-in
/// kinds have none, and are not read.
async fn keep_patch_annotation(
    session: &Session,
    manifest: &mut Value,
) -> Result<Option<KeptPatches>> {
    let text = |key: &str| manifest[key].as_str().unwrap_or_default();
    if kinds::find_object(text("apiVersion"), text("kind")).is_some() {
        return Ok(None);
    }
    let key = oper8_deploy_manager::ObjectKey::of(manifest)?;
    let Some(live) = session.deploy_manager().get(&key).await? else {
        return Ok(None);
    };
    let patches = &live["metadata"]["annotations"][TEMPORARY_PATCHES_ANNOTATION];
    let Some(patches) = patches.as_str().filter(|patches| !patches.is_empty()) else {
        return Ok(None);
    };
    let own = manifest.pointer("/metadata/annotations");
    let kept = KeptPatches {
        live: patches.to_owned(),
        own: own.and_then(|own| own.get(TEMPORARY_PATCHES_ANNOTATION).cloned()),
    };
    annotate(manifest, TEMPORARY_PATCHES_ANNOTATION, patches);
    Ok(Some(kept))
}

/// The temporary patches of a live object, which a rendered manifest shows and an apply leaves alone.
pub(crate) struct KeptPatches {
    live: String,
    /// What the component says of them itself.
    own: Option<Value>,
}

impl KeptPatches {
    /// The manifest without what was only read: patches come and go between the rendering and the apply.
    pub(crate) fn taken_from(&self, manifest: &Value) -> Value {
        let mut manifest = manifest.clone();
        let Some(metadata) = manifest["metadata"].as_object_mut() else {
            return manifest;
        };
        let Some(annotations) = metadata
            .get_mut("annotations")
            .and_then(Value::as_object_mut)
        else {
            return manifest;
        };
        if annotations.get(TEMPORARY_PATCHES_ANNOTATION) == Some(&Value::from(self.live.as_str())) {
            match &self.own {
                Some(own) => {
                    annotations.insert(TEMPORARY_PATCHES_ANNOTATION.to_owned(), own.clone());
                }
                None => {
                    annotations.remove(TEMPORARY_PATCHES_ANNOTATION);
                }
            }
        }
        if annotations.is_empty() {
            metadata.remove("annotations");
        }
        manifest
    }
}

fn annotate(manifest: &mut Value, name: &str, value: &str) {
    let mut object = manifest;
    for key in ["metadata", "annotations"] {
        let Some(map) = object.as_object_mut() else {
            return;
        };
        object = map.entry(key).or_insert(Value::Null);
        if object.is_null() {
            *object = Value::Object(Map::new());
        }
    }
    if let Some(annotations) = object.as_object_mut() {
        annotations.insert(name.to_owned(), value.into());
    }
}
