//! Cancellation of running work.
//!
//! A signal handler or a window's button calls [`Cancel::stop`]. The work checks it between articles and between the
//! stages of an article: after reading, after each setting of the pages, and around each output. Unfinished work is
//! dropped without an output; an output that is being written is finished. So an article has all of its outputs or
//! none. Limit: a single stage runs to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diag::Error;

/// A request to stop, with its reason. Clones share the request.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicUsize>);

impl Cancel {
    /// Creates a request that reads its reason from `cell`, which is 0 until a stop is requested.
    pub fn on(cell: Arc<AtomicUsize>) -> Self {
        Self(cell)
    }

    /// Requests a stop for `reason`, which is not 0, such as the number of a signal.
    pub fn stop(&self, reason: usize) {
        self.0.store(reason.max(1), Ordering::Relaxed);
    }

    /// Returns the reason to stop, if a stop was requested.
    pub fn reason(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&reason| reason != 0)
    }

    /// Returns an error if a stop was requested.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn check(&self) -> Result<(), Error> {
        if self.reason().is_some() { Err(Error::Cancelled) } else { Ok(()) }
    }
}
