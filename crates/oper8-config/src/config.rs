//! Every setting: its key, type, default and help.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::codec;
use crate::settings::{Section as _, settings};
use crate::{
    CheckoutMethod, ConfigLoader, KindFilter, LockType, LogFilters, LogLevel, ProcessContext,
    VerifyRules, WatchFilter, WatchManagerKind,
};

settings! {
    /// All settings of an operator.
    ///
    /// [`Config::default`] has the documented defaults; [`ConfigLoader`] reads the rest. It serializes as one mapping with
    /// nested sections in the form of a configuration file, and is read back from one with the same checks.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut config = oper8_config::Config::default();
    /// config.kube_watch_manager.watch_retry_count = 1;
    /// assert_eq!(config.kube_watch_manager.lock.namespace, "default");
    /// ```
    pub struct Config {
        /// How much is logged.
        log_level "log_level": LogLevel as codec::Word<LogLevel> = LogLevel::Info;
        /// Log levels of single channels, stronger than `log_level`.
        log_filters "log_filters": LogFilters as codec::Filters = LogFilters::default();
        /// Log records as JSON, one a line.
        log_json "log_json": bool as codec::Flag = false;
        /// The thread's id in each log record.
        log_thread_id "log_thread_id": bool as codec::Flag = true;

        /// Render and apply on an in-memory cluster only.
        dry_run "dry_run": bool as codec::Flag = false;
        /// Directory into which rollouts write the manifests of each component, without the values of Secrets; null writes none.
        working_dir "working_dir": Option<PathBuf> as codec::OptionalPath = None;
        /// Write the manifests of disabled components to `working_dir` too.
        dump_disabled "dump_disabled": bool as codec::Flag = false;
        /// Deploy and verify one component at a time, whatever `rollout_manager` says.
        standalone "standalone": bool as codec::Flag = false;

        /// Refuse a custom resource whose version is not supported.
        strict_versioning "strict_versioning": bool as codec::Flag = false;
        /// The versions that are supported.
        supported_versions "supported_versions": Vec<String> as codec::TextList = Vec::new();
        /// The kinds whose version is checked; by default every kind but TemporaryPatch.
        strict_version_kind_regex "strict_version_kind_regex": KindFilter as codec::Kinds = KindFilter::default();

        /// Write the status of custom resources.
        manage_status "manage_status": bool as codec::Flag = true;
        /// Put the internal name of each managed resource into an annotation.
        internal_name_annotation "internal_name_annotation": bool as codec::Flag = true;
        /// Write the graph of components into the status.
        include_dependency_graph_in_status "include_dependency_graph_in_status": bool as codec::Flag = false;

        /// The one controller to run; empty for all of them.
        controller_name "controller_name": String as codec::Text = String::new();

        /// How often a failed apply is tried again.
        deploy_retries "deploy_retries": u32 as codec::Count = 3;
        /// The wait before the first of these tries, in seconds; it grows by itself with each one.
        retry_backoff_base "retry_backoff_base_seconds": Duration as codec::Seconds = Duration::from_millis(10);
        /// The longest wait for the answer to a deletion, in seconds; null waits as long as the connection holds.
        delete_request_timeout "delete_request_timeout": Option<Duration> as codec::OptionalSeconds = None;
        /// Replace an object by PUT when its apply was answered with 422.
        deploy_unprocessable_put_fallback "deploy_unprocessable_put_fallback": bool as codec::Flag = false;
        /// Annotations whose key holds one of these texts stay on an object when it is applied.
        cluster_passthrough_annotations "cluster_passthrough_annotations": Vec<String> as codec::TextList =
            ["kubernetes.io", "openshift.io", "k8s.ovn.org", "cncf.io"].map(str::to_owned).to_vec();
        /// The longest wait of an incomplete rollout before it is tried again, in seconds.
        requeue_after "requeue_after_seconds": Duration as codec::Seconds = Duration::from_secs(60);
        /// The rules by which an applied object is ready, unless its component or chart says otherwise.
        verify "verify": VerifyRules as codec::Word<VerifyRules> = VerifyRules::Default;

        /// The namespaces to watch; empty for all of them.
        watch_namespace "watch_namespace": Vec<String> as codec::Namespaces = Vec::new();
        /// How custom resources are watched.
        watch_manager "watch_manager": WatchManagerKind as codec::Word<WatchManagerKind> = WatchManagerKind::Kube;

        /// The name of the operator, used in locks.
        operator_name "operator_name": String as codec::Text = String::new();
        /// The name of the pod that the operator runs in, used in locks.
        pod_name "pod_name": String as codec::Text = String::new();
        /// The operator's version in the status of custom resources; null leaves it out.
        operator_version "operator_version": Option<String> as codec::OptionalText = None;

        sections:
        /// The rollout of one custom resource.
        rollout_manager "rollout_manager": RolloutManagerConfig;
        /// Patches that are attached to custom resources.
        temporary_patch "temporary_patch": TemporaryPatchConfig;
        /// The watch manager `kube`.
        kube_watch_manager "kube_watch_manager": KubeWatchManagerConfig;
        /// The watch manager `ansible`.
        ansible_watch_manager "ansible_watch_manager": AnsibleWatchManagerConfig;
        /// Versioned operators.
        vcs "vcs": VcsConfig;
    }
}

