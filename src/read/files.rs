//! How reading gets at the files that an article names, without touching the disk itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::kinds::{Kind, stem};
use crate::article::Reopen;

/// Files below the input's root. Paths use `/`, are relative to the root, and hold no `.` or `..`.
pub trait Files: Sync {
    /// Folder of the article, relative to the root; empty for the root itself.
    fn folder(&self) -> &str;

    /// The content of the file at `path`; `None` where there is none, or none that may be read.
    fn read(&self, path: &str) -> Option<Arc<[u8]>>;

    /// The file at `path` to be read again later; `None` where what was read is to be kept in memory.
    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        let _ = path;
        None
    }

    /// Names of the files and folders in the folder at `path`, sorted; empty where there is none.
    fn names(&self, path: &str) -> Vec<String>;

    /// The path of the article that is called `name`, wherever it lies; `None` where nobody looked for it.
    fn article(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
}

/// No files at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn folder(&self) -> &str {
        ""
    }
    fn read(&self, _path: &str) -> Option<Arc<[u8]>> {
        None
    }
    fn names(&self, _path: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Files in memory, by path.
///
/// An article that is looked for by its name alone is found as on the disk: of several, the one that lies higher up.
/// Limit: each such name is compared with every file, so that a program with many thousands of both does better with
/// [`Files`] of its own.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Folder of the article.
    pub folder: String,
    /// Content by path.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Files for Memory {
    fn folder(&self) -> &str {
        &self.folder
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        self.files.get(path).cloned()
    }

    fn names(&self, path: &str) -> Vec<String> {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let mut names: Vec<String> = (self.files.keys())
            .filter_map(|file| file.strip_prefix(&prefix)?.split('/').next().map(str::to_owned))
            .collect();
        // `a-b/` comes before `a/` among paths, and after it among names.
        names.sort_unstable();
        names.dedup();
        names
    }

    fn article(&self, name: &str) -> Option<String> {
        let wanted = stem(name).to_lowercase();
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let articles = self.files.keys().filter(|path| Kind::of(Path::new(path)).is_some() && !is_hidden(path));
        let called = articles.filter(|path| stem(&last(path)).to_lowercase() == wanted);
        called.min_by_key(|path| (path.matches('/').count(), *path)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(paths: &[&str]) -> Memory {
        let file = |path: &&str| (path.to_string(), Arc::from(&b"x"[..]));
        Memory { folder: String::new(), files: paths.iter().map(file).collect() }
    }

    #[test]
    fn names_are_sorted_and_come_once() {
        let files = memory(&["a/x.md", "a-b/y.md", "a/z.md", "a.md"]);
        assert_eq!(files.names(""), ["a", "a-b", "a.md"]);
        assert_eq!(files.names("a"), ["x.md", "z.md"]);
        assert!(files.names("a.md").is_empty() && files.names("b").is_empty());
    }

    #[test]
    fn an_article_is_found_by_its_name_and_the_higher_one_first() {
        let files = memory(&["a/b/My Note.md", "z/my note.md", "c.txt", ".hidden/d.md", "e.png", "v1.2.md"]);
        assert_eq!(files.article("My Note").as_deref(), Some("z/my note.md"));
        assert_eq!(files.article("C.txt").as_deref(), Some("c.txt"));
        assert_eq!(files.article("v1.2").as_deref(), Some("v1.2.md"));
        assert_eq!((files.article("d"), files.article("e")), (None, None));
    }
}
