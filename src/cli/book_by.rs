//! `--book-by`: makes books of an archive, one for each year, month, tag, series, author or folder.
//!
//! Only the starts of the articles are read to sort them into books; the books are made one after the other, so the
//! articles of one are in memory at a time. A bad article is reported and left out. A run into a folder keeps the journal
//! there, and makes only books of which something changed.

use offprint::archive::{Group, GroupBy, Grouping, Member, OutputPlace, Request, group, plan_books, volumes};
use offprint::disk::{Disk, JOURNAL, Journal, Mode, RecordedRun, Skipped, clear_strays, prepare_folder};
use offprint::job::{
    Book, BookOutcome, Cause, Drafts, Faulty, Format, Job, Overwrite, Provider, Reason, Settings, Verdict, weight,
};
use offprint::site::SiteKey;

use super::args::Convert;
use super::ask::ask;
use super::book::{outcomes, reported};
use super::books::BooksArgs;
use super::choose::{below, facts};
use super::destination::ADVICE;
use super::diagnostics::Style;
use super::inputs::Inputs;
use super::removed::Removed;
use super::report::{Books, Reporter};
use super::signals::Signals;
use super::{Exit, Log, Stop, stop_for};

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
    by: GroupBy,
    mut archive: Archive<'_>,
    args: &Convert,
    settings: Vec<Settings>,
    style: Style,
    signals: &Signals,
) -> Result<Exit, Stop> {
    let mut settings = settings.into_iter().next().unwrap_or_default();
    let cancel = signals.begin().each_within(args.incremental.article_timeout);
    settings.cancel = cancel.clone();
    let disk = args.reading.web.disk(Disk::for_many(), &cancel)?;
    let books = sorted(by, &mut archive.inputs, (&args.books, &settings), &disk);
    let conflict = |conflict| Stop::usage(conflict).help(ADVICE);
    let planned = plan_books(books, archive.place, archive.formats, settings.epub.device);
    let mut books = planned.map_err(conflict)?;
    books.iter_mut().for_each(|book| book.reading.clone_from(&archive.inputs.reading));
    let mode = match args.force {
        _ if args.incremental.dry_run => Mode::Predict,
        true => Mode::MakeAll,
        false => Mode::Make,
    };
    if mode != Mode::Predict {
        allow(&mut books, args, &style);
    }
    let jobs: Vec<Job> = books.iter().flat_map(reported).collect();
    if mode != Mode::Predict {
        clear_strays(&jobs);
    }
    let journal = journal(archive.place, mode)?;
    let log = Log::new(style.clone());
    let reporter = Reporter::new(style, &jobs).obeying(&args.warnings, args.json);
    let name = by.name();
    let (mut number, mut counts) = (0, Books::default());
    for book in &books {
        if cancel.reason().is_some() {
            break;
        }
        let outcome = match &journal {
            Some(journal) => {
                RecordedRun { disk: &disk, journal, mode, isolation: None }.run_book(book, &settings, name)
            }
            None if mode == Mode::Predict => BookOutcome::due(book, Cause::New),
            None => disk.run_book(book, &settings),
        };
        counts.add(&outcome);
        if let Some(cause) = outcome.cause.as_ref().filter(|_| outcome.verdict == Verdict::Due) {
            foretell(book, cause, &log);
        }
        for outcome in outcomes(outcome) {
            reporter.done(number, outcome);
            number += 1;
        }
    }
    if let Some(journal) = journal {
        finish(journal, (&books, name), (args, mode), &log);
    }
    let summary = reporter.finish(&archive.inputs.skipped, &archive.inputs.failed, &cancel);
    summary.say_books(counts);
    args.warnings.write_report(&summary, args.json)?;
    Ok(summary.exit(&args.terminal))
}

/// Opens the journal of the output folder. A dry run writes nothing, so it reads only one that is there.
fn journal(place: &OutputPlace, mode: Mode) -> Result<Option<Journal>, Stop> {
    let OutputPlace::Folder(folder) = place else { return Ok(None) };
    if mode == Mode::Predict && !folder.join(JOURNAL).is_file() {
        return Ok(None);
    }
    prepare_folder(folder).and_then(|()| Journal::open(folder)).map(Some).map_err(|error| stop_for(&error))
}

/// Ends a run that made `books`: lists those that are not made any more, or deletes them.
fn finish(journal: Journal, (books, by): (&[Book], &str), (args, mode): (&Convert, Mode), log: &Log) {
    let removed = Removed::find_books(&journal, books, by);
    if args.incremental.prune {
        removed.delete(&journal, log);
    } else {
        removed.list(log);
    }
    if mode != Mode::Predict {
        journal.finish();
    }
}

/// Sorts the articles of `inputs` into books, each with its articles. What is in none is noted in `inputs`.
fn sorted(
    by: GroupBy,
    inputs: &mut Inputs,
    (args, settings): (&BooksArgs, &Settings),
    disk: &Disk,
) -> Vec<(Group, Vec<Request>)> {
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
    let grouping = Grouping { by, archive: name.as_deref(), parts: args.parts.unwrap_or_default(), rest: args.rest };
    let (groups, without) = group(grouping, &members);
    let left = without.into_iter().map(|number| requests[number].input.path().to_owned());
    inputs.skipped.extend(left.map(|path| Skipped { path, why: Reason::Unsorted }));
    let divided = |group: Group| {
        let Some(limit) = args.volume_size else { return vec![group] };
        let size = |&number: &usize| weight(&Job::from(requests[number].clone()), settings, disk);
        let sizes: Vec<u64> = group.members.iter().map(size).collect();
        volumes(group, limit, &sizes, &members)
    };
    let articles = |group: &Group| group.members.iter().map(|&number| requests[number].clone()).collect();
    groups
        .into_iter()
        .flat_map(divided)
        .map(|group| (articles(&group), group))
        .map(|(articles, group)| (group, articles))
        .collect()
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

/// Says what would be made of `book`, and why.
fn foretell(book: &Book, cause: &Cause, log: &Log) {
    let articles = if book.articles.len() == 1 { "article" } else { "articles" };
    for output in &book.outputs {
        let text = format!("would make {}: {} {articles} ({cause})", output.path.display(), book.articles.len());
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
