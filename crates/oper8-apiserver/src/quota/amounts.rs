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

    pub(crate) fn to_value(&self) -> Value {
        let entries = self.0.iter();
        entries
            .map(|(name, amount)| (name.clone(), Value::from(amount.to_string())))
            .collect()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Quantity> {
        self.0.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Quantity)> {
        self.0.iter().map(|(name, amount)| (name.as_str(), amount))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn set(&mut self, name: &str, amount: Quantity) {
        self.0.insert(name.to_owned(), amount);
    }

    /// Counts so many.
    pub(crate) fn count(&mut self, name: impl Into<String>, number: usize) {
        if let Ok(number) = number.to_string().parse() {
            self.0.insert(name.into(), number);
        }
    }

    /// Takes what another list has in the place of what is here.
    pub(crate) fn put(&mut self, other: &Self) {
        for (name, amount) in &other.0 {
            self.set(name, amount.clone());
        }
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

    /// What is more here than in another list.
    pub(crate) fn beyond(&self, other: &Self) -> Self {
        let rest = self.0.iter().filter_map(|(name, amount)| {
            let rest = match other.get(name) {
                Some(before) if before >= amount => return None,
                Some(before) => amount - before,
                None => amount.clone(),
            };
            Some((name.clone(), rest))
        });
        Self(rest.collect())
    }

    /// The resources that `keep` names.
    pub(crate) fn masked(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = self.0.iter().filter(|(name, _)| keep(name));
        Self(
            kept.map(|(name, amount)| (name.clone(), amount.clone()))
                .collect(),
        )
    }

    /// The same without those of which there is nothing.
    pub(crate) fn without_zeros(mut self) -> Self {
        self.0.retain(|_, amount| !amount.is_zero());
        self
    }

    /// `cpu=2,memory=1Gi`, of some of them.
    pub(crate) fn text(&self, names: &[&str]) -> String {
        let shown = self
            .0
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()));
        let shown: Vec<_> = shown
            .map(|(name, amount)| format!("{name}={amount}"))
            .collect();
        shown.join(",")
    }
}
