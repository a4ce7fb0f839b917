//! The graph of components that a controller sets up.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use oper8_dag::Graph;

use crate::chart::Handle;
use crate::component::Component;
use crate::erased::ErasedComponent;
use crate::error::{Error, Result};
use crate::session::Session;

/// A component in the graph.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) component: Arc<dyn ErasedComponent>,
    pub(crate) disabled: bool,
}

/// What a component waits for beside the apply of its upstream.
#[derive(Clone)]
pub(crate) enum Edge {
    /// Nothing else.
    Applied,
    /// That the upstream is verified.
    Ready,
    /// That a function of the author says so.
    Check(Check),
}

pub(crate) type Check = Arc<dyn Fn(Session) -> BoxFuture<'static, Result<bool>> + Send + Sync>;

/// The components of one custom resource, and what each of them waits for.
///
/// Dependencies are given by the handles that [`add`](Self::add) returns, or by name.
#[derive(Default)]
pub struct Components {
    pub(crate) graph: Graph<Node, Edge>,
}

impl Components {
    /// No components.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a component.
    ///
    /// # Errors
    ///
    /// [`Error::Other`] when there is one of the same name already, or the name is empty.
    pub fn add(&mut self, component: impl Component) -> Result<Handle> {
        self.insert(component, false)
    }

    /// Adds a component that the custom resource does not want: its resources are rendered, deleted from the cluster, and count
    /// as verified.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn add_disabled(&mut self, component: impl Component) -> Result<Handle> {
        self.insert(component, true)
    }

    /// Makes `component` wait until `upstream` is applied.
    ///
    /// # Errors
    ///
    /// [`Error::Rollout`] when either is disabled; [`Error::Other`] when either is unknown, or they would wait for each other.
    pub fn after(&mut self, component: impl AsRef<str>, upstream: impl AsRef<str>) -> Result<()> {
        self.connect(component.as_ref(), upstream.as_ref(), Edge::Applied)
    }

    /// Makes `component` wait until `upstream` is applied and verified.
    ///
    /// # Errors
    ///
    /// As [`after`](Self::after).
    pub fn after_ready(
        &mut self,
        component: impl AsRef<str>,
        upstream: impl AsRef<str>,
    ) -> Result<()> {
        self.connect(component.as_ref(), upstream.as_ref(), Edge::Ready)
    }

    /// Makes `component` wait until `upstream` is applied and `check` answers `true`.
    ///
    /// The check may be asked several times. An expected error of it makes the component wait, any other one fails it.
    ///
    /// # Errors
    ///
    /// As [`after`](Self::after).
    ///
    /// # Examples
    ///
    /// ```
    /// # use oper8_reconcile::{Component, Components, Result, Session};
    /// # struct Web;
    /// # impl Component for Web { fn name(&self) -> &str { "web" } }
    /// # struct Cache;
    /// # impl Component for Cache { fn name(&self) -> &str { "cache" } }
    /// async fn cache_answers(session: Session) -> Result<bool> {
    ///     let service = session.object("v1", "Service", &session.scoped_name("cache")).await?;
    ///     Ok(service.is_some())
    /// }
    ///
    /// let mut graph = Components::new();
    /// let web = graph.add(Web)?;
    /// let cache = graph.add(Cache)?;
    /// graph.after_check(&web, &cache, cache_answers)?;
    /// # Ok::<(), oper8_reconcile::Error>(())
    /// ```
    pub fn after_check<F, Fut>(
        &mut self,
        component: impl AsRef<str>,
        upstream: impl AsRef<str>,
        check: F,
    ) -> Result<()>
    where
        F: Fn(Session) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<bool>> + Send + 'static,
    {
        let check: Check = Arc::new(move |session| check(session).boxed());
        self.connect(component.as_ref(), upstream.as_ref(), Edge::Check(check))
    }

    /// Whether there is a component of this name.
    pub fn contains(&self, name: impl AsRef<str>) -> bool {
        self.graph.contains(name.as_ref())
    }

    /// Whether the component of this name is disabled; `None` when there is none.
    pub fn is_disabled(&self, name: impl AsRef<str>) -> Option<bool> {
        self.graph.get(name.as_ref()).map(|node| node.disabled)
    }

    /// The names of the components, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.graph.nodes().map(|node| node.name())
    }

    /// The names of the components that the custom resource wants, in the order in which they were added.
    pub fn enabled(&self) -> impl Iterator<Item = &str> {
        let wanted = self.graph.nodes().filter(|node| !node.data().disabled);
        wanted.map(|node| node.name())
    }

    /// The names of the components that the custom resource does not want, in the order in which they were added.
    pub fn disabled(&self) -> impl Iterator<Item = &str> {
        let unwanted = self.graph.nodes().filter(|node| node.data().disabled);
        unwanted.map(|node| node.name())
    }

    /// The handle of the component of this name; `None` when there is none.
    pub fn handle(&self, name: impl AsRef<str>) -> Option<Handle> {
        let name = name.as_ref();
        self.contains(name).then(|| Handle::new(name))
    }

    /// The names of the components that a component waits for, in the order in which that was said; empty when there is no such
    /// component.
    pub fn upstreams(&self, name: impl AsRef<str>) -> Vec<&str> {
        let node = self.graph.node(name.as_ref());
        let upstreams = node.into_iter().flat_map(|node| node.upstreams());
        upstreams.map(|upstream| upstream.name()).collect()
    }

    /// How many components there are.
    pub fn len(&self) -> usize {
        self.graph.len()
    }

    /// Whether there are no components.
    pub fn is_empty(&self) -> bool {
        self.graph.is_empty()
    }

    fn insert(&mut self, component: impl Component, disabled: bool) -> Result<Handle> {
        let component: Arc<dyn ErasedComponent> = Arc::new(component);
        let name = component.name().to_owned();
        self.graph.add_node(
            name.as_str(),
            Node {
                component,
                disabled,
            },
        )?;
        Ok(Handle::new(&name))
    }

    fn connect(&mut self, component: &str, upstream: &str, edge: Edge) -> Result<()> {
        for name in [component, upstream] {
            if self.is_disabled(name) == Some(true) {
                return Err(Error::Rollout(format!(
                    "`{component}` cannot wait for `{upstream}`: `{name}` is disabled"
                )));
            }
        }
        self.graph.add_edge(component, upstream, edge)?;
        Ok(())
    }
}

