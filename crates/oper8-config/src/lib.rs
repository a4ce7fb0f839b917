//! The settings of an operator: one typed [`Config`] out of defaults, a YAML file, `OPER8_` environment variables and
//! explicit overrides, each stronger than the one before.
//!
//! ```
//! use oper8_config::ConfigLoader;
//!
//! let loaded = ConfigLoader::new()
//!     .file_text("operator.yaml", "kube_watch_manager: {lock: {type: leader-with-lease}}")
//!     .env([("OPER8_LOG_LEVEL", "debug")])
//!     .set("deploy_retries", "5", "--deploy_retries")
//!     .load()?;
//! assert_eq!(loaded.config.deploy_retries, 5);
//! assert_eq!(loaded.source("log_level").map(ToString::to_string).as_deref(), Some("variable OPER8_LOG_LEVEL"));
//! # Ok::<(), oper8_config::ConfigErrors>(())
//! ```
//!
//! A key is written with dots between its levels (`kube_watch_manager.lock.type`). In a file the levels are nested
//! mappings (the dotted name is read too), a variable is `OPER8_` and the upper-case key with `__` between the levels
//! (`OPER8_KUBE_WATCH_MANAGER__LOCK__TYPE`), an override names the key itself. [`keys()`] lists all of them, and
//! [`keys_markdown()`] is the reference page.
//!
//! Every wrong value, hidden by a stronger one or not, and every unknown key of a file or an override is reported, all
//! at once, with its source and what is accepted. An unknown `OPER8_` variable is a [`Warning`], since Kubernetes puts
//! some into a pod by itself. `python_watch_manager` is another name of the section `kube_watch_manager`.
//!
//! The result is passed on as an `Arc<Config>`; nothing here is global, and the process environment is read by
//! [`ConfigLoader::env_process`] alone.

mod checks;
mod choices;
mod codec;
mod config;
mod error;
mod explain;
mod key;
mod kind_filter;
mod layer;
mod loader;
mod log;
mod settings;
mod source;
mod suggest;
mod time_span;
pub mod values;
mod yaml;

pub use choices::{
    CheckoutMethod, LockType, ParseChoiceError, ProcessContext, VerifyRules, WatchFilter,
    WatchManagerKind,
};
pub use config::{
    AnsibleWatchManagerConfig, Config, KubeWatchManagerConfig, LockConfig, RolloutManagerConfig,
    TemporaryPatchConfig, VcsConfig,
};
pub use error::{ConfigError, ConfigErrors};
pub use explain::{Explained, Explanation};
pub use key::{ENV_PREFIX, Key, find_key, keys, keys_markdown};
pub use kind_filter::{KindFilter, KindFilterError};
pub use loader::{ConfigLoader, Loaded, Warning};
pub use log::{LogFilters, LogLevel, ParseLogFiltersError};
pub use source::{Source, SourceKind};
pub use time_span::{ParseTimeSpanError, TimeSpan};
