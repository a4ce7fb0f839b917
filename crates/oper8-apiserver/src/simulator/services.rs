//! Services of type LoadBalancer: they get an address from outside.

use serde_json::{Value, json};

use super::step::{Step, View};

/// What the status of a Service is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    let addresses = &view.status()["loadBalancer"]["ingress"];
    let has_address = addresses.as_array().is_some_and(|all| !all.is_empty());
    if view.spec()["type"] != "LoadBalancer" {
        return if has_address {
            Step::status(with_balancer(view, json!({})))
        } else {
            Step::done()
        };
    }
    if has_address {
        return Step::done();
    }
    if !view.is_ready() {
        return Step::done().again(view.end_of_delay());
    }
    let address = json!({"ip": address(view), "ipMode": "VIP"});
    Step::status(with_balancer(view, json!({"ingress": [address]})))
}

fn with_balancer(view: &View<'_>, balancer: Value) -> Value {
    let mut status = view.status().clone();
    status["loadBalancer"] = balancer;
    status
}

/// An address from `198.18.0.0/16`, which is set aside for trials.
fn address(view: &View<'_>) -> String {
    let uid = view.object["metadata"]["uid"].as_str().unwrap_or_default();
    let digits: String = uid
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(4)
        .collect();
    let [high, low] = u16::from_str_radix(&digits, 16).unwrap_or(1).to_be_bytes();
    format!("198.18.{high}.{low}")
}
