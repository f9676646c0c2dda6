//! Embedded notes, in Obsidian's syntax: `![[note]]`, `![[note#Heading]]`, `![[note#^block]]`, and
//! `![words](note.md)`. Their text replaces the link before anything else is read.
//!
//! Headings are lowered below the heading above the link, labels of footnotes are made unique, and pictures are looked
//! up beside the note. Limits: [`MAX_DEPTH`] levels of embedding, [`MAX_NOTES`] in an article, [`MAX_BYTES`] of their
//! text. A note that is missing, or would embed itself, becomes a link, with a warning.

mod adapt;
mod find;
mod part;

use std::borrow::Cow;
use std::ops::Range;

use super::Files;
use super::dialects;
use super::lookup::join;
use super::protected::protected;
use super::report::{Places, Report};
use super::tags::Rewriter;
use crate::diag::Diagnostic;
use crate::source::Span;
use find::Finder;

/// Maximum depth of embedding.
const MAX_DEPTH: usize = 6;
/// Maximum number of notes that an article embeds.
const MAX_NOTES: usize = 1_000;
/// Maximum number of bytes that an article embeds.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Embeds the notes in `text`, of the article at `path`; `report` then maps places in the result to the source.
pub(super) fn rewrite<'a>(text: Cow<'a, str>, path: &str, files: &dyn Files, report: &mut Report<'_>) -> Cow<'a, str> {
    if !may_embed(&text) {
        return text;
    }
    let path = join(files.folder(), path.rsplit('/').next().unwrap_or(path));
    let mut work = Work { finder: Finder::new(files), report, open: Vec::new(), notes: 0, bytes: 0, at: None };
    let Some((rewritten, places)) = work.expand(&text, &path, None) else { return text };
    let places = places.then(&work.report.places);
    report.places = places;
    Cow::Owned(rewritten)
}

fn may_embed(text: &str) -> bool {
    text.contains("![[") || text.contains("![") && text.contains(".md")
}

struct Work<'f, 'r, 'd> {
    finder: Finder<'f>,
    report: &'r mut Report<'d>,
    /// The notes that are being embedded: path and part.
    open: Vec<(String, String)>,
    notes: usize,
    bytes: usize,
    /// The place in the source of the link that started the embedding.
    at: Option<Span>,
}

/// A link that embeds a note.
struct Link<'a> {
    range: Range<usize>,
    note: &'a str,
    /// The text after `#`; empty for the whole note.
    part: &'a str,
    /// The link text, if any.
    words: &'a str,
}

impl Work<'_, '_, '_> {
    /// Embeds the notes in `text`, of the note at `path`. `part` is the part of the note that it comes from, if not
    /// the whole.
    fn expand(&mut self, text: &str, path: &str, part: Option<&str>) -> Option<(String, Places)> {
        let links = links(text);
        if links.is_empty() {
            return None;
        }
        let levels = adapt::headings(text);
        self.open.push((path.to_owned(), part.unwrap_or_default().to_owned()));
        let mut out = Rewriter::new(text);
        for link in links {
            let span = self.at.unwrap_or_else(|| self.report.span(link.range.clone()));
            let outer = self.at.replace(span);
            let above = levels.partition_point(|heading| heading.range.start < link.range.start).checked_sub(1);
            let found = self.content(text, &link, path, above.map_or(1, |above| levels[above].level));
            match found {
                Ok(note) => put(text, &link, &note, &mut out),
                Err(why) => self.leave(&link, &why, &mut out),
            }
            self.at = outer;
        }
        self.open.pop();
        out.copy_to(text.len());
        Some((out.text, out.places))
    }

    /// Returns the content that `link` embeds, below a heading of `level`.
    fn content(&mut self, text: &str, link: &Link<'_>, from: &str, level: u8) -> Result<String, Missing> {
        let path = if link.note.is_empty() {
            from.to_owned()
        } else {
            self.finder.note(from, link.note).ok_or(Missing::Note)?
        };
        let whole = (path.clone(), String::new());
        let key = (path.clone(), link.part.to_lowercase());
        // Embedding another part of the article itself is no cycle, unless the link is in that part.
        let is_loop = self.open.contains(&key) || path != from && self.open.contains(&whole);
        if is_loop {
            return Err(Missing::Loop(path));
        }
        if self.open.len() > MAX_DEPTH || self.notes >= MAX_NOTES || self.bytes >= MAX_BYTES {
            return Err(Missing::Limit);
        }
        let own = path == from && link.note.is_empty();
        let note = if own { text.to_owned() } else { self.finder.text(&path).ok_or(Missing::Note)? };
        let note = if own { Cow::Borrowed(note.as_str()) } else { dialects::of_note(&note) };
        let range = part::find(&note, link.part).ok_or(Missing::Part)?;
        if own && (range.start..range.end).contains(&link.range.start) {
            return Err(Missing::Loop(path));
        }
        self.notes += 1;
        let extract = part::extract(&note, range, link.part, &format!("-note-{}", self.notes));
        self.bytes += extract.len();
        let (extract, _) = self.expand(&extract, &path, Some(&key.1)).unwrap_or((extract, Places::default()));
        let extract = adapt::pictures(&extract, &path, &mut self.finder);
        Ok(adapt::below(&extract, level))
    }

    /// Writes an ordinary link in place of a note that cannot be embedded.
    fn leave(&mut self, link: &Link<'_>, why: &Missing, out: &mut Rewriter<'_>) {
        let name = if link.note.is_empty() { "this article" } else { link.note };
        let message = match why {
            // A missing note is reported later, with its place, when the links are resolved.
            Missing::Note => return,
            Missing::Part => {
                format!("`{name}` has no part `{}`: a link replaces it", link.part.trim_start_matches('^'))
            }
            Missing::Loop(path) => format!("`{path}` embeds itself: a link replaces the inner copy"),
            Missing::Limit => "too many notes are embedded: links replace the rest".to_owned(),
        };
        let at = self.at.unwrap_or_default();
        self.report.say_once(Diagnostic::warning("embedded-page", message).at(at));
        // Without its exclamation mark, it is an ordinary link.
        out.copy_to(link.range.start);
        out.replace(link.range.start + 1, "");
        out.copy_to(link.range.end);
    }
}

