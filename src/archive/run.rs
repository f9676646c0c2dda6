//! Runs many jobs in parallel.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread::{Builder, available_parallelism};

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
    let all: Vec<usize> = (0..jobs.len()).collect();
    let end = run_and_commit(jobs, &all, threads, cancel, work, &|batch| {
        let is_full = batch.iter().any(|(_, outcome)| is_full(outcome));
        batch.into_iter().for_each(|(number, outcome)| done(number, outcome));
        if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    end.map(drop)
}

/// Whether the disk was full when the article was made.
pub fn is_full(outcome: &Outcome) -> bool {
    outcome.error.as_ref().is_some_and(Error::is_full_disk)
}

/// Maximum number of results that wait for `commit`, and that it gets at once. Each may hold open files.
const BATCH: usize = 16;

/// Calls `work` for those of `jobs` with `numbers`, as [`run`] does for all, and passes the results to `commit`, with the
/// numbers of their jobs, on the caller's thread: all that have come while it was working on the ones before. So waiting
/// for the disk, which `commit` may do once for several articles, takes no time of the threads that make them. No more
/// jobs are begun after `commit` breaks, or after `cancel` requests a stop. Returns whether `commit` broke.
///
/// # Errors
/// [`Error::Io`] if threads cannot be started.
pub fn run_and_commit<T: Send>(
    jobs: &[Job],
    numbers: &[usize],
    threads: Option<NonZero<usize>>,
    cancel: &Cancel,
    work: &(dyn Fn(&Job) -> T + Sync),
    commit: &dyn Fn(Vec<(usize, T)>) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Error> {
    if let [number] = *numbers {
        return Ok(commit(vec![(number, work(&jobs[number]))]));
    }
    let threads = threads.or_else(|| available_parallelism().ok()).map_or(1, NonZero::get).min(numbers.len());
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    // Articles are taken in their order, so that few results wait for an earlier one before they can be reported, and one at
    // a time, since articles differ in length.
    let take = || {
        let open = !stopped.load(Ordering::Relaxed) && cancel.reason().is_none();
        open.then(|| numbers.get(next.fetch_add(1, Ordering::Relaxed)).copied()).flatten()
    };
    std::thread::scope(|scope| {
        let (sender, results) = sync_channel::<(usize, T)>(BATCH);
        let mut started = Ok(());
        for number in 0..threads {
            let (sender, take) = (sender.clone(), &take);
            let worker = move || {
                while let Some(number) = take() {
                    // The receiver ends after the last sender.
                    let _ = sender.send((number, work(&jobs[number])));
                }
            };
            let spawned = Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
            if let Err(error) = spawned {
                // Fewer threads do the same work.
                started = if number == 0 { Err(Error::io("start threads for", "the run", error)) } else { Ok(()) };
                break;
            }
        }
        drop(sender);
        while let Ok(first) = results.recv() {
            let batch: Vec<(usize, T)> = std::iter::once(first).chain(results.try_iter().take(BATCH - 1)).collect();
            if commit(batch).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
        started
            .map(|()| if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
}
