//! `run`: serve, or roll one custom resource out and end with its outcome.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kube_client::Client;
use oper8_config::{Config, WatchManagerKind};
use oper8_deploy_manager::{
    ApplyOptions, Change, DeployError, DeployManager as _, DeploySettings, KubeDeployManager,
    ObjectKey, OwnerReferences, redact_secret,
};
use oper8_reconcile::{DEFAULT_NAMESPACE, Error, ReconcileManager, Reconciled, Skipped, report};
use oper8_watch_managers::filters::{EventType, Filter, FilterSet};
use oper8_watch_managers::{KubeWatchManager, ReconcileObserver, WatchManager as _, shutdown};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::args::Run;
use crate::cluster::connect;
use crate::definitions::install;
use crate::embedded::Embedded;
use crate::failure::Failure;
use crate::input;
use crate::operator::{Operator, print};
use crate::unrest::Unrest;
use crate::view::View;

/// What a dry run shows in the place of a secret.
const HIDDEN: &str = "(hidden; --show-secrets shows it)";

/// How long a dry run waits for other resources once its own is done: its workloads do not keep it waiting.
const REST: Duration = Duration::from_secs(20);

/// How long a timeout lasts that is longer than the clock can tell.
const NEVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Serves until told to stop; with `--cr`, until that resource's rollout is over.
pub(crate) async fn run(
    operator: &Operator,
    args: Run,
    settings: Arc<Config>,
) -> Result<(), Failure> {
    let job = Job::read(operator, &args)?;
    let (dry_run, settings) = dry_run(&args, settings)?;
    if dry_run && job.is_none() {
        return Err(Failure::usage(
            "a dry run needs a custom resource: give --cr FILE",
        ));
    }
    let folder = Arc::new(OnceLock::new());
    let made = Arc::clone(&folder);
    // A second signal ends the process where it is, and nothing is dropped then.
    let stop = shutdown::on_signal_with(move || folder.get().into_iter().for_each(remove));
    let cluster = match (dry_run, args.embedded) {
        (true, _) => Some(Embedded::in_memory()?),
        (false, true) => Some(Embedded::serve(&made).await?),
        (false, false) => None,
    };
    let client = match &cluster {
        Some(cluster) => cluster.client(),
        None => connect(&args.cluster).await?,
    };
    let view = if dry_run {
        View::new(anstream::stderr())
    } else {
        View::new(anstream::stdout())
    };
    if let Some(banner) = cluster.as_ref().and_then(Embedded::banner) {
        view.say(banner);
    }
    if cluster.is_some() || args.install_crd {
        for name in install(operator, &client).await? {
            view.say(format_args!("custom resource definition {name} installed"));
        }
    }
    let serving = Serving {
        operator,
        embedded: cluster.is_some(),
        client,
        settings,
        view: view.clone(),
        stop,
    };
    let result = match job {
        None => serving.serve().await,
        Some(job) => serving.roll_out(job, &args, dry_run).await,
    };
    if let Some(cluster) = cluster {
        cluster.shutdown().await;
    }
    result.and_then(|()| view.written())
}

fn remove(folder: &PathBuf) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::warn!(folder = %folder.display(), %error, "the folder of the embedded cluster stays");
    }
}

/// Whether this is a dry run, by option or by setting, and the settings for it: its workloads become ready, so that the rollout
/// is the same as elsewhere, verification included.
fn dry_run(args: &Run, settings: Arc<Config>) -> Result<(bool, Arc<Config>), Failure> {
    match settings.watch_manager {
        WatchManagerKind::Ansible => {
            let text = "watch_manager: this version has no ansible, only kube and dry-run";
            return Err(Failure::usage(text));
        }
        kind => {
            let by_setting = settings.dry_run || kind == WatchManagerKind::DryRun;
            if !args.dry_run && !by_setting {
                return Ok((false, settings));
            }
        }
    }
    let cluster = &args.cluster;
    let given = [
        ("--embedded", args.embedded),
        ("--kubeconfig", cluster.kubeconfig.is_some()),
        ("--context", cluster.context.is_some()),
        ("--keep-running", args.keep_running),
    ];
    if let Some((name, _)) = given.into_iter().find(|(_, given)| *given) {
        return Err(Failure::usage(format!("{name} has no place in a dry run")));
    }
    let mut settings = Config::clone(&settings);
    settings.dry_run = false;
    Ok((true, Arc::new(settings)))
}

