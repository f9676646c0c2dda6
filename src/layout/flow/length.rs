//! Stops the setting of an article that has far more pages than it may have.
//!
//! Setting such an article to its end only to refuse it would take seconds and much memory: a megabyte can have a third of a
//! million paragraphs. So the heights of slugs are added up while they are set.

use super::Composer;
use crate::diag::Error;
use crate::halt;
use crate::units::Pt;

/// The work stops when the slugs fill the allowed pages this many times, and [`MORE`] pages: some slugs may come to stand beside
/// others, so a shorter text may still have no page too many.
const SPARE: f64 = 1.25;
/// Text that is too long by fewer pages is set to its end, so that the message can say how many pages there would be.
const MORE: f64 = 100.0;

/// How long the text is so far.
pub(super) struct Length {
    /// Maximum number of pages.
    most: usize,
    /// Number of slugs whose heights are in `height`.
    slugs: usize,
    /// The sum of their heights.
    height: Pt,
}

impl Length {
    /// The length of nothing, of which there may be `most` pages.
    pub(super) fn new(most: usize) -> Self {
        Self { most, slugs: 0, height: Pt::ZERO }
    }
}

/// Stops the work, with [`Error::TooManyPages`], if the slugs that `composer` has set need far more pages than there may be.
pub(super) fn check(composer: &mut Composer<'_>) {
    // The slugs of a box, such as a cell, become one slug when it is closed.
    if !composer.galley.is_in_text() {
        return;
    }
    let design = composer.design;
    let page = design.height() * design.columns.count.max(1) as f64;
    let length = &mut composer.length;
    let slugs = composer.galley.slugs();
    length.height += slugs.get(length.slugs..).unwrap_or_default().iter().map(|slug| slug.height).sum();
    length.slugs = slugs.len();
    if length.height.0 / page.0 > length.most as f64 * SPARE + MORE {
        halt::stop(Error::TooManyPages { allowed: length.most, needed: None });
    }
}
