//! Which outputs may be folders or symbolic links, without asking the disk about each.
//!
//! A run asks this about every output that it plans, and nearly none is one. So each folder is listed once, and only names
//! that are not those of plain files are kept.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::clash::folded;

/// The names in folders that are not those of plain files; `None` for folders that cannot be listed.
#[derive(Debug, Default)]
pub(super) struct Irregular(HashMap<PathBuf, Option<HashSet<String>>>);

impl Irregular {
    /// Whether `path` is a folder, or a symbolic link to one.
    pub fn is_dir(&mut self, path: &Path) -> bool {
        self.may_have(path) && path.is_dir()
    }

    /// Whether `path` is a symbolic link.
    pub fn is_symlink(&mut self, path: &Path) -> bool {
        self.may_have(path) && path.is_symlink()
    }

    /// Whether `path` may be something else than a plain file. Names are compared as a file system may do it.
    fn may_have(&mut self, path: &Path) -> bool {
        let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), irregular(folder));
        }
        let Some(names) = &self.0[folder] else { return true };
        !names.is_empty() && names.contains(&folded(&name.to_string_lossy()))
    }
}

/// Returns the names in `folder` that are not those of plain files; `None` if it cannot be listed.
fn irregular(folder: &Path) -> Option<HashSet<String>> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // A run makes the folders that are missing.
        Err(error) => return (error.kind() == ErrorKind::NotFound).then(HashSet::new),
    };
    let others = entries.flatten().filter(|entry| !entry.file_type().is_ok_and(|kind| kind.is_file()));
    Some(others.map(|entry| folded(&entry.file_name().to_string_lossy())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn folders_and_links_are_told_from_files() {
        let tree = tempfile::tempdir().unwrap();
        let at = |name: &str| tree.path().join(name);
        fs::create_dir(at("a.epub")).unwrap();
        fs::write(at("b.epub"), "x").unwrap();
        std::os::unix::fs::symlink(at("a.epub"), at("c.epub")).unwrap();
        std::os::unix::fs::symlink(at("b.epub"), at("d.epub")).unwrap();
        let mut there = Irregular::default();
        let told = ["a.epub", "b.epub", "c.epub", "d.epub", "gone.epub", "gone/a.epub"]
            .map(|name| (there.is_dir(&at(name)), there.is_symlink(&at(name))));
        let expected = [(true, false), (false, false), (true, true), (false, true), (false, false), (false, false)];
        assert_eq!(told, expected);
    }
}
