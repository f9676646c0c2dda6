//! Finds the articles of an archive by their names, for links without a path: `[[note]]` of Obsidian, `ref "post.md"`
//! of Hugo.
//!
//! The folder is scanned once for all articles of a run, and only if one of them has such a link. If two articles have
//! the same name, the one nearer to the root is meant, as in Obsidian.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::paths::slashed;
use super::scan::scan;

/// Articles by name, for each root. Clones share the results of scans.
#[derive(Clone, Debug, Default)]
pub struct Library(Arc<Mutex<Roots>>);

/// The names found below each root.
type Roots = BTreeMap<PathBuf, Arc<Names>>;

/// Paths below a root, with `/` as separator, by their lower-case name without extension.
type Names = BTreeMap<String, String>;

impl Library {
    /// Returns the path, below `root`, of the article called `name`, with or without its extension.
    pub(super) fn find(&self, root: &Path, name: &str) -> Option<String> {
        let mut roots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let names = roots.entry(root.to_owned()).or_insert_with(|| Arc::new(names(root))).clone();
        drop(roots);
        names.get(&crate::read::stem(name).to_lowercase()).cloned()
    }
}

fn names(root: &Path) -> Names {
    let found = scan(root, None).map(|found| found.articles).unwrap_or_default();
    let mut paths: Vec<String> = found.iter().filter_map(|article| slashed(article.strip_prefix(root).ok()?)).collect();
    paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
    let mut names = Names::new();
    for path in paths {
        let stem = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        names.entry(stem).or_insert(path);
    }
    names
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
}
