//! `--book`: binds all articles into one book.

use offprint::archive::{Member, OutputPlace, Request, parts_in_order, plan_book};
use offprint::disk::{Disk, clear_strays, prepare_folder};
use offprint::job::{Book, BookOutcome, Input, Job, Outcome, Overwrite, Reason, Settings, Verdict, convert_book};
use offprint::source::Source;

use super::args::Convert;
use super::ask::ask;
use super::choose::{below, facts};
use super::destination::{ADVICE, Destination, Target};
use super::diagnostics::Style;
use super::inputs::Inputs;
use super::report::Reporter;
use super::signals::Signals;
use super::{Exit, Stop, print, stop_for};

/// Binds the articles of `inputs` into a book with the title `title`.
pub fn bind(
    title: &str,
    inputs: Inputs,
    destination: &Destination,
    args: &Convert,
    mut settings: Settings,
    style: Style,
    signals: &Signals,
) -> Result<Exit, Stop> {
    let standard = OutputPlace::File("-".into());
    let place = match &destination.target {
        Target::Standard => &standard,
        Target::Disk(place) => place,
    };
    let parts = args.books.parts.map(|parts| parts_in_order(parts, &members(&inputs.requests))).unwrap_or_default();
    let conflict = |conflict| Stop::usage(conflict).help(ADVICE);
    let mut book =
        plan_book(title, inputs.requests, place, &destination.formats, settings.epub.device).map_err(conflict)?;
    (book.reading, book.parts) = (inputs.reading, parts);
    if args.force {
        book.over = Overwrite::Any;
    } else if destination.target != Target::Standard {
        ask([(&mut book.over, &*book.outputs)].into_iter(), &style);
    }
    let cancel = signals.begin().each_within(args.incremental.article_timeout);
    settings.cancel = cancel.clone();
    let disk = args.reading.web.disk(Disk::default(), &cancel)?;
    let jobs = reported(&book);
    if destination.target != Target::Standard {
        clear_strays(&jobs);
    }
    if let Some(folder) = destination.folder() {
        prepare_folder(folder).map_err(|error| stop_for(&error))?;
    }
    let reporter = Reporter::new(style, &jobs).obeying(&args.warnings, args.json);
    let mut bytes = Vec::new();
    let outcome = match &destination.target {
        Target::Disk(_) => disk.run_book(&book, &settings),
        Target::Standard => convert_book(&book, &settings, &disk, &mut |made| {
            bytes.extend(made.into_iter().flat_map(|(_, bytes)| bytes));
            Ok(())
        }),
    };
    for (number, outcome) in outcomes(outcome).into_iter().enumerate() {
        reporter.done(number, outcome);
    }
    print(&bytes)?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed, &cancel);
    summary.say_one();
    args.warnings.write_report(&summary, args.json)?;
    Ok(summary.exit(&args.terminal))
}

/// Returns what the articles of `requests` state of themselves.
fn members(requests: &[Request]) -> Vec<Member> {
    let disk = Disk::for_many();
    let member = |request: &Request| Member { path: below(request), facts: facts(request, &disk).unwrap_or_default() };
    requests.iter().map(member).collect()
}

/// Returns the jobs for the report: the articles, then the book itself, under its title.
pub fn reported(book: &Book) -> Vec<Job> {
    let input = Input::Memory(Source::new(&book.title, ""));
    let mut whole = Job::new(input, "");
    whole.outputs.clone_from(&book.outputs);
    book.articles.iter().cloned().chain([whole]).collect()
}

/// Returns the outcomes for the report, in the same order.
pub fn outcomes(outcome: BookOutcome) -> Vec<Outcome> {
    let mut whole = Outcome::default();
    (whole.verdict, whole.cause) = (outcome.verdict, outcome.cause);
    let failed = outcome.articles.iter().any(|article| article.error.is_some());
    let why = if failed { Reason::Unbound } else { Reason::NoText };
    let empty = outcome.written.is_empty() && outcome.error.is_none() && outcome.verdict != Verdict::Due;
    whole.skipped = empty.then_some(why);
    whole.diagnostics = outcome.diagnostics;
    whole.written = outcome.written;
    whole.error = outcome.error;
    outcome.articles.into_iter().chain([whole]).collect()
}
