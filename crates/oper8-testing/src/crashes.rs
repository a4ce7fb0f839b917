//! Ending the operator at each of its writes in turn: the next one has to get to the same end.

use std::collections::BTreeMap;
use std::panic::Location;

use oper8_apiserver::faults::{Requests, Rule};
use serde_json::Value;

use crate::builder::Builder;
use crate::cluster::{TestCluster, fail};
use crate::error::Result;
use crate::manifests::mask_values;
use crate::text::{difference, indented};
use crate::writes::Write;

/// Says that an operator that ends in the middle of its work, wherever that is, is taken over by the next one: a test of what a
/// killed pod leaves behind.
///
/// `builder` describes the cluster and `prepare` brings it to where the work begins, such as a custom resource that was applied, or
/// one that was settled and then changed. The operator's work from there is done without a fault first. Then, for each write of it,
/// everything is done again twice: the operator is killed before the server does the write, and after the server did it and before
/// the operator learns so. A new operator goes on, and has to end with the same objects, and then to write nothing more.
///
/// Statuses and the values of Secrets are not compared, nor what the cluster's own controllers make, nor what differs between two
/// runs without a fault, such as addresses that the cluster gives. Returns how many writes there were.
///
/// # Errors
///
/// As [`TestCluster::settle`], and what `prepare` returns.
///
/// # Panics
///
/// When the end is another one: the message says at which write, and what the difference is.
///
/// # Examples
///
/// ```
/// use oper8_testing::{
///     Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult, assert_survives_crashes,
/// };
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> TestResult {
/// let web = ScriptedComponent::new("web").resource("map", Manifest::config_map("web", [("key", "value")]));
/// let controller = ScriptedController::new("demo.oper8.org/v1", "WebApp").component(web);
/// let builder = || TestCluster::builder().dynamic_controller(controller.clone(), None);
/// let writes = assert_survives_crashes(builder, async |cluster| {
///     cluster.apply(Manifest::new("demo.oper8.org/v1", "WebApp", "shop")).await?;
///     Ok(())
/// });
/// assert_eq!(writes.await?, 3, "a ConfigMap, and a status before and after it");
/// # Ok(())
/// # }
/// ```
#[track_caller]
pub fn assert_survives_crashes(
    builder: impl Fn() -> Builder,
    prepare: impl AsyncFn(&TestCluster) -> Result<()>,
) -> impl Future<Output = Result<usize>> {
    let caller = Location::caller();
    async move {
        let (one, writes) = reference(builder(), &prepare).await?;
        let (other, _) = reference(builder(), &prepare).await?;
        if !one.keys().eq(other.keys()) {
            let changes = indented(&changes(&one, &other));
            let problem = "two runs without a fault do not end with the same objects";
            fail(caller, &format!("{problem}:\n{changes}"));
        }
        let expected = Expected { one, other };
        for (at, write) in writes.iter().enumerate() {
            for after_commit in [false, true] {
                let nth = Nth {
                    place: at + 1,
                    write,
                    after_commit,
                };
                let problem = taken_over(&nth, builder(), &prepare, &expected).await?;
                if let Some(problem) = problem {
                    fail(caller, &problem);
                }
            }
        }
        Ok(writes.len())
    }
}

/// Every object by its key.
type Objects = BTreeMap<String, Value>;

/// How two runs without a fault ended.
struct Expected {
    one: Objects,
    other: Objects,
}

impl Expected {
    /// What is expected and what was found, without what differs between the two runs.
    fn compared(&self, found: &Objects) -> (Objects, Objects) {
        let steady = |objects: &Objects| {
            let steady = objects.iter().map(|(key, object)| {
                let value = match (self.one.get(key), self.other.get(key)) {
                    (Some(one), Some(other)) => without_chance(object, one, other),
                    _ => object.clone(),
                };
                (key.clone(), value)
            });
            steady.collect()
        };
        (steady(&self.one), steady(found))
    }
}

/// `value` with a note wherever `one` and `other` are not the same.
fn without_chance(value: &Value, one: &Value, other: &Value) -> Value {
    match (value, one, other) {
        _ if one == other => value.clone(),
        (Value::Object(fields), Value::Object(one), Value::Object(other)) => {
            let kept = fields.iter().map(|(key, value)| {
                let sides = [one, other].map(|it| it.get(key).unwrap_or(&Value::Null));
                (key.clone(), without_chance(value, sides[0], sides[1]))
            });
            Value::Object(kept.collect())
        }
        (Value::Array(items), Value::Array(one), Value::Array(other))
            if items.len() == one.len() && one.len() == other.len() =>
        {
            let sides = items.iter().zip(one.iter().zip(other));
            sides
                .map(|(item, (one, other))| without_chance(item, one, other))
                .collect()
        }
        _ => "(differs in each run)".into(),
    }
}

/// The write at which the operator is killed.
struct Nth<'a> {
    place: usize,
    write: &'a Write,
    after_commit: bool,
}

