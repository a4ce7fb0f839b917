//! The watch manager over a Kubernetes client: a real cluster's, or an embedded one's.

mod events;
mod run;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use kube_client::Client;
use oper8_config::{Config, WatchFilter};
use oper8_reconcile::{AnyController, ReconcileManager};
use tokio_util::sync::CancellationToken;

use crate::filters::FilterSet;
use crate::manager::{ReconcileObserver, WatchError, WatchManager};

/// How long running reconciliations may take after the manager was told to stop. Kubernetes kills a pod 30 s after
/// asking it to stop.
const GRACE: Duration = Duration::from_secs(25);

/// Watches the kinds of its controllers, in the namespaces of the settings, and reconciles what passes the filters.
///
/// # Guarantees
///
/// No resource is reconciled twice at once. Nothing is lost: a dropped connection resumes, an expired one lists again, a
/// change during a reconciliation is served after it, and every resource comes back after the setting
/// `kube_watch_manager.reconcile_period`.
pub struct KubeWatchManager {
    client: Client,
    reconciler: Arc<ReconcileManager>,
    controllers: Vec<AnyController>,
    settings: Arc<Config>,
    filters: FilterSet,
    observer: Option<ReconcileObserver>,
    grace: Duration,
}

impl KubeWatchManager {
    /// A manager that watches with `client` and reconciles with `reconciler`.
    ///
    /// # Errors
    ///
    /// [`WatchError`] when two controllers want one kind, or none is left to run.
    pub fn new(
        client: Client,
        reconciler: ReconcileManager,
        controllers: impl IntoIterator<Item = AnyController>,
        settings: Arc<Config>,
    ) -> Result<Self, WatchError> {
        let wanted = settings.controller_name.clone();
        let controllers: Vec<AnyController> = controllers
            .into_iter()
            .filter(|controller| wanted.is_empty() || controller.name() == wanted)
            .collect();
        if controllers.is_empty() {
            return Err(WatchError::NoController(wanted));
        }
        one_per_kind(&controllers)?;
        let filters = match settings.kube_watch_manager.filter {
            WatchFilter::Annotation => FilterSet::annotation(),
            WatchFilter::UserAnnotation => FilterSet::user_annotation(),
            _ => FilterSet::standard(),
        };
        Ok(Self {
            client,
            reconciler: Arc::new(reconciler),
            controllers,
            settings,
            filters: filters.or_temporary_patches(),
            observer: None,
            grace: GRACE,
        })
    }

    /// Uses `filters` in the place of those that the settings name, and nothing else: with
    /// [`FilterSet::or_temporary_patches`] they let changes of temporary patches pass as well.
    #[must_use]
    pub fn filters(mut self, filters: FilterSet) -> Self {
        self.filters = filters;
        self
    }

    /// Tells `observer` of each reconciliation that ended.
    #[must_use]
    pub fn observer(mut self, observer: ReconcileObserver) -> Self {
        self.observer = Some(observer);
        self
    }

    /// How long running reconciliations may take after the manager was told to stop; 25 s unless it is given.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Runs until nothing is left to do: every resource is known, none is being reconciled, and none waits for a
    /// reconciliation other than the periodic one. This is what a dry run does.
    ///
    /// A resource that fails for good is tried again for good: give `shutdown` a limit.
    ///
    /// # Errors
    ///
    /// As [`WatchManager::run`].
    pub async fn run_until_quiet(self, shutdown: CancellationToken) -> Result<(), WatchError> {
        run::run(self, shutdown, run::Until::Quiet).await;
        Ok(())
    }
}

impl WatchManager for KubeWatchManager {
    async fn run(self, shutdown: CancellationToken) -> Result<(), WatchError> {
        run::run(self, shutdown, run::Until::Stopped).await;
        Ok(())
    }
}

impl fmt::Debug for KubeWatchManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KubeWatchManager")
            .field("controllers", &self.controllers)
            .field("namespaces", &self.settings.watch_namespace)
            .field("filters", &self.filters)
            .finish_non_exhaustive()
    }
}

fn one_per_kind(controllers: &[AnyController]) -> Result<(), WatchError> {
    let mut seen = BTreeMap::new();
    for controller in controllers {
        let resource = controller.api_resource();
        let kind = format!("{}/{}", resource.api_version, resource.kind);
        if let Some(first) = seen.insert(kind.clone(), controller) {
            return Err(WatchError::TwoControllers {
                kind,
                first: first.name().to_owned(),
                second: controller.name().to_owned(),
            });
        }
    }
    Ok(())
}
