//! What the labels of a namespace say.

use std::fmt;

use serde_json::Value;

use crate::status::Cause;

/// How much Pods may do, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Privileged,
    Baseline,
    Restricted,
}

/// The version of Kubernetes whose checks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Latest,
    Minor(u32),
}

impl Version {
    /// The minor version; the latest is later than every other.
    pub(super) fn minor(self) -> u32 {
        match self {
            Self::Latest => u32::MAX,
            Self::Minor(minor) => minor,
        }
    }
}

/// A level in a version, which displays as `restricted:latest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standard {
    pub(super) level: Level,
    pub(super) version: Version,
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        })?;
        match self.version {
            Version::Latest => f.write_str(":latest"),
            Version::Minor(minor) => write!(f, ":v1.{minor}"),
        }
    }
}

/// What is enforced, and what is warned of. What is audited nobody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    pub(super) enforce: Standard,
    pub(super) warn: Standard,
}

impl Policy {
    /// Reads the labels of a namespace, and tells what is wrong with them.
    pub(super) fn of(labels: &Value) -> (Self, Vec<Cause>) {
        let anything = Standard {
            level: Level::Privileged,
            version: Version::Latest,
        };
        let mut policy = Self {
            enforce: anything,
            warn: anything,
        };
        let mut problems = Vec::new();
        let mut labels = Labels {
            labels,
            problems: &mut problems,
        };
        let enforced = labels.level("enforce");
        policy.enforce.level = match enforced {
            Some(Err(())) => Level::Restricted,
            Some(Ok(level)) => level,
            None => Level::Privileged,
        };
        if let Some(version) = labels.version("enforce-version") {
            policy.enforce.version = version;
        }
        labels.level("audit");
        labels.version("audit-version");
        let warned = labels.level("warn");
        let warned_version = labels.version("warn-version");
        policy.warn.version = warned_version.unwrap_or(Version::Latest);
        match (warned, enforced) {
            (Some(level), _) => policy.warn.level = level.unwrap_or(Level::Privileged),
            // What is enforced is warned of, where templates would violate it.
            (None, Some(Ok(level))) if level > Level::Privileged => {
                policy.warn.level = level;
                policy.warn.version = warned_version.unwrap_or(policy.enforce.version);
            }
            (None, _) => {}
        }
        (policy, problems)
    }

    /// Whether Pods may do everything, and nobody is warned.
    pub(super) fn is_privileged(&self) -> bool {
        self.enforce.level == Level::Privileged && self.warn.level == Level::Privileged
    }
}

struct Labels<'a> {
    labels: &'a Value,
    problems: &'a mut Vec<Cause>,
}

impl Labels<'_> {
    fn get(&self, name: &str) -> Option<(String, &str)> {
        let labels = self.labels.as_object()?;
        let label = format!("pod-security.kubernetes.io/{name}");
        let text = labels.get(&label)?.as_str()?;
        Some((label, text))
    }

    fn wrong(&mut self, label: &str, text: &str, detail: &str) {
        let field = format!("metadata.labels[{label}]");
        self.problems
            .push(Cause::invalid(&field, &text.into(), detail));
    }

    fn level(&mut self, name: &str) -> Option<Result<Level, ()>> {
        let (label, text) = self.get(name)?;
        Some(match text {
            "privileged" => Ok(Level::Privileged),
            "baseline" => Ok(Level::Baseline),
            "restricted" => Ok(Level::Restricted),
            _ => {
                let text = text.to_owned();
                let detail = "must be one of privileged, baseline, restricted";
                self.wrong(&label, &text, detail);
                Err(())
            }
        })
    }

    fn version(&mut self, name: &str) -> Option<Version> {
        let (label, text) = self.get(name)?;
        let minor = text.strip_prefix("v1.").filter(|minor| {
            let digits = !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit());
            digits && (*minor == "0" || !minor.starts_with('0'))
        });
        let minor = minor.and_then(|minor| minor.parse().ok());
        Some(match (text, minor) {
            ("latest", _) => Version::Latest,
            (_, Some(minor)) => Version::Minor(minor),
            _ => {
                let text = text.to_owned();
                self.wrong(&label, &text, "must be \"latest\" or \"v1.x\"");
                Version::Latest
            }
        })
    }
}
