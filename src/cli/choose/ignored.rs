//! `.gitignore` and `.offprintignore`: files of folders that say what is not an article of them.
//!
//! Both have the patterns of Git. Those of a deeper folder count before those above it, and those of any
//! `.offprintignore` before those of `.gitignore`: `!drafts/` there takes in what Git ignores. Files of the folders above
//! the scanned one count up to the top of the Git repository, unless they leave out that folder: it was named by the user.
//! Limit: Git's own settings (`.git/info/exclude`, `core.excludesFile`) do not count, because they are not part of the
//! archive.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use offprint::job::Reason;

/// The files by name, the most important first, with the reason of what they leave out.
const FILES: [(&str, Reason); 2] = [(".offprintignore", Reason::Offprintignored), (".gitignore", Reason::Gitignored)];

/// A name that no pattern is meant for, to find out whether everything in a folder is left out.
const PROBE: &str = "\u{1}";

/// The patterns that hold in the folder that a scan is in.
pub struct IgnoreFiles {
    /// For each folder from the top down, its patterns for each of [`FILES`].
    stack: Vec<[Option<Gitignore>; FILES.len()]>,
    /// The scanned folder as it was named, and in full.
    root: Option<(PathBuf, PathBuf)>,
}

impl IgnoreFiles {
    /// Creates the patterns of the folders above `folder`, which is about to be scanned.
    pub fn above(folder: &Path) -> Self {
        let Ok(full) = folder.canonicalize() else { return Self { stack: Vec::new(), root: None } };
        let top = full.ancestors().find(|folder| folder.join(".git").exists());
        let above = full.ancestors().skip(1);
        let mut above: Vec<&Path> = above.take_while(|folder| top.is_some_and(|top| folder.starts_with(top))).collect();
        above.reverse();
        let mut found = Self {
            stack: above.iter().map(|folder| patterns(folder)).collect(),
            root: Some((folder.to_owned(), full.clone())),
        };
        let within =
            || full.ancestors().filter(|folder| top.is_some_and(|top| folder.starts_with(top) && *folder != top));
        let names_it = within().any(|folder| found.why_full(folder, true).is_some());
        if names_it || found.why_full(&full.join(PROBE), false).is_some() {
            found.stack.clear();
        }
        found
    }

    /// Adds the patterns of `folder`, in which the scan is now.
    pub fn enter(&mut self, folder: &Path) {
        let folder = self.full(folder);
        self.stack.push(patterns(&folder));
    }

    /// Removes the patterns of the last folder.
    pub fn leave(&mut self) {
        self.stack.pop();
    }

    /// Returns why the file or folder at `path` is left out.
    pub fn why(&self, path: &Path, is_folder: bool) -> Option<Reason> {
        if self.stack.iter().all(|files| files.iter().all(Option::is_none)) {
            return None;
        }
        self.why_full(&self.full(path), is_folder)
    }

    fn why_full(&self, path: &Path, is_folder: bool) -> Option<Reason> {
        for (number, (_, reason)) in FILES.iter().enumerate() {
            let files = self.stack.iter().rev().filter_map(|files| files[number].as_ref());
            let files = files.filter(|file| path.starts_with(file.path()));
            let said = files.map(|file| file.matched(path, is_folder)).find(|said| !said.is_none());
            match said {
                Some(Match::Ignore(_)) => return Some(*reason),
                Some(Match::Whitelist(_)) => return None,
                _ => {}
            }
        }
        None
    }

    /// Returns `path`, which begins with the scanned folder as it was named, in full.
    fn full(&self, path: &Path) -> PathBuf {
        let full = self.root.as_ref().and_then(|(named, full)| Some(full.join(path.strip_prefix(named).ok()?)));
        full.unwrap_or_else(|| path.to_owned())
    }
}

