//! The server as a tower service: requests in, answers out.
//!
//! A request is authenticated and may then be somebody else's, its path is looked up, fault rules have their say, it is
//! authorized, and its verb is done.

mod part;
mod reply;
mod route;
mod verbs;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::request::Parts;
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::access::{self, Caller};
use crate::body::Body;
use crate::cluster::Cluster;
use crate::faults::{At, Call, Faults};
use crate::journal::{Clients, EntryBody, Journal, Record};
use crate::media::{self, Accept};
use crate::request::is_well_escaped;
use crate::status::Status;

pub(crate) use self::reply::{json, refusal};
use self::route::Route;

/// The server as a tower service: what `kube_client::Client::new` takes.
///
/// Its error is a connection that breaks, which only a fault rule causes; every refusal is an answer.
#[derive(Clone, Debug)]
pub struct ApiService {
    cluster: Cluster,
    journal: Journal,
    faults: Faults,
    caller: Caller,
    /// Who watches, and what they were told.
    clients: Clients,
}

/// The longest body that is read.
const BODY_LIMIT: usize = 3 * 1024 * 1024;

/// How long a client may take to send a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// An answer before it is put into HTTP.
type Reply = Result<Response<Body>, Status>;

impl ApiService {
    pub(crate) fn new(cluster: Cluster, journal: Journal, faults: Faults, caller: Caller) -> Self {
        Self {
            cluster,
            journal,
            faults,
            caller,
            clients: Clients::default(),
        }
    }

    async fn answer<B>(self, request: Request<B>) -> io::Result<Response<Body>>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let head_only = request.method() == Method::HEAD;
        let mut response = match is_well_escaped(request.uri().path()) {
            true => self.respond(request).await?,
            false => reply::malformed(),
        };
        if head_only {
            *response.body_mut() = Body::whole(Bytes::new());
        }
        reply::dress(response.headers_mut());
        Ok(response)
    }

    async fn respond<B>(self, request: Request<B>) -> io::Result<Response<Body>>
    where
        B: http_body::Body<Data = Bytes> + Send,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.cluster.run_controllers();
        let (mut parts, body) = request.into_parts();
        if let Err(status) = self.caller.authenticate(&self.cluster, &mut parts) {
            return Ok(Accept::of_refusal(&parts).write(refusal(&status)));
        }
        let impersonated = access::impersonate(&self.cluster, &mut parts);
        let mut reading = std::pin::pin!(Limited::new(body, BODY_LIMIT).collect());
        // A body that is there already needs no clock.
        let read = match reading.as_mut().now_or_never() {
            Some(read) => Ok(read),
            None => tokio::time::timeout(BODY_TIMEOUT, reading).await,
        };
        let Ok(read) = read else {
            let status = Status::too_slow();
            return Ok(Accept::of_refusal(&parts).write(refusal(&status)));
        };
        let body = match read {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                let status = Status::body_too_large(BODY_LIMIT);
                return Ok(Accept::of_refusal(&parts).write(refusal(&status)));
            }
            Err(error) => return Err(io::Error::other(error)),
        };
        let mut record = Record::new(self.journal.clone(), &parts, self.cluster.clock.now());
        record.entry.body = EntryBody::new(body.clone());
        let mut route = self.route(&parts, &mut record.entry);
        if record.entry.is_write() {
            record.entry.told = self.clients.told(&record.entry);
        }
        let call = Call::new(&record.entry, &parts, &body);
        let arrival = self.faults.arrive(&call, || self.cluster.store.revision());
        let ended = arrival
            .pass(At::Before, &self.cluster, &record.entry)
            .await?;
        let body = arrival.mutate(body);
        let mut response = match ended {
            Some(response) => response,
            None => {
                if !arrival.is_empty() {
                    // The kind may have come or gone while the request was held.
                    route = self.route(&parts, &mut record.entry);
                }
                let done = self.handle(impersonated, route, &parts, &body).await;
                let response = done
                    .unwrap_or_else(|status| Accept::of_refusal(&parts).write(refusal(&status)));
                record.done(self.cluster.store.revision(), response.extensions());
                response
            }
        };
        if let Some(replaced) = arrival
            .pass(At::After, &self.cluster, &record.entry)
            .await?
        {
            response = replaced;
        }
        response = arrival.hide(response);
        record.entry.code = response.status().as_u16();
        let response = media::compress(&parts.headers, response);
        let response = self.faults.tap(response, arrival, &record.entry);
        let response = match self.journal.is_off() {
            true => response,
            false => self.clients.listen(response, &record.entry),
        };
        Ok(media::frames(response))
    }

    /// What the server does when the request gets to it.
    async fn handle(
        &self,
        impersonated: Result<(), Status>,
        route: Result<Route, Status>,
        parts: &Parts,
        body: &Bytes,
    ) -> Reply {
        impersonated?;
        access::authorize(&self.cluster, parts)?;
        let route = route?;
        if parts.method.is_safe() || !self.cluster.calls_out() {
            return self.dispatch(route, parts, body);
        }
        let (service, parts, body) = (self.clone(), parts.clone(), body.clone());
        let work = move || service.dispatch(route, &parts, &body);
        let done = crate::admission::waiting(work).await;
        done.unwrap_or_else(|| Err(Status::internal("the request was not finished")))
    }
}

impl<B> tower::Service<Request<B>> for ApiService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}
