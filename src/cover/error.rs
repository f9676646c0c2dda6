//! What can be wrong with a cover design.

use std::fmt;

/// A mistake in a user's cover design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignError {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Its place in the file in bytes, if it has one.
    pub at: Option<usize>,
}

impl fmt::Display for DesignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DesignError {}
