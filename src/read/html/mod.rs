//! Reads raw HTML: its tags become elements of the same tree that Markdown builds, so that a `<div>` around Markdown,
//! `**bold**` inside a `<td>` and a `<figure>` all have their meaning.
//!
//! An element without a meaning for an article is replaced by its content, with a warning; `script` and `style` are
//! removed with their content.

mod tokens;

use std::collections::BTreeSet;

pub(super) use super::elements::{ElementPlace, find};
pub(super) use super::tree::Attributes;
pub(super) use tokens::{Token, decode, tokens};

use super::report::Report;
use super::tree::Builder;
use crate::article::Inline;
use crate::diag::Diagnostic;
use crate::source::Span;

/// Elements whose title is shown, or is reported where it is not.
const TITLED: [&str; 17] = [
    "a", "abbr", "acronym", "aside", "audio", "details", "div", "embed", "figure", "iframe", "img", "math", "object",
    "picture", "section", "svg", "video",
];

/// What is known about the tags of the whole text in advance.
#[derive(Default)]
pub(super) struct Tags {
    closed: BTreeSet<String>,
}

impl Tags {
    /// Searches `text` for end tags.
    pub fn new(text: &str) -> Self {
        let closed = text.match_indices("</").map(|(at, _)| {
            let name = text[at + 2..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next();
            name.unwrap_or_default().to_ascii_lowercase()
        });
        Self { closed: closed.collect() }
    }
}

/// Adds the tags and text of `html`, which begins at byte `at` of the text, to `builder`.
pub(super) fn feed(builder: &mut Builder, html: &str, at: usize, tags: &Tags, report: &mut Report<'_>) {
    let mut all = tokens(html);
    while let Some((token, range)) = all.next() {
        // The article is rejected anyway, and the tree would become too deep even to be dropped.
        if builder.too_deep {
            return;
        }
        let span = report.span(at + range.start..at + range.end);
        match token {
            Token::Text(text) => builder.text(&decode(text), span),
            Token::Comment if is_page_break(&html[range.clone()]) => {
                builder.void("offprint-pagebreak", Attributes::new(), span);
            }
            Token::Comment if html[range.clone()].starts_with("<?xml ") => {}
            Token::Comment if html[range.clone()].starts_with("<?") => {
                let shown: String = html[range].chars().take(40).collect::<String>().replace('\n', " ");
                let message = format!("the instruction `{shown}` is left out: it is for a program");
                report.say(Diagnostic::warning("dropped-html", message).at(span));
            }
            Token::Comment => {
                if let Some(credit) = credit_in(&html[range.clone()]) {
                    builder.void("offprint-remark", vec![("text".to_owned(), credit)], span);
                }
            }
            Token::Close(name) if find(&name.to_ascii_lowercase()).is_none() && !html[range.clone()].ends_with('>') => {
                builder.text(&html[range], span);
            }
            Token::Close(name) => close(builder, &name.to_ascii_lowercase(), span),
            Token::Open { name, attributes, closed } => {
                let raw = &html[range];
                let lower = name.to_ascii_lowercase();
                open(builder, Tag { name, lower: &lower, raw, attributes, closed, span }, tags, report);
                if matches!(lower.as_str(), "script" | "style") {
                    // Without an end tag the element would stay open, and contain everything that follows.
                    if !all.skip_past(&lower) {
                        return;
                    }
                    builder.close(&lower, span.end);
                }
            }
        }
    }
}

/// Whether `html` is a single tag of a block.
pub(super) fn is_block_tag(html: &str) -> bool {
    match tokens(html).next() {
        Some((Token::Open { name, .. } | Token::Close(name), _)) => {
            matches!(find(&name.to_ascii_lowercase()), Some((_, ElementPlace::Block)))
        }
        _ => false,
    }
}

/// Whether a comment marks a page break, such as `<!-- pagebreak -->`.
fn is_page_break(comment: &str) -> bool {
    let inner = comment.trim_start_matches("<!--").trim_end_matches("-->");
    inner.len() < 40 && {
        let name: String = inner.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        matches!(name.as_str(), "pagebreak" | "newpage" | "clearpage")
    }
}

/// Returns the credit that a comment is, such as `<!-- Photo by Leo Park, CC BY 2.0 -->`: authors put it beside a picture.
fn credit_in(comment: &str) -> Option<String> {
    const LONGEST: usize = 400;
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let text = decode(inner);
    let credit = (inner.len() <= LONGEST && inner.contains(' ')).then(|| [Inline::Text(text.clone())]);
    credit.and_then(|line| super::credit::beside(&line)).map(|_| text)
}

/// Whether an indented block inside HTML is HTML or prose, as the author's site showed it, rather than a listing.
pub(super) fn is_indented_text(block: &str) -> bool {
    let text = block.trim();
    let prose = text.split_whitespace().count() >= 8 && !text.contains(['{', '}', ';', '=']);
    text.starts_with('<')
        || prose && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '«' | '„'))
}

