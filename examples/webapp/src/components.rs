//! The application's components, in the order of the rollout.

mod api;
mod cache;
mod database;
mod frontend;
mod migrate;
mod settings;
mod volumes;

pub(crate) use self::api::Api;
pub(crate) use self::cache::Cache;
pub(crate) use self::database::Database;
pub(crate) use self::frontend::Frontend;
pub(crate) use self::migrate::Migrate;
pub(crate) use self::settings::Settings;
pub(crate) use self::volumes::Volumes;
