//! A rule for one watcher alone, of several of the same kind.

use http::{HeaderValue, Request, header};
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::{Api, Client};
use kube_runtime::watcher::Config;
use tower::ServiceExt as _;

use crate::informer::Informer;
use crate::scene::{Scene, compare};

/// ConfigMaps, through a client of a program of this name.
fn of_program(scene: &Scene, agent: &'static str) -> Api<ConfigMap> {
    let named = move |mut request: Request<kube_client::client::Body>| {
        let agent = HeaderValue::from_static(agent);
        request.headers_mut().insert(header::USER_AGENT, agent);
        request
    };
    let service = scene.server.service().map_request(named);
    Api::default_namespaced(Client::new(service, "default"))
}

/// What two watchers know of an object that came after them; the rule is about the first alone.
async fn check(label: &str, is_second: bool) {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        scene.inject();
        let named = |agent| of_program(&scene, agent);
        let all = Config::default();
        let some = match label {
            "One watcher: by what it asks for" => Config::default().labels("app!=db"),
            _ => Config::default(),
        };
        let first = Informer::start(&named("first/1.0"), some).await;
        scene.settle().await;
        let second = Informer::start(&named("second/1.0"), all).await;
        scene.settle().await;
        scene.create("a").await;
        scene.settle().await;
        let seen = [first.state(), second.state()];
        scene.lift();
        scene.settle().await;
        assert_eq!([first.state(), second.state()], [["a="], ["a="]]);
        seen.map(|state| state.len())
    })
    .await;
    assert_eq!(clean, [1, 1]);
    assert_eq!(faulty, if is_second { [1, 0] } else { [0, 1] }, "{label}");
}

#[tokio::test(start_paused = true)]
async fn a_rule_is_about_the_watches_of_one_program() {
    check("One watcher: by its program", false).await;
}

#[tokio::test(start_paused = true)]
async fn a_rule_is_about_the_watches_with_one_query() {
    check("One watcher: by what it asks for", false).await;
}

#[tokio::test(start_paused = true)]
async fn a_rule_is_about_the_second_watch_that_starts() {
    check("One watcher: the second that starts", true).await;
}
