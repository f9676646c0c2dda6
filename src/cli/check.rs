//! `check`: prints all warnings of a conversion, without making its outputs.

use std::path::PathBuf;
use std::sync::Arc;

use offprint::archive::{self, OutputPlace, Request};
use offprint::disk::{Disk, Shelf};
use offprint::epub::Device;
use offprint::job::{self, Drafts, Format, Input, Job};

use super::accessibility;
use super::args::Check;
use super::config::{Choice, Config, Line};
use super::destination::{Destination, Target};
use super::diagnostics::Style;
use super::inputs::gather;
use super::preflight;
use super::report::Reporter;
use super::settings::settings;
use super::signals::Signals;
use super::{Exit, Log, Stop, print_json, print_text, stop_for};

/// Checks the inputs.
pub fn check(args: &Check, line: &Line, style: Style, signals: &Signals) -> Result<Exit, Stop> {
    let log = Log::new(style.clone());
    let mut config = Config::new(line, &args.reading)?;
    let chain = config.common(&args.inputs);
    let run = config.arguments(chain, &log)?;
    let mut inputs = gather(&args.inputs, run.reading().unwrap_or(&args.reading), args.output.as_deref())?;
    inputs.drop_repeated();
    let mut settings = config.settle(&mut inputs.requests, &log, &mut |cli| {
        let (reading, pages) = (cli.reading().unwrap_or(&args.reading), cli.pages().unwrap_or(&args.pages));
        Ok(Choice { settings: settings(reading, Some(pages), &log)?, formats: None })
    })?;
    let cancel = signals.begin();
    settings.iter_mut().for_each(|settings| settings.cancel = cancel.clone());
    let (jobs, shelf) = planned(std::mem::take(&mut inputs.requests), args, settings[0].epub.device)?;
    if args.print {
        return preflight::check(args, &jobs, &inputs, &settings, shelf, style);
    }
    let disk = args.reading.web.disk(Disk::default(), &settings[0].cancel)?.with_shelf(shelf);
    let reporter = Reporter::new(style, &jobs).obeying(&args.warnings, args.json);
    let work = |job: &Job| {
        let mut outcome = job::convert(job, &settings[job.settings], &disk, &mut |_| Ok(()));
        outcome.written.clear();
        outcome
    };
    archive::run_until(&jobs, args.jobs, &cancel, &work, &|number, outcome| reporter.done(number, outcome))
        .map_err(|error| stop_for(&error))?;
    let summary = reporter.finish(&inputs.skipped, &inputs.failed, &cancel);
    summary.say_many("checked");
    args.warnings.write_report(&summary, false)?;
    let reports = if args.a11y { accessibility::reports(&jobs, &settings, &disk) } else { Vec::new() };
    if args.json {
        let mut report = summary.json();
        if args.a11y {
            report["accessibility"] = accessibility::json(&reports);
        }
        print_json(&report)?;
    } else {
        print_text(&accessibility::text(&reports))?;
    }
    Ok(summary.exit(&args.terminal))
}

/// Plans a conversion to both formats, so that outputs with the same name and links to other articles are reported as a
/// conversion would.
fn planned(requests: Vec<Request>, args: &Check, device: Device) -> Result<(Vec<Job>, Arc<Shelf>), Stop> {
    let reads_standard = |request: &Request| matches!(request.input, Input::Memory(_));
    let place = match &args.output {
        None if requests.iter().any(reads_standard) => OutputPlace::Folder(PathBuf::new()),
        None => OutputPlace::Beside,
        Some(output) => match Destination::new(Some(output), &[])?.target {
            Target::Disk(OutputPlace::Folder(folder)) => OutputPlace::Folder(folder),
            _ => OutputPlace::Beside,
        },
    };
    let planned = archive::plan(requests, &place, &Format::ALL, device);
    let mut jobs = planned.map_err(|conflicts| Stop::usage(conflicts).help("rename one of them"))?;
    let shelf = Arc::new(Shelf::new(jobs.clone().into()));
    // Drafts are checked too, since they are still being worked on.
    jobs.iter_mut().for_each(|job| job.drafts = Drafts::Convert);
    Ok((jobs, shelf))
}
