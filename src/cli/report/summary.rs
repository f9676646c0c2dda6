//! The end of a run: what is said, and the exit code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use offprint::diag::Code;
use offprint::job::{BookOutcome, Input, Job, Output, Reason, Verdict};

use super::table::{Row, table};
use super::{Entry, Log};
use crate::cli::Exit;
use crate::cli::args::Terminal;
use crate::cli::diagnostics::{Detail, MessageForm};
use crate::cli::warnings::WarningsArgs;

/// Maximum number of failed articles that are listed at the end of a run.
const FAILURES_REPEATED: usize = 10;

/// The result of a run.
#[derive(Debug)]
pub struct Summary<'a> {
    pub(super) jobs: &'a [Job],
    pub(super) entries: Vec<Entry>,
    pub(super) skipped: Vec<(&'a Path, Reason)>,
    pub(super) folders: Vec<(PathBuf, String)>,
    /// Skipped folders that may contain articles.
    pub(super) lost: usize,
    /// Articles that the run did not reach.
    pub(super) not_done: usize,
    /// The signal that stopped the run.
    pub(super) signal: Option<usize>,
    /// Number of warnings, by code.
    pub(super) kinds: BTreeMap<Code, usize>,
    /// Number of warnings that the user does not want to see, by code.
    pub(super) allowed: BTreeMap<Code, usize>,
    pub(super) warnings: WarningsArgs,
    pub(super) log: Log,
    pub(super) took: Duration,
}

/// What a run makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Articles,
    Books,
}

/// Numbers of the books of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Books {
    /// Those that were made.
    pub made: usize,
    /// Those that are as they would become.
    pub unchanged: usize,
    /// Those that a dry run would make.
    pub due: usize,
}

impl Books {
    /// Counts the book with the result `outcome`.
    pub fn add(&mut self, outcome: &BookOutcome) {
        match outcome.verdict {
            Verdict::Due => self.due += 1,
            _ if outcome.written.is_empty() => {}
            Verdict::Unchanged => self.unchanged += 1,
            _ => self.made += 1,
        }
    }
}

