//! Processes template tags: finds them by their delimiters, matches them with their ends, and writes their
//! replacements.
//!
//! Limits: at most [`MOST_OPEN`] open tags; a value is on one line and up to 500 bytes long.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::boxes::Group;
use super::meaning::{self, Meaning, Surroundings, meaning_of, stray_close};
use super::place::{in_address, is_item, place};
use super::{Rewriter, escaped, words};
use crate::diag::Diagnostic;
use crate::read::protected::{Protected, protected};
use crate::read::report::{Places, Report};

/// Rewrites the template tags of `text`; `None` if it has none.
pub(super) fn rewrite(text: &str, report: &mut Report<'_>) -> Option<(String, Places)> {
    if !text.contains("{{") && !text.contains("{%") {
        return None;
    }
    let mut pass = Pass::new(text);
    pass.run(report);
    Some((pass.out.text, pass.out.places))
}

/// Kinds of tags, by their delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagForm {
    /// `{{< name >}}`, `{{% name %}}`, `{% name %}`.
    Statement,
    /// `{{ value | filter }}`.
    Expression,
    /// `{{/* … */}}`, `{# … #}`.
    Comment,
    /// A tag that is shown: `{{</* name */>}}`.
    Escaped,
}

/// A tag in the text.
struct Found<'a> {
    form: TagForm,
    inner: &'a str,
    range: Range<usize>,
}

/// An open tag.
struct Open<'a> {
    name: &'a str,
    /// The replacement of its end tag.
    close: Closing,
    /// Properties that its inner tags need.
    group: Option<Group>,
}

/// The replacement of an end tag.
enum Closing {
    /// HTML on lines of its own.
    Block(String),
    /// A part of a line.
    Line(String),
}

/// Maximum number of open tags; further ones are not tracked.
const MOST_OPEN: usize = 64;

struct Pass<'a> {
    out: Rewriter<'a>,
    /// Ranges of code and formulas, sorted.
    protected: Protected,
    /// Offsets of tags that have an end tag.
    closed: BTreeSet<usize>,
    /// Open tags, the innermost last.
    open: Vec<Open<'a>>,
    /// Delimiters and end tags that do not occur any more; searching again would take quadratic time.
    exhausted: BTreeSet<&'a str>,
}

impl<'a> Pass<'a> {
    fn new(text: &'a str) -> Self {
        let code = protected(text);
        Self {
            out: Rewriter::new(text),
            closed: closed(text, &code),
            protected: code,
            open: Vec::new(),
            exhausted: BTreeSet::new(),
        }
    }

    fn run(&mut self, report: &mut Report<'_>) {
        let text = self.out.source;
        let mut from = 0;
        while let Some(at) = next_tag(text, from) {
            let inside = self.protected.holds(at);
            let Some(tag) = self.tag(at) else {
                from = at + 2;
                continue;
            };
            from = match inside {
                true if tag.form == TagForm::Escaped => {
                    self.out.copy_to(at);
                    self.out.replace(tag.range.end, &escaped::shown(&text[tag.range.clone()]));
                    tag.range.end
                }
                true if is_raw(tag.inner).is_none() => at + 2,
                true => {
                    self.out.copy_to(at);
                    self.out.replace(tag.range.end, "");
                    tag.range.end
                }
                false => {
                    self.out.copy_to(at);
                    self.apply(tag, report);
                    self.out.at
                }
            };
        }
        self.out.copy_to(text.len());
    }

