//! `LimitRanger`: containers get the defaults of a namespace, and what asks for too little or too much is refused.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use oper8_schema::quantity::Quantity;
use serde_json::Value;

use super::{Operation, Plugin, Request};
use crate::cluster::Cluster;
use crate::quota::{Amounts, Overhead, limits, requests};
use crate::status::Status;
use crate::store::{GroupResource, Object};

pub(super) struct LimitRanger;

static RANGES: LazyLock<GroupResource> = LazyLock::new(|| GroupResource::new("", "limitranges"));

/// The annotation that tells what was added.
const TOLD: &str = "kubernetes.io/limit-ranger";

impl Plugin for LimitRanger {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: &mut Value,
    ) -> Result<(), Status> {
        if concerns(request) && request.is_about("", "pods") {
            for range in ranges(cluster, request) {
                complete(&range.value()["spec"]["limits"], object);
            }
        }
        Ok(())
    }

    fn judge(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: &Value,
        _warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        if !concerns(request) {
            return Ok(());
        }
        for range in ranges(cluster, request) {
            let mut problems = Problems::default();
            for limit in items(&range.value()["spec"]["limits"]) {
                match limit["type"].as_str().unwrap_or_default() {
                    "PersistentVolumeClaim" if !request.is_about("", "pods") => {
                        problems.of_claim(limit, object);
                    }
                    "Container" if request.is_about("", "pods") => {
                        for container in containers(object) {
                            let side = |side: &str| Amounts::of(&container["resources"][side]);
                            problems.of(limit, &side("requests"), &side("limits"));
                        }
                    }
                    "Pod" if request.is_about("", "pods") => {
                        let wanted = requests(object, Overhead::IsLeftOut);
                        problems.of(limit, &wanted, &limits(object, Overhead::IsLeftOut));
                    }
                    _ => {}
                }
            }
            if let Some(why) = problems.text() {
                return Err(request.refused(object, &why));
            }
        }
        Ok(())
    }
}

/// Whether ranges apply to what is written: Pods that are made or resized, and claims.
fn concerns(request: &Request<'_>) -> bool {
    let is_leaving = |old: &Value| old["metadata"]["deletionTimestamp"].is_string();
    let applies = match request.write.subresource {
        "" => request.creates("", "pods") || request.is_of("", "persistentvolumeclaims"),
        "resize" => request.operation == Operation::Update && request.is_about("", "pods"),
        _ => false,
    };
    applies && !request.old.is_some_and(is_leaving)
}

