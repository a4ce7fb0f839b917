//! `DefaultIngressClass`: an Ingress that names no class has the default one.

use std::cmp::Reverse;
use std::sync::LazyLock;

use serde_json::Value;

use super::{Plugin, Request};
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::GroupResource;

pub(super) struct DefaultIngressClass;

static CLASSES: LazyLock<GroupResource> =
    LazyLock::new(|| GroupResource::new("networking.k8s.io", "ingressclasses"));

impl Plugin for DefaultIngressClass {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        ingress: &mut Value,
    ) -> Result<(), Status> {
        let has_class = !ingress["spec"]["ingressClassName"].is_null()
            || !ingress["metadata"]["annotations"]["kubernetes.io/ingress.class"].is_null();
        if !request.creates("networking.k8s.io", "ingresses") || has_class {
            return Ok(());
        }
        let classes = cluster.store.list(&CLASSES, None).objects;
        let defaults = classes.iter().filter(|class| {
            class.metadata()["annotations"]["ingressclass.kubernetes.io/is-default-class"] == "true"
        });
        // The newest, where there are several.
        let newest = defaults.min_by_key(|class| {
            let created = class.metadata()["creationTimestamp"].as_str();
            (Reverse(created.map(str::to_owned)), class.name().to_owned())
        });
        if let Some(class) = newest {
            ingress["spec"]["ingressClassName"] = class.name().into();
        }
        Ok(())
    }
}
