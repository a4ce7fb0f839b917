//! Lists of resources, as requests, limits and quotas have them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use oper8_schema::quantity::Quantity;
use serde_json::Value;

/// So much of each resource, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Amounts(BTreeMap<String, Quantity>);

impl Amounts {
    /// What a list of an object says; what is no quantity is left out.
    pub(crate) fn of(list: &Value) -> Self {
        let entries = list.as_object().into_iter().flatten();
        let read = |(name, amount): (&String, &Value)| {
            Some((name.clone(), Quantity::from_json(amount).ok()?))
        };
        Self(entries.filter_map(read).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Quantity> {
        self.0.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Quantity)> {
        self.0.iter().map(|(name, amount)| (name.as_str(), amount))
    }

    pub(crate) fn set(&mut self, name: &str, amount: Quantity) {
        self.0.insert(name.to_owned(), amount);
    }

    /// Adds what another list has.
    pub(crate) fn add(&mut self, other: &Self) {
        for (name, amount) in &other.0 {
            match self.0.entry(name.clone()) {
                Entry::Vacant(place) => drop(place.insert(amount.clone())),
                Entry::Occupied(mut own) => {
                    let sum = own.get() + amount;
                    own.insert(sum);
                }
            }
        }
    }

    /// Takes from each resource that the other list has more of as much as that has.
    pub(crate) fn raise(&mut self, other: &Self) {
        for (name, amount) in &other.0 {
            match self.0.entry(name.clone()) {
                Entry::Vacant(place) => drop(place.insert(amount.clone())),
                Entry::Occupied(mut own) if own.get() < amount => drop(own.insert(amount.clone())),
                Entry::Occupied(_) => {}
            }
        }
    }

    /// The resources that `keep` names, without those of which there is nothing.
    pub(crate) fn masked(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = self.0.iter().filter(|(name, _)| keep(name));
        Self(
            kept.map(|(name, amount)| (name.clone(), amount.clone()))
                .collect(),
        )
    }
}
