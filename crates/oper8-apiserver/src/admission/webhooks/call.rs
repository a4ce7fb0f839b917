//! One call of a webhook over HTTPS, and what is wrong with it in the words of the real server.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error as TlsError, RootCertStore};

use crate::cluster::Cluster;
use crate::store::GroupResource;

/// The most that an answer may hold.
const MOST: usize = 3 * 1024 * 1024;

/// Where a webhook is.
struct Target {
    url: Uri,
    /// The address where it is not the URL's.
    address: Option<SocketAddr>,
}

/// Sends `body` and returns what the webhook answers.
pub(super) async fn post(cluster: &Cluster, hook: &Value, body: String) -> Result<Bytes, String> {
    let seconds = hook["timeoutSeconds"].as_u64().unwrap_or(10);
    let target = target(cluster, &hook["clientConfig"], seconds)?;
    let authority = hook["clientConfig"]["caBundle"].as_str();
    let talk = talk(&target, authority, body);
    let limit = Duration::from_secs(seconds);
    let (code, answer) = match tokio::time::timeout(limit, talk).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(why)) => return Err(format!("Post {:?}: {why}", target.url.to_string())),
        Err(_) => {
            return Err(format!(
                "Post {:?}: context deadline exceeded",
                target.url.to_string()
            ));
        }
    };
    match code {
        code if code.is_success() => Ok(answer),
        StatusCode::NOT_FOUND => Err("the server could not find the requested resource".to_owned()),
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST => {
            Err("the server rejected our request for an unknown reason".to_owned())
        }
        _ => {
            let text = String::from_utf8_lossy(&answer).into_owned();
            Err(format!(
                "an error on the server ({text:?}) has prevented the request from succeeding"
            ))
        }
    }
}

/// The URL with the time that is left, as the real server adds it.
fn target(cluster: &Cluster, config: &Value, seconds: u64) -> Result<Target, String> {
    let service = &config["service"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (base, address) = if service.is_object() {
        let (namespace, name) = (text(&service["namespace"]), text(&service["name"]));
        let port = service["port"].as_u64().unwrap_or(443);
        let path = text(&service["path"]);
        let path = if path.is_empty() {
            "/".to_owned()
        } else {
            path
        };
        let url = format!("https://{name}.{namespace}.svc:{port}{path}");
        let address = service_address(cluster, &namespace, &name)
            .map_err(|why| format!("Post {:?}: {why}", timed(&url, seconds)))?;
        (url, Some(address))
    } else {
        (text(&config["url"]), None)
    };
    let url = timed(&base, seconds);
    let parsed = url
        .parse()
        .map_err(|error| format!("parse {url:?}: {error}"))?;
    Ok(Target {
        url: parsed,
        address,
    })
}

fn timed(url: &str, seconds: u64) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}timeout={seconds}s")
}

fn service_address(cluster: &Cluster, namespace: &str, name: &str) -> Result<SocketAddr, String> {
    let services = &cluster.settings.webhook_services;
    if let Some(address) = services.get(&format!("{namespace}/{name}")) {
        return Ok(*address);
    }
    let id = GroupResource::new("", "services");
    match cluster.store.get(&id, namespace, name) {
        Some(_) => Err(format!("no endpoints available for service {name:?}")),
        None => Err(format!("service {name:?} not found")),
    }
}

async fn talk(
    target: &Target,
    authority: Option<&str>,
    body: String,
) -> Result<(StatusCode, Bytes), String> {
    let host = target.url.host().unwrap_or_default().to_owned();
    let stream = connect(target, &host).await?;
    let secured = secure(stream, &host, authority).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(secured))
        .await
        .map_err(|error| error.to_string())?;
    let path = target
        .url
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(
            header::HOST,
            target
                .url
                .authority()
                .map_or(host.as_str(), |authority| authority.as_str()),
        )
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json, */*")
        .header(header::USER_AGENT, "kube-apiserver-admission")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| error.to_string())?;
    let exchange = async {
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| error.to_string())?;
        let code = response.status();
        let limited = http_body_util::Limited::new(response.into_body(), MOST);
        let body = limited.collect().await.map_err(|error| error.to_string())?;
        Ok((code, body.to_bytes()))
    };
    tokio::pin!(connection);
    tokio::select! {
        answer = exchange => answer,
        // The answer tells of it, or has come by then.
        ended = &mut connection => Err(ended.err().map_or_else(|| "EOF".to_owned(), |error| error.to_string())),
    }
}

async fn connect(target: &Target, host: &str) -> Result<TcpStream, String> {
    let port = target.url.port_u16().unwrap_or(443);
    let stream = match target.address {
        Some(address) => TcpStream::connect(address).await,
        None => TcpStream::connect((host.trim_matches(['[', ']']), port)).await,
    };
    stream.map_err(|error| {
        let place = target
            .address
            .map_or_else(|| format!("{host}:{port}"), |address| address.to_string());
        match error.kind() {
            io::ErrorKind::ConnectionRefused => {
                format!("dial tcp {place}: connect: connection refused")
            }
            _ => format!("dial tcp {place}: {error}"),
        }
    })
}

async fn secure(
    stream: TcpStream,
    host: &str,
    authority: Option<&str>,
) -> Result<TlsStream<TcpStream>, String> {
    let mut roots = RootCertStore::empty();
    let pem = authority
        .and_then(|text| STANDARD.decode(text).ok())
        .unwrap_or_default();
    for certificate in CertificateDer::pem_slice_iter(&pem).flatten() {
        // One that cannot be used vouches for nobody.
        let _ = roots.add(certificate);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
        .map_err(|error| error.to_string())?;
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
    connecting.await.map_err(|error| told(&error))
}

/// What is wrong with the certificate.
fn told(error: &io::Error) -> String {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<TlsError>());
    let why = match inner {
        // An authority of the same name did not sign it either.
        Some(TlsError::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
        )) => "x509: certificate signed by unknown authority".to_owned(),
        Some(TlsError::InvalidCertificate(problem)) => format!("x509: {problem}"),
        Some(other) => return format!("remote error: {other}"),
        None => return error.to_string(),
    };
    format!("tls: failed to verify certificate: {why}")
}