/// Returns how many more blocks `html` opens than it closes.
pub(super) fn open_blocks(html: &str) -> i32 {
    let is_block = |name: &str| {
        let name = name.to_ascii_lowercase();
        name != "p" && matches!(find(&name), Some((_, ElementPlace::Block)))
    };
    tokens(html)
        .map(|(token, _)| match token {
            Token::Open { name, closed: false, .. } if is_block(name) => 1,
            Token::Close(name) if is_block(name) => -1,
            _ => 0,
        })
        .sum()
}

fn close(builder: &mut Builder, name: &str, span: Span) {
    match name {
        "br" => builder.void("br", Attributes::new(), span),
        _ => {
            let closed = builder.close(name, span.end);
            if !closed && component(name).is_some() {
                builder.close("offprint-callout", span.end);
            }
        }
    }
}

struct Tag<'a> {
    name: &'a str,
    lower: &'a str,
    raw: &'a str,
    attributes: Attributes,
    closed: bool,
    span: Span,
}

fn open(builder: &mut Builder, tag: Tag<'_>, tags: &Tags, report: &mut Report<'_>) {
    match find(tag.lower) {
        Some((name, ElementPlace::Void)) => builder.void(name, tag.attributes, tag.span),
        Some((name, place)) => {
            let message = || format!("`<{name}>` is left out");
            match name {
                "script" | "style" => report.say(Diagnostic::note("dropped-html", message()).at(tag.span)),
                "svg" => report.say(Diagnostic::warning("dropped-html", message()).at(tag.span)),
                _ => {}
            }
            if !TITLED.contains(&name) {
                warn_of_words(name, &tag.attributes, |name| name == "title", tag.span, report);
            }
            builder.open(name, tag.attributes, tag.span);
            // In HTML, `<p/>` does not close the element; in SVG and JSX it does.
            if tag.closed && place != ElementPlace::Block {
                builder.close(name, tag.span.end);
            }
        }
        None => unknown(builder, tag, tags, report),
    }
}

/// Handles an unknown tag: a component with a meaning, words in angle brackets, or nothing.
fn unknown(builder: &mut Builder, mut tag: Tag<'_>, tags: &Tags, report: &mut Report<'_>) {
    if let Some(meaning) = component(tag.lower).filter(|_| tag.name.starts_with(|c: char| c.is_ascii_uppercase())) {
        if meaning == "img" {
            return builder.void("img", tag.attributes, tag.span);
        }
        if tag.attributes.iter().all(|(name, _)| name != "type") {
            tag.attributes.push(("type".into(), tag.lower.into()));
        }
        builder.open("offprint-callout", tag.attributes, tag.span);
        return;
    }
    let named = tag.lower.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // `<your name here>`: attributes without values are words.
    let words = tag.attributes.iter().all(|(_, value)| value.is_empty());
    let placeholder = words && !tag.closed && !tags.closed.contains(tag.lower);
    let formed = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic() || "_:@#{.*[(v-".contains(c))
            && !name.contains(['<', '"', '\'', '='])
            && name.contains(|c: char| c.is_alphanumeric() || c == '.')
            && name.matches('{').count() == name.matches('}').count()
    };
    let broken = tag.attributes.iter().any(|(name, value)| !formed(name) || value.starts_with('='))
        || has_open_bracket(&tag.raw[1..]);
    if placeholder || broken || !named {
        return builder.text(tag.raw, tag.span);
    }
    let message = format!("`<{}>` is not understood: only the text in it is kept", tag.name);
    report.say_once(Diagnostic::warning("dropped-html", message).at(tag.span));
    warn_of_words(tag.name, &tag.attributes, |name| name != "class", tag.span, report);
}

/// Warns of the attributes of the element `of` that have words and whose names are `lost`.
fn warn_of_words(of: &str, attributes: &Attributes, lost: impl Fn(&str) -> bool, span: Span, report: &mut Report<'_>) {
    let is_prose = |value: &str| value.contains(char::is_alphabetic) && value.contains(char::is_whitespace);
    for (name, value) in attributes.iter().filter(|(name, value)| lost(name) && is_prose(value)) {
        let message = format!("`{name}` of `<{of}>` is left out: “{value}”");
        report.say(Diagnostic::warning("dropped-html", message).at(span));
    }
}

/// Whether `tag` contains `<` outside of quotes, so that it is not a tag: `<name a=b<br>` (HTML §13.1.2.3).
fn has_open_bracket(tag: &str) -> bool {
    let mut quote = None;
    tag.bytes().any(|byte| {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'<'
    })
}

/// Returns the meaning of an MDX component, by its name in lower case.
fn component(name: &str) -> Option<&'static str> {
    match name {
        "callout" | "note" | "tip" | "info" | "warning" | "caution" | "danger" | "admonition" | "alert" => {
            Some("offprint-callout")
        }
        "image" => Some("img"),
        _ => None,
    }
}
