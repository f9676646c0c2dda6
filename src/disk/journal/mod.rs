//! The journal of an output folder: what each article was made of, so that a later run makes only what changed.
//!
//! The journal is one file beside the outputs. A run only appends to it: a line for each article, after its outputs
//! have their names. So whatever ends a run, the journal never claims an output that is not there. Each line has a
//! checksum. A line that is torn or damaged is ignored, and its article is made again; a journal of an unknown version
//! is thrown away. Of several lines about one article, the last one counts; a run that ends well writes the journal
//! anew when most of its lines are out of date.
//!
//! ```text
//! offprint-journal 1
//! 5f0c2d6e 2021/mill.epub {"input":"2021/mill.md", …}
//! ```
//!
//! A line about an article that is begun tells the next run what was in work when this one was ended (`marks`).
//!
//! Only the places of lines are kept in memory. A line is read again when its article is looked at. A run locks the
//! journal, so that two runs never write into one folder at the same time.

mod alone;
mod books;
mod check;
mod marks;
mod record;
mod stamp;

pub use alone::{Alone, Ending, Isolation, Told};
pub use books::BookRecord;
pub use check::{Mode, Prepared, Recipe, RecordedRun};
pub use record::{Failed, Kept, Record, Skip};
pub use stamp::Stamp;

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use flate2::Crc;

#[cfg(test)]
use super::Disk;
use super::paths::slashed;
use super::temporary::temporary_in;
use crate::diag::Error;
use marks::{Mark, Marks, NOBODY};

/// Name of the journal in the output folder.
pub const JOURNAL: &str = ".offprint.journal";

/// The first line of a journal.
const HEADER: &str = "offprint-journal 1\n";

/// Number of bytes of lines that are out of date from which the journal is written anew.
const MANY: u64 = 64 << 10;

/// The journal of an output folder, open for one run.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    /// The position of the last line about each article, by a hash of the path of its first output.
    lines: HashMap<u64, Line>,
    marks: Marks,
    end: u64,
    /// Number of bytes of lines that are out of date.
    stale: u64,
    /// Whether a line could not be written: then no other one is, because it would be behind a torn one.
    broken: bool,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    at: u64,
    length: u32,
    /// Whether this run has asked for it or has written it.
    seen: bool,
}

