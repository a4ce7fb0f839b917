//! The state of one server and what is done to it, apart from HTTP.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use oper8_status::Clock;
use parking_lot::ReentrantMutex;
use tokio_util::sync::CancellationToken;

use crate::access::{Denials, OpenBindings, Signer, Tokens};
#[cfg(feature = "cel")]
use crate::admission::policies::Policies;
#[cfg(feature = "webhooks")]
use crate::admission::webhooks::WebhookServices;
use crate::controllers::Controllers;
use crate::custom::definition::definitions;
use crate::furnish::Authorities;
use crate::registry::Registry;
use crate::simulator::Simulator;
use crate::snapshot::Snapshot;
use crate::store::{GroupResource, Object, Store, Window};

/// What a server is told when it is built.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) window: Window,
    pub(crate) bookmark_interval: Duration,
    pub(crate) controllers: bool,
    /// Whether roles and bindings decide who may do what.
    pub(crate) rbac: bool,
    /// Where the Services are that webhooks are behind.
    #[cfg(feature = "webhooks")]
    pub(crate) webhook_services: WebhookServices,
    pub(crate) simulator: Option<Simulator>,
}

/// The state of one server. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Cluster(Arc<Parts>);

#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) registry: Registry,
    /// The bearer tokens that clients on the network show.
    pub(crate) tokens: Tokens,
    /// What tokens of service accounts are signed with.
    pub(crate) signer: Signer,
    pub(crate) open_bindings: OpenBindings,
    pub(crate) authorities: Authorities,
    /// What authorization refused.
    pub(crate) denials: Denials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: Settings,
    pub(crate) controllers: Controllers,
    /// Held from when a write is counted by a quota until it is made; writes may follow from it.
    pub(crate) counting: ReentrantMutex<()>,
    /// The admission policies that were read.
    #[cfg(feature = "cel")]
    pub(crate) policies: Policies,
    /// Where CRDs are stored.
    definitions: GroupResource,
    /// Cancelled when the server stops: watches and controllers end.
    pub(crate) stopped: CancellationToken,
}

impl std::ops::Deref for Cluster {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Cluster {
    /// A cluster with nothing in it.
    pub(crate) fn new(clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self(Arc::new(Parts {
            store: Store::new(settings.window),
            registry: Registry::new(),
            tokens: Tokens::default(),
            signer: Signer::default(),
            open_bindings: OpenBindings::default(),
            authorities: Authorities::default(),
            denials: Denials::default(),
            clock,
            settings,
            controllers: Controllers::default(),
            counting: ReentrantMutex::new(()),
            #[cfg(feature = "cel")]
            policies: Policies::default(),
            definitions: definitions(),
            stopped: CancellationToken::new(),
        }))
    }

    /// Takes a state over, and serves the kinds that are defined in it.
    pub(crate) fn restore(&self, snapshot: Snapshot) {
        self.store.restore(snapshot.revision, snapshot.objects);
        for definition in self.store.list(&self.definitions, None).objects {
            self.definition_written(&definition);
        }
    }

    /// The cluster, without keeping it alive.
    pub(crate) fn downgrade(&self) -> WeakCluster {
        WeakCluster(Arc::downgrade(&self.0))
    }

    /// What follows from a write that was made.
    pub(crate) fn after_write(&self, resource: &GroupResource, object: &Object) {
        if *resource == self.definitions {
            self.definition_written(object);
        }
        self.furnish_after(resource, object);
    }

    /// What follows from an object that is gone.
    pub(crate) fn after_removal(&self, resource: &GroupResource, last: &Object) {
        if *resource == self.definitions {
            self.definition_removed(last);
        } else {
            self.finish_definition(resource);
            self.furnish_after(resource, last);
        }
    }

    /// The present second, as Kubernetes writes it.
    pub(crate) fn now(&self) -> String {
        seconds(self.clock.now())
    }
}

/// A cluster that goes away with its last user.
#[derive(Clone, Debug)]
pub(crate) struct WeakCluster(Weak<Parts>);

impl WeakCluster {
    /// The cluster, while somebody still uses it.
    pub(crate) fn upgrade(&self) -> Option<Cluster> {
        self.0.upgrade().map(Cluster)
    }
}

/// Where namespaces are stored.
pub(crate) fn namespaces() -> GroupResource {
    GroupResource::new("", "namespaces")
}

/// A moment to the second: `2026-01-31T12:00:00Z`.
pub(crate) fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A new uid.
pub(crate) fn uid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Random bits, for generated names.
pub(crate) fn random() -> u128 {
    uuid::Uuid::new_v4().as_u128() >> 64
}