impl Nth<'_> {
    fn rule(&self) -> Rule {
        let rule = Rule::pass().on(Requests::writes()).nth(self.place as u64);
        match self.after_commit {
            true => rule.after_commit(),
            false => rule,
        }
    }

    fn problem(&self, problem: &str) -> String {
        let side = if self.after_commit { "after" } else { "before" };
        let (place, write) = (self.place, self.write);
        format!("an operator that was killed {side} write {place}, `{write}`, {problem}")
    }
}

/// What is there in the end, and what was written to get there, when nothing goes wrong.
async fn reference(
    builder: Builder,
    prepare: &impl AsyncFn(&TestCluster) -> Result<()>,
) -> Result<(Objects, Vec<Write>)> {
    let cluster = builder.start().await?;
    prepare(&cluster).await?;
    cluster.forget_writes();
    cluster.settle().await?;
    let writes = cluster.writes().0;
    Ok((cluster.objects().await?, writes))
}

/// What is wrong after the operator was killed at a write and another one went on.
async fn taken_over(
    nth: &Nth<'_>,
    builder: Builder,
    prepare: &impl AsyncFn(&TestCluster) -> Result<()>,
    expected: &Expected,
) -> Result<Option<String>> {
    let cluster = builder.start().await?;
    prepare(&cluster).await?;
    let mut paused = cluster.faults().pause_at(nth.rule());
    let killed = tokio::select! {
        held = paused.arrived() => Some(held),
        settled = cluster.settle() => settled.map(|_| None)?,
    };
    // Its future is dropped: that is the end of the operator, and with it of the request, unless that is done already.
    let Some(mut held) = killed else {
        let problem = "did not come to it: what it writes is not the same in each run";
        return Ok(Some(nth.problem(problem)));
    };
    held.gone().await;
    drop(paused);
    cluster.restart_operator();
    cluster.settle().await?;
    let (expected, found) = expected.compared(&cluster.objects().await?);
    if found != expected {
        let difference = indented(&changes(&expected, &found));
        let problem = format!("was taken over by one that came to another end:\n{difference}");
        return Ok(Some(nth.problem(&problem)));
    }
    cluster.forget_writes();
    cluster.settle().await?;
    let writes = cluster.writes();
    let problem =
        || format!("was taken over by one that does not come to rest; it wrote again:\n{writes}");
    Ok((!writes.is_empty()).then(|| nth.problem(&problem())))
}

/// The objects that are not the same, with what is different.
fn changes(expected: &Objects, found: &Objects) -> String {
    let names = expected
        .keys()
        .chain(found.keys().filter(|it| !expected.contains_key(*it)));
    let mut shown = String::new();
    for name in names {
        shown += &match (expected.get(name), found.get(name)) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(a), Some(b)) => {
                format!("{name} is another one:\n{}\n", indented(&difference(a, b)))
            }
            (Some(_), None) => format!("{name} is missing\n"),
            (None, _) => format!("{name} was left behind\n"),
        };
    }
    shown
}

/// Whether only the controllers of the cluster wrote an object: ReplicaSets, Pods, endpoints, volumes.
fn is_of_control_plane(object: &Value) -> bool {
    const WRITERS: [&str; 2] = ["kube-controller-manager", "kubelet"];
    let entries = object["metadata"]["managedFields"].as_array();
    entries.is_some_and(|entries| {
        let mut managers = entries.iter().filter_map(|entry| entry["manager"].as_str());
        managers.all(|manager| WRITERS.contains(&manager))
    })
}

impl TestCluster {
    /// Every object by its key, but for those that the control plane made, whose names differ; without status, without values of Secrets, and without what servers write.
    async fn objects(&self) -> Result<Objects> {
        let mut all = BTreeMap::new();
        for (api_version, kind) in self.listed_kinds() {
            for object in self.list(&api_version, &kind).await? {
                if is_of_control_plane(object.value()) {
                    continue;
                }
                let mut value = object.cleaned();
                mask_values(&mut value);
                if let Some(fields) = value.as_object_mut() {
                    fields.remove("status");
                }
                all.insert(object.key().to_string(), value);
            }
        }
        Ok(all)
    }
}
