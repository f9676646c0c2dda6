//! `explain`: what was understood of an article, each value with its source key and line.

use super::args::Explain;
use super::diagnostics::Style;
use super::{Exit, Stop};

/// Explains the input.
pub fn explain(args: &Explain, style: Style) -> Result<Exit, Stop> {
    let _ = (args, style);
    Ok(Exit::Success)
}
