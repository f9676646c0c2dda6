//! Finds the files that apply to a folder: its own and those of the folders above it.
//!
//! The search goes up to the folder of `--root`, or else to the top of the repository, or else as far as there are
//! folders. It never looks into a folder that every user of the machine may write to, such as `/tmp`, since somebody
//! else may have put the file there, and not into the root of the file system. So the settings of an article do not
//! depend on whether it, its folder or the whole archive is named.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use offprint::diag::{Diagnostic, Diagnostics};
use offprint::disk::read_limited;
use offprint::source::{Source, Span};

use super::super::args::Reading;
use super::super::{Log, Stop};
use super::FILE;
use super::read::{File, MAX_FILE, mistake, read};

/// Folders that mark the top of a repository.
const REPOSITORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Maximum number of folders that are looked into on the way up.
const MAX_STEPS: usize = 64;

/// Where files are looked for.
#[derive(Clone, Debug)]
enum Search {
    /// In the folder of the article and those above it.
    Folders,
    /// Nowhere.
    Off,
    /// This file applies to all articles, and no other.
    Only(PathBuf),
}

/// The files that apply to a folder, by their number in [`Finder`]; the default is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainId(usize);

/// Finds files, and keeps what it found.
pub struct Finder {
    search: Search,
    /// The folder of `--root`.
    root: Option<PathBuf>,
    /// The chains of folders, as they were named and without symbolic links.
    folders: HashMap<PathBuf, ChainId>,
    /// All chains, each with the nearest file last. The first is empty.
    chains: Vec<Rc<[Rc<File>]>>,
    /// Files with mistakes.
    wrong: Vec<(Rc<File>, Diagnostics)>,
}

impl Finder {
    /// Creates a finder for the arguments about files of configuration.
    ///
    /// # Errors
    /// If the file of `--config` is none.
    pub fn new(reading: &Reading) -> Result<Self, Stop> {
        let search = match &reading.config {
            Some(path) if !path.is_file() => {
                return Err(Stop::usage(format!("there is no file {}", path.display()))
                    .help("`offprint init` writes one with every option"));
            }
            Some(path) => Search::Only(path.clone()),
            None if reading.no_config => Search::Off,
            None => Search::Folders,
        };
        let root = reading.root.as_ref().and_then(|root| root.canonicalize().ok());
        let chains = vec![Rc::from([])];
        Ok(Self { search, root, folders: HashMap::new(), chains, wrong: Vec::new() })
    }

    /// Returns the files of `chain`, the nearest last.
    pub fn files(&self, chain: ChainId) -> &[Rc<File>] {
        self.chains.get(chain.0).map_or(&[], |files| files)
    }

    /// Returns the chain of the files that are in both.
    pub fn common(&mut self, one: ChainId, other: ChainId) -> ChainId {
        let pairs = self.files(one).iter().zip(self.files(other));
        let same = pairs.take_while(|(one, other)| Rc::ptr_eq(one, other)).count();
        match same {
            0 => ChainId::default(),
            same if same == self.files(one).len() => one,
            same if same == self.files(other).len() => other,
            same => {
                let files = self.files(one)[..same].to_vec();
                self.add(files)
            }
        }
    }

    fn add(&mut self, files: Vec<Rc<File>>) -> ChainId {
        self.chains.push(files.into());
        ChainId(self.chains.len() - 1)
    }

    /// Returns the files that apply to `folder`.
    pub fn chain(&mut self, folder: &Path) -> ChainId {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let chain = match self.search.clone() {
            Search::Off => ChainId::default(),
            Search::Only(path) => match self.folders.values().next() {
                Some(known) => *known,
                None => {
                    let file = self.file(&path);
                    self.add(vec![file])
                }
            },
            Search::Folders => match folder.canonicalize() {
                Ok(real) => self.above(&real, folder),
                Err(_) => ChainId::default(),
            },
        };
        self.folders.insert(folder.to_owned(), chain);
        chain
    }

    /// Returns the files that apply to the folder `real`, which messages call `shown`.
    fn above(&mut self, real: &Path, shown: &Path) -> ChainId {
        let mut folders: Vec<&Path> = Vec::new();
        let mut chain = ChainId::default();
        for folder in real.ancestors().take(MAX_STEPS) {
            if let Some(known) = self.folders.get(folder) {
                chain = *known;
                break;
            }
            if folder.parent().is_none() || is_shared(folder) {
                break;
            }
            folders.push(folder);
            if Some(folder) == self.root.as_deref() || REPOSITORIES.iter().any(|mark| folder.join(mark).exists()) {
                break;
            }
        }
        for folder in folders.into_iter().rev() {
            let path = folder.join(FILE);
            if path.is_file() {
                let file = self.file(&shortened(&path, real, shown));
                let files = self.files(chain).iter().cloned().chain([file]).collect();
                chain = self.add(files);
            }
            self.folders.insert(folder.to_owned(), chain);
        }
        chain
    }

    /// Reads the file at `path`.
    fn file(&mut self, path: &Path) -> Rc<File> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let (file, mistakes) = match bytes(path) {
            Ok(bytes) => read(Source::new(path, bytes), folder),
            Err(found) => {
                let file = File { source: Source::new(path, ""), entries: Vec::new() };
                (file, vec![found])
            }
        };
        let file = Rc::new(file);
        if !mistakes.is_empty() {
            self.wrong.push((file.clone(), mistakes));
        }
        file
    }

    /// Prints the mistakes of all files that were found.
    ///
    /// # Errors
    /// If there is one.
    pub fn report(&mut self, log: &Log) -> Result<(), Stop> {
        let mut wrong = std::mem::take(&mut self.wrong);
        wrong.sort_by(|(one, _), (other, _)| one.source.path.cmp(&other.source.path));
        let stops: Vec<Stop> =
            (wrong.iter()).map(|(file, mistakes)| super::print_mistakes(mistakes, file, log)).collect();
        match stops.len() {
            0 => Ok(()),
            1 => stops.into_iter().next().map_or(Ok(()), Err),
            count => Err(Stop::usage(format!("{count} files of configuration have mistakes; nothing was done"))),
        }
    }
}

/// Returns the bytes of the file at `path`, or one more than a file may have.
fn bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let unread = |why: &dyn std::fmt::Display| mistake(format!("the file cannot be read: {why}"), Span::new(0, 0));
    let file = fs::File::open(path).map_err(|error| unread(&error))?;
    let limited = std::io::Read::take(file, MAX_FILE as u64 + 1);
    read_limited(path, limited).map_err(|error| unread(&error))
}

/// Returns the path of a file above the folder `real` as a path from `shown`, which is how the user named that folder.
/// So messages show `posts/offprint.toml` for `offprint posts/`.
fn shortened(path: &Path, real: &Path, shown: &Path) -> PathBuf {
    match path.strip_prefix(real) {
        Ok(below) if shown == Path::new(".") => below.to_owned(),
        Ok(below) => shown.join(below),
        Err(_) => match std::env::current_dir().ok().and_then(|here| here.canonicalize().ok()) {
            Some(here) => path.strip_prefix(&here).unwrap_or(path).to_owned(),
            None => path.to_owned(),
        },
    }
}

/// Whether every user of the machine may write to `folder`.
#[cfg(unix)]
fn is_shared(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|about| about.permissions().mode() & 0o002 != 0)
}

/// Whether every user of the machine may write to `folder`.
#[cfg(not(unix))]
fn is_shared(_: &Path) -> bool {
    false
}