/// The graph as the status shows it: `Graph({a:[],b:[a]})`.
impl fmt::Display for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.graph.fmt(f)
    }
}

impl fmt::Debug for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Components({})", self.graph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Named(&'static str);

    impl Component for Named {
        fn name(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn components_are_connected_by_handle_or_by_name() {
        let mut graph = Components::new();
        let web = graph.add(Named("web")).unwrap();
        let cache = graph.add(Named("cache")).unwrap();
        graph.add(Named("database")).unwrap();
        graph.after(&web, &cache).unwrap();
        graph.after_ready("web", "database").unwrap();
        assert_eq!(graph.upstreams(&web), ["cache", "database"]);
        assert_eq!(
            graph.to_string(),
            "Graph({web:[cache,database],cache:[],database:[]})"
        );
        assert_eq!(
            graph.names().collect::<Vec<_>>(),
            ["web", "cache", "database"]
        );
    }

    #[track_caller]
    fn check(result: Result<()>, text: &str) {
        let error = result.unwrap_err().to_string();
        assert!(error.contains(text), "{error}");
    }

    #[test]
    fn a_graph_refuses_what_would_break_it() {
        let mut graph = Components::new();
        graph.add(Named("web")).unwrap();
        graph.add(Named("cache")).unwrap();
        graph.add_disabled(Named("off")).unwrap();
        check(graph.add(Named("web")).map(drop), "`web`");
        check(graph.add(Named("")).map(drop), "name");
        check(graph.after("web", "off"), "`off` is disabled");
        check(graph.after_ready("off", "web"), "`off` is disabled");
        check(graph.after("web", "nobody"), "nobody");
        graph.after("web", "cache").unwrap();
        check(graph.after("cache", "web"), "cache");
        assert_eq!(graph.is_disabled("off"), Some(true));
        assert_eq!(graph.is_disabled("nobody"), None);
    }
}
