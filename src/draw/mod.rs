//! Drawing: turns vector content into shapes or pixels, for either output.
//!
//! - `svg`: an SVG file becomes a `Drawing`, which provides painted paths (`shapes`) or pixels.
//! - `formula`: a formula that `layout` has set becomes a picture, for reading systems without MathML.
//! - [`png()`]: a page of `layout` becomes pixels, for thumbnails and previews; `cover` does that for the covers of
//!   e-books, faster and with as few colours as they have.
//!
//! Both writers call this module, and it depends on neither of them: it reads the article's pictures, frames of
//! `layout` and faces of `text`. Only this module names resvg and the crates below it.
//!
//! Limits: `svg` is a feature of the crate. Without it, `Drawing::read` returns an error, and pages cannot be
//! rendered as pixels.

mod error;
mod formula;
#[cfg(feature = "svg")]
mod page;
#[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "only drawings become shapes"))]
mod shapes;
#[cfg(feature = "svg")]
mod svg;
#[cfg(not(feature = "svg"))]
#[path = "no_svg.rs"]
mod svg;

pub(crate) use error::Error;
pub(crate) use formula::{FormulaPicture, formula};
#[cfg(feature = "svg")]
pub use page::{PageError, png};
#[cfg(feature = "svg")]
pub(crate) use page::{Painted, Shown, cover};
pub(crate) use shapes::{
    Cap, Fill, Gradient, Group, Join, Line, Mark, Outline, Paint, Pen, Rule, Segment, Stop, Stroke,
};
pub(crate) use svg::Drawing;
