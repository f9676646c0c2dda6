//! Lists numbered by letters, Roman numerals or bracketed numbers, as in pandoc's `fancy_lists`: `a.`, `B)`, `(iv)`,
//! `(2)`, `#.`.
//!
//! CommonMark does not have them, and a line may begin with "A." by chance. So a list is recognised only if at least
//! two consecutive numbers occur, each at the start of its line, with the same brackets and indentation. The first of
//! them must come after a blank line, a colon, a heading or the marker of an enclosing item. Capitals with a full stop,
//! which may be initials, need three items, or two spaces after them as pandoc requires; letters that do not start at
//! the first letter need three too. `i.` is a numeral if `ii.` follows, else a letter. The list becomes an ordinary
//! one, and an `offprint-numbers` element in the first item records its numbering.
//!
//! Limits: no example lists (`(@)`), and no list whose first item begins with another block.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::Rewriter;
use crate::article::Numerals;
use crate::read::markdown::options;
use crate::read::report::Places;

/// Rewrites those lists in `text` as ordinary ones; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    let marked = text.split('\n').filter(|line| mark(line.trim_start_matches([' ', '\t', '>'])).is_some());
    if marked.take(2).count() < 2 {
        return None;
    }
    let lines = lines(text);
    let mut found = sequences(&lines);
    if found.is_empty() {
        return None;
    }
    let opaque = opaque(text);
    let is_text = |item: &&Line<'_>| {
        let at = opaque.partition_point(|range| range.start <= item.at);
        opaque[..at].last().is_none_or(|range| range.end <= item.at)
    };
    found.retain(|sequence| sequence.items.iter().all(|item| is_text(&item)));
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut before: Option<(usize, char)> = None;
    for sequence in &found {
        // Adjacent lists with the same marker would become one list.
        let mark = match before {
            Some((end, ')')) if end + 1 == sequence.first => '.',
            _ => ')',
        };
        before = Some((sequence.last, mark));
        edits.extend(sequence.edits(mark));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = Rewriter::new(text);
    for (range, by) in edits {
        out.copy_to(range.start);
        out.replace(range.end, &by);
    }
    out.copy_to(text.len());
    (!found.is_empty()).then_some((out.text, out.places))
}

/// Returns the ranges of code and HTML in `text`, in order.
fn opaque(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)));
    blocks.map(|(_, range)| range).collect()
}

/// The punctuation around the number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brackets {
    Period,
    One,
    Two,
}

/// A line of the text.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// Where it begins.
    at: usize,
    /// Quotation markers and indentation before its text.
    prefix: &'a str,
    /// Its text.
    text: &'a str,
    /// Its number and brackets.
    mark: Option<(&'a str, Brackets)>,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|whole| {
        let line = whole.trim_end_matches(['\n', '\r']);
        let rest = line.trim_start_matches([' ', '\t', '>']);
        let found = Line { at, prefix: &line[..line.len() - rest.len()], text: rest, mark: mark(rest) };
        at += whole.len();
        found
    });
    lines.collect()
}

/// Returns the number and its brackets at the start of `text`, if words follow.
fn mark(text: &str) -> Option<(&str, Brackets)> {
    let (rest, open) = match text.strip_prefix('(') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    // `a.`, `(iv)`, `#.`: nine signs hold every number that a list has, such as `xxxviii`.
    let length = rest.bytes().take(9).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let (number, after) = rest.split_at(length);
    let brackets = match (open, after.bytes().next()?) {
        (true, b')') => Brackets::Two,
        (false, b')') => Brackets::One,
        (false, b'.') => Brackets::Period,
        _ => return None,
    };
    let words = &after[1..];
    // `1.` is a number of Markdown itself, `(1)` is not, and `a#` is not a number at all.
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    let known = !number.is_empty() && (!plain || open) && (number == "#" || !number.contains('#'));
    (known && words.starts_with([' ', '\t']) && !words.trim().is_empty()).then_some((number, brackets))
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    fn indent(&self) -> usize {
        self.prefix.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
    }

    /// Returns the lengths of its marker and of the space after it.
    fn lengths(&self) -> (usize, usize) {
        let Some((number, brackets)) = self.mark else { return (0, 0) };
        let mark = number.len() + if brackets == Brackets::Two { 2 } else { 1 };
        let words = self.text[mark..].trim_start_matches([' ', '\t']);
        (mark, self.text.len() - mark - words.len())
    }

    /// Whether a list may begin on the line after this one.
    fn allows_list(&self, indent: usize) -> bool {
        let ordinary = self.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let item = self.text.starts_with(['-', '*', '+'])
            || self.mark.is_some()
            || ordinary.len() < self.text.len() && ordinary.starts_with(['.', ')']);
        self.is_blank() || self.text.ends_with(':') || self.text.starts_with('#') || item && self.indent() < indent
    }
}

