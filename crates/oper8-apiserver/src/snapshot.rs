//! The whole state of a server, in memory or in a file.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use thiserror::Error;

use crate::server::ApiServer;
use crate::store::{GroupResource, Stored};

/// What the first line of a file says it is.
const FORMAT: &str = "oper8-apiserver state";
/// The version of the format.
const VERSION: u32 = 1;

/// The whole state of a server at one moment: every object with its uid and managed fields, definitions of custom resources
/// among them, and the revision that the server was at.
///
/// `Builder::restore` goes on from there. What happened before is not in it: a watch or a paged list from before gets 410, as
/// after a compaction. It shares its objects with the server that it is of, so taking one is cheap.
///
/// # Examples
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use oper8_apiserver::{ApiServer, Snapshot};
///
/// let folder = tempfile::tempdir()?;
/// let file = folder.path().join("state");
/// let server = ApiServer::builder().build();
/// server.snapshot().write(&file)?;
/// let again = ApiServer::builder().restore(Snapshot::read(&file)?).build();
/// assert_eq!(again.snapshot().revision(), server.snapshot().revision());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) revision: u64,
    pub(crate) objects: Vec<Arc<Stored>>,
}

/// Why a file is not a snapshot.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The file cannot be read.
    #[error("cannot read the state in {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file is something else.
    #[error("{} holds no state of an oper8-apiserver: its first line does not say so", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version of this program.
    #[error("{} has state in version {found}; this program reads version {VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// The file is damaged.
    #[error("{}, line {line}: the state is damaged: {problem}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

/// The first line of a file.
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    revision: u64,
    objects: usize,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    group: &'a str,
    resource: &'a str,
    #[serde(borrow)]
    object: &'a RawValue,
}

impl ApiServer {
    /// The state as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let (revision, objects) = self.cluster().store.everything();
        Snapshot { revision, objects }
    }
}

impl Snapshot {
    /// The revision of the last write.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there are none: a server has some namespaces at least.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Every object, by resource, namespace and name.
    #[must_use]
    pub fn objects(&self) -> Vec<Value> {
        let objects = self.objects.iter();
        objects
            .map(|stored| stored.open().value().clone())
            .collect()
    }

    /// Writes the state to a file that only its owner can read: Secrets are in it. The file is there whole or not at all.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; an earlier one is left as it was then.
    pub fn write(&self, path: impl AsRef<Path>) -> io::Result<()> {
        crate::files::write(path.as_ref(), |file| {
            let head = Head {
                format: FORMAT.to_owned(),
                version: VERSION,
                revision: self.revision,
                objects: self.objects.len(),
            };
            serde_json::to_writer(&mut *file, &head)?;
            file.write_all(b"\n")?;
            for stored in &self.objects {
                let resource = &stored.key().resource;
                let line = Line {
                    group: &resource.group,
                    resource: &resource.resource,
                    object: serde_json::from_slice(stored.text().bytes())?,
                };
                serde_json::to_writer(&mut *file, &line)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        })
    }

    /// Reads what [`Snapshot::write`] wrote.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is something else, or is not whole.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SnapshotError> {
        let path = path.as_ref();
        let read = |source| SnapshotError::Read {
            path: path.to_owned(),
            source,
        };
        let mut file = BufReader::new(File::open(path).map_err(read)?);
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).map_err(read)?;
        let head = head(path, &line)?;
        let mut objects = Vec::new();
        let mut resources = Vec::new();
        for number in 2.. {
            line.clear();
            if file.read_until(b'\n', &mut line).map_err(read)? == 0 {
                break;
            }
            let object = object(&line, head.revision, &mut resources);
            objects.push(object.map_err(|problem| SnapshotError::Damaged {
                path: path.to_owned(),
                line: number,
                problem,
            })?);
        }
        if objects.len() != head.objects {
            return Err(SnapshotError::Damaged {
                path: path.to_owned(),
                line: objects.len() + 1,
                problem: format!("{} objects, not {}", objects.len(), head.objects),
            });
        }
        Ok(Self {
            revision: head.revision,
            objects,
        })
    }
}

fn head(path: &Path, line: &[u8]) -> Result<Head, SnapshotError> {
    // The version alone decides what else there is to read.
    let value: Value = serde_json::from_slice(line).unwrap_or_default();
    let path = path.to_owned();
    if value["format"] != FORMAT {
        return Err(SnapshotError::Foreign { path });
    }
    match value["version"]
        .as_u64()
        .and_then(|it| u32::try_from(it).ok())
    {
        Some(VERSION) => {}
        Some(found) => return Err(SnapshotError::Version { path, found }),
        None => return Err(SnapshotError::Foreign { path }),
    }
    serde_json::from_value(value).map_err(|error| SnapshotError::Damaged {
        path,
        line: 1,
        problem: error.to_string(),
    })
}

/// The object of a line. `resources` are those that were met before: objects of one resource are beside each other.
fn object(
    line: &[u8],
    newest: u64,
    resources: &mut Vec<GroupResource>,
) -> Result<Arc<Stored>, String> {
    if !line.ends_with(b"\n") {
        return Err("the line is not whole".to_owned());
    }
    let line: Line<'_> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let value: Value =
        serde_json::from_str(line.object.get()).map_err(|error| error.to_string())?;
    let id = GroupResource::new(line.group, line.resource);
    if resources.last() != Some(&id) {
        resources.push(id);
    }
    let text = |field: &str| value["metadata"][field].as_str().unwrap_or_default();
    let revision: Option<u64> = text("resourceVersion").parse().ok();
    if text("name").is_empty() || text("uid").is_empty() {
        return Err("an object without name or uid".to_owned());
    }
    match (revision, resources.last()) {
        (Some(revision), Some(id)) if revision <= newest => {
            Ok(Stored::restored(id, value, revision))
        }
        _ => Err("an object of no revision before that of the state".to_owned()),
    }
}
