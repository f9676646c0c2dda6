//! Resolves CSS that usvg does not support. In colours, this is `light-dark()`, of which paper uses the first value,
//! and `var()` with a fallback value; diagram editors write both into each element. In style sheets, it is nested
//! at-rules: rules for the right medium and in layers become plain rules; animations and other media are dropped.
//!
//! Limits: custom properties are not looked up, layers keep their order in the sheet, and rules nested more deeply
//! than anybody writes stay unchanged.

use std::borrow::Cow;

use crate::css::{self, Sourced, Token};

/// Functions, and the index of the argument that replaces them.
const FUNCTIONS: [(&str, usize); 2] = [("light-dark(", 0), ("var(", 1)];

const MAX_DEPTH: u32 = 4;

/// Attributes that make text run from right to left.
const RIGHT: [&str; 3] = ["direction=\"rtl\"", "direction:rtl", "direction: rtl"];

/// Rewrites `svg` into a form that usvg supports.
pub(super) fn resolve(svg: &str) -> Cow<'_, str> {
    if svg.contains("rtl") {
        return Cow::Owned(styles(&from_the_right(svg)).into_owned());
    }
    styles(svg)
}

/// Swaps the text anchors of right-to-left texts in `svg`: usvg ignores the direction, so the start of such a text is
/// what usvg calls the end.
fn from_the_right(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    for piece in svg.split_inclusive('<') {
        let end = piece.find('>').unwrap_or(piece.len());
        let (tag, rest) = piece.split_at(end);
        let is_text = tag.starts_with("text") || tag.starts_with("tspan");
        if !is_text || !RIGHT.iter().any(|mark| tag.contains(mark)) {
            out.push_str(piece);
            continue;
        }
        let anchors = [("end", "start"), ("start", "end")];
        let stated = anchors.iter().find_map(|(from, to)| {
            let attribute = tag.find(&format!("text-anchor=\"{from}\"")).map(|at| at + "text-anchor=\"".len());
            let at =
                attribute.or_else(|| tag.find(&format!("text-anchor:{from}")).map(|at| at + "text-anchor:".len()))?;
            Some((at, from.len(), to))
        });
        match stated {
            Some((at, length, to)) => out.extend([&tag[..at], to, &tag[at + length..]]),
            None if tag.contains("text-anchor") => out.push_str(tag),
            None => {
                let name = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
                out.extend([&tag[..name], " text-anchor=\"end\"", &tag[name..]]);
            }
        }
        out.push_str(rest);
    }
    out
}

/// Resolves the at-rules and functions in the styles of `svg`.
fn styles(svg: &str) -> Cow<'_, str> {
    if svg.contains("<style") && svg.contains(['@', '\\']) {
        let plain = sheets(svg);
        return Cow::Owned(functions(&plain).into_owned());
    }
    functions(svg)
}

