//! The named schemas of the built-in kinds, as a server publishes them; with the feature `descriptions` also what they
//! say of each field.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use serde_json::{Map, Value};

/// The dump that the table of the kinds is derived from.
const DUMP: &[u8] = include_bytes!("../data/kubernetes-1.36.json.gz");

/// What the dump leaves out: `{schema: {field: text}}`, where the field of the type itself is empty.
#[cfg(feature = "descriptions")]
const DESCRIPTIONS: &[u8] = include_bytes!("../data/descriptions/kubernetes-1.36.json.gz");

/// Schemas by name, and names by kind; read when they are first asked for.
struct Named {
    schemas: Map<String, Value>,
    kinds: BTreeMap<(String, String, String), String>,
    descriptions: Map<String, Value>,
}

fn named() -> &'static Named {
    static NAMED: OnceLock<Named> = OnceLock::new();
    NAMED.get_or_init(|| {
        let mut dump = unpack(DUMP);
        let schemas = match dump["schemas"].take() {
            Value::Object(schemas) => schemas,
            _ => Map::new(),
        };
        let kinds = kinds(&schemas);
        Named {
            schemas,
            kinds,
            descriptions: descriptions(),
        }
    })
}

#[cfg(feature = "descriptions")]
fn descriptions() -> Map<String, Value> {
    match unpack(DESCRIPTIONS) {
        Value::Object(descriptions) => descriptions,
        _ => Map::new(),
    }
}

#[cfg(not(feature = "descriptions"))]
fn descriptions() -> Map<String, Value> {
    Map::new()
}

/// What was packed by the generator; a test reads it whole.
fn unpack(packed: &[u8]) -> Value {
    let mut text = Vec::new();
    match GzDecoder::new(packed).read_to_end(&mut text) {
        Ok(_) => serde_json::from_slice(&text).unwrap_or_default(),
        Err(_) => Value::Null,
    }
}

fn kinds(schemas: &Map<String, Value>) -> BTreeMap<(String, String, String), String> {
    let mut kinds = BTreeMap::new();
    for (name, schema) in schemas {
        let all = schema["x-kubernetes-group-version-kind"].as_array();
        for kind in all.into_iter().flatten() {
            let text = |key: &str| kind[key].as_str().unwrap_or_default().to_owned();
            kinds.insert((text("group"), text("version"), text("kind")), name.clone());
        }
    }
    kinds
}

/// The name of the schema of a kind; `group` is empty for the core group.
///
/// # Examples
///
/// ```
/// let name = oper8_schema::openapi::name_of("apps", "v1", "Deployment");
/// assert_eq!(name, Some("io.k8s.api.apps.v1.Deployment"));
/// ```
#[must_use]
pub fn name_of(group: &str, version: &str, kind: &str) -> Option<&'static str> {
    let key = (group.to_owned(), version.to_owned(), kind.to_owned());
    named().kinds.get(&key).map(String::as_str)
}

/// The schema of that name, OpenAPI v3; references begin with `#/components/schemas/`.
#[must_use]
pub fn schema(name: &str) -> Option<Value> {
    let mut schema = named().schemas.get(name)?.clone();
    if let Some(texts) = named().descriptions.get(name).and_then(Value::as_object) {
        for (field, text) in texts {
            let described = match field.as_str() {
                "" => Some(&mut schema),
                field => schema.pointer_mut(&format!("/properties/{field}")),
            };
            if let Some(described) = described {
                described["description"] = text.clone();
            }
        }
    }
    Some(schema)
}

/// What a type says of its `field`, or of itself where that is empty; `None` without the feature `descriptions`.
#[must_use]
pub fn description(name: &str, field: &str) -> Option<&'static str> {
    named().descriptions.get(name)?.get(field)?.as_str()
}
