//! SVG without what can act or fetch: scripts, event handlers, foreign objects, external references.
//!
//! The file is cut into tags and written again; what is harmless stays byte for byte. Limits: a document type with
//! entities of its own is refused, because what it hides shows only after expansion.

use crate::read::html::{Token, tokens};

/// Elements that go with all that is in them.
const DROPPED: &[&str] =
    &["script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"];

/// Deepest nesting: far more than programs write, and what every reader of SVG, ours too, has a stack for.
const DEEPEST: usize = 500;

/// Size in CSS pixels of an SVG that states none (CSS 2.2 §10.3.2).
const DEFAULT_SIZE: (u32, u32) = (300, 150);

/// Whether `bytes` begin as an SVG does.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<') && head.contains("<svg")
}

/// A harmless copy of an SVG, and its size.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub(super) fn sanitise(bytes: &[u8]) -> Result<(Vec<u8>, (u32, u32)), &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is an SVG that is not UTF-8")?;
    if text.contains("<!ENTITY") {
        return Err("is an SVG with entities of its own");
    }
    let start = text.find("<svg").ok_or("is not a picture")?;
    let mut out = String::with_capacity(text.len());
    let mut size = None;
    let mut dropped: Option<(String, usize)> = None;
    let mut in_style = false;
    let mut depth = 0usize;
    let mut all = tokens(&text[start..]);
    while let Some((token, range)) = all.next() {
        match token {
            Token::Open { closed: false, .. } => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err("is an SVG that is nested too deeply");
        }
        let raw = &text[start + range.start..start + range.end];
        match (&token, &mut dropped) {
            (Token::Open { name, closed: false, .. }, Some((open, depth))) if name.eq_ignore_ascii_case(open) => {
                *depth += 1
            }
            (Token::Close(name), Some((open, depth))) if name.eq_ignore_ascii_case(open) => {
                *depth -= 1;
                if *depth == 0 {
                    dropped = None;
                }
            }
            (_, Some(_)) => {}
            (Token::Open { name, closed, .. }, None) if DROPPED.contains(&name.to_ascii_lowercase().as_str()) => {
                // A script is not made of tags: it ends at its end tag whatever is in it.
                let script = name.eq_ignore_ascii_case("script") && !closed;
                if script && !all.skip_past("script") {
                    break;
                }
                if !closed && !script {
                    dropped = Some(((*name).to_owned(), 1));
                }
            }
            (Token::Open { name, attributes, closed }, None) => {
                if size.is_none() && *name == "svg" {
                    size = Some(declared_size(attributes));
                }
                in_style = name.eq_ignore_ascii_case("style") && !closed;
                let safe = |(name, value): &&(String, String)| !is_active(name, value);
                if attributes.iter().all(|attribute| safe(&attribute)) {
                    out.push_str(raw);
                } else {
                    write_tag(name, raw, &mut out);
                    out.push_str(if *closed { "/>" } else { ">" });
                }
            }
            (Token::Text(_) | Token::Comment, None) if in_style && fetches(raw) => {}
            (Token::Comment, None) if !raw.starts_with("<![CDATA[") => {}
            (Token::Close(_), None) => {
                in_style = false;
                out.push_str(raw);
            }
            _ => out.push_str(raw),
        }
    }
    Ok((out.into_bytes(), size.unwrap_or(DEFAULT_SIZE)))
}

/// Whether an attribute can act or fetch.
fn is_active(name: &str, value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let reference = matches!(name, "href" | "xlink:href" | "src");
    let internal = value.starts_with('#') || value.starts_with("data:image/") && !value.starts_with("data:image/svg");
    name.starts_with("on")
        || reference && !internal
        || !name.starts_with("xmlns") && (fetches(&value) || value.contains("javascript:"))
}

/// Whether style text loads anything.
fn fetches(style: &str) -> bool {
    let style: String =
        style.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    style.contains("@import")
        || style.contains("expression(")
        || style.match_indices("url(").any(|(at, _)| {
            let target = &style[at + 4..];
            !target.starts_with('#') && !target.starts_with("data:")
        })
}

