//! Marks in running text that the parser does not know: `==highlighted==` (Obsidian, markdown-it), and subscript and
//! superscript within words, as in `H~2~O` and `x^2^` (pandoc).
//!
//! Limits: a mark opens at the start of a word and closes at the end of one, so that `a == b` and `a==b` stay; a script
//! is letters or digits with at most a sign before or after them.

use crate::article::{Inline, Style, plain_text};

/// Longest subscript or superscript, in bytes.
const LONGEST_SCRIPT: usize = 40;

/// `inlines`, one level of a line, with those marks understood.
pub(super) fn understand(inlines: Vec<Inline>) -> Vec<Inline> {
    let has = |mark: &dyn Fn(&str) -> bool| inlines.iter().any(|i| matches!(i, Inline::Text(text) if mark(text)));
    let (highlights, scripts) = (has(&|text| text.contains("==")), has(&|text| text.contains(['~', '^'])));
    let inlines = if highlights { highlight(inlines) } else { inlines };
    if scripts { inlines.into_iter().flat_map(script).collect() } else { inlines }
}

/// Puts what stands between two `==` into [`Style::Mark`].
fn highlight(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    // Where the mark that is open stands in `out`.
    let mut open: Option<usize> = None;
    let mut inlines = inlines.into_iter().peekable();
    while let Some(inline) = inlines.next() {
        let Inline::Text(text) = inline else {
            out.push(inline);
            continue;
        };
        let mut done = 0;
        for at in runs(&text) {
            let before = text[..at].chars().next_back().or(if out.is_empty() { None } else { Some(edge(out.last())) });
            let after = text[at + 2..].chars().next().or_else(|| inlines.peek().map(|next| edge(Some(next))));
            let mut closes = open.is_some() && closes(before, after);
            if closes && open.is_some_and(|from| !says_something(&out[from + 1..], &text[done..at])) {
                // Not looked at again, which would be quadratic.
                (closes, open) = (false, None);
            }
            if !closes && !opens(before, after) {
                continue;
            }
            push(&text[done..at], &mut out);
            done = at + 2;
            if let Some(from) = open.filter(|_| closes) {
                let content = out.split_off(from + 1);
                out[from] = Inline::Styled { style: Style::Mark, content };
                open = None;
            } else {
                // An earlier one that nothing closed stays as it is written.
                open = Some(out.len());
                out.push(Inline::Text("==".into()));
            }
        }
        push(&text[done..], &mut out);
    }
    out
}

fn push(text: &str, out: &mut Vec<Inline>) {
    if !text.is_empty() {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// Where two equals signs stand, and no third.
fn runs(text: &str) -> Vec<usize> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('=').map(|found| at + found) {
        let length = text[found..].bytes().take_while(|&byte| byte == b'=').count();
        if length == 2 {
            runs.push(found);
        }
        at = found + length;
    }
    runs
}

/// The character that stands for a neighbour which is not text of this level.
fn edge(inline: Option<&Inline>) -> char {
    match inline {
        Some(Inline::Text(text)) if text == "\n" => ' ',
        Some(Inline::Text(text)) => text.chars().next_back().unwrap_or(' '),
        Some(Inline::LineBreak) | None => ' ',
        Some(_) => '*',
    }
}

fn opens(before: Option<char>, after: Option<char>) -> bool {
    let starts = before.is_none_or(|c| !is_word(c) && !matches!(c, ')' | ']' | '}'));
    starts && after.is_some_and(|c| !c.is_whitespace() && c != '>')
}

fn closes(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !is_word(c) && !matches!(c, '(' | '[' | '{'))
}

/// Whether `c` is of a word; words of Chinese and the like have no edges.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

fn says_something(inlines: &[Inline], text: &str) -> bool {
    text.contains(char::is_alphanumeric) || plain_text(inlines).contains(char::is_alphanumeric)
}

/// `inline` cut where a subscript or superscript begins or ends in a word.
fn script(inline: Inline) -> Vec<Inline> {
    let Inline::Text(text) = inline else { return vec![inline] };
    let mut out = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(['~', '^']).map(|at| from + at) {
        from = at + 1;
        let joined = text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']'));
        let Some(length) = script_length(&text[at + 1..], text.as_bytes()[at]).filter(|_| joined) else { continue };
        push(&text[done..at], &mut out);
        let style = if text.as_bytes()[at] == b'~' { Style::Sub } else { Style::Sup };
        let content = vec![Inline::Text(text[from..from + length].to_owned())];
        out.push(Inline::Styled { style, content });
        done = from + length + 1;
        from = done;
    }
    push(&text[done..], &mut out);
    out
}

/// Length of the script that `mark` ends in `text`.
fn script_length(text: &str, mark: u8) -> Option<usize> {
    let length = text.bytes().take(LONGEST_SCRIPT).position(|byte| byte == mark)?;
    let inner = &text[..length];
    let sign = ['+', '-', '−', '–'];
    let bare = inner.strip_prefix(sign).unwrap_or(inner);
    let bare = bare.strip_suffix(sign).unwrap_or(bare);
    let all = bare.chars().all(|c| c.is_alphanumeric() || c == '.' || c == ',');
    (!inner.is_empty() && all && text.as_bytes().get(length + 1) != Some(&mark)).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The form of what `text` becomes, styles in brackets.
    fn form(text: &str) -> String {
        let parts = understand(vec![Inline::Text(text.to_owned())]).into_iter().map(|inline| match inline {
            Inline::Text(text) => text,
            Inline::Styled { style, content } => format!("[{style:?} {}]", plain_text(&content)),
            other => format!("{other:?}"),
        });
        parts.collect()
    }

    #[test]
    fn highlights_stand_at_the_edges_of_words() {
        assert_eq!(form("see ==this part==, and (==that==)"), "see [Mark this part], and ([Mark that])");
        assert_eq!(form("这是==重点==内容"), "这是[Mark 重点]内容");
        for stays in ["a == b and c == d", "a==b or c==d", "==>==", "=====", "==open", "== a ==", "f(a)==(b) g==h"] {
            assert_eq!(form(stays), stays);
        }
    }

    #[test]
    fn a_highlight_holds_what_stands_in_it() {
        let strong = Inline::Styled { style: Style::Strong, content: vec![Inline::Text("b".into())] };
        let line = vec![Inline::Text("==a ".into()), strong.clone(), Inline::Text("== c".into())];
        let mark = Inline::Styled { style: Style::Mark, content: vec![Inline::Text("a ".into()), strong] };
        assert_eq!(understand(line), [mark, Inline::Text(" c".into())]);
    }

    #[test]
    fn scripts_stand_within_words() {
        assert_eq!(form("H~2~O, M~2~, 10^-3^ and the 2^nd^"), "H[Sub 2]O, M[Sub 2], 10[Sup -3] and the 2[Sup nd]");
        for stays in ["~/a~b", "n^2+n^3", "a~b c~d", "x^^2^^", "a^b", "~5~"] {
            assert_eq!(form(stays), stays);
        }
    }
}
