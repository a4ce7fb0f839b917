//! The kind `TemporaryPatch`: its controller attaches a patch to the custom resource that it targets.
//!
//! A patch is an object beside its target, and changes what the target's own controller renders:
//!
//! ```yaml
//! apiVersion: oper8.org/v1
//! kind: TemporaryPatch
//! metadata: {name: more-memory}
//! spec:
//!   apiVersion: demo.oper8.org/v1
//!   kind: WebApp
//!   name: shop
//!   patchType: patchStrategicMerge
//!   patch:
//!     api:            # the component
//!       server:       # the resource, as the component's chart calls it
//!         spec: {template: {spec: {containers: [{name: api, resources: {limits: {memory: 2Gi}}}]}}}
//! ```
//!
//! [`TemporaryPatchController`] notes the patch in the target's annotation `oper8.org/temporary-patches`, which makes the target
//! be reconciled, with the patch; when the patch is deleted, it takes the note back first. The finalizer sees to that.

mod annotation;
mod component;
mod definition;
mod misses;

use std::sync::Arc;

use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_deploy_manager::ObjectKey;
use oper8_patch::{PatchReference, TEMPORARY_PATCH_KIND, check_content};
use oper8_status::{Clock, SystemClock};
use serde_json::{Value, json};

use self::component::Attachment;
pub(crate) use self::misses::{warn_of_components, warn_of_resources};
use crate::components::Components;
use crate::controller::Controller;
use crate::error::{Error, Result};
use crate::session::Session;

/// The kind whose objects may hold patches unless the settings or the operator say otherwise: `<apiVersion>/<kind>`.
pub const DEFAULT_PATCH_KIND: &str = "oper8.org/v1/TemporaryPatch";

const GROUP: &str = "oper8.org";
const VERSION: &str = "v1";

/// The controller of the kind `TemporaryPatch`, or of a kind like it.
///
/// A patch waits for its target; it is refused, with the reason `ConfigError`, when its target is of a kind that is not
/// patchable, when its `spec` is incomplete, and when the target's annotation cannot be read. A patch that is edited is
/// applied again.
///
/// One kind of patches belongs to one operator: operators that work in the same namespaces need kinds of their own,
/// [`of_kind`](Self::of_kind).
///
/// # Examples
///
/// ```
/// use oper8_reconcile::temporary_patch::TemporaryPatchController;
///
/// let controller = TemporaryPatchController::new(["demo.oper8.org/v1/WebApp"])
///     .of_kind("demo.oper8.org", "v1", "WebAppPatch");
/// assert_eq!(controller.definition()["metadata"]["name"], "webapppatches.demo.oper8.org");
/// ```
#[derive(Debug, Clone)]
pub struct TemporaryPatchController {
    resource: ApiResource,
    patchable: Vec<Patchable>,
    clock: Arc<dyn Clock>,
}

/// A kind that may be the target of a patch.
#[derive(Debug, Clone)]
struct Patchable {
    api_version: Option<String>,
    kind: String,
}

impl TemporaryPatchController {
    /// A controller of `oper8.org/v1` `TemporaryPatch` for targets of these kinds, each as `Kind`, which is of any group, or as
    /// `group/version/Kind`, which is of any version of the group: a patch survives the conversion of its target.
    pub fn new(patchable: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let kind = GroupVersionKind::gvk(GROUP, VERSION, TEMPORARY_PATCH_KIND);
        Self {
            resource: ApiResource::from_gvk(&kind),
            patchable: patchable
                .into_iter()
                .map(|kind| Patchable::parse(kind.as_ref()))
                .collect(),
            clock: Arc::new(SystemClock),
        }
    }

