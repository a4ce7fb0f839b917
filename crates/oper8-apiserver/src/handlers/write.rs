//! What every write has in common: who writes what, and the checks of the object's envelope.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use oper8_schema::kinds;
use serde_json::Value;

use super::fields::Original;
use crate::access::{User, admin};
use crate::builtin::decode::json_type;
use crate::cluster::{Cluster, namespaces};
use crate::conversion;
use crate::media::Sent;
use crate::registry::Resource;
use crate::request::FieldValidation;
use crate::status::{Cause, Status};
use crate::store::{CommitError, GroupResource, Object};

/// One write: where, by whom, and how.
#[derive(Clone, Debug)]
pub(crate) struct Write<'a> {
    pub(crate) resource: &'a Resource,
    /// Empty for what belongs to the cluster.
    pub(crate) namespace: &'a str,
    /// Empty for the object itself.
    pub(crate) subresource: &'a str,
    /// The field manager.
    pub(crate) manager: String,
    pub(crate) dry_run: bool,
    pub(crate) field_validation: FieldValidation,
    /// Who asks for it.
    pub(crate) user: Arc<User>,
    /// There is no such object yet, as far as is known.
    pub(crate) creates: bool,
    /// The user was allowed to change an object, and not yet to create one.
    pub(crate) allowed_as_change: bool,
    /// What the client sent, for what it is told of its fields.
    pub(crate) original: Original,
    /// The options as the client gave them.
    #[cfg_attr(
        not(feature = "webhooks"),
        allow(dead_code, reason = "webhooks are told")
    )]
    pub(crate) given: Given,
}

/// What a client said of a write, where it did: webhooks are told.
#[cfg_attr(
    not(feature = "webhooks"),
    allow(dead_code, reason = "webhooks are told")
)]
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) manager: Option<String>,
    pub(crate) field_validation: Option<FieldValidation>,
}

/// What a write led to.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) object: Arc<Object>,
    /// There was no such object before.
    pub(crate) created: bool,
    /// What the client is told in `Warning` headers.
    pub(crate) warnings: Vec<String>,
}

impl<'a> Write<'a> {
    /// A write by the server's own controllers.
    pub(crate) fn internal(resource: &'a Resource, namespace: &'a str, manager: &str) -> Self {
        Self {
            resource,
            namespace,
            subresource: "",
            manager: manager.to_owned(),
            dry_run: false,
            field_validation: FieldValidation::Ignore,
            user: admin(),
            creates: false,
            allowed_as_change: false,
            original: Original::default(),
            given: Given::default(),
        }
    }

    /// The same write with what was sent, and the object that was read from it.
    pub(crate) fn of(mut self, body: &Bytes, sent: Sent) -> (Self, Value) {
        self.original = Original::new(body, sent.duplicates);
        (self, sent.value)
    }

    /// The same write, which creates what was to be changed.
    pub(crate) fn as_change(&self) -> Self {
        Self {
            allowed_as_change: true,
            ..self.clone()
        }
    }

    /// The same write to a subresource.
    pub(crate) fn to(mut self, subresource: &'a str) -> Self {
        self.subresource = subresource;
        self
    }

    pub(crate) fn id(&self) -> &GroupResource {
        &self.resource.id
    }

    /// Where the objects are stored.
    pub(crate) fn stored(&self) -> &GroupResource {
        conversion::stored_under(self.resource)
    }

