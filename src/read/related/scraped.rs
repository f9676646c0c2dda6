//! Related articles in scraped text: a block at the end, and lines within the text.
//!
//! The last pieces of the text are read line by line: a break counts if the next word would have fitted on the line,
//! so that a title and its blurb on neighbouring lines are two. A block begins at a heading, at a label, or with pairs
//! of a title and a cut blurb. What follows it may only be references, a disclaimer, or lines that the page added.

use super::shape::{self, Entries, Unit};
use super::text::{self, LONG, Level, Role, weight};
use crate::article::{Inline, Related};
use crate::read::plain::clean;
use crate::source::Span;

/// A piece of the text, without its bullet or number.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Piece<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its lines as they are in the source, if they were joined.
    pub lines: Option<&'a str>,
    /// Where it stands.
    pub span: Span,
}

/// What the reader of scraped text knows.
#[derive(Clone, Copy)]
pub(in crate::read) struct Context<'a> {
    /// Whether a piece is a disclaimer.
    pub disclaims: &'a dyn Fn(&str) -> bool,
    /// Makes links of addresses.
    pub inlines: &'a dyn Fn(&str) -> Vec<Inline>,
}

/// Related articles at the end.
#[derive(Debug)]
pub(in crate::read) struct Found {
    /// The pieces that they take.
    pub pieces: std::ops::Range<usize>,
    /// The entries.
    pub related: Vec<Related>,
    /// Lines that the page added, with their places.
    pub left_out: Vec<(String, Span)>,
}

/// Maximum number of pieces in a block.
const MOST: usize = 160;
/// Maximum number of headings that are tried.
const TRIES: usize = 12;
/// Lines of text are seldom wrapped at fewer characters.
const NARROW: usize = 60;

