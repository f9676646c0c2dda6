//! One article from disk to disk: read once, written in every format that is asked for.
//!
//! [`make`] is the pure part, from a [`Source`] to bytes. [`run`] puts the disk around it and is what the command line
//! and [`crate::archive`] call: whatever goes wrong, even a bug that panics, stays inside the [`Outcome`] of the one
//! article. Files are written whole or not at all ([`write_all`]).

mod book;
mod deliver;
mod design;
mod disk;
mod files;
mod interrupt;
mod library;
mod ours;
mod reason;
mod sheets;
mod strays;

pub use book::{Book, BookOutcome, convert_book, run_book};
pub use design::{Looks, install_font, load_design};
pub use disk::{MAX_INPUT, load, prepare_folder, read_limited, write_all};
pub use files::{Cover, DiskFiles};
pub use interrupt::Interrupt;
pub use library::Library;
pub use ours::is_ours;
pub use reason::{MAX_FOLDERS, Reason};
pub use strays::clear_strays;

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::article::Article;
use crate::design::{Design, Paper};
use crate::diag::{Diagnostics, Error};
use crate::epub::{Device, Judgement, PrintEdition, Promises};
use crate::layout::imposition::{self, Printing};
use crate::layout::{self, Pages};
use crate::read::Files;
use crate::source::{Source, Span};
use crate::text::{Fonts, MissingGlyphs};
use crate::{epub, pdf, read};
use deliver::{Delivery, InMemory, OnDisk, Place};
use files::WithCover;

/// Stack of a thread that converts articles, in bytes.
///
/// A stack that overflows ends the process, and with it a whole run. So every walk that goes as deep as its input is
/// either a loop or has a stated limit (nesting of elements, of groups in formulas, of drawings, of data in front
/// matter), and this is several times what all limits at once take in a build without optimisation. It is address
/// space, of which only what is touched becomes memory.
pub const STACK: usize = 64 << 20;

/// What can be made of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// EPUB 3.3.
    Epub,
    /// Tagged PDF.
    Pdf,
}

impl Format {
    /// Every format, in the order in which outputs are made.
    pub const ALL: [Format; 2] = [Format::Epub, Format::Pdf];

    /// The file name extension.
    pub fn extension(self) -> &'static str {
        self.extension_for(Device::Any)
    }

    /// The file name extension of what is made for `device`.
    pub fn extension_for(self, device: Device) -> &'static str {
        match self {
            Format::Epub => device.extension(),
            Format::Pdf => "pdf",
        }
    }

    /// The format that an extension asks for, in any case of letters.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }
}

/// What holds for every article of a run.
#[derive(Debug)]
pub struct Settings {
    /// How articles are understood.
    pub read: read::Options,
    /// How pages look.
    pub design: Design,
    /// The faces to set them in.
    pub fonts: Fonts,
    /// How pages go on paper.
    pub printing: Printing,
    /// When the outputs were made, ISO 8601 in UTC; `None` leaves it to the dates of the article.
    pub modified: Option<String>,
    /// A cover picture from outside the input's root, over whatever the article names.
    pub cover: Option<Cover>,
    /// Where the text of an EPUB is cut into files.
    pub split: epub::Split,
    /// Bytes that an EPUB may have; its pictures are made smaller until it does.
    pub max_bytes: Option<u64>,
    /// What an EPUB is made for.
    pub device: Device,
    /// Whose faces an EPUB is read in.
    pub typefaces: Typefaces,
    /// Sheets of paper that a PDF may take; the design is tightened until it does.
    pub max_sheets: Option<NonZero<usize>>,
    /// How a run is asked to stop.
    pub interrupt: Interrupt,
    /// The archives of the run, for links that name an article and not its place.
    pub library: Library,
    /// Pages that a PDF may have: a limit for hostile input, far above any article.
    pub max_pages: NonZero<usize>,
    /// What becomes of an article of whose letters many are in no font.
    pub missing_glyphs: MissingGlyphs,
}

/// Pages that a PDF may have where nothing else is said.
const MAX_PAGES: NonZero<usize> = NonZero::<usize>::MIN.saturating_add(1_999);

impl Default for Settings {
    fn default() -> Self {
        Self {
            read: read::Options::default(),
            design: Design::article(Paper::default()),
            fonts: Fonts::with_system(),
            printing: Printing::default(),
            modified: None,
            cover: None,
            split: epub::Split::default(),
            max_bytes: None,
            device: Device::default(),
            typefaces: Typefaces::default(),
            max_sheets: None,
            interrupt: Interrupt::default(),
            library: Library::default(),
            max_pages: MAX_PAGES,
            missing_glyphs: MissingGlyphs::default(),
        }
    }
}

