//! Manifests as they are written: files, documents, lists.

use std::path::{Path, PathBuf};

use serde_json::Value;
use serde_saphyr::{Location, Spanned, UserMessageFormatter};

use super::ManifestError;

/// One object, and where it was written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) manifest: Value,
    pub(super) place: String,
}

/// The objects in a file, or in the files of a folder.
pub(super) fn read(path: &Path) -> Result<Vec<Written>, ManifestError> {
    let mut files = Vec::new();
    if path.is_dir() {
        find(path, &mut files)?;
    } else {
        files.push(path.to_owned());
    }
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|source| unreadable(&file, source))?;
        parse(&file.display().to_string(), &text, &mut found)?;
    }
    Ok(found)
}

fn unreadable(path: &Path, source: std::io::Error) -> ManifestError {
    ManifestError::Read {
        path: path.to_owned(),
        source,
    }
}

/// The files of a folder and of those below it, by path. Links to folders are not followed: they may lead around.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), ManifestError> {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(|source| unreadable(folder, source))?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let kind = entry
            .file_type()
            .map_err(|source| unreadable(&path, source))?;
        if kind.is_dir() {
            find(&path, files)?;
        } else if matches!(
            path.extension().and_then(|it| it.to_str()),
            Some("yaml" | "yml" | "json")
        ) {
            files.push(path);
        }
    }
    Ok(())
}

/// The objects in `text`; `source` is its name.
fn parse(source: &str, text: &str, found: &mut Vec<Written>) -> Result<(), ManifestError> {
    let text = text.trim_start_matches('\u{feff}');
    let place = |line: u64| {
        let document = document_at(text, line);
        format!("{source}, document {document} (line {line})")
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
            ManifestError::Document {
                place: place(line),
                problem: format!("not valid YAML: {reason}"),
            }
        })?;
    for document in documents {
        expand(document.value, place(document.referenced.line()), found)?;
    }
    Ok(())
}

/// Which document a line is in, both counted from 1.
fn document_at(text: &str, line: u64) -> usize {
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    let before = text.lines().take(line.saturating_sub(1));
    let (mut markers, mut content) = (0, false);
    for line in before {
        if line == "---" || line.starts_with("--- ") {
            // What is before the first marker is a document if there is anything.
            markers += usize::from(content || markers > 0);
            content = true;
        } else if !line.trim().is_empty() && !line.starts_with(['#', '%']) {
            content = true;
        }
    }
    markers + 1
}

/// Adds an object, or those of a list.
fn expand(
    mut manifest: Value,
    place: String,
    found: &mut Vec<Written>,
) -> Result<(), ManifestError> {
    if manifest.is_null() {
        return Ok(());
    }
    let is_list = manifest["kind"]
        .as_str()
        .is_some_and(|kind| kind.ends_with("List"));
    if is_list && let Value::Array(items) = manifest["items"].take() {
        let kind = manifest["kind"]
            .as_str()
            .and_then(|kind| kind.strip_suffix("List"));
        let (kind, version) = (
            kind.unwrap_or_default().to_owned(),
            manifest["apiVersion"].clone(),
        );
        for (index, mut item) in items.into_iter().enumerate() {
            if !kind.is_empty() && item.is_object() && item["kind"].is_null() {
                item["kind"] = kind.as_str().into();
                item["apiVersion"] = version.clone();
            }
            expand(item, format!("{place}, item {}", index + 1), found)?;
        }
        return Ok(());
    }
    let lacks = |pointer: &str| {
        let value = manifest.pointer(pointer).and_then(Value::as_str);
        value.is_none_or(str::is_empty)
    };
    let missing = [
        ("apiVersion", "/apiVersion"),
        ("kind", "/kind"),
        ("metadata.name", "/metadata/name"),
    ];
    let missing: Vec<_> = missing
        .into_iter()
        .filter_map(|(name, pointer)| lacks(pointer).then_some(name))
        .collect();
    if missing.is_empty() {
        found.push(Written { manifest, place });
        return Ok(());
    }
    Err(ManifestError::Document {
        place,
        problem: format!("not a manifest: it lacks {}", missing.join(" and ")),
    })
}
