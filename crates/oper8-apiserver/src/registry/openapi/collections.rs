//! The paths of a resource: its collections, its objects, and the older paths of watches.

use super::operation::{Operation, Parameter, RequestBody, Subject, in_path, one, prefix, query};
use super::schemas::{self, DELETE_OPTIONS, PATCH, STATUS, WATCH_EVENT, reference};
use crate::registry::Resource;

const LIST: [Parameter; 11] = [
    query("allowWatchBookmarks", "boolean"),
    query("continue", "string"),
    query("fieldSelector", "string"),
    query("labelSelector", "string"),
    query("limit", "integer"),
    query("resourceVersion", "string"),
    query("resourceVersionMatch", "string"),
    query("sendInitialEvents", "boolean"),
    query("shardSelector", "string"),
    query("timeoutSeconds", "integer"),
    query("watch", "boolean"),
];

const DELETE: [Parameter; 5] = [
    query("dryRun", "string"),
    query("gracePeriodSeconds", "integer"),
    query(
        "ignoreStoreReadErrorWithClusterBreakingPotential",
        "boolean",
    ),
    query("orphanDependents", "boolean"),
    query("propagationPolicy", "string"),
];

const WRITE: [Parameter; 3] = [
    query("dryRun", "string"),
    query("fieldManager", "string"),
    query("fieldValidation", "string"),
];

/// Paths below the version, with their operations.
pub(super) fn paths(resource: &Resource) -> Vec<(String, Vec<Operation>)> {
    let subject = Subject {
        resource,
        prefix: prefix(resource.group(), &resource.version),
        object: reference(&schemas::name_of_resource(resource)),
    };
    let plural = resource.plural();
    let namespace = if resource.namespaced {
        "/namespaces/{namespace}"
    } else {
        ""
    };
    let mut paths = vec![
        (format!("{namespace}/{plural}"), collection(&subject)),
        (format!("{namespace}/{plural}/{{name}}"), object(&subject)),
    ];
    if resource.namespaced && allows(resource, "list") {
        paths.push((format!("/{plural}"), vec![list(&subject, true)]));
    }
    if !resource.is_custom() && allows(resource, "watch") {
        paths.extend(watches(&subject, namespace));
    }
    paths.retain(|(_, operations)| !operations.is_empty());
    paths
}

fn allows(resource: &Resource, verb: &str) -> bool {
    resource.verbs.iter().any(|known| known == verb)
}

/// The parameters that every path of objects in this scope has.
pub(super) fn scope_parameters(resource: &Resource, named: bool) -> Vec<Parameter> {
    let name = named.then_some(in_path("name"));
    let namespace = resource.namespaced.then_some(in_path("namespace"));
    let pretty = Some(query("pretty", "string"));
    [name, namespace, pretty].into_iter().flatten().collect()
}

/// An operation on the kind itself; the caller says what is different.
pub(super) fn basic(
    subject: &Subject<'_>,
    method: &'static str,
    action: &'static str,
    named: bool,
) -> Operation {
    Operation {
        method,
        id: String::new(),
        description: String::new(),
        action,
        kind: Some(subject.own_kind()),
        parameters: scope_parameters(subject.resource, named),
        body: None,
        codes: &[200],
        produces: subject.produces(),
        answer: subject.object.clone(),
    }
}

fn list(subject: &Subject<'_>, everywhere: bool) -> Operation {
    let resource = subject.resource;
    let (scope, end) = if everywhere {
        ("", "ForAllNamespaces")
    } else {
        (subject.scope(), "")
    };
    let mut operation = basic(subject, "get", "list", false);
    if everywhere {
        operation
            .parameters
            .retain(|parameter| *parameter != in_path("namespace"));
    }
    operation.id = format!("list{}{scope}{}{end}", subject.prefix, resource.kind);
    let what = if allows(resource, "watch") && !resource.is_custom() {
        "list or watch"
    } else {
        "list"
    };
    operation.description = format!("{what} objects of kind {}", resource.kind);
    operation.parameters.extend(LIST);
    operation.answer = reference(&schemas::name_of_list(resource));
    add_streams(subject, &mut operation);
    operation
}

fn add_streams(subject: &Subject<'_>, operation: &mut Operation) {
    if !subject.is_custom() {
        operation.produces.extend([
            "application/json;stream=watch",
            "application/vnd.kubernetes.protobuf;stream=watch",
        ]);
    }
}

