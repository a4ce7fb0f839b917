//! The kubeconfig of a server on loopback.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// The name of the context, user and cluster that may do everything.
pub(super) const ADMIN: &str = "embedded";

/// One context for each name and token, the first of them current.
///
/// Without TLS the token is in the URL's path too: kubectl and client-go send a bearer token over TLS only.
pub(super) fn text(
    address: SocketAddr,
    accounts: &[(&str, &str)],
    authority: Option<&str>,
) -> String {
    let authority = authority.map(|authority| STANDARD.encode(authority));
    let (mut clusters, mut users, mut contexts) = (String::new(), String::new(), String::new());
    for (name, token) in accounts {
        let cluster = match &authority {
            Some(authority) => {
                format!("server: https://{address}\n    certificate-authority-data: {authority}")
            }
            None => format!("server: http://{address}/{token}"),
        };
        // JSON's quotes are YAML's: a name may have any sign in it.
        let name = json!(name);
        clusters.push_str(&format!("- name: {name}\n  cluster:\n    {cluster}\n"));
        users.push_str(&format!("- name: {name}\n  user:\n    token: {token}\n"));
        contexts.push_str(&format!(
            "- name: {name}\n  context:\n    cluster: {name}\n    user: {name}\n    namespace: default\n"
        ));
    }
    let current = json!(accounts.first().map_or(ADMIN, |(name, _)| *name));
    format!(
        "\
apiVersion: v1
kind: Config
current-context: {current}
clusters:
{clusters}users:
{users}contexts:
{contexts}"
    )
}

/// Writes the file for its owner alone.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    crate::files::write(path, |file| file.write_all(text.as_bytes()))
}
