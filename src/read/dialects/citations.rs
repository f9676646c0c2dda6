//! Citations of pandoc: `[@key]`, `[see @key, p. 3; -@other]`. Without a bibliography they are kept as written; one
//! diagnostic for each file reports that.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::read::protected::protected;
use crate::read::report::Report;

/// Reports the citations in `text`.
pub(super) fn report(text: &str, report: &mut Report<'_>) {
    if !text.contains('@') || !text.contains('[') {
        return;
    }
    if !text.match_indices('[').any(|(at, _)| length(&text[at..]).is_some()) {
        return;
    }
    let code = protected(text);
    let links = links(text);
    let mut found = text.match_indices('[').filter_map(|(at, _)| Some((at, length(&text[at..])?)));
    let is_citation =
        |&(at, length): &(usize, usize)| !code.holds(at) && !links.contains(&text[at..at + length].to_lowercase());
    let Some((at, length)) = found.find(is_citation) else { return };
    let message = format!("citations such as `{}` stay as they are written", &text[at..at + length]);
    let help = "have pandoc write the article with --citeproc first, if its sources are to be listed";
    report.say(Diagnostic::warning("citation", message).at(report.span(at..at + length)).help(help));
}

/// Returns names in brackets, such as `[@handle]`, that have a link definition.
fn links(text: &str) -> BTreeSet<String> {
    let label = |line: &str| {
        let line = line.trim_start();
        let end = line.find("]:").filter(|_| line.starts_with('['))?;
        Some(line[..end + 1].to_lowercase())
    };
    text.lines().filter_map(label).collect()
}

/// Returns the length of the citation at the start of `text`, which begins with a bracket.
fn length(text: &str) -> Option<usize> {
    // No citation is longer; a search without limit would take quadratic time.
    let window: &str = text.get(..text.char_indices().nth(200).map_or(text.len(), |(at, _)| at))?;
    let end = window[1..].find([']', '[', '\n'])? + 1;
    // `[@me](url)`, `[@me][ref]`, `[@me]: url` are links, `[@me]{.class}` a span.
    if !window[end..].starts_with(']') || text[end + 1..].starts_with(['(', '[', ':', '{']) {
        return None;
    }
    // A key is at the start or after a space, a hyphen or a semicolon, as in `[see @doe99, p. 3; -@roe]`. In "a@b.org",
    // the `@` is part of a mail address.
    let has_key = window[1..end].match_indices('@').any(|(at, _)| {
        let before = window[1..][..at].chars().next_back();
        let after = window[1..][at + 1..].trim_start_matches('{').chars().next();
        before.is_none_or(|c| matches!(c, ' ' | '-' | ';')) && after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    has_key.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::report::Places;

    fn said(text: &str) -> usize {
        let mut diagnostics = Vec::new();
        super::report(text, &mut Report::new(Places::from(0), &mut diagnostics));
        diagnostics.len()
    }

    #[test]
    fn citations_are_said_once() {
        for text in
            ["a [@key] b [@other]", "[see @doe99, pp. 33; also @roe04]", "[-@key, p. 3; @other]", "[@{https://a}]"]
        {
            assert_eq!(said(text), 1, "{text}");
        }
        for text in [
            "mail [a@b.org] me",
            "@handle says",
            "[@user](x)",
            "`[@key]`",
            "[@user]: x",
            "Ask [@user].\n\n[@User]: x",
            "[x] @key",
            "[ @ ]",
        ] {
            assert_eq!(said(text), 0, "{text}");
        }
    }
}
