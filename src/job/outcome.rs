//! The result of the work on an article.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::{Cancel, Cause, Job, Output, Reason, Textless};
use crate::diag::{Diagnostics, Error};
use crate::halt;
use crate::preflight::Finding;
use crate::source::{Source, Span};

/// What was done with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It was converted, or that was tried.
    #[default]
    Made,
    /// Nothing, since its outputs are what they would become.
    Unchanged,
    /// Nothing, although it would have to be made: the run only says what it would do.
    Due,
}

/// The result of a [`Job`].
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// What was done.
    pub verdict: Verdict,
    /// Why the article was made, if the run has a journal.
    pub cause: Option<Cause>,
    /// Files written, or found as an earlier run wrote them.
    pub written: Vec<Output>,
    /// Messages about the article.
    pub diagnostics: Diagnostics,
    /// What [`check_print`](super::check_print) found on the pages.
    pub findings: Vec<Finding>,
    /// Why nothing was written.
    pub error: Option<Error>,
    /// Why the article was skipped, if it was.
    pub skipped: Option<Reason>,
    /// The source of the article, to show places in it; `None` if the file could not be read.
    pub source: Option<Source>,
}

impl Outcome {
    /// Records the end of the work on `job`, with the `error` that stopped it, if any.
    pub(super) fn settle(&mut self, job: &Job, error: Option<Error>) {
        match error {
            Some(Error::NoText { .. }) if job.textless == Textless::LeaveOut => {
                // Diagnostics about a skipped page would only distract from those about the others.
                self.diagnostics.clear();
                self.skipped = Some(Reason::NoText);
            }
            error => self.error = error,
        }
        tidy(&mut self.diagnostics);
    }
}

/// Runs `work` on the article at `path` and converts a panic in it to an error of this article. It is stopped when `cancel`
/// asks for that.
///
/// # Errors
/// Those of `work` and of [`Cancel::check`], and [`Error::Bug`].
pub(crate) fn guarded<T>(path: &Path, cancel: &Cancel, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let cancel = cancel.clone();
    let watched = || halt::caught(move || cancel.check(), work)?;
    catch_unwind(AssertUnwindSafe(watched)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        Err(Error::Bug { path: path.to_owned(), reason: text.to_owned() })
    })
}

/// Sorts diagnostics by place and drops duplicates: both writers may find the same problem.
pub(super) fn tidy(diagnostics: &mut Diagnostics) {
    let place = |span: Option<Span>| span.map_or((usize::MAX, 0), |span| (span.start, span.end));
    diagnostics.sort_by(|a, b| (place(a.span), &a.code, &a.message).cmp(&(place(b.span), &b.code, &b.message)));
    diagnostics.dedup();
}
