//! Looks up names in the folders of an archive: paths without regard to case, and files anywhere by their names.

use std::collections::{BTreeMap, VecDeque};

use super::Files;

/// Maximum number of folders that are searched for a bare name.
const MAX_FOLDERS: usize = 400;

/// Names in the folders visited so far.
#[derive(Default)]
pub(super) struct Listings(BTreeMap<String, Vec<String>>);

impl Listings {
    /// Returns the names in `folder`.
    pub fn names(&mut self, files: &dyn Files, folder: &str) -> &[String] {
        self.0.entry(folder.to_owned()).or_insert_with(|| files.names(folder))
    }

    /// Returns `path` as it is spelled on the disk, compared without case.
    pub fn real(&mut self, files: &dyn Files, path: &str) -> Option<String> {
        if self.0.get(path).is_some_and(|known| !known.is_empty()) {
            return Some(path.to_owned());
        }
        let mut real = String::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let names = self.names(files, &real);
            let exact = names.iter().find(|name| *name == part);
            let found = exact.or_else(|| names.iter().find(|name| same_name(name, part)))?.clone();
            real = join(&real, &found);
        }
        Some(real)
    }

    /// Returns the file nearest to the folders `roots` for whose folder and name `is_wanted` returns true.
    pub fn anywhere(
        &mut self,
        files: &dyn Files,
        roots: &[String],
        is_wanted: impl Fn(&str, &str) -> bool,
    ) -> Option<String> {
        let mut queue: VecDeque<String> = roots.iter().cloned().collect();
        for _ in 0..MAX_FOLDERS {
            let folder = queue.pop_front()?;
            let names = self.names(files, &folder);
            if let Some(found) = names.iter().find(|name| is_wanted(&folder, name)) {
                return Some(join(&folder, found));
            }
            let folders = names.iter().filter(|name| *name != "node_modules" && !name.contains('.'));
            queue.extend(folders.map(|name| join(&folder, name)));
        }
        None
    }
}

/// Whether two names are equal except for case.
pub(super) fn same_name(known: &str, wanted: &str) -> bool {
    known.eq_ignore_ascii_case(wanted) || known.to_lowercase() == wanted.to_lowercase()
}

/// Splits `path` into its folder and its last part.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Resolves `path` against `base`, including `.` and `..`; the result never leaves the root.
pub(super) fn join(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
