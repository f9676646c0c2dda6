//! Scans HTML and XML, with embedded scripts, style sheets and PHP.

use super::cursor::{Cursor, begins_word, in_word};
use super::{Token, grammars, style, words};

/// Scans the rest of `cursor` as markup.
pub(super) fn scan(cursor: &mut Cursor) {
    while !cursor.done() {
        let rest = cursor.rest();
        let length = rest.find(['<', '&', '{']).unwrap_or(rest.len());
        cursor.skip(length);
        let rest = cursor.rest();
        if let Some((close, token)) = island(rest) {
            let length = rest.find(close).map_or(rest.len(), |at| at + close.len());
            cursor.paint(length, token);
        } else if rest.starts_with("<?php") || rest.starts_with("<?=") {
            php(cursor);
        } else if rest.starts_with("</") || rest[1.min(rest.len())..].starts_with(begins_word) && rest.starts_with('<')
        {
            let name = tag(cursor);
            match name.as_str() {
                "script" => embedded(cursor, "</script", |cursor| words::scan(cursor, &grammars::JAVASCRIPT)),
                "style" => embedded(cursor, "</style", |cursor| style::scan(cursor, false)),
                _ => {}
            }
        } else if rest.starts_with('&') {
            entity(cursor);
        } else {
            cursor.step();
        }
    }
}

/// Returns the end delimiter of a comment, declaration or template that begins `rest`.
fn island(rest: &str) -> Option<(&'static str, Token)> {
    let known = [
        ("<!--", "-->", Token::Comment),
        ("{{!--", "--}}", Token::Comment),
        ("{#", "#}", Token::Comment),
        ("<![CDATA[", "]]>", Token::String),
        ("<!", ">", Token::Meta),
        ("<?xml", "?>", Token::Meta),
        ("<%", "%>", Token::Meta),
        ("{{", "}}", Token::Meta),
        ("{%", "%}", Token::Meta),
    ];
    known.iter().find(|(open, ..)| rest.starts_with(open)).map(|&(_, close, token)| (close, token))
}

fn php(cursor: &mut Cursor) {
    let open = if cursor.starts("<?php") { 5 } else { 3 };
    cursor.paint(open, Token::Meta);
    let rest = cursor.rest();
    let length = rest.find("?>").unwrap_or(rest.len());
    cursor.within(length, |cursor| words::scan(cursor, &grammars::PHP));
    if cursor.starts("?>") {
        cursor.paint(2, Token::Meta);
    }
}

/// Scans a tag; returns the name of the element that it opens.
fn tag(cursor: &mut Cursor) -> String {
    cursor.step();
    let closes = cursor.starts("/");
    if closes {
        cursor.step();
    }
    let start = cursor.at;
    let name = cursor.take(|c| in_word(c) || matches!(c, '-' | ':' | '.')).to_ascii_lowercase();
    cursor.painted(start, Token::Keyword);
    while let Some(next) = cursor.peek() {
        match next {
            '>' => {
                cursor.step();
                return if closes { String::new() } else { name };
            }
            // The tag was not closed.
            '<' => return String::new(),
            '/' if cursor.starts("/>") => {
                cursor.skip(2);
                return String::new();
            }
            '"' | '\'' => {
                let rest = &cursor.rest()[1..];
                cursor.paint(rest.find(next).map_or(rest.len(), |at| at + 1) + 1, Token::String);
            }
            c if in_word(c) || matches!(c, '@' | ':' | '#' | '*' | '[' | '(') => {
                let start = cursor.at;
                cursor.step();
                cursor.take(|c| in_word(c) || matches!(c, '-' | ':' | '.' | ']' | ')' | '@'));
                let value = cursor.code[..start].ends_with('=');
                cursor.painted(start, if value { Token::String } else { Token::Name });
            }
            _ => cursor.step(),
        }
    }
    String::new()
}

/// Scans the text between a tag and `close` as another language.
fn embedded(cursor: &mut Cursor, close: &str, scan: impl FnOnce(&mut Cursor)) {
    let rest = cursor.rest();
    let length = rest.find(close).unwrap_or(rest.len());
    cursor.within(length, scan);
}

/// Scans an entity such as `&amp;`.
fn entity(cursor: &mut Cursor) {
    let rest = &cursor.rest()[1..];
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').len();
    if length > 0 && rest[length..].starts_with(';') {
        cursor.paint(length + 2, Token::Number);
    } else {
        cursor.step();
    }
}
