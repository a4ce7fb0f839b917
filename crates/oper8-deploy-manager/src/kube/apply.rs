//! Makes the live object what a manifest says.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use oper8_patch::Difference;
use oper8_schema::Shape;
use serde_json::{Map, Value};

use super::diff::difference;
use super::discovery::Resource;
use super::judge::{Verdict, merge_falls_short};
use super::memory::{Settled, version_of};
use super::narrow::narrowed;
use super::owned::Ownership;
use super::prepare;
use super::retry::retried;
use super::write::{Target, yield_known};
use super::{KubeDeployManager, live};
use crate::{
    Applied, ApplyOptions, Change, ConflictPolicy, DeployError, DeployMethod, ObjectKey, Owner,
    OwnerReferences, Result,
};

pub(crate) async fn apply(
    manager: &KubeDeployManager,
    manifest: &Value,
    options: &ApplyOptions,
) -> Result<Applied> {
    let shared = &manager.shared;
    let (key, resource) = resolve(manager, manifest).await?;
    let target = Target {
        shared,
        key: &key,
        resource: &resource,
    };
    let outcome = run(manager, target, manifest, options).await;
    match outcome {
        // Served otherwise than it was, or not at all any more.
        Err(error) if live::is_unserved(&error) => {
            let fresh = shared
                .discovery
                .refresh(&key.api_version, &key.kind, &resource)
                .await?;
            if fresh.is_served_as(&resource) {
                return Err(error);
            }
            let target = Target {
                resource: &fresh,
                ..target
            };
            run(manager, target, manifest, options).await
        }
        other => other,
    }
}

/// What an apply would change.
pub(crate) async fn diff(
    manager: &KubeDeployManager,
    manifest: &Value,
    options: &ApplyOptions,
) -> Result<Option<Difference>> {
    let (key, resource) = resolve(manager, manifest).await?;
    let target = Target {
        shared: &manager.shared,
        key: &key,
        resource: &resource,
    };
    let wish = Wish::of(manager, target, manifest, options);
    let live = manager.read(&key).await?;
    let Some(live) = &live else {
        let mut right = prepare::desired(&key, &resource, manifest);
        prepare::add_owners(&mut right, wish.owner, None, &Ownership::default());
        let left = Value::Object(Map::new());
        return Ok(Some(Difference { left, right }));
    };
    refuse_terminating(&key, live)?;
    let compared = wish.compare(target, live).await;
    let fingerprint = compared.verdict.fingerprint();
    if fingerprint == 0 || fingerprint == target.shared.memory.residue(&key, wish.hash()) {
        return Ok(None);
    }
    let shape = shape(target, compared.schema.as_deref());
    let Compared {
        desired,
        ownership,
        verdict,
        ..
    } = &compared;
    difference(live, desired, ownership, verdict, shape).map(Some)
}

/// Which object a manifest is about, and what its kind is.
async fn resolve(
    manager: &KubeDeployManager,
    manifest: &Value,
) -> Result<(ObjectKey, Arc<Resource>)> {
    let mut key = ObjectKey::of(manifest)?;
    let discovery = &manager.shared.discovery;
    let resource = discovery.resolve(&key.api_version, &key.kind).await?;
    if !resource.namespaced {
        key.namespace = None;
    }
    Ok((key, resource))
}

async fn run(
    manager: &KubeDeployManager,
    target: Target<'_>,
    manifest: &Value,
    options: &ApplyOptions,
) -> Result<Applied> {
    let wish = Wish::of(manager, target, manifest, options);
    retried(&target.shared.settings, |round| {
        wish.attempt(manager, target, round > 0)
    })
    .await
}

/// What is to be applied, and how.
struct Wish<'a> {
    manifest: &'a Value,
    options: &'a ApplyOptions,
    owner: Option<&'a Owner>,
    /// The version that the first try found, so that a change whose answer got lost is still told.
    before: OnceLock<Option<String>>,
}

/// A manifest beside the live object.
struct Compared {
    /// The manifest as it would be applied.
    desired: Value,
    /// With the fields that are left to others.
    whole: Value,
    yielded: BTreeSet<String>,
    ownership: Ownership,
    schema: Option<Arc<Value>>,
    verdict: Verdict,
}

impl<'a> Wish<'a> {
    fn of(
        manager: &'a KubeDeployManager,
        target: Target<'_>,
        manifest: &'a Value,
        options: &'a ApplyOptions,
    ) -> Self {
        let owner = manager.owner.as_ref().map(|owner| &owner.owner);
        Self {
            manifest,
            options,
            owner: owner.filter(|owner| {
                options.owner == OwnerReferences::Manage && owner.may_own(target.key)
            }),
            before: OnceLock::new(),
        }
    }

