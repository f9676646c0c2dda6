//! Normalises white space as it is printed.

use crate::article::Inline;

/// Normalises `inlines`: white space is collapsed and trimmed, adjacent texts are joined, empty ones removed.
pub(in crate::read) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut tidier = Tidier { before: Some(' ') };
    let mut out = tidier.tidy(inlines);
    trim_end(&mut out);
    out
}

struct Tidier {
    /// The previous character; a space if no space may follow.
    before: Option<char>,
}

impl Tidier {
    fn tidy(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        let mut inlines = inlines.into_iter().peekable();
        while let Some(inline) = inlines.next() {
            match inline {
                Inline::Text(text) => {
                    let next = if text == "\n" { inlines.peek().and_then(first_char) } else { None };
                    self.text(&text, next, &mut out);
                }
                Inline::LineBreak => {
                    trim_end(&mut out);
                    self.before = Some(' ');
                    out.push(Inline::LineBreak);
                }
                Inline::Styled { style, content } => {
                    let content = self.tidy(content);
                    push_content(content, &mut out, |content| Inline::Styled { style, content });
                }
                Inline::Span { lang, dir, content } => {
                    let content = self.tidy(content);
                    push_content(content, &mut out, |content| Inline::Span { lang, dir, content });
                }
                Inline::Link { target, title, content } => {
                    let content = self.tidy(content);
                    push_content(content, &mut out, |content| Inline::Link { target, title, content });
                }
                other => {
                    self.before = None;
                    out.push(other);
                }
            }
        }
        out
    }

    fn text(&mut self, text: &str, next: Option<char>, out: &mut Vec<Inline>) {
        // Lines of Chinese and Japanese are joined without a space.
        if text == "\n" && self.before.is_some_and(is_ideographic) && next.is_some_and(is_ideographic) {
            return;
        }
        let mut collapsed = String::with_capacity(text.len());
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\t' | '\r') { ' ' } else { c };
            if c != ' ' || self.before != Some(' ') {
                collapsed.push(c);
            }
            self.before = Some(c);
        }
        match out.last_mut() {
            _ if collapsed.is_empty() => {}
            Some(Inline::Text(before)) => before.push_str(&collapsed),
            _ => out.push(Inline::Text(collapsed)),
        }
    }
}

/// Adds the result of `make` for `content`; white space at its ends stays outside.
fn push_content(content: Vec<Inline>, out: &mut Vec<Inline>, make: impl FnOnce(Vec<Inline>) -> Inline) {
    match content.as_slice() {
        [] => {}
        [Inline::Text(text)] if text.trim_matches(' ').is_empty() => out.extend(content),
        _ => out.push(make(content)),
    }
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().next(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
            content.first().and_then(first_char)
        }
        _ => None,
    }
}

/// Whether `c` is a full-width character of a script without spaces between words.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Removes white space and line breaks at the end.
pub(super) fn trim_end(inlines: &mut Vec<Inline>) {
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::LineBreak => {}
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(' ').len());
                if !text.is_empty() {
                    return;
                }
            }
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                trim_end(content);
                if !content.is_empty() {
                    return;
                }
            }
            _ => return,
        }
        inlines.pop();
    }
}
