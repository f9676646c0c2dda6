//! The check of an article before it is printed.

use super::{Job, Outcome, Provider, Settings, guarded, make, open};
use crate::preflight;

/// Typesets the article of `job` as [`convert`](super::convert) does for its PDF, and looks for faults on the pages.
/// They are in the outcome, as are the messages about the article. Letters that no font has are findings, not an error.
pub fn check_print(job: &Job, settings: &Settings, provider: &dyn Provider) -> Outcome {
    let mut outcome = Outcome { diagnostics: job.said.clone(), ..Outcome::default() };
    let result = guarded(job.input.path(), &settings.cancel, || {
        settings.cancel.check()?;
        let Some(article) = open(job, settings, provider, &mut outcome)? else { return Ok(()) };
        let pages = make::print(&article, settings, &mut outcome.diagnostics)?;
        outcome.findings = preflight::findings(&pages, &article, &settings.fonts, &outcome.diagnostics);
        settings.fit.into_iter().for_each(|goal| preflight::page_count(&pages, goal, &mut outcome.findings));
        Ok(())
    });
    outcome.settle(job, result.err());
    outcome
}
