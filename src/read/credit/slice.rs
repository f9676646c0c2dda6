//! Splits inlines at offsets of their plain text.

use crate::article::{Inline, plain_text};

/// Splits `inlines` at the offset `at` of their plain text; formulas, code and pictures are never divided.
pub(super) fn split_at(inlines: &[Inline], at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut start = 0;
    for inline in inlines {
        let length = plain_text(std::slice::from_ref(inline)).len();
        if start + length <= at {
            before.push(inline.clone());
        } else if start >= at {
            after.push(inline.clone());
        } else {
            let (first, second) = cut(inline, at - start);
            before.extend(first);
            after.extend(second);
        }
        start += length;
    }
    (before, after)
}

fn cut(inline: &Inline, at: usize) -> (Option<Inline>, Option<Inline>) {
    let both = |content: &[Inline], wrap: &dyn Fn(Vec<Inline>) -> Inline| {
        let (first, second) = split_at(content, at);
        (Some(wrap(first)), Some(wrap(second)))
    };
    match inline {
        Inline::Text(text) if text.is_char_boundary(at) => {
            (Some(Inline::Text(text[..at].to_owned())), Some(Inline::Text(text[at..].to_owned())))
        }
        Inline::Styled { style, content } => both(content, &|content| Inline::Styled { style: *style, content }),
        Inline::Link { target, title, content } => {
            both(content, &|content| Inline::Link { target: target.clone(), title: title.clone(), content })
        }
        Inline::Span { lang, dir, content } => {
            both(content, &|content| Inline::Span { lang: lang.clone(), dir: *dir, content })
        }
        other => (Some(other.clone()), None),
    }
}

/// Removes white space at both ends of `inlines`, and brackets around the whole.
pub(super) fn trim(inlines: &[Inline]) -> Vec<Inline> {
    let text = plain_text(inlines);
    let mut inner = text.trim();
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some(within) = inner.strip_prefix(open).and_then(|inner| inner.strip_suffix(close))
            && !within.contains([open, close])
        {
            inner = within.trim();
        }
    }
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    let kept = split_at(inlines, start + inner.len()).0;
    let (mut before, mut rest) = split_at(&kept, start);
    // An inline that is not divided keeps its text: code may begin with a space.
    if plain_text(&before).len() > start {
        rest.splice(0..0, before.pop());
    }
    rest
}
