//! Small functions: names of sessions, nested maps, durations, controllers, custom resources.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_apiserver::ApiServer;
use oper8_config::values::{NotAMapping, merge_configs, nested_get, nested_set};
use oper8_config::{Config, ParseTimeSpanError, TimeSpan};
use oper8_deploy_manager::{AnyDeployManager, DeploySettings, KubeDeployManager};
use oper8_reconcile::{
    AnyController, Chart, Component, Components, Controller, Error, Session, manifest_version,
    render, truncated_name,
};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Rule, block_on};
use crate::differences::Case;
use crate::input::{
    Answer, Failure, flag, get, given, optional_map, optional_text, text, unknown_fn,
};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("same-instants", same_instants),
    ("version-as-text", version_as_text),
    ("other-than-maps-replace", other_than_maps_replace),
    ("null-as-absent", null_as_absent),
    ("hours-as-hr", hours_as_hr),
];

/// Why identities of watched resources are not asked.
const NO_RESOURCE_ID: &str = "the texts by which the reference's watch threads find each other; ObjectKey and Query identify objects here";

pub(super) fn answer(input: &Value) -> Answer {
    match text(input, "fn")? {
        "get_truncated_name" => Ok(truncated_name(text(input, "name")?).into()),
        "get_scoped_name" => {
            let cr = cr(text(input, "session_name")?);
            let name = text(input, "name")?;
            with_session(cr, async |session| Ok(session.scoped_name(name).into()))
        }
        "merge_configs" => {
            let mut merged = get(input, "base")?.clone();
            merge_configs(&mut merged, get(input, "overrides")?);
            Ok(merged)
        }
        "nested_get" => {
            let found = nested_get(get(input, "dct")?, text(input, "key")?);
            let found = found.map_err(|error| not_a_mapping(&error))?;
            let default = given(input, "dflt");
            Ok(found.or(default).cloned().unwrap_or_default())
        }
        "nested_set" => {
            let mut map = get(input, "dct")?.clone();
            let new = get(input, "val")?.clone();
            nested_set(&mut map, text(input, "key")?, new)
                .map_err(|error| not_a_mapping(&error))?;
            Ok(map)
        }
        "parse_time_delta" => parse_time_delta(text(input, "time_str")?),
        "sanitize_for_serialization" => sanitized(get(input, "obj")?),
        "controller_finalizer" => {
            let controller = controller(input)?;
            let own = optional_text(input, "finalizer")?.map(str::to_owned);
            Ok(match input.get("finalizer") {
                None => finalizer(&controller),
                Some(_) => finalizer(&Finalized(controller, own)),
            })
        }
        "controller_str" => AnyController::new(controller(input)?)
            .map(|controller| controller.to_string().into())
            .map_err(|error| failure(&error)),
        "resource_id"
        | "resource_id_from_resource"
        | "resource_id_from_owner_ref"
        | "resource_id_from_controller" => Err(Failure::Missing(NO_RESOURCE_ID)),
        "get_manifest_version" => {
            let mut settings = Config::default();
            settings.vcs.version_override =
                optional_text(input, "version_override")?.map(str::to_owned);
            if let Some(field) = optional_text(input, "field")? {
                settings.vcs.field = field.to_owned();
            }
            Ok(manifest_version(get(input, "cr")?, &settings).into())
        }
        "get_passthrough_annotations" => {
            let mut cr = cr("foo");
            if let Some(annotations) = optional_map(input, "annotations")? {
                cr["metadata"]["annotations"] = annotations.clone().into();
            }
            with_session(cr, async |session| Ok(session.passed_annotations().into()))
        }
        // What the reference returns for a good one.
        "validate_cr" => with_session(get(input, "cr")?.clone(), async |_| Ok(Value::Null)),
        other => Err(unknown_fn(other)),
    }
}

fn cr(name: &str) -> Value {
    json!({"apiVersion": "foo.bar.com/v1", "kind": "Foo", "metadata": {"name": name, "namespace": "ns"}})
}

/// Makes a session of `cr` on an empty cluster, and asks it.
fn with_session(cr: Value, ask: impl AsyncFn(&Session) -> Answer) -> Answer {
    block_on(async {
        let server = ApiServer::builder().build();
        let deploy_manager = KubeDeployManager::dry_run(&server, &DeploySettings::default());
        let session = Session::builder(cr, AnyDeployManager::new(deploy_manager)).build();
        ask(&session.map_err(|error| failure(&error))?).await
    })
}

