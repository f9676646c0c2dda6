//! Handles signals that ask the program to end: SIGINT (Ctrl-C), SIGTERM, SIGHUP.
//!
//! Before a run begins there is nothing to clean up, so the first signal ends the program at once. The same is true
//! while the program reads standard input or asks questions. During a run the first signal is a request: articles in
//! progress stop at their next step, temporary files are removed, and the summary is printed. The second signal ends
//! the program at once; the next run removes what it left behind. Limit: only on Linux is it known whether the parent
//! process wants a signal to be ignored (`nohup`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use offprint::Cancel;

/// The state that signal handlers share with the run.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    received: Arc<AtomicUsize>,
    at_once: Arc<AtomicBool>,
}

/// The handled signals and their names.
#[cfg(unix)]
const ASKED: [(i32, &str); 3] = [
    (signal_hook::consts::SIGINT, "SIGINT"),
    (signal_hook::consts::SIGTERM, "SIGTERM"),
    (signal_hook::consts::SIGHUP, "SIGHUP"),
];
#[cfg(not(unix))]
const ASKED: [(i32, &str); 2] = [(signal_hook::consts::SIGINT, "SIGINT"), (signal_hook::consts::SIGTERM, "SIGTERM")];

impl Signals {
    /// Installs the handlers. If that fails, the system's default behaviour stays.
    pub fn watch() -> Self {
        let signals = Self { at_once: Arc::new(AtomicBool::new(true)), ..Self::default() };
        for (signal, _) in ASKED.into_iter().filter(|(signal, _)| !is_ignored(*signal)) {
            let _ = signals.listen(signal);
        }
        // Exceeding the shell's limit of file sizes is an error like a full disk, not a reason to be killed.
        #[cfg(unix)]
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
        signals
    }

    /// Installs the handlers of `signal`. They run in the order in which they are installed, so the first one can check
    /// whether the signal has come before.
    fn listen(&self, signal: i32) -> std::io::Result<()> {
        let number = usize::try_from(signal).unwrap_or_default();
        let code = i32::from(exit_code(number));
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&self.at_once))?;
        signal_hook::flag::register(signal, Arc::clone(&self.at_once))?;
        signal_hook::flag::register_usize(signal, Arc::clone(&self.received), number)?;
        Ok(())
    }

    /// Marks the beginning of a run: from now on, the first signal is a request.
    pub fn begin(&self) -> Cancel {
        self.at_once.store(false, Ordering::SeqCst);
        Cancel::on(Arc::clone(&self.received))
    }
}

/// Returns the exit code of a program that `signal` ends.
pub fn exit_code(signal: usize) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Returns the name of `signal`.
pub fn name(signal: usize) -> &'static str {
    ASKED.iter().find(|(known, _)| usize::try_from(*known) == Ok(signal)).map_or("a signal", |(_, name)| name)
}

/// Whether the parent process wants `signal` to be ignored.
fn is_ignored(signal: i32) -> bool {
    if !cfg!(target_os = "linux") {
        return false;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    u32::try_from(signal - 1).is_ok_and(|bit| mask.checked_shr(bit).unwrap_or_default() & 1 == 1)
}
