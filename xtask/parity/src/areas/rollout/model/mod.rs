//! A small model of a reconciliation, in which the mended defects of the reference can be switched on and off.
//!
//! With nothing mended it must say what the reference answered, vector by vector; with everything, what is answered here. So a
//! difference is explained by named defects alone, and exactly.

mod parts;
mod phases;
mod status;

use std::collections::{BTreeMap, BTreeSet};

use oper8_status::ComponentState;
use serde_json::{Map, Value, json};

use parts::{Does, Raised, parts};
use phases::{End, Ends, Phases};
use status::Status;

/// A defect of the reference that is mended here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fix {
    /// What was never deployed is never verified.
    NeverDeployed,
    /// The most severe error is reported, and all are kept; a hook does not excuse a failure.
    Ranked,
    /// A disabled component is disabled once.
    DisabledOnce,
    /// A check that raises ends its node.
    RaisingCheck,
    /// Errors that are not the framework's own keep class and text.
    Foreign,
    /// A reason that nobody knows does not keep the status from being written.
    UnknownReason,
    /// No message outlives its error, and a version that is gone does not requeue for ever.
    OldMessage,
    /// A change of its finalizers leaves the rest of a custom resource alone.
    WholeResource,
}

pub(super) type Fixes = BTreeSet<Fix>;

impl Fix {
    pub(super) const ALL: [Self; 8] = [
        Self::NeverDeployed,
        Self::Ranked,
        Self::DisabledOnce,
        Self::RaisingCheck,
        Self::Foreign,
        Self::UnknownReason,
        Self::OldMessage,
        Self::WholeResource,
    ];
}

/// Settings that the model knows.
const SETTINGS: [&str; 7] = [
    "dry_run",
    "include_dependency_graph_in_status",
    "internal_name_annotation",
    "manage_status",
    "operator_version",
    "standalone",
    "supported_versions",
];

const HOOKS: [&str; 4] = [
    "after_deploy",
    "after_deploy_unsuccessful",
    "after_verify",
    "after_verify_unsuccessful",
];

/// What is answered with these fixes; none where the model does not know something of the input.
///
/// The reference reports the error of the component that halted last, of several: `theirs` says which.
pub(super) fn answers(input: &Value, fixes: &Fixes, theirs: Option<&Value>) -> Option<Vec<Value>> {
    let empty = json!({});
    let config = input.get("config").unwrap_or(&empty);
    let known = |key: &String| SETTINGS.contains(&key.as_str());
    let cr = &input["cr"];
    if !config.as_object()?.keys().all(known) || !has_known_annotations(cr) {
        return None;
    }
    let in_cluster = input["cr_in_cluster"] != false;
    let mut model = Model {
        config,
        fixes,
        in_cluster,
        given: cr,
        cr: live(cr),
        spec: cr["spec"].clone(),
        cluster: cluster(input, in_cluster)?,
        status: Status {
            value: if in_cluster {
                cr["status"].clone()
            } else {
                Value::Null
            },
            generation: 1,
            kind: cr["kind"].as_str()?,
            config,
            fixes,
        },
    };
    let scripts = input["reconciles"].as_array()?.iter().enumerate();
    let answers =
        scripts.map(|(place, script)| model.reconcile(script, theirs.map(|all| &all[place])));
    answers.collect()
}

fn has_known_annotations(cr: &Value) -> bool {
    let annotations = cr["metadata"]["annotations"].as_object();
    let mut names = annotations.into_iter().flat_map(Map::keys);
    !names.any(|name| name.starts_with("oper8.org/"))
}

fn live(cr: &Value) -> Value {
    let mut live = super::without_volatile(cr.clone());
    if let Some(live) = live.as_object_mut() {
        live.remove("status");
    }
    live
}

fn cluster(input: &Value, in_cluster: bool) -> Option<BTreeSet<String>> {
    let given = input["cluster"].as_array().into_iter().flatten();
    let all = given.chain(in_cluster.then_some(&input["cr"]));
    all.map(|object| {
        let (kind, name) = (
            object["kind"].as_str()?,
            object["metadata"]["name"].as_str()?,
        );
        Some(format!("{kind}/{name}"))
    })
    .collect()
}

struct Model<'a> {
    config: &'a Value,
    fixes: &'a Fixes,
    in_cluster: bool,
    given: &'a Value,
    /// As the cluster has it, without its status.
    cr: Value,
    spec: Value,
    cluster: BTreeSet<String>,
    status: Status<'a>,
}

/// How a rollout ended.
struct Rolled {
    /// As the vectors show it.
    completion: Value,
    state: ComponentState,
    verified: bool,
    /// What is reported of it.
    failure: Option<Raised>,
}

