//! The edition for Amazon's converters: an EPUB for Send to Kindle and Kindle Direct Publishing.
//!
//! Amazon converts EPUB to its own formats by published rules: the *Kindle Publishing Guidelines* (a PDF up to 2019.2,
//! since then help topics on kdp.amazon.com), and the help of *Send to Kindle*. Wherever our EPUB could violate them,
//! this edition is changed, or a diagnostic reports it. Each rule has a test that names it.
//!
//! | rule | where it is written | what is done |
//! |---|---|---|
//! | pictures: no SVG, no transparency, one frame, RGB, 5 MB | Image Guidelines – Reflowable | `images/device.rs` |
//! | one of width and height, in percent | same, "Controlling Image Aspect Ratio" | `pages` |
//! | alternative texts under 140 letters | same, "Supported Image Input Formats" | `check` |
//! | the cover is named in the package and not shown again | Cover Image Guidelines, "Internal Cover Must Not Appear Twice" | no cover page |
//! | contents of two levels, in the guide; those of a book at the front too | Navigation Guidelines | `package` |
//! | no other guide items and landmarks | same, "Guide Items" | `package` |
//! | body text has the reader's size, leading, face and colour | Text Guidelines, "Body Text Must Use Defaults" | `style` |
//! | selectors, values and properties that are known | HTML and CSS Tags Supported in Kindle Format 8 | `style`, `pages` |
//! | elements that are known, MathML not among them | same | `pages`, `math` |
//! | no spaces but the common ones, no format characters | Text Guidelines, "Use Supported Characters and Spaces" | `pages` |
//! | no negative indents and margins | HTML and CSS Guidelines, "Negative Values" | `style` |
//! | no tables in tables; spans within the table | Table Guidelines – Reflowable | `pages`, `xhtml/table.rs` |
//! | nothing longer than 10,000 characters is hidden | HTML and CSS Guidelines, "display:none" | `package` |
//! | notes and calls link to each other | Hyperlink Guidelines, "Internal Link Guidelines" | as in all EPUBs |
//! | 200 MB by app and web, 50 MB by e-mail | Send to Kindle | `check` |
//! | a language of the list | Supported Languages (G200673300) | `check` |
//!
//! Limits: the result has not been tested on a device, since Amazon's converters run only at Amazon and in its
//! previewer. U+3000, joiners and directional marks are kept in spite of the rule for spaces: Japanese, Indic and
//! Arabic text would be wrong without them.

mod check;
mod drawing;
mod error;
mod math;
mod package;
mod pages;
mod style;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::files::{Math, TextFile};
use super::super::images::{Image, Images};
use crate::diag::Diagnostics;
use crate::epub::tree;
use crate::layout::FormulaForm;
pub(super) use check::{check, weigh};
use error::Undrawn;
pub(super) use package::adapt as adapt_package;
pub(super) use style::style;

/// The pictures of formulas, by source; each is drawn once, however often the formula occurs.
#[derive(Default)]
struct Formulas {
    drawn: BTreeMap<(String, FormulaForm), Result<Drawn, Rc<Undrawn>>>,
    images: Vec<Image<'static>>,
}

/// A formula drawn as a picture.
#[derive(Clone, Debug)]
struct Drawn {
    /// Path of the picture.
    path: String,
    /// Its width, in em of the text.
    width: f64,
    /// Its height.
    height: f64,
    /// The part of the height that is below the baseline.
    depth: f64,
}

/// Converts `files` to those of the edition; pictures of formulas are added to `images`.
pub(super) fn adapt(
    files: &mut [TextFile],
    images: &mut Images<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), tree::Error> {
    let mut formulas = Formulas::default();
    for file in files {
        file.xhtml = pages::adapt(&file.xhtml, &mut formulas, diagnostics)?;
        file.math = Math::Absent;
    }
    images.draw(formulas.images);
    Ok(())
}
