//! One article: read once, written in every format that is asked for.
//!
//! The work knows no disk. Articles and the files that they name come from a [`Provider`], outputs go to a delivery; the
//! disk ([`crate::disk`]) is one of each, memory another. [`make`] is the pure part, from an article to bytes.
//! [`convert`] and [`convert_book`] put the rest around it: whatever goes wrong, even a bug that panics, stays inside the
//! [`Outcome`] of the one article.

mod book;
mod cancel;
mod cover;
pub(crate) mod deliver;
mod fingerprint;
mod format;
mod make;
mod outcome;
mod provider;
mod reason;
mod settings;
mod sheets;
mod title;

pub(crate) use book::carry_out as carry_out_book;
pub use book::{Book, BookOutcome, convert_book, explain_book};
pub use cancel::Cancel;
pub use cover::{Cover, CoverError, check_cover};
pub use fingerprint::Fingerprint;
pub use format::Format;
pub(crate) use format::Signature;
pub use make::{make, read_article};
pub use outcome::Outcome;
pub(crate) use outcome::guarded;
pub(crate) use provider::Single;
pub use provider::{Given, Opened, Provider};
pub(crate) use reason::MAX_FOLDERS;
pub use reason::Reason;
pub use settings::Settings;
pub(crate) use title::file_name;

use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::epub::{Judgement, Promises};
use crate::source::Source;
use deliver::{Delivery, InMemory};
use make::produce;

/// Stack of a thread that converts articles, in bytes.
///
/// A stack that overflows ends the process, and with it a whole run. So every walk that goes as deep as its input is
/// either a loop or has a stated limit (nesting of elements, of groups in formulas, of drawings, of data in front
/// matter), and this is several times what all limits at once take in a build without optimisation. It is address
/// space, of which only what is touched becomes memory.
pub const STACK: usize = 64 << 20;

/// One article to convert.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Job {
    /// Where the article is.
    pub input: Input,
    /// The folder on the disk that holds everything it may name; nothing outside is read.
    pub root: PathBuf,
    /// What to write.
    pub outputs: Vec<Output>,
    /// What to do if it calls itself a draft.
    pub drafts: Drafts,
    /// What to do if it has no text.
    pub textless: Textless,
    /// Which files its outputs may take the place of.
    pub over: Overwrite,
    /// What the plan of the run has to say about it.
    pub said: Diagnostics,
}

impl Job {
    /// A job for the article at `input` that writes nothing.
    pub fn new(input: Input, root: impl Into<PathBuf>) -> Self {
        Self {
            input,
            root: root.into(),
            outputs: Vec::new(),
            drafts: Drafts::default(),
            textless: Textless::default(),
            over: Overwrite::default(),
            said: Diagnostics::new(),
        }
    }
}

/// What to do with pages that have no text of their own, such as the heads of sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Textless {
    /// They are a failure: the one article that was asked for is none.
    #[default]
    Fail,
    /// They are left out.
    LeaveOut,
}

/// Which files an output may take the place of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// Those that Offprint made ([`crate::disk::is_ours`]).
    #[default]
    Ours,
    /// Any.
    Any,
}

/// Where an article is.
#[derive(Clone, Debug)]
pub enum Input {
    /// In a file.
    File(PathBuf),
    /// In memory, such as what came from standard input.
    Memory(Source),
}

impl Input {
    /// Its path in messages; `-` for standard input.
    pub fn path(&self) -> &Path {
        match self {
            Input::File(path) => path,
            Input::Memory(source) => &source.path,
        }
    }
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// What is in it.
    pub format: Format,
    /// Where it goes.
    pub path: PathBuf,
}

/// What to do with drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are articles like any other.
    #[default]
    Convert,
    /// They are left out.
    Skip,
}

/// Outputs with their bytes, in the order of [`Job::outputs`].
pub type Made<'a> = Vec<(&'a Output, Vec<u8>)>;

/// Converts the article of `job`, which `provider` opens, and hands all of its outputs to `deliver`; a failure there is
/// one of the article.
pub fn convert(
    job: &Job,
    settings: &Settings,
    provider: &dyn Provider,
    deliver: &mut dyn FnMut(Made) -> Result<(), Error>,
) -> Outcome {
    carry_out(job, settings, provider, &mut InMemory::new(deliver))
}

/// Converts the article of `job`: reads it, makes all of its outputs, then delivers them.
pub(crate) fn carry_out<'a>(
    job: &'a Job,
    settings: &Settings,
    provider: &dyn Provider,
    delivery: &mut dyn Delivery<'a>,
) -> Outcome {
    let mut outcome = Outcome { diagnostics: job.said.clone(), ..Outcome::default() };
    let result = guarded(job.input.path(), || attempt(job, settings, provider, delivery, &mut outcome));
    outcome.settle(job, result.err());
    outcome
}

fn attempt<'a>(
    job: &'a Job,
    settings: &Settings,
    provider: &dyn Provider,
    delivery: &mut dyn Delivery<'a>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    settings.cancel.check()?;
    let Some(article) = open(job, settings, provider, outcome)? else { return Ok(()) };
    settings.cancel.check()?;
    delivery.admit(&job.outputs)?;
    produce(&article, &job.outputs, settings, delivery, &mut outcome.diagnostics)?;
    outcome.written.clone_from(&job.outputs);
    Ok(())
}

/// The article of `job`; `None` if it is a draft that is left out. What is said of it is in `outcome`.
fn open(
    job: &Job,
    settings: &Settings,
    provider: &dyn Provider,
    outcome: &mut Outcome,
) -> Result<Option<Article>, Error> {
    let Opened { source, files } = provider.open(job)?;
    let source = outcome.source.insert(source);
    let article = read_article(source, settings, &*files, &mut outcome.diagnostics)?;
    if article.meta.draft && job.drafts == Drafts::Skip {
        outcome.skipped = Some(Reason::Draft);
        return Ok(None);
    }
    Ok(Some(article))
}

/// The article of `job` as it is understood, without any output. Its source and what is said of it are in the outcome.
pub fn explain(job: &Job, settings: &Settings, provider: &dyn Provider) -> (Option<Article>, Outcome) {
    let mut outcome = Outcome::default();
    let result = guarded(job.input.path(), || open(job, settings, provider, &mut outcome));
    let (article, error) = match result {
        Ok(article) => (article, None),
        Err(error) => (None, Some(error)),
    };
    outcome.settle(job, error);
    (article, outcome)
}

/// What the outputs of `job` promise of their accessibility, and what a person must judge, with the article's source.
///
/// # Errors
/// Those of reading the article and of making its EPUB.
pub fn accessibility(
    job: &Job,
    settings: &Settings,
    provider: &dyn Provider,
) -> Result<(Source, Promises, Vec<Judgement>), Error> {
    guarded(job.input.path(), || {
        let Opened { source, files } = provider.open(job)?;
        let article = read_article(&source, settings, &*files, &mut Diagnostics::new())?;
        let (promises, judgements) = make::judge(&article, &job.outputs, settings)?;
        Ok((source, promises, judgements))
    })
}
