//! WordPress's `[caption …]<img …> The words[/caption]`, which becomes a figure.
//!
//! The words are behind the picture, or in the attribute `caption` of old exports. Limits: without a picture inside, or
//! without its end, the tag stays as it was written.

use std::ops::Range;

use super::Rewriter;
use crate::read::protected::protected;
use crate::read::report::Places;

const OPEN: &str = "[caption";
const CLOSE: &str = "[/caption]";

/// Rewrites such tags in `text`; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    let last = text.rfind(CLOSE)?;
    let code = protected(text);
    let mut out = Rewriter::new(text);
    for (open, _) in text.match_indices(OPEN).filter(|(open, _)| *open < last && !code.holds(*open)) {
        if open < out.at {
            continue;
        }
        let Some(figure) = figure(&text[open..]) else { continue };
        out.copy_to(open);
        let paragraph = if text[..open].ends_with("\n\n") || open == 0 { "" } else { "\n\n" };
        out.stand_for(open + figure.inner.start, &format!("{paragraph}<figure markdown=\"span\">"));
        out.replace(open + figure.inner.end, &figure.picture);
        out.stand_for(open + figure.length, &format!("{}</figure>\n\n", figure.caption));
    }
    if out.at == 0 {
        return None;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// A tag.
struct FoundFigure {
    /// The picture, with the link around it, on one line.
    picture: String,
    /// The caption as HTML.
    caption: String,
    /// Where the picture is.
    inner: Range<usize>,
    length: usize,
}

/// Reads the tag at the start of `text`.
fn figure(text: &str) -> Option<FoundFigure> {
    let head = text.find(']')?;
    let attributes = &text[OPEN.len()..head];
    if !attributes.starts_with([' ', '\n']) && !attributes.is_empty() {
        return None;
    }
    // The next tag's end is not this one's.
    let rest = &text[head + 1..];
    let end = rest.find(CLOSE).filter(|end| !rest[..*end].contains(OPEN))?;
    let inner = rest[..end].trim();
    let picture = picture_end(inner)?;
    let (picture, words) = inner.split_at(picture);
    let words = if words.trim().is_empty() { stated(attributes).unwrap_or_default() } else { words.trim() };
    // A blank line would end the HTML.
    let lines = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let caption = if words.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", lines(words)) };
    let begins = head + 1 + rest.len() - rest.trim_start().len();
    let inner = begins..begins + picture.len();
    Some(FoundFigure { picture: lines(picture), caption, inner, length: head + 1 + end + CLOSE.len() })
}

/// Returns where the picture at the start of `inner` ends, with the link around it.
fn picture_end(inner: &str) -> Option<usize> {
    let end = match inner.find("<img") {
        Some(at) => at + inner[at..].find('>')? + 1,
        None => {
            let at = inner.find("![")?;
            at + inner[at..].find(')')? + 1
        }
    };
    let after = inner[end..].trim_start();
    let linked = after.strip_prefix("</a>").map(|rest| inner.len() - rest.len());
    Some(linked.unwrap_or(end))
}

/// Returns the value of the attribute `caption`.
fn stated(attributes: &str) -> Option<&str> {
    let rest = attributes.split_once("caption=")?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn the_words_behind_the_picture_are_its_caption() {
        for (text, html) in [
            (
                "[caption id=\"a\" width=\"600\"]<img src=\"p.jpg\" /> The pier. Photo: Rosa[/caption]",
                "<figure markdown=\"span\"><img src=\"p.jpg\" /><figcaption>The pier. Photo: Rosa</figcaption></figure>\n\n",
            ),
            (
                "[caption caption=\"Photo: Rosa\"]<a href=\"x\"><img src=\"p.jpg\"></a>[/caption]",
                "<figure markdown=\"span\"><a href=\"x\"><img src=\"p.jpg\"></a><figcaption>Photo: Rosa</figcaption></figure>\n\n",
            ),
        ] {
            assert_eq!(rewrite(text).unwrap().0, html);
        }
    }

    #[test]
    fn what_is_no_figure_stays() {
        for text in ["[caption]", "[caption]words[/caption]", "`[caption]<img>[/caption]`", "[captions]<img>[/caption]"]
        {
            assert!(rewrite(text).is_none(), "{text}");
        }
    }
}
