//! Time that a thread has worked, for tests that something ends soon: what else the machine does is not counted.

use std::fs;
use std::time::{Duration, Instant};

/// A stretch of work of one thread.
pub struct Effort {
    began: Instant,
    worked: Option<Duration>,
}

impl Effort {
    /// Work that begins now.
    pub fn start() -> Self {
        Self { began: Instant::now(), worked: worked() }
    }

    /// The time of the processor that this thread has had since; where the system does not tell, the time that went by.
    pub fn spent(&self) -> Duration {
        let worked = worked().zip(self.worked).map(|(now, before)| now.saturating_sub(before));
        worked.unwrap_or_else(|| self.began.elapsed())
    }
}

/// The time that this thread has run (proc(5), `schedstat`: the first number, in nanoseconds).
fn worked() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}
