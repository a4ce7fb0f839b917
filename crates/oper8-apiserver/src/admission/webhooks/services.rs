//! Where the Services are that webhooks are behind: nothing runs here, so the test says.

use std::collections::BTreeMap;

/// Addresses of Services, as `namespace/name`.
pub(crate) type WebhookServices = BTreeMap<String, std::net::SocketAddr>;
