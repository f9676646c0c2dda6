//! Why a formula has no picture.

use std::fmt;

use crate::{draw, tex};

/// Why a formula has no picture; its source is shown instead.
#[derive(Debug)]
pub(super) enum Undrawn {
    /// It cannot be set.
    Tex(tex::Error),
    /// It cannot be drawn.
    Drawing(draw::Error),
}

impl fmt::Display for Undrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tex(error) => error.fmt(f),
            Self::Drawing(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Undrawn {}

impl From<tex::Error> for Undrawn {
    fn from(error: tex::Error) -> Self {
        Self::Tex(error)
    }
}

impl From<draw::Error> for Undrawn {
    fn from(error: draw::Error) -> Self {
        Self::Drawing(error)
    }
}
