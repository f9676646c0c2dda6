//! Signals that ask the program to end: SIGINT (Ctrl-C), SIGTERM, SIGHUP.
//!
//! Before a run begins there is nothing to tidy up, and the first of them ends the program at once; reading standard
//! input and questions at the terminal can be left that way. During a run the first one is a wish: articles in hand stop
//! at their next step, temporary files go, the summary is printed. The second ends the program at once; what it leaves
//! behind goes at the next run. Limit: a signal that our parent has us ignore (`nohup`) is known only on Linux.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use offprint::Cancel;

/// What handlers share with the run.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    received: Arc<AtomicUsize>,
    at_once: Arc<AtomicBool>,
}

/// Signals with their names.
#[cfg(unix)]
const ASKED: [(i32, &str); 3] = [
    (signal_hook::consts::SIGINT, "SIGINT"),
    (signal_hook::consts::SIGTERM, "SIGTERM"),
    (signal_hook::consts::SIGHUP, "SIGHUP"),
];
#[cfg(not(unix))]
const ASKED: [(i32, &str); 2] = [(signal_hook::consts::SIGINT, "SIGINT"), (signal_hook::consts::SIGTERM, "SIGTERM")];

impl Signals {
    /// Begins to listen. That a handler cannot be set leaves the system's own behaviour.
    pub fn watch() -> Self {
        let signals = Self { at_once: Arc::new(AtomicBool::new(true)), ..Self::default() };
        for (signal, _) in ASKED.into_iter().filter(|(signal, _)| !is_ignored(*signal)) {
            let _ = signals.listen(signal);
        }
        // A file larger than the limit of the shell is an error like a full disk, not a sudden death.
        #[cfg(unix)]
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
        signals
    }

    /// Handlers run in the order in which they are set: the first asks whether this is the second signal.
    fn listen(&self, signal: i32) -> std::io::Result<()> {
        let number = usize::try_from(signal).unwrap_or_default();
        let code = i32::from(exit_code(number));
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&self.at_once))?;
        signal_hook::flag::register(signal, Arc::clone(&self.at_once))?;
        signal_hook::flag::register_usize(signal, Arc::clone(&self.received), number)?;
        Ok(())
    }

    /// A run begins: the first signal is a wish from now on.
    pub fn begin(&self) -> Cancel {
        self.at_once.store(false, Ordering::SeqCst);
        Cancel::on(Arc::clone(&self.received))
    }
}

/// The exit code of a program that `signal` ends.
pub fn exit_code(signal: usize) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// The name of `signal`.
pub fn name(signal: usize) -> &'static str {
    ASKED.iter().find(|(known, _)| usize::try_from(*known) == Ok(signal)).map_or("a signal", |(_, name)| name)
}

/// Whether whoever started us wants `signal` to be ignored.
fn is_ignored(signal: i32) -> bool {
    if !cfg!(target_os = "linux") {
        return false;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    u32::try_from(signal - 1).is_ok_and(|bit| mask.checked_shr(bit).unwrap_or_default() & 1 == 1)
}
