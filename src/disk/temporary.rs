//! Temporary files in the folder where they will get their final name.

use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// Prefix of the names of temporary files.
pub(super) const PREFIX: &str = ".offprint-";

/// Number of random letters and digits after it.
pub(super) const RANDOM: usize = 6;

/// Returns the folder of the file at `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a temporary file in `folder` with the permissions of an ordinary new file, as the user's umask allows.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        // Some file systems have no locks; the file can be used without one.
        let locked = file.as_file().lock().is_ok();
        // Before it was locked, another run may have removed it as a stray.
        if !locked || file.path().exists() {
            return Ok(file);
        }
    }
}
