//! Field selectors.

use serde_json::Value;

use crate::registry::Resource;
use crate::status::Status;

/// A field selector: every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldSelector(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    field: String,
    value: String,
    equal: bool,
}

impl FieldSelector {
    /// Reads `metadata.name=a,status.phase!=Running`; a backslash takes the meaning of the character after it.
    pub(crate) fn parse(text: &str) -> Result<Self, Status> {
        let mut parts = split(text);
        parts.sort_unstable();
        let mut terms = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let (field, value, equal) = operands(part).ok_or_else(|| {
                Status::bad_request(format!(
                    "invalid selector: '{text}'; can't understand '{part}'"
                ))
            })?;
            terms.push(Term {
                field: field.to_owned(),
                value: unescape(value)?,
                equal,
            });
        }
        Ok(Self(terms))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same and the name.
    pub(crate) fn and_name(mut self, name: &str) -> Self {
        self.0.push(Term {
            field: "metadata.name".to_owned(),
            value: name.to_owned(),
            equal: true,
        });
        self
    }

    /// The one name that it selects, if any.
    pub(crate) fn name(&self) -> Option<&str> {
        let named = |term: &&Term| term.field == "metadata.name" && term.equal;
        self.0.iter().find(named).map(|term| term.value.as_str())
    }

    /// 400 for a field that the kind cannot be selected by.
    pub(crate) fn check(&self, resource: &Resource) -> Result<(), Status> {
        for term in &self.0 {
            check_field(resource, &term.field)?;
        }
        Ok(())
    }

    pub(crate) fn matches(&self, object: &Value) -> bool {
        self.0
            .iter()
            .all(|term| (text_at(object, &term.field) == term.value) == term.equal)
    }
}

/// The terms of a selector: commas that a backslash goes before are not between terms.
fn split(text: &str) -> Vec<&str> {
    let mut escaped = false;
    text.split(|c| {
        let is_end = c == ',' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    })
    .collect()
}

/// Field, value, and whether they must be equal.
fn operands(term: &str) -> Option<(&str, &str, bool)> {
    let at = term.char_indices().find_map(|(at, _)| {
        let rest = &term[at..];
        let operator = ["!=", "==", "="]
            .into_iter()
            .find(|it| rest.starts_with(it))?;
        Some((at, operator))
    });
    let (at, operator) = at?;
    let value = &term[at + operator.len()..];
    Some((&term[..at], value, operator != "!="))
}

/// A value without the backslashes that protect commas, equals signs and backslashes.
fn unescape(value: &str) -> Result<String, Status> {
    let refused = |what: String| Status::bad_request(format!("invalid field selector: {what}"));
    let mut text = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some(c @ ('\\' | ',' | '=')) => text.push(c),
                Some(c) => return Err(refused(format!("invalid escape sequence: \\{c}"))),
                None => return Err(refused("invalid escape sequence: \\".to_owned())),
            },
            ',' | '=' => {
                let code = u32::from(c);
                return Err(refused(format!("unescaped character in value: {code}")));
            }
            c => text.push(c),
        }
    }
    Ok(text)
}

fn check_field(resource: &Resource, field: &str) -> Result<(), Status> {
    let (group, kind) = (resource.group(), resource.kind.as_str());
    let own = fields_of(group, kind);
    let in_namespace = field == "metadata.namespace"
        && !matches!(kind, "Node" | "Namespace")
        && !matches!(kind, "CertificateSigningRequest" | "ResourceSlice");
    let mut selectable = resource.selectable.iter();
    let known = field == "metadata.name"
        || in_namespace
        || own.contains(&field)
        || selectable.any(|path| path.trim_start_matches('.') == field);
    if known {
        return Ok(());
    }
    Err(Status::bad_request(match (group, kind) {
        ("batch", "Job") => format!("field label {field:?} not supported for Job"),
        ("resource.k8s.io", "ResourceSlice") => format!(
            "field label not supported for {}, Kind={kind}: {field}",
            resource.api_version()
        ),
        _ if own.is_empty() && !resource.is_custom() => format!(
            "{field:?} is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        ),
        _ => format!("field label not supported: {field}"),
    }))
}

/// The fields that a built-in kind can be selected by, beside name and namespace.
fn fields_of(group: &str, kind: &str) -> &'static [&'static str] {
    match (group, kind) {
        ("", "Pod") => &[
            "spec.host",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ],
        ("", "Node") => &["spec.unschedulable"],
        ("", "Namespace") => &["status.phase"],
        ("", "Secret") => &["type"],
        ("", "Service") => &["spec.clusterIP", "spec.type"],
        ("", "ReplicationController") => &["status.replicas"],
        ("batch", "Job") => &["status.successful"],
        ("certificates.k8s.io", "CertificateSigningRequest") => &["spec.signerName"],
        ("resource.k8s.io", "ResourceSlice") => &["spec.nodeName", "spec.driver"],
        ("", "Event") => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        ("events.k8s.io", "Event") => &[
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "regarding.apiVersion",
            "regarding.resourceVersion",
            "regarding.fieldPath",
            "reason",
            "reportingController",
            "type",
        ],
        _ => &[],
    }
}

/// The value of a field as selectors compare it; absent is empty.
fn text_at(object: &Value, path: &str) -> String {
    let path = match path {
        "status.successful" => "status.succeeded",
        "spec.host" => "spec.nodeName",
        "reportingController" => "reportingComponent",
        "source" => match object["source"]["component"].as_str() {
            None | Some("") => "reportingComponent",
            Some(_) => "source.component",
        },
        other => other,
    };
    // Events are stored as those of the core group.
    if let Some(rest) = path.strip_prefix("regarding.") {
        return text_at(object, &format!("involvedObject.{rest}"));
    }
    let mut value = object;
    for part in path.split('.') {
        value = &value[part];
    }
    match value {
        Value::String(text) => text.clone(),
        Value::Null => default_at(path).to_owned(),
        other => other.to_string(),
    }
}

/// What a number or flag that is left out counts as.
fn default_at(path: &str) -> &'static str {
    match path {
        "status.replicas" | "status.succeeded" => "0",
        "spec.unschedulable" | "spec.hostNetwork" => "false",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::FieldSelector;

    #[test]
    fn field_selectors_compare_text_and_know_the_fields_of_the_kind() {
        let pod = json!({"metadata": {"name": "a"}, "status": {"phase": "Running"}});
        let matches = |text: &str| FieldSelector::parse(text).unwrap().matches(&pod);
        assert!(matches("metadata.name=a,status.phase!=Pending"));
        assert!(!matches("metadata.name=b"));
        assert!(FieldSelector::parse("a").is_err());
    }
}
