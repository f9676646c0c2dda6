//! Sets figures: one picture or several side by side, with caption and credit.
//!
//! The top of a picture is aligned with the cap height of a line of text, and its bottom with the baseline a whole
//! number of grid lines below. A picture as wide as the text keeps its width; the space between its height and the
//! next multiple of the leading is shared between above and below. No picture is cropped, and none is enlarged beyond
//! 96 pixels per inch.

use super::sizes::{ABREAST, PIXEL, Shown};
use super::slug::{Break, Floating, Slug, Start, put, snap};
use super::{BlockContext, Composer, boxed, missing, placing, sizes, spans};
use crate::article::{Alt, Article, Asset, Block, Credit, Figure, NoteId, Picture, Target};
use crate::layout::{Anchor, Area, Destination, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt, Size};

/// Pictures whose width is at least this multiple of their height extend into the side column.
const PANORAMA: f64 = 2.0;
/// At a smaller scale, pictures do not extend into the side column.
const LEAST_WIDE: f64 = 0.85;
/// Maximum height of a picture in the text, as a share of the page.
pub(in crate::layout) const TALLEST: f64 = 0.6;
/// Maximum height in a quotation, where a picture is usually the speaker's portrait.
pub(super) const TALLEST_QUOTED: f64 = 0.3;
/// Captions up to this share of the page stay with their picture; longer ones are set as running text.
const LONGEST_CAPTION: f64 = 0.3;
/// A missing picture of up to this many slugs (padding, one line of words and one of a caption) does not count as text
/// below a heading: the text after it is kept with the heading too.
const FEW_WORDS: usize = 3;
/// Average share of the measure that ragged caption lines fill in a narrow column.
const RAGGED_LINE: f64 = 0.88;
/// Distance between a narrow picture and the caption beside it, and how wide that caption is: readable lines, and no
/// longer than those of the side column of a large page.
const BESIDE_GAP: Pt = Pt(12.0);
const LEAST_BESIDE: Pt = Pt(96.0);
const WIDEST_BESIDE: Pt = Pt(200.0);
/// Cap height of the caption's face, in ems (Source Sans 3: 660 of 1000).
const CAPITALS: f64 = 0.66;

/// The frame of the pictures, and where it stands.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub frame: Frame,
    /// Size of the pictures together.
    pub size: Size,
    pub notes: Vec<NoteId>,
    /// Slugs of a caption that is too long to stay with the pictures.
    pub rest: Vec<Slug>,
}

pub(super) fn figure<'a>(composer: &mut Composer<'a>, block: &'a Block, figure: &'a Figure, place: &BlockContext<'a>) {
    let parent = composer.element(block, place, StructRole::Div);
    let place = BlockContext { parent, ..*place };
    let (shown, missing) = sort_pictures(composer, figure);
    if !shown.is_empty() {
        shown_figure(composer, figure, &shown, &place);
    }
    if missing.is_empty() && !shown.is_empty() {
        return;
    }
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
    let (first, keep) = (composer.galley.len(), composer.galley.next.kept());
    for picture in missing {
        missing::missing_picture(composer, picture, figure, &place);
    }
    if shown.is_empty() {
        let words = composer.galley.len();
        caption(composer, figure, &place);
        // The caption stays with the words that stand for the picture.
        if composer.galley.len() > words && words > first {
            composer.galley.hold(words - 1);
        }
    }
    // A few words in place of a picture are not enough text below a heading, so the text after them stays with it too.
    if keep > 0 && (1..=FEW_WORDS).contains(&(composer.galley.len() - first)) {
        composer.galley.since(first).iter_mut().for_each(|slug| slug.after = Break::Never);
        composer.galley.next.keep(keep);
    }
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Separates the pictures that are there from the missing ones.
pub(super) fn sort_pictures<'a>(composer: &Composer<'a>, figure: &'a Figure) -> (Vec<Shown<'a>>, Vec<&'a Picture>) {
    let (mut shown, mut missing) = (Vec::new(), Vec::new());
    for picture in &figure.pictures {
        match picture.asset {
            Ok(id) => shown.push(Shown { picture, asset: composer.article.asset(id), id }),
            Err(_) => missing.push(picture),
        }
    }
    (shown, missing)
}

/// Returns the maximum height of the pictures `shown` in `column`. A picture that the design's scale would make only
/// slightly narrower than the text, which looks like a mistake, gets narrow enough for a caption beside it, or keeps its
/// size.
fn tallest(composer: &Composer<'_>, shown: &[Shown<'_>], column: &BlockContext<'_>) -> Pt {
    let (usual, scale) = (composer.design.height() * column.tallest, composer.design.spacing.picture_scale);
    let [one] = shown else { return usual * scale };
    // Beside other columns there is no room for a caption.
    if scale >= 1.0 || composer.design.columns.count > 1 {
        return usual * scale;
    }
    let (aspect, narrow) = (aspect(one.asset), column.width - room_for_words());
    let own = usual.min(column.width / aspect).min(Pt(f64::from(one.asset.height) * PIXEL));
    if own * scale * aspect <= narrow {
        return own * scale;
    }
    // Between these two sizes there is none.
    let narrow = narrow / (own * aspect);
    if narrow >= composer.design.fit.pictures.0 && scale <= f64::midpoint(narrow, 1.0) { own * narrow } else { own }
}

