//! What expressions can call, and the scopes in which they run.

use std::sync::Arc;

use kube_cel::KubeCelExt as _;
use kube_cel::cel::extractors::This;
use kube_cel::cel::objects::{Key, Map, OptionalValue};
use kube_cel::cel::{Context, ExecutionError, FunctionContext, ResolveResult, Value};

thread_local! {
    /// The functions, which are costly to gather.
    static ROOT: Context<'static> = root();
}

/// The types that expressions know by name.
pub(super) const KINDS: [&str; 9] = [
    "bool",
    "bytes",
    "double",
    "int",
    "list",
    "map",
    "null_type",
    "string",
    "uint",
];

fn root() -> Context<'static> {
    let mut context = Context::default().with_all();
    context.add_function("size", size);
    context.add_function("type", kind);
    context.add_function("dyn", |value: Value| -> ResolveResult { Ok(value) });
    context.add_function("bool", to_bool);
    context.add_function("@keys", keys);
    context.add_function("@insert", insert);
    for name in KINDS {
        context.add_variable_from_value(name, kind_named(name));
    }
    for (name, shown) in [
        ("timestamp", "google.protobuf.Timestamp"),
        ("duration", "google.protobuf.Duration"),
    ] {
        context.add_variable_from_value(format!("google.protobuf.{name}"), kind_named(shown));
    }
    context
}

/// Where an expression runs: the functions, and the variables that are bound.
pub(crate) struct Scope<'a>(pub(super) Context<'a>);

impl Scope<'_> {
    /// Runs `work` with a scope that has no variables yet.
    pub(crate) fn with<T>(work: impl FnOnce(Scope<'_>) -> T) -> T {
        ROOT.with(|root| work(Scope(root.new_inner_scope())))
    }

    /// Runs `work` with a scope within this one.
    pub(crate) fn within<T>(&self, work: impl FnOnce(Scope<'_>) -> T) -> T {
        work(Scope(self.0.new_inner_scope()))
    }

    /// Binds a variable.
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.0.add_variable_from_value(name, value);
    }
}

fn kind_named(name: &str) -> Value {
    // A text that no text of a user equals.
    Value::String(Arc::new(format!("\u{0}type {name}")))
}

fn kind(value: Value) -> ResolveResult {
    Ok(kind_named(match &value {
        Value::List(_) => "list",
        Value::Map(_) => "map",
        Value::Function(..) => "function",
        Value::Int(_) => "int",
        Value::UInt(_) => "uint",
        Value::Float(_) => "double",
        Value::String(_) => "string",
        Value::Bytes(_) => "bytes",
        Value::Bool(_) => "bool",
        Value::Duration(_) => "google.protobuf.Duration",
        Value::Timestamp(_) => "google.protobuf.Timestamp",
        Value::Opaque(value) => value.runtime_type_name(),
        Value::Null => "null_type",
    }))
}

/// Texts are counted in characters.
fn size(context: &FunctionContext<'_, '_>, This(this): This<Value>) -> ResolveResult {
    let count = match &this {
        Value::List(items) => items.len(),
        Value::Map(map) => map.map.len(),
        Value::String(text) => text.chars().count(),
        Value::Bytes(bytes) => bytes.len(),
        _ => return Err(context.error("no such overload")),
    };
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn to_bool(context: &FunctionContext<'_, '_>, value: Value) -> ResolveResult {
    match &value {
        Value::Bool(_) => Ok(value),
        Value::String(text) => match text.as_str() {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Value::Bool(false)),
            _ => Err(context.error("Type conversion error")),
        },
        _ => Err(context.error("no such overload")),
    }
}

/// The keys of a map, the indices of a list.
fn keys(value: Value) -> ResolveResult {
    let keys = match &value {
        Value::List(items) => (0..items.len())
            .map(|index| Value::Int(i64::try_from(index).unwrap_or(i64::MAX)))
            .collect(),
        Value::Map(map) => map.map.keys().map(Value::from).collect(),
        Value::Opaque(value) if value.downcast_ref::<OptionalValue>().is_some() => Vec::new(),
        _ => return Err(ExecutionError::function_error("@keys", "no such overload")),
    };
    Ok(Value::List(Arc::new(keys)))
}

/// A map with one entry more.
fn insert(map: Value, key: Value, value: Value) -> ResolveResult {
    let Value::Map(map) = map else {
        return Err(ExecutionError::function_error(
            "@insert",
            "no such overload",
        ));
    };
    let key = match key {
        Value::Int(key) => Key::Int(key),
        Value::UInt(key) => Key::Uint(key),
        Value::Bool(key) => Key::Bool(key),
        Value::String(key) => Key::String(key),
        _ => {
            return Err(ExecutionError::function_error(
                "@insert",
                "unsupported key type",
            ));
        }
    };
    let mut entries = (*map.map).clone();
    entries.insert(key, value);
    Ok(Value::Map(Map {
        map: Arc::new(entries),
    }))
}