    /// Returns the tag that begins at `at`.
    fn tag(&mut self, at: usize) -> Option<Found<'a>> {
        let rest = self.out.source_from(at);
        if let Some(close) = escaped::close(rest).filter(|close| !self.exhausted.contains(close)) {
            match rest.find(close) {
                Some(end) if escaped::is_tag(&rest[..end + close.len()]) => {
                    let range = at..at + end + close.len();
                    return Some(Found { form: TagForm::Escaped, inner: "", range });
                }
                Some(_) => {}
                None => {
                    self.exhausted.insert(close);
                }
            }
        }
        let (form, open, close) = match rest.as_bytes() {
            [b'{', b'{', b'<', ..] => (TagForm::Statement, 3, ">}}"),
            [b'{', b'{', b'%', b'}', ..] => return None,
            // `{{% endraw %}` is a literal brace before a tag of Liquid.
            [b'{', b'{', b'%', ..] if !self.is_liquid(rest) => (TagForm::Statement, 3, "%}}"),
            [b'{', b'{', b'/', b'*', ..] => (TagForm::Comment, 4, "*/}}"),
            [b'{', b'{', ..] => (TagForm::Expression, 2, "}}"),
            [b'{', b'%', ..] => (TagForm::Statement, 2, "%}"),
            _ => return None,
        };
        if self.exhausted.contains(close) {
            return None;
        }
        let Some(end) = rest[open..].find(close).map(|end| open + end) else {
            self.exhausted.insert(close);
            return None;
        };
        // A tag that is never closed, before another one: `{{<` in prose. What is between them would be lost.
        if form == TagForm::Statement && rest[open..end].contains(&rest[..open]) {
            return None;
        }
        let inner = rest[open..end].trim().trim_start_matches(['-', '~']).trim_end_matches(['-', '~']).trim();
        // A value is short and on one line: anything else is braces in prose.
        if form == TagForm::Expression && (inner.contains('\n') || inner.len() > 500) {
            return None;
        }
        let escaped = form == TagForm::Statement && inner.starts_with("/*") && inner.ends_with("*/");
        let form = if escaped { TagForm::Escaped } else { form };
        Some(Found { form, inner, range: at..at + end + close.len() })
    }

    /// Returns the range of the tag that ends `name`, from `from` on.
    fn end_of(&mut self, from: usize, name: &'a str) -> Option<Range<usize>> {
        if self.exhausted.contains(name) {
            return None;
        }
        let found = end_tag(self.out.source_from(from), name).map(|range| from + range.start..from + range.end);
        if found.is_none() {
            self.exhausted.insert(name);
        }
        found
    }

    fn is_liquid(&self, rest: &str) -> bool {
        let Some(end) = rest.find("%}") else { return false };
        !rest[end..].starts_with("%}}")
    }

    fn apply(&mut self, tag: Found<'a>, report: &mut Report<'_>) {
        let span = report.span(tag.range.clone());
        let end = tag.range.end;
        if tag.form == TagForm::Comment {
            return self.out.replace(end, "");
        }
        if tag.form == TagForm::Escaped {
            return self.out.replace(end, &escaped::as_text(&self.out.source[tag.range]));
        }
        if let Some(true) = is_raw(tag.inner) {
            return self.raw(end);
        }
        let text = self.out.source;
        let name = name_of(tag.inner);
        let around = Surroundings {
            closes: self.closed.contains(&tag.range.start),
            markup: text[tag.range.clone()].starts_with("{{%"),
            group: self.open.iter_mut().rev().find_map(|open| open.group.as_mut()),
        };
        let meaning = meaning_of(tag.form, tag.inner, around);
        self.warn_of_unread(&tag, &meaning, report);
        match meaning {
            Meaning::Nothing => self.out.replace(end, ""),
            Meaning::Value(value) => {
                let value = if in_address(&self.out.text) { value.replace(' ', "%20") } else { value };
                self.out.replace(end, &value);
            }
            Meaning::Inline(html) => {
                let (prefix, alone) = place(text, &tag.range);
                let tail = if alone { format!("\n{prefix}") } else { String::new() };
                self.out.stand_for(end, &format!("{html}{tail}"));
            }
            Meaning::Whole(html) => self.block(&tag.range, &html),
            Meaning::Wrapper { html, close, group } => {
                self.block(&tag.range, &html);
                self.opened(Open { name, close: Closing::Block(close), group });
            }
            Meaning::Span { html, close } => {
                self.out.stand_for(end, &html);
                self.opened(Open { name, close: Closing::Line(close), group: None });
            }
            Meaning::Either(said) if place(text, &tag.range).1 => {
                self.block(&tag.range, &format!("<div>{}", words::paragraphs(&said, None)));
                self.opened(Open { name, close: Closing::Block("</div>".into()), group: None });
            }
            Meaning::Either(said) => {
                self.out.replace(end, "");
                let close = Closing::Line(format!(" ({})", words::line(&said.join(" – "))));
                self.opened(Open { name, close, group: None });
            }
            Meaning::Close(name) => self.close(name, &tag.range),
            Meaning::Code { language, end: name, label } => self.code(end, &language, label, name, &tag, report),
            Meaning::Formula(name) => self.formula(end, name, &tag),
            Meaning::Hidden(name) => {
                let stop = self.end_of(end, name).map_or(end, |range| range.end);
                self.out.replace(stop, "");
            }
            Meaning::Literal(literal) => {
                report.say_once(Diagnostic::warning("template-tag", not_evaluated(tag.inner)).at(span));
                self.out.replace(end, &literal);
            }
            Meaning::Unknown => {
                let shown: String = text[tag.range].chars().take(80).collect::<String>().replace('\n', " ");
                let message = format!("the template tag `{shown}` has no meaning here and is left out");
                report.say(Diagnostic::warning("template-tag", message).at(span));
                self.out.replace(end, "");
            }
        }
    }

    /// Reports the words of a known tag that are missing from its replacement `meaning`.
    fn warn_of_unread(&self, tag: &Found<'_>, meaning: &Meaning<'_>, report: &mut Report<'_>) {
        let shown = match meaning {
            Meaning::Inline(html) | Meaning::Whole(html) => html.clone(),
            Meaning::Wrapper { html, close, .. } | Meaning::Span { html, close } => format!("{html}{close}"),
            Meaning::Either(said) => meaning::escape(&said.join(" ")),
            Meaning::Literal(said) => said.clone(),
            _ => return,
        };
        if let Some((key, words)) = meaning::unread(tag.inner, &shown) {
            let message = format!("`{key}` of the template tag `{}` is left out: “{words}”", name_of(tag.inner));
            report.say(Diagnostic::warning("template-tag", message).at(report.span(tag.range.clone())));
        }
    }

    /// Writes `html`, which represents blocks, in place of the tag at `range`.
    fn block(&mut self, range: &Range<usize>, html: &str) {
        let text = self.out.source;
        let (prefix, _) = place(text, range);
        if is_item(text, range.start) {
            self.out.stand_for(range.end, html);
        } else {
            self.out.stand_for(range.end, &format!("\n{prefix}\n{prefix}{html}\n{prefix}\n{prefix}"));
        }
    }

    fn opened(&mut self, open: Open<'a>) {
        if self.open.len() < MOST_OPEN {
            self.open.push(open);
        }
    }

    /// Closes the innermost open tag called `name`, or simply the innermost if `name` is empty, and all tags inside
    /// it.
    fn close(&mut self, name: &str, range: &Range<usize>) {
        let found = self.open.iter().rposition(|open| name.is_empty() || open.name == name);
        let Some(at) = found else {
            match stray_close(name) {
                Some(html) => self.block(range, html),
                None => self.out.replace(range.end, ""),
            }
            return;
        };
        let (mut blocks, mut line) = (String::new(), String::new());
        for open in self.open.drain(at..).rev() {
            match open.close {
                Closing::Block(html) => blocks.push_str(&html),
                Closing::Line(html) => line.push_str(&html),
            }
        }
        if blocks.is_empty() {
            return self.out.replace(range.end, &line);
        }
        self.out.replace(range.start, &line);
        self.block(range, &blocks);
    }

    /// Handles a formula between tags.
    fn formula(&mut self, from: usize, name: &'a str, tag: &Found<'_>) {
        let source = self.out.source;
        let Some(range) = self.end_of(from, name) else { return self.out.replace(from, "") };
        let tex = source[from..range.start].trim();
        let marked = ["$", "\\(", "\\["].iter().any(|mark| tex.starts_with(mark));
        let display = tex.contains('\n') || tag.inner.contains("display");
        let mark = match (marked, display) {
            (true, _) => "",
            (false, true) => "$$",
            (false, false) => "$",
        };
        self.out.replace(range.end, &format!("{mark}{tex}{mark}"));
    }

    /// Handles raw text, which is copied unchanged.
    fn raw(&mut self, from: usize) {
        self.out.replace(from, "");
        if let Some(range) = self.end_of(from, "raw").or_else(|| self.end_of(from, "verbatim")) {
            self.out.copy_to(range.start);
            self.out.replace(range.end, "");
        }
    }

    /// Converts a listing between tags to a fenced one, below its title.
    fn code(
        &mut self,
        from: usize,
        language: &str,
        label: Option<String>,
        name: &'a str,
        tag: &Found<'_>,
        report: &mut Report<'_>,
    ) {
        let source = self.out.source;
        let Some(range) = self.end_of(from, name) else {
            let message = format!("`{name}` is never closed");
            report.say(Diagnostic::warning("template-tag", message).at(report.span(tag.range.clone())));
            return self.out.replace(from, "");
        };
        let (prefix, _) = place(source, &tag.range);
        let label = label.map(|label| words::label(&label));
        let code = &source[from..range.start];
        // GitBook's tag contains a fenced listing.
        if code.trim_start().starts_with("```") || code.trim_start().starts_with("~~~") {
            self.block(&(tag.range.start..from), &label.unwrap_or_default());
            self.out.copy_to(range.start);
            return self.out.replace(range.end, "");
        }
        let label = label.map(|label| format!("{label}\n{prefix}\n{prefix}")).unwrap_or_default();
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.replace(from, &format!("\n{prefix}\n{prefix}{label}{fence}{language}\n"));
        self.out.at = from + code.len() - code.trim_start_matches(['\r', '\n']).len();
        self.out.copy_to(from + code.trim_end().len().max(self.out.at - from));
        self.out.replace(range.end, &format!("\n{prefix}{fence}\n{prefix}"));
    }
}

