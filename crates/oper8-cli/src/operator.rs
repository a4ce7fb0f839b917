//! An operator: its name, its controllers, and the program they make.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube_core::CustomResourceExt;
use oper8_config::{Config, ConfigLoader, SourceKind};
use oper8_reconcile::temporary_patch::{DEFAULT_PATCH_KIND, TemporaryPatchController};
use oper8_reconcile::{AnyController, Controller, crd};
use serde_json::Value;

use crate::args::{self, Action, Typed};
use oper8_reconcile::report;

use crate::failure::Failure;
use crate::{definitions, logging, render, run, unsupported};

/// An operator's program: `main` of a binary builds one and calls [`Operator::main`].
///
/// ```no_run
/// # use oper8_cli::Operator;
/// # use oper8_reconcile::{Components, Controller, Result, Session};
/// # use kube_core::{ApiResource, DynamicObject, GroupVersionKind};
/// # struct Sites;
/// # impl Controller for Sites {
/// #     type Resource = DynamicObject;
/// #     fn api_resource(&self) -> ApiResource {
/// #         ApiResource::from_gvk(&GroupVersionKind::gvk("demo.oper8.org", "v1", "Site"))
/// #     }
/// #     async fn setup_components(&self, _: &DynamicObject, _: &Session, _: &mut Components) -> Result<()> { Ok(()) }
/// # }
/// fn main() -> std::process::ExitCode {
///     Operator::new("sites")
///         .version(env!("CARGO_PKG_VERSION"))
///         .dynamic_controller(Sites, None)
///         .main()
/// }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Operator {
    name: String,
    version: Option<String>,
    about: String,
    pub(crate) controllers: Vec<AnyController>,
    /// The definition of each controller's kind, where it is known; as an operator's users need it.
    pub(crate) definitions: Vec<Value>,
    /// Whether there is to be a controller of patches for the kinds of all others.
    patches_all: bool,
    /// The kinds of this operator's patches, as settings name them.
    patch_kinds: Vec<String>,
    problems: Vec<String>,
}

impl Operator {
    /// An operator called `name`, with no controllers.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            about: format!("The {name} operator"),
            name,
            version: None,
            controllers: Vec::new(),
            definitions: Vec::new(),
            patches_all: false,
            patch_kinds: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The operator's version, for `--version`, and for the status of its custom resources unless the setting
    /// `operator_version` says otherwise; usually
    /// `env!("CARGO_PKG_VERSION")`.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// What the operator is for, in one line of its help.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Adds the controller of a kind whose Rust type tells its definition.
    pub fn controller<C>(self, controller: C) -> Self
    where
        C: Controller<Resource: CustomResourceExt>,
    {
        let definition = <C::Resource as CustomResourceExt>::crd();
        self.dynamic_controller(controller, Some(definition))
    }

    /// Adds a controller of any kind. Without a definition, its users install the kind themselves.
    pub fn dynamic_controller(
        mut self,
        controller: impl Controller,
        definition: Option<CustomResourceDefinition>,
    ) -> Self {
        match AnyController::new(controller) {
            Ok(controller) => self.controllers.push(controller),
            Err(error) => self.problems.push(error.report()),
        }
        match definition.map(crd::complete) {
            Some(Ok(definition)) => self.definitions.push(definition),
            Some(Err(error)) => self.problems.push(error.report()),
            None => {}
        }
        self
    }

    /// Lets users patch what the operator applies: adds the controller of `oper8.org/v1` `TemporaryPatch`, whose patches may
    /// target the kinds of all the other controllers.
    pub fn temporary_patches(mut self) -> Self {
        self.patches_all = true;
        self
    }

    /// As [`temporary_patches`](Self::temporary_patches), with patches of another kind or for some kinds only.
    pub fn temporary_patch_controller(mut self, controller: TemporaryPatchController) -> Self {
        self.patch_kinds.push(controller.kind());
        self.definitions.push(controller.definition());
        self.dynamic_controller(controller, None)
    }

