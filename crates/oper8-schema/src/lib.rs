//! What the kinds of Kubernetes are, and the arithmetic on their objects that follows from it.
//!
//! - [`kinds`]: the built-in kinds, from a table that is generated from a real server.
//! - [`shape`]: one view of the fields, list types and defaults of a type, built in or from a CRD.
//! - [`fieldset`]: sets of fields, as in `managedFields`.
//! - [`typed`]: merge, compare and cut objects by their shape, as server-side apply does.
//! - [`quantity`]: `500m`, `1Gi`: exact values, and the text that a server gives back.
//! - [`protobuf`]: objects as Go's clients send them.
//! - [`normal`]: objects as a server gives them back, to compare a manifest with a live object.
//! - `openapi`: the named schemas of those types, for documents (a feature of that name).
//! - [`strategic`]: Kubernetes' own strategic merge patch.

pub mod fieldset;
pub mod kinds;
pub mod normal;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod protobuf;
pub mod quantity;
pub mod shape;
pub mod strategic;
pub mod typed;

#[rustfmt::skip]
mod generated;

pub use fieldset::{FieldSet, FieldsV1Error, Path, PathElement};
pub use kinds::ResourceKind;
pub use shape::{ListType, Shape, ShapeKind};
