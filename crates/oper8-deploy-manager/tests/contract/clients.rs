//! Clients of the servers that the suite runs on, and what the cases share.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use http::{Method, Request, Response};
use kube_client::client::{Body, ClientBuilder};
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};
use oper8_apiserver::{ApiServer, ServeOptions, Served};
use oper8_deploy_manager::{
    Applied, ApplyOptions, DeployManager as _, DeploySettings, KubeDeployManager, ObjectKey,
};
use serde_json::{Value, json};
use tower::{BoxError, Layer, Service};

/// The requests that went through a client, and where the next one breaks.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    requests: Vec<String>,
    break_at: Option<(usize, Moment)>,
}

/// When a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Moment {
    /// The server never sees the request.
    Before,
    /// The server acts, and nobody hears of it.
    After,
}

impl Journal {
    /// The requests since the last call, as `GET /api/v1/..`.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// How many requests there were since the last call: reads, writes.
    pub(crate) fn count(&self) -> (usize, usize) {
        let all = self.take();
        let reads = all.iter().filter(|it| it.starts_with("GET")).count();
        (reads, all.len() - reads)
    }

    /// Breaks the connection at the request with this number, counted from 0.
    pub(crate) fn break_at(&self, number: usize, moment: Moment) {
        self.0.lock().unwrap().break_at = Some((number, moment));
    }

    /// Notes a request; tells whether it breaks.
    fn push<B>(&self, request: &Request<B>) -> Option<Moment> {
        let mut entries = self.0.lock().unwrap();
        let entry = format!("{} {}", request.method(), request.uri());
        entries.requests.push(entry);
        match &mut entries.break_at {
            Some((0, moment)) => {
                let moment = *moment;
                entries.break_at = None;
                Some(moment)
            }
            Some((number, _)) => {
                *number -= 1;
                None
            }
            None => None,
        }
    }
}

impl<S> Layer<S> for Journal {
    type Service = Recorded<S>;

    fn layer(&self, inner: S) -> Recorded<S> {
        Recorded {
            journal: self.clone(),
            inner,
        }
    }
}

pub(crate) struct Recorded<S> {
    journal: Journal,
    inner: S,
}

impl<S, B> Service<Request<Body>> for Recorded<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: Send,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<B>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let breaks = self.journal.push(&request);
        if breaks == Some(Moment::Before) {
            return Box::pin(async { Err("the connection broke".into()) });
        }
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await.map_err(Into::into)?;
            match breaks {
                Some(_) => Err("the connection broke".into()),
                None => Ok(answer),
            }
        })
    }
}

/// A server, and a namespace of one's own in it.
pub(crate) struct Cluster {
    pub(crate) client: Client,
    pub(crate) journal: Journal,
    pub(crate) namespace: String,
    /// What is to be deleted in the end.
    garbage: Mutex<Vec<ObjectKey>>,
    /// The embedded server, and what serves it until it is dropped.
    server: Option<(ApiServer, Option<Served>)>,
}

impl Cluster {
    /// An embedded server, asked in process.
    pub(crate) async fn in_process(case: &str) -> Option<Self> {
        let server = ApiServer::builder().build();
        let journal = Journal::default();
        let client = Client::new(journal.layer(server.service()), "default");
        Some(Self::with(client, journal, Some((server, None)), case).await)
    }

    /// An embedded server, asked over HTTP.
    pub(crate) async fn over_http(case: &str) -> Option<Self> {
        let server = ApiServer::builder().build();
        let served = server.serve(ServeOptions::default()).await.unwrap();
        let kubeconfig = Kubeconfig::from_yaml(&served.kubeconfig()).unwrap();
        Some(Self::at(kubeconfig, Some((server, Some(served))), case).await)
    }

