//! Places in long work at which it can be stopped.
//!
//! Reading, typesetting and writing are functions that cannot fail, often deep inside loops and iterators. To make all of
//! them return errors only so that a run can be cancelled would hide what can really fail. So a stop unwinds the stack, as a
//! panic does, to [`caught`], which returns it as an error; all work of the article on the way is dropped. [`point`] asks
//! for it, and costs a decrement: only every [`EVERY`]th one looks at the clock.
//!
//! Limits: what other crates do in one call, such as decoding a picture, runs to its end. Points belong where nothing is
//! half done outside of the article: never into destructors, nor where outputs get their names.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use crate::diag::Error;

/// Number of points from one look at whether to stop to the next.
const EVERY: u32 = 64;

/// What tells whether to stop: an error is the reason.
type Watch = Rc<dyn Fn() -> Result<(), Error>>;

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

/// The reason for which the stack is unwound.
struct Halted(Error);

/// Stops the work of this thread if whoever watches it wants so.
#[inline]
pub(crate) fn point() {
    match LEFT.get().checked_sub(1) {
        Some(left) => LEFT.set(left),
        None => look(),
    }
}

/// Looks at once whether to stop: between two passes over a whole text.
pub(crate) fn now() {
    look();
}

/// Stops the work of this thread with `error`, if it is in [`caught`]. Where panics abort, as in WebAssembly, the work goes on.
pub(crate) fn stop(error: Error) {
    if cfg!(panic = "unwind") && WATCH.with_borrow(Option::is_some) && !std::thread::panicking() {
        // Unlike a panic, this says nothing on standard error.
        resume_unwind(Box::new(Halted(error)));
    }
}

#[cold]
fn look() {
    LEFT.set(EVERY);
    let watch = WATCH.with_borrow(Clone::clone);
    if let Some(Err(error)) = watch.map(|watch| watch()) {
        stop(error);
    }
}

/// Does `work`, which is stopped at its next [`point`] when `watch` returns an error.
///
/// # Errors
/// That of `watch`. A panic goes on, as that of `work` without this.
pub(crate) fn caught<T>(watch: impl Fn() -> Result<(), Error> + 'static, work: impl FnOnce() -> T) -> Result<T, Error> {
    let before = WATCH.replace(Some(Rc::new(watch)));
    LEFT.set(EVERY);
    let done = catch_unwind(AssertUnwindSafe(work));
    WATCH.set(before);
    done.or_else(|panic| match panic.downcast::<Halted>() {
        Ok(halted) => Err(halted.0),
        Err(panic) => resume_unwind(panic),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_stopped_at_a_point_and_only_when_it_is_watched() {
        (0..1_000).for_each(|_| point());
        let mut steps = 0;
        let stopped = caught(
            || Err(Error::Cancelled),
            || {
                (0..1_000_000).for_each(|_| {
                    steps += 1;
                    point();
                });
            },
        );
        assert!(matches!(stopped, Err(Error::Cancelled)) && steps <= EVERY + 1, "{steps} steps");
        // Whoever watched before goes on to watch.
        let outer = caught(
            || Err(Error::Cancelled),
            || {
                let inner = caught(|| Ok(()), || (0..1_000).for_each(|_| point()));
                assert!(inner.is_ok());
                (0..1_000).for_each(|_| point());
            },
        );
        assert!(outer.is_err());
        assert_eq!(caught(|| Ok(()), || 7).ok(), Some(7));
        (0..1_000).for_each(|_| point());
    }

    #[test]
    fn a_panic_stays_a_panic() {
        let panicked = catch_unwind(|| caught(|| Ok(()), || panic!("as it was")).is_ok());
        assert_eq!(panicked.unwrap_err().downcast_ref::<&str>(), Some(&"as it was"));
    }
}
