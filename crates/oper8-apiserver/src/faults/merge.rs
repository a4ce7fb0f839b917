//! Events of which only the newest of each object is sent.

use bytes::Bytes;
use serde_json::{Value, json};

/// Events in the order in which their objects last changed.
#[derive(Default)]
pub(super) struct Merged(Vec<Known>);

struct Known {
    /// Namespace and name.
    place: (Value, Value),
    /// Whether the reader of the events knows the object already.
    existed: bool,
    kind: String,
    object: Value,
}

impl Merged {
    /// Adds an event, a line of a watch.
    pub(super) fn add(&mut self, line: &[u8]) {
        // Every line was written by this server.
        let Ok(mut event) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        let kind = event["type"].as_str().unwrap_or_default().to_owned();
        let object = event["object"].take();
        let metadata = &object["metadata"];
        let place = (metadata["namespace"].clone(), metadata["name"].clone());
        let before = self.0.iter().position(|known| known.place == place);
        let existed = match before {
            Some(index) => self.0.remove(index).existed,
            None => kind != "ADDED",
        };
        if existed || kind != "DELETED" {
            self.0.push(Known {
                place,
                existed,
                kind,
                object,
            });
        }
    }

    /// The events as lines, and forgets them.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Bytes> + use<> {
        std::mem::take(&mut self.0).into_iter().map(|known| {
            let kind = match known.kind.as_str() {
                "DELETED" => "DELETED",
                _ if known.existed => "MODIFIED",
                _ => "ADDED",
            };
            Bytes::from(format!(
                "{}\n",
                json!({"type": kind, "object": known.object})
            ))
        })
    }
}