/// Returns the name of the tag with `inner` between its delimiters.
fn name_of(inner: &str) -> &str {
    &inner[..inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len())]
}

fn not_evaluated(inner: &str) -> String {
    let shown: String = inner.chars().take(60).collect();
    format!("`{shown}` is not evaluated: its words are kept as they are")
}

/// Whether `inner` begins (`true`) or ends (`false`) raw text.
fn is_raw(inner: &str) -> Option<bool> {
    match inner {
        "raw" | "verbatim" => Some(true),
        "endraw" | "endverbatim" => Some(false),
        _ => None,
    }
}

/// Returns the offset of the next opening delimiter from `from` on.
fn next_tag(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let at = rest.windows(2).position(|pair| pair == b"{{" || pair == b"{%")?;
    Some(from + at)
}

/// Returns the range of the tag that ends `name` in `text`.
fn end_tag(text: &str, name: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = text[from..].find(name).map(|at| from + at) {
        from = found + name.len();
        let before = text[..found].trim_end();
        let liquid = before.strip_suffix("end").map(|start| start.trim_end().trim_end_matches('-'));
        let hugo = before.strip_suffix('/').map(str::trim_end);
        if let Some(start) = liquid.and_then(|start| start.strip_suffix("{%")) {
            return Some(start.len()..from + text[from..].find("%}")? + 2);
        }
        for (open, close) in [("{{<", ">}}"), ("{{%", "%}}")] {
            if let Some(start) = hugo.and_then(|start| start.strip_suffix(open)) {
                return Some(start.len()..from + text[from..].find(close)? + 3);
            }
        }
    }
    None
}

