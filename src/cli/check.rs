//! `check`: everything that a conversion would warn of, without its outputs.

use std::path::Path;

use offprint::archive;
use offprint::job::{self, Drafts, Format, Job, Outcome, Output};

use super::accessibility;
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
    let job = |request: archive::Request| {
        let path = |format: Format| Path::new("article").with_extension(format.extension());
        Job {
            outputs: Format::ALL.map(|format| Output { format, path: path(format) }).into(),
            input: request.input,
            root: request.root,
            drafts: Drafts::Convert,
        }
    };
    let jobs: Vec<Job> = inputs.requests.into_iter().map(job).collect();
    let reporter = Reporter::new(style, &jobs);
    let work = |job: &Job| Outcome { written: Vec::new(), ..job::convert(job, &settings, &mut |_| Ok(())) };
    archive::run(&jobs, args.jobs, &work, &|number, outcome| reporter.done(number, outcome))
        .map_err(|error| stop_for(&error))?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed);
    summary.say_many("checked");
    let reports = if args.a11y { accessibility::reports(&jobs, &settings) } else { Vec::new() };
    if args.json {
        let mut report = summary.json();
        if args.a11y {
            report["accessibility"] = accessibility::json(&reports);
        }
        print(format!("{report:#}\n").as_bytes())?;
    } else {
        print(accessibility::text(&reports).as_bytes())?;
    }
    Ok(summary.exit(&args.terminal))
}
