//! Having the operator work: one reconciliation, all that there are to do, or its watch manager.

use std::collections::BTreeMap;
use std::time::Duration;

use oper8_deploy_manager::ObjectKey;
use oper8_reconcile::{AnyController, ReconcileManager, Reconciled, Session, report};
use oper8_watch_managers::KubeWatchManager;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::{is_paused, shown};
use crate::cluster::{TestCluster, lock, operator_client};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::manifests::Manifests;
use crate::object::{Named, Object};
use crate::operator::RunningOperator;
use crate::reconciliation::{Reconciliation, Settled, status_of};
use crate::writes::Writes;

/// How long an operator may take to come to rest: where time costs nothing, and where it passes by itself.
const PATIENCE: Duration = Duration::from_secs(60 * 60);
const REAL_PATIENCE: Duration = Duration::from_secs(30);

/// How often in a row a try may follow another one at once, because something has changed: an operator that changes something each
/// time must not keep time from passing.
const AT_ONCE: u32 = 100;
const FIRST_WAIT: Duration = Duration::from_secs(1);

impl TestCluster {
    /// Reconciles a custom resource once, as the cluster has it now: what an operator does when the resource has changed.
    ///
    /// Where workloads are ready at once, as they are unless the test says otherwise, one reconciliation sees a whole rollout
    /// through. With [`Builder::ready_after`](crate::Builder::ready_after) components wait for each other as they do in a real
    /// cluster, and a rollout takes several.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`] when it is not in the cluster, [`Error::NoController`] when nobody reconciles its kind. What goes wrong
    /// in the reconciliation is no error but part of the answer.
    pub async fn reconcile(&self, cr: impl Named) -> Result<Reconciliation> {
        let cr = self
            .expect(
                cr,
                "apply it before it is reconciled; if it was deleted, it is gone",
            )
            .await?;
        self.reconcile_once(&cr).await
    }

    /// Reconciles every custom resource of the operator's kinds until nothing is left to do: each is complete, or fails
    /// again though nothing has changed. Between two tries time passes, which costs nothing with
    /// `#[tokio::test(start_paused = true)]`; where something has changed meanwhile, the next try is made at once.
    ///
    /// # Errors
    ///
    /// [`Error::NotSettled`] says what is waited for when that takes more than an hour, or half a minute where time is not paused.
    pub async fn settle(&self) -> Result<Settled> {
        let patience = patience();
        let settled = self.settle_for(patience).await?;
        if settled.at_rest {
            return Ok(settled);
        }
        let state: Vec<String> = settled.last().iter().map(|it| it.summary()).collect();
        Err(not_settled(patience, &state))
    }

    /// As [`settle`](Self::settle), for so much time at most; what is still waited for then is no error.
    ///
    /// # Errors
    ///
    /// Only when the cluster itself cannot be asked.
    pub async fn settle_for(&self, time: Duration) -> Result<Settled> {
        let start = Instant::now();
        let written = self.writes().len();
        let mut settled = self.settled();
        let mut at_once = 0;
        loop {
            let before = self.revision().await?;
            let round = self.round(&mut settled).await?;
            self.server.caught_up().await;
            settled.elapsed = start.elapsed();
            settled.writes = self.writes_since(written);
            let moved = round.seen != self.generations().await?;
            let changed = moved || self.revision().await? != before;
            // A failure is believed when it comes back though nothing has changed.
            if !moved && round.wait.is_none() && !(round.failed && changed) {
                settled.at_rest = true;
                return Ok(settled);
            }
            if settled.elapsed >= time {
                return Ok(settled);
            }
            at_once += 1;
            if !changed || at_once > AT_ONCE {
                at_once = 0;
                let wait = round.wait.unwrap_or(FIRST_WAIT);
                tokio::time::sleep(wait.min(time - settled.elapsed)).await;
                self.server.caught_up().await;
            }
        }
    }

