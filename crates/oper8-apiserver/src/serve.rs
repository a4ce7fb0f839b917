//! The server over HTTP on loopback, for clients in other processes and languages.

mod kubeconfig;
#[cfg(feature = "tls")]
mod tls;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

#[cfg(feature = "tls")]
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use crate::access::User;
use crate::server::ApiServer;
use crate::service::ApiService;

/// Before another connection is taken where one could not be.
const PAUSE: Duration = Duration::from_millis(50);

/// How long open requests may take when the server stops; watches never end by themselves.
const GRACE: Duration = Duration::from_millis(500);

/// How long a connection may take to send a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(32);

/// How many requests one connection may have open; more than the 100 of a real server.
#[cfg(feature = "tls")]
const MOST_STREAMS: u32 = 1000;

/// How to serve; the default takes a free port and a random token.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ServeOptions {
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// What clients must show to do everything; a random one unless it is given.
    pub token: Option<String>,
    /// Who else may come in; each gets a random token.
    pub users: Vec<User>,
    /// Whether to speak TLS, with certificates made for this one run.
    #[cfg(feature = "tls")]
    pub tls: bool,
}

impl ServeOptions {
    /// Serves on this port of 127.0.0.1.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Asks clients for this token.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Lets one more user in, with a random token: [`Served::kubeconfig`] has a context of the user's name.
    ///
    /// What the user may do is decided by roles and bindings where [`Builder::rbac`](crate::Builder::rbac) is on.
    #[must_use]
    pub fn user(mut self, user: User) -> Self {
        self.users.push(user);
        self
    }

    /// Speaks HTTPS: a certificate authority and a certificate for 127.0.0.1 and localhost are made, and the kubeconfig
    /// names the authority. Nothing of it is kept.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }
}

/// A server that listens; it stops when this value is dropped.
pub struct Served {
    address: SocketAddr,
    token: String,
    users: Vec<Account>,
    /// The certificate authority as PEM, where it speaks TLS.
    authority: Option<String>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl ApiServer {
    /// Serves over HTTP, or HTTPS, on 127.0.0.1, to clients that show the token: as a bearer token, or as the first segment of the path,
    /// as [`Served::kubeconfig`] does. Anybody else gets 401, health checks aside.
    ///
    /// # Errors
    ///
    /// When the port cannot be listened on, or certificates cannot be made.
    pub async fn serve(&self, options: ServeOptions) -> io::Result<Served> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        let random = || uuid::Uuid::new_v4().simple().to_string();
        let token = options.token.unwrap_or_else(random);
        let stop = CancellationToken::new();
        self.add_token(&token, User::admin());
        let mut users = Vec::new();
        for user in options.users {
            let token = random();
            users.push(Account {
                name: user.name().to_owned(),
                token: token.clone(),
            });
            self.add_token(&token, user);
        }
        let service = self.public_service();
        #[cfg(feature = "tls")]
        let (authority, speech) = if options.tls {
            let identity = tls::Identity::generate()?;
            self.cluster().trust(&identity.authority);
            (Some(identity.authority), Speech::Tls(identity.acceptor))
        } else {
            (None, Speech::Plain)
        };
        #[cfg(not(feature = "tls"))]
        let (authority, speech) = (None, Speech::Plain);
        let task = tokio::spawn(listen(listener, service, speech, stop.clone()));
        Ok(Served {
            address,
            token,
            users,
            authority,
            stop,
            task,
        })
    }
}

impl Served {
    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token that clients must show to do everything.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The token of a user of [`ServeOptions::user`].
    #[must_use]
    pub fn token_of(&self, user: &str) -> Option<&str> {
        let account = self.users.iter().find(|account| account.name == user)?;
        Some(&account.token)
    }

    /// A kubeconfig for this server, as YAML, with a context for each user; the current one may do everything. It holds the
    /// tokens.
    #[must_use]
    pub fn kubeconfig(&self) -> String {
        let accounts: Vec<_> = self.accounts().collect();
        kubeconfig::text(self.address, &accounts, self.authority.as_deref())
    }

    /// A kubeconfig for one user of [`ServeOptions::user`]; `None` for a name that nobody has.
    #[must_use]
    pub fn kubeconfig_of(&self, user: &str) -> Option<String> {
        let account = self.accounts().find(|(name, _)| *name == user)?;
        Some(kubeconfig::text(
            self.address,
            &[account],
            self.authority.as_deref(),
        ))
    }

    /// Names and tokens, of who may do everything first.
    fn accounts(&self) -> impl Iterator<Item = (&str, &str)> {
        let others = self.users.iter();
        std::iter::once((kubeconfig::ADMIN, self.token.as_str()))
            .chain(others.map(|account| (account.name.as_str(), account.token.as_str())))
    }

    /// Writes [`Served::kubeconfig`] to a file that only its owner can read; a file that is there already is replaced.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write_kubeconfig(&self, path: impl AsRef<Path>) -> io::Result<()> {
        kubeconfig::write(path.as_ref(), &self.kubeconfig())
    }

    /// Stops listening, ends what is open within half a second, and frees the port.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        // A task that panicked has nothing left to stop.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A user and the token that shows who it is.
struct Account {
    name: String,
    token: String,
}

/// Shows no token.
impl std::fmt::Debug for Served {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Served")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// What is spoken on a connection.
#[derive(Clone)]
enum Speech {
    Plain,
    #[cfg(feature = "tls")]
    Tls(tokio_rustls::TlsAcceptor),
}

async fn listen(
    listener: TcpListener,
    service: ApiService,
    speech: Speech,
    stop: CancellationToken,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, speech.clone(), service.clone(), stop.clone()));
                }
                // Out of file handles, most likely: what is open goes on, and may end meanwhile.
                Err(error) => {
                    warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, all).await.is_err() {
        debug!("open watches are cut off");
    }
}

async fn connection(
    stream: TcpStream,
    speech: Speech,
    service: ApiService,
    stop: CancellationToken,
) {
    let _ = stream.set_nodelay(true);
    match speech {
        Speech::Plain => talk(stream, service, stop).await,
        #[cfg(feature = "tls")]
        Speech::Tls(acceptor) => tokio::select! {
            () = stop.cancelled() => {}
            secured = tokio::time::timeout(HEAD_TIMEOUT, acceptor.accept(stream)) => match secured {
                Ok(Ok(stream)) => {
                    let agreed = stream.get_ref().1.alpn_protocol();
                    if agreed == Some(tls::HTTP2) {
                        talk_http2(stream, service, stop.clone()).await;
                    } else {
                        talk(stream, service, stop.clone()).await;
                    }
                }
                Ok(Err(error)) => debug!(%error, "a client does not agree on TLS"),
                Err(_) => debug!("a client does not finish the handshake"),
            },
        },
    }
}

async fn talk<S>(stream: S, service: ApiService, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    until_stopped(serving, stop).await;
}

/// Many requests at once, which is what Go's clients prefer over TLS.
#[cfg(feature = "tls")]
async fn talk_http2<S>(stream: S, service: ApiService, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let serving = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS)
        .keep_alive_interval(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    until_stopped(serving, stop).await;
}

/// Serves a connection to its end; what is asked when the server stops is answered still.
async fn until_stopped<C>(serving: C, stop: CancellationToken)
where
    C: GracefulConnection<Error = hyper::Error>,
{
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = &mut serving => ended,
        () = stop.cancelled() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = ended {
        debug!(%error, "a connection broke");
    }
}