fn failure(error: &Error) -> Failure {
    let class = match error {
        Error::Config(_) => "ConfigError",
        Error::Rollout(_) => "RolloutError",
        _ => "Exception",
    };
    Failure::error(class, &error.report())
}

fn not_a_mapping(error: &NotAMapping) -> Failure {
    Failure::error("TypeError", error)
}

/// Seconds; null for what is no duration.
fn parse_time_delta(text: &str) -> Answer {
    match text.parse::<TimeSpan>() {
        Ok(span) => Ok(Duration::from(span).as_secs_f64().into()),
        Err(error @ ParseTimeSpanError::TooLong(_)) => Err(Failure::error("OverflowError", &error)),
        Err(_) => Ok(Value::Null),
    }
}

/// A controller of the kind that the input names.
struct Named {
    kind: GroupVersionKind,
    has_finalizer: bool,
}

/// The same, with a finalizer of its own.
struct Finalized(Named, Option<String>);

fn controller(input: &Value) -> Result<Named, Failure> {
    let kind = GroupVersionKind::gvk(
        text(input, "group")?,
        text(input, "version")?,
        text(input, "kind")?,
    );
    let has_finalizer = flag(input, "overrides_finalize")?;
    Ok(Named {
        kind,
        has_finalizer,
    })
}

fn finalizer(controller: &impl Controller) -> Value {
    json!({"has_finalizer": controller.has_finalizer(), "finalizer": controller.finalizer()})
}

impl Controller for Named {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        ApiResource::from_gvk(&self.kind)
    }

    fn has_finalizer(&self) -> bool {
        self.has_finalizer
    }

    async fn setup_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        _graph: &mut Components,
    ) -> oper8_reconcile::Result<()> {
        Ok(())
    }
}

impl Controller for Finalized {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        self.0.api_resource()
    }

    fn has_finalizer(&self) -> bool {
        self.0.has_finalizer
    }

    fn finalizer(&self) -> Option<String> {
        self.1.clone()
    }

    async fn setup_components(
        &self,
        cr: &DynamicObject,
        session: &Session,
        graph: &mut Components,
    ) -> oper8_reconcile::Result<()> {
        self.0.setup_components(cr, session, graph).await
    }
}

/// A value that serializes as a Python value does in the vectors' notation.
enum Python<'a> {
    Json(&'a Value),
    List(Vec<Self>),
    Map(Vec<(&'a str, Self)>),
    DateTime(DateTime),
    Instant(Timestamp),
    Date(Date),
}

impl<'a> Python<'a> {
    fn read(value: &'a Value) -> Result<Self, Failure> {
        let list = |list: &'a [Value]| list.iter().map(Self::read).collect::<Result<Vec<_>, _>>();
        match value {
            Value::Array(elements) => Ok(Self::List(list(elements)?)),
            Value::Object(map) => match map.iter().next() {
                Some((key, Value::Array(elements))) if key == "__tuple__" => {
                    Ok(Self::List(list(elements)?))
                }
                Some((key, Value::String(text))) if key == "__datetime__" => Self::time(text),
                Some((key, Value::String(text))) if key == "__date__" => {
                    let date = text.parse().map_err(|_| unreadable(text))?;
                    Ok(Self::Date(date))
                }
                // A resource in a resource is its manifest: the two are one type here.
                Some((key, manifest)) if key == "__node__" => Self::read(manifest),
                _ => {
                    let field = |(key, value): (&'a String, &'a Value)| {
                        Ok((key.as_str(), Self::read(value)?))
                    };
                    Ok(Self::Map(map.iter().map(field).collect::<Result<_, _>>()?))
                }
            },
            scalar => Ok(Self::Json(scalar)),
        }
    }

    fn time(text: &str) -> Result<Self, Failure> {
        if let Ok(instant) = text.parse() {
            return Ok(Self::Instant(instant));
        }
        let local = text.parse().map_err(|_| unreadable(text))?;
        Ok(Self::DateTime(local))
    }
}

fn unreadable(text: &str) -> Failure {
    Failure::malformed(format!("`{text}` is no time"))
}

impl Serialize for Python<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(value) => value.serialize(serializer),
            Self::List(elements) => elements.serialize(serializer),
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::DateTime(time) => time.serialize(serializer),
            Self::Instant(time) => time.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
        }
    }
}

