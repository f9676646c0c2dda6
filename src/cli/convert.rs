//! Converts the inputs, which is the default command.

use std::io::{IsTerminal, stdout};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use offprint::archive::{self, OutputPlace};
use offprint::diag::Diagnostic;
use offprint::disk::{Disk, Shelf, Skipped, clear_strays, prepare_folder};
use offprint::epub;
use offprint::job::{self, Cancel, Format, Input, Job, Output, Overwrite, Settings};

use super::alone;
use super::args::{Cli, Convert};
use super::ask::ask;
use super::book;
use super::book_by;
use super::books::Binding;
use super::config::{self, Choice, Config, Line};
use super::destination::{ADVICE, Destination, Target, formats};
use super::diagnostics::Style;
use super::ebook::device;
use super::effect;
use super::inputs::{Inputs, gather};
use super::recorded;
use super::report::{Reporter, Summary};
use super::settings::settings;
use super::signals::Signals;
use super::to::To;
use super::{Exit, Log, Stop, print, stop_for};

/// Converts the inputs.
pub fn convert(args: &Convert, line: &Line, style: Style, signals: &Signals) -> Result<Exit, Stop> {
    let gathered = gathered(args, line, &style)?;
    let Gathered { inputs, destination, binding, arguments, settings } = gathered;
    let args = arguments.conversion();
    if let Binding::Book(title) = &binding {
        let [settings] = <[Settings; 1]>::try_from(settings).map_err(|_| Stop::usage("a book has one design"))?;
        return book::bind(title, inputs, &destination, args, settings, style, signals);
    }
    if let (Binding::Books(by), Target::Disk(place)) = (binding, &destination.target) {
        let archive = book_by::Archive { inputs, place, formats: &destination.formats };
        return book_by::bind(by, archive, args, settings, style, signals);
    }
    match &destination.target {
        Target::Standard => to_standard_output(inputs, destination.formats[0], args, &settings[0], style),
        Target::Disk(place) => {
            let planned = Planned::new(inputs, place, &destination.formats, arguments, settings)?;
            planned.carry_out(style, signals)
        }
    }
}

/// What the arguments ask for.
struct Gathered {
    inputs: Inputs,
    destination: Destination,
    /// What the articles become.
    binding: Binding,
    /// The arguments, with those of the files that apply to all inputs.
    arguments: Arc<Cli>,
    /// The settings of the articles, or of the book that is made of them.
    settings: Vec<Settings>,
}

/// Finds the inputs, the destination and the settings that `args` and files of configuration ask for.
fn gathered(args: &Convert, line: &Line, style: &Style) -> Result<Gathered, Stop> {
    let log = Log::new(style.clone());
    let mut config = Config::new(line, &args.reading)?;
    let chain = config.common(&args.inputs);
    let arguments = config.arguments(chain, &log)?;
    let run = arguments.conversion();
    let destination = Destination::new(args.output.as_deref(), formats_of(args, run))?;
    let (_, doubts) = device(args.pages.ebook.device, &destination)?;
    // An option in a file may well be about a format that this run does not make; one on the command line is a mistake.
    effect::check(args, &destination.formats)?;
    log.warnings(&doubts);
    let mut inputs = gather(&args.inputs, &run.reading, destination.folder().map(|folder| &**folder))?;
    let binding = Binding::of(&args.books, &run.books, &inputs, &destination);
    admit(&inputs, &destination, args, &binding)?;
    let mut choose = |cli: &Cli| {
        let own = cli.conversion();
        let mut settings = settings(&own.reading, Some(&own.pages), &log)?;
        settings.epub.device = device_of(args, own, &destination)?;
        Ok(Choice { settings, formats: own_formats(args, own, &destination) })
    };
    if !matches!(binding, Binding::Book(_)) {
        inputs.drop_repeated();
    }
    if binding != Binding::Articles {
        let whole = config.of_chain(chain, &log, &mut choose)?;
        let own = config.settle(&mut inputs.requests, &log, &mut choose)?;
        // The pages of a book are made alike, and its articles are read as the files in their folders say.
        inputs.reading = own.into_iter().map(|settings| settings.read).collect();
        return Ok(Gathered { inputs, destination, binding, arguments, settings: vec![whole] });
    }
    let settings = config.settle(&mut inputs.requests, &log, &mut choose)?;
    Ok(Gathered { inputs, destination, binding, arguments, settings })
}

/// Returns the value of `--to`: as written, or else as files say, unless the name of the output decides. `args` is the
/// command line, `run` the same with options from files.
fn formats_of<'a>(args: &'a Convert, run: &'a Convert) -> &'a [To] {
    let extension = args.output.as_deref().and_then(|output| output.extension()?.to_str());
    let named = extension.is_some_and(|extension| Format::from_extension(extension).is_some());
    if named || !args.to.is_empty() { &args.to } else { &run.to }
}