/// Writes the tag in `raw` again without its active attributes; names keep their case, which XML needs.
fn write_tag(name: &str, raw: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    let mut rest = raw[1 + name.len()..].trim_end_matches('>').trim_end_matches('/');
    while let Some((attribute, after)) = next_attribute(rest) {
        let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let value = crate::read::html::decode(value.trim().trim_matches(['"', '\'']));
        if !is_active(&key.trim().to_ascii_lowercase(), &value) {
            out.push(' ');
            out.push_str(attribute);
        }
        rest = after;
    }
}

/// The first attribute in `text` as written, and what follows it.
fn next_attribute(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let equals = text.find('=')?;
    let value = text[equals + 1..].trim_start();
    let from = text.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = from + 1 + value[1..].find(quote)? + 1;
    Some((&text[..end], &text[end..]))
}

fn declared_size(attributes: &[(String, String)]) -> (u32, u32) {
    let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
    let boxed: Vec<f64> = get("viewbox").unwrap_or_default().split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
    let of_box = match boxed.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let size = match (get("width").and_then(length), get("height").and_then(length), of_box) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((w, h))) => Some((width, width * h / w)),
        (None, Some(height), Some((w, h))) => Some((height * w / h, height)),
        (_, _, of_box) => of_box,
    };
    size.map_or(DEFAULT_SIZE, |(width, height)| (whole(width), whole(height)))
}

fn whole(length: f64) -> u32 {
    length.round().clamp(1.0, 6000.0) as u32
}

/// A length in CSS pixels (CSS Values 4 §6.2); `None` for percentages.
fn length(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let factor = match &text[digits.len()..] {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "em" | "rem" => 16.0,
        _ => return None,
    };
    digits.trim().parse::<f64>().ok().filter(|value| *value > 0.0 && value.is_finite()).map(|value| value * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(svg: &str, wanted: &str) {
        let (clean, _) = sanitise(svg.as_bytes()).expect("is an SVG");
        assert_eq!(String::from_utf8_lossy(&clean), wanted);
    }

    #[test]
    fn what_acts_or_fetches_goes_and_the_rest_stays() {
        becomes(
            "<?xml version='1.0'?><svg viewBox='0 0 4 2'><path d='M0 0'/></svg>",
            "<svg viewBox='0 0 4 2'><path d='M0 0'/></svg>",
        );
        becomes("<svg><script>a<b</script><g onclick=\"x()\" id=\"k\"/></svg>", "<svg><g id=\"k\"/></svg>");
        becomes("<svg><image href=\"https://e.org/x.png\" x=\"1\"/></svg>", "<svg><image x=\"1\"/></svg>");
        becomes("<svg><foreignObject><p>t</p></foreignObject></svg>", "<svg></svg>");
        becomes("<svg><style>a{fill:url(http://e.org)}</style></svg>", "<svg><style></style></svg>");
        becomes("<svg><use xlink:href=\"#a\"/></svg>", "<svg><use xlink:href=\"#a\"/></svg>");
    }

    #[test]
    fn what_is_nested_without_end_is_refused() {
        let nested = |levels: usize| format!("<svg>{}{}</svg>", "<g>".repeat(levels), "</g>".repeat(levels));
        assert!(sanitise(nested(DEEPEST - 1).as_bytes()).is_ok());
        assert!(sanitise(nested(100_000).as_bytes()).is_err());
        assert!(sanitise(format!("<svg>{}</svg>", "<g/>".repeat(10_000)).as_bytes()).is_ok());
    }

    #[test]
    fn the_size_is_stated_or_of_the_view_box() {
        let size = |svg: &str| sanitise(svg.as_bytes()).map(|(_, size)| size);
        assert_eq!(size("<svg width='2in' height='96'/>"), Ok((192, 96)));
        assert_eq!(size("<svg viewBox='0 0 30 20' width='100%'/>"), Ok((30, 20)));
        assert_eq!(size("<svg/>"), Ok(DEFAULT_SIZE));
    }
}
