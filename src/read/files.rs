//! How reading gets at the files that an article names, without touching the disk itself.

use std::collections::BTreeMap;
use std::sync::Arc;

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
        names.dedup();
        names
    }
}
