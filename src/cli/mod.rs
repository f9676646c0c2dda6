//! The command line: arguments ([`args`]), commands ([`convert`], [`explain`], [`check`]) and messages
//! ([`diagnostics`], [`report`]).

mod accessibility;
mod alone;
pub mod args;
mod ask;
mod book;
mod book_by;
mod books;
pub mod check;
mod choose;
pub mod config;
pub mod convert;
pub mod credits;
mod destination;
mod diagnostics;
mod ebook;
mod effect;
mod error;
pub mod explain;
mod explain_folder;
mod inputs;
#[cfg(test)]
mod manual;
mod preflight;
mod printing;
mod recorded;
mod removed;
mod report;
mod root;
mod settings;
pub mod signals;
mod since;
mod to;
mod understood;
mod visible;
mod warnings;
pub mod watch;
mod web;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use args::{DesignChoice, SchemaOf};
use offprint::design::custom::{self, PaperSize};
use offprint::diag::Error;

pub use report::{Log, style};

/// Version of the JSON output: increased if a field changes its meaning or is removed, not if one is added.
pub const SCHEMA: u32 = 1;

/// The output of `--licenses`, which `.ci/licenses` generates from the dependency graph.
pub const LICENSES: &str = include_str!("licenses.txt");

/// The result of a run, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Success,
    /// Some inputs failed; the others are done.
    Failure,
    /// The command line is invalid; nothing was done.
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

/// A message that stops a run or a part of it, with the exit code.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    message: String,
    help: Option<String>,
    /// The file or folder that it is about.
    path: Option<PathBuf>,
    /// Whether what is wrong was already printed with its places.
    told: bool,
}

impl Stop {
    /// Creates a stop for a command line that cannot be carried out.
    pub fn usage(message: impl Display) -> Self {
        Self { exit: Exit::Usage, message: message.to_string(), help: None, path: None, told: false }
    }

    /// Creates a stop for a failure.
    pub fn failure(message: impl Display) -> Self {
        Self { exit: Exit::Failure, message: message.to_string(), help: None, path: None, told: false }
    }

    /// Sets the file or folder that it is about.
    pub fn about(self, path: impl Into<PathBuf>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// Notes that what is wrong was already printed with its places.
    pub fn told(self) -> Self {
        Self { told: true, ..self }
    }

    /// Adds advice.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Implements `design`: prints a page design as a file to start from.
pub fn print_design(choice: &DesignChoice, paper: Option<PaperSize>, log: &Log) -> Result<Exit, Stop> {
    let looks = settings::looks(choice, paper, log)?;
    print(custom::print(&looks.design).as_bytes()).map(|()| Exit::Success)
}

/// Implements `schema`: prints a JSON Schema.
pub fn print_schema(of: SchemaOf) -> Result<Exit, Stop> {
    match of {
        SchemaOf::Config => print(format!("{:#}\n", config::schema()).as_bytes()),
        SchemaOf::Report => print(REPORT_SCHEMA.as_bytes()),
    }
    .map(|()| Exit::Success)
}

/// The JSON Schema of the report of a run.
const REPORT_SCHEMA: &str = include_str!("../../content/schema/report.schema.json");

/// Ends the process as clap does, if arguments are invalid or help is requested.
pub fn refuse(error: &clap::Error) -> ! {
    let plain = error.render().to_string();
    // The arguments may come from a script or a list of files, and contain characters that must not reach a terminal.
    match visible::visible(&plain) {
        std::borrow::Cow::Borrowed(_) => error.exit(),
        std::borrow::Cow::Owned(safe) => {
            let _ = io::stderr().lock().write_all(safe.as_bytes());
            std::process::exit(error.exit_code())
        }
    }
}

/// Returns the stop for a failure that does not concern an article.
fn stop_for(error: &Error) -> Stop {
    let stop = Stop::failure(error);
    match error {
        Error::Io { path, .. } | Error::Limit { path, .. } => stop.about(path.clone()),
        _ => stop,
    }
}

/// Ends a run and prints why it stopped, if it did.
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

/// Prints text for people.
pub fn print_text(text: &str) -> Result<(), Stop> {
    print(visible::visible(text).as_bytes())
}

/// Prints data. A reader that closes the pipe, as `head` does, is not a failure.
pub fn print(data: &[u8]) -> Result<(), Stop> {
    let mut output = io::stdout().lock();
    match output.write_all(data).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Stop::failure(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
