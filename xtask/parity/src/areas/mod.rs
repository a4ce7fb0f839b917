//! The areas: each translates a vector's input into calls of this implementation's public interface, and decides nothing.

mod apply_patches;
mod dag;
mod dry_run_deploy_manager;
mod filters;
mod manifest_diff;
mod render;
mod replace_utils;
mod rollout;
mod status;
mod strategic_merge;
mod utils;
mod verify_resources;

use serde_json::Value;

use crate::differences::Case;
use crate::input::{Answer, Failure};

/// One area of vectors.
pub(crate) struct Area {
    /// As the vector files name it.
    pub(crate) name: &'static str,
    /// Answers an input.
    pub(crate) answer: fn(&Value) -> Answer,
    /// Changes a result, of either side, before they are compared: what an area says of its lists, of clocks and names.
    pub(crate) normalize: fn(input: &Value, result: &mut Value),
    /// Matchers for `differences.yaml` that need code, by name.
    pub(crate) rules: &'static [(&'static str, Rule)],
    /// How many random vectors are made unless another number is asked for.
    pub(crate) count: u64,
}

/// Whether a case is exactly the difference that the rule is named for, the answer here being the right one.
pub(crate) type Rule = fn(&Case<'_>) -> bool;

/// Every area.
pub(crate) const AREAS: &[Area] = &[
    Area {
        name: "strategic_merge",
        answer: strategic_merge::answer,
        normalize: as_it_is,
        rules: strategic_merge::RULES,
        count: 500,
    },
    Area {
        name: "apply_patches",
        answer: apply_patches::answer,
        normalize: as_it_is,
        rules: apply_patches::RULES,
        count: 400,
    },
    Area {
        name: "status",
        answer: status::answer,
        normalize: as_it_is,
        rules: status::RULES,
        count: 600,
    },
    Area {
        name: "dag",
        answer: dag::answer,
        normalize: dag::normalize,
        rules: dag::RULES,
        count: 200,
    },
    Area {
        name: "render",
        answer: render::answer,
        normalize: render::normalize,
        rules: render::RULES,
        count: 150,
    },
    Area {
        name: "rollout",
        answer: rollout::answer,
        normalize: rollout::normalize,
        rules: rollout::RULES,
        count: 300,
    },
    Area {
        name: "filters",
        answer: filters::answer,
        normalize: as_it_is,
        rules: filters::RULES,
        count: 500,
    },
    Area {
        name: "utils",
        answer: utils::answer,
        normalize: as_it_is,
        rules: utils::RULES,
        count: 500,
    },
    Area {
        name: "verify_resources",
        answer: verify_resources::answer,
        normalize: as_it_is,
        rules: verify_resources::RULES,
        count: 400,
    },
    Area {
        name: "replace_utils",
        answer: replace_utils::answer,
        normalize: as_it_is,
        rules: replace_utils::RULES,
        count: 300,
    },
    Area {
        name: "manifest_diff",
        answer: manifest_diff::answer,
        normalize: manifest_diff::normalize,
        rules: manifest_diff::RULES,
        count: 400,
    },
    Area {
        name: "dry_run_deploy_manager",
        answer: dry_run_deploy_manager::answer,
        normalize: dry_run_deploy_manager::normalize,
        rules: dry_run_deploy_manager::RULES,
        count: 400,
    },
    Area {
        name: "x_utils",
        answer: |_| Err(Failure::Missing("the application kit is not built")),
        normalize: as_it_is,
        rules: &[],
        count: 250,
    },
];

/// The area of this name.
pub(crate) fn find(name: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.name == name)
}

/// Runs a future to its end, on a runtime of its own.
pub(super) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::malformed(format!("no runtime: {error}")))?;
    runtime.block_on(future)
}

/// For areas whose results are compared as they are.
pub(crate) fn as_it_is(_input: &Value, _result: &mut Value) {}
