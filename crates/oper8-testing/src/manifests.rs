//! What an operator renders, for comparing with what it rendered before.

use std::fmt;

use oper8_deploy_manager::redact_secret;
use oper8_reconcile::Rendered;
use serde_json::Value;

use crate::object::Object;
use crate::path;
use crate::text::yaml;

/// What stands in the place of a masked value.
const MASKED: &str = "(masked)";

/// The manifests that an operator would apply, in the order of their application, each with its internal name,
/// `<component>.<resource>`.
///
/// Shown as YAML documents, which is what [`assert_snapshot!`](crate::assert_snapshot) compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifests(Vec<(String, Value)>);

impl Manifests {
    /// Takes what `oper8_reconcile::render` made of one component, or of several.
    pub fn of<'a>(rendered: impl IntoIterator<Item = &'a Rendered>) -> Self {
        let objects = rendered.into_iter().flat_map(Rendered::objects);
        let manifests = objects.map(|it| (it.internal_name().to_owned(), it.manifest().clone()));
        Self(manifests.collect())
    }

    /// The internal names, in order.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The manifests with their internal names, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .map(|(name, manifest)| (name.as_str(), manifest))
    }

    /// The manifest of an internal name, such as `frontend.server`.
    ///
    /// # Panics
    ///
    /// When there is none: the message has those that there are.
    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    pub fn get(&self, internal_name: &str) -> Object {
        let found = self.0.iter().find(|(name, _)| name == internal_name);
        let object = found.and_then(|(_, manifest)| Object::new(manifest.clone()).ok());
        object.unwrap_or_else(|| {
            let names = self.names().join(", ");
            panic!("`{internal_name}` is not rendered; there is {names}")
        })
    }

    /// Only those of one component.
    #[must_use]
    pub fn component(&self, component: &str) -> Self {
        let of_it = |name: &str| name.split_once('.').is_some_and(|(it, _)| it == component);
        let kept = self.0.iter().filter(|(name, _)| of_it(name));
        Self(kept.cloned().collect())
    }

    /// With a note in the place of every value of a Secret: they may be made anew each time, and are nobody's business.
    #[must_use]
    pub fn mask_secrets(mut self) -> Self {
        for (_, manifest) in &mut self.0 {
            mask_values(manifest);
        }
        self
    }

    /// With a note in the place of one field: `("api.server", "metadata.annotations[\"hash\"]")`.
    ///
    /// # Panics
    ///
    /// When there is no such manifest, or nothing at `path`.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "the test names something that is not there")]
    pub fn mask(mut self, internal_name: &str, path: &str) -> Self {
        if self.get(internal_name).field(path).is_none() {
            panic!(
                "`{internal_name}` has nothing at `{path}`:\n{}",
                self.get(internal_name)
            );
        }
        for (name, manifest) in &mut self.0 {
            if name == internal_name {
                path::put(manifest, path, MASKED.into());
            }
        }
        self
    }
}

/// Puts a note in the place of each value of a Secret.
pub(crate) fn mask_values(object: &mut Value) {
    redact_secret(object, MASKED);
}

impl fmt::Display for Manifests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|(name, manifest)| write!(f, "---\n# {name}\n{}", yaml(manifest)))
    }
}

/// Compares what a value shows with the file `snapshots/<name>.snap` beside the test, and fails with the difference.
///
/// The value is anything with `Display`: [`Manifests`], an [`Object`], [`Writes`](crate::Writes). The files are those of
/// [insta](https://insta.rs): a new or changed one is written beside the old as `.snap.new` and fails the test; with the
/// environment variable `INSTA_UPDATE=always` it takes the old one's place, and `cargo insta review` asks for each.
///
/// ```
/// # use oper8_testing::{Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> TestResult {
/// # let controller = ScriptedController::new("demo.oper8.org/v1", "WebApp")
/// #     .component(ScriptedComponent::new("web").resource("map", Manifest::config_map("web", [("key", "value")])));
/// # let cluster = TestCluster::builder().dynamic_controller(controller, None).start().await?;
/// let shop = Manifest::new("demo.oper8.org/v1", "WebApp", "shop");
/// let manifests = cluster.render(shop).await?.mask_secrets();
/// # if false {
/// oper8_testing::assert_snapshot!("shop", manifests);
/// # }
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! assert_snapshot {
    ($name:expr, $value:expr $(,)?) => {{
        let shown = ::std::string::ToString::to_string(&$value);
        $crate::insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            $crate::insta::assert_snapshot!($name, shown);
        });
    }};
}
