//! Where values come from, and which one wins.

use std::process::Command;

use oper8_config::{Config, ConfigLoader, LockType, SourceKind, WatchManagerKind};
use serde_json::json;

const FILE: &str = "operator.yaml";

#[test]
fn the_strongest_source_wins() {
    let yaml = "log_level: debug\ndeploy_retries: 1\ncontroller_name: file\n";
    let loaded = ConfigLoader::new()
        .set("deploy_retries", "3", "--deploy_retries")
        .env([
            ("OPER8_DEPLOY_RETRIES", "2"),
            ("OPER8_CONTROLLER_NAME", "variable"),
        ])
        .file_text(FILE, yaml)
        .load()
        .unwrap();
    #[track_caller]
    fn check(
        loaded: &oper8_config::Loaded,
        key: &str,
        value: &str,
        kind: SourceKind,
        source: &str,
    ) {
        let explanation = loaded.explain();
        let found = explanation
            .iter()
            .find(|explained| explained.key.name() == key)
            .unwrap();
        assert_eq!(
            (
                found.value.as_str(),
                found.source.kind(),
                found.source.as_str()
            ),
            (value, kind, source)
        );
        assert_eq!(loaded.source(key), Some(&found.source));
    }
    check(&loaded, "log_json", "false", SourceKind::Default, "default");
    check(
        &loaded,
        "log_level",
        "debug",
        SourceKind::File,
        "operator.yaml line 1",
    );
    check(
        &loaded,
        "controller_name",
        "variable",
        SourceKind::Environment,
        "variable OPER8_CONTROLLER_NAME",
    );
    check(
        &loaded,
        "deploy_retries",
        "3",
        SourceKind::Override,
        "--deploy_retries",
    );
    assert_eq!(loaded.source("log_levels"), None);
}

#[test]
fn of_files_and_of_overrides_the_later_one_wins() {
    let loaded = ConfigLoader::new()
        .file_text(
            "base.yaml",
            "kube_watch_manager: {lock: {name: a, namespace: a}}\nsupported_versions: ['1', '2']\n",
        )
        .file_text(
            "site.yaml",
            "kube_watch_manager: {lock: {namespace: b}}\nsupported_versions: ['3']\n",
        )
        .set("operator_name", "first", "--a")
        .set("operator_name", "second", "--b")
        .load()
        .unwrap();
    let config = &loaded.config;
    assert_eq!(config.kube_watch_manager.lock.name.as_deref(), Some("a"));
    assert_eq!(config.kube_watch_manager.lock.namespace, "b");
    assert_eq!(config.supported_versions, ["3"], "a list is replaced whole");
    assert_eq!(config.operator_name, "second");
    assert_eq!(
        loaded
            .source("kube_watch_manager.lock.name")
            .unwrap()
            .as_str(),
        "base.yaml line 1"
    );
}

#[test]
fn a_stronger_source_can_take_a_value_away() {
    let loaded = ConfigLoader::new()
        .file_text(FILE, "working_dir: /tmp\nvcs: {repo: /repo}\nansible_watch_manager: {playbook_parameters: {a: 1}}\n")
        .env([("OPER8_WORKING_DIR", "")])
        .set("vcs.repo", "null", "--vcs.repo")
        .set_value("ansible_watch_manager.playbook_parameters", json!({"b": 2}), "code")
        .load()
        .unwrap();
    assert_eq!(loaded.config.working_dir, None);
    assert_eq!(loaded.config.vcs.repo, None);
    let parameters = loaded
        .config
        .ansible_watch_manager
        .playbook_parameters
        .map(serde_json::Value::Object);
    assert_eq!(
        parameters,
        Some(json!({"b": 2})),
        "a mapping is replaced whole"
    );
}

#[test]
fn text_stays_text_until_the_type_of_the_key_reads_it() {
    let loaded = ConfigLoader::new()
        .env([
            ("OPER8_OPERATOR_VERSION", "1.10"),
            ("OPER8_SUPPORTED_VERSIONS", "1.10, 2"),
            ("OPER8_POD_NAME", "true"),
        ])
        .set("vcs.version_override", "1e3", "flag")
        .load()
        .unwrap();
    assert_eq!(loaded.config.operator_version.as_deref(), Some("1.10"));
    assert_eq!(loaded.config.supported_versions, ["1.10", "2"]);
    assert_eq!(loaded.config.pod_name, "true");
    assert_eq!(loaded.config.vcs.version_override.as_deref(), Some("1e3"));
}

