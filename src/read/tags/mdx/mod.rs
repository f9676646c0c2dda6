//! MDX: Markdown with JavaScript imports, exports, comments and expressions, and with JSX components.
//!
//! Statements and comments are removed; expressions whose value is text are replaced by it. Components are interpreted
//! (`components`, `pictures`); their children become Markdown, without the components' indentation. A file is treated as MDX if
//! its name says so, or if it contains a statement or a component of a documentation site.
//!
//! Limits: nothing is evaluated. An expression alone on its lines is dropped with a warning, one in a sentence is
//! kept.

mod components;
mod expressions;
mod jsx;
mod pictures;
mod statements;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Rewriter;
use super::place::{ends_line, line_before};
use crate::diag::Diagnostic;
use crate::read::report::{Places, Report};
use components::{Component, Tabs};
use jsx::{Tag, TagKind};

/// Whether the name of the input has the extension of MDX.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Named {
    /// The name has the extension of MDX.
    Mdx,
    /// The name has another extension.
    Other,
}

/// Rewrites `text` as Markdown with HTML; `None` if it is not MDX.
pub(super) fn rewrite(text: &str, named: Named, report: &mut Report<'_>) -> Option<(String, Places)> {
    if named == Named::Other && !is_proven(text) {
        return None;
    }
    let names = statements::names(text);
    let mut scan =
        Scan { out: Rewriter::new(text), open: Vec::new(), names, tabs: Tabs::default(), vain: 0, unread: Vec::new() };
    scan.run(report);
    scan.say_unread(report);
    Some((scan.out.text, scan.out.places))
}

/// Whether `text` has a statement of MDX or a closed component that only MDX has.
fn is_proven(text: &str) -> bool {
    let module =
        || ["import ", "export "].iter().any(|word| text.starts_with(word) || text.contains(&format!("\n{word}")));
    let component =
        || text.match_indices('<').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_uppercase()));
    if !module() && !component() {
        return false;
    }
    let mut fence: Option<&str> = None;
    let (mut blank, mut at) = (true, 0);
    let mut proofs = components::Proofs::new(text);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at;
        at += line.len();
        if let Some(mark) = fence_of(trimmed) {
            fence = match fence {
                None => Some(mark),
                Some(open) if mark.starts_with(open) => None,
                open => open,
            };
        } else if fence.is_none()
            && (blank && statements::length(&text[start..]).is_some() || proofs.proves(text[start..].trim_start()))
        {
            return true;
        }
        blank = trimmed.is_empty();
    }
    false
}

/// Returns the marker with which `line` begins or ends a listing.
fn fence_of(line: &str) -> Option<&str> {
    ["`", "~"].into_iter().find_map(|sign| {
        let after = line.trim_start_matches(sign);
        let mark = line.strip_suffix(after)?;
        (mark.len() >= 3 && !(sign == "`" && after.contains('`'))).then_some(mark)
    })
}

/// An open component.
struct Open {
    name: String,
    /// The replacement of its end tag.
    close: String,
    /// Whether it is a block.
    block: bool,
    /// Its indentation in the source.
    indent: usize,
    /// The indentation of its content, once that is known.
    inner: Option<usize>,
}

/// Maximum number of open components; further ones are treated as text.
const MOST_OPEN: usize = 64;
/// Maximum number of searches for statements, and for the ends of tags and expressions, since each may read kilobytes.
const MOST_LOOKS: usize = 1000;

struct Scan<'a> {
    out: Rewriter<'a>,
    open: Vec<Open>,
    /// The values of names: addresses of imported pictures, exported texts.
    names: BTreeMap<&'a str, String>,
    tabs: Tabs,
    /// Number of unsuccessful searches.
    vain: usize,
    /// Properties of pictures whose values are unknown, with the places of their components.
    unread: Vec<(Vec<String>, Range<usize>)>,
}

