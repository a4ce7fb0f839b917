//! Verification: `oper8_reconcile::verify`, the whole of it through a session.

use std::sync::Arc;

use oper8_apiserver::ApiServer;
use oper8_deploy_manager::{
    AnyDeployManager, AnyReader, DeployError, DeploySettings, KubeDeployManager, ObjectKey, Query,
    Reader,
};
use oper8_reconcile::verify::{
    VerifyOptions, verify_deployment, verify_job, verify_pod, verify_statefulset, verify_subsystem,
};
use oper8_reconcile::{Error, Session, verify};
use oper8_status::parse_timestamp;
use serde_json::{Map, Value, json};

use super::Rule;
use crate::differences::Case;
use crate::input::{Answer, Failure, flag, get, given, list, optional_text, text, unknown_fn};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("times-in-order", times_in_order),
    ("a-boolean-as-text", a_boolean_as_text),
    ("an-older-generation", an_older_generation),
    ("a-failed-job", a_failed_job),
    ("no-versions", no_versions),
    ("an-odd-status", an_odd_status),
];

pub(super) fn answer(input: &Value) -> Answer {
    let object = || get(input, "object");
    let ready = match text(input, "fn")? {
        "verify_pod" => verify_pod(object()?),
        "verify_job" => verify_job(object()?),
        "verify_deployment" => verify_deployment(object()?),
        "verify_statefulset" => verify_statefulset(object()?),
        "verify_subsystem" => {
            let wanted = optional_text(input, "desired_version")?;
            verify_subsystem(object()?, wanted).map_err(|error| failure(&error))?
        }
        "verify_resource" => return super::block_on(through_a_session(input)),
        other => return Err(unknown_fn(other)),
    };
    Ok(ready.into())
}

fn failure(error: &Error) -> Failure {
    let class = match error {
        Error::Status { .. } => "TypeError",
        _ => "ClusterError",
    };
    Failure::error(class, error)
}

async fn through_a_session(input: &Value) -> Answer {
    let session = session(input)?;
    let options = match given(input, "options") {
        Some(options) => options.clone(),
        None => Value::Object(Map::new()),
    };
    let namespace = match options.get("namespace") {
        None => Some(session.namespace()),
        Some(_) => optional_text(&options, "namespace")?,
    };
    let key = ObjectKey::new(
        text(input, "api_version")?,
        text(input, "kind")?,
        namespace,
        text(input, "resource_name")?,
    );
    let options = verify_options(&options)?;
    let ready = verify::verify_resource(&session, &key, &options).await;
    ready.map(Into::into).map_err(|error| failure(&error))
}

fn verify_options(given: &Value) -> Result<VerifyOptions, Failure> {
    let mut options = VerifyOptions::new();
    if let Some(condition) = optional_text(given, "condition_type")? {
        options = options.condition(condition);
    }
    if let Some(key) = optional_text(given, "timestamp_key")? {
        options = options.timestamp_key(key);
    }
    if flag(given, "is_subsystem")? {
        options = options.subsystem();
    }
    Ok(match optional_text(given, "verify_function")? {
        None => options,
        Some("returns_true") => options.function(|_| Ok(true)),
        Some("returns_false") => options.function(|_| Ok(false)),
        Some("spec_ready") => options.function(|object| Ok(is_truthy(&object["spec"]["ready"]))),
        Some(other) => {
            return Err(Failure::malformed(format!(
                "no verify function is named `{other}`"
            )));
        }
    })
}

/// What Python takes for true.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

fn session(input: &Value) -> Result<Session, Failure> {
    let objects = list(input, "cluster")?.iter().cloned().map(Arc::new);
    let server = ApiServer::builder().controllers(false).build();
    let client = kube_client::Client::new(server.service(), "default");
    let manager = KubeDeployManager::new(client, &DeploySettings::default())
        .with_reader(AnyReader::new(Objects(objects.collect())));
    let mut cr = json!({
        "apiVersion": "foo.bar.com/v1", "kind": "Foo",
        "metadata": {"name": "foo", "namespace": "ns", "uid": "1"}, "spec": {},
    });
    if let Some(version) = given(input, "session_version") {
        cr["spec"]["version"] = version.clone();
    }
    let built = Session::builder(cr, AnyDeployManager::new(manager)).build();
    built.map_err(|error| failure(&error))
}

/// The objects of a vector, read as a cache is: many are such as no server would take (a Pod without a spec).
struct Objects(Vec<Arc<Value>>);

impl Reader for Objects {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>, DeployError> {
        let is_it = |object: &&Arc<Value>| ObjectKey::of(object).is_ok_and(|found| found == *key);
        Ok(self.0.iter().find(is_it).cloned())
    }