/// Whether wide pictures may extend into the side column, or over the overhang.
fn may_be_wide(composer: &Composer<'_>) -> bool {
    !composer.design.has_spans() && composer.design.spacing.picture_scale > LEAST_WIDE
}

fn shown_figure<'a>(composer: &mut Composer<'a>, figure: &'a Figure, shown: &[Shown<'a>], place: &BlockContext<'a>) {
    let in_text = composer.is_running_text(place) && placing::side_is_free(composer);
    let stated = shown.iter().any(|one| !one.picture.extent.is_empty());
    let panorama = !stated && (aspect(shown[0].asset) >= PANORAMA || shown.len() >= ABREAST);
    let spanned = if in_text { spans::of_pictures(composer, shown) } else { 1 };
    let column = match spanned {
        2.. => placing::across(composer, place, spanned),
        _ if in_text && panorama && may_be_wide(composer) => placing::full_width(composer, place),
        _ => *place,
    };
    let mut canvas = Canvas::default();
    let tallest = tallest(composer, shown, &column);
    pictures(composer, &mut canvas, figure, shown, &column, tallest);
    let beside = in_text && canvas.size.width <= composer.design.measure;
    let height = if beside {
        set_words(composer, &mut canvas, figure, place)
    } else {
        let place = if spanned > 1 { &column } else { place };
        caption_below(composer, &mut canvas, figure, place)
    };
    let notes_stay = canvas.notes.is_empty() || composer.design.has_spans();
    let floating = if in_text && notes_stay { Floating::Yes } else { Floating::No };
    let height = height.unwrap_or(canvas.size.height);
    let rest = std::mem::take(&mut canvas.rest);
    let slug = Slug { notes: canvas.notes, ..boxed(canvas.frame, height, floating) };
    let slug = if !composer.galley.is_in_text() { Slug { start: Start::Flow, ..slug } } else { slug };
    match floating {
        Floating::Yes => {
            let room = composer.room_around_figures(place);
            composer.galley.push_floating(Slug { columns: spanned, ..slug }, place, room);
        }
        Floating::No => {
            composer.galley.next.space_for_box(place.unit);
            composer.galley.push(slug, place, place.body.leading);
            composer.galley.next.space(place.unit);
            composer.galley.next.flush();
        }
    }
    composer.galley.extend(rest);
}

/// Sets the pictures in rows on `canvas`. The rows are as wide as `column`, and each picture is at most `tallest` high.
pub(super) fn pictures<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    shown: &[Shown<'a>],
    column: &BlockContext<'a>,
    tallest: Pt,
) {
    let gap = composer.design.spacing.picture_gap;
    let trim = if !composer.galley.is_in_text() { Pt::ZERO } else { composer.design.spacing.picture_trim };
    let rows = sizes::rows(shown, column, gap);
    let tallest = ((tallest - gap * (rows.len() as f64 - 1.0)) / rows.len() as f64).max(composer.design.leading);
    let mut y = trim;
    for row in rows {
        let stated = sizes::stated(row, column, (tallest, gap));
        let sizes = stated.unwrap_or_else(|| row_sizes(composer, row, column.width, tallest, gap));
        let high = sizes.iter().map(|size| size.height).fold(Pt::ZERO, Pt::max);
        let width: Pt = sizes.iter().map(|size| size.width).sum::<Pt>() + gap * (row.len() as f64 - 1.0);
        let mut x = column.start(width);
        let order: Vec<usize> = if column.rtl() { (0..row.len()).rev().collect() } else { (0..row.len()).collect() };
        for index in order {
            let size = sizes[index];
            let area = Area { at: Point::new(x, y + high - size.height), size };
            set_picture(composer, canvas, figure, row[index], area, column.parent);
            x += size.width + gap;
        }
        y += high + gap;
        canvas.size.width = canvas.size.width.max(width);
    }
    canvas.size.height = y - gap;
    settle(composer, canvas);
}

