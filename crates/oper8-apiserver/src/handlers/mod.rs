//! The verbs, as functions on the cluster.

mod apply;
mod create;
mod delete;
mod encode;
mod fields;
mod list_options;
mod operations;
mod ownership;
mod patch;
mod patch_errors;
mod position;
mod read;
mod scale;
mod update;
mod watch;
mod write;

pub(crate) use self::delete::{DeleteOptions, FOREGROUND, ORPHAN, check_preconditions};
pub(crate) use self::encode::{encode, encode_list};
pub(crate) use self::fields::Original;
pub(crate) use self::patch::{Patch, PatchKind};
pub(crate) use self::read::Page;
#[cfg(any(feature = "cel", feature = "webhooks"))]
pub(crate) use self::scale::scale_of;
#[cfg(feature = "webhooks")]
pub(crate) use self::scale::set_replicas;
pub(crate) use self::write::{Given, Outcome, Write};
