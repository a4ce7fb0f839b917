//! One object as the cluster has it, and what a test may say of it.

use std::fmt;
use std::ops::Index;

use oper8_deploy_manager::ObjectKey;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::path;
use crate::text::{difference, indented, part, yaml};

/// An object as the cluster had it when it was read. It does not change by itself: read it again to see what became of it.
///
/// Fields are read by index, as of a `serde_json::Value`, or by path: `object.field("spec.containers[0].image")`. Shown as YAML
/// without what servers write into each object: uid, versions, times, managed fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    value: Value,
    key: ObjectKey,
}

impl Object {
    pub(crate) fn new(value: Value) -> Result<Self> {
        match ObjectKey::of(&value) {
            Ok(key) => Ok(Self { value, key }),
            Err(error) => Err(Error::NoObject(error.to_string())),
        }
    }

    /// What identifies it: `apiVersion`, kind, namespace and name.
    pub fn key(&self) -> &ObjectKey {
        &self.key
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.key.name
    }

    /// Its uid, which tells it from an earlier object of its name.
    pub fn uid(&self) -> &str {
        self["metadata"]["uid"].as_str().unwrap_or_default()
    }

    /// All of it.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// What is at a path such as `spec.template.spec.containers[0].image` or `metadata.labels["app.kubernetes.io/name"]`.
    ///
    /// # Panics
    ///
    /// When `path` is no path.
    #[track_caller]
    pub fn field(&self, path: &str) -> Option<&Value> {
        path::find(&self.value, path)
    }

    /// The object as a type of the `kube` derive or of `k8s-openapi`.
    ///
    /// # Errors
    ///
    /// [`Error::NoObject`] when it does not fit the type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.value)
            .map_err(|error| Error::NoObject(format!("{} does not fit: {error}", self.key)))
    }

    /// Says that `expected` is at `path`.
    ///
    /// # Panics
    ///
    /// When something else is there, or nothing: the message has both, and what is there beside it.
    #[track_caller]
    pub fn assert_field(&self, path: &str, expected: impl Serialize) -> &Self {
        let expected = json(expected);
        match self.field(path) {
            Some(found) if *found == expected => self,
            Some(found) => self.fail(&format!(
                "`{path}` is not as expected:\n{}",
                indented(&difference(&expected, found))
            )),
            None => self.fail(&format!(
                "`{path}` is not there; expected:\n{}\n{}",
                indented(&yaml(&expected)),
                self.nearest(path)
            )),
        }
    }

    /// Says that nothing is at `path`, or null.
    ///
    /// # Panics
    ///
    /// When something is: the message shows it.
    #[track_caller]
    pub fn assert_no_field(&self, path: &str) -> &Self {
        match self.field(path) {
            None | Some(Value::Null) => self,
            Some(found) => self.fail(&format!(
                "`{path}` should not be there; it is:\n{}",
                indented(&yaml(found))
            )),
        }
    }

    /// Says that the object has everything that `expected` has; other keys of its maps do not matter. A list must have as many
    /// elements as the expected one.
    ///
    /// # Panics
    ///
    /// When it has not: the message has the difference.
    #[track_caller]
    pub fn assert_contains(&self, expected: impl Serialize) -> &Self {
        let expected = json(expected);
        let found = part(&expected, &self.value);
        if found != expected {
            self.fail(&format!(
                "it does not contain what is expected:\n{}",
                indented(&difference(&expected, &found))
            ));
        }
        self
    }

    /// Says that `owner` owns it, so that it goes when the owner goes.
    ///
    /// # Panics
    ///
    /// When it does not: the message has the owners.
    #[track_caller]
    pub fn assert_owned_by(&self, owner: &Self) -> &Self {
        if !self.is_owned_by(owner) {
            self.fail(&format!(
                "{} (uid {}) is not among its owners:\n{}",
                owner.key,
                owner.uid(),
                indented(&yaml(&self["metadata"]["ownerReferences"]))
            ));
        }
        self
    }

    /// All of it, without what servers write into each object.
    pub(crate) fn cleaned(&self) -> Value {
        let mut value = self.value.clone();
        if let Some(metadata) = value.get_mut("metadata") {
            *metadata = clean(metadata.take());
        }
        value
    }

    pub(crate) fn is_owned_by(&self, owner: &Self) -> bool {
        let owners = self["metadata"]["ownerReferences"].as_array();
        let mut owners = owners.into_iter().flatten();
        owners.any(|reference| reference["uid"] == owner.uid())
    }

    /// The longest beginning of a path that is there, with what it leads to.
    fn nearest(&self, path: &str) -> String {
        let ends = path.char_indices().rev();
        let ends = ends.filter(|(_, letter)| matches!(letter, '.' | '['));
        let mut starts = ends.map(|(at, _)| &path[..at]);
        // A beginning may end within a quoted name; it is no path then.
        let found = starts.find_map(|start| {
            let quotes = start.matches('"').count();
            let value = (quotes % 2 == 0).then(|| self.field(start))??;
            Some(format!(
                "`{start}` is:\n{}",
                indented(&yaml(&clean(value.clone())))
            ))
        });
        found.unwrap_or_else(|| format!("the object is:\n{}", indented(&self.to_string())))
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    fn fail(&self, problem: &str) -> ! {
        panic!("{}: {problem}", self.key)
    }
}

impl Index<&str> for Object {
    type Output = Value;

    /// A field of the object; null where there is none.
    fn index(&self, field: &str) -> &Value {
        &self.value[field]
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&yaml(&self.cleaned()))
    }
}

/// Names an object: what the methods of [`TestCluster`](crate::TestCluster) take.
///
/// An [`Object`], a [`Manifest`](crate::Manifest), an [`ObjectKey`], and `("apps/v1", "Deployment", "web")`, whose name may have a namespace before it:
/// `"kube-system/web"`. Without one it is the cluster's own.
pub trait Named {
    /// The object's key; `namespace` is for objects that name none.
    fn key_in(&self, namespace: &str) -> ObjectKey;
}

impl Named for Object {
    fn key_in(&self, _namespace: &str) -> ObjectKey {
        self.key.clone()
    }
}

impl Named for ObjectKey {
    fn key_in(&self, _namespace: &str) -> ObjectKey {
        self.clone()
    }
}

impl Named for (&str, &str, &str) {
    fn key_in(&self, namespace: &str) -> ObjectKey {
        let (api_version, kind, name) = *self;
        let (namespace, name) = name.split_once('/').unwrap_or((namespace, name));
        ObjectKey::new(api_version, kind, Some(namespace), name)
    }
}

impl<N: Named + ?Sized> Named for &N {
    fn key_in(&self, namespace: &str) -> ObjectKey {
        (**self).key_in(namespace)
    }
}

/// Metadata without what servers write into each object.
fn clean(mut metadata: Value) -> Value {
    if let Some(fields) = metadata.as_object_mut() {
        for field in [
            "creationTimestamp",
            "generation",
            "managedFields",
            "resourceVersion",
            "uid",
        ] {
            fields.remove(field);
        }
        let references = fields.get_mut("ownerReferences");
        let references = references.and_then(Value::as_array_mut);
        for reference in references.into_iter().flatten() {
            if let Some(reference) = reference.as_object_mut() {
                reference.remove("uid");
            }
        }
    }
    metadata
}

#[track_caller]
fn json(value: impl Serialize) -> Value {
    crate::Manifest::of(value).into()
}