/// What is said of one reconciliation.
#[derive(Default)]
struct Said {
    requeue: bool,
    failure: Option<Raised>,
    completion: Value,
    calls: Value,
    hooks: Vec<Value>,
}

impl Model<'_> {
    fn has(&self, fix: Fix) -> bool {
        self.fixes.contains(&fix)
    }

    fn reconcile(&mut self, script: &Value, theirs: Option<&Value>) -> Option<Value> {
        let has_finalizer = script["has_finalizer"] == true;
        if script["legacy_hooks"] == true || has_finalizer && !self.in_cluster {
            return None;
        }
        if let Some(spec) = script.get("spec") {
            self.status.generation += i64::from(self.spec != *spec);
            self.spec = spec.clone();
            if self.has(Fix::WholeResource) {
                self.cr["spec"] = spec.clone();
            }
        }
        let finalizes = script["is_finalizer"] == true;
        if has_finalizer {
            self.add_finalizer(finalizes)?;
        }
        let said = self.say(script, theirs)?;
        if has_finalizer && finalizes && !said.requeue {
            self.remove_finalizer()?;
        }
        let mut shown = json!({
            "result": {"requeue": said.requeue, "exception": said.failure.map(|error| error.described())},
            "completion": said.completion,
            "status": super::without_times(self.status.value.clone()),
            "calls": said.calls,
            "hooks_called": said.hooks,
            "cluster": self.cluster,
        });
        if script["show_cr"] == true {
            shown["cr"] = self.cr.clone();
        }
        Some(shown)
    }

    fn finalizer(&self) -> Option<Value> {
        let group = self.given["apiVersion"].as_str()?.split_once('/')?.0;
        let kind = self.given["kind"].as_str()?.to_lowercase();
        Some(format!("finalizers.{kind}.{group}").into())
    }

    fn add_finalizer(&mut self, finalizes: bool) -> Option<()> {
        let finalizer = self.finalizer()?;
        let known = self.given["metadata"]["finalizers"].as_array();
        let mut finalizers = known.cloned().unwrap_or_default();
        if finalizers.contains(&finalizer) {
            return Some(());
        }
        finalizers.push(finalizer);
        if self.has(Fix::WholeResource) {
            if !finalizes {
                self.cr["metadata"]["finalizers"] = finalizers.into();
            }
        } else {
            self.leave_metadata(finalizers);
        }
        Some(())
    }

    fn remove_finalizer(&mut self) -> Option<()> {
        let finalizer = self.finalizer()?;
        let known = self.cr["metadata"]["finalizers"].as_array();
        let mut finalizers = known.cloned().unwrap_or_default();
        finalizers.retain(|known| *known != finalizer);
        if !self.has(Fix::WholeResource) {
            self.leave_metadata(finalizers);
        } else if finalizers.is_empty() {
            self.cr["metadata"].as_object_mut()?.remove("finalizers");
        } else {
            self.cr["metadata"]["finalizers"] = finalizers.into();
        }
        Some(())
    }

    /// The reference replaces the object by its metadata.
    fn leave_metadata(&mut self, finalizers: Vec<Value>) {
        self.cr["metadata"]["finalizers"] = finalizers.into();
        if let Some(cr) = self.cr.as_object_mut() {
            cr.retain(|key, _| ["apiVersion", "kind", "metadata"].contains(&key.as_str()));
        }
        self.status.value = Value::Null;
    }

    fn say(&mut self, script: &Value, theirs: Option<&Value>) -> Option<Said> {
        let version = self.spec["version"].as_str().map(str::to_owned);
        let writes = self.in_cluster && self.config["manage_status"] != false;
        if writes && let Some(error) = self.status.stuck() {
            return Some(Said {
                requeue: true,
                failure: Some(error),
                calls: json!({}),
                ..Said::default()
            });
        }
        if writes {
            self.status.start(version.as_deref());
        }
        let is_idle = script["is_finalizer"] == true && script["has_finalizer"] != true;
        let place = match script["is_finalizer"] == true {
            true => "finalize_components",
            false => "setup_components",
        };
        let setup = match is_idle {
            true => Ok(true),
            false => Does::of(script, "setup")?.play("setup", place),
        };
        if let Err(error) = setup {
            if writes {
                self.status.fail(&error, None);
            }
            return Some(Said {
                requeue: true,
                failure: Some(error),
                calls: json!({}),
                ..Said::default()
            });
        }
        let empty = json!({});
        let mut said = Said::default();
        let rolled = self.roll_out(if is_idle { &empty } else { script }, theirs, &mut said)?;
        said.completion = rolled.completion;
        said.requeue = match &rolled.failure {
            Some(error) => {
                if writes {
                    // The reference knows the state of its own errors alone.
                    let knows = !error.is_foreign() || self.has(Fix::Foreign);
                    self.status.fail(error, knows.then_some(rolled.state));
                }
                true
            }
            None => {
                if writes {
                    self.status
                        .complete(rolled.state, rolled.verified, version.as_deref());
                }
                self.requeues(script, version.as_deref(), rolled.verified)?
            }
        };
        said.failure = rolled.failure;
        Some(said)
    }

    fn requeues(&self, script: &Value, version: Option<&str>, verified: bool) -> Option<bool> {
        match Does::of(script, "should_requeue")? {
            Does::Answer(answer) => return Some(answer),
            Does::Raise(_) => return None,
            Does::Default => {}
        }
        if !self.in_cluster {
            return Some(false);
        }
        if script["is_finalizer"] == true && self.has(Fix::WholeResource) {
            return Some(!verified);
        }
        let status = |kind: &str| {
            let condition = oper8_status::get_condition(kind, &self.status.value);
            condition
                .ok()
                .flatten()
                .map(|condition| condition["status"].clone())
        };
        let is_ready =
            status("Ready") == Some(json!("True")) && status("Updating") == Some(json!("False"));
        let reached = self.status.reached();
        let is_at_version = match self.has(Fix::OldMessage) {
            true => version.is_none() || reached.as_deref() == version,
            false => reached.as_deref() == version,
        };
        let is_complete = !self.has(Fix::OldMessage) || verified;
        Some(!(is_ready && is_at_version && is_complete))
    }

    fn roll_out(
        &mut self,
        script: &Value,
        theirs: Option<&Value>,
        said: &mut Said,
    ) -> Option<Rolled> {
        let (parts, graph) = parts(script)?;
        let mut hooks = Hooks::of(script)?;
        let mut phases = Phases {
            parts: &parts,
            fixes: self.fixes,
            asks: self.config["dry_run"] == false,
            cluster: &mut self.cluster,
            calls: BTreeMap::new(),
            escaped: None,
        };
        let deployed = phases.deploy();
        let after_deploy = match deployed.verified() {
            true => hooks.call("after_deploy", None, 1),
            false => hooks.call("after_deploy_unsuccessful", Some(deployed.failed()), 1),
        };
        let verified = match deployed.failed() {
            true => Ends::default(),
            false => phases.verify(&deployed),
        };
        let after_verify = match deployed.verified() && after_deploy.is_none() {
            false => None,
            true if verified.verified() => hooks.call("after_verify", None, 2),
            true => hooks.call("after_verify_unsuccessful", Some(verified.failed()), 2),
        };
        if phases.escaped.is_some() && !self.fixes.contains(&Fix::RaisingCheck) {
            return None;
        }
        said.calls = phases.calls();
        said.hooks = hooks.called;
        let ends = Phase4 {
            parts: parts.iter().map(|part| part.name.as_str()).collect(),
            deployed,
            after_deploy,
            verified,
            after_verify,
        };
        let mut rolled = ends.compose(self.fixes, theirs);
        let shows_graph = self.config["include_dependency_graph_in_status"] == true;
        if shows_graph && rolled.failure.is_none() {
            rolled.state.dependency_graph = Some(graph);
        }
        Some(rolled)
    }
}

