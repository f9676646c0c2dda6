//! Assigns roles to the blocks of scraped text.

use super::blocks::TextBlock;
use crate::article::Related;
use crate::read::related;
use crate::source::Span;

/// The blocks by role.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The title.
    pub title: Option<&'a TextBlock>,
    /// Body and captions.
    pub body: Vec<&'a TextBlock>,
    /// The disclaimer, and other blocks between it and the related articles.
    pub disclaimer: Vec<&'a TextBlock>,
    /// Related articles: those at the end, and those that lines of the body name.
    pub related: Vec<Related>,
    /// Lines that the page added to related articles, with their places.
    pub left_out: Vec<(String, Span)>,
}

/// Maximum length of a title, in characters.
const TITLE: usize = 250;
/// Maximum length of a disclaimer, in words.
const DISCLAIMER: usize = 90;
/// Number of blocks at the end whose lines are looked at one by one.
const BY_LINES: usize = 160;

/// Separates title, body, disclaimer and related articles of `text`.
pub(super) fn tell_apart<'a>(pieces: &'a [TextBlock], text: &str) -> Parts<'a> {
    let (title, rest) = match pieces {
        [first, rest @ ..] if !rest.is_empty() && first.mark.is_none() && first.text.chars().count() <= TITLE => {
            (Some(first), rest)
        }
        all => (None, all),
    };
    let mut rest: Vec<&TextBlock> = rest.iter().collect();
    let context = related::Context { disclaims: &says_disclaimer, inlines: &super::inlines };
    let found = related::at_end(&seen(&rest, text), context);
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    if let Some(related::Found { pieces, related, left_out: lines }) = found {
        rest.drain(pieces);
        (entries, left_out) = (related, lines);
    }
    let mut related = related::within(&seen(&rest, text), context);
    related.append(&mut entries);
    let disclaimer = (rest.iter().skip(1)).position(|piece| says_disclaimer(&piece.text));
    let disclaimer = disclaimer.map_or(rest.len(), |index| index + 1);
    // At the start or in the middle of the text, such a line is prose.
    let last = rest.len().saturating_sub(disclaimer) <= 3
        && rest[disclaimer..].iter().all(|piece| words(&piece.text) <= DISCLAIMER);
    let disclaimer = rest.split_off(if last { disclaimer } else { rest.len() });
    Parts { title, body: rest, disclaimer, related, left_out }
}

/// Returns `pieces` as the search for related articles sees them.
fn seen<'a>(pieces: &[&'a TextBlock], text: &'a str) -> Vec<related::Piece<'a>> {
    let first = pieces.len().saturating_sub(BY_LINES);
    let see = |(at, piece): (usize, &&'a TextBlock)| {
        let source = text.get(piece.span.start..piece.span.end).filter(|_| at >= first && piece.mark.is_none());
        let lines = source.filter(|source| source.contains(['\n', '\r', '\u{2028}', '\u{2029}']));
        related::Piece { text: &piece.text, lines, span: piece.span }
    };
    pieces.iter().enumerate().map(see).collect()
}

/// Phrases of disclaimers, in lower case; a block that contains one is a disclaimer.
const DISCLAIMERS: [&str; 23] = [
    "views and opinions expressed",
    "opinions and views expressed",
    "views expressed in this",
    "views expressed here",
    "opinions expressed in this",
    "opinions expressed here",
    "opinions expressed are",
    "views expressed are",
    "do not necessarily reflect",
    "does not necessarily reflect",
    "do not necessarily represent",
    "the author’s own and do not",
    "the author's own and do not",
    "geben nicht unbedingt",
    "die meinung des autors",
    "die meinung der autorin",
    "les opinions exprimées",
    "n’engagent que",
    "n'engagent que",
    "las opiniones expresadas",
    "as opiniões expressas",
    "le opinioni espresse",
    "мнение редакции может не совпадать",
];

