//! Log records on standard error: lines for people, or one JSON object a line.

mod levels;

use std::io::{IsTerminal as _, Write as _};

use oper8_config::Config;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

use self::levels::Levels;
use crate::failure::Failure;

/// Fields of a reconciliation's span, and what they are called in a record.
const SPAN_FIELDS: &[(&str, &str)] = &[
    ("kind", "kind"),
    ("api_version", "apiVersion"),
    ("resource_version", "resourceVersion"),
    ("namespace", "namespace"),
    ("name", "resourceName"),
    ("version", "version"),
    ("reconciliation_id", "reconciliationId"),
];

/// Sends log records to standard error, as the settings say. `quiet` keeps to warnings, for commands whose own output is
/// what matters.
pub(crate) fn install(settings: &Config, quiet: bool) {
    let levels = Levels::new(settings, quiet);
    let registry = tracing_subscriber::registry();
    // A second subscriber, as in tests of a whole program, is refused; the first one stays.
    let _ = if settings.log_json {
        let layer = JsonLines {
            threads: settings.log_thread_id,
        };
        registry.with(layer).with(levels).try_init()
    } else {
        let layer = lines(std::io::stderr().is_terminal(), settings.log_thread_id);
        registry.with(layer).with(levels).try_init()
    };
}

/// Lines for people.
fn lines<S>(colour: bool, threads: bool) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer()
        .with_ansi(colour)
        .with_thread_ids(threads)
        .with_writer(std::io::stderr)
}

/// The record of a command's failure, where records are JSON.
pub(crate) fn failure(failure: &Failure) -> Value {
    let mut record = record(Level::ERROR, module_path!());
    record.insert("message".into(), failure.to_string().into());
    Value::Object(record)
}

/// What every record holds.
fn record(level: Level, channel: &str) -> Map<String, Value> {
    let mut record = Map::new();
    record.insert("level".into(), level.as_str().to_lowercase().into());
    record.insert("channel".into(), channel.into());
    record.insert("time".into(), jiff::Timestamp::now().to_string().into());
    record.insert("process".into(), std::process::id().into());
    record
}

/// One JSON object a line: level, channel, message and time, then process, thread and the resource that is reconciled.
pub(crate) struct JsonLines {
    /// Whether records name their thread.
    pub(crate) threads: bool,
}

impl JsonLines {
    fn record<S>(&self, event: &Event<'_>, context: &Context<'_, S>) -> Map<String, Value>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let metadata = event.metadata();
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut record = record(*metadata.level(), metadata.target());
        let message = fields.0.remove("message").unwrap_or_else(|| "".into());
        record.insert("message".into(), message);
        if self.threads {
            let thread = std::thread::current();
            record.insert("thread".into(), format!("{:?}", thread.id()).into());
            record.insert("threadName".into(), thread.name().into());
        }
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(known) = span.extensions().get::<Fields>() {
                known.describe(&mut record);
            }
        }
        for (name, value) in fields.0 {
            record.entry(name).or_insert(value);
        }
        record
    }
}

impl<S> Layer<S> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let record = Value::Object(self.record(event, &context));
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{record}");
    }
}

/// The fields of a span or an event, as JSON.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    /// Adds what this span knows of the resource; an inner span has spoken before an outer one.
    fn describe(&self, record: &mut Map<String, Value>) {
        for (field, name) in SPAN_FIELDS {
            if let Some(value) = self.0.get(*field)
                && value.as_str() != Some("")
            {
                record.entry(*name).or_insert_with(|| value.clone());
            }
        }
    }

    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_can_be_coloured() {
        // Without the crate's feature for it this panics, on terminals only.
        let layer = lines(true, true);
        drop(tracing_subscriber::registry().with(layer));
    }
}