/// Finds the block of related articles at the end of `pieces`.
pub(in crate::read) fn at_end(pieces: &[Piece<'_>], context: Context<'_>) -> Option<Found> {
    let long = |piece: &Piece<'_>| piece.text.len() > LONG && weight(piece.text) > LONG as f32;
    let first = pieces.iter().rposition(long).map_or(1, |at| at + 1).max(pieces.len().saturating_sub(MOST)).max(1);
    let units = units(pieces, first, context);
    let starts_piece = |at: usize| at == 0 || units[at - 1].place != units[at].place;
    let heads =
        (0..units.len()).rev().filter(|&at| starts_piece(at) && (units[at].head().is_some() || is_label(&units[at])));
    let mut best = None;
    for at in heads.take(TRIES) {
        best = below(&units, at).map(|entries| (at, entries)).or(best);
    }
    // "Read more" below a blurb is a heading only if no pair stands before it.
    let paired = without_heading(&units, context).filter(|(at, _)| best.as_ref().is_none_or(|(head, _)| at < head));
    let (at, entries) = paired.or(best)?;
    found(pieces, &units, at, entries)
}

fn found(pieces: &[Piece<'_>], units: &[Unit], at: usize, entries: Entries) -> Option<Found> {
    let mut start = units[at].place;
    let end = units.get(entries.end).map_or(pieces.len(), |unit| unit.place);
    // The mark before the block goes with it.
    if start > 1 && is_rule(pieces[start - 1].text) {
        start -= 1;
    }
    Some(Found { pieces: start..end, related: entries.related, left_out: entries.left_out })
}

/// Returns the units of `pieces` from `first` on.
fn units(pieces: &[Piece<'_>], first: usize, context: Context<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    for (place, piece) in pieces.iter().enumerate().skip(first) {
        match piece.lines.and_then(broken) {
            Some(lines) => {
                let at = |start: usize, line: &str| {
                    Span::new(piece.span.start + start, piece.span.start + start + line.len())
                };
                for (start, line) in lines {
                    add(&mut units, &clean(line), at(start, line), place, context);
                }
            }
            None => add(&mut units, piece.text, piece.span, place, context),
        }
    }
    units
}

/// Adds the units of a line: usually one, or a title and the date beside it.
fn add(units: &mut Vec<Unit>, text: &str, span: Span, place: usize, context: Context<'_>) {
    let whole = unit(text, span, place, context);
    match text::beside(&whole.text).filter(|_| whole.role == Some(Role::Title)) {
        Some((title, fact)) => {
            units.push(shape::unit(title, span, place, context.inlines));
            units.push(Unit { text: fact.to_owned(), role: Some(Role::Facts), span, place, ..Unit::default() });
        }
        None => units.push(whole),
    }
}

fn unit(text: &str, span: Span, place: usize, context: Context<'_>) -> Unit {
    if (context.disclaims)(text) {
        return Unit { text: text.to_owned(), role: Some(Role::Back), span, place, ..Unit::default() };
    }
    if is_rule(text) {
        return Unit { text: text.to_owned(), role: Some(Role::Rule), span, place, ..Unit::default() };
    }
    let labelled =
        if text.starts_with(['[', '【', '［']) || !text.ends_with(['.', ']']) { labelled(text, span) } else { None };
    match labelled {
        Some(whole) => Unit { text: text.to_owned(), role: Some(Role::Whole), whole, span, place, ..Unit::default() },
        None => shape::unit(text, span, place, context.inlines),
    }
}

fn is_label(unit: &Unit) -> bool {
    unit.role == Some(Role::Whole)
}

/// Returns the lines of `lines` with their offsets, if the breaks between them count.
fn broken(lines: &str) -> Option<Vec<(usize, &str)>> {
    let parts: Vec<(usize, &str)> = lines
        .split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}'])
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    let chars = |line: &str| line.trim().chars().count();
    let width = parts.iter().map(|(_, line)| chars(line)).max()?.max(NARROW);
    let counts = |[(_, line), (_, next)]: &[(usize, &str); 2]| {
        let word = next.split_whitespace().next().unwrap_or_default();
        let cut =
            line.trim_end().ends_with(['…', '⋯']) || line.trim_end().trim_end_matches([']', ')']).ends_with("...");
        (cut || chars(line) + 1 + word.chars().count() <= width)
            && (word.starts_with("http") || !word.starts_with(char::is_lowercase))
    };
    (parts.len() > 1 && parts.array_windows().all(counts)).then_some(parts)
}

/// Reads the entries below the heading or label `at`.
fn below(units: &[Unit], at: usize) -> Option<Entries> {
    let head = &units[at];
    let (from, level, reason) = match head.head() {
        Some(level) => (at + 1, level, format!("heading “{}”", head.text.trim_end_matches([':', ' ']))),
        None => (at, Level::Articles, String::new()),
    };
    let entries = shape::parse(units.get(from..)?, level, &reason)?;
    let end = from + entries.end;
    let stays = units.get(end).is_none_or(|unit| unit.role == Some(Role::Back) && unit.place != units[end - 1].place);
    stays.then_some(Entries { end, ..entries })
}

/// Finds pairs of a title and a cut blurb at the end: two, or one after a disclaimer.
fn without_heading(units: &[Unit], context: Context<'_>) -> Option<(usize, Entries)> {
    let (start, count) = shape::pairs(units)?;
    let after_disclaimer = start > 0 && (context.disclaims)(&units[start - 1].text);
    if count < 2 && !after_disclaimer || start > 0 && units[start - 1].place == units[start].place {
        return None;
    }
    let reason = if after_disclaimer { "after the disclaimer" } else { "at the end of the text" };
    let entries = shape::parse(&units[start..], Level::Articles, reason)?;
    let end = start + entries.end;
    (end == units.len()).then_some((start, Entries { end, ..entries }))
}

/// Finds related articles within `pieces`, which stay where they are.
pub(in crate::read) fn within(pieces: &[Piece<'_>], context: Context<'_>) -> Vec<Related> {
    let mut related = Vec::new();
    for (at, piece) in pieces.iter().enumerate().skip(1) {
        // Longer ones are paragraphs.
        if piece.text.len() > 400 || piece.text.ends_with(['.', '。', '।']) {
            continue;
        }
        if let Some(found) = labelled(piece.text, piece.span) {
            related.extend(found);
        } else if let [title, after, ..] = &pieces[at + 1..]
            && is_title_below(piece, title, after)
        {
            related.push(Related {
                title: (context.inlines)(title.text),
                span: title.span,
                because: format!("title below “{}”, within the text", piece.text.trim_end_matches([':', ' '])),
                ..Related::default()
            });
        }
    }
    related
}

/// Whether `title` stands between "Read more" and a paragraph.
fn is_title_below(head: &Piece<'_>, title: &Piece<'_>, after: &Piece<'_>) -> bool {
    head.text.len() <= 80
        && title.text.len() <= 250
        && after.text.len() > title.text.len()
        && matches!(text::role(head.text), Role::Head(level) | Role::HeadOrButton(level) if level > Level::Loose)
        && text::role(title.text) == Role::Title
        && weight(title.text) >= 3.5
        && matches!(text::role(after.text), Role::Sentence | Role::Foreign)
}

/// Returns the entries of a line with a label: `Also read: …`, `Related: …; …`.
pub(super) fn labelled(line: &str, span: Span) -> Option<Vec<Related>> {
    if line.len() > 600 {
        return None;
    }
    let (level, label, rest) = text::label(line)?;
    let rest = rest.trim();
    let several: Vec<&str> = rest.split([';', '；', '|', '｜', '·', '•']).map(str::trim).collect();
    let is_entry = |title: &&str| text::is_labelled_title(title, level);
    let titles = if several.len() > 1 && several.iter().all(is_entry) { several } else { vec![rest] };
    titles.iter().all(is_entry).then(|| {
        let entry = |title: &&str| Related {
            title: vec![Inline::Text((*title).to_owned())],
            span,
            because: format!("label “{label}”"),
            ..Related::default()
        };
        titles.iter().map(entry).collect()
    })
}

fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let first = signs.next();
    matches!(first, Some('*' | '-' | '_' | '=' | '~' | '•' | '–' | '—' | '#' | '⁂' | '❦'))
        && signs.all(|c| Some(c) == first)
}
