//! Traces: what the making of an article asked of its files, and what the answers were.
//!
//! An article is made again only if an answer has changed. So everything that comes from outside of an article's own
//! text goes through [`Files`], and a trace keeps every [`Question`] with a digest of its answer. A later run asks the
//! same questions again ([`Trace::change`]). Mokhov, Mitchell and Peyton Jones call this a verifying trace ("Build
//! Systems à la Carte", 2018, §4.2.2).
//!
//! What was looked for in vain counts too: an article that misses a picture is made again when the picture appears.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Job, Opened, Provider};
use crate::article::{Reopen, ShelfMark};
use crate::diag::Error;
use crate::read::{About, Files, Remote, Wanted};
use crate::site::{Linked, MissingFragment, SiteKey, SiteValue};

/// A question to [`Files`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Question {
    /// What is in the file at this path?
    Read(String),
    /// What are the names in this folder?
    Names(String),
    /// Which name in this folder is meant?
    Find(String, Wanted<'static>),
    /// Which files below these folders have a path that ends so?
    Anywhere(Vec<String>, String),
    /// Where is the picture at this address?
    Picture(String),
    /// Which picture is the cover of the article in this file by its name?
    Cover(String),
    /// What is known of the article that this link in the article at this path means?
    Linked(String, String),
    /// What is known of the article at this path?
    Placed(String),
    /// Where are the outputs of the article at this path?
    ShelfMark(String),
    /// Which article does the article at this path call by this name?
    Called(String, String),
    /// What does the article at this path say about itself in lists?
    About(String),
    /// Is there no target of this name in the article at this path?
    MissingFragment(String, String),
    /// What does the site of the article at this path say under this key?
    Site(String, SiteKey),
    /// Which content does the cache have for this address on the web?
    Remote(String),
}

/// A digest of an answer: the first 16 bytes of its BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Returns the digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(digest)
    }

    /// Returns the digest of an answer that consists of texts.
    fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for text in texts {
            // The length keeps `a`, `bc` and `ab`, `c` apart.
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("not 32 hexadecimal digits");
        let mut digest = [0; 16];
        if text.len() != 32 || !text.is_ascii() {
            return Err(wrong());
        }
        for (byte, at) in digest.iter_mut().zip((0..32).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self(digest))
    }
}

/// The questions of one article; an answer of `None` means that there was nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The digest of the article's own text.
    pub source: Option<Digest>,
    /// Every question with its answer.
    pub answers: BTreeMap<Question, Option<Digest>>,
    /// Folders that were found not to exist, for which a question is in `answers`.
    absent: BTreeSet<String>,
}

impl Trace {
    /// Creates a trace of the article whose text has the digest `source`.
    pub fn new(source: Digest, answers: impl IntoIterator<Item = (Question, Option<Digest>)>) -> Self {
        Self { source: Some(source), answers: answers.into_iter().collect(), absent: BTreeSet::new() }
    }

    /// Returns the first question to which `files` have another answer now. `same` tells whether the content of a file
    /// still has a digest; it may know that without reading the file.
    pub fn change(&self, files: &dyn Files, same: &dyn Fn(&str, Digest) -> bool) -> Option<&Question> {
        let has_changed = |question: &Question, known: Option<Digest>| match (question, known) {
            (Question::Read(path), Some(digest)) => !same(path, digest),
            _ => answer(question, files) != known,
        };
        self.answers.iter().find(|(question, known)| has_changed(question, **known)).map(|(question, _)| question)
    }

    pub(crate) fn note(&mut self, question: Question, answer: Option<Digest>) {
        self.answers.insert(question, answer);
    }

    /// Whether the folder at `path` was found not to exist, or one above it.
    fn knows_absent(&self, path: &str) -> bool {
        let above = std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(up, _)| up));
        above.into_iter().any(|path| self.absent.contains(path))
    }
}

/// Returns the digest of the answer of `files` to `question`.
fn answer(question: &Question, files: &dyn Files) -> Option<Digest> {
    match question {
        Question::Read(path) => files.read(path).map(|bytes| Digest::of(&bytes)),
        Question::Names(path) => digest_of_list(&files.names(path)),
        Question::Find(folder, wanted) => digest_of_name(files.find(folder, wanted).as_deref()),
        Question::Picture(address) => digest_of_name(files.picture(address).as_deref()),
        Question::Cover(own) => digest_of_name(files.cover_beside(own).as_deref()),
        Question::Anywhere(roots, path) => {
            let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
            digest_of_list(&files.anywhere(&roots, path))
        }
        Question::Linked(from, link) => digest_of_linked(files.linked(from, link).as_ref()),
        Question::Placed(path) => digest_of_linked(files.placed(path).as_ref()),
        Question::ShelfMark(path) => digest_of_mark(files.shelf_mark(path).as_ref()),
        Question::Called(from, name) => digest_of_name(files.called(from, name).as_deref()),
        Question::About(path) => files.about(path).map(|about| Digest::of_texts(about.texts())),
        Question::MissingFragment(path, fragment) => {
            files.missing_fragment(path, fragment).map(|missing| Digest::of_texts(missing.texts()))
        }
        Question::Site(path, key) => files.site(path, *key).map(|value| digest_of_value(&value)),
        Question::Remote(address) => digest_of_name(files.remote_version(address).as_deref()),
    }
}

