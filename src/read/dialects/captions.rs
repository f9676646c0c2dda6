//! Captions of tables in pandoc's syntax: a paragraph that begins with `Table:` or a colon, before or after the table,
//! optionally with an identifier in braces at its end.

use std::ops::Range;

use super::attributes::{self, escape};
use super::boxes::LINE_START;
use super::edits::EditPiece;
use super::tables::TableKind;
use super::walk::{Leaf, Walk};

/// Returns the length of a caption's prefix at the start of `line`.
pub(super) fn start(line: &str) -> Option<usize> {
    let mark = ["Table:", "table:", ":"].into_iter().find(|mark| line.starts_with(mark))?;
    let words = &line[mark.len()..];
    let spaces = words.len() - words.trim_start().len();
    (spaces > 0 && !words.trim().is_empty()).then_some(mark.len() + spaces)
}

/// Maximum number of lines of a caption after its first one. It bounds the work for text that is no caption.
const MOST_LINES: usize = 20;

/// A caption in the text.
pub(super) struct Caption {
    /// The whole paragraph.
    range: Range<usize>,
    /// Its words.
    words: Range<usize>,
    /// Its identifier.
    id: Option<String>,
    /// The start of the next line.
    pub next: usize,
}

impl<'a> Walk<'a> {
    /// Reads the caption that begins with `leaf`: in `Table: Ducks by year {#ducks}`, the words are `Ducks by year`.
    fn caption(&self, leaf: Leaf<'a>) -> Option<Caption> {
        let from = leaf.at + start(leaf.rest)?;
        let (mut end, mut next) = (leaf.line.end(), leaf.line.next);
        for _ in 0..MOST_LINES {
            // The caption's paragraph ends at a blank line; but a table that follows at once ("| a | b |") or the next
            // caption (": Geese") ends it as well.
            let more = self.peek(next).filter(|more| !more.rest.contains('|') && start(more.rest).is_none());
            let Some(more) = more else { break };
            (end, next) = (more.line.end(), more.line.next);
        }
        let words = self.text[from..end].trim_end();
        // The identifier stands at the end in pandoc ("{#ducks}"), at the start in bookdown ("(\#tab:ducks)").
        let (words, id) = attributes::without_lists(words);
        let (skipped, label) = book_label(words);
        let id = id.or(label).map(str::to_owned);
        Some(Caption { range: leaf.at..end, words: from + skipped..from + words.len(), id, next })
    }

    /// Reads the caption below a table, whose next line begins at the byte `next`.
    pub fn caption_after(&self, next: usize) -> Option<Caption> {
        self.caption(self.peek(self.past_blank(next))?)
    }

    /// Whether `leaf` begins a caption above a table.
    pub fn is_caption_before(&self, leaf: Leaf<'a>) -> bool {
        self.captioned(leaf).is_some()
    }

    /// Returns the caption that begins with `leaf` and the first line of the table below it.
    fn captioned(&self, leaf: Leaf<'a>) -> Option<(Caption, Leaf<'a>)> {
        // A colon after a line that may be a term begins a definition.
        if self.in_paragraph || leaf.rest.starts_with(':') && self.is_term {
            return None;
        }
        start(leaf.rest)?;
        let caption = self.caption(leaf)?;
        let table = self.peek(self.past_blank(caption.next))?;
        self.is_table(table).then_some((caption, table))
    }

    /// Reads a table with its caption above it; returns its end.
    pub fn captioned_table(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let (caption, first) = self.captioned(leaf)?;
        let table = self.find_table(first)?;
        let prefix = self.prefix();
        let mut pieces = vec![EditPiece::Text(open(&prefix, &caption))];
        pieces.extend(figcaption(&prefix, &caption));
        self.edits.put(caption.range.clone(), pieces);
        self.set_table(first, &table);
        self.close_figure(table.end);
        Some(table.next)
    }

    /// Writes `table`, which begins with `leaf`, with the caption below it, if there is one. Returns the end of both.
    pub fn table_with_caption_after(&mut self, leaf: Leaf<'a>, table: &super::tables::FoundTable<'a>) -> Option<usize> {
        let Some(caption) = self.caption_after(table.next) else {
            if matches!(table.kind, TableKind::Pipes) {
                return None;
            }
            self.set_table(leaf, table);
            return Some(table.next);
        };
        let prefix = self.prefix();
        self.edits.put(leaf.at..leaf.at, vec![format!("{}\n{prefix}", open(&prefix, &caption)).into()]);
        self.set_table(leaf, table);
        let mut pieces = figcaption(&prefix, &caption);
        pieces.push(format!("\n{prefix}</figure>\n{}", prefix.trim_end()).into());
        self.edits.put(caption.range.clone(), pieces);
        Some(caption.next)
    }

    fn close_figure(&mut self, at: usize) {
        let prefix = self.prefix();
        let bare = prefix.trim_end();
        self.edits.put(at..at, vec![format!("\n{bare}\n{prefix}</figure>\n{bare}").into()]);
    }
}

fn open(prefix: &str, caption: &Caption) -> String {
    let id = caption.id.as_ref().map(|id| format!(" id=\"{}\"", escape(id))).unwrap_or_default();
    format!("\n{prefix}<figure{id}>\n{}", prefix.trim_end())
}

fn figcaption(prefix: &str, caption: &Caption) -> Vec<EditPiece> {
    let bare = prefix.trim_end();
    vec![
        format!("\n{prefix}<figcaption>\n{bare}\n{prefix}{LINE_START}").into(),
        EditPiece::Copy(caption.words.clone()),
        format!("\n{bare}\n{prefix}</figcaption>\n{bare}").into(),
    ]
}

/// Returns length and name of the label that bookdown puts before a caption, `(\#tab:name)`.
fn book_label(words: &str) -> (usize, Option<&str>) {
    let label = words.strip_prefix("(\\#").and_then(|rest| rest.split_once(')'));
    match label.filter(|(name, _)| !name.contains(char::is_whitespace)) {
        Some((name, rest)) => (words.len() - rest.trim_start().len(), Some(name)),
        None => (0, None),
    }
}
