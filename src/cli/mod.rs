//! The command line: what may be asked ([`args`]), how it is carried out ([`convert`], [`explain`], [`check`]) and what
//! the terminal sees ([`diagnostics`], [`report`]).

mod accessibility;
pub mod args;
mod book;
pub mod check;
pub mod convert;
mod destination;
mod diagnostics;
mod ebook;
pub mod explain;
mod inputs;
mod printing;
mod report;
mod root;
mod settings;
mod understood;

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use args::DesignChoice;
use offprint::design::custom::{self, PaperSize};
use offprint::diag::Error;

pub use report::{Log, style};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Success,
    /// Some inputs failed; the others are done.
    Failure,
    /// The command line cannot be carried out; nothing was done.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
        })
    }
}

/// Why a run stopped before or beside the articles: one message, and the exit code.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    message: String,
    help: Option<String>,
}

impl Stop {
    /// The command line asks for something that cannot be done.
    pub fn usage(message: impl Display) -> Self {
        Self { exit: Exit::Usage, message: message.to_string(), help: None }
    }

    /// Something failed.
    pub fn failure(message: impl Display) -> Self {
        Self { exit: Exit::Failure, message: message.to_string(), help: None }
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

/// A failure of something that is no article.
fn stop_for(error: &Error) -> Stop {
    Stop::failure(error)
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