#[test]
fn the_section_of_the_reference_s_watch_manager_is_an_alias() {
    let loaded = ConfigLoader::new()
        .file_text(FILE, "watch_manager: python\npython_watch_manager: {lock: {type: annotation}, watch_retry_count: 1}\n")
        .env([("OPER8_PYTHON_WATCH_MANAGER__WATCH_RETRY_COUNT", "2")])
        .set("python_watch_manager.lock.name", "lock", "flag")
        .load()
        .unwrap();
    let watching = &loaded.config.kube_watch_manager;
    assert_eq!(loaded.config.watch_manager, WatchManagerKind::Kube);
    assert_eq!(watching.lock.lock_type, LockType::Annotation);
    assert_eq!(watching.lock.name.as_deref(), Some("lock"));
    assert_eq!(watching.watch_retry_count, 2);
    let source = loaded
        .source("python_watch_manager.watch_retry_count")
        .unwrap();
    assert_eq!(
        source.as_str(),
        "variable OPER8_PYTHON_WATCH_MANAGER__WATCH_RETRY_COUNT"
    );
}

#[test]
fn variables_that_set_no_key_are_warnings() {
    let loaded = ConfigLoader::new()
        .env([
            ("OPER8_WEBHOOK_SERVICE_HOST", "10.0.0.1"),
            ("OPER8_LOG_LEVL", "debug"),
            ("OPER8_log_level", "debug"),
            ("OPER8_VCS", "x"),
            ("OPER8_KUBE_WATCH_MANAGER_LOCK_TYPE", "annotation"),
            ("OPER8_CONFIG", "operator.yaml"),
            ("LOG_LEVEL", "debug"),
        ])
        .reserve_variable("OPER8_CONFIG")
        .load()
        .unwrap();
    let warnings: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
    let expected = [
        "variable OPER8_KUBE_WATCH_MANAGER_LOCK_TYPE sets no key, did you mean OPER8_KUBE_WATCH_MANAGER__LOCK__TYPE?",
        "variable OPER8_LOG_LEVL sets no key, did you mean OPER8_LOG_LEVEL?",
        "variable OPER8_VCS sets no key",
        "variable OPER8_WEBHOOK_SERVICE_HOST sets no key",
        "variable OPER8_log_level sets no key, did you mean OPER8_LOG_LEVEL?",
    ];
    assert_eq!(warnings, expected);
    assert_eq!(loaded.config, Config::default());
}

#[test]
fn an_empty_file_or_section_sets_nothing() {
    for yaml in [
        "",
        "# nothing\n",
        "---\n",
        "vcs:\nkube_watch_manager: {lock: }\n",
        "{}",
    ] {
        let loaded = ConfigLoader::new().file_text(FILE, yaml).load().unwrap();
        assert_eq!(loaded.config, Config::default(), "{yaml:?}");
    }
}

#[test]
fn a_file_may_use_dotted_names_anchors_and_the_words_of_yaml() {
    let yaml = "vcs.field: &field status.version\ncontroller_name: *field\nlog_level: off\nlog_json: yes\n";
    let config = ConfigLoader::new()
        .file_text(FILE, yaml)
        .load()
        .unwrap()
        .config;
    assert_eq!(config.vcs.field, "status.version");
    assert_eq!(config.controller_name, "status.version");
    assert_eq!(config.log_level.as_str(), "off");
    assert!(config.log_json);
}

#[test]
fn a_file_is_read_from_its_path() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(FILE);
    std::fs::write(&path, "\ndeploy_retries: 7\n").unwrap();
    let loaded = ConfigLoader::new().file(&path).load().unwrap();
    assert_eq!(loaded.config.deploy_retries, 7);
    assert_eq!(
        loaded.source("deploy_retries").unwrap().as_str(),
        format!("{} line 2", path.display())
    );
}

/// Starts itself with a variable, since the environment of a running process cannot be changed safely.
#[test]
fn the_environment_of_the_process_is_read() {
    let retries = std::env::vars().find(|(name, _)| name == "OPER8_DEPLOY_RETRIES");
    match retries {
        Some((_, retries)) => {
            let loaded = ConfigLoader::new().env_process().load().unwrap();
            assert_eq!(loaded.config.deploy_retries.to_string(), retries);
        }
        None => {
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "the_environment_of_the_process_is_read"])
                .env("OPER8_DEPLOY_RETRIES", "9")
                .output()
                .unwrap();
            assert!(
                child.status.success(),
                "{}",
                String::from_utf8_lossy(&child.stdout)
            );
        }
    }
}
