//! The documented defaults, and what is true of every key.

use std::collections::BTreeSet;

use oper8_config::{Config, ConfigLoader, find_key, keys, keys_markdown};

/// Every key with its default.
const DEFAULTS: &[(&str, &str)] = &[
    ("log_level", "info"),
    ("log_filters", ""),
    ("log_json", "false"),
    ("log_thread_id", "true"),
    ("dry_run", "false"),
    ("working_dir", "null"),
    ("dump_disabled", "false"),
    ("standalone", "false"),
    ("strict_versioning", "false"),
    ("supported_versions", ""),
    ("strict_version_kind_regex", "^((?!TemporaryPatch).*)$"),
    ("manage_status", "true"),
    ("internal_name_annotation", "true"),
    ("include_dependency_graph_in_status", "false"),
    ("controller_name", ""),
    ("deploy_retries", "3"),
    ("retry_backoff_base_seconds", "0.01"),
    ("delete_request_timeout", "null"),
    ("deploy_unprocessable_put_fallback", "false"),
    (
        "cluster_passthrough_annotations",
        "kubernetes.io,openshift.io,k8s.ovn.org,cncf.io",
    ),
    ("requeue_after_seconds", "60"),
    ("verify", "default"),
    ("watch_namespace", ""),
    ("watch_manager", "kube"),
    ("operator_name", ""),
    ("pod_name", ""),
    ("operator_version", "null"),
    ("rollout_manager.deploy_threads", "null"),
    ("rollout_manager.verify_threads", "null"),
    ("rollout_manager.component_deadline", "null"),
    ("temporary_patch.allowed_kinds", "null"),
    ("temporary_patch.enforce_allowed_kinds", "false"),
    ("kube_watch_manager.max_concurrent_reconciles", "null"),
    ("kube_watch_manager.reconcile_period", "10m"),
    ("kube_watch_manager.process_context", "task"),
    ("kube_watch_manager.watch_dependent_resources", "false"),
    ("kube_watch_manager.subsystem_rollout", "false"),
    ("kube_watch_manager.heartbeat_file", "null"),
    ("kube_watch_manager.heartbeat_period", "30s"),
    ("kube_watch_manager.watch_retry_count", "5"),
    ("kube_watch_manager.watch_retry_delay", "5s"),
    ("kube_watch_manager.filter", "default"),
    ("kube_watch_manager.lock.type", "dryrun"),
    ("kube_watch_manager.lock.name", "null"),
    ("kube_watch_manager.lock.namespace", "default"),
    ("kube_watch_manager.lock.duration", "15s"),
    ("kube_watch_manager.lock.poll_time", "10s"),
    ("ansible_watch_manager.log_file_dir", "null"),
    ("ansible_watch_manager.kill_max_wait", "5"),
    ("ansible_watch_manager.ansible_base_path", "/opt/ansible"),
    (
        "ansible_watch_manager.ansible_entrypoint",
        "/usr/local/bin/ansible-operator run --watches-file=./watches.yaml",
    ),
    ("ansible_watch_manager.ansible_args", ""),
    ("ansible_watch_manager.manage_status", "false"),
    ("ansible_watch_manager.watch_dependent_resources", "false"),
    ("ansible_watch_manager.reconcile_period", "10m"),
    ("ansible_watch_manager.playbook_parameters", "null"),
    ("vcs.enabled", "false"),
    ("vcs.kind_regex", "^((?!TemporaryPatch).*)$"),
    ("vcs.repo", "null"),
    ("vcs.dest", "null"),
    ("vcs.module_dir", "src"),
    ("vcs.field", "spec.version"),
    ("vcs.version_override", "null"),
    ("vcs.checkout_method", "worktree"),
];

#[test]
fn every_key_has_its_documented_default() {
    let found: Vec<_> = keys()
        .iter()
        .map(|key| (key.name(), key.default_text()))
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(name, default)| (*name, default.as_str()))
        .collect();
    assert_eq!(found, DEFAULTS);
}

#[test]
fn without_sources_the_settings_are_the_defaults() {
    let loaded = ConfigLoader::new().load().unwrap();
    assert_eq!(loaded.config, Config::default());
    assert!(loaded.warnings.is_empty());
    for explained in loaded.explain().iter() {
        assert_eq!(
            explained.value,
            explained.key.default_text(),
            "{}",
            explained.key.name()
        );
        assert_eq!(explained.source.to_string(), "default");
    }
}

#[test]
fn the_default_of_a_key_can_be_given_as_text() {
    for key in keys() {
        let loaded = ConfigLoader::new()
            .set(key.name(), key.default_text(), "flag")
            .load();
        assert_eq!(loaded.unwrap().config, Config::default(), "{}", key.name());
    }
}

#[test]
fn names_variables_and_help_are_complete() {
    let variables: BTreeSet<_> = keys().iter().map(|key| key.variable()).collect();
    assert_eq!(variables.len(), keys().len());
    assert!(variables.contains("OPER8_KUBE_WATCH_MANAGER__LOCK__TYPE"));
    for key in keys() {
        assert!(
            key.help().ends_with('.') && !key.accepts().is_empty(),
            "{}",
            key.name()
        );
    }
    assert_eq!(
        find_key("python_watch_manager.lock.type").map(|key| key.name()),
        Some("kube_watch_manager.lock.type")
    );
    assert!(find_key("kube_watch_manager.lock").is_none());
    assert!(find_key("log_json").is_some_and(|key| key.is_flag()));
}

#[test]
fn the_reference_page_has_a_row_for_each_key() {
    let page = keys_markdown();
    assert_eq!(page.lines().count(), keys().len() + 2);
    let row = "| `kube_watch_manager.lock.poll_time` | `10s` | a duration above zero such as 1hr2m3.5s \
               | The time between two looks at the lock. |";
    assert!(page.lines().any(|line| line == row), "{page}");
}

#[test]
fn settings_survive_serialization() {
    let settings = [
        ("kube_watch_manager.reconcile_period", ""),
        ("log_filters", "oper8_dag:debug"),
        ("watch_namespace", "a,b"),
        ("retry_backoff_base_seconds", "0.25"),
        (
            "ansible_watch_manager.playbook_parameters",
            r#"{"a": {"b": [1]}}"#,
        ),
        ("vcs.kind_regex", ""),
        ("rollout_manager.deploy_threads", "4"),
    ];
    let loader = settings
        .iter()
        .fold(ConfigLoader::new(), |loader, (key, text)| {
            loader.set(*key, *text, "flag")
        });
    let config = loader.load().unwrap().config;
    let text = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<Config>(&text).unwrap(), config);
}

#[test]
fn settings_are_checked_when_they_are_deserialized() {
    let error = serde_json::from_str::<Config>(r#"{"vcs": {"field": ""}}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("bad value \"\" of `vcs.field` (settings): "),
        "{error}"
    );
}
