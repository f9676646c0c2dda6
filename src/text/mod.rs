//! Fonts, shaping, hyphenation and direction.

pub mod fonts;
mod system;

pub use fonts::{Face, FontId, Fonts};
