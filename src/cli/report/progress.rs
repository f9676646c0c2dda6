//! How far a run is: a bar on a terminal, else a line now and then.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use super::Log;
use crate::cli::diagnostics::{Detail, MessageForm, Style};

/// Time between two lines where there is no terminal, as in a log of a build.
const EVERY: Duration = Duration::from_secs(10);

/// The progress of a run.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    /// Whether lines are written.
    lines: bool,
    total: usize,
    count: Mutex<Count>,
}

#[derive(Debug)]
struct Count {
    done: usize,
    failed: usize,
    start: Instant,
    last: Instant,
}

impl Progress {
    /// Creates the progress of a run of `total` articles.
    pub fn new(style: &Style, total: usize) -> Self {
        let wanted = total > 1 && style.form() != MessageForm::Json && style.detail() >= Detail::Some;
        let is_terminal = stderr().is_terminal();
        let bar = (wanted && is_terminal).then(|| {
            let look = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {per_sec}, {eta} left{msg}");
            ProgressBar::new(total as u64).with_style(look.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        let now = Instant::now();
        let count = Mutex::new(Count { done: 0, failed: 0, start: now, last: now });
        Self { bar, lines: wanted && !is_terminal, total, count }
    }

    /// Creates a progress that is not shown.
    pub fn none() -> Self {
        let now = Instant::now();
        let count = Mutex::new(Count { done: 0, failed: 0, start: now, last: now });
        Self { bar: None, lines: false, total: 0, count }
    }

    /// Returns the bar, above which messages are printed.
    pub fn bar(&self) -> Option<ProgressBar> {
        self.bar.clone()
    }

    /// Counts an article.
    pub fn step(&self, failed: bool, log: &Log) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        count.done += 1;
        count.failed += usize::from(failed);
        if let Some(bar) = &self.bar {
            bar.inc(1);
            if failed {
                bar.set_message(format!(", {} failed", count.failed));
            }
        }
        if self.lines && count.last.elapsed() >= EVERY {
            count.last = Instant::now();
            log.line("progress", &count.line(self.total), None);
        }
    }

    /// Ends it.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Count {
    fn line(&self, total: usize) -> String {
        let a_second = self.done as f64 / self.start.elapsed().as_secs_f64().max(f64::MIN_POSITIVE);
        let left = Duration::from_secs_f64((total - self.done) as f64 / a_second.max(f64::MIN_POSITIVE));
        let failed = if self.failed > 0 { format!(", {} failed", self.failed) } else { String::new() };
        format!("{}/{total} articles, {a_second:.0} a second, {} left{failed}", self.done, HumanDuration(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_rate_the_time_left_and_the_failures() {
        let start = Instant::now().checked_sub(Duration::from_secs(10)).expect("the machine runs for ten seconds");
        let line = Count { done: 100, failed: 2, start, last: start }.line(700);
        assert!(line.starts_with("100/700 articles, 10 a second, "), "{line}");
        assert!(line.contains("60 seconds left, 2 failed") || line.contains("1 minute left, 2 failed"), "{line}");
    }
}
