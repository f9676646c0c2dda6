//! Inline notes, `^[like this]` (pandoc, Obsidian): they become notes with labels, which the parser supports.
//!
//! Their definitions are put before the text, where no unclosed construct can swallow them. Limits: a note ends with
//! its paragraph, contains no other inline note, and contains letters: `^[1]` is a reference to a list of sources.

use std::ops::Range;

use super::Rewriter;
use crate::read::protected::protected;
use crate::read::report::Places;

/// Maximum length of a note, in bytes.
const LONGEST: usize = 5_000;
/// The prefix of the labels.
const LABEL: &str = "offprint-inline-";

/// Rewrites such notes in `text` as definitions and calls; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains("^[") {
        return None;
    }
    let notes = find(text);
    if notes.is_empty() {
        return None;
    }
    let mut out = Rewriter::new(text);
    for (at, note) in notes.iter().enumerate() {
        out.at = note.start;
        out.replace(note.start, &format!("[^{LABEL}{at}]: "));
        guard(note.clone(), &mut out);
        one_line(note.clone(), &mut out);
        // At the end of a paragraph, `^fish` would be the name of that paragraph.
        let names = text[note.clone()]
            .trim_end()
            .rsplit([' ', '\t', '\n', '>'])
            .next()
            .is_some_and(|word| word.starts_with('^'));
        out.replace(note.end, if names { "<!---->\n\n" } else { "\n\n" });
    }
    // An indented block at the start of the text must not become part of the last note.
    out.replace(0, "<!-- -->\n\n");
    for (at, note) in notes.iter().enumerate() {
        out.copy_to(note.start - 2);
        out.replace(note.end + 1, &format!("[^{LABEL}{at}]"));
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// Copies the start of a note so that it begins no block: `^[1. Mose 3]` is not a list, `^[# 4 in print]` not a
/// heading.
fn guard(note: Range<usize>, out: &mut Rewriter<'_>) {
    let text = &out.source[note.clone()];
    let words = text.trim_start();
    // Four spaces after the label would begin indented code.
    out.replace(note.end - words.len(), "");
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let escaped = match words.as_bytes() {
        // A heading, a quotation, a table, a container (`:::`) or a definition, a tab of MkDocs (`=== "Rust"`).
        [b'#' | b'>' | b'|' | b':' | b'=', ..] => Some(0),
        // An item or a rule, but not emphasis: `*Ada* says` stays.
        [b'-' | b'+' | b'*', b' ' | b'\t' | b'\n', ..] | [b'-', b'-', b'-', ..] => Some(0),
        // A fence, unless it is a code span.
        [b'~', b'~', b'~', ..] => Some(0),
        [b'`', b'`', b'`', ..] if !words.trim_start_matches('`').contains('`') => Some(0),
        // A link's definition, `[a]: b`, which prints nothing.
        [b'[', ..] if words.contains("]:") => Some(0),
        // A number: the escape stands after its digits, `1\. Mose 3`.
        _ if digits > 0 && words[digits..].starts_with(['.', ')']) => Some(digits),
        _ => None,
    };
    if let Some(offset) = escaped {
        out.copy_to(out.at + offset);
        out.replace(out.at, "\\");
    }
}

/// Copies a note without the prefixes of its further lines (`> ` in a quotation, indentation in a list).
fn one_line(note: Range<usize>, out: &mut Rewriter<'_>) {
    let text = out.source;
    while let Some(end) = text[out.at..note.end].find('\n').map(|end| out.at + end) {
        let rest = text[end..note.end].trim_start_matches(['\n', '\r', ' ', '\t', '>']);
        out.copy_to(end);
        out.replace(note.end - rest.len(), " ");
    }
    out.copy_to(note.end);
}

/// Returns the ranges of the contents of notes.
fn find(text: &str) -> Vec<Range<usize>> {
    let code = protected(text);
    let mut notes: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("^[") {
        let start = at + 2;
        if code.holds(at) || text[..at].ends_with(['\\', '[', '^']) || notes.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let Some(length) = length(&text[start..], start, code.ranges()) else { continue };
        let after = &text[start + length + 1..];
        let says = text[start..start + length].contains(char::is_alphabetic);
        // `^[2](address)^` and `^[1]^` are superscript links and references.
        if says && !after.starts_with(['(', '[', '^']) {
            notes.push(start..start + length);
        }
    }
    notes
}

/// Returns the length of the note that begins `text`, at byte `base` of the whole, up to its closing bracket.
fn length(text: &str, base: usize, code: &[Range<usize>]) -> Option<usize> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    let mut depth = 0;
    let mut at = 0;
    let mut next = code.partition_point(|range| range.end <= base);
    while at < bytes.len() {
        if let Some(range) = code.get(next).filter(|range| range.start <= base + at) {
            // A listing is a block, which an inline note cannot contain.
            if starts_line(bytes, at) {
                return None;
            }
            at = range.end - base;
            next += 1;
            continue;
        }
        match bytes[at] {
            b'\\' => at += 1,
            b'^' if bytes.get(at + 1) == Some(&b'[') => return None,
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            b'\n' if is_blank(&bytes[at + 1..]) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether byte `at` is the first one of a further line.
fn starts_line(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
    before == Some(&b'\n')
}

/// Whether the line at the start of `bytes` is empty, except for quotation markers.
fn is_blank(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_begins_no_block() {
        for (note, wanted) in [
            ("1. Mose 3", "1\\. Mose 3"),
            ("12) ducks", "12\\) ducks"),
            ("# 4 in print", "\\# 4 in print"),
            ("    far in", "far in"),
            ("- a dash", "\\- a dash"),
            ("```math on", "\\```math on"),
            ("```a``` is code", "```a``` is code"),
            ("*Ada* says", "*Ada* says"),
            ("[a]: b", "\\[a]: b"),
            ("2019 was dry", "2019 was dry"),
        ] {
            let (text, _) = rewrite(&format!("One^[{note}]")).expect("has a note");
            assert!(text.starts_with(&format!("[^offprint-inline-0]: {wanted}\n\n")), "{text}");
        }
    }

    #[test]
    fn the_last_word_of_a_note_is_not_its_name() {
        let (text, _) = rewrite("One^[of\n>^fish]").expect("has a note");
        assert!(text.starts_with("[^offprint-inline-0]: of ^fish<!---->\n\n"), "{text}");
    }

    #[test]
    fn notes_are_defined_before_the_text_and_called_in_it() {
        let (text, places) =
            rewrite("One^[A *note* [here](x), `]` too.] and\n> two^[over\n> lines]").expect("has notes");
        assert_eq!(
            text,
            "[^offprint-inline-0]: A *note* [here](x), `]` too.\n\n[^offprint-inline-1]: over lines\n\n<!-- -->\n\n\
             One[^offprint-inline-0] and\n> two[^offprint-inline-1]"
        );
        let source = "One^[A *note* [here](x), `]` too.] and\n> two^[over\n> lines]";
        for word in ["note", "too", "lines", "One", "and", "two"] {
            assert_eq!(places.source(text.find(word).unwrap()), source.find(word).unwrap(), "{word}");
        }
    }

    #[test]
    fn what_is_no_note_stays() {
        for text in ["`^[code]`", "a^[1] b", "x^[2](y)^", "[^[ab]", "open ^[note\n\nend]", "\\^[a]", "^[a ^[b"] {
            assert!(rewrite(text).is_none(), "{text}");
        }
    }
}
