//! A book of several articles, from disk to disk.
//!
//! Every article is read as if it were alone; then they are bound ([`anthology`]) and the outputs are made of the whole.
//! One that cannot be read fails the book: a book with a piece missing is not the one that was asked for.

use super::deliver::{Delivery, InMemory, OnDisk};
use super::{Drafts, Job, Made, Outcome, Output, Overwrite, Reason, Settings, guarded, load, produce, tidy};
use crate::archive::anthology::{self, Bound, Part};
use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::job::DiskFiles;
use crate::job::files::WithCover;
use crate::read;

/// A book to make.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its title.
    pub title: String,
    /// Its articles, in order, without outputs of their own.
    pub articles: Vec<Job>,
    /// What to write.
    pub outputs: Vec<Output>,
    /// Which files its outputs may take the place of.
    pub over: Overwrite,
}

/// What came of a [`Book`].
#[derive(Debug, Default)]
pub struct BookOutcome {
    /// What there is to say about each article; that one could not be read is its error.
    pub articles: Vec<Outcome>,
    /// What there is to say about the book as a whole.
    pub diagnostics: Diagnostics,
    /// Files written.
    pub written: Vec<Output>,
    /// Why nothing was written, though all articles could be read.
    pub error: Option<Error>,
}

impl BookOutcome {
    /// Whether the book was made.
    pub fn is_made(&self) -> bool {
        self.error.is_none() && self.articles.iter().all(|article| article.error.is_none())
    }
}

/// Makes `book`: reads its articles, makes all of its outputs, then writes them.
pub fn run_book(book: &Book, settings: &Settings) -> BookOutcome {
    carry_out(book, settings, &mut OnDisk::new(book.over))
}

/// Makes `book` and hands all of its outputs to `deliver`.
pub fn convert_book(
    book: &Book,
    settings: &Settings,
    deliver: &mut dyn FnMut(Made) -> Result<(), Error>,
) -> BookOutcome {
    carry_out(book, settings, &mut InMemory::new(deliver))
}

fn carry_out<'a>(book: &'a Book, settings: &Settings, delivery: &mut dyn Delivery<'a>) -> BookOutcome {
    let mut outcome = BookOutcome::default();
    let mut parts = Vec::new();
    for (number, job) in book.articles.iter().enumerate() {
        let mut one = Outcome::default();
        match guarded(job, || read_part(job, settings, &mut one)) {
            Ok(part) => parts.extend(part.map(|part| (number, part))),
            Err(error) => one.settle(job, Some(error)),
        }
        outcome.articles.push(one);
    }
    if outcome.is_made() {
        outcome.error = make(book, settings, parts, &mut outcome, delivery).err();
    }
    outcome.articles.iter_mut().for_each(|article| tidy(&mut article.diagnostics));
    tidy(&mut outcome.diagnostics);
    outcome
}

/// The article of `job`; `None` if it is a draft to be left out.
fn read_part(job: &Job, settings: &Settings, outcome: &mut Outcome) -> Result<Option<Part>, Error> {
    settings.interrupt.check()?;
    let source = outcome.source.insert(load(&job.input)?);
    let files = DiskFiles::new(&job.root, job.input.path())?.sharing(&settings.library);
    // A cover that the settings name is the book's.
    let article = read::read(source, &settings.read, &files, &mut outcome.diagnostics)?;
    if article.meta.draft && job.drafts == Drafts::Skip {
        outcome.skipped = Some(Reason::Draft);
        return Ok(None);
    }
    Ok(Some(Part { path: job.input.path().to_owned(), length: source.bytes.len(), article }))
}

fn make<'a>(
    book: &'a Book,
    settings: &Settings,
    parts: Vec<(usize, Part)>,
    outcome: &mut BookOutcome,
    delivery: &mut dyn Delivery<'a>,
) -> Result<(), Error> {
    let (numbers, parts): (Vec<usize>, Vec<Part>) = parts.into_iter().unzip();
    let Some(first) = book.articles.first().filter(|_| !parts.is_empty()) else {
        return Err(Error::Empty { path: book.title.clone().into(), why: "there is no article for the book" });
    };
    delivery.admit(&book.outputs)?;
    let mut said = Diagnostics::new();
    let front = cover(settings, &mut said);
    let mut bound = anthology::bind(&book.title, front, parts);
    read::unlink(&mut bound.article, None, &mut said);
    let made = guarded(first, || produce(&bound.article, &book.outputs, settings, delivery, &mut said));
    give_back(&bound, said, &numbers, outcome);
    made?;
    outcome.written.clone_from(&book.outputs);
    Ok(())
}

/// The cover that the settings name, in an article that has nothing else.
fn cover(settings: &Settings, diagnostics: &mut Diagnostics) -> Article {
    let Some(cover) = &settings.cover else { return Article::default() };
    read::read_cover(&cover.path(), &WithCover { files: &read::NoFiles, cover }, diagnostics)
}

/// Puts what was said about the book beside what was said about its articles, whose `numbers` are given.
fn give_back(bound: &Bound, said: Diagnostics, numbers: &[usize], outcome: &mut BookOutcome) {
    let (parts, whole) = bound.give_back(said);
    for (part, number) in parts.into_iter().zip(numbers) {
        outcome.articles[*number].diagnostics.extend(part);
    }
    outcome.diagnostics.extend(whole);
}
