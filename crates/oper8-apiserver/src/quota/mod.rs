//! What objects use of what is limited.

mod amounts;
mod pod;

pub(crate) use self::amounts::Amounts;
pub(crate) use self::pod::{Overhead, limits, requests};
