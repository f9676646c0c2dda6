//! `watch`: makes articles again when they are saved.
//!
//! A save is a few events within some milliseconds: editors write the file in place, or write another one and rename
//! it. So the program waits until nothing has happened for a moment. Articles whose own file was saved are made at
//! once. When nothing more happens, the whole run is planned again and everything else that depends on what changed is
//! made: articles that show a picture or link to an article, all of them if the options changed.
//!
//! Limit: files outside of the folders that are watched, such as a design elsewhere, are noticed by the next save.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};
use offprint::Cancel;
use offprint::job::{Format, Job};

use super::alone;
use super::args::Convert;
use super::books::BookBy;
use super::config::Line;
use super::convert::{Planned, convert};
use super::diagnostics::Style;
use super::report::Reporter;
use super::signals::Signals;
use super::{Exit, Log, Stop};

/// Time without an event after which a save is whole.
const QUIET: Duration = Duration::from_millis(12);

/// Maximum time that is waited for that, for programs that write all the time.
const PATIENCE: Duration = Duration::from_millis(120);

/// Time without an event after which everything is looked at.
const IDLE: Duration = Duration::from_millis(250);

/// Time after which it is looked whether the program was asked to stop.
const ASKED: Duration = Duration::from_millis(150);

/// Watches the inputs, and makes what changed until a signal comes.
pub fn watch(args: &Convert, line: &Line, style: Style, signals: &Signals) -> Result<Exit, Stop> {
    admit(args)?;
    if alone::asked().is_some() {
        return convert(args, line, style, signals);
    }
    let log = Log::new(style.clone());
    let cancel = signals.begin();
    let (sender, events) = channel();
    let mut watcher =
        notify::recommended_watcher(move |event| drop(sender.send(event))).map_err(|error| failed(&error))?;
    for folder in folders(args)? {
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(|error| failed(&error))?;
    }
    let mut planned = Planned::of(args, line, &style)?;
    planned.obey(&cancel);
    planned.prepare(&style)?;
    let reporter = Reporter::new(style.clone(), &planned.jobs).obeying(&planned.args().warnings, false);
    planned.run(&planned.jobs, reporter, &log)?.say_many("converted");
    log.line("watching", "watching for changes; Ctrl-C ends", None);
    let mut round = Round { args, line, style, log, cancel, planned, late: false };
    while let Some(paths) = round.next(&events) {
        round.take(&paths);
    }
    Ok(round.cancel.reason().map_or(Exit::Success, Exit::Signal))
}

/// Rejects options that make no sense here.
fn admit(args: &Convert) -> Result<(), Stop> {
    let rejected = [
        (args.books.title.is_some(), "--book"),
        (matches!(args.books.by, Some(BookBy::Key(_))), "--book-by"),
        (args.incremental.dry_run, "--dry-run"),
        (args.json, "--json"),
        (args.inputs.iter().any(|input| input.as_os_str() == "-"), "standard input"),
    ];
    match rejected.into_iter().find(|(is_given, _)| *is_given) {
        Some((_, what)) => Err(Stop::usage(format!("watch makes no sense with {what}"))),
        None => Ok(()),
    }
}

/// Returns the folders of the inputs. A file is watched by its folder, since editors replace files.
fn folders(args: &Convert) -> Result<BTreeSet<PathBuf>, Stop> {
    let folder = |input: &PathBuf| {
        let folder = if input.is_dir() { Some(&**input) } else { input.parent() };
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folder.canonicalize().map_err(|error| Stop::failure(format!("cannot watch {}: {error}", input.display())))
    };
    args.inputs.iter().map(folder).collect()
}

fn failed(error: &notify::Error) -> Stop {
    let help = "on Linux, the number of folders that may be watched is in /proc/sys/fs/inotify/max_user_watches";
    Stop::failure(format!("cannot watch: {error}")).help(help)
}

/// The state between two saves.
struct Round<'a> {
    args: &'a Convert,
    line: &'a Line,
    style: Style,
    log: Log,
    cancel: Cancel,
    planned: Planned,
    /// Whether something happened since everything was looked at.
    late: bool,
}

