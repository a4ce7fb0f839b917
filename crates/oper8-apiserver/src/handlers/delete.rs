//! Delete, of one object or of all that selectors match.

use std::sync::Arc;

use serde_json::{Value, json};

use super::create::metadata_of;
use super::update::{holds_namespace, is_finished};
use super::{Page, Write};
use crate::admission::{Operation, Request};
use crate::cluster::Cluster;
use crate::conversion;
use crate::custom::definition::definitions;
use crate::request::{Params, Propagation, unknown_propagation};
use crate::status::{Cause, Status};
use crate::store::{CommitError, GroupResource, Object};

/// The finalizers by which the garbage collector is told what becomes of the dependents.
pub(crate) const ORPHAN: &str = "orphan";
pub(crate) const FOREGROUND: &str = "foregroundDeletion";

/// How a delete is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeleteOptions {
    pub(crate) propagation: Option<Propagation>,
    pub(crate) grace_period: Option<i64>,
    pub(crate) uid: Option<String>,
    pub(crate) resource_version: Option<String>,
    pub(crate) dry_run: bool,
    /// The dependents are to go, in the older words for it.
    pub(crate) keeps_no_orphans: bool,
    /// Whether the policy was given in the older words.
    #[cfg_attr(
        not(feature = "webhooks"),
        allow(dead_code, reason = "webhooks are told")
    )]
    pub(crate) in_older_words: bool,
}

/// What is left of a deleted object.
#[derive(Clone, Debug)]
pub(crate) enum Deleted {
    /// It is gone; this was its last state.
    Gone(Arc<Object>),
    /// It stays until its finalizers, or its grace period, are done.
    Terminating(Arc<Object>),
}

impl DeleteOptions {
    /// From the query and the body, which comes first.
    pub(crate) fn parse(params: &Params, body: &Value) -> Result<Self, Status> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let propagation = match body["propagationPolicy"].as_str() {
            None => params.propagation,
            Some(policy) => {
                Some(Propagation::parse(policy).ok_or_else(|| unknown_propagation(policy))?)
            }
        };
        let older = &body["orphanDependents"];
        if let (Some(policy), true) = (body["propagationPolicy"].as_str(), older.is_boolean()) {
            let detail = "orphanDependents and deletionPropagation cannot be both set";
            let cause = Cause::invalid("propagationPolicy", &policy.into(), detail);
            return Err(Status::invalid(
                "meta.k8s.io",
                "DeleteOptions",
                "",
                &[cause],
            ));
        }
        let orphan = older.as_bool().map(|orphan| {
            if orphan {
                Propagation::Orphan
            } else {
                Propagation::Background
            }
        });
        Ok(Self {
            keeps_no_orphans: *older == false,
            in_older_words: older.is_boolean(),
            propagation: propagation.or(orphan),
            grace_period: body["gracePeriodSeconds"].as_i64().or(params.grace_period),
            uid: text(&body["preconditions"]["uid"]),
            resource_version: text(&body["preconditions"]["resourceVersion"]),
            dry_run: params.dry_run || body["dryRun"].as_array().is_some_and(|all| !all.is_empty()),
        })
    }
}

#[cfg(feature = "webhooks")]
impl DeleteOptions {
    /// Adds what was given to what webhooks are told.
    pub(crate) fn tell(&self, options: &mut Value) {
        if let Some(seconds) = self.grace_period {
            options["gracePeriodSeconds"] = seconds.into();
        }
        for (field, value) in [
            ("uid", &self.uid),
            ("resourceVersion", &self.resource_version),
        ] {
            if let Some(value) = value {
                options["preconditions"][field] = value.as_str().into();
            }
        }
        match self.propagation {
            Some(policy) if self.in_older_words => {
                options["orphanDependents"] = (policy == Propagation::Orphan).into();
            }
            Some(policy) => options["propagationPolicy"] = policy.name().into(),
            None => {}
        }
    }
}

impl Cluster {
    /// Deletes an object, or marks it until its finalizers are done; who is to be asked about that is.
    pub(crate) fn delete(
        &self,
        write: &Write<'_>,
        name: &str,
        options: &DeleteOptions,
    ) -> Result<Deleted, Status> {
        self.delete_asking(write, name, options, Some(&mut Vec::new()))
    }

