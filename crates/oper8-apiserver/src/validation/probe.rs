//! Probes and hooks of containers.

use super::node::Node;

/// The three probes of a container.
pub(super) fn probes(container: &Node<'_, '_>) {
    container.inside("livenessProbe", |probe| {
        check(&probe);
        grace(&probe);
        once(&probe);
    });
    container.inside("readinessProbe", |probe| {
        check(&probe);
        let grace = probe.at("terminationGracePeriodSeconds");
        if grace.is_there() {
            grace.invalid("must not be set for readinessProbes");
        }
    });
    container.inside("startupProbe", |probe| {
        check(&probe);
        grace(&probe);
        once(&probe);
    });
}

fn once(probe: &Node<'_, '_>) {
    let threshold = probe.at("successThreshold");
    if threshold.int().is_some_and(|count| count != 1) {
        threshold.invalid("must be 1");
    }
}

fn grace(probe: &Node<'_, '_>) {
    probe
        .at("terminationGracePeriodSeconds")
        .positive("must be greater than 0");
}

fn check(probe: &Node<'_, '_>) {
    handler(probe, &["exec", "httpGet", "tcpSocket", "grpc"]);
    for field in [
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold",
    ] {
        probe.at(field).not_negative();
    }
}

/// Exactly one way to ask.
fn handler(holder: &Node<'_, '_>, kinds: &[&str]) {
    let mut count = 0;
    for kind in kinds {
        holder.inside(kind, |part| {
            count += 1;
            if count > 1 {
                return part.forbid("may not specify more than 1 handler type");
            }
            match *kind {
                "exec" if part.at("command").items().is_empty() => part.at("command").require(""),
                "httpGet" => http(&part),
                "tcpSocket" => part.at("port").port_or_name(),
                "grpc" => part.at("port").port(),
                _ => {}
            }
        });
    }
    if count == 0 {
        holder.require("must specify a handler type");
    }
}

fn http(get: &Node<'_, '_>) {
    if get.at("path").text().is_empty() {
        get.at("path").require("");
    }
    get.at("port").port_or_name();
    get.at("scheme").one_of(&["HTTP", "HTTPS"]);
    let headers = get.at("httpHeaders");
    headers.each(|_, header| {
        let name = header.at("name");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if name.text().is_empty() || !name.text().bytes().all(plain) {
            headers.invalid_as(name.value, "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
        }
    });
}

/// What runs after the start and before the end of a container.
pub(super) fn lifecycle(container: &Node<'_, '_>, grace: Option<i64>) {
    container.inside("lifecycle", |lifecycle| {
        for hook in ["postStart", "preStop"] {
            lifecycle.inside(hook, |hook| {
                handler(&hook, &["exec", "httpGet", "tcpSocket", "sleep"]);
                hook.inside("sleep", |sleep| {
                    let seconds = sleep.value["seconds"].as_i64().unwrap_or(0);
                    let grace = grace.unwrap_or(30);
                    if seconds < 0 || seconds > grace {
                        sleep.invalid_as(
                            &seconds.into(),
                            &format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})"),
                        );
                    }
                });
            });
        }
    });
}
