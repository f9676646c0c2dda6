//! `--book-by`: makes books of an archive, one for each year, month, tag, series, author or folder.
//!
//! Only the starts of the articles are read to sort them into books; the books are made one after the other, so the
//! articles of one are in memory at a time. A bad article is reported and left out. Books have no journal: a run makes
//! all of them.

use clap::{Args, ValueEnum};
use offprint::archive::{Group, GroupBy, Member, OutputPlace, Request, group, plan_books};
use offprint::disk::{Disk, Skipped, clear_strays, prepare_folder};
use offprint::job::{Book, Drafts, Faulty, Format, Job, Overwrite, Provider, Reason, Settings, weight};
use offprint::site::SiteKey;

use super::args::Convert;
use super::ask::ask;
use super::book::{outcomes, reported};
use super::choose::{below, facts};
use super::destination::ADVICE;
use super::diagnostics::Style;
use super::ebook::size;
use super::inputs::Inputs;
use super::report::Reporter;
use super::signals::Signals;
use super::{Exit, Log, Stop, stop_for};

/// Books from archives.
#[derive(Debug, Default, Args)]
pub struct BooksArgs {
    /// Make books of the articles, one for each year, month, tag, series, author or folder, in the order of their dates
    ///
    /// An article with several tags or authors is in each of their books. Articles that state nothing to sort them by are
    /// left out, and so are those that cannot be read. Titles begin with the publication of an offprint.toml.
    #[arg(long = "book-by", value_name = "KEY", conflicts_with = "book")]
    pub by: Option<By>,
    /// Maximum size of articles and pictures of such a book, such as 20MB; what is beyond goes into further volumes
    #[arg(long, value_name = "SIZE", value_parser = size, requires = "by")]
    pub volume_size: Option<u64>,
}

/// Values of `--book-by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The year of the date
    Year,
    /// The month of the date
    Month,
    /// Each tag
    Tag,
    /// The series
    Series,
    /// Each author
    Author,
    /// The folder directly below the one that is converted
    Folder,
}

impl From<By> for GroupBy {
    fn from(by: By) -> Self {
        match by {
            By::Year => Self::Year,
            By::Month => Self::Month,
            By::Tag => Self::Tag,
            By::Series => Self::Series,
            By::Author => Self::Author,
            By::Folder => Self::Folder,
        }
    }
}

/// Articles, and what is made of them.
pub struct Archive<'a> {
    /// The articles.
    pub inputs: Inputs,
    /// Where the books go.
    pub place: &'a OutputPlace,
    /// Their formats.
    pub formats: &'a [Format],
}

/// Makes the books of `archive`.
pub fn bind(
    by: By,
    mut archive: Archive<'_>,
    args: &Convert,
    settings: Vec<Settings>,
    style: Style,
    signals: &Signals,
) -> Result<Exit, Stop> {
    let mut settings = settings.into_iter().next().unwrap_or_default();
    let cancel = signals.begin();
    settings.cancel = cancel.clone();
    let disk = args.reading.web.disk(Disk::for_many(), &cancel)?;
    let books = sorted(by, &mut archive.inputs, &settings, &disk);
    let books = match args.books.volume_size {
        Some(limit) => books.into_iter().flat_map(|book| volumes(book, limit, &settings, &disk)).collect(),
        None => books,
    };
    let conflict = |conflict| Stop::usage(conflict).help(ADVICE);
    let planned = plan_books(books, archive.place, archive.formats, settings.epub.device);
    let mut books = planned.map_err(conflict)?;
    let log = Log::new(style.clone());
    if args.incremental.dry_run {
        books.iter().for_each(|book| foretell(book, &log));
        return Ok(Exit::Success);
    }
    books.iter_mut().for_each(|book| book.reading.clone_from(&archive.inputs.reading));
    allow(&mut books, args, &style);
    let jobs: Vec<Job> = books.iter().flat_map(reported).collect();
    clear_strays(&jobs);
    if let OutputPlace::Folder(folder) = archive.place {
        prepare_folder(folder).map_err(|error| stop_for(&error))?;
    }
    let reporter = Reporter::new(style, &jobs).obeying(&args.warnings, args.json);
    let (mut number, mut made) = (0, 0);
    for book in &books {
        if cancel.reason().is_some() {
            break;
        }
        let outcome = disk.run_book(book, &settings);
        made += usize::from(!outcome.written.is_empty());
        for outcome in outcomes(outcome) {
            reporter.done(number, outcome);
            number += 1;
        }
    }
    let summary = reporter.finish(&archive.inputs.skipped, &archive.inputs.failed, &cancel);
    summary.say_books(made);
    args.warnings.write_report(&summary, args.json)?;
    Ok(summary.exit(&args.terminal))
}

