//! The command line as it was written, and the same with options from files added.
//!
//! Options of a file become words of a command line, which is parsed again. So they have the same parsers and rules as
//! those that are written there, and every command sees one set of arguments. An option that the command line has, or
//! excludes, is not added: flags beat files.
//!
//! A switch that a file turns on can be turned off by `--no-` and its name ([`command`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::sync::{Arc, OnceLock};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::super::args::Cli;
use super::keys::{exclusions, refused};
use super::read::Given;

/// The command line of a run.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its arguments.
    pub cli: Arc<Cli>,
    words: Vec<OsString>,
    /// Where options of files go: behind the program and the command.
    insert: usize,
    /// Its command, if it is none that converts.
    name: Option<String>,
    /// Identifiers of the options of its command. Most runs have no files, and so do not ask.
    known: OnceLock<BTreeSet<String>>,
    /// The options that it contains, by their identifiers, with their values as written.
    written: BTreeMap<String, Vec<String>>,
    /// Identifiers of options that those exclude.
    excluded: BTreeSet<String>,
}

impl Line {
    /// Parses `words`, the first of which is the name of the program.
    ///
    /// # Errors
    /// Those of clap, which are also requests for help.
    pub fn parse(words: Vec<OsString>) -> Result<Self, clap::Error> {
        let mut command = command_of(&words);
        let matches = command.try_get_matches_from_mut(&words)?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        let (name, active, matches, insert) = match matches.subcommand() {
            Some((name, inner)) => (Some(name.to_owned()), command.find_subcommand(name).unwrap_or(&command), inner, 2),
            None => (None, &command, &matches, 1),
        };
        let written: BTreeMap<String, Vec<String>> = (active.get_arguments())
            .map(|arg| arg.get_id().as_str())
            .filter(|id| matches.value_source(id) == Some(ValueSource::CommandLine))
            .map(|id| (positive(id, active), values(matches, id, active)))
            .collect();
        let excluded = (active.get_arguments())
            .filter(|arg| written.contains_key(arg.get_id().as_str()))
            .flat_map(|arg| exclusions(active, arg));
        let line = Self {
            cli: Arc::new(cli),
            insert: insert.min(words.len()),
            name,
            known: OnceLock::new(),
            excluded: excluded.collect(),
            written,
            words,
        };
        Ok(line)
    }

    /// Parses `options` as those of a command line that converts an article and has no others.
    ///
    /// # Errors
    /// Those of clap, if an option is invalid, or if they are together.
    pub fn alone<'a>(options: impl Iterator<Item = (&'a str, &'a Given)>) -> Result<(), clap::Error> {
        let words = options.flat_map(|(name, given)| words_of(name, given));
        let words = [OsString::from("offprint"), "-".into()].into_iter().chain(words);
        command().try_get_matches_from(words).map(drop)
    }

    /// Returns the values of the option `id` as the command line has them; for a switch, `true` or `false`.
    pub fn written(&self, id: &str) -> Option<&[String]> {
        self.written.get(id).map(Vec::as_slice)
    }

    /// Whether an option of a file has an effect on its command: the command knows it, and the command line neither
    /// contains nor excludes it.
    pub fn takes(&self, id: &str) -> bool {
        self.known().contains(id) && !self.written.contains_key(id) && !self.excluded.contains(id)
    }

    fn known(&self) -> &BTreeSet<String> {
        self.known.get_or_init(|| {
            let command = command();
            let own = self.name.as_ref().and_then(|name| command.find_subcommand(name));
            shared(&command, own.unwrap_or(&command))
        })
    }

    /// Returns the arguments with `options` added.
    ///
    /// # Errors
    /// Those of clap, if the options are invalid together.
    pub fn with<'a>(&self, options: impl Iterator<Item = (&'a str, &'a Given)>) -> Result<Cli, clap::Error> {
        let mut words = self.words.clone();
        let added: Vec<OsString> = options.flat_map(|(name, given)| words_of(name, given)).collect();
        words.splice(self.insert..self.insert, added);
        Cli::from_arg_matches(&command().try_get_matches_from(words)?)
    }
}

/// Returns the options that `active` has in common with conversions. Another command may have an option of the same name
/// that means something else, which stands under another heading of the help.
fn shared(whole: &Command, active: &Command) -> BTreeSet<String> {
    let same = |arg: &&Arg| {
        let known = whole.get_arguments().find(|known| known.get_id() == arg.get_id());
        known.is_some_and(|known| known.get_help_heading() == arg.get_help_heading())
    };
    active.get_arguments().filter(same).map(|arg| arg.get_id().to_string()).collect()
}

