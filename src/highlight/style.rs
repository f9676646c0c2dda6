//! Scans style sheets: CSS, SCSS, Less.

use super::Token;
use super::cursor::{Cursor, begins_word, in_word};

/// Scans the rest of `cursor` as a style sheet; with `slashes`, `//` begins a comment.
pub(super) fn scan(cursor: &mut Cursor, slashes: bool) {
    // The number of open brackets: inside them are declarations.
    let mut depth = 0_usize;
    let mut value = false;
    while let Some(next) = cursor.peek() {
        let rest = cursor.rest();
        if rest.starts_with("/*") {
            cursor.paint(rest.find("*/").map_or(rest.len(), |at| at + 2), Token::Comment);
            continue;
        }
        if slashes && rest.starts_with("//") {
            cursor.paint(cursor.line().len(), Token::Comment);
            continue;
        }
        match next {
            '"' | '\'' => {
                let line = &cursor.line()[1..];
                cursor.paint(line.find(next).map_or(line.len(), |at| at + 1) + 1, Token::String);
            }
            '{' | '}' | ';' => {
                depth = match next {
                    '{' => depth + 1,
                    '}' => depth.saturating_sub(1),
                    _ => depth,
                };
                value = false;
                cursor.step();
            }
            '@' | '$' if rest[1..].starts_with(|c: char| begins_word(c) || c == '-') => {
                let start = cursor.at;
                cursor.step();
                cursor.take(|c| in_word(c) || c == '-');
                let variable = next == '$' || cursor.rest().trim_start_matches(' ').starts_with(':');
                cursor.painted(start, if variable { Token::Name } else { Token::Keyword });
            }
            '#' if value => {
                let length = rest.len() - rest[1..].trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
                cursor.paint(length, Token::Number);
            }
            '.' | '#' if !value && rest[1..].starts_with(|c: char| begins_word(c) || c == '-') => {
                let start = cursor.at;
                cursor.step();
                cursor.take(|c| in_word(c) || c == '-');
                cursor.painted(start, Token::Type);
            }
            ':' => {
                cursor.step();
                value |= depth > 0 && !selects(cursor.ahead());
                if !value {
                    let start = cursor.at;
                    cursor.take(|c| in_word(c) || matches!(c, '-' | ':'));
                    cursor.painted(start, Token::Function);
                }
            }
            c if c.is_ascii_digit() => {
                let start = cursor.at;
                cursor.take(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%'));
                cursor.painted(start, Token::Number);
            }
            '!' => {
                let start = cursor.at;
                cursor.step();
                cursor.take(|c| c.is_ascii_alphabetic());
                cursor.painted(start, Token::Keyword);
            }
            c if begins_word(c) || c == '-' && !rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                word(cursor, depth, value)
            }
            _ => cursor.step(),
        }
    }
}

/// Whether a colon belongs to a selector: a block opens before a value would end.
fn selects(ahead: &str) -> bool {
    ahead.find(['{', ';', '}']).is_some_and(|at| ahead[at..].starts_with('{') && !ahead[..at].ends_with('#'))
        || ahead.starts_with(':')
}

fn word(cursor: &mut Cursor, depth: usize, value: bool) {
    let start = cursor.at;
    cursor.take(|c| in_word(c) || c == '-');
    let ahead = cursor.ahead();
    let property = depth > 0 && ahead.trim_start().strip_prefix(':').is_some_and(|rest| !selects(rest));
    let token = if cursor.starts("(") {
        Some(Token::Function)
    } else if !value && property || cursor.code[start..].starts_with("--") {
        Some(Token::Name)
    } else if !value {
        Some(Token::Keyword)
    } else {
        None
    };
    if let Some(token) = token {
        cursor.painted(start, token);
    }
}
