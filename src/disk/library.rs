//! The articles of archives, as far as links need to know them.
//!
//! All articles of a run share one [`Atlas`] for each root. Their folder is scanned, and their front matter is read, once
//! and only when a link asks for it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::files::DiskFiles;
use super::paths::slashed;
use super::scan::scan;
use crate::job::Reason;
use crate::read::{Files, HEAD_WITHIN, head_of};
use crate::site::{Atlas, Head, SiteFault, Tree};

/// Articles below each root. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Library(Arc<Mutex<BTreeMap<PathBuf, Arc<Atlas>>>>);

impl Library {
    /// Returns the articles below `root`.
    pub(super) fn atlas(&self, root: &Path) -> Arc<Atlas> {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelves.entry(root.to_owned()).or_default().clone()
    }

    /// Returns what is wrong with the files of the sites that were looked at, each with its root.
    pub(super) fn faults(&self) -> Vec<(PathBuf, SiteFault)> {
        let shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |(root, atlas): (&PathBuf, &Arc<Atlas>)| {
            atlas.faults().into_iter().map(|fault| (root.clone(), fault)).collect::<Vec<_>>()
        };
        shelves.iter().flat_map(of).collect()
    }
}

impl Tree for DiskFiles {
    fn listing(&self, folder: &str) -> Vec<String> {
        Files::names(self, folder)
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.read(path)?.to_vec()).ok()
    }

    fn head(&self, path: &str) -> Option<Head> {
        // Most front matter is in the first block of a file.
        const FIRST: usize = 4096;
        let mut file = File::open(self.file(path)?).ok()?;
        let mut bytes = Vec::with_capacity(FIRST);
        file.by_ref().take(FIRST as u64).read_to_end(&mut bytes).ok()?;
        if bytes.len() == FIRST && !is_closed(&bytes) {
            file.take((HEAD_WITHIN - FIRST) as u64).read_to_end(&mut bytes).ok()?;
        }
        Some(head_of(&bytes))
    }

    fn articles(&self) -> Vec<String> {
        let found = scan(self.root(), None).unwrap_or_default();
        // A link may lead to a README, although that is no article of its own.
        let papers =
            found.skipped.into_iter().filter(|skipped| skipped.why == Reason::Paper).map(|skipped| skipped.path);
        let all = found.articles.into_iter().chain(papers);
        let mut paths: Vec<String> = all.filter_map(|path| slashed(path.strip_prefix(self.root()).ok()?)).collect();
        paths.sort_by_cached_key(|path| (path.matches('/').count(), path.clone()));
        paths
    }
}

/// Whether front matter at the start of `bytes` ends in them, or there is none.
fn is_closed(bytes: &[u8]) -> bool {
    let fence = |fence: &[u8]| bytes.windows(fence.len()).skip(3).any(|window| window == fence);
    match bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) {
        [b'-', b'-', b'-', ..] => fence(b"\n---"),
        [b'+', b'+', b'+', ..] => fence(b"\n+++"),
        [b'{', ..] => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> (tempfile::TempDir, DiskFiles) {
        let tree = tempfile::tempdir().unwrap();
        for (name, text) in texts {
            let path = tree.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let files = DiskFiles::new(tree.path(), &tree.path().join("own.md")).unwrap();
        (tree, files)
    }

    #[test]
    fn an_article_is_found_by_its_name_and_the_higher_one_first() {
        let (_tree, files) = files(&[("a/b/My Note.md", "x"), ("z/my note.md", "x"), ("c.txt", "x")]);
        let found = |link| files.linked("own.md", link).map(|linked| linked.path);
        assert_eq!(found("My Note").as_deref(), Some("z/my note.md"));
        assert_eq!(found("C.txt").as_deref(), Some("c.txt"));
        assert_eq!(found("d"), None);
    }

    #[test]
    fn an_article_is_found_by_the_slug_that_it_states() {
        let (_tree, files) = files(&[("posts/2021-03-03-x.md", "---\nslug: the-mill\n---\nText.")]);
        for slug in ["the-mill", "x"] {
            assert_eq!(files.called("own.md", slug).as_deref(), Some("posts/2021-03-03-x.md"), "{slug}");
        }
        assert!(files.called("own.md", "gone").is_none());
    }

    #[test]
    fn front_matter_of_any_length_is_read() {
        let long = format!("---\ntitle: T\nx: {}\nslug: mill\n---\n", "y".repeat(9_000));
        let (_tree, files) = files(&[("a.md", &long)]);
        assert_eq!(Tree::head(&files, "a.md").unwrap().get(&["slug"]), Some("mill"));
    }
}
