//! Lines in which nothing is looked for: code, formulas, HTML.

use super::{Leaf, SourceLine, Walk};
use crate::read::dialects::cursor::Cursor;
use crate::read::dialects::offset;

/// What begins lines in which nothing is looked for, in lower case, and what ends them.
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
    /// Code between fences of a mark and length; what stands in place of the closing one.
    Fence(u8, usize, Option<String>),
    /// Up to a line that has these words; or, for a formula, up to a blank line.
    Until(&'static str),
}

impl<'a> Walk<'a> {
    /// Whether `line` is code or the like, which ends where its end is.
    pub(super) fn is_verbatim(&mut self, line: SourceLine<'a>, cursor: Cursor<'a>) -> bool {
        let Some((verbatim, _)) = &self.verbatim else { return false };
        let ends = match verbatim {
            Verbatim::Fence(mark, length, _) => {
                let rest = cursor.rest().trim_end();
                rest.len() >= *length && rest.bytes().all(|byte| byte == *mark) && cursor.indent() < 4
            }
            Verbatim::Until("$$") => line.text.contains("$$") || cursor.is_blank(),
            Verbatim::Until(end) => line.text.contains(end),
        };
        if ends {
            if let Some((Verbatim::Fence(_, _, Some(fence)), _)) = self.verbatim.take() {
                let start = offset(self.text, cursor.rest());
                self.edits.put(start..line.end(), vec![fence.into()]);
            }
            self.in_paragraph = false;
        }
        true
    }

    /// A formula, HTML or a template's listing, in which nothing else is looked for.
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