impl<'a> Scan<'a> {
    fn run(&mut self, report: &mut Report<'_>) {
        let text = self.out.source;
        let mut fence: Option<&str> = None;
        // Whether a statement may begin here.
        let mut free = true;
        while self.out.at < text.len() {
            let line = self.out.rest().split_inclusive('\n').next().unwrap_or_default();
            let bare = line.trim();
            if let Some(mark) = fence {
                if fence_of(bare).is_some_and(|end| end.starts_with(mark) && bare.len() == end.len()) {
                    fence = None;
                }
                self.indented(line);
                self.out.copy_to(self.out.at.max(self.end_of_line()));
                free = false;
                continue;
            }
            if bare.is_empty() {
                self.out.copy_to(self.end_of_line());
                free = true;
                continue;
            }
            if let Some(mark) = fence_of(bare) {
                fence = Some(mark);
                self.indented(line);
                self.out.copy_to(self.end_of_line());
                free = false;
                continue;
            }
            if free && let Some(length) = self.statement() {
                self.out.replace(self.out.at + length, "");
                continue;
            }
            let start = self.out.at + line.len() - line.trim_start().len();
            if bare.starts_with('{') && self.flow_expression(start, report) {
                continue;
            }
            self.indented(line);
            self.line();
            free = false;
        }
        for open in std::mem::take(&mut self.open).into_iter().rev() {
            self.out.text.push_str(&format!("\n\n{}\n", open.close));
        }
    }

    /// Returns the length of the statement here.
    fn statement(&mut self) -> Option<usize> {
        let rest = self.out.rest();
        if self.vain >= MOST_LOOKS || !rest.starts_with("import") && !rest.starts_with("export ") {
            return None;
        }
        // A successful search counts too: it may have read far before it assumed an end.
        self.vain += 1;
        statements::length(rest)
    }

    /// Returns the length of the expression at `at`.
    fn expression(&mut self, at: usize) -> Option<usize> {
        let found = if self.vain < MOST_LOOKS { expressions::length(self.out.source_from(at)) } else { None };
        self.vain += usize::from(found.is_none());
        found
    }

