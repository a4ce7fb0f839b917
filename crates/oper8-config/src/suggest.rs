//! The name that was probably meant.

use crate::key::{keys, sections};

/// The key nearest to `name`, when one is near enough to be meant.
///
/// Writing case, dashes and a missing section cost little.
pub(crate) fn nearest_key(name: &str) -> Option<&'static str> {
    nearest(name, keys().iter().map(|key| key.name()))
}

/// The key or section nearest to `name`, when one is near enough to be meant.
pub(crate) fn nearest_name(name: &str) -> Option<&'static str> {
    nearest(name, keys().iter().map(|key| key.name()).chain(sections()))
}

fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase().replace('-', "_");
    let scored = candidates.map(|candidate| (distance(&name, candidate), candidate));
    let (distance, candidate) = scored.min_by_key(|(distance, _)| *distance)?;
    // A third of the letters may be wrong, and the section.
    let near = last(&name).len().min(last(candidate).len()) / 3 + 1;
    (distance <= near).then_some(candidate)
}

fn distance(name: &str, candidate: &str) -> usize {
    let whole = strsim::damerau_levenshtein(name, candidate);
    let in_another_section = strsim::damerau_levenshtein(last(name), last(candidate)) + 1;
    whole.min(in_another_section)
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, key: Option<&str>, key_or_section: Option<&str>) {
        assert_eq!(
            (nearest_key(name), nearest_name(name)),
            (key, key_or_section),
            "{name}"
        );
    }

    #[test]
    fn a_slip_finds_the_key_that_was_meant() {
        for name in [
            "log_levl",
            "log-level",
            "logLevel",
            "LOG_LEVEL",
            "olg_level",
        ] {
            check(name, Some("log_level"), Some("log_level"));
        }
        check(
            "heartbeat_file",
            Some("kube_watch_manager.heartbeat_file"),
            Some("kube_watch_manager.heartbeat_file"),
        );
        check("vcs.repos", Some("vcs.repo"), Some("vcs.repo"));
        check("kube_watch_manger", None, Some("kube_watch_manager"));
    }

    #[test]
    fn another_word_finds_nothing() {
        for name in ["", "size", "webhook_service_host", "vcs.password"] {
            check(name, None, None);
        }
    }
}
