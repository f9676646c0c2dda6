//! Fonts: the faces and the characters that they have, subsets of them, outlines of their glyphs, and the grapheme
//! clusters for which a face is chosen.
//!
//! [`layout`](crate::layout) does the shaping, hyphenation and line breaking.

mod bundled;
pub(crate) mod clusters;
mod face;
mod family;
mod font_file;
pub mod fonts;
mod missing;
mod outline;
pub(crate) mod subset;
#[cfg(feature = "system-fonts")]
mod system;
#[cfg(not(feature = "system-fonts"))]
#[path = "no_system.rs"]
mod system;
pub(crate) mod user;

pub use face::{Face, FontId};
pub use font_file::FontFile;
pub use fonts::Fonts;
pub(crate) use fonts::{Identity as FontsIdentity, SameFaces};
pub use missing::MissingGlyphs;
pub(crate) use missing::{Tally, name as script_name};
pub(crate) use outline::{PathSink, outline, trace};