impl Round<'_> {
    /// Waits for the next save and returns what changed; nothing, if it is time to look at everything. `None` if the
    /// program is to stop.
    fn next(&self, events: &Receiver<notify::Result<Event>>) -> Option<BTreeSet<PathBuf>> {
        let begun = Instant::now();
        loop {
            let wait = if self.late { IDLE.saturating_sub(begun.elapsed()).min(ASKED) } else { ASKED };
            match events.recv_timeout(wait) {
                Ok(event) => {
                    let paths = self.until_quiet(event, events);
                    if !paths.is_empty() {
                        return Some(paths);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if self.cancel.reason().is_some() => return None,
                Err(RecvTimeoutError::Timeout) if self.late && begun.elapsed() >= IDLE => return Some(BTreeSet::new()),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Collects the paths of `first` and of what follows it at once.
    fn until_quiet(&self, first: notify::Result<Event>, events: &Receiver<notify::Result<Event>>) -> BTreeSet<PathBuf> {
        let begun = Instant::now();
        let mut paths: BTreeSet<PathBuf> = self.paths(first).collect();
        while begun.elapsed() < PATIENCE {
            match events.recv_timeout(QUIET) {
                Ok(event) => paths.extend(self.paths(event)),
                Err(_) => break,
            }
        }
        paths
    }

    /// Returns the paths of `event` that may matter.
    fn paths(&self, event: notify::Result<Event>) -> impl Iterator<Item = PathBuf> {
        // A queue that overflowed has lost events: then everything is looked at, as after any unknown path.
        let event = event.unwrap_or_else(|_| Event::new(EventKind::Any).add_path(PathBuf::from("?")));
        let counts = !matches!(event.kind, EventKind::Access(_));
        event.paths.into_iter().filter(move |path| counts && !is_noise(path))
    }

    /// Makes what depends on `paths`; looks at everything if there are none.
    fn take(&mut self, paths: &BTreeSet<PathBuf>) {
        let saved: Vec<Job> = self.planned.jobs.iter().filter(|job| is_among(job, paths)).cloned().collect();
        self.late = !paths.is_empty();
        let done = match paths.is_empty() || saved.is_empty() {
            true => self.everything(),
            false => self.run(&saved),
        };
        if let Err(stop) = done {
            // The next save may mend it: a design or a configuration may be half written.
            self.log.stop(&stop);
        }
    }

    fn everything(&mut self) -> Result<(), Stop> {
        self.late = false;
        self.planned = Planned::of(self.args, self.line, &self.style)?;
        self.planned.obey(&self.cancel);
        self.planned.prepare(&self.style)?;
        self.run(&self.planned.jobs)
    }

    fn run(&self, jobs: &[Job]) -> Result<(), Stop> {
        let reporter =
            Reporter::new(self.style.clone(), jobs).obeying(&self.planned.args().warnings, false).without_progress();
        self.planned.run(jobs, reporter, &self.log)?.say_round();
        Ok(())
    }
}

/// Whether the file of `job` is among `paths`.
fn is_among(job: &Job, paths: &BTreeSet<PathBuf>) -> bool {
    let input = job.input.path();
    // Comparing names first avoids resolving the path of every article at every save.
    let alike = paths.iter().any(|path| path.file_name() == input.file_name());
    alike && input.canonicalize().is_ok_and(|input| paths.contains(&input))
}

/// Whether the file at `path` is an output of ours, or one that editors make beside a file.
fn is_noise(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_output =
        path.extension().and_then(OsStr::to_str).is_some_and(|ending| Format::from_extension(ending).is_some());
    let swap = name.starts_with('.') && name.rsplit_once('.').is_some_and(|(_, end)| end.starts_with("sw"));
    is_output
        || swap
        || name.starts_with(".offprint") && name != ".offprintignore"
        || name.starts_with(".#")
        || name.ends_with('~')
        || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_and_we_write_beside_an_article_is_no_change() {
        for name in [".a.md.swp", "a.md~", "4913", ".#a.md", ".offprint-a1B2c3", ".offprint.journal", "a.epub", "a.PDF"]
        {
            assert!(is_noise(&Path::new("/posts").join(name)), "{name}");
        }
        for name in ["a.md", "a.png", "offprint.toml", ".offprintignore", ".gitignore", "_config.yml", "posts"] {
            assert!(!is_noise(&Path::new("/posts").join(name)), "{name}");
        }
    }
}