    /// Adds what depends on all the others.
    fn completed(self) -> Self {
        if !self.patches_all {
            return self;
        }
        let kinds: Vec<String> = self
            .controllers
            .iter()
            .map(AnyController::api_resource)
            .map(|resource| format!("{}/{}", resource.api_version, resource.kind))
            .filter(|kind| !self.patch_kinds.contains(kind))
            .collect();
        self.temporary_patch_controller(TemporaryPatchController::new(kinds))
    }

    /// Runs the command that the process was started with. The exit code is 0 when it did its work, 1 when that failed, and
    /// 2 when the input was wrong; what went wrong is told on standard error.
    pub fn main(self) -> ExitCode {
        self.run_with(std::env::args_os())
    }

    /// Runs the command in `args`, whose first is the program's name, as [`Operator::main`] does.
    pub fn run_with(self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        let matches = match args::command(&self.name, self.version_text(), &self.about)
            .try_get_matches_from(args)
        {
            Ok(matches) => matches,
            Err(error) => return typed_wrong(&error),
        };
        let typed = match args::typed(&matches) {
            Ok(typed) => typed,
            Err(error) => return typed_wrong(&error),
        };
        let mut as_json = typed.log_json;
        match self.completed().act(typed, &mut as_json) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                // A closed standard error leaves nobody to tell.
                let _ = if as_json {
                    writeln!(std::io::stderr(), "{}", logging::failure(&failure))
                } else {
                    writeln!(anstream::stderr().lock(), "error: {failure}")
                };
                failure.exit_code()
            }
        }
    }

    fn version_text(&self) -> &str {
        self.version.as_deref().unwrap_or("unversioned")
    }

    /// Does what was typed. `as_json` becomes whether the settings want log records as JSON, once they are known.
    fn act(&self, typed: Typed, as_json: &mut bool) -> Result<(), Failure> {
        if !self.problems.is_empty() {
            return Err(Failure::failed(self.problems.join("\n")));
        }
        if let Action::Version = typed.action {
            return print(&format!("{} {}\n", self.name, self.version_text()));
        }
        let settings = Arc::new(self.settings(&typed)?);
        *as_json = settings.log_json;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::failed(format!("no runtime: {}", report(&error))))?;
        runtime.block_on(async {
            match typed.action {
                Action::Run(args) => run::run(self, args, settings).await,
                Action::Render(args) => render::render(self, args, settings).await,
                Action::Crd(args) => definitions::run(self, args).await,
                Action::Version => Ok(()),
            }
        })
    }

    /// The settings, and the subscriber for log records as they say.
    fn settings(&self, typed: &Typed) -> Result<Config, Failure> {
        let mut loader = ConfigLoader::new().env_process();
        if let Some(path) = &typed.config_file {
            loader = loader.file(path);
        }
        for (key, text) in &typed.settings {
            loader = loader.set(*key, text, format!("--{key}"));
        }
        if typed.log_json {
            loader = loader.set("log_json", "true", "--log-json");
        }
        let loaded = loader.load().map_err(Failure::usage)?;
        unsupported::check(&loaded)?;
        let quiet = matches!(&typed.action, Action::Run(run) if run.cr.is_some())
            || !matches!(typed.action, Action::Run(_));
        let chosen = loaded
            .source("log_level")
            .is_some_and(|source| source.kind() != SourceKind::Default);
        logging::install(&loaded.config, quiet && !chosen);
        for warning in &loaded.warnings {
            tracing::warn!("{warning}");
        }
        let mut config = loaded.config;
        if config.operator_name.is_empty() {
            config.operator_name.clone_from(&self.name);
        }
        if config.operator_version.is_none() {
            config.operator_version.clone_from(&self.version);
        }
        self.allow_own_patches(&mut config);
        Ok(config)
    }

    /// Unless the settings list the kinds that may hold patches, those of this operator's own controllers may.
    fn allow_own_patches(&self, config: &mut Config) {
        config.temporary_patch.allowed_kinds.get_or_insert_with(|| {
            let mut kinds = self.patch_kinds.clone();
            kinds.push(DEFAULT_PATCH_KIND.to_owned());
            kinds
        });
    }

    /// The controller of the kind of `resource`, and `resource` checked against its type.
    pub(crate) fn controller_of(&self, resource: &Value) -> Result<&AnyController, Failure> {
        let text = |key: &str| resource[key].as_str().unwrap_or_default();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let known = |controller: &&AnyController| {
            let resource = controller.api_resource();
            resource.api_version == api_version && resource.kind == kind
        };
        let controller = self.controllers.iter().find(known).ok_or_else(|| {
            let kinds: Vec<String> = self
                .controllers
                .iter()
                .map(AnyController::api_resource)
                .map(|resource| format!("{} {}", resource.api_version, resource.kind))
                .collect();
            Failure::usage(format!(
                "this operator has no controller for {api_version} {kind}; it has one for {}",
                kinds.join(", ")
            ))
        })?;
        controller.check(resource).map_err(|error| {
            let name = resource["metadata"]["name"].as_str().unwrap_or_default();
            Failure::usage(format!("{kind} {name} is not valid: {}", error.report()))
        })?;
        Ok(controller)
    }
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if !is_enough(&error) => Err(unwritten(&error)),
        _ => Ok(()),
    }
}