    async fn list(&self, _query: &Query) -> Result<Vec<Arc<Value>>, DeployError> {
        Ok(self.0.clone())
    }
}

/// Whether the same question is answered alike after a change to every object of it.
fn same_after(case: &Case<'_>, change: &dyn Fn(&mut Value)) -> bool {
    let mut input = case.vector.input.clone();
    if let Some(object) = input.get_mut("object") {
        change(object);
    }
    let cluster = input.get_mut("cluster").and_then(Value::as_array_mut);
    cluster.into_iter().flatten().for_each(change);
    input != case.vector.input && answer(&input) == *case.answer
}

fn each_condition(object: &mut Value, change: impl FnMut(&mut Map<String, Value>)) {
    let conditions = object.pointer_mut("/status/conditions");
    let conditions = conditions.and_then(Value::as_array_mut);
    let conditions = conditions.into_iter().flatten();
    conditions.filter_map(Value::as_object_mut).for_each(change);
}

/// A time that is none counts as the epoch, and one without a zone as UTC: as if they were written so, where the two agree.
fn times_in_order(case: &Case<'_>) -> bool {
    same_after(case, &|object| {
        each_condition(object, |condition| {
            condition.entry("lastTransitionTime").or_insert(Value::Null);
            for (_, value) in condition
                .iter_mut()
                .filter(|(key, _)| key.starts_with("last"))
            {
                let time = value.as_str().and_then(parse_timestamp);
                *value = time.unwrap_or_default().to_string().into();
            }
        });
    })
}

/// A boolean status is as its text, for which the two agree.
fn a_boolean_as_text(case: &Case<'_>) -> bool {
    same_after(case, &|object| {
        each_condition(object, |condition| {
            if let Some(status) = condition.get("status").and_then(Value::as_bool) {
                condition["status"] = status.to_string().into();
            }
        });
    })
}

/// A status of an older generation is none: not ready, and ready where the generations are equal.
fn an_older_generation(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let cluster = input["cluster"].as_array_mut();
    let mut older = false;
    for object in cluster.into_iter().flatten() {
        let generation = object["metadata"]["generation"].as_i64();
        older |= object["status"]["observedGeneration"].as_i64() < generation;
        object["metadata"]["generation"] = Value::Null;
    }
    // A function of the component's own decides by itself.
    let by_status = input["options"]["verify_function"].is_null();
    by_status && older && *case.answer == Ok(false.into()) && answer(&input) == Ok(true.into())
}

/// A Job whose newest Failed condition is true is not ready, although an older one says that it is complete.
fn a_failed_job(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let time = |condition: &Value| {
        condition["lastTransitionTime"]
            .as_str()
            .and_then(parse_timestamp)
    };
    let mut failed = false;
    let path = if input.get("object").is_some() {
        "/object"
    } else {
        "/cluster/0"
    };
    let conditions = input.pointer_mut(&format!("{path}/status/conditions"));
    if let Some(conditions) = conditions.and_then(Value::as_array_mut) {
        let (failures, others): (Vec<_>, Vec<_>) = std::mem::take(conditions)
            .into_iter()
            .partition(|condition| condition["type"] == "Failed");
        *conditions = others;
        let newest = failures
            .iter()
            .max_by_key(|condition| time(condition).unwrap_or_default());
        failed = newest.is_some_and(|newest| {
            let status = newest["status"].as_str().unwrap_or_default();
            newest["status"] == true || status.eq_ignore_ascii_case("true")
        });
    }
    let by_status = input["options"]["verify_function"].is_null();
    by_status && failed && *case.answer == Ok(false.into()) && answer(&input) == Ok(true.into())
}

/// What is no status, or has no conditions, is not ready.
fn an_odd_status(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    let cluster = input["cluster"].as_array().into_iter().flatten();
    let mut objects = input.get("object").into_iter().chain(cluster);
    let is_odd = |object: &Value| match object.get("status") {
        Some(Value::Object(status)) => status.get("conditions").is_some_and(|conditions| {
            let conditions = conditions.as_array();
            conditions.is_none_or(|conditions| !conditions.iter().all(Value::is_object))
        }),
        Some(_) => true,
        None => false,
    };
    objects.any(is_odd) && *case.answer == Ok(false.into())
}

/// Versions that are null are none.
fn no_versions(case: &Case<'_>) -> bool {
    same_after(case, &|object| {
        if let Some(status) = object.get_mut("status").and_then(Value::as_object_mut) {
            status.retain(|name, value| name != "versions" || !value.is_null());
        }
    })
}
