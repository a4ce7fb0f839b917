//! The events of one kind in one scope, without an end: whatever happens to the connection, the stream resumes.

use std::time::Duration;

use futures_util::StreamExt as _;
use kube_client::Api;
use kube_core::{ApiResource, DynamicObject};
use kube_runtime::watcher::{self, Event};
use tokio::sync::mpsc;
use tracing::{error, warn};

use crate::backoff::Backoff;

/// What is watched: a kind, in one namespace or in all.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) resource: ApiResource,
    /// `None` for all namespaces.
    pub(crate) namespace: Option<String>,
}

impl Scope {
    fn api(&self, client: kube_client::Client) -> Api<DynamicObject> {
        match &self.namespace {
            Some(namespace) => Api::namespaced_with(client, namespace, &self.resource),
            None => Api::all_with(client, &self.resource),
        }
    }
}

/// How a watch that fails is tried again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retry {
    /// The longest delay between two tries.
    pub(crate) delay: Duration,
    /// After how many failures in a row they are logged as errors.
    pub(crate) count: u32,
}

/// Sends the events of `scope` to `events`, each marked with `watch`, until the receiver is gone.
///
/// A lost connection resumes from the last revision; where the server no longer has it, everything is listed again, so
/// that deletions in the gap are noticed. A kind that the server does not serve is tried until it does.
pub(crate) async fn forward(
    client: kube_client::Client,
    scope: Scope,
    watch: usize,
    retry: Retry,
    events: mpsc::Sender<(usize, Event<DynamicObject>)>,
) {
    let backoff = Backoff::new(Duration::from_millis(100), retry.delay);
    let mut failures = 0;
    loop {
        let config = watcher::Config::default();
        let mut stream = watcher::watcher(scope.api(client.clone()), config).boxed();
        while let Some(event) = stream.next().await {
            let problem = match event {
                Ok(event) => {
                    // A started list is no success yet: `Init` comes before the first request.
                    if !matches!(event, Event::Init) {
                        failures = 0;
                    }
                    if events.send((watch, event)).await.is_err() {
                        return;
                    }
                    continue;
                }
                Err(problem) => problem,
            };
            failures += 1;
            report(&scope, &problem, failures, retry.count);
            tokio::time::sleep(backoff.delay(failures)).await;
            if is_gone(&problem) {
                // The watcher would ask for the same revision again.
                break;
            }
        }
    }
}

/// Whether the server said, when a watch was started, that it no longer has the revision.
fn is_gone(problem: &watcher::Error) -> bool {
    match problem {
        watcher::Error::WatchStartFailed(kube_client::Error::Api(status)) => status.code == 410,
        _ => false,
    }
}

fn report(scope: &Scope, problem: &watcher::Error, failures: u32, limit: u32) {
    let kind = &scope.resource.kind;
    let namespace = scope.namespace.as_deref().unwrap_or("all");
    let problem = oper8_reconcile::report(problem);
    if failures <= limit {
        warn!(%kind, %namespace, error = %problem, failures, "a watch failed and is tried again");
    } else {
        error!(%kind, %namespace, error = %problem, failures, "a watch keeps failing: is the kind installed, and may the operator list and watch it?");
    }
}
