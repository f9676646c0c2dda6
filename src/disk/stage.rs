//! Writes outputs.
//!
//! An output is complete or absent. Its bytes are written to a temporary file in the target folder as they are made,
//! and synced; then the file is renamed to its final name, which is atomic (POSIX `rename`). If there are several
//! outputs, none is renamed before all are on the disk. Files that are all written before the first one is synced take
//! the disk much less time, so a run over an archive does that for several articles ([`publish_all`]). The new file gets the mode of the one that it replaces. If
//! that is a symbolic link, its target is replaced and the link stays. Hard links to the old file keep the old
//! content.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::noted::Noted;
use super::temporary::{folder_of, temporary_in};
use crate::diag::Error;
use crate::job::deliver::{Fill, OutputSink, in_memory};

/// Size of the write buffer.
const BUFFER: usize = 64 << 10;
/// Maximum size of temporary storage in memory; beyond it, an unnamed file beside the output is used.
const IN_MEMORY: usize = 4 << 20;

/// An output that is written, but not under its final name; it is deleted unless it is published.
pub(super) struct Staged {
    /// The temporary file; `None` for devices such as `/dev/null`, which are written directly.
    file: Option<NamedTempFile>,
    path: PathBuf,
    /// The final path, with symbolic links followed.
    target: PathBuf,
}

impl Staged {
    /// Lets `fill` write the output at `path`.
    ///
    /// # Errors
    /// Those of `fill`, and [`Error::Io`] with the final path.
    pub(super) fn new(path: &Path, fill: &mut Fill<'_>) -> Result<Self, Error> {
        let fail = |source| Error::io("write", path, source);
        let target = behind_links(path);
        let file = match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(fail(io::Error::other("it is a folder"))),
            // A rename would replace the device by a file.
            Ok(there) if !there.is_file() => {
                let bytes = in_memory(fill)?;
                let device = fs::OpenOptions::new().write(true).open(path);
                device.and_then(|mut device| device.write_all(&bytes)).map_err(fail)?;
                None
            }
            there => {
                let file = stage(path, &target, fill)?;
                // The new file should have the mode of the old one. If that cannot be set, the output is still better
                // than none.
                let _ = there.map(|there| file.as_file().set_permissions(there.permissions()));
                Some(file)
            }
        };
        Ok(Self { file, path: path.to_owned(), target })
    }

    /// Waits until the output is on the disk, so that a power failure cannot tear it.
    pub(super) fn sync(&self) -> Result<(), Error> {
        let Some(file) = &self.file else { return Ok(()) };
        file.as_file().sync_data().map_err(|source| Error::io("write", &self.path, source))
    }

    /// Renames the output, which must be on the disk, to its final name.
    pub(super) fn publish(self) -> Result<(), Error> {
        let Some(file) = self.file else { return Ok(()) };
        file.persist(&self.target).map_err(|failed| Error::io("write", &self.path, failed.error))?;
        Ok(())
    }
}

/// Waits until all of `staged` are on the disk, then renames them.
///
/// # Errors
/// [`Error::Io`]. Some may have their names then, but each is whole.
pub(super) fn publish_all(staged: Vec<Staged>) -> Result<(), Error> {
    staged.iter().try_for_each(Staged::sync)?;
    staged.into_iter().try_for_each(Staged::publish)
}

/// Maximum number of links that are followed from an output to its target.
const MAX_LINKS: usize = 16;

/// Returns the target of `path`: itself, unless it is a symbolic link. The target need not exist yet.
fn behind_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => break,
        }
    }
    target
}