/// Whose faces an EPUB is read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typefaces {
    /// The reader's.
    #[default]
    Readers,
    /// Those of the design, parts of which the file holds.
    Embedded,
}

/// One article to convert.
#[derive(Clone, Debug)]
pub struct Job {
    /// Where the article is.
    pub input: Input,
    /// The folder that holds everything it may name; nothing outside is read.
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
    /// Those that Offprint made ([`is_ours`]).
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
    /// In memory, from standard input.
    Memory(Source),
}

impl Input {
    /// Its path in messages; `-` for standard input.
    pub fn path(&self) -> &std::path::Path {
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

/// What came of a [`Job`].
#[derive(Debug, Default)]
pub struct Outcome {
    /// Files written.
    pub written: Vec<Output>,
    /// What there is to say about the article.
    pub diagnostics: Diagnostics,
    /// Why nothing was written.
    pub error: Option<Error>,
    /// Why the article was left out, if it was.
    pub skipped: Option<Reason>,
    /// The article as read, to show places in it; `None` if reading the file failed.
    pub source: Option<Source>,
}

/// Converts the article of `job`: reads it, makes all of its outputs, then writes them.
pub fn run(job: &Job, settings: &Settings) -> Outcome {
    carry_out(job, settings, &mut OnDisk::new(job.over))
}

/// Outputs with their bytes, in the order of [`Job::outputs`].
pub type Made<'a> = Vec<(&'a Output, Vec<u8>)>;

/// Converts the article of `job` and hands all of its outputs to `deliver`; a failure there is one of the article.
pub fn convert(job: &Job, settings: &Settings, deliver: &mut dyn FnMut(Made) -> Result<(), Error>) -> Outcome {
    carry_out(job, settings, &mut InMemory::new(deliver))
}

fn carry_out<'a>(job: &'a Job, settings: &Settings, delivery: &mut dyn Delivery<'a>) -> Outcome {
    let mut outcome = Outcome { diagnostics: job.said.clone(), ..Outcome::default() };
    let result = guarded(job, || attempt(job, settings, delivery, &mut outcome));
    outcome.settle(job, result.err());
    outcome
}

impl Outcome {
    /// Ends the work on `job`, with the `error` that stopped it.
    fn settle(&mut self, job: &Job, error: Option<Error>) {
        match error {
            Some(Error::NoText { .. }) if job.textless == Textless::LeaveOut => {
                // What is odd about a page that is not converted would only count against the others.
                self.diagnostics.clear();
                self.skipped = Some(Reason::NoText);
            }
            error => self.error = error,
        }
        tidy(&mut self.diagnostics);
    }
}

fn attempt<'a>(
    job: &'a Job,
    settings: &Settings,
    delivery: &mut dyn Delivery<'a>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let source = outcome.source.insert(load(&job.input)?);
    let files = DiskFiles::new(&job.root, job.input.path())?.sharing(&settings.library);
    let article = read_article(source, settings, &files, &mut outcome.diagnostics)?;
    settings.interrupt.check()?;
    if article.meta.draft && job.drafts == Drafts::Skip {
        outcome.skipped = Some(Reason::Draft);
        return Ok(());
    }
    delivery.admit(&job.outputs)?;
    produce(&article, &job.outputs, settings, delivery, &mut outcome.diagnostics)?;
    outcome.written.clone_from(&job.outputs);
    Ok(())
}

/// Makes all `outputs` of `article` and publishes them.
fn produce<'a>(
    article: &Article,
    outputs: &'a [Output],
    settings: &Settings,
    delivery: &mut dyn Delivery<'a>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let (mut pages, print) = paged(article, outputs, settings, diagnostics)?.unzip();
    for output in outputs {
        settings.interrupt.check()?;
        if output.format == Format::Epub {
            let options = epub_options(print.clone(), settings);
            let mut fill =
                |place: Place<'_>| epub::write(article, &options, place.out, place.scratch, &mut *diagnostics);
            delivery.take(output, &mut fill)?;
            continue;
        }
        let bytes = match pages.take() {
            Some(pages) => write_pdf(pages, article, settings, diagnostics)?,
            None => make(article, Format::Pdf, settings, diagnostics)?,
        };
        let failed = |error| Error::io("write", &output.path, error);
        delivery.take(output, &mut |place| place.out.write_all(&bytes).map_err(failed))?;
    }
    settings.interrupt.check()?;
    delivery.publish()
}

