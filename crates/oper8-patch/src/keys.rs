//! Which lists are merged element by element, and by which fields.

/// A field that identifies an element of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KeyField {
    pub(crate) name: &'static str,
    /// What an absent field means; a field without a default is required.
    pub(crate) default: Option<&'static str>,
}

/// A place in a manifest. Elements of a list are at the place of their list.
#[derive(Debug)]
pub(crate) struct Place {
    name: &'static str,
    /// The merge key of the list here, one or two fields; empty when a list here is replaced.
    pub(crate) key: &'static [KeyField],
    children: &'static [Self],
}

impl Place {
    /// The place of the field `name` in an object at this place.
    pub(crate) fn child(&self, name: &str) -> Option<&'static Self> {
        find(self.children, name)
    }
}

/// The place where manifests of `kind` start.
pub(crate) fn root(kind: &str) -> Option<&'static Place> {
    find(KINDS, kind)
}

fn find(places: &'static [Place], name: &str) -> Option<&'static Place> {
    places.iter().find(|place| place.name == name)
}

const fn at(name: &'static str, children: &'static [Place]) -> Place {
    Place {
        name,
        key: &[],
        children,
    }
}

const fn list(name: &'static str, key: &'static [KeyField], children: &'static [Place]) -> Place {
    Place {
        name,
        key,
        children,
    }
}

const fn field(name: &'static str) -> KeyField {
    KeyField {
        name,
        default: None,
    }
}

const NAME: &[KeyField] = &[field("name")];
/// A container may expose TCP and UDP under one number, so the number alone does not identify a port.
const PROTOCOL: KeyField = KeyField {
    name: "protocol",
    default: Some("TCP"),
};

const KINDS: &[Place] = &[
    at("Deployment", WORKLOAD),
    at("StatefulSet", WORKLOAD),
    at("DaemonSet", WORKLOAD),
    at("Job", WORKLOAD),
    at("CronJob", &[at("spec", &[at("jobTemplate", WORKLOAD)])]),
    at("Pod", &[at("spec", POD_SPEC)]),
    at(
        "Service",
        &[at(
            "spec",
            &[list("ports", &[field("port"), PROTOCOL], &[])],
        )],
    ),
    at("ServiceAccount", &[list("secrets", NAME, &[])]),
    at(
        "ValidatingWebhookConfiguration",
        &[list("webhooks", NAME, &[])],
    ),
    at(
        "MutatingWebhookConfiguration",
        &[list("webhooks", NAME, &[])],
    ),
];

const WORKLOAD: &[Place] = &[at("spec", &[at("template", &[at("spec", POD_SPEC)])])];

const POD_SPEC: &[Place] = &[
    list("containers", NAME, CONTAINER),
    list("initContainers", NAME, CONTAINER),
    list("ephemeralContainers", NAME, CONTAINER),
    list("volumes", NAME, &[]),
    list("imagePullSecrets", NAME, &[]),
];

const CONTAINER: &[Place] = &[
    list("env", NAME, &[]),
    list("ports", &[field("containerPort"), PROTOCOL], &[]),
    list("volumeMounts", &[field("mountPath")], &[]),
    list("volumeDevices", &[field("devicePath")], &[]),
];
