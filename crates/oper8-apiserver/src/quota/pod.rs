//! What a Pod asks for, all its containers together.

use serde_json::Value;

use super::amounts::Amounts;

/// Whether the overhead of the runtime counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overhead {
    Counts,
    IsLeftOut,
}

/// What all containers of a Pod request.
pub(crate) fn requests(pod: &Value, overhead: Overhead) -> Amounts {
    let mut all = total(pod, "requests");
    if overhead == Overhead::Counts {
        all.add(&Amounts::of(&pod["spec"]["overhead"]));
    }
    all
}

/// What all containers of a Pod are limited to.
pub(crate) fn limits(pod: &Value, overhead: Overhead) -> Amounts {
    let mut all = total(pod, "limits");
    if overhead == Overhead::Counts {
        let limited = Amounts::of(&pod["spec"]["overhead"]);
        let limited = limited.masked(|name| all.get(name).is_some_and(|limit| !limit.is_zero()));
        all.add(&limited);
    }
    all
}

/// Containers run together; init containers one by one before them, sidecars beside all that follow.
fn total(pod: &Value, side: &str) -> Amounts {
    let spec = &pod["spec"];
    let containers = |list: &str| spec[list].as_array().into_iter().flatten();
    let of = |container: &Value| Amounts::of(&container["resources"][side]);
    let mut all = Amounts::default();
    for container in containers("containers") {
        all.add(&of(container));
    }
    let (mut sidecars, mut most) = (Amounts::default(), Amounts::default());
    for container in containers("initContainers") {
        let mut own = of(container);
        if container["restartPolicy"] == "Always" {
            all.add(&own);
            sidecars.add(&own);
            most.raise(&sidecars);
        } else {
            own.add(&sidecars);
            most.raise(&own);
        }
    }
    all.raise(&most);
    // What is said of the Pod as a whole counts.
    for (name, amount) in Amounts::of(&spec["resources"][side]).iter() {
        if matches!(name, "cpu" | "memory") || name.starts_with("hugepages-") {
            all.set(name, amount.clone());
        }
    }
    all
}

/// What must be said for every container, where it is limited.
const TO_BE_SAID: [&str; 6] = [
    "cpu",
    "memory",
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
];

/// Whether Pods use what is limited under this name.
pub(super) fn is_limited(name: &str) -> bool {
    TO_BE_SAID.contains(&name)
        || matches!(
            name,
            "pods"
                | "ephemeral-storage"
                | "requests.ephemeral-storage"
                | "limits.ephemeral-storage"
        )
        || name.starts_with("hugepages-")
        || name.starts_with("requests.hugepages-")
        || name.strip_prefix("requests.").is_some_and(is_extended)
}

/// Whether a resource is not Kubernetes' own: `example.com/gpu`.
fn is_extended(name: &str) -> bool {
    name.split_once('/')
        .is_some_and(|(domain, _)| !domain.ends_with("kubernetes.io"))
}

/// Whether a Pod has a time at which it ends.
pub(crate) fn is_terminating(pod: &Value) -> bool {
    pod["spec"]["activeDeadlineSeconds"].as_i64().is_some()
}

/// Whether a Pod asks for no processors and no memory.
pub(super) fn is_best_effort(pod: &Value) -> bool {
    let sides = [total(pod, "requests"), total(pod, "limits")];
    sides.iter().all(|all| {
        ["cpu", "memory"]
            .iter()
            .all(|name| all.get(name).is_none_or(|amount| amount.is_zero()))
    })
}

/// What a Pod uses; one that is over is there, and no more.
pub(super) fn usage(pod: &Value) -> Amounts {
    if matches!(
        pod["status"]["phase"].as_str(),
        Some("Failed" | "Succeeded")
    ) {
        return Amounts::default();
    }
    named(
        &requests(pod, Overhead::Counts),
        &limits(pod, Overhead::Counts),
    )
}

/// Requests and limits by the names that quotas have for them.
fn named(requests: &Amounts, limits: &Amounts) -> Amounts {
    let mut used = Amounts::default();
    used.count("pods", 1);
    for (name, amount) in requests.iter() {
        if matches!(name, "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-")
        {
            used.set(name, amount.clone());
            used.set(&format!("requests.{name}"), amount.clone());
        } else if is_extended(name) {
            used.set(&format!("requests.{name}"), amount.clone());
        }
    }
    for name in ["cpu", "memory", "ephemeral-storage"] {
        if let Some(amount) = limits.get(name) {
            used.set(&format!("limits.{name}"), amount.clone());
        }
    }
    used
}

/// What containers must say and do not, where the amounts are limited: `must specify cpu for: a,b`.
pub(crate) fn missing(pod: &Value, limited: &Amounts) -> Option<String> {
    let spec = &pod["spec"];
    let whole = &spec["resources"];
    if [&whole["requests"], &whole["limits"]]
        .iter()
        .any(|side| side.as_object().is_some_and(|all| !all.is_empty()))
    {
        return None;
    }
    let lists = ["containers", "initContainers"].iter();
    let containers: Vec<_> = lists
        .flat_map(|list| spec[*list].as_array().into_iter().flatten())
        .map(|container| {
            let side = |side: &str| Amounts::of(&container["resources"][side]);
            let name = container["name"].as_str().unwrap_or_default();
            (name, named(&side("requests"), &side("limits")))
        })
        .collect();
    let wanted = limited.names().filter(|name| TO_BE_SAID.contains(name));
    let problems: Vec<_> = wanted
        .filter_map(|resource| {
            let silent = containers
                .iter()
                .filter(|(_, says)| says.get(resource).is_none());
            let mut names: Vec<_> = silent.map(|(name, _)| *name).collect();
            names.sort_unstable();
            (!names.is_empty()).then(|| format!("{resource} for: {}", names.join(",")))
        })
        .collect();
    (!problems.is_empty()).then(|| format!("must specify {}", problems.join("; ")))
}
