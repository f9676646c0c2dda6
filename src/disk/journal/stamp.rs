//! Stamps: whether a file may have changed, without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Age of a change below which a time of modification proves nothing: a second change may have the same time. Some file
/// systems store times in steps of two seconds.
const RECENT: Duration = Duration::from_millis(2_100);

/// Length and time of modification of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(u64, u64);

impl Stamp {
    /// Returns the stamp of the file with `metadata`.
    pub fn of(metadata: &Metadata) -> Self {
        Self(metadata.len(), nanoseconds(metadata.modified().unwrap_or(UNIX_EPOCH)))
    }

    /// Returns the stamp of an input that was read just now; `None` if it was changed so recently that its content must
    /// be compared the next time.
    pub fn settled(metadata: &Metadata, now: SystemTime) -> Option<Self> {
        let age = now.duration_since(metadata.modified().ok()?).ok()?;
        (age > RECENT).then(|| Self::of(metadata))
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}
