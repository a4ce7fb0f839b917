//! `access`: the password of the database.

use std::collections::BTreeMap;

use oper8::k8s_openapi::ByteString;
use oper8::k8s_openapi::api::core::v1::Secret;
use oper8::k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use oper8::prelude::*;
use uuid::Uuid;

/// The key of the password in the Secret.
const PASSWORD: &str = "DATABASE_PASSWORD";

/// What `render` shows in the place of a password.
const RENDERED_PASSWORD: &str = "(made at the first rollout)";

/// A Secret whose password is made once: what the cluster holds stays.
pub(crate) struct Access;

impl Component for Access {
    fn name(&self) -> &str {
        "access"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let name = session.scoped_name("access");
        let present: Option<Secret> = session.get(&name).await?;
        let kept = present.and_then(|secret| secret.data?.remove(PASSWORD));
        let password = kept.unwrap_or_else(|| ByteString(new_password(session).into()));
        let secret = Secret {
            metadata: ObjectMeta {
                name: Some(name),
                ..ObjectMeta::default()
            },
            type_: Some("Opaque".to_owned()),
            data: Some(BTreeMap::from([(PASSWORD.to_owned(), password)])),
            ..Secret::default()
        };
        chart.add("password", secret)?;
        Ok(())
    }
}

/// A Database that is in no cluster has no uid, and is only shown: it looks the same each time.
fn new_password(session: &Session) -> String {
    match session.metadata()["uid"].is_null() {
        true => RENDERED_PASSWORD.to_owned(),
        false => Uuid::new_v4().simple().to_string(),
    }
}
