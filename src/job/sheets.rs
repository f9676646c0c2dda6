//! Typesets the pages of a PDF, and fits them to the wanted number of pages or sheets of paper.

use super::copyfit::{FULL, Found, Looseness, Missing, Target, Trial, reach, search};
use super::{PageGoal, Settings};
use crate::article::Article;
use crate::cover::Cover;
use crate::design::Design;
use crate::design::custom::{copyfitted, tightened};
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::layout::{self, Pages, SideDecision, imposition};

/// How many times the allowed number of pages an article may have before it is fitted; a longer one is not worth the
/// work.
const HOPELESS: usize = 4;

/// An article set in a design, with the messages about it.
#[derive(Clone)]
struct Set {
    pages: Pages,
    found: Diagnostics,
    design: Design,
}

/// Typesets `article`, behind its `cover` if it has one on paper. If the number of pages or sheets is given, the design
/// is changed as far as necessary, and no further.
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
    let setter = Setter { article, cover, settings };
    let (natural, decided) = setter.as_designed();
    let allowed = settings.max_pages.get();
    let hopeless = natural.pages > allowed.saturating_mul(HOPELESS);
    let set = match (settings.fit, settings.max_sheets) {
        _ if hopeless => natural.set,
        (Some(goal), _) => setter.fit(goal, natural, decided)?,
        (None, Some(most)) => setter.save(most.get(), natural, decided)?,
        (None, None) => natural.set,
    };
    let Set { pages, mut found, .. } = set;
    let needed = pages.pages.len();
    if needed > allowed {
        return Err(Error::TooManyPages { allowed, needed: Some(needed) });
    }
    diagnostics.append(&mut found);
    cover.into_iter().for_each(|cover| cover.report(diagnostics));
    Ok(pages)
}

/// What is set, and how.
struct Setter<'a> {
    article: &'a Article,
    cover: Option<&'a Cover<'a>>,
    settings: &'a Settings,
}

impl Setter<'_> {
    /// Sets the article in the unchanged design.
    fn as_designed(&self) -> (Trial<Set>, SideDecision) {
        let mut found = Diagnostics::new();
        let (article, fonts) = (self.article, &self.settings.fonts);
        let design = self.behind_cover(&self.settings.design);
        // An article that is fitted may still be shortened.
        let fits = self.settings.fit.is_some() || self.settings.max_sheets.is_some();
        let most = if fits { usize::MAX } else { self.settings.max_pages.get() };
        let (pages, decided) = layout::typeset_deciding(article, &design, fonts, most, &mut found);
        (self.trial(0.0, pages, found, self.settings.design.clone()), decided)
    }

    /// Sets the article in `design`, which has been changed by `looseness`. A last page with few lines stays, so that
    /// lengths can be compared. In the tightest design, the pages before it take them if they can.
    fn changed(&self, looseness: f64, mut design: Design, decided: SideDecision) -> Result<Trial<Set>, Error> {
        let last_lines = std::mem::take(&mut design.last_lines);
        let trial = self.set(looseness, design, decided)?;
        if looseness > -1.0 || !ends_with_few(&trial, last_lines) {
            return Ok(trial);
        }
        let other = self.set(looseness, Design { last_lines, ..trial.set.design.clone() }, decided)?;
        Ok(if other.pages < trial.pages { other } else { trial })
    }

    /// Sets the article in `design`.
    fn set(&self, looseness: f64, design: Design, decided: SideDecision) -> Result<Trial<Set>, Error> {
        self.settings.cancel.check()?;
        let mut found = Diagnostics::new();
        let (article, fonts) = (self.article, &self.settings.fonts);
        let pages = layout::typeset_as(article, &self.behind_cover(&design), fonts, decided, &mut found);
        Ok(self.trial(looseness, pages, found, design))
    }

    fn trial(&self, looseness: f64, mut pages: Pages, found: Diagnostics, design: Design) -> Trial<Set> {
        self.cover.into_iter().for_each(|cover| cover.add_page(&mut pages, self.settings.printing.bleed));
        let (count, filled) = (pages.pages.len(), pages.filled);
        Trial { looseness, pages: count, filled, set: Set { pages, found, design } }
    }

    /// Returns `design` with no picture above the title, where the page before shows it.
    fn behind_cover(&self, design: &Design) -> Design {
        let mut design = design.clone();
        if self.cover.is_some_and(Cover::stands_for_picture) {
            design.spacing.cover_lines = 0;
        }
        design
    }

    /// Gives the last page of `trial` as many lines as the design wants, if that does not change the number of pages.
    fn without_stray_end(&self, trial: Trial<Set>, decided: SideDecision) -> Result<Trial<Set>, Error> {
        let last_lines = self.settings.design.last_lines;
        if trial.set.design.last_lines == last_lines || !ends_with_few(&trial, last_lines) {
            return Ok(trial);
        }
        let other = self.set(trial.looseness, Design { last_lines, ..trial.set.design.clone() }, decided)?;
        Ok(if other.pages == trial.pages { other } else { trial })
    }

    /// Fits the article, currently set as `natural`, to `goal`.
    fn fit(&self, goal: PageGoal, natural: Trial<Set>, decided: SideDecision) -> Result<Set, Error> {
        let plain = natural.pages;
        let design = &self.settings.design;
        let mut try_ =
            |Looseness { looseness, back }| self.changed(looseness, copyfitted(design, looseness, back), decided);
        let Found { best, missing } = reach(goal, natural, &mut try_)?;
        let best = self.without_stray_end(best, decided)?;
        let book = !self.article.bound.is_empty();
        let said = match goal.is_met(best.pages) {
            true => fitted(design, &best, plain),
            false => missed(goal, &best, missing.filter(|_| !book)),
        };
        let mut set = best.set;
        set.found.push(said);
        Ok(set)
    }

    /// Tightens the design until the article, currently set as `natural`, takes `most` sheets of paper.
    fn save(&self, most: usize, natural: Trial<Set>, decided: SideDecision) -> Result<Set, Error> {
        let imposition = self.settings.printing.imposition;
        let sheets = |pages: usize| imposition::sheets(imposition, pages);
        let plain = sheets(natural.pages);
        if plain <= most {
            return Ok(natural.set);
        }
        let design = &self.settings.design;
        let mut try_ =
            |Looseness { looseness, back }| self.changed(looseness, tightened(design, -looseness, back), decided);
        let target = Target::AtMost(imposition::pages(imposition, most));
        let Found { best, .. } = search(target, natural, &mut try_)?;
        let best = self.without_stray_end(best, decided)?;
        let needed = sheets(best.pages);
        if needed > most {
            return Err(Error::TooLong { allowed: most, needed });
        }
        let mut set = best.set;
        let tight = &set.design;
        let message = format!(
            "the design was tightened to {}/{}pt and {} lines a page, so that it takes at most {most} sheets instead of \
             {plain}",
            rounded(tight.styles.body.size.0),
            rounded(tight.leading.0),
            tight.lines
        );
        set.found.push(Diagnostic::note("tightened", message));
        Ok(set)
    }
}

