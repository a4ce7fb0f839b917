//! Manifests from files: what they must hold, and what to say when they do not.

use std::path::Path;

use oper8_reconcile::manifests::{from_dir, from_file, from_yaml};
use serde_json::Value;

use crate::failure::Failure;

/// The one custom resource in the file `path`, where `-` is standard input.
///
/// # Errors
///
/// Names the file, and what is missing in it.
pub(crate) fn custom_resource(path: &Path) -> Result<Value, Failure> {
    let (found, name) = if path == Path::new("-") {
        let name = "standard input".to_owned();
        let text = std::io::read_to_string(std::io::stdin())
            .map_err(|error| Failure::usage(format!("could not read {name}: {error}")))?;
        (from_yaml(&name, &text), name)
    } else {
        (from_file(path), path.display().to_string())
    };
    let mut found = found.map_err(Failure::usage)?;
    match found.len() {
        1 => Ok(found.remove(0)),
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
    let found = match path.is_dir() {
        true => from_dir(path),
        false => from_file(path),
    };
    found.map_err(Failure::usage)
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
            "cr.yaml, document 1 (line 1) is no resource: a mapping with apiVersion, kind and metadata.name is expected, found a list",
        );
        check_file(
            "kind: A\nmetadata: {}\n",
            "cr.yaml, document 1 (line 1) is no resource: it lacks apiVersion and metadata.name (a text that is not empty)",
        );
        check_file(
            "",
            "cr.yaml holds no resource: a custom resource with apiVersion, kind and metadata.name is expected",
        );
        check_file(
            "kind: A\napiVersion: v1\nmetadata: {name: x}\n---\nkind: A\n",
            "cr.yaml, document 2 (line 5) is no resource: it lacks apiVersion and metadata.name (a text that is not empty)",
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
