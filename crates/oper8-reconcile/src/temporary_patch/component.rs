//! The one component of a patch: the note of it in the target's annotation.

use std::sync::{Arc, Mutex, PoisonError};

use oper8_deploy_manager::{DeployManager as _, ObjectKey};
use oper8_patch::{PatchReference, TEMPORARY_PATCHES_ANNOTATION};
use oper8_status::Clock;

use super::annotation::{attached, detached};
use crate::component::{Component, Rendered};
use crate::error::{Error, Result};
use crate::session::Session;

/// A patch in the annotation of its target.
pub(super) struct Attachment {
    pub(super) target: ObjectKey,
    pub(super) is_patchable: bool,
    pub(super) reference: PatchReference,
    pub(super) generation: Option<i64>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Component for Attachment {
    fn name(&self) -> &str {
        "temporarypatch"
    }

    async fn deploy(&self, session: &Session, _rendered: &Rendered) -> Result<bool> {
        let (patch, generation) = (&self.reference, self.generation);
        let now = self.clock.now();
        let updated = self
            .update(session, |found| attached(found, patch, generation, now))
            .await;
        match updated {
            Err(Error::Deploy(error)) if error.is_not_found() => {
                Err(Error::Precondition(self.missing()))
            }
            result => result.map(|()| true),
        }
    }

    async fn disable(&self, session: &Session, _rendered: &Rendered) -> Result<bool> {
        let updated = self
            .update(session, |found| detached(found, &self.reference))
            .await;
        match updated {
            Err(Error::Deploy(error)) if error.is_not_found() => Ok(true),
            // A kind that the operator has nothing to do with: the patch was refused, and must not be kept by that.
            Err(Error::Deploy(error)) if !self.is_patchable && error.code() == Some(403) => {
                let patch = &self.reference.name;
                tracing::warn!(patch, target = %self.target, %error, "the target of a deleted patch was not looked at");
                Ok(true)
            }
            result => result.map(|()| true),
        }
    }
}

impl Attachment {
    fn missing(&self) -> String {
        let ObjectKey {
            api_version,
            kind,
            namespace,
            name,
        } = &self.target;
        let namespace = namespace.as_deref().unwrap_or_default();
        format!("Could not find target resource: {namespace}/{api_version}/{kind}/{name}")
    }

    /// Makes the target's annotation what `edit` says of it; one that `edit` cannot read stays as it is.
    async fn update(
        &self,
        session: &Session,
        edit: impl Fn(Option<&str>) -> Result<Option<String>> + Send + Sync,
    ) -> Result<()> {
        let problem = Mutex::new(None);
        let note = |error| *problem.lock().unwrap_or_else(PoisonError::into_inner) = error;
        let update = |found: Option<&str>| match edit(found) {
            Ok(wanted) => {
                note(None);
                wanted
            }
            Err(error) => {
                note(Some(error));
                found.map(str::to_owned)
            }
        };
        let manager = session.deploy_manager();
        let name = TEMPORARY_PATCHES_ANNOTATION;
        manager
            .update_annotation(&self.target, name, &update)
            .await?;
        match problem.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}