/// Lets `fill` write a temporary file beside `target`, the final path of the output `path`.
fn stage(path: &Path, target: &Path, fill: &mut Fill<'_>) -> Result<NamedTempFile, Error> {
    let fail = |source| Error::io("write", path, source);
    let folder = folder_of(target);
    make_folder(folder).map_err(fail)?;
    let file = temporary_in(folder).map_err(fail)?;
    let mut scratch = Noted::new(tempfile::spooled_tempfile_in(IN_MEMORY, folder));
    let mut out = BufWriter::with_capacity(BUFFER, Noted::new(file));
    let filled = fill(OutputSink { out: &mut out, scratch: &mut scratch });
    let flushed = out.flush();
    let (noted, _) = out.into_parts();
    if let Some(error) = noted.error.or(scratch.error) {
        return Err(fail(error));
    }
    filled?;
    flushed.map_err(fail)?;
    Ok(noted.inner)
}

/// Creates `folder` and its parents; the system's message about a file in the way would be misleading.
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        match folder.components().as_path().ancestors().find(|above| above.exists()) {
            Some(file) if !file.is_dir() => io::Error::other(format!("{} is not a folder", file.display())),
            _ => error,
        }
    })
}

/// Creates `folder` and checks that files can be written there, so that a run of a thousand articles does not report
/// the same failure a thousand times.
///
/// # Errors
/// [`Error::Io`].
pub fn prepare_folder(folder: &Path) -> Result<(), Error> {
    let prepared = make_folder(folder).and_then(|()| temporary_in(folder));
    prepared.map(drop).map_err(|source| Error::io("write to", folder, source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Format, Output};

    /// Writes every output, or none.
    fn write_all(outputs: &[(&Output, Vec<u8>)]) -> Result<(), Error> {
        let mut staged = Vec::new();
        for (output, bytes) in outputs {
            let path = &output.path;
            let mut fill =
                |place: OutputSink<'_>| place.out.write_all(bytes).map_err(|error| Error::io("write", path, error));
            staged.push(Staged::new(path, &mut fill)?);
        }
        publish_all(staged)
    }

    fn output(path: PathBuf) -> Output {
        Output { format: Format::Pdf, path }
    }

    #[test]
    fn writes_into_folders_that_are_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let there = output(folder.path().join("a/b/c.pdf"));
        write_all(&[(&there, b"new".to_vec())]).unwrap();
        assert_eq!(fs::read(&there.path).unwrap(), b"new");
    }

    #[test]
    fn one_output_that_fails_leaves_none_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let (good, bad) = (output(folder.path().join("a.pdf")), output(folder.path().join("b.pdf")));
        fs::create_dir(&bad.path).unwrap();
        let error = write_all(&[(&good, b"x".to_vec()), (&bad, b"x".to_vec())]).unwrap_err();
        assert!(error.to_string().contains("b.pdf: it is a folder"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a file was left behind");
    }

    #[test]
    fn an_output_that_fails_half_way_leaves_nothing_and_keeps_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.epub");
        fs::write(&path, "old").unwrap();
        let mut fill = |place: OutputSink<'_>| {
            place.out.write_all(&[1; 200_000]).unwrap();
            place.scratch.write_all(&[1; IN_MEMORY + 1]).unwrap();
            Err(Error::io("read", "a.png", io::Error::other("it changed")))
        };
        let error = Staged::new(&path, &mut fill).err().expect("the output fails");
        assert!(error.to_string().contains("a.png"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a file was left behind");
    }

    #[test]
    #[cfg(unix)]
    fn mode_and_links_of_what_was_there_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("shelf")).unwrap();
        fs::write(at("shelf/real.pdf"), "old").unwrap();
        fs::set_permissions(at("shelf/real.pdf"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("shelf/real.pdf", at("there.pdf")).unwrap();
        symlink("there.pdf", at("twice.pdf")).unwrap();
        symlink("shelf/new.pdf", at("dangling.pdf")).unwrap();
        for name in ["twice.pdf", "dangling.pdf"] {
            write_all(&[(&output(at(name)), b"new".to_vec())]).unwrap();
            assert!(at(name).is_symlink(), "{name}");
            assert_eq!(fs::read(at(name)).unwrap(), b"new");
        }
        assert_eq!(fs::metadata(at("shelf/real.pdf")).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read(at("shelf/new.pdf")).unwrap(), b"new");
    }
}
