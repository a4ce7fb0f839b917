//! A server, a client that retries nothing, and the faults between them.

use std::fmt::Debug;
use std::io;

use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::api::{
    Api, DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams,
};
use kube_client::{Client, Error};
use oper8_apiserver::ApiServer;
use oper8_apiserver::faults::Faults;
use serde_json::{Value, json};

pub(crate) type Events = BoxStream<'static, Result<WatchEvent<ConfigMap>, Error>>;

#[derive(Clone)]
pub(crate) struct Bench {
    pub(crate) server: ApiServer,
    pub(crate) faults: Faults,
    pub(crate) client: Client,
    pub(crate) maps: Api<ConfigMap>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let server = ApiServer::builder().build();
        let client = Client::new(server.service(), "default");
        Self {
            faults: server.faults(),
            maps: Api::default_namespaced(client.clone()),
            client,
            server,
        }
    }

    pub(crate) async fn create(&self, name: &str) -> Result<ConfigMap, Error> {
        let map = serde_json::from_value(json!({"metadata": {"name": name}})).unwrap();
        self.maps.create(&PostParams::default(), &map).await
    }

    pub(crate) async fn set(&self, name: &str, value: &str) -> Result<ConfigMap, Error> {
        let patch = Patch::Merge(json!({"data": {"key": value}}));
        self.maps.patch(name, &PatchParams::default(), &patch).await
    }

    pub(crate) async fn delete(&self, name: &str) {
        let params = DeleteParams::default();
        self.maps.delete(name, &params).await.unwrap();
    }

    /// The objects that are there, as name, value and revision, read past all rules.
    pub(crate) fn state(objects: impl IntoIterator<Item = ConfigMap>) -> Vec<(String, Value)> {
        let mut state: Vec<_> = objects
            .into_iter()
            .map(|map| {
                let name = map.metadata.name.clone().unwrap();
                (name, serde_json::to_value(map).unwrap())
            })
            .collect();
        state.sort_by(|(a, _), (b, _)| a.cmp(b));
        state
    }

    pub(crate) async fn names(&self) -> Vec<String> {
        let list = self.maps.list(&ListParams::default()).await.unwrap();
        let names = list.items.into_iter().filter_map(|map| map.metadata.name);
        names.collect()
    }

    /// The namespace's events from now on.
    pub(crate) async fn watch(&self) -> Events {
        let list = self.maps.list(&ListParams::default()).await.unwrap();
        let version = list.metadata.resource_version.unwrap();
        let params = WatchParams::default();
        self.maps.watch(&params, &version).await.unwrap().boxed()
    }
}

/// The next event in short: `ADDED a`, `ERROR 410`, `broken`, `end`.
pub(crate) async fn next(events: &mut Events) -> String {
    let name = |map: ConfigMap| map.metadata.name.unwrap();
    match events.try_next().await {
        Ok(Some(WatchEvent::Added(map))) => format!("ADDED {}", name(map)),
        Ok(Some(WatchEvent::Modified(map))) => format!("MODIFIED {}", name(map)),
        Ok(Some(WatchEvent::Deleted(map))) => format!("DELETED {}", name(map)),
        Ok(Some(WatchEvent::Bookmark(_))) => "BOOKMARK".to_owned(),
        Ok(Some(WatchEvent::Error(status))) => format!("ERROR {}", status.code),
        Ok(None) => "end".to_owned(),
        Err(Error::ReadEvents(_)) => "broken".to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

/// The code and the reason of a refusal.
#[track_caller]
pub(crate) fn refusal<T: Debug>(result: Result<T, Error>) -> (u16, String) {
    match result {
        Err(Error::Api(status)) => (status.code, status.reason),
        other => panic!("no refusal: {other:?}"),
    }
}

#[track_caller]
pub(crate) fn assert_reset<T: Debug>(result: Result<T, Error>) {
    let Err(Error::Service(error)) = result else {
        panic!("no broken connection: {result:?}");
    };
    let error = error.downcast::<io::Error>().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
}
