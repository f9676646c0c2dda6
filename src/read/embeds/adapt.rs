//! Adapts a note to the article that embeds it: heading levels, and addresses of pictures.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::find::Finder;
use super::part::is_heading_end;
use crate::read::lookup::{join, split};
use crate::read::markdown::options;

/// A heading in a text.
pub(super) struct Heading {
    /// Its range, including the line end.
    pub range: Range<usize>,
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Whether it is outside of quotations and lists.
    pub top: bool,
}

/// Returns the headings in `text`, in order.
pub(super) fn headings(text: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut depth = 0;
    let mut inside = false;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if let Tag::Heading { level, .. } = tag {
                    headings.push(Heading { range, level: level as u8, text: String::new(), top: depth == 0 });
                    inside = true;
                }
                depth += 1;
            }
            Event::End(end) => {
                inside &= !is_heading_end(&end);
                depth -= 1;
            }
            Event::Text(words) | Event::Code(words) if inside => {
                if let Some(heading) = headings.last_mut() {
                    heading.text.push_str(&words);
                }
            }
            Event::SoftBreak if inside => {
                if let Some(heading) = headings.last_mut() {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
    }
    headings
}

/// Lowers the headings of `text` below a heading of `level`.
pub(super) fn below(text: &str, level: u8) -> String {
    let headings = headings(text);
    let Some(highest) = headings.iter().map(|heading| heading.level).min() else { return text.to_owned() };
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for heading in headings {
        let marks = "#".repeat(usize::from((heading.level + level + 1).saturating_sub(highest).clamp(1, 6)));
        let source = &text[heading.range.clone()];
        let words = source.trim_start_matches('#');
        out.push_str(&text[done..heading.range.start]);
        if words.len() < source.len() {
            out.push_str(&marks);
            done = heading.range.end - words.len();
        } else if heading.top {
            // A setext heading: the underline is removed, and its lines become one.
            let mut lines: Vec<&str> = source.trim_end().lines().map(str::trim).collect();
            lines.pop();
            out.push_str(&format!("{marks} {}\n", lines.join(" ")));
            done = heading.range.end;
        } else {
            done = heading.range.start;
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Rewrites the addresses of pictures in `text`, which comes from the note at `path`. Pictures beside the note get
/// addresses relative to the root.
pub(super) fn pictures(text: &str, path: &str, finder: &mut Finder<'_>) -> String {
    let folder = split(path).0;
    if folder.is_empty() || !text.contains("](") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, .. }) = event else { continue };
        let source = &text[range.clone()];
        let Some(open) = source.rfind("](").map(|at| at + 2) else { continue };
        let written = source[open..].trim_start_matches('<');
        let start = range.end - written.len();
        if dest_url.contains(':')
            || dest_url.starts_with('/')
            || !written.starts_with(dest_url.as_ref())
            || start < done
        {
            continue;
        }
        let decoded = percent_encoding::percent_decode_str(&dest_url).decode_utf8_lossy();
        let path = join(folder, &decoded);
        if finder.exists(&path) {
            out.push_str(&text[done..start]);
            out.push_str(&format!("/{}", join(folder, &dest_url)));
            done = start + dest_url.len();
        }
    }
    out.push_str(&text[done..]);
    out
}
