//! Articles that are made in a process of their own, because a run ended in the middle of them.
//!
//! The process of the run ([`RecordedRun`]) starts another one through [`Isolation`] and listens. That one makes the article
//! ([`Alone`]), gives the outputs their names, and tells what the journal has to know, a line for each: the digest of the
//! text, every question before the article gets its answer, and at the end the record. So if it ends in the middle, it is
//! known what the article had used until then, and the journal can tell when it is worth trying again.

use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::check::{MadeOf, Recipe, RecordedRun, Recorder, settled, stamps, unchanged};
use super::record::{Failed, Record};
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::disk::deliver::OnDisk;
use crate::disk::stage::publish_all;
use crate::disk::{Disk, clear_strays};
use crate::job::deliver::Delivery;
use crate::job::{
    Digest, Input, Job, Noted, Outcome, Overwrite, Question, Settings, Trace, Traced, Verdict, carry_out,
};

/// What a process tells that makes an article alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Told {
    /// It begins.
    Begun,
    /// The digest of the article's text.
    Source(Digest),
    /// A question about its files, and the digest of the answer.
    Asked(Question, Option<Digest>),
    /// The outputs are there, or it is known why there are none.
    Made(Box<Record>),
    /// There are no outputs, for a reason that may be gone the next time.
    Failed {
        /// The code of the error.
        code: String,
        /// Its message.
        message: String,
        /// Other messages about the article.
        said: Diagnostics,
    },
}

/// How a process ended that made an article alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// In good order.
    Whole,
    /// By itself, in the middle of its work. It holds how.
    Crashed(String),
    /// From outside, in the middle of its work. It holds how.
    Killed(String),
    /// It was ended since the run is to stop.
    Cancelled,
    /// It was ended since the article took longer than this.
    TooSlow(std::time::Duration),
    /// There is no such process here.
    Unavailable,
}

/// Starts processes that make an article alone.
pub trait Isolation: Sync {
    /// Lets a process make the article of `job`, passes on what it tells, and waits for its end.
    fn make(&self, job: &Job, told: &mut dyn FnMut(Told)) -> Ending;
}

/// Makes an article for another process, which keeps the journal.
#[derive(Clone, Copy, Debug)]
pub struct Alone<'a> {
    /// The disk.
    pub disk: &'a Disk,
    /// The folder of the journal.
    pub folder: &'a Path,
}

impl Alone<'_> {
    /// Makes the article of `job`, and tells `tell` everything.
    pub fn make(&self, job: &Job, settings: &Settings, recipe: &Recipe, tell: &(dyn Fn(Told) + Sync)) {
        tell(Told::Begun);
        let told = |noted: Noted<'_>| match noted {
            Noted::Source(digest) => tell(Told::Source(digest)),
            Noted::Asked(question, answer) => tell(Told::Asked(question.clone(), answer)),
        };
        let begun = SystemTime::now();
        let traced = Traced::new(self.disk).telling(&told);
        // The other process has looked what may be overwritten.
        let mut delivery = OnDisk::later(Overwrite::Any);
        let mut outcome = carry_out(job, settings, &traced, &mut delivery);
        if outcome.error.is_none()
            && let Err(error) = publish_all(delivery.into_staged())
        {
            outcome.error = Some(error);
        }
        let recorder = Recorder { disk: self.disk, folder: self.folder };
        let made = MadeOf::of(&outcome, traced.into_trace(), recipe.of_job(job), begun, settings);
        tell(match (made.and_then(|made| recorder.record(job, &outcome, &made)), outcome.error) {
            (Some(record), _) => Told::Made(Box::new(record)),
            (None, error) => {
                let error = error.unwrap_or(Error::Cancelled);
                let said = outcome.diagnostics;
                Told::Failed { code: error.code().to_owned(), message: error.to_string(), said }
            }
        });
    }
}