/// Returns the words that set the option `name`.
fn words_of(name: &str, given: &Given) -> Vec<OsString> {
    match given {
        Given::Off => Vec::new(),
        Given::On => vec![format!("--{name}").into()],
        Given::Values(values) => (values.iter())
            .map(|value| {
                let mut word = OsString::from(format!("--{name}="));
                word.push(value);
                word
            })
            .collect(),
    }
}

/// Returns the values of the option `id`, which the command line has.
fn values(matches: &ArgMatches, id: &str, command: &Command) -> Vec<String> {
    let is_switch = |arg: &Arg| arg.get_id() == id && matches!(arg.get_action(), ArgAction::SetTrue);
    if command.get_arguments().any(is_switch) {
        return vec![(positive(id, command) == id).to_string()];
    }
    let raw = matches.get_raw(id).into_iter().flatten();
    raw.map(|value| value.to_string_lossy().into_owned()).collect()
}

/// The command line's definition, with a hidden `--no-…` for each switch that files can turn on.
pub fn command() -> Command {
    with_all_negations(|_| true)
}

/// As [`command`], for a command line of `words`. A command that they do not name gets no negations, because making them takes
/// time.
fn command_of(words: &[OsString]) -> Command {
    with_all_negations(|name| words.iter().any(|word| word == name))
}

fn with_all_negations(is_wanted: impl Fn(&str) -> bool) -> Command {
    let mut command = with_negations(Cli::command());
    let names = command.get_subcommands().map(|command| command.get_name().to_owned());
    let names: Vec<String> = names.filter(|name| is_wanted(name)).collect();
    for name in names {
        command = command.mut_subcommand(name, with_negations);
    }
    command
}

const NOT: &str = "no-";

fn with_negations(command: Command) -> Command {
    let longs: BTreeSet<String> = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
    let switches = command.get_arguments().filter_map(|arg| {
        let name = arg.get_long()?;
        let switch = matches!(arg.get_action(), ArgAction::SetTrue) && refused(name).is_none();
        let negated = name.strip_prefix(NOT).map_or_else(|| format!("{NOT}{name}"), str::to_owned);
        (switch && !longs.contains(&negated)).then(|| (arg.get_id().clone(), negated))
    });
    let negations: Vec<Arg> = switches
        .map(|(id, name)| {
            let own = format!("{NOT}{id}");
            Arg::new(own).long(name).hide(true).action(ArgAction::SetTrue).overrides_with(id)
        })
        .collect();
    command.args(negations)
}

/// Returns the option that `id` turns off, or else `id`.
fn positive(id: &str, command: &Command) -> String {
    let plain = id.strip_prefix(NOT).filter(|plain| command.get_arguments().any(|arg| arg.get_id() == plain));
    plain.unwrap_or(id).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> Line {
        Line::parse(words.split(' ').map(OsString::from).collect()).unwrap()
    }

    fn values(values: &[&str]) -> Given {
        Given::Values(values.iter().map(OsString::from).collect())
    }

    #[test]
    fn options_of_files_are_added_behind_the_command() {
        let line = parsed("offprint check a.md --size 12pt");
        let (paper, on) = (values(&["a5"]), Given::On);
        let cli = line.with([("paper", &paper), ("qr", &on)].into_iter()).unwrap();
        let Some(super::super::super::args::Command::Check(check)) = cli.command else { panic!("no check") };
        assert!(check.pages.paper.is_some() && check.pages.size.is_some() && check.pages.printing.qr);
    }

    #[test]
    fn what_the_command_line_has_or_excludes_is_not_taken_from_files() {
        let line = parsed("offprint a.md --fit 4 --no-qr");
        assert!(!line.takes("fit") && !line.takes("max_sheets") && !line.takes("qr"));
        assert!(line.takes("paper"));
        let line = parsed("offprint credits a.md");
        assert!(!line.takes("paper") && line.takes("from"));
    }

    #[test]
    fn the_last_of_a_switch_and_its_opposite_counts() {
        assert!(parsed("offprint a.md --no-qr --qr").cli.convert.pages.printing.qr);
        assert!(!parsed("offprint a.md --qr --no-qr").cli.convert.pages.printing.qr);
        assert!(!parsed("offprint a.md --no-first-picture --first-picture").cli.convert.reading.no_first_picture);
    }

    #[test]
    fn the_definition_with_negations_is_sound() {
        command().debug_assert();
    }
}
