//! Draws formulas as black-on-white pictures, with the typesetting of the PDF.

use std::rc::Rc;

use super::error::Undrawn;
use super::{Drawn, Formulas};
use crate::draw::{self, FormulaPicture};
use crate::epub::images::Image;
use crate::layout::{FormulaForm, formula};
use crate::text::Fonts;
use crate::units::Pt;

/// Font size of formulas; everything else is in proportion.
const SIZE: Pt = Pt(10.0);
/// Pixels per em: on a screen of 300 dpi, text of 11 points has 46.
const PER_EM: f64 = 72.0;
/// Factor by which a formula is larger than the surrounding text: the lower-case letters of the math face are lower
/// than those of Kindle's faces.
const ENLARGED: f64 = 1.12;
/// Margin around a formula for overhanging glyphs, in points.
const MARGIN: f64 = 0.6;

impl Formulas {
    /// Returns the picture of `tex`, which is drawn on first use.
    pub(super) fn picture(&mut self, tex: &str, form: FormulaForm) -> Result<Drawn, Rc<Undrawn>> {
        let key = (tex.to_owned(), form);
        if let Some(known) = self.drawn.get(&key) {
            return known.clone();
        }
        let drawn = self.draw(tex, form).map_err(Rc::new);
        self.drawn.insert(key, drawn.clone());
        drawn
    }

    fn draw(&mut self, tex: &str, form: FormulaForm) -> Result<Drawn, Undrawn> {
        let fonts = Fonts::bundled();
        let formula = formula(tex, form, SIZE, &fonts)?;
        // The names of the article's pictures never contain an underscore.
        let path = format!("images/formula_{}.png", self.images.len() + 1);
        let em = |length: f64| (length + 2.0 * MARGIN) / SIZE.0 * ENLARGED;
        let size = formula.frame.size;
        let drawn = Drawn {
            path: path.clone(),
            width: em(size.width.0),
            height: em(size.height.0),
            depth: (size.height.0 - formula.baseline.0 + MARGIN) / SIZE.0 * ENLARGED,
        };
        let picture = FormulaPicture { margin: MARGIN, enlarged: PER_EM / SIZE.0 };
        self.images.push(Image::png(path, draw::formula(&formula, picture, &fonts)?));
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::epub::images::Kept;

    #[test]
    fn a_formula_is_drawn_on_white_in_its_proportions_and_once() {
        let mut formulas = Formulas::default();
        let drawn = formulas.picture(r"\frac{a}{b}", FormulaForm::Display).unwrap();
        assert_eq!(formulas.picture(r"\frac{a}{b}", FormulaForm::Display).unwrap().path, drawn.path);
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
        assert!(Formulas::default().picture(r"\text{𓀀}", FormulaForm::Inline).is_err());
    }
}
