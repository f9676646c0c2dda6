//! Fits pages to the allowed number of sheets of paper.

use super::Settings;
use crate::article::Article;
use crate::cover::Cover;
use crate::design::Design;
use crate::design::custom::tightened;
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::layout::{self, Pages, imposition};

/// Number of bisections between the unchanged design and the tightest: a step of 1/32 is invisible.
const HALVINGS: usize = 5;

/// Typesets `article`, behind its `cover` if it has one on paper. If the number of sheets is limited, the design is
/// tightened as far as necessary, and no further.
///
/// # Errors
/// [`Error::Cancelled`]; [`Error::TooLong`] if even the tightest design takes more sheets; [`Error::TooManyPages`] if
/// there are more pages than allowed.
pub(super) fn typeset(
    article: &Article,
    cover: Option<&Cover<'_>>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Pages, Error> {
    let set = |design: &Design| {
        let mut found = Diagnostics::new();
        let mut pages = match cover.is_some_and(Cover::stands_for_picture) {
            true => layout::typeset(article, &without_picture(design), &settings.fonts, &mut found),
            false => layout::typeset(article, design, &settings.fonts, &mut found),
        };
        cover.into_iter().for_each(|cover| cover.add_page(&mut pages, settings.printing.bleed));
        (pages, found)
    };
    let sheets = |pages: &Pages| imposition::sheets(settings.printing.imposition, pages.pages.len());
    let (mut pages, mut found) = set(&settings.design);
    if let Some(allowed) = settings.max_sheets.map(usize::from)
        && sheets(&pages) > allowed
    {
        let plain = sheets(&pages);
        let fits = |pages: &Pages| sheets(pages) <= allowed;
        settings.cancel.check()?;
        let mut design = tightened(&settings.design, 1.0);
        (pages, found) = set(&design);
        if !fits(&pages) {
            return Err(Error::TooLong { allowed, needed: sheets(&pages) });
        }
        let (mut loose, mut tight) = (0.0, 1.0);
        for _ in 0..HALVINGS {
            settings.cancel.check()?;
            let middle = (loose + tight) / 2.0;
            let trial = tightened(&settings.design, middle);
            let (set, said) = set(&trial);
            if fits(&set) {
                (pages, found, design, tight) = (set, said, trial, middle);
            } else {
                loose = middle;
            }
        }
        found.push(fitted(&design, plain, allowed));
    }
    let (needed, allowed) = (pages.pages.len(), settings.max_pages.get());
    if needed > allowed {
        return Err(Error::TooManyPages { allowed, needed });
    }
    diagnostics.append(&mut found);
    cover.into_iter().for_each(|cover| cover.report(diagnostics));
    Ok(pages)
}

/// Returns `design` with no picture above the title, where the page before shows it.
fn without_picture(design: &Design) -> Design {
    let mut design = design.clone();
    design.spacing.cover_lines = 0;
    design
}

/// Returns the note on how the design was tightened.
fn fitted(design: &Design, plain: usize, allowed: usize) -> Diagnostic {
    let (size, leading) = (design.styles.body.size.0, design.leading.0);
    let message = format!(
        "the design was tightened to {size:.1}/{leading:.1}pt and {} lines a page, so that it \
         takes at most {allowed} sheets instead of {plain}",
        design.lines
    );
    Diagnostic::note("tightened", message)
}
