//! The command line: arguments, run, exit code.

mod cli;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use cli::args::{Cli, Command};
use cli::{Exit, Log, Stop, finish, print, style};
use offprint::job::STACK;

fn main() -> ExitCode {
    // The system decides about the stack of the first thread, which may be 8 MiB or 1.
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic has been printed.
        Ok(Err(_)) => ExitCode::from(101),
        Err(_) => run(),
    }
}

/// Everything, on the thread that calls it.
fn run() -> ExitCode {
    let args = Cli::parse();
    let terminal = args.terminal();
    let style = style(terminal);
    let log = Log::new(style.clone());
    let result = match &args.command {
        None => cli::convert::convert(&args.convert, style),
        Some(Command::Explain(args)) => cli::explain::explain(args, style),
        Some(Command::Check(args)) => cli::check::check(args, style),
        Some(Command::Design { design, paper }) => cli::print_design(design, *paper, &log),
        Some(Command::Completions { shell }) => completions(*shell),
        Some(Command::Man) => manual(),
    };
    finish(result, &log)
}

/// The completions of `shell`, to standard output.
fn completions(shell: clap_complete::Shell) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "offprint", &mut script);
    print(&script).map(|()| Exit::Success)
}

/// The manual page, to standard output.
fn manual() -> Result<Exit, Stop> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Cli::command()).render(&mut page);
    rendered.map_err(Stop::failure)?;
    print(&page).map(|()| Exit::Success)
}