/// The hooks of a script, and those that were called.
struct Hooks<'a> {
    script: &'a Value,
    called: Vec<Value>,
}

impl<'a> Hooks<'a> {
    fn of(script: &'a Value) -> Option<Self> {
        let hooks = script["hooks"].as_object();
        for (name, does) in hooks.into_iter().flatten() {
            if !HOOKS.contains(&name.as_str()) || does == "type" {
                return None;
            }
            Does::of(&script["hooks"], name)?;
        }
        Some(Self {
            script,
            called: Vec::new(),
        })
    }

    /// What the hook complains of.
    fn call(&mut self, name: &str, failed: Option<bool>, states: u64) -> Option<Raised> {
        let does = Does::of(self.script.get("hooks")?, name)?;
        if does == Does::Default {
            return None;
        }
        let mut called = vec![json!(name)];
        called.extend(failed.map(Value::from));
        called.push(states.into());
        self.called.push(called.into());
        match does.play(name, name) {
            Ok(true) => None,
            Ok(false) => Some(Raised::verification(match name {
                "after_deploy" => "After-deploy verification failed",
                "after_deploy_unsuccessful" => "After-deploy-unsuccessful verification failed",
                "after_verify" => "After-verify failed",
                _ => "After-verify-unsuccessful failed",
            })),
            Err(error) => Some(error),
        }
    }
}

