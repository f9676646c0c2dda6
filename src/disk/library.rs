//! Finds the articles of an archive by their names, for links without a path: `[[note]]` of Obsidian, `ref "post.md"`
//! of Hugo.
//!
//! The folder is scanned once for all articles of a run, and only if one of them has such a link. If two articles have
//! the same name, the one nearer to the root is meant, as in Obsidian.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::paths::slashed;
use super::scan::scan;
use crate::read::SLUG_WITHIN;

/// Articles by name, for each root. Clones share the results of scans.
#[derive(Clone, Debug, Default)]
pub struct Library(Arc<Mutex<Shelves>>);

/// What was found below each root.
#[derive(Debug, Default)]
struct Shelves {
    names: BTreeMap<PathBuf, Arc<Names>>,
    slugs: BTreeMap<PathBuf, Arc<BTreeMap<String, Vec<String>>>>,
}

/// Paths below a root, with `/` as separator, by their lower-case name without extension.
type Names = BTreeMap<String, String>;

/// Maximum number of articles that are opened for their slugs.
const MOST: usize = 20_000;

impl Library {
    /// Returns the path, below `root`, of the article called `name`, with or without its extension.
    pub(super) fn find(&self, root: &Path, name: &str) -> Option<String> {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let names = shelves.names.entry(root.to_owned()).or_insert_with(|| Arc::new(names(root))).clone();
        drop(shelves);
        names.get(&crate::read::stem(name).to_lowercase()).cloned()
    }

    /// Returns the paths, below `root`, of the articles whose front matter states `slug`. The articles are opened once,
    /// and only if a slug is looked for that is no file name.
    pub(super) fn with_slug(&self, root: &Path, slug: &str) -> Vec<String> {
        let mut shelves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slugs = shelves.slugs.entry(root.to_owned()).or_insert_with(|| Arc::new(slugs(root))).clone();
        drop(shelves);
        slugs.get(slug).cloned().unwrap_or_default()
    }
}

/// Returns the paths of the articles below `root`, those nearest to it first.
fn paths(root: &Path) -> Vec<String> {
    let found = scan(root, None).map(|found| found.articles).unwrap_or_default();
    let mut paths: Vec<String> = found.iter().filter_map(|article| slashed(article.strip_prefix(root).ok()?)).collect();
    paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
    paths
}

fn names(root: &Path) -> Names {
    let mut names = Names::new();
    for path in paths(root) {
        let stem = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        names.entry(stem).or_insert(path);
    }
    names
}

fn slugs(root: &Path) -> BTreeMap<String, Vec<String>> {
    let mut slugs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths(root).into_iter().take(MOST) {
        let mut head = Vec::new();
        let opened = File::open(root.join(&path)).map(|file| file.take(SLUG_WITHIN as u64).read_to_end(&mut head));
        if opened.is_ok() {
            for slug in crate::read::slugs(&path, &head) {
                let known = slugs.entry(slug).or_default();
                if known.last() != Some(&path) {
                    known.push(path.clone());
                }
            }
        }
    }
    slugs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_by_its_name_and_the_higher_one_first() {
        let tree = tempfile::tempdir().unwrap();
        for name in ["a/b/My Note.md", "z/my note.md", "c.txt"] {
            let path = tree.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let library = Library::default();
        let found = |name| library.find(tree.path(), name);
        assert_eq!(found("My Note").as_deref(), Some("z/my note.md"));
        assert_eq!(found("C.txt").as_deref(), Some("c.txt"));
        assert_eq!(found("d"), None);
    }

    #[test]
    fn an_article_is_found_by_the_slug_that_it_states() {
        let tree = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(tree.path().join("posts")).unwrap();
        std::fs::write(tree.path().join("posts/2021-03-03-x.md"), "---\nslug: the-mill\n---\nText.").unwrap();
        let library = Library::default();
        for slug in ["the-mill", "x"] {
            assert_eq!(library.with_slug(tree.path(), slug), ["posts/2021-03-03-x.md"], "{slug}");
        }
        assert!(library.with_slug(tree.path(), "gone").is_empty());
    }
}
