//! Fonts, shaping, hyphenation and direction.

pub mod fonts;
mod outline;
pub mod subset;
mod system;
pub mod user;

pub use fonts::{Face, FontId, Fonts};
pub(crate) use outline::outline;
