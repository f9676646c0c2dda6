//! Converts events to lists of atoms: the walk through a formula.
//!
//! An element is one event or a group of them; commands are followed by the elements that they take. Everything is set
//! during the walk, from the inside out, in the style that is passed from the outside in (The TeXbook, appendix G).

use pulldown_latex::event::{
    ColorTarget, Content, DelimiterSize, DelimiterType, Dimension, Event, Grouping, ScriptPosition, ScriptType,
    StateChange, Visual,
};

use super::boxes::Boxed;
use super::spacing::{Class, Entry, row};
use super::style::Context;
use super::{Builder, accent, fraction, glyphs, letters, scripts, stretch, table, text};
use crate::layout::Color;
use crate::tex;
use crate::units::{Em, Pt, Size};

/// Maximum nesting of groups and of commands in commands; deeper ones are refused.
const DEEPEST: usize = 80;
/// Heights of `\big` to `\Bigg`.
const BIG: [Em; 4] = [Em(1.2), Em(1.8), Em(2.4), Em(3.0)];
/// Padding between text and the edges of a coloured or framed box.
const PADDING: Em = Em(0.25);
const FRAME_LINE: Em = Em(0.04);

/// Reads the list up to the end of its group, its cell, or the formula.
pub(super) fn list(builder: &mut Builder<'_, '_, '_>, mut context: Context) -> Result<Vec<Entry>, tex::Error> {
    let mut entries = Vec::new();
    while let Some(event) = builder.events.get(builder.at) {
        if matches!(event, Event::End | Event::EnvironmentFlow(_)) {
            break;
        }
        if scripts::prime_follows(builder) {
            scripts::primed(builder, &context, &mut entries)?;
        } else {
            element(builder, &mut context, &mut entries)?;
        }
    }
    Ok(entries)
}

/// Sets the next element as one box.
pub(super) fn argument(builder: &mut Builder<'_, '_, '_>, context: &Context) -> Result<Boxed, tex::Error> {
    let mut entries = Vec::new();
    element(builder, &mut context.clone(), &mut entries)?;
    Ok(row(entries, context))
}

/// Adds the next element to `entries`; a change of style updates `context`.
pub(super) fn element(
    builder: &mut Builder<'_, '_, '_>,
    context: &mut Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    builder.depth += 1;
    if builder.depth > DEEPEST {
        return Err(tex::Error::TooDeep);
    }
    let Some(event) = builder.events.get(builder.at) else { return Err(tex::Error::MissingArgument) };
    if matches!(event, Event::End | Event::EnvironmentFlow(_)) {
        return Err(tex::Error::MissingArgument);
    }
    builder.at += 1;
    match event {
        Event::Content(content) => add_content(builder, *content, context, entries)?,
        Event::Begin(grouping) => group(builder, grouping, context, entries)?,
        Event::Visual(visual) => add_visual(builder, *visual, context, entries)?,
        Event::Script { ty, position } => script(builder, *ty, *position, context, entries)?,
        Event::Space { width, height, depth } => {
            let length =
                |dimension: &Option<Dimension>| dimension.map_or(Pt::ZERO, |found| glyphs::length(found, context));
            let (width, height, depth) = (length(width), length(height), length(depth));
            entries.push(match height.max(depth) {
                Pt::ZERO => Entry::Space(width),
                _ => Entry::Atom { class: Class::Ord, body: Boxed { width, height, depth, ..Boxed::default() } },
            });
        }
        Event::StateChange(change) => state(*change, context),
        Event::End | Event::EnvironmentFlow(_) => {}
    }
    builder.depth -= 1;
    Ok(())
}

