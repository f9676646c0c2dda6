//! Articles that are made in a process of their own.
//!
//! A run that was ended without its own doing leaves articles behind that were in work. The next run of the same folder
//! makes all others first, and then each of these in a process of its own: the same program with the same arguments, which
//! plans the same run and makes the one article. If that ends the process, it is an error of that article. A run that
//! follows none that was ended starts no process.
//!
//! The process is told by an environment variable which article it makes, since that can neither be mistaken for an
//! argument nor be in its way. Its standard input is a pipe that nobody writes to: when the run ends, however it does, the
//! pipe is closed and the process ends too.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use offprint::disk::{Alone, Disk, Ending, Isolation, Recipe, Told};
use offprint::job::{Cancel, Job, Overwrite, Settings};

use super::{Exit, Stop};

/// The variable whose value is the first output of the article that this process makes alone.
const VARIABLE: &str = "OFFPRINT_ARTICLE_ALONE";

/// Time between two looks at whether the run is to stop.
const ASKED: Duration = Duration::from_millis(40);

/// Time that a process may take longer than its article may, before it is ended.
const GRACE: Duration = Duration::from_secs(1);

/// Maximum number of bytes that are kept of what a process says on its standard error.
const SAID: u64 = 64 << 10;

/// Returns the first output of the article that this process is to make alone, if it is one for that.
pub fn asked() -> Option<PathBuf> {
    env::var_os(VARIABLE).map(PathBuf::from)
}

/// Makes the article of `jobs` whose first output is at `output`, and tells the process that waits for it. `settings` are
/// those of the jobs, `folder` is that of the journal.
pub fn serve(output: &Path, jobs: &[Job], settings: &[Settings], disk: &Disk, folder: &Path) -> Result<Exit, Stop> {
    thread::spawn(end_with_the_run);
    let is_meant = |job: &&Job| job.outputs.first().is_some_and(|first| first.path == output);
    let job = jobs.iter().find(is_meant).ok_or_else(|| Stop::failure("the article is not in this run any more"))?;
    let mut job = job.clone();
    job.over = Overwrite::Any;
    let settings = &settings[job.settings];
    let out = Mutex::new(stdout());
    let tell = |told: Told| {
        let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
        let line = serde_json::to_string(&told).unwrap_or_default();
        // Without a reader the run has ended, and this process is about to.
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    };
    Alone { disk, folder }.make(&job, settings, &Recipe::of(settings), &tell);
    Ok(Exit::Success)
}

/// Waits for the end of the run that has started this process.
fn end_with_the_run() {
    let _ = stdin().lock().read_to_end(&mut Vec::new());
    std::process::exit(1);
}

/// Starts processes that make an article alone.
pub struct Processes {
    program: PathBuf,
    arguments: Vec<OsString>,
    cancel: Cancel,
    timeout: Option<Duration>,
}

impl Processes {
    /// Creates processes like this one; `None` if the system does not tell where its program is.
    pub fn like_this(cancel: &Cancel, timeout: Option<Duration>) -> Option<Self> {
        let program = env::current_exe().ok()?;
        Some(Self { program, arguments: env::args_os().skip(1).collect(), cancel: cancel.clone(), timeout })
    }

