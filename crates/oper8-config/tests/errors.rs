//! What is wrong, where, and what is accepted.

use std::ffi::OsString;

use oper8_config::{ConfigError, ConfigLoader};

#[track_caller]
fn check(loader: ConfigLoader, expected: &str) {
    let errors = loader.load().expect_err("the configuration is wrong");
    assert_eq!(errors.to_string(), expected);
}

fn file(yaml: &str) -> ConfigLoader {
    ConfigLoader::new().file_text("operator.yaml", yaml)
}

#[test]
fn a_bad_value_names_key_source_and_what_is_accepted() {
    check(
        file("log_json: true\nlog_level: loud\n"),
        "bad value \"loud\" of `log_level` (operator.yaml line 2): not an accepted word; \
         accepted: off, error, warn, info, debug, trace",
    );
    check(
        ConfigLoader::new().env([("OPER8_DEPLOY_RETRIES", "many")]),
        "bad value \"many\" of `deploy_retries` (variable OPER8_DEPLOY_RETRIES): not a whole number; \
         accepted: a whole number from 0",
    );
    check(
        ConfigLoader::new().set(
            "kube_watch_manager.heartbeat_period",
            "30",
            "--kube_watch_manager.heartbeat_period",
        ),
        "bad value \"30\" of `kube_watch_manager.heartbeat_period` (--kube_watch_manager.heartbeat_period): \
         `30` has no unit: write 30s for seconds; accepted: a duration above zero such as 1hr2m3.5s",
    );
}

#[test]
fn an_unknown_key_comes_with_the_one_that_was_meant() {
    check(
        file("kube_watch_manager:\n  lock:\n    typ: annotation\n"),
        "unknown key `kube_watch_manager.lock.typ` (operator.yaml line 3); did you mean \
         `kube_watch_manager.lock.type`? accepted in `kube_watch_manager.lock`: type, name, namespace, duration, \
         poll_time",
    );
    check(
        ConfigLoader::new().set(
            "rollout_manager.deploy_thread",
            "1",
            "--rollout_manager.deploy_thread",
        ),
        "unknown key `rollout_manager.deploy_thread` (--rollout_manager.deploy_thread); did you mean \
         `rollout_manager.deploy_threads`? accepted in `rollout_manager`: deploy_threads, verify_threads, component_deadline",
    );
    check(
        file("rollout_manager: {sizes: {large: 1}}\n"),
        "unknown key `rollout_manager.sizes` (operator.yaml line 1); accepted in `rollout_manager`: deploy_threads, \
         verify_threads, component_deadline",
    );
}

#[test]
fn an_unknown_section_is_an_unknown_key_of_the_top() {
    let errors = file("kube_watch_manger: {lock: {type: annotation}}\n")
        .load()
        .unwrap_err();
    let text = errors.to_string();
    let start = "unknown key `kube_watch_manger` (operator.yaml line 1); did you mean `kube_watch_manager`? \
                 accepted at the top: log_level, log_filters, ";
    assert!(text.starts_with(start), "{text}");
    assert!(
        text.ends_with(
            "rollout_manager, temporary_patch, kube_watch_manager, ansible_watch_manager, vcs"
        ),
        "{text}"
    );
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let loader = file("log_level: loud\nvcs: 3\nlog_json: 1\n")
        .env([("OPER8_LOG_LEVEL", "louder"), ("OPER8_DRY_RUN", "maybe")])
        .set("size", "large", "--size")
        .set("log_level", "info", "--log_level");
    let errors = loader.load().unwrap_err();
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.key().unwrap_or_default(), error.to_string()))
        .collect();
    let starts = [
        (
            "log_level",
            "bad value \"loud\" of `log_level` (operator.yaml line 1): ",
        ),
        (
            "vcs",
            "`vcs` (operator.yaml line 2) is a section and takes no value of its own; accepted in it: enabled, ",
        ),
        (
            "log_json",
            "bad value 1 of `log_json` (operator.yaml line 3): not a boolean; accepted: true or false",
        ),
        (
            "dry_run",
            "bad value \"maybe\" of `dry_run` (variable OPER8_DRY_RUN): ",
        ),
        (
            "log_level",
            "bad value \"louder\" of `log_level` (variable OPER8_LOG_LEVEL): ",
        ),
        ("size", "unknown key `size` (--size); accepted at the top: "),
    ];
    assert_eq!(found.len(), starts.len(), "{errors}");
    for ((key, text), (expected_key, start)) in found.iter().zip(starts) {
        assert_eq!(*key, expected_key);
        assert!(text.starts_with(start), "{text}");
    }
    let text = errors.to_string();
    assert!(
        text.starts_with("6 problems with the configuration:\n- bad value \"loud\" of"),
        "{text}"
    );
}

