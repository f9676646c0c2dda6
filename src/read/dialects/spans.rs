//! Bracketed spans of pandoc, `[words]{.smallcaps}`: small capitals, underlined, highlighted, or in another language.
//! Spans with other attributes become their words.

use std::ops::Range;

use super::attributes::{List, escape, parse};
use crate::read::protected::protected;
use crate::read::report::Places;
use crate::read::tags::Rewriter;

/// Maximum length of a span, in bytes.
const LONGEST: usize = 5_000;

/// Rewrites such spans in `text` as HTML; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains("]{") {
        return None;
    }
    let spans = find(text);
    if spans.is_empty() {
        return None;
    }
    let mut out = Rewriter::new(text);
    // Nested spans are closed in the order of their ends.
    let mut marks: Vec<(usize, usize, String)> = Vec::new();
    for Span { words, end, list } in &spans {
        let (open, close) = tags(list);
        marks.push((words.start - 1, words.start, open));
        marks.push((words.end, *end, close));
    }
    marks.sort_by_key(|(start, ..)| *start);
    for (start, end, tag) in marks {
        out.copy_to(start);
        out.replace(end, &tag);
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

struct Span<'a> {
    words: Range<usize>,
    end: usize,
    list: List<'a>,
}

/// Finds the spans in `text`.
fn find(text: &str) -> Vec<Span<'_>> {
    let code = protected(text);
    let mut spans = Vec::new();
    // The brackets in the current paragraph that are still open.
    let mut open: Vec<usize> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| matches!(byte, b'[' | b']' | b'\n' | b'\\')) {
        at += step;
        if let Some(range) = code.around(at) {
            at = range.end.max(at + 1);
            continue;
        }
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if is_blank(&text[at + 1..]) => open.clear(),
            b'[' => open.push(at),
            b']' => {
                let from = open.pop().filter(|&from| at - from <= LONGEST && at > from + 1);
                let rest = &text[at + 1..];
                // Attributes after a picture, a note or the address of a link belong to these, so they do not make a
                // span.
                let plain =
                    |from: usize| !text[..from].ends_with(['!', ']', '^']) && !text[from + 1..].starts_with('^');
                if let Some(from) = from.filter(|&from| plain(from))
                    && let Some((list, length)) = parse(rest)
                {
                    spans.push(Span { words: from + 1..at, end: at + 1 + length, list });
                    at += length;
                }
            }
            _ => {}
        }
        at = (at + 1).min(bytes.len());
    }
    spans
}

fn is_blank(rest: &str) -> bool {
    let line = rest.bytes().take_while(|&byte| byte != b'\n');
    line.take(200).all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'>'))
}

/// Returns the tags for a span with the attributes `list`.
fn tags(list: &List<'_>) -> (String, String) {
    let has = |names: &[&str]| list.classes.iter().any(|class| names.contains(class));
    let style = list.get(&["style"]).unwrap_or_default().replace(' ', "");
    let small = has(&["smallcaps", "sc", "small-caps"]) || style.contains("font-variant:small-caps");
    let mut names = Vec::new();
    if small {
        names.push("offprint-smallcaps");
    }
    if has(&["underline", "ul"]) || style.contains("text-decoration:underline") {
        names.push("u");
    }
    if has(&["mark", "highlight"]) {
        names.push("mark");
    }
    if has(&["kbd"]) {
        names.push("kbd");
    }
    let more = list.html();
    if names.is_empty() || !more.is_empty() {
        names.insert(0, "span");
    }
    let title = list.get(&["title"]).filter(|_| has(&["abbr"]));
    let title = title.map(|title| format!(" title=\"{}\"", escape(title)));
    if let Some(title) = title {
        return (format!("<abbr{title}{more}>"), "</abbr>".into());
    }
    let open = names.iter().enumerate().map(|(at, name)| format!("<{name}{}>", if at == 0 { &more } else { "" }));
    let close = names.iter().rev().map(|name| format!("</{name}>"));
    (open.collect(), close.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn spans_have_the_form_that_their_class_says() {
        for (text, wanted) in [
            ("[Edda *Moor*]{.smallcaps} then", "<offprint-smallcaps>Edda *Moor*</offprint-smallcaps> then"),
            ("[a]{.underline} [b]{.ul}", "<u>a</u> <u>b</u>"),
            ("[a]{.mark}", "<mark>a</mark>"),
            ("[a [b](c) d]{.x}", "<span>a [b](c) d</span>"),
            ("[ein Wort]{lang=de}", "<span lang=\"de\">ein Wort</span>"),
            ("[a]{#here .mark}", "<span id=\"here\"><mark>a</mark></span>"),
            ("[a [b]{.mark} c]{.underline}", "<u>a <mark>b</mark> c</u>"),
            ("[a\nb]{style=\"font-variant: small-caps\"}", "<offprint-smallcaps>a\nb</offprint-smallcaps>"),
        ] {
            assert_eq!(rewritten(text), wanted);
        }
    }

    #[test]
    fn what_is_no_span_stays() {
        for text in [
            "`[a]{.mark}`",
            "![a]{.mark}",
            "[a](b){.mark}",
            "[a][b]{.mark}",
            "[a]{1, 2}",
            "[a]{}",
            "[^1]{.x}",
            "\\[a]{.mark}",
            "[a\n\nb]{.mark}",
            "[]{#x}",
            "    [a]{.mark}",
            "a[0]{i}",
            "x]{.mark}",
        ] {
            assert_eq!(rewritten(text), text);
        }
    }
}
