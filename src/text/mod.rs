//! Fonts, shaping, hyphenation and direction.

pub mod fonts;
mod system;
pub mod user;

pub use fonts::{Face, FontId, Fonts};
