//! Settings that are read and checked but that nothing serves yet: setting one is refused, since ignoring it would mislead.

use oper8_config::{Loaded, SourceKind};

use crate::failure::Failure;

/// Keys, and sections that end with a dot.
const UNSUPPORTED: [&str; 9] = [
    "ansible_watch_manager.",
    "kube_watch_manager.heartbeat_file",
    "kube_watch_manager.heartbeat_period",
    "kube_watch_manager.lock.",
    "kube_watch_manager.process_context",
    "kube_watch_manager.subsystem_rollout",
    "kube_watch_manager.watch_dependent_resources",
    "pod_name",
    "vcs.enabled",
];

/// Refuses values other than the default of settings that nothing serves.
///
/// # Errors
///
/// Names every such setting and where it was set.
pub(crate) fn check(loaded: &Loaded) -> Result<(), Failure> {
    let problems: Vec<String> = loaded
        .explain()
        .iter()
        .filter(|entry| is_unsupported(entry.key.name()))
        .filter(|entry| entry.source.kind() != SourceKind::Default)
        .filter(|entry| entry.value != entry.key.default_text())
        .map(|entry| {
            let (name, default) = (entry.key.name(), entry.key.default_text());
            let source = &entry.source;
            format!("{name} ({source}): this version supports only its default, {default}")
        })
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::usage(problems.join("\n")))
}

fn is_unsupported(key: &str) -> bool {
    UNSUPPORTED.iter().any(|name| {
        if name.ends_with('.') {
            key.starts_with(name)
        } else {
            key == *name
        }
    })
}

#[cfg(test)]
mod tests {
    use oper8_config::{ConfigLoader, keys};

    use super::*;

    #[test]
    fn every_name_is_a_key_or_a_section() {
        for name in UNSUPPORTED {
            let known = keys().iter().any(|key| match name.strip_suffix('.') {
                Some(_) => key.name().starts_with(name),
                None => key.name() == name,
            });
            assert!(known, "{name}");
        }
    }

    #[test]
    fn a_setting_that_nothing_serves_is_refused_and_its_default_is_not() {
        let loaded = |value: &str| {
            ConfigLoader::new()
                .set(
                    "kube_watch_manager.lock.type",
                    value,
                    "--kube_watch_manager.lock.type",
                )
                .load()
                .unwrap()
        };
        assert!(check(&loaded("dryrun")).is_ok());
        assert_eq!(
            check(&loaded("leader-for-life")).unwrap_err().to_string(),
            "kube_watch_manager.lock.type (--kube_watch_manager.lock.type): this version supports only its default, dryrun"
        );
    }
}
