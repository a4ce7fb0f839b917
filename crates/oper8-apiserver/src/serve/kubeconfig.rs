//! The kubeconfig of a server on loopback.

use std::fs::OpenOptions;
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

/// Writes beside the file and moves it into place, so that nobody reads a half of it or before it is closed to others.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}", uuid::Uuid::new_v4().simple()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&part)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&part);
    }
    written
}
