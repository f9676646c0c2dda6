//! Fonts, shaping, hyphenation and direction.

pub mod fonts;
pub mod subset;
mod system;
pub mod user;

pub use fonts::{Face, FontId, Fonts};