    /// Checks that the body is an object of the kind and in the namespace of the path, and fills in what it leaves out.
    pub(crate) fn check_envelope(&self, object: &mut Value) -> Result<(), Status> {
        let (api_version, kind) = (self.resource.api_version(), &self.resource.kind);
        let Some(fields) = object.as_object_mut() else {
            return Err(Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind})"
            )));
        };
        let given = |field: &str| {
            fields
                .get(field)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let (given_version, given_kind) = (given("apiVersion"), given("kind"));
        let other_kind = !given_kind.is_empty() && given_kind != kind;
        let is_versionless = given_version.is_empty() && !self.resource.is_custom();
        if other_kind || (!is_versionless && given_version != api_version) {
            let metadata = fields.get("metadata");
            let name = metadata.and_then(|metadata| metadata["name"].as_str());
            let name = name.unwrap_or_default();
            return Err(self.wrong_kind(given_version, given_kind, name));
        }
        if self.resource.is_custom() && given_kind.is_empty() {
            return Err(Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind}): Object 'Kind' is missing"
            )));
        }
        fields.insert("apiVersion".into(), api_version.into());
        fields.insert("kind".into(), kind.as_str().into());
        let metadata = fields
            .entry("metadata")
            .or_insert_with(|| Value::Object(Default::default()));
        if metadata.is_null() {
            *metadata = Value::Object(Default::default());
        }
        if !metadata.is_object() {
            let target = match self.resource.is_custom() {
                true => "value of type v1.ObjectMeta".to_owned(),
                false => format!("struct field {kind}.metadata of type v1.ObjectMeta"),
            };
            return Err(Status::bad_request(format!(
                "{kind} in version {:?} cannot be handled as a {kind}: json: cannot unmarshal {} into Go {target}",
                self.resource.version,
                json_type(metadata)
            )));
        }
        let Some(metadata) = metadata.as_object_mut() else {
            return Ok(());
        };
        match metadata.get("namespace").and_then(Value::as_str) {
            Some("") | None => {}
            Some(namespace) if namespace == self.namespace => {}
            Some(_) if self.namespace.is_empty() => {
                metadata.remove("namespace");
            }
            Some(_) => {
                return Err(Status::bad_request(
                    "the namespace of the provided object does not match the namespace sent on the request",
                ));
            }
        }
        if !self.namespace.is_empty() {
            metadata.insert("namespace".into(), self.namespace.into());
        }
        Ok(())
    }

    fn wrong_kind(&self, given_version: &str, given_kind: &str, name: &str) -> Status {
        let (api_version, kind) = (self.resource.api_version(), &self.resource.kind);
        if self.resource.is_custom() && given_version == api_version {
            let detail = format!("must be {kind}");
            let cause = Cause::invalid("kind", &given_kind.into(), &detail);
            return Status::invalid(self.resource.group(), given_kind, name, &[cause]);
        }
        if self.resource.is_custom() {
            return Status::bad_request(format!(
                "the API version in the data ({given_version}) does not match the expected API version ({api_version})"
            ));
        }
        let version = given_version.rsplit('/').next().unwrap_or_default();
        let group = match self.resource.group() {
            "" => "core",
            group => group.split('.').next().unwrap_or_default(),
        };
        let problem = match kinds::find_object(given_version, given_kind) {
            Some(_) => format!(
                "converting ({version}.{given_kind}) to ({group}.{kind}): unknown conversion"
            ),
            None => format!(
                "no kind {given_kind:?} is registered for version {given_version:?} in scheme \"pkg/runtime/scheme.go:111\""
            ),
        };
        Status::bad_request(format!(
            "{given_kind} in version {version:?} cannot be handled as a {kind}: {problem}"
        ))
    }

    /// The refusal that a failed commit becomes.
    pub(crate) fn refused(&self, name: &str, error: CommitError) -> Status {
        match error {
            CommitError::Exists => Status::already_exists(self.id(), name),
            CommitError::Changed => Status::modified(self.id(), name),
            CommitError::Gone => Status::not_found(self.id(), name),
        }
    }
}

/// Two references to one owner are one; answers what the client is told of that.
pub(super) fn single_owners(object: &mut Value) -> Option<String> {
    let owners = object
        .get_mut("metadata")?
        .get_mut("ownerReferences")?
        .as_array_mut()?;
    let mut twice = Vec::new();
    let mut kept: Vec<Value> = Vec::with_capacity(owners.len());
    for owner in std::mem::take(owners) {
        if kept.contains(&owner) {
            twice.push(owner["uid"].as_str().unwrap_or_default().to_owned());
        } else {
            kept.push(owner);
        }
    }
    *owners = kept;
    (!twice.is_empty()).then(|| format!(
        ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {}",
        twice.join(", ")
    ))
}

impl Cluster {
    /// The object, or 404.
    pub(crate) fn find(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
    ) -> Result<Arc<Object>, Status> {
        self.get(resource, namespace, name)
            .ok_or_else(|| Status::not_found(&resource.id, name))
    }

    /// The object in the form of its resource, if it is there.
    pub(crate) fn get(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
    ) -> Option<Arc<Object>> {
        let stored = self
            .store
            .get(conversion::stored_under(resource), namespace, name)?;
        Some(match conversion::from_stored(resource, stored.value()) {
            Cow::Borrowed(_) => stored,
            Cow::Owned(value) => Arc::new(Object::new(value, stored.revision())),
        })
    }

    /// Checks that an object may be made in the namespace: it must be there and not be going away.
    pub(crate) fn check_namespace(&self, write: &Write<'_>, name: &str) -> Result<(), Status> {
        if write.namespace.is_empty() {
            return Ok(());
        }
        let id = namespaces();
        let namespace = self
            .store
            .get(&id, "", write.namespace)
            .ok_or_else(|| Status::not_found(&id, write.namespace))?;
        if namespace.is_terminating() {
            return Err(Status::namespace_terminating(
                write.id(),
                name,
                write.namespace,
            ));
        }
        Ok(())
    }
}
