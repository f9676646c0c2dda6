//! Jobs: an article is read once, and written in every requested format.
//!
//! Jobs do not access the disk themselves. A [`Provider`] opens articles and the files that they name, and a delivery
//! takes the outputs; the disk ([`crate::disk`]) implements both, and so does memory. [`make`] is the pure part, from
//! an article to bytes. [`convert`] and [`convert_book`] add error handling: any failure, even a panic, ends up in the
//! [`Outcome`] of that article.

mod ahead;
mod book;
mod cancel;
mod cause;
mod copyfit;
mod cover;
mod covers;
pub(crate) mod deliver;
mod fingerprint;
mod format;
mod goal;
mod make;
mod outcome;
mod preflight;
mod provider;
mod reason;
mod settings;
mod sheets;
mod title;
mod trace;

pub(crate) use book::carry_out as carry_out_book;
pub use book::{Book, BookOutcome, Faulty, PartStart, convert_book, explain_book, weight};
pub use cancel::Cancel;
pub use cause::Cause;
pub use cover::{Cover, CoverError, check_cover};
pub use fingerprint::Fingerprint;
pub use format::Format;
pub(crate) use format::Signature;
pub use goal::{GoalError, PageGoal};
pub use make::{make, read_article};
pub(crate) use outcome::guarded;
pub use outcome::{Outcome, Verdict};
pub use preflight::check_print;
pub(crate) use provider::Single;
pub use provider::{Given, Opened, Provider};
pub(crate) use reason::MAX_FOLDERS;
pub use reason::Reason;
pub use settings::Settings;
pub(crate) use title::file_name;
pub use trace::{Digest, Question, Trace};
pub(crate) use trace::{Noted, Traced, TracedBook};

use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::epub::{Judgement, Promises};
use crate::source::Source;
use deliver::{Delivery, InMemory};
use make::produce;

/// Stack size of a thread that converts articles, in bytes.
///
/// A stack overflow aborts the process, and with it a whole run. So every traversal that is as deep as its input is
/// either a loop or has a stated limit (nesting of elements, of groups in formulas, of drawings, of data in front
/// matter). This size is several times what all limits together need in a build without optimisation. It is address
/// space; only the part that is used takes memory.
pub const STACK: usize = 64 << 20;

/// A job: one article to convert.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Job {
    /// The article.
    pub input: Input,
    /// The folder on the disk that contains everything that the article may name; nothing outside is read.
    pub root: PathBuf,
    /// The files to write.
    pub outputs: Vec<Output>,
    /// What to do if the article is a draft.
    pub drafts: Drafts,
    /// What to do if it has no text.
    pub textless: Textless,
    /// Which files its outputs may overwrite.
    pub over: Overwrite,
    /// Messages about it from planning the run.
    pub said: Diagnostics,
    /// The number of its settings among those of the run; 0 where all jobs have the same.
    pub settings: usize,
}

impl Job {
    /// Creates a job for the article at `input`, without outputs.
    pub fn new(input: Input, root: impl Into<PathBuf>) -> Self {
        Self {
            input,
            root: root.into(),
            outputs: Vec::new(),
            drafts: Drafts::default(),
            textless: Textless::default(),
            over: Overwrite::default(),
            said: Diagnostics::new(),
            settings: 0,
        }
    }
}

/// What to do with pages that have no text of their own, such as index pages of sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Textless {
    /// They fail, because the page that was requested is not an article.
    #[default]
    Fail,
    /// They are skipped.
    LeaveOut,
}

/// Which files an output may overwrite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// Those that Offprint made ([`crate::disk::is_ours`]).
    #[default]
    Ours,
    /// Any file.
    Any,
}

/// The input of a job.
#[derive(Clone, Debug)]
pub enum Input {
    /// The article is in a file.
    File(PathBuf),
    /// The article is in memory, such as the text from standard input.
    Memory(Source),
}

impl Input {
    /// Returns its path for messages; `-` for standard input.
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
    /// Its format.
    pub format: Format,
    /// Where it goes.
    pub path: PathBuf,
}

/// What to do with drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are converted like any other article.
    #[default]
    Convert,
    /// They are skipped.
    Skip,
}

/// Outputs with their bytes, in the order of [`Job::outputs`].
pub type Made<'a> = Vec<(&'a Output, Vec<u8>)>;

/// Converts the article of `job`, which `provider` opens, and passes all of its outputs to `deliver`. A failure of
/// `deliver` is a failure of the article.
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
    let result =
        guarded(job.input.path(), &settings.cancel, || attempt(job, settings, provider, delivery, &mut outcome));
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

/// Reads the article of `job`; `None` if it is a skipped draft. Messages about it go to `outcome`.
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

/// Reads the article of `job` without making outputs. Its source and the messages about it are in the outcome.
pub fn explain(job: &Job, settings: &Settings, provider: &dyn Provider) -> (Option<Article>, Outcome) {
    let mut outcome = Outcome::default();
    let result = guarded(job.input.path(), &settings.cancel, || open(job, settings, provider, &mut outcome));
    let (article, error) = match result {
        Ok(article) => (article, None),
        Err(error) => (None, Some(error)),
    };
    outcome.settle(job, error);
    (article, outcome)
}

/// Returns the accessibility claims for the outputs of `job`, and what a person must judge, with the article's source.
///
/// # Errors
/// Those of reading the article and of making its EPUB.
pub fn accessibility(
    job: &Job,
    settings: &Settings,
    provider: &dyn Provider,
) -> Result<(Source, Promises, Vec<Judgement>), Error> {
    guarded(job.input.path(), &settings.cancel, || {
        let Opened { source, files } = provider.open(job)?;
        let article = read_article(&source, settings, &*files, &mut Diagnostics::new())?;
        let (promises, judgements) = make::judge(&article, &job.outputs, settings)?;
        Ok((source, promises, judgements))
    })
}