#[test]
fn a_key_under_both_of_its_names_is_an_error() {
    check(
        file("kube_watch_manager: {filter: default}\npython_watch_manager: {filter: annotation}\n"),
        "`python_watch_manager.filter` (operator.yaml line 2) is given a second time, after operator.yaml line 1: \
         keep one of them",
    );
    check(
        ConfigLoader::new().env([
            ("OPER8_KUBE_WATCH_MANAGER__FILTER", "default"),
            ("OPER8_PYTHON_WATCH_MANAGER__FILTER", "default"),
        ]),
        "`python_watch_manager.filter` (variable OPER8_PYTHON_WATCH_MANAGER__FILTER) is given a second time, after \
         variable OPER8_KUBE_WATCH_MANAGER__FILTER: keep one of them",
    );
}

#[test]
fn settings_that_do_not_go_together_are_errors() {
    check(
        file("vcs: {enabled: true, dest: '/v/{version}'}\n"),
        "`vcs.enabled` is `true` (operator.yaml line 1): set `vcs.repo`, the repository of the versions",
    );
    check(
        file("kube_watch_manager:\n  lock:\n    type: leader-with-lease\n    duration: 10s\n"),
        "`kube_watch_manager.lock.poll_time` is `10s` (default): must be less than \
         `kube_watch_manager.lock.duration`, or the lease ends before it is renewed",
    );
}

#[test]
fn a_rule_between_settings_waits_until_each_is_right() {
    check(
        file("vcs: {enabled: true, repo: [a], dest: d}\n"),
        "bad value [\"a\"] of `vcs.repo` (operator.yaml line 1): a list where text is expected; \
         accepted: a path, or null",
    );
}

#[test]
fn a_file_that_is_no_mapping_is_an_error() {
    let text = |found: &str| {
        format!("`operator.yaml` must hold one mapping of keys to values, but holds {found}")
    };
    check(file("- log_level\n"), &text("a list"));
    check(file("info\n"), &text("the value \"info\""));
    check(
        file("log_level: info\n---\nlog_json: true\n"),
        &text("2 documents"),
    );
    check(
        file("log_level: info\nlog_level: debug\n"),
        "cannot read `operator.yaml` as YAML: duplicate mapping key: log_level not allowed here at line 2, column 1",
    );
    check(
        file("log_level: [\n"),
        "cannot read `operator.yaml` as YAML: unclosed bracket '[' at line 1, column 12",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_with_its_cause() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("absent.yaml");
    let errors = ConfigLoader::new()
        .file(&path)
        .set("size", "1", "--size")
        .load()
        .unwrap_err();
    let text = errors.to_string();
    let start = format!(
        "2 problems with the configuration:\n- cannot read the configuration file `{}`: ",
        path.display()
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(matches!(
        errors.iter().next(),
        Some(ConfigError::ReadFile { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_an_error() {
    use std::os::unix::ffi::OsStringExt as _;
    let value = OsString::from_vec(vec![0xff]);
    check(
        ConfigLoader::new().env([(OsString::from("OPER8_POD_NAME"), value)]),
        "the value of variable OPER8_POD_NAME is not Unicode text",
    );
}

#[test]
fn a_long_value_is_shortened() {
    let errors = ConfigLoader::new()
        .set("log_level", "é".repeat(500), "flag")
        .load()
        .unwrap_err();
    let start = format!("bad value \"{}.. of `log_level` (flag): ", "é".repeat(59));
    assert!(errors.to_string().starts_with(&start), "{errors}");
}
