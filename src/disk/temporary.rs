//! Files that have no name of their own yet, in the folder where they will get one.

use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// How names of temporary files begin.
pub(super) const PREFIX: &str = ".offprint-";

/// Letters and digits that follow.
pub(super) const RANDOM: usize = 6;

/// The folder that the file at `path` lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A temporary file in `folder` that others may read once it has its name, as far as the user's umask lets them.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        // Not every file system has locks; the file is as good without.
        let locked = file.as_file().lock().is_ok();
        // Between making and locking, another run may have taken it for a stray.
        if !locked || file.path().exists() {
            return Ok(file);
        }
    }
}
