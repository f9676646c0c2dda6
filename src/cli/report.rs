//! Reports the progress and the result of a run.
//!
//! Articles finish in any order; they are reported in the order of the plan, so that two runs print the same.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use offprint::diag::{Code, Diagnostic, Error, Severity};
use offprint::disk::{Skipped, load};
use offprint::job::{Cancel, Cause, Job, Outcome, Output, Reason, Verdict};
use serde_json::{Value, json};

use super::args::{Color, LogFormat, Terminal};
use super::diagnostics::{Detail, FIT, MessageForm, Said, Style, folded_line};
use super::visible::visible;
use super::{Exit, SCHEMA, Stop};

/// Maximum number of failed articles that are listed at the end of a run.
const FAILURES_REPEATED: usize = 10;

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

    /// Adds a progress bar up to `total`, if standard error is a terminal.
    fn with_bar(self, total: usize) -> Self {
        let wanted = total > 1 && self.style.form() != MessageForm::Json && self.style.detail() >= Detail::Some;
        let bar = (wanted && stderr().is_terminal()).then(|| {
            let look = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {eta} left {msg}");
            ProgressBar::new(total as u64).with_style(look.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, ..self }
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

/// The part of an outcome that is kept until the end.
#[derive(Debug)]
struct Entry {
    said: Said,
    failure: String,
    input: PathBuf,
    written: Vec<Output>,
    verdict: Verdict,
    cause: Option<Cause>,
    skipped: Option<Reason>,
    error: Option<(&'static str, String)>,
    /// Whether the disk was full, which is reported once for all articles.
    full: bool,
    /// Whether the run was stopped before the article was finished.
    interrupted: bool,
    warnings: usize,
    /// What the design was changed for the wanted number of pages or sheets.
    fit: Option<String>,
}

/// Codes of messages on how an article was fitted to pages or sheets.
const FITTED: [&str; 3] = [FIT, "not-fitted", "tightened"];

/// Reports a run.
#[derive(Debug)]
pub struct Reporter<'a> {
    log: Log,
    jobs: &'a [Job],
    state: Mutex<State>,
    start: Instant,
}

#[derive(Debug, Default)]
struct State {
    /// Finished outcomes that wait for those of earlier articles.
    waiting: BTreeMap<usize, Entry>,
    reported: Vec<Entry>,
    /// Number of messages shown so far, by code.
    shown: BTreeMap<Code, usize>,
    /// Number of messages omitted, by code.
    folded: BTreeMap<Code, usize>,
    /// Whether it was reported that the disk is full.
    full: bool,
}

impl State {
    /// Returns the next outcome in the order of the jobs, if it is finished.
    fn next(&mut self) -> Option<Entry> {
        self.waiting.remove(&self.reported.len())
    }
}

impl<'a> Reporter<'a> {
    /// Creates a reporter for the run of `jobs`.
    pub fn new(style: Style, jobs: &'a [Job]) -> Self {
        let log = Log::new(style).with_bar(jobs.len());
        Self { log, jobs, state: Mutex::default(), start: Instant::now() }
    }

    /// Takes the outcome of job `number`; called from any thread.
    pub fn done(&self, number: usize, outcome: Outcome) {
        let entry = self.entry(number, outcome);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.insert(number, entry);
        while let Some(next) = state.next() {
            self.report(next, &mut state);
        }
        if let Some(bar) = &self.log.bar {
            bar.inc(1);
        }
    }

    /// Reports an article, and keeps the rest for the end.
    fn report(&self, mut next: Entry, state: &mut State) {
        self.say(std::mem::take(&mut next.said), state);
        let failure = std::mem::take(&mut next.failure);
        // The next article would fail on the same full disk, so this article's name does not help.
        if !next.full || !std::mem::replace(&mut state.full, true) {
            self.log.write(&failure);
        }
        state.reported.push(next);
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
        for (code, count) in said.folded {
            *state.folded.entry(code).or_default() += count;
        }
    }

    fn entry(&self, number: usize, outcome: Outcome) -> Entry {
        let path = self.jobs[number].input.path();
        let style = self.log.style();
        // What is known about an unchanged article is shown only if everything is requested.
        let tells = outcome.verdict != Verdict::Unchanged || style.says_all();
        let again = (tells && outcome.source.is_none() && !outcome.diagnostics.is_empty())
            .then(|| load(&self.jobs[number].input).ok())
            .flatten();
        let source = outcome.source.as_ref().or(again.as_ref());
        let told = if tells { &*outcome.diagnostics } else { &[] };
        let interrupted = matches!(outcome.error, Some(Error::Cancelled));
        let said = outcome.error.as_ref().filter(|_| !interrupted);
        let failure = said.map(|error| style.error(error, path, source));
        let is_warning = |diagnostic: &&offprint::diag::Diagnostic| diagnostic.severity == Severity::Warning;
        Entry {
            said: style.diagnostics(told, path, source),
            failure: failure.unwrap_or_default(),
            input: path.to_owned(),
            skipped: outcome.skipped,
            full: outcome.error.as_ref().is_some_and(Error::is_full_disk),
            interrupted,
            warnings: outcome.diagnostics.iter().filter(is_warning).count(),
            fit: outcome.diagnostics.iter().find(|said| FITTED.contains(&&*said.code)).map(|said| said.message.clone()),
            error: outcome.error.map(|error| (error.code(), error.to_string())),
            written: outcome.written,
            verdict: outcome.verdict,
            cause: outcome.cause,
        }
    }

    /// Ends the run. Finished articles that wait for unfinished ones are reported now.
    pub fn finish(self, skipped: &[Skipped], failed: &[(PathBuf, Stop)], cancel: &Cancel) -> Summary {
        let mut state = std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner));
        for entry in std::mem::take(&mut state.waiting).into_values() {
            self.report(entry, &mut state);
        }
        let State { reported: entries, folded, .. } = state;
        if let Some(bar) = &self.log.bar {
            bar.finish_and_clear();
        }
        let log = Log { bar: None, ..self.log };
        log.write(&folded_line(&folded));
        failed.iter().for_each(|(_, stop)| log.stop(stop));
        let lost = skipped.iter().filter(|skipped| skipped.why.may_lose_articles());
        lost.clone().for_each(|skipped| log.lost(&skipped.path, skipped.why));
        let lost = lost.count();
        let skipped = skipped.iter().map(|skipped| (skipped.path.clone(), skipped.why));
        let left_out = entries.iter().filter_map(|entry| Some((entry.input.clone(), entry.skipped?)));
        Summary {
            skipped: skipped.chain(left_out).collect(),
            folders: failed.iter().map(|(path, stop)| (path.clone(), stop.message.clone())).collect(),
            lost,
            not_done: self.jobs.len() - entries.iter().filter(|entry| !entry.interrupted).count(),
            signal: cancel.reason(),
            entries,
            log,
            took: self.start.elapsed(),
        }
    }
}

/// The result of a run.
#[derive(Debug)]
pub struct Summary {
    entries: Vec<Entry>,
    skipped: Vec<(PathBuf, Reason)>,
    folders: Vec<(PathBuf, String)>,
    /// Skipped folders that may contain articles.
    lost: usize,
    /// Articles that the run did not reach.
    not_done: usize,
    /// The signal that stopped the run.
    signal: Option<usize>,
    log: Log,
    took: Duration,
}

impl Summary {
    /// Returns the exit code; warnings count as failure if the arguments say so.
    pub fn exit(&self, terminal: &Terminal) -> Exit {
        if let Some(signal) = self.signal {
            return Exit::Signal(signal);
        }
        let warned = terminal.fail_on_warnings && self.warnings() > 0;
        if warned || self.not_done > 0 || self.failures().next().is_some() { Exit::Failure } else { Exit::Success }
    }

    fn warnings(&self) -> usize {
        self.lost + self.entries.iter().map(|entry| entry.warnings).sum::<usize>()
    }

    fn failures(&self) -> impl Iterator<Item = &Path> {
        let failed = |entry: &&Entry| entry.error.is_some() && !entry.interrupted;
        let articles = self.entries.iter().filter(failed).map(|entry| &*entry.input);
        articles.chain(self.folders.iter().map(|(path, _)| &**path))
    }

    fn converted(&self) -> impl Iterator<Item = &Entry> {
        self.with(Verdict::Made)
    }

    fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Entry> {
        let is_meant =
            move |entry: &&Entry| entry.error.is_none() && entry.skipped.is_none() && entry.verdict == verdict;
        self.entries.iter().filter(is_meant)
    }

    /// Reports the result of a run over folders or many files: `verb` is `converted` or `checked`.
    pub fn say_many(&self, verb: &str) {
        if self.log.style().detail() == Detail::All {
            for output in self.converted().flat_map(|entry| &entry.written) {
                self.log.line("written", &format!("wrote {}", output.path.display()), Some(&output.path));
            }
        }
        for entry in self.with(Verdict::Due) {
            let cause = entry.cause.as_ref().map(Cause::to_string).unwrap_or_default();
            self.log.line("due", &format!("{}: {cause}", entry.input.display()), Some(&entry.input));
        }
        if self.log.style().says_all() {
            for (path, why) in &self.skipped {
                self.log.line("skipped", &format!("left out {}: {why}", path.display()), Some(path));
            }
        }
        let failures = Vec::from_iter(self.failures());
        if failures.len() > 1 && self.log.style().form() != MessageForm::Json {
            let named = failures.iter().take(FAILURES_REPEATED).map(|path| format!("\n  {}", path.display()));
            let more = failures.len().saturating_sub(FAILURES_REPEATED);
            let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
            self.log.line("failed", &format!("failed:{}{more}", named.collect::<String>()), None);
        }
        self.log.line("summary", &self.counts(verb), None);
    }

    fn counts(&self, verb: &str) -> String {
        let converted = self.converted().count();
        let mut parts = vec![format!("{verb} {converted} {}", plural(converted, "article", "articles"))];
        let (due, unchanged) = (self.with(Verdict::Due).count(), self.with(Verdict::Unchanged).count());
        if due > 0 {
            parts[0] = format!("would make {due} {}", plural(due, "article", "articles"));
        }
        if unchanged > 0 {
            parts.push(format!("{unchanged} unchanged"));
        }
        parts.push(format!("{} failed", self.failures().count()));
        if self.not_done > 0 {
            parts.push(format!("{} not done", self.not_done));
        }
        let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
        self.skipped.iter().for_each(|(_, why)| *reasons.entry(*why).or_default() += 1);
        // Skipped pictures of an archive are not mentioned: nobody expects them to be articles.
        let others = reasons.remove(&Reason::OtherKind);
        let left_out = reasons.values().sum::<usize>();
        let named = reasons.iter().map(|(why, count)| why.counted(*count)).collect::<Vec<_>>().join(", ");
        let named = if named.is_empty() { named } else { format!(" ({named})") };
        parts.push(format!("{left_out} left out{named}"));
        parts.extend(others.map(|count| Reason::OtherKind.counted(count)));
        parts.push(format!("{} {}", self.warnings(), plural(self.warnings(), "warning", "warnings")));
        let stopped = self.signal.map(|signal| format!("stopped by {}: ", super::signals::name(signal)));
        format!("{}{} in {:.1} s", stopped.unwrap_or_default(), parts.join(", "), self.took.as_secs_f64())
    }

    /// Reports the outputs of a single article.
    pub fn say_one(&self) {
        if self.signal.is_some() {
            return self.say_many("converted");
        }
        for entry in self.converted().filter(|entry| !entry.written.is_empty()) {
            if self.log.style().form() == MessageForm::Json {
                for output in &entry.written {
                    self.log.line("written", &format!("wrote {}", output.path.display()), Some(&output.path));
                }
                continue;
            }
            let written = entry.written.iter().map(|output| output.path.display().to_string());
            self.log.line("written", &format!("wrote {}", Vec::from_iter(written).join(" and ")), None);
        }
        for entry in self.entries.iter().filter(|entry| entry.skipped.is_some()) {
            let why = entry.skipped.map(|why| why.to_string()).unwrap_or_default();
            let text = format!("left out {}: {why}", entry.input.display());
            self.log.line("skipped", &text, Some(&entry.input));
        }
    }

    /// Returns the run as JSON: articles in the order of the run, without times.
    pub fn json(&self) -> Value {
        let article = |entry: &Entry| {
            let status = match (&entry.error, entry.skipped) {
                _ if entry.interrupted => "interrupted",
                (Some(_), _) => "failed",
                (None, Some(_)) => "skipped",
                (None, None) => match entry.verdict {
                    Verdict::Unchanged => "unchanged",
                    Verdict::Due => "due",
                    _ => "converted",
                },
            };
            let outputs =
                entry.written.iter().map(|output| json!({"format": output.format, "path": shown(&output.path)}));
            let error = entry.error.as_ref().map(|(code, message)| json!({"code": code, "message": message}));
            json!({
                "input": shown(&entry.input),
                "status": status,
                "outputs": Vec::from_iter(outputs),
                "warnings": entry.warnings,
                "cause": entry.cause.as_ref().map(|cause| json!({"code": cause.code(), "message": cause.to_string()})),
                "fit": entry.fit,
                "error": error,
            })
        };
        let skipped = (self.skipped.iter())
            .map(|(path, why)| json!({"input": shown(path), "kind": why.code(), "reason": why.to_string()}));
        let folders = self.folders.iter().map(|(path, why)| json!({"input": shown(path), "reason": why}));
        json!({
            "version": SCHEMA,
            "articles": Vec::from_iter(self.entries.iter().map(article)),
            "skipped": Vec::from_iter(skipped),
            "failed_folders": Vec::from_iter(folders),
            "converted": self.converted().count(),
            "unchanged": self.with(Verdict::Unchanged).count(),
            "failed": self.failures().count(),
            "not_done": self.not_done,
            "warnings": self.warnings(),
        })
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
