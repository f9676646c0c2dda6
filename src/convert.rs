//! Conversion in memory: from a source and its files to outputs.
//!
//! These calls touch no disk and need no command line. Each runs on its own thread with a stack that is large enough
//! for the limits of input ([`job::STACK`]), and returns a panic as an error. [`Settings::cancel`] stops them from
//! another thread.

use std::path::Path;
#[cfg(not(target_family = "wasm"))]
use std::thread;

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::job::{self, Book, Format, Given, Input, Job, Outcome, Output, Settings, Single};
use crate::read::Files;
use crate::source::Source;

/// Outputs in memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outputs {
    /// The outputs, in the order of [`Format::ALL`].
    pub files: Vec<OutputFile>,
    /// Messages about the article, or about the book as a whole.
    pub diagnostics: Diagnostics,
    /// For a book, the messages about each of its articles, in their order.
    pub articles: Vec<Diagnostics>,
}

/// One output in memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutputFile {
    /// Its format.
    pub format: Format,
    /// Its file name: that of the source with the format's extension. An EPUB names the PDF whose page breaks it
    /// marks.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Outputs {
    /// Returns the content of the output in `format`; `None` if it was not requested.
    pub fn get(&self, format: Format) -> Option<&[u8]> {
        self.files.iter().find(|file| file.format == format).map(|file| &*file.bytes)
    }
}

/// Why there are no outputs.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The reason.
    pub error: Box<Error>,
    /// For a book, the index of the article that the error is about; `None` if it is about the book as a whole.
    pub article: Option<usize>,
    /// Messages about the article, or about the book as a whole.
    pub diagnostics: Diagnostics,
    /// For a book, the messages about each of its articles, in their order.
    pub articles: Vec<Diagnostics>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.error)
    }
}

/// Converts the article in `source` to every format. The pages that the EPUB lists are those of the PDF.
///
/// Pictures and other files that the article names come from `files`: [`Memory`](crate::read::Memory), a
/// [`DiskFiles`](crate::disk::DiskFiles), or whatever [`Files`] is implemented for.
///
/// ```
/// use std::sync::Arc;
///
/// use offprint::read::Memory;
/// use offprint::source::Source;
/// use offprint::{Format, Settings};
///
/// let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>"#;
/// let mut files = Memory::default();
/// files.files.insert("loaf.svg".to_owned(), Arc::from(&drawing[..]));
/// let source = Source::new("bread.md", "# Bread\n\nFlour and water.\n\n![A loaf](loaf.svg)\n");
///
/// let outputs = offprint::convert(&source, &Settings::default(), &files)?;
/// assert!(outputs.get(Format::Pdf).is_some_and(|pdf| pdf.starts_with(b"%PDF-1.")));
/// assert!(outputs.get(Format::Epub).is_some_and(|epub| epub.starts_with(b"PK")));
/// assert!(outputs.diagnostics.iter().all(|said| said.code != "missing-picture"));
/// # Ok::<(), offprint::Failure>(())
/// ```
///
/// # Errors
/// Any error that stops the article, with the messages up to then.
pub fn convert(source: &Source, settings: &Settings, files: &dyn Files) -> Result<Outputs, Failure> {
    convert_to(&Format::ALL, source, settings, files)
}

/// Converts the article in `source` to `formats` only.
///
/// # Errors
/// Those of [`convert`].
pub fn convert_to(
    formats: &[Format],
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
) -> Result<Outputs, Failure> {
    let mut job = Job::new(Input::Memory(source.clone()), "");
    job.outputs = outputs(formats, &stem(&source.path), settings);
    let mut made = Vec::new();
    let outcome = on_own_stack(|| {
        job::convert(&job, settings, &Single(files), &mut |files| {
            made = taken(files);
            Ok(())
        })
    });
    let Outcome { diagnostics, error, .. } = outcome.map_err(Failure::of)?;
    match error {
        None => Ok(Outputs { files: made, diagnostics, articles: Vec::new() }),
        Some(error) => Err(Failure { diagnostics, ..Failure::of(error) }),
    }
}

