//! Manifests as people write them: YAML texts, files and directories, several documents each.
//!
//! A component adds them to its chart with [`Chart::add_yaml`](crate::Chart::add_yaml), `add_file` and `add_dir`; the functions here
//! are for other uses. Empty documents are skipped, lists of resources (`kind: List`) give their items, and numbers are read as
//! kubectl reads them: `0644` is octal. Errors name source, document and line.

mod files;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use serde_saphyr::{Location, Spanned, UserMessageFormatter};

use crate::error::{Error, Result};

pub(crate) use files::{read_dir, read_file};

/// The resources in `text`, in the order in which they are written; `source` names it in errors.
///
/// # Errors
///
/// [`Error::Rollout`] for what is no valid YAML, or no resource: a mapping with `apiVersion`, `kind` and `metadata.name`.
///
/// # Examples
///
/// ```
/// let text = "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n---\nkind: A\n";
/// let error = oper8_reconcile::manifests::from_yaml("standard input", text).unwrap_err();
/// let expected = "standard input, document 2 (line 3) is no resource: it lacks apiVersion and metadata.name \
///                 (a text that is not empty)";
/// assert_eq!(error.to_string(), expected);
/// ```
pub fn from_yaml(source: &str, text: &str) -> Result<Vec<Value>> {
    parse(source, text).map(values)
}

/// The resources in a YAML or JSON file. Waits for the disk.
///
/// # Errors
///
/// As [`from_yaml`]; and [`Error::Rollout`] when the file cannot be read, is no UTF-8 text or is larger than 16 MiB.
pub fn from_file(path: &Path) -> Result<Vec<Value>> {
    read_file(path).map(values)
}

/// The resources in the files `*.yaml`, `*.yml` and `*.json` of a directory and of those below it, in the order of their paths.
/// Names that start with a dot are left out, links are followed. Waits for the disk.
///
/// # Errors
///
/// As [`from_file`]; and [`Error::Rollout`] when a link leads back to a directory that it is in.
pub fn from_dir(path: &Path) -> Result<Vec<Value>> {
    read_dir(path).map(values)
}

fn values(written: Vec<Written>) -> Vec<Value> {
    written.into_iter().map(|one| one.manifest).collect()
}

/// One resource, and where it was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) manifest: Value,
    pub(crate) place: Place,
}

/// Where a resource was written, as `web.yaml, document 2 (line 14)`.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    source: Arc<str>,
    document: usize,
    line: u64,
    /// The place in a list of resources, from 1.
    item: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            source,
            document,
            line,
            item,
        } = self;
        write!(f, "{source}, document {document} (line {line})")?;
        match item {
            Some(item) => write!(f, ", item {item}"),
            None => Ok(()),
        }
    }
}

/// The resources in `text`, each with its place.
pub(crate) fn parse(source: &str, text: &str) -> Result<Vec<Written>> {
    let text = text.trim_start_matches('\u{feff}');
    let source: Arc<str> = source.into();
    let markers = Markers::of(text);
    let place = |line: u64| Place {
        source: Arc::clone(&source),
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
            Error::Rollout(format!("{} is not valid YAML: {reason}", place(line)))
        })?;
    let mut found = Vec::with_capacity(documents.len());
    for document in documents {
        let place = place(document.referenced.line());
        expand(document.value, place, &mut found)?;
    }
    Ok(found)
}

/// Adds a resource, or those of a list.
fn expand(mut manifest: Value, place: Place, found: &mut Vec<Written>) -> Result<()> {
    let Some(of_kind) = listed_kind(&manifest) else {
        check(&manifest, &place)?;
        found.push(Written { manifest, place });
        return Ok(());
    };
    let api_version = manifest["apiVersion"].take();
    let items = match manifest["items"].take() {
        Value::Array(items) => items,
        Value::Null => Vec::new(),
        other => {
            let found = type_name(&other);
            let text = format!("{place} is no list of resources: its items are {found}");
            return Err(Error::Rollout(text));
        }
    };
    for (index, mut item) in items.into_iter().enumerate() {
        // Items of a list of one kind need not say it.
        if let (Value::Object(fields), false) = (&mut item, of_kind.is_empty()) {
            fields
                .entry("apiVersion")
                .or_insert_with(|| api_version.clone());
            fields
                .entry("kind")
                .or_insert_with(|| of_kind.as_str().into());
        }
        let item_place = Place {
            item: Some(index + 1),
            ..place.clone()
        };
        expand(item, item_place, found)?;
    }
    Ok(())
}

/// The kind of the items, where this is a list of resources: empty for `List`, whose items are of any kind. Another kind that ends
/// in `List` may be one of a resource, which has a name.
fn listed_kind(manifest: &Value) -> Option<String> {
    let kind = manifest.get("kind")?.as_str()?.strip_suffix("List")?;
    let is_list =
        kind.is_empty() || manifest["items"].is_array() && manifest["metadata"]["name"].is_null();
    is_list.then(|| kind.to_owned())
}

fn check(manifest: &Value, place: &Place) -> Result<()> {
    if !manifest.is_object() {
        return Err(Error::Rollout(format!(
            "{place} is no resource: a mapping with apiVersion, kind and metadata.name is expected, found {}",
            type_name(manifest)
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
            "{place} is no resource: it lacks {} (a text that is not empty)",
            missing.join(" and ")
        ))),
    }
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
