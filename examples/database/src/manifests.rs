//! The shapes that several components share.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

/// The labels by which the servers are found.
pub(crate) fn labels(session: &Session) -> Value {
    json!({
        "app.kubernetes.io/name": "database",
        "app.kubernetes.io/instance": session.name(),
        "app.kubernetes.io/managed-by": "database-operator",
    })
}

/// One of the database's programs, from the place that the configuration names.
pub(crate) fn image(session: &Session, program: &str, version: &str) -> Result<String> {
    match session.config()["registry"].as_str() {
        Some(registry) => Ok(format!("{registry}/{program}:{version}")),
        None => Err(Error::Config(
            "configOverrides: registry: a text is expected".to_owned(),
        )),
    }
}

/// What a Job runs: one of the programs, once, with the way to the servers and `args`.
pub(crate) fn job(session: &Session, image: &str, args: &[String]) -> Value {
    json!({
        "backoffLimit": 2,
        "template": {"spec": {
            "restartPolicy": "Never",
            "containers": [{
                "name": "main",
                "image": image,
                "args": args,
                "env": [{"name": "DATABASE_HOST", "value": session.scoped_name("server")}],
                "envFrom": [{"secretRef": {"name": session.scoped_name("access")}}],
            }],
        }},
    })
}
