//! The checks of the level `baseline`: nothing that gives power over the node.

use std::collections::BTreeSet;

use serde_json::Value;

use super::words::{Pod, containers, items, plural, quoted, setters, setting, text, violation};
use super::{Check, Violation};

/// A check, the version that it came with, and the one from which a stricter check takes its place in `restricted`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) check: Check,
    pub(super) since: u32,
    pub(super) replaced: Option<u32>,
}

const fn row(check: Check) -> Row {
    Row {
        check,
        since: 0,
        replaced: None,
    }
}

const fn replaced(check: Check, since: u32) -> Row {
    Row {
        check,
        since: 0,
        replaced: Some(since),
    }
}

/// By the names that they have on the real server.
pub(super) static CHECKS: [Row; 12] = [
    row(app_armor),
    replaced(capabilities, 22),
    row(host_namespaces),
    replaced(host_paths, 0),
    row(host_ports),
    Row {
        check: hosts_of_probes,
        since: 34,
        replaced: None,
    },
    row(privileged),
    replaced(proc_mount, 35),
    row(se_linux),
    replaced(seccomp, 19),
    row(sysctls),
    row(windows_host_process),
];

const ARMOR_ANNOTATION: &str = "container.apparmor.security.beta.kubernetes.io/";

fn app_armor(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    const TYPE: &str = "appArmorProfile.type";
    let is_bad = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| !matches!(kind, "RuntimeDefault" | "Localhost"))
    };
    let own = pod.own(TYPE);
    let bad = pod.those(|container| is_bad(setting(container, TYPE)));
    let all = std::iter::once(own).chain(pod.containers().map(|one| setting(one, TYPE)));
    let values: BTreeSet<_> = all.filter(|kind| is_bad(kind)).map(text).collect();
    let mut values: Vec<String> = values.into_iter().map(str::to_owned).collect();
    let annotations = pod.annotations.as_object().into_iter().flatten();
    let forbidden: Vec<_> = annotations
        .filter(|(key, value)| {
            let value = text(value);
            let allowed =
                matches!(value, "" | "runtime/default") || value.starts_with("localhost/");
            key.starts_with(ARMOR_ANNOTATION) && !allowed
        })
        .map(|(key, value)| format!("{key}={:?}", text(value)))
        .collect();
    let mut who = setters(is_bad(own), &bad);
    if !forbidden.is_empty() {
        let word = plural("annotation", "annotations", forbidden.len());
        let and = if who.is_empty() { "" } else { " and " };
        who = format!("{who}{and}{word}");
        values.extend(forbidden);
    }
    let reason = plural(
        "forbidden AppArmor profile",
        "forbidden AppArmor profiles",
        values.len(),
    );
    violation(reason, !who.is_empty(), || {
        format!(
            "{who} must not set AppArmor profile type to {}",
            quoted(&values)
        )
    })
}

/// What containers may be able to do beside the usual.
const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn capabilities(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let mut added = BTreeSet::new();
    for container in pod.containers() {
        let all = items(setting(container, "capabilities.add")).map(text);
        added.extend(all.filter(|name| !CAPABILITIES.contains(name)));
    }
    let bad = pod.those(|container| {
        let mut all = items(setting(container, "capabilities.add")).map(text);
        all.any(|name| added.contains(name))
    });
    violation("non-default capabilities", !bad.is_empty(), || {
        format!(
            "{} must not include {} in securityContext.capabilities.add",
            containers(&bad),
            quoted(&added)
        )
    })
}

fn host_namespaces(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let all = ["hostNetwork", "hostPID", "hostIPC"];
    let used = all.iter().filter(|field| pod.spec[**field] == true);
    let used: Vec<_> = used.map(|field| format!("{field}=true")).collect();
    violation("host namespaces", !used.is_empty(), || used.join(", "))
}

fn host_paths(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let volumes = items(&pod.spec["volumes"]).filter(|volume| !volume["hostPath"].is_null());
    let names: Vec<_> = volumes.map(|volume| text(&volume["name"])).collect();
    violation("hostPath volumes", !names.is_empty(), || {
        let word = plural("volume", "volumes", names.len());
        format!("{word} {}", quoted(&names))
    })
}

fn host_ports(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let ports = |container: &Value| -> Vec<String> {
        let ports = items(&container["ports"]).filter_map(|port| port["hostPort"].as_u64());
        ports
            .filter(|port| *port != 0)
            .map(|port| port.to_string())
            .collect()
    };
    let bad = pod.those(|container| !ports(container).is_empty());
    violation("hostPort", !bad.is_empty(), || {
        let all: BTreeSet<_> = pod.containers().flat_map(ports).collect();
        let uses = plural("uses", "use", bad.len());
        let word = plural("hostPort", "hostPorts", all.len());
        let all: Vec<_> = all.into_iter().collect();
        format!("{} {uses} {word} {}", containers(&bad), all.join(", "))
    })
}

