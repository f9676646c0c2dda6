//! Asking for work to stop.
//!
//! A signal handler, or a window's button, calls [`Cancel::stop`]; the work looks at it between articles and between the
//! stages of an article: after reading, after each setting of the pages, and around each output. What was begun is
//! dropped without an output, what is being written is finished: an article has all of its outputs or none. Limit: a
//! single stage runs to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::Error;

/// Whether work is to stop, and why. Clones are the same request.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicUsize>);

impl Cancel {
    /// A request that reads its reason from `cell`: 0 until somebody asks to stop.
    pub fn on(cell: Arc<AtomicUsize>) -> Self {
        Self(cell)
    }

    /// Asks to stop for `reason`, such as the number of a signal, which is not 0.
    pub fn stop(&self, reason: usize) {
        self.0.store(reason.max(1), Ordering::Relaxed);
    }

    /// Why the work is to stop, if it is.
    pub fn reason(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&reason| reason != 0)
    }

    /// Goes on, or stops.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn check(&self) -> Result<(), Error> {
        if self.reason().is_some() { Err(Error::Cancelled) } else { Ok(()) }
    }
}
