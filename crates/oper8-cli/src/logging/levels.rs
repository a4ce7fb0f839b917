//! Which records are written: by the settings, and within one reconciliation by what its custom resource says.

use std::sync::atomic::{AtomicBool, Ordering};

use oper8_config::{Config, LogFilters, LogLevel};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::subscriber::Interest;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Channels of the client's crates, whose errors the framework reports itself; `log_filters` shows them.
const OTHERS: [&str; 2] = ["kube_client", "kube_runtime"];

/// The span of a reconciliation: name, and the crate whose span it is.
const RECONCILE: (&str, &str) = ("reconcile", "oper8_reconcile");

/// The levels that hold everywhere but in the spans of custom resources that set their own.
///
/// Such a span may come at any time and ask for any record, so that no record is ruled out once and for all.
pub(super) struct Levels {
    general: LevelFilter,
    filters: LogFilters,
    targets: Targets,
    /// Whether there was such a span yet: without one none need be looked for.
    own: AtomicBool,
}

/// What holds within one reconciliation.
struct Own(Targets);

impl Levels {
    /// As the settings say. `quiet` keeps to warnings.
    pub(super) fn new(settings: &Config, quiet: bool) -> Self {
        let general = match quiet {
            true => LevelFilter::WARN,
            false => level(settings.log_level),
        };
        Self {
            targets: targets(general, &settings.log_filters),
            general,
            filters: settings.log_filters.clone(),
            own: AtomicBool::new(false),
        }
    }
}

impl<S> Layer<S> for Levels
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>, context: Context<'_, S>) -> bool {
        // It tells which resource a record is about, whatever level that has.
        if is_reconcile(metadata) {
            return true;
        }
        let own = || {
            let mut scope = context.lookup_current()?.scope();
            scope.find_map(|span| {
                let extensions = span.extensions();
                let Own(targets) = extensions.get()?;
                Some(allows(targets, metadata))
            })
        };
        match self.own.load(Ordering::Relaxed) {
            true => own().unwrap_or_else(|| allows(&self.targets, metadata)),
            false => allows(&self.targets, metadata),
        }
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if !is_reconcile(attributes.metadata()) {
            return;
        }
        let mut said = Said::default();
        attributes.record(&mut said);
        if said.level.is_none() && said.filters.is_none() {
            return;
        }
        if let Some(span) = context.span(id) {
            let general = said.level.map_or(self.general, level);
            let filters = said.filters.as_ref().unwrap_or(&self.filters);
            span.extensions_mut().insert(Own(targets(general, filters)));
            self.own.store(true, Ordering::Relaxed);
        }
    }
}

fn is_reconcile(metadata: &Metadata<'_>) -> bool {
    let (name, channel) = RECONCILE;
    metadata.is_span() && metadata.name() == name && metadata.target().starts_with(channel)
}

fn allows(targets: &Targets, metadata: &Metadata<'_>) -> bool {
    targets.would_enable(metadata.target(), metadata.level())
}

fn targets(general: LevelFilter, filters: &LogFilters) -> Targets {
    Targets::new()
        .with_default(general)
        .with_targets(OTHERS.map(|channel| (channel, LevelFilter::OFF)))
        .with_targets(filters.iter().map(|(channel, one)| (channel, level(one))))
}

fn level(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

/// What a custom resource says of the records of its reconciliation; the framework has left out what cannot be read.
#[derive(Default)]
struct Said {
    level: Option<LogLevel>,
    filters: Option<LogFilters>,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "log_level" => self.level = value.parse().ok(),
            "log_filters" => self.filters = value.parse().ok(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex, PoisonError};

    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The messages that are written while `act` runs.
    fn written(settings: &Config, quiet: bool, act: impl FnOnce()) -> Vec<String> {
        let lines = Lines::default();
        let copy = lines.clone();
        let layer = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(move || copy.clone())
            .without_time()
            .with_level(false)
            .with_target(false);
        let subscriber = tracing_subscriber::registry()
            .with(layer)
            .with(Levels::new(settings, quiet));
        tracing::subscriber::with_default(subscriber, act);
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        let message = |line: &str| {
            line.rsplit(": ")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        text.lines().map(message).collect()
    }

    /// One record a level, and one of another channel.
    fn speak() {
        tracing::trace!("trace");
        tracing::debug!("debug");
        tracing::info!("info");
        tracing::warn!("warn");
        tracing::debug!(target: "other", "other");
    }

    fn reconcile(level: Option<&str>, filters: Option<&str>) -> tracing::Span {
        tracing::info_span!(target: "oper8_reconcile::manager", "reconcile", log_level = level, log_filters = filters)
    }

    fn settings(text: &str) -> Config {
        let loader = oper8_config::ConfigLoader::new().file_text("test", text);
        loader.load().unwrap().config
    }

    #[test]
    fn a_resource_sets_the_levels_of_its_own_reconciliation_alone() {
        let lines = written(&settings("{}"), false, || {
            speak();
            let noisy = reconcile(Some("debug"), None);
            let calm = reconcile(None, None);
            noisy.in_scope(|| tracing::info_span!("inner").in_scope(speak));
            calm.in_scope(speak);
            drop(noisy);
            reconcile(Some("off"), None).in_scope(speak);
            reconcile(None, Some("other:debug")).in_scope(speak);
            speak();
        });
        let quiet = ["info", "warn"];
        let expected: Vec<&str> = [
            &quiet[..],
            &["debug", "info", "warn", "other"],
            &quiet,
            &[],
            &["info", "warn", "other"],
            &quiet,
        ]
        .concat();
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_the_resource_leaves_open_is_as_the_settings_say() {
        let settings = settings("{log_level: warn, log_filters: 'other:debug'}");
        let lines = written(&settings, false, || {
            reconcile(Some("info"), None).in_scope(speak);
            reconcile(None, Some("another:info")).in_scope(speak);
        });
        assert_eq!(lines, ["info", "warn", "other", "warn"]);
    }

    #[test]
    fn the_reconciliation_is_known_where_only_warnings_are_wanted() {
        let lines = written(&settings("{}"), true, || {
            assert!(!reconcile(None, None).is_disabled());
            speak();
        });
        assert_eq!(lines, ["warn"]);
    }
}
