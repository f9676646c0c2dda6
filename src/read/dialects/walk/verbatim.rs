//! Lines in which no dialect is recognised: code, formulas, HTML.

use super::{Leaf, SourceLine, Walk};
use crate::read::dialects::cursor::Cursor;
use crate::read::dialects::offset;

/// Beginnings of verbatim blocks, in lower case, and their ends.
const VERBATIM: [(&str, &str); 13] = [
    ("$$", "$$"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<!--", "-->"),
    ("<?", "?>"),
    ("{% highlight", "endhighlight"),
    ("{%highlight", "endhighlight"),
    ("{% raw", "endraw"),
    ("{% comment", "endcomment"),
    ("{{< highlig", "/highlight"),
    ("{{<highlig", "/highlight"),
];

pub(super) enum Verbatim {
    /// Code between fences: their mark and length, and the replacement of the closing one.
    Fence(u8, usize, Option<String>),
    /// Up to a line that contains this text; or, for a formula, up to a blank line.
    Until(&'static str),
}

impl<'a> Walk<'a> {
    /// Whether `line` is in a verbatim block, so that no dialect may touch it. The line that ends the block still
    /// belongs to it: this leaves the block, and replaces a closing fence if its opening one was replaced.
    pub(super) fn take_verbatim(&mut self, line: SourceLine<'a>, cursor: Cursor<'a>) -> bool {
        let Some((verbatim, _)) = &self.verbatim else { return false };
        let is_last = match verbatim {
            // "```rust" inside a listing closes nothing, nor does "```" inside "````", nor a fence that is indented
            // like code (CommonMark 0.31 §4.5).
            Verbatim::Fence(mark, length, _) => {
                let rest = cursor.rest().trim_end();
                rest.len() >= *length && rest.bytes().all(|byte| byte == *mark) && cursor.indent() < 4
            }
            // A formula cannot contain a blank line, so "$$" that nobody closed ends there.
            Verbatim::Until("$$") => line.text.contains("$$") || cursor.is_blank(),
            Verbatim::Until(end) => line.text.contains(end),
        };
        if !is_last {
            return true;
        }
        let ended = self.verbatim.take();
        self.in_paragraph = false;
        // ":::{code-block} python" was opened as "```python", so its closing ":::" must become "```" too.
        if let Some((Verbatim::Fence(_, _, Some(fence)), _)) = ended {
            let start = offset(self.text, cursor.rest());
            self.edits.put(start..line.end(), vec![fence.into()]);
        }
        true
    }

    /// Begins a formula, HTML or a template's listing.
    pub(super) fn begin_verbatim(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        let head = leaf.rest.get(..12).unwrap_or(leaf.rest).to_ascii_lowercase();
        let (start, end) = VERBATIM.iter().find(|(start, _)| head.starts_with(start))?;
        let inside = &leaf.rest[start.len().min(leaf.rest.len())..];
        if inside.contains(end) || self.endless.contains(end) {
            return None;
        }
        if *end == "$$" {
            self.has_formula_end(leaf.line.next).then_some(())?;
        } else if !self.text[leaf.line.end()..].contains(end) {
            self.endless.push(end);
            return None;
        }
        self.verbatim = Some((Verbatim::Until(end), self.stack.len()));
        Some(leaf.line.next)
    }

    /// Whether the end of a formula comes before the next blank line, from `at` on.
    fn has_formula_end(&self, mut at: usize) -> bool {
        while let Some(leaf) = self.peek(at) {
            if leaf.rest.contains("$$") {
                return true;
            }
            at = leaf.line.next;
        }
        false
    }
}