/// What `--cr` and `--resources` name.
struct Job {
    cr: Value,
    resources: Vec<Value>,
}

impl Job {
    fn read(operator: &Operator, args: &Run) -> Result<Option<Self>, Failure> {
        let Some(path) = &args.cr else {
            return Ok(None);
        };
        let cr = input::custom_resource(path)?;
        operator.controller_of(&cr)?;
        let resources = match &args.resources {
            Some(path) => input::resources(path)?,
            None => Vec::new(),
        };
        Ok(Some(Self { cr, resources }))
    }
}

struct Serving<'a> {
    operator: &'a Operator,
    /// Whether the cluster is this process's own, and ends with it.
    embedded: bool,
    client: Client,
    settings: Arc<Config>,
    view: View,
    stop: CancellationToken,
}

impl Serving<'_> {
    async fn serve(self) -> Result<(), Failure> {
        let reconciler = ReconcileManager::new(self.deploy_manager(), Arc::clone(&self.settings));
        let manager = self.watch_manager(reconciler, &self.settings)?;
        self.view.say("watching; stop with Ctrl-C");
        manager.run(self.stop).await.map_err(Failure::failed)
    }

    /// Applies the custom resource, and rolls it out.
    async fn roll_out(self, job: Job, args: &Run, dry_run: bool) -> Result<(), Failure> {
        let deploy_manager = self.deploy_manager();
        let key = self.apply(&deploy_manager, job).await?;
        let (tell, mut outcomes) = mpsc::unbounded_channel();
        let unrest = Unrest::default();
        let reconciler = ReconcileManager::new(deploy_manager.clone(), Arc::clone(&self.settings))
            .with_observer(self.view.observer(key.clone()));
        let mut settings = Config::clone(&self.settings);
        if !args.keep_running {
            settings.watch_namespace = key.namespace.iter().cloned().collect();
        }
        let mut manager = self
            .watch_manager(reconciler, &Arc::new(settings))?
            .observer(observer(
                key.clone(),
                self.settings.manage_status,
                tell,
                unrest.clone(),
            ));
        if !args.keep_running {
            manager = manager.filters(only(key.clone()));
        }
        let started = Instant::now();
        let deadline = started.checked_add(args.timeout).unwrap_or(started + NEVER);
        let done = self.stop.child_token();
        let watching = tokio::spawn(match dry_run {
            true => Box::pin(manager.run_until_quiet(done.clone())) as Watching,
            false => Box::pin(manager.run(done.clone())),
        });
        let outcome = self.outcome(&key, &mut outcomes, deadline).await;
        self.report(&deploy_manager, &key, started.elapsed()).await;
        if args.keep_running {
            if let Err(failure) = &outcome {
                self.view.say(format_args!("error: {failure}"));
            }
            self.view.say("watching; stop with Ctrl-C");
            self.stop.cancelled().await;
        }
        if !dry_run || outcome.is_err() {
            done.cancel();
        }
        let rest = deadline.min(Instant::now() + REST);
        let ended = tokio::select! {
            ended = watching => Some(ended),
            // A dry run goes on until nothing is left to do, which other resources may put off for ever.
            () = sleep_until(rest), if dry_run => None,
        };
        match ended {
            Some(Ok(watched)) => watched.map_err(Failure::failed)?,
            Some(Err(error)) => return Err(Failure::failed(error)),
            None => {
                done.cancel();
                // What keeps its own resource is the more to be told.
                outcome?;
                return Err(Failure::failed(format!(
                    "the dry run does not come to rest: {}",
                    unrest.tell()
                )));
            }
        }
        if dry_run {
            self.print_objects(&deploy_manager, &key, args.show_secrets)
                .await?;
        }
        outcome
    }

    fn deploy_manager(&self) -> KubeDeployManager {
        KubeDeployManager::new(self.client.clone(), &DeploySettings::from(&*self.settings))
    }

    fn watch_manager(
        &self,
        reconciler: ReconcileManager,
        settings: &Arc<Config>,
    ) -> Result<KubeWatchManager, Failure> {
        let controllers = self.operator.controllers.iter().cloned();
        let client = self.client.clone();
        KubeWatchManager::new(client, reconciler, controllers, Arc::clone(settings))
            .map_err(Failure::usage)
    }

    /// Applies what the files hold; returns the custom resource's key.
    async fn apply(&self, cluster: &KubeDeployManager, job: Job) -> Result<ObjectKey, Failure> {
        let options = ApplyOptions::default().owner(OwnerReferences::Leave);
        let mut key = None;
        for mut resource in job.resources.into_iter().chain([job.cr]) {
            self.default_namespace(&mut resource);
            self.ensure_namespace(cluster, &resource).await?;
            let applied = cluster
                .apply(&resource, &options)
                .await
                .map_err(|error| refused(&error))?;
            self.view
                .say(format_args!("{} {}", applied.key, done(applied.change)));
            key = Some(applied.key);
        }
        key.ok_or_else(|| Failure::usage("there is no custom resource to apply"))
    }

    /// A namespaced resource without a namespace goes where kubectl would put it.
    fn default_namespace(&self, resource: &mut Value) {
        let named = !resource["metadata"]["namespace"].is_null();
        if named || !is_namespaced(resource) {
            return;
        }
        let namespace = match self.client.default_namespace() {
            "" => DEFAULT_NAMESPACE,
            name => name,
        };
        resource["metadata"]["namespace"] = namespace.into();
    }

    /// An embedded cluster starts empty: the namespace of a resource is made with it.
    async fn ensure_namespace(
        &self,
        cluster: &KubeDeployManager,
        resource: &Value,
    ) -> Result<(), Failure> {
        let Some(name) = resource["metadata"]["namespace"].as_str() else {
            return Ok(());
        };
        let key = ObjectKey::new("v1", "Namespace", None, name);
        let failed = |error| Failure::failed(report(&error));
        if !self.embedded || cluster.get(&key).await.map_err(failed)?.is_some() {
            return Ok(());
        }
        let namespace =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        let options = ApplyOptions::default().owner(OwnerReferences::Leave);
        cluster.apply(&namespace, &options).await.map_err(failed)?;
        self.view.say(format_args!("namespace {name} created"));
        Ok(())
    }

    /// Waits for the outcome of the rollout.
    async fn outcome(
        &self,
        key: &ObjectKey,
        outcomes: &mut mpsc::UnboundedReceiver<Outcome>,
        deadline: Instant,
    ) -> Result<(), Failure> {
        let mut last = String::from("it was not reconciled");
        loop {
            let outcome = tokio::select! {
                outcome = outcomes.recv() => outcome,
                () = self.stop.cancelled() => return Err(Failure::failed("stopped before the rollout was over")),
                () = sleep_until(deadline) => {
                    return Err(Failure::failed(format!("{key} is not stable in time: {last}")));
                }
            };
            match outcome {
                Some(Outcome::Complete) => return Ok(()),
                Some(Outcome::Waits(reason)) => last = reason,
                Some(Outcome::Failed(reason)) => {
                    let failures = self.view.failures();
                    let reason = if failures.is_empty() {
                        reason
                    } else {
                        failures.join("; ")
                    };
                    return Err(Failure::failed(format!(
                        "the rollout of {key} failed: {reason}"
                    )));
                }
                None => {
                    return Err(Failure::failed(format!(
                        "the rollout of {key} broke off: {last}"
                    )));
                }
            }
        }
    }

    /// Shows the final status as far as it can be had, and what the rollout did.
    async fn report(&self, cluster: &KubeDeployManager, key: &ObjectKey, took: Duration) {
        let status = match cluster.get(key).await {
            Ok(Some(cr)) => yaml(&cr["status"]).unwrap_or_else(|failure| failure.to_string()),
            Ok(None) => "it is gone\n".to_owned(),
            Err(error) => format!("{}\n", report(&error)),
        };
        let seconds = took.as_secs_f64();
        self.view
            .say(format_args!("\nstatus of {key} after {seconds:.1} s:"));
        for line in status.lines() {
            self.view.say(format_args!("  {line}"));
        }
        self.view.say("\nwhat the rollout did:");
        self.view.summary();
    }

    /// Prints the custom resource and what was applied, as YAML documents.
    async fn print_objects(
        &self,
        cluster: &KubeDeployManager,
        key: &ObjectKey,
        show_secrets: bool,
    ) -> Result<(), Failure> {
        for key in std::iter::once(key.clone()).chain(self.view.applied()) {
            let object = cluster
                .get(&key)
                .await
                .map_err(|error| Failure::failed(report(&error)))?;
            if let Some(object) = object {
                let mut object = Value::clone(&object);
                if let Some(metadata) = object["metadata"].as_object_mut() {
                    metadata.remove("managedFields");
                }
                if !show_secrets {
                    redact_secret(&mut object, HIDDEN);
                }
                print(&format!("---\n{}", yaml(&object)?))?;
            }
        }
        Ok(())
    }
}