/// Reads the files of `folder`. Lines that are not patterns are passed over, as Git does.
fn patterns(folder: &Path) -> [Option<Gitignore>; FILES.len()] {
    FILES.map(|(name, _)| {
        let path = folder.join(name);
        let is_there = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        is_there.then(|| {
            let mut builder = GitignoreBuilder::new(folder);
            builder.add(&path);
            builder.build().ok().filter(|patterns| !patterns.is_empty())
        })?
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use offprint::disk::{Scan, scan_by};

    use super::super::{ChooseArgs, Chooser};
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let tree = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = tree.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        tree
    }

    fn found(tree: &tempfile::TempDir, folder: &str) -> (Vec<String>, Vec<(String, Reason)>) {
        let folder = tree.path().join(folder);
        let chooser = Chooser::new(&ChooseArgs::default()).unwrap();
        let Scan { articles, skipped, .. } = scan_by(&folder, None, &mut chooser.rules(&folder)).unwrap();
        let name = |path: &Path| path.strip_prefix(&folder).unwrap().display().to_string();
        let left_out = skipped.iter().filter(|it| matches!(it.why, Reason::Gitignored | Reason::Offprintignored));
        (articles.iter().map(|path| name(path)).collect(), left_out.map(|it| (name(&it.path), it.why)).collect())
    }

    #[test]
    fn what_ignore_files_name_is_left_out_with_the_reason() {
        let tree = tree(&[
            (".gitignore", "# notes\n/drafts/\n*.tmp.md\n!keep.tmp.md\nbuild/**\n\\#x.md\n[\n"),
            (".offprintignore", "archive/\nabout.md\n"),
            ("a.md", ""),
            ("a.tmp.md", ""),
            ("keep.tmp.md", ""),
            ("#x.md", ""),
            ("about.md", ""),
            ("drafts/b.md", ""),
            ("x/drafts/c.md", ""),
            ("x/archive/d.md", ""),
            ("x/.gitignore", "/e.md\n!f.tmp.md\n"),
            ("x/e.md", ""),
            ("x/f.tmp.md", ""),
            ("x/y/e.md", ""),
            ("build/g.md", ""),
        ]);
        let (articles, left_out) = found(&tree, "");
        assert_eq!(articles, ["a.md", "keep.tmp.md", "x/drafts/c.md", "x/f.tmp.md", "x/y/e.md"]);
        let (git, ours) = (Reason::Gitignored, Reason::Offprintignored);
        let expected = [
            ("#x.md", git),
            ("a.tmp.md", git),
            ("about.md", ours),
            ("build/g.md", git),
            ("drafts", git),
            ("x/archive", ours),
            ("x/e.md", git),
        ];
        assert_eq!(left_out, expected.map(|(name, why)| (name.to_owned(), why)));
    }

    #[test]
    fn our_file_takes_in_what_git_ignores() {
        let tree = tree(&[
            (".gitignore", "*.md\n"),
            (".offprintignore", "!posts/*.md\n"),
            ("a.md", ""),
            ("posts/b.md", ""),
            ("posts/.gitignore", "b.md\n"),
        ]);
        assert_eq!(found(&tree, "").0, ["posts/b.md"]);
    }

    #[test]
    fn a_folder_that_is_ignored_itself_is_scanned_if_it_is_named() {
        for pattern in ["notes/", "/site/notes", "site/", "notes/*", "notes/**", "*", "site/notes/"] {
            let tree = tree(&[
                (".git/HEAD", "ref"),
                (".gitignore", pattern),
                ("site/notes/a.md", ""),
                ("site/notes/x.md", ""),
                ("site/notes/.gitignore", "x.md\n"),
            ]);
            assert_eq!(found(&tree, "site/notes").0, ["a.md"], "{pattern}");
        }
        // Patterns for some of its files still count.
        let tree = tree(&[(".git/HEAD", "ref"), (".gitignore", "x.md\n"), ("site/a.md", ""), ("site/x.md", "")]);
        assert_eq!(found(&tree, "site").0, ["a.md"]);
    }

    #[test]
    fn folders_above_count_up_to_the_top_of_the_repository() {
        let tree = tree(&[
            (".gitignore", "a.md\n"),
            ("repo/.git/HEAD", "ref"),
            ("repo/.gitignore", "b.md\n"),
            ("repo/posts/a.md", ""),
            ("repo/posts/b.md", ""),
            ("plain/posts/b.md", ""),
            ("plain/.gitignore", "b.md\n"),
        ]);
        assert_eq!(found(&tree, "repo/posts").0, ["a.md"]);
        // Without a repository, nobody knows where the archive begins.
        assert_eq!(found(&tree, "plain/posts").0, ["b.md"]);
    }
}
