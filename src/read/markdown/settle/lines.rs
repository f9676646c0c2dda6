//! Settles markup at the ends of lines: attribute lists, expansions of abbreviations, names of blocks.

use std::collections::BTreeSet;
use std::ops::Range;

use super::outline::{Leaf, OpaqueKind};
use super::sentinel::Insert;
use super::{By, Edit, Findings, Walk};
use crate::read::markdown::attributes;

/// Maximum length of an abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 60;

impl<'t> Findings<'t> {
    /// Settles attribute lists directly after spans, and at the end of a heading.
    pub(super) fn lists(&mut self, leaf: &'t Leaf, walk: &Walk<'t>) {
        if !self.text[leaf.range.clone()].contains('{') {
            return;
        }
        let mut found: Vec<Edit> = Vec::new();
        walk.each(|at, byte| {
            // Several lists may follow one span.
            let behind = |at| leaf.ends.contains(&at) || found.last().is_some_and(|last| last.range.end == at);
            let list = if byte == b'{' && behind(at) { self.list(leaf, at) } else { None }?;
            let range = at..at + list.length;
            let end = range.end;
            found.push(Edit { range, by: By::Insert(Insert::Span(list.attributes)) });
            Some(end)
        });
        let last = found.last().map(|edit| edit.range.end);
        self.edits.extend(found);
        if leaf.heading && last != Some(leaf.range.end) {
            let edit = self.list_of_heading(leaf);
            self.edits.extend(edit);
        }
    }

    fn list(&self, leaf: &Leaf, at: usize) -> Option<attributes::List> {
        attributes::parse(&self.text[at..leaf.range.end])
    }

    /// Returns the list at the end of a heading. Directly after a word, only unambiguous forms are accepted.
    fn list_of_heading(&self, leaf: &Leaf) -> Option<Edit> {
        let line = &self.text[leaf.range.clone()];
        let whole = line.trim_end();
        let at = whole.rfind('{').filter(|_| whole.ends_with('}'))?;
        // A quoted value may contain a brace.
        let (at, list) = whole[..=at].rmatch_indices('{').take(4).find_map(|(at, _)| {
            let list = attributes::parse(&whole[at..]).filter(|list| list.length == whole.len() - at)?;
            Some((at, list))
        })?;
        let before = &line[..at];
        let apart = before.is_empty() || before.ends_with(char::is_whitespace);
        if before.ends_with(['\\', '$', '#']) || !apart && !list.kramdown && !whole[at..].starts_with("{#") {
            return None;
        }
        // In `## Words ## {#name}`, the list follows the closing sequence of the heading.
        let words = before.trim_end();
        let closed = words.trim_end_matches('#');
        let words =
            if closed.len() < words.len() && closed.ends_with(char::is_whitespace) { closed.trim_end() } else { words };
        let range = leaf.range.start + words.len()..leaf.range.start + whole.len();
        let insert = Insert::Heading(list.attributes);
        Some(Edit { range, by: By::Both(" ".into(), insert) })
    }

    /// Settles markup that takes up a whole line of `leaf`, and the name at its end.
    pub(super) fn lines_of(&mut self, leaf: &'t Leaf, walk: &Walk<'t>) {
        let text = &self.text[leaf.range.clone()];
        if !text.contains("{") && !text.contains("*[") && !text.contains('^') {
            return;
        }
        let quoted = leaf.opaque.iter().any(|opaque| opaque.kind == OpaqueKind::Prefix);
        let mut at = leaf.range.start;
        for line in text.split('\n') {
            let prefix = leaf.opaque.partition_point(|opaque| opaque.range.start < at);
            let prefix =
                leaf.opaque.get(prefix).filter(|next| next.kind == OpaqueKind::Prefix && next.range.start == at);
            let start = prefix.map_or(at, |prefix| prefix.range.end);
            let end = at + line.len();
            if start < end && !walk.is_closed(start) {
                self.line(leaf, start..end, quoted);
            }
            at = end + 1;
        }
        self.name(leaf, walk);
    }

