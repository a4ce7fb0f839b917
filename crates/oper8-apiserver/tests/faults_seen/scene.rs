//! One scenario, run clean and run with what goes wrong.

use std::cell::RefCell;
use std::fmt::Debug;
use std::rc::Rc;
use std::time::Duration;

use k8s_openapi::api::core::v1::{ConfigMap, Secret};
use kube_client::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams};
use kube_client::{Client, Error};
use kube_runtime::watcher::Config;
use oper8_apiserver::ApiServer;
use oper8_apiserver::faults::{Faults, Plan, RuleId};
use serde_json::{Value, json};

use crate::informer::Informer;
use crate::page::rules;

/// A server, a client that its faults hit, and one past them.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) server: ApiServer,
    pub(crate) faults: Faults,
    pub(crate) client: Client,
    /// Through the client that faults hit.
    pub(crate) maps: Api<ConfigMap>,
    /// What a test itself does, past all faults.
    pub(crate) aside: Client,
    plan: Plan,
    ids: Rc<RefCell<Vec<RuleId>>>,
}

impl Scene {
    pub(crate) fn new(plan: Plan) -> Self {
        let server = ApiServer::builder().build();
        let client = Client::new(server.service(), "default");
        Self {
            faults: server.faults(),
            maps: Api::default_namespaced(client.clone()),
            aside: Client::new(server.bypass_service(), "default"),
            client,
            server,
            plan,
            ids: Rc::default(),
        }
    }

    /// From here on things go wrong, unless the run is the clean one.
    pub(crate) fn inject(&self) {
        *self.ids.borrow_mut() = self.faults.follow(&self.plan);
    }

    /// From here on nothing does.
    pub(crate) fn lift(&self) {
        for id in self.ids.borrow().iter() {
            self.faults.remove(*id);
        }
    }

    /// Lets everybody go on until nothing more happens at this time.
    pub(crate) async fn settle(&self) {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    /// Makes objects, lets things go wrong, and follows what the client sees from then on.
    pub(crate) async fn watch(&self, names: &[&str]) -> Informer {
        for name in names {
            self.create(name).await;
        }
        self.inject();
        let informer = Informer::start(&self.maps, Config::default()).await;
        self.settle().await;
        informer
    }

    fn own(&self) -> Api<ConfigMap> {
        Api::default_namespaced(self.aside.clone())
    }

    /// Makes a ConfigMap, past all faults.
    pub(crate) async fn create(&self, name: &str) -> ConfigMap {
        let created = self.own().create(&PostParams::default(), &map(name)).await;
        created.unwrap()
    }

    /// Changes one, past all faults.
    pub(crate) async fn set(&self, name: &str, value: &str) {
        let patch = Patch::Merge(json!({"data": {"key": value}}));
        let params = PatchParams::default();
        self.own().patch(name, &params, &patch).await.unwrap();
    }

    /// Deletes one, past all faults.
    pub(crate) async fn delete(&self, name: &str) {
        let params = DeleteParams::default();
        self.own().delete(name, &params).await.unwrap();
    }

    /// The object as it is now, read past all faults; null when there is none.
    pub(crate) async fn map(&self, name: &str) -> Value {
        let found = self.own().get_opt(name).await.unwrap();
        serde_json::to_value(found).unwrap()
    }

    /// What the server has, as `a=1`, read past all faults.
    pub(crate) async fn state(&self) -> Vec<String> {
        let list = self.own().list(&ListParams::default()).await.unwrap();
        state(&list.items)
    }

    /// The names of the Secrets that there are, read past all faults.
    pub(crate) async fn secrets(&self) -> Vec<String> {
        let api: Api<Secret> = Api::default_namespaced(self.aside.clone());
        let list = api.list(&ListParams::default()).await.unwrap();
        let names = list.items.into_iter().filter_map(|it| it.metadata.name);
        names.collect()
    }
}

pub(crate) fn map(name: &str) -> ConfigMap {
    serde_json::from_value(json!({"metadata": {"name": name}})).unwrap()
}

/// Objects as `a=1`, in order.
pub(crate) fn state<'a>(maps: impl IntoIterator<Item = &'a ConfigMap>) -> Vec<String> {
    let mut state: Vec<_> = maps
        .into_iter()
        .map(|map| {
            let value = map.data.as_ref().and_then(|data| data.get("key"));
            let name = map.metadata.name.as_deref().unwrap_or_default();
            format!("{name}={}", value.map_or("", String::as_str))
        })
        .collect();
    state.sort();
    state
}

/// The code of an answer: 200 when it is none of refusal, 0 when the connection broke.
#[track_caller]
pub(crate) fn code<T>(result: Result<T, Error>) -> u16 {
    match result {
        Ok(_) => 200,
        Err(Error::Api(status)) => status.code,
        Err(Error::Service(_)) => 0,
        Err(other) => panic!("{other:?}"),
    }
}

/// What a scenario sees without faults, and what it sees with the lines of the page for `label`.
///
/// Each of the lines must take effect, and what is seen must differ: a test that would pass without the fault fails here.
pub(crate) async fn compare<T, F>(label: &str, scenario: F) -> (T, T)
where
    T: Debug + PartialEq,
    F: AsyncFn(Scene) -> T,
{
    let clean = scenario(Scene::new(Plan::default())).await;
    let scene = Scene::new(rules(label));
    let faults = scene.faults.clone();
    let faulty = scenario(scene).await;
    for (id, fired) in faults.fired() {
        assert!(fired > 0, "{label}: {id} did nothing");
    }
    assert_ne!(clean, faulty, "{label}: nobody sees the fault");
    (clean, faulty)
}
