//! The Common Expression Language, as rules of custom resources and admission policies use it.
//!
//! `kube-cel` parses and evaluates; here is what it leaves to its users: the types by which an expression is judged before
//! it ever runs, values made by a schema, and errors in the words of the real server.

mod check;
mod expression;
mod functions;
mod library;
mod position;
mod rewrite;
mod types;
mod values;

pub(crate) use self::expression::{Environment, Expression};
pub(crate) use self::library::Scope;
pub(crate) use self::types::Type;
pub(crate) use self::values::{object, optional, text_of, typed, untyped};
pub(crate) use kube_cel::cel::Value;
