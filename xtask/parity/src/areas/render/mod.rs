//! Sessions, and manifests as they are rendered: `oper8_reconcile::{ReconcileManager::session, render}`.

use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use oper8_config::Config;
use oper8_reconcile::{
    AnyController, Chart, Component, Components, Controller, Result, Session, default_deploy,
    render,
};
use serde_json::{Map, Value, json};

use super::Rule;
use crate::input::{
    Answer, Failure, flag, get, given, list, optional_map, optional_text, text, unknown_fn,
};
use crate::raised::failure;
use crate::world::{World, block_on, resource};

mod rules;

pub(super) const RULES: &[(&str, Rule)] = rules::RULES;

/// What a cluster adds to an object, and the vectors leave out.
const VOLATILE: [&str; 3] = ["resourceVersion", "uid", "creationTimestamp"];

pub(super) fn answer(input: &Value) -> Answer {
    match text(input, "fn")? {
        "setup_session" => block_on(setup_session(input)),
        "render" => block_on(rendered(input)),
        other => Err(unknown_fn(other)),
    }
}

/// Patches are told by name, where a vector holds them whole too.
pub(super) fn normalize(_input: &Value, result: &mut Value) {
    let patches = result.get_mut("patches").and_then(Value::as_array_mut);
    for patch in patches.into_iter().flatten() {
        if patch.is_object() {
            *patch = patch["metadata"]["name"].clone();
        }
    }
}

/// A controller that has defaults, and no components.
struct Defaults {
    api_resource: ApiResource,
    config: Value,
    cr: Value,
}

impl Controller for Defaults {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        self.api_resource.clone()
    }

    async fn setup_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        _graph: &mut Components,
    ) -> Result<()> {
        Ok(())
    }

    fn cr_defaults(&self) -> Value {
        self.cr.clone()
    }

    fn config_defaults(&self) -> Value {
        self.config.clone()
    }
}

/// The session of the input's custom resource, as the cluster has that, where it is there.
async fn session(input: &Value, config: Config) -> Result<Session, Failure> {
    let cr = get(input, "cr")?;
    let cluster = given(input, "cluster").map_or(Ok(&[][..]), |_| list(input, "cluster"))?;
    let resources = given(input, "resources").map_or(Ok(&[][..]), |_| list(input, "resources"))?;
    let mut known: Vec<&Value> = vec![cr];
    known.extend(cluster);
    known.extend(resources.iter().map(|resource| &resource[1]));
    let world = World::new(&known).await?;
    for object in cluster {
        world.put(object).await?;
    }
    let mut cr = cr.clone();
    if let Some(live) = world.live(&cr).await {
        cr["status"] = live["status"].clone();
    }
    let defaults = |key: &str| -> Result<Value, Failure> {
        Ok(Value::Object(
            optional_map(input, key)?.cloned().unwrap_or_default(),
        ))
    };
    let controller = Defaults {
        api_resource: resource("foo.bar.com/v1", "Foo"),
        config: defaults("config_defaults")?,
        cr: defaults("cr_defaults")?,
    };
    let controller = AnyController::new(controller).map_err(|error| failure(&error))?;
    let session = world.manager(config).session(&controller, cr).await;
    session.map_err(|error| failure(&error))
}

async fn setup_session(input: &Value) -> Answer {
    let session = session(input, Config::default()).await?;
    let map = |value: &Value| match value {
        Value::Null => Value::Object(Map::new()),
        value => value.clone(),
    };
    let patches = session.temporary_patches().iter();
    Ok(json!({
        "config": session.config(),
        "spec": map(session.spec()),
        "version": session.version(),
        "name": session.name(),
        "namespace": session.namespace(),
        "kind": session.kind(),
        "api_version": session.api_version(),
        "finalizers": session.finalizers().collect::<Vec<_>>(),
        "status": map(session.status()),
        "current_version": session.current_version(),
        "patches": patches.map(|patch| &patch["metadata"]["name"]).collect::<Vec<_>>(),
    }))
}

/// A component with the input's resources.
struct Part {
    name: String,
    resources: Vec<Value>,
    dependencies: Vec<Value>,
}

impl Component for Part {
    fn name(&self) -> &str {
        &self.name
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        for resource in &self.resources {
            chart.add(resource[0].as_str().unwrap_or_default(), &resource[1])?;
        }
        for dependency in &self.dependencies {
            let name = |place: usize| dependency[place].as_str().unwrap_or_default();
            chart.after(name(0), name(1))?;
        }
        Ok(())
    }
}

async fn rendered(input: &Value) -> Answer {
    let mut config = Config::default();
    if given(input, "internal_name_annotation").is_some() {
        config.internal_name_annotation = flag(input, "internal_name_annotation")?;
    }
    let session = session(input, config).await?;
    let items = |key: &str| given(input, key).map_or(Ok(&[][..]), |_| list(input, key));
    let part = Part {
        name: optional_text(input, "component")?
            .unwrap_or("comp")
            .to_owned(),
        resources: items("resources")?.to_vec(),
        dependencies: items("resource_deps")?.to_vec(),
    };
    let rendered = render(&session, &part).await;
    let rendered = rendered.map_err(|error| failure(&error))?;
    if flag(input, "deploy")? {
        let deployed = default_deploy(&session, &rendered).await;
        deployed.map_err(|error| failure(&error))?;
    }
    let objects = rendered.objects().iter();
    let objects = objects.map(|object| without_volatile(object.manifest().clone()));
    Ok(json!({"objects": objects.collect::<Vec<_>>()}))
}

fn without_volatile(mut manifest: Value) -> Value {
    if let Some(metadata) = manifest["metadata"].as_object_mut() {
        for key in VOLATILE {
            metadata.remove(key);
        }
    }
    manifest
}
