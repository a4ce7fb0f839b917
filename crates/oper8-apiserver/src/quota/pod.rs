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
