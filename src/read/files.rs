//! How reading gets at the files that an article names, without touching the disk itself.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

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

/// Largest file that is read.
const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Files on disk below a root, and nothing outside of it: neither through `..` nor through symbolic links.
///
/// Listings are remembered, also for the views on other folders that [`DiskFiles::in_folder`] gives. Limit: a link
/// that is changed between the check and the reading can still escape; the archive is taken to be at rest.
#[derive(Clone, Debug)]
pub struct DiskFiles {
    root: Arc<Root>,
    folder: String,
}

#[derive(Debug)]
struct Root {
    path: PathBuf,
    listings: Mutex<BTreeMap<String, Vec<String>>>,
}

impl DiskFiles {
    /// The files below `root`, for an article in `folder`, which is relative to it.
    ///
    /// # Errors
    /// If `root` is not a folder that can be read.
    pub fn new(root: &Path, folder: impl Into<String>) -> io::Result<Self> {
        let path = root.canonicalize()?;
        if !path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        let root = Root { path, listings: Mutex::default() };
        Ok(Self { root: Arc::new(root), folder: folder.into() })
    }

    /// The same files for an article in another folder.
    pub fn in_folder(&self, folder: impl Into<String>) -> Self {
        Self { root: Arc::clone(&self.root), folder: folder.into() }
    }

    /// The real path of `path`, if it is below the root.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        let relative = Path::new(path);
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        let real = self.root.path.join(relative).canonicalize().ok().filter(|_| plain)?;
        real.starts_with(&self.root.path).then_some(real)
    }

    fn list(&self, path: &str) -> Vec<String> {
        let entries = self.resolve(path).and_then(|folder| std::fs::read_dir(folder).ok());
        let names = entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names = Vec::from_iter(names);
        names.sort();
        names
    }
}

impl Files for DiskFiles {
    fn folder(&self) -> &str {
        &self.folder
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        let real = self.resolve(path)?;
        let about = std::fs::metadata(&real).ok()?;
        (about.is_file() && about.len() <= MAX_FILE).then(|| std::fs::read(real).ok().map(Arc::from))?
    }

    fn names(&self, path: &str) -> Vec<String> {
        if let Some(known) = self.root.listings.lock().ok().and_then(|listings| listings.get(path).cloned()) {
            return known;
        }
        let names = self.list(path);
        if let Ok(mut listings) = self.root.listings.lock() {
            listings.insert(path.to_owned(), names.clone());
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_root_is_read() -> io::Result<()> {
        let outside = tempfile::tempdir()?;
        std::fs::create_dir(outside.path().join("root"))?;
        std::fs::write(outside.path().join("secret.png"), b"secret")?;
        std::fs::write(outside.path().join("root/open.png"), b"open")?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path().join("secret.png"), outside.path().join("root/link.png"))?;
        let files = DiskFiles::new(&outside.path().join("root"), "")?;
        assert_eq!(files.read("open.png").as_deref(), Some(&b"open"[..]));
        for path in ["../secret.png", "link.png", "/etc/hostname", "./../secret.png"] {
            assert_eq!(files.read(path), None, "{path}");
        }
        assert_eq!(files.names(".."), Vec::<String>::new());
        Ok(())
    }
}
