//! Makes the articles of a run that are not as the journal knows them.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::record::{Failed, Kept, Skip};
use super::{Isolation, Journal, Record, Stamp};
use crate::diag::Error;
use crate::disk::deliver::OnDisk;
use crate::disk::stage::Staged;
use crate::disk::{Disk, load};
use crate::job::{
    Cause, Digest, Drafts, Input, Job, Outcome, Output, Question, Settings, Textless, Trace, Traced, Verdict, carry_out,
};
use crate::read::Files;

/// The fingerprint of settings, taken once for all articles that have them.
#[derive(Clone, Debug)]
pub struct Recipe(String);

impl Recipe {
    /// Takes the fingerprint of `settings`.
    pub fn of(settings: &Settings) -> Self {
        Self(settings.fingerprint().to_string())
    }

    /// The fingerprint as text.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Returns the recipe of `job`: the settings, and what the run decided about the article.
    pub(super) fn of_job(&self, job: &Job) -> String {
        let formats: Vec<&str> = job.outputs.iter().map(|output| output.format.extension()).collect();
        let drafts = if job.drafts == Drafts::Skip { "" } else { " drafts" };
        let textless = if job.textless == Textless::LeaveOut { "" } else { " textless" };
        format!("{} {}{drafts}{textless}", self.0, formats.join("+"))
    }
}

/// What a run does with articles that are not as the journal knows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It makes them.
    #[default]
    Make,
    /// It makes all articles.
    MakeAll,
    /// It only says that they would be made, and why.
    Predict,
}

/// A run with a journal.
#[derive(Clone, Copy)]
pub struct RecordedRun<'a> {
    /// The disk.
    pub disk: &'a Disk,
    /// The journal of the output folder.
    pub journal: &'a Journal,
    /// What is made.
    pub mode: Mode,
    /// Makes articles that may end the process; `None` if they are made like others.
    pub isolation: Option<&'a dyn Isolation>,
}

/// Makes records.
pub(super) struct Recorder<'a> {
    pub disk: &'a Disk,
    /// The folder of the journal.
    pub folder: &'a Path,
}

/// An article whose outputs are made, but do not have their final names yet.
pub struct Prepared {
    outcome: Outcome,
    staged: Vec<Staged>,
    /// What the journal needs to know, if the article was made.
    made: Option<MadeOf>,
}

/// What an article was made of.
pub(super) struct MadeOf {
    pub(super) trace: Trace,
    pub(super) recipe: String,
    pub(super) begun: SystemTime,
    /// Why it could not be made, if that will be so again.
    pub(super) failed: Option<Failed>,
}

impl MadeOf {
    /// Returns what the article with `outcome` was made of; `None` if there is nothing that the journal may keep, since the
    /// next run may not meet the same error.
    pub fn of(outcome: &Outcome, trace: Trace, recipe: String, begun: SystemTime, settings: &Settings) -> Option<Self> {
        let failed = match &outcome.error {
            Some(error) => Some(Failed::of(error, || fonts(settings))?),
            None => None,
        };
        Some(Self { trace, recipe, begun, failed })
    }
}

impl From<Outcome> for Prepared {
    /// An article with which nothing is to be done any more.
    fn from(outcome: Outcome) -> Self {
        Self { outcome, staged: Vec::new(), made: None }
    }
}

impl Prepared {
    /// Returns the outcome of an article without outputs that wait for their names.
    pub fn into_outcome(self) -> Outcome {
        self.outcome
    }
}

