//! The few values of front matter that say where an article stands in its site.
//!
//! They are read of every article of an archive, so simple lines (`slug: mill`, `tags: [a, b]`) are read as they are.
//! Whatever is written in another way goes through the parser of the dialect.

use super::{Dialect, find, parse};
use crate::data::tree::{Entry, Node, Value, name};
use crate::diag::Diagnostics;
use crate::site::{Head, KEYS};

/// Number of bytes at the start of a file that hold its front matter.
pub(crate) const WITHIN: usize = super::LIMIT + 512;

/// Returns what the article that begins with `bytes` says about its place in the site.
pub(crate) fn head_of(bytes: &[u8]) -> Head {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = &bytes[..bytes.len().min(WITHIN)];
    let text = std::str::from_utf8(bytes)
        .unwrap_or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default());
    let Some((dialect, matter)) = find(text, 0) else {
        return Head { heading: heading(text), ..Head::default() };
    };
    let inner = &text[matter.inner.clone()];
    let simple = match dialect {
        Dialect::Yaml => lines(inner, ':'),
        Dialect::Toml => lines(inner, '='),
        _ => None,
    };
    let mut head = simple.unwrap_or_else(|| {
        let mut head = Head::default();
        add(&mut head, &parse(dialect, text, &matter, &mut Diagnostics::new()), 0);
        head
    });
    head.heading = text.get(matter.body..).and_then(heading);
    head
}

/// Adds the values of `entries`, and those of tables of an article's own keys.
fn add(head: &mut Head, entries: &[Entry], depth: usize) {
    for entry in entries {
        match &entry.node.value {
            Value::Map(inner) if depth == 0 && entry.name == "taxonomies" => add(head, inner, 1),
            // Material for MkDocs: `date: {created: …, updated: …}`.
            Value::Map(_) if entry.name == "date" => {
                let created = entry.node.child_text(&["created", "published"]);
                head.add("date", created.map(str::to_owned).into_iter().collect(), false);
            }
            Value::Bool(value) => head.add(&entry.name, vec![value.to_string()], false),
            _ => {
                let items = entry.node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
                head.add(&entry.name, items, matches!(entry.node.value, Value::List(_)));
            }
        }
    }
}

/// Reads simple lines; `None` if one of the keys that matter has a value that only a parser reads.
fn lines(inner: &str, between: char) -> Option<Head> {
    let mut head = Head::default();
    let mut lines = inner.lines().peekable();
    let mut ours = true;
    while let Some(line) = lines.next() {
        if between == '=' && line.trim_start().starts_with('[') {
            ours = line.trim() == "[taxonomies]";
            continue;
        }
        let inside = line.starts_with([' ', '\t', '-', '#', '}', ']']);
        if inside && !(between == '=' && ours && line.starts_with([' ', '\t'])) {
            continue;
        }
        let Some((key, value)) = line.split_once(between) else { continue };
        let key = name(key.trim().trim_matches(['"', '\'']));
        if !KEYS.contains(&key.as_str()) || !ours {
            continue;
        }
        let value = value.trim();
        if value.is_empty() && between == ':' {
            let mut items = Vec::new();
            while let Some(item) =
                lines.peek().filter(|line| line.trim().is_empty() || line.starts_with([' ', '-', '\t', '#']))
            {
                let item = item.trim();
                if let Some(item) = item.strip_prefix('-') {
                    items.push(scalar(item.trim(), between)?);
                } else if !item.is_empty() && !item.starts_with('#') {
                    // A text over several lines, or a table.
                    return None;
                }
                lines.next();
            }
            head.add(&key, items, true);
            continue;
        }
        // A plain text of YAML may go on in the next lines.
        if between == ':' && lines.peek().is_some_and(|next| next.starts_with([' ', '\t']) && !next.trim().is_empty()) {
            return None;
        }
        match value.strip_prefix('[') {
            Some(list) => {
                let list = list.strip_suffix(']')?;
                let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
                head.add(&key, items.map(|item| scalar(item, between)).collect::<Option<_>>()?, true);
            }
            None => head.add(&key, vec![scalar(value, between)?], false),
        }
    }
    Some(head)
}

