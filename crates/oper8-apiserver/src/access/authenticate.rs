//! The first stage: who asks.

use std::sync::Arc;

use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Uri, header};

use super::user::admin;
use super::{ISSUER, Tokens, User};
use crate::cluster::Cluster;
use crate::status::Status;

/// Paths that anybody may ask for where there is no authorization to say so.
const OPEN: [&str; 3] = ["/healthz", "/livez", "/readyz"];

/// How a service learns who asks.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    /// A client in the same process, which need not prove anything.
    Known(Arc<User>),
    /// A client on the network shows a token.
    Presented,
}

impl Caller {
    /// A client in the same process that may do everything.
    pub(crate) fn admin() -> Self {
        Self::Known(admin())
    }

    /// Puts the user into the extensions of the request.
    pub(crate) fn authenticate(&self, cluster: &Cluster, parts: &mut Parts) -> Result<(), Status> {
        let user = match self {
            Self::Known(user) => Arc::clone(user),
            Self::Presented => {
                let _ = take_token(&cluster.tokens, parts);
                presented(cluster, parts)?
            }
        };
        parts.extensions.insert(user);
        Ok(())
    }
}

/// Whose token the request shows. No token is anonymous, a wrong one is 401.
fn presented(cluster: &Cluster, parts: &Parts) -> Result<Arc<User>, Status> {
    let open = OPEN.contains(&parts.uri.path());
    match bearer(&parts.headers) {
        Some(token) => cluster.user_of_token(token),
        // Where nobody is refused anything, strangers are not let in: as a real server without authorization.
        None if open || cluster.settings.rbac => Some(Arc::new(User::anonymous())),
        None => None,
    }
    .ok_or_else(Status::unauthorized)
}

impl Cluster {
    /// Whose token it is.
    pub(crate) fn user_of_token(&self, token: &str) -> Option<Arc<User>> {
        let issued = || {
            let shown = self.account_of_token(token, &[ISSUER.to_owned()]).ok()?;
            Some(Arc::new(shown.user))
        };
        self.tokens.user(token).or_else(issued)
    }
}

/// The token in `Authorization: Bearer ..`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The user that the request was authenticated as.
pub(crate) fn user_of(parts: &Parts) -> Arc<User> {
    parts.extensions.get().cloned().unwrap_or_else(admin)
}

/// Takes a token out of the first segment of the path, where it counts as shown: kubectl sends bearer tokens over TLS only.
/// `None` where there is none.
fn take_token(tokens: &Tokens, parts: &mut Parts) -> Option<()> {
    let path = parts.uri.path().strip_prefix('/')?;
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    tokens.user(first)?;
    let query = parts.uri.query().map(|query| format!("?{query}"));
    let text = format!("/{rest}{}", query.unwrap_or_default());
    let value = HeaderValue::from_str(&format!("Bearer {first}")).ok()?;
    parts.uri = Uri::from(text.parse::<PathAndQuery>().ok()?);
    // A client that shows another one in the header means that one.
    parts.headers.entry(header::AUTHORIZATION).or_insert(value);
    Some(())
}
