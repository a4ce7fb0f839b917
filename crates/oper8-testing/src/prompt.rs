//! The server as the operator meets it in tests: what follows from a write has happened before the next request.

use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use http::Request;
use kube_client::client::Body;
use oper8_apiserver::{ApiServer, ApiService};
use tower::Service;

/// The operator's service. Without it, what a reconciliation sees of workloads that are ready at once would be a matter of which
/// task runs first.
#[derive(Clone, Debug)]
pub(crate) struct Prompt {
    server: ApiServer,
    service: ApiService,
}

impl Prompt {
    pub(crate) fn new(server: ApiServer) -> Self {
        Self {
            service: server.service(),
            server,
        }
    }
}

impl Service<Request<Body>> for Prompt {
    type Response = <ApiService as Service<Request<Body>>>::Response;
    type Error = <ApiService as Service<Request<Body>>>::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Service::<Request<Body>>::poll_ready(&mut self.service, context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let server = self.server.clone();
        let mut service = self.service.clone();
        Box::pin(async move {
            server.caught_up().await;
            service.call(request).await
        })
    }
}
