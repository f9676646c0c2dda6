//! Scanners for line-oriented languages: diffs, shell sessions, Markdown; and TeX.

use super::cursor::Cursor;
use super::{Token, grammars, words};

/// Scans a diff.
pub(super) fn diff(cursor: &mut Cursor) {
    while !cursor.done() {
        let line = cursor.line();
        let headers = ["diff ", "index ", "--- ", "+++ ", "@@", "new file", "deleted file", "rename ", "similarity "];
        let token = if headers.iter().any(|header| line.starts_with(header)) {
            Some(Token::Meta)
        } else if line.starts_with(['+', '>']) {
            Some(Token::Inserted)
        } else if line.starts_with(['-', '<']) {
            Some(Token::Deleted)
        } else {
            None
        };
        match token {
            Some(token) => cursor.paint(line.len(), token),
            None => cursor.skip(line.len()),
        }
        cursor.step();
    }
}

/// Prompts before commands; a space follows the first character of each.
const PROMPTS: [&str; 7] = ["$ ", "# ", "% ", "> ", "PS> ", ">>> ", "... "];

/// Scans commands with their output, which stays plain.
pub(super) fn session(cursor: &mut Cursor) {
    let mut goes_on = false;
    while !cursor.done() {
        let line = cursor.line();
        let prompt = prompt(line);
        if goes_on || prompt > 0 {
            let grammar =
                if line.starts_with(">>> ") || line.starts_with("... ") { &grammars::PYTHON } else { &grammars::SHELL };
            cursor.paint(prompt, Token::Meta);
            cursor.within(line.len() - prompt, |cursor| words::scan(cursor, grammar));
            goes_on = line.ends_with('\\');
        } else {
            cursor.skip(line.len());
        }
        cursor.step();
    }
}

/// Returns the length of the prompt at the start of `line`: `$`, `user@host:~$`, `(venv) $`.
fn prompt(line: &str) -> usize {
    if let Some(prompt) = PROMPTS.iter().find(|prompt| line.starts_with(**prompt)) {
        return prompt.len() - 1;
    }
    let Some(at) = line.find("$ ").or_else(|| line.find("# ")).filter(|&at| at < 60) else { return 0 };
    let before = &line[..at];
    let host =
        before.contains('@') && !before.contains("  ") || before.starts_with('(') && before.trim_end().ends_with(')');
    if host { at + 1 } else { 0 }
}

/// Scans Markdown.
pub(super) fn markdown(cursor: &mut Cursor) {
    let mut fence = "";
    while !cursor.done() {
        let line = cursor.line();
        let text = line.trim_start();
        let opens = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark));
        match opens {
            Some(mark) if fence.is_empty() || fence == mark => {
                fence = if fence.is_empty() { mark } else { "" };
                cursor.paint(line.len(), Token::Meta);
            }
            _ if !fence.is_empty() => cursor.paint(line.len(), Token::String),
            _ if text.starts_with('#') && text.trim_start_matches('#').starts_with(' ') => {
                cursor.paint(line.len(), Token::Keyword);
            }
            _ if text.starts_with('>') => cursor.paint(line.len(), Token::Comment),
            _ => {
                cursor.skip(line.len() - text.len());
                if ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark)) {
                    cursor.paint(1, Token::Meta);
                }
                spans(cursor);
            }
        }
        cursor.step();
    }
}

/// Scans code and addresses in a line of Markdown.
fn spans(cursor: &mut Cursor) {
    while let Some(next) = cursor.peek().filter(|&c| c != '\n') {
        let ahead = cursor.ahead();
        let end = match next {
            '`' => ahead[1..].find('`').map(|at| (at + 2, Token::String)),
            '(' if cursor.before() == Some(']') => ahead.find(')').map(|at| (at + 1, Token::Name)),
            '<' if ahead.starts_with("<http") => ahead.find('>').map(|at| (at + 1, Token::Name)),
            _ => None,
        };
        match end {
            Some((length, token)) => cursor.paint(length, token),
            None => cursor.step(),
        }
    }
}

/// Scans TeX.
pub(super) fn tex(cursor: &mut Cursor) {
    while let Some(next) = cursor.peek() {
        let rest = cursor.rest();
        match next {
            '%' => cursor.paint(cursor.line().len(), Token::Comment),
            '\\' => {
                let letters =
                    rest.len() - 1 - rest[1..].trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '@').len();
                let mark = rest[1..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
                cursor.paint(1 + if letters > 0 { letters } else { mark }, Token::Keyword);
            }
            '$' => cursor.paint(1, Token::Meta),
            _ => cursor.step(),
        }
    }
}
