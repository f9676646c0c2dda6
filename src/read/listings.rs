//! Names in the folders of an archive: paths in whichever case they were written, and files anywhere by their names.

use std::collections::{BTreeMap, VecDeque};

use super::Files;

/// Most folders that are looked through for a bare name.
const MAX_FOLDERS: usize = 400;

/// Names in the folders looked at so far.
#[derive(Default)]
pub(super) struct Listings(BTreeMap<String, Vec<String>>);

impl Listings {
    /// Names in `folder`.
    pub fn names(&mut self, files: &dyn Files, folder: &str) -> &[String] {
        self.0.entry(folder.to_owned()).or_insert_with(|| files.names(folder))
    }

    /// `path` as it is written on disk, its folders and its last part in whichever case they were named.
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

    /// The file nearest the root that `is_wanted` accepts by its folder and its name.
    pub fn anywhere(&mut self, files: &dyn Files, is_wanted: impl Fn(&str, &str) -> bool) -> Option<String> {
        let mut queue = VecDeque::from([String::new()]);
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

/// Whether two names are the same but for case.
pub(super) fn same_name(known: &str, wanted: &str) -> bool {
    known.eq_ignore_ascii_case(wanted) || known.to_lowercase() == wanted.to_lowercase()
}

/// The folder of `path`, and its last part.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// `path` below `base`, with `.` and `..` resolved; it never leaves the root.
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