/// All phases, done.
struct Phase4<'a> {
    parts: Vec<&'a str>,
    deployed: Ends,
    after_deploy: Option<Raised>,
    verified: Ends,
    after_verify: Option<Raised>,
}

impl Phase4<'_> {
    fn compose(self, fixes: &Fixes, theirs: Option<&Value>) -> Rolled {
        let mut state = ComponentState::default();
        for name in &self.parts {
            let set = match (self.deployed.of(name), self.verified.of(name)) {
                (End::Failed(_), _) | (_, End::Failed(_)) => &mut state.failed,
                (_, End::Verified) => &mut state.verified,
                (End::Unstarted, _) => &mut state.unstarted,
                _ => &mut state.unverified,
            };
            set.insert((*name).to_owned());
        }
        let (reported, own) = match fixes.contains(&Fix::Ranked) {
            true => self.ranked(!state.failed.is_empty(), fixes),
            false => self.last(!state.failed.is_empty(), theirs, fixes),
        };
        let hooks = [&self.after_deploy, &self.after_verify];
        let complains = hooks.iter().any(|complaint| complaint.is_some());
        let fails = hooks
            .iter()
            .any(|hook| hook.as_ref().is_some_and(|error| !error.is_expected()));
        let is_whole =
            state.unverified.is_empty() && state.failed.is_empty() && state.unstarted.is_empty();
        let is_verified = is_whole && !complains && own.is_none();
        let is_fatal = own.as_ref().is_some_and(|error| !error.is_expected());
        let failed = !state.failed.is_empty() || is_fatal || fixes.contains(&Fix::Ranked) && fails;
        let completion = json!({
            "verified_nodes": state.verified,
            "unverified_nodes": state.unverified,
            "failed_nodes": state.failed,
            "unstarted_nodes": state.unstarted,
            "verify_completed": is_verified,
            "deploy_completed": state.failed.is_empty() && state.unstarted.is_empty(),
            "failed": failed,
            "exception": own.as_ref().map(Raised::described),
        });
        Rolled {
            completion,
            state,
            verified: is_verified,
            failure: reported,
        }
    }

    /// As here: what is reported, and whether that is an error of the rollout itself.
    fn ranked(&self, failed: bool, fixes: &Fixes) -> (Option<Raised>, Option<Raised>) {
        let by_severity = |ends: &Ends| {
            let mut errors: Vec<_> = ends.halts().into_iter().flatten().collect();
            errors.sort_by_key(|error| std::cmp::Reverse(error.severity()));
            errors
        };
        let mut all = by_severity(&self.deployed);
        all.extend(self.after_deploy.clone());
        all.extend(by_severity(&self.verified));
        all.extend(self.after_verify.clone());
        let (expected, fatal): (Vec<_>, Vec<_>) = all.into_iter().partition(Raised::is_expected);
        match (fatal.into_iter().next(), failed) {
            (Some(error), _) if error.is_foreign() && !fixes.contains(&Fix::Foreign) => {
                (Some(Raised::phase_failed()), Some(error))
            }
            (Some(error), _) => (Some(error.clone()), Some(error)),
            (None, true) => (Some(Raised::phase_failed()), None),
            (None, false) => {
                let error = expected.into_iter().next();
                (error.clone(), error)
            }
        }
    }

    /// As the reference: the first phase that has an error, and in it the component that halted last.
    fn last(
        &self,
        failed: bool,
        theirs: Option<&Value>,
        fixes: &Fixes,
    ) -> (Option<Raised>, Option<Raised>) {
        let chosen = theirs.map(|theirs| &theirs["completion"]["exception"]);
        let last = |ends: &Ends| {
            let halts = ends.halts();
            let is_chosen = |error: &&Option<Raised>| {
                chosen.is_some_and(|chosen| *chosen == json!(error.as_ref().map(Raised::described)))
            };
            let silent = halts.iter().find(|error| error.is_none());
            halts
                .iter()
                .find(is_chosen)
                .or(silent)
                .or(halts.last())
                .cloned()
                .flatten()
        };
        let own = last(&self.deployed)
            .or_else(|| self.after_deploy.clone())
            .or_else(|| last(&self.verified))
            .or_else(|| self.after_verify.clone());
        let is_fatal = own.as_ref().is_some_and(|error| !error.is_expected());
        let reported = match &own {
            Some(error) if !error.is_foreign() || fixes.contains(&Fix::Foreign) => {
                Some(error.clone())
            }
            _ if failed || is_fatal => Some(Raised::phase_failed()),
            _ => None,
        };
        (reported, own)
    }
}