/// Returns the offsets of the tags that have an end tag: each end tag is matched with the nearest unmatched tag of its
/// name. Zola's `{% end %}` is matched with the nearest call.
fn closed(text: &str, code: &Protected) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut from = 0;
    while let Some(at) = next_tag(text, from) {
        from = at + 2;
        if code.holds(at) {
            continue;
        }
        let rest = &text[at..];
        let Some(open_at) = ["{{<", "{{%", "{%"].into_iter().find_map(|mark| rest.strip_prefix(mark)) else { continue };
        let inner = open_at.trim_start_matches([' ', '-', '~', '\t', '\n']);
        let name = |text: &'_ str| {
            text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/' | '.')).unwrap_or(text.len())
        };
        let closing = inner.strip_prefix('/').or_else(|| inner.strip_prefix("end")).map(str::trim_start);
        match closing {
            Some(rest) if rest.starts_with("%}") => {
                let last = open.get_mut("").and_then(Vec::pop);
                found.extend(last);
            }
            Some(rest) => {
                let last = open.get_mut(&rest[..name(rest)]).and_then(Vec::pop);
                found.extend(last);
            }
            None => {
                let length = name(inner);
                let key = if inner[length..].starts_with('(') { "" } else { &inner[..length] };
                open.entry(key).or_default().push(at);
            }
        }
    }
    found
}
