//! A controller of kube-runtime that gives each ConfigMap its Secrets.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use kube_client::api::{Api, Patch, PatchParams};
use kube_client::{Client, Error};
use kube_core::{Resource as _, ResourceExt as _};
use kube_runtime::controller::Action;
use kube_runtime::{Controller, watcher};
use serde_json::json;
use thiserror::Error;
use tokio::time::Instant;

use crate::informer::{Lines, Task};
use crate::scene::{Scene, code};

/// How long a reconciliation may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A reconciliation that did not get through: the code of the first refusal, or that it took too long.
#[derive(Debug, Error)]
#[error("{0}")]
struct Failed(String);

struct Context {
    client: Client,
    children: u32,
    start: Instant,
    lines: Lines,
}

/// A controller that runs until it is dropped; each ConfigMap `a` gets the Secrets `a-0`, `a-1` and so on.
pub(crate) struct Operator {
    lines: Lines,
    _task: Task,
}

impl Operator {
    pub(crate) fn start(scene: &Scene, children: u32) -> Self {
        let lines = Lines::default();
        let context = Arc::new(Context {
            client: scene.client.clone(),
            children,
            start: Instant::now(),
            lines: Arc::clone(&lines),
        });
        let controller = Controller::new(scene.maps.clone(), watcher::Config::default());
        let again = |_: Arc<ConfigMap>, _: &Failed, _: Arc<Context>| {
            Action::requeue(Duration::from_secs(1))
        };
        let run = controller.run(reconcile, again, context);
        Self {
            lines,
            _task: Task::spawn(run.for_each(|_| std::future::ready(()))),
        }
    }

    /// How reconciliations ended, in order: `a ok`, `a 503`, `a late`.
    pub(crate) fn lines(&self) -> Vec<String> {
        let lines = self.timed().into_iter();
        let lines = lines.filter_map(|it| Some(it.split_once(' ')?.1.to_owned()));
        lines.collect()
    }

    /// The same with the seconds since the start: `5 a ok`.
    pub(crate) fn timed(&self) -> Vec<String> {
        self.lines.lock().clone()
    }
}

async fn reconcile(map: Arc<ConfigMap>, context: Arc<Context>) -> Result<Action, Failed> {
    let work = make_children(&map, &context);
    let done = match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(())) => Ok(Action::await_change()),
        Ok(Err(error)) => Err(Failed(code::<()>(Err(error)).to_string())),
        Err(_) => Err(Failed("late".to_owned())),
    };
    let said = done.as_ref().map_or_else(|it| &*it.0, |_| "ok");
    let seconds = context.start.elapsed().as_secs();
    let line = format!("{seconds} {} {said}", map.name_any());
    context.lines.lock().push(line);
    done
}

/// Applies every child; answers the first refusal.
async fn make_children(map: &ConfigMap, context: &Context) -> Result<(), Error> {
    let secrets: Api<Secret> = Api::default_namespaced(context.client.clone());
    let value = map.data.as_ref().and_then(|data| data.get("key"));
    let mut first = Ok(());
    for index in 0..context.children {
        let name = format!("{}-{index}", map.name_any());
        let child = json!({
            "apiVersion": "v1", "kind": "Secret",
            "metadata": {"name": name, "ownerReferences": [map.controller_owner_ref(&())]},
            "stringData": {"key": value.map_or("", String::as_str)},
        });
        let params = PatchParams::apply("operator").force();
        let applied = secrets.patch(&name, &params, &Patch::Apply(&child)).await;
        first = first.and(applied.map(|_| ()));
    }
    first
}
