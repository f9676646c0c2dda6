//! Sets missing pictures: words on a ground, linked to the picture's address.

use super::slug::{Decor, Slug, Start, snap};
use super::{BlockContext, Composer, placing};
use crate::article::{Alt, Figure, Inline, Picture, Target};
use crate::design::Type;
use crate::layout::StructRole;
use crate::layout::inline::Alignment;
use crate::units::Pt;

/// Sets the words in place of the missing `picture` of `figure`, with the picture's link. The picture's path in the
/// author's archive is not printed: it means nothing to a reader.
pub(super) fn missing_picture<'a>(
    composer: &mut Composer<'a>,
    picture: &'a Picture,
    figure: &Figure,
    place: &BlockContext<'a>,
) {
    let target = picture.link.clone().or_else(|| address(picture).map(Target::Url));
    let words = match (figure.words_for(picture), &picture.alt) {
        (Some(words), _) => words,
        // The caption says the same as the alternative text.
        (None, Alt::Text(_)) if target.is_none() => return,
        (None, Alt::Decorative) => return,
        (None, _) => composer.words.picture,
    };
    let text = vec![Inline::Text(words.to_owned())];
    let content = match target {
        Some(target) => vec![Inline::Link { target, title: None, content: text }],
        None => text,
    };
    let pad = composer.design.spacing.code;
    let (color, drop) = (composer.design.inks.code, composer.design.spacing.ground_drop);
    let ground = Decor { x: place.x, width: place.width, color, drop, outer: place.decor };
    let decor = placing::decorate(composer, place, ground);
    let inner = BlockContext { decor, ..place.inset(pad, Pt::ZERO) };
    let first = composer.galley.len();
    // This slug is the padding at the top of the ground. The words follow on the grid.
    composer.galley.push(Slug { height: Pt(2.0), ..Slug::default() }, &inner, Pt::ZERO);
    let owner = composer.add(place.parent, StructRole::P);
    let kind = Type { leading: composer.design.leading, ..composer.design.styles.disclaimer };
    composer.set(&content, &kind.aligned(Alignment::Start), &inner, owner);
    pad_ground(composer, first);
}

/// Ends the ground behind the slugs since `first` on a grid line, and keeps the words in one piece.
fn pad_ground(composer: &mut Composer<'_>, first: usize) {
    composer.galley.since(first).iter_mut().skip(1).for_each(|slug| slug.start = Start::Flow);
    let height: Pt = composer.galley.slugs()[first..].iter().map(|slug| slug.height).sum();
    if let Some(last) = composer.galley.since(first).last_mut() {
        let room = snap(height + Pt(4.0), composer.design.leading) - height;
        last.height += room;
    }
}

/// Returns the web address of `picture`, if it has one.
pub(super) fn address(picture: &Picture) -> Option<String> {
    picture.asset.as_ref().err()?.url.clone().filter(|url| url.contains("://"))
}