impl Journal {
    /// Opens the journal of the output folder `folder`, and locks it for this run.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read or written, also if another run has locked it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(JOURNAL);
        super::strays::clear(folder);
        let inner = open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => {
                let why = "another run of Offprint is writing there; wait for its end, or choose another folder";
                Error::io("write to", folder, io::Error::other(why))
            }
            _ => Error::io("write", &path, error),
        })?;
        Ok(Self { folder: folder.to_owned(), inner: Mutex::new(inner) })
    }

    /// Makes room for the lines of so many articles at once. A table that grows during the run is copied several times, and
    /// the memory of the old copies cannot be used for much else.
    pub fn expect(&self, articles: usize) {
        let mut inner = self.lock();
        let more = articles.saturating_sub(inner.lines.len());
        inner.lines.reserve(more);
    }

    /// Returns the folder of the journal.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the record of the article whose first output is at `output`; `None` if there is none that is readable.
    pub fn record(&self, output: &Path) -> Option<Record> {
        let key = self.key(output)?;
        let mut inner = self.lock();
        let line = inner.lines.get_mut(&hash(&key))?;
        line.seen = true;
        let (at, length) = (line.at, line.length);
        let text = inner.read(at, length).ok()?;
        drop(inner);
        let (known, record) = parts(&text)?;
        (known == key).then(|| serde_json::from_str(record).ok())?
    }

    /// Appends `record` about the article whose first output is at `output`.
    ///
    /// A failure is not reported: the article would only be made again by the next run.
    pub fn add(&self, output: &Path, record: &Record) {
        let Some(key) = self.key(output) else { return };
        let Ok(record) = serde_json::to_string(record) else { return };
        self.lock().append(&key, &record);
    }

    /// Removes the record about the article whose first output is at `output`.
    pub fn remove(&self, output: &Path) {
        if let Some(key) = self.key(output) {
            self.lock().mark(&key, Mark::Gone);
        }
    }

    /// Notes that the calling thread begins the article whose first output is at `output`.
    pub fn begin(&self, output: &Path) {
        let Some(key) = self.key(output) else { return };
        let mut inner = self.lock();
        let thread = inner.marks.thread();
        inner.mark(&key, Mark::Begun(thread));
    }

    /// Notes that the article whose first output is at `output` is to be made in a process of its own.
    pub fn suspect(&self, output: &Path) {
        if let Some(key) = self.key(output) {
            self.lock().mark(&key, Mark::Suspect);
        }
    }

    /// Whether any article was in work when an earlier run ended; see [`is_suspect`](Self::is_suspect).
    pub fn has_suspects(&self) -> bool {
        self.lock().marks.suspects().next().is_some()
    }

    /// Whether the article whose first output is at `output` was in work when an earlier run ended without its own doing,
    /// and has not been made since.
    pub fn is_suspect(&self, output: &Path) -> bool {
        self.key(output).is_some_and(|key| self.lock().marks.is_suspect(hash(&key)))
    }

    /// Returns the records that this run has neither asked for nor written, with the paths of their first outputs.
    pub fn unseen(&self) -> BTreeMap<PathBuf, Record> {
        let mut inner = self.lock();
        let lines: Vec<Line> = inner.lines.values().filter(|line| !line.seen).copied().collect();
        let texts: Vec<String> = lines.iter().filter_map(|line| inner.read(line.at, line.length).ok()).collect();
        let parsed = texts.iter().filter_map(|text| {
            let (key, record) = parts(text)?;
            Some((self.folder.join(key), serde_json::from_str(record).ok()?))
        });
        parsed.collect()
    }

    /// Ends the run: the journal is written anew if most of it is out of date.
    pub fn finish(self) {
        let path = self.folder.join(JOURNAL);
        let inner = &mut *self.lock();
        inner.rest();
        if !inner.broken && inner.stale > MANY && inner.stale * 2 > inner.end {
            // If that fails, the old journal is still good.
            let _ = inner.rewrite(&path);
        }
    }

    /// Returns the path of `output` below the folder of the journal.
    fn key(&self, output: &Path) -> Option<String> {
        let key = slashed(output.strip_prefix(&self.folder).ok()?)?;
        // A name with a space or a line break would be cut in the line.
        (!key.is_empty()).then(|| key.replace('%', "%25").replace(' ', "%20").replace('\n', "%0A"))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.lock().rest();
    }
}

/// Opens the journal at `path`, or creates it, and finds its lines.
fn open(path: &Path) -> io::Result<Inner> {
    let file = locked(path)?;
    let mut inner = Inner { file, lines: HashMap::new(), marks: Marks::default(), end: 0, stale: 0, broken: false };
    match inner.replay() {
        Ok(true) => {
            inner.file.set_len(inner.end)?;
            // They stay suspects when the threads of this run begin other articles.
            let suspects = inner.marks.suspect();
            suspects.iter().for_each(|key| inner.mark(key, Mark::Suspect));
        }
        Ok(false) => {
            inner.file.set_len(0)?;
            inner.file.write_all(HEADER.as_bytes())?;
            (inner.lines, inner.marks) = (HashMap::new(), Marks::default());
            (inner.stale, inner.end) = (0, HEADER.len() as u64);
        }
        Err(error) => return Err(error),
    }
    Ok(inner)
}

/// Opens the file at `path`, and locks it. On file systems without locks it is not locked.
fn locked(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(_)) => return Ok(file),
            // A run that has just ended may have put a new journal in its place.
            Ok(()) if is_at(&file, path) => return Ok(file),
            Ok(()) => {}
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    let (file, there) = (file.metadata().map(number), std::fs::metadata(path).map(number));
    matches!((file, there), (Ok(file), Ok(there)) if file == there)
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    // An open file cannot be replaced.
    true
}

