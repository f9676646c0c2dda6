//! Finds the articles of a folder.
//!
//! An article is a file with one of the extensions in [`read::extensions`](crate::read::extensions) that is not
//! hidden, not below a folder of a build tool, and not one of the files that accompany software, such as a README.
//! Everything that is skipped is reported with its [`Reason`]. Symbolic links to folders are not followed (they may
//! form cycles), those to files only inside the folder. The contents of a skipped folder are not counted.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diag::Error;
use crate::job::{MAX_FOLDERS, Reason};
use crate::read::Kind;

/// Folders with third-party or generated files.
const FOREIGN_FOLDERS: [&str; 5] = ["node_modules", "target", "vendor", "_site", "__pycache__"];

/// Whether a folder called `name` holds third-party or generated files.
pub fn is_foreign(name: &str) -> bool {
    FOREIGN_FOLDERS.contains(&name)
}

/// Files that accompany every project, by their name without extension, in any case.
const PAPERS: [&str; 6] = ["readme", "license", "licence", "copying", "notices", "manifest"];

/// Files that accompany a project, but whose names an article may have: with front matter, they are articles.
const POSSIBLE_PAPERS: [&str; 6] =
    ["changelog", "contributing", "code_of_conduct", "code-of-conduct", "notice", "changes"];

/// Text files for machines.
const MACHINE_TEXTS: [&str; 8] =
    ["robots", "humans", "ads", "security", "requirements", "cmakelists", "llms", "llms-full"];

/// The result of a scan.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Scan {
    /// Articles, sorted by path; each begins with the folder's path.
    pub articles: Vec<PathBuf>,
    /// Everything skipped, sorted by path within its folder.
    pub skipped: Vec<Skipped>,
}

/// A skipped file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: PathBuf,
    /// The reason.
    pub why: Reason,
}

/// Rules of the user that leave out files and folders, besides those of the scan itself.
pub trait Rules {
    /// Is called when the scan enters `folder`, before anything in it is asked for.
    fn enter(&mut self, folder: &Path);

    /// Is called when the scan is done with the folder that it entered last.
    fn leave(&mut self);

    /// Returns why the article or folder at `path`, in the folder that was entered last, is left out.
    fn why(&mut self, path: &Path, is_folder: bool) -> Option<Reason>;
}

/// No rules.
impl Rules for () {
    fn enter(&mut self, _: &Path) {}
    fn leave(&mut self) {}
    fn why(&mut self, _: &Path, _: bool) -> Option<Reason> {
        None
    }
}

/// Finds the articles in and below `folder`, except below `except`: the output folder may be inside it.
///
/// # Errors
/// [`Error::Io`] if `folder` cannot be listed. A folder below it that cannot be listed is in [`Scan::skipped`].
pub fn scan(folder: &Path, except: Option<&Path>) -> Result<Scan, Error> {
    scan_by(folder, except, &mut ())
}

/// Finds articles as [`scan`] does, without those that `rules` leave out.
///
/// # Errors
/// [`Error::Io`] if `folder` cannot be listed. A folder below it that cannot be listed is in [`Scan::skipped`].
pub fn scan_by(folder: &Path, except: Option<&Path>, rules: &mut dyn Rules) -> Result<Scan, Error> {
    let mut walk = Walk {
        root: folder.canonicalize().map_err(|source| Error::io("read", folder, source))?,
        except: except.and_then(|except| except.canonicalize().ok()),
        found: Scan::default(),
        rules,
    };
    walk.enter(folder, 0).map_err(|source| Error::io("read", folder, source))?;
    Ok(walk.found)
}

struct Walk<'a> {
    root: PathBuf,
    except: Option<PathBuf>,
    found: Scan,
    rules: &'a mut dyn Rules,
}

impl Walk<'_> {
    fn enter(&mut self, folder: &Path, depth: usize) -> std::io::Result<()> {
        self.rules.enter(folder);
        let listed = self.list(folder, depth);
        self.rules.leave();
        listed
    }

    fn list(&mut self, folder: &Path, depth: usize) -> std::io::Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_unstable_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                self.skip(entry.path(), Reason::Hidden);
                continue;
            }
            match entry.file_type()? {
                kind if kind.is_dir() => self.folder(&entry.path(), &name, depth + 1),
                kind if kind.is_symlink() && entry.path().is_dir() => self.skip(entry.path(), Reason::FolderLink),
                kind => self.file(entry.path(), kind.is_symlink()),
            }
        }
        Ok(())
    }

    fn folder(&mut self, path: &Path, name: &str, depth: usize) {
        let is_output =
            self.except.as_ref().is_some_and(|except| path.canonicalize().is_ok_and(|path| path == *except));
        let why = match () {
            () if is_output => Reason::Output,
            () if FOREIGN_FOLDERS.contains(&name) => Reason::Foreign,
            () if depth > MAX_FOLDERS => Reason::TooDeep,
            () => match self.rules.why(path, true) {
                Some(why) => why,
                None if self.enter(path, depth).is_err() => Reason::Unreadable,
                None => return,
            },
        };
        self.skip(path.to_owned(), why);
    }

    fn file(&mut self, path: PathBuf, is_link: bool) {
        let why = match () {
            () if Kind::of(&path).is_none() => Reason::OtherKind,
            () if is_link && !path.canonicalize().is_ok_and(|target| target.starts_with(&self.root)) => Reason::LinkOut,
            () if !path.is_file() => Reason::Irregular,
            () if is_paper(&path) => Reason::Paper,
            () => match self.rules.why(&path, false) {
                Some(why) => why,
                None => return self.found.articles.push(path),
            },
        };
        self.skip(path, why);
    }

    fn skip(&mut self, path: PathBuf, why: Reason) {
        self.found.skipped.push(Skipped { path, why });
    }
}

