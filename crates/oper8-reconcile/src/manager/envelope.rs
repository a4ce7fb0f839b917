//! What is read of a custom resource before anything else.

use oper8_config::Config;
use oper8_deploy_manager::ObjectKey;
use serde_json::Value;

use crate::error::{Error, Result};
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
    log_level: Option<String>,
    log_filters: Option<String>,
}

impl Envelope {
    pub(super) fn of(cr: &Value, settings: &Config) -> Self {
        let text = |path: &str| cr.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let namespace = cr.pointer("/metadata/namespace").and_then(Value::as_str);
        let annotation = |name: &str| cr["metadata"]["annotations"][name].as_str();
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
            log_level: annotation(LOG_LEVEL_ANNOTATION).map(str::to_owned),
            log_filters: annotation(LOG_FILTERS_ANNOTATION).map(str::to_owned),
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
            log_level = self.log_level,
            log_filters = self.log_filters,
        )
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
            None => Err(Error::Config("CR Manifest has no version".to_owned())),
            Some(version) if settings.supported_versions.contains(version) => Ok(()),
            Some(version) => Err(Error::Config(format!("Unsupported version: {version}"))),
        }
    }
}