/// Returns the sizes of the pictures of a row: all of the same height, and together at most `width` wide.
fn row_sizes(composer: &Composer<'_>, row: &[Shown], width: Pt, tallest: Pt, gap: Pt) -> Vec<Size> {
    let aspects: f64 = row.iter().map(|one| aspect(one.asset)).sum();
    let fitting = (width - gap * (row.len() as f64 - 1.0)) / aspects;
    let natural = row.iter().map(|one| Pt(f64::from(one.asset.height) * PIXEL)).fold(Pt::ZERO, Pt::max);
    let mut height = fitting.min(tallest).min(natural.max(Pt(1.0)));
    if height < fitting && height > composer.design.leading * 2.0 && composer.galley.is_in_text() {
        // The row is narrower than the text, so its height is rounded to the grid.
        let trim = composer.design.spacing.picture_trim;
        height = composer.design.leading * ((height + trim) / composer.design.leading).floor() - trim;
    }
    row.iter().map(|one| Size::new(height * aspect(one.asset), height)).collect()
}

/// Centres the pictures in whole grid lines.
fn settle(composer: &Composer<'_>, canvas: &mut Canvas) {
    if !composer.galley.is_in_text() {
        return;
    }
    let height = snap(canvas.size.height, composer.design.leading);
    let slack = (height - canvas.size.height) / 2.0;
    canvas.frame.items.iter_mut().for_each(|(at, _)| at.y += slack);
    canvas.size.height = height;
}

/// Sets one picture of a figure at `at`.
pub(super) fn set_one(
    composer: &mut Composer<'_>,
    canvas: &mut Canvas,
    figure: &Figure,
    shown: Shown<'_>,
    (at, size): (Point, Size),
    parent: StructId,
) {
    set_picture(composer, canvas, figure, shown, Area { at, size }, parent);
}

fn set_picture(
    composer: &mut Composer<'_>,
    canvas: &mut Canvas,
    figure: &Figure,
    Shown { picture, id, .. }: Shown<'_>,
    Area { at, size }: Area,
    parent: StructId,
) {
    let link = picture.link.as_ref().and_then(|target| {
        let to = destination(target, composer.article)?;
        Some((composer.add(parent, StructRole::Link), to))
    });
    let parent = link.as_ref().map_or(parent, |(link, _)| *link);
    let owner = match (&picture.alt, &link) {
        // A link must have an accessible name, even around a picture without alternative text.
        (Alt::Decorative, None) => Owner::Artifact,
        _ => {
            let owner = composer.add(parent, StructRole::Figure);
            composer.setter.structure.node(owner).alt = Some(alternative(composer, picture, figure));
            Owner::Content(owner)
        }
    };
    canvas.frame.push(at, owner, Item::Picture { asset: id, size });
    if let Some((link, to)) = link {
        canvas.frame.push(at, Owner::Content(link), Item::Link { size, to });
    }
}

/// Returns the alternative text of a picture. If the author states none, it only says that there is a picture.
fn alternative(composer: &Composer<'_>, picture: &Picture, figure: &Figure) -> String {
    let said = figure.alternative(picture).filter(|text| !text.is_empty());
    said.unwrap_or_else(|| composer.words.picture.to_owned())
}

/// Sets caption and credit in the side column, aligned with the picture's top. Returns the height of the whole figure.
pub(super) fn words_beside<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    side: &BlockContext<'a>,
) -> Option<Pt> {
    let (words, height) = words(composer, canvas, figure, side)?;
    let tops = canvas.frame.items.iter().map(|(at, _)| at.y);
    let pictures = tops.reduce(Pt::min).unwrap_or(Pt::ZERO);
    let kind = composer.design.styles.caption;
    let y = pictures + kind.size * CAPITALS - kind.leading;
    put(&mut canvas.frame, Pt::ZERO, y, words);
    Some(snap(canvas.size.height.max(y + height), composer.design.leading))
}

/// Sets caption and credit of a figure that is no wider than the text, where they are closest to it: beside it in the
/// text's column, in the side column, or below. Returns the height of the whole figure.
pub(super) fn set_words<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    place: &BlockContext<'a>,
) -> Option<Pt> {
    let room = room_beside(canvas, place).filter(|room| caption_height(composer, figure, room) <= canvas.size.height);
    if let Some(room) = room {
        return words_at_foot(composer, canvas, figure, &room);
    }
    let most = canvas.size.height + composer.design.leading;
    let side = placing::side_place(composer, place).filter(|side| caption_height(composer, figure, side) <= most);
    match side {
        Some(side) => words_beside(composer, canvas, figure, &side),
        None => caption_below(composer, canvas, figure, place),
    }
}

/// Returns how much narrower than the text a picture is so that a caption fits beside it.
pub(in crate::layout) fn room_for_words() -> Pt {
    BESIDE_GAP + LEAST_BESIDE
}

/// Returns the room that a narrow figure leaves beside it in `place`, if it is wide enough for a caption.
fn room_beside<'a>(canvas: &Canvas, place: &BlockContext<'a>) -> Option<BlockContext<'a>> {
    let taken = canvas.size.width + BESIDE_GAP;
    let width = (place.width - taken).min(WIDEST_BESIDE);
    let x = if place.rtl() { place.x + place.width - taken - width } else { place.x + taken };
    (width >= LEAST_BESIDE).then_some(BlockContext { x, width, ..*place })
}