/// Reads a value on one line; `None` if it is not simple.
fn scalar(value: &str, between: char) -> Option<String> {
    for quote in ['"', '\''] {
        if let Some(rest) = value.strip_prefix(quote) {
            let (text, after) = rest.split_once(quote)?;
            let after = after.trim_start();
            let plain =
                !text.contains('\\') && (after.is_empty() || after.starts_with('#')) && !rest.starts_with(quote);
            return if plain {
                Some(text.to_owned())
            } else {
                Some(String::new()).filter(|_| rest.trim_end() == quote.to_string())
            };
        }
    }
    if value.starts_with(['|', '>', '&', '*', '!', '{', '[', '%', '@', '`']) {
        return None;
    }
    let end = value.find(" #").unwrap_or(value.len());
    let text = value[..end].trim_end();
    let empty = text.starts_with('#') || between == ':' && matches!(text, "~" | "null");
    Some(if empty { String::new() } else { text.to_owned() })
}

/// Returns the words of the first heading at the start of `text`.
pub(crate) fn heading(text: &str) -> Option<String> {
    let line = text.lines().take(40).find(|line| !line.trim().is_empty())?;
    let heading = line.trim().strip_prefix('#')?.trim_start_matches('#');
    let words = heading.trim().trim_end_matches('#').trim();
    (heading.starts_with(' ') && !words.is_empty()).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways to read a value must agree.
    #[test]
    fn simple_lines_are_what_the_parser_reads() {
        let texts = [
            "---\ntitle: The mill\nslug: 'mill' # here\ntags: [a, \"b c\"]\naliases:\n  - /old/\n  - older\ndate: 2024-02-17 10:00\nx:\n  slug: no\n---\n# H\n",
            "---\ntitle: \"A: b\"\naliases: []\ncategories: news sport\ndraft: true\nlang:\npermalink: /a/:year/\n---\n",
            "+++\ntitle = \"The mill\"\npath = '2020/mill'\ndate = 2024-02-17\naliases = [\"a.html\", 'b']\ndraft = false\n\n[taxonomies]\ncategories = [\"x\"]\n\n[extra]\nslug = \"no\"\n+++\nWords",
            "---\r\ntitle: x\r\nslug: y\r\n---\r\n",
        ];
        for text in texts {
            let (dialect, matter) = find(text, 0).expect("front matter");
            let between = if dialect == Dialect::Toml { '=' } else { ':' };
            let simple = lines(&text[matter.inner.clone()], between).expect("simple lines");
            let mut parsed = Head::default();
            add(&mut parsed, &parse(dialect, text, &matter, &mut Diagnostics::new()), 0);
            for key in KEYS {
                let all =
                    |head: &Head| head.all(key).iter().filter(|item| !item.is_empty()).cloned().collect::<Vec<_>>();
                assert_eq!(all(&simple), all(&parsed), "{key} in {text}");
            }
        }
    }

    #[test]
    fn what_is_not_simple_is_parsed() {
        for (text, slug) in [
            ("---\nslug: >-\n  the-mill\n---\n", "the-mill"),
            ("---\nslug: \"the\\u002dmill\"\n---\n", "the-mill"),
            ("+++\nslug = \"\"\"the-mill\"\"\"\n+++\n", "the-mill"),
            ("{\"slug\": \"the-mill\"}\n", "the-mill"),
            ("---\ntitle: a\n  b\nslug: the-mill\n---\n", "the-mill"),
        ] {
            assert_eq!(head_of(text.as_bytes()).get(&["slug"]), Some(slug), "{text}");
        }
        assert_eq!(head_of(b"\xef\xbb\xbf\n# The mill #\n").title(), Some("The mill"));
        assert_eq!(head_of(b"Words \xff").title(), None);
    }
}
