//! What the level `restricted` asks for beside `baseline`: Pods that could do harm to nobody.

use std::collections::BTreeSet;

use serde_json::Value;

use super::baseline::{bad_seccomp, unmasked_proc};
use super::words::{Pod, containers, items, plural, quoted, setters, setting, text, violation};
use super::{Check, Violation};

/// A check and the version that it came with.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) check: Check,
    pub(super) since: u32,
}

const fn since(version: u32, check: Check) -> Row {
    Row {
        check,
        since: version,
    }
}

/// By the names that they have on the real server.
pub(super) static CHECKS: [Row; 7] = [
    since(8, escalation),
    since(22, capabilities),
    since(35, unmasked_proc),
    since(0, volumes),
    since(0, non_root),
    since(23, user),
    since(19, seccomp),
];

/// From this version on, what Windows does not know is not asked of its Pods.
const WINDOWS: u32 = 25;

fn escalation(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    if version >= WINDOWS && pod.is_windows() {
        return None;
    }
    let bad = pod.those(|container| *setting(container, "allowPrivilegeEscalation") != false);
    violation("allowPrivilegeEscalation != false", !bad.is_empty(), || {
        format!(
            "{} must set securityContext.allowPrivilegeEscalation=false",
            containers(&bad)
        )
    })
}

fn capabilities(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    if version >= WINDOWS && pod.is_windows() {
        return None;
    }
    let keeping = pod.those(|container| {
        let mut dropped = items(setting(container, "capabilities.drop"));
        !dropped.any(|name| name == "ALL")
    });
    let is_bad = |name: &Value| name != "NET_BIND_SERVICE";
    let adding = pod.those(|container| items(setting(container, "capabilities.add")).any(is_bad));
    let mut details = Vec::new();
    if !keeping.is_empty() {
        details.push(format!(
            r#"{} must set securityContext.capabilities.drop=["ALL"]"#,
            containers(&keeping)
        ));
    }
    if !adding.is_empty() {
        let all = pod
            .containers()
            .flat_map(|one| items(setting(one, "capabilities.add")));
        let all: BTreeSet<_> = all.filter(|name| is_bad(name)).map(text).collect();
        details.push(format!(
            "{} must not include {} in securityContext.capabilities.add",
            containers(&adding),
            quoted(&all)
        ));
    }
    violation("unrestricted capabilities", !details.is_empty(), || {
        details.join("; ")
    })
}

const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

fn volumes(pod: &Pod<'_>, _: u32) -> Option<Violation> {
    let bad: Vec<_> = items(&pod.spec["volumes"])
        .filter(|volume| VOLUMES.iter().all(|kind| volume[*kind].is_null()))
        .collect();
    violation("restricted volume types", !bad.is_empty(), || {
        let kind = |volume: &Value| {
            let mut fields = volume.as_object().into_iter().flatten();
            let kind = fields.find(|(field, _)| *field != "name");
            kind.map_or_else(|| "unknown".to_owned(), |(kind, _)| kind.clone())
        };
        let kinds: BTreeSet<_> = bad.iter().map(|volume| kind(volume)).collect();
        format!(
            "{} {} {} {} {}",
            plural("volume", "volumes", bad.len()),
            quoted(bad.iter().map(|volume| text(&volume["name"]))),
            plural("uses", "use", bad.len()),
            plural(
                "restricted volume type",
                "restricted volume types",
                kinds.len()
            ),
            quoted(&kinds)
        )
    })
}

fn non_root(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    const FIELD: &str = "runAsNonRoot";
    if version >= 35 && pod.has_own_users() {
        return None;
    }
    let bad = pod.those(|container| *setting(container, FIELD) == false);
    let who = setters(*pod.own(FIELD) == false, &bad);
    let silent = match *pod.own(FIELD) == true {
        true => Vec::new(),
        false => pod.those(|container| setting(container, FIELD).is_null()),
    };
    let any = !who.is_empty() || !silent.is_empty();
    violation("runAsNonRoot != true", any, || match who.as_str() {
        "" => format!(
            "pod or {} must set securityContext.runAsNonRoot=true",
            containers(&silent)
        ),
        who => format!("{who} must not set securityContext.runAsNonRoot=false"),
    })
}

fn user(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    if version >= 35 && pod.has_own_users() {
        return None;
    }
    let bad = pod.those(|container| *setting(container, "runAsUser") == 0);
    let who = setters(*pod.own("runAsUser") == 0, &bad);
    violation("runAsUser=0", !who.is_empty(), || {
        format!("{who} must not set runAsUser=0")
    })
}

fn seccomp(pod: &Pod<'_>, version: u32) -> Option<Violation> {
    const TYPE: &str = "seccompProfile.type";
    if version >= WINDOWS && pod.is_windows() {
        return None;
    }
    if let Some(bad) = bad_seccomp(pod) {
        return Some(bad);
    }
    if pod.own(TYPE).is_string() {
        return None;
    }
    let silent = pod.those(|container| setting(container, TYPE).is_null());
    violation("seccompProfile", !silent.is_empty(), || {
        format!(
            r#"pod or {} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost""#,
            containers(&silent)
        )
    })
}
