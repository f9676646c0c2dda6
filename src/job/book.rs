//! A book of several articles.
//!
//! Every article is read as if it were alone; then they are bound ([`anthology`]) and the outputs are made of the
//! whole. If one cannot be read, the book fails, since a book that lacks an article is not what was asked for; in books
//! that are made of an archive ([`Faulty::LeaveOut`]), it is left out.

use std::path::{Path, PathBuf};

use super::deliver::{Delivery, InMemory};
use super::make::{produce, read_front};
use super::outcome::tidy;
use super::{Cause, Drafts, Reason, Verdict};
use super::{Job, Made, Opened, Outcome, Output, Overwrite, Provider, Settings, guarded};
use crate::anthology::{self, BookArticle, Bound};
use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::read;

/// A book to make.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Book {
    /// Its title.
    pub title: String,
    /// Its articles, in order, without outputs of their own.
    pub articles: Vec<Job>,
    /// Its parts, in the order of the articles. One of which no article can be read is left out.
    pub parts: Vec<PartStart>,
    /// What to write.
    pub outputs: Vec<Output>,
    /// Which files its outputs may overwrite.
    pub over: Overwrite,
    /// What happens if an article cannot be read.
    pub faulty: Faulty,
    /// How articles are read, by [`Job::settings`]; where there is nothing, as the settings of the book say.
    pub reading: Vec<read::Options>,
}

/// A part of a book: its title and where it begins. It ends where the next part begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartStart {
    /// The number of its first article in [`Book::articles`].
    pub first: usize,
    /// Its title.
    pub title: String,
}

/// What happens to a book if one of its articles cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faulty {
    /// The book fails, since it would lack what was asked for.
    #[default]
    FailBook,
    /// The article is left out.
    LeaveOut,
}

/// The result of a [`Book`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BookOutcome {
    /// What was done.
    pub verdict: Verdict,
    /// Why it was made, if the run has a journal.
    pub cause: Option<Cause>,
    /// The result for each article, including the error if it could not be read.
    pub articles: Vec<Outcome>,
    /// Messages about the book as a whole.
    pub diagnostics: Diagnostics,
    /// Files written.
    pub written: Vec<Output>,
    /// Why nothing was written, although articles could be read.
    pub error: Option<Error>,
    /// What an article that cannot be read does to the book.
    pub faulty: Faulty,
}

impl Book {
    /// Creates a book called `title` of `articles`, without outputs.
    pub fn new(title: impl Into<String>, articles: Vec<Job>) -> Self {
        Self {
            title: title.into(),
            articles,
            parts: Vec::new(),
            outputs: Vec::new(),
            over: Overwrite::default(),
            faulty: Faulty::default(),
            reading: Vec::new(),
        }
    }
}

impl BookOutcome {
    /// Returns the outcome for `book`, which a run that writes nothing would make because of `cause`.
    pub fn due(book: &Book, cause: Cause) -> Self {
        let article = |_: &Job| Outcome { verdict: Verdict::Due, ..Outcome::default() };
        let articles = book.articles.iter().map(article).collect();
        Self { verdict: Verdict::Due, cause: Some(cause), articles, faulty: book.faulty, ..Self::default() }
    }

    fn tidy(&mut self) {
        self.articles.iter_mut().for_each(|article| tidy(&mut article.diagnostics));
        tidy(&mut self.diagnostics);
    }

    /// Whether the book was made.
    pub fn is_made(&self) -> bool {
        let whole = || self.articles.iter().all(|article| article.error.is_none());
        self.error.is_none() && (self.faulty == Faulty::LeaveOut || whole())
    }
}

/// Makes `book`, whose articles `provider` opens, and passes all of its outputs to `deliver`.
pub fn convert_book(
    book: &Book,
    settings: &Settings,
    provider: &dyn Provider,
    deliver: &mut dyn FnMut(Made) -> Result<(), Error>,
) -> BookOutcome {
    carry_out(book, settings, provider, &mut InMemory::new(deliver))
}

/// Returns the number of bytes of the article of `job` and its pictures, which is about what it takes in an EPUB; 0 if
/// it cannot be read or is left out.
pub fn weight(job: &Job, settings: &Settings, provider: &dyn Provider) -> u64 {
    let mut one = Outcome::default();
    let part =
        guarded(job.input.path(), &settings.cancel, || read_part(job, &settings.read, settings, provider, &mut one));
    let Ok(Some(part)) = part else { return 0 };
    part.length as u64 + part.article.assets.iter().map(|asset| asset.bytes.mark().0).sum::<u64>()
}

/// Makes `book`: reads its articles, makes all of its outputs, then delivers them.
pub(crate) fn carry_out<'a>(
    book: &'a Book,
    settings: &Settings,
    provider: &dyn Provider,
    delivery: &mut dyn Delivery<'a>,
) -> BookOutcome {
    let mut outcome = BookOutcome { faulty: book.faulty, ..BookOutcome::default() };
    let parts = read_parts(book, settings, provider, &mut outcome);
    if parts.is_empty() && book.faulty == Faulty::LeaveOut {
        outcome.tidy();
        return outcome;
    }
    if outcome.is_made() {
        outcome.error = make(book, settings, parts, &mut outcome, delivery).err();
    }
    outcome.tidy();
    outcome
}

