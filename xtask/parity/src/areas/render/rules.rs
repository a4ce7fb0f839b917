//! What sessions and manifests are otherwise here, exactly.

use crate::areas::Rule;

pub(super) const RULES: &[(&str, Rule)] = &[];
