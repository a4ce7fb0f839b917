//! What each type of key takes, and in which form it is kept.

use oper8_config::{ConfigError, ConfigLoader};
use serde_json::{Value, json};

/// Sets `key` and compares the value in one line, or the reason why it is not taken.
#[track_caller]
fn check(key: &str, value: impl Into<Value>, expected: Result<&str, &str>) {
    let value = value.into();
    let found = match ConfigLoader::new()
        .set_value(key, value.clone(), "test")
        .load()
    {
        Ok(loaded) => {
            let explanation = loaded.explain();
            let explained = explanation
                .iter()
                .find(|explained| explained.key.name() == key);
            Ok(explained.expect("the key exists").value.clone())
        }
        Err(errors) => match errors.iter().next() {
            Some(ConfigError::BadValue { reason, .. }) => Err(reason.clone()),
            other => Err(format!("another error: {other:?}")),
        },
    };
    assert_eq!(
        found,
        expected.map(str::to_owned).map_err(str::to_owned),
        "{key} = {value}"
    );
}

#[test]
fn booleans() {
    for word in ["true", "TRUE", "True", "yes", "on"] {
        check("log_json", word, Ok("true"));
    }
    for word in ["false", "no", "Off"] {
        check("log_thread_id", word, Ok("false"));
    }
    check("log_json", true, Ok("true"));
    for wrong in [json!("1"), json!(1), json!(""), json!(null), json!([true])] {
        check("log_json", wrong, Err("not a boolean"));
    }
}

#[test]
fn counts() {
    check("deploy_retries", 0, Ok("0"));
    check("deploy_retries", "12", Ok("12"));
    check("deploy_retries", -1, Err("less than 0"));
    check("deploy_retries", "-1", Err("less than 0"));
    check("deploy_retries", 1.5, Err("not a whole number"));
    check("deploy_retries", "", Err("not a whole number"));
    check("deploy_retries", Value::Null, Err("not a whole number"));
    check("deploy_retries", 4_294_967_296_u64, Err("too large"));
    check("rollout_manager.deploy_threads", 1, Ok("1"));
    check("rollout_manager.deploy_threads", 0, Err("less than 1"));
    for none in [json!(null), json!(""), json!("null")] {
        check("rollout_manager.deploy_threads", none, Ok("null"));
    }
}

#[test]
fn durations() {
    check("kube_watch_manager.watch_retry_delay", "1h", Ok("1hr"));
    check("kube_watch_manager.watch_retry_delay", "90s", Ok("1m30s"));
    check("kube_watch_manager.watch_retry_delay", "0s", Ok("0s"));
    check(
        "kube_watch_manager.watch_retry_delay",
        "soon",
        Err("`soon` is not a duration such as 1hr2m3.5s"),
    );
    check(
        "kube_watch_manager.watch_retry_delay",
        5,
        Err("`5` has no unit: write 5s for seconds"),
    );
    check(
        "kube_watch_manager.watch_retry_delay",
        Value::Null,
        Err("not a duration"),
    );
    check("kube_watch_manager.heartbeat_period", "0s", Err("zero"));
    check("kube_watch_manager.reconcile_period", "", Ok("null"));
    check(
        "kube_watch_manager.reconcile_period",
        Value::Null,
        Ok("null"),
    );
    check("kube_watch_manager.reconcile_period", "0m", Err("zero"));
    check("rollout_manager.component_deadline", "10m", Ok("10m"));
    check("rollout_manager.component_deadline", "0s", Err("zero"));
}

#[test]
fn seconds() {
    check("requeue_after_seconds", 90, Ok("90"));
    check("requeue_after_seconds", "0", Ok("0"));
    check("requeue_after_seconds", "1m30s", Ok("90"));
    check("delete_request_timeout", "1m30s", Ok("90"));
    check("delete_request_timeout", "null", Ok("null"));
    check("delete_request_timeout", 0, Err("zero"));
    check("retry_backoff_base_seconds", 0.25, Ok("0.25"));
    check("retry_backoff_base_seconds", "0.25", Ok("0.25"));
    check("retry_backoff_base_seconds", -1, Err("less than 0"));
    check(
        "retry_backoff_base_seconds",
        "NaN",
        Err("not a number of seconds"),
    );
    check("retry_backoff_base_seconds", "inf", Err("too long"));
    check(
        "retry_backoff_base_seconds",
        "1 s",
        Err("`1 s` is not a duration such as 1hr2m3.5s"),
    );
}