/// Sets caption and credit beside the pictures, their last line level with the pictures' foot. Returns the height of
/// the whole figure.
fn words_at_foot<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    room: &BlockContext<'a>,
) -> Option<Pt> {
    let foot = canvas.frame.items.iter().map(|(at, placed)| at.y + placing::extent(&placed.item).height);
    let foot = foot.fold(Pt::ZERO, Pt::max);
    let (words, height) = words(composer, canvas, figure, room)?;
    put(&mut canvas.frame, Pt::ZERO, (foot - height).max(Pt::ZERO), words);
    Some(snap(canvas.size.height.max(height), composer.design.leading))
}

/// Estimates the height of caption and credit of `figure` in `place`.
pub(super) fn caption_height<'a>(composer: &mut Composer<'a>, figure: &Figure, place: &BlockContext<'a>) -> Pt {
    let credit = figure.credit.as_ref().map(Credit::linked).unwrap_or_default();
    let parts = [(figure.caption_to_show(), composer.design.styles.caption), (&credit, composer.design.styles.credit)];
    let mut height = Pt::ZERO;
    for (words, kind) in parts.into_iter().filter(|(words, _)| !words.is_empty()) {
        let style = composer.style(&kind, place);
        let (_, length) = composer.setter.content_widths(words, &style);
        height += kind.leading * (length / (place.width * RAGGED_LINE)).ceil();
    }
    height
}

/// Sets caption and credit below the picture. Returns the height of the whole figure.
pub(super) fn caption_below<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    place: &BlockContext<'a>,
) -> Option<Pt> {
    let (words, height) = words(composer, canvas, figure, place)?;
    let bottom = canvas.frame.items.iter().map(|(at, placed)| at.y + placing::extent(&placed.item).height);
    let y = bottom.fold(Pt::ZERO, Pt::max) + composer.design.spacing.caption_gap;
    put(&mut canvas.frame, Pt::ZERO, y, words);
    let height = y + height;
    Some(if !composer.galley.is_in_text() { height } else { snap(height, composer.design.leading) })
}

/// Sets caption and credit of `figure` in `place` from the top of a frame. Returns the frame and its height.
fn words<'a>(
    composer: &mut Composer<'a>,
    canvas: &mut Canvas,
    figure: &Figure,
    place: &BlockContext<'a>,
) -> Option<(Frame, Pt)> {
    let caption = composer.apart(|composer| caption(composer, figure, place));
    if caption.is_empty() {
        return None;
    }
    let height: Pt = caption.iter().map(|slug| slug.height).sum();
    if height > composer.design.height() * LONGEST_CAPTION && composer.galley.is_in_text() {
        canvas.rest = caption;
        return None;
    }
    let mut frame = Frame::default();
    let mut y = Pt::ZERO;
    for slug in caption {
        let height = slug.height;
        canvas.notes.extend(&slug.notes);
        put(&mut frame, Pt::ZERO, y, slug.frame);
        y += height;
    }
    Some((frame, y))
}

/// Sets caption and credit as slugs.
pub(super) fn caption<'a>(composer: &mut Composer<'a>, figure: &Figure, place: &BlockContext<'a>) {
    let caption = figure.caption_to_show();
    let caption = (!caption.is_empty()).then_some((caption, composer.design.styles.caption));
    let credit = figure.credit.as_ref().map(Credit::linked).filter(|line| !line.is_empty());
    let credit = credit.as_deref().map(|line| (line, composer.design.styles.credit));
    if caption.is_none() && credit.is_none() {
        return;
    }
    let parent = composer.add(place.parent, StructRole::Caption);
    for (words, kind) in caption.into_iter().chain(credit) {
        let owner = composer.add(parent, StructRole::P);
        composer.set(words, &kind, place, owner);
    }
}

/// Returns the aspect ratio of `asset`: its width at a height of one.
pub(super) fn aspect(asset: &Asset) -> f64 {
    f64::from(asset.width.max(1)) / f64::from(asset.height.max(1))
}

/// Converts `target` to a place in the document or an address outside.
pub(super) fn destination(target: &Target, article: &Article) -> Option<Destination> {
    Some(match target {
        Target::Url(url) => Destination::Url(url.as_str().into()),
        Target::Block(id) => Destination::Anchor(Anchor::Block(*id)),
        Target::Note(id) => Destination::Anchor(Anchor::Note(*id)),
        Target::Shelved { id, fragment } => {
            let shelved = article.shelved.get(id.0 as usize)?;
            Destination::Url(shelved.href(fragment.as_deref()).into())
        }
    })
}
