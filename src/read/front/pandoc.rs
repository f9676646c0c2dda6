//! Pandoc's title block: up to three lines `% title`, `% author; author`, `% date`.

use super::fence::{Matter, lines};
use crate::data::tree::{Entry, Node, Value};
use crate::source::Span;

/// Finds the block at offset `start`. A line that begins with a blank continues the previous one.
pub(super) fn find(text: &str, start: usize) -> Option<Matter> {
    let (mut fields, mut end) = (0, start);
    for (at, line) in lines(text, start) {
        let field = line.starts_with("% ") || line.trim_end() == "%";
        let continued = fields > 0 && line.starts_with(' ') && !line.trim().is_empty();
        if !(continued || (field && fields < 3)) {
            break;
        }
        fields += usize::from(field);
        end = at + line.len();
    }
    (fields > 0).then_some(Matter { inner: start..end, body: end, closed: true })
}

/// Reads the lines of `text`, which begins at offset `base` of the source.
pub(super) fn parse(text: &str, base: usize) -> Vec<Entry> {
    let mut fields: Vec<(usize, Vec<&str>)> = Vec::new();
    for (at, line) in lines(text, 0) {
        match (line.strip_prefix('%'), fields.last_mut()) {
            (Some(value), _) => fields.push((at, vec![value.trim()])),
            (None, Some((_, parts))) => parts.push(line.trim()),
            (None, None) => {}
        }
    }
    let names = [("title", " "), ("author", "; "), ("date", " ")];
    let entry = |((name, glue), (at, parts)): ((&str, &str), (usize, Vec<&str>))| {
        let span = Span::new(base + at, base + at + 1);
        let mut entry = Entry::called(name, format!("% {name}"), span, &parts.join(glue));
        if name == "author" {
            let each = |author: &str| Node { value: Value::Text(author.trim().to_owned()), span };
            entry.node.value = Value::List(parts.join(glue).split(';').map(each).collect());
        }
        entry
    };
    names.into_iter().zip(fields).map(entry).collect()
}