/// Whether the file at `path` accompanies a project or is meant for a machine, judging by its name.
///
/// Words with which the name of an article may begin (`license`, `readme`) count in a longer name only if they are in
/// capitals, as in `LICENSE-MIT` and `UPSTREAM-README`.
fn is_paper(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let lower = stem.to_lowercase();
    let machine = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    let shouted = stem.split(['-', '.', '_']).any(|word| ["README", "LICENSE", "LICENCE", "COPYING"].contains(&word));
    PAPERS.contains(&&*lower)
        || shouted
        || machine && MACHINE_TEXTS.contains(&&*lower)
        || POSSIBLE_PAPERS.contains(&&*lower) && !has_front_matter(path)
}

/// Whether the file at `path` begins with a fence of YAML, TOML or JSON front matter.
fn has_front_matter(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(6).read_to_end(&mut start));
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    read.is_ok() && (start.starts_with(b"---") || start.starts_with(b"+++") || start.starts_with(b"{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let tree = tempfile::tempdir().unwrap();
        for file in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        tree
    }

    fn names(found: &Scan, tree: &tempfile::TempDir) -> Vec<String> {
        found.articles.iter().map(|path| path.strip_prefix(tree.path()).unwrap().display().to_string()).collect()
    }

    fn reasons(found: &Scan) -> Vec<(&str, Reason)> {
        let name = |path: &'_ Path| path.file_name().unwrap().to_str().unwrap().to_owned().leak() as &str;
        found.skipped.iter().map(|skipped| (name(&skipped.path), skipped.why)).collect()
    }

    #[test]
    fn everything_that_is_passed_over_has_its_reason() {
        let deep = format!("{}deep.md", "x/".repeat(MAX_FOLDERS + 1));
        let tree = tree(&["a.md", ".b.md", ".git/c.md", "target/d.md", "out/e.md", "f.html", &deep]);
        let found = scan(tree.path(), Some(&tree.path().join("out"))).unwrap();
        let expected = [
            (".b.md", Reason::Hidden),
            (".git", Reason::Hidden),
            ("f.html", Reason::OtherKind),
            ("out", Reason::Output),
            ("target", Reason::Foreign),
            ("x", Reason::TooDeep),
        ];
        assert_eq!(reasons(&found), expected);
        assert_eq!(found.articles.len(), 1);
    }

    #[test]
    fn finds_articles_at_any_depth_in_order() {
        let tree = tree(&["b.md", "a/x/deep.MARKDOWN", "a/one.txt", "c.mdx", "d.Rmd", "picture.png", "notes.docx"]);
        let found = scan(tree.path(), None).unwrap();
        assert_eq!(names(&found, &tree), ["a/one.txt", "a/x/deep.MARKDOWN", "b.md", "c.mdx", "d.Rmd"]);
        assert_eq!(reasons(&found), [("notes.docx", Reason::OtherKind), ("picture.png", Reason::OtherKind)]);
    }

    #[test]
    fn leaves_out_what_is_no_article() {
        let tree = tree(&[
            "README.md",
            "UPSTREAM-README.md",
            "LICENSE-MIT.txt",
            "Changelog.md",
            "robots.txt",
            ".obsidian/note.md",
            "node_modules/pkg/doc.md",
            "license-questions.md",
            "robots.md",
        ]);
        let found = scan(tree.path(), None).unwrap();
        assert_eq!(names(&found, &tree), ["license-questions.md", "robots.md"]);
        assert_eq!(found.skipped.iter().filter(|it| it.why == Reason::Paper).count(), 5, "{:?}", found.skipped);
        assert_eq!(found.skipped.len(), 7, "{:?}", found.skipped);
    }

    #[test]
    fn a_paper_with_front_matter_is_an_article() {
        let tree = tree(&["contributing.md", "code-of-conduct.md"]);
        fs::write(tree.path().join("code-of-conduct.md"), "---\ntitle: Yours\n---\n").unwrap();
        assert_eq!(names(&scan(tree.path(), None).unwrap(), &tree), ["code-of-conduct.md"]);
    }

    #[test]
    fn the_output_folder_is_not_an_input() {
        let tree = tree(&["a.md", "out/b.md"]);
        let found = scan(tree.path(), Some(&tree.path().join("out"))).unwrap();
        assert_eq!(names(&found, &tree), ["a.md"]);
    }

    #[test]
    #[cfg(unix)]
    fn links_in_a_circle_and_out_of_the_folder_are_left_out() {
        let tree = tree(&["in/a.md", "outside.md"]);
        let inside = tree.path().join("in");
        std::os::unix::fs::symlink(&inside, inside.join("again")).unwrap();
        std::os::unix::fs::symlink(tree.path().join("outside.md"), inside.join("b.md")).unwrap();
        let found = scan(&inside, None).unwrap();
        assert_eq!(found.articles, [inside.join("a.md")]);
        assert_eq!(reasons(&found), [("again", Reason::FolderLink), ("b.md", Reason::LinkOut)]);
    }
}