fn add_content<'e>(
    builder: &mut Builder<'_, '_, 'e>,
    content: Content<'e>,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let mut push = |class, body| entries.push(Entry::Atom { class, body });
    match content {
        Content::Text("&nbsp;") => {
            let space = builder.math.glyph(' ').map_or(Em(0.25), |glyph| builder.math.advance(glyph));
            entries.push(Entry::Space(space * context.size()));
        }
        Content::Text(mark) if mark.starts_with(tex::FRAME) || mark.starts_with(tex::PHANTOMS) => {
            let mut body = argument(builder, context)?;
            match mark.chars().next() {
                Some(tex::FRAME) => body = framed(body, None, Some(context.color), context),
                Some(sign) => {
                    body.marks.clear();
                    if sign == tex::PHANTOMS[1] {
                        (body.height, body.depth) = (Pt::ZERO, Pt::ZERO);
                    } else if sign == tex::PHANTOMS[2] {
                        body.width = Pt::ZERO;
                    }
                }
                None => {}
            }
            entries.push(Entry::Atom { class: Class::Ord, body });
        }
        Content::Text(text) => {
            let body = text::text(builder, text, context)?;
            push(Class::Ord, body);
        }
        Content::Number(number) => {
            for digit in number.chars() {
                let class = if digit == ',' { Class::Punct } else { Class::Ord };
                let body = glyphs::glyph(builder, digit, context)?;
                entries.push(Entry::Atom { class, body });
            }
        }
        Content::Function(name) => {
            let modulo =
                name == "mod" && matches!(entries.last(), Some(Entry::Atom { class, .. }) if *class != Class::Open);
            let class = if modulo { Class::Bin } else { Class::Op };
            let body = glyphs::name(builder, name, context)?;
            entries.push(Entry::Atom { class, body });
        }
        Content::Ordinary { content: '′', .. } => {
            let prime = scripts::primes(builder, 1, context)?;
            push(Class::Ord, scripts::scripts(builder, Boxed::default(), None, Some(prime), context));
        }
        Content::Ordinary { content, .. } => {
            let class = match content {
                '…' | '⋯' | '⋱' | '⋰' => Class::Inner,
                '!' | '?' => Class::Close,
                ':' => Class::Punct,
                _ => Class::Ord,
            };
            let body = glyphs::glyph(builder, content, context)?;
            push(class, body);
        }
        Content::LargeOp { content, small } => {
            let body = glyphs::large_operator(builder, content, small, context)?;
            push(Class::Op, body);
        }
        Content::BinaryOp { content, .. } => {
            // A slash joins what it divides (The TeXbook, appendix B).
            let class = if matches!(content, '/' | '\\') { Class::Ord } else { Class::Bin };
            let body = glyphs::glyph(builder, content, context)?;
            push(class, body);
        }
        Content::Relation { content, .. } => {
            let mut bytes = [0; 8];
            let signs = content.encode_utf8_to_buf(&mut bytes);
            let signs = std::str::from_utf8(signs).unwrap_or_default();
            let mut body = Boxed::default();
            for sign in signs.chars().filter(|&sign| sign != '\u{fe00}') {
                let glyph = glyphs::glyph(builder, sign, context)?;
                if body.marks.is_empty() { body = glyph } else { body.append(glyph) }
            }
            push(Class::Rel, body);
        }
        Content::Delimiter { content, size: Some(DelimiterSize::Big), ty: DelimiterType::Fence }
            if builder.inside_delimiters =>
        {
            entries.push(Entry::Fence(content));
        }
        Content::Delimiter { content, size, ty } => {
            let body = match size {
                None => glyphs::glyph(builder, content, context)?,
                Some(size) => stretch::delimiter(builder, content, BIG[size as usize] * context.sizes[0], context)?,
            };
            let class = match ty {
                DelimiterType::Open => Class::Open,
                DelimiterType::Close => Class::Close,
                DelimiterType::Fence => Class::Ord,
            };
            push(class, body);
        }
        Content::Punctuation('.') => {
            let body = glyphs::glyph(builder, '.', context)?;
            push(Class::Ord, body);
        }
        Content::Punctuation(sign) => {
            let body = glyphs::glyph(builder, sign, context)?;
            push(Class::Punct, body);
        }
    }
    Ok(())
}

