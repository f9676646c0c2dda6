//! Fonts, shaping, hyphenation and direction.

pub(crate) mod clusters;
pub mod fonts;
mod missing;
mod outline;
pub mod subset;
mod system;
pub mod user;

pub use fonts::{Face, FontId, Fonts};
pub use missing::MissingGlyphs;
pub(crate) use missing::Tally;
pub(crate) use outline::outline;
