//! Formulas as pictures: set as for the PDF, drawn in black on white.

use std::fmt::Write as _;
use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use super::{Drawn, Formulas};
use crate::article::{Asset, ImageKind};
use crate::diag::Diagnostics;
use crate::epub::images::Image;
use crate::layout::{Form, Formula, GlyphRun, Item, formula};
use crate::pdf;
use crate::text::{Fonts, outline};
use crate::units::{Point, Pt};

/// Size in which formulas are set; all else is in proportion.
const SIZE: Pt = Pt(10.0);
/// Pixels to the em: text of 11 points on a screen of 300 dots to the inch has 46.
const PER_EM: f64 = 72.0;
/// How much larger a formula is than the text around it is said to be: the small letters of the mathematical face are
/// lower than those of Kindle's faces.
const ENLARGED: f64 = 1.12;
/// Room around a formula, for what overhangs its box, in points.
const MARGIN: f64 = 0.6;

impl Formulas {
    /// The picture of `tex`, drawn when it comes first.
    pub(super) fn picture(&mut self, tex: &str, form: Form) -> Result<Drawn, String> {
        let key = (tex.to_owned(), form);
        if let Some(known) = self.drawn.get(&key) {
            return known.clone();
        }
        let drawn = self.draw(tex, form);
        self.drawn.insert(key, drawn.clone());
        drawn
    }

    fn draw(&mut self, tex: &str, form: Form) -> Result<Drawn, String> {
        let fonts = Fonts::bundled();
        let formula = formula(tex, form, SIZE, &fonts).map_err(|error| error.to_string())?;
        // No name of the article's pictures has a low line.
        let path = format!("images/formula_{}.png", self.images.len() + 1);
        let em = |length: f64| (length + 2.0 * MARGIN) / SIZE.0 * ENLARGED;
        let size = formula.frame.size;
        let drawn = Drawn {
            path: path.clone(),
            width: em(size.width.0),
            height: em(size.height.0),
            depth: (size.height.0 - formula.baseline.0 + MARGIN) / SIZE.0 * ENLARGED,
        };
        self.images.push(Image::png(path, png(&svg(&formula, &fonts)?, &fonts)?));
        Ok(drawn)
    }
}

/// `formula` as SVG, one unit to the point.
fn svg(formula: &Formula, fonts: &Fonts) -> Result<String, String> {
    let size = formula.frame.size;
    let (width, height) = (size.width.0 + 2.0 * MARGIN, size.height.0 + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.3}\" height=\"{height:.3}\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width:.3} {height:.3}\">"
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
            Item::Outline { .. } | Item::Mosaic { .. } | Item::Picture { .. } => {
                return Err("it has more than letters and rules".into());
            }
        }
    }
    svg.push_str("</svg>");
    Ok(svg)
}

fn glyphs(at: Point, run: &GlyphRun, fonts: &Fonts, svg: &mut String) -> Result<(), String> {
    let mut pen = at.x.0;
    for glyph in &run.glyphs {
        let outline = outline(fonts, run.font, glyph.id).ok_or("a face cannot be read")?;
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

/// `svg` as grey pixels on white.
fn png(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let (bytes, name) = (svg.as_bytes().into(), "formula".to_owned());
    let asset = Asset { name, kind: ImageKind::Svg, bytes, width: 1, height: 1, orientation: 1 };
    let picture = pdf::rasterize(&asset, PER_EM / SIZE.0, fonts, &mut Diagnostics::new())?;
    let (width, height) = picture.dimensions();
    let picture = GrayImage::from_fn(width, height, |x, y| Luma([255 - picture.get_pixel(x, y).0[3]]));
    let mut bytes = Vec::new();
    let written = DynamicImage::ImageLuma8(picture).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png);
    written.map_err(|error| error.to_string()).map(|()| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epub::images::Kept;

    #[test]
    fn a_formula_is_drawn_on_white_in_its_proportions_and_once() {
        let mut formulas = Formulas::default();
        let drawn = formulas.picture(r"\frac{a}{b}", Form::Display).unwrap();
        assert_eq!(formulas.picture(r"\frac{a}{b}", Form::Display).unwrap().path, drawn.path);
        assert_eq!(formulas.images.len(), 1);
        let mut bytes = Vec::new();
        formulas.images[0].write(&mut Kept::new(&mut Cursor::new(Vec::new())), &mut bytes).unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_luma8();
        let (width, height) = picture.dimensions();
        assert!((f64::from(width) / f64::from(height) - drawn.width / drawn.height).abs() < 0.02);
        assert!(height > width && drawn.depth > 0.3 && drawn.depth < drawn.height / 2.0, "{drawn:?}");
        let dark = picture.pixels().filter(|pixel| pixel.0[0] < 100).count() as f64 / f64::from(width * height);
        assert!((0.05..0.5).contains(&dark), "{dark}");
        let edge = (0..width)
            .flat_map(|x| [(x, 0), (x, height - 1)])
            .chain((0..height).flat_map(|y| [(0, y), (width - 1, y)]));
        assert!(edge.into_iter().all(|(x, y)| picture.get_pixel(x, y).0[0] > 200), "nothing is cut off");
    }

    #[test]
    fn what_cannot_be_set_is_refused() {
        assert!(Formulas::default().picture(r"\text{𓀀}", Form::Inline).is_err());
    }
}