    /// The same with what the client is to be told; nobody is asked where there is no place for that.
    pub(crate) fn delete_asking(
        &self,
        write: &Write<'_>,
        name: &str,
        options: &DeleteOptions,
        mut warnings: Option<&mut Vec<String>>,
    ) -> Result<Deleted, Status> {
        loop {
            check_immortal(write, name)?;
            let current = self
                .store
                .get(write.stored(), write.namespace, name)
                .ok_or_else(|| Status::not_found(write.id(), name))?;
            check_preconditions(write, &current, options)?;
            let old = conversion::from_stored(write.resource, current.value());
            let request = Request {
                write,
                operation: Operation::Delete,
                name,
                old: Some(&old),
                delete: Some(options),
            };
            if let Some(warnings) = warnings.as_deref_mut() {
                let _ = self.admit(&request, None, warnings)?;
            }
            match self.try_delete(write, &current, options) {
                Ok(deleted) => return Ok(deleted),
                Err(CommitError::Changed) => {}
                Err(error) => return Err(write.refused(name, error)),
            }
        }
    }

    fn try_delete(
        &self,
        write: &Write<'_>,
        current: &Arc<Object>,
        options: &DeleteOptions,
    ) -> Result<Deleted, CommitError> {
        let mut marked = current.value().clone();
        set_finalizers(&mut marked, options.propagation);
        if *write.id() == definitions() && !current.is_terminating() {
            self.mark_definition(&mut marked);
        }
        let grace = self.grace_period(write, current, options);
        let already = current.is_terminating();
        let unfinished = marked["metadata"]["finalizers"]
            .as_array()
            .is_some_and(|finalizers| !finalizers.is_empty());
        if !unfinished && grace == 0 && !holds_namespace(&marked) {
            let last = is_pod(write).then(|| {
                // Only Pods are deleted with grace, and tell so even when there is none.
                if !already {
                    self.mark(write, &mut marked, 0);
                }
                metadata_of(&mut marked).insert("deletionGracePeriodSeconds".into(), 0.into());
                marked
            });
            if options.dry_run {
                let last = last.map_or_else(
                    || Arc::clone(current),
                    |last| Arc::new(Object::unstored(last)),
                );
                return Ok(Deleted::Gone(last));
            }
            let last = self.store.remove(write.stored(), current, last)?;
            self.after_removal(write.stored(), &last);
            return Ok(Deleted::Gone(last));
        }
        if !already {
            self.mark(write, &mut marked, grace);
        } else if grace
            < marked["metadata"]["deletionGracePeriodSeconds"]
                .as_i64()
                .unwrap_or(0)
        {
            metadata_of(&mut marked).insert("deletionGracePeriodSeconds".into(), grace.into());
        }
        if marked == *current.value() {
            return Ok(Deleted::Terminating(Arc::clone(current)));
        }
        if options.dry_run {
            return Ok(Deleted::Terminating(Arc::new(Object::unstored(marked))));
        }
        let object = self.store.replace(write.stored(), current, marked)?;
        self.after_write(write.stored(), &object);
        Ok(Deleted::Terminating(object))
    }

    fn mark(&self, write: &Write<'_>, object: &mut Value, grace: i64) {
        let time = self
            .clock
            .now()
            .saturating_add(jiff::SignedDuration::from_secs(grace))
            .unwrap_or_else(|_| self.clock.now());
        let metadata = metadata_of(object);
        metadata.insert(
            "deletionTimestamp".into(),
            crate::cluster::seconds(time).into(),
        );
        metadata.insert("deletionGracePeriodSeconds".into(), grace.into());
        if *write.id() == definitions() {
            metadata.remove("deletionGracePeriodSeconds");
        } else if let Some(generation) = metadata.get("generation").and_then(Value::as_i64) {
            metadata.insert("generation".into(), (generation + 1).into());
        }
        if write.resource.kind == "Namespace" && write.resource.group().is_empty() {
            metadata.remove("deletionGracePeriodSeconds");
            object["status"]["phase"] = json!("Terminating");
        }
    }

