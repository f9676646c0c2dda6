//! Finds a note by its name: beside the note that names it, below the root, or anywhere by its bare name.

use std::collections::BTreeMap;

use crate::read::lookup::{self, join, real, split};
use crate::read::{Files, front};

/// Maximum size of a note, in bytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Finds notes.
pub(super) struct Finder<'f> {
    files: &'f dyn Files,
    found: BTreeMap<(String, String), Option<String>>,
    texts: BTreeMap<String, Option<String>>,
}

impl<'f> Finder<'f> {
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, found: BTreeMap::new(), texts: BTreeMap::new() }
    }

    /// Returns the path of the note that the note at `from` calls `name`.
    pub fn note(&mut self, from: &str, name: &str) -> Option<String> {
        let key = (split(from).0.to_owned(), name.to_owned());
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
            let mut base = if name.starts_with('/') { "" } else { beside };
            loop {
                // A name that refers to the root is not a note.
                let path = Some(join(base, name)).filter(|path| !path.is_empty());
                if let Some(path) = path.and_then(|path| real(self.files, &path)) {
                    return Some(path);
                }
                if base.is_empty() {
                    break;
                }
                base = split(base).0;
            }
        }
        names.iter().find_map(|name| self.anywhere(name))
    }

    /// Whether there is a file or folder at exactly `path`.
    pub fn exists(&mut self, path: &str) -> bool {
        lookup::exists(self.files, path)
    }

    /// Finds the note nearest to the root whose path ends in `name`.
    fn anywhere(&mut self, name: &str) -> Option<String> {
        self.files.anywhere(&[""], name.trim_start_matches('/')).into_iter().next()
    }

    /// Returns the text of the note at `path`, without its front matter.
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