    async fn attempt(
        &self,
        manager: &KubeDeployManager,
        target: Target<'_>,
        again: bool,
    ) -> Result<Applied> {
        let Target { shared, key, .. } = target;
        let live = if again {
            live::get(shared, key).await?
        } else {
            manager.read(key).await?
        };
        if let Some(live) = &live {
            refuse_terminating(key, live)?;
        }
        self.before
            .get_or_init(|| live.as_deref().and_then(version_of).map(str::to_owned));
        let hash = self.hash();
        if let Some(live) = &live
            && let Some(settled) = shared.memory.settled(key, hash, live)
        {
            return Ok(self.applied(key, live.clone(), &settled.yielded));
        }
        let (object, settled) = self.settle(target, hash, live).await?;
        shared.memory.settle(key, hash, &object, settled.clone());
        Ok(self.applied(key, object, &settled.yielded))
    }

    /// Writes what needs to be written.
    async fn settle(
        &self,
        target: Target<'_>,
        hash: u64,
        live: Option<Arc<Value>>,
    ) -> Result<(Arc<Value>, Settled)> {
        let Target {
            shared,
            key,
            resource,
        } = target;
        let Some(live) = live else {
            let mut desired = prepare::desired(key, resource, self.manifest);
            let mut yielded = BTreeSet::new();
            let ownership = Ownership::default();
            prepare::add_owners(&mut desired, self.owner, None, &ownership);
            let schema = self.schema_for_conflicts(target).await;
            let shape = shape(target, schema.as_deref());
            let policy = self.options.conflicts;
            let object = target
                .apply(&mut desired, None, policy, shape, &mut yielded)
                .await?;
            return Ok(self.judge(target, hash, &desired, object, yielded).await);
        };

        let Compared {
            mut desired,
            whole,
            mut yielded,
            ownership,
            schema,
            verdict,
        } = self.compare(target, &live).await;
        let fingerprint = verdict.fingerprint();
        if fingerprint == 0 || fingerprint == shared.memory.residue(key, hash) {
            let settled = Settled {
                residue: fingerprint,
                yielded: yielded.into_iter().collect(),
            };
            return Ok((live, settled));
        }
        tracing::debug!(object = %key, fields = %verdict, "an apply is needed");
        let shape = shape(target, schema.as_deref());
        if !self.needs_put(&desired, &live, &ownership, &verdict, shape) {
            let policy = self.options.conflicts;
            let sent = target
                .apply(&mut desired, Some(&live), policy, shape, &mut yielded)
                .await;
            let object = match sent {
                Err(error)
                    if shared.settings.put_after_unprocessable
                        && error.code() == Some(422)
                        && !error.is_retryable() =>
                {
                    tracing::debug!(object = %key, %error, "a PUT after an apply that was called invalid");
                    target.put(&whole, &live, &ownership).await?
                }
                sent => sent?,
            };
            return Ok(self.judge(target, hash, &desired, object, yielded).await);
        }
        let object = if self.options.method == DeployMethod::Replace {
            target.put(&desired, &live, &ownership).await?
        } else {
            let stuck = verdict.stuck();
            let body = narrowed(&desired, &live, &ownership, stuck, shape);
            match target.replace(&body).await {
                // What is left of others, or of old defaults, does not go with the manifest.
                Err(error) if error.code() == Some(422) && !error.is_retryable() => {
                    tracing::debug!(object = %key, %error, "the whole manifest replaces the object");
                    target.put(&desired, &live, &ownership).await?
                }
                sent => sent?,
            }
        };
        let ownership = Ownership::of(&object, &key.api_version);
        let verdict = Verdict::of(
            &desired,
            &object,
            &ownership,
            shape,
            resource.built_in.is_some(),
        );
        let object = if verdict.is_settled() {
            object
        } else {
            // A PUT owns only what it changed; the apply owns the rest of the manifest.
            let policy = ConflictPolicy::Force;
            target
                .apply(&mut desired, Some(&object), policy, shape, &mut yielded)
                .await?
        };
        Ok(self.judge(target, hash, &desired, object, yielded).await)
    }

