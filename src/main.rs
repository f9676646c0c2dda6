//! The command line: arguments, run, exit code.

mod cli;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use cli::args::{Cli, Command};
use cli::{Exit, Log, Stop, finish, print, style};

fn main() -> ExitCode {
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
