//! Scanners for line-oriented data files: YAML, TOML, INI.

use super::Token;
use super::cursor::{Cursor, begins_word, in_word};

/// Scans YAML.
pub(super) fn yaml(cursor: &mut Cursor) {
    while !cursor.done() {
        let line = cursor.line();
        let start = cursor.at;
        cursor.skip(line.len() - line.trim_start_matches(' ').len());
        if cursor.starts("---") || cursor.starts("...") {
            cursor.paint(3, Token::Meta);
        }
        while cursor.starts("- ") {
            cursor.skip(2);
            cursor.take(|c| c == ' ');
        }
        let indent = cursor.at - start;
        if let Some(length) = key(cursor.ahead()) {
            cursor.paint(length, Token::Name);
            cursor.take(|c| c == ' ');
            cursor.step();
        }
        cursor.take(|c| c == ' ');
        let block = cursor.starts("|") || cursor.starts(">");
        value(cursor, "#");
        cursor.step();
        if block {
            block_scalar(cursor, indent);
        }
    }
}

/// Returns the length of the key at the start of `line`, which a colon ends.
fn key(line: &str) -> Option<usize> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let end = line[1..].find(quote)? + 2;
        return line[end..].trim_start().starts_with(':').then_some(end);
    }
    if line.starts_with(['{', '[', '#', '&', '*', '|', '>', '!']) {
        return None;
    }
    let colon = line.match_indices(':').find(|(at, _)| line[at + 1..].is_empty() || line[at + 1..].starts_with(' '))?.0;
    let comment = line.find(" #").is_some_and(|at| at < colon);
    Some(line[..colon].trim_end().len()).filter(|&length| length > 0 && !comment)
}

/// Scans lines that are indented by more than `indent`.
fn block_scalar(cursor: &mut Cursor, indent: usize) {
    while !cursor.done() {
        let line = cursor.line();
        let inner = line.len() - line.trim_start_matches(' ').len();
        if inner <= indent && !line.trim().is_empty() {
            return;
        }
        cursor.skip(inner.min(line.len()));
        cursor.paint(line.len() - inner, Token::String);
        cursor.step();
    }
}

/// Scans TOML, INI and properties.
pub(super) fn ini(cursor: &mut Cursor) {
    while !cursor.done() {
        cursor.take(|c| c == ' ' || c == '\t');
        let line = cursor.ahead();
        if line.starts_with('[') {
            let length = line.rfind(']').map_or(line.len(), |at| at + 1);
            cursor.paint(length, Token::Keyword);
        } else if !line.starts_with(['#', ';']) {
            let end = line.find(['=', ':']).filter(|&at| !line[..at].contains(['"', '#']) || line.starts_with('"'));
            if let Some(at) = end {
                cursor.paint(line[..at].trim_end().len(), Token::Name);
            }
        }
        value(cursor, "#;");
        cursor.step();
    }
}

/// Scans the rest of a line: strings, numbers, constants, and a comment that one of `comments` begins.
fn value(cursor: &mut Cursor, comments: &str) {
    while let Some(next) = cursor.peek().filter(|&c| c != '\n') {
        let begins = cursor.before().is_none_or(|c| c.is_whitespace() || "[{(,:=".contains(c));
        match next {
            c if comments.contains(c) && cursor.before().is_none_or(char::is_whitespace) => {
                cursor.paint(cursor.line().len(), Token::Comment);
            }
            '"' | '\'' if begins => string(cursor, next),
            '&' | '*' | '!' if begins && cursor.rest()[1..].starts_with(in_word) => {
                let start = cursor.at;
                cursor.step();
                cursor.take(|c| in_word(c) || matches!(c, '-' | '!' | '/' | '.'));
                cursor.painted(start, Token::Meta);
            }
            c if begins
                && (c.is_ascii_digit()
                    || matches!(c, '-' | '+') && cursor.rest()[1..].starts_with(|c: char| c.is_ascii_digit())) =>
            {
                let start = cursor.at;
                cursor.step();
                let word = cursor.take(|c| !c.is_whitespace() && !"[]{},".contains(c));
                // A version, or a word that begins with a digit, is not a number.
                if word.chars().all(|c| c.is_ascii_hexdigit() || "._-:+xoTZ".contains(c)) {
                    cursor.painted(start, Token::Number);
                }
            }
            c if begins && begins_word(c) => {
                let start = cursor.at;
                let word = cursor.take(|c| in_word(c) || c == '-');
                let whole = cursor.peek().is_none_or(|c| c.is_whitespace() || "],}".contains(c));
                let constant = ["true", "false", "null", "yes", "no", "on", "off", "True", "False", "inf", "nan"];
                if whole && constant.contains(&word) {
                    cursor.painted(start, Token::Number);
                } else if cursor.starts(": ") || cursor.starts(" =") {
                    cursor.painted(start, Token::Name);
                }
            }
            _ => cursor.step(),
        }
    }
}

/// Scans a string, which may have several lines between triple quotes.
fn string(cursor: &mut Cursor, quote: char) {
    let rest = cursor.rest();
    let three = if quote == '"' { "\"\"\"" } else { "'''" };
    if let Some(text) = rest.strip_prefix(three) {
        cursor.paint(text.find(three).map_or(rest.len(), |at| at + 6), Token::String);
        return;
    }
    let mut escaped = false;
    let mut end = None;
    for (at, c) in cursor.line().char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => {
                end = Some(at + 1);
                break;
            }
            _ => {}
        }
    }
    let length = end.unwrap_or_else(|| cursor.line().len());
    cursor.paint(length, Token::String);
}