/// Returns `book` as Offprint understands it, with its articles bound into one, without making outputs.
pub fn explain_book(book: &Book, settings: &Settings, provider: &dyn Provider) -> (Option<Article>, BookOutcome) {
    let mut outcome = BookOutcome::default();
    let parts = read_parts(book, settings, provider, &mut outcome);
    if !outcome.is_made() {
        return (None, outcome);
    }
    let (numbers, parts): (Vec<usize>, Vec<BookArticle>) = parts.into_iter().unzip();
    let mut said = Diagnostics::new();
    let bound =
        guarded(Path::new(&book.title), &settings.cancel, || bind(book, settings, (parts, &numbers), &mut said));
    let article = match bound {
        Ok(bound) => {
            give_back(&bound, said, &numbers, &mut outcome);
            Some(bound.article)
        }
        Err(error) => {
            outcome.error = Some(error);
            None
        }
    };
    outcome.tidy();
    (article, outcome)
}

/// Reads the articles of `book`, except skipped drafts, with their numbers; messages about each go to `outcome`.
fn read_parts(
    book: &Book,
    settings: &Settings,
    provider: &dyn Provider,
    outcome: &mut BookOutcome,
) -> Vec<(usize, BookArticle)> {
    let mut parts = Vec::new();
    // The title of a part waits for its first article that can be read.
    let (mut title, mut titles) = (None, book.parts.iter().peekable());
    for (number, job) in book.articles.iter().enumerate() {
        let mut one = Outcome::default();
        title = titles.next_if(|part| part.first == number).map(|part| part.title.clone()).or(title);
        let options = book.reading.get(job.settings).unwrap_or(&settings.read);
        let cancel = settings.cancel.for_article();
        match guarded(job.input.path(), &cancel, || read_part(job, options, settings, provider, &mut one)) {
            Ok(part) => parts.extend(part.map(|part| (number, BookArticle { part: title.take(), ..part }))),
            Err(error) => one.settle(job, Some(error)),
        }
        outcome.articles.push(one);
    }
    parts
}

/// Reads the article of `job`; `None` if it is a skipped draft.
fn read_part(
    job: &Job,
    options: &read::Options,
    settings: &Settings,
    provider: &dyn Provider,
    outcome: &mut Outcome,
) -> Result<Option<BookArticle>, Error> {
    settings.cancel.check()?;
    let Opened { source, files } = provider.open(job)?;
    let source = outcome.source.insert(source);
    // A cover in the settings is the cover of the book, so the articles are read without it.
    let article = read::read(source, options, &*files, &mut outcome.diagnostics)?;
    if article.meta.draft && job.drafts == Drafts::Skip {
        outcome.skipped = Some(Reason::Draft);
        return Ok(None);
    }
    Ok(Some(BookArticle { path: job.input.path().to_owned(), length: source.bytes.len(), article, part: None }))
}

fn make<'a>(
    book: &'a Book,
    settings: &Settings,
    parts: Vec<(usize, BookArticle)>,
    outcome: &mut BookOutcome,
    delivery: &mut dyn Delivery<'a>,
) -> Result<(), Error> {
    let (numbers, parts): (Vec<usize>, Vec<BookArticle>) = parts.into_iter().unzip();
    let mut said = Diagnostics::new();
    let path = Path::new(&book.title);
    // Outputs that must not be written are detected before the work on the book begins.
    if !parts.is_empty() {
        delivery.admit(&book.outputs)?;
    }
    let bound = guarded(path, &settings.cancel, || bind(book, settings, (parts, &numbers), &mut said))?;
    let made =
        guarded(path, &settings.cancel, || produce(&bound.article, &book.outputs, settings, delivery, &mut said));
    give_back(&bound, said, &numbers, outcome);
    made?;
    outcome.written.clone_from(&book.outputs);
    Ok(())
}

/// Binds `parts`, which are the articles `numbers` of `book`, into the article of the book.
fn bind(
    book: &Book,
    settings: &Settings,
    (parts, numbers): (Vec<BookArticle>, &[usize]),
    said: &mut Diagnostics,
) -> Result<Bound, Error> {
    if parts.is_empty() {
        return Err(Error::Empty { path: book.title.clone().into(), why: "there is no article for the book" });
    }
    let front = read_front(settings.cover.as_ref().or(settings.default_cover.as_ref()), said);
    let mut bound = anthology::bind(&book.title, front, parts, &left_out(book, numbers));
    read::unlink_book(&mut bound.article, &bound.unmet, said);
    Ok(bound)
}

/// Returns the paths of the articles of `book` that are not among `numbers`, which are in ascending order.
fn left_out(book: &Book, numbers: &[usize]) -> Vec<PathBuf> {
    let all = book.articles.iter().enumerate();
    all.filter(|(number, _)| numbers.binary_search(number).is_err())
        .map(|(_, job)| job.input.path().to_owned())
        .collect()
}

/// Adds the messages about the book to those about its articles, whose `numbers` are given.
fn give_back(bound: &Bound, said: Diagnostics, numbers: &[usize], outcome: &mut BookOutcome) {
    let (parts, whole) = bound.give_back(said);
    for (part, number) in parts.into_iter().zip(numbers) {
        outcome.articles[*number].diagnostics.extend(part);
    }
    outcome.diagnostics.extend(whole);
}