impl RecordedRun<'_> {
    /// Makes the article of `job`, unless its outputs are what they would become. `recipe` is that of `settings`. The
    /// outputs get their names by [`commit`](Self::commit).
    pub fn prepare(&self, job: &Job, settings: &Settings, recipe: &Recipe) -> Prepared {
        let Some(first) = job.outputs.first() else { return self.disk.run(job, settings).into() };
        let recipe = recipe.of_job(job);
        let known = self.journal.record(&first.path);
        let cause = match self.seen(known.as_ref(), |record| self.look(job, settings, &recipe, record)) {
            Ok((record, seen)) => {
                let is_cleared = self.journal.is_suspect(&first.path) && !record.has_crashed();
                let fresh = match seen {
                    Seen::AsRead(fresh) => Some(fresh),
                    // A run that made it again was ended, but it is not to be made any more.
                    Seen::AsStamped => is_cleared.then(|| Box::new(record.clone())),
                };
                if let Some(fresh) = fresh.filter(|_| self.mode != Mode::Predict) {
                    self.journal.add(&first.path, &fresh);
                    if record.has_crashed() {
                        self.journal.suspect(&first.path);
                    }
                }
                return unchanged(job, record).into();
            }
            Err(cause) => cause,
        };
        if self.mode == Mode::Predict {
            let mut outcome = Outcome::default();
            (outcome.verdict, outcome.cause) = (Verdict::Due, Some(cause));
            outcome.diagnostics.clone_from(&job.said);
            return outcome.into();
        }
        let isolation = self.isolation.filter(|_| self.journal.is_suspect(&first.path));
        let alone = isolation.and_then(|isolation| self.make_alone(job, settings, &recipe, isolation));
        let mut prepared = match alone {
            Some(outcome) => outcome.into(),
            None => self.make(job, settings, recipe),
        };
        prepared.outcome.cause = Some(cause);
        prepared
    }

    /// Returns the record that is `known` of an article or a book and what `look` saw of it, if nothing is to be made.
    ///
    /// # Errors
    /// Why it is to be made.
    pub(super) fn seen<'r, S>(
        &self,
        known: Option<&'r Record>,
        look: impl FnOnce(&Record) -> Result<S, Cause>,
    ) -> Result<(&'r Record, S), Cause> {
        if self.mode == Mode::MakeAll {
            return Err(Cause::Forced);
        }
        let record = known.ok_or(Cause::New)?;
        look(record).map(|seen| (record, seen))
    }

    fn make(&self, job: &Job, settings: &Settings, recipe: String) -> Prepared {
        if let (Input::File(_), Some(first)) = (&job.input, job.outputs.first()) {
            self.journal.begin(&first.path);
        }
        let begun = SystemTime::now();
        let traced = Traced::new(self.disk);
        let mut delivery = OnDisk::later(job.over);
        let outcome = carry_out(job, settings, &traced, &mut delivery);
        let made = MadeOf::of(&outcome, traced.into_trace(), recipe, begun, settings);
        let staged = if outcome.error.is_none() { delivery.into_staged() } else { Vec::new() };
        Prepared { outcome, staged, made }
    }

    /// Gives the outputs of articles their names and adds the articles to the journal. Waits for the disk only once, after
    /// all files are written.
    pub fn commit(&self, batch: Vec<(&Job, Prepared)>) -> Vec<Outcome> {
        // If the disk fails, it is told by the article whose file it is.
        let synced: Vec<_> =
            batch.iter().map(|(_, prepared)| prepared.staged.iter().try_for_each(Staged::sync)).collect();
        let articles = batch.into_iter().zip(synced);
        articles.map(|((job, prepared), synced)| self.publish(job, prepared, synced)).collect()
    }

    fn publish(&self, job: &Job, prepared: Prepared, synced: Result<(), Error>) -> Outcome {
        let Prepared { mut outcome, staged, made } = prepared;
        if let Err(error) = synced.and_then(|()| staged.into_iter().try_for_each(Staged::publish)) {
            outcome.written.clear();
            outcome.error = Some(error);
        } else if let Some((made, first)) = made.zip(job.outputs.first())
            && let Some(record) = self.recorder().record(job, &outcome, &made)
        {
            self.journal.add(&first.path, &record);
        }
        outcome
    }

    /// Makes the article of `job` as [`prepare`](Self::prepare) does, and commits it.
    pub fn run(&self, job: &Job, settings: &Settings, recipe: &Recipe) -> Outcome {
        let done = self.commit(vec![(job, self.prepare(job, settings, recipe))]);
        done.into_iter().next().unwrap_or_default()
    }

    pub(super) fn recorder(&self) -> Recorder<'_> {
        Recorder { disk: self.disk, folder: self.journal.folder() }
    }

    /// Looks whether the article of `job` is as `record` says.
    fn look(&self, job: &Job, settings: &Settings, recipe: &str, record: &Record) -> Result<Seen, Cause> {
        if record.input != self.disk.input_below(job) {
            return Err(Cause::New);
        }
        if record.recipe != recipe {
            return Err(Cause::Settings);
        }
        if record.failed.as_ref().is_some_and(|failed| has_other_fonts(failed, settings)) {
            return Err(Cause::Settings);
        }
        if record.skipped.is_none() && record.failed.is_none() {
            let as_written = |output: &&Output| self.is_as_written(output, record);
            if let Some(other) = job.outputs.iter().find(|output| !as_written(output)) {
                return Err(Cause::Output(other.path.clone()));
            }
        }
        self.look_at_inputs(job, record)
    }

    /// Looks whether the text of the article of `job`, and everything that it used, is as `record` says.
    pub(super) fn look_at_inputs(&self, job: &Job, record: &Record) -> Result<Seen, Cause> {
        let begun = SystemTime::now();
        // A file whose stamp is another one may still have the same content.
        let read = Cell::new(false);
        let path = job.input.path();
        let stamp = fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata));
        if stamp.is_none() || stamp != record.stamp {
            read.set(true);
            let now = load(&job.input).ok().map(|source| Digest::of(&source.bytes));
            if now != Some(record.source) {
                return Err(Cause::Text);
            }
        }
        let files = self.disk.files(job).map_err(|_| Cause::Text)?;
        let trace = Trace::new(record.source, record.asked.iter().cloned());
        let same = |path: &str, digest: Digest| {
            let there = fs::metadata(job.root.join(path)).ok().map(|metadata| Stamp::of(&metadata));
            if there.is_some() && there == record.stamps.get(path).copied() {
                return true;
            }
            read.set(true);
            files.read(path).is_some_and(|bytes| Digest::of(&bytes) == digest)
        };
        if let Some(question) = trace.change(&files, &same) {
            return Err(Cause::Used(question.clone()));
        }
        if !read.get() {
            return Ok(Seen::AsStamped);
        }
        let mut fresh = record.clone();
        fresh.stamp = settled(path, begun);
        fresh.stamps = stamps(&job.root, trace.answers.iter(), begun);
        // A file that was changed a moment ago has no stamp yet, so the next run reads it again.
        Ok(if fresh == *record { Seen::AsStamped } else { Seen::AsRead(Box::new(fresh)) })
    }

    pub(super) fn is_as_written(&self, output: &Output, record: &Record) -> bool {
        let Some(kept) = self.recorder().kept(output) else { return false };
        record.outputs.contains(&kept)
    }
}

