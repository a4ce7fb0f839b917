//! Where the values of a Secret are, and how they are kept from who only looks.

use serde_json::Value;

/// The fields of a Secret that hold its values. `kubectl apply` copies them, with the whole manifest, into an annotation
/// ([`LAST_APPLIED`](crate::LAST_APPLIED)).
pub(crate) const SECRET_FIELDS: [&str; 3] = [
    "/data",
    "/stringData",
    "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
];

/// Puts `replacement` in the place of each value of a core `Secret`, and of the copy that `kubectl apply` leaves in an
/// annotation: for what is shown, logged or written to a file. The names of the entries stay; other kinds are left alone.
///
/// # Examples
///
/// ```
/// use oper8_deploy_manager::redact_secret;
/// use serde_json::json;
///
/// let mut object = json!({"apiVersion": "v1", "kind": "Secret", "data": {"password": "aHVudGVyMg=="}});
/// redact_secret(&mut object, "<redacted>");
/// assert_eq!(object["data"], json!({"password": "<redacted>"}));
/// ```
pub fn redact_secret(object: &mut Value, replacement: &str) {
    let is = |field: &str, text: &str| object.get(field).is_some_and(|it| it == text);
    if !is("apiVersion", "v1") || !is("kind", "Secret") {
        return;
    }
    for field in SECRET_FIELDS {
        match object.pointer_mut(field) {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => entries
                .values_mut()
                .for_each(|value| *value = replacement.into()),
            // No Secret has another shape; what somebody wrote there may still be a secret.
            Some(other) => *other = replacement.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::LAST_APPLIED;

    fn redacted(mut object: Value) -> Value {
        redact_secret(&mut object, "-");
        object
    }

    #[test]
    fn values_and_their_copy_are_replaced_and_names_stay() {
        let secret = json!({
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": {"name": "a", "annotations": {LAST_APPLIED: "{\"data\":{\"a\":\"eA==\"}}", "b": "c"}},
            "data": {"a": "eA=="}, "stringData": {"d": "e"},
        });
        let expected = json!({
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": {"name": "a", "annotations": {LAST_APPLIED: "-", "b": "c"}},
            "data": {"a": "-"}, "stringData": {"d": "-"},
        });
        assert_eq!(redacted(secret), expected);
    }

    #[test]
    fn a_secret_of_the_wrong_shape_is_redacted_too() {
        let secret =
            json!({"apiVersion": "v1", "kind": "Secret", "data": ["x"], "stringData": null});
        let expected =
            json!({"apiVersion": "v1", "kind": "Secret", "data": "-", "stringData": null});
        assert_eq!(redacted(secret), expected);
    }

    #[test]
    fn other_kinds_are_left_alone() {
        for object in [
            json!({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"}}),
            json!({"apiVersion": "demo.oper8.org/v1", "kind": "Secret", "data": {"a": "b"}}),
            json!({"kind": "Secret", "data": {"a": "b"}}),
            json!("Secret"),
        ] {
            assert_eq!(redacted(object.clone()), object);
        }
    }
}
