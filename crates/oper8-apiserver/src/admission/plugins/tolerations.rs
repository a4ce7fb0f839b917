//! `DefaultTolerationSeconds`: a Pod stays five minutes on a node that is lost.

use serde_json::{Value, json};

use super::{Plugin, Request, list_of};
use crate::cluster::Cluster;
use crate::status::Status;

pub(super) struct DefaultTolerationSeconds;

const TAINTS: [&str; 2] = [
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/unreachable",
];

impl Plugin for DefaultTolerationSeconds {
    fn change(
        &self,
        _cluster: &Cluster,
        request: &Request<'_>,
        pod: &mut Value,
    ) -> Result<(), Status> {
        if !request.is_of("", "pods") {
            return Ok(());
        }
        let tolerations = list_of(&mut pod["spec"], "tolerations");
        let given = tolerations.len();
        for taint in TAINTS {
            if !tolerations[..given].iter().any(|one| tolerates(one, taint)) {
                tolerations.push(json!({"key": taint, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}));
            }
        }
        Ok(())
    }
}

/// Whether a toleration lets a Pod stay where the taint evicts.
fn tolerates(one: &Value, taint: &str) -> bool {
    let effect = one["effect"].as_str().unwrap_or_default();
    let key = one["key"].as_str().unwrap_or_default();
    (key == taint || key.is_empty()) && matches!(effect, "" | "NoExecute")
}