/// A running watch manager.
type Watching =
    std::pin::Pin<Box<dyn Future<Output = Result<(), oper8_watch_managers::WatchError>> + Send>>;

/// How far the custom resource is after a reconciliation.
enum Outcome {
    Complete,
    Waits(String),
    Failed(String),
}

fn done(change: Change) -> &'static str {
    match change {
        Change::Created => "created",
        Change::Updated => "updated",
        _ => "unchanged",
    }
}

/// Tells the outcomes of the resource `key`, and notes what each resource leaves open.
fn observer(
    key: ObjectKey,
    manage_status: bool,
    tell: mpsc::UnboundedSender<Outcome>,
    unrest: Unrest,
) -> ReconcileObserver {
    Arc::new(move |reconciled_key, reconciled| {
        let outcome = outcome(reconciled, manage_status);
        let open = match &outcome {
            Outcome::Waits(reason) | Outcome::Failed(reason) => Some(reason.as_str()),
            Outcome::Complete => None,
        };
        unrest.note(
            reconciled_key,
            open.filter(|_| reconciled.skipped.is_none()),
        );
        if *reconciled_key == key {
            // After the outcome was taken nobody listens any more.
            let _ = tell.send(outcome);
        }
    })
}

/// Where nobody writes a status, what the rollout itself says is all there is.
fn outcome(reconciled: &Reconciled, manage_status: bool) -> Outcome {
    let reason = match (reconciled.failure.as_ref(), reconciled.skipped) {
        (Some(failure), _) if failure.place.is_empty() => failure.error.report(),
        (Some(failure), _) => format!("{}: {}", failure.place, failure.error.report()),
        (None, Some(Skipped::Paused)) => "it is paused by annotation".to_owned(),
        (None, Some(_)) => "it is being deleted".to_owned(),
        (None, None) => "not every component is verified".to_owned(),
    };
    let passes = reconciled.error().is_some_and(|error| may_pass(error));
    if (reconciled.has_failed() && !passes) || reconciled.skipped.is_some() {
        Outcome::Failed(reason)
    } else if reconciled.is_complete() && (reconciled.requeue.is_none() || !manage_status) {
        Outcome::Complete
    } else {
        Outcome::Waits(reason)
    }
}

