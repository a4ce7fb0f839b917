//! The loop: events in, reconciliations out.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use kube_core::DynamicObject;
use kube_runtime::watcher::Event;
use oper8_deploy_manager::ObjectKey;
use oper8_reconcile::Reconciled;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use super::KubeWatchManager;
use super::events::{Retry, Scope, forward};
use crate::backoff::jittered;
use crate::queue::{Cause, Queue};
use crate::tracker::{Key, Tracker};

/// Events that wait for the loop; a watch that is faster waits.
const EVENTS: usize = 1024;

/// How long nothing may happen before "nothing is left to do" is believed: events of the last writes may be on their way.
const SETTLE: Duration = Duration::from_millis(50);

/// When a reconciliation is tried again that broke off by a fault of the framework.
const BROKEN_OFF: Duration = Duration::from_secs(5);

/// When the loop ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Until {
    /// When it is told to.
    Stopped,
    /// When nothing is left to do, too.
    Quiet,
}

/// Watches and reconciles until the end.
pub(super) async fn run(manager: KubeWatchManager, shutdown: CancellationToken, until: Until) {
    let (events, mut incoming) = mpsc::channel(EVENTS);
    let mut watches = JoinSet::new();
    let scopes = scopes(&manager);
    let mut state = State::new(manager, &scopes);
    for (watch, (_, scope)) in scopes.into_iter().enumerate() {
        let client = state.manager.client.clone();
        watches.spawn(forward(client, scope, watch, state.retry(), events.clone()));
    }
    loop {
        state.start_ready();
        let quiet = until == Until::Quiet && state.is_quiet();
        tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            Some((watch, event)) = incoming.recv() => state.event(watch, event),
            Some(ended) = state.running.join_next() => state.ended(ended),
            () = until_due(state.queue.next_due()) => {}
            () = tokio::time::sleep(SETTLE), if quiet => break,
        }
    }
    drop(watches);
    state.finish().await;
}

