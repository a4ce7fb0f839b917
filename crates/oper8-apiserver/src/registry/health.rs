//! Health: `/healthz`, `/livez` and `/readyz`, whole or check by check.

use http::{Response, StatusCode};

use super::discovery::text;
use crate::body::Body;

/// The steps of a real server's start that its health names, in its order. This server makes them before it answers.
const HOOKS: [&str; 28] = [
    "start-apiserver-admission-initializer",
    "generic-apiserver-start-informers",
    "priority-and-fairness-config-consumer",
    "priority-and-fairness-filter",
    "storage-object-count-tracker-hook",
    "start-apiextensions-informers",
    "start-apiextensions-controllers",
    "crd-informer-synced",
    "start-system-namespaces-controller",
    "peer-endpoint-reconciler-controller",
    "start-cluster-authentication-info-controller",
    "start-kube-apiserver-identity-lease-controller",
    "start-kube-apiserver-identity-lease-garbage-collector",
    "storage-readiness",
    "start-legacy-token-tracking-controller",
    "start-service-ip-repair-controllers",
    "rbac/bootstrap-roles",
    "scheduling/bootstrap-system-priority-classes",
    "priority-and-fairness-config-producer",
    "bootstrap-controller",
    "start-kubernetes-service-cidr-controller",
    "start-kube-aggregator-informers",
    "apiservice-status-local-available-controller",
    "apiservice-status-remote-available-controller",
    "apiservice-registration-controller",
    "apiservice-discovery-controller",
    "kube-apiserver-autoregistration",
    "apiservice-openapi-controller",
];

/// The endpoints.
pub(super) const ENDPOINTS: [&str; 3] = ["healthz", "livez", "readyz"];

/// The checks of an endpoint, in the order of a real server.
pub(super) fn checks(endpoint: &str) -> Vec<String> {
    let ready = endpoint == "readyz";
    let first: &[&str] = if ready {
        &["ping", "log", "etcd", "etcd-readiness", "informer-sync"]
    } else {
        &["ping", "log", "loopback-serving-certificate", "etcd"]
    };
    let mut checks: Vec<_> = first.iter().map(|check| (*check).to_owned()).collect();
    for hook in HOOKS {
        if hook == "apiservice-openapi-controller" {
            checks.push("autoregister-completion".to_owned());
        }
        checks.push(format!("poststarthook/{hook}"));
    }
    checks.push("poststarthook/apiservice-openapiv3-controller".to_owned());
    if ready {
        checks.push("shutdown".to_owned());
    }
    checks
}

/// Answers `endpoint`, or one `check` of it; `None` for a check that there is not.
pub(super) fn answer(
    endpoint: &str,
    check: &str,
    query: &str,
    stopping: bool,
) -> Option<Response<Body>> {
    let checks = checks(endpoint);
    let fails = |name: &str| stopping && name == "shutdown";
    if !check.is_empty() {
        checks.iter().find(|name| *name == check)?;
        return Some(if fails(check) {
            let why = "internal server error: process is shutting down\n";
            text(StatusCode::INTERNAL_SERVER_ERROR, why)
        } else {
            text(StatusCode::OK, "ok")
        });
    }
    let mut verbose = false;
    let mut excluded = Vec::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*key {
            "verbose" => verbose = true,
            "exclude" => excluded.push(value.into_owned()),
            _ => {}
        }
    }
    let mut report = String::new();
    let mut failed = false;
    for name in &checks {
        let skipped = excluded.contains(name);
        let line = match (skipped, fails(name)) {
            (true, _) => format!("[+]{name} excluded: ok\n"),
            (false, false) => format!("[+]{name} ok\n"),
            (false, true) => format!("[-]{name} failed: reason withheld\n"),
        };
        failed |= !skipped && fails(name);
        report.push_str(&line);
    }
    excluded.retain(|name| !checks.contains(name));
    if !excluded.is_empty() {
        let names: Vec<_> = excluded.iter().map(|name| format!("{name:?}")).collect();
        report.push_str(&format!(
            "warn: some health checks cannot be excluded: no matches for {}\n",
            names.join(", ")
        ));
    }
    Some(match (failed, verbose) {
        (true, _) => {
            report.push_str(&format!("{endpoint} check failed\n"));
            text(StatusCode::INTERNAL_SERVER_ERROR, report)
        }
        (false, false) => text(StatusCode::OK, "ok"),
        (false, true) => {
            report.push_str(&format!("{endpoint} check passed\n"));
            text(StatusCode::OK, report)
        }
    })
}
