//! Runs with a journal: only what changed is made.
//!
//! A run over a folder, or of several articles into a folder, keeps a journal beside its outputs. A single article is
//! always made.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use offprint::archive::OutputPlace;
use offprint::disk::{Disk, Isolation, JOURNAL, Journal, Mode, Prepared, Recipe, RecordedRun};
use offprint::job::{Cancel, Cause, Input, Job, Outcome, Reason, Settings, Verdict};

use super::alone::Processes;
use super::args::Convert;
use super::inputs::Inputs;
use super::removed::Removed;
use super::since::Since;
use super::web::time;
use super::{Log, Stop, stop_for};

/// What a run makes again.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Archives")]
pub struct IncrementalArgs {
    /// Only print which articles would be made, and why; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Delete the outputs of articles that are not there any more; without this flag, they are only listed
    #[arg(long, conflicts_with = "dry_run")]
    pub prune: bool,
    /// Leave out articles whose file was not changed since then: a date such as 2026-11-01, or a time ago such as 12h or
    /// 7d
    #[arg(long, value_name = "DATE", value_parser = str::parse::<Since>, conflicts_with_all = ["book", "book-by"])]
    pub since: Option<Since>,
    /// Maximum time for an article, such as 30s, or for reading one that is bound into a book; one that takes longer fails
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub article_timeout: Option<Duration>,
}

/// Returns the folder for the journal of a run into `place`: the output folder, or the only folder of articles if
/// outputs go beside them.
pub fn folder(place: &OutputPlace, inputs: &Inputs) -> Option<PathBuf> {
    match place {
        OutputPlace::Folder(folder) => Some(folder.clone()),
        OutputPlace::File(_) => None,
        OutputPlace::Beside => {
            let first = inputs.requests.first()?.below.clone()?;
            inputs.requests.iter().all(|request| request.below.as_ref() == Some(&first)).then_some(first)
        }
    }
}

/// A run, with the journal of its folder if it has one.
pub struct Run<'a> {
    disk: &'a Disk,
    journal: Option<Journal>,
    processes: Option<Processes>,
    mode: Mode,
    since: Option<Since>,
    timeout: Option<Duration>,
}

impl<'a> Run<'a> {
    /// Creates a run of so many `articles` that keeps its journal in `folder`.
    pub fn new(disk: &'a Disk, folder: Option<&Path>, articles: usize, args: &Convert) -> Result<Self, Stop> {
        let mode = match args.force {
            _ if args.incremental.dry_run => Mode::Predict,
            true => Mode::MakeAll,
            false => Mode::Make,
        };
        // A dry run writes nothing, so it reads only a journal that is there.
        let folder = folder.filter(|folder| mode != Mode::Predict || folder.join(JOURNAL).is_file());
        let journal = folder.map(Journal::open).transpose().map_err(|error| stop_for(&error))?;
        journal.iter().for_each(|journal| journal.expect(articles));
        let (since, timeout) = (args.incremental.since, args.incremental.article_timeout);
        Ok(Self { disk, journal, processes: None, mode, since, timeout })
    }

    /// Returns the numbers of those of `jobs` that were in work when an earlier run ended without its own doing. They are to
    /// be made after all others; each of them gets a process of its own, until `cancel` stops the run.
    pub fn suspects(&mut self, jobs: &[Job], cancel: &Cancel) -> BTreeSet<usize> {
        let Some(journal) = self.journal.as_ref().filter(|journal| journal.has_suspects()) else {
            return BTreeSet::new();
        };
        let is_suspect = |job: &Job| job.outputs.first().is_some_and(|first| journal.is_suspect(&first.path));
        // Standard input is read, and another process could not read it again.
        let is_memory = |job: &Job| matches!(job.input, Input::Memory(_));
        if !jobs.iter().any(is_memory) {
            self.processes = Processes::like_this(cancel, self.timeout);
        }
        jobs.iter().enumerate().filter(|(_, job)| is_suspect(job)).map(|(number, _)| number).collect()
    }

    /// Returns the recipe of `settings`; it costs nothing if there is no journal.
    pub fn recipe(&self, settings: &Settings) -> Option<Recipe> {
        self.journal.as_ref().map(|_| Recipe::of(settings))
    }

    /// Makes the article of `job`, unless it is unchanged.
    pub fn work(&self, job: &Job, settings: &Settings, recipe: &Option<Recipe>) -> Prepared {
        if self.since.is_some_and(|since| is_older(job, since)) {
            let mut outcome = Outcome::default();
            outcome.skipped = Some(Reason::Older);
            return outcome.into();
        }
        if self.timeout.is_none() {
            return self.within_time(job, settings, recipe);
        }
        let mut settings = settings.clone();
        settings.cancel = settings.cancel.for_article();
        self.within_time(job, &settings, recipe)
    }

    fn within_time(&self, job: &Job, settings: &Settings, recipe: &Option<Recipe>) -> Prepared {
        match (&self.journal, recipe) {
            (Some(journal), Some(recipe)) => self.recorded(journal).prepare(job, settings, recipe),
            _ if self.mode == Mode::Predict => {
                let mut outcome = Outcome::default();
                (outcome.verdict, outcome.cause) = (Verdict::Due, Some(Cause::New));
                outcome.into()
            }
            _ => self.disk.run(job, settings).into(),
        }
    }

    /// Gives the outputs of articles their names. Returns their outcomes, with the numbers of their jobs.
    pub fn commit(&self, jobs: &[Job], batch: Vec<(usize, Prepared)>) -> Vec<(usize, Outcome)> {
        let (numbers, batch): (Vec<usize>, Vec<_>) =
            batch.into_iter().map(|(number, prepared)| (number, (&jobs[number], prepared))).unzip();
        let outcomes: Vec<Outcome> = match &self.journal {
            Some(journal) => self.recorded(journal).commit(batch),
            None => batch.into_iter().map(|(_, prepared)| prepared.into_outcome()).collect(),
        };
        numbers.into_iter().zip(outcomes).collect()
    }

    fn recorded<'r>(&'r self, journal: &'r Journal) -> RecordedRun<'r> {
        let isolation = self.processes.as_ref().map(|processes| processes as &dyn Isolation);
        RecordedRun { disk: self.disk, journal, mode: self.mode, isolation }
    }

    /// Ends the run of `jobs`: lists the outputs of articles that are not there any more, or deletes them.
    pub fn finish(self, jobs: &[Job], args: &Convert, log: &Log) {
        let Some(journal) = self.journal else { return };
        let removed = Removed::find(&journal, jobs);
        if args.incremental.prune {
            removed.delete(&journal, log);
        } else {
            removed.list(log);
        }
        if self.mode != Mode::Predict {
            journal.finish();
        }
    }
}

/// Whether the file of `job` was not changed since `since`.
fn is_older(job: &Job, since: Since) -> bool {
    fs::metadata(job.input.path()).and_then(|metadata| metadata.modified()).is_ok_and(|modified| modified < since.0)
}
