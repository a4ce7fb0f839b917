//! docs/configuration.md is what the settings say of themselves.

use std::path::Path;

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let wanted = format!(
        "# Configuration\n\n\
         Sources, each stronger than the one before: defaults, a YAML file (`--config FILE`), environment variables, options of \
         the command line. A variable is `OPER8_` and the upper-case key, with `__` between its levels; an option is `--` and \
         the key. Unknown keys are errors in files and options, warnings in the environment.\n\n\
         Settings of what is not there yet are read and checked, but the program refuses values other than their default: \
         `pod_name`, `vcs.enabled`, `ansible_watch_manager.*`, and of \
         `kube_watch_manager` the `lock.*`, `process_context`, `subsystem_rollout`, `watch_dependent_resources` and `heartbeat_*`.\n\n{}",
        oper8_config::keys_markdown()
    );
    if std::env::var_os("OPER8_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        present == wanted,
        "docs/configuration.md is old: run `OPER8_UPDATE_DOCS=1 cargo test -p oper8-config --test reference_page`"
    );
}