    /// Returns the tag at `at`.
    fn tag(&mut self, at: usize) -> Option<Tag<'a>> {
        let found = if self.vain < MOST_LOOKS { jsx::tag(self.out.source_from(at)) } else { None };
        // A less-than sign without a name after it costs nothing, so it is not counted.
        self.vain += usize::from(found.is_none() && self.out.source_from(at + 1).starts_with(char::is_alphabetic));
        found
    }

    fn end_of_line(&self) -> usize {
        let rest = self.out.rest();
        self.out.at + rest.find('\n').map_or(rest.len(), |end| end + 1)
    }

    /// Copies the indentation of `line`, without that of the enclosing components.
    fn indented(&mut self, line: &str) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if line.trim().is_empty() {
            return;
        }
        let closes = line.trim_start().starts_with("</");
        let outer = self.open.iter().find(|open| open.block).map(|open| open.indent);
        let Some(outer) = outer else { return self.out.copy_to(self.out.at + indent) };
        if let Some(last) = self.open.last_mut().filter(|_| !closes) {
            last.inner.get_or_insert(indent);
        }
        let inner = self.open.iter().rev().find_map(|open| open.inner).unwrap_or(indent);
        let surplus = inner.saturating_sub(outer).min(indent);
        self.out.replace(self.out.at + surplus, "");
        self.out.copy_to(self.out.at + indent - surplus);
    }

    /// Handles an expression that begins at `start` and is alone on its lines.
    fn flow_expression(&mut self, start: usize, report: &mut Report<'_>) -> bool {
        let text = self.out.source;
        let Some(length) = self.expression(start) else { return false };
        let end = start + length;
        if !ends_line(self.out.source_from(end)) {
            return false;
        }
        let inner = &text[start + 1..end - 1];
        self.out.copy_to(start);
        if expressions::is_comment(inner) {
            self.out.replace(end, "");
        } else if let Some(value) = expressions::value(inner, &self.names) {
            self.out.replace(end, &value);
        } else if expressions::is_attributes(inner) {
            self.out.copy_to(end);
        } else {
            let shown: String = inner.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
            let message = format!("the expression `{{{shown}}}` is not evaluated and is left out");
            report.say(Diagnostic::warning("mdx-expression", message).at(report.span(start..end)));
            self.out.replace(end, "");
        }
        self.out.copy_to(self.end_of_line());
        true
    }

    /// Handles the rest of a line, and of constructs that begin in it.
    fn line(&mut self) {
        let text = self.out.source;
        let mut at = self.out.at;
        // Whether there have been only components so far.
        let mut head = true;
        while let Some(found) = text[at..].find(['\n', '`', '\\', '<', '{']).map(|found| at + found) {
            head &= text[at..found].trim().is_empty();
            at = found;
            match text.as_bytes()[at] {
                b'\n' => break,
                b'\\' => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
                b'`' => at += code_span(&text[at..]),
                b'<' => match self.tag(at) {
                    Some(tag) if self.component(&tag, at, head) => at = self.out.at,
                    Some(tag) => at += tag.length,
                    None => at += 1,
                },
                _ => at = self.inline_expression(at),
            }
            head &= at <= self.out.at;
        }
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        self.out.copy_to(end);
    }

    /// Handles an inline expression at `at`; returns where to continue.
    fn inline_expression(&mut self, at: usize) -> usize {
        let text = self.out.source;
        let Some(length) = self.expression(at) else { return at + 1 };
        let inner = &text[at + 1..at + length - 1];
        let value = match expressions::is_comment(inner) {
            true => Some(String::new()),
            false => expressions::value(inner, &self.names),
        };
        let Some(value) = value else { return at + length };
        self.out.copy_to(at);
        self.out.replace(at + length, &value);
        self.out.at
    }

    /// Writes the replacement of `tag` at `at`; returns `false` if it is plain HTML.
    fn component(&mut self, tag: &Tag<'_>, at: usize, head: bool) -> bool {
        let end = at + tag.length;
        if tag.kind == TagKind::End {
            return self.close(tag.name, at, end);
        }
        let alone = head && (tag.kind == TagKind::Start || rest_is_tags(self.out.source_from(end)));
        let Some(component) = components::meaning(tag, alone, &self.names, &mut self.tabs) else { return false };
        let unread = pictures::unread(tag, &components::Attributes::of(tag, &self.names));
        if !unread.is_empty() {
            self.unread.push((unread, at..end));
        }
        let Component { html, close, block } = component;
        let indent = self.column(at);
        self.out.copy_to(at);
        if block {
            self.apart(&html, end);
        } else {
            self.out.stand_for(end, &html);
        }
        if tag.kind == TagKind::Start && self.open.len() < MOST_OPEN {
            self.open.push(Open { name: tag.name.to_owned(), close, block, indent, inner: None });
        }
        true
    }

    /// Reports the properties of pictures that were left out.
    fn say_unread(&mut self, report: &mut Report<'_>) {
        for (properties, range) in std::mem::take(&mut self.unread) {
            let message = format!("code in a component is not evaluated, so `{}` is left out", properties.join("`, `"));
            let help = "write the value in quotes";
            report.say(Diagnostic::warning("mdx-expression", message).at(report.span(range)).help(help));
        }
    }

    fn column(&self, at: usize) -> usize {
        let line = line_before(self.out.source, at);
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    fn close(&mut self, name: &str, at: usize, end: usize) -> bool {
        let Some(found) = self.open.iter().rposition(|open| open.name == name) else {
            let foreign = name.is_empty() || name.starts_with(|c: char| c.is_ascii_uppercase());
            if foreign {
                self.out.copy_to(at);
                self.out.replace(end, "");
            }
            return foreign;
        };
        let closing: Vec<Open> = self.open.drain(found..).collect();
        let block = closing.iter().any(|open| open.block);
        let html: String = closing.into_iter().rev().map(|open| open.close).collect();
        self.out.copy_to(at);
        match block {
            true => self.apart(&html, end),
            false => self.out.replace(end, &html),
        }
        true
    }

    /// Writes `html` on a line of its own in place of the source up to `end`.
    fn apart(&mut self, html: &str, end: usize) {
        let outer = self.open.iter().find(|open| open.block).map(|open| open.indent);
        let indent = " ".repeat(outer.unwrap_or_else(|| self.column(self.out.at)));
        let line = self.out.text.rfind('\n').map_or(0, |start| start + 1);
        let head = self.out.text[line..].trim().is_empty();
        // Existing white space already makes a blank line.
        let before = if head { "\n" } else { "\n\n" };
        let after = if ends_line(self.out.source_from(end)) { "\n".to_owned() } else { format!("\n\n{indent}") };
        self.out.stand_for(end, &format!("{before}{indent}{html}{after}"));
    }
}

/// Whether only tags follow on the line.
fn rest_is_tags(rest: &str) -> bool {
    ends_line(rest) || rest.trim_start_matches([' ', '\t']).starts_with('<')
}

/// Maximum number of bytes in which the end of a code span is searched for.
const CODE: usize = 20_000;

/// Returns the length of the code span at the start of `rest`, or of its backticks if it is not closed in its
/// paragraph.
fn code_span(rest: &str) -> usize {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let near = &rest[..rest.floor_char_boundary(rest.len().min(CODE.max(ticks)))];
    let paragraph = near.find("\n\n").unwrap_or(near.len()).max(ticks);
    let mut at = ticks;
    while let Some(found) = rest[at..paragraph].find('`').map(|found| at + found) {
        let run = rest[found..].len() - rest[found..].trim_start_matches('`').len();
        at = found + run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

#[cfg(test)]
mod tests;