impl Summary<'_> {
    /// Returns the exit code; warnings count as failure if the arguments say so.
    pub fn exit(&self, terminal: &Terminal) -> Exit {
        if let Some(signal) = self.signal {
            return Exit::Signal(signal);
        }
        // The flag is stricter than any number, which may come from a file that it beats.
        let most = if terminal.fail_on_warnings { 0 } else { self.warnings.max_warnings.unwrap_or(usize::MAX) };
        let warned = self.warnings() > most;
        if warned || self.not_done > 0 || self.failures().next().is_some() { Exit::Failure } else { Exit::Success }
    }

    pub(super) fn warnings(&self) -> usize {
        self.lost + self.entries.iter().map(|entry| entry.warnings).sum::<usize>()
    }

    pub(super) fn failures(&self) -> impl Iterator<Item = &Path> {
        let failed = |entry: &&Entry| entry.error.is_some() && !entry.interrupted;
        let articles = self.entries.iter().filter(failed).map(|entry| self.input(entry));
        articles.chain(self.folders.iter().map(|(path, _)| &**path))
    }

    pub(super) fn converted(&self) -> impl Iterator<Item = &Entry> {
        self.with(Verdict::Made)
    }

    /// Returns the path of the article of `entry`.
    pub(super) fn input(&self, entry: &Entry) -> &Path {
        self.jobs[entry.number].input.path()
    }

    /// Returns the outputs of the article of `entry` that are there.
    pub(super) fn outputs(&self, entry: &Entry) -> &[Output] {
        if entry.written { &self.jobs[entry.number].outputs } else { &[] }
    }

    pub(super) fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Entry> {
        let is_meant =
            move |entry: &&Entry| entry.error.is_none() && entry.skipped.is_none() && entry.verdict == verdict;
        self.entries.iter().filter(is_meant)
    }

    /// Reports the result of a run over folders or many files: `verb` is `converted` or `checked`.
    pub fn say_many(&self, verb: &str) {
        let (converted, due) = (self.converted().count(), self.with(Verdict::Due).count());
        let done = match due {
            0 => format!("{verb} {converted} {}", plural(converted, "article", "articles")),
            due => format!("would make {due} {}", plural(due, "article", "articles")),
        };
        let unchanged = self.with(Verdict::Unchanged).count();
        let unchanged = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
        self.say(done + &unchanged, Counted::Articles);
    }

    /// Reports the result of a run that makes books.
    pub fn say_books(&self, books: Books) {
        let count = |number, one, more| format!("{number} {}", plural(number, one, more));
        // A book is an entry after its articles.
        let (verb, made, entries) = match books.due {
            0 => ("made", books.made, self.converted().count()),
            due => ("would make", due, self.with(Verdict::Due).count()),
        };
        let articles = count(entries.saturating_sub(made), "article", "articles");
        let unchanged = if books.unchanged > 0 { format!(", {} unchanged", books.unchanged) } else { String::new() };
        self.say(format!("{verb} {} with {articles}{unchanged}", count(made, "book", "books")), Counted::Books);
    }

    /// Reports the result of a run; `done` says what was done.
    fn say(&self, done: String, counted: Counted) {
        if self.log.style().detail() == Detail::All {
            for output in self.converted().flat_map(|entry| self.outputs(entry)) {
                self.log.line("written", &format!("wrote {}", output.path.display()), Some(&output.path));
            }
        }
        // What is due of books is told when it is known.
        let is_file = |entry: &&Entry| matches!(self.jobs[entry.number].input, Input::File(_)) && entry.cause.is_some();
        for entry in self.with(Verdict::Due).filter(is_file) {
            let cause = entry.cause.as_ref().map(|cause| cause.to_string()).unwrap_or_default();
            let input = self.input(entry);
            self.log.line("due", &format!("{}: {cause}", input.display()), Some(input));
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
        self.say_table(counted);
        self.log.line("summary", &self.counts(done), None);
    }

    /// Prints the table of what became of the articles and of the warnings by kind, unless the last line says it all.
    fn say_table(&self, counted: Counted) {
        let mut rows = self.rows();
        // An entry of such a run is an article or a book; the last line tells them apart.
        rows.retain(|row| counted == Counted::Articles || !matches!(row.name, "made" | "unchanged" | "would make"));
        let is_plain = rows.iter().all(|row| row.name == "made" || row.count == 0);
        if self.log.style().form() != MessageForm::Json && !(is_plain && self.kinds.is_empty()) {
            self.log.line("table", &table(&rows, &self.kinds), None);
        }
        for code in self.warnings.allow.iter().filter(|code| !self.allowed.contains_key(code.as_str())) {
            let alike = |known: &&Code| strsim::damerau_levenshtein(known, code) <= 3;
            if let Some(meant) = self.kinds.keys().find(alike) {
                let text = format!("no warning has the code `{code}`; did you mean `--allow {meant}`?");
                self.log.line("unknown-code", &text, None);
            }
        }
    }

    /// Returns the rows of the table: what was done always, everything else only if it occurred.
    fn rows(&self) -> Vec<Row> {
        let row = |name, count, parts| Row { name, count, parts };
        let (reasons, others) = self.reasons();
        let mut left_out: Vec<String> = reasons.iter().map(|(why, count)| why.counted(*count)).collect();
        let total = reasons.values().sum();
        // Pictures beside articles are no articles, so they are not counted.
        left_out.extend(others.map(|count| format!("and {}", Reason::OtherKind.counted(count))).filter(|_| total > 0));
        let hidden = self.allowed.values().sum::<usize>();
        let hidden = if hidden > 0 { vec![format!("{hidden} hidden")] } else { Vec::new() };
        let due = self.with(Verdict::Due).count();
        let made = if due > 0 {
            row("would make", due, Vec::new())
        } else {
            row("made", self.converted().count(), Vec::new())
        };
        let more = [
            row("unchanged", self.with(Verdict::Unchanged).count(), Vec::new()),
            row("left out", total, left_out),
            row("failed", self.failures().count(), Vec::new()),
            row("not done", self.not_done, Vec::new()),
            row("warnings", self.warnings(), hidden),
        ];
        std::iter::once(made).chain(more.into_iter().filter(|row| row.count > 0 || !row.parts.is_empty())).collect()
    }

    /// Returns how many inputs were left out for each reason, and how many files are of another kind: nobody expects the
    /// pictures of an archive to be articles.
    fn reasons(&self) -> (BTreeMap<Reason, usize>, Option<usize>) {
        let mut reasons: BTreeMap<Reason, usize> = BTreeMap::new();
        self.skipped.iter().for_each(|(_, why)| *reasons.entry(*why).or_default() += 1);
        let others = reasons.remove(&Reason::OtherKind);
        (reasons, others)
    }

    fn counts(&self, done: String) -> String {
        let mut parts = vec![done];
        parts.push(format!("{} failed", self.failures().count()));
        if self.not_done > 0 {
            parts.push(format!("{} not done", self.not_done));
        }
        let (reasons, others) = self.reasons();
        let left_out = reasons.values().sum::<usize>();
        let named = reasons.iter().map(|(why, count)| why.counted(*count)).collect::<Vec<_>>().join(", ");
        let named = if named.is_empty() { named } else { format!(" ({named})") };
        parts.push(format!("{left_out} left out{named}"));
        parts.extend(others.map(|count| Reason::OtherKind.counted(count)));
        parts.push(format!("{} {}", self.warnings(), plural(self.warnings(), "warning", "warnings")));
        let hidden = self.allowed.values().sum::<usize>();
        if hidden > 0 {
            parts.push(format!("{hidden} hidden"));
        }
        let stopped = self.signal.map(|signal| format!("stopped by {}: ", crate::cli::signals::name(signal)));
        format!("{}{} in {:.1} s", stopped.unwrap_or_default(), parts.join(", "), self.took.as_secs_f64())
    }

    /// Reports a round of a program that watches: only what was made.
    pub fn say_round(&self) {
        let made: Vec<String> = self.converted().map(|entry| self.input(entry).display().to_string()).collect();
        let shown = made.iter().take(FAILURES_REPEATED).cloned().collect::<Vec<_>>().join(", ");
        let more = made.len().saturating_sub(FAILURES_REPEATED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        if !made.is_empty() {
            self.log.line("made", &format!("made {shown}{more} in {} ms", self.took.as_millis()), None);
        }
    }

    /// Reports the outputs of a single article.
    pub fn say_one(&self) {
        if self.signal.is_some() {
            return self.say_many("converted");
        }
        for entry in self.converted().filter(|entry| entry.written) {
            if self.log.style().form() == MessageForm::Json {
                for output in self.outputs(entry) {
                    self.log.line("written", &format!("wrote {}", output.path.display()), Some(&output.path));
                }
                continue;
            }
            let written = self.outputs(entry).iter().map(|output| output.path.display().to_string());
            self.log.line("written", &format!("wrote {}", Vec::from_iter(written).join(" and ")), None);
        }
        for entry in self.entries.iter().filter(|entry| entry.skipped.is_some()) {
            let why = entry.skipped.map(|why| why.to_string()).unwrap_or_default();
            let input = self.input(entry);
            self.log.line("skipped", &format!("left out {}: {why}", input.display()), Some(input));
        }
    }
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}
