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
    let read = || -> anyhow::Result<Life> {
        let options = serde_saphyr::options! { strict_booleans: true };
        let text = std::fs::read_to_string(file)?;
        let mut life: Life =
            serde_saphyr::from_str_with_options(&text, options).map_err(|error| {
                anyhow::anyhow!("{}", error.render_with_formatter(&UserMessageFormatter))
            })?;
        if life.about.trim().is_empty() {
            bail!("`about` is empty: say in a sentence what is shown");
        }
        life.example = files::stem(file);
        Ok(life)
    };
    read().with_context(|| file.display().to_string())
}
