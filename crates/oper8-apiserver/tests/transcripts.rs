//! What a real server answered, asked again: of the embedded server in process and over HTTP, and of the real cluster that
//! `OPER8_TEST_KUBECONFIG` names.
//!
//! A file in `tests/transcripts` is a list of requests with the answers of a real server. With `OPER8_TEST_RECORD` set as
//! well, what the real cluster answers now takes their place.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first error"
)]
mod transcript;

use kube_client::Client;
use oper8_apiserver::{ApiServer, ServeOptions};
use transcript::Transcript;

async fn in_process(name: &str) {
    let server = ApiServer::builder().build();
    let client = Client::new(server.service(), "default");
    Transcript::read(name).check(&client).await;
}

async fn over_http(name: &str) {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default()).await.unwrap();
    let client = transcript::client(&served.kubeconfig()).await;
    Transcript::read(name).check(&client).await;
    served.shutdown().await;
}

async fn on_a_real_cluster(name: &str) {
    let Some(path) = transcript::variable("OPER8_TEST_KUBECONFIG") else {
        println!("skipped: OPER8_TEST_KUBECONFIG names no cluster");
        return;
    };
    let client = transcript::client(&std::fs::read_to_string(path).unwrap()).await;
    let transcript = Transcript::read(name);
    if transcript::variable("OPER8_TEST_RECORD").is_some() {
        transcript.record(&client).await;
    } else {
        transcript.check(&client).await;
    }
}

macro_rules! transcripts {
    ($($name:ident),*) => {
        mod in_process {
            $(#[tokio::test] async fn $name() { super::in_process(stringify!($name)).await; })*
        }
        mod over_http {
            $(#[tokio::test] async fn $name() { super::over_http(stringify!($name)).await; })*
        }
        mod on_a_real_cluster {
            $(#[tokio::test] async fn $name() { super::on_a_real_cluster(stringify!($name)).await; })*
        }
    };
}

transcripts!(
    verbs, deletion, minimal, refusals, immutable, custom, apply, tables
);
