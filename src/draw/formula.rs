//! Draws formulas as black-on-white pictures, for reading systems that do not support MathML.

use std::fmt::Write as _;
use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use super::{Drawing, Error};
use crate::article::{Asset, ImageKind};
use crate::diag::Diagnostics;
use crate::layout::{Formula, GlyphRun, Item};
use crate::text::{Fonts, outline};
use crate::units::Point;

/// Parameters of a formula's picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormulaPicture {
    /// Margin around its box for overhanging glyphs, in points.
    pub margin: f64,
    /// Pixels per point.
    pub enlarged: f64,
}

/// Draws `formula` as a PNG.
///
/// # Errors
/// If it cannot be drawn; holds the reason.
pub(crate) fn formula(formula: &Formula, picture: FormulaPicture, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    png(&svg(formula, picture.margin, fonts)?, picture.enlarged, fonts)
}

/// Draws `formula` as SVG, one unit per point.
fn svg(formula: &Formula, margin: f64, fonts: &Fonts) -> Result<String, Error> {
    let size = formula.frame.size;
    let (width, height) = (size.width.0 + 2.0 * margin, size.height.0 + 2.0 * margin);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.3}\" height=\"{height:.3}\" \
         viewBox=\"-{margin} -{margin} {width:.3} {height:.3}\">"
    );
    for (at, placed) in &formula.frame.items {
        match &placed.item {
            Item::Text(run) => glyphs(*at, run, fonts, &mut svg)?,
            Item::Rule { size, .. } => {
                let (width, height) = (size.width.0, size.height.0);
                let place = format!("x=\"{:.3}\" y=\"{:.3}\"", at.x.0, at.y.0);
                let _ = write!(svg, "<rect {place} width=\"{width:.3}\" height=\"{height:.3}\"/>");
            }
            Item::Link { .. } | Item::Anchor(_) => {}
            Item::Outline { .. }
            | Item::Mosaic { .. }
            | Item::Picture { .. }
            | Item::Detail { .. }
            | Item::Initial(_)
            | Item::Scrim { .. } => return Err(Error::NotAFormula),
        }
    }
    svg.push_str("</svg>");
    Ok(svg)
}

fn glyphs(at: Point, run: &GlyphRun, fonts: &Fonts, svg: &mut String) -> Result<(), Error> {
    let mut pen = at.x.0;
    for glyph in &run.glyphs {
        let outline = outline(fonts, run.font, glyph.id).ok_or(Error::Face)?;
        let (x, y) = (pen + (glyph.dx * run.size).0, at.y.0 - (glyph.dy * run.size).0);
        let scale = run.size.0 / outline.units;
        let transform = format!("translate({x:.4} {y:.4}) scale({:.7} {:.7})", scale * run.scale, -scale);
        if !outline.path.is_empty() {
            let _ = write!(svg, "<path transform=\"{transform}\" d=\"{}\"/>", outline.path);
        }
        pen += ((glyph.advance + run.tracking) * run.size).0 * run.scale;
    }
    Ok(())
}

/// Renders `svg` as grey pixels on white.
fn png(svg: &str, enlarged: f64, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let (bytes, name) = (svg.as_bytes().into(), "formula".to_owned());
    let asset =
        Asset { name, kind: ImageKind::Svg, bytes, width: 1, height: 1, orientation: 1, embedded: Default::default() };
    let picture = Drawing::read(&asset, fonts, "e-book", &mut Diagnostics::new())?.enlarged(enlarged)?;
    let (width, height) = picture.dimensions();
    let picture = GrayImage::from_fn(width, height, |x, y| Luma([255 - picture.get_pixel(x, y).0[3]]));
    let mut bytes = Vec::new();
    let written = DynamicImage::ImageLuma8(picture).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png);
    written.map_err(|error| Error::Encode(error.to_string())).map(|()| bytes)
}
