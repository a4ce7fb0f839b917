//! Discovery that is behind: kinds that are served and not told of.

use bytes::Bytes;
use serde_json::Value;

/// The document without these resources, given as `apps.example.com` or `pods`.
pub(super) fn hide(document: &Bytes, hidden: &[String]) -> Bytes {
    let Ok(mut value) = serde_json::from_slice::<Value>(document) else {
        return document.clone();
    };
    // The lists of one group and version, old and new.
    let group = value["groupVersion"]
        .as_str()
        .and_then(|it| it.split_once('/'));
    let group = group.map(|(group, _)| group.to_owned()).unwrap_or_default();
    retain(&mut value["resources"], "name", &group, hidden);
    for item in value["items"].as_array_mut().into_iter().flatten() {
        let group = item["metadata"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        for version in item["versions"].as_array_mut().into_iter().flatten() {
            retain(&mut version["resources"], "resource", &group, hidden);
        }
    }
    Bytes::from(value.to_string())
}

fn retain(resources: &mut Value, field: &str, group: &str, hidden: &[String]) {
    let Some(resources) = resources.as_array_mut() else {
        return;
    };
    resources.retain(|resource| {
        let name = resource[field].as_str().unwrap_or_default();
        // A subresource goes with its resource.
        let plural = name.split('/').next().unwrap_or_default();
        let full = match group {
            "" => plural.to_owned(),
            group => format!("{plural}.{group}"),
        };
        !hidden.contains(&full)
    });
}
