//! What is read of a custom resource before anything else.

use std::error::Error as StdError;
use std::str::FromStr;

use oper8_config::{Config, LogFilters, LogLevel};
use oper8_deploy_manager::ObjectKey;
use serde_json::Value;

use crate::error::{Error, Result, report};
use crate::version::manifest_version;

/// The annotation that pauses the reconciliation of a CR, with the value `true` in any case.
pub(crate) const PAUSE_ANNOTATION: &str = "oper8.org/pause-execution";

/// The annotations with which a CR sets how much its own reconciliations log.
const LOG_LEVEL_ANNOTATION: &str = "oper8.org/log-default-level";
const LOG_FILTERS_ANNOTATION: &str = "oper8.org/log-filters";

/// Identity and version of a CR, as far as it says them.
#[derive(Debug, Clone)]
pub(super) struct Envelope {
    pub(super) key: ObjectKey,
    pub(super) version: Option<String>,
    pub(super) generation: Option<i64>,
    resource_version: String,
    paused: bool,
    log_level: Option<LogLevel>,
    log_filters: Option<LogFilters>,
    /// What is wrong with the annotations that cannot be read.
    unread: Vec<String>,
}

impl Envelope {
    pub(super) fn of(cr: &Value, settings: &Config) -> Self {
        let text = |path: &str| cr.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let namespace = cr.pointer("/metadata/namespace").and_then(Value::as_str);
        let annotation = |name: &str| cr["metadata"]["annotations"][name].as_str();
        let mut unread = Vec::new();
        let log_level = read(LOG_LEVEL_ANNOTATION, annotation, &mut unread);
        let log_filters = read(LOG_FILTERS_ANNOTATION, annotation, &mut unread);
        Self {
            key: ObjectKey::new(
                text("/apiVersion"),
                text("/kind"),
                namespace,
                text("/metadata/name"),
            ),
            version: manifest_version(cr, settings),
            generation: cr.pointer("/metadata/generation").and_then(Value::as_i64),
            resource_version: text("/metadata/resourceVersion").to_owned(),
            paused: annotation(PAUSE_ANNOTATION)
                .is_some_and(|text| text.eq_ignore_ascii_case("true")),
            log_level,
            log_filters,
            unread,
        }
    }

    /// The span that all log events of the reconciliation are in. Its fields `log_level` and `log_filters` are there for CRs that
    /// set their own, for the subscriber to heed.
    pub(super) fn span(&self, id: &str, controller: &str) -> tracing::Span {
        tracing::info_span!(
            "reconcile",
            controller,
            kind = self.key.kind,
            api_version = self.key.api_version,
            namespace = self.key.namespace.as_deref().unwrap_or_default(),
            name = self.key.name,
            version = self.version.as_deref().unwrap_or_default(),
            resource_version = self.resource_version,
            reconciliation_id = id,
            log_level = self.log_level.map(LogLevel::as_str),
            log_filters = self.log_filters.as_ref().map(ToString::to_string),
        )
    }

    /// Logs which annotations are ignored, and why.
    pub(super) fn warn_of_unread(&self) {
        for problem in &self.unread {
            tracing::warn!("ignored: {problem}");
        }
    }

    /// Whether the CR asks not to be reconciled.
    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether the CR came from the cluster, rather than from a file.
    pub(super) fn is_live(&self) -> bool {
        !self.resource_version.is_empty()
    }

    /// Strict versioning: the version must be one of those that are supported.
    pub(super) fn check_version(&self, settings: &Config) -> Result<()> {
        if !settings.strict_versioning
            || !settings.strict_version_kind_regex.matches(&self.key.kind)
        {
            return Ok(());
        }
        match &self.version {
            None => Err(Error::other("CR Manifest has no version")),
            Some(version) if settings.supported_versions.contains(version) => Ok(()),
            Some(version) => Err(Error::Config(format!("Unsupported version: {version}"))),
        }
    }
}

/// What the annotation `name` holds; what cannot be read is noted.
fn read<'a, T>(
    name: &str,
    annotation: impl Fn(&str) -> Option<&'a str>,
    unread: &mut Vec<String>,
) -> Option<T>
where
    T: FromStr<Err: StdError>,
{
    match annotation(name)?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            unread.push(format!("annotation {name}: {}", report(&error)));
            None
        }
    }
}