/// What was heard from a process that makes an article alone.
#[derive(Default)]
struct Heard {
    trace: Trace,
    made: Option<Box<Record>>,
    failed: Option<(String, String, Diagnostics)>,
}

impl Heard {
    fn take(&mut self, told: Told) {
        match told {
            Told::Begun => {}
            Told::Source(digest) => self.trace.source = Some(digest),
            Told::Asked(question, answer) => self.trace.note(question, answer),
            Told::Made(record) => self.made = Some(record),
            Told::Failed { code, message, said } => self.failed = Some((code, message, said)),
        }
    }
}

impl RecordedRun<'_> {
    /// Lets another process make the article of `job`, which may end this one. `None` if there can be none.
    pub(super) fn make_alone(
        &self,
        job: &Job,
        settings: &Settings,
        recipe: &str,
        isolation: &dyn Isolation,
    ) -> Option<Outcome> {
        let mut outcome = Outcome { diagnostics: job.said.clone(), ..Outcome::default() };
        let admitted = settings.cancel.check().and_then(|()| OnDisk::later(job.over).admit(&job.outputs));
        if let Err(error) = admitted {
            outcome.error = Some(error);
            return Some(outcome);
        }
        let (begun, mut heard) = (SystemTime::now(), Heard::default());
        let ending = isolation.make(job, &mut |told| heard.take(told));
        if ending != Ending::Whole {
            clear_strays(std::slice::from_ref(job));
        }
        let path = job.input.path().to_owned();
        let first = &job.outputs.first()?.path;
        let Heard { trace, made, failed } = heard;
        match (made, failed, ending) {
            // All that it had to do was done.
            (Some(record), ..) => {
                self.journal.add(first, &record);
                outcome = Outcome { verdict: Verdict::Made, ..unchanged(job, &record) };
                let message =
                    "an earlier run ended in the middle of this article, so it was made in a process of its own";
                outcome.diagnostics.push(Diagnostic::note("made-alone", message));
            }
            (None, Some((code, message, said)), _) => {
                outcome.diagnostics.extend(said.into_iter().filter(|said| !job.said.contains(said)));
                outcome.error = Some(known(&code, message));
            }
            (.., Ending::Crashed(reason)) => {
                let error = Error::Crashed { path, reason };
                if let Some(record) = self.record_of_crash(job, recipe, trace, &error, begun) {
                    self.journal.add(first, &record);
                    self.journal.suspect(first);
                }
                outcome.error = Some(error);
            }
            (.., Ending::Killed(reason)) => outcome.error = Some(Error::Killed { path, reason }),
            (.., Ending::TooSlow(allowed)) => outcome.error = Some(Error::TooSlow { allowed }),
            (.., Ending::Cancelled) => outcome.error = Some(Error::Cancelled),
            (.., Ending::Whole | Ending::Unavailable) => return None,
        }
        Some(outcome)
    }

    /// Returns the record of an article that ended the process that made it. `trace` is what that process had told.
    fn record_of_crash(
        &self,
        job: &Job,
        recipe: &str,
        trace: Trace,
        error: &Error,
        begun: SystemTime,
    ) -> Option<Record> {
        let Input::File(path) = &job.input else { return None };
        Some(Record {
            input: self.disk.input_below(job),
            root: self.disk.root_digest(job)?,
            recipe: recipe.to_owned(),
            outputs: Vec::new(),
            source: trace.source?,
            stamp: settled(path, begun),
            stamps: stamps(&job.root, trace.answers.iter(), begun),
            asked: trace.answers.into_iter().collect(),
            said: Diagnostics::new(),
            skipped: None,
            failed: Failed::of(error, || Digest::of(b"")),
            book: None,
        })
    }
}

/// Returns the error that another process has met.
fn known(code: &str, message: String) -> Error {
    match Error::CODES.into_iter().find(|known| *known == code) {
        Some("interrupted") => Error::Cancelled,
        code => Error::Known { code: code.unwrap_or("output"), message },
    }
}