/// Whether output is lost because whoever read it has enough, which is no failure.
pub(crate) fn is_enough(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::BrokenPipe
}

/// Output that is lost.
pub(crate) fn unwritten(error: &std::io::Error) -> Failure {
    Failure::failed(format!("could not write: {error}"))
}

/// What clap has to say: help and version are no failure.
fn typed_wrong(error: &clap::Error) -> ExitCode {
    // A closed output leaves nobody to tell.
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}

#[cfg(test)]
mod tests {
    use kube_core::{ApiResource, DynamicObject, GroupVersionKind};
    use oper8_reconcile::{Components, Session};

    use super::*;

    struct Sites;

    impl Controller for Sites {
        type Resource = DynamicObject;

        fn api_resource(&self) -> ApiResource {
            ApiResource::from_gvk(&GroupVersionKind::gvk("demo.oper8.org", "v1", "Site"))
        }

        async fn setup_components(
            &self,
            _: &DynamicObject,
            _: &Session,
            _: &mut Components,
        ) -> oper8_reconcile::Result<()> {
            Ok(())
        }
    }

    fn allowed(operator: &Operator, mut config: Config) -> Vec<String> {
        operator.allow_own_patches(&mut config);
        config.temporary_patch.allowed_kinds.unwrap_or_default()
    }

    #[test]
    fn an_operators_own_patches_are_served_installed_and_allowed() {
        let own = TemporaryPatchController::new(["Site"]).of_kind("demo.oper8.org", "v1", "Fix");
        // Whatever the order, the patches of the framework's kind are for all that is no patch.
        let operator = Operator::new("sites")
            .temporary_patches()
            .temporary_patch_controller(own)
            .dynamic_controller(Sites, None)
            .completed();
        assert_eq!(operator.problems, [""; 0]);
        let names: Vec<&str> = operator
            .controllers
            .iter()
            .map(AnyController::name)
            .collect();
        let expected = [
            "Fix.demo.oper8.org",
            "Site.demo.oper8.org",
            "TemporaryPatch.oper8.org",
        ];
        assert_eq!(names, expected);
        let definitions: Vec<&Value> = operator
            .definitions
            .iter()
            .map(|definition| &definition["metadata"]["name"])
            .collect();
        let expected = ["fixes.demo.oper8.org", "temporarypatches.oper8.org"];
        assert_eq!(definitions, expected);
        let kinds = allowed(&operator, Config::default());
        assert!(
            kinds.contains(&"demo.oper8.org/v1/Fix".to_owned()),
            "{kinds:?}"
        );
        assert!(
            kinds.contains(&"oper8.org/v1/TemporaryPatch".to_owned()),
            "{kinds:?}"
        );

        let mut listed = Config::default();
        listed.temporary_patch.allowed_kinds = Some(vec!["Other".to_owned()]);
        assert_eq!(allowed(&operator, listed), ["Other"]);
    }

    #[test]
    fn an_operator_without_patches_has_no_controller_of_them() {
        let operator = Operator::new("sites").dynamic_controller(Sites, None);
        assert_eq!(operator.completed().controllers.len(), 1);
    }
}
