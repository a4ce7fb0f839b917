//! Cargo, started by a program that cargo may have started.

use tokio::process::Command;

use crate::files;

/// Cargo in the workspace's root, as if nobody but the user had started it: build scripts watch what cargo tells of the package
/// that it runs, and with that of the suite they, and all that depends on them, would be built anew.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(files::root().join("../.."));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
