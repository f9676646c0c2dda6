//! Runs many jobs in parallel.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diag::Error;
use crate::job::{Cancel, Job, Outcome, STACK};

/// Calls `work`, such as [`Disk::run`](crate::disk::Disk::run), for each of `jobs` on at most `threads` threads (by
/// default one for every core). Passes each outcome to `done`, with the number of its job, in the order of completion
/// and from any thread.
///
/// A single job runs on the caller's thread, since starting a thread pool would take longer than it saves.
///
/// # Errors
/// [`Error::Io`] if threads cannot be started.
pub fn run(
    jobs: &[Job],
    threads: Option<NonZero<usize>>,
    work: &(dyn Fn(&Job) -> Outcome + Sync),
    done: &(dyn Fn(usize, Outcome) + Sync),
) -> Result<(), Error> {
    run_until(jobs, threads, &Cancel::default(), work, done)
}

/// Runs jobs as [`run`] does, but begins no more jobs after `cancel` requests a stop, or when the disk is full. The
/// remaining jobs are not passed to `done`.
///
/// # Errors
/// [`Error::Io`] if threads cannot be started.
pub fn run_until(
    jobs: &[Job],
    threads: Option<NonZero<usize>>,
    cancel: &Cancel,
    work: &(dyn Fn(&Job) -> Outcome + Sync),
    done: &(dyn Fn(usize, Outcome) + Sync),
) -> Result<(), Error> {
    if let [job] = jobs {
        done(0, work(job));
        return Ok(());
    }
    let threads = threads.map_or(0, NonZero::get).min(jobs.len());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.map_err(|error| Error::io("start threads for", "the run", std::io::Error::other(error)))?;
    let full = AtomicBool::new(false);
    pool.install(|| {
        // Each thread takes one article at a time, since articles differ in length.
        let numbered = jobs.par_iter().enumerate().with_max_len(1);
        numbered.for_each(|(number, job)| {
            if full.load(Ordering::Relaxed) || cancel.reason().is_some() {
                return;
            }
            let outcome = work(job);
            if outcome.error.as_ref().is_some_and(Error::is_full_disk) {
                full.store(true, Ordering::Relaxed);
            }
            done(number, outcome);
        });
    });
    Ok(())
}
