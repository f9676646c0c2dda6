//! Values of an `offprint.toml`: from TOML to the words of a command line, and what is wrong with them.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use toml::de::DeValue;

use super::keys::{Key, Take};
use super::line::Line;
use super::read::{Given, closest};

/// Why a value cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Fault {
    /// Creates a fault.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds advice.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Returns what `value` says for `key`.
pub fn given(key: &Key, value: &DeValue<'_>) -> Result<Given, Fault> {
    match value {
        DeValue::Boolean(true) if key.takes(Take::Flag) || key.takes(Take::Bare) => Ok(Given::On),
        DeValue::Boolean(false) if key.takes(Take::Flag) => Ok(Given::Off),
        DeValue::Array(items) if key.many => {
            let texts: Result<Vec<OsString>, Fault> = items.iter().map(|item| text(key, item.get_ref())).collect();
            texts.map(Given::Values)
        }
        value => text(key, value).map(|text| Given::Values(vec![text])),
    }
}

/// Returns `value` as a word of the command line.
fn text(key: &Key, value: &DeValue<'_>) -> Result<OsString, Fault> {
    match value {
        DeValue::String(text) if key.takes(Take::Text) && !text.trim().is_empty() => Ok(text.as_ref().into()),
        DeValue::Integer(number) if key.takes(Take::Number) && number.radix() == 10 => {
            Ok(number.as_str().replace('_', "").into())
        }
        DeValue::Datetime(date) if key.takes(Take::Date) => Ok(date.to_string().into()),
        DeValue::String(text) if key.takes(Take::Text) && text.trim().is_empty() => {
            Err(Fault::new(format!("`{}` is empty", key.name)).help("leave it out"))
        }
        other => Err(wrong_kind(key, other)),
    }
}

/// Returns the fault that `value` is of a kind that `key` does not take.
fn wrong_kind(key: &Key, value: &DeValue<'_>) -> Fault {
    let name = &key.name;
    let fault = Fault::new(format!("`{name}` is {}, not {}", wanted(key), kind(value)));
    match value {
        DeValue::String(text) if key.takes(Take::Number) && text.trim().parse::<u64>().is_ok() => {
            fault.help(format!("write it without quotes: {name} = {}", text.trim()))
        }
        DeValue::String(text) if key.takes(Take::Flag) && matches!(&**text, "true" | "false") => {
            fault.help(format!("write it without quotes: {name} = {text}"))
        }
        DeValue::Integer(number) if key.takes(Take::Text) => {
            fault.help(format!("write it in quotes: {name} = \"{}\"", number.as_str()))
        }
        DeValue::Float(number) if key.takes(Take::Text) => {
            fault.help(format!("write it in quotes: {name} = \"{}\"", number.as_str()))
        }
        DeValue::Datetime(date) if key.takes(Take::Text) => {
            fault.help(format!("write it in quotes: {name} = \"{date}\""))
        }
        DeValue::Array(_) => fault.help("leave out the brackets"),
        DeValue::Boolean(false) if !key.takes(Take::Flag) => fault.help("leave the key out for the default"),
        _ => match example(key) {
            Some(example) => fault.help(format!("for example {name} = {example}")),
            None => fault,
        },
    }
}

/// Describes what `key` takes.
fn wanted(key: &Key) -> String {
    let kind = match key.takes[..] {
        [Take::Flag] => "true or false",
        [Take::Number] => "a whole number",
        [Take::Number, Take::Text, ..] => "a whole number or a text in quotes",
        _ => "a text in quotes",
    };
    if key.many { format!("{kind}, or several as an array") } else { kind.to_owned() }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(number) if number.radix() != 10 => "a number in another notation",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(true) => "true",
        DeValue::Boolean(false) => "false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// Returns a value that `key` can have.
pub fn example(key: &Key) -> Option<String> {
    let value = key.default.clone().filter(|default| accepts(key, default));
    let value = value.or_else(|| key.values.first().map(|(name, _)| name.clone()))?;
    Some(written(key, &value))
}

/// Returns `value` as TOML, in quotes if it is not a number for `key`.
pub fn written(key: &Key, value: &str) -> String {
    match value.parse::<u64>() {
        Ok(number) if key.takes(Take::Number) => number.to_string(),
        _ => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Whether `key` takes only the values that have names.
pub fn closed(key: &Key) -> bool {
    refusal(key, &Given::Values(vec!["\u{1}".into()])).is_some_and(|fault| fault.message.contains("it is one of"))
}

/// Whether the option takes `value`.
pub fn accepts(key: &Key, value: &str) -> bool {
    refusal(key, &Given::Values(vec![value.into()])).is_none()
}

/// Returns what the parser of the option has against `given`; `None` if nothing.
pub fn refusal(key: &Key, given: &Given) -> Option<Fault> {
    let error = Line::alone(std::iter::once((key.name.as_str(), given))).err()?;
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let name = &key.name;
    match error.kind() {
        // What it needs beside it may be in another file or on the command line.
        ErrorKind::MissingRequiredArgument => None,
        ErrorKind::InvalidValue => {
            let value = context(ContextKind::InvalidValue).concat();
            let known: Vec<&str> = key.values.iter().map(|(name, _)| name.as_str()).collect();
            let fault = Fault::new(format!("`{name}` cannot be `{value}`: it is one of {}", known.join(", ")));
            let meant = closest(&value.to_lowercase(), known.iter().copied()).filter(|meant| meant.len() > 2);
            Some(match meant {
                Some(meant) => fault.help(format!("did you mean {}?", written(key, meant))),
                None => fault,
            })
        }
        _ if key.takes == [Take::Number] => {
            Some(Fault::new(format!("`{name}` is a whole number of 1 or more")).help("leave it out for the default"))
        }
        _ => {
            let value = context(ContextKind::InvalidValue).concat();
            let why = error.source().map_or_else(|| first_line(&error.to_string()), ToString::to_string);
            Some(Fault::new(format!("`{name}` cannot be `{value}`: {why}")))
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
