//! What the controllers of a real cluster put into every namespace: the ServiceAccount `default`, and the ConfigMap
//! `kube-root-ca.crt` with the certificates of whom clients may trust.
//!
//! It is there before whoever made the namespace has the answer, and again before whoever deleted it has. It needs the
//! simulator, since a bare server has neither.

use parking_lot::RwLock;
use serde_json::{Value, json};

use crate::cluster::{Cluster, namespaces};
use crate::controllers::MANAGER;
use crate::handlers::Write;
use crate::store::{GroupResource, Key, Object};

/// The name of the ConfigMap.
pub(crate) const ROOT_CA: &str = "kube-root-ca.crt";
/// The name of the ServiceAccount.
const ACCOUNT: &str = "default";

const DESCRIPTION: &str = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

/// The certificates of the authorities by which the server is known, as PEM; nothing as long as it does not speak TLS.
#[derive(Debug, Default)]
pub(crate) struct Authorities(RwLock<String>);

impl Authorities {
    /// All of them.
    pub(crate) fn text(&self) -> String {
        self.0.read().clone()
    }
}

impl Cluster {
    /// Has clients trust one more authority.
    #[cfg(feature = "tls")]
    pub(crate) fn trust(&self, authority: &str) {
        self.authorities.0.write().push_str(authority);
        self.furnish_all();
    }

    /// Sees to it that every namespace has what it should.
    pub(crate) fn furnish_all(&self) {
        if self.settings.simulator.is_some() {
            for namespace in self.store.scan(&namespaces(), None).objects {
                self.furnish(&namespace.open());
            }
        }
    }

    /// Sees to it after a write, or a removal, that a namespace has what it should.
    pub(crate) fn furnish_after(&self, resource: &GroupResource, object: &Object) {
        if self.settings.simulator.is_none() || !resource.group.is_empty() {
            return;
        }
        match (&*resource.resource, object.name()) {
            ("namespaces", _) => self.furnish(object),
            ("serviceaccounts", ACCOUNT) | ("configmaps", ROOT_CA) => {
                if let Some(namespace) = self.store.get(&namespaces(), "", object.namespace()) {
                    self.furnish(&namespace);
                }
            }
            _ => {}
        }
    }

    fn furnish(&self, namespace: &Object) {
        if namespace.is_terminating() {
            return;
        }
        let key = |plural: &str, name: &str| Key {
            resource: GroupResource::new("", plural),
            namespace: namespace.name().to_owned(),
            name: name.to_owned(),
        };
        let map = key("configmaps", ROOT_CA);
        let data = json!({"ca.crt": self.authorities.text()});
        match self.store.get_key(&map) {
            Some(found) if found.value()["data"] == data => {}
            // Whoever else would change it is not asked, or it would go back and forth.
            Some(_) => drop(self.note_as(MANAGER, &map, "", |map| {
                (map["data"] != data).then(|| root_ca(map.clone(), &data))
            })),
            None => self.put(&map, root_ca(json!({"metadata": {"name": ROOT_CA}}), &data)),
        }
        let account = key("serviceaccounts", ACCOUNT);
        if self.store.get_key(&account).is_none() {
            let object = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": ACCOUNT}});
            self.put(&account, object);
        }
    }

    fn put(&self, key: &Key, object: Value) {
        let Some(resource) = self.resource_of(key) else {
            return;
        };
        let write = Write::internal(&resource, &key.namespace, MANAGER);
        if let Err(status) = self.create(&write, object) {
            tracing::debug!(
                resource = %key.resource, namespace = key.namespace, name = key.name, message = status.message,
                "what every namespace has was refused",
            );
        }
    }
}

fn root_ca(mut map: Value, data: &Value) -> Value {
    map["metadata"]["annotations"]["kubernetes.io/description"] = DESCRIPTION.into();
    map["data"] = data.clone();
    map
}
