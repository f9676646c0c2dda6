//! `check`: everything that a conversion would warn of, without its outputs.

use std::path::PathBuf;

use offprint::archive;
use offprint::job::{self, Drafts, Format, Job, Outcome, Output};

use super::args::Check;
use super::diagnostics::Style;
use super::inputs::gather;
use super::report::Reporter;
use super::settings::settings;
use super::{Exit, Log, Stop, print, stop_for};

/// Checks the inputs.
pub fn check(args: &Check, style: Style) -> Result<Exit, Stop> {
    let settings = settings(&args.reading, Some(&args.pages), &Log::new(style.clone()))?;
    let inputs = gather(&args.inputs, &args.reading, None)?;
    // What is checked was asked for, drafts too: they are the articles still worked on.
    let job = |request: archive::Request| Job {
        input: request.input,
        root: request.root,
        outputs: Format::ALL.map(|format| Output { format, path: PathBuf::new() }).into(),
        drafts: Drafts::Convert,
    };
    let jobs: Vec<Job> = inputs.requests.into_iter().map(job).collect();
    let reporter = Reporter::new(style, &jobs);
    let work = |job: &Job| Outcome { written: Vec::new(), ..job::convert(job, &settings, &mut |_| Ok(())) };
    archive::run(&jobs, args.jobs, &work, &|number, outcome| reporter.done(number, outcome))
        .map_err(|error| stop_for(&error))?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed);
    summary.say_many("checked");
    if args.json {
        print(format!("{:#}\n", summary.json()).as_bytes())?;
    }
    Ok(summary.exit(&args.terminal))
}
