//! Line blocks of pandoc, with a bar before each line: lines, indentation and empty lines between stanzas are kept.
//!
//! If a line contains another bar, it is a table row or an absolute value, and nothing is changed.

use super::boxes::LINE_START;
use super::walk::{Leaf, Walk};

/// A space that HTML does not collapse.
const NO_BREAK: &str = "\u{a0}";

/// Whether `line` begins with a bar and has no other.
pub(super) fn is_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('|') else { return false };
    (rest.trim_end().is_empty() || rest.starts_with(' ')) && !rest.replace("\\|", "").contains('|')
}

impl<'a> Walk<'a> {
    /// Reads the line block that begins with `leaf`; returns its end.
    pub fn verse(&mut self, leaf: Leaf<'a>) -> Option<usize> {
        if self.in_paragraph || leaf.at < self.no_verse {
            return None;
        }
        let mut lines = vec![leaf];
        let mut next = leaf.line.next;
        while let Some(line) = self.peek(next) {
            // A line that begins with white space continues the previous one.
            let says = !lines[lines.len() - 1].rest.trim_matches(['|', ' ', '\t']).is_empty();
            let goes_on =
                says && line.indent > 0 && !["```", "~~~", ":::"].iter().any(|mark| line.rest.starts_with(mark));
            if !(line.rest.starts_with('|') || goes_on) {
                break;
            }
            lines.push(line);
            next = line.line.next;
        }
        let is_verse = lines.iter().all(|line| !line.rest.starts_with('|') || is_line(line.rest));
        let says = lines.iter().any(|line| !line.rest.trim_matches(['|', ' ', '\t']).is_empty());
        if !is_verse || !says {
            self.no_verse = next;
            return None;
        }
        self.set_verse(&lines);
        Some(next)
    }

    fn set_verse(&mut self, lines: &[Leaf<'a>]) {
        let prefix = self.prefix();
        let bare = prefix.trim_end();
        let start = if lines[0].after_mark { String::new() } else { format!("\n{prefix}") };
        let open = format!("{start}<div class=\"line-block\">\n{bare}\n{prefix}{LINE_START}");
        // The end of the last words, and the separator before the next ones.
        let mut done = lines[0].at;
        let mut between = open.clone();
        for line in lines {
            let Some(words) = line.rest.strip_prefix('|') else {
                self.edits.put(done..line.at, vec![" ".into()]);
                done = line.line.end();
                continue;
            };
            let text = words.trim_start();
            if text.is_empty() {
                between = if between == open { between } else { format!("<br>{NO_BREAK}<br>") };
                continue;
            }
            let indent = (words.len() - text.len()).saturating_sub(1);
            let start = line.line.end() - text.len();
            self.edits.put(done..start, vec![format!("{between}{}", NO_BREAK.repeat(indent)).into()]);
            done = line.at + line.rest.trim_end().len();
            between = "<br>".to_owned();
        }
        let end = lines.last().map_or(done, |line| line.line.end());
        self.edits.put(done..end, vec![format!("\n{bare}\n{prefix}</div>\n{bare}").into()]);
    }
}
