//! What a custom resource owns: everything that was made for it and goes with it.

use std::collections::BTreeSet;
use std::panic::Location;

use oper8_schema::kinds;
use serde_json::Value;

use crate::cluster::{TestCluster, fail};
use crate::error::Result;
use crate::object::{Named, Object};
use crate::text::difference;

impl TestCluster {
    /// The objects that `owner` owns, of all kinds, by kind and name; not those that they own in turn.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`](crate::Error::Absent) when the owner is not there.
    pub async fn owned_by(&self, owner: impl Named) -> Result<Vec<Object>> {
        let owner = self.expect(owner, "apply it first").await?;
        let mut owned = Vec::new();
        for (api_version, kind) in self.listed_kinds() {
            let objects = self.list(&api_version, &kind).await?;
            owned.extend(
                objects
                    .into_iter()
                    .filter(|object| object.is_owned_by(&owner)),
            );
        }
        owned.sort_by(|a, b| a.key().cmp(b.key()));
        owned.sort_by(|a, b| a.key().kind.cmp(&b.key().kind));
        Ok(owned)
    }

    /// Says what `owner` owns, all of it, in any order: `Deployment shop-frontend`. What was forgotten, and what was left behind,
    /// shows in the message.
    ///
    /// # Panics
    ///
    /// When it owns something else: the message has the difference.
    #[track_caller]
    pub fn assert_owns<S: AsRef<str>>(
        &self,
        owner: impl Named,
        expected: impl IntoIterator<Item = S>,
    ) -> impl Future<Output = ()> {
        let caller = Location::caller();
        let expected: BTreeSet<String> =
            expected.into_iter().map(|it| it.as_ref().into()).collect();
        async move {
            let owned = match self.owned_by(&owner).await {
                Ok(owned) => owned,
                Err(error) => fail(caller, &error.to_string()),
            };
            let found: BTreeSet<String> = owned.iter().map(|it| self.short(it)).collect();
            if found != expected {
                let list = |names: BTreeSet<String>| names.into_iter().collect::<Value>();
                let difference = difference(&list(expected), &list(found));
                let owner = owner.key_in(self.namespace());
                fail(
                    caller,
                    &format!("{owner} should own other objects:\n{difference}"),
                );
            }
        }
    }

    /// `Deployment shop-frontend`, with the namespace where that is not the cluster's.
    fn short(&self, object: &Object) -> String {
        let key = object.key();
        match &key.namespace {
            Some(namespace) if namespace != self.namespace() => {
                format!("{} {namespace}/{}", key.kind, key.name)
            }
            _ => format!("{} {}", key.kind, key.name),
        }
    }

    /// The kinds whose objects can be listed, each in one version.
    pub(crate) fn listed_kinds(&self) -> Vec<(String, String)> {
        let preferred = |kind: &&kinds::ResourceKind| {
            let mut groups = kinds::groups().iter();
            groups.any(|it| it.name == kind.group && it.preferred_version == kind.version)
        };
        let built_in = kinds::all()
            .iter()
            .filter(|kind| kind.allows("list") && kind.allows("create"));
        let built_in = built_in.filter(preferred);
        let built_in = built_in.map(|kind| (kind.api_version(), kind.kind.to_owned()));
        built_in.chain(self.custom_kinds()).collect()
    }
}