/// Returns the formats of articles whose files ask for others than the run makes, if each article may have its own.
fn own_formats(args: &Convert, own: &Convert, destination: &Destination) -> Option<Vec<Format>> {
    let given = !args.to.is_empty() || destination.is_single();
    let formats = formats(&own.to);
    (!given && formats != destination.formats).then_some(formats)
}

/// Returns the device for articles with the arguments `own`. A device that a file names does not count for a run
/// without e-books, nor against the name of the output.
fn device_of(args: &Convert, own: &Convert, destination: &Destination) -> Result<epub::Device, Stop> {
    let named = destination.file().is_some_and(|file| file.to_string_lossy().to_lowercase().ends_with(".kepub.epub"));
    let idle = named || !destination.formats.contains(&Format::Epub);
    let asked = if idle { args.pages.ebook.device } else { own.pages.ebook.device };
    device(asked, destination).map(|(device, _)| device)
}

/// Rejects combinations of arguments that are impossible.
fn admit(inputs: &Inputs, destination: &Destination, args: &Convert, binding: &Binding) -> Result<(), Stop> {
    binding.admit(&args.books)?;
    let is_book = matches!(binding, Binding::Book(_));
    let reads_standard = inputs.requests.iter().any(|request| matches!(request.input, Input::Memory(_)));
    match &destination.target {
        Target::Disk(OutputPlace::Beside) if reads_standard && !is_book => {
            Err(Stop::usage("the article comes from standard input, so there is no folder to write to")
                .help("say where to: -o FILE, -o DIR/ or, with --to, -o -"))
        }
        Target::Standard if args.json => {
            Err(Stop::usage("the report and the output cannot both go to standard output"))
        }
        Target::Standard if stdout().is_terminal() => {
            Err(Stop::usage("a terminal cannot show this output").help("redirect it, or name a file with -o FILE"))
        }
        _ if args.reading.choose.name.is_some() && (*binding != Binding::Articles || destination.is_single()) => {
            Err(Stop::usage("--name is about the files of single articles in a folder")
                .help("the file of -o and the title of --book are names already; leave out --name"))
        }
        _ if args.reading.drafts && !inputs.folders => {
            Err(Stop::usage("--drafts is about folders, but no folder is named")
                .help("a draft that is named by its file is converted anyway"))
        }
        _ if matches!(binding, Binding::Books(_)) && destination.is_single() => {
            Err(Stop::usage("several books cannot go to one file").help("name a folder: -o DIR/"))
        }
        _ if !is_book && destination.is_single() && (inputs.folders || inputs.requests.len() > 1) => {
            Err(Stop::usage("several articles cannot go to one file")
                .help("name a folder: -o DIR/; or bind them into a book: --book TITLE"))
        }
        _ => Ok(()),
    }
}

/// A run that is planned: each article with its outputs and settings.
pub struct Planned {
    /// The articles.
    pub jobs: Arc<[Job]>,
    /// The settings of the articles.
    settings: Vec<Settings>,
    /// The arguments, with those of files.
    arguments: Arc<Cli>,
    skipped: Vec<Skipped>,
    failed: Vec<(PathBuf, Stop)>,
    /// The folder that is given for outputs.
    into: Option<PathBuf>,
    /// The folder of the journal, if the run has one.
    journal: Option<PathBuf>,
    /// Whether it is a run over a folder, or of several articles.
    many: bool,
}

impl Planned {
    /// Plans the run that `args` ask for, which must write to the disk.
    pub fn of(args: &Convert, line: &Line, style: &Style) -> Result<Self, Stop> {
        let Gathered { inputs, destination, binding, arguments, settings } = gathered(args, line, style)?;
        if binding != Binding::Articles {
            let stop = Stop::usage(format!("this command makes articles, but an {} asks for books", config::FILE));
            return Err(stop.help("--book-by none makes articles"));
        }
        match &destination.target {
            Target::Disk(place) => Self::new(inputs, place, &destination.formats, arguments, settings),
            Target::Standard => Err(Stop::usage("this command writes files, not to standard output")),
        }
    }

    /// Returns the arguments of the run, with those of files.
    pub fn args(&self) -> &Convert {
        self.arguments.conversion()
    }

    /// Sets the handle by which the run is stopped.
    pub fn obey(&mut self, cancel: &Cancel) {
        let cancel = cancel.clone().each_within(self.args().incremental.article_timeout);
        self.settings.iter_mut().for_each(|settings| settings.cancel = cancel.clone());
    }

    fn new(
        inputs: Inputs,
        place: &OutputPlace,
        formats: &[Format],
        arguments: Arc<Cli>,
        settings: Vec<Settings>,
    ) -> Result<Self, Stop> {
        let many = inputs.folders || inputs.requests.len() > 1;
        let journal = if many { recorded::folder(place, &inputs) } else { None };
        let jobs = archive::plan(inputs.requests, place, formats, settings[0].epub.device)
            .map_err(|conflict| Stop::usage(conflict).help(ADVICE))?;
        let into = match place {
            OutputPlace::Folder(folder) => Some(folder.clone()),
            _ => None,
        };
        let journal = journal.filter(|_| !jobs.is_empty());
        Ok(Self {
            jobs: jobs.into(),
            settings,
            arguments,
            skipped: inputs.skipped,
            failed: inputs.failed,
            into,
            journal,
            many,
        })
    }