fn group<'e>(
    builder: &mut Builder<'_, '_, 'e>,
    grouping: &'e Grouping,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let outer = std::mem::replace(&mut builder.inside_delimiters, matches!(grouping, Grouping::LeftRight(..)));
    let entry = match grouping {
        Grouping::Normal => {
            let mut inner = list(builder, *context)?;
            // Text that consists of spaces, such as `\text{ }`, is only space.
            if !inner.is_empty() && inner.iter().all(|entry| matches!(entry, Entry::Space(_))) {
                entries.append(&mut inner);
                None
            } else {
                Some(Entry::Atom { class: Class::Ord, body: coloured(builder, row(inner, context), context) })
            }
        }
        Grouping::LeftRight(open, close) => {
            let mut inside = builder.events[builder.at..].iter();
            let first = inside.find(|event| !matches!(event, Event::StateChange(_)));
            let binomial = matches!(first, Some(Event::Visual(Visual::Fraction(Some(_)))));
            let inner = list(builder, *context)?;
            // Binomials are ordinary atoms, as fractions are.
            let class = if binomial { Class::Ord } else { Class::Inner };
            Some(Entry::Atom { class, body: stretch::delimited(builder, *open, *close, inner, context)? })
        }
        environment => {
            let body = table::environment(builder, environment, context)?;
            Some(Entry::Atom { class: Class::Ord, body })
        }
    };
    builder.inside_delimiters = outer;
    if !matches!(builder.events.get(builder.at), Some(Event::End)) {
        return Err(tex::Error::OpenGroup);
    }
    builder.at += 1;
    entries.extend(entry);
    Ok(())
}

/// Draws a ground or a frame for `body`, if the group that was just read requests one.
fn coloured(builder: &Builder<'_, '_, '_>, body: Boxed, context: &Context) -> Boxed {
    let (ground, border) = box_colors(builder);
    if ground.is_none() && border.is_none() {
        return body;
    }
    framed(body, ground, border, context)
}

/// Returns the colours of ground and border of the group that was just read.
fn box_colors(builder: &Builder<'_, '_, '_>) -> (Option<Color>, Option<Color>) {
    let (mut ground, mut border) = (None, None);
    // A coloured box is a group of its colours and one text: see `\colorbox` in the parser.
    let mut at = builder.at;
    while let Some(event) = at.checked_sub(1).and_then(|before| builder.events.get(before)) {
        at -= 1;
        match event {
            Event::Content(Content::Text(_)) if at + 1 == builder.at => {}
            Event::StateChange(StateChange::Color(change)) => {
                let (red, green, blue) = change.color;
                let color = Some(Color::rgb(red, green, blue));
                match change.target {
                    ColorTarget::Background => ground = color,
                    ColorTarget::Border => border = color,
                    ColorTarget::Text => return (None, None),
                }
            }
            _ => break,
        }
    }
    (ground, border)
}

fn add_visual(
    builder: &mut Builder<'_, '_, '_>,
    visual: Visual,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let (class, body) = match visual {
        Visual::SquareRoot => (Class::Ord, fraction::root(builder, false, context)?),
        Visual::Root => (Class::Ord, fraction::root(builder, true, context)?),
        Visual::Fraction(thickness) => {
            let thickness = thickness.map(|thickness| glyphs::length(thickness, context));
            (Class::Ord, fraction::fraction(builder, thickness, context)?)
        }
        Visual::Negation => return negation(builder, context, entries),
    };
    entries.push(Entry::Atom { class, body });
    Ok(())
}

