//! Installing a custom resource definition.

use kube_client::Client;
use oper8_apiserver::ApiServer;
use oper8_apiserver::faults::{Failure, Requests, Rule, Verb};
use oper8_reconcile::crd;
use serde_json::{Value, json};

fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "trials.test.oper8.org"},
        "spec": {
            "group": "test.oper8.org",
            "scope": "Namespaced",
            "names": {"kind": "Trial", "listKind": "TrialList", "plural": "trials", "singular": "trial"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object"}},
            }],
        },
    })
}

/// A real server says Established first, and answers a plain 404 for a group that it does not serve yet.
#[tokio::test]
async fn a_kind_that_is_not_served_at_once_is_waited_for() {
    let server = ApiServer::builder().build();
    let not_yet = Failure::new(404).message("404 page not found").plain();
    let rule = Rule::answer(not_yet)
        .on(Requests::of([Verb::Discovery]))
        .times(3);
    let rule = server.faults().add(rule);
    let client = Client::new(server.service(), "default");

    crd::install(client, &definition()).await.unwrap();

    assert_eq!(server.faults().fired()[&rule], 3);
}