/// What the outputs of `job` promise of their accessibility, and what a person must judge, with the article's source.
///
/// # Errors
/// Those of reading the article and of making its EPUB.
pub fn accessibility(job: &Job, settings: &Settings) -> Result<(Source, Promises, Vec<Judgement>), Error> {
    guarded(job, || {
        let source = load(&job.input)?;
        let files = DiskFiles::new(&job.root, job.input.path())?.sharing(&settings.library);
        let mut said = Diagnostics::new();
        let article = read_article(&source, settings, &files, &mut said)?;
        let print = paged(&article, &job.outputs, settings, &mut said)?.map(|(_, print)| print);
        let promises = epub::promises(&article, &epub_options(print, settings), &mut said)?;
        Ok((source, promises, epub::judgements(&article)))
    })
}

/// Reads an article under `settings`.
///
/// # Errors
/// Those of [`read::read`].
pub fn read_article(
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let mut article = match &settings.cover {
        None => read::read(source, &settings.read, files, diagnostics),
        Some(cover) => {
            let options = read::Options { cover: Some(cover.path()), ..settings.read.clone() };
            read::read(source, &options, &WithCover { files, cover }, diagnostics)
        }
    }?;
    read::unlink(&mut article, std::str::from_utf8(&source.bytes).ok(), diagnostics);
    Ok(article)
}

/// Whether `cover` is a picture that an article can have.
///
/// # Errors
/// What is wrong with it, in one sentence.
pub fn check_cover(cover: &Cover) -> Result<(), String> {
    let mut said = Diagnostics::new();
    let article = read::read_cover(&cover.path(), &WithCover { files: &read::NoFiles, cover }, &mut said);
    let picture = article.cover.as_ref().and_then(|figure| figure.pictures.first());
    match picture.map(|picture| &picture.asset) {
        Some(Ok(_)) => Ok(()),
        _ => Err(said.into_iter().next().map_or("it is no picture".to_owned(), |said| said.message)),
    }
}

/// Makes one output of `article`: the whole file.
///
/// # Errors
/// [`Error::Output`] and [`Error::Limit`].
pub fn make(
    article: &Article,
    format: Format,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    match format {
        Format::Epub => epub::package(article, &epub_options(None, settings), diagnostics),
        Format::Pdf => write_pdf(sheets::typeset(article, settings, diagnostics)?, article, settings, diagnostics),
    }
}

/// The pages of the PDF, where an EPUB is made too and can say where they begin.
fn paged(
    article: &Article,
    outputs: &[Output],
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(Pages, PrintEdition)>, Error> {
    let of = |format| outputs.iter().find(|output| output.format == format);
    let (Some(_), Some(pdf), None) = (of(Format::Epub), of(Format::Pdf), settings.printing.imposition) else {
        return Ok(None);
    };
    let pages = sheets::typeset(article, settings, diagnostics)?;
    let name = pdf.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let breaks = layout::page_breaks(&pages);
    Ok(Some((pages, PrintEdition { name, breaks })))
}

fn epub_options(print: Option<PrintEdition>, settings: &Settings) -> epub::Options<'_> {
    let typefaces = match settings.typefaces {
        Typefaces::Readers => None,
        Typefaces::Embedded => Some(epub::Typefaces {
            fonts: &settings.fonts,
            styles: &settings.design.styles,
            missing_glyphs: settings.missing_glyphs,
        }),
    };
    epub::Options {
        modified: settings.modified.clone(),
        split: settings.split,
        max_bytes: settings.max_bytes,
        print,
        device: settings.device,
        typefaces,
        ..epub::Options::default()
    }
}

fn write_pdf(
    pages: Pages,
    article: &Article,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    if settings.missing_glyphs == MissingGlyphs::Refused
        && let Some(error) = layout::missing_glyphs(&pages)
    {
        return Err(error);
    }
    let pages = imposition::impose(pages, &settings.printing, article.meta.dir);
    let options = pdf::Options { modified: settings.modified.clone() };
    pdf::write(&pages, article, &settings.fonts, &options, diagnostics)
}

/// Runs `work` so that a panic in it becomes an error of this one article.
pub fn guarded<T>(job: &Job, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        Err(Error::Bug { path: job.input.path().to_owned(), reason: text.to_owned() })
    })
}

/// Orders diagnostics by their place and drops repetitions: two writers may find the same thing.
pub fn tidy(diagnostics: &mut Diagnostics) {
    let place = |span: Option<Span>| span.map_or((usize::MAX, 0), |span| (span.start, span.end));
    diagnostics.sort_by(|a, b| (place(a.span), a.code, &a.message).cmp(&(place(b.span), b.code, &b.message)));
    diagnostics.dedup();
}
