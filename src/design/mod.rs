//! Page designs as data.

use crate::units::{Pt, Size};

/// A page design: everything about how pages look.
#[derive(Clone, Debug, Default)]
pub struct Design {
    /// Size of the page.
    pub paper: Size,
    /// Distance between baselines.
    pub leading: Pt,
}
