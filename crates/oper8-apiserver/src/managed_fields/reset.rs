//! Fields that a request cannot set, whatever it says, and so never owns.

use std::sync::LazyLock;

use oper8_schema::{FieldSet, PathElement};

/// Paths of fields, each as the names on the way to it.
type Paths = &'static [&'static [&'static str]];

const STATUS: Paths = &[&["status"]];
const SPEC: Paths = &[&["spec"]];
const SPEC_AND_METADATA: Paths = &[&["spec"], &["metadata"]];

/// What differs from the rule, by group, kind and subresource. The strategies of the server say so, its API does not.
const EXCEPTIONS: &[(&str, &str, &str, Paths)] = &[
    (
        "",
        "Pod",
        "status",
        &[
            &["spec"],
            &["metadata", "deletionTimestamp"],
            &["metadata", "ownerReferences"],
        ],
    ),
    (
        "apps",
        "Deployment",
        "status",
        &[&["spec"], &["metadata", "labels"]],
    ),
    ("", "Namespace", "finalize", STATUS),
    (
        "certificates.k8s.io",
        "CertificateSigningRequest",
        "",
        &[&["spec"], &["status"]],
    ),
    (
        "certificates.k8s.io",
        "CertificateSigningRequest",
        "status",
        &[&["spec"], &["status", "conditions"]],
    ),
    (
        "certificates.k8s.io",
        "CertificateSigningRequest",
        "approval",
        &[&["spec"], &["status", "certificate"]],
    ),
    (
        "certificates.k8s.io",
        "PodCertificateRequest",
        "status",
        SPEC,
    ),
    (
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        "status",
        SPEC,
    ),
    ("networking.k8s.io", "Ingress", "status", SPEC),
];

/// Groups of which a request to `status` may set metadata.
const OLD_GROUPS: [&str; 5] = ["", "apps", "autoscaling", "batch", "policy"];

/// The fields that a request to a kind, or to its `subresource`, cannot set.
///
/// `has_status` says whether the kind has the status subresource. Then a request to the object cannot set `status`, and
/// one to `status` not `spec`, nor `metadata` but for the older kinds.
#[must_use]
pub fn reset_fields(
    group: &str,
    kind: &str,
    subresource: &str,
    has_status: bool,
) -> &'static FieldSet {
    static NONE: FieldSet = FieldSet::new();
    static STATUS_SET: LazyLock<FieldSet> = LazyLock::new(|| set(STATUS));
    static SPEC_SET: LazyLock<FieldSet> = LazyLock::new(|| set(SPEC));
    static BOTH: LazyLock<FieldSet> = LazyLock::new(|| set(SPEC_AND_METADATA));
    static EXCEPTION_SETS: LazyLock<Vec<FieldSet>> = LazyLock::new(|| {
        let paths = EXCEPTIONS.iter().map(|(.., paths)| set(paths));
        paths.collect()
    });
    let exception = EXCEPTIONS
        .iter()
        .position(|(own_group, own_kind, own_subresource, _)| {
            (*own_group, *own_kind, *own_subresource) == (group, kind, subresource)
        });
    match (exception, subresource) {
        (Some(index), _) => &EXCEPTION_SETS[index],
        (None, "") if has_status => &STATUS_SET,
        (None, "status") if OLD_GROUPS.contains(&group) => &SPEC_SET,
        (None, "status") => &BOTH,
        (None, _) => &NONE,
    }
}

fn set(paths: Paths) -> FieldSet {
    let mut set = FieldSet::new();
    for path in paths {
        let path: Vec<_> = path.iter().map(|name| PathElement::field(name)).collect();
        set.insert(&path);
    }
    set
}
