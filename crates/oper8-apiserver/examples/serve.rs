//! Serves an empty cluster on loopback until standard input ends, and writes its kubeconfig to the file given as argument.
//!
//! `cargo run -p oper8-apiserver --example serve -- /tmp/kubeconfig`, then `kubectl --kubeconfig /tmp/kubeconfig get ns`.

use std::error::Error;

use oper8_apiserver::{ApiServer, ServeOptions};
use tokio::io::AsyncReadExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: serve KUBECONFIG")?;
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default()).await?;
    served.write_kubeconfig(&path)?;
    let mut rest = Vec::new();
    tokio::io::stdin().read_to_end(&mut rest).await?;
    served.shutdown().await;
    Ok(())
}
