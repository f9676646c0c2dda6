//! Access to the files that an article names, without touching the disk here.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::kinds::{Kind, stem};
use super::lookup::{Listing, Wanted, search};
use super::remote::Remote;
use crate::article::Reopen;

/// The files below the input's root. Paths use `/`, are relative to the root, and contain no `.` or `..`.
pub trait Files: Sync {
    /// Folder of the article, relative to the root; empty for the root itself.
    fn folder(&self) -> &str;

    /// Returns the content of the file at `path`; `None` if there is none, or if it may not be read.
    fn read(&self, path: &str) -> Option<Arc<[u8]>>;

    /// Returns the file at `path` for reading again later; `None` if its content must be kept in memory.
    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        let _ = path;
        None
    }

    /// Returns the sorted names of the files and folders in the folder at `path`; empty if there is no such folder.
    fn names(&self, path: &str) -> Vec<String>;

    /// Returns the name that is meant by `wanted` in the folder at `path`; `None` if there is none.
    ///
    /// An article depends on the answers to such questions, not on all names of a folder. So reading asks this, and
    /// [`names`](Self::names) only where it needs all of them.
    fn find(&self, path: &str, wanted: &Wanted<'_>) -> Option<String> {
        Listing::new(self.names(path)).find(wanted).map(str::to_owned)
    }

    /// Returns at most two files below `roots` whose paths end in `path`, compared without case, the nearest first.
    fn anywhere(&self, roots: &[&str], path: &str) -> Vec<String> {
        search(roots, path, |folder| Box::new(Listing::new(self.names(folder))))
    }

    /// Returns the path of the article called `name`, wherever it is; `None` if there is none, or if names are not
    /// searched.
    fn article(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// Returns the paths of the articles whose front matter states `slug`, those nearest to the root first; none if slugs
    /// are not searched.
    fn with_slug(&self, slug: &str) -> Vec<String> {
        let _ = slug;
        Vec::new()
    }

    /// Returns the picture at `address`, an absolute address on the web; [`Remote::Off`] if nothing is fetched.
    ///
    /// Whoever notes what an article depends on notes the answer of [`remote_version`](Self::remote_version) after this
    /// call, and asks that again later: it never opens a connection.
    fn remote(&self, address: &str) -> Remote {
        let _ = address;
        Remote::Off
    }

    /// Returns a short text for the answer that [`remote`](Self::remote) gives without asking the network: which content
    /// the cache has for `address`, or that there is none. If it is the same as before, so is the picture. `None` if
    /// nothing is fetched.
    fn remote_version(&self, address: &str) -> Option<String> {
        let _ = address;
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
/// An article that is referred to by its bare name is found as on the disk: if several have that name, the one nearest
/// to the root is taken. Limit: each such name is compared with every file. A program with many thousands of both
/// should implement [`Files`] itself.
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
        let below = self.files.range(prefix.clone()..).map(|(file, _)| file);
        let mut names: Vec<String> = below
            .take_while(|file| file.starts_with(&prefix))
            .filter_map(|file| file.strip_prefix(&prefix)?.split('/').next().map(str::to_owned))
            .collect();
        // The order of the paths is not that of the names: `a-b/` comes before `a/`, but `a-b` comes after `a`.
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

    fn with_slug(&self, slug: &str) -> Vec<String> {
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let articles = self.files.iter().filter(|(path, _)| Kind::of(Path::new(path)).is_some() && !is_hidden(path));
        let called = articles.filter(|(path, bytes)| slugs(path, bytes).iter().any(|known| known == slug));
        let mut paths: Vec<String> = called.map(|(path, _)| path.clone()).collect();
        paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
        paths
    }
}

/// Number of bytes at the start of an article in which its slug stands.
pub(crate) const SLUG_WITHIN: usize = 4096;

/// Returns the names by which the article at `path`, which begins with `bytes`, may be referred to besides its file
/// name: the name without a date, the folder of an index, and the slug or permalink that its front matter states.
pub(crate) fn slugs(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut slugs = Vec::new();
    let name = path.rsplit('/').next().unwrap_or(path);
    let page = stem(name);
    let page = match page {
        "index" | "_index" | "README" => path.rsplit('/').nth(1).unwrap_or_default(),
        page => page,
    };
    slugs.push(undated(page).to_owned());
    let head = &bytes[..bytes.len().min(SLUG_WITHIN)];
    let valid = std::str::from_utf8(head)
        .unwrap_or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default());
    if valid.trim_start().starts_with(['-', '+', '{']) {
        slugs.extend(valid.lines().take(80).filter_map(stated_slug));
    }
    slugs.retain(|slug| !slug.is_empty());
    slugs
}

/// Returns the slug in a line of front matter: `slug: mill`, `permalink = "/posts/mill/"`.
fn stated_slug(line: &str) -> Option<String> {
    let (key, value) = line.split_once([':', '='])?;
    // The slugs of others stand indented, below a key of their own.
    if key.starts_with([' ', '\t', '-']) {
        return None;
    }
    let key = key.trim().trim_matches('"').to_ascii_lowercase();
    if !matches!(key.as_str(), "slug" | "permalink" | "url" | "path" | "id" | "uid" | "class") {
        return None;
    }
    let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    let last = value.trim_end_matches('/').rsplit('/').next()?;
    let last = last.strip_suffix(".html").unwrap_or(last);
    (!last.is_empty() && !last.contains([':', '{', ' '])).then(|| last.to_owned())
}

/// Returns `name` without a leading date, as in `2021-03-03-mill`.
pub(crate) fn undated(name: &str) -> &str {
    let bytes = name.as_bytes();
    let dated = bytes.len() > 11
        && bytes[..11].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => matches!(byte, b'-' | b'_'),
            _ => byte.is_ascii_digit(),
        });
    if dated { &name[11..] } else { name }
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

    #[test]
    fn an_article_is_found_by_its_slug_its_undated_name_and_its_folder() {
        let texts = [
            ("a/2021-03-03-the-mill.md", "---\ntitle: x\n---\n"),
            ("b/ferry/index.md", ""),
            ("c/x.md", "---\nslug: bread\n---\n"),
            ("d/y.md", "+++\npath = \"2020/rye\"\n+++\n"),
        ];
        let file = |(path, text): (&str, &str)| (path.to_owned(), Arc::from(text.as_bytes()));
        let files = Memory { folder: String::new(), files: texts.into_iter().map(file).collect() };
        for (slug, path) in
            [("the-mill", texts[0].0), ("ferry", texts[1].0), ("bread", texts[2].0), ("rye", texts[3].0)]
        {
            assert_eq!(files.with_slug(slug), [path], "{slug}");
        }
        assert!(files.with_slug("gone").is_empty());
    }
}
