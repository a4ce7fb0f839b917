//! Patches for Kubernetes manifests, as plain JSON: no cluster, no client, no async runtime.
//!
#![doc = include_str!("../README.md")]

mod diff;
mod error;
mod guard;
mod identity;
mod keys;
mod list;
mod merge;
mod path;
mod reference;
mod rfc;
mod select;

pub use diff::{Difference, diff, diff_at};
pub use error::{PatchError, Result};
pub use guard::{check_content, check_source, is_allowed_kind};
pub use merge::{strategic_merge, strategic_merge_into};
pub use reference::{
    PatchReference, TEMPORARY_PATCH_KIND, TEMPORARY_PATCHES_ANNOTATION, parse_annotation,
};
pub use rfc::{json_patch_6902, merge_patch_7386};
pub use select::{JSON_PATCH, STRATEGIC_MERGE_PATCH, apply_patches, apply_patches_into};