    fn carry_out(mut self, style: Style, signals: &Signals) -> Result<Exit, Stop> {
        self.obey(&signals.begin());
        if let Some(output) = alone::asked() {
            return self.make_alone(&output);
        }
        self.prepare(&style)?;
        let args = self.args();
        let reporter = Reporter::new(style.clone(), &self.jobs).obeying(&args.warnings, args.json);
        let summary = self.run(&self.jobs, reporter, &Log::new(style))?;
        if self.many {
            summary.say_many("converted")
        } else {
            summary.say_one()
        }
        args.warnings.write_report(&summary, args.json)?;
        Ok(summary.exit(&args.terminal))
    }

    /// Makes the article whose first output is at `output` for another process.
    fn make_alone(&self, output: &Path) -> Result<Exit, Stop> {
        let folder = self.journal.as_deref().ok_or_else(|| Stop::failure("the run has no journal"))?;
        let cancel = self.settings[0].cancel.for_article();
        let disk = self.args().reading.web.disk(Disk::for_many(), &cancel)?;
        let disk = disk.with_shelf(Arc::new(Shelf::new(self.jobs.clone())));
        let mut settings = self.settings.clone();
        settings.iter_mut().for_each(|settings| settings.cancel = cancel.clone());
        alone::serve(output, &self.jobs, &settings, &disk, folder)
    }

    /// Asks which files may be overwritten, and makes the folder for outputs.
    pub fn prepare(&mut self, style: &Style) -> Result<(), Stop> {
        let arguments = self.arguments.clone();
        let args = arguments.conversion();
        if args.incremental.dry_run {
            return Ok(());
        }
        // Nobody else has the jobs yet, so nothing is copied.
        allow(Arc::make_mut(&mut self.jobs), args, style);
        clear_strays(&self.jobs);
        let folder = self.into.as_deref().filter(|_| !self.jobs.is_empty());
        folder.map_or(Ok(()), |folder| prepare_folder(folder).map_err(|error| stop_for(&error)))
    }

    /// Makes those of `jobs` that changed, which are all of the run or some of them.
    pub fn run<'j>(&'j self, jobs: &'j [Job], reporter: Reporter<'j>, log: &Log) -> Result<Summary<'j>, Stop> {
        let (args, cancel) = (self.args(), &self.settings[0].cancel);
        let disk = if self.many { Disk::for_many() } else { Disk::default() };
        let disk = args.reading.web.disk(disk, cancel)?.with_shelf(Arc::new(Shelf::new(self.jobs.clone())));
        let mut run = recorded::Run::new(&disk, self.journal.as_deref(), jobs.len(), args)?;
        let suspects = run.suspects(jobs, cancel);
        let recipes: Vec<_> = self.settings.iter().map(|settings| run.recipe(settings)).collect();
        let work = |job: &Job| run.work(job, &self.settings[job.settings], &recipes[job.settings]);
        let commit = |batch| {
            let outcomes = run.commit(jobs, batch);
            let is_full = outcomes.iter().any(|(_, outcome)| archive::is_full(outcome));
            outcomes.into_iter().for_each(|(number, outcome)| reporter.done(number, outcome));
            if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let others: Vec<usize> = (0..jobs.len()).filter(|number| !suspects.contains(number)).collect();
        let end = archive::run_and_commit(jobs, &others, args.jobs, cancel, &work, &commit);
        let mut end = end.map_err(|error| stop_for(&error))?;
        // Whatever ended an earlier run cannot keep the others from being made.
        for number in suspects {
            if end.is_continue() && cancel.reason().is_none() {
                end = commit(vec![(number, work(&jobs[number]))]);
            }
        }
        if jobs.len() < self.jobs.len() {
            return Ok(reporter.finish(&[], &[], cancel));
        }
        let summary = reporter.finish(&self.skipped, &self.failed, cancel);
        run.finish(jobs, args, log);
        say_faults(&disk, log);
        Ok(summary)
    }
}

/// Reports what is wrong with the configuration of sites, once for the run.
pub fn say_faults(disk: &Disk, log: &Log) {
    let warning = |(root, fault): (std::path::PathBuf, offprint::site::SiteFault)| {
        let place = format!("{}:{}", root.join(&fault.file).display(), fault.line);
        let message = format!("{place}: the site's configuration is malformed: {}", fault.message);
        Diagnostic::warning("malformed-site", message).help("what can be read of it is used")
    };
    log.warnings(&disk.site_faults().into_iter().map(warning).collect::<Vec<_>>());
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
