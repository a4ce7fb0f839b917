//! Manifests from files: what they must hold, and what to say when they do not.

use std::path::{Path, PathBuf};

use serde_json::Value;

use oper8_reconcile::report;

use crate::failure::Failure;

/// The one custom resource in the file `path`, where `-` is standard input.
///
/// # Errors
///
/// Names the file, and what is missing in it.
pub(crate) fn custom_resource(path: &Path) -> Result<Value, Failure> {
    let (mut documents, name) = if path == Path::new("-") {
        let name = "standard input".to_owned();
        (
            parse(&name, std::io::read_to_string(std::io::stdin()))?,
            name,
        )
    } else {
        (documents(path)?, path.display().to_string())
    };
    match documents.len() {
        1 => Ok(documents.remove(0)),
        0 => Err(Failure::usage(format!(
            "{name} holds no resource: a custom resource with apiVersion, kind and metadata.name is expected"
        ))),
        found => Err(Failure::usage(format!(
            "{name} holds {found} resources: one custom resource is expected (other resources come from --resources)"
        ))),
    }
}

/// Every resource in the file `path`, or in the YAML and JSON files below the folder `path`, in order of their names.
///
/// # Errors
///
/// Names the file, the document, and what is missing in it.
pub(crate) fn resources(path: &Path) -> Result<Vec<Value>, Failure> {
    if !path.is_dir() {
        return documents(path);
    }
    let mut found = Vec::new();
    for file in files(path)? {
        found.extend(documents(&file)?);
    }
    Ok(found)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable =
        |error| Failure::usage(format!("could not read {}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path
            .extension()
            .is_some_and(|name| name == "yaml" || name == "yml" || name == "json")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn documents(path: &Path) -> Result<Vec<Value>, Failure> {
    parse(&path.display().to_string(), std::fs::read_to_string(path))
}

/// The resources in what was read of `name`.
fn parse(name: &str, text: std::io::Result<String>) -> Result<Vec<Value>, Failure> {
    let text = text.map_err(|error| Failure::usage(format!("could not read {name}: {error}")))?;
    let documents: Vec<Value> = serde_saphyr::from_multiple(&text)
        .map_err(|error| Failure::usage(format!("{name} is not valid YAML: {}", report(&error))))?;
    let documents: Vec<Value> = documents
        .into_iter()
        .filter(|document| !document.is_null())
        .collect();
    let count = documents.len();
    for (index, document) in documents.iter().enumerate() {
        let place = if count == 1 {
            name.to_owned()
        } else {
            format!("{name}, document {}", index + 1)
        };
        check(document).map_err(|problem| Failure::usage(format!("{place} {problem}")))?;
    }
    Ok(documents)
}

/// Whether `document` is a Kubernetes resource; if not, what it lacks.
fn check(document: &Value) -> Result<(), String> {
    let Some(fields) = document.as_object() else {
        return Err(format!(
            "is no resource: a mapping with apiVersion, kind and metadata.name is expected, found {}",
            type_name(document)
        ));
    };
    let missing: Vec<&str> = [
        ("apiVersion", fields.get("apiVersion")),
        ("kind", fields.get("kind")),
        ("metadata.name", document.pointer("/metadata/name")),
    ]
    .into_iter()
    .filter(|(_, value)| value.and_then(Value::as_str).is_none_or(str::is_empty))
    .map(|(name, _)| name)
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "is no resource: it lacks {} (a text that is not empty)",
        missing.join(" and ")
    ))
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_file(text: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cr.yaml");
        std::fs::write(&path, text).unwrap();
        let message = match custom_resource(&path) {
            Ok(value) => value.to_string(),
            Err(failure) => failure.to_string(),
        };
        let message = message.replace(&format!("{}", path.display()), "cr.yaml");
        assert_eq!(message, expected);
    }

    #[test]
    fn a_file_with_one_resource_is_read() {
        check_file(
            "kind: A\napiVersion: v1\nmetadata: {name: x}\n---\n",
            r#"{"apiVersion":"v1","kind":"A","metadata":{"name":"x"}}"#,
        );
    }

    #[test]
    fn each_mistake_is_named() {
        check_file(
            "- 1\n",
            "cr.yaml is no resource: a mapping with apiVersion, kind and metadata.name is expected, found a list",
        );
        check_file(
            "kind: A\nmetadata: {}\n",
            "cr.yaml is no resource: it lacks apiVersion and metadata.name (a text that is not empty)",
        );
        check_file(
            "",
            "cr.yaml holds no resource: a custom resource with apiVersion, kind and metadata.name is expected",
        );
        check_file(
            "kind: A\napiVersion: v1\nmetadata: {name: x}\n---\nkind: A\n",
            "cr.yaml, document 2 is no resource: it lacks apiVersion and metadata.name (a text that is not empty)",
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let failure = custom_resource(Path::new("nowhere.yaml")).unwrap_err();
        assert!(
            failure
                .to_string()
                .starts_with("could not read nowhere.yaml: "),
            "{failure}"
        );
    }
}