/// A manifest of any type, and what is rendered of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Value,
    value: &'a Python<'a>,
}

/// A component with one resource.
struct One(Value);

impl Component for One {
    fn name(&self) -> &str {
        "one"
    }

    async fn build_chart(
        &self,
        _session: &Session,
        chart: &mut Chart,
    ) -> oper8_reconcile::Result<()> {
        let value = Python::read(&self.0);
        let value = value.map_err(|_| Error::Config("the value cannot be read".to_owned()))?;
        let manifest = Manifest {
            api_version: "v1",
            kind: "ConfigMap",
            metadata: json!({"name": "x"}),
            value: &value,
        };
        chart.add("it", manifest)?;
        Ok(())
    }
}

/// What a field of a resource becomes in its manifest.
fn sanitized(value: &Value) -> Answer {
    Python::read(value)?;
    let component = One(value.clone());
    with_session(cr("foo"), async |session| {
        let rendered = render(session, &component).await;
        let rendered = rendered.map_err(|error| failure(&error))?;
        let manifest = rendered.objects().first().map(|object| object.manifest());
        let value = manifest.and_then(|manifest| manifest.get("value"));
        Ok(value.cloned().unwrap_or_default())
    })
}

/// Times are written in another form that means the same.
fn same_instants(case: &Case<'_>) -> bool {
    fn same(theirs: &Value, ours: &Value) -> bool {
        match (theirs, ours) {
            (Value::Object(theirs), Value::Object(ours)) => {
                theirs.len() == ours.len()
                    && theirs
                        .iter()
                        .all(|(key, theirs)| ours.get(key).is_some_and(|ours| same(theirs, ours)))
            }
            (Value::Array(theirs), Value::Array(ours)) => {
                theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(a, b)| same(a, b))
            }
            (Value::String(theirs), Value::String(ours)) if theirs != ours => {
                let instant = oper8_status::parse_timestamp(theirs);
                instant.is_some() && instant == oper8_status::parse_timestamp(ours)
            }
            (theirs, ours) => theirs == ours,
        }
    }
    let both = case.theirs().zip(case.ours());
    both.is_some_and(|(theirs, ours)| same(theirs, ours))
}

/// A version is a text: that of a number, and none where something else, or an empty text, stands in its place.
fn version_as_text(case: &Case<'_>) -> bool {
    match (case.theirs(), case.ours()) {
        (Some(Value::Number(theirs)), Some(ours)) => *ours == theirs.to_string(),
        (Some(Value::Bool(_) | Value::Object(_) | Value::Array(_)), Some(ours)) => ours.is_null(),
        (Some(Value::String(theirs)), Some(ours)) => theirs.is_empty() && ours.is_null(),
        _ => false,
    }
}

/// A null on the way is as nothing at all, for which the two systems agree.
fn null_as_absent(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let Some(path) = input["key"].as_str().map(str::to_owned) else {
        return false;
    };
    if input["dct"].is_null() {
        input["dct"] = json!({});
        return answer(&input) == *case.answer;
    }
    let mut map = &mut input["dct"];
    for key in path.split('.') {
        if map.get(key).is_some_and(Value::is_null) {
            map.as_object_mut().map(|map| map.remove(key));
            return answer(&input) == *case.answer;
        }
        match map.get_mut(key) {
            Some(below) => map = below,
            None => return false,
        }
    }
    false
}

/// Hours may be written `h`, which means what `hr` does.
fn hours_as_hr(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let Some(text) = input["time_str"].as_str() else {
        return false;
    };
    let text = text.replace("hr", "h").replace('h', "hr");
    input["time_str"] = text.into();
    case.theirs().is_some_and(Value::is_null) && answer(&input) == *case.answer
}

/// Two maps are merged; of anything else the override stays.
fn other_than_maps_replace(case: &Case<'_>) -> bool {
    let (base, overrides) = (&case.vector.input["base"], &case.vector.input["overrides"]);
    !(base.is_object() && overrides.is_object()) && case.ours() == Some(overrides)
}
