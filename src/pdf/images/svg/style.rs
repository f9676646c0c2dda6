//! Functions of CSS in colours that usvg does not know: `light-dark()`, of which paper takes the first, and `var()`
//! with a value to fall back on. Diagram editors write them into each element.
//!
//! Limits: custom properties are not looked up, and what is nested more deeply than anybody writes stays as it is.

use std::borrow::Cow;

/// Functions, and which of their arguments stands for them.
const FUNCTIONS: [(&str, usize); 2] = [("light-dark(", 0), ("var(", 1)];

const MAX_DEPTH: u32 = 4;

/// `svg` with those functions resolved, in tags and style sheets.
pub(super) fn resolve(svg: &str) -> Cow<'_, str> {
    if !FUNCTIONS.iter().any(|(name, _)| svg.contains(name)) {
        return Cow::Borrowed(svg);
    }
    let mut out = String::with_capacity(svg.len());
    for piece in svg.split_inclusive('<') {
        let end = piece.find('>').map_or(piece.len(), |end| end + 1);
        let is_style = piece.starts_with("style") || piece.starts_with("![CDATA[");
        let (style, text) = if is_style { (piece, "") } else { piece.split_at(end) };
        write(style, MAX_DEPTH, &mut out);
        out.push_str(text);
    }
    Cow::Owned(out)
}

fn write(mut style: &str, depth: u32, out: &mut String) {
    while let Some((at, name, wanted)) = next(style) {
        let inside = &style[at + name.len()..];
        let Some((arguments, rest)) = arguments(inside) else { break };
        out.push_str(&style[..at]);
        match arguments.get(wanted) {
            Some(argument) if depth > 0 => write(argument.trim(), depth - 1, out),
            _ => out.push_str(&style[at..style.len() - rest.len()]),
        }
        style = rest;
    }
    out.push_str(style);
}

/// The first function in `style`: where, its name, the argument wanted.
fn next(style: &str) -> Option<(usize, &'static str, usize)> {
    let found = FUNCTIONS.iter().filter_map(|&(name, wanted)| Some((style.find(name)?, name, wanted)));
    found.min_by_key(|(at, ..)| *at)
}

/// Arguments up to the parenthesis that closes them, and what comes after it.
fn arguments(inside: &str) -> Option<(Vec<&str>, &str)> {
    let (mut open, mut start, mut arguments) = (0, 0, Vec::new());
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => open += 1,
            b',' if open == 0 => {
                arguments.push(&inside[start..at]);
                start = at + 1;
            }
            b')' if open == 0 => {
                arguments.push(&inside[start..at]);
                return Some((arguments, &inside[at + 1..]));
            }
            b')' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_light() {
        let svg = "<a style='fill: light-dark(rgb(1, 2, 3), red);x:1'>light-dark(a, b)</a>";
        assert_eq!(resolve(svg), "<a style='fill: rgb(1, 2, 3);x:1'>light-dark(a, b)</a>");
        let svg = "<style>b{fill:light-dark(var(--c, #fff), var(--d))}</style>";
        assert_eq!(resolve(svg), "<style>b{fill:#fff}</style>");
    }

    #[test]
    fn what_cannot_be_resolved_stays() {
        for svg in ["<a fill='var(--c)'/>", "<a fill='light-dark(a, b'/>", "<a/>light-dark("] {
            assert_eq!(resolve(svg), svg);
        }
        let bomb = "light-dark(".repeat(200_000);
        assert_eq!(resolve(&bomb), bomb);
    }
}