/// Whether the last page of `trial` has fewer lines of text than `least`.
fn ends_with_few(trial: &Trial<Set>, least: usize) -> bool {
    trial.pages > 1 && trial.filled * (trial.set.design.lines as f64) < least as f64 - 1e-6
}

/// Returns the note on what moved from `design` to `best`; it would have taken `plain` pages.
fn fitted(design: &Design, best: &Trial<Set>, plain: usize) -> Diagnostic {
    let full = (best.filled * 100.0).round();
    let spent = best.looseness.abs() >= 1.0;
    let short = if best.filled < FULL - 1e-6 && spent { ", which is all that its bounds allow" } else { "" };
    let moved = moved(design, &best.set.design);
    let (what, before) = match moved.is_empty() {
        true => ("as designed".to_owned(), String::new()),
        false => (moved.join(", "), format!(" instead of {plain}")),
    };
    let before = if best.pages == plain { String::new() } else { before };
    Diagnostic::note(
        "fit",
        format!("fit: {}{before}: {what}, last page {full} % full{short}", counted(best.pages, "page")),
    )
}

/// Returns the warning that `goal` cannot be reached within the bounds of the design; `best` comes nearest. `missing` says
/// by how much, if that is known: in a book, whose articles begin on pages of their own, lines are not all that counts.
fn missed(goal: PageGoal, best: &Trial<Set>, missing: Option<Missing>) -> Diagnostic {
    let wanted = match goal {
        PageGoal::Exactly(wanted) => counted(wanted.get(), "page"),
        PageGoal::MultipleOf(of) => format!("a multiple of {of} pages"),
    };
    let why = match missing {
        None => "no setting within the bounds of the design has so many".to_owned(),
        Some(Missing { pages, by }) => {
            let design = &best.set.design;
            let lines = by.abs() * (design.lines * design.columns.count.max(1)) as f64;
            let lines = counted(lines.ceil().max(1.0) as usize, "line");
            let too = if by > 0.0 { "long" } else { "short" };
            let pages = counted(pages, "page");
            format!("within the bounds of the design it is about {lines} too {too} for {pages}")
        }
    };
    let pages = counted(best.pages, "page");
    let message = format!("the text cannot be fitted to {wanted}: {why}; it has {pages}");
    Diagnostic::warning("not-fitted", message).help(
        "choose another number of pages, or wider bounds in the table [fit] of a design.toml; `offprint design` prints \
         them",
    )
}

/// Lists what differs between `design` and `fitted`.
fn moved(design: &Design, fitted: &Design) -> Vec<String> {
    let gaps = |design: &Design| {
        let spacing = &design.spacing;
        let headings = spacing.section_above + spacing.section_below + spacing.heading_above;
        headings + spacing.figure_gap * 2.0 + design.opening.below
    };
    let percent = |one: f64, other: f64| {
        let percent = ((other / one - 1.0) * 100.0).round();
        (percent != 0.0).then(|| format!("{}{} %", if percent < 0.0 { "−" } else { "+" }, percent.abs()))
    };
    let arrow = |name: &str, one: f64, other: f64| {
        let (one, other) = (rounded(one), rounded(other));
        (one != other).then(|| format!("{name} {one} → {other} pt"))
    };
    let paragraphs = match fitted.spacing.looseness.total_cmp(&design.spacing.looseness) {
        std::cmp::Ordering::Less => Some("paragraphs tighter".to_owned()),
        std::cmp::Ordering::Greater => Some("paragraphs looser".to_owned()),
        std::cmp::Ordering::Equal => None,
    };
    let parts = [
        percent(gaps(design), gaps(fitted)).map(|by| format!("gaps {by}")),
        percent(design.spacing.picture_scale, fitted.spacing.picture_scale).map(|by| format!("pictures {by}")),
        paragraphs,
        arrow("leading", design.leading.0, fitted.leading.0),
        arrow("size", design.styles.body.size.0, fitted.styles.body.size.0),
    ];
    parts.into_iter().flatten().collect()
}

/// Rounds `points` to hundredths, for people.
fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests;
