//! Reads Markdown in a block of HTML without blank lines around it, as in
//!
//! ```text
//! <figure>
//!   ![A quay](quay.png)
//!   <figcaption>The *old* quay</figcaption>
//! </figure>
//! ```
//!
//! For CommonMark, and so on GitHub, this is HTML up to the next blank line, so the markup is printed; pandoc reads it
//! as Markdown. No author wants it printed. The rule here: **inline** markup (pictures, links, emphasis, code) is
//! parsed; what would begin a **block** (lists, headings, fences) stays as written, as on GitHub, because lines and
//! indentation mean nothing reliable there. Inside `pre`, `code`, `kbd`, `samp`, `textarea` and `math`, nothing is
//! parsed.
//!
//! The block is divided at the tags of blocks, and each piece with markup is parsed as one paragraph. Reference links
//! and note calls use the definitions of the whole text.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::GUARD;
use super::events::{Events, options};
use crate::read::html::{self, ElementPlace, Token, find, tokens};
use crate::read::report::Report;

/// Elements whose text is kept as it is.
const VERBATIM: [&str; 9] = ["pre", "code", "kbd", "samp", "tt", "textarea", "math", "script", "style"];

impl Events<'_> {
    /// Adds the block of `html` that begins at byte `at` to the builder, with the Markdown in its lines parsed.
    pub(super) fn html_block(&mut self, html: &str, at: usize, report: &mut Report<'_>) {
        // In kramdown and PHP Markdown Extra, this attribute turns Markdown off.
        if !has_marks(html) || html.contains(" markdown=\"0\"") {
            return html::feed(&mut self.builder, html, at, &self.tags, report);
        }
        let mut start = 0;
        let mut verbatim: Option<(String, usize)> = None;
        let mut all = tokens(html);
        while let Some((token, range)) = all.next() {
            let (name, opens) = match &token {
                Token::Open { name, closed, .. } => (name.to_ascii_lowercase(), !closed),
                Token::Close(name) => (name.to_ascii_lowercase(), false),
                Token::Text(_) => continue,
                Token::Comment => (String::new(), false),
            };
            if let Some((open, depth)) = &mut verbatim {
                if *open == name {
                    *depth = if opens { *depth + 1 } else { *depth - 1 };
                }
                if *depth == 0 {
                    html::feed(&mut self.builder, &html[start..range.end], at + start, &self.tags, report);
                    start = range.end;
                    verbatim = None;
                }
                continue;
            }
            if !is_boundary(&token, &name) {
                continue;
            }
            self.html_line(&html[start..range.start], at + start, report);
            start = range.start;
            if VERBATIM.contains(&name.as_str()) && opens {
                // A script contains no tags.
                if matches!(name.as_str(), "script" | "style") {
                    if !all.skip_past(&name) {
                        break;
                    }
                    let end = all.at();
                    html::feed(&mut self.builder, &html[start..end], at + start, &self.tags, report);
                    start = end;
                } else {
                    verbatim = Some((name, 1));
                }
                continue;
            }
            html::feed(&mut self.builder, &html[start..range.end], at + start, &self.tags, report);
            start = range.end;
        }
        let rest = &html[start..];
        match verbatim {
            None if start > 0 || !rest.contains("<!--") => self.html_line(rest, at + start, report),
            _ => html::feed(&mut self.builder, rest, at + start, &self.tags, report),
        }
    }

    /// Adds a piece of text that contains tags of inline elements.
    fn html_line(&mut self, piece: &str, at: usize, report: &mut Report<'_>) {
        let words = piece.trim();
        if self.builder.too_deep || !has_marks(words) {
            return html::feed(&mut self.builder, piece, at, &self.tags, report);
        }
        let lead = piece.len() - piece.trim_start().len();
        let tail = lead + words.len();
        html::feed(&mut self.builder, &piece[..lead], at, &self.tags, report);
        let line = format!("{GUARD}{}", self.called(one_paragraph(words)));
        // The difference between offsets in `line` and in the text.
        let base = (at + lead).saturating_sub(GUARD.len_utf8());
        let builder = std::mem::take(&mut self.builder);
        let tags = std::mem::take(&mut self.tags);
        let definitions = self.definitions;
        let mut inner = Events {
            text: &line,
            inserts: self.inserts,
            definitions,
            tags,
            builder,
            raw: None,
            base: self.base + base,
        };
        let mut found = |link: pulldown_cmark::BrokenLink<'_>| {
            let (url, title) = definitions.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(url.clone()), CowStr::from(title.clone())))
        };
        let mut first = true;
        let events = Parser::new_with_broken_link_callback(&line, options(), Some(&mut found)).into_offset_iter();
        for (event, range) in events {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => continue,
                Event::Text(text) if first => {
                    let text = text.strip_prefix(GUARD).unwrap_or(&text).to_owned();
                    if !text.is_empty() {
                        inner.take(Event::Text(text.into()), range.start, range.end, report);
                    }
                }
                event => inner.take(event, range.start, range.end, report),
            }
            first = false;
            if inner.builder.too_deep {
                break;
            }
        }
        (self.builder, self.tags) = (inner.builder, inner.tags);
        html::feed(&mut self.builder, &piece[tail..], at + tail, &self.tags, report);
    }
}

impl Events<'_> {
    /// Replaces note calls in `line` by elements, if the notes are defined elsewhere in the text: the parser of a
    /// piece knows only the notes in it.
    fn called(&self, line: String) -> String {
        if !line.contains("[^") {
            return line;
        }
        let mut out = String::with_capacity(line.len());
        let mut rest = line.as_str();
        while let Some(at) = rest.find("[^") {
            let label = rest[at + 1..].split([']', '[', '\n', '"', '<']).next().unwrap_or_default();
            let end = at + 1 + label.len();
            let call = rest[end..].starts_with(']') && self.definitions.contains_key(&label.to_lowercase());
            out.push_str(&rest[..at]);
            if call {
                out.push_str(&format!("<offprint-call label=\"{}\">", &label[1..]));
                rest = &rest[end + 1..];
            } else {
                out.push_str("[^");
                rest = &rest[at + 2..];
            }
        }
        out + rest
    }
}

/// Whether `text` contains a character that may be inline markup.
fn has_marks(text: &str) -> bool {
    let around = |open: char, close: char| text.find(open).is_some_and(|at| text.rfind(close) > Some(at));
    around('[', ']') || ['*', '_', '`'].into_iter().any(|mark| around(mark, mark)) || text.contains("~~")
}

/// Whether the tag ends a line of text: a block's tag, verbatim content, or a comment.
fn is_boundary(token: &Token<'_>, name: &str) -> bool {
    match token {
        Token::Comment => true,
        Token::Text(_) => false,
        _ if VERBATIM.contains(&name) => true,
        _ => {
            !matches!(find(name), Some((_, ElementPlace::Inline | ElementPlace::Void)))
                || matches!(name, "hr" | "col" | "source")
        }
    }
}

/// Joins the lines of `text` where the next one could begin a block, without changing the number of bytes.
fn one_paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let plain =
            after.trim_start_matches([' ', '\t']).starts_with(|c: char| c.is_alphabetic() || c == '[' || c == '!');
        out.push(if plain { '\n' } else { ' ' });
        rest = after;
    }
    out.push_str(rest);
    out
}
