//! The steps that watch: events are read as they come.

use std::time::Duration;

use anyhow::{Context as _, bail};
use http_body_util::BodyExt as _;
use kube_client::client::Body;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use crate::answer::Answer;

/// How long all the events of a step may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads `wanted` events of a watch that has begun, or all until it ends; what else came as answer is taken whole.
pub(crate) async fn read(
    response: http::Response<Body>,
    wanted: Option<usize>,
) -> anyhow::Result<Answer> {
    let (parts, mut body) = response.into_parts();
    if !parts.status.is_success() {
        let bytes = body
            .collect()
            .await
            .context("the answer breaks off")?
            .to_bytes();
        return Ok(Answer::new(parts.status.as_u16(), parts.headers, &bytes));
    }
    let deadline = Instant::now() + PATIENCE;
    let mut events: Vec<Value> = Vec::new();
    let mut rest: Vec<u8> = Vec::new();
    while wanted.is_none_or(|wanted| events.len() < wanted) {
        let Ok(frame) = timeout_at(deadline, body.frame()).await else {
            bail!("{} after {} s", so_far(&events, wanted), PATIENCE.as_secs());
        };
        let Some(frame) = frame else {
            if wanted.is_some() {
                bail!(
                    "{} when the server ended the watch",
                    so_far(&events, wanted)
                );
            }
            break;
        };
        if let Ok(bytes) = frame.context("the watch breaks off")?.into_data() {
            rest.extend_from_slice(&bytes);
        }
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            events.push(serde_json::from_slice(&line).context("an event is no JSON")?);
        }
    }
    events.truncate(wanted.unwrap_or(usize::MAX));
    Ok(Answer {
        code: parts.status.as_u16(),
        headers: parts.headers,
        body: events.into(),
    })
}

fn so_far(events: &[Value], wanted: Option<usize>) -> String {
    let types: Vec<&str> = events
        .iter()
        .filter_map(|event| event["type"].as_str())
        .collect();
    let wanted = wanted.map_or_else(|| "the end".to_owned(), |wanted| format!("{wanted} events"));
    format!("the watch sent {types:?} instead of {wanted}")
}
