//! Patches for what is not there: they change nothing, which is told in the log.

use serde_json::Value;

use crate::session::Session;

/// Warns of patches for components that a rollout does not have.
pub(crate) fn warn_of_components<'a>(session: &Session, components: impl Iterator<Item = &'a str>) {
    let patches = session.temporary_patches();
    // A finalization has components of its own.
    if patches.is_empty() || session.is_finalizing() {
        return;
    }
    let components: Vec<&str> = components.collect();
    for (patch, path) in misses(patches, &[], &components) {
        tracing::warn!(patch, "temporary patch: there is no component {path}");
    }
}

/// Warns of patches for resources that a component does not have.
pub(crate) fn warn_of_resources<'a>(
    session: &Session,
    component: &str,
    resources: impl Iterator<Item = &'a str>,
) {
    let patches = session.temporary_patches();
    if patches.is_empty() {
        return;
    }
    let place: Vec<&str> = component.split('.').collect();
    let resources: Vec<&str> = resources.collect();
    for (patch, path) in misses(patches, &place, &resources) {
        tracing::warn!(
            patch,
            "temporary patch: component {component} has no resource {path}"
        );
    }
}

/// The patches that have, at `place` in their nested map, keys with which none of `names` begins; with these keys.
fn misses<'p>(patches: &'p [Value], place: &[&str], names: &[&str]) -> Vec<(&'p str, &'p str)> {
    let is_there = |key: &str| {
        names.iter().any(|name| {
            let rest = name.strip_prefix(key);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let mut found = Vec::new();
    for patch in patches {
        let name = patch["metadata"]["name"].as_str().unwrap_or("?");
        let nested = place
            .iter()
            .try_fold(&patch["spec"]["patch"], |level, part| level.get(*part));
        let keys = nested.and_then(Value::as_object).into_iter().flatten();
        let missed = keys.map(|(key, _)| key.as_str());
        found.extend(missed.filter(|key| !is_there(key)).map(|key| (name, key)));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_patch_reaches_is_named() {
        let patches = [
            json!({"metadata": {"name": "right"}, "spec": {"patch": {"api": {"server": {}}}}}),
            json!({"metadata": {"name": "wrong"}, "spec": {"patch": {"apo": {"server": {}}, "api": {"serve": []}}}}),
            json!({"metadata": {"name": "flat"}, "spec": {"patch": {"api": []}}}),
        ];
        let components = ["api", "cache"];
        assert_eq!(misses(&patches, &[], &components), [("wrong", "apo")]);
        let resources = ["server", "server.extra"];
        assert_eq!(misses(&patches, &["api"], &resources), [("wrong", "serve")]);
        assert_eq!(misses(&patches, &["cache"], &["server"]), []);
        let nested = ["serve.extra"];
        assert_eq!(
            misses(&patches, &["api"], &nested),
            [("right", "server")],
            "a part of a name is a level of the map"
        );
    }
}
