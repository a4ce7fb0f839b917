//! The paths of the parts of resources: `status`, `scale`, and the connections to pods, services and nodes.

use serde_json::json;

use super::collections::{basic, patched, scope_parameters, written};
use super::operation::{Operation, Parameter, Subject, in_path, prefix, query};
use super::schemas::{self, reference};
use crate::registry::Resource;
use crate::registry::parts::Part;
use crate::value::capital;

/// Paths below the version, with their operations.
pub(super) fn paths(resource: &Resource) -> Vec<(String, Vec<Operation>)> {
    let namespace = if resource.namespaced {
        "/namespaces/{namespace}"
    } else {
        ""
    };
    let mut paths = Vec::new();
    for part in resource.parts() {
        let path = format!("{namespace}/{}/{{name}}/{}", resource.plural(), part.name);
        let subject = subject(resource, part);
        match connection(part.name) {
            Some(_) if part.name == "log" => paths.push((path, vec![log(&subject)])),
            Some(parameters) => {
                if part.name == "proxy" {
                    let inner = format!("{path}/{{path}}");
                    paths.push((inner, connect(&subject, part, parameters, true)));
                }
                paths.push((path, connect(&subject, part, parameters, false)));
            }
            None => paths.push((path, plain(&subject, part))),
        }
    }
    paths
}

fn subject(resource: &Resource, part: Part) -> Subject<'_> {
    let (group, version) = part
        .api
        .unwrap_or((resource.group(), resource.version.as_str()));
    let kind = part.kind.unwrap_or(&resource.kind);
    Subject {
        resource,
        prefix: prefix(resource.group(), &resource.version),
        object: reference(&schemas::name_of(group, version, kind)),
    }
}

/// What a part that connects to something else takes; `None` for a part that is an object.
fn connection(part: &str) -> Option<&'static [Parameter]> {
    const STREAMS: [Parameter; 5] = [
        query("container", "string"),
        query("stderr", "boolean"),
        query("stdin", "boolean"),
        query("stdout", "boolean"),
        query("tty", "boolean"),
    ];
    const EXEC: [Parameter; 6] = [
        query("command", "string"),
        STREAMS[0],
        STREAMS[1],
        STREAMS[2],
        STREAMS[3],
        STREAMS[4],
    ];
    const LOG: [Parameter; 9] = [
        query("container", "string"),
        query("follow", "boolean"),
        query("insecureSkipTLSVerifyBackend", "boolean"),
        query("limitBytes", "integer"),
        query("previous", "boolean"),
        query("sinceSeconds", "integer"),
        query("stream", "string"),
        query("tailLines", "integer"),
        query("timestamps", "boolean"),
    ];
    match part {
        "attach" => Some(&STREAMS),
        "exec" => Some(&EXEC),
        "log" => Some(&LOG),
        "portforward" => Some(const { &[query("ports", "integer")] }),
        "proxy" => Some(const { &[query("path", "string")] }),
        _ => None,
    }
}

fn log(subject: &Subject<'_>) -> Operation {
    let kind = &subject.resource.kind;
    let mut operation = basic(subject, "get", "get", true);
    operation.id = format!("read{}{}{kind}Log", subject.prefix, subject.scope());
    operation.description = format!("read log of the specified {kind}");
    operation
        .parameters
        .extend(connection("log").into_iter().flatten());
    operation.answer = json!({"type": "string"});
    operation.produces.push("text/plain");
    operation
}

/// One operation for each method that is passed on.
fn connect(
    subject: &Subject<'_>,
    part: Part,
    parameters: &[Parameter],
    with_path: bool,
) -> Vec<Operation> {
    const ALL: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
    let methods = if part.name == "proxy" {
        &ALL[..]
    } else {
        &["get", "post"]
    };
    let resource = subject.resource;
    let group_version = (resource.group().to_owned(), resource.version.clone());
    let kind = part.kind.unwrap_or(&resource.kind).to_owned();
    let end = if with_path { "WithPath" } else { "" };
    let connect = |method: &&'static str| {
        let mut own = scope_parameters(resource, true);
        own.retain(|parameter| *parameter != query("pretty", "string"));
        own.extend(parameters);
        if with_path {
            own.push(in_path("path"));
        }
        let (verb, name) = (capital(method), &resource.kind);
        Operation {
            id: format!(
                "connect{}{verb}{}{name}{}{end}",
                subject.prefix,
                subject.scope(),
                capital(part.name)
            ),
            description: format!(
                "connect {} requests to {} of {name}",
                verb.to_uppercase(),
                part.name
            ),
            kind: Some((
                group_version.0.clone(),
                group_version.1.clone(),
                kind.clone(),
            )),
            parameters: own,
            produces: vec!["*/*"],
            answer: json!({"type": "string"}),
            ..basic(subject, method, "connect", true)
        }
    };
    methods.iter().map(connect).collect()
}

/// A part that is an object: its own kind, or another such as `Scale`.
fn plain(subject: &Subject<'_>, part: Part) -> Vec<Operation> {
    let resource = subject.resource;
    let name = format!("{}{}{}", subject.scope(), resource.kind, capital(part.name));
    let about = format!("{} of the specified {}", part.name, resource.kind);
    let mut operations = Vec::new();
    for (verb, method, start) in [
        ("get", "get", "read"),
        ("create", "post", "create"),
        ("update", "put", "replace"),
        ("patch", "patch", "patch"),
    ] {
        if !part.verbs.contains(&verb) {
            continue;
        }
        let action = if verb == "get" { "get" } else { method };
        let mut operation = basic(subject, method, action, true);
        operation.id = format!("{start}{}{name}", subject.prefix);
        operation.description = match verb {
            "get" => format!("read {about}"),
            "create" => format!("create {about}"),
            "update" => format!("replace {about}"),
            _ => format!("partially update {about}"),
        };
        if let Some((group, version)) = part.api.filter(|_| !resource.is_custom()) {
            let kind = part.kind.unwrap_or(&resource.kind);
            operation.kind = Some((group.to_owned(), version.to_owned(), kind.to_owned()));
        } else if let Some(kind) = part.kind.filter(|_| !resource.is_custom()) {
            operation.kind = Some((
                resource.group().to_owned(),
                resource.version.clone(),
                kind.to_owned(),
            ));
        }
        operations.push(match verb {
            "get" => {
                if resource.is_custom() {
                    operation
                        .parameters
                        .push(query("resourceVersion", "string"));
                }
                operation
            }
            "create" => written(subject, operation, &[200, 201, 202]),
            "update" => written(subject, operation, &[200, 201]),
            _ => patched(subject, operation),
        });
    }
    operations
}
