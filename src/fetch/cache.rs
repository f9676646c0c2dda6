//! The cache on the disk: files named by the hash of their content, and an index from addresses to hashes.
//!
//! - `content/af/af13…`: a picture, named by its BLAKE3 hash. It is written into `incoming` and renamed, so it is whole or
//!   absent, also with several runs at once. It is checked against its name whenever it is read.
//! - `index-1`: a line for each address that was fetched: checksum, hash of the content, address. Lines are only
//!   appended, under a lock of the file. A line with a wrong checksum, which a killed run may leave, is passed over. The
//!   last line about an address counts.
//!
//! Limit: nothing is ever removed. The folder may be removed while no run uses it.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crate::article::{ReadSeek, Reopen};
use crate::read::RemotePicture;

/// The hash of a picture's content.
pub(super) type Hash = blake3::Hash;

/// The start of the hash of an address, which is enough to tell addresses apart.
type Key = [u8; 16];

/// Length of the checksum of a line in the index, in hexadecimal digits.
const CHECKSUM: usize = 16;

/// The folder of files that are not whole yet.
const INCOMING: &str = "incoming";

/// The age at which such a file is that of a killed run.
const STRAY: Duration = Duration::from_secs(3600);

/// A cache in a folder.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// What the index says, read when it is first asked.
    known: OnceLock<Mutex<HashMap<Key, Hash>>>,
}

impl Cache {
    /// Opens the cache in `folder`, which is created if it is missing.
    ///
    /// # Errors
    /// If the folder cannot be created.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(folder.join("content"))?;
        let incoming = folder.join(INCOMING);
        fs::create_dir_all(&incoming)?;
        remove_strays(&incoming);
        Ok(Self { folder, known: OnceLock::new() })
    }

    /// Returns the hash of the content that was fetched from `address`.
    pub fn find(&self, address: &str) -> Option<Hash> {
        self.known().get(&key(address)).copied()
    }

    /// Returns the content with `hash`, if it is there and intact.
    pub fn read(&self, hash: Hash) -> Option<RemotePicture> {
        let path = self.place(hash);
        let bytes = fs::read(&path).ok().filter(|bytes| blake3::hash(bytes) == hash)?;
        Some(RemotePicture { bytes: bytes.into(), file: Some(Arc::new(Kept { path })) })
    }

    /// Keeps `content`, fetched from `address`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep(&self, address: &str, content: &[u8]) -> io::Result<Hash> {
        let hash = blake3::hash(content);
        let place = self.place(hash);
        // A damaged file is replaced.
        if !fs::read(&place).is_ok_and(|there| there == content) {
            let folder = place.parent().unwrap_or(&self.folder);
            fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(self.folder.join(INCOMING))?;
            file.write_all(content)?;
            if let Err(error) = file.persist(&place) {
                // On Windows, a file that another run has open is not replaced; it has the same content.
                let is_there = fs::read(&place).is_ok_and(|there| there == content);
                is_there.then_some(()).ok_or(error.error)?;
            }
        }
        self.note(address, hash)?;
        self.known().insert(key(address), hash);
        Ok(hash)
    }

    fn place(&self, hash: Hash) -> PathBuf {
        let name = hash.to_hex();
        self.folder.join("content").join(&name[..2]).join(name.as_str())
    }

    fn index(&self) -> PathBuf {
        self.folder.join("index-1")
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Key, Hash>> {
        let read = || {
            let text = fs::read(self.index()).unwrap_or_default();
            Mutex::new(text.split(|&byte| byte == b'\n').filter_map(entry).collect())
        };
        self.known.get_or_init(read).lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends to the index that `address` has the content `hash`.
    fn note(&self, address: &str, hash: Hash) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(self.index())?;
        // Some file systems have no locks; appending a short line is whole there too, in all likelihood.
        let _ = file.lock();
        let torn = ends_torn(&mut file)?;
        let said = format!("{} {address}", hash.to_hex());
        let line = format!("{}{} {said}\n", if torn { "\n" } else { "" }, checksum(&said));
        file.write_all(line.as_bytes())
    }
}

