//! From the name of a note to its text: beside the note that names it, below the root, or anywhere by its bare name.

use std::collections::{BTreeMap, VecDeque};

use crate::read::{Files, front};

/// Most folders that are looked through for a bare name.
const MAX_FOLDERS: usize = 400;
/// Largest note, in bytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Looks for notes.
pub(super) struct Finder<'f> {
    files: &'f dyn Files,
    listings: BTreeMap<String, Vec<String>>,
    found: BTreeMap<(String, String), Option<String>>,
    texts: BTreeMap<String, Option<String>>,
}

impl<'f> Finder<'f> {
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, listings: BTreeMap::new(), found: BTreeMap::new(), texts: BTreeMap::new() }
    }

    /// The path of the note that the note at `from` calls `name`.
    pub fn note(&mut self, from: &str, name: &str) -> Option<String> {
        let key = (folder(from).to_owned(), name.to_owned());
        if let Some(known) = self.found.get(&key) {
            return known.clone();
        }
        let found = self.look_up(&key.0, name);
        self.found.insert(key, found.clone());
        found
    }

    fn look_up(&mut self, beside: &str, name: &str) -> Option<String> {
        let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy().replace('\\', "/");
        let mut names = Vec::new();
        for name in [name, &decoded] {
            let lower = name.to_lowercase();
            if lower.ends_with(".md") || lower.ends_with(".markdown") {
                names.push(name.to_owned());
            }
            names.extend([format!("{name}.md"), format!("{name}.markdown")]);
        }
        names.dedup();
        for name in &names {
            let mut base = beside;
            loop {
                if let Some(path) = self.existing(&join(base, name)) {
                    return Some(path);
                }
                if base.is_empty() {
                    break;
                }
                base = folder(base);
            }
        }
        names.iter().find_map(|name| self.anywhere(name))
    }

    /// The path as it is on disk, in whichever case it was written.
    fn existing(&mut self, path: &str) -> Option<String> {
        let mut real = String::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let names = self.list(&real);
            let exact = names.iter().find(|name| *name == part);
            let found = exact.or_else(|| names.iter().find(|name| name.to_lowercase() == part.to_lowercase()))?.clone();
            real = join(&real, &found);
        }
        (!real.is_empty()).then_some(real)
    }

    /// Whether there is a file or folder at `path`.
    pub fn exists(&mut self, path: &str) -> bool {
        self.existing(path).is_some_and(|found| found == path)
    }

    /// A note whose path ends in `name`, nearest the root first.
    fn anywhere(&mut self, name: &str) -> Option<String> {
        let (above, name) =
            name.rsplit_once('/').map_or((None, name), |(above, name)| (Some(above.to_lowercase()), name));
        let wanted = name.to_lowercase();
        let mut queue = VecDeque::from([String::new()]);
        for _ in 0..MAX_FOLDERS {
            let folder = queue.pop_front()?;
            let names = self.list(&folder).to_vec();
            let fits = above.as_ref().is_none_or(|above| folder.to_lowercase().ends_with(above.as_str()));
            if let Some(found) = names.iter().find(|known| fits && known.to_lowercase() == wanted) {
                return Some(join(&folder, found));
            }
            let folders = names.iter().filter(|name| *name != "node_modules" && !name.contains('.'));
            queue.extend(folders.map(|name| join(&folder, name)));
        }
        None
    }

    fn list(&mut self, folder: &str) -> &[String] {
        self.listings.entry(folder.to_owned()).or_insert_with(|| self.files.names(folder))
    }

    /// The text of the note at `path`, without its front matter.
    pub fn text(&mut self, path: &str) -> Option<String> {
        if let Some(known) = self.texts.get(path) {
            return known.clone();
        }
        let read = || {
            let bytes = self.files.read(path).filter(|bytes| bytes.len() <= MAX_BYTES)?;
            let text = std::str::from_utf8(&bytes).ok()?;
            let body = front::read(text, &|_| Vec::new(), &mut Vec::new()).body;
            Some(text.get(body..)?.replace("\r\n", "\n").replace('\r', "\n"))
        };
        let text = read();
        self.texts.insert(path.to_owned(), text.clone());
        text
    }
}

/// The folder of `path`.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` below `base`, with `.` and `..` resolved; it never leaves the root.
pub(super) fn join(base: &str, path: &str) -> String {
    let base = if path.starts_with('/') { "" } else { base };
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