/// Binds `articles` into one book called `title`, in every format. The pages that the EPUB lists are those of the PDF.
///
/// The paths of the articles are relative to `files`, so that links between them and to their pictures are found.
///
/// ```
/// use offprint::read::NoFiles;
/// use offprint::source::Source;
/// use offprint::{Format, Settings};
///
/// let articles = [
///     Source::new("bread.md", "# Bread\n\nSee also [salt](salt.md).\n"),
///     Source::new("salt.md", "# Salt\n\nA little.\n"),
/// ];
/// let book = offprint::bind("Baking", &articles, &Settings::default(), &NoFiles)?;
/// assert_eq!(book.files[0].name, "Baking.epub");
/// assert!(book.get(Format::Pdf).is_some());
/// # Ok::<(), offprint::Failure>(())
/// ```
///
/// # Errors
/// Any error that stops one of the articles or the book: a book that lacks an article is not what was asked for.
pub fn bind(title: &str, articles: &[Source], settings: &Settings, files: &dyn Files) -> Result<Outputs, Failure> {
    let articles = articles.iter().map(|source| Job::new(Input::Memory(source.clone()), "")).collect();
    let mut book = Book::new(title, articles);
    book.outputs = outputs(&Format::ALL, &job::file_name(title), settings);
    let mut made = Vec::new();
    let outcome = on_own_stack(|| {
        job::convert_book(&book, settings, &Given(files), &mut |files| {
            made = taken(files);
            Ok(())
        })
    });
    let outcome = outcome.map_err(Failure::of)?;
    let (mut failed, mut said) = (outcome.error.map(|error| (None, error)), Vec::new());
    for (number, article) in outcome.articles.into_iter().enumerate() {
        said.push(article.diagnostics);
        failed = failed.or(article.error.map(|error| (Some(number), error)));
    }
    let diagnostics = outcome.diagnostics;
    match failed {
        None => Ok(Outputs { files: made, diagnostics, articles: said }),
        Some((article, error)) => Err(Failure { article, diagnostics, articles: said, ..Failure::of(error) }),
    }
}

/// An article as Offprint understands it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explained {
    /// The article. Where each of its values was stated is in [`Meta::provenance`](crate::article::Meta::provenance).
    pub article: Article,
    /// Messages about it.
    pub diagnostics: Diagnostics,
}

/// Reads the article in `source` as [`convert`] does, but makes no outputs.
///
/// ```
/// use offprint::Settings;
/// use offprint::read::NoFiles;
/// use offprint::source::Source;
///
/// let source = Source::new("bread.md", "---\ntitle: Bread\nauthor: Jane Doe\n---\n\nFlour and water.\n");
/// let explained = offprint::explain(&source, &Settings::default(), &NoFiles)?;
/// assert_eq!(explained.article.meta.title_text(), "Bread");
/// assert_eq!(explained.article.words, 3);
/// # Ok::<(), offprint::Failure>(())
/// ```
///
/// # Errors
/// Any error that stops the article, with the messages up to then.
pub fn explain(source: &Source, settings: &Settings, files: &dyn Files) -> Result<Explained, Failure> {
    let job = Job::new(Input::Memory(source.clone()), "");
    let explained = on_own_stack(|| job::explain(&job, settings, &Single(files)));
    let (article, Outcome { diagnostics, error, .. }) = explained.map_err(Failure::of)?;
    match (article, error) {
        (Some(article), None) => Ok(Explained { article, diagnostics }),
        (_, Some(error)) => Err(Failure { diagnostics, ..Failure::of(error) }),
        (None, None) => Err(Failure::of(Error::Bug { path: source.path.clone(), reason: "nothing was read".into() })),
    }
}

impl Failure {
    fn of(error: Error) -> Self {
        Self { error: Box::new(error), article: None, diagnostics: Diagnostics::new(), articles: Vec::new() }
    }
}

/// Returns the name of the outputs of the source at `path`, without an extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().filter(|stem| *stem != "-");
    stem.map_or_else(|| "article".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Returns the outputs in `formats`, all named `stem`.
fn outputs(formats: &[Format], stem: &str, settings: &Settings) -> Vec<Output> {
    let wanted = Format::ALL.into_iter().filter(|format| formats.contains(format));
    let name = |format: Format| format!("{stem}.{}", format.extension_for(settings.epub.device));
    wanted.map(|format| Output { format, path: name(format).into() }).collect()
}

fn taken(made: job::Made<'_>) -> Vec<OutputFile> {
    let taken = |(output, bytes): (&Output, Vec<u8>)| OutputFile {
        format: output.format,
        name: output.path.to_string_lossy().into_owned(),
        bytes,
    };
    made.into_iter().map(taken).collect()
}

/// Runs `work` on a thread with the stack that the limits of input need: the caller's may be too small.
#[cfg(not(target_family = "wasm"))]
fn on_own_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Error> {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(job::STACK).spawn_scoped(scope, work);
        let worker = worker.map_err(|error| Error::io("start a thread for", "the article", error))?;
        worker.join().or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs `work`. WebAssembly has no threads here: its module asks for a stack of that size.
#[cfg(target_family = "wasm")]
fn on_own_stack<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    Ok(work())
}

#[cfg(test)]
mod tests;