/// Consecutive items.
#[derive(Debug)]
struct Sequence<'a> {
    numbering: Numbering,
    /// Indices of its first and last line.
    first: usize,
    last: usize,
    items: Vec<Line<'a>>,
}

/// The numbering of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Numbering {
    numerals: Numerals,
    /// The number of its first item.
    start: i64,
    brackets: Brackets,
}

fn sequences<'a>(lines: &[Line<'a>]) -> Vec<Sequence<'a>> {
    let mut found: Vec<Sequence<'a>> = Vec::new();
    let mut taken = vec![false; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        let Some((number, brackets)) = line.mark.filter(|_| !taken[index]) else { continue };
        let before = index.checked_sub(1).map(|before| &lines[before]);
        if before.is_some_and(|before| !before.allows_list(line.indent())) {
            continue;
        }
        let readings = readings(number).into_iter().filter(|(_, start)| {
            // Only an ordinary list that starts with 1 can interrupt a paragraph.
            *start == 1 || before.is_none_or(Line::is_blank)
        });
        let numberings = readings.map(|(numerals, start)| Numbering { numerals, start, brackets });
        let runs = numberings.map(|numbering| (numbering, run(lines, index, numbering)));
        // Takes the longest run; the first one if several are equally long.
        let Some((numbering, run)) = runs.rev().max_by_key(|(_, run)| run.len()) else { continue };
        let items: Vec<Line<'a>> = run.iter().map(|&at| lines[at]).collect();
        if is_list(&items, numbering) {
            run.iter().for_each(|&at| taken[at] = true);
            let last = end(lines, run.last().copied().unwrap_or(index));
            found.push(Sequence { numbering, first: index, last, items });
        }
    }
    found
}

/// Returns the last of the blank lines that follow line `at`; `at` itself if none does.
fn end(lines: &[Line<'_>], at: usize) -> usize {
    let blank = lines[at + 1..].iter().take_while(|line| line.is_blank()).count();
    at + blank
}

/// Returns the possible values of a number, the most likely first.
fn readings(number: &str) -> Vec<(Numerals, i64)> {
    if number == "#" {
        return vec![(Numerals::Decimal, 1)];
    }
    if let Ok(number) = number.parse() {
        return vec![(Numerals::Decimal, number)];
    }
    let lower = number.bytes().all(|byte| byte.is_ascii_lowercase());
    if !lower && !number.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Vec::new();
    }
    let (roman, alpha) = match lower {
        true => (Numerals::LowerRoman, Numerals::LowerAlpha),
        false => (Numerals::UpperRoman, Numerals::UpperAlpha),
    };
    let numeral = roman_value(&number.to_ascii_lowercase()).filter(|&value| roman.write(value) == number);
    let letter = (number.len() == 1).then(|| i64::from(number.as_bytes()[0].to_ascii_lowercase() - b'a') + 1);
    let mut readings: Vec<_> = [numeral.map(|value| (roman, value)), letter.map(|value| (alpha, value))].into();
    // Lists usually begin with their first number.
    readings.sort_by_key(|reading| reading.is_none_or(|(_, value)| value != 1));
    readings.into_iter().flatten().collect()
}

fn roman_value(numeral: &str) -> Option<i64> {
    let values = numeral.bytes().map(|byte| match byte {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        b'd' => Some(500),
        b'm' => Some(1000),
        _ => None,
    });
    let values: Vec<i64> = values.collect::<Option<_>>()?;
    // A smaller numeral before a larger one is subtracted from it: `iv` is 5 − 1, `xl` is 50 − 10.
    let signed = values
        .iter()
        .enumerate()
        .map(|(at, &value)| if values.get(at + 1).is_some_and(|&next| next > value) { -value } else { value });
    Some(signed.sum())
}

