//! `config`: the settings of all components, and the database's password.

use std::collections::BTreeMap;

use oper8::k8s_openapi::ByteString;
use oper8::k8s_openapi::api::core::v1::Secret;
use oper8::k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use oper8::prelude::*;
use oper8::serde_json::{Value, json};
use uuid::Uuid;

use crate::webapp::WebApp;

/// The key of the database's password in the Secret.
const PASSWORD: &str = "DATABASE_PASSWORD";

/// What `render` shows in the place of a password.
const RENDERED_PASSWORD: &str = "(made at the first rollout)";

/// A ConfigMap and a Secret that every container reads.
pub(crate) struct Settings {
    host: String,
    cache: bool,
}

impl Settings {
    pub(crate) fn new(webapp: &WebApp) -> Self {
        Self {
            host: webapp.spec.host.clone(),
            cache: webapp.spec.cache,
        }
    }

    fn config_map(&self, session: &Session) -> Value {
        let mut data = json!({
            "PUBLIC_HOST": self.host,
            "DATABASE_HOST": session.scoped_name("database"),
        });
        if self.cache {
            data["CACHE_HOST"] = session.scoped_name("cache").into();
        }
        json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": session.scoped_name("settings")},
            "data": data,
        })
    }

    /// The password is made once: what the cluster holds already stays. A WebApp that is in no cluster, and so has no uid,
    /// is only shown: its manifests are the same each time.
    async fn secret(session: &Session) -> Result<Secret> {
        let name = session.scoped_name("secrets");
        let present: Option<Secret> = session.get(&name).await?;
        let password = present
            .and_then(|secret| secret.data?.remove(PASSWORD))
            .unwrap_or_else(|| match session.metadata()["uid"].is_null() {
                true => ByteString(RENDERED_PASSWORD.into()),
                false => ByteString(Uuid::new_v4().simple().to_string().into()),
            });
        Ok(Secret {
            metadata: ObjectMeta {
                name: Some(name),
                ..ObjectMeta::default()
            },
            type_: Some("Opaque".to_owned()),
            data: Some(BTreeMap::from([(PASSWORD.to_owned(), password)])),
            ..Secret::default()
        })
    }
}

impl Component for Settings {
    fn name(&self) -> &str {
        "config"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        chart.add("settings", self.config_map(session))?;
        chart.add("secrets", Self::secret(session).await?)?;
        Ok(())
    }
}
