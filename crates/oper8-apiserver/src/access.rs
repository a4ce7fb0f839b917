//! Who asks, and whether they may.
//!
//! A request is authenticated, may then act as somebody else, and is authorized; each stage is a module of its own and
//! costs nothing where it is off. The result is an `Arc<User>` in the extensions of the request.

mod authenticate;
mod tokens;
mod user;

pub(crate) use self::authenticate::{Caller, user_of};
pub(crate) use self::tokens::Tokens;
pub use self::user::User;
