//! What watches must be told of a sequence, worked out from its operations alone.

use std::collections::{BTreeMap, BTreeSet};

use oper8_deploy_manager::clean_manifest;
use serde_json::{Value, json};

/// Whose watches are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The reference's: each deploy is told, and no status.
    Theirs,
    /// Ours: each change is told, that of a status too.
    Ours,
}

/// The events of a sequence with `results`, which say which status was new.
pub(super) fn told(input: &Value, results: &Value, whose: Whose) -> Value {
    let mut live = Live::new(input, whose);
    for object in list(input, "resources") {
        live.put(object, false);
    }
    let owner = &input["options"]["owner_cr"];
    // An owner owns what is in its namespace.
    let owns = |object: &Value| {
        !owner.is_null() && owner["metadata"]["namespace"] == object["metadata"]["namespace"]
    };
    for (index, step) in list(input, "ops").iter().enumerate() {
        let objects = list(step, "objects");
        match step["op"].as_str() {
            Some("deploy") => {
                let managed = step["manage_owner_references"] != false;
                objects
                    .iter()
                    .for_each(|it| live.deploy(it, managed && owns(it)));
            }
            Some("disable") => objects.iter().for_each(|it| live.disable(it)),
            Some("set_status") if whose == Whose::Ours && results[index] == json!([true, true]) => {
                live.set_status(step);
            }
            _ => {}
        }
    }
    live.events.into()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Version, kind, namespace and name.
type Key = [String; 4];

pub(super) fn key(object: &Value) -> Key {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let paths = [
        "/apiVersion",
        "/kind",
        "/metadata/namespace",
        "/metadata/name",
    ];
    paths.map(|path| text(path).unwrap_or_default().to_owned())
}

/// The objects that are there, as they were deployed last, and whether with an owner.
struct Live<'a> {
    watches: &'a [Value],
    whose: Whose,
    objects: BTreeMap<Key, (Value, bool)>,
    ending: BTreeSet<Key>,
    events: Vec<Value>,
}

impl<'a> Live<'a> {
    fn new(input: &'a Value, whose: Whose) -> Self {
        Self {
            watches: list(input, "watches"),
            whose,
            objects: BTreeMap::new(),
            ending: BTreeSet::new(),
            events: Vec::new(),
        }
    }

    /// Whether anything changed.
    fn put(&mut self, object: &Value, owned: bool) -> bool {
        let mut object = object.clone();
        clean_manifest(&mut object);
        if let Some(fields) = object.as_object_mut() {
            fields.remove("status");
        }
        let key = key(&object);
        let new = (object, owned);
        let old = self.objects.insert(key, new.clone());
        old.is_none_or(|old| old != new)
    }

    fn deploy(&mut self, object: &Value, owned: bool) {
        if self.put(object, owned) || self.whose == Whose::Theirs {
            self.tell(&key(object), false);
        }
        // Dropping a finalizer is a change as well, which only a server tells.
        if self.drops_finalizers(object, false) && self.whose == Whose::Ours {
            self.tell(&key(object), false);
        }
    }

    fn disable(&mut self, object: &Value) {
        let key = key(object);
        let Some((live, _)) = self.objects.get(&key) else {
            return;
        };
        let waits = !list(&live["metadata"], "finalizers").is_empty();
        if self.ending.insert(key.clone()) {
            self.tell(&key, true);
        }
        if !waits || self.drops_finalizers(object, true) {
            self.objects.remove(&key);
            self.ending.remove(&key);
        }
    }

    /// Drops the finalizers of an object that a watch takes care of; whether there were any.
    fn drops_finalizers(&mut self, object: &Value, ends: bool) -> bool {
        let key = key(object);
        let mut watches = self.watches.iter();
        let drops = watches.any(|watch| {
            watch["drop_finalizers"] == true && is_for(watch, ends) && is_watched(watch, &key)
        });
        let live = self.objects.get_mut(&key).filter(|_| drops);
        let metadata = live.and_then(|(live, _)| live["metadata"].as_object_mut());
        let dropped = metadata.and_then(|metadata| metadata.remove("finalizers"));
        dropped.is_some_and(|dropped| dropped != json!([]))
    }

    fn set_status(&mut self, step: &Value) {
        let is_meant = |key: &&Key| {
            let given = |name: &str, text: &String| step[name].is_null() || step[name] == **text;
            given("api_version", &key[0])
                && step["kind"] == key[1]
                && given("namespace", &key[2])
                && step["name"] == key[3]
        };
        if let Some(key) = self.objects.keys().find(is_meant).cloned() {
            self.tell(&key, false);
        }
    }

    fn tell(&mut self, key: &Key, ends: bool) {
        let watches = self.watches.iter();
        let told = watches.filter(|watch| is_for(watch, ends) && is_watched(watch, key));
        let events = told.map(|watch| json!([watch["label"], key[1], key[3], ends]));
        self.events.extend(events);
    }
}

fn is_for(watch: &Value, ends: bool) -> bool {
    (watch["finalizer"] == true) == ends
}

fn is_watched(watch: &Value, [version, kind, namespace, name]: &Key) -> bool {
    let narrow = |key: &str, text: &String| {
        let wanted = watch[key].as_str().filter(|wanted| !wanted.is_empty());
        wanted.is_none_or(|wanted| wanted == text)
    };
    watch["api_version"] == **version
        && watch["kind"] == **kind
        && narrow("namespace", namespace)
        && narrow("name", name)
}
