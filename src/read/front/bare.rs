//! Fields before the first blank line, without any fence: `Title: …`, `Date: …`, as in Pelican and MultiMarkdown, and
//! Nikola's `.. title: …` in a comment.
//!
//! Prose may contain colons (`Note: the ferry is late.`), and letters have fields (`Subject: …`). So the names must be
//! known: the title or two of [`SURE`] must be among them, and at least half of all names. Indented lines continue the
//! previous field. The header ends with a blank line, with a line of three hyphens or dots, or, after two fields, with
//! the first line that is not a field. Limits: a single field above a rule is a heading of Markdown.

use super::fence::{Matter, lines};
use super::keys;
use crate::data::is_key_line;
use crate::data::tree::{Entry, Node, Value, name};
use crate::source::Span;

/// Names that are common in headers of articles, but hardly occur together elsewhere.
const SURE: [&str; 14] = [
    "author",
    "authors",
    "date",
    "modified",
    "slug",
    "tags",
    "keywords",
    "category",
    "categories",
    "lang",
    "summary",
    "status",
    "layout",
    "permalink",
];

/// Maximum number of lines of a header.
const MOST: usize = 200;

/// Finds the header at offset `start`.
pub(super) fn find(text: &str, start: usize) -> Option<Matter> {
    // Decided by the first line, so that an article without a header costs nothing.
    let first = text[start..].lines().next()?;
    if first.trim_end() == "<!--" || first.starts_with("<!-- .. ") {
        return comment(text, start);
    }
    field(first).filter(|(key, _)| keys::is_known(&name(key)))?;
    let (mut fields, mut end, mut body) = (Vec::new(), start, start);
    for (at, line) in lines(text, start).take(MOST) {
        let bare = line.trim();
        let fence = matches!(bare, "---" | "...");
        if bare.is_empty() || fence {
            body = at + if fence && fields.len() < 2 { 0 } else { line.len() };
            // `Title: words` over a line of hyphens is a heading.
            if fence && fields.len() < 2 {
                return None;
            }
            break;
        }
        if let Some((key, value)) = field(line) {
            fields.push((name(key), value.trim()));
        } else if !line.starts_with([' ', '\t']) || is_rule(bare) {
            if fields.len() < 2 || is_rule(bare) {
                return None;
            }
            body = at;
            break;
        }
        end = at + line.len();
        body = end;
    }
    is_header(&fields).then_some(Matter { inner: start..end, body, closed: true })
}

/// Whether these are the fields of an article.
fn is_header(fields: &[(String, &str)]) -> bool {
    let known = fields.iter().filter(|(name, value)| keys::is_known(name) && !value.is_empty()).count();
    let titled = fields.iter().any(|(name, value)| name == "title" && !value.is_empty());
    let dated = |(name, value): &(String, &str)| !keys::DATE.contains(&name.as_str()) || has_digit(value);
    let sure = fields.iter().filter(|(name, value)| SURE.contains(&name.as_str()) && !value.is_empty()).count();
    (titled || sure >= 2) && known * 2 >= fields.len() && fields.iter().all(dated)
}

fn has_digit(value: &str) -> bool {
    value.is_empty() || value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether `line` underlines a heading.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && ['=', '-'].iter().any(|mark| line.chars().all(|c| c == *mark))
}

/// Returns name and value of the field in `line`. After a known name, the blank after the colon may be missing.
fn field(line: &str) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '#', '-', '*', '>', '<', '[', '|']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    let close = !value.starts_with(['/', ':']) && keys::is_known(&name(key)) && !key.contains(' ');
    (close || is_key_line(line)).then_some((key.trim(), value))
}

/// Finds Nikola's header, which is in a comment.
fn comment(text: &str, start: usize) -> Option<Matter> {
    let close = start + text[start..].find("-->")?;
    let inner = start + 4..close;
    let mut said = text[inner.clone()].lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    said.peek()?;
    let all = said.all(|line| line.starts_with(".. ") && line.contains(':'));
    all.then_some(Matter { inner, body: close + 3, closed: true })
}

/// Reads the fields of `text`, which begins at offset `base` of the source.
pub(super) fn parse(text: &str, base: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in lines(text, base) {
        let bare = line.trim_start_matches([' ', '\t']);
        let (indent, line) = match bare.strip_prefix(".. ") {
            Some(nikola) => (line.len() - nikola.len(), nikola),
            None => (0, line),
        };
        match (field(line), entries.last_mut()) {
            (Some((key, value)), _) => {
                let start = at + indent;
                let span = Span::new(start, start + line.trim_end().len());
                let node = Node { value: value_of(key, value), span };
                entries.push(Entry::new(key, Span::new(start, start + key.len()), node));
            }
            (None, Some(last)) => go_on(last, line),
            (None, None) => {}
        }
    }
    entries
}

