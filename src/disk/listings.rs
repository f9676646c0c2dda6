//! The names in folders, listed once for the articles that ask for them.
//!
//! An article asks many questions about few folders, and the articles of an archive ask about the same folders. Within
//! one article, or within a run that shares them, a folder is listed once. Limit: a run keeps a bounded number of
//! folders; others are listed again. So are folders that are empty or not there: articles ask for many such folders of
//! their own. A missing folder directly below the root is kept, since all articles ask for the same ones, such as `static`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::read::Listing;

/// Maximum number of folders that are kept.
const MAX_FOLDERS: usize = 4_096;

/// Maximum number of names that are kept, in all folders together.
const MAX_NAMES: usize = 200_000;

/// The listings of folders. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Listings {
    shared: bool,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    roots: HashMap<PathBuf, HashMap<String, Arc<Listing>>>,
    folders: usize,
    names: usize,
}

impl Listings {
    /// Creates listings for a run of many articles.
    pub fn shared() -> Self {
        Self { shared: true, ..Self::default() }
    }

    /// Returns the listings for another article: the same ones, if they are shared.
    pub fn for_article(&self) -> Self {
        if self.shared { self.clone() } else { Self::default() }
    }

    /// Whether several articles use them.
    pub fn are_shared(&self) -> bool {
        self.shared
    }

    /// Returns the names in the folder at `path` below `root`, which `list` returns if they are not known yet.
    pub fn of(&self, root: &Path, path: &str, list: impl FnOnce() -> Listing) -> Arc<Listing> {
        if let Some(known) = self.lock().roots.get(root).and_then(|folders| folders.get(path)) {
            return known.clone();
        }
        // Folders are listed without the lock, since a slow disk would stop all threads.
        let listing = Arc::new(list());
        if listing.is_empty() && self.shared && path.contains('/') {
            return listing;
        }
        let mut known = self.lock();
        if known.folders < MAX_FOLDERS && known.names + listing.len() <= MAX_NAMES {
            known.folders += 1;
            known.names += listing.len();
            if !known.roots.contains_key(root) {
                known.roots.insert(root.to_owned(), HashMap::new());
            }
            let folders = known.roots.get_mut(root);
            folders.into_iter().for_each(|folders| drop(folders.insert(path.to_owned(), listing.clone())));
        }
        listing
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_names_are_listed_once_and_empty_ones_are_kept_below_the_root() {
        let (listings, mut listed) = (Listings::shared(), Vec::new());
        for _ in 0..3 {
            for (path, names) in [("a/full", vec!["a.png".to_owned()]), ("a/none", vec![]), ("none", vec![])] {
                listings.for_article().of(Path::new("/site"), path, || {
                    listed.push(path);
                    Listing::new(names)
                });
            }
        }
        assert_eq!(listed, ["a/full", "a/none", "none", "a/none", "a/none"]);
        assert_eq!(listings.lock().folders, 2);
    }
}