    fn start(&self, output: &OsStr) -> Option<Child> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env(VARIABLE, output);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()
    }

    /// Listens to a process until it ends or has to.
    fn listen(&self, lines: &Receiver<String>, told: &mut dyn FnMut(Told)) -> Option<Ending> {
        let mut begun = None;
        loop {
            match lines.recv_timeout(ASKED) {
                Ok(line) => {
                    // A line that was cut off by the end of the process says nothing.
                    if let Ok(heard) = serde_json::from_str(&line) {
                        begun = begun.or_else(|| Some(Instant::now()));
                        told(heard);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.cancel.reason().is_some() {
                return Some(Ending::Cancelled);
            }
            let taken = begun.map_or(Duration::ZERO, |begun| begun.elapsed());
            if let Some(allowed) = self.timeout.filter(|allowed| taken > *allowed + GRACE) {
                return Some(Ending::TooSlow(allowed));
            }
        }
    }
}

impl Isolation for Processes {
    fn make(&self, job: &Job, told: &mut dyn FnMut(Told)) -> Ending {
        let first = job.outputs.first().map(|output| output.path.as_os_str());
        let Some(mut child) = first.and_then(|first| self.start(first)) else { return Ending::Unavailable };
        let (sender, lines) = channel();
        let out = child.stdout.take();
        let reader = thread::spawn(move || {
            let lines = out.map(BufReader::new).into_iter().flat_map(|out| out.lines().map_while(Result::ok));
            // The listener may have left.
            lines.map_while(|line| sender.send(line).ok()).for_each(drop);
        });
        let errors = child.stderr.take();
        let complaint = thread::spawn(move || {
            let (mut kept, mut errors) = (Vec::new(), errors?);
            let _ = errors.by_ref().take(SAID).read_to_end(&mut kept);
            // It must not wait for a reader.
            let _ = std::io::copy(&mut errors, &mut std::io::sink());
            Some(String::from_utf8_lossy(&kept).into_owned())
        });
        let mut whole = false;
        let ended = self.listen(&lines, &mut |heard| {
            whole |= matches!(heard, Told::Made(_) | Told::Failed { .. });
            told(heard);
        });
        if ended.is_some() {
            let _ = child.kill();
        }
        let status = child.wait();
        let _ = reader.join();
        let complaint = complaint.join().ok().flatten().unwrap_or_default();
        match (ended, status) {
            (Some(ended), _) => ended,
            (None, Ok(_)) if whole => Ending::Whole,
            (None, Ok(status)) => how(status, &complaint),
            (None, Err(_)) => Ending::Unavailable,
        }
    }
}

/// Tells how a process ended in the middle of its work with `status`, after it had written `complaint`.
fn how(status: ExitStatus, complaint: &str) -> Ending {
    let crashed = |sign: String| {
        Ending::Crashed(cause(complaint).map_or_else(|| sign.clone(), |cause| format!("{cause} ({sign})")))
    };
    match (signal(status), status.code()) {
        (Some(number), _) => match ENDS_ITSELF.iter().find(|(known, _)| *known == number) {
            Some((_, name)) => crashed((*name).to_owned()),
            None if number == KILLED => {
                Ending::Killed("by SIGKILL, which the system also sends when memory runs out".to_owned())
            }
            None => Ending::Killed(format!("by signal {number}")),
        },
        // A system without signals has numbers of its own for the end of a process that broke a rule: in Windows they are
        // those of exceptions, which are negative.
        (None, Some(code)) if code < 0 => crashed(format!("exception {code:#x}")),
        // It could not make the article at all, as when a file of configuration was changed meanwhile.
        _ => Ending::Unavailable,
    }
}

#[cfg(unix)]
const KILLED: i32 = signal_hook::consts::SIGKILL;

/// Signals with which a process ends because of what it did, and their names.
#[cfg(unix)]
const ENDS_ITSELF: [(i32, &str); 7] = {
    use signal_hook::consts::{SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP};
    [
        (SIGABRT, "SIGABRT"),
        (SIGBUS, "SIGBUS"),
        (SIGFPE, "SIGFPE"),
        (SIGILL, "SIGILL"),
        (SIGSEGV, "SIGSEGV"),
        (SIGSYS, "SIGSYS"),
        (SIGTRAP, "SIGTRAP"),
    ]
};

#[cfg(not(unix))]
const KILLED: i32 = 9;

#[cfg(not(unix))]
const ENDS_ITSELF: [(i32, &str); 0] = [];

/// Returns what a process says that runs out of stack or memory.
fn cause(complaint: &str) -> Option<&'static str> {
    match () {
        () if complaint.contains("overflowed its stack") => Some("its stack overflows"),
        () if complaint.contains("memory allocation of") => Some("there is not enough memory"),
        () => None,
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