#[test]
fn texts() {
    check("controller_name", "Web App", Ok("Web App"));
    check("controller_name", Value::Null, Ok(""));
    check(
        "controller_name",
        true,
        Err("a boolean where text is expected: put it in quotes"),
    );
    check(
        "controller_name",
        json!({}),
        Err("a mapping where text is expected"),
    );
    check("operator_version", "1.10", Ok("1.10"));
    check("operator_version", "", Ok("null"));
    check(
        "operator_version",
        1.1,
        Err("a number where text is expected: put it in quotes to keep its digits"),
    );
    check("vcs.field", "status.version", Ok("status.version"));
    check(
        "vcs.field",
        "spec..version",
        Err("a part of the path is empty"),
    );
    check("ansible_watch_manager.ansible_base_path", "", Err("empty"));
}

#[test]
fn words() {
    check("verify", "KStatus", Ok("kstatus"));
    check("verify", "strict", Err("not an accepted word"));
    check("log_level", "DEBUG3", Ok("trace"));
    check("log_level", "disable", Ok("off"));
    check("log_level", "warning", Ok("warn"));
    check("log_level", "", Err("not an accepted word"));
    check("watch_manager", "dry-run", Ok("dry-run"));
    check("watch_manager", "python", Ok("kube"));
    check(
        "kube_watch_manager.process_context",
        "fork",
        Err("not an accepted word"),
    );
    check(
        "kube_watch_manager.filter",
        "user-annotation",
        Ok("user-annotation"),
    );
    check("kube_watch_manager.lock.type", Value::Null, Ok("dryrun"));
    check(
        "kube_watch_manager.lock.type",
        "leader-for-life",
        Ok("leader-for-life"),
    );
    check(
        "kube_watch_manager.lock.type",
        "leader",
        Err("not an accepted word"),
    );
    check("vcs.checkout_method", "clone", Ok("clone"));
    check(
        "log_filters",
        "a:debug,b:loud",
        Err("bad level of channel `b`: `loud` is none of off, error, warn, info, debug, trace"),
    );
}

#[test]
fn names() {
    let not_a_namespace =
        "`Web` is not a namespace: use lower-case letters, digits and inner dashes, 63 at most";
    check("watch_namespace", "a, b-1", Ok("a,b-1"));
    check("watch_namespace", json!(["a"]), Ok("a"));
    check("watch_namespace", Value::Null, Ok(""));
    check("watch_namespace", "a,Web", Err(not_a_namespace));
    check("watch_namespace", "a,,b", Err("an entry is empty"));
    check("kube_watch_manager.lock.namespace", "web", Ok("web"));
    check(
        "kube_watch_manager.lock.namespace",
        "Web",
        Err(not_a_namespace),
    );
    check("kube_watch_manager.lock.name", "web.lock", Ok("web.lock"));
    check(
        "kube_watch_manager.lock.name",
        "web..lock",
        Err("not the name of a Kubernetes object"),
    );
    check(
        "kube_watch_manager.lock.name",
        "-web",
        Err("not the name of a Kubernetes object"),
    );
    check("kube_watch_manager.lock.name", "", Ok("null"));
}

#[test]
fn lists_and_mappings() {
    check("supported_versions", "1.10 ,2", Ok("1.10,2"));
    check("supported_versions", json!([]), Ok(""));
    let number =
        "entry 1.1 is a number where text is expected: put it in quotes to keep its digits";
    check("supported_versions", json!(["1", 1.1]), Err(number));
    let kinds = "temporary_patch.allowed_kinds";
    check(
        kinds,
        json!(["Fix", "my.org/v1/Fix"]),
        Ok("Fix,my.org/v1/Fix"),
    );
    check(kinds, "Fix, Other", Ok("Fix,Other"));
    check(kinds, json!([]), Ok(""));
    check(kinds, Value::Null, Ok("null"));
    check(kinds, json!([""]), Err("an entry is empty"));
    check(
        "ansible_watch_manager.playbook_parameters",
        json!({"a": 1}),
        Ok(r#"{"a":1}"#),
    );
    check(
        "ansible_watch_manager.playbook_parameters",
        r#"{"a":1}"#,
        Ok(r#"{"a":1}"#),
    );
    check(
        "ansible_watch_manager.playbook_parameters",
        json!([1]),
        Err("not a mapping"),
    );
}

#[test]
fn templates_and_kinds() {
    check(
        "vcs.dest",
        "/v/{kind}/{{x}}/{version}",
        Ok("/v/{kind}/{{x}}/{version}"),
    );
    for wrong in ["/v/{kind", "/v/kind}", "/v/{a}}", "{a{b}"] {
        check("vcs.dest", wrong, Err("a brace without its partner"));
    }
    check("vcs.dest", "/v/{}", Err("a placeholder without a name"));
    check("vcs.kind_regex", "Web.*", Ok("Web.*"));
    check("vcs.kind_regex", Value::Null, Ok(""));
    check(
        "vcs.kind_regex",
        "Web(?=App)",
        Err("`Web(?=App)` looks around in a form other than ^(?!EXPR).*$"),
    );
}
