//! The command line: what may be asked ([`args`]), how it is carried out ([`convert`], [`explain`], [`check`]) and what
//! the terminal sees ([`diagnostics`], [`report`]).

mod accessibility;
pub mod args;
mod ask;
mod book;
pub mod check;
pub mod convert;
mod destination;
mod diagnostics;
mod ebook;
mod effect;
mod error;
pub mod explain;
mod inputs;
mod printing;
mod report;
mod root;
mod settings;
pub mod signals;
mod to;
mod understood;
mod visible;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use args::DesignChoice;
use offprint::design::custom::{self, PaperSize};
use offprint::diag::Error;

pub use report::{Log, style};

/// Version of the JSON that runs print: it grows when a field changes its meaning or goes, not when one is added.
pub const SCHEMA: u32 = 1;

/// What `--licenses` prints; `.ci/licenses` writes it from the graph of crates.
pub const LICENSES: &str = include_str!("licenses.txt");

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Success,
    /// Some inputs failed; the others are done.
    Failure,
    /// The command line cannot be carried out; nothing was done.
    Usage,
    /// A signal stopped the run.
    Signal(usize),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::Signal(signal) => signals::exit_code(signal),
        })
    }
}

/// Why a run stopped before or beside the articles: one message, and the exit code.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    message: String,
    help: Option<String>,
    /// The file or folder that it is about.
    path: Option<PathBuf>,
}

impl Stop {
    /// The command line asks for something that cannot be done.
    pub fn usage(message: impl Display) -> Self {
        Self { exit: Exit::Usage, message: message.to_string(), help: None, path: None }
    }

    /// Something failed.
    pub fn failure(message: impl Display) -> Self {
        Self { exit: Exit::Failure, message: message.to_string(), help: None, path: None }
    }

    /// The same, about the file or folder at `path`.
    pub fn about(self, path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// The same, with advice.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// `design`: prints a page design as a file to start from.
pub fn print_design(choice: &DesignChoice, paper: Option<PaperSize>, log: &Log) -> Result<Exit, Stop> {
    let looks = settings::looks(choice, paper, log)?;
    print(custom::print(&looks.design).as_bytes()).map(|()| Exit::Success)
}

/// Ends the process, as clap does where the arguments make no sense or ask for help.
pub fn refuse(error: &clap::Error) -> ! {
    let plain = error.render().to_string();
    // What was typed comes from the history, a script or a list of files; it may hold what a terminal must not see.
    match visible::visible(&plain) {
        std::borrow::Cow::Borrowed(_) => error.exit(),
        std::borrow::Cow::Owned(safe) => {
            let _ = io::stderr().lock().write_all(safe.as_bytes());
            std::process::exit(error.exit_code())
        }
    }
}

/// A failure of something that is no article.
fn stop_for(error: &Error) -> Stop {
    let stop = Stop::failure(error);
    match error {
        Error::Io { path, .. } | Error::Limit { path, .. } => stop.about(path.clone()),
        _ => stop,
    }
}

/// Ends a run: says why it stopped, if it did.
pub fn finish(result: Result<Exit, Stop>, log: &Log) -> ExitCode {
    match result {
        Ok(exit) => exit.into(),
        Err(stop) => {
            log.stop(&stop);
            stop.exit.into()
        }
    }
}

/// Prints a report.
pub fn print_json(report: &serde_json::Value) -> Result<(), Stop> {
    print(visible::escaped(&format!("{report:#}\n")).as_bytes())
}

/// Prints what people read.
pub fn print_text(text: &str) -> Result<(), Stop> {
    print(visible::visible(text).as_bytes())
}

/// Prints data. That the reader has gone, as `head` does, is not a failure.
pub fn print(data: &[u8]) -> Result<(), Stop> {
    let mut output = io::stdout().lock();
    match output.write_all(data).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::failure(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
