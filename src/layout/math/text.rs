//! Words in formulas, which the setter of lines sets like any other text.

use pulldown_latex::Storage;
use pulldown_latex::event::Font;

use super::boxes::{Boxed, Mark};
use super::style::Context;
use super::{Builder, list};
use crate::article::{Direction, Inline, Lang};
use crate::layout::inline::{Alignment, Caps, Family, Figures, TextStyle, Weight};
use crate::tex;
use crate::units::{Em, Pt};

/// A measure wider than any line: text in formulas is not broken.
const MEASURE: Pt = Pt(100_000.0);
/// Assumed height and depth of letters that the math face lacks.
const HEIGHT: Em = Em(0.75);
const DEPTH: Em = Em(0.25);

/// Sets the argument of `\text`, with formulas between dollars in it. The number of an equation goes to its row.
pub(super) fn text(builder: &mut Builder<'_, '_, '_>, source: &str, context: &Context) -> Result<Boxed, tex::Error> {
    if let Some(number) = source.strip_prefix(tex::TAG) {
        let plain = Context { font: None, sizes: [context.sizes[0]; 3], ..*context };
        builder.tag = Some(text(builder, number, &plain)?);
        return Ok(Boxed::default());
    }
    let mut whole = Boxed::default();
    let formula = Context { font: None, ..*context };
    for (index, part) in split(source).into_iter().enumerate() {
        let set = if index % 2 == 0 {
            text_box(builder, &spelled(&part)?, context)?
        } else {
            nested(builder, &part, &formula)?
        };
        whole.append(set);
    }
    Ok(whole)
}

/// Sets a formula inside this one: in a text, or as the name of a function.
pub(super) fn nested(builder: &mut Builder<'_, '_, '_>, source: &str, context: &Context) -> Result<Boxed, tex::Error> {
    let storage = Storage::new();
    let events = tex::events(source, &storage)?;
    let mut inner = Builder::new(builder.setter, builder.math, &events, builder.owner);
    inner.depth = builder.depth + 1;
    let style = super::style::Style { level: context.style.level.max(super::style::Level::Text), ..context.style };
    let context = context.styled(style);
    let entries = list::list(&mut inner, context)?;
    inner.finished()?;
    Ok(super::spacing::row(entries, &context))
}

/// Sets `text` in a text face.
pub(super) fn text_box(builder: &mut Builder<'_, '_, '_>, text: &str, context: &Context) -> Result<Boxed, tex::Error> {
    if text.is_empty() {
        return Ok(Boxed::default());
    }
    let size = context.size();
    let family = match context.font {
        Some(Font::SansSerif | Font::BoldSansSerif | Font::SansSerifItalic | Font::SansSerifBoldItalic) => Family::Sans,
        Some(Font::Monospace) => Family::Mono,
        _ => Family::Serif,
    };
    let bold = matches!(context.font, Some(Font::Bold | Font::BoldItalic | Font::BoldSansSerif | Font::BoldSymbol));
    let style = TextStyle {
        family,
        weight: if bold { Weight::Bold } else { Weight::Regular },
        italic: matches!(context.font, Some(Font::Italic | Font::BoldItalic)),
        size: if family == Family::Serif { size } else { size * 0.86 },
        leading: Pt::ZERO,
        color: context.color,
        tracking: Em::ZERO,
        figures: Figures::Lining,
        caps: Caps::AsWritten,
        lead_in: 0,
        align: Alignment::Start,
        hyphenate: false,
        measure: MEASURE,
        indent: Pt::ZERO,
        lang: Lang("en".into()),
        dir: Direction::Ltr,
    };
    // The spaces at the ends are intended, but the setter would drop ordinary ones.
    let fixed = text.replace(' ', "\u{a0}");
    let lines = builder.setter.lines(&[Inline::Text(fixed)], &style, builder.owner);
    let mut body = Boxed { height: Pt::ZERO, depth: Pt(-1e3), ..Boxed::default() };
    for character in text.chars().filter(|character| !character.is_whitespace()) {
        let ink = builder.math.glyph(character).map(|glyph| builder.math.ink(glyph));
        let (top, bottom) = ink.map_or((HEIGHT, -DEPTH), |ink| (ink.top, ink.bottom));
        body.height = body.height.max(top * size);
        body.depth = body.depth.max(-(bottom * size));
    }
    body.depth = if body.depth < Pt(-900.0) { Pt::ZERO } else { body.depth };
    for line in lines {
        body.width += line.width;
        body.marks.extend(line.frame.items.into_iter().map(|(at, placed)| (at, Mark::Item(placed.item))));
    }
    Ok(body)
}

/// Returns the parts of `source` outside and inside of dollars, alternating.
fn split(source: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        let part = parts.last_mut().expect("there is a first part");
        match character {
            '\\' => {
                part.push(character);
                part.extend(characters.next());
            }
            '$' => parts.push(String::new()),
            other => part.push(other),
        }
    }
    parts
}

/// Returns the characters of TeX's text `source`, without braces and escapes.
fn spelled(source: &str) -> Result<String, tex::Error> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '{' | '}' => {}
            '~' => out.push('\u{a0}'),
            '\n' | '\t' => out.push(' '),
            '`' => out.push('‘'),
            '\'' => out.push('’'),
            '-' if rest.starts_with("--") => {
                rest = &rest[2..];
                out.push('—');
            }
            '-' if rest.starts_with('-') => {
                rest = &rest[1..];
                out.push('–');
            }
            '\\' => {
                let length = rest.find(|next: char| !next.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (name, after) = rest.split_at(length);
                let sign = match name {
                    "" => {
                        let sign = after.chars().next().unwrap_or(' ');
                        rest = &after[sign.len_utf8().min(after.len())..];
                        if matches!(sign, ',' | ';' | ':' | '!') { '\u{2009}' } else { sign }
                    }
                    _ => {
                        rest = after.strip_prefix(' ').unwrap_or(after);
                        match name {
                            "ldots" | "dots" | "textellipsis" => '…',
                            "quad" | "qquad" | "enspace" => '\u{2003}',
                            "textbackslash" => '\\',
                            "S" => '§',
                            "ss" => 'ß',
                            _ => return Err(tex::Error::UnknownCommand(format!("\\{name} inside \\text"))),
                        }
                    }
                };
                out.push(sign);
            }
            other => out.push(other),
        }
    }
    Ok(out.replace("‘‘", "“").replace("’’", "”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_tex_are_spelled_as_they_read() {
        assert_eq!(spelled(r"50\,\% of ``it''~-- {so}").unwrap(), "50\u{2009}% of “it”\u{a0}– so");
        assert!(spelled(r"\frobnicate x").is_err());
        assert_eq!(split(r"if $x$ costs \$5"), ["if ", "x", r" costs \$5"]);
    }
}
