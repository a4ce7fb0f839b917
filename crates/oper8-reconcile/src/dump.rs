//! Rendered manifests as files, for people to look at: the setting `working_dir`.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::component::Rendered;
use crate::error::{Error, Result};
use crate::session::Session;

/// What stands for a value of a Secret.
const REDACTED: &str = "<redacted>";

/// Writes what was rendered to `<working_dir>/<kind>/<CR>/[DISABLED/]<component>/<CR>-<component>.k8s.yaml`, where `<kind>` is
/// `<group>.<version>.<kind>` in lower case. Nothing is written without the setting, and for a disabled component only with
/// `dump_disabled`.
///
/// Values of Secrets are not written; the file is for its owner alone, since other manifests may hold secrets too.
pub(crate) async fn dump(session: &Session, rendered: &Rendered, disabled: bool) -> Result<()> {
    let settings = session.settings();
    let Some(root) = &settings.working_dir else {
        return Ok(());
    };
    if disabled && !settings.dump_disabled {
        return Ok(());
    }
    let path = root.join(path_of(session, rendered.component(), disabled)?);
    let text = yaml(rendered)?;
    let id = session.id().to_owned();
    let written = tokio::task::spawn_blocking(move || {
        write(&path, &text, &id).map_err(|error| {
            let path = path.display();
            Error::Fatal(format!(
                "could not write {path}, as the setting working_dir asks for: {error}"
            ))
        })
    });
    written.await.map_err(Error::other)?
}

fn path_of(session: &Session, component: &str, disabled: bool) -> Result<PathBuf> {
    let kind = format!(
        "{}.{}",
        session.api_version().replace('/', "."),
        session.kind()
    );
    let kind = kind.to_lowercase();
    let mut path = PathBuf::new();
    for part in [&kind, session.name()] {
        path.push(file_name(part)?);
    }
    if disabled {
        path.push("DISABLED");
    }
    path.push(file_name(component)?);
    path.push(format!("{}-{component}.k8s.yaml", session.name()));
    Ok(path)
}

/// A name that stays in its directory.
fn file_name(name: &str) -> Result<&str> {
    match name.is_empty() || name == "." || name.contains("..") || name.contains(['/', '\\', '\0'])
    {
        false => Ok(name),
        true => Err(Error::Fatal(format!(
            "`{name}` cannot be the name of a directory, which the setting working_dir asks for"
        ))),
    }
}

fn yaml(rendered: &Rendered) -> Result<String> {
    let mut text = String::new();
    for object in rendered.objects() {
        let manifest = without_secrets(object.manifest());
        text.push_str("---\n");
        text.push_str(&serde_saphyr::to_string(&manifest).map_err(Error::other)?);
    }
    Ok(text)
}

fn without_secrets(manifest: &Value) -> Value {
    let mut manifest = manifest.clone();
    if manifest["apiVersion"] == "v1" && manifest["kind"] == "Secret" {
        for section in ["data", "stringData"] {
            match manifest.get_mut(section) {
                Some(Value::Object(entries)) => {
                    entries
                        .values_mut()
                        .for_each(|value| *value = REDACTED.into());
                }
                Some(other) => *other = REDACTED.into(),
                None => {}
            }
        }
    }
    manifest
}

/// Writes a file so that readers see the former content or the new one.
fn write(path: &Path, text: &str, id: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let unfinished = path.with_extension(format!("{id}.tmp"));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&unfinished)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // What is to be told is the first error.
        let _ = fs::remove_file(&unfinished);
    }
    written
}