/// Returns the lines of the items that begin with line `index`.
fn run(lines: &[Line<'_>], index: usize, numbering: Numbering) -> Vec<usize> {
    let Numbering { numerals, start, brackets } = numbering;
    let first = &lines[index];
    let indent = first.indent();
    let endless = first.mark.is_some_and(|(number, _)| number == "#");
    let mut run = vec![index];
    let mut after_blank = false;
    for (at, line) in lines.iter().enumerate().skip(index + 1) {
        if line.is_blank() {
            after_blank = true;
            continue;
        }
        let next = start.saturating_add(run.len() as i64);
        let follows = |(number, own): (&str, Brackets)| {
            own == brackets && if endless { number == "#" } else { number == numerals.write(next) }
        };
        if line.prefix == first.prefix && line.mark.is_some_and(follows) {
            run.push(at);
        } else if line.indent() < indent + 2 && (after_blank || line.mark.is_some() || begins_block(line.text)) {
            break;
        }
        after_blank = false;
    }
    run
}

/// Whether `text` cannot be a line of a paragraph.
fn begins_block(text: &str) -> bool {
    text.starts_with(['#', '-', '+', '*', '>', '`', '~', '|', '<', '='])
}

fn is_list(items: &[Line<'_>], Numbering { numerals, start, brackets }: Numbering) -> bool {
    let capitals = matches!(numerals, Numerals::UpperAlpha | Numerals::UpperRoman) && brackets == Brackets::Period;
    let spaced = items.iter().all(|item| item.lengths().1 > 1);
    // A line may begin with an abbreviation such as "e. g.", so letters that do not start with the first one need three
    // items.
    let letters = matches!(numerals, Numerals::LowerAlpha | Numerals::UpperAlpha);
    let least = if capitals && !spaced || letters && start != 1 { 3 } else { 2 };
    let plain = items.first().is_some_and(|first| {
        let (mark, space) = first.lengths();
        let words = &first.text[mark + space..];
        !begins_block(words)
            || words.starts_with('*') && !words.starts_with("* ")
            || words.starts_with("`") && !words.starts_with("```")
    });
    plain && items.len() >= least
}

impl Sequence<'_> {
    /// Returns the replacements of its markers: `1` and `mark`, with the space adjusted so that the words stay in
    /// place.
    fn edits(&self, mark: char) -> impl Iterator<Item = (Range<usize>, String)> {
        self.items.iter().enumerate().map(move |(index, item)| {
            let (length, space) = item.lengths();
            let from = item.at + item.prefix.len();
            let gap = " ".repeat((length + space).saturating_sub(2).clamp(1, 4));
            let sign = if index == 0 { self.sign() } else { String::new() };
            (from..from + length + space, format!("1{mark}{gap}{sign}"))
        })
    }

    /// Returns the element that records the numbering.
    fn sign(&self) -> String {
        let kind = match self.numbering.numerals {
            Numerals::Decimal => "1",
            Numerals::LowerAlpha => "a",
            Numerals::UpperAlpha => "A",
            Numerals::LowerRoman => "i",
            Numerals::UpperRoman => "I",
        };
        let marks = match self.numbering.brackets {
            Brackets::Period => ".",
            Brackets::One => ")",
            Brackets::Two => "()",
        };
        format!("<offprint-numbers type=\"{kind}\" start=\"{}\" marks=\"{marks}\">", self.numbering.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, wanted: &str) {
        let rewritten = rewrite(text).map_or_else(|| text.to_owned(), |(rewritten, _)| rewritten);
        let shown =
            rewritten.replace("<offprint-numbers type=", "<").replace("\" start=\"", " ").replace("\" marks=\"", " ");
        assert_eq!(shown, wanted, "{text}");
    }

    #[test]
    fn letters_numerals_and_brackets_in_their_order_are_lists() {
        becomes("a. x\nb. y\n", "1) <\"a 1 .\">x\n1) y\n");
        becomes("t:\ni) x\n\nii) y", "t:\n1) <\"i 1 )\">x\n\n1)  y");
        becomes("(a) x\n    more\n(b) y", "1)  <\"a 1 ()\">x\n    more\n1)  y");
        becomes("(3) x\n(4) y", "1)  <\"1 3 ()\">x\n1)  y");
        becomes("#. x\n#. y", "1) <\"1 1 .\">x\n1) y");
        becomes("I.  x\nII.  y", "1)  <\"I 1 .\">x\n1)   y");
        becomes("A. x\nB. y\nC. z", "1) <\"A 1 .\">x\n1) y\n1) z");
        becomes("h. x\ni. y\nj. z", "1) <\"a 8 .\">x\n1) y\n1) z");
        becomes("1. x\n   a. y\n   b. z\n2. w", "1. x\n   1) <\"a 1 .\">y\n   1) z\n2. w");
        becomes("a. x\n   i. y\n   ii. z\nb. w", "1) <\"a 1 .\">x\n   1) <\"i 1 .\">y\n   1)  z\n1) w");
        becomes("> a. x\n> b. y", "> 1) <\"a 1 .\">x\n> 1) y");
        becomes("a. x\nb. y\n\nA) z\nB) w", "1) <\"a 1 .\">x\n1) y\n\n1. <\"A 1 )\">z\n1. w");
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for text in [
            "a. x",
            "A. Berg\nB. Cole",
            "a. x\nc. y",
            "a. x\nb) y",
            "some words\na. x\nb. y",
            "e. g. this\nf. that is",
            "i. e. this\nj) x",
            "```\na. x\nb. y\n```",
            "<div>\na. x\nb. y\n</div>",
            "    a. x\n    b. y",
            "a.x\nb.y",
            "dc. x\nmm. y",
            "(see) x\n(also) y",
            "a. x\n\nNew paragraph.\n\nb. y",
        ] {
            becomes(text, text);
        }
    }
}