/// Sets `\not`: a negated sign if Unicode has one, else a stroke through the next element.
fn negation(builder: &mut Builder<'_, '_, '_>, context: &Context, entries: &mut Vec<Entry>) -> Result<(), tex::Error> {
    if let Some(Event::Content(content)) = builder.events.get(builder.at) {
        let mut bytes = [0; 8];
        let sign = match content {
            Content::Relation { content, .. } => {
                std::str::from_utf8(content.encode_utf8_to_buf(&mut bytes)).ok().and_then(|sign| sign.chars().next())
            }
            Content::Ordinary { content, .. } => Some(*content),
            _ => None,
        };
        if let Some(negated) = sign.and_then(letters::negated).filter(|&sign| builder.math.glyph(sign).is_some()) {
            builder.at += 1;
            let body = glyphs::glyph(builder, negated, context)?;
            entries.push(Entry::Atom { class: Class::Rel, body });
            return Ok(());
        }
    }
    let mut inner = Vec::new();
    element(builder, &mut context.clone(), &mut inner)?;
    let class = match inner.as_slice() {
        [Entry::Atom { class, .. }] => *class,
        _ => Class::Ord,
    };
    let mut body = row(inner, context);
    let slash = stretch::delimiter(builder, '/', body.extent() * 1.1, context)?;
    let middle = (body.height - body.depth) / 2.0;
    let x = (body.width - slash.width) / 2.0;
    body.put(x, Pt::ZERO, slash.centred(middle));
    entries.push(Entry::Atom { class, body });
    Ok(())
}

/// Reads the elements that a script command takes, and sets them as scripts, limits or accents.
fn script(
    builder: &mut Builder<'_, '_, '_>,
    kind: ScriptType,
    position: ScriptPosition,
    context: &Context,
    entries: &mut Vec<Entry>,
) -> Result<(), tex::Error> {
    let limits = match position {
        ScriptPosition::Right => false,
        ScriptPosition::AboveBelow => true,
        ScriptPosition::Movable => context.style.is_display(),
    };
    let mut inner = Vec::new();
    if position == ScriptPosition::AboveBelow
        && let Some(accent) = accent::accent_after(builder, kind)
    {
        return accent::accented(builder, kind, accent, context, entries);
    }
    element(builder, &mut context.clone(), &mut inner)?;
    let class = match inner.as_slice() {
        [Entry::Atom { class, .. }] => *class,
        _ => Class::Ord,
    };
    let nucleus = row(inner, context);
    let (below, above) = scripts::script_arguments(builder, kind, context)?;
    let body = if limits {
        scripts::limits(builder, nucleus, below, above, class, context)
    } else {
        scripts::scripts(builder, nucleus, below, above, context)
    };
    entries.push(Entry::Atom { class, body });
    Ok(())
}

/// Draws a ground, a frame, or both for `body`.
fn framed(body: Boxed, ground: Option<Color>, border: Option<Color>, context: &Context) -> Boxed {
    let pad = PADDING * context.size();
    let (width, height) = (body.width + pad * 2.0, body.extent() + pad * 2.0);
    let bottom = -(body.depth + pad);
    let mut whole = Boxed::space(width);
    if let Some(color) = ground {
        whole.put(Pt::ZERO, Pt::ZERO, Boxed::rule(Size::new(width, height), bottom, color));
    }
    whole.put(pad, Pt::ZERO, body);
    if let Some(color) = border {
        let line = FRAME_LINE * context.size();
        let rule = |width, height, up| Boxed::rule(Size::new(width, height), up, color);
        whole.put(Pt::ZERO, Pt::ZERO, rule(width, line, bottom));
        whole.put(Pt::ZERO, Pt::ZERO, rule(width, line, bottom + height - line));
        whole.put(Pt::ZERO, Pt::ZERO, rule(line, height, bottom));
        whole.put(width - line, Pt::ZERO, rule(line, height, bottom));
    }
    whole
}

fn state(change: StateChange, context: &mut Context) {
    match change {
        StateChange::Font(font) => context.font = font,
        StateChange::Style(style) => *context = context.asked(style),
        StateChange::Color(change) if change.target == ColorTarget::Text => {
            let (red, green, blue) = change.color;
            context.color = Color::rgb(red, green, blue);
        }
        StateChange::Color(_) => {}
    }
}
