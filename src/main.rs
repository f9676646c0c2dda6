//! The command line: parses the arguments, runs the command, returns the exit code.

mod cli;

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use cli::args::{Cli, Command};
use cli::config::Line;
use cli::signals::Signals;
use cli::{Exit, Log, Stop, finish, print, refuse, style};
use offprint::job::STACK;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The system decides the stack size of the main thread, which may be as small as 1 MiB.
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic handler has already printed the message.
        Ok(Err(_)) => ExitCode::from(101),
        Err(_) => run(),
    }
}

/// Runs the whole program on the calling thread.
fn run() -> ExitCode {
    let signals = Signals::watch();
    let line = Line::parse(std::env::args_os().collect()).unwrap_or_else(|error| refuse(&error));
    let args = line.cli.clone();
    let terminal = args.terminal();
    let style = style(terminal);
    let log = Log::new(style.clone());
    let result = match &args.command {
        None if args.convert.licenses => cli::print(cli::LICENSES.as_bytes()).map(|()| Exit::Success),
        None => cli::convert::convert(&args.convert, &line, style, &signals),
        Some(Command::Explain(args)) => cli::explain::explain(args, &line, style),
        Some(Command::Watch(args)) => cli::watch::watch(args, &line, style, &signals),
        Some(Command::Check(args)) => cli::check::check(args, &line, style, &signals),
        Some(Command::Credits(args)) => cli::credits::credits(args, &line, style),
        Some(Command::Design { design, paper }) => cli::print_design(design, *paper, &log),
        Some(Command::Init { folder }) => cli::config::init(folder),
        Some(Command::Schema { of }) => cli::print_schema(*of),
        Some(Command::Completions { shell }) => completions(*shell),
        Some(Command::Man { all: Some(folder), .. }) => manuals(folder),
        Some(Command::Man { command, .. }) => manual(command.as_deref()),
    };
    finish(result, &log)
}

/// Writes the completions of `shell` to standard output.
fn completions(shell: clap_complete::Shell) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "offprint", &mut script);
    print(&script).map(|()| Exit::Success)
}

/// Writes the manual page of `command`, or of the whole program, to standard output.
fn manual(command: Option<&str>) -> Result<Exit, Stop> {
    let page = pages().into_iter().find(|(name, _)| match command {
        Some(command) => name.strip_prefix("offprint-") == Some(command),
        None => name == "offprint",
    });
    let (_, page) = page.ok_or_else(|| Stop::usage("there is no such page"))?;
    print(&page?).map(|()| Exit::Success)
}

/// Writes all manual pages to `folder`.
fn manuals(folder: &Path) -> Result<Exit, Stop> {
    let failed = |error| Stop::failure(format!("cannot write the manual to {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, page) in pages() {
        std::fs::write(folder.join(format!("{name}.1")), page?).map_err(failed)?;
    }
    Ok(Exit::Success)
}

/// Returns every manual page with its name: one for the program and one for each command.
fn pages() -> Vec<(String, Result<Vec<u8>, Stop>)> {
    let mut whole = Cli::command();
    whole.build();
    let commands = whole.get_subcommands().filter(|command| command.get_name() != "help").cloned();
    let commands: Vec<clap::Command> = std::iter::once(whole.clone()).chain(commands).collect();
    let page = |command: clap::Command| {
        // A command is two words on the command line (`offprint check`) but one name in the manual (`offprint-check`).
        let name = command.get_bin_name().unwrap_or("offprint").replace(' ', "-");
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command.display_name(name.clone())).render(&mut page);
        (name, rendered.map(|()| page).map_err(Stop::failure))
    };
    commands.into_iter().map(page).collect()
}
