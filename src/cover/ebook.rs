//! The cover as a picture of an e-book: 1600 × 2560 pixels, as stores ask for (Kindle Publishing Guidelines §4).
//!
//! Type alone has few colours and becomes a PNG with a palette; with a picture it becomes a JPEG.

use super::choose::PIXELS;
use super::compose::{self, Parts};
use super::setting::Stage;
use super::words::sentences;
use super::{Cover, CoverImage, Kind, Shows};
use crate::draw::{self, Painted};
use crate::labels;
use crate::raster;
use crate::units::{Pt, Size};

/// The cover in points; its proportions are 5 : 8.
const SIZE: Size = Size { width: Pt(500.0), height: Pt(800.0) };
/// Quality of the JPEG; at 80, letters on a picture still have clean edges.
const QUALITY: u8 = 80;

/// Returns the cover as a picture; `None` if the article's own picture is the cover, or if it cannot be drawn.
pub(super) fn make(cover: &Cover<'_>) -> Option<CoverImage> {
    let Kind::Composed { design, words, picture, scheme } = &cover.kind else { return None };
    let picture = picture.as_deref();
    let mut stage = Stage::new(cover.article, cover.fonts);
    let parts = Parts { design, words, picture, scheme: *scheme, fit: cover.options.fit, credit: None };
    let composition = compose::compose(&parts, SIZE, &mut stage);
    cover.judge(&composition);
    let scale = PIXELS / SIZE.width.0;
    let shown = composition.picture.as_ref().zip(picture).map(|((_, part), picture)| picture.part(*part));
    let painted = draw::cover(&composition.frame, SIZE, scale, shown, cover.fonts).ok()?;
    let (bytes, extension) = encoded(painted)?;
    let labels = labels::of(&cover.article.meta.lang);
    let text = format!("{}: {}", labels.cover, words.text());
    let alt = cover.picture_alternative();
    let alt = sentences([text.as_str()].into_iter().chain(alt.as_deref()));
    let shows = match (&composition.picture, picture) {
        (Some((_, part)), _) if super::focus::is_whole(*part) => Shows::Whole,
        (Some(_), _) => Shows::Part,
        (None, _) => Shows::Nothing,
    };
    let decoded = picture.and_then(|picture| Some((picture.id, picture.decoded.clone()?)));
    Some(CoverImage { bytes, extension, alt, shows, decoded })
}

fn encoded(painted: Painted) -> Option<(Vec<u8>, &'static str)> {
    match painted {
        Painted::Flat { width, palette, indices } => Some((raster::png_of_palette(width, &palette, &indices), "png")),
        Painted::Full(pixels) => Some((raster::cover_jpeg(&pixels, QUALITY).ok()?, "jpg")),
    }
}
