//! Articles with what Offprint makes of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use offprint::archive::{self, OutputPlace, Request};
use offprint::article::Article;
use offprint::diag::{Diagnostics, Error};
use offprint::disk::{self, Disk, DiskFiles};
use offprint::epub::Device;
use offprint::job::{self, Book, Drafts, Format, Input, Job, Output, Overwrite, Settings};
use offprint::read::NoFiles;
use offprint::source::Source;

use crate::common::tools;

/// An article, read, and both outputs on disk.
pub struct Made {
    /// Where the article is.
    pub input: PathBuf,
    /// Its text.
    pub text: String,
    /// What was understood.
    pub article: Article,
    /// What there was to say.
    pub diagnostics: Diagnostics,
    /// The EPUB.
    pub epub: PathBuf,
    /// The PDF.
    pub pdf: PathBuf,
}

impl Made {
    /// Its name in messages.
    pub fn name(&self) -> String {
        self.input.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The samples of `content/`, converted once. The manual is none: it has options and listings where they have prose; its
/// tests are in `manual.rs`, and it is one of the [`books`].
pub fn samples() -> &'static [Made] {
    static SAMPLES: OnceLock<Vec<Made>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let mut jobs = jobs(&content(), &tools::workspace("samples"));
        jobs.retain(|job| !job.input.path().starts_with(manual()));
        jobs.iter().map(make).collect()
    })
}

/// The folder of what comes with the project.
pub fn content() -> PathBuf {
    tools::project().join("content")
}

fn manual() -> PathBuf {
    content().join("manual")
}

/// The seed and at least sixty articles of the corpus, spread evenly over each of its archives; none where there is no corpus.
pub fn corpus_choice(test: &str) -> &'static [Made] {
    static CHOICE: OnceLock<Vec<Made>> = OnceLock::new();
    let (Some(corpus), Some(seed)) = (tools::corpus(test), tools::seed(test)) else { return &[] };
    CHOICE.get_or_init(|| {
        let out = tools::workspace("corpus-choice");
        let mut chosen = spread(&jobs(&corpus, &out), &corpus, 66);
        chosen.retain(holds_an_article);
        chosen.push(single(&seed, &out.join("seed")));
        chosen.iter().map(make).collect()
    })
}

/// Books: of the samples, with parts, the manual, and of articles of two archives of the corpus, if there is one; made once.
pub fn books(test: &str) -> &'static [Made] {
    static BOOKS: OnceLock<Vec<Made>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let out = tools::workspace("books");
        let mut samples = jobs(&content(), &out);
        samples.retain(|job| !job.input.path().starts_with(manual()));
        let with_parts = super::parts::book(&tools::workspace("book-with-parts"));
        let chapters = book("The manual", &jobs(&manual(), &out), &out);
        let mut books = vec![book("Samples", &samples, &out), make_book(with_parts, &out), chapters];
        if let Some(corpus) = tools::corpus(test) {
            let mut archives: BTreeMap<PathBuf, Vec<Job>> = BTreeMap::new();
            for job in jobs(&corpus, &out).into_iter().filter(holds_an_article) {
                let below = job.input.path().strip_prefix(&corpus).expect("articles lie in the corpus");
                archives.entry(below.iter().next().expect("a name").into()).or_default().push(job);
            }
            // Of the first and the largest archive, the articles that stand together in it.
            let largest = archives.values().max_by_key(|jobs| jobs.len()).expect("an archive").clone();
            let first = archives.into_values().next().expect("an archive");
            books.push(book("The first archive", &first[..first.len().min(14)], &out));
            books.push(book("The largest archive", &largest[..largest.len().min(30)], &out));
        }
        books
    })
}

/// A book of the articles of `jobs`, with both outputs in `out`.
fn book(title: &str, jobs: &[Job], out: &Path) -> Made {
    make_book(Book::new(title, jobs.to_vec()), out)
}

