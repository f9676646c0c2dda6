//! Finds the places where lines may end: between words (UAX #14), inside words (hyphenation by the patterns of the TeX
//! community, through hypher), inside addresses, and as the last resort between any two characters.

use std::ops::Range;

use hypher::Lang as Patterns;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use crate::units::Pt;

use super::break_lines::Edge;
use super::collect::{Content, Paragraph};
use super::shape::{Amount, RunKind, Shaped};
use super::{glue, hyphens, literal, recipe, unspaced};

/// A place where a line may end: a break opportunity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opportunity {
    /// Byte offset where the next line starts.
    pub next: usize,
    /// Byte offset after the last visible character of this line, before the spaces.
    pub end: usize,
    pub kind: BreakKind,
    pub penalty: f64,
    /// Whether a line that ends here ends in a hyphen, added or the author's own: in a ladder of hyphens, readers see
    /// no difference.
    pub hyphen: bool,
    /// The measures of the text up to `end`, including the hyphen if there is one.
    pub before: Amount,
    /// The measures of the text up to `next`.
    pub after: Amount,
    /// How far a line that ends here protrudes at its end.
    pub end_hang: f64,
    /// How far a line that starts here protrudes at its start.
    pub start_hang: f64,
}

/// What is printed when a line ends at an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// Nothing is printed.
    Plain,
    /// A hyphen is printed.
    Hyphen,
    /// A mark in the margin that shows that the text continues. In something that is not a word, a hyphen would
    /// mislead.
    Mark,
    /// Nothing; the line must end here.
    Mandatory,
}

/// An opportunity before it is measured.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    next: usize,
    kind: BreakKind,
    penalty: f64,
}

/// What the opportunities depend on, besides the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breaking {
    pub measure: Pt,
    pub edge: Edge,
    pub literals: Literals,
}

/// Where code and similar words may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Literals {
    /// They break only if they are long, and only after marks where the break cannot be misread.
    #[default]
    Whole,
    /// They break after any of their punctuation marks. This is used if lines would have gaps otherwise.
    AtMarks,
}

/// Returns all opportunities of a paragraph in order; the first is its start, the last its end.
pub(super) fn opportunities(paragraph: &Paragraph, shaped: &Shaped, breaking: Breaking) -> Vec<Opportunity> {
    crate::halt::now();
    let mut places = between_words(paragraph);
    inside_words(paragraph, breaking, &mut places);
    places.extend(paragraph.soft_breaks.iter().map(|&next| Candidate { next, kind: BreakKind::Plain, penalty: 0.0 }));
    sort(&mut places, paragraph.text.len());
    emergencies(paragraph, shaped, breaking.measure, &mut places);
    let start = Candidate { next: 0, kind: BreakKind::Plain, penalty: 0.0 };
    let mut opportunities = Vec::with_capacity(places.len() + 1);
    opportunities.extend(std::iter::once(start).chain(places).map(|place| measured(paragraph, shaped, place)));
    opportunities
}

fn sort(places: &mut Vec<Candidate>, length: usize) {
    places.retain(|place| place.next > 0 && (place.next < length || place.kind == BreakKind::Mandatory));
    // At the same place, a mandatory break, or one without a hyphen, takes precedence over one with a hyphen.
    let rank = |kind| match kind {
        BreakKind::Mandatory => 0,
        BreakKind::Plain => 1,
        BreakKind::Hyphen | BreakKind::Mark => 2,
    };
    places.sort_by(|a, b| (a.next, rank(a.kind)).cmp(&(b.next, rank(b.kind))).then(a.penalty.total_cmp(&b.penalty)));
    places.dedup_by_key(|place| place.next);
}