/// A resource from a file that the cluster does not take: the input is wrong where the cluster says so.
fn refused(error: &DeployError) -> Failure {
    let text = report(error);
    match (error, error.code()) {
        (DeployError::UnknownKind { .. }, _) => Failure::usage(format!(
            "{text}; is its definition installed? (--install-crd installs the operator's own)"
        )),
        (_, Some(400 | 422 | 500)) => Failure::usage(text),
        _ => Failure::failed(text),
    }
}

/// Whether the operator's own next try may succeed with nothing changed.
fn may_pass(error: &Error) -> bool {
    matches!(error, Error::Deploy(error) if error.is_retryable())
}

/// The standard filters, and of the kind of `key` no other resource.
fn only(key: ObjectKey) -> FilterSet {
    FilterSet::all([
        FilterSet::standard().or_temporary_patches(),
        FilterSet::one(move |_| Only(key.clone())),
    ])
}

struct Only(ObjectKey);

impl Filter for Only {
    fn test(&self, object: &Value, _event: EventType) -> Option<bool> {
        let same_kind = object["kind"] == self.0.kind.as_str();
        let same_name = object["metadata"]["name"] == self.0.name.as_str();
        Some(!same_kind || same_name)
    }
}

/// Whether a resource of this kind lives in a namespace; kinds that are not built in are taken to.
fn is_namespaced(resource: &Value) -> bool {
    let text = |key: &str| resource[key].as_str().unwrap_or_default();
    let (group, version) = text("apiVersion")
        .split_once('/')
        .unwrap_or(("", text("apiVersion")));
    oper8_schema::kinds::find(group, version, text("kind")).is_none_or(|kind| kind.namespaced)
}

pub(crate) fn yaml(value: &Value) -> Result<String, Failure> {
    serde_saphyr::to_string(value)
        .map_err(|error| Failure::failed(format!("could not write YAML: {error}")))
}
