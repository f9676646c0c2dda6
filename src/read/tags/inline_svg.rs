//! Drawings in the text itself, as `<svg>…</svg>`: each becomes a picture with a data URL, so that blank lines do not
//! divide it and it is checked like other pictures.
//!
//! Limits: a drawing that consists only of references to other parts of its page is left out with a warning.

use std::collections::BTreeSet;
use std::ops::Range;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Rewriter;
use crate::read::html::{Token, tokens};
use crate::read::protected::protected;
use crate::read::report::Places;

/// Names of the root; HTML ignores case.
const ROOTS: [&str; 2] = ["<svg", "<SVG"];

/// Elements that draw something of their own.
const DRAWING: &[&str] =
    &["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image", "foreignobject"];

/// Replaces the drawings of `text` by pictures; `None` if it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !ROOTS.iter().any(|root| text.contains(root)) {
        return None;
    }
    let code = protected(text);
    let mut out = Rewriter::new(text);
    let mut from = 0;
    let mut next_of = ROOTS.map(|root| (root, text.find(root)));
    while let Some(at) = next(text, from, &mut next_of) {
        if let Some(range) = code.around(at) {
            from = range.end;
            continue;
        }
        let Some(drawing) = drawing(text, at) else { break };
        if let Some(picture) = picture(&text[drawing.clone()]) {
            out.copy_to(at);
            out.replace(drawing.end, &picture);
        }
        from = drawing.end;
    }
    out.copy_to(text.len());
    Some((out.text, out.places))
}

/// Returns the first position of a root in `text` from `from` on; `places` caches earlier results.
fn next(text: &str, from: usize, places: &mut [(&str, Option<usize>)]) -> Option<usize> {
    for (root, place) in places.iter_mut() {
        if place.is_some_and(|place| place < from) {
            *place = text[from..].find(*root).map(|at| from + at);
        }
    }
    places.iter().filter_map(|(_, place)| *place).min()
}

/// Returns the range of the drawing that begins at `at`.
fn drawing(text: &str, at: usize) -> Option<Range<usize>> {
    let mut depth = 0;
    for (token, range) in tokens(&text[at..]) {
        match token {
            Token::Open { name, closed, .. } if is_root(name) => depth += usize::from(!closed),
            Token::Close(name) if is_root(name) => depth = usize::saturating_sub(depth, 1),
            _ => continue,
        }
        if depth == 0 {
            return Some(at..at + range.end);
        }
    }
    None
}

/// Returns the `img` that replaces a drawing; `None` if it cannot be shown alone.
fn picture(svg: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut root = None;
    let mut title = None;
    let (mut own, mut lacking, mut ids) = (false, false, None);
    for (token, range) in tokens(svg) {
        match token {
            Token::Open { name, attributes, closed } => {
                if root.is_none() && !is_root(name) {
                    return None;
                }
                own |= DRAWING.iter().any(|known| name.eq_ignore_ascii_case(known));
                let mut used = attributes.iter().filter(|(key, _)| name == "use" && key.ends_with("href"));
                lacking |= used.any(|(_, part)| !has_part(ids.get_or_insert_with(|| identifiers(svg)), part));
                root.get_or_insert((range, attributes));
                open.extend((!closed).then_some(name));
            }
            Token::Close(name) => {
                // An unmatched end tag is left to the reader of the drawing.
                if let Some(at) = open.iter().rposition(|known| *known == name) {
                    open.truncate(at);
                }
            }
            Token::Text(text) if open.len() == 2 && open[1] == "title" => title = Some(text.trim().to_owned()),
            Token::Text(_) | Token::Comment => {}
        }
    }
    // What is drawn is a picture even if some parts are missing; these are reported when it is read.
    let (tag, attributes) = root.filter(|_| open.is_empty() && (own || !lacking))?;
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    // A drawing that only defines symbols for other drawings of the page is not visible itself.
    if svg.contains("<symbol") && !svg.contains("<use") {
        return None;
    }
    let mut whole = String::from("<svg");
    let names =
        [("xmlns", "", "http://www.w3.org/2000/svg"), ("xmlns:xlink", "xlink:", "http://www.w3.org/1999/xlink")];
    for (name, needed, address) in names {
        if get(name).is_none() && svg.contains(needed) {
            whole.push_str(&format!(" {name}=\"{address}\""));
        }
    }
    whole.push_str(&svg[tag.start + "<svg".len()..]);
    let hidden = get("aria-hidden") == Some("true") || matches!(get("role"), Some("presentation" | "none"));
    let alt = if hidden { Some(String::new()) } else { get("aria-label").map(str::to_owned).or(title) };
    let alt = alt.map(|alt| format!(" alt=\"{}\"", alt.replace('"', "&quot;").replace(['\n', '<', '>'], " ")));
    let data = utf8_percent_encode(&whole, NON_ALPHANUMERIC);
    Some(format!("<img src=\"data:image/svg+xml,{data}\"{}>", alt.unwrap_or_default()))
}

fn is_root(name: &str) -> bool {
    name.eq_ignore_ascii_case("svg")
}

/// Whether the `reference` of a `use` element is among `ids`.
fn has_part(ids: &BTreeSet<&str>, reference: &str) -> bool {
    let Some(id) = reference.trim().strip_prefix('#') else { return false };
    ids.contains(id) || percent_decode_str(id).decode_utf8().is_ok_and(|id| ids.contains(&*id))
}

/// Returns the identifiers in a drawing.
fn identifiers(svg: &str) -> BTreeSet<&str> {
    let value = |rest: &'_ str| match rest.trim_start().chars().next() {
        Some(quote @ ('"' | '\'')) => (quote, rest.trim_start()[1..].len()),
        _ => (' ', rest.len()),
    };
    let found = svg.match_indices("id").filter_map(|(at, _)| {
        let rest = svg[at + 2..].trim_start().strip_prefix('=')?;
        let (quote, length) = value(rest);
        let inner = &rest[rest.len() - length..];
        let end = if quote == ' ' {
            inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        } else {
            inner.find(quote)
        };
        Some(&inner[..end?])
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_a_picture_that_stands_alone() {
        let img = picture("<svg viewBox=\"0 0 4 2\"><title>A quay</title>\n\n<path d='M0 0'/></svg>").expect("is one");
        let data = img.strip_prefix("<img src=\"data:image/svg+xml,").and_then(|rest| rest.split_once('"'));
        let (data, rest) = data.expect("has an address");
        assert_eq!(rest, " alt=\"A quay\">");
        assert_eq!(
            percent_encoding::percent_decode_str(data).decode_utf8_lossy(),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 2\"><title>A quay</title>\n\n<path d='M0 0'/></svg>"
        );
    }

    #[test]
    fn what_is_not_whole_is_no_picture_and_what_is_no_xml_is_one() {
        for svg in [
            "<svg><use href=\"#icon\"/></svg>",
            "<svg><g><use href='icons.svg#a'/></g></svg>",
            "<svg><symbol id=\"a\"></symbol></svg>",
        ] {
            assert_eq!(picture(svg), None, "{svg}");
        }
        for svg in [
            "<svg><path></svg>",
            "<SVG><PATH/></SVG>",
            "<svg><use href='#a%20b'/><g id = 'a b'/></svg>",
            "<svg><use href=#k /><g id=k /></svg>",
            "<svg><path/><use href='#gone'/></svg>",
            "<svg width=4></svg>",
            "<svg hidden></svg>",
            "<svg><text>a&nbsp;b</text></svg>",
        ] {
            assert!(picture(svg).is_some(), "{svg}");
        }
    }
}