fn collection(subject: &Subject<'_>) -> Vec<Operation> {
    let resource = subject.resource;
    let mut operations = Vec::new();
    if allows(resource, "list") {
        operations.push(list(subject, false));
    }
    if allows(resource, "create") {
        let mut operation = basic(subject, "post", "post", false);
        operation.id = format!(
            "create{}{}{}",
            subject.prefix,
            subject.scope(),
            resource.kind
        );
        operation.description = format!("create {}", one(&resource.kind));
        operations.push(written(subject, operation, &[200, 201, 202]));
    }
    if allows(resource, "deletecollection") {
        let mut operation = basic(subject, "delete", "deletecollection", false);
        let (prefix, scope) = (&subject.prefix, subject.scope());
        operation.id = format!("delete{prefix}Collection{scope}{}", resource.kind);
        operation.description = format!("delete collection of {}", resource.kind);
        operation.answer = reference(STATUS);
        if subject.is_custom() {
            operation.parameters.extend(LIST);
        } else {
            let own = LIST.into_iter().filter(|parameter| {
                *parameter != query("allowWatchBookmarks", "boolean")
                    && *parameter != query("watch", "boolean")
            });
            operation.parameters.extend(own.chain(DELETE));
            operation.parameters.sort();
            operation.body = Some(delete_options(subject));
        }
        operations.push(operation);
    }
    operations
}

fn delete_options(subject: &Subject<'_>) -> RequestBody {
    RequestBody {
        required: false,
        consumes: subject.consumes(),
        schema: reference(DELETE_OPTIONS),
    }
}

/// An operation that takes an object.
pub(super) fn written(
    subject: &Subject<'_>,
    mut operation: Operation,
    codes: &'static [u16],
) -> Operation {
    operation.parameters.extend(WRITE);
    operation.codes = codes;
    operation.body = Some(RequestBody {
        required: true,
        consumes: subject.consumes(),
        schema: operation.answer.clone(),
    });
    operation
}

/// An operation that takes a patch.
pub(super) fn patched(subject: &Subject<'_>, mut operation: Operation) -> Operation {
    operation.parameters.extend(WRITE);
    operation.parameters.push(query("force", "boolean"));
    operation.codes = if subject.is_custom() {
        &[200]
    } else {
        &[200, 201]
    };
    operation.body = Some(RequestBody {
        required: true,
        consumes: subject.patches(),
        schema: reference(PATCH),
    });
    operation
}

fn object(subject: &Subject<'_>) -> Vec<Operation> {
    let resource = subject.resource;
    let (prefix, scope, kind) = (&subject.prefix, subject.scope(), &resource.kind);
    let mut operations = Vec::new();
    if allows(resource, "get") {
        let mut operation = basic(subject, "get", "get", true);
        operation.id = format!("read{prefix}{scope}{kind}");
        operation.description = format!("read the specified {kind}");
        if subject.is_custom() {
            operation
                .parameters
                .push(query("resourceVersion", "string"));
        }
        operations.push(operation);
    }
    if allows(resource, "update") {
        let mut operation = basic(subject, "put", "put", true);
        operation.id = format!("replace{prefix}{scope}{kind}");
        operation.description = format!("replace the specified {kind}");
        operations.push(written(subject, operation, &[200, 201]));
    }
    if allows(resource, "delete") {
        let mut operation = basic(subject, "delete", "delete", true);
        operation.id = format!("delete{prefix}{scope}{kind}");
        operation.description = format!("delete {}", one(kind));
        operation.parameters.extend(DELETE);
        operation.codes = &[200, 202];
        operation.body = Some(delete_options(subject));
        if !resource.gives_deleted() {
            operation.answer = reference(STATUS);
        }
        operations.push(operation);
    }
    if allows(resource, "patch") {
        let mut operation = basic(subject, "patch", "patch", true);
        operation.id = format!("patch{prefix}{scope}{kind}");
        operation.description = format!("partially update the specified {kind}");
        operations.push(patched(subject, operation));
    }
    operations
}

/// The paths of watches as they were before `?watch`.
fn watches(subject: &Subject<'_>, namespace: &str) -> Vec<(String, Vec<Operation>)> {
    let resource = subject.resource;
    let (plural, kind, prefix) = (resource.plural(), &resource.kind, &subject.prefix);
    let watch = |action, named: bool, id: String| {
        let mut operation = basic(subject, "get", action, named);
        operation.id = id;
        operation.description = format!("watch changes to objects of kind {kind}");
        operation.parameters.extend(LIST);
        operation.answer = reference(WATCH_EVENT);
        add_streams(subject, &mut operation);
        operation
    };
    let scope = subject.scope();
    let all = watch(
        "watchlist",
        false,
        format!("watch{prefix}{scope}{kind}List"),
    );
    let single = watch("watch", true, format!("watch{prefix}{scope}{kind}"));
    let mut paths = vec![
        (format!("/watch{namespace}/{plural}"), vec![all]),
        (format!("/watch{namespace}/{plural}/{{name}}"), vec![single]),
    ];
    if resource.namespaced {
        let id = format!("watch{prefix}{kind}ListForAllNamespaces");
        let mut everywhere = watch("watchlist", false, id);
        everywhere
            .parameters
            .retain(|parameter| *parameter != in_path("namespace"));
        paths.push((format!("/watch/{plural}"), vec![everywhere]));
    }
    paths
}
