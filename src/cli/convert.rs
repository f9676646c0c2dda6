//! Converts the inputs, which is the default command.

use std::io::{IsTerminal, stdout};

use offprint::archive::{self, OutputPlace};
use offprint::disk::{Disk, clear_strays, prepare_folder};
use offprint::job::{self, Format, Input, Job, Output, Overwrite, Settings};

use super::args::Convert;
use super::ask::ask;
use super::book;
use super::destination::{ADVICE, Destination, Target};
use super::diagnostics::Style;
use super::ebook::device;
use super::effect;
use super::inputs::{Inputs, gather};
use super::recorded;
use super::report::Reporter;
use super::settings::settings;
use super::signals::Signals;
use super::{Exit, Log, Stop, print, stop_for};

/// Converts the inputs.
pub fn convert(args: &Convert, style: Style, signals: &Signals) -> Result<Exit, Stop> {
    let destination = Destination::new(args.output.as_deref(), &args.to)?;
    let log = Log::new(style.clone());
    let (device, doubts) = device(args.pages.ebook.device, &destination)?;
    effect::check(args, &destination.formats)?;
    log.warnings(&doubts);
    let mut settings = settings(&args.reading, Some(&args.pages), &log)?;
    settings.epub.device = device;
    let mut inputs = gather(&args.inputs, &args.reading, destination.folder().map(|folder| &**folder))?;
    admit(&inputs, &destination, args)?;
    if let Some(title) = &args.book {
        return book::bind(title, inputs, &destination, args, settings, style, signals);
    }
    inputs.drop_repeated();
    match &destination.target {
        Target::Standard => to_standard_output(inputs, destination.formats[0], args, &settings, style),
        Target::Disk(place) => to_disk(inputs, place, &destination.formats, args, settings, style, signals),
    }
}

/// Rejects combinations of arguments that are impossible.
fn admit(inputs: &Inputs, destination: &Destination, args: &Convert) -> Result<(), Stop> {
    let reads_standard = inputs.requests.iter().any(|request| matches!(request.input, Input::Memory(_)));
    match &destination.target {
        Target::Disk(OutputPlace::Beside) if reads_standard && args.book.is_none() => {
            Err(Stop::usage("the article comes from standard input, so there is no folder to write to")
                .help("say where to: -o FILE, -o DIR/ or, with --to, -o -"))
        }
        Target::Standard if args.json => {
            Err(Stop::usage("the report and the output cannot both go to standard output"))
        }
        Target::Standard if stdout().is_terminal() => {
            Err(Stop::usage("a terminal cannot show this output").help("redirect it, or name a file with -o FILE"))
        }
        _ if args.reading.drafts && !inputs.folders => {
            Err(Stop::usage("--drafts is about folders, but no folder is named")
                .help("a draft that is named by its file is converted anyway"))
        }
        _ if args.book.is_none() && destination.is_single() && (inputs.folders || inputs.requests.len() > 1) => {
            Err(Stop::usage("several articles cannot go to one file")
                .help("name a folder: -o DIR/; or bind them into a book: --book TITLE"))
        }
        _ => Ok(()),
    }
}

fn to_disk(
    inputs: Inputs,
    place: &OutputPlace,
    formats: &[Format],
    args: &Convert,
    mut settings: Settings,
    style: Style,
    signals: &Signals,
) -> Result<Exit, Stop> {
    let many = inputs.folders || inputs.requests.len() > 1;
    let folder = if many { recorded::folder(place, &inputs) } else { None };
    let mut jobs = archive::plan(inputs.requests, place, formats, settings.epub.device)
        .map_err(|conflict| Stop::usage(conflict).help(ADVICE))?;
    let cancel = signals.begin();
    settings.cancel = cancel.clone();
    let disk = if many { Disk::for_many() } else { Disk::default() };
    let disk = args.reading.web.disk(disk, &cancel)?;
    if !args.incremental.dry_run {
        allow(&mut jobs, args, &style);
        clear_strays(&jobs);
        if let OutputPlace::Folder(folder) = place
            && !jobs.is_empty()
        {
            prepare_folder(folder).map_err(|error| stop_for(&error))?;
        }
    }
    let run = recorded::Run::new(&disk, folder.as_deref().filter(|_| !jobs.is_empty()), args)?;
    let recipe = run.recipe(&settings);
    let reporter = Reporter::new(style.clone(), &jobs).obeying(&args.warnings, args.json);
    let work = |job: &Job| run.work(job, &settings, &recipe);
    archive::run_until(&jobs, args.jobs, &cancel, &work, &|number, outcome| reporter.done(number, outcome))
        .map_err(|error| stop_for(&error))?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed, &cancel);
    run.finish(&jobs, args, &Log::new(style));
    if many {
        summary.say_many("converted")
    } else {
        summary.say_one()
    }
    args.warnings.write_report(&summary, args.json)?;
    Ok(summary.exit(&args.terminal))
}

/// Allows `jobs` to overwrite files, by `--force` or by the user's answers.
fn allow(jobs: &mut [Job], args: &Convert, style: &Style) {
    if args.force {
        jobs.iter_mut().for_each(|job| job.over = Overwrite::Any);
    } else {
        ask(jobs.iter_mut().map(|job| (&mut job.over, &*job.outputs)), style);
    }
}

fn to_standard_output(
    inputs: Inputs,
    format: Format,
    args: &Convert,
    settings: &Settings,
    style: Style,
) -> Result<Exit, Stop> {
    let request = inputs.requests.into_iter().next().ok_or_else(|| Stop::usage("there is no input"))?;
    let mut job = Job::from(request);
    job.outputs = vec![Output { format, path: "-".into() }];
    let jobs = [job];
    let disk = args.reading.web.disk(Disk::default(), &settings.cancel)?;
    let reporter = Reporter::new(style, &jobs).obeying(&args.warnings, false);
    let mut bytes = Vec::new();
    let outcome = job::convert(&jobs[0], settings, &disk, &mut |made| {
        bytes.extend(made.into_iter().flat_map(|(_, bytes)| bytes));
        Ok(())
    });
    reporter.done(0, outcome);
    print(&bytes)?;
    Ok(reporter.finish(&inputs.skipped, &inputs.failed, &settings.cancel).exit(&args.terminal))
}
