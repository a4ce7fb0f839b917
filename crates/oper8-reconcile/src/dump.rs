//! Rendered manifests as files, for people to look at: the setting `working_dir`.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use oper8_deploy_manager::redact_secret;

use crate::component::Rendered;
use crate::error::{Error, Result};
use crate::names::reconciliation_id;
use crate::session::Session;

/// What stands for a value of a Secret.
const REDACTED: &str = "<redacted>";

/// The longest name of a file, in bytes, that the usual file systems take.
const MAX_FILE_NAME: usize = 255;

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
    let written = tokio::task::spawn_blocking(move || {
        write(&path, &text).map_err(|error| {
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
    path.push(manifest_file(session.name(), component));
    Ok(path)
}

/// The file's name, cut short where no file system takes it: the directories above have both names in full.
fn manifest_file(cr: &str, component: &str) -> String {
    const SUFFIX: &str = ".k8s.yaml";
    let mut name = format!("{cr}-{component}");
    name.truncate(name.floor_char_boundary(MAX_FILE_NAME - SUFFIX.len()));
    name + SUFFIX
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
        let mut manifest = object.manifest().clone();
        redact_secret(&mut manifest, REDACTED);
        text.push_str("---\n");
        text.push_str(&serde_saphyr::to_string(&manifest).map_err(Error::other)?);
    }
    Ok(text)
}

/// Writes a file so that readers see the former content or the new one.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    // Beside the file, and not named after it, whose name may be as long as names can be.
    let unfinished = path.with_file_name(format!(".{}.tmp", reconciliation_id()));
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
