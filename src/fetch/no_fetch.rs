//! Fetching in a build without the feature `fetch`: nothing can be fetched.

use super::Options;
use crate::diag::Error;
use crate::read::{Remote, Web};

/// Fetches pictures; without the feature, no value exists.
#[derive(Debug)]
pub enum Fetcher {}

impl Fetcher {
    /// Returns the error that this build cannot fetch.
    ///
    /// # Errors
    /// Always.
    pub fn new(options: Options) -> Result<Self, Error> {
        let missing = std::io::Error::other("this build of Offprint cannot fetch anything");
        Err(Error::io("use the cache", &options.cache, missing))
    }
}

impl Web for Fetcher {
    fn picture(&self, _: &str) -> Remote {
        match *self {}
    }

    fn version(&self, _: &str) -> String {
        match *self {}
    }
}
