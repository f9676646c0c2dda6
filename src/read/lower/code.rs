//! Lowers listings, with their info string.

use super::Lower;
use super::code_lines::code_lines;
use crate::article::{Block, BlockKind, Inline, Style};
use crate::read::tree::{Element, Node};

/// Keys for titles in info strings: of Docusaurus and Quartz, Hugo's themes, Zola.
const TITLES: [&str; 4] = ["title", "filename", "file", "name"];

/// Lowers a listing. Pictures and notes in it follow it; the addresses of its links are in a warning, since lines of a listing
/// are text and no more.
pub(super) fn code(lower: &mut Lower<'_, '_, '_>, mut element: Element, blocks: &mut Vec<Block>) {
    let (mut addresses, mut others) = (Vec::new(), Vec::new());
    take_others(&mut element, &mut addresses, &mut others);
    if !addresses.is_empty() {
        let message = format!("links in a listing become plain text: {}", addresses.join(", "));
        lower.warn("link-in-listing", message, element.span);
    }
    let language = language(&element);
    let title = element.attribute("language").and_then(title).map(|title| title_line(&title));
    let lines = element.attribute("language").map(code_lines).unwrap_or_default();
    let text = element.text();
    let text = text.strip_suffix('\n').unwrap_or(&text);
    // HTML ignores a line end right after the tag (HTML §13.2.6.4.7).
    let text = if element.markdown { text } else { text.strip_prefix('\n').unwrap_or(text).trim_end() };
    let text: String =
        text.replace("\r\n", "\n").chars().filter(|&c| c == '\n' || c == '\t' || !c.is_control()).collect();
    let listing = (others.is_empty() || !text.trim().is_empty()).then_some(BlockKind::Code { language, text, lines });
    for kind in title.map(BlockKind::Paragraph).into_iter().chain(listing) {
        let block = lower.block(kind, element.span);
        blocks.push(block);
    }
    let inner = lower.flow(others);
    blocks.extend(inner);
}

/// Takes what is no text out of a listing, and collects the addresses of links to elsewhere that its text does not show.
fn take_others(element: &mut Element, addresses: &mut Vec<String>, others: &mut Vec<Node>) {
    for child in std::mem::take(&mut element.children) {
        match child {
            Node::Element(other) if is_no_text(other.name) => others.push(Node::Element(other)),
            Node::Element(mut inner) => {
                if let Some(address) = inner.attribute("href").filter(|address| !address.starts_with('#'))
                    && !inner.text().contains(address)
                {
                    addresses.push(format!("`{address}`"));
                }
                take_others(&mut inner, addresses, others);
                element.children.push(Node::Element(inner));
            }
            text @ Node::Text(..) => element.children.push(text),
        }
    }
}

/// Whether an element in code is something else than code: a picture, a film, a note.
pub(super) fn is_no_text(name: &str) -> bool {
    matches!(name, "img" | "picture" | "iframe" | "video" | "audio" | "object" | "embed")
        || matches!(name, "offprint-call" | "offprint-note" | "offprint-embed" | "offprint-figure")
}

/// Returns the language of a listing: of its fence, or of the classes that highlighters use.
fn language(element: &Element) -> Option<String> {
    if let Some(info) = element.attribute("language") {
        let name = info.trim().trim_start_matches(['{', '.']).split([' ', ',', '{', '}', '\t']).next()?;
        // Gatsby writes `js:title=a.js`.
        let name = TITLES.iter().find_map(|key| name.split_once(&format!(":{key}="))).map_or(name, |(name, _)| name);
        return Some(name.to_owned()).filter(|name| !name.is_empty() && !name.contains('='));
    }
    let of = |element: &Element| {
        let classes = element.attribute("class")?;
        let name = |class: &str| {
            ["language-", "lang-"].into_iter().find_map(|prefix| class.strip_prefix(prefix).map(str::to_owned))
        };
        element.attribute("lang").map(str::to_owned).or_else(|| classes.split_ascii_whitespace().find_map(name))
    };
    of(element).or_else(|| {
        element.children.iter().find_map(|child| match child {
            Node::Element(code) => of(code),
            Node::Text(..) => None,
        })
    })
}

/// Returns the title in an info string, such as `ts title="src/a.ts" {2-5}` or VitePress's `ts [src/a.ts]`.
fn title(info: &str) -> Option<String> {
    let label = info.split_once(" [").and_then(|(_, rest)| rest.split_once(']')).map(|(label, _)| label.trim());
    // In `python [1,3]`, the brackets contain line numbers.
    if let Some(label) = label.filter(|label| label.contains(char::is_alphabetic) && !info.contains('=')) {
        return Some(label.to_owned());
    }
    let (at, key) = TITLES.iter().find_map(|key| {
        let key = format!("{key}=");
        let at = info.match_indices(&key).find(|(at, _)| {
            let before = info[..*at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
        });
        at.map(|(at, _)| (at, key))
    })?;
    let value = &info[at + key.len()..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split([' ', ',', '}']).next(),
    };
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Returns a title as a line before its listing; a file name is set as code.
fn title_line(title: &str) -> Vec<Inline> {
    let file = !title.contains(' ') && title.contains(['.', '/']);
    let words = if file { Inline::Code(title.to_owned()) } else { Inline::Text(title.to_owned()) };
    vec![Inline::Styled { style: Style::Strong, content: vec![words] }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_opens_a_listing_names_language_and_title() {
        let of = |info: &str| {
            let attributes = vec![("language".to_owned(), info.to_owned())];
            (language(&Element { attributes, ..Element::default() }), title(info))
        };
        let pair = |language: &str, title: &str| {
            let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            (given(language), given(title))
        };
        assert_eq!(of("ts title=\"src/my page.ts\" {2-5}"), pair("ts", "src/my page.ts"));
        assert_eq!(of("rust,linenos,name=main.rs"), pair("rust", "main.rs"));
        assert_eq!(of("js:title=a.js"), pair("js", "a.js"));
        assert_eq!(of("{.python filename='a.py'}"), pair("python", "a.py"));
        assert_eq!(of("title=\"Setup\""), pair("", "Setup"));
        assert_eq!(of("sh subtitle=x"), pair("sh", ""));
        assert_eq!(of("ts:line-numbers {1} [config.ts]"), pair("ts:line-numbers", "config.ts"));
        assert_eq!(of("python [1,3]"), pair("python", ""));
    }
}
