//! Drawings that stand in the text itself, as `<svg>…</svg>`: each becomes a picture at an address that holds it, so
//! that blank lines in it do not cut it up and what checks pictures checks it.
//!
//! Limits: one that uses parts that are elsewhere on its page stays, and is left out with a warning.

use std::ops::Range;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Rewriter;
use crate::read::html::{Token, tokens};
use crate::read::protected::protected;
use crate::read::report::Places;

/// `text` with its drawings as pictures; `None` where it has none.
pub(super) fn rewrite(text: &str) -> Option<(String, Places)> {
    if !text.contains("<svg") {
        return None;
    }
    let code = protected(text);
    let mut out = Rewriter::new(text);
    let mut from = 0;
    while let Some(at) = text[from..].find("<svg").map(|at| from + at) {
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

/// The drawing that begins at `at`.
fn drawing(text: &str, at: usize) -> Option<Range<usize>> {
    let mut depth = 0;
    for (token, range) in tokens(&text[at..]) {
        match token {
            Token::Open { name: "svg", closed, .. } => depth += usize::from(!closed),
            Token::Close("svg") => depth = usize::saturating_sub(depth, 1),
            _ => continue,
        }
        if depth == 0 {
            return Some(at..at + range.end);
        }
    }
    None
}

/// The `img` that stands for a drawing; `None` where it cannot stand alone.
fn picture(svg: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut root = None;
    let mut title = None;
    for (token, range) in tokens(svg) {
        match token {
            Token::Open { name, attributes, closed } => {
                let used = attributes.iter().filter(|(key, _)| name == "use" && key.ends_with("href"));
                let mut elsewhere = used.filter(|(_, part)| !has_part(svg, part));
                if root.is_none() && name != "svg" || elsewhere.next().is_some() {
                    return None;
                }
                root.get_or_insert((range, attributes));
                open.extend((!closed).then_some(name));
            }
            Token::Close(name) => {
                // An end tag that fits nothing is left to whoever reads the drawing.
                if let Some(at) = open.iter().rposition(|known| *known == name) {
                    open.truncate(at);
                }
            }
            Token::Text(text) if open.len() == 2 && open[1] == "title" => title = Some(text.trim().to_owned()),
            Token::Text(_) | Token::Comment => {}
        }
    }
    let (tag, attributes) = root.filter(|_| open.is_empty())?;
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    // Parts for other drawings of the page, themselves not shown.
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

/// Whether the part that `use` names as `reference` is in the drawing.
fn has_part(svg: &str, reference: &str) -> bool {
    let Some(id) = reference.strip_prefix('#') else { return false };
    svg.contains(&format!("id=\"{id}\"")) || svg.contains(&format!("id='{id}'"))
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
        for svg in ["<svg><use href=\"#icon\"/></svg>", "<svg><symbol id=\"a\"></symbol></svg>"] {
            assert_eq!(picture(svg), None, "{svg}");
        }
        for svg in
            ["<svg><path></svg>", "<svg width=4></svg>", "<svg hidden></svg>", "<svg><text>a&nbsp;b</text></svg>"]
        {
            assert!(picture(svg).is_some(), "{svg}");
        }
    }
}
