//! Connections that do not do as they should, and one that does much at once.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use oper8_apiserver::{ApiServer, ServeOptions, Served};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What is answered to these bytes until the connection ends.
async fn raw(served: &Served, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(served.address()).await.unwrap();
    // The server may have closed before all is sent.
    let _ = stream.write_all(sent).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn assert_alive(served: &Served) {
    let answer = raw(
        served,
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn what_is_no_request_ends_the_connection() {
    let served = ApiServer::builder()
        .build()
        .serve(ServeOptions::default())
        .await
        .unwrap();
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(2_000));
    let long = format!("GET / HTTP/1.1\r\na: {}\r\n\r\n", "b".repeat(2_000_000));
    let path = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(100_000));
    let requests: [(&str, &[u8]); 9] = [
        (
            "HTTP/1.1 400 ",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        ),
        ("HTTP/1.1 400 ", b"hello\r\n\r\n"),
        ("HTTP/1.1 400 ", b"GET / HTTP/9.9\r\n\r\n"),
        ("HTTP/1.1 400 ", b"GET / HTTP/1.1\r\na b: c\r\n\r\n"),
        (
            "HTTP/1.1 400 ",
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
        ),
        (
            "HTTP/1.1 400 ",
            b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        ),
        ("HTTP/1.1 431 ", many.as_bytes()),
        ("HTTP/1.1 431 ", long.as_bytes()),
        ("HTTP/1.1 4", path.as_bytes()),
    ];
    for (expected, request) in requests {
        let answer = raw(&served, request).await;
        // Where more was sent than was read the answer may be lost with the connection.
        assert!(
            answer.starts_with(expected) || (answer.is_empty() && request.len() > 10_000),
            "{answer} to {}",
            String::from_utf8_lossy(&request[..request.len().min(60)])
        );
    }
    assert_alive(&served).await;
}

#[tokio::test]
async fn a_request_hidden_in_the_body_of_another_is_not_read() {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default()).await.unwrap();
    let hidden = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n";
    let request = format!(
        "POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: {}\r\nConnection: close\r\n\r\n0\r\n\r\n{hidden}",
        hidden.len() + 5
    );
    let answer = raw(&served, request.as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    assert_alive(&served).await;
}

#[tokio::test]
async fn clients_that_say_nothing_hold_nobody_up() {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default()).await.unwrap();
    let mut silent = Vec::new();
    for said in [
        &b""[..],
        b"GET",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1",
    ] {
        let mut stream = TcpStream::connect(served.address()).await.unwrap();
        stream.write_all(said).await.unwrap();
        silent.push(stream);
    }
    assert_alive(&served).await;
    // Nor do they keep the server from stopping.
    tokio::time::timeout(Duration::from_secs(20), served.shutdown())
        .await
        .unwrap();
}

/// A connection to a server that speaks TLS, and what was agreed to be spoken over it.
async fn secured(served: &Served) -> tokio_rustls::client::TlsStream<TcpStream> {
    let kubeconfig: serde_json::Value = serde_saphyr::from_str(&served.kubeconfig()).unwrap();
    let authority = &kubeconfig["clusters"][0]["cluster"]["certificate-authority-data"];
    let pem = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        authority.as_str().unwrap(),
    );
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(&pem.unwrap()).unwrap())
        .unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let stream = TcpStream::connect(served.address()).await.unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let name = ServerName::try_from("127.0.0.1").unwrap();
    connector.connect(name, stream).await.unwrap()
}

#[tokio::test]
async fn many_watches_share_one_connection_of_http_2() {
    const WATCHES: usize = 200;
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default().tls()).await.unwrap();
    let stream = secured(&served).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    let ask = |path: &str| {
        Request::get(format!("https://127.0.0.1{path}"))
            .header("authorization", format!("Bearer {}", served.token()))
            .body(Empty::<Bytes>::new())
            .unwrap()
    };
    let mut watches = Vec::new();
    for _ in 0..WATCHES {
        let answer = sender
            .send_request(ask("/api/v1/namespaces?watch=1"))
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        watches.push(answer.into_body());
    }
    for watch in &mut watches {
        let event = watch.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(event.starts_with(b"{\"type\":\"ADDED\""), "{event:?}");
    }
    let answer = sender.send_request(ask("/version")).await.unwrap();
    assert_eq!(answer.status(), 200);
}