fn says_disclaimer(text: &str) -> bool {
    if text.split_whitespace().nth(DISCLAIMER).is_some() {
        return false;
    }
    let text = text.to_lowercase();
    let says = text.starts_with("disclaimer") || DISCLAIMERS.iter().any(|words| text.contains(words));
    says || (text.contains("мнение автора") && text.contains("редакци"))
}

/// Whether block `index` of the body is a stand-alone question, which heads the paragraphs that answer it.
fn is_question(body: &[&TextBlock], index: usize) -> bool {
    let (Some(before), Some(after)) = (index.checked_sub(1).and_then(|before| body.get(before)), body.get(index + 1))
    else {
        return false;
    };
    let text = body[index].text.as_str();
    // "Bread? Yes! But how?" is part of a conversation.
    let one_sentence =
        text.char_indices().rev().skip(1).all(|(_, c)| !matches!(c, '.' | '!' | '?' | '…' | ':' | '؟' | '？'));
    text.ends_with(['?', '؟', '？'])
        && one_sentence
        // "Why?" is a remark, and a question of thirty words is prose.
        && (4..=20).contains(&words(text))
        && text.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
        // In an interview questions follow each other or short answers; a heading stands between paragraphs.
        && is_prose(&before.text)
        && is_prose(&after.text)
        && words(&after.text) > words(text)
}

/// Whether `text` is a paragraph: a sentence that is not a question, not cut off, and not an introduction.
fn is_prose(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '"', '»', '’', '\'', ')', ']']);
    words(text) >= 8 && end.ends_with(['.', '!', '。', '؛', '।', '۔'])
}

pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Finds the first web address in `text`, without the punctuation around it.
pub(super) fn address(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("http").map(|at| at + from) {
        from = at + 4;
        let alone = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = &text[at..];
        let Some(host) = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://")) else { continue };
        if alone && host.starts_with(char::is_alphanumeric) {
            return Some((at, at + address_len(rest)));
        }
    }
    None
}

fn address_len(text: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || c.is_control() || "<>\"“”„«»‘’`{}|\\^…。、）」".contains(c);
    let mut url = text.split(stop).next().unwrap_or_default();
    loop {
        let kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let kept = match kept.strip_suffix([')', ']']) {
            Some(inner) if kept.matches(['(', '[']).count() < kept.matches([')', ']']).count() => inner,
            _ => kept,
        };
        if kept.len() == url.len() {
            return url.len();
        }
        url = kept;
    }
}

/// Whether `line` is a section break: one repeated character, or a star symbol.
pub(super) fn is_rule(line: &str) -> bool {
    let signs = line.chars().filter(|c| !c.is_whitespace());
    let same = |mark: char| signs.clone().all(|c| c == mark);
    matches!(line, "⁂" | "❦" | "❧")
        || signs.clone().take(3).count() == 3 && ['-', '=', '*', '_', '~', '#', '•', '–', '—'].into_iter().any(same)
}

/// Returns the number at the start of `text`, as in list items and numbered headings.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    (digits <= 2 && (rest.starts_with(". ") || rest.starts_with(") "))).then(|| text[..digits].parse().ok())?
}

/// Returns which blocks of the body are headings: stand-alone questions and numbered headings.
pub(super) fn headings(body: &[&TextBlock]) -> Vec<bool> {
    let numbered = numbered(body);
    let is_item = |index: usize| body[index].mark.is_some();
    (0..body.len()).map(|index| !is_item(index) && (numbered.contains(&index) || is_question(body, index))).collect()
}

/// Finds short blocks that are numbered 1, 2, 3 … through the text, each followed by a paragraph.
fn numbered(body: &[&TextBlock]) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, [one, after]) in body.array_windows().enumerate() {
        let next = u32::try_from(found.len() + 1).ok();
        let short = words(&one.text) <= 15 && !one.text.ends_with(['.', ';', ',']);
        if short && number(&one.text) == next && number(&after.text).is_none() {
            found.push(index);
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}
