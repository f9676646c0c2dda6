//! Removes temporary files that a killed run left behind.
//!
//! A temporary file is locked as long as its run lives; the system releases the lock when the run ends, however it
//! ends. So a file with such a name and without a lock is a stray. Limit: on file systems without locks, nothing is
//! removed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::temporary::{PREFIX, RANDOM, folder_of};
use crate::job::Job;

/// Removes strays from the folders that `jobs` write to.
pub fn clear_strays(jobs: &[Job]) {
    let outputs = jobs.iter().flat_map(|job| &job.outputs);
    let folders: BTreeSet<&Path> = outputs.map(|output| folder_of(&output.path)).collect();
    folders.into_iter().for_each(clear);
}

/// Removes strays from `folder`. Files that cannot be removed are ignored.
pub(super) fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_file = || entry.file_type().is_ok_and(|kind| kind.is_file());
        if entry.file_name().to_str().is_some_and(is_temporary) && is_file() {
            let _ = remove(&entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).unwrap_or_default();
    random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn remove(path: &PathBuf) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    file.try_lock()?;
    fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::super::temporary::temporary_in;
    use super::*;
    use crate::job::{Format, Input, Output};

    #[test]
    fn only_what_nobody_holds_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let held = temporary_in(folder.path()).unwrap();
        for name in [".offprint-a1B2c3", ".offprint-notes.md", ".offprint-abc", "offprint-a1B2c3", ".a1B2c3"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join(".offprint-folder")).unwrap();
        let output = Output { format: Format::Pdf, path: folder.path().join("a.pdf") };
        clear_strays(&[Job { outputs: vec![output], ..Job::new(Input::File("a.md".into()), "") }]);
        assert!(held.path().exists(), "a file in use was removed");
        assert!(!folder.path().join(".offprint-a1B2c3").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6);
    }
}
