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

/// Several that start at once install the same definition, and the server may have much to do then.
#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for code in [409, 429, 503] {
        let server = ApiServer::builder().build();
        let definitions =
            Requests::any().resource("apiextensions.k8s.io", "customresourcedefinitions");
        let write = server
            .faults()
            .add(Rule::fail(code).on(definitions).times(2));
        let client = Client::new(server.service(), "default");
        crd::install(client, &definition()).await.unwrap();
        assert_eq!(server.faults().fired()[&write], 2);
    }
}

#[tokio::test]
async fn what_never_passes_is_told_at_once() {
    let server = ApiServer::builder().build();
    let client = Client::new(server.service(), "default");
    server
        .faults()
        .add(Rule::answer(Failure::new(403).message("not for you")).on(Requests::writes()));
    let error = crd::install(client, &definition()).await.unwrap_err();
    assert_eq!(
        error.report(),
        "definition trials.test.oper8.org: not for you"
    );
}
