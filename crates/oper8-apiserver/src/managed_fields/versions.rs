//! Entries of other versions, for kinds whose versions have other fields.

use oper8_schema::protobuf::shape_of;
use oper8_schema::typed;
use serde_json::Value;

use super::entries::Entries;

/// Takes from the entries of other versions what changed as they see it.
///
/// To be called on what [`super::update`] made of `new`. `see` shows an object in another version; entries of versions
/// that cannot be had are dropped, as on a real server.
pub(crate) fn follow_versions(
    live: &Value,
    new: &mut Value,
    own: &str,
    see: impl Fn(&str, &Value) -> Option<Value>,
) {
    let Ok(mut entries) = Entries::of(new) else {
        return;
    };
    let kind = new["kind"].as_str().unwrap_or_default();
    entries.0.retain_mut(|entry| {
        if entry.api_version == own {
            return true;
        }
        let seen = |object| see(&entry.api_version, object);
        let (Some(old), Some(now), Some(shape)) =
            (seen(live), seen(new), shape_of(&entry.api_version, kind))
        else {
            return false;
        };
        let comparison = typed::compare(&old, &now, shape);
        let gone = comparison.changed().union(&comparison.removed);
        entry.fields = entry.fields.difference(&gone);
        !entry.fields.is_empty()
    });
    entries.write(new);
}