/// Removes the files that killed runs left in `incoming`.
fn remove_strays(incoming: &Path) {
    for entry in fs::read_dir(incoming).into_iter().flatten().flatten() {
        let age = entry.metadata().ok().and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| age > STRAY) {
            // Another run may remove it at the same time.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether `file` ends within a line, which a killed run began.
fn ends_torn(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn key(address: &str) -> Key {
    let mut key = Key::default();
    key.copy_from_slice(&blake3::hash(address.as_bytes()).as_bytes()[..size_of::<Key>()]);
    key
}

fn checksum(said: &str) -> String {
    blake3::hash(said.as_bytes()).to_hex()[..CHECKSUM].to_owned()
}

/// Reads a line of the index; `None` if it is not whole.
fn entry(line: &[u8]) -> Option<(Key, Hash)> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, said) = line.split_once(' ')?;
    let (hash, address) = said.split_once(' ')?;
    (checksum(said) == sum).then(|| Some((key(address), Hash::from_hex(hash).ok()?)))?
}

/// A picture in the cache.
#[derive(Debug)]
struct Kept {
    path: PathBuf,
}

impl Reopen for Kept {
    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(File::open(&self.path)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(folder: &tempfile::TempDir) -> Cache {
        Cache::open(folder.path().join("cache")).unwrap()
    }

    #[test]
    fn what_is_kept_is_found_by_its_address_in_this_run_and_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let first = cache(&folder);
        let hash = first.keep("https://e.org/a.png", b"one").unwrap();
        assert_eq!(first.keep("https://e.org/b.png", b"one").unwrap(), hash);
        let next = cache(&folder);
        for cache in [&first, &next] {
            assert_eq!(cache.find("https://e.org/a.png"), Some(hash));
            assert_eq!(cache.find("https://e.org/b.png"), Some(hash));
            assert_eq!(cache.find("https://e.org/c.png"), None);
            assert_eq!(&*cache.read(hash).unwrap().bytes, b"one");
        }
        let other = next.keep("https://e.org/a.png", b"two").unwrap();
        assert_eq!(cache(&folder).find("https://e.org/a.png"), Some(other));
    }

    #[test]
    fn what_a_killed_run_or_a_bad_disk_left_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let hash = cache(&folder).keep("https://e.org/a.png", b"one").unwrap();
        let index = folder.path().join("cache/index-1");
        let whole = fs::read(&index).unwrap();
        for length in 0..whole.len() {
            fs::write(&index, &whole[..length]).unwrap();
            let torn = cache(&folder);
            let kept = length + 1 == whole.len();
            assert_eq!(torn.find("https://e.org/a.png").is_some(), kept, "{length}");
            torn.keep("https://e.org/b.png", b"one").unwrap();
            assert_eq!(cache(&folder).find("https://e.org/b.png"), Some(hash), "{length}");
        }
        fs::write(&index, [&b"\xff\xfe nonsense\n\n  \n"[..], &whole].concat()).unwrap();
        let cache = cache(&folder);
        assert_eq!(cache.find("https://e.org/a.png"), Some(hash));
        // A file that is not what its name says is not shown, and replaced when it is fetched again.
        fs::write(cache.place(hash), b"damaged").unwrap();
        assert!(cache.read(hash).is_none());
        cache.keep("https://e.org/a.png", b"one").unwrap();
        assert!(cache.read(hash).is_some());
    }

    #[test]
    fn runs_at_once_do_not_disturb_each_other() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for run in 0..4 {
                let folder = &folder;
                scope.spawn(move || {
                    let cache = cache(folder);
                    for number in 0..50 {
                        let content = format!("{}", number % 7);
                        cache.keep(&format!("https://e.org/{run}/{number}.png"), content.as_bytes()).unwrap();
                    }
                });
            }
        });
        let cache = cache(&folder);
        for (run, number) in (0..4).flat_map(|run| (0..50).map(move |number| (run, number))) {
            let hash = cache.find(&format!("https://e.org/{run}/{number}.png")).unwrap();
            assert_eq!(&*cache.read(hash).unwrap().bytes, format!("{}", number % 7).as_bytes());
        }
        assert_eq!(walk(folder.path()).len(), 7 + 1, "pictures and the index");
    }

    #[test]
    fn what_killed_runs_left_is_removed_and_what_others_write_now_is_not() {
        let folder = tempfile::tempdir().unwrap();
        cache(&folder);
        let incoming = folder.path().join("cache").join(INCOMING);
        let (old, new) = (incoming.join("old"), incoming.join("new"));
        fs::write(&new, "x").unwrap();
        let file = File::create(&old).unwrap();
        file.set_modified(std::time::SystemTime::now() - 2 * STRAY).unwrap();
        cache(&folder);
        assert!(new.exists() && !old.exists());
    }

    fn walk(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
    }
}
