//! The files below an input's root, for [`read`](crate::read).
//!
//! Confinement: a path of [`Files`] contains only plain names, and its target, with symbolic links followed, must be
//! below the root. A link that is exchanged between the check and the read is not noticed. Pictures are read again
//! when they are written, with the same check.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::library::Library;
use super::listings::Listings;
use super::paths::slashed;
use super::places::Places;
use super::shelf::{self, Shelf};
use crate::article::{ReadSeek, Reopen, ShelfMark};
use crate::diag::Error;
use crate::job::{Drafts, Job};
use crate::read::{Files, Listing, Remote, Wanted, Web, search};
use crate::site::{Linked, MissingFragment, SiteKey, SiteValue, Tree};

/// Maximum size of a file that an article names: 64 MiB, far above any sensible picture.
const MAX_FILE: u64 = 64 << 20;

/// The files below a folder on the disk.
#[derive(Clone, Debug)]
pub struct DiskFiles {
    root: Arc<Path>,
    folder: String,
    library: Library,
    listings: Listings,
    web: Option<Arc<dyn Web>>,
    /// The planned outputs of the run, and the folder of the article's own ones.
    shelf: Option<(Arc<Shelf>, Arc<Path>)>,
}

impl DiskFiles {
    /// Creates the files below `root`, for the article at `article`, which should be below it too.
    ///
    /// # Errors
    /// [`Error::Io`] if there is no folder at `root`.
    pub fn new(root: &Path, article: &Path) -> Result<Self, Error> {
        Self::placed(root, article, &Places::default())
    }

    /// Creates files as [`new`](Self::new) does; `places` knows where folders are.
    pub(super) fn placed(root: &Path, article: &Path, places: &Places) -> Result<Self, Error> {
        let root = places.real(root).map_err(|source| Error::io("read", root, source))?;
        let folder = places.real(article.parent().unwrap_or(Path::new("")));
        let folder = folder.ok().and_then(|folder| slashed(folder.strip_prefix(&root).ok()?)).unwrap_or_default();
        let (library, listings) = (Library::default(), Listings::default());
        Ok(Self { root, folder, library, listings, web: None, shelf: None })
    }

    /// Returns the same files, with articles found by name in `library`, and `listings` shared with other articles.
    pub(super) fn sharing(self, library: &Library, listings: &Listings) -> Self {
        Self { library: library.clone(), listings: listings.clone(), ..self }
    }

    /// Returns the names in the folder at `path`.
    fn listing(&self, path: &str) -> Arc<Listing> {
        // All articles ask for folders in `static`, `content` and the like. Most sites have few of these.
        if let Some((top, _)) = path.split_once('/').filter(|_| self.listings.are_shared()) {
            let top = self.listing(top);
            if top.is_empty() {
                return top;
            }
        }
        let list = || {
            let entries = self.resolve(path).and_then(|folder| fs::read_dir(folder).ok());
            let names = entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            Listing::new(names.collect())
        };
        self.listings.of(&self.root, path, list)
    }

    /// Returns the root, without symbolic links.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the same files, with pictures from `web`.
    pub(super) fn with_web(self, web: Option<&Arc<dyn Web>>) -> Self {
        Self { web: web.cloned(), ..self }
    }

    /// Returns the same files, with the outputs of other articles on `shelf`, seen from those of `job`.
    pub(super) fn on(self, shelf: Option<&Arc<Shelf>>, job: &Job) -> Self {
        let own = || Some(Arc::from(job.outputs.first()?.path.parent()?));
        Self { shelf: shelf.cloned().and_then(|shelf| Some((shelf, own()?))), ..self }
    }

    /// Returns the target of `path`, if that is below the root.
    fn resolve(&self, path: &str) -> Option<PathBuf> {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let resolved = plain.then(|| self.root.join(path).canonicalize().ok())??;
        resolved.starts_with(&self.root).then_some(resolved)
    }

    /// Returns the path of a file that may be read.
    pub(super) fn file(&self, path: &str) -> Option<PathBuf> {
        let path = self.resolve(path)?;
        let there = fs::metadata(&path).ok()?;
        (there.is_file() && there.len() <= MAX_FILE).then_some(path)
    }
}

impl Files for DiskFiles {
    fn folder(&self) -> &str {
        &self.folder
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        let mut file = fs::File::open(self.file(path)?).ok()?;
        let length = usize::try_from(file.metadata().ok()?.len()).ok()?;
        // Reads directly into shared memory, since a vector would have to be copied.
        let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
        file.read_exact(Arc::get_mut(&mut bytes)?).ok()?;
        Some(bytes)
    }

    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        Some(Arc::new(Below { files: self.clone(), path: path.to_owned(), shown: self.root.join(path) }))
    }

    fn names(&self, path: &str) -> Vec<String> {
        self.listing(path).names().map(str::to_owned).collect()
    }

    fn find(&self, path: &str, wanted: &Wanted<'_>) -> Option<String> {
        match wanted {
            // The folder of a single article may hold thousands of files, and need not be listed for this.
            Wanted::Twin(stem) if !self.listings.are_shared() => {
                let folder = self.resolve(path)?;
                Wanted::twins(stem).find(|name| folder.join(name).is_file())
            }
            _ => self.listing(path).find(wanted).map(str::to_owned),
        }
    }

    fn anywhere(&self, roots: &[&str], path: &str) -> Vec<String> {
        search(roots, path, |folder| self.listing(folder))
    }

    fn linked(&self, from: &str, link: &str) -> Option<Linked> {
        self.library.atlas(&self.root).linked(self, from, link)
    }

    fn missing_fragment(&self, path: &str, fragment: &str) -> Option<MissingFragment> {
        self.library.atlas(&self.root).missing_fragment(self, path, fragment)
    }

    fn placed(&self, path: &str) -> Option<Linked> {
        self.library.atlas(&self.root).placed(self, path)
    }

    fn shelf_mark(&self, path: &str) -> Option<ShelfMark> {
        let (shelf, own) = self.shelf.as_ref()?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let job = shelf.job(&self.resolve(folder)?.join(name))?;
        // The run leaves out a draft only when it reads it.
        let left_out = job.drafts == Drafts::Skip && Tree::head(self, path).is_some_and(|head| head.is_draft());
        (!left_out).then(|| shelf::mark(own, job))?
    }

    fn called(&self, from: &str, name: &str) -> Option<String> {
        self.library.atlas(&self.root).called(self, from, name)
    }

    fn site(&self, path: &str, key: SiteKey) -> Option<SiteValue> {
        self.library.atlas(&self.root).value(self, path, key)
    }

    fn remote(&self, address: &str) -> Remote {
        self.web.as_ref().map_or(Remote::Off, |web| web.picture(address))
    }

    fn fetch_ahead(&self, addresses: &[String]) -> bool {
        self.web.iter().for_each(|web| web.fetch_ahead(addresses));
        self.web.is_some()
    }

    fn remote_version(&self, address: &str) -> Option<String> {
        self.web.as_ref().map(|web| web.version(address))
    }
}