/// Waits for `due`; for ever when nothing is due.
async fn until_due(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// What is watched: each controller's kind, in each namespace of the settings.
fn scopes(manager: &KubeWatchManager) -> Vec<(usize, Scope)> {
    let namespaces: Vec<Option<String>> = match manager.settings.watch_namespace.as_slice() {
        [] => vec![None],
        named => named.iter().cloned().map(Some).collect(),
    };
    let controllers = manager.controllers.iter().enumerate();
    controllers
        .flat_map(|(index, controller)| {
            namespaces.iter().map(move |namespace| {
                let scope = Scope {
                    resource: controller.api_resource().clone(),
                    namespace: namespace.clone(),
                };
                (index, scope)
            })
        })
        .collect()
}

/// The end of a task: the resource, and what came of it.
type Ended = Result<(Key, Reconciled), tokio::task::JoinError>;

struct State {
    manager: KubeWatchManager,
    /// The controller of each watch.
    controllers: Vec<usize>,
    /// Watches whose first list is not complete.
    unlisted: HashSet<usize>,
    tracker: Tracker,
    queue: Queue<Key>,
    running: JoinSet<(Key, Reconciled)>,
    /// Which resource each task reconciles.
    tasks: HashMap<tokio::task::Id, Key>,
    limit: usize,
}

impl State {
    fn new(manager: KubeWatchManager, scopes: &[(usize, Scope)]) -> Self {
        let settings = &manager.settings;
        let limit = settings.kube_watch_manager.max_concurrent_reconciles;
        let limit = limit.or_else(|| std::thread::available_parallelism().ok());
        Self {
            controllers: scopes.iter().map(|(controller, _)| *controller).collect(),
            unlisted: (0..scopes.len()).collect(),
            tracker: Tracker::new(manager.filters.clone()),
            queue: Queue::default(),
            running: JoinSet::new(),
            tasks: HashMap::new(),
            limit: limit.map_or(1, NonZeroUsize::get),
            manager,
        }
    }

    fn retry(&self) -> Retry {
        let settings = &self.manager.settings.kube_watch_manager;
        Retry {
            delay: settings.watch_retry_delay,
            count: settings.watch_retry_count,
        }
    }

    fn is_quiet(&self) -> bool {
        self.unlisted.is_empty() && self.running.is_empty() && self.queue.is_quiet()
    }

    fn event(&mut self, watch: usize, event: Event<DynamicObject>) {
        match event {
            Event::Init => self.tracker.list_started(watch),
            Event::InitApply(object) | Event::Apply(object) => self.applied(watch, object),
            Event::InitDone => {
                self.unlisted.remove(&watch);
                for key in self.tracker.list_ended(watch) {
                    self.gone(&key);
                }
            }
            Event::Delete(object) => {
                let key = self.key(watch, &object);
                self.tracker.deleted(&key);
                self.gone(&key);
            }
        }
    }

    /// A resource is gone: nothing is left to do for it, or to remember.
    fn gone(&mut self, key: &Key) {
        debug!(resource = %key, "gone");
        self.queue.remove(key);
        self.manager.reconciler.forget(&self.object_key(key));
    }

    fn applied(&mut self, watch: usize, object: DynamicObject) {
        let key = self.key(watch, &object);
        let object = match serde_json::to_value(object) {
            Ok(object) => object,
            Err(error) => return error!(resource = %key, %error, "an event holds no JSON object"),
        };
        if self.tracker.applied(watch, &key, object) {
            self.queue.push(key, Cause::Change, Instant::now());
        }
    }

    fn key(&self, watch: usize, object: &DynamicObject) -> Key {
        Key {
            controller: self.controllers[watch],
            namespace: object.metadata.namespace.clone(),
            name: object.metadata.name.clone().unwrap_or_default(),
        }
    }

    /// Starts what is due, as far as there is room.
    fn start_ready(&mut self) {
        while self.running.len() < self.limit {
            let Some((key, cause)) = self.queue.pop(Instant::now()) else {
                return;
            };
            let Some(object) = self.tracker.object(&key) else {
                self.queue.finish(&key);
                continue;
            };
            debug!(resource = %key, ?cause, "reconciling");
            self.start(key, object);
        }
    }

    fn start(&mut self, key: Key, object: Arc<Value>) {
        let reconciler = Arc::clone(&self.manager.reconciler);
        let controller = self.manager.controllers[key.controller].clone();
        let task_key = key.clone();
        let task = self.running.spawn(async move {
            let cr = Value::clone(&object);
            (task_key, reconciler.reconcile(&controller, cr).await)
        });
        self.tasks.insert(task.id(), key);
    }

    fn ended(&mut self, ended: Ended) {
        match ended {
            Ok((key, reconciled)) => self.reconciled(&key, &reconciled),
            Err(error) => {
                // The reconciler contains the panics of user code; this one is the framework's own.
                let Some(key) = self.tasks.remove(&error.id()) else {
                    return;
                };
                error!(resource = %key, %error, "a reconciliation broke off and is tried again");
                self.again(&key, Some(BROKEN_OFF));
            }
        }
    }

    fn reconciled(&mut self, key: &Key, reconciled: &Reconciled) {
        self.tasks.retain(|_, running| running != key);
        if reconciled.is_complete() {
            let kind = &self.manager.controllers[key.controller].api_resource().kind;
            info!(kind, resource = %key, id = reconciled.id, "reconciled: every component is verified");
        }
        if let Some(observer) = &self.manager.observer {
            observer(&self.object_key(key), reconciled);
        }
        let after = match reconciled.requeue {
            Some(wait) if reconciled.has_failed() => Some(jittered(wait)),
            other => other,
        };
        self.again(key, after);
    }

    /// Plans the next reconciliation of a resource whose last one ended.
    fn again(&mut self, key: &Key, after: Option<Duration>) {
        self.queue.finish(key);
        if self.tracker.object(key).is_none() {
            // It went while it was reconciled, and the reconciliation may have remembered it anew.
            return self.manager.reconciler.forget(&self.object_key(key));
        }
        let period = self.manager.settings.kube_watch_manager.reconcile_period;
        let (cause, wait) = match (after, period) {
            (Some(after), _) => (Cause::Requeue, after),
            (None, Some(period)) => (Cause::Resync, period),
            (None, None) => return,
        };
        self.queue.push(key.clone(), cause, Instant::now() + wait);
    }

    fn object_key(&self, key: &Key) -> ObjectKey {
        let resource = self.manager.controllers[key.controller].api_resource();
        ObjectKey {
            api_version: resource.api_version.clone(),
            kind: resource.kind.clone(),
            namespace: key.namespace.clone(),
            name: key.name.clone(),
        }
    }

    /// Waits for running reconciliations, no longer than the grace period.
    async fn finish(mut self) {
        if self.running.is_empty() {
            return;
        }
        info!(
            running = self.running.len(),
            "waiting for running reconciliations"
        );
        let all = async {
            while let Some(ended) = self.running.join_next_with_id().await {
                let task = match ended {
                    Ok((task, _)) => task,
                    Err(error) => error.id(),
                };
                self.tasks.remove(&task);
            }
        };
        if tokio::time::timeout(self.manager.grace, all).await.is_err() {
            let resources: Vec<String> = self.tasks.values().map(Key::to_string).collect();
            warn!(
                ?resources,
                "reconciliations did not finish in time and are broken off; the next start takes them up"
            );
        }
    }
}
