//! The server as users build it.

use std::sync::Arc;
use std::time::Duration;

use oper8_status::{Clock, SystemClock};

use crate::access::{self, Caller, Denied, User};
#[cfg(feature = "webhooks")]
use crate::admission::webhooks::WebhookServices;
use crate::cluster::{Cluster, Settings};
use crate::faults::Faults;
use crate::journal::{Journal, Limits};
use crate::service::ApiService;
use crate::simulator::Simulator;
use crate::snapshot::Snapshot;
use crate::store::Window;

/// An in-memory Kubernetes API server. Clones share one cluster.
///
/// # Examples
///
/// ```
/// use oper8_apiserver::ApiServer;
///
/// let server = ApiServer::builder().build();
/// let service = server.service(); // for `kube_client::Client::new(service, "default")`
/// # drop(service);
/// ```
#[derive(Clone, Debug)]
pub struct ApiServer {
    cluster: Cluster,
    journal: Journal,
    faults: Faults,
}

/// Settings of a server that is yet to be built.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    clock: Arc<dyn Clock>,
    window: Window,
    bookmark_interval: Duration,
    controllers: bool,
    rbac: bool,
    #[cfg(feature = "webhooks")]
    webhook_services: WebhookServices,
    simulator: Option<Simulator>,
    journal: Limits,
    snapshot: Option<Snapshot>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            window: Window {
                events: 10_000,
                bytes: 64 << 20,
            },
            bookmark_interval: Duration::from_secs(60),
            controllers: true,
            rbac: false,
            #[cfg(feature = "webhooks")]
            webhook_services: WebhookServices::new(),
            simulator: None,
            journal: Limits::default(),
            snapshot: None,
        }
    }
}

impl Builder {
    /// Where the server reads the time for `creationTimestamp` and others; the system's clock by default.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How many events of each resource are remembered (10,000); a watch from before them gets 410.
    pub fn watch_window(mut self, events: usize) -> Self {
        self.window.events = events;
        self
    }

    /// How many bytes of objects the remembered events of each resource may keep (64 MiB): with big objects, fewer events
    /// than [`Builder::watch_window`] are remembered.
    pub fn watch_window_bytes(mut self, bytes: usize) -> Self {
        self.window.bytes = bytes;
        self
    }

    /// How often a watch that asked for bookmarks gets one (60 s).
    pub fn bookmark_interval(mut self, interval: Duration) -> Self {
        self.bookmark_interval = interval;
        self
    }

    /// Whether garbage is collected and namespaces are emptied and removed (yes).
    ///
    /// Without, the server is as a bare kube-apiserver: children outlive their owners, and a namespace stays Terminating.
    pub fn controllers(mut self, run: bool) -> Self {
        self.controllers = run;
        self
    }

    /// Whether roles and bindings decide who may do what (no: everybody may do everything).
    ///
    /// The server starts with the roles and bindings that every cluster has. A client of [`ApiServer::service`] may do
    /// everything still; one of [`ApiServer::service_as`] is what its user is.
    pub fn rbac(mut self, enforce: bool) -> Self {
        self.rbac = enforce;
        self
    }

    /// Says where the webhook server of a Service listens: nothing runs in this cluster, so that a configuration with
    /// `clientConfig.service` cannot lead there by itself.
    ///
    /// Its certificate is that of `NAME.NAMESPACE.svc`, as in a cluster.
    #[cfg(feature = "webhooks")]
    pub fn webhook_service(
        mut self,
        namespace: &str,
        name: &str,
        address: std::net::SocketAddr,
    ) -> Self {
        self.webhook_services
            .insert(format!("{namespace}/{name}"), address);
        self
    }

    /// Plays the controllers of workloads, so that they become ready or fail (off).
    pub fn simulator(mut self, simulator: Simulator) -> Self {
        self.simulator = Some(simulator);
        self
    }

    /// How much the journal keeps (10,000 requests, with 16 MiB of bodies): the oldest are forgotten first; 0 requests turn it off.
    pub fn journal_limits(mut self, requests: usize, bytes: usize) -> Self {
        self.journal.entries = requests;
        self.journal.bytes = bytes;
        self
    }

    /// Whether the journal has the values of Secrets, and tokens, as they came (no).
    pub fn journal_secrets(mut self, keep: bool) -> Self {
        self.journal.secrets = keep;
        self
    }

