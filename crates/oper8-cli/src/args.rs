//! What was typed: the commands of an operator's binary and their options.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use oper8_config::{TimeSpan, keys};

/// Where the options that set a configuration key are listed in the help.
const SETTINGS: &str =
    "Settings (see the configuration reference; also in --config FILE and OPER8_ variables)";

/// A command and its options.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Watches custom resources and reconciles them; with --cr, rolls one out and ends with its outcome
    Run(Run),
    /// Prints the manifests of a custom resource's components, without a cluster
    Render(Render),
    /// Prints the custom resource definitions, or installs them
    Crd(Crd),
    /// Prints the operator's version
    Version,
}

/// Which cluster to work on.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ClusterArgs {
    /// The kubeconfig file; otherwise KUBECONFIG, ~/.kube/config, or the pod's service account
    #[arg(long, value_name = "FILE", help_heading = "Cluster")]
    pub(crate) kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig; its current one otherwise
    #[arg(long, value_name = "NAME", help_heading = "Cluster")]
    pub(crate) context: Option<String>,
}

/// `run`
#[derive(Args, Debug, Default)]
pub(crate) struct Run {
    /// Start an embedded cluster in this process, and work on that
    #[arg(long, conflicts_with_all = ["kubeconfig", "context"], help_heading = "Cluster")]
    pub(crate) embedded: bool,
    /// As --embedded, in memory only: apply the resources, reconcile until nothing is left to do, print what came of it
    #[arg(long, requires = "cr", help_heading = "Cluster")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
    /// Apply this custom resource (- is standard input), roll it out, and end with its outcome: 0 if it is stable, 1 if it failed
    #[arg(long, value_name = "FILE")]
    pub(crate) cr: Option<PathBuf>,
    /// Apply these resources first: a YAML file, or a folder of them
    #[arg(long, value_name = "PATH", requires = "cr")]
    pub(crate) resources: Option<PathBuf>,
    /// With --dry-run: print the values of Secrets too
    #[arg(long, requires = "dry_run")]
    pub(crate) show_secrets: bool,
    /// With --cr: give up when the rollout is not over after this time
    #[arg(long, value_name = "TIME", requires = "cr", value_parser = duration, default_value = "10m")]
    pub(crate) timeout: Duration,
    /// Install or update the custom resource definitions first (an embedded cluster always gets them)
    #[arg(long)]
    pub(crate) install_crd: bool,
    /// With --cr: go on serving after the rollout, until told to stop
    #[arg(long, requires = "cr")]
    pub(crate) keep_running: bool,
}

/// `render`
#[derive(Args, Debug)]
pub(crate) struct Render {
    /// The custom resource (- is standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) cr: PathBuf,
    /// Only this component
    #[arg(long, value_name = "NAME")]
    pub(crate) component: Option<String>,
}

/// `crd`
#[derive(Args, Debug)]
pub(crate) struct Crd {
    /// Install or update them in the cluster instead of printing them
    #[arg(long)]
    pub(crate) install: bool,
    #[command(flatten)]
    pub(crate) cluster: ClusterArgs,
}

/// What was typed, taken apart.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) action: Action,
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) log_json: bool,
    /// Configuration keys and the text that each was given.
    pub(crate) settings: Vec<(&'static str, String)>,
}

/// The command line of the operator `name`.
pub(crate) fn command(name: &str, version: &str, about: &str) -> Command {
    let command = Command::new(name.to_owned())
        .version(version.to_owned())
        .subcommand_required(false)
        .arg_required_else_help(false)
        .arg(
            Arg::new("config")
                .long("config")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .global(true)
                .help("A YAML file with settings"),
        )
        .arg(
            Arg::new("log-json")
                .long("log-json")
                .action(ArgAction::SetTrue)
                .global(true)
                .help("Log one JSON object a line"),
        );
    // The derived part would put its own words here.
    Action::augment_subcommands(with_settings(command)).about(about.to_owned())
}

/// Adds an option of its dotted name for every configuration key. The short help leaves them out.
fn with_settings(command: Command) -> Command {
    command.args(keys().iter().map(|key| {
        let arg = Arg::new(setting(key.name()))
            .long(key.name())
            .value_name(if key.is_flag() { "true|false" } else { "VALUE" })
            .global(true)
            .hide_short_help(true)
            .help_heading(SETTINGS)
            .help(key.help());
        if key.is_flag() {
            arg.num_args(0..=1)
                .require_equals(true)
                .default_missing_value("true")
        } else {
            arg
        }
    }))
}

/// Takes apart what `matches` of [`command`] holds; no command is `run`.
pub(crate) fn typed(matches: &ArgMatches) -> Result<Typed, clap::Error> {
    let action = match matches.subcommand() {
        Some(_) => Action::from_arg_matches(matches)?,
        None => Action::Run(Run::default()),
    };
    let settings = keys()
        .iter()
        .filter_map(|key| {
            let text = matches.get_one::<String>(&setting(key.name()))?;
            Some((key.name(), text.clone()))
        })
        .collect();
    Ok(Typed {
        action,
        config_file: matches.get_one("config").cloned(),
        log_json: matches.get_flag("log-json"),
        settings,
    })
}

/// The identifier of a setting's option; commands have options of their own with the same words.
fn setting(key: &str) -> String {
    format!("setting {key}")
}

/// A time as in settings; here milliseconds may end it, or be all of it: `500ms`, `1m30s500ms`.
fn duration(text: &str) -> Result<Duration, String> {
    let without_unit = text.strip_suffix("ms").unwrap_or_default();
    let rest = without_unit.trim_end_matches(|c: char| c.is_ascii_digit());
    let span = |text: &str| match text.parse::<TimeSpan>() {
        Ok(span) => Ok(Duration::from(span)),
        Err(error) => Err(error.to_string()),
    };
    match without_unit[rest.len()..].parse() {
        Ok(number) if rest.is_empty() => Ok(Duration::from_millis(number)),
        Ok(number) => span(rest)?
            .checked_add(Duration::from_millis(number))
            .ok_or_else(|| format!("`{text}` is too long")),
        Err(_) => span(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_may_be_given_in_milliseconds() {
        for (text, milliseconds) in [
            ("500ms", 500),
            ("0ms", 0),
            ("2s500ms", 2_500),
            ("1h1m1s1ms", 3_661_001),
            ("1.5s", 1_500),
            ("10m", 600_000),
        ] {
            assert_eq!(
                duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        for text in [
            "ms",
            "1.5ms",
            "-1ms",
            "5",
            "5 ms",
            "99999999999999999999ms",
            "xms",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
