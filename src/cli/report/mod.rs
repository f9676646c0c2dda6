//! Reports the progress and the result of a run.
//!
//! Articles finish in any order; they are reported in the order of the plan, so that two runs print the same.

mod json;
mod progress;
mod summary;
mod table;

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::ProgressBar;
use offprint::diag::{Code, Diagnostic, Error, Severity};
use offprint::disk::{Skipped, load};
use offprint::job::{Cancel, Cause, Job, Outcome, Reason, Verdict};
use serde_json::Value;

use super::args::{Color, LogFormat, Terminal};
use super::diagnostics::{Detail, FIT, MessageForm, Said, Style, folded_line};
use super::visible::visible;
use super::warnings::WarningsArgs;
use super::{Exit, Stop};
use progress::Progress;
pub use summary::{Books, Summary};

/// Maximum number of messages of one kind in a run of many articles, unless all are requested.
const SHOWN_OF_A_KIND_IN_A_RUN: usize = 6;

/// Returns the style of messages for the arguments and the terminal.
pub fn style(terminal: &Terminal) -> Style {
    let auto = || stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let coloured = match terminal.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => auto() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let form = match terminal.log_format {
        LogFormat::Json => MessageForm::Json,
        LogFormat::Text if coloured => MessageForm::Coloured,
        LogFormat::Text => MessageForm::Plain,
    };
    let detail = match (terminal.quiet, terminal.verbose) {
        (true, _) => Detail::Errors,
        (_, true) => Detail::All,
        _ => Detail::Some,
    };
    Style::new(form, detail)
}

/// The destination of messages: standard error, above the progress bar if there is one.
#[derive(Debug)]
pub struct Log {
    style: Style,
    bar: Option<ProgressBar>,
}

impl Log {
    /// Creates a log without a progress bar.
    pub fn new(style: Style) -> Self {
        Self { style, bar: None }
    }

