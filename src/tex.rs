//! TeX formulas: the preparation that both writers share.
//!
//! pulldown-latex parses the source into events. It knows TeX's primitives and most of amsmath; a few commands that
//! articles use are rewritten into ones that it knows. It recurses where commands take commands as arguments, so its
//! input is bounded first.

mod error;

use std::borrow::Cow;

pub(crate) use error::Error;
use pulldown_latex::{Event, Parser, Storage};

/// Maximum length of a formula, in bytes.
const LENGTH: usize = 20_000;
/// Maximum nesting of braces: the parser recurses.
const DEPTH: usize = 64;
/// Maximum number of commands that may take one another as arguments; such nesting needs no braces.
const COMMANDS: usize = 1_000;
/// Maximum number of events of a formula; macro definitions multiply them.
const EVENTS: usize = 20_000;

/// Private-use characters, which no author writes, represent constructs for which the parser has no event.
///
/// The text that holds the number of an equation begins with this one.
pub(crate) const TAG: char = '\u{f8e1}';
/// The content after this one is framed.
pub(crate) const FRAME: char = '\u{f8e2}';
/// The content after these takes up space but is invisible: its whole size, only its width, only its height.
pub(crate) const PHANTOMS: [char; 3] = ['\u{f8e3}', '\u{f8e4}', '\u{f8e5}'];

/// Rewrites the source into the form that the parser accepts.
pub(crate) fn prepared(tex: &str) -> Result<String, Error> {
    if tex.len() > LENGTH {
        return Err(Error::TooLong);
    }
    if depth(tex) > DEPTH || tex.matches('\\').count() > COMMANDS {
        return Err(Error::TooDeep);
    }
    // The parser would silently drop the arguments of these commands.
    if tex.contains("\\sideset") {
        return Err(Error::UnknownCommand("\\sideset".to_owned()));
    }
    Ok(rewritten(tex).into_owned())
}

/// Parses `source`, which comes from [`prepared`], into events.
///
/// # Errors
/// If the formula cannot be parsed; holds the parser's message.
pub(crate) fn events<'s>(source: &'s str, storage: &'s Storage) -> Result<Vec<Event<'s>>, Error> {
    let mut events = Vec::new();
    for event in Parser::new(source, storage) {
        events.push(event.map_err(|error| Error::Syntax(first_line(error)))?);
        if events.len() > EVENTS {
            return Err(Error::TooLong);
        }
    }
    Ok(events)
}

/// Rewrites commands that the parser does not know in terms of ones that it knows.
fn rewritten(tex: &str) -> Cow<'_, str> {
    if !tex.contains('\\') {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    let [whole, width, height] = PHANTOMS;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let length = after.find(|next: char| !next.is_ascii_alphabetic()).unwrap_or(after.len());
        let name;
        (name, rest) = after.split_at(length);
        match name {
            "tag" | "label" | "nonumber" | "notag" => rest = numbering(name, rest, &mut out),
            "operatorname" if rest.starts_with('*') => {
                rest = rest.strip_prefix('*').unwrap_or(rest);
                out.push_str("\\mathop");
            }
            "boxed" | "fbox" => mark(FRAME, &mut out),
            "phantom" => mark(whole, &mut out),
            "hphantom" => mark(width, &mut out),
            "vphantom" => mark(height, &mut out),
            "mbox" | "hbox" | "textnormal" | "textup" => out.push_str("\\text"),
            "bold" | "bm" | "pmb" => out.push_str("\\boldsymbol"),
            "hspace" if rest.starts_with('*') => {
                rest = rest.strip_prefix('*').unwrap_or(rest);
                out.push_str("\\hspace");
            }
            "" => {
                // An escaped character; it may be a backslash.
                out.push('\\');
                let mut chars = rest.chars();
                out.extend(chars.next());
                rest = chars.as_str();
            }
            other => {
                out.push('\\');
                out.push_str(other);
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn mark(sign: char, out: &mut String) {
    out.push_str("\\text{");
    out.push(sign);
    out.push('}');
}

/// Replaces `\tag{…}` by its private-use form and drops labels of equations. Returns the rest of the text.
fn numbering<'t>(name: &str, rest: &'t str, out: &mut String) -> &'t str {
    if matches!(name, "nonumber" | "notag") {
        out.push(' ');
        return rest;
    }
    let (bare, after) = match rest.strip_prefix('*') {
        Some(after) => (true, after),
        None => (false, rest),
    };
    let Some((argument, after)) = braced(after.trim_start()) else {
        out.push('\\');
        out.push_str(name);
        return rest;
    };
    match (name, bare) {
        ("label", _) => out.push(' '),
        (_, true) => out.extend(["\\text{", TAG.encode_utf8(&mut [0; 4]), argument, "}"]),
        (_, false) => out.extend(["\\text{", TAG.encode_utf8(&mut [0; 4]), "(", argument, ")}"]),
    }
    after
}

/// Returns the content of the braces at the start of `text`, and the rest of the text.
pub(crate) fn braced(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 1 => {
                let (inside, after) = text.split_at_checked(at)?;
                return Some((inside.strip_prefix('{')?, after.strip_prefix('}')?));
            }
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return None;
        }
    }
    None
}

/// Returns the first line of an error message; the lines after it show the source.
pub(crate) fn first_line(error: impl std::fmt::Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// Returns the maximum nesting in `tex`, of groups and of arguments without braces.
fn depth(tex: &str) -> usize {
    let (mut deepest, mut now) = (0usize, 0usize);
    for byte in tex.bytes() {
        match byte {
            b'{' | b'[' | b'(' => now += 1,
            b'}' | b']' | b')' => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}
