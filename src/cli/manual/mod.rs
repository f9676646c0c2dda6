//! The parts of the manual that the definitions of the command line decide: options, commands, keys of `offprint.toml`
//! and of designs, exit codes. They are compared with the chapters in `content/manual`.

mod config;
mod designs;
mod options;
#[path = "../../../tests/suite/common/manual.rs"]
mod parts;

use super::Exit;
use super::preflight::FailOn;
use clap::ValueEnum;

use parts::{expect_part, table};

/// Returns a help text as Markdown: options, file names and placeholders in it become code.
fn prose(help: &str) -> String {
    let mut out = String::new();
    for (number, part) in help.split('`').enumerate() {
        if number % 2 == 1 {
            out += &format!("`{part}`");
            continue;
        }
        for word in part.split_inclusive([' ', '\n']) {
            out += &marked(word);
        }
    }
    out.trim().to_owned()
}

/// Marks one word of a help text, with what follows it.
fn marked(word: &str) -> String {
    const AFTER: [char; 7] = [' ', '\n', ',', ';', '.', ')', ':'];
    let body = word.trim_end_matches(AFTER);
    let (lead, body) = match body.strip_prefix('(') {
        Some(rest) => ("(", rest),
        None => ("", body),
    };
    let tail = &word[lead.len() + body.len()..];
    let quoted = body.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let is_file = body.starts_with('.') && body.len() > 2 || body.ends_with(".toml") || body.ends_with(".epub");
    // Old-style figures make `0pt` look like a word.
    let number = body.strip_suffix("pt").or(body.strip_suffix("em")).or(body.strip_suffix("mm"));
    let is_length = number.is_some_and(|number| number.parse::<f64>().is_ok());
    let is_code = body.starts_with("--") || body.starts_with('{') || is_file || is_length;
    match quoted.or(is_code.then_some(body)) {
        Some(code) => format!("{lead}`{code}`{tail}"),
        None => word.replace('*', "\\*").replace('<', "\\<").replace('[', "\\[").replace('#', "\\#"),
    }
}

/// Ends `text` with a full stop.
fn sentence(text: &str) -> String {
    match text.ends_with(['.', '!', '?']) || text.is_empty() {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

/// What the manual says about an exit code.
fn meaning(exit: Exit) -> &'static str {
    match exit {
        Exit::Success => "Everything was done. There may be warnings.",
        Exit::Failure => {
            "Some inputs failed and the others are done; or an option such as `--fail-on-warnings`, `--max-warnings`, \
             `--fail-on` or `--require` found what it asks for."
        }
        Exit::Usage => "The command line or an `offprint.toml` cannot be carried out. Nothing was done.",
        Exit::Signal(1) => "SIGHUP stopped the run. What was written is whole.",
        Exit::Signal(2) => "SIGINT (Ctrl-C) stopped the run. What was written is whole.",
        Exit::Signal(_) => "SIGTERM stopped the run. What was written is whole.",
    }
}

#[test]
fn exit_codes() {
    let exits = [Exit::Success, Exit::Failure, Exit::Usage, Exit::Signal(1), Exit::Signal(2), Exit::Signal(15)];
    let code = |exit: Exit| match exit {
        Exit::Success => 0,
        Exit::Failure => 1,
        Exit::Usage => 2,
        Exit::Signal(signal) => super::signals::exit_code(signal),
    };
    for exit in exits {
        let (one, other) = (std::process::ExitCode::from(exit), std::process::ExitCode::from(code(exit)));
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "the table has another code than the program");
    }
    let rows = exits.map(|exit| [format!("`{}`", code(exit)), meaning(exit).to_owned()]);
    expect_part("12-messages.md", "exit codes", &table(["Code", "Meaning"], rows));
}

#[test]
fn findings_in_print() {
    let values = FailOn::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let rows = values.map(|value| {
        let help = value.get_help().map(ToString::to_string).unwrap_or_default();
        [format!("`{}`", value.get_name()), prose(&help)]
    });
    expect_part("12-messages.md", "findings in print", &table(["Code", "Finding"], rows));
}

#[test]
fn words_of_help_texts_become_code_only_where_they_are() {
    assert_eq!(prose("with --exclude, the `last` one (--fit)"), "with `--exclude`, the `last` one (`--fit`)");
    assert_eq!(prose("such as '*.mdx'; {date}, {year}"), "such as `*.mdx`; `{date}`, `{year}`");
    assert_eq!(prose("0pt to 1.5em, 6mm or more"), "`0pt` to `1.5em`, `6mm` or more");
    assert_eq!(prose("a * b [x] of .gitignore."), "a \\* b \\[x] of `.gitignore`.");
}
