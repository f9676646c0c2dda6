//! Renders a page as pixels, as its PDF shows it, for covers, thumbnails and previews.
//!
//! [`png()`] paints the items of a [`Page`] in order, as a PDF viewer paints the operators that the PDF writer makes
//! of them: glyphs by their outlines, pictures as decoded for the PDF, drawings by resvg. Where viewers have a choice,
//! this module does what Splash does, the rasterizer of poppler, so that pages can be compared with `pdftoppm`:
//!
//! - A baseline lies between two rows of pixels, and a glyph begins at a quarter of a pixel, so that equal letters of
//!   a line look alike.
//! - Rectangles are rounded to whole pixels, at least one, so that thin rules are as dark as thick ones and neighbours
//!   touch.
//! - A picture covers every pixel that it touches. It is averaged if it has more pixels than the page, and smoothed if
//!   it has fewer, unless each of its pixels covers four or more.
//! - Something that covers only a part of a pixel is blended in that proportion, without gamma.
//!
//! Limits: single pages, not the sheets of an imposition; colours are sRGB, and profiles in pictures are not applied,
//! as in the PDF.

mod canvas;
mod cover;
mod error;
mod glyphs;
mod letters;
mod pictures;

use canvas::Canvas;
pub(crate) use cover::{Painted, Shown, cover};
pub use error::PageError;
use glyphs::Outlines;
use image::DynamicImage;

use crate::article::Article;
use crate::layout::{Item, Page};
use crate::raster::{self, Colours};
use crate::text::Fonts;

/// Maximum number of pixels of a page; an A3 page at 400 dpi has 31 million.
const MAX_PIXELS: u64 = 40_000_000;

/// Draws `page` on white with `dpi` pixels per inch, and returns it as a PNG in RGB.
///
/// The pictures on the page must be those of `article`, and its faces those of `fonts`, with which the page was
/// typeset. A picture that cannot be decoded becomes a light grey box, as in the PDF;
/// [`pdf::write`](crate::pdf::write) reports it. The same page gives the same bytes.
///
/// # Errors
/// [`PageError`] if the resolution is not a positive number, if the page would have more than 40 million pixels, if a
/// face cannot be read, or if the file of a picture has changed since the article was read.
///
/// # Examples
/// ```
/// use offprint::design::{Design, Paper};
/// use offprint::diag::Diagnostics;
/// use offprint::{draw, job, layout, read::NoFiles, source::Source, text::Fonts};
///
/// let source = Source::new("light.md", "# Light\n\nHow lamps changed the streets.\n");
/// let mut diagnostics = Diagnostics::new();
/// let article = job::read_article(&source, &job::Settings::default(), &NoFiles, &mut diagnostics)?;
/// let (design, fonts) = (Design::article(Paper::Letter), Fonts::bundled());
/// let pages = layout::typeset(&article, &design, &fonts, &mut diagnostics);
///
/// let picture = draw::png(&pages.pages[0], &article, &fonts, 20.0)?;
/// assert!(picture.starts_with(b"\x89PNG"));
/// assert_eq!(picture[16..24], [0, 0, 0, 170, 0, 0, 0, 220], "8.5 by 11 inches");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn png(page: &Page, article: &Article, fonts: &Fonts, dpi: f64) -> Result<Vec<u8>, PageError> {
    let mut canvas = Canvas::new(page.size, dpi)?;
    let mut outlines = Outlines::new(fonts);
    for (at, placed) in &page.frame.items {
        match &placed.item {
            Item::Text(run) => outlines.paint(*at, run, &mut canvas)?,
            Item::Rule { size, color } => canvas.rectangle(*at, *size, *color),
            Item::Outline { size, stroke, color, .. } => canvas.outline(*at, *size, *stroke, *color),
            Item::Mosaic { tiles, color, .. } => canvas.mosaic(*at, tiles, *color),
            Item::Picture { asset, size } => {
                let asset = article.assets.get(asset.0 as usize);
                if !pictures::paint(asset, (*at, *size), fonts, &mut canvas)? {
                    canvas.rectangle(*at, *size, crate::style::Color::grey(0xE6));
                }
            }
            Item::Detail { asset, size, whole } => {
                let asset = article.assets.get(asset.0 as usize);
                if !pictures::paint_part(asset, (*at, *size), *whole, fonts, &mut canvas)? {
                    canvas.rectangle(*at, *size, crate::style::Color::grey(0xE6));
                }
            }
            Item::Scrim { size, color, opacity, solid, edge } => {
                canvas.veil(*at, *size, *color, &|height| edge.opacity(height, (*opacity, *solid)));
            }
            Item::Initial(initial) => glyphs::paint_initial(*at, initial, &mut canvas),
            Item::Link { .. } | Item::Anchor(_) => {}
        }
    }
    let picture = DynamicImage::ImageRgb8(canvas.into_rgb());
    raster::png(&picture, &Colours::Plain).map_err(|reason| PageError::Encoding { reason: reason.to_string() })
}

#[cfg(test)]
mod tests;
