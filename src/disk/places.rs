//! Where folders really are, with symbolic links followed.
//!
//! The articles of a run lie in few folders, and each asks where its own and its root are. Resolving a path takes a call to
//! the system for each of its parts, so a run resolves each folder once. Limit: a run keeps a bounded number of folders;
//! others are resolved again.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Maximum number of folders that are kept.
const MAX_FOLDERS: usize = 4_096;

/// Where folders really are. Clones share what they know.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    shared: bool,
    known: Arc<Mutex<HashMap<PathBuf, Arc<Path>>>>,
}

impl Places {
    /// Creates places for a run of many articles.
    pub fn shared() -> Self {
        Self { shared: true, ..Self::default() }
    }

    /// Returns the path of `folder` without symbolic links; an empty path is the current folder.
    ///
    /// # Errors
    /// Those of the system, as when there is no such folder.
    pub fn real(&self, folder: &Path) -> io::Result<Arc<Path>> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if !self.shared {
            return Ok(folder.canonicalize()?.into());
        }
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return Ok(known.clone());
        }
        let real: Arc<Path> = folder.canonicalize()?.into();
        let mut known = lock();
        if known.len() < MAX_FOLDERS {
            known.insert(folder.to_owned(), real.clone());
        }
        Ok(real)
    }
}