fn ranges(cluster: &Cluster, request: &Request<'_>) -> Vec<Arc<Object>> {
    let namespace = Some(request.write.namespace);
    let found = cluster.store.scan(&RANGES, namespace).objects;
    found.iter().map(|range| range.open()).collect()
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn containers(pod: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["containers", "initContainers"];
    lists.into_iter().flat_map(|list| items(&pod["spec"][list]))
}

/// Gives the containers of a Pod what they do not ask for, and tells so.
fn complete(limits: &Value, pod: &mut Value) {
    let default = |field: &str| {
        let own = items(limits).filter(|limit| limit["type"] == "Container");
        let all = own.flat_map(|limit| limit[field].as_object().into_iter().flatten());
        all.map(|(name, amount)| (name.clone(), amount.clone()))
            .collect::<serde_json::Map<_, _>>()
    };
    let defaults = [
        ("requests", "request", default("defaultRequest")),
        ("limits", "limit", default("default")),
    ];
    let mut told = Vec::new();
    for (list, what) in [
        ("containers", "container"),
        ("initContainers", "init container"),
    ] {
        let all = pod["spec"].get_mut(list).and_then(Value::as_array_mut);
        for container in all.into_iter().flatten() {
            let name = container["name"].as_str().unwrap_or_default().to_owned();
            for (side, word, defaults) in &defaults {
                let added = add_missing(&mut container["resources"], side, defaults);
                if !added.is_empty() {
                    told.push(format!("{} {word} for {what} {name}", added.join(", ")));
                }
            }
        }
    }
    if !told.is_empty() {
        let text = format!("LimitRanger plugin set: {}", told.join("; "));
        pod["metadata"]["annotations"][TOLD] = text.into();
    }
}

/// Adds to one side of a container's resources what it does not have; answers what that was.
fn add_missing(
    resources: &mut Value,
    side: &str,
    defaults: &serde_json::Map<String, Value>,
) -> Vec<String> {
    let mut added = Vec::new();
    for (name, amount) in defaults {
        if resources[side][name].is_null() {
            resources[side][name] = amount.clone();
            added.push(name.clone());
        }
    }
    added
}

/// What is wrong with an object.
#[derive(Debug, Default)]
struct Problems(Vec<String>);

impl Problems {
    /// All of it, each said once.
    fn text(self) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut all = self.0;
        all.retain(|problem| seen.insert(problem.clone()));
        match all.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(format!("[{}]", several.join(", "))),
        }
    }

    /// Compares a container, or a Pod, with a limit.
    fn of(&mut self, limit: &Value, requests: &Amounts, limits: &Amounts) {
        let what = limit["type"].as_str().unwrap_or_default();
        for (name, least) in Amounts::of(&limit["min"]).iter() {
            self.minimum(what, name, least, requests, limits);
        }
        for (name, most) in Amounts::of(&limit["max"]).iter() {
            let is = format!("maximum {name} usage per {what} is {most}");
            match (limits.get(name), requests.get(name)) {
                (None, _) => self.0.push(format!("{is}.  No limit is specified")),
                (Some(limit), _) if limit > most => {
                    self.0.push(format!("{is}, but limit is {limit}"));
                }
                (_, Some(request)) if request > most => {
                    self.0.push(format!("{is}, but request is {request}"));
                }
                _ => {}
            }
        }
        for (name, most) in Amounts::of(&limit["maxLimitRequestRatio"]).iter() {
            let is = format!("{name} max limit to request ratio per {what} is {most}");
            let some = |amount: Option<&Quantity>| amount.filter(|some| !some.is_zero()).cloned();
            match (some(requests.get(name)), some(limits.get(name))) {
                (None, _) => self
                    .0
                    .push(format!("{is}, but no request is specified or request is 0")),
                (_, None) => self
                    .0
                    .push(format!("{is}, but no limit is specified or limit is 0")),
                (Some(request), Some(limit)) => {
                    let milli = |amount: &Quantity| amount.rounded_up(-3).to_f64();
                    let ratio = milli(&limit) / milli(&request);
                    if ratio > milli(most) {
                        self.0
                            .push(format!("{is}, but provided ratio is {ratio:.6}"));
                    }
                }
            }
        }
    }

    fn minimum(
        &mut self,
        what: &str,
        name: &str,
        least: &Quantity,
        requests: &Amounts,
        limits: &Amounts,
    ) {
        let is = format!("minimum {name} usage per {what} is {least}");
        match (requests.get(name), limits.get(name)) {
            (None, _) => self.0.push(format!("{is}.  No request is specified")),
            (Some(request), _) if request < least => {
                self.0.push(format!("{is}, but request is {request}"));
            }
            (_, Some(limit)) if limit < least => {
                self.0.push(format!("{is}, but limit is {limit}"));
            }
            _ => {}
        }
    }

    /// Compares a claim with a limit, which is about requests alone.
    fn of_claim(&mut self, limit: &Value, claim: &Value) {
        let what = "PersistentVolumeClaim";
        let requests = Amounts::of(&claim["spec"]["resources"]["requests"]);
        for (name, least) in Amounts::of(&limit["min"]).iter() {
            self.minimum(what, name, least, &requests, &Amounts::default());
        }
        for (name, most) in Amounts::of(&limit["max"]).iter() {
            let is = format!("maximum {name} usage per {what} is {most}");
            match requests.get(name) {
                None => self.0.push(format!("{is}.  No request is specified")),
                Some(request) if request > most => {
                    self.0.push(format!("{is}, but request is {request}"));
                }
                Some(_) => {}
            }
        }
    }
}