impl Inner {
    /// Finds the lines of the journal; false if it is not one that this version reads.
    fn replay(&mut self) -> io::Result<bool> {
        let mut reader = BufReader::with_capacity(256 << 10, &self.file);
        let mut line = Vec::new();
        reader.by_ref().take(HEADER.len() as u64).read_until(b'\n', &mut line)?;
        if line != HEADER.as_bytes() {
            return Ok(false);
        }
        let mut at = line.len() as u64;
        self.end = at;
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)? as u64;
            if length == 0 || line.last() != Some(&b'\n') {
                return Ok(true);
            }
            match checked(&line) {
                Some((key, None)) => {
                    self.marks.clear(hash(key));
                    let entry = Line { at, length: length as u32, seen: false };
                    let old = self.lines.insert(hash(key), entry);
                    self.stale += old.map_or(0, |old| u64::from(old.length));
                }
                Some((key, Some(mark))) => {
                    self.marks.take(mark, hash(key), key);
                    self.stale += outdated(&mut self.lines, mark, hash(key), length);
                }
                None => self.stale += length,
            }
            at += length;
            self.end = at;
        }
    }

    fn read(&mut self, at: u64, length: u32) -> io::Result<String> {
        let mut bytes = vec![0; length as usize];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    /// Appends a record.
    fn append(&mut self, key: &str, record: &str) {
        let at = self.end;
        let Some(length) = self.write(key, record) else { return };
        self.marks.clear(hash(key));
        let entry = Line { at, length: length as u32, seen: true };
        let old = self.lines.insert(hash(key), entry);
        self.stale += old.map_or(0, |old| u64::from(old.length));
    }

    /// Appends a mark.
    fn mark(&mut self, key: &str, mark: Mark) {
        let Some(length) = self.write(key, &mark.text()) else { return };
        self.marks.take(mark, hash(key), key);
        self.stale += outdated(&mut self.lines, mark, hash(key), length);
    }

    /// Notes that no article is in work any more, if one was.
    fn rest(&mut self) {
        if self.marks.is_busy() {
            self.mark(NOBODY, Mark::Idle);
        }
    }

    /// Appends a line, and returns its length; `None` if that fails.
    fn write(&mut self, key: &str, text: &str) -> Option<u64> {
        if self.broken {
            return None;
        }
        let line = line(key, text);
        self.broken = self.file.write_all(line.as_bytes()).is_err();
        self.end += line.len() as u64;
        (!self.broken).then_some(line.len() as u64)
    }

    /// Writes a journal at `path` that has only the lines that count.
    fn rewrite(&mut self, path: &Path) -> io::Result<()> {
        let mut file = temporary_in(path.parent().unwrap_or(Path::new(".")))?;
        let mut lines: Vec<Line> = self.lines.values().copied().collect();
        lines.sort_unstable_by_key(|line| line.at);
        let mut out = io::BufWriter::new(file.as_file_mut());
        out.write_all(HEADER.as_bytes())?;
        for line in lines {
            let text = self.read(line.at, line.length)?;
            out.write_all(text.as_bytes())?;
        }
        for key in self.marks.suspects() {
            out.write_all(line(key, &Mark::Suspect.text()).as_bytes())?;
        }
        out.flush()?;
        drop(out);
        file.as_file().sync_data()?;
        file.persist(path).map_err(|failed| failed.error)?;
        Ok(())
    }
}

/// Returns the key of `line`, and its mark if it is not a record; `None` if it is damaged.
fn checked(line: &[u8]) -> Option<(&str, Option<Mark>)> {
    let text = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (stated, rest) = text.split_once(' ')?;
    let stated = u32::from_str_radix(stated, 16).ok()?;
    let (key, record) = rest.split_once(' ')?;
    (stated == sum(rest.as_bytes())).then(|| (key, Mark::parse(record)))
}

/// Returns the number of bytes that are out of date because of a mark of `length` bytes, which a new journal would not have.
fn outdated(lines: &mut HashMap<u64, Line>, mark: Mark, hash: u64, length: u64) -> u64 {
    let gone = if mark == Mark::Gone { lines.remove(&hash) } else { None };
    length + gone.map_or(0, |gone| u64::from(gone.length))
}

/// Returns a line of the journal.
fn line(key: &str, text: &str) -> String {
    let rest = format!("{key} {text}");
    format!("{:08x} {rest}\n", sum(rest.as_bytes()))
}

/// Returns the key and the record of a line.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.trim_end_matches('\n').split_once(' ')?;
    rest.split_once(' ')
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