/// A file below the root.
#[derive(Debug)]
struct Below {
    files: DiskFiles,
    path: String,
    shown: PathBuf,
}

impl Reopen for Below {
    fn path(&self) -> &Path {
        &self.shown
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        let path = self.files.file(&self.path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(fs::File::open(path)?))
    }
}

/// Returns the path of the article of `job` below its root; its whole path if it is not below. The root may be given by
/// another path than the article, as where the root of `posts/` is the folder of the site.
pub fn input_below(job: &Job) -> String {
    placed_below(job, &Places::default())
}

/// Returns the path of the article of `job` as [`input_below`] does; `places` knows where folders are.
pub(super) fn placed_below(job: &Job, places: &Places) -> String {
    let path = job.input.path();
    let folder = places.real(path.parent().unwrap_or(Path::new("")));
    let whole = folder.map_or_else(|_| path.to_owned(), |folder| folder.join(path.file_name().unwrap_or_default()));
    let root = places.real(&job.root);
    let below = root.ok().and_then(|root| whole.strip_prefix(root).ok().map(Path::to_owned));
    below.unwrap_or(whole).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let tree = tempfile::tempdir().unwrap();
        fs::create_dir_all(tree.path().join("root/posts")).unwrap();
        fs::write(tree.path().join("root/posts/in.png"), "in").unwrap();
        fs::write(tree.path().join("out.png"), "out").unwrap();
        tree
    }

    #[test]
    fn finds_what_is_below_the_root() {
        let tree = tree();
        let files = DiskFiles::new(&tree.path().join("root"), &tree.path().join("root/posts/a.md")).unwrap();
        assert_eq!(files.folder(), "posts");
        assert_eq!(files.names("posts"), ["in.png"]);
        assert_eq!(files.read("posts/in.png").as_deref(), Some(&b"in"[..]));
        assert_eq!(files.names(""), ["posts"]);
    }

    #[test]
    fn articles_that_share_listings_find_what_is_there_and_nothing_in_folders_that_are_not() {
        let tree = tree();
        let root = tree.path().join("root");
        fs::create_dir_all(root.join("posts/2024/deep")).unwrap();
        fs::write(root.join("posts/2024/deep/mill.png"), "mill").unwrap();
        let (library, listings) = (Library::default(), Listings::shared());
        for _ in 0..2 {
            let files = DiskFiles::new(&root, &root.join("posts/a.md")).unwrap().sharing(&library, &listings);
            assert_eq!(files.names("posts/2024/deep"), ["mill.png"]);
            assert_eq!(files.names("posts/2024"), ["deep"]);
            let found = |folder, name| files.find(folder, &Wanted::name(name));
            assert_eq!(found("posts/2024/deep", "mill.png").as_deref(), Some("mill.png"));
            for gone in ["static", "static/images", "static/images/2024", "posts/2023/deep", "posts/in.png"] {
                assert_eq!((found(gone, "mill.png"), files.names(gone)), (None, vec![]), "{gone}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_root_can_be_read() {
        let tree = tree();
        let files = DiskFiles::new(&tree.path().join("root"), &tree.path().join("root/a.md")).unwrap();
        let absolute = tree.path().join("out.png");
        for path in ["../out.png", "posts/../../out.png", absolute.to_str().unwrap()] {
            assert_eq!(files.read(path), None, "{path}");
        }
        assert!(files.names("..").is_empty());
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_became_a_link_out_of_the_root_is_not_read_again() {
        let tree = tree();
        let files = DiskFiles::new(&tree.path().join("root"), &tree.path().join("root/a.md")).unwrap();
        let again = files.reopen("posts/in.png").unwrap();
        assert!(again.open().is_ok());
        let path = tree.path().join("root/posts/in.png");
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(tree.path().join("out.png"), &path).unwrap();
        assert!(again.open().is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_symbolic_link_does_not_lead_out_of_the_root() {
        let tree = tree();
        std::os::unix::fs::symlink(tree.path().join("out.png"), tree.path().join("root/link.png")).unwrap();
        let files = DiskFiles::new(&tree.path().join("root"), &tree.path().join("root/a.md")).unwrap();
        assert_eq!(files.read("link.png"), None);
    }
}
