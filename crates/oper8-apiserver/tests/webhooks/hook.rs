//! A webhook server as an operator has one: HTTPS on loopback, with a certificate of its own authority.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

type Answer = dyn Fn(&str, &Value) -> Option<Value> + Send + Sync;

/// A server that is stopped with the runtime.
#[derive(Clone)]
pub struct Hook {
    pub address: SocketAddr,
    /// The authority, as `caBundle` has it.
    pub authority: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Hook {
    /// Serves; `answer` gets the path and the question and answers what goes under `response`, or nothing ever.
    pub async fn serve(
        answer: impl Fn(&str, &Value) -> Option<Value> + Send + Sync + 'static,
    ) -> Self {
        let (acceptor, authority) = identity();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = Self {
            address: listener.local_addr().unwrap(),
            authority,
            asked: Arc::default(),
        };
        let (served, answer): (_, Arc<Answer>) = (hook.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, hook, answer) = (acceptor.clone(), served.clone(), answer.clone());
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let service = service_fn(move |request| {
                        let (hook, answer) = (hook.clone(), answer.clone());
                        async move { Ok::<_, Infallible>(hook.answer(request, &*answer).await) }
                    });
                    // A client that goes away ends its own connection.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        hook
    }

    async fn answer(&self, request: Request<Incoming>, answer: &Answer) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let review: Value = serde_json::from_slice(&body).unwrap();
        let question = &review["request"];
        self.asked.lock().unwrap().push(question.clone());
        let Some(mut response) = answer(&path, question) else {
            std::future::pending::<()>().await;
            unreachable!("nothing ends what never ends")
        };
        if response["uid"].is_null() {
            response["uid"] = question["uid"].clone();
        }
        let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response});
        Response::new(Full::from(review.to_string()))
    }

    /// The questions so far about objects of this name, oldest first.
    pub fn asked(&self, name: &str) -> Vec<Value> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|asked| asked["name"] == name)
            .cloned()
            .collect()
    }

    /// `clientConfig` that leads here.
    pub fn config(&self, path: &str) -> Value {
        json!({"url": format!("https://{}{path}", self.address), "caBundle": self.authority})
    }
}

/// A JSON patch, as a webhook answers one.
pub fn patch(operations: &Value) -> Value {
    json!({"allowed": true, "patchType": "JSONPatch", "patch": STANDARD.encode(operations.to_string())})
}

fn identity() -> (TlsAcceptor, String) {
    let key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().unwrap();
    let names = ["127.0.0.1", "hooks.default.svc"].map(str::to_owned);
    let shown = CertificateParams::new(names)
        .unwrap()
        .signed_by(&key, &issuer)
        .unwrap();
    let secret = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![shown.der().clone()], secret)
        .unwrap();
    (
        TlsAcceptor::from(Arc::new(config)),
        STANDARD.encode(certificate.pem()),
    )
}
