//! What the type of a resource tells about its kind.

use kube_core::discovery::ApiResource;
use kube_core::{ClusterResourceScope, NamespaceResourceScope, Resource};

/// A scope that is known at compile time: that of every type but `DynamicObject`.
pub trait KnownScope {
    /// Whether objects of the kind live in namespaces.
    const NAMESPACED: bool;
}

impl KnownScope for NamespaceResourceScope {
    const NAMESPACED: bool = true;
}

impl KnownScope for ClusterResourceScope {
    const NAMESPACED: bool = false;
}

/// How a resource type tells its kind: types of the `kube` derive and of `k8s-openapi` at compile time (`()`), `DynamicObject`
/// at run time ([`ApiResource`]).
pub trait KindSource: Send + Sync + 'static {
    /// The kind of `K` where it is known at compile time.
    fn api_resource<K: Resource<DynamicType = Self>>() -> Option<ApiResource>;
}

impl KindSource for () {
    fn api_resource<K: Resource<DynamicType = Self>>() -> Option<ApiResource> {
        Some(ApiResource::erase::<K>(&()))
    }
}

impl KindSource for ApiResource {
    fn api_resource<K: Resource<DynamicType = Self>>() -> Option<ApiResource> {
        None
    }
}