impl Recorder<'_> {
    /// Returns the record of an article that was made; `None` if it cannot be known again.
    pub fn record(&self, job: &Job, outcome: &Outcome, made: &MadeOf) -> Option<Record> {
        let Input::File(path) = &job.input else { return None };
        let skipped = match outcome.skipped {
            Some(reason) => Some(Skip::of(reason)?),
            None => None,
        };
        let outputs = outcome.written.iter().map(|output| self.kept(output)).collect::<Option<Vec<_>>>()?;
        let said = outcome.diagnostics.iter().filter(|said| !job.said.contains(said));
        Some(Record {
            input: self.disk.input_below(job),
            root: self.disk.root_digest(job)?,
            recipe: made.recipe.clone(),
            outputs,
            source: made.trace.source?,
            stamp: settled(path, made.begun),
            asked: made.trace.answers.iter().map(|(question, answer)| (question.clone(), *answer)).collect(),
            stamps: stamps(&job.root, made.trace.answers.iter(), made.begun),
            said: said.cloned().collect(),
            skipped,
            failed: made.failed.clone(),
            book: None,
        })
    }

    pub fn kept(&self, output: &Output) -> Option<Kept> {
        let path = crate::disk::paths::slashed(output.path.strip_prefix(self.folder).ok()?)?;
        Some(Kept { format: output.format, path, stamp: Stamp::of(&fs::metadata(&output.path).ok()?) })
    }
}

/// How an article was found to be unchanged.
pub(super) enum Seen {
    /// By the stamps of its files.
    AsStamped,
    /// By their content; the record has their new stamps.
    AsRead(Box<Record>),
}

/// Returns the outcome of an article that is as `record` says.
pub(super) fn unchanged(job: &Job, record: &Record) -> Outcome {
    let mut outcome = Outcome { verdict: Verdict::Unchanged, ..Outcome::default() };
    outcome.diagnostics = job.said.iter().chain(&record.said).cloned().collect();
    outcome.skipped = record.skipped.map(Skip::reason);
    outcome.error = record.failed.as_ref().map(Failed::error);
    if outcome.skipped.is_none() && outcome.error.is_none() {
        outcome.written.clone_from(&job.outputs);
    }
    outcome
}

/// Whether other fonts than those of the failure are installed, if they could help.
pub(super) fn has_other_fonts(failed: &Failed, settings: &Settings) -> bool {
    failed.fonts.is_some_and(|known| known != fonts(settings))
}

/// Returns the digest of the list of fonts that `settings` may use.
pub(super) fn fonts(settings: &Settings) -> Digest {
    let paths: Vec<u8> =
        settings.fonts.system_files().flat_map(|path| path.as_os_str().as_encoded_bytes()).copied().collect();
    Digest::of(&paths)
}

pub(super) fn settled(path: &Path, begun: SystemTime) -> Option<Stamp> {
    Stamp::settled(&fs::metadata(path).ok()?, begun)
}

/// Returns the stamps of all files below `root` that were read.
pub(super) fn stamps<'t>(
    root: &Path,
    asked: impl Iterator<Item = (&'t Question, &'t Option<Digest>)>,
    begun: SystemTime,
) -> std::collections::BTreeMap<String, Stamp> {
    let read = asked.filter_map(|(question, answer)| match (question, answer) {
        (Question::Read(path), Some(_)) => Some(path),
        _ => None,
    });
    read.filter_map(|path| Some((path.clone(), settled(&root.join(path), begun)?))).collect()
}