/// Sorts the articles of `inputs` into books: titles with their articles. What is in none is noted in `inputs`.
fn sorted(by: By, inputs: &mut Inputs, settings: &Settings, disk: &Disk) -> Vec<(String, Vec<Request>)> {
    let (mut requests, mut members) = (Vec::new(), Vec::new());
    for request in std::mem::take(&mut inputs.requests) {
        let facts = facts(&request, disk).unwrap_or_default();
        if facts.draft && request.drafts == Drafts::Skip {
            inputs.skipped.push(Skipped { path: request.input.path().to_owned(), why: Reason::Draft });
            continue;
        }
        members.push(Member { path: below(&request), facts });
        requests.push(request);
    }
    let stated = settings.read.defaults.publication.as_ref().map(|publication| publication.value.clone());
    let name = stated.or_else(|| site_title(requests.first()?, disk));
    let (groups, without) = group(by.into(), name.as_deref(), &members);
    let left = without.into_iter().map(|number| requests[number].input.path().to_owned());
    inputs.skipped.extend(left.map(|path| Skipped { path, why: Reason::Unsorted }));
    let articles =
        |group: Group| (group.title, group.members.into_iter().map(|number| requests[number].clone()).collect());
    groups.into_iter().map(articles).collect()
}

/// Returns the title of the site of the article of `request`.
fn site_title(request: &Request, disk: &Disk) -> Option<String> {
    let job = Job::from(request.clone());
    let opened = disk.open(&job).ok()?;
    let folder = opened.files.folder();
    let name = request.input.path().file_name()?.to_string_lossy();
    let own = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
    opened.files.site(&own, SiteKey::Title).map(|title| title.value)
}

/// Divides a book into volumes of at most `limit` bytes each; an article that is larger has one of its own.
fn volumes(
    (title, articles): (String, Vec<Request>),
    limit: u64,
    settings: &Settings,
    disk: &Disk,
) -> Vec<(String, Vec<Request>)> {
    let mut volumes: Vec<Vec<Request>> = vec![Vec::new()];
    let mut full = 0;
    for request in articles {
        let weight = weight(&Job::from(request.clone()), settings, disk);
        if full > 0 && full + weight > limit {
            volumes.push(Vec::new());
            full = 0;
        }
        full += weight;
        volumes.last_mut().into_iter().for_each(|volume| volume.push(request.clone()));
    }
    if volumes.len() == 1 {
        return volumes.into_iter().map(|volume| (title.clone(), volume)).collect();
    }
    volumes.into_iter().zip(1..).map(|(volume, number)| (format!("{title} ({number})"), volume)).collect()
}

/// Says what would be made of `book`.
fn foretell(book: &Book, log: &Log) {
    for output in &book.outputs {
        let text = format!("would make {}: {} articles", output.path.display(), book.articles.len());
        log.line("due", &text, Some(&output.path));
    }
}

/// Lets bad articles be left out of `books`, and allows those to overwrite files, by `--force` or by the user's answers.
fn allow(books: &mut [Book], args: &Convert, style: &Style) {
    for book in books.iter_mut() {
        book.faulty = Faulty::LeaveOut;
        book.over = if args.force { Overwrite::Any } else { book.over };
    }
    if !args.force {
        ask(books.iter_mut().map(|book| (&mut book.over, &*book.outputs)), style);
    }
}