/// Why a note cannot be embedded.
enum Missing {
    /// There is no such note.
    Note,
    /// The note has no such heading or block.
    Part,
    /// It would embed itself.
    Loop(String),
    /// A limit was reached.
    Limit,
}

/// Finds the links in `text` that may embed a note.
fn links(text: &str) -> Vec<Link<'_>> {
    let code = protected(text);
    let mut links = Vec::new();
    let (mut line, mut seen) = (0, 0);
    for (at, _) in text.match_indices("![") {
        line = text[seen..at].rfind('\n').map_or(line, |end| seen + end + 1);
        seen = at;
        if code.holds(at) || text[..at].ends_with('\\') || !is_alone(&text[line..at]) {
            continue;
        }
        links.extend(wiki(text, at).or_else(|| markdown(text, at)));
    }
    links
}

/// Whether blocks may follow `before` on its line: not in a heading or a table row.
fn is_alone(before: &str) -> bool {
    let bare = before.trim_start_matches([' ', '\t', '>']);
    !bare.starts_with(['|', '#'])
}

fn wiki(text: &str, at: usize) -> Option<Link<'_>> {
    let inner = text[at..].strip_prefix("![[")?;
    let end = inner.find(['\n', ']', '['])?;
    inner[end..].starts_with("]]").then_some(())?;
    let (address, words) = inner[..end].split_once('|').unwrap_or((&inner[..end], ""));
    let (note, part) = address.split_once('#').unwrap_or((address, ""));
    // If there are several headings, the last one is meant.
    let part = part.rsplit('#').next().unwrap_or(part).trim();
    let is_nothing = note.trim().is_empty() && part.is_empty();
    let is_other = super::pictures::has_picture_extension(note) || is_nothing;
    (!is_other).then(|| Link { range: at..at + 3 + end + 2, note: note.trim(), part, words: words.trim() })
}

fn markdown(text: &str, at: usize) -> Option<Link<'_>> {
    let rest = &text[at + 2..];
    let words = rest.find(['\n', ']', '['])?;
    let address = rest[words..].strip_prefix("](")?;
    let end = address.find([')', '\n'])?;
    address[end..].starts_with(')').then_some(())?;
    let inner = address[..end].trim().trim_start_matches('<').trim_end_matches('>');
    let (note, part) = inner.split_once('#').unwrap_or((inner, ""));
    let known = note.ends_with(".md") || note.ends_with(".markdown");
    let range = at..at + 2 + words + 2 + end + 1;
    (known && !note.contains("://")).then(|| Link { range, note, part, words: rest[..words].trim() })
}

/// Writes `note` in place of `link`, as blocks inside the link's quotations and list items.
fn put(text: &str, link: &Link<'_>, note: &str, out: &mut Rewriter<'_>) {
    let start = text[..link.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[start..link.range.start];
    let lead = lead(line);
    let prefix: String = line[..lead].chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
    let bare = prefix.trim_end();
    out.copy_to(link.range.start);
    let mut lines = Vec::new();
    // A number is the width of a picture; any other text is the author's words.
    let words = link.words;
    let is_width = words.starts_with(|c: char| c.is_ascii_digit())
        && words.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    if !words.is_empty() && !is_width && words != link.note {
        lines.extend([format!("**{words}**"), String::new()]);
    }
    lines.extend(note.trim_end().lines().map(str::to_owned));
    // After an item's marker, the note begins on the same line.
    let has_mark = !line[..lead].trim_matches([' ', '\t', '>']).is_empty();
    let mut written = if lead == line.len() && has_mark { String::new() } else { format!("\n{bare}\n{prefix}") };
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            written.push('\n');
            written.push_str(if line.trim().is_empty() { bare } else { &prefix });
        }
        written.push_str(line.trim_end_matches('\r'));
    }
    let after = text[link.range.end..].lines().next().unwrap_or_default();
    let spaces = after.len() - after.trim_start().len();
    written.push_str(&format!("\n{bare}\n"));
    if after.trim().is_empty() {
        written.push_str(bare);
        return out.stand_for(link.range.end + after.len(), &written);
    }
    written.push_str(&prefix);
    out.stand_for(link.range.end + spaces, &written);
}

/// Returns the length of the markers of quotations and items at the start of `line`.
fn lead(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        let rest = &rest[spaces..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes().get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if digits > 0 => digits + 1,
            _ => 0,
        };
        at += spaces;
        if mark == 0 || !rest[mark..].starts_with([' ', '\t']) {
            return at;
        }
        at += mark;
    }
}

#[cfg(test)]
mod tests;