/// Returns the value of a field. Pelican separates several people by semicolons, or else by commas.
fn value_of(key: &str, value: &str) -> Value {
    let value = value.trim();
    if name(key) != "authors" {
        return Value::Text(value.to_owned());
    }
    let mark = if value.contains(';') { ';' } else { ',' };
    let each = value.split(mark).map(str::trim).filter(|who| !who.is_empty());
    let node = |who: &str| Node { value: Value::Text(who.to_owned()), span: Span::default() };
    Value::List(each.map(node).collect())
}

/// Appends a continuation line to a field.
fn go_on(entry: &mut Entry, line: &str) {
    let line = line.trim();
    match &mut entry.node.value {
        Value::Text(text) if !line.is_empty() => {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
        }
        Value::List(items) if !line.is_empty() => {
            items.push(Node { value: Value::Text(line.trim_end_matches([',', ';']).to_owned()), span: entry.span });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Vec<(String, String)>, &str)> {
        let matter = find(text, 0)?;
        let of = |node: &Node| match &node.value {
            Value::Text(text) => text.clone(),
            Value::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join("|"),
            _ => String::new(),
        };
        let entries = parse(&text[matter.inner.clone()], matter.inner.start);
        let entries = entries.iter().map(|entry| (entry.key.clone(), of(&entry.node))).collect();
        Some((entries, &text[matter.body..]))
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn fields_before_a_blank_line_are_a_header() {
        let text = "Title: Low water\nDate: 2020-03-01 10:20\nTags: sea, mud\nSlug: low\n\nThe bay: dry.\n";
        let (fields, body) = found(text).expect("is one");
        let wanted = [("Title", "Low water"), ("Date", "2020-03-01 10:20"), ("Tags", "sea, mud"), ("Slug", "low")];
        assert_eq!((fields, body), (pairs(&wanted), "The bay: dry.\n"));
    }

    #[test]
    fn values_go_on_in_indented_lines_and_people_are_several() {
        let text = "Title:Ebb\nAuthors: Edda Moor, Ivo Sand\nSummary: Long\n    and longer.\n\nText.";
        let (fields, body) = found(text).expect("is one");
        let wanted = [("Title", "Ebb"), ("Authors", "Edda Moor|Ivo Sand"), ("Summary", "Long and longer.")];
        assert_eq!((fields, body), (pairs(&wanted), "Text."));
    }

    #[test]
    fn a_header_may_end_in_a_fence_or_with_the_text() {
        assert_eq!(found("title: A\nauthor: B\n---\nText.").map(|found| found.1), Some("Text."));
        assert_eq!(found("Title: A\nAuthor: B\nText.").map(|found| found.1), Some("Text."));
        assert_eq!(found("Title: A\n").map(|found| found.1), Some(""));
    }

    #[test]
    fn nikola_has_its_fields_in_a_comment() {
        let (fields, body) = found("<!--\n.. title: Ebb\n.. date: 2020-03-01\n-->\n\nText.").expect("is one");
        assert_eq!((fields, body), (pairs(&[("title", "Ebb"), ("date", "2020-03-01")]), "\n\nText."));
        assert_eq!(found("<!--\nA comment: mine.\n-->\n\nText."), None);
    }

    #[test]
    fn prose_with_colons_stays_prose() {
        for text in [
            "Note: this is prose.\n\nMore.",
            "Warning: title ahead\nTitle: none\n\nMore.",
            "Title: Ebb\n---\n\nText.",
            "Title: Ebb\nText right below.\n",
            "Date: the day we met\nAuthor: of my misery\n\nA poem.",
            "Tags: all that is left.\n\nMore.",
            "From: A\nTo: B\nSubject: C\nDate: 2020-01-01\n\nDear B,",
            "Order: 12\nType: pizza\n\nHot.",
            "Date: 12 May 2020\nSubject: the lamp\n\nDear B,",
            "Time: 10 min\nServes: 4\n\nFlour.",
            "https://example.org\n\nText",
            "Title: Ebb\nIngredients: 3 eggs\nServes: 4\nOven: hot\n\nMix.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
