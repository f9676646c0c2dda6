//! Determines the title: declared, else the first heading of level 1, else the file name.

use std::path::Path;

use super::provenance;
use crate::article::{Article, BlockKind, Inline, plain_text};
use crate::source::Source;

/// Determines the title and removes a heading that repeats it.
pub(super) fn settle(article: &mut Article, source: &Source) {
    if !article.meta.title.is_empty() {
        return drop_repeated(article);
    }
    if let Some(at) = leading_heading(article) {
        if let BlockKind::Heading { content, .. } = article.blocks.remove(at).kind {
            article.meta.title = content;
        }
        let title = article.meta.title_text();
        return provenance(article, "title", &title, "first heading");
    }
    let title = from_name(&source.path);
    provenance(article, "title", &title, "file name");
    article.meta.title = vec![Inline::Text(title)];
}

/// Returns the index of a level-1 heading without any heading before it.
fn leading_heading(article: &Article) -> Option<usize> {
    let first = article.blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    matches!(article.blocks[first].kind, BlockKind::Heading { level: 1, .. }).then_some(first)
}

/// Removes the first heading, if it repeats the title.
fn drop_repeated(article: &mut Article) {
    let title = comparable(&article.meta.title_text());
    let first = article.blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }));
    // Only pictures may precede it: further on, a heading of that name is a section.
    let Some(at) = first.filter(|&at| {
        article.blocks[..at]
            .iter()
            .all(|block| matches!(block.kind, BlockKind::Figure(_) | BlockKind::Rule | BlockKind::PageBreak))
    }) else {
        return;
    };
    if let BlockKind::Heading { content, .. } = &article.blocks[at].kind
        && comparable(&plain_text(content)) == title
    {
        article.blocks.remove(at);
    }
}

/// Normalises `text` for comparison: letters and digits in lower case.
fn comparable(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Makes a title from the file name, without date and extension, or from the folder's name for `index.md`.
pub(in crate::read) fn from_name(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = match stem.to_ascii_lowercase().as_str() {
        "index" | "readme" | "_index" => {
            let folder = path.parent().and_then(|folder| folder.file_name());
            folder.map(|name| name.to_string_lossy().into_owned()).unwrap_or(stem)
        }
        "-" | "" => "Untitled".into(),
        _ => stem,
    };
    let name = without_date(&stem);
    let spaced = if name.contains(' ') { name.to_owned() } else { name.replace(['-', '_'], " ") };
    let mut letters = spaced.trim().chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Removes a leading date from `stem`, unless nothing else is left.
fn without_date(stem: &str) -> &str {
    let is_date = |date: &[u8]| {
        date.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    match stem.as_bytes().get(..10) {
        Some(date) if is_date(date) && stem.len() > 11 => stem[10..].trim_start_matches(['-', '_', ' ']),
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_makes_a_title() {
        let of = |path: &str| from_name(Path::new(path));
        assert_eq!(of("posts/2014-04-28-how_to-begin.md"), "How to begin");
        assert_eq!(of("a-day-out/index.md"), "A day out");
        assert_eq!(of("notes/Well-known facts.md"), "Well-known facts");
    }
}
