//! What the server does as CRDs come, change and go: names, conditions, what is served, the end of their instances.

use std::sync::Arc;

use oper8_schema::kinds;
use serde_json::Value;

use crate::cluster::Cluster;
use crate::custom::definition;
use crate::handlers::{DeleteOptions, Write};
use crate::managed_fields;
use crate::store::{GroupResource, Key, Object};

/// Keeps a CRD until its instances are gone.
const CLEANUP: &str = "customresourcecleanup.apiextensions.k8s.io";

impl Cluster {
    /// Follows a CRD that was written.
    pub(crate) fn definition_written(&self, object: &Object) {
        let listing = self.store.list(&definition::definitions(), None);
        let group = &object.value()["spec"]["group"];
        let others: Vec<&Value> = listing
            .objects
            .iter()
            .map(|other| other.value())
            .filter(|other| {
                other["spec"]["group"] == *group && other["metadata"]["uid"] != object.uid()
            })
            .collect();
        let status = definition::status(object.value(), &others, &self.now());
        if status != object.value()["status"] {
            self.write_definition(object, |definition| definition["status"] = status.clone());
        }
        let mut established = object.value().clone();
        established["status"] = status;
        self.serve(&established);
        if object.is_terminating() {
            self.purge(object.value());
        }
    }

    /// Follows a CRD that is gone.
    pub(crate) fn definition_removed(&self, last: &Object) {
        let subject = definition::subject(last.value());
        self.registry
            .change(|catalog| catalog.replace(&subject, Vec::new()));
        self.place_group(&subject.group);
    }

    fn serve(&self, definition: &Value) {
        let subject = definition::subject(definition);
        let resources = if definition::condition(definition, "Established") == Some("True") {
            definition::resources(definition)
        } else {
            Vec::new()
        };
        self.registry
            .change(|catalog| catalog.replace(&subject, resources));
        self.place_group(&subject.group);
    }

    /// Marks a CRD that somebody deletes: it stays until its instances are gone.
    pub(crate) fn mark_definition(&self, marked: &mut Value) {
        let finalizers = &mut marked["metadata"]["finalizers"];
        if !finalizers.is_array() {
            *finalizers = Value::Array(Vec::new());
        }
        if let Some(list) = finalizers.as_array_mut()
            && !list.iter().any(|finalizer| finalizer == CLEANUP)
        {
            list.push(CLEANUP.into());
        }
        let message =
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon";
        let condition = ("True", "InstanceDeletionPending", message.to_owned());
        definition::set_condition(&mut marked["status"], "Terminating", condition, &self.now());
    }

    /// Deletes the instances of a CRD that is going, and the CRD when there are none left.
    fn purge(&self, definition: &Value) {
        let subject = definition::subject(definition);
        let catalog = self.registry.catalog();
        let Some(resource) = catalog.preferred(&subject) else {
            return;
        };
        for object in &self.store.list(&subject, None).objects {
            let write = Write::internal(resource, object.namespace(), "kube-apiserver");
            // An instance that is gone already needs no deleting.
            let _ = self.delete(&write, object.name(), &DeleteOptions::default());
        }
        self.finish_definition(&subject);
    }

    /// Lets a CRD go whose instances are gone. Called when an object of a resource was removed.
    pub(crate) fn finish_definition(&self, subject: &GroupResource) {
        let Some(definition) = self.definition_of(subject) else {
            return;
        };
        if !definition.is_terminating() || !self.store.list(subject, None).objects.is_empty() {
            return;
        }
        self.write_definition(&definition, |definition| {
            if let Some(list) = definition["metadata"]["finalizers"].as_array_mut() {
                list.retain(|finalizer| finalizer != CLEANUP);
            }
        });
    }

    fn definition_of(&self, subject: &GroupResource) -> Option<Arc<Object>> {
        let name = subject.to_string();
        self.store.get(&definition::definitions(), "", &name)
    }

    /// The change of a CRD, of which the server owns what it changes.
    fn owned(&self, current: &Value, next: Value) -> Value {
        let now = self.now();
        let Some(kind) = kinds::find_object("apiextensions.k8s.io/v1", "CustomResourceDefinition")
        else {
            return next;
        };
        let api_version = kind.api_version();
        let reset = managed_fields::reset_fields(kind.group, kind.kind, "status", true);
        let request =
            managed_fields::Request::new("kube-apiserver", &api_version, kind.kind, kind.shape())
                .at(&now)
                .to("status", reset);
        managed_fields::update(Some(current), next, &request)
    }

    /// Writes a CRD on the server's own account.
    fn write_definition(&self, object: &Object, change: impl Fn(&mut Value)) {
        let id = definition::definitions();
        let key = Key {
            resource: id.clone(),
            namespace: String::new(),
            name: object.name().to_owned(),
        };
        let changed = self.store.update(&key, |current| {
            let mut next = current.clone();
            change(&mut next);
            (next != *current).then(|| self.owned(current, next))
        });
        let Some(changed) = changed else {
            return;
        };
        let no_finalizers = changed.metadata()["finalizers"]
            .as_array()
            .is_none_or(Vec::is_empty);
        if changed.is_terminating()
            && no_finalizers
            && let Ok(last) = self.store.remove(&id, &changed, None)
        {
            self.after_removal(&id, &last);
        }
    }
}