    /// Returns the style of messages.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Writes formatted text. A failure is ignored, since it cannot be reported.
    pub fn write(&self, text: &str) {
        let write = || drop(stderr().lock().write_all(text.as_bytes()));
        match &self.bar {
            _ if text.is_empty() => {}
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Prints why something stopped.
    pub fn stop(&self, stop: &Stop) {
        let code = if stop.exit == Exit::Usage { "usage" } else { "failure" };
        self.write(&self.style.general("error", code, &stop.message, stop.help.as_deref(), stop.path.as_deref()));
    }

    /// Prints warnings about the arguments.
    pub fn warnings(&self, warnings: &[Diagnostic]) {
        for warning in warnings.iter().filter(|_| self.style.detail() >= Detail::Some) {
            self.write(&self.style.general("warning", &warning.code, &warning.message, warning.help.as_deref(), None));
        }
    }

    /// Reports that articles below the folder at `path` may be missed.
    fn lost(&self, path: &Path, why: Reason) {
        let text = format!("{} is skipped: {why}", path.display());
        let help = (why == Reason::TooDeep).then_some("name the folder itself as a second input");
        if self.style.detail() >= Detail::Some {
            self.write(&self.style.general("warning", why.code(), &text, help, Some(path)));
        }
    }

    /// Prints a line that is neither a warning nor an error, optionally about the file at `path`.
    pub fn line(&self, code: &str, text: &str, path: Option<&Path>) {
        match self.style.form() {
            _ if self.style.detail() == Detail::Errors => {}
            MessageForm::Json => self.write(&self.style.general("note", code, text, None, path)),
            _ => self.write(&format!("{}\n", visible(text))),
        }
    }
}

/// What is kept of an article until the end of a run. A run may have very many, so it is small.
#[derive(Debug)]
struct Entry {
    /// The number of its job.
    number: usize,
    verdict: Verdict,
    /// Why it was made or is to be made, if that is told.
    cause: Option<Box<Cause>>,
    /// Whether its outputs are there.
    written: bool,
    skipped: Option<Reason>,
    error: Option<Box<(&'static str, String)>>,
    /// Whether the run was stopped before the article was finished.
    interrupted: bool,
    warnings: usize,
    /// What the design was changed for the wanted number of pages or sheets.
    fit: Option<Box<str>>,
    /// All messages, if the report lists them.
    messages: Vec<Value>,
}

/// An article that is finished, with what is said about it.
#[derive(Debug)]
struct Finished {
    entry: Entry,
    said: Said,
    failure: String,
    /// Whether the disk was full, which is reported once for all articles.
    full: bool,
    /// Number of warnings, by code.
    kinds: BTreeMap<Code, usize>,
    /// Codes of warnings that the user does not want to see.
    allowed: BTreeMap<Code, usize>,
}

/// Codes of messages on how an article was fitted to pages or sheets.
const FITTED: [&str; 3] = [FIT, "not-fitted", "tightened"];

/// Reports a run.
#[derive(Debug)]
pub struct Reporter<'a> {
    log: Log,
    jobs: &'a [Job],
    warnings: WarningsArgs,
    /// Whether the report lists all messages.
    lists_messages: bool,
    progress: Progress,
    state: Mutex<State>,
    start: Instant,
}

#[derive(Debug, Default)]
struct State {
    /// Finished outcomes that wait for those of earlier articles.
    waiting: BTreeMap<usize, Finished>,
    reported: Vec<Entry>,
    /// Number of the next article to report.
    next: usize,
    /// Number of messages shown so far, by code.
    shown: BTreeMap<Code, usize>,
    /// Number of messages omitted, by code.
    folded: BTreeMap<Code, usize>,
    /// Number of warnings, by code.
    kinds: BTreeMap<Code, usize>,
    /// Number of warnings that the user does not want to see, by code.
    allowed: BTreeMap<Code, usize>,
    /// Whether it was reported that the disk is full.
    full: bool,
}

impl State {
    /// Returns the next outcome in the order of the jobs, if it is finished.
    fn next(&mut self) -> Option<Finished> {
        let next = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(next)
    }
}

impl<'a> Reporter<'a> {
    /// Creates a reporter for the run of `jobs`.
    pub fn new(style: Style, jobs: &'a [Job]) -> Self {
        let progress = Progress::new(&style, jobs.len());
        let log = Log { style, bar: progress.bar() };
        let warnings = WarningsArgs::default();
        // A list that grows is copied when it is full, and takes three times its room for that moment.
        let state = Mutex::new(State { reported: Vec::with_capacity(jobs.len()), ..State::default() });
        Self { log, jobs, warnings, lists_messages: false, progress, state, start: Instant::now() }
    }

    /// Treats warnings as `warnings` say. The report lists all messages if `json` is requested.
    pub fn obeying(self, warnings: &WarningsArgs, json: bool) -> Self {
        Self { lists_messages: json || warnings.report.is_some(), warnings: warnings.clone(), ..self }
    }

    /// Shows no progress.
    pub fn without_progress(self) -> Self {
        self.progress.finish();
        Self { progress: Progress::none(), log: Log { bar: None, ..self.log }, ..self }
    }

    /// Takes the outcome of job `number`; called from any thread.
    pub fn done(&self, number: usize, outcome: Outcome) {
        let failed = outcome.error.is_some();
        let finished = self.finished(number, outcome);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.insert(number, finished);
        while let Some(next) = state.next() {
            self.report(next, &mut state);
        }
        self.progress.step(failed, &self.log);
    }

    /// Reports an article, and keeps the rest for the end.
    fn report(&self, next: Finished, state: &mut State) {
        self.say(next.said, state);
        // The next article would fail on the same full disk, so this article's name does not help.
        if !next.full || !std::mem::replace(&mut state.full, true) {
            self.log.write(&next.failure);
        }
        add(&mut state.kinds, next.kinds);
        add(&mut state.allowed, next.allowed);
        state.reported.push(next.entry);
    }

    /// Prints messages about an article. In a run of many articles, each kind of message is shown only a few times in
    /// total: these show the problem, and more would hide the other kinds.
    fn say(&self, said: Said, state: &mut State) {
        if self.jobs.len() == 1 || self.log.style().says_all() {
            return self.log.write(&said.text());
        }
        for (code, text) in said.shown {
            let shown = state.shown.entry(code.clone()).or_default();
            *shown += 1;
            match *shown <= SHOWN_OF_A_KIND_IN_A_RUN {
                true => self.log.write(&text),
                false => *state.folded.entry(code).or_default() += 1,
            }
        }
        add(&mut state.folded, said.folded);
    }

    fn finished(&self, number: usize, mut outcome: Outcome) -> Finished {
        let path = self.jobs[number].input.path();
        let style = self.log.style();
        let mut allowed = BTreeMap::new();
        outcome.diagnostics.retain(|said| {
            let is_allowed =
                said.severity == Severity::Warning && self.warnings.allow.iter().any(|code| *code == said.code);
            if is_allowed {
                *allowed.entry(said.code.clone()).or_default() += 1;
            }
            !is_allowed
        });
        // What is known about an unchanged article is shown only if everything is requested.
        let tells = outcome.verdict != Verdict::Unchanged || style.says_all();
        let needs_places = (tells || self.lists_messages) && !outcome.diagnostics.is_empty();
        if needs_places && outcome.source.is_none() && outcome.verdict == Verdict::Unchanged {
            outcome.source = load(&self.jobs[number].input).ok();
        }
        let source = outcome.source.as_ref();
        let told: &[Diagnostic] = if tells { &outcome.diagnostics } else { &[] };
        let interrupted = matches!(outcome.error, Some(Error::Cancelled));
        let error = outcome.error.as_ref().filter(|_| !interrupted);
        let failure = error.map(|error| style.error(error, path, source)).unwrap_or_default();
        let mut kinds: BTreeMap<Code, usize> = BTreeMap::new();
        for said in outcome.diagnostics.iter().filter(|said| said.severity == Severity::Warning) {
            *kinds.entry(said.code.clone()).or_default() += 1;
        }
        let fit = outcome.diagnostics.iter().find(|said| FITTED.contains(&&*said.code));
        let tells_cause = self.lists_messages || outcome.verdict == Verdict::Due;
        let listed: &[Diagnostic] = if self.lists_messages { &outcome.diagnostics } else { &[] };
        Finished {
            said: style.diagnostics(told, path, source),
            failure,
            full: outcome.error.as_ref().is_some_and(Error::is_full_disk),
            entry: Entry {
                number,
                verdict: outcome.verdict,
                cause: outcome.cause.filter(|_| tells_cause).map(Box::new),
                written: !outcome.written.is_empty(),
                skipped: outcome.skipped,
                interrupted,
                warnings: kinds.values().sum(),
                fit: fit.map(|said| said.message.as_str().into()),
                messages: json::messages(listed, source),
                error: outcome.error.map(|error| Box::new((error.code(), error.to_string()))),
            },
            kinds,
            allowed,
        }
    }

    /// Ends the run. Finished articles that wait for unfinished ones are reported now.
    pub fn finish(self, skipped: &'a [Skipped], failed: &[(PathBuf, Stop)], cancel: &Cancel) -> Summary<'a> {
        let mut state = std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner));
        for finished in std::mem::take(&mut state.waiting).into_values() {
            self.report(finished, &mut state);
        }
        let State { reported: entries, folded, kinds, allowed, .. } = state;
        self.progress.finish();
        let log = Log { bar: None, ..self.log };
        log.write(&folded_line(&folded));
        failed.iter().for_each(|(_, stop)| log.stop(stop));
        let lost = skipped.iter().filter(|skipped| skipped.why.may_lose_articles());
        lost.clone().for_each(|skipped| log.lost(&skipped.path, skipped.why));
        let lost = lost.count();
        let skipped = skipped.iter().map(|skipped| (&*skipped.path, skipped.why));
        let left_out = entries.iter().filter_map(|entry| Some((self.jobs[entry.number].input.path(), entry.skipped?)));
        Summary {
            jobs: self.jobs,
            skipped: skipped.chain(left_out).collect(),
            folders: failed.iter().map(|(path, stop)| (path.clone(), stop.message.clone())).collect(),
            lost,
            not_done: self.jobs.len() - entries.iter().filter(|entry| !entry.interrupted).count(),
            signal: cancel.reason(),
            entries,
            kinds,
            allowed,
            warnings: self.warnings,
            log,
            took: self.start.elapsed(),
        }
    }
}

/// Adds the numbers of `more` to `all`.
fn add(all: &mut BTreeMap<Code, usize>, more: BTreeMap<Code, usize>) {
    more.into_iter().for_each(|(code, count)| *all.entry(code).or_default() += count);
}