    /// Pods that run on a node are given time to stop.
    fn grace_period(&self, write: &Write<'_>, current: &Object, options: &DeleteOptions) -> i64 {
        let spec = &current.value()["spec"];
        let finished = matches!(
            current.value()["status"]["phase"].as_str(),
            Some("Failed" | "Succeeded")
        );
        if !is_pod(write) || spec["nodeName"].as_str().is_none_or(str::is_empty) || finished {
            return 0;
        }
        options
            .grace_period
            .or_else(|| spec["terminationGracePeriodSeconds"].as_i64())
            .map_or(30, |seconds| if seconds < 0 { 1 } else { seconds })
    }

    /// Deletes everything that the selectors match, and tells what that was.
    pub(crate) fn delete_collection(
        &self,
        write: &Write<'_>,
        params: &Params,
        options: &DeleteOptions,
        warnings: &mut Vec<String>,
    ) -> Result<Page, Status> {
        let namespace = (!write.namespace.is_empty()).then_some(write.namespace);
        let page = self.list(write.resource, namespace, params)?;
        for object in &page.objects {
            let one = Write {
                namespace: object.namespace(),
                ..write.clone()
            };
            match self.delete_asking(&one, object.name(), options, Some(warnings)) {
                Ok(_) => {}
                Err(status) if status.is_not_found() => {}
                Err(status) => return Err(status),
            }
        }
        Ok(page)
    }
}

fn is_pod(write: &Write<'_>) -> bool {
    write.resource.kind == "Pod" && write.resource.group().is_empty()
}

/// The namespaces that the cluster itself needs stay.
fn check_immortal(write: &Write<'_>, name: &str) -> Result<(), Status> {
    let namespace = write.resource.kind == "Namespace" && write.resource.group().is_empty();
    if namespace && ["default", "kube-system", "kube-public"].contains(&name) {
        return Err(Status::forbidden(
            write.id(),
            name,
            "this namespace may not be deleted",
        ));
    }
    Ok(())
}

/// Puts the finalizers of the garbage collector on or takes them off, as the policy says.
fn set_finalizers(object: &mut Value, propagation: Option<Propagation>) {
    let Some(propagation) = propagation else {
        return;
    };
    let metadata = metadata_of(object);
    let mut finalizers: Vec<Value> = metadata
        .get("finalizers")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    finalizers.retain(|finalizer| finalizer != ORPHAN && finalizer != FOREGROUND);
    match propagation {
        Propagation::Orphan => finalizers.push(ORPHAN.into()),
        Propagation::Foreground => finalizers.push(FOREGROUND.into()),
        Propagation::Background => {}
    }
    if finalizers.is_empty() {
        metadata.remove("finalizers");
    } else {
        metadata.insert("finalizers".into(), finalizers.into());
    }
}

/// The uid and version that the client has seen must be those of the object.
pub(crate) fn check_preconditions(
    write: &Write<'_>,
    current: &Object,
    options: &DeleteOptions,
) -> Result<(), Status> {
    let revision = current.revision().to_string();
    let (uid, version) = (&options.uid, &options.resource_version);
    for (what, wanted, own, happened) in [
        ("UID", uid, current.uid(), "deleted and then recreated"),
        ("ResourceVersion", version, &revision, "modified"),
    ] {
        if let Some(wanted) = wanted.as_deref().filter(|wanted| *wanted != own) {
            let why = format!(
                "the {what} in the precondition ({wanted}) does not match the {what} in record ({own}). The object might have been {happened}"
            );
            // Other than elsewhere the real server names the kind here.
            let kind = GroupResource::new(write.resource.group(), &write.resource.kind);
            return Err(Status::conflict(&kind, current.name(), &why));
        }
    }
    Ok(())
}

impl Deleted {
    pub(crate) fn object(&self) -> &Arc<Object> {
        match self {
            Self::Gone(object) | Self::Terminating(object) => object,
        }
    }

    /// Whether a finalizer or grace period keeps it.
    pub(crate) fn is_finished(&self) -> bool {
        matches!(self, Self::Gone(_)) || is_finished(self.object().value())
    }
}
