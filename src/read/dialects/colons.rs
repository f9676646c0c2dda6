//! Containers between fences of colons (`:::note`, `:::note[Title]`, `::: tip Title`, `::: {.callout-tip}`,
//! `:::{note}`) and of slashes, PyMdown's blocks (`/// tip | Title`).

use super::attributes::{List, parse};
use super::boxes::{Opening, Words, attributed, callout, named};
use super::myst::{self, Directive};

/// A line with a fence.
#[derive(Debug, PartialEq)]
pub(super) enum Fence<'a> {
    /// It closes a container.
    Close,
    /// It opens one.
    Open(Opening<'a>),
    /// It opens a directive of MyST.
    Directive(Directive<'a>),
}

/// Returns the fence on `line`, with its length.
pub(super) fn fence(line: &str) -> Option<(usize, Fence<'_>)> {
    let mark = line.chars().next().filter(|c| matches!(c, ':' | '/'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    if length < 3 {
        return None;
    }
    let rest = trailing(line[length..].trim(), mark);
    if rest.is_empty() {
        return Some((length, Fence::Close));
    }
    if mark == '/' {
        return slashes(rest).map(|opening| (length, Fence::Open(opening)));
    }
    if rest.starts_with('{') {
        if let Some(directive) = myst::directive(rest) {
            return Some((length, Fence::Directive(directive)));
        }
        let (list, end) = parse(rest)?;
        return rest[end..].trim().is_empty().then(|| (length, Fence::Open(attributed(&list))));
    }
    word(rest).map(|opening| (length, Fence::Open(opening)))
}

/// Removes from `rest` the marks that pandoc allows at the end of a fence.
fn trailing(rest: &str, mark: char) -> &str {
    let bare = rest.trim_end_matches(mark);
    let marks = rest.len() - bare.len();
    let apart = bare.is_empty() || bare.ends_with([' ', '}']);
    if marks >= 3 && apart { bare.trim_end() } else { rest }
}

/// Opens a container named by a word.
fn word(rest: &str) -> Option<Opening<'_>> {
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    // VuePress allows `tabs#fruit`.
    let after = match after.strip_prefix('#') {
        Some(id) => id.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_')),
        None => after,
    };
    if !(after.is_empty() || after.starts_with([' ', '\t', '[', '{'])) {
        return None;
    }
    let (title, after) = match after.strip_prefix('[') {
        Some(inner) => {
            let end = closing_bracket(inner)?;
            (Some(inner[..end].trim()), &inner[end + 1..])
        }
        None => (None, after),
    };
    let (words, list) = split_list(after.trim());
    match title {
        // Words after a title in brackets mean that it is not a title.
        Some(_) if !words.is_empty() => None,
        Some(title) => Some(named(name, title, "", &list)),
        None => {
            let whole = &rest[..super::offset(rest, words) + words.len()];
            Some(named(name, words, whole, &list))
        }
    }
}

/// Splits the attribute list at the end from `text`.
fn split_list(text: &str) -> (&str, List<'_>) {
    let whole = (text, List::default());
    if !text.ends_with('}') {
        return whole;
    }
    let Some(start) = text.rfind('{') else { return whole };
    match parse(&text[start..]) {
        Some((list, length)) if start + length == text.len() => (text[..start].trim_end(), list),
        _ => whole,
    }
}

/// Finds the bracket that closes `text`.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' if depth == 0 => return Some(at),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Opens a block of PyMdown, if its name is known.
fn slashes(rest: &str) -> Option<Opening<'_>> {
    // `/// note | Title` (PyMdown Blocks).
    let (name, title) = rest.split_once('|').unwrap_or((rest, ""));
    let (name, title) = (name.trim(), title.trim());
    let lower = name.to_lowercase();
    if lower == "admonition" {
        let title = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
        return Some(callout("note", "", title));
    }
    // `/// html | div.class` is a block too. Three slashes before an unknown name are a comment in code.
    let known = super::boxes::is_known(&lower) || lower == "html" || lower == "caption" || lower.ends_with("-caption");
    if !known {
        return None;
    }
    // After the bar there is an element here, not a title.
    let title = if lower == "html" { "" } else { title };
    match lower.as_str() {
        "caption" | "figure-caption" | "table-caption" => Some(super::boxes::division("", Vec::new())),
        _ => Some(named(name, title, "", &List::default())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::boxes::Heading;
    use super::*;

    fn read(line: &str) -> String {
        match fence(line) {
            None => "-".into(),
            Some((length, Fence::Close)) => format!("{length} close"),
            Some((length, Fence::Directive(_))) => format!("{length} directive"),
            Some((length, Fence::Open(opening))) => {
                let words = |words: &[Words<'_>]| {
                    let texts = words.iter().map(|words| match words {
                        Words::Text(text) => (*text).to_owned(),
                        Words::Own(text) => text.clone(),
                    });
                    texts.collect::<String>()
                };
                let heading = match &opening.heading {
                    Heading::None | Heading::Caption(_) | Heading::Line(_) => String::new(),
                    Heading::Title(title) => format!(" T {}", words(title)),
                    Heading::Label(label) => format!(" L {}", words(label)),
                };
                let open = opening.open.replace("offprint-callout type=", "").replace('"', "'");
                format!("{length} {open}{heading}")
            }
        }
    }

    #[test]
    fn openings_of_all_dialects_are_read() {
        for (line, wanted) in [
            (":::note", "3 <'note'>"),
            ("::: warning", "3 <'warning'>"),
            (":::tip My *title*", "3 <'tip'> T My *title*"),
            (":::note[Your [own] title]", "3 <'note'> T Your [own] title"),
            (":::note[Title]{#a .b}", "3 <'note' id='a'> T Title"),
            ("::::info", "4 <'info'>"),
            ("::: details Click me {open}", "3 <'details'> T Click me {open}"),
            ("::: details Click me {#a}", "3 <'details' id='a'> T Click me"),
            ("::: code-group", "3 <div>"),
            (":::: tabs#fruit", "4 <div>"),
            ("::: tab Pear", "3 <div> L Pear"),
            ("::: {.callout-tip title=\"Do *it*\"}", "3 <'tip'> T Do *it*"),
            ("::: {.callout-note collapse=\"true\"}", "3 <'details'>"),
            ("::: {.callout-warning collapse=\"true\"}", "3 <'warning'>"),
            (":::{.column-margin}", "3 <div class='column-margin'>"),
            (":::: {#a .b lang=de}", "4 <div class='b' id='a' lang='de'>"),
            ("::::: Warning ::::::", "5 <'warning'>"),
            ("::: {.note} :::", "3 <'note'>"),
            ("::: {#t .theorem name=\"Euler\"}", "3 <'theorem' id='t'> T Theorem: Euler"),
            (":::spoiler Answer", "3 <'details'> T Answer"),
            (":::note warn", "3 <'warn'>"),
            (":::message alert", "3 <'caution'>"),
            ("::: pied-piper", "3 <'note'> T Pied piper"),
            ("::: Harbours are deep", "3 <'note'> T Harbours are deep"),
            (":::pied[Piper]", "3 <'note'> T Piper"),
            (":::{note} Hm", "3 directive"),
            (":::", "3 close"),
            (":::::: :::", "6 close"),
            ("/// tip | Title", "3 <'tip'> T Title"),
            ("/// details | More", "3 <'details'> T More"),
            ("///", "3 close"),
        ] {
            assert_eq!(read(line), wanted, "{line}");
        }
    }

    #[test]
    fn what_only_looks_similar_is_none() {
        for line in [
            "::",
            "::: -- no",
            ":::!",
            "::: {1, 2}",
            ":::note[open",
            ":::a:b",
            "/// path/to",
            "// note",
            ":::image:::x",
        ] {
            assert_eq!(read(line), "-", "{line}");
        }
    }
}