    /// Goes on from a state that a server was in.
    pub fn restore(mut self, snapshot: Snapshot) -> Self {
        self.snapshot = Some(snapshot);
        self
    }

    /// Builds the server, with the namespaces that every cluster has, or with what is restored.
    #[must_use]
    pub fn build(self) -> ApiServer {
        let settings = Settings {
            window: self.window,
            bookmark_interval: self.bookmark_interval,
            controllers: self.controllers,
            rbac: self.rbac,
            #[cfg(feature = "webhooks")]
            webhook_services: self.webhook_services,
            simulator: self.simulator,
        };
        let cluster = Cluster::new(self.clock, settings);
        match self.snapshot {
            Some(snapshot) => cluster.restore(snapshot),
            None => cluster.bootstrap(),
        }
        cluster.furnish_all();
        if cluster.settings.rbac {
            access::create_bootstrap_roles(&cluster);
        }
        // Nobody can have seen anything from before.
        cluster.store.compact();
        ApiServer {
            faults: Faults::new(cluster.stopped.clone()),
            cluster,
            journal: Journal::new(self.journal),
        }
    }
}

impl ApiServer {
    /// Starts building a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The server as a tower service, for a client in the same process, which may do everything.
    #[must_use]
    pub fn service(&self) -> ApiService {
        self.service_of(Caller::admin())
    }

    /// The server as a tower service for a client in the same process that is `user`.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_apiserver::{ApiServer, User};
    ///
    /// let server = ApiServer::builder().build();
    /// let service = server.service_as(User::service_account("shop", "webapp-operator"));
    /// # drop(service);
    /// ```
    #[must_use]
    pub fn service_as(&self, user: User) -> ApiService {
        self.service_of(Caller::Known(Arc::new(user)))
    }

    /// The server as a tower service for clients on the network.
    pub(crate) fn public_service(&self) -> ApiService {
        self.service_of(Caller::Presented)
    }

    /// Makes `token` a token of `user`.
    pub(crate) fn add_token(&self, token: &str, user: User) {
        self.cluster.tokens.add(token, user);
    }

    fn service_of(&self, caller: Caller) -> ApiService {
        ApiService::new(
            self.cluster.clone(),
            self.journal.clone(),
            self.faults.clone(),
            caller,
        )
    }

    /// The server as a tower service for what a test itself asks: no fault hits it, and the journal does not have it.
    #[must_use]
    pub fn bypass_service(&self) -> ApiService {
        ApiService::new(
            self.cluster.clone(),
            Journal::off(),
            Faults::new(self.cluster.stopped.clone()),
            Caller::admin(),
        )
    }

    pub(crate) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Waits until the controllers and the simulator have followed every write that was made, and those that they made
    /// in turn: until nothing more happens before time passes or somebody writes.
    pub async fn caught_up(&self) {
        self.cluster.controllers_caught_up().await;
    }

    /// What the server does wrong on purpose; nothing unless rules are added.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.faults.clone()
    }

    /// The requests that were made so far.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.journal.clone()
    }

    /// What authorization refused so far, each rule that was missing once; nothing unless [`Builder::rbac`] is on.
    ///
    /// # Examples
    ///
    /// An operator runs as the service account that it ships, with the role that it ships:
    ///
    /// ```
    /// use oper8_apiserver::{ApiServer, User};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use k8s_openapi::api::core::v1::ConfigMap;
    /// # use kube_client::{Api, Client};
    /// let server = ApiServer::builder().rbac(true).build();
    /// let operator = server.service_as(User::service_account("shop", "webapp-operator"));
    /// let maps: Api<ConfigMap> = Api::namespaced(Client::new(operator, "shop"), "shop");
    /// assert!(maps.get("settings").await.is_err());
    /// let missing = server.denied();
    /// assert_eq!(
    ///     missing[0].to_string(),
    ///     r#""system:serviceaccount:shop:webapp-operator" lacks in the namespace "shop" the rule "#.to_owned()
    ///         + r#"{"apiGroups":[""],"resources":["configmaps"],"verbs":["get"]}"#
    /// );
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn denied(&self) -> Vec<Denied> {
        self.cluster.denials.all()
    }

    /// Forgets all events: every watch and paged list from before gets 410.
    pub fn compact(&self) {
        self.cluster.store.compact();
    }

    /// Ends every watch and the controllers, now and in future.
    pub fn stop(&self) {
        self.cluster.stopped.cancel();
    }
}
