//! Asking a run to stop.
//!
//! A signal handler, or a window's button, calls [`Interrupt::stop`]; the work looks at it between its steps. What was
//! begun is dropped without an output, what is being written is finished: an article has all of its outputs or none.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::Error;

/// Whether a run is to stop, and why. Clones are the same request.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    /// An interrupt that reads its reason from `cell`: 0 until somebody asks to stop.
    pub fn on(cell: Arc<AtomicUsize>) -> Self {
        Self(cell)
    }

    /// Asks to stop for `reason`, such as the number of a signal, which is not 0.
    pub fn stop(&self, reason: usize) {
        self.0.store(reason.max(1), Ordering::Relaxed);
    }

    /// Why the run is to stop, if it is.
    pub fn reason(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&reason| reason != 0)
    }

    /// Goes on, or stops.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn check(&self) -> Result<(), Error> {
        if self.reason().is_some() { Err(Error::Interrupted) } else { Ok(()) }
    }
}