/// Resolves the at-rules in the style sheets of `svg`.
fn sheets(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(start) = rest.find("<style") {
        let Some(open) = rest[start..].find('>').map(|end| start + end + 1) else { break };
        let Some(end) = rest[open..].find("</style").map(|end| open + end) else { break };
        out.push_str(&rest[..open]);
        let sheet = rest[open..end].replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
        let mut plain = String::with_capacity(sheet.len());
        rules(&css::tokens(&sheet), &mut plain);
        out.push_str(&plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Writes the rules that apply.
fn rules(tokens: &[Sourced<'_>], out: &mut String) {
    let mut at = 0;
    // The number of open at-rules that apply; their closing braces are dropped.
    let mut opened = 0_usize;
    let mut blocks = 0_usize;
    while at < tokens.len() {
        let end = at + css::end_of_item(&tokens[at..]);
        let (item, ender) = (&tokens[at..end], tokens.get(end).map(|(token, _)| token));
        let opens = ender == Some(&Token::Mark('{'));
        let closes = ender == Some(&Token::Mark('}'));
        let rule = css::at_rule(item);
        let plain = rule.is_none();
        match rule {
            Some(name) if opens && holds(&name, item) => opened += 1,
            Some(_) if opens => {
                at = end + css::end_of_block(&tokens[end..]);
                continue;
            }
            Some(_) => {}
            None if blocks == 0 && opened > 0 && closes => opened -= 1,
            // usvg stops parsing a rule at an escape in a value, and at a semicolon without a value. So neither is
            // written.
            None if !opens && blocks > 0 && (is_spelt(item) || is_blank(item)) => {
                out.push_str(if closes { "}" } else { "" })
            }
            None => {
                out.extend(tokens[at..(end + 1).min(tokens.len())].iter().map(|(_, source)| *source));
            }
        }
        blocks = if plain && opens { blocks + 1 } else { blocks - usize::from(plain && closes).min(blocks) };
        at = end + 1;
    }
}

fn is_blank(item: &[Sourced<'_>]) -> bool {
    item.iter().all(|(token, _)| *token == Token::Space)
}

/// Whether `item` contains an escape outside of strings.
fn is_spelt(item: &[Sourced<'_>]) -> bool {
    item.iter().any(|(token, source)| !matches!(token, Token::String(_) | Token::Space) && source.contains('\\'))
}

/// Whether the rules in the at-rule `name` apply to a static page.
fn holds(name: &str, item: &[Sourced<'_>]) -> bool {
    let text: String = item.iter().map(|(_, source)| *source).collect::<String>().to_ascii_lowercase();
    match name {
        "layer" => true,
        "supports" => !text.contains("not ") && !text.contains("not("),
        "media" => text.trim_start().trim_start_matches("@media").split(',').any(medium),
        _ => false,
    }
}

/// Whether `query` matches a large, light screen: a drawing looks the same in all outputs.
fn medium(query: &str) -> bool {
    let word = query.trim().trim_start_matches("only ").split([' ', '(', '\t', '\n']).next().unwrap_or_default();
    let other = ["max-width", "max-height", "dark", "prefers-reduced", "prefers-contrast", "forced-colors", "hover"];
    matches!(word, "" | "all" | "screen") && !other.iter().any(|feature| query.contains(feature))
}

/// Resolves the functions in `FUNCTIONS` in tags and style sheets of `svg`.
fn functions(svg: &str) -> Cow<'_, str> {
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

/// Finds the first function in `style`: its position, its name, the index of the argument to use.
fn next(style: &str) -> Option<(usize, &'static str, usize)> {
    let found = FUNCTIONS.iter().filter_map(|&(name, wanted)| Some((style.find(name)?, name, wanted)));
    found.min_by_key(|(at, ..)| *at)
}

/// Splits the arguments up to the closing parenthesis. Also returns the rest.
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
    fn texts_from_the_right_are_anchored_at_their_start() {
        let becomes = |svg: &str, wanted: &str| assert_eq!(resolve(svg), wanted);
        becomes(
            "<text direction=\"rtl\" x=\"1\">a</text>",
            "<text text-anchor=\"end\" direction=\"rtl\" x=\"1\">a</text>",
        );
        becomes(
            "<text direction=\"rtl\" text-anchor=\"end\">a</text>",
            "<text direction=\"rtl\" text-anchor=\"start\">a</text>",
        );
        becomes("<text style=\"direction:rtl;text-anchor:start\"/>", "<text style=\"direction:rtl;text-anchor:end\"/>");
        let middle = "<text direction=\"rtl\" text-anchor=\"middle\"/>rtl";
        becomes(middle, middle);
    }

    #[test]
    fn rules_about_rules_stand_plainly() {
        let plain = |css: &str| resolve(&format!("<style>{css}</style>")).into_owned();
        let becomes = |css, wanted: &str| assert_eq!(plain(css), format!("<style>{wanted}</style>"), "{css}");
        becomes("@media screen{.a{x:1}.b&gt;c{y:2}}.d{z:3}", ".a{x:1}.b&gt;c{y:2}.d{z:3}");
        becomes("@media print{.a{x:1}}@media (max-width:9px){.b{y:2}}.c{z:3}", ".c{z:3}");
        becomes("@layer a{@supports (x:1){.a{x:1}}}@keyframes k{from{x:1}to{x:2}}.b{y:2}", ".a{x:1}.b{y:2}");
        becomes("@layer a, b;@media (prefers-color-scheme: dark){.a{x:1}}.b{c:'@media {'}", ".b{c:'@media {'}");
        becomes("@media all{.a{x:1}", ".a{x:1}");
        becomes("@layer a{.a{;;fill:red; ;}}", ".a{fill:red;}");
        becomes(".a{animation:\\31 x 1s;fill:red}.b{x:\\31 }", ".a{fill:red}.b{}");
        becomes("}}@media all{.a{x:1}}", "}}.a{x:1}");
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
