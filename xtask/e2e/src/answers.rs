//! What a real server answered: one file a topic, written by `--record` alone.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Case;
use crate::files;

/// The answers to the cases of a topic.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    /// The version of the server that answered.
    server: String,
    /// The answers to each step, by the name of the case.
    cases: BTreeMap<String, Vec<Value>>,
}

/// All recorded answers.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    topics: BTreeMap<(String, String), Topic>,
}

impl Answers {
    /// Reads the answers to `cases`.
    pub(crate) fn read(cases: &[Case]) -> anyhow::Result<Self> {
        let mut answers = Self::default();
        for case in cases {
            let key = key(case);
            if answers.topics.contains_key(&key) {
                continue;
            }
            let path = files::answers(&case.area, &case.topic);
            if !path.exists() {
                continue;
            }
            let read = || -> anyhow::Result<Topic> {
                Ok(serde_json::from_str(&std::fs::read_to_string(&path)?)?)
            };
            let topic = read().with_context(|| format!("could not read {}", path.display()))?;
            answers.topics.insert(key, topic);
        }
        Ok(answers)
    }

    /// What the real server answered to a case.
    pub(crate) fn of(&self, case: &Case) -> Option<&[Value]> {
        let answers = self.topics.get(&key(case))?.cases.get(&case.name)?;
        Some(answers)
    }

    /// The versions of the servers that the answers are from.
    pub(crate) fn versions(&self) -> Vec<&str> {
        let mut versions: Vec<&str> = self
            .topics
            .values()
            .map(|topic| topic.server.as_str())
            .collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }

    /// Puts an answer in the place of the one before.
    pub(crate) fn record(&mut self, case: &Case, server: &str, answers: Vec<Value>) {
        let topic = self.topics.entry(key(case)).or_default();
        server.clone_into(&mut topic.server);
        topic.cases.insert(case.name.clone(), answers);
    }

    /// Writes the topics of `cases` down, without answers to cases that are no more.
    pub(crate) fn write(&mut self, cases: &[Case]) -> anyhow::Result<()> {
        for ((area, name), topic) in &mut self.topics {
            let is_there = |case: &str| {
                let mut of_topic = cases.iter().filter(|c| c.area == *area && c.topic == *name);
                of_topic.any(|c| c.name == case)
            };
            topic.cases.retain(|case, _| is_there(case));
            let path = files::answers(area, name);
            let text = serde_json::to_string_pretty(topic)? + "\n";
            let write = || {
                std::fs::create_dir_all(path.parent().unwrap_or(files::root()))?;
                std::fs::write(&path, text)
            };
            write().with_context(|| format!("could not write {}", path.display()))?;
        }
        Ok(())
    }
}

fn key(case: &Case) -> (String, String) {
    (case.area.clone(), case.topic.clone())
}