    /// Judges the live object by the manifest.
    async fn compare(&self, target: Target<'_>, live: &Value) -> Compared {
        let mut desired = prepare::desired(target.key, target.resource, self.manifest);
        let mut yielded = BTreeSet::new();
        let ownership = Ownership::of(live, &target.key.api_version);
        prepare::add_owners(&mut desired, self.owner, Some(live), &ownership);
        let mut schema = self.schema_for_conflicts(target).await;
        let whole = desired.clone();
        // A PUT is told to take everything.
        if self.options.conflicts == ConflictPolicy::Yield
            && self.options.method != DeployMethod::Replace
        {
            let shape = shape(target, schema.as_deref());
            yielded = yield_known(&mut desired, live, &ownership, shape);
        }
        let verdict = self
            .verdict(target, &mut schema, &desired, live, &ownership)
            .await;
        Compared {
            desired,
            whole,
            yielded,
            ownership,
            schema,
            verdict,
        }
    }

    fn needs_put(
        &self,
        desired: &Value,
        live: &Value,
        ownership: &Ownership,
        verdict: &Verdict,
        shape: Shape<'_>,
    ) -> bool {
        match self.options.method {
            DeployMethod::Replace => true,
            DeployMethod::Update => false,
            DeployMethod::Default => {
                self.options.conflicts == ConflictPolicy::Force
                    && (!verdict.stuck().is_empty()
                        || merge_falls_short(desired, live, ownership, shape))
            }
        }
    }

    /// Looks at what a write left behind, and reports what it could not change.
    async fn judge(
        &self,
        target: Target<'_>,
        hash: u64,
        desired: &Value,
        object: Value,
        yielded: BTreeSet<String>,
    ) -> (Arc<Value>, Settled) {
        let Target { shared, key, .. } = target;
        let ownership = Ownership::of(&object, &key.api_version);
        let verdict = self
            .verdict(target, &mut None, desired, &object, &ownership)
            .await;
        let residue = verdict.fingerprint();
        if residue != 0 && residue != shared.memory.residue(key, hash) {
            tracing::warn!(
                object = %key,
                fields = %verdict,
                "the cluster keeps these fields otherwise than they were applied; they are not applied again until \
                 manifest or object change"
            );
            shared.schemas.forget(key);
        }
        let settled = Settled {
            residue,
            yielded: yielded.into_iter().collect(),
        };
        (Arc::new(object), settled)
    }

    /// Judges without the schema of a custom kind first: most need none.
    async fn verdict(
        &self,
        target: Target<'_>,
        schema: &mut Option<Arc<Value>>,
        desired: &Value,
        live: &Value,
        ownership: &Ownership,
    ) -> Verdict {
        let built_in = target.resource.built_in.is_some();
        let verdict = Verdict::of(
            desired,
            live,
            ownership,
            shape(target, schema.as_deref()),
            built_in,
        );
        if built_in || schema.is_some() || verdict.is_settled() {
            return verdict;
        }
        *schema = target.schema().await;
        match schema {
            Some(schema) => Verdict::of(
                desired,
                live,
                ownership,
                Shape::custom_resource(schema),
                false,
            ),
            None => verdict,
        }
    }

    /// The schema of a custom kind, where fields may have to be given up.
    async fn schema_for_conflicts(&self, target: Target<'_>) -> Option<Arc<Value>> {
        if target.resource.built_in.is_some() || self.options.conflicts != ConflictPolicy::Yield {
            return None;
        }
        target.schema().await
    }

    fn applied(&self, key: &ObjectKey, object: Arc<Value>, yielded: &[String]) -> Applied {
        let change = match self.before.get().and_then(Option::as_deref) {
            None => Change::Created,
            before if before == version_of(&object) => Change::Unchanged,
            Some(_) => Change::Updated,
        };
        Applied {
            key: key.clone(),
            change,
            object,
            yielded: yielded.to_vec(),
        }
    }

    /// What tells one wish from another.
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.manifest.hash(&mut hasher);
        self.options.hash(&mut hasher);
        self.owner.map(Owner::uid).hash(&mut hasher);
        hasher.finish()
    }
}

/// An object that is being deleted takes changes, and then they are gone with it.
fn refuse_terminating(key: &ObjectKey, live: &Value) -> Result<()> {
    let metadata = |name: &str| live.get("metadata").and_then(|it| it.get(name));
    if !metadata("deletionTimestamp").is_some_and(Value::is_string) {
        return Ok(());
    }
    let finalizers = metadata("finalizers").and_then(Value::as_array);
    let finalizers = finalizers.into_iter().flatten().filter_map(Value::as_str);
    Err(DeployError::Terminating {
        object: key.to_string(),
        finalizers: finalizers.map(str::to_owned).collect(),
    })
}

fn shape<'a>(target: Target<'_>, schema: Option<&'a Value>) -> Shape<'a> {
    match (target.resource.built_in, schema) {
        (Some(kind), _) => kind.shape(),
        (None, Some(schema)) => Shape::custom_resource(schema),
        (None, None) => Shape::untyped(),
    }
}