fn digest_of_name(name: Option<&str>) -> Option<Digest> {
    name.map(|name| Digest::of_texts([name]))
}

fn digest_of_linked(linked: Option<&Linked>) -> Option<Digest> {
    linked.map(|linked| Digest::of_texts(linked.texts()))
}

fn digest_of_mark(mark: Option<&ShelfMark>) -> Option<Digest> {
    mark.map(|mark| Digest::of_texts([&mark.epub, &mark.pdf].map(|path| path.as_deref().unwrap_or("\u{0}"))))
}

/// Returns the digest of a site's value; its line counts for messages only.
fn digest_of_value(value: &SiteValue) -> Digest {
    Digest::of_texts([&*value.value, &value.file, &value.key])
}

fn digest_of_list(list: &[String]) -> Option<Digest> {
    (!list.is_empty()).then(|| Digest::of_texts(list.iter().map(String::as_str)))
}

/// A provider that keeps a trace of the article that is opened.
pub(crate) struct Traced<'a> {
    provider: &'a dyn Provider,
    trace: Arc<Mutex<Trace>>,
    told: Option<Listener<'a>>,
}

/// What is added to a trace.
pub(crate) enum Noted<'a> {
    /// The digest of the article's own text.
    Source(Digest),
    /// A question and its answer.
    Asked(&'a Question, Option<Digest>),
}

/// Is told what is added to a trace, before the article is given the answer.
pub(crate) type Listener<'a> = &'a (dyn Fn(Noted<'_>) + Sync);

impl<'a> Traced<'a> {
    /// Creates a provider that opens one article of `provider`.
    pub fn new(provider: &'a dyn Provider) -> Self {
        Self { provider, trace: Arc::default(), told: None }
    }

    /// Returns the same provider, which tells `told` what it notes. So that is known even if the process ends.
    pub fn telling(self, told: Listener<'a>) -> Self {
        Self { told: Some(told), ..self }
    }

    /// Returns the trace.
    pub fn into_trace(self) -> Trace {
        taken(&self.trace)
    }
}

impl Provider for Traced<'_> {
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error> {
        open(self.provider, job, &self.trace, self.told)
    }
}

/// A provider that keeps a trace of each article that is opened, by the path of its file.
pub(crate) struct TracedBook<'a> {
    provider: &'a dyn Provider,
    traces: Mutex<BTreeMap<PathBuf, Arc<Mutex<Trace>>>>,
}

impl<'a> TracedBook<'a> {
    /// Creates a provider that opens the articles of a book of `provider`.
    pub fn new(provider: &'a dyn Provider) -> Self {
        Self { provider, traces: Mutex::default() }
    }

    /// Takes the trace of the article of `job` out; `None` if it was not opened.
    pub fn trace(&self, job: &Job) -> Option<Trace> {
        let traces = self.traces.lock().unwrap_or_else(PoisonError::into_inner);
        traces.get(job.input.path()).map(|trace| taken(trace)).filter(|trace| trace.source.is_some())
    }
}

impl Provider for TracedBook<'_> {
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error> {
        let trace = Arc::default();
        let mut traces = self.traces.lock().unwrap_or_else(PoisonError::into_inner);
        traces.insert(job.input.path().to_owned(), Arc::clone(&trace));
        drop(traces);
        open(self.provider, job, &trace, None)
    }
}

fn taken(trace: &Mutex<Trace>) -> Trace {
    std::mem::take(&mut *trace.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Opens the article of `job` with files that note every question in `trace`.
fn open<'a>(
    provider: &'a dyn Provider,
    job: &Job,
    trace: &Arc<Mutex<Trace>>,
    told: Option<Listener<'a>>,
) -> Result<Opened<'a>, Error> {
    let Opened { source, files } = provider.open(job)?;
    let digest = Digest::of(&source.bytes);
    told.into_iter().for_each(|told| told(Noted::Source(digest)));
    trace.lock().unwrap_or_else(PoisonError::into_inner).source = Some(digest);
    Ok(Opened { source, files: Box::new(TracedFiles { files, trace: Arc::clone(trace), told }) })
}