    /// The cluster that the environment names.
    pub(crate) async fn real(case: &str) -> Option<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one variable by which a test finds a cluster"
        )]
        let Ok(path) = std::env::var("OPER8_TEST_KUBECONFIG") else {
            println!("skipped: OPER8_TEST_KUBECONFIG names no cluster");
            return None;
        };
        let kubeconfig = Kubeconfig::read_from(path).unwrap();
        Some(Self::at(kubeconfig, None, case).await)
    }

    async fn at(
        kubeconfig: Kubeconfig,
        server: Option<(ApiServer, Option<Served>)>,
        case: &str,
    ) -> Self {
        let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
            .await
            .unwrap();
        let journal = Journal::default();
        let client = ClientBuilder::try_from(config)
            .unwrap()
            .with_layer(&journal)
            .build();
        Self::with(client, journal, server, case).await
    }

    async fn with(
        client: Client,
        journal: Journal,
        server: Option<(ApiServer, Option<Served>)>,
        case: &str,
    ) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let words: String = case.replace('_', "-").chars().take(30).collect();
        let words = words.trim_matches('-');
        let cluster = Self {
            client,
            journal,
            namespace: format!("dm-{}-{number}-{words}", std::process::id()),
            garbage: Mutex::default(),
            server,
        };
        let namespace = json!({
            "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": cluster.namespace},
        });
        cluster.applied(&namespace).await;
        cluster.delete_later(&namespace);
        cluster.journal.take();
        cluster
    }

    /// A deploy manager that remembers nothing, as after a restart.
    pub(crate) fn manager(&self) -> KubeDeployManager {
        KubeDeployManager::new(self.client.clone(), &DeploySettings::default())
    }

    /// Makes an embedded server forget its history; a real one cannot be made to, and forgets in its own time.
    pub(crate) fn compact(&self) -> bool {
        if let Some((server, _)) = &self.server {
            server.compact();
        }
        self.server.is_some()
    }

    pub(crate) fn delete_later(&self, object: &Value) {
        self.garbage
            .lock()
            .unwrap()
            .push(ObjectKey::of(object).unwrap());
    }

    pub(crate) async fn clean_up(&self) {
        let garbage = std::mem::take(&mut *self.garbage.lock().unwrap());
        for key in garbage.iter().rev() {
            self.manager().disable(key).await.unwrap();
        }
    }

    /// Applies with a fresh deploy manager; on a real server again and again while its controllers write more often than a
    /// call is repeated, as reconciliations do.
    pub(crate) async fn applied(&self, manifest: &Value) -> Applied {
        for _ in 0..100 {
            match self
                .manager()
                .apply(manifest, &ApplyOptions::default())
                .await
            {
                Ok(applied) => return applied,
                Err(error) if self.server.is_none() && error.is_retryable() => {}
                Err(error) => panic!("{error}"),
            }
        }
        panic!("the server changes {manifest} all the time")
    }

    /// The live object.
    pub(crate) async fn live(&self, manifest: &Value) -> Value {
        let key = ObjectKey::of(manifest).unwrap();
        let live = self.manager().get(&key).await.unwrap();
        (*live.unwrap_or_else(|| panic!("{key} is not there"))).clone()
    }

    /// Sends one request as another program would.
    pub(crate) async fn send(
        &self,
        method: Method,
        uri: &str,
        content_type: &str,
        body: &Value,
    ) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("content-type", content_type)
            .body(serde_json::to_vec(body).unwrap())
            .unwrap();
        self.client.request(request).await.unwrap()
    }

    /// Merges a patch into a namespaced object as somebody else.
    pub(crate) async fn meddle(&self, path: &str, patch: &Value) -> Value {
        let uri = format!("{path}?fieldManager=somebody");
        self.send(Method::PATCH, &uri, "application/merge-patch+json", patch)
            .await
    }

    /// The path of a namespaced object.
    pub(crate) fn path(&self, base: &str, name: &str) -> String {
        match base.split_once('|') {
            Some((api, plural)) => {
                format!("{api}/namespaces/{}/{plural}/{name}", self.namespace)
            }
            None => format!("/api/v1/namespaces/{}/{base}/{name}", self.namespace),
        }
    }

    pub(crate) fn config_map(&self, name: &str, data: Value) -> Value {
        json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": self.namespace},
            "data": data,
        })
    }

    pub(crate) fn deployment(&self, name: &str) -> Value {
        json!({
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name, "namespace": self.namespace},
            "spec": {
                "replicas": 1,
                "selector": {"matchLabels": {"app": name}},
                "template": {
                    "metadata": {"labels": {"app": name}},
                    "spec": {"containers": [{
                        "name": "main",
                        "image": "registry.example/main:1",
                        "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
                        "resources": {"limits": {"cpu": "0.5", "memory": "1024Mi"}},
                    }]},
                },
            },
        })
    }
}