    /// Runs the operator's watch manager, as `run` does, until nothing is left to do.
    ///
    /// # Errors
    ///
    /// [`Error::NotSettled`] as for [`settle`](Self::settle); a resource that fails for good is tried again for good here.
    pub async fn run_until_quiet(&self) -> Result<Settled> {
        let start = Instant::now();
        let written = self.writes().len();
        let (manager, mut outcomes) = self.watch_manager()?;
        let stop = CancellationToken::new();
        let patience = patience();
        let ended = tokio::time::timeout(patience, manager.run_until_quiet(stop)).await;
        let mut settled = self.settled();
        settled.at_rest = ended.is_ok();
        settled.elapsed = start.elapsed();
        settled.writes = self.writes_since(written);
        while let Ok((key, reconciled)) = outcomes.try_recv() {
            let reconciliation = self.reconciliation(key, reconciled).await?;
            settled.reconciliations.push(reconciliation);
        }
        match ended {
            Ok(result) => result.map_err(|error| Error::Setup(report(&error)))?,
            Err(_) => {
                let state: Vec<String> = settled.last().iter().map(|it| it.summary()).collect();
                return Err(not_settled(patience, &state));
            }
        }
        Ok(settled)
    }

    /// Starts the operator's watch manager beside the test, as `run` does: for what happens while it works, its end in the middle
    /// of something, and the start of the next one.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when there is nothing to watch.
    pub fn run_operator(&self) -> Result<RunningOperator> {
        let (manager, outcomes) = self.watch_manager()?;
        let namespace = self.namespace().to_owned();
        Ok(RunningOperator::start(manager, outcomes, namespace))
    }

    /// Renders what the operator would apply for a custom resource, and applies nothing. It need not be in the cluster.
    ///
    /// # Errors
    ///
    /// [`Error::NoController`], and [`Error::Operator`] with whatever the controller or a component returned.
    pub async fn render(&self, cr: impl Serialize) -> Result<Manifests> {
        let cr = self.whole(cr)?;
        let controller = self.controller_of(&cr)?;
        let rendered = self.manager().render(controller, cr).await?;
        Ok(Manifests::of(&rendered))
    }

    /// The session that a reconciliation of a custom resource would have: for a test of one component or one function. It need not
    /// be in the cluster.
    ///
    /// # Errors
    ///
    /// [`Error::NoController`], and [`Error::Operator`] when the custom resource or its configuration is wrong.
    pub async fn session(&self, cr: impl Serialize) -> Result<Session> {
        let cr = self.whole(cr)?;
        let controller = self.controller_of(&cr)?;
        Ok(self.manager().session(controller, cr).await?)
    }

    /// Nothing yet.
    fn settled(&self) -> Settled {
        Settled {
            namespace: self.namespace().to_owned(),
            reconciliations: Vec::new(),
            writes: Writes::default(),
            elapsed: Duration::ZERO,
            at_rest: false,
        }
    }

    /// What was written after so many writes.
    fn writes_since(&self, count: usize) -> Writes {
        let mut writes = self.writes();
        writes.0.drain(..count.min(writes.len()));
        writes
    }

    fn whole(&self, cr: impl Serialize) -> Result<Value> {
        let mut cr: Value = Manifest::of(cr).into();
        Object::new(cr.clone())?;
        if cr["metadata"]["namespace"].is_null() {
            cr["metadata"]["namespace"] = self.namespace().into();
        }
        Ok(cr)
    }

    fn manager(&self) -> ReconcileManager {
        lock(&self.manager).clone()
    }

