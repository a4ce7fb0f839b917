//! `DefaultIngressClass`: an Ingress that names no class has the default one.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Plugin, Request, newest};
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
        if let Some(class) = newest(defaults) {
            ingress["spec"]["ingressClassName"] = class.name().into();
        }
        Ok(())
    }
}
