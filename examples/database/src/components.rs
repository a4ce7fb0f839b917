//! The database's components, in the order of the rollout.

mod access;
mod backup;
mod migrate;
mod server;

pub(crate) use self::access::Access;
pub(crate) use self::backup::{Backup, LastBackup};
pub(crate) use self::migrate::Migrate;
pub(crate) use self::server::Server;