    /// The same for patches of another kind. Unless the settings list the kinds that may hold patches, whoever runs the
    /// controller has to add this one.
    #[must_use]
    pub fn of_kind(mut self, group: &str, version: &str, kind: &str) -> Self {
        self.resource = ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind));
        self
    }

    /// The same with another clock, by which patches of one target are ordered.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The kind of the patches as settings name it: `<apiVersion>/<kind>`.
    pub fn kind(&self) -> String {
        format!("{}/{}", self.resource.api_version, self.resource.kind)
    }

    /// The definition of the kind, for [`crd::install`](crate::crd::install) or for a file.
    pub fn definition(&self) -> Value {
        definition::of(&self.resource)
    }

    /// The component for the session's patch, whose target has to be patchable.
    fn attachment(&self, session: &Session) -> Result<Attachment> {
        let target = target(session)?;
        let attachment = self.attachment_to(session, target);
        match attachment.is_patchable {
            true => Ok(attachment),
            false => Err(self.not_patchable(&attachment.target)),
        }
    }

    /// The same for any target: one that is not patchable any more may bear the patch all the same.
    fn attachment_to(&self, session: &Session, target: ObjectKey) -> Attachment {
        let mut kinds = self.patchable.iter();
        let patchable = kinds.find(|patchable| patchable.covers(&target));
        let reference = PatchReference {
            name: session.name().to_owned(),
            api_version: session.api_version().to_owned(),
            kind: session.kind().to_owned(),
        };
        Attachment {
            is_patchable: patchable.is_some(),
            // The version that the operator works with is served; the one that the patch was written for may not be any more.
            target: match patchable.and_then(|patchable| patchable.api_version.clone()) {
                Some(api_version) => ObjectKey {
                    api_version,
                    ..target
                },
                None => target,
            },
            generation: session.metadata()["generation"].as_i64(),
            reference,
            clock: Arc::clone(&self.clock),
        }
    }

    fn not_patchable(&self, target: &ObjectKey) -> Error {
        let mut kinds: Vec<String> = self.patchable.iter().map(Patchable::to_string).collect();
        if kinds.is_empty() {
            kinds.push("nothing".to_owned());
        }
        Error::Config(format!(
            "{}/{} is not patchable; correct spec.apiVersion and spec.kind: this operator patches {}",
            target.api_version,
            target.kind,
            kinds.join(", ")
        ))
    }
}

impl Controller for TemporaryPatchController {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        self.resource.clone()
    }

    fn has_finalizer(&self) -> bool {
        true
    }

    async fn setup_components(
        &self,
        _patch: &DynamicObject,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        let attachment = self.attachment(session)?;
        check(session, &attachment)?;
        graph.add(attachment)?;
        Ok(())
    }

    /// A patch that names no target was never attached: nothing keeps it then.
    async fn finalize_components(
        &self,
        _patch: &DynamicObject,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        if let Ok(target) = target(session) {
            graph.add_disabled(self.attachment_to(session, target))?;
        }
        Ok(())
    }
}

/// The target that the patch names, in the patch's own namespace.
fn target(session: &Session) -> Result<ObjectKey> {
    let text = |field: &str| {
        let value = session.spec()[field].as_str();
        value
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Error::Config(format!("missing required field spec.{field}")))
    };
    Ok(session.key(text("apiVersion")?, text("kind")?, text("name")?))
}

/// What the target's own reconciliation would refuse is refused here, before it breaks the target.
fn check(session: &Session, attachment: &Attachment) -> Result<()> {
    let target = &attachment.target;
    let resource = json!({
        "apiVersion": target.api_version, "kind": target.kind, "metadata": {"name": target.name},
    });
    check_content(&resource, &attachment.reference, session.cr())
        .map_err(|error| Error::Config(crate::report(&error)))
}

impl Patchable {
    fn parse(text: &str) -> Self {
        match text.rsplit_once('/') {
            Some((api_version, kind)) => Self {
                api_version: Some(api_version.to_owned()),
                kind: kind.to_owned(),
            },
            None => Self {
                api_version: None,
                kind: text.to_owned(),
            },
        }
    }

    fn covers(&self, target: &ObjectKey) -> bool {
        let same_group = |api_version: &String| group(api_version) == group(&target.api_version);
        self.kind == target.kind && self.api_version.as_ref().is_none_or(same_group)
    }
}

impl std::fmt::Display for Patchable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.api_version {
            Some(api_version) => write!(f, "{api_version}/{}", self.kind),
            None => f.write_str(&self.kind),
        }
    }
}

/// The group of an `apiVersion`; empty for the core group.
fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}
