//! Cancellation of running work.
//!
//! A signal handler or a window's button calls [`Cancel::stop`]. The work checks it between articles, between the stages of
//! an article, and at many points inside the stages (`halt`). Unfinished work is dropped without an output, so an article
//! has all of its outputs or none. The time that one article may take is checked at the same places ([`Cancel::within`]).
//!
//! Limit: what other crates do in one call, such as decoding a picture, runs to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::diag::Error;

/// A request to stop, with its reason. Clones share the request.
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    cell: Arc<AtomicUsize>,
    limit: Option<Limit>,
    each: Option<Duration>,
}

/// The time that an article may take.
#[derive(Clone, Copy, Debug)]
struct Limit {
    begun: Instant,
    allowed: Duration,
}

impl Cancel {
    /// Creates a request that reads its reason from `cell`, which is 0 until a stop is requested.
    pub fn on(cell: Arc<AtomicUsize>) -> Self {
        Self { cell, limit: None, each: None }
    }

    /// Requests a stop for `reason`, which is not 0, such as the number of a signal.
    pub fn stop(&self, reason: usize) {
        self.cell.store(reason.max(1), Ordering::Relaxed);
    }

    /// Returns the reason to stop, if a stop was requested.
    pub fn reason(&self) -> Option<usize> {
        Some(self.cell.load(Ordering::Relaxed)).filter(|&reason| reason != 0)
    }

    /// Returns an error if a stop was requested.
    ///
    /// # Errors
    /// [`Error::Cancelled`], and [`Error::TooSlow`] if the allowed time is over.
    pub fn check(&self) -> Result<(), Error> {
        match self.limit {
            _ if self.reason().is_some() => Err(Error::Cancelled),
            Some(limit) if limit.begun.elapsed() > limit.allowed => Err(Error::TooSlow { allowed: limit.allowed }),
            _ => Ok(()),
        }
    }

    /// Returns the same request, for work that begins now and may take as long as `allowed`.
    pub fn within(&self, allowed: Duration) -> Self {
        Self { limit: Some(Limit { begun: Instant::now(), allowed }), ..self.clone() }
    }

    /// Returns the same request, for work on many articles of which each may take as long as `allowed`, if that is given.
    #[must_use]
    pub fn each_within(self, allowed: Option<Duration>) -> Self {
        Self { each: allowed, ..self }
    }

    /// Returns the same request, for work on one of the articles, which begins now ([`Cancel::each_within`]).
    #[must_use]
    pub fn for_article(&self) -> Self {
        self.each.map_or_else(|| self.clone(), |allowed| self.within(allowed))
    }
}
