//! The watcher and the reflector of kube-runtime, and what they say.

use std::fmt::Debug;
use std::sync::Arc;

use futures_util::StreamExt as _;
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::Api;
use kube_core::{Resource, ResourceExt as _};
use kube_runtime::WatchStreamExt as _;
use kube_runtime::reflector::{self, Store};
use kube_runtime::watcher::{self, Config, Event, watcher};
use parking_lot::Mutex;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

use crate::scene::state;

/// What was said, one line each: `Init`, `Apply(a)`, `WatchError 410`.
pub(crate) type Lines = Arc<Mutex<Vec<String>>>;

/// A task that ends with the scene.
pub(crate) struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Task {
    pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(tokio::spawn(task))
    }
}

/// A watcher with a store, as controllers have it.
pub(crate) struct Informer {
    store: Store<ConfigMap>,
    lines: Lines,
    _task: Task,
}

impl Informer {
    /// Starts watching, and waits until the store is filled.
    pub(crate) async fn start(maps: &Api<ConfigMap>, config: Config) -> Self {
        let it = Self::begin(maps, config);
        it.store.wait_until_ready().await.unwrap();
        it
    }

    /// Starts watching.
    pub(crate) fn begin(maps: &Api<ConfigMap>, config: Config) -> Self {
        let (store, writer) = reflector::store();
        let lines = Lines::default();
        let said = Arc::clone(&lines);
        let events = watcher(maps.clone(), config).default_backoff();
        let events = events.inspect(move |event| said.lock().push(line(event)));
        let events = events.reflect(writer);
        Self {
            store,
            lines,
            _task: Task::spawn(events.for_each(|_| std::future::ready(()))),
        }
    }

    /// What is in the store, as `a=1`.
    pub(crate) fn state(&self) -> Vec<String> {
        let objects = self.store.state();
        state(objects.iter().map(AsRef::as_ref))
    }

    /// What the watcher said since the last call.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock())
    }
}

/// A watcher whose lines go where others' do.
pub(crate) fn follow<K>(api: Api<K>, config: Config, lines: &Lines) -> Task
where
    K: Resource + Clone + Debug + DeserializeOwned + Send + 'static,
{
    let said = Arc::clone(lines);
    let events = watcher(api, config).default_backoff();
    Task::spawn(events.for_each(move |event| {
        said.lock().push(line(&event));
        std::future::ready(())
    }))
}

fn line<K: Resource>(event: &watcher::Result<Event<K>>) -> String {
    let name = |object: &K| object.name_any();
    match event {
        Ok(Event::Init) => "Init".to_owned(),
        Ok(Event::InitApply(object)) => format!("InitApply {}", name(object)),
        Ok(Event::InitDone) => "InitDone".to_owned(),
        Ok(Event::Apply(object)) => format!("Apply {}", name(object)),
        Ok(Event::Delete(object)) => format!("Delete {}", name(object)),
        Err(watcher::Error::InitialListFailed(error)) => format!("InitialListFailed {}", of(error)),
        Err(watcher::Error::WatchStartFailed(error)) => format!("WatchStartFailed {}", of(error)),
        Err(watcher::Error::WatchError(status)) => format!("WatchError {}", status.code),
        Err(watcher::Error::WatchFailed(_)) => "WatchFailed".to_owned(),
        Err(watcher::Error::NoResourceVersion) => "NoResourceVersion".to_owned(),
    }
}

fn of(error: &kube_client::Error) -> u16 {
    match error {
        kube_client::Error::Api(status) => status.code,
        _ => 0,
    }
}
