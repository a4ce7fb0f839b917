//! Vector files, and where the package keeps its own.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde_json::{Value, json};

use crate::vector::Vector;

/// A vector, or what is wrong with the one that should be there.
pub(crate) type Entry = Result<Vector, Unreadable>;

/// A vector that cannot be read.
#[derive(Debug, Clone)]
pub(crate) struct Unreadable {
    /// The area it is filed under.
    pub(crate) area: String,
    /// What is wrong with it.
    pub(crate) problem: String,
}

/// The package's folder.
fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The list of differences on purpose.
pub(crate) fn differences() -> PathBuf {
    package().join("differences.yaml")
}

/// The vectors that are checked in.
pub(crate) fn vectors() -> PathBuf {
    package().join("vectors")
}

/// The program that asks the reference.
pub(crate) fn oracle() -> PathBuf {
    package().join("oracle/oracle.py")
}

/// The page that shows the results.
pub(crate) fn page() -> PathBuf {
    package().join("../../docs/parity.md")
}

/// The vectors of a file, or of a folder's files, in the order of their names.
///
/// A file holds a map of areas to lists of vectors, or one list: then its name says the area.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Entry>> {
    let mut vectors = Vec::new();
    for file in files(path)? {
        let text = content(&file)?;
        let value: Value = serde_json::from_str(&text)
            .with_context(|| format!("{} holds no JSON", file.display()))?;
        match value {
            Value::Object(areas) => {
                for (area, list) in areas {
                    let Value::Array(list) = list else {
                        bail!("{}: `{area}` must be a list of vectors", file.display());
                    };
                    vectors.extend(entries(&area, &list));
                }
            }
            Value::Array(list) => vectors.extend(entries(&area_of(&file), &list)),
            _ => bail!(
                "{} must hold a map of areas to vectors, or a list of vectors",
                file.display()
            ),
        }
    }
    Ok(vectors)
}

fn entries<'a>(area: &'a str, list: &'a [Value]) -> impl Iterator<Item = Entry> + 'a {
    list.iter().map(move |value| {
        Vector::read(area, value).map_err(|problem| Unreadable {
            area: area.to_owned(),
            problem,
        })
    })
}

/// The area that a file of one list is named for.
fn area_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in
        std::fs::read_dir(path).with_context(|| format!("could not list {}", path.display()))?
    {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".json") || name.ends_with(".json.gz") {
            found.push(path);
        }
    }
    if found.is_empty() {
        bail!("{} holds no .json and no .json.gz file", path.display());
    }
    found.sort();
    Ok(found)
}

fn content(path: &Path) -> anyhow::Result<String> {
    let bytes =
        std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    let mut text = String::new();
    let read = if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)
    } else {
        bytes.as_slice().read_to_string(&mut text)
    };
    read.with_context(|| format!("could not read {} as text", path.display()))?;
    Ok(text)
}

/// Writes the vectors of an area into the folder that is checked in.
pub(crate) fn write(area: &str, vectors: &[Vector]) -> anyhow::Result<PathBuf> {
    let path = vectors_file(area);
    std::fs::create_dir_all(self::vectors())?;
    let lines: Vec<String> = vectors
        .iter()
        .map(|vector| vector.to_value().to_string())
        .collect();
    let text = format!("{{{}: [\n{}\n]}}\n", json!(area), lines.join(",\n"));
    // No time of writing, so that the same vectors always give the same bytes.
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes())?;
    std::fs::write(&path, encoder.finish()?)
        .with_context(|| format!("could not write {}", path.display()))?;
    Ok(path)
}

fn vectors_file(area: &str) -> PathBuf {
    vectors().join(format!("{area}.json.gz"))
}