/// Makes `book` with both outputs in `out`.
fn make_book(mut book: Book, out: &Path) -> Made {
    let title = book.title.clone();
    let outputs = Format::ALL.map(|format| {
        let path = out.join(format!("{title}.{}", format.extension()));
        Output { format, path }
    });
    (book.outputs, book.over) = (outputs.to_vec(), Overwrite::Any);
    let (disk, settings) = (Disk::default(), Settings::default());
    let outcome = disk.run_book(&book, &settings);
    assert!(outcome.is_made(), "{title}: {outcome:?}");
    let article = job::explain_book(&book, &settings, &disk).0.expect("the articles can be read");
    let diagnostics = outcome.articles.into_iter().flat_map(|article| article.diagnostics).collect();
    let [epub, pdf] = outputs.map(|output| output.path);
    Made { input: title.into(), text: String::new(), article, diagnostics, epub, pdf }
}

/// Whether there is something to convert: front matter alone is no article.
fn holds_an_article(job: &Job) -> bool {
    let source = Source::new(job.input.path(), fs::read(job.input.path()).expect("the corpus can be read"));
    let read = job::read_article(&source, &Settings::default(), &NoFiles, &mut Diagnostics::new());
    !matches!(read, Err(Error::Empty { .. } | Error::NoText { .. }))
}

/// About `count` of `jobs`, as many from each folder of `corpus`, as far apart as it allows.
fn spread(jobs: &[Job], corpus: &Path, count: usize) -> Vec<Job> {
    let mut archives: BTreeMap<PathBuf, Vec<&Job>> = BTreeMap::new();
    for job in jobs {
        let below = job.input.path().strip_prefix(corpus).expect("articles lie in the corpus");
        archives.entry(below.iter().next().expect("a name").into()).or_default().push(job);
    }
    let share = count.div_ceil(archives.len());
    let some = |jobs: Vec<&Job>| -> Vec<Job> {
        let step = jobs.len().div_ceil(share).max(1);
        jobs.into_iter().step_by(step).cloned().collect()
    };
    archives.into_values().flat_map(some).collect()
}

/// A job for every article below `folder`, with both outputs below `out`.
pub fn jobs(folder: &Path, out: &Path) -> Vec<Job> {
    let found = disk::scan(folder, None).expect("the folder can be listed");
    let request = |article: PathBuf| {
        let mut request = Request::found(article, folder);
        request.drafts = Drafts::Convert;
        request
    };
    let requests = found.articles.into_iter().map(request).collect();
    archive::plan(requests, &OutputPlace::Folder(out.to_owned()), &Format::ALL, Device::Any)
        .expect("no two articles share a name")
}

/// A job for the article at `input`, with both outputs in `out`.
pub fn single(input: &Path, out: &Path) -> Job {
    let root = input.parent().expect("an article lies in a folder").to_owned();
    let request = Request::new(Input::File(input.to_owned()), root);
    let jobs = archive::plan(vec![request], &OutputPlace::Folder(out.to_owned()), &Format::ALL, Device::Any);
    jobs.expect("one article has no rival").remove(0)
}

/// Reads the article of `job` and writes its outputs.
pub fn make(job: &Job) -> Made {
    let input = job.input.path().to_owned();
    let say = |what: &str, error: &dyn std::fmt::Display| -> ! { panic!("{what} {}: {error}", input.display()) };
    let settings = Settings::default();
    let source = Source::new(&input, fs::read(&input).unwrap_or_else(|error| say("cannot open", &error)));
    let files = DiskFiles::new(&job.root, &input).unwrap_or_else(|error| say("no files for", &error));
    let mut diagnostics = Diagnostics::new();
    let article = job::read_article(&source, &settings, &files, &mut diagnostics)
        .unwrap_or_else(|error| say("cannot read", &error));
    for output in &job.outputs {
        let bytes = job::make(&article, output.format, &settings, &mut diagnostics)
            .unwrap_or_else(|error| say("cannot convert", &error));
        fs::create_dir_all(output.path.parent().expect("an output lies in a folder")).expect("folders can be made");
        fs::write(&output.path, bytes).expect("outputs can be written");
    }
    let path = |format| job.outputs.iter().find(|output| output.format == format).expect("both formats").path.clone();
    let text = String::from_utf8(source.bytes).expect("what was read is UTF-8");
    Made { epub: path(Format::Epub), pdf: path(Format::Pdf), input, text, article, diagnostics }
}
