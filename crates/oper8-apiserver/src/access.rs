//! Who asks, and whether they may.
//!
//! A request is authenticated, may then act as somebody else, and is authorized; each stage is a module of its own and
//! costs nothing where it is off. The result is an `Arc<User>` in the extensions of the request.

mod attributes;
mod authenticate;
mod authorize;
mod bootstrap;
mod denied;
pub(crate) mod escalation;
mod impersonate;
mod issued;
mod rbac;
mod reviews;
mod rule;
mod tokens;
mod user;

pub(crate) use self::authenticate::{Caller, user_of};
pub(crate) use self::authorize::{authorize, authorize_create};
pub(crate) use self::bootstrap::create as create_bootstrap_roles;
pub(crate) use self::denied::Denials;
pub use self::denied::Denied;
pub(crate) use self::impersonate::impersonate;
pub(crate) use self::issued::{ISSUER, SECRETS_ISSUER, Signer};
pub(crate) use self::rbac::{CLUSTER_ROLES, OpenBindings};
pub(crate) use self::tokens::Tokens;
pub use self::user::User;
pub(crate) use self::user::admin;
