//! What happens to one component in each phase.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use oper8_dag::{EdgeRef, Halt, NodeRef};

use super::waits::Waits;
use super::{ComponentPhase, RolloutEvent};
use crate::component::{Rendered, Shortfall};
use crate::components::{Edge, Node};
use crate::dump::dump;
use crate::error::{Error, Result};
use crate::render::render_erased;
use crate::session::Session;

/// The work on single components, with the manifests that were rendered for them so far.
pub(super) struct Nodes<'a> {
    session: &'a Session,
    rendered: Mutex<HashMap<String, Arc<Rendered>>>,
    waits: &'a Waits<'a>,
}

impl<'a> Nodes<'a> {
    pub(super) fn new(session: &'a Session, waits: &'a Waits<'a>) -> Self {
        Self {
            session,
            rendered: Mutex::new(HashMap::new()),
            waits,
        }
    }

    /// Renders a component and applies it, or deletes it where it is disabled.
    pub(super) async fn deploy(&self, node: NodeRef<'_, Node, Edge>) -> Result<(), Halt<Error>> {
        self.waits.forget(node.name());
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
            Err(error) => Err(self.halt(node, error)),
        }
    }

    async fn render_and_deploy(&self, node: NodeRef<'_, Node, Edge>) -> Result<bool> {
        let Node {
            component,
            disabled,
        } = node.data();
        self.tell(node.name(), ComponentPhase::Rendering);
        let rendered = Arc::new(render_erased(self.session, &**component).await?);
        dump(self.session, &rendered, *disabled).await?;
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
        self.waits.forget(node.name());
        self.tell(node.name(), ComponentPhase::Verifying);
        match self.is_ready(node).await {
            Ok(true) => {
                self.tell(node.name(), ComponentPhase::Verified);
                Ok(())
            }
            Ok(false) => {
                let rendered = self.recall(node.name());
                let shortfall = rendered.and_then(|rendered| rendered.take_shortfall());
                self.wait(node, shortfall.unwrap_or_else(Shortfall::unexplained))?;
                Err(Halt::Unverified(None))
            }
            Err(error) => Err(self.halt(node, error)),
        }
    }

    async fn is_ready(&self, node: NodeRef<'_, Node, Edge>) -> Result<bool> {
        match self.recall(node.name()) {
            Some(rendered) => {
                rendered.take_shortfall();
                node.data().component.verify(self.session, &rendered).await
            }
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
        match check(self.session.clone()).await {
            Ok(false) => {
                let upstream = edge.upstream().name();
                let text = format!("the check of `{upstream}` does not hold yet");
                self.tell(edge.node().name(), ComponentPhase::Waiting(text.clone()));
                self.wait(edge.node(), self.shortfall(text))?;
                Ok(false)
            }
            Ok(true) => Ok(true),
            Err(error) => Err(self.halt(edge.node(), error)),
        }
    }

    /// What an error of a component means for it: an expected one makes it wait while it may.
    fn halt(&self, node: NodeRef<'_, Node, Edge>, error: Error) -> Halt<Error> {
        if !error.is_expected() {
            return self.fail(node.name(), error);
        }
        self.tell(node.name(), ComponentPhase::Waiting(error.report()));
        match self.wait(node, self.shortfall(error.report())) {
            Ok(()) => Halt::unverified(error),
            Err(halt) => halt,
        }
    }

    /// Lets a component wait, or fails it where it has done so for too long.
    fn wait(&self, node: NodeRef<'_, Node, Edge>, shortfall: Shortfall) -> Result<(), Halt<Error>> {
        self.waits
            .note(node.data(), shortfall)
            .map_err(|error| self.fail(node.name(), error))
    }

    fn fail(&self, component: &str, error: Error) -> Halt<Error> {
        tracing::warn!(component, error = error.report(), "component failed");
        self.tell(component, ComponentPhase::Failed(error.report()));
        Halt::failed(error)
    }

    /// What no rule of a kind has said.
    fn shortfall(&self, text: String) -> Shortfall {
        Shortfall {
            text,
            rules: self.session.settings().verify,
        }
    }

    fn tell(&self, component: &str, phase: ComponentPhase) {
        self.session.observe(|| RolloutEvent::Component {
            component: component.to_owned(),
            phase,
        });
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