/// Files that note every question in a trace.
struct TracedFiles<'a> {
    files: Box<dyn Files + 'a>,
    trace: Arc<Mutex<Trace>>,
    told: Option<Listener<'a>>,
}

impl TracedFiles<'_> {
    fn note(&self, question: Question, answer: Option<Digest>) {
        self.told.into_iter().for_each(|told| told(Noted::Asked(&question, answer)));
        self.lock().note(question, answer);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Trace> {
        self.trace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the folder at `path`, or one above it, does not exist, and returns true, if that is so.
    ///
    /// A picture is looked for in dozens of folders that a site may have. One question for a folder that does not exist
    /// replaces all questions about names in it.
    fn notes_absent(&self, path: &str) -> bool {
        if path.is_empty() || self.lock().knows_absent(path) {
            return !path.is_empty();
        }
        let mut above = String::new();
        for part in path.split('/') {
            if self.files.find(&above, &Wanted::name(part)).is_none() {
                self.note(Question::Find(above.clone(), Wanted::Name(part.to_owned().into())), None);
                self.lock().absent.insert(if above.is_empty() { part.to_owned() } else { format!("{above}/{part}") });
                return true;
            }
            above = if above.is_empty() { part.to_owned() } else { format!("{above}/{part}") };
        }
        false
    }
}

impl Files for TracedFiles<'_> {
    fn folder(&self) -> &str {
        self.files.folder()
    }

    fn read(&self, path: &str) -> Option<Arc<[u8]>> {
        let bytes = self.files.read(path);
        self.note(Question::Read(path.to_owned()), bytes.as_deref().map(Digest::of));
        bytes
    }

    fn reopen(&self, path: &str) -> Option<Arc<dyn Reopen>> {
        // What is read again has a checksum, so a change is an error of the article.
        self.files.reopen(path)
    }

    fn names(&self, path: &str) -> Vec<String> {
        let names = self.files.names(path);
        self.note(Question::Names(path.to_owned()), digest_of_list(&names));
        names
    }

    fn find(&self, path: &str, wanted: &Wanted<'_>) -> Option<String> {
        let found = self.files.find(path, wanted);
        if found.is_some() || !self.notes_absent(path) {
            let question = Question::Find(path.to_owned(), wanted.clone().into_owned());
            self.note(question, digest_of_name(found.as_deref()));
        }
        found
    }

    fn picture(&self, address: &str) -> Option<String> {
        let found = self.files.picture(address);
        self.note(Question::Picture(address.to_owned()), digest_of_name(found.as_deref()));
        found
    }

    fn cover_beside(&self, own: &str) -> Option<String> {
        let found = self.files.cover_beside(own);
        self.note(Question::Cover(own.to_owned()), digest_of_name(found.as_deref()));
        found
    }

    fn anywhere(&self, roots: &[&str], path: &str) -> Vec<String> {
        let found = self.files.anywhere(roots, path);
        let roots = roots.iter().map(|root| (*root).to_owned()).collect();
        self.note(Question::Anywhere(roots, path.to_owned()), digest_of_list(&found));
        found
    }

    fn linked(&self, from: &str, link: &str) -> Option<Linked> {
        let found = self.files.linked(from, link);
        self.note(Question::Linked(from.to_owned(), link.to_owned()), digest_of_linked(found.as_ref()));
        found
    }

    fn placed(&self, path: &str) -> Option<Linked> {
        let found = self.files.placed(path);
        self.note(Question::Placed(path.to_owned()), digest_of_linked(found.as_ref()));
        found
    }

    fn shelf_mark(&self, path: &str) -> Option<ShelfMark> {
        let found = self.files.shelf_mark(path);
        self.note(Question::ShelfMark(path.to_owned()), digest_of_mark(found.as_ref()));
        found
    }

    fn called(&self, from: &str, name: &str) -> Option<String> {
        let found = self.files.called(from, name);
        self.note(Question::Called(from.to_owned(), name.to_owned()), digest_of_name(found.as_deref()));
        found
    }

    fn about(&self, path: &str) -> Option<About> {
        let found = self.files.about(path);
        self.note(Question::About(path.to_owned()), found.as_ref().map(|about| Digest::of_texts(about.texts())));
        found
    }

    fn missing_fragment(&self, path: &str, fragment: &str) -> Option<MissingFragment> {
        let found = self.files.missing_fragment(path, fragment);
        let answer = found.as_ref().map(|missing| Digest::of_texts(missing.texts()));
        self.note(Question::MissingFragment(path.to_owned(), fragment.to_owned()), answer);
        found
    }

    fn site(&self, path: &str, key: SiteKey) -> Option<SiteValue> {
        let found = self.files.site(path, key);
        self.note(Question::Site(path.to_owned(), key), found.as_ref().map(digest_of_value));
        found
    }

    fn remote(&self, address: &str) -> Remote {
        let found = self.files.remote(address);
        // Only afterwards does the cache have it.
        self.remote_version(address);
        found
    }

    fn fetch_ahead(&self, addresses: &[String]) -> bool {
        self.files.fetch_ahead(addresses)
    }

    fn remote_version(&self, address: &str) -> Option<String> {
        let version = self.files.remote_version(address);
        self.note(Question::Remote(address.to_owned()), digest_of_name(version.as_deref()));
        version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{Given, Input, Settings, convert};
    use crate::read::Memory;

    fn files(list: &[(&str, &str)]) -> Memory {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().into());
        Memory { folder: String::new(), files: list.iter().map(file).collect() }
    }

    fn picture(name: &'static str, side: u32) -> (String, Arc<[u8]>) {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(side, 200).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        (name.to_owned(), bytes.into_inner().into())
    }

    fn trace(files: &Memory) -> Trace {
        let given = Given(files);
        let traced = Traced::new(&given);
        let job = Job::new(Input::File("posts/a.md".into()), "");
        let outcome = convert(&job, &Settings::default(), &traced, &mut |_| Ok(()));
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        traced.into_trace()
    }

    fn change(trace: &Trace, files: &Memory) -> Option<Question> {
        let same = |path: &str, digest| files.read(path).map(|bytes| Digest::of(&bytes)) == Some(digest);
        trace.change(files, &same).cloned()
    }

    #[test]
    fn only_what_an_article_used_or_missed_changes_it() {
        let text = "![Mill](mill.png)\n\n![Gone](gone.png)\n\nWords.";
        let mut files = files(&[("posts/a.md", text), ("posts/b.md", "Other.")]);
        files.files.extend([picture("posts/mill.png", 300)]);
        let trace = trace(&files);
        assert_eq!(change(&trace, &files), None);
        files.files.insert("posts/c.md".into(), Arc::from(&b"New."[..]));
        files.files.insert("posts/b.md".into(), Arc::from(&b"Changed."[..]));
        files.files.extend([picture("posts/other.png", 300)]);
        assert_eq!(change(&trace, &files), None, "nothing of this concerns the article");
        files.files.extend([picture("posts/mill.png", 301)]);
        assert_eq!(change(&trace, &files), Some(Question::Read("posts/mill.png".into())));
        files.files.extend([picture("posts/mill.png", 300), picture("static/images/gone.png", 300)]);
        assert_eq!(change(&trace, &files), Some(Question::Picture("gone.png".into())));
    }

    #[test]
    fn a_new_folder_without_the_missing_picture_changes_nothing() {
        let mut files = files(&[("posts/a.md", "![Gone](/img/gone.png)\n\nWords.")]);
        let trace = trace(&files);
        files.files.insert("static/img/other.png".into(), Arc::from(&b"x"[..]));
        assert_eq!(change(&trace, &files), None);
        files.files.extend([picture("static/img/gone.png", 300)]);
        assert!(change(&trace, &files).is_some());
    }

    #[test]
    fn names_in_a_folder_that_does_not_exist_are_one_question() {
        let files = files(&[("posts/a.md", "---\nauthor: ada\n---\nWords.")]);
        let trace = trace(&files);
        let about = |name: &str| {
            let names = |question: &&Question| matches!(question, Question::Find(folder, _) if folder.contains(name));
            trace.answers.keys().filter(names).count()
        };
        assert_eq!(about("data"), 0, "{:?}", trace.answers);
        assert!(trace.answers.contains_key(&Question::Find(String::new(), Wanted::Name("data".into()))));
    }

    #[test]
    fn questions_and_digests_are_kept_as_json() {
        let question = Question::Find("posts".into(), Wanted::Picture("a.png".into()));
        let text = serde_json::to_string(&(&question, Digest::of(b"x"))).unwrap();
        assert_eq!(serde_json::from_str::<(Question, Digest)>(&text).unwrap(), (question, Digest::of(b"x")), "{text}");
        for wrong in ["\"\"", "\"zz\"", "\"0123456789abcdef0123456789abcdeg\"", "1"] {
            assert!(serde_json::from_str::<Digest>(wrong).is_err(), "{wrong}");
        }
    }
}
