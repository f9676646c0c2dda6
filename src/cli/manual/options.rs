//! The options of the command line and of each command.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::super::args::Cli;
use super::parts::expect_part;
use super::{prose, sentence};

const CHAPTER: &str = "10-options.md";

/// Returns the entry of an option or argument in a definition list.
fn entry(arg: &Arg) -> String {
    let values = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    let mut name = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (None, Some(long)) => format!("--{long}"),
        _ => String::new(),
    };
    let optional = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
    match (name.is_empty(), arg.get_action().takes_values()) {
        (true, _) => name = format!("<{values}>"),
        (false, true) if optional => name += &format!("[=<{values}>]"),
        (false, true) => name += &format!(" <{values}>"),
        (false, false) => {}
    }
    format!("`{name}`\n: {}\n", body(arg).join("\n\n").replace('\n', "\n  ").replace("\n  \n", "\n\n"))
}

/// Returns the paragraphs about an option.
fn body(arg: &Arg) -> Vec<String> {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let default = arg.get_default_values().first().filter(|_| arg.get_action().takes_values());
    let mut body: Vec<String> = help.split("\n\n").map(|part| sentence(&stated(part))).collect();
    if let (Some(default), Some(first)) = (default, body.first_mut()) {
        *first += &format!(" Default: `{}`.", default.to_string_lossy());
    }
    body.extend(values(arg));
    body
}

/// Returns `help` with the default that it states as a sentence of its own.
fn stated(help: &str) -> String {
    match help.split_once("[default:") {
        Some((before, default)) => {
            let default = default.trim().trim_end_matches(']').trim();
            format!("{} Default: {}", sentence(&prose(before)), prose(default))
        }
        None => prose(help),
    }
}

/// Returns the values with names that `arg` takes: a list where they have help.
fn values(arg: &Arg) -> Option<String> {
    if !arg.get_action().takes_values() || arg.is_hide_possible_values_set() {
        return None;
    }
    let shown: Vec<PossibleValue> =
        arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    let names = shown.iter().map(|value| format!("`{}`", value.get_name())).collect::<Vec<_>>().join(", ");
    match shown.iter().any(|value| value.get_help().is_some()) {
        true => Some(shown.iter().map(value).collect::<Vec<_>>().join("\n")),
        false => (!shown.is_empty()).then(|| format!("One of {names}.")),
    }
}

fn value(value: &PossibleValue) -> String {
    match value.get_help() {
        Some(help) => format!("- `{}`: {}", value.get_name(), prose(&help.to_string())),
        None => format!("- `{}`", value.get_name()),
    }
}

/// Whether the manual has `arg`.
fn is_told(arg: &&Arg) -> bool {
    !arg.is_hide_set() && !matches!(arg.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong)
}

/// Returns the headings of the help in their order; the first is none.
fn headings(command: &Command) -> Vec<Option<&str>> {
    let mut headings = vec![None];
    for arg in command.get_arguments().filter(is_told) {
        if !headings.contains(&arg.get_help_heading()) {
            headings.push(arg.get_help_heading());
        }
    }
    headings
}

#[test]
fn options_of_a_conversion() {
    let mut whole = Cli::command();
    whole.build();
    let mut text = String::new();
    for heading in headings(&whole) {
        text += &format!("## {}\n\n", heading.unwrap_or("Converting"));
        let args = whole.get_arguments().filter(is_told).filter(|arg| arg.get_help_heading() == heading);
        text += &args.map(|arg| entry(arg) + "\n").collect::<String>();
    }
    expect_part(CHAPTER, "options", &text);
}

#[test]
fn commands_and_their_own_options() {
    let mut whole = Cli::command();
    whole.build();
    let mut text = String::new();
    for command in whole.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        text += &format!("### offprint {name}\n\n{}\n\n", sentence(&prose(&about)));
        let same = |arg: &&Arg| {
            let known = whole.get_arguments().find(|known| known.get_id() == arg.get_id());
            known.is_some_and(|known| body(known) == body(arg))
        };
        let (shared, own): (Vec<&Arg>, Vec<&Arg>) = command.get_arguments().filter(is_told).partition(same);
        text += &own.iter().map(|arg| entry(arg) + "\n").collect::<String>();
        let groups: Vec<&str> = headings(command).into_iter().flatten().collect();
        let groups = groups.into_iter().filter(|group| shared.iter().any(|arg| arg.get_help_heading() == Some(group)));
        let groups: Vec<String> = groups.map(|group| format!("*{group}*")).collect();
        let single: Vec<String> = (shared.iter().filter(|arg| arg.get_help_heading().is_none()))
            .filter_map(|arg| Some(format!("`--{}`", arg.get_long()?)))
            .collect();
        if !shared.is_empty() {
            text += &format!("As for a conversion: {}.\n\n", [single, groups].concat().join(", "));
        }
    }
    expect_part(CHAPTER, "commands", &text);
}
