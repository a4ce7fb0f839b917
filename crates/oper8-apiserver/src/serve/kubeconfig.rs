//! The kubeconfig of a server on loopback.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Without TLS the token is in the URL's path too: kubectl and client-go send a bearer token over TLS only.
pub(super) fn text(address: SocketAddr, token: &str, authority: Option<&str>) -> String {
    let cluster = match authority {
        Some(authority) => {
            let authority = STANDARD.encode(authority);
            format!("server: https://{address}\n    certificate-authority-data: {authority}")
        }
        None => format!("server: http://{address}/{token}"),
    };
    format!(
        "\
apiVersion: v1
kind: Config
current-context: embedded
clusters:
- name: embedded
  cluster:
    {cluster}
users:
- name: embedded
  user:
    token: {token}
contexts:
- name: embedded
  context:
    cluster: embedded
    user: embedded
    namespace: default
"
    )
}

/// Writes the file for its owner alone.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    crate::files::write(path, |file| file.write_all(text.as_bytes()))
}
