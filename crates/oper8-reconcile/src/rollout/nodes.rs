//! What happens to one component in each phase.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use oper8_dag::{EdgeRef, Halt, NodeRef};

use super::{ComponentPhase, RolloutEvent};
use crate::component::{Rendered, Shortfall};
use crate::components::{Edge, Node};
use crate::error::{Error, Result};
use crate::render::render_erased;
use crate::session::Session;

/// The work on single components, with the manifests that were rendered for them so far.
pub(super) struct Nodes<'a> {
    session: &'a Session,
    rendered: Mutex<HashMap<String, Arc<Rendered>>>,
    /// What components were found to wait for, by name.
    shortfalls: Mutex<BTreeMap<String, Shortfall>>,
}

impl<'a> Nodes<'a> {
    pub(super) fn new(session: &'a Session) -> Self {
        Self {
            session,
            rendered: Mutex::new(HashMap::new()),
            shortfalls: Mutex::new(BTreeMap::new()),
        }
    }

    /// What components were found to wait for, by name; those are left out whose reason is an error.
    pub(super) fn into_shortfalls(self) -> BTreeMap<String, Shortfall> {
        self.shortfalls
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Renders a component and applies it, or deletes it where it is disabled.
    pub(super) async fn deploy(&self, node: NodeRef<'_, Node, Edge>) -> Result<(), Halt<Error>> {
        self.shortfalls().remove(node.name());
        let result = self.render_and_deploy(node).await;
        match result {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.tell(
                    node.name(),
                    ComponentPhase::Failed("it was not deployed".to_owned()),
                );
                Err(Halt::Failed(None))
            }
            Err(error) => Err(self.halt(node.name(), error)),
        }
    }

    async fn render_and_deploy(&self, node: NodeRef<'_, Node, Edge>) -> Result<bool> {
        let Node {
            component,
            disabled,
        } = node.data();
        self.tell(node.name(), ComponentPhase::Rendering);
        let rendered = Arc::new(render_erased(self.session, &**component).await?);
        self.remember(node.name(), &rendered);
        let (before, after) = match disabled {
            false => (ComponentPhase::Deploying, ComponentPhase::Deployed),
            true => (ComponentPhase::Disabling, ComponentPhase::Disabled),
        };
        self.tell(node.name(), before);
        let done = match disabled {
            false => component.deploy(self.session, &rendered).await?,
            true => component.disable(self.session, &rendered).await?,
        };
        if done {
            self.tell(node.name(), after);
        }
        Ok(done)
    }

    /// Asks a deployed component whether it is ready. Disabled ones are, as soon as they are deleted.
    pub(super) async fn verify(&self, node: NodeRef<'_, Node, Edge>) -> Result<(), Halt<Error>> {
        if node.data().disabled {
            return Ok(());
        }
        self.shortfalls().remove(node.name());
        self.tell(node.name(), ComponentPhase::Verifying);
        match self.is_ready(node).await {
            Ok(true) => {
                self.tell(node.name(), ComponentPhase::Verified);
                Ok(())
            }
            Ok(false) => {
                let rendered = self.recall(node.name());
                let shortfall = rendered.and_then(|rendered| rendered.take_shortfall());
                self.note(node.name(), shortfall);
                Err(Halt::Unverified(None))
            }
            Err(error) => Err(self.halt(node.name(), error)),
        }
    }

    async fn is_ready(&self, node: NodeRef<'_, Node, Edge>) -> Result<bool> {
        match self.recall(node.name()) {
            Some(rendered) => node.data().component.verify(self.session, &rendered).await,
            None => Ok(false),
        }
    }

    /// Whether a component may be deployed after an upstream that is. An upstream whose own verification goes wrong is not ready;
    /// it reports that itself when it is verified.
    pub(super) async fn may_deploy(
        &self,
        edge: EdgeRef<'_, Node, Edge>,
    ) -> Result<bool, Halt<Error>> {
        match edge.data() {
            Edge::Ready => {
                let upstream = edge.upstream();
                let ready = self.is_ready(upstream).await.unwrap_or(false);
                if ready {
                    self.tell(upstream.name(), ComponentPhase::Verified);
                }
                Ok(ready)
            }
            Edge::Applied | Edge::Check(_) => self.may_verify(edge).await,
        }
    }

    /// Whether a component may be verified after an upstream that is.
    pub(super) async fn may_verify(
        &self,
        edge: EdgeRef<'_, Node, Edge>,
    ) -> Result<bool, Halt<Error>> {
        let Edge::Check(check) = edge.data() else {
            return Ok(true);
        };
        let answer = check(self.session.clone()).await;
        if let Ok(false) = answer {
            let text = format!(
                "the check of `{}` does not hold yet",
                edge.upstream().name()
            );
            let shortfall = Shortfall {
                text: format!("component {}: {text}", edge.node().name()),
                rules: self.session.settings().verify,
            };
            self.note(edge.node().name(), Some(shortfall));
            self.tell(edge.node().name(), ComponentPhase::Waiting(text));
        }
        answer.map_err(|error| self.halt(edge.node().name(), error))
    }

    fn halt(&self, component: &str, error: Error) -> Halt<Error> {
        if error.is_expected() {
            self.tell(component, ComponentPhase::Waiting(error.report()));
            Halt::unverified(error)
        } else {
            tracing::warn!(component, error = error.report(), "component failed");
            self.tell(component, ComponentPhase::Failed(error.report()));
            Halt::failed(error)
        }
    }

    fn tell(&self, component: &str, phase: ComponentPhase) {
        self.session.observe(|| RolloutEvent::Component {
            component: component.to_owned(),
            phase,
        });
    }

    fn note(&self, component: &str, shortfall: Option<Shortfall>) {
        if let Some(shortfall) = shortfall {
            self.shortfalls().insert(component.to_owned(), shortfall);
        }
    }

    fn shortfalls(&self) -> MutexGuard<'_, BTreeMap<String, Shortfall>> {
        self.shortfalls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, component: &str, rendered: &Arc<Rendered>) {
        let mut all = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(component.to_owned(), Arc::clone(rendered));
    }

    fn recall(&self, component: &str) -> Option<Arc<Rendered>> {
        let all = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(component).cloned()
    }
}