/// Applies UAX #14 and an additional rule of good typesetting: no line starts with a dash.
fn between_words(paragraph: &Paragraph) -> Vec<Candidate> {
    let text = &paragraph.text;
    let allowed = linebreaks(text).filter_map(|(next, opportunity)| {
        let starts_with = text[next..].chars().next();
        let ends_with = text[..next].chars().next_back();
        if opportunity == BreakOpportunity::Mandatory {
            return Some(Candidate { next, kind: BreakKind::Mandatory, penalty: 0.0 });
        }
        if matches!(starts_with, Some('\u{2013}' | '\u{2014}')) || is_glue(paragraph, next) {
            return None;
        }
        let inside_formula = paragraph.math_breaks.binary_search_by_key(&next, |(at, _)| *at);
        if let Ok(found) = inside_formula {
            return Some(Candidate { next, kind: BreakKind::Plain, penalty: paragraph.math_breaks[found].1 });
        }
        let dash = matches!(ends_with, Some('-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '/'));
        let penalty = if dash { recipe::EXPLICIT_HYPHEN } else { 0.0 };
        Some(Candidate { next, kind: BreakKind::Plain, penalty })
    });
    let mut places: Vec<Candidate> = allowed.collect();
    let unspaced = unspaced::breaks(text).into_iter();
    places.extend(unspaced.map(|next| Candidate { next, kind: BreakKind::Plain, penalty: 0.0 }));
    places
}

/// Whether the space before byte `next` keeps its neighbours together.
fn is_glue(paragraph: &Paragraph, next: usize) -> bool {
    let text = &paragraph.text;
    let Some(before) = text[..next].strip_suffix(' ') else { return false };
    let segment = paragraph.segments.partition_point(|segment| segment.range.end < next);
    let look = paragraph.segments.get(segment).map(|segment| &segment.look);
    look.is_some_and(|look| {
        look.family != super::Family::Mono && glue::binds(before, &text[next..], &paragraph.langs[look.lang].0)
    })
}

/// Finds the hyphens that the author allows, hyphenation points, and breaks in addresses.
fn inside_words(paragraph: &Paragraph, breaking: Breaking, places: &mut Vec<Candidate>) {
    let extra = if breaking.edge == Edge::Ragged { recipe::RAGGED_HYPHEN } else { 0.0 };
    let soft = paragraph.soft_hyphens.iter();
    places.extend(soft.map(|&next| Candidate { next, kind: BreakKind::Hyphen, penalty: recipe::HYPHEN + extra }));
    for segment in &paragraph.segments {
        if !matches!(segment.content, Content::Text) {
            continue;
        }
        let patterns = segment.look.hyphenate.then(|| patterns(&paragraph.langs[segment.look.lang].0)).flatten();
        for token in tokens(&paragraph.text, segment.range.clone()) {
            let word = &paragraph.text[token.clone()];
            let code = segment.look.family == super::Family::Mono;
            let literal = code || is_literal(&paragraph.text, &token);
            if is_address(word) {
                address_breaks(word, token.start, places);
            } else if let (false, Some(patterns)) = (literal || is_torn(paragraph, &token), patterns) {
                hyphenate(word, token.start, patterns, extra, places);
            }
            if literal && (breaking.literals == Literals::AtMarks || !code && word.len() >= literal::LONG) {
                let next = literal::breaks(word).map(|at| token.start + at);
                places.extend(next.map(|next| Candidate {
                    next,
                    kind: BreakKind::Plain,
                    penalty: recipe::ADDRESS_BREAK,
                }));
            }
        }
    }
}

/// Whether the first letters of the word `token` are a drop cap. The patterns would take the rest for a word.
fn is_torn(paragraph: &Paragraph, token: &Range<usize>) -> bool {
    token.start == 0 && paragraph.initial.as_ref().is_some_and(|initial| initial.within_word)
}

/// Splits text at white space.
fn tokens(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let base = text[range.clone()].as_ptr() as usize;
    text[range.clone()].split_whitespace().map(move |word| {
        let start = range.start + (word.as_ptr() as usize - base);
        start..start + word.len()
    })
}

/// Returns the stretch without white space around byte `at`.
fn surrounding(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(char::is_whitespace);
    let start = start.map_or(0, |space| space + text[space..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
    start..end
}

/// Whether the word that contains `token` is a literal one (see `literal`). Other parts of the word may have another
/// look or be links. At most a few hundred bytes of it are examined, since a text without spaces may have any number of
/// parts.
fn is_literal(text: &str, token: &Range<usize>) -> bool {
    const MOST: usize = 200;
    let (before, after) = (&text[..token.start], &text[token.end..]);
    let open = |side: Option<char>| side.is_some_and(|neighbour| !neighbour.is_whitespace());
    if !open(before.chars().next_back()) && !open(after.chars().next()) {
        return literal::is_literal(&text[token.clone()]);
    }
    let start = before.char_indices().rev().take(MOST).take_while(|(_, it)| !it.is_whitespace()).last();
    let end = after.char_indices().take(MOST).find(|(_, it)| it.is_whitespace());
    let end = end.map_or_else(|| after.char_indices().nth(MOST).map_or(after.len(), |(at, _)| at), |(at, _)| at);
    literal::is_literal(&text[start.map_or(token.start, |(at, _)| at)..token.end + end])
}

fn patterns(lang: &str) -> Option<Patterns> {
    let code: [u8; 2] = lang.split('-').next()?.as_bytes().try_into().ok()?;
    let code = if matches!(&code, b"nb" | b"nn") { *b"no" } else { code };
    Patterns::from_iso(code)
}

fn is_address(word: &str) -> bool {
    let signs = word.bytes().filter(|byte| matches!(byte, b'/' | b'.' | b'_' | b'@' | b'=' | b'&' | b'?')).count();
    // Three symbols in a long word cannot be an abbreviation: it is a domain with a path, a DOI, a qualified name.
    word.contains("://") || word.starts_with("www.") || word.contains(['_', '@']) || (signs >= 3 && word.len() > 12)
}

/// Finds breaks in an address. They are after separators and have no hyphen, since it would be read as part of the
/// address.
fn address_breaks(word: &str, start: usize, places: &mut Vec<Candidate>) {
    let bytes = word.as_bytes();
    for (index, [one, next]) in bytes.array_windows().enumerate() {
        let separator = matches!(one, b'/' | b'.' | b'?' | b'&' | b'=' | b'_' | b'-' | b'#' | b'@' | b':');
        if separator && next.is_ascii_alphanumeric() && index >= 3 {
            let next = start + index + 1;
            places.push(Candidate { next, kind: BreakKind::Plain, penalty: recipe::ADDRESS_BREAK });
        }
    }
}

/// Finds the hyphenation points of `word`, which starts at byte `start` of the paragraph.
fn hyphenate(word: &str, start: usize, patterns: Patterns, extra: f64, places: &mut Vec<Candidate>) {
    if word.len() < recipe::SHORTEST_WORD {
        return;
    }
    let mut from = 0;
    for part in word.split(|character: char| !is_part_of_word(character)) {
        let at = from + (part.as_ptr() as usize - word[from..].as_ptr() as usize);
        from = at + part.len();
        hyphenate_letters(part, start + at, patterns, extra, places);
    }
}

/// Whether `character` is part of a word: letters, and the signs of Indic scripts, which are not letters by
/// themselves.
fn is_part_of_word(character: char) -> bool {
    let danda = matches!(character, '\u{964}' | '\u{965}');
    character.is_alphabetic() || (matches!(character, '\u{900}'..='\u{dff}') && !danda)
}

fn hyphenate_letters(part: &str, start: usize, patterns: Patterns, extra: f64, places: &mut Vec<Candidate>) {
    let letters = part.chars().count();
    if letters < recipe::SHORTEST_WORD || part.chars().all(char::is_uppercase) {
        return;
    }
    let capital = part.chars().next().is_some_and(char::is_uppercase);
    let base = recipe::HYPHEN + extra + if capital { recipe::CAPITAL_HYPHEN } else { 0.0 };
    // Indic scripts break between syllables without a hyphen.
    let kind = if patterns.hyphenation_character().is_some() { BreakKind::Hyphen } else { BreakKind::Plain };
    let mut at = 0;
    let mut done = 0;
    for length in hyphens::syllables(part, patterns).iter().map(|&length| length as usize) {
        done += part[at..at + length].chars().count();
        at += length;
        if at < part.len() {
            let short = done.min(letters - done) <= 2;
            let penalty = base + if short { recipe::SHORT_FRAGMENT } else { 0.0 };
            places.push(Candidate { next: start + at, kind, penalty });
        }
    }
}

/// Returns the width of the widest unbreakable part, and of the longest line if the paragraph is not broken at all.
pub(super) fn content_widths(paragraph: &Paragraph, shaped: &Shaped) -> (Pt, Pt) {
    let text = &paragraph.text;
    let mut places = between_words(paragraph);
    sort(&mut places, text.len());
    let (mut least, mut most) = (0.0_f64, 0.0_f64);
    let (mut word, mut line) = (0, 0);
    for place in places {
        let end = shaped.sum_before(visible_end(text, place.next), text);
        least = least.max(end.minus(&shaped.sum_before(word, text)).natural());
        word = place.next;
        if place.kind == BreakKind::Mandatory {
            most = most.max(end.minus(&shaped.sum_before(line, text)).natural());
            line = place.next;
        }
    }
    (Pt(least), Pt(most))
}

/// Adds breaks to parts that are wider than the measure: at spaces that should be kept, else between all characters.
fn emergencies(paragraph: &Paragraph, shaped: &Shaped, measure: Pt, places: &mut Vec<Candidate>) {
    let text = &paragraph.text;
    let too_wide = |part: Range<usize>| {
        let sum = shaped.sum_before(part.end, text).minus(&shaped.sum_before(part.start, text));
        // To be safe, the hyphen is counted and shrinking is not.
        sum.solid + sum.fixed + sum.space > measure.0 * 0.93
    };
    let mut added = Vec::new();
    let mut addresses = (0..0, false);
    let mut start = 0;
    for place in places.iter() {
        let end = visible_end(text, place.next);
        if end > start && too_wide(start..end) {
            for word in tokens(text, start..end) {
                if word.start > start {
                    added.push(Candidate {
                        next: word.start,
                        kind: BreakKind::Plain,
                        penalty: recipe::EMERGENCY_BREAK,
                    });
                }
                if too_wide(word.clone()) {
                    // Each stretch without spaces is examined only once, since it may be as long as its article.
                    if !addresses.0.contains(&word.start) {
                        let whole = surrounding(text, word.start);
                        let word = &text[whole.clone()];
                        addresses = (whole, is_address(word) || literal::is_literal(word));
                    }
                    cut_anywhere(paragraph, word, addresses.1, &mut added);
                }
            }
        }
        start = place.next;
    }
    if !added.is_empty() {
        places.extend(added);
        sort(places, text.len());
    }
}

/// Adds breaks anywhere in the word `range`. Its hyphenation points are added too, even if the word should stay whole,
/// since they are better places.
fn cut_anywhere(paragraph: &Paragraph, range: Range<usize>, address: bool, places: &mut Vec<Candidate>) {
    let word = &paragraph.text[range.clone()];
    let segment = paragraph.segments.partition_point(|segment| segment.range.end <= range.start);
    let look = paragraph.segments.get(segment).map(|segment| &segment.look);
    let look = look.filter(|look| look.family != super::Family::Mono && !address);
    if let Some(patterns) = look.and_then(|look| patterns(&paragraph.langs[look.lang].0)) {
        hyphenate(word, range.start, patterns, recipe::EMERGENCY_HYPHEN, places);
    }
    let inner = word.grapheme_indices(true).skip(1);
    places.extend(inner.map(|(offset, _)| cut_through(paragraph, range.start + offset, address)));
}

/// Makes a break inside a word at byte `next`: with a hyphen between two letters of a word, with a mark elsewhere.
fn cut_through(paragraph: &Paragraph, next: usize, address: bool) -> Candidate {
    let text = &paragraph.text;
    let segment = paragraph.segments.partition_point(|segment| segment.range.end <= next);
    let code = paragraph.segments.get(segment).is_some_and(|segment| segment.look.family == super::Family::Mono);
    let letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    let word = letter(text[..next].chars().next_back()) && letter(text[next..].chars().next());
    let ideographic = text[next..].chars().next().is_some_and(|character| character.len_utf8() > 2);
    let kind = match word && !code && !address {
        _ if ideographic => BreakKind::Plain,
        true => BreakKind::Hyphen,
        false => BreakKind::Mark,
    };
    Candidate { next, kind, penalty: recipe::EMERGENCY_BREAK }
}

/// Returns the end of the visible text before `next`: without spaces and a line end.
fn visible_end(text: &str, next: usize) -> usize {
    text[..next].trim_end_matches([' ', '\u{2028}', '\u{3000}', '\u{2002}', '\u{2003}', '\u{2009}']).len()
}

fn measured(paragraph: &Paragraph, shaped: &Shaped, place: Candidate) -> Opportunity {
    let text = &paragraph.text;
    let end = visible_end(text, place.next);
    let mut before = shaped.sum_before(end, text);
    let mut end_hang = 0.0;
    let hyphen = place.kind == BreakKind::Hyphen || text[..end].ends_with(['-', '\u{2010}']);
    if place.kind == BreakKind::Hyphen {
        let width = hyphen_width(shaped, end);
        before.solid += width;
        end_hang = width * recipe::right_protrusion('-');
    } else if let Some(last) = text[..end].chars().next_back() {
        end_hang = hang(text, shaped, end - last.len_utf8(), recipe::right_protrusion(last));
    }
    let start_hang = match text[place.next..].chars().next() {
        Some(first) if place.next > 0 => hang(text, shaped, place.next, recipe::left_protrusion(first)),
        _ => 0.0,
    };
    let after = shaped.sum_before(place.next, text);
    let Candidate { next, kind, penalty } = place;
    Opportunity { next, end, kind, penalty, hyphen, before, after, end_hang, start_hang }
}

/// Returns the width of a hyphen after the character before byte `at`. A third of an em is accurate enough for
/// choosing breaks in all text faces; justification uses the true width.
fn hyphen_width(shaped: &Shaped, at: usize) -> f64 {
    let run = &shaped.runs[shaped.run_at(at.saturating_sub(1))];
    run.look.size.0 * 0.29
}

/// Returns how far the character at byte `at` protrudes, if `share` of its advance may. Monospaced and right-to-left
/// text do not protrude.
fn hang(text: &str, shaped: &Shaped, at: usize, share: f64) -> f64 {
    if share == 0.0 || shaped.runs.is_empty() {
        return 0.0;
    }
    let run = &shaped.runs[shaped.run_at(at)];
    if run.level.is_rtl() || run.kind != RunKind::Glyphs || run.look.family == super::Family::Mono {
        return 0.0;
    }
    let next = at + text[at..].chars().next().map_or(0, char::len_utf8);
    let width = shaped.sum_before(next, text).minus(&shaped.sum_before(at, text));
    width.solid * share
}
