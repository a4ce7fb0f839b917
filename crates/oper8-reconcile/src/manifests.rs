//! Manifests as people write them: YAML texts, files and directories, several documents each.

mod files;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use serde_saphyr::{Location, Spanned, UserMessageFormatter};

use crate::error::{Error, Result};

pub(crate) use files::{read_dir, read_file};

/// One resource, and where it was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) manifest: Value,
    pub(crate) place: Place,
}

/// Where a resource was written, as `web.yaml, document 2 (line 14)`.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    file: Option<Arc<Path>>,
    document: usize,
    line: u64,
    /// The place in a list of resources, from 1.
    item: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}", file.display())?,
            None => f.write_str("the YAML text")?,
        }
        write!(f, ", document {} (line {})", self.document, self.line)?;
        match self.item {
            Some(item) => write!(f, ", item {item}"),
            None => Ok(()),
        }
    }
}

/// The resources in `text`, which is the content of `file` where it comes from one.
///
/// Empty documents are skipped, lists of resources (`kind: List`) give their items.
pub(crate) fn parse(text: &str, file: Option<&Path>) -> Result<Vec<Written>> {
    let text = text.trim_start_matches('\u{feff}');
    let file: Option<Arc<Path>> = file.map(Arc::from);
    let markers = Markers::of(text);
    let place = |line: u64| Place {
        file: file.clone(),
        document: markers.document_at(line),
        line,
        item: None,
    };
    // As kubectl reads them: `defaultMode: 0644` is octal.
    let options = serde_saphyr::options! { legacy_octal_numbers: true };
    let documents = serde_saphyr::from_multiple_with_options::<Spanned<Value>>(text, options)
        .map_err(|error| {
            let line = error.location().as_ref().map_or(1, Location::line);
            // Not the lines around it: a manifest may hold secrets.
            let reason = error
                .without_snippet()
                .render_with_formatter(&UserMessageFormatter);
            Error::Rollout(format!("{}: no valid YAML: {reason}", place(line)))
        })?;
    let mut found = Vec::with_capacity(documents.len());
    for document in documents {
        let place = place(document.referenced.line());
        expand(document.value, place, &mut found)?;
    }
    Ok(found)
}

/// Adds a resource, or those of a list.
fn expand(manifest: Value, place: Place, found: &mut Vec<Written>) -> Result<()> {
    let text = |key: &str| {
        manifest
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let (api_version, kind) = (text("apiVersion").to_owned(), text("kind").to_owned());
    let Some(of_kind) = kind.strip_suffix("List") else {
        check(&manifest, &place)?;
        found.push(Written { manifest, place });
        return Ok(());
    };
    let items = match manifest {
        Value::Object(mut fields) => fields.remove("items"),
        _ => None,
    };
    let items = match items {
        Some(Value::Array(items)) => items,
        None | Some(Value::Null) => Vec::new(),
        Some(_) => return Err(Error::Rollout(format!("{place}: items is no list"))),
    };
    for (index, mut item) in items.into_iter().enumerate() {
        // Items of a list of one kind need not say it.
        if let (Value::Object(fields), false) = (&mut item, of_kind.is_empty()) {
            fields
                .entry("apiVersion")
                .or_insert_with(|| api_version.as_str().into());
            fields.entry("kind").or_insert_with(|| of_kind.into());
        }
        let item_place = Place {
            item: Some(index + 1),
            ..place.clone()
        };
        expand(item, item_place, found)?;
    }
    Ok(())
}

fn check(manifest: &Value, place: &Place) -> Result<()> {
    if !manifest.is_object() {
        return Err(Error::Rollout(format!(
            "{place}: a resource is a mapping with apiVersion, kind and metadata.name"
        )));
    }
    let lacks = |path: &&str| {
        let text = manifest.pointer(path).and_then(Value::as_str);
        text.is_none_or(str::is_empty)
    };
    let missing: Vec<String> = ["/apiVersion", "/kind", "/metadata/name"]
        .iter()
        .filter(|path| lacks(path))
        .map(|path| path.trim_start_matches('/').replace('/', "."))
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(Error::Rollout(format!(
            "{place}: the resource lacks {} (a text that is not empty)",
            missing.join(" and ")
        ))),
    }
}

/// Puts first what others live in or are made of: namespaces, then definitions of kinds. The rest stays as it is written.
pub(crate) fn in_order(mut written: Vec<Written>) -> Vec<Written> {
    written.sort_by_key(|one| match one.manifest["kind"].as_str() {
        Some("Namespace") => 0,
        Some("CustomResourceDefinition") => 1,
        _ => 2,
    });
    written
}

/// The name in a chart: `<kind>-<name>`, or `<kind>-<namespace>-<name>` where the manifest names a namespace; with `-` for dots,
/// which separate the parts of internal names.
pub(crate) fn name_of(manifest: &Value) -> String {
    let kind = manifest["kind"].as_str().unwrap_or_default();
    let metadata = &manifest["metadata"];
    let parts = [
        Some(kind),
        metadata["namespace"].as_str(),
        metadata["name"].as_str(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let mut name = parts.join("-").replace('.', "-");
    name[..kind.len()].make_ascii_lowercase();
    name
}

/// The lines at which documents begin.
struct Markers {
    lines: Vec<u64>,
    /// Whether a document begins without a marker.
    bare_start: bool,
}

impl Markers {
    fn of(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut bare_start = false;
        for (number, line) in (1u64..).zip(text.lines()) {
            let is_marker = line
                .strip_prefix("---")
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']));
            if is_marker {
                lines.push(number);
            } else if lines.is_empty() {
                let line = line.trim_start();
                bare_start |= !line.is_empty() && !line.starts_with(['#', '%']);
            }
        }
        Self { lines, bare_start }
    }

    /// The number of the document that holds `line`, from 1.
    fn document_at(&self, line: u64) -> usize {
        let begun = self.lines.iter().filter(|marker| **marker <= line).count();
        (begun + usize::from(self.bare_start)).max(1)
    }
}
