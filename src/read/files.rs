//! Access to the files that an article names, without touching the disk here.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::front;
use super::kinds::Kind;
use super::lookup::{Listing, Wanted, search};
use super::neighbours::About;
use super::pictures::find;
use super::remote::Remote;
use crate::article::{Reopen, ShelfMark};
use crate::site::{self, Atlas, Fragments, Head, Linked, MissingFragment, SiteKey, SiteValue, Tree};

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

    /// Returns the path of the picture at `address`, as the article writes it; `None` if there is none.
    fn picture(&self, address: &str) -> Option<String> {
        find::find(self, address)
    }

    /// Returns the path, from the article's folder, of the picture that is the cover of the article in the file `own` by
    /// its name; `None` if there is none.
    fn cover_beside(&self, own: &str) -> Option<String> {
        find::beside(self, own)
    }

    /// Returns what is known of the article that `link` means in the article at `from`; `None` if it means none, or if
    /// there is none.
    ///
    /// By default, an article is found by its path alone: its file, or the page that a site would make of it.
    fn linked(&self, from: &str, link: &str) -> Option<Linked> {
        let mut listings = BTreeMap::new();
        let path = site::probe(from, link, &mut |path| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let names: &mut Vec<String> = listings.entry(folder.to_owned()).or_insert_with(|| self.names(folder));
            names.iter().any(|known| known == name)
        })?;
        self.placed(&path)
    }

    /// Returns what is known of the article at `path`: its address, title and language.
    fn placed(&self, path: &str) -> Option<Linked> {
        let head = front::head_of(&self.read(path)?);
        Some(Atlas::alone(path, &head))
    }

    /// Returns where the outputs of the article at `path` will be, seen from those of the article that is read; `None` if
    /// none are made, or if that is not known.
    fn shelf_mark(&self, path: &str) -> Option<ShelfMark> {
        let _ = path;
        None
    }

    /// Returns the path of the article that a list of related articles in the article at `from` calls `name`: by its
    /// file, folder, slug or alias.
    fn called(&self, from: &str, name: &str) -> Option<String> {
        let _ = (from, name);
        None
    }

    /// Returns what the article at `path` says about itself, for lists of related articles.
    fn about(&self, path: &str) -> Option<About> {
        About::of(&self.read(path)?)
    }

    /// Returns what is known of `fragment`, which is written without `#`, if the article at `path` has no such target.
    fn missing_fragment(&self, path: &str, fragment: &str) -> Option<MissingFragment> {
        Fragments::of(std::str::from_utf8(&self.read(path)?).ok()?).missing(fragment)
    }

    /// Returns what the site of the article at `path` says under `key`.
    fn site(&self, path: &str, key: SiteKey) -> Option<SiteValue> {
        let _ = (path, key);
        None
    }

    /// Returns the picture at `address`, an absolute address on the web; [`Remote::Off`] if nothing is fetched.
    ///
    /// Whoever notes what an article depends on notes the answer of [`remote_version`](Self::remote_version) after this
    /// call, and asks that again later: it never opens a connection.
    fn remote(&self, address: &str) -> Remote {
        let _ = address;
        Remote::Off
    }

    /// Fetches the pictures at `addresses` side by side, so that [`remote`](Self::remote) need not wait for them; `false`
    /// if nothing is fetched. Only addresses that will be asked for belong here. What comes of them is answered by
    /// [`remote`](Self::remote), as if this had not been called.
    fn fetch_ahead(&self, addresses: &[String]) -> bool {
        let _ = addresses;
        false
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
/// Links to other articles are understood as on the disk. Limit: for each of them, all files are looked at. A program with
/// many thousands of both should implement [`Files`] itself.
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

    fn linked(&self, from: &str, link: &str) -> Option<Linked> {
        Atlas::default().linked(self, from, link)
    }

    fn placed(&self, path: &str) -> Option<Linked> {
        Atlas::default().placed(self, path)
    }

    fn called(&self, from: &str, name: &str) -> Option<String> {
        Atlas::default().called(self, from, name)
    }

    fn site(&self, path: &str, key: SiteKey) -> Option<SiteValue> {
        Atlas::default().value(self, path, key)
    }
}

impl Tree for Memory {
    fn listing(&self, folder: &str) -> Vec<String> {
        Files::names(self, folder)
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.files.get(path)?.to_vec()).ok()
    }

    fn head(&self, path: &str) -> Option<Head> {
        Some(front::head_of(self.files.get(path)?))
    }

    fn articles(&self) -> Vec<String> {
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let articles = self.files.keys().filter(|path| Kind::of(Path::new(path)).is_some() && !is_hidden(path));
        let mut paths: Vec<String> = articles.cloned().collect();
        paths.sort_by_key(|path| (path.matches('/').count(), path.clone()));
        paths
    }
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
        let files = memory(&["a/b/My Note.md", "z/my note.md", "c.txt", ".hidden/d.md", "e.png", "v1.2.md", "own.md"]);
        let found = |link: &str| files.linked("own.md", link).map(|linked| linked.path);
        assert_eq!(found("My Note").as_deref(), Some("z/my note.md"));
        assert_eq!(found("C.txt").as_deref(), Some("c.txt"));
        assert_eq!(found("v1.2").as_deref(), Some("v1.2.md"));
        assert_eq!((found("d"), found("e")), (None, None));
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
            assert_eq!(files.called("own.md", slug).as_deref(), Some(path), "{slug}");
        }
        assert!(files.called("own.md", "gone").is_none());
    }
}