settings! {
    /// How much of one rollout goes on at once, and how long it may take.
    pub struct RolloutManagerConfig {
        /// How many components are deployed at once; null for as many as useful.
        deploy_threads "deploy_threads": Option<NonZeroUsize> as codec::OptionalCount = None;
        /// How many components are verified at once; null for as many as useful.
        verify_threads "verify_threads": Option<NonZeroUsize> as codec::OptionalCount = None;
        /// How long a component may wait before that is a failure, unless it says so itself; null for ever.
        component_deadline "component_deadline": Option<Duration> as codec::OptionalPeriod = None;
    }
}

settings! {
    /// Which objects may hold patches for a custom resource: whoever can edit the resource can name any object in its
    /// annotation.
    pub struct TemporaryPatchConfig {
        /// The kinds that may hold patches, each as `Kind` or `group/version/Kind`; null for `oper8.org/v1/TemporaryPatch` and
        /// what this operator's own patch controller is for.
        allowed_kinds "allowed_kinds": Option<Vec<String>> as codec::OptionalTextList = None;
        /// Refuse patches of other kinds, in the place of a warning.
        enforce_allowed_kinds "enforce_allowed_kinds": bool as codec::Flag = false;
    }
}

settings! {
    /// Watching, queueing and running reconciliations.
    pub struct KubeWatchManagerConfig {
        /// How many reconciliations run at once; null for the number of CPUs.
        max_concurrent_reconciles "max_concurrent_reconciles": Option<NonZeroUsize> as codec::OptionalCount = None;
        /// How often every custom resource is reconciled without a change; null for never.
        reconcile_period "reconcile_period": Option<Duration> as codec::OptionalPeriod = Some(Duration::from_secs(600));
        /// Where one reconciliation runs.
        process_context "process_context": ProcessContext as codec::Word<ProcessContext> = ProcessContext::Task;
        /// Reconcile a custom resource when an object that it owns changes.
        watch_dependent_resources "watch_dependent_resources": bool as codec::Flag = false;
        /// Reconcile a resource of another controller of this operator at once, in the rollout that applied it.
        subsystem_rollout "subsystem_rollout": bool as codec::Flag = false;
        /// File into which the time is written while the operator works; null for none.
        heartbeat_file "heartbeat_file": Option<PathBuf> as codec::OptionalPath = None;
        /// The time between two heartbeats.
        heartbeat_period "heartbeat_period": Duration as codec::PositivePeriod = Duration::from_secs(30);
        /// After how many failures in a row a watch that fails is logged as an error; it is tried again for ever.
        watch_retry_count "watch_retry_count": u32 as codec::Count = 5;
        /// The wait before a failed watch is started again.
        watch_retry_delay "watch_retry_delay": Duration as codec::Period = Duration::from_secs(5);
        /// Which changes lead to a reconciliation.
        filter "filter": WatchFilter as codec::Word<WatchFilter> = WatchFilter::Default;

        sections:
        /// Leader election.
        lock "lock": LockConfig;
    }
}