fn hosts_of_probes(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let hosts = |container: &Value| -> Vec<String> {
        let probes =
            ["livenessProbe", "readinessProbe", "startupProbe"].map(|name| &container[name]);
        let handlers = ["postStart", "preStop"].map(|name| &container["lifecycle"][name]);
        let all = probes.into_iter().chain(handlers);
        all.flat_map(|handler| ["httpGet", "tcpSocket"].map(|way| text(&handler[way]["host"])))
            .filter(|host| !host.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut bad = pod.those(|container| !hosts(container).is_empty());
    bad.sort_unstable();
    violation("probe or lifecycle host", !bad.is_empty(), || {
        let all: BTreeSet<_> = pod.containers().flat_map(hosts).collect();
        let uses = plural("uses", "use", bad.len());
        let word = plural(
            "probe or lifecycle host",
            "probe or lifecycle hosts",
            all.len(),
        );
        format!("{} {uses} {word} {}", containers(&bad), quoted(&all))
    })
}

fn privileged(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let bad = pod.those(|container| *setting(container, "privileged") == true);
    violation("privileged", !bad.is_empty(), || {
        format!(
            "{} must not set securityContext.privileged=true",
            containers(&bad)
        )
    })
}

fn proc_mount(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    if version >= 35 && pod.has_own_users() {
        return None;
    }
    unmasked_proc(pod, version)
}

/// Any other mount of `/proc` than the default, which `restricted` never allows.
pub(super) fn unmasked_proc(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let is_bad = |kind: &Value| kind.as_str().is_some_and(|kind| kind != "Default");
    let bad = pod.those(|container| is_bad(setting(container, "procMount")));
    violation("procMount", !bad.is_empty(), || {
        let kinds = pod.containers().map(|one| setting(one, "procMount"));
        let kinds: BTreeSet<_> = kinds.filter(|kind| is_bad(kind)).map(text).collect();
        format!(
            "{} must not set securityContext.procMount to {}",
            containers(&bad),
            quoted(&kinds)
        )
    })
}

fn se_linux(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    let is_bad_type = |options: &Value| {
        let kind = text(&options["type"]);
        let allowed = matches!(
            kind,
            "" | "container_t" | "container_init_t" | "container_kvm_t"
        ) || (version >= 31 && kind == "container_engine_t");
        !allowed
    };
    let says = |options: &Value, field: &str| !text(&options[field]).is_empty();
    let is_bad =
        |options: &Value| is_bad_type(options) || says(options, "user") || says(options, "role");
    let own = pod.own("seLinuxOptions");
    let bad = pod.those(|container| is_bad(setting(container, "seLinuxOptions")));
    let who = setters(is_bad(own), &bad);
    violation("seLinuxOptions", !who.is_empty(), || {
        let others = pod.containers().map(|one| setting(one, "seLinuxOptions"));
        let all: Vec<_> = std::iter::once(own).chain(others).collect();
        let types = all.iter().filter(|options| is_bad_type(options));
        let types: BTreeSet<_> = types.map(|options| text(&options["type"])).collect();
        let mut what = Vec::new();
        if !types.is_empty() {
            let word = plural("type", "types", types.len());
            what.push(format!("{word} {}", quoted(&types)));
        }
        for field in ["user", "role"] {
            if all.iter().any(|options| says(options, field)) {
                what.push(format!("{field} may not be set"));
            }
        }
        let what = what.join("; ");
        format!("{who} set forbidden securityContext.seLinuxOptions: {what}")
    })
}

/// Whether a profile is there, and none of those that are allowed.
pub(super) fn is_bad_seccomp(kind: &Value) -> bool {
    kind.as_str()
        .is_some_and(|kind| !matches!(kind, "RuntimeDefault" | "Localhost"))
}

fn seccomp(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    if version < 19 {
        return seccomp_annotations(pod);
    }
    bad_seccomp(pod)
}

/// Profiles that nobody may name.
pub(super) fn bad_seccomp(pod: &Pod<'_>) -> Option<Violation> {
    const TYPE: &str = "seccompProfile.type";
    let own = pod.own(TYPE);
    let bad = pod.those(|container| is_bad_seccomp(setting(container, TYPE)));
    let who = setters(is_bad_seccomp(own), &bad);
    violation("seccompProfile", !who.is_empty(), || {
        let all = std::iter::once(own).chain(pod.containers().map(|one| setting(one, TYPE)));
        let kinds: BTreeSet<_> = all.filter(|kind| is_bad_seccomp(kind)).map(text).collect();
        let kinds = quoted(&kinds);
        format!("{who} must not set securityContext.seccompProfile.type to {kinds}")
    })
}

fn seccomp_annotations(pod: &Pod<'_>) -> Option<Violation> {
    const PREFIX: &str = "seccomp.security.alpha.kubernetes.io/";
    let own = std::iter::once(format!("{PREFIX}pod"));
    let containers = pod.containers();
    let others = containers.map(|one| format!("container.{PREFIX}{}", text(&one["name"])));
    let bad: BTreeSet<_> = own
        .chain(others)
        .filter_map(|key| {
            let value = pod.annotations[&key].as_str()?;
            let allowed = matches!(value, "runtime/default" | "docker/default")
                || value.starts_with("localhost/");
            (!allowed).then(|| format!("{key}={value:?}"))
        })
        .collect();
    violation("seccompProfile", !bad.is_empty(), || {
        let word = plural("annotation", "annotations", bad.len());
        let bad: Vec<_> = bad.into_iter().collect();
        format!("forbidden {word} {}", bad.join(", "))
    })
}

/// What of the kernel may be set, and since when.
const SYSCTLS: [(&str, u32); 12] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
];

fn sysctls(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    let allowed = |name: &str| {
        let mut all = SYSCTLS.iter();
        all.any(|(known, since)| *known == name && version >= *since)
    };
    let set = items(pod.own("sysctls")).map(|one| text(&one["name"]));
    let bad: Vec<_> = set.filter(|name| !allowed(name)).collect();
    violation("forbidden sysctls", !bad.is_empty(), || bad.join(", "))
}

fn windows_host_process(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    const FIELD: &str = "windowsOptions.hostProcess";
    let bad = pod.those(|container| *setting(container, FIELD) == true);
    let who = setters(*pod.own(FIELD) == true, &bad);
    violation("hostProcess", !who.is_empty(), || {
        format!("{who} must not set securityContext.windowsOptions.hostProcess=true")
    })
}