    fn controller_of(&self, cr: &Value) -> Result<&AnyController> {
        let is_for = |controller: &&AnyController| {
            let resource = controller.api_resource();
            cr["apiVersion"] == resource.api_version && cr["kind"] == resource.kind
        };
        self.controllers.iter().find(is_for).ok_or_else(|| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let known = self.controllers.iter().map(|controller| {
                let resource = controller.api_resource();
                format!("{} {}", resource.api_version, resource.kind)
            });
            let known: Vec<String> = known.collect();
            Error::NoController {
                kind: format!("{} {}", text(&cr["apiVersion"]), text(&cr["kind"])),
                known: match known.is_empty() {
                    true => "no kind at all".to_owned(),
                    false => known.join(", "),
                },
            }
        })
    }

    async fn reconcile_once(&self, cr: &Object) -> Result<Reconciliation> {
        let controller = self.controller_of(cr.value())?;
        let before = self.writes().len();
        let reconciled = self
            .manager()
            .reconcile(controller, cr.value().clone())
            .await;
        let mut reconciliation = self.reconciliation(cr.key().clone(), reconciled).await?;
        reconciliation.writes = Some(self.writes_since(before));
        Ok(reconciliation)
    }

    /// What is known of a reconciliation, but for its writes.
    async fn reconciliation(
        &self,
        key: ObjectKey,
        reconciled: Reconciled,
    ) -> Result<Reconciliation> {
        let cr = self.read(&key).await?;
        Ok(Reconciliation {
            status: status_of(&key, cr.as_ref()),
            events: self.events.take(&reconciled.id),
            writes: None,
            key,
            reconciled,
        })
    }

    /// Reconciles each custom resource once.
    async fn round(&self, settled: &mut Settled) -> Result<Round> {
        let mut round = Round {
            seen: self.generations().await?,
            wait: None,
            failed: false,
        };
        for key in round.seen.keys() {
            // It may have gone with another one.
            let Some(cr) = self.read(key).await? else {
                continue;
            };
            let reconciliation = self.reconcile_once(&cr).await?;
            match reconciliation.requeue() {
                Some(_) if has_failed_for_good(&reconciliation.reconciled) => round.failed = true,
                Some(wait) => {
                    round.wait = Some(round.wait.map_or(wait, |other| other.min(wait)));
                }
                None => {}
            }
            settled.reconciliations.push(reconciliation);
        }
        Ok(round)
    }

    /// The custom resources of the operator's kinds, with what tells a change that an operator acts upon.
    async fn generations(&self) -> Result<BTreeMap<ObjectKey, Value>> {
        let mut found = BTreeMap::new();
        for controller in &self.controllers {
            let resource = controller.api_resource();
            for cr in self.list(&resource.api_version, &resource.kind).await? {
                let metadata = &cr["metadata"];
                let state = [
                    &metadata["generation"],
                    &metadata["annotations"],
                    &metadata["deletionTimestamp"],
                    &metadata["uid"],
                ];
                let state = state.into_iter().cloned().collect();
                found.insert(cr.key().clone(), state);
            }
        }
        Ok(found)
    }

    /// The revision of the newest write to the cluster.
    async fn revision(&self) -> Result<Option<String>> {
        let namespaces =
            kube_client::Api::<k8s_openapi::api::core::v1::Namespace>::all(self.client());
        let list = namespaces
            .list_metadata(&Default::default())
            .await
            .map_err(|error| Error::refused("list", "namespaces", &error))?;
        Ok(list.metadata.resource_version)
    }

    fn watch_manager(&self) -> Result<(KubeWatchManager, Outcomes)> {
        let (tell, outcomes) = mpsc::unbounded_channel();
        let manager = KubeWatchManager::new(
            operator_client(&self.server),
            self.manager(),
            self.controllers.iter().cloned(),
            self.settings.clone(),
        )
        .map_err(|error| Error::Setup(report(&error)))?
        .observer(std::sync::Arc::new(move |key, reconciled| {
            // Nobody listens any more when the test is over.
            let _ = tell.send((key.clone(), reconciled.clone()));
        }));
        Ok((manager, outcomes))
    }
}

/// The reconciliations that a watch manager tells of.
pub(crate) type Outcomes = mpsc::UnboundedReceiver<(ObjectKey, Reconciled)>;

/// One reconciliation of each custom resource.
struct Round {
    /// Those that there were, and in which state.
    seen: BTreeMap<ObjectKey, Value>,
    /// The shortest wait of those that are to be tried again.
    wait: Option<Duration>,
    /// Whether one has failed, and time alone will not mend it.
    failed: bool,
}

/// Whether time alone does not mend it: all failures but those of the cluster.
fn has_failed_for_good(reconciled: &Reconciled) -> bool {
    let may_pass = reconciled.error().is_some_and(|error| match &**error {
        oper8_reconcile::Error::Deploy(error) => error.is_retryable(),
        _ => false,
    });
    reconciled.has_failed() && !may_pass
}

fn patience() -> Duration {
    if is_paused() { PATIENCE } else { REAL_PATIENCE }
}

pub(crate) fn not_settled(waited: Duration, state: &[String]) -> Error {
    let hint = match is_paused() {
        true => "; `settle_for` gives it another time, and does not fail",
        false => {
            "; time is not paused: with `#[tokio::test(start_paused = true)]` waiting costs nothing"
        }
    };
    Error::NotSettled {
        waited: shown(waited),
        state: match state.is_empty() {
            true => "nothing was reconciled".to_owned(),
            false => state.join("; "),
        },
        hint: hint.to_owned(),
    }
}