settings! {
    /// Leader election between replicas of one operator.
    pub struct LockConfig {
        /// How replicas agree on who works.
        lock_type "type": LockType as codec::Lock = LockType::DryRun;
        /// The name of the lock object; null for one derived from the operator's name.
        name "name": Option<String> as codec::OptionalName = None;
        /// The namespace of the lock object when the operator's own is not known.
        namespace "namespace": String as codec::Name = "default".to_owned();
        /// How long a lock holds without renewal.
        duration "duration": Duration as codec::PositivePeriod = Duration::from_secs(15);
        /// The time between two looks at the lock.
        poll_time "poll_time": Duration as codec::PositivePeriod = Duration::from_secs(10);
    }
}

settings! {
    /// Running under the Ansible operator.
    pub struct AnsibleWatchManagerConfig {
        /// Directory of the log files; null for the one that Ansible runs in.
        log_file_dir "log_file_dir": Option<PathBuf> as codec::OptionalPath = None;
        /// How long a stopped Ansible operator may take to end, in seconds.
        kill_max_wait "kill_max_wait": Duration as codec::Seconds = Duration::from_secs(5);
        /// Directory of playbooks and `watches.yaml`.
        ansible_base_path "ansible_base_path": PathBuf as codec::Path = "/opt/ansible".into();
        /// The command that runs the Ansible operator.
        ansible_entrypoint "ansible_entrypoint": String as codec::Text =
            "/usr/local/bin/ansible-operator run --watches-file=./watches.yaml".to_owned();
        /// Further arguments of that command.
        ansible_args "ansible_args": String as codec::Text = String::new();
        /// Let the Ansible operator write the status.
        manage_status "manage_status": bool as codec::Flag = false;
        /// Let the Ansible operator watch dependent objects.
        watch_dependent_resources "watch_dependent_resources": bool as codec::Flag = false;
        /// How often the Ansible operator reconciles without a change; null for never.
        reconcile_period "reconcile_period": Option<Duration> as codec::OptionalPeriod = Some(Duration::from_secs(600));
        /// Further variables of the playbook's role.
        playbook_parameters "playbook_parameters": Option<Map<String, Value>> as codec::Parameters = None;
    }
}

settings! {
    /// Versioned operators: each custom resource is reconciled by the code of its version.
    pub struct VcsConfig {
        /// Reconcile with the version that the custom resource asks for.
        enabled "enabled": bool as codec::Flag = false;
        /// The kinds that are versioned; by default every kind but TemporaryPatch.
        kind_regex "kind_regex": KindFilter as codec::Kinds = KindFilter::default();
        /// The repository of the versions.
        repo "repo": Option<PathBuf> as codec::OptionalPath = None;
        /// Where a version is checked out, a template over the custom resource.
        dest "dest": Option<String> as codec::Template = None;
        /// Directory of the code inside the repository.
        module_dir "module_dir": Option<PathBuf> as codec::OptionalPath = Some("src".into());
        /// The field of the custom resource that holds the version.
        field "field": String as codec::FieldPath = "spec.version".to_owned();
        /// The version to use in the place of the custom resource's own.
        version_override "version_override": Option<String> as codec::OptionalText = None;
        /// How a version is checked out.
        checkout_method "checkout_method": CheckoutMethod as codec::Word<CheckoutMethod> = CheckoutMethod::Worktree;
    }
}

impl Serialize for Config {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let settings = Map::deserialize(deserializer)?;
        let loaded = ConfigLoader::new().values("settings", settings).load();
        loaded
            .map(|loaded| loaded.config)
            .map_err(de::Error::custom)
    }
}
