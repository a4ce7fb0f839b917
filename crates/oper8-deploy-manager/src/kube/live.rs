//! Reads that ask the server.

use std::sync::Arc;

use ::http::Method;
use futures_util::StreamExt as _;
use kube_client::core::WatchEvent as Event;
use serde_json::{Map, Value};

use super::Shared;
use super::discovery::Resource;
use super::http::Task;
use super::retry::retried;
use crate::{DeployError, ObjectKey, Query, Reader, Result, WatchEvent, WatchStream};

/// How many objects one page of a list holds.
const PAGE: &str = "500";

/// The reader that asks the server.
pub(crate) struct LiveReader(pub(crate) Arc<Shared>);

impl Reader for LiveReader {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        get(&self.0, key).await
    }

    async fn list(&self, query: &Query) -> Result<Vec<Arc<Value>>> {
        list(&self.0, query).await
    }
}

pub(crate) async fn get(shared: &Shared, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
    match shared.discovery.resolve(&key.api_version, &key.kind).await {
        Ok(resource) => get_as(shared, key, &resource).await,
        Err(DeployError::UnknownKind { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn get_as(
    shared: &Shared,
    key: &ObjectKey,
    resource: &Arc<Resource>,
) -> Result<Option<Arc<Value>>> {
    let task = Task {
        verb: "get",
        object: key,
    };
    let uri = resource.object(key)?;
    let found = retried(&shared.settings, |_| shared.http.get(task, &uri)).await;
    match found {
        Ok(object) => Ok(Some(Arc::new(object))),
        Err(error) if is_unserved(&error) => {
            let fresh = shared
                .discovery
                .refresh(&key.api_version, &key.kind, resource)
                .await;
            match fresh {
                Ok(fresh) if !fresh.is_served_as(resource) => {
                    Box::pin(get_as(shared, key, &fresh)).await
                }
                Ok(_) | Err(DeployError::UnknownKind { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the server does not know the path at all, as opposed to the object: it then answers in plain text.
pub(crate) fn is_unserved(error: &DeployError) -> bool {
    matches!(error, DeployError::Api { status, .. } if status.code == 404 && status.reason.is_empty())
}

pub(crate) async fn list(shared: &Shared, query: &Query) -> Result<Vec<Arc<Value>>> {
    let resource = match shared
        .discovery
        .resolve(&query.api_version, &query.kind)
        .await
    {
        Ok(resource) => resource,
        Err(DeployError::UnknownKind { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    match pages(shared, query, &resource).await {
        // The history that the pages belong to is gone; a fresh list starts a new one.
        Err(error) if error.is_gone() => pages(shared, query, &resource).await,
        Err(error) if is_unserved(&error) => {
            match shared
                .discovery
                .refresh(&query.api_version, &query.kind, &resource)
                .await
            {
                Ok(fresh) if !fresh.is_served_as(&resource) => pages(shared, query, &fresh).await,
                Ok(_) | Err(DeployError::UnknownKind { .. }) => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        }
        other => other,
    }
}

async fn pages(shared: &Shared, query: &Query, resource: &Resource) -> Result<Vec<Arc<Value>>> {
    let task = Task {
        verb: "list",
        object: query,
    };
    let mut objects = Vec::new();
    let mut token = String::new();
    loop {
        let mut more = vec![("limit", PAGE)];
        if !token.is_empty() {
            more.push(("continue", &token));
        }
        let uri = query.uri(resource, &more);
        let mut page = retried(&shared.settings, |_| shared.http.get(task, &uri)).await?;
        if let Some(Value::Array(items)) = page.get_mut("items").map(Value::take) {
            objects.extend(items.into_iter().map(|item| Arc::new(typed(query, item))));
        }
        match page.pointer("/metadata/continue").and_then(Value::as_str) {
            Some(next) if !next.is_empty() => next.clone_into(&mut token),
            _ => return Ok(objects),
        }
    }
}

/// An item of a list, with the kind that the server leaves out there.
fn typed(query: &Query, item: Value) -> Value {
    let Value::Object(mut fields) = item else {
        return item;
    };
    if fields.contains_key("kind") && fields.contains_key("apiVersion") {
        return Value::Object(fields);
    }
    let mut object = Map::new();
    object.insert("apiVersion".to_owned(), query.api_version.clone().into());
    object.insert("kind".to_owned(), query.kind.clone().into());
    object.append(&mut fields);
    Value::Object(object)
}

pub(crate) async fn watch(
    shared: &Arc<Shared>,
    query: &Query,
    from: Option<&str>,
) -> Result<WatchStream> {
    let resource = shared
        .discovery
        .resolve(&query.api_version, &query.kind)
        .await?;
    let mut more = vec![("watch", "true"), ("allowWatchBookmarks", "true")];
    more.extend(from.map(|version| ("resourceVersion", version)));
    let request = ::http::Request::builder()
        .method(Method::GET)
        .uri(query.uri(&resource, &more))
        .body(Vec::new());
    let text = query.to_string();
    let request = request.map_err(|error| {
        Task {
            verb: "watch",
            object: &text,
        }
        .transport(error)
    })?;
    let events = shared
        .http
        .client()
        .request_events::<Value>(request)
        .await
        .map_err(|error| refused(&text, error))?;
    let stream = events.map(move |event| match event {
        Ok(event) => told(&text, event),
        Err(error) => Err(refused(&text, error)),
    });
    Ok(until_error(stream.boxed()))
}

/// Ends a stream after its first error.
fn until_error(stream: WatchStream) -> WatchStream {
    futures_util::stream::unfold(Some(stream), |stream| async move {
        let mut stream = stream?;
        let event = stream.next().await?;
        let rest = event.is_ok().then_some(stream);
        Some((event, rest))
    })
    .boxed()
}

fn told(query: &String, event: Event<Value>) -> Result<WatchEvent> {
    Ok(match event {
        Event::Added(object) => WatchEvent::Added(object),
        Event::Modified(object) => WatchEvent::Modified(object),
        Event::Deleted(object) => WatchEvent::Deleted(object),
        Event::Bookmark(bookmark) => WatchEvent::Bookmark {
            resource_version: bookmark.metadata.resource_version,
        },
        Event::Error(status) => {
            return Err(refused(query, kube_client::Error::Api(status)));
        }
    })
}

fn refused(query: &String, error: kube_client::Error) -> DeployError {
    let task = Task {
        verb: "watch",
        object: query,
    };
    match error {
        kube_client::Error::Api(status) => task.api(crate::ApiStatus {
            code: status.code,
            reason: status.reason,
            message: status.message,
            causes: Vec::new(),
            retry_after: None,
        }),
        kube_client::Error::SerdeError(error) => task.answer(error),
        other => task.transport(other),
    }
}
