//! What a Pod of an operating system may not set.

use serde_json::Value;

use super::node::Node;

const NO_WINDOWS: &str = "cannot be set for a windows pod";
const NO_LINUX: &str = "windows options cannot be set for a linux pod";

/// What of a Pod's security context Windows does not know.
const OF_PODS: [&str; 10] = [
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "shareProcessNamespace",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
];

/// The same of containers.
const OF_CONTAINERS: [&str; 10] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];

pub(super) fn operating_system(spec: &Node<'_, '_>, os: &Node<'_, '_>) {
    match os.at("name").text() {
        "" => os.at("name").require(""),
        "linux" => {
            forbid(&spec.at("securityContext"), "windowsOptions", NO_LINUX);
            each_container(spec, |context| forbid(context, "windowsOptions", NO_LINUX));
        }
        "windows" => windows(spec),
        other => {
            let other = Value::from(other);
            os.problems()
                .not_supported(os.path(), &other, &["linux", "windows"]);
        }
    }
}

fn windows(spec: &Node<'_, '_>) {
    let context = spec.at("securityContext");
    for field in ["appArmorProfile", "seLinuxOptions"] {
        forbid(&context, field, NO_WINDOWS);
    }
    forbid(spec, "hostUsers", NO_WINDOWS);
    for field in ["hostPID", "hostIPC"] {
        if spec.value[field] == true {
            spec.at(field).forbid(NO_WINDOWS);
        }
    }
    for field in OF_PODS {
        // The processes are the Pod's, whatever the real server's own types say.
        match field {
            "shareProcessNamespace" => forbid(spec, field, NO_WINDOWS),
            field => forbid(&context, field, NO_WINDOWS),
        }
    }
    each_container(spec, |context| {
        for field in OF_CONTAINERS {
            forbid(context, field, NO_WINDOWS);
        }
    });
}

fn forbid(owner: &Node<'_, '_>, field: &str, detail: &str) {
    if !owner.value[field].is_null() {
        owner.at(field).forbid(detail);
    }
}

fn each_container(spec: &Node<'_, '_>, mut check: impl FnMut(&Node<'_, '_>)) {
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        spec.at(list)
            .each(|_, container| check(&container.at("securityContext")));
    }
}
