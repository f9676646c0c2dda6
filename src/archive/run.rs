//! Runs many jobs in parallel.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

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
    run_and_commit(jobs, threads, cancel, work, &|batch| {
        let is_full = batch.iter().any(|(_, outcome)| is_full(outcome));
        batch.into_iter().for_each(|(number, outcome)| done(number, outcome));
        if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

/// Whether the disk was full when the article was made.
pub fn is_full(outcome: &Outcome) -> bool {
    outcome.error.as_ref().is_some_and(Error::is_full_disk)
}

/// Maximum number of results that wait for `commit`, and that it gets at once. Each may hold open files.
const BATCH: usize = 16;

/// Calls `work` for each of `jobs` as [`run`] does, and passes the results to `commit`, with the numbers of their jobs, on
/// one thread of its own: all that have come while it was working on the ones before. So waiting for the disk, which
/// `commit` may do once for several articles, takes no time of the threads that make them. No more jobs are begun after
/// `commit` breaks, or after `cancel` requests a stop.
///
/// # Errors
/// [`Error::Io`] if threads cannot be started.
pub fn run_and_commit<T: Send>(
    jobs: &[Job],
    threads: Option<NonZero<usize>>,
    cancel: &Cancel,
    work: &(dyn Fn(&Job) -> T + Sync),
    commit: &(dyn Fn(Vec<(usize, T)>) -> ControlFlow<()> + Sync),
) -> Result<(), Error> {
    if let [job] = jobs {
        let _ = commit(vec![(0, work(job))]);
        return Ok(());
    }
    let threads = threads.map_or(0, NonZero::get).min(jobs.len());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
    let pool = pool.map_err(|error| Error::io("start threads for", "the run", std::io::Error::other(error)))?;
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, results) = sync_channel::<(usize, T)>(BATCH);
        let stopped = &stopped;
        scope.spawn(move || {
            while let Ok(first) = results.recv() {
                let batch: Vec<(usize, T)> = std::iter::once(first).chain(results.try_iter().take(BATCH - 1)).collect();
                if commit(batch).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        });
        pool.install(|| {
            // Each thread takes one article at a time, since articles differ in length.
            let numbered = jobs.par_iter().enumerate().with_max_len(1);
            numbered.for_each_with(sender, |sender, (number, job)| {
                if !stopped.load(Ordering::Relaxed) && cancel.reason().is_none() {
                    // The receiver ends after the last sender.
                    let _ = sender.send((number, work(job)));
                }
            });
        });
    });
    Ok(())
}
