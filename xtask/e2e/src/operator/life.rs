//! The life of an example's custom resource, in chapters: what `lives/EXAMPLE.yaml` says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::UserMessageFormatter;

use crate::files;

/// An operator of `examples/`, and what it is put through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Life {
    /// The example's folder; its program, role and account are called `EXAMPLE-operator`.
    #[serde(skip)]
    pub(crate) example: String,
    /// What is shown, in a sentence.
    about: String,
    /// The custom resource.
    pub(super) resource: String,
    /// The kinds of the operator's own, which are looked at beside those that every cluster has.
    pub(super) kinds: Vec<String>,
    pub(crate) images: Images,
    pub(super) chapters: Vec<Chapter>,
}

/// The images that the operator's workloads name. There is nothing behind these names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Images {
    /// Of containers that go on.
    pub(crate) servers: Vec<String>,
    /// Of containers that end.
    pub(crate) jobs: Vec<String>,
}

/// Something that happens; what the namespace holds afterwards is compared.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter {
    pub(super) name: String,
    pub(super) steps: Vec<Step>,
}

/// Something that is done or waited for. Objects are named by their paths without the namespace, as
/// `apis/apps/v1/deployments/web`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Step {
    /// An object is made.
    Create {
        r#in: String,
        body: Value,
    },
    /// A merge patch.
    Change {
        object: String,
        by: Value,
    },
    Delete(String),
    /// The operator has nothing left to do, with the custom resource at this version.
    Settled(String),
    /// What `kubectl rollout status` waits for, and that no pod is on its way out.
    RolledOut(Vec<String>),
    /// Each pointer has its value, and a status is of the present generation; null is also what is not there.
    Until {
        object: String,
        is: BTreeMap<String, Value>,
    },
    Gone(String),
    /// There are no objects of these kinds.
    Empty(Vec<String>),
}

impl Life {
    /// The name of the example's program, of its role and of its account.
    pub(crate) fn program(&self) -> String {
        format!("{}-operator", self.example)
    }

    /// The example's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        files::root().join("../../examples").join(&self.example)
    }
}

/// Those of all examples.
pub(crate) fn lives() -> anyhow::Result<Vec<Life>> {
    let files = files::entries(&files::root().join("lives"))?;
    files.iter().map(|file| read(file)).collect()
}

fn read(file: &Path) -> anyhow::Result<Life> {
    let read = || parse(&std::fs::read_to_string(file)?, &files::stem(file));
    read().with_context(|| file.display().to_string())
}

fn parse(text: &str, example: &str) -> anyhow::Result<Life> {
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut life: Life = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        anyhow::anyhow!("{}", error.render_with_formatter(&UserMessageFormatter))
    })?;
    if life.about.trim().is_empty() {
        bail!("`about` is empty: say in a sentence what is shown");
    }
    example.clone_into(&mut life.example);
    Ok(life)
}

#[cfg(test)]
mod tests {
    use super::{lives, parse};

    #[test]
    fn an_unknown_step_is_refused_with_its_line() {
        let head =
            "about: x\nresource: api/v1/configmaps/a\nkinds: []\nimages: {servers: [], jobs: []}\n";
        let text = format!("{head}chapters:\n- name: one\n  steps:\n  - vanish: api/v1/pods/a\n");
        let error = parse(&text, "one").unwrap_err().to_string();
        assert!(error.contains("vanish"), "{error}");
        assert!(error.contains("line 8"), "{error}");
    }

    #[test]
    fn every_example_has_a_life() {
        let folder = crate::files::root().join("../../examples");
        let examples = crate::files::entries(&folder).unwrap();
        let examples: Vec<String> = examples.iter().map(|it| crate::files::stem(it)).collect();
        let lives: Vec<String> = lives().unwrap().into_iter().map(|it| it.example).collect();
        assert_eq!(lives, examples);
    }
}
