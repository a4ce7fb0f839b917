//! Security contexts of pods and containers.

use serde_json::Value;

use super::node::Node;

const IDS: (i64, i64) = (0, i32::MAX as i64);

pub(super) fn pod(spec: &Node<'_, '_>) {
    let context = spec.at("securityContext");
    context.at("fsGroup").between(IDS.0, IDS.1);
    for user in ["runAsUser", "runAsGroup"] {
        context.at(user).between(IDS.0, IDS.1);
    }
    context
        .at("supplementalGroups")
        .each(|_, group| group.between(IDS.0, IDS.1));
    if spec.value["shareProcessNamespace"] == true && spec.value["hostPID"] == true {
        context
            .called(
                &spec.value["shareProcessNamespace"],
                "shareProcessNamespace",
            )
            .invalid("ShareProcessNamespace and HostPID cannot both be enabled");
    }
    sysctls(&context.at("sysctls"));
    context
        .at("fsGroupChangePolicy")
        .one_of(&["Always", "OnRootMismatch"]);
    profiles(&context);
}

fn sysctls(list: &Node<'_, '_>) {
    let part = |part: &str| {
        let inner = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        };
        let edge = |byte: Option<u8>| {
            byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        part.bytes().all(inner) && edge(part.bytes().next()) && edge(part.bytes().last())
    };
    list.each(|_, sysctl| {
        let name = sysctl.at("name");
        if name.needed() && (name.text().len() > 253 || !name.text().split(['.', '/']).all(part)) {
            name.invalid("must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
        }
    });
}

fn profiles(context: &Node<'_, '_>) {
    for (field, name) in [
        ("seccompProfile", "seccomp"),
        ("appArmorProfile", "AppArmor"),
    ] {
        context.inside(field, |profile| {
            let file = profile.at("localhostProfile");
            let kind = profile.at("type");
            match kind.text() {
                "" => kind.require(&format!("type is required when {field} is set")),
                "Localhost" if !file.is_there() => {
                    file.require(&format!("must be set when {name} type is Localhost"));
                }
                "Localhost" => file.relative_path(),
                "RuntimeDefault" | "Unconfined" if file.is_there() => {
                    file.invalid(&format!("can only be set when {name} type is Localhost"));
                }
                "RuntimeDefault" | "Unconfined" => {}
                _ => kind.unsupported(&["Localhost", "RuntimeDefault", "Unconfined"]),
            }
        });
    }
}

pub(super) fn container(context: &Node<'_, '_>) {
    for user in ["runAsUser", "runAsGroup"] {
        context.at(user).between(IDS.0, IDS.1);
    }
    context.at("procMount").one_of(&["Default", "Unmasked"]);
    if context.value["allowPrivilegeEscalation"] == false {
        if context.value["privileged"] == true {
            context.invalid_shown(
                &shown(context.value),
                "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
            );
        }
        let added = context.value["capabilities"]["add"].as_array();
        if added.is_some_and(|added| added.iter().any(|one| one == "CAP_SYS_ADMIN")) {
            context.invalid_shown(
                &shown(context.value),
                "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
            );
        }
    }
    profiles(context);
}

/// A security context as Go's type is written.
fn shown(context: &Value) -> String {
    let capabilities = match &context["capabilities"] {
        Value::Null => "null".to_owned(),
        all => format!("{{\"Add\":{},\"Drop\":{}}}", all["add"], all["drop"]),
    };
    let rest: Vec<_> = [
        "runAsUser",
        "runAsGroup",
        "runAsNonRoot",
        "readOnlyRootFilesystem",
        "allowPrivilegeEscalation",
        "procMount",
        "seccompProfile",
        "appArmorProfile",
    ]
    .iter()
    .map(|field| {
        let mut letters = field.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        format!("\"{first}{}\":{}", letters.as_str(), context[field])
    })
    .collect();
    format!(
        "{{\"Capabilities\":{capabilities},\"Privileged\":{},\"SELinuxOptions\":{},\"WindowsOptions\":{},{}}}",
        context["privileged"],
        context["seLinuxOptions"],
        context["windowsOptions"],
        rest.join(",")
    )
}