    fn line(&mut self, leaf: &Leaf, range: Range<usize>, quoted: bool) {
        let line = &self.text[range.clone()];
        if line.starts_with("*[") && leaf.spans.binary_search_by_key(&range.start, |span| span.start).is_err() {
            if let Some(found) = abbreviation(line) {
                self.abbreviations.push(found);
                self.edits.push(Edit { range, by: By::Text("") });
            }
            return;
        }
        let Some(list) = self.list(leaf, range.start).filter(|list| list.kramdown || list.bare) else { return };
        let range = match self.begins_item(leaf, &range) && list.kramdown {
            true => range.start..range.start + list.length,
            false => range,
        };
        let line = &self.text[range.clone()];
        if !line[list.length..].trim().is_empty() || leaf.heading {
            return;
        }
        // A list in the middle of a paragraph ends the block before it, as in kramdown. In a quotation it does not,
        // because the line end that is inserted for this would need a quotation marker after it.
        let splits = !quoted && range.end < leaf.range.end && range.start > leaf.range.start;
        self.edits.push(Edit { range: range.clone(), by: By::Insert(Insert::Block(list.attributes)) });
        if splits {
            self.edits.push(Edit { range: range.end..range.end, by: By::Text("\n") });
        }
    }

    /// Whether a line begins a list item, where kramdown puts the item's attributes.
    fn begins_item(&self, leaf: &Leaf, line: &Range<usize>) -> bool {
        let before = self.text[..line.start].rsplit('\n').next().unwrap_or_default().trim_end();
        let number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        line.start == leaf.range.start
            && !before.is_empty()
            && (before.ends_with(['-', '*', '+']) || before.strip_suffix(['.', ')']).is_some_and(number))
    }

    /// Finds the name that Obsidian puts at the end of a block, ` ^name`.
    fn name(&mut self, leaf: &Leaf, walk: &Walk<'_>) {
        let text = self.text[leaf.range.clone()].trim_end();
        let Some(at) = text.rfind('^') else { return };
        let (words, name) = (&text[..at], &text[at + 1..]);
        let apart = words.is_empty() || words.ends_with(char::is_whitespace);
        let start = leaf.range.start + words.trim_end().len();
        // Alone on a line it is the name of the block above, but not after the marker of a heading, an item or a note.
        let line = self.text[..leaf.range.start].rfind('\n').map_or(0, |at| at + 1);
        let below = || self.text[line..leaf.range.start].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        if !apart || walk.is_closed(leaf.range.start + at) || words.is_empty() && !below() {
            return;
        }
        // A cell has no name, but a name directly below a table has been parsed as a row.
        let row = self.text[line..].split('\n').next().unwrap_or_default();
        if leaf.cell && (!words.is_empty() || row.contains('|')) {
            return;
        }
        if !self.is_name(name, words.is_empty()) {
            return;
        }
        let range = start..leaf.range.start + text.len();
        self.edits.push(Edit { range, by: By::Insert(Insert::Name(format!("^{name}"))) });
    }

    /// Returns the names of blocks that links refer to.
    fn references(&self) -> &BTreeSet<&'t str> {
        self.references.get_or_init(|| {
            let name = |at: usize| {
                let rest = &self.text[at + 2..];
                let length =
                    rest.bytes().take(100).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
                &rest[..length]
            };
            self.text.match_indices("#^").map(|(at, _)| name(at)).collect()
        })
    }

    /// Whether `name` is a name rather than a key (`Press ^C`), an exponent (`x ^2`) or a short word; `alone` if
    /// nothing else is in its paragraph.
    fn is_name(&self, name: &str, alone: bool) -> bool {
        let has = |test: fn(&u8) -> bool| name.bytes().any(|byte| test(&byte));
        let fits = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let mixed = has(|byte| byte.is_ascii_digit() || *byte == b'-');
        let plain = !has(u8::is_ascii_uppercase) && (mixed || name.len() > 3 || alone && name.len() > 1);
        let likely = has(u8::is_ascii_lowercase) && (plain || name.len() > 4 && has(u8::is_ascii_digit));
        fits && (likely || self.references().contains(name))
    }
}

/// Returns the abbreviation and the expansion that `line` defines (PHP Markdown Extra, kramdown, Python-Markdown).
fn abbreviation(line: &str) -> Option<(String, String)> {
    let (short, long) = line.strip_prefix("*[")?.split_once("]:")?;
    let fits = !short.trim().is_empty() && short.len() <= LONGEST_ABBREVIATION && !short.contains(['[', ']', '*', '`']);
    fits.then(|| (short.trim().to_owned(), long.trim().trim_matches('"').to_owned()))
}
