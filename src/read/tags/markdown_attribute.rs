//! `markdown="1"`, which makes kramdown and PHP Markdown Extra read Markdown inside HTML blocks.
//!
//! Blank lines are inserted where Markdown begins and ends, and indentation inside is removed, so that any parser
//! reads it as Markdown.

use super::Rewriter;
use crate::read::report::Places;

/// Rewrites `text` for other parsers; `None` if it has no such attribute.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains(" markdown=") {
        return None;
    }
    let mut lines = Lines { out: Rewriter::new(text), open: Vec::new(), fence: None };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.line(line, at);
        at += line.len();
    }
    lines.out.copy_to(text.len());
    Some((lines.out.text, lines.out.places))
}

/// An element whose content is Markdown.
struct Open<'a> {
    name: &'a str,
    /// Number of open elements of the same name, including itself.
    depth: usize,
    /// Indentation of its content, once that is known.
    indent: Option<usize>,
}

struct Lines<'a> {
    out: Rewriter<'a>,
    open: Vec<Open<'a>>,
    fence: Option<&'a str>,
}

impl<'a> Lines<'a> {
    fn line(&mut self, line: &'a str, at: usize) {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - trimmed.len();
        self.out.copy_to(at);
        if self.in_fence(trimmed) {
            return self.dedent(indent, at);
        }
        if let Some(open) = self.open.last_mut() {
            if trimmed.trim().is_empty() {
                return;
            }
            let ends = trimmed.starts_with("</");
            if !ends && open.indent.is_none() {
                open.indent = Some(indent);
            }
            if ends && !self.out.text.ends_with("\n\n") {
                self.out.replace(at, "\n");
            }
            self.dedent(indent, at);
            self.count(trimmed);
        }
        if let Some((name, length)) = opening(trimmed) {
            self.open.push(Open { name, depth: 1, indent: None });
            self.out.copy_to(at + indent + length);
            self.out.replace(at + indent + length, "\n\n");
            // The end tag may be on the same line.
            self.count(&trimmed[length..]);
        } else if !self.open.is_empty() && is_lone_tag(trimmed) {
            // For CommonMark, the lines after a tag alone on its line would be HTML.
            self.out.copy_to(at + line.len());
            self.out.replace(at + line.len(), "\n");
        }
    }

    /// Whether the line belongs to a fenced listing.
    fn in_fence(&mut self, line: &'a str) -> bool {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        match (self.fence, mark) {
            (None, Some(mark)) => {
                self.fence = Some(mark);
                true
            }
            (Some(open), Some(mark)) if open == mark => {
                self.fence = None;
                true
            }
            (open, _) => open.is_some(),
        }
    }

    fn dedent(&mut self, indent: usize, at: usize) {
        let less = self.open.iter().rev().find_map(|open| open.indent).unwrap_or(0).min(indent);
        let tag_column = indent < less || self.open.is_empty();
        self.out.replace(at + if tag_column { 0 } else { less }, "");
    }

    /// Counts the tags of the innermost element in `text`.
    fn count(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        let starts = text
            .match_indices('<')
            .filter(|(at, _)| is_tag(&text[at + 1..], open.name) && opening(&text[*at..]).is_none());
        open.depth += starts.count();
        let ends = text.match_indices("</").filter(|(at, _)| is_tag(&text[at + 2..], open.name)).count();
        open.depth = open.depth.saturating_sub(ends);
        if open.depth == 0 {
            self.open.pop();
        }
    }
}

fn is_tag(rest: &str, name: &str) -> bool {
    let head = rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    head && rest[name.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
}

/// Returns name and length of a start tag with `markdown="1"` at the start of `line`.
fn opening(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix('<')?;
    let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric())?];
    let end = line.find('>')?;
    let tag = &line[..end];
    let wanted = [
        " markdown=\"1\"",
        " markdown='1'",
        " markdown=1",
        " markdown=\"block\"",
        " markdown=\"span\"",
        " markdown=block",
    ];
    (!name.is_empty() && wanted.iter().any(|mark| tag.contains(mark))).then_some((name, end + 1))
}

/// Whether `line` is a single `<img>`.
fn is_lone_tag(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with("<img") && line.find('>') == Some(line.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, wanted: &str) {
        let (rewritten, _) = rewrite(text).expect("has the habit");
        assert_eq!(rewritten, wanted);
    }

    #[test]
    fn markdown_in_html_gets_blank_lines_and_no_indentation() {
        becomes("<div markdown=\"1\">\n  *a*\n    b\n</div>\nc\n", "<div markdown=\"1\">\n\n\n*a*\n  b\n\n</div>\nc\n");
    }

    #[test]
    fn an_element_on_one_line_ends_there() {
        becomes("<p markdown=\"1\">*a*</p>\n    code\n", "<p markdown=\"1\">\n\n*a*</p>\n    code\n");
    }

    #[test]
    fn listings_are_left_alone() {
        let text = "```\n<p markdown=\"1\">\n```\n";
        becomes(text, text);
    }
}
