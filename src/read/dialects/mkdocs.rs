//! Admonitions and tabs of MkDocs (Python-Markdown, PyMdown): `!!! note "Title"`, `??? tip`, `???+ tip`, `===
//! "Label"`. Their body is indented by four columns.

use super::boxes::{Opening, Words, callout, division, folded};

/// Words after a kind that position the box.
const PLACES: [&str; 8] = ["inline", "end", "annotate", "left", "right", "center", "wide", "expand"];

/// Returns the container that `line` opens.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let line = line.trim_end();
    match line.get(..3)? {
        "!!!" => admonition(&line[3..], false),
        "???" => {
            let rest = &line[3..];
            let open = rest.strip_prefix('+');
            admonition(open.unwrap_or(rest), open.is_none())
        }
        "===" => tab(&line[3..]),
        _ => None,
    }
}

fn admonition(rest: &str, is_folded: bool) -> Option<Opening<'_>> {
    let rest = rest.trim_start();
    let (names, title) = split_title(rest)?;
    let mut words = names.split_whitespace();
    let name = words.next().unwrap_or_default();
    let plain = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    // Only folded passages may omit the kind: `??? "Title"`.
    if !plain(name) || name.is_empty() && !(is_folded && title.is_some()) {
        return None;
    }
    // Words that are not classes are a title without quotation marks.
    let loose = names[name.len()..].trim();
    let placed = loose.split_whitespace().all(|word| PLACES.contains(&word));
    let title = match title {
        Some(_) if !placed && !loose.split_whitespace().all(plain) => return None,
        Some(title) => title,
        None if placed => "",
        None => loose,
    };
    let title = if title.is_empty() { Vec::new() } else { vec![Words::Text(title)] };
    let name = name.to_lowercase();
    let is_plain = matches!(name.as_str(), "" | "note" | "info" | "details");
    Some(if is_folded && is_plain { folded("", title) } else { callout(&name, "", title) })
}

/// Splits names from the title in quotation marks that follows them.
fn split_title(rest: &str) -> Option<(&str, Option<&str>)> {
    for quote in ['"', '\''] {
        let Some(start) = rest.find(quote).filter(|&at| at == 0 || rest[..at].ends_with(' ')) else { continue };
        let inner = &rest[start + 1..];
        return inner.strip_suffix(quote).map(|title| (rest[..start].trim_end(), Some(title.trim())));
    }
    Some((rest, None))
}

fn tab(rest: &str) -> Option<Opening<'_>> {
    let rest = rest.trim_start_matches(['!', '+']);
    let label = rest.strip_prefix(' ')?.trim_start();
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = label[1..].strip_suffix(quote)?.trim();
    (!label.is_empty()).then(|| division("", vec![Words::Text(label)]))
}

#[cfg(test)]
mod tests {
    use super::super::boxes::Heading;
    use super::*;

    fn title(line: &str) -> (String, String) {
        let opening = opening(line).unwrap_or_else(|| panic!("{line}"));
        let words = match &opening.heading {
            Heading::Title(words) | Heading::Label(words) => match &words[0] {
                Words::Text(text) => (*text).to_owned(),
                Words::Own(text) => text.clone(),
            },
            Heading::None | Heading::Caption(_) | Heading::Line(_) => String::new(),
        };
        (opening.open.replace("<offprint-callout type=", "").replace(['"', '>'], ""), words)
    }

    #[test]
    fn kinds_and_titles_are_read() {
        for (line, kind, words) in [
            ("!!! note \"Mind the *sill*\"", "note", "Mind the *sill*"),
            ("!!! note \"\"", "note", ""),
            ("!!!warning", "warning", ""),
            ("!!! danger inline end", "danger", ""),
            ("!!! tip inline end \"Left\"", "tip", "Left"),
            ("!!! note Mind the sill", "note", "Mind the sill"),
            ("!!! Note 'Single'", "note", "Single"),
            ("??? tip", "tip", ""),
            ("???+ note \"Open\"", "note", "Open"),
            ("??? note \"Shut\"", "details", "Shut"),
            ("??? \"Only a title\"", "details", "Only a title"),
            ("!!! pied-piper \"A \"B\" C\"", "pied-piper", "A \"B\" C"),
            ("=== \"Tab\"", "<div", "Tab"),
            ("===! 'Tab two'", "<div", "Tab two"),
            ("===+ \"Open\"", "<div", "Open"),
        ] {
            assert_eq!(title(line), (kind.to_owned(), words.to_owned()), "{line}");
        }
    }

    #[test]
    fn what_only_looks_similar_is_none() {
        for line in
            ["!!!", "!!! \"Title\"", "=== equal signs", "===", "====", "=== \"\"", "???", "?? x", "!!!? y", "=== \"a"]
        {
            assert_eq!(opening(line), None, "{line}");
        }
    }
}
