//! Objects that are there from the start: manifests from files and folders.

mod read;

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use thiserror::Error;

use self::read::Written;
use crate::cluster::Cluster;
use crate::handlers::{Patch, PatchKind, Write};
use crate::request::FieldValidation;
use crate::server::ApiServer;
use crate::status::Status;

/// The field manager of what manifests say.
const MANAGER: &str = "oper8-apiserver-manifests";

/// Why manifests were not loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A document is no manifest.
    #[error("{place}: {problem}")]
    Document {
        /// Where it is: `web.yaml, document 2 (line 14)`.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The server refused an object.
    #[error("{place}: {object} was refused: {message}")]
    Refused {
        /// Where it is.
        place: String,
        /// Kind and name.
        object: String,
        /// What the server says.
        message: String,
    },
}

impl ApiServer {
    /// Makes the objects that a file, or the files of a folder, describe: YAML with any number of documents, or JSON.
    ///
    /// In a folder these are the files `*.yaml`, `*.yml` and `*.json`, those of folders below as well, in the order of their
    /// paths; names that begin with a dot are passed over. Namespaces are made first, then definitions of custom resources, then
    /// all others in the order in which they are written; lists are taken apart. An object that is there already is changed to what the
    /// manifest says. Unlike in a request, a `status` counts. Tells how many objects there were.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, a document is no manifest, or the server refuses an object; what came before it is there then.
    pub fn load_manifests(&self, path: impl AsRef<Path>) -> Result<usize, ManifestError> {
        let mut manifests = read::read(path.as_ref())?;
        manifests.sort_by_key(|written| rank(&written.manifest));
        let count = manifests.len();
        for written in manifests {
            self.cluster().load(written)?;
        }
        Ok(count)
    }
}

/// What is made first has the lowest number.
fn rank(manifest: &Value) -> u8 {
    match manifest["kind"].as_str() {
        Some("Namespace") => 0,
        Some("CustomResourceDefinition") => 1,
        _ => 2,
    }
}

impl Cluster {
    fn load(&self, written: Written) -> Result<(), ManifestError> {
        let Written { manifest, place } = written;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (api_version, kind) = (text(&manifest["apiVersion"]), text(&manifest["kind"]));
        let name = text(&manifest["metadata"]["name"]);
        let catalog = self.registry.catalog();
        let Some(resource) = catalog.find_kind(&api_version, &kind) else {
            let problem = format!("there is no kind {kind:?} in {api_version:?}");
            return Err(ManifestError::Document { place, problem });
        };
        let namespace = match manifest["metadata"]["namespace"].as_str() {
            _ if !resource.namespaced => String::new(),
            Some("") | None => "default".to_owned(),
            Some(namespace) => namespace.to_owned(),
        };
        let mut write = Write::internal(resource, &namespace, MANAGER);
        write.field_validation = FieldValidation::Strict;
        let refused = |status: Status| ManifestError::Refused {
            place: place.clone(),
            object: format!("{kind} {name}"),
            message: status.message,
        };
        self.load_part(&write, &name, manifest.clone())
            .map_err(refused)?;
        if resource.status && !manifest["status"].is_null() {
            let write = write.to("status");
            self.load_part(&write, &name, manifest).map_err(refused)?;
        }
        Ok(())
    }

    /// Applies a manifest, whoever owns its fields.
    fn load_part(&self, write: &Write<'_>, name: &str, body: Value) -> Result<(), Status> {
        let patch = Patch {
            kind: PatchKind::Apply,
            body,
            force: true,
        };
        self.patch(write, name, &patch).map(|_| ())
    }
}
