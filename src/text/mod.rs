//! Fonts, shaping, hyphenation and direction.

pub mod fonts;

pub use fonts::{Face, FontId, Fonts};
