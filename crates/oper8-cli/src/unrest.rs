//! Which resources keep a dry run from coming to rest, and why.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use oper8_deploy_manager::ObjectKey;

/// What the latest reconciliation of each resource that is not done left open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unrest(Arc<Mutex<BTreeMap<ObjectKey, String>>>);

impl Unrest {
    /// Notes what a reconciliation left open; nothing, when the resource is done.
    pub(crate) fn note(&self, key: &ObjectKey, open: Option<&str>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match open {
            Some(open) => all.insert(key.clone(), open.to_owned()),
            None => all.remove(key),
        };
    }

    /// Every resource that is not done, with what it lacks.
    pub(crate) fn tell(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<_> = all
            .iter()
            .map(|(key, open)| format!("{key}: {open}"))
            .collect();
        if all.is_empty() {
            return "a reconciliation does not end".to_owned();
        }
        all.join("; ")
    }
}
