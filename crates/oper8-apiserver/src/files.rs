//! Files that only their owner reads, and that are there whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// Writes beside the file and moves it into place, so that nobody reads a half of it or before it is closed to others.
pub(crate) fn write(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}", uuid::Uuid::new_v4().simple()));
    let written = create(part.as_ref(), content).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn create(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut file =
        BufWriter::new(private(OpenOptions::new().write(true).create_new(true)).open(path)?);
    content(&mut file)?;
    file.flush()?;
    // A file that is in place is not lost with the machine's power.
    file.get_ref().sync_all()
}

/// Of a file that is made: nobody else may read it.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
