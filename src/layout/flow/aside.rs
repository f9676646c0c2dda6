//! Related articles in the side column of the last page, if it is free there and long enough for them and the colophon.
//!
//! So the last page needs no block of its own for them. A last page with few lines of text is better filled by them, below
//! the text. They are set after the text is on pages, since only then is
//! known what is free; if they do not fit, they follow the text as in a design without a side column.

use super::breaks::Fill;
use super::slug::{Floating, put, snap};
use super::{BlockContext, Composer, back, beside, boxed, placing};
use crate::article::{Inline, Visit, walk_inlines};
use crate::design::Links;
use crate::layout::Frame;
use crate::units::Pt;

/// Maximum share of the column that the colophon takes up.
pub(super) const COLOPHON: f64 = 0.6;

/// Related articles set for the side column.
pub(super) struct Aside {
    /// Their content, from the top of the first line.
    frame: Frame,
    /// Their height.
    height: Pt,
}

impl Aside {
    /// Returns where they end if they stand in the last of `fills`, below what is there already.
    pub fn end(&self, composer: &Composer<'_>, fills: &[Fill]) -> Pt {
        top(composer, fills) + self.height
    }

    /// Adds them to `colophon`, which begins `free` below the top of the text in the side column of the last page. If
    /// the last page has changed so that they do not fit any more, they follow the text.
    pub fn put<'a>(
        self,
        composer: &mut Composer<'a>,
        page: &BlockContext<'a>,
        fills: &[Fill],
        (colophon, free): (Option<Frame>, Pt),
    ) -> (Option<Frame>, bool) {
        let top = top(composer, fills);
        if top + self.height <= free {
            let mut frame = Frame::default();
            put(&mut frame, Pt::ZERO, top, self.frame);
            colophon.into_iter().for_each(|colophon| put(&mut frame, Pt::ZERO, Pt::ZERO, colophon));
            return (Some(frame), true);
        }
        let x = placing::side_place(composer, page).map_or(Pt::ZERO, |side| page.x - side.x);
        let mut frame = Frame::default();
        put(&mut frame, x, Pt::ZERO, self.frame);
        composer.galley.next.space(page.unit);
        composer.galley.push(boxed(frame, snap(self.height, composer.design.leading), Floating::No), page, Pt::ZERO);
        (colophon, false)
    }
}

/// Returns where the side column of the last of `fills` is free.
fn top(composer: &Composer<'_>, fills: &[Fill]) -> Pt {
    let (height, leading) = (composer.design.height(), composer.design.leading);
    let used = fills.last().map(|fill| beside::side_fill(composer, fill, composer.galley.slugs(), height).end);
    used.filter(|used| *used > Pt::ZERO).map_or(Pt::ZERO, |used| snap(used, leading) + leading)
}

/// Whether the related articles of the only article wait until the text is on pages.
pub(super) fn waits(composer: &Composer<'_>) -> bool {
    let article = composer.article;
    let mut calls = false;
    for related in &article.related {
        for line in [&related.picture, &related.title, &related.blurb] {
            walk_inlines(line, &mut |visit| calls |= matches!(visit, Visit::Inline(Inline::NoteCall(_))));
        }
    }
    composer.design.side.is_some()
        && composer.design.links != Links::Footnote
        && article.bound.is_empty()
        && !article.related.is_empty()
        && !calls
}

/// Sets the related articles beside the text in the last of `fills`; `None` if there is no room.
pub(super) fn related<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    fills: &[Fill],
    imprint_only: bool,
) -> Option<Aside> {
    let side = placing::side_place(composer, page)?;
    // They fill a page that has few lines of text.
    if fills.last()?.end < composer.design.grid(composer.design.last_lines as f64) {
        return None;
    }
    let height = composer.design.height();
    let (had, nodes) = (composer.galley.extent(), composer.setter.structure.nodes.len());
    let entries = composer.galley.outline().len();
    let slugs = composer.apart(|composer| back::related(composer, &side));
    composer.galley.lead_nowhere(entries);
    let mut aside = Aside { frame: Frame::default(), height: Pt::ZERO };
    for (index, slug) in slugs.into_iter().enumerate() {
        aside.height += if index == 0 { Pt::ZERO } else { slug.before };
        put(&mut aside.frame, Pt::ZERO, aside.height, slug.frame);
        aside.height += slug.height;
    }
    let colophon = if imprint_only { Pt::ZERO } else { back::colophon_estimate(composer, &side) };
    if aside.end(composer, fills) + colophon > height || colophon > height * COLOPHON {
        composer.galley.truncate(had);
        composer.setter.structure.truncate(nodes);
        return None;
    }
    Some(aside)
}

#[cfg(test)]
mod tests {
    use crate::design::{Design, Paper};
    use crate::diag::Diagnostics;
    use crate::layout::{Item, Pages, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    /// Sets an article with `paragraphs`, each with a note beside it, and with `entries` related articles.
    fn set(paragraphs: usize, entries: usize, design: &Design) -> Pages {
        let words =
            "The crane stood at the end of the quay, and nobody asked about it, and nobody moved it. ".repeat(3);
        let text: String = (0..paragraphs).map(|n| format!("{words}[^{n}]\n\n")).collect();
        let notes: String = (0..paragraphs).map(|n| format!("[^{n}]: N{n}x.\n")).collect();
        let related: String = (0..entries).map(|n| format!("- [R{n}x](https://e.org/{n}): How it came.\n")).collect();
        let text =
            format!("---\nlang: en\nrights: Quay Press\n---\n\n# Cranes\n\n{text}\n## Related\n\n{related}\n{notes}");
        let source = Source::new("a.md", text);
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        assert_eq!(article.related.len(), entries);
        typeset(&article, design, &Fonts::bundled(), &mut Diagnostics::new())
    }

    /// Returns page, left edge and baseline of the line with `words`, which is there once.
    fn place(pages: &Pages, words: &str) -> (usize, f64, f64) {
        let items = pages.pages.iter().enumerate();
        let items = items.flat_map(|(page, one)| one.frame.items.iter().map(move |item| (page, item)));
        let found: Vec<_> = items
            .filter_map(|(page, (at, placed))| match &placed.item {
                Item::Text(run) if run.text.contains(words) => Some((page, at.x.0, at.y.0)),
                _ => None,
            })
            .collect();
        assert_eq!(found.len(), 1, "{words}: {found:?}");
        found[0]
    }

    #[test]
    fn they_stand_beside_the_text_of_the_last_page_where_there_is_room() {
        let design = Design::article(Paper::A4);
        let side = (design.margin + design.measure).0;
        for paragraphs in 10..30 {
            let pages = set(paragraphs, 3, &design);
            let (page, x, y) = place(&pages, "R0x");
            let (last, note, line) = place(&pages, &format!("N{}x", paragraphs - 1));
            assert!(note > side, "{paragraphs}: notes stand beside the text");
            let (end, _, credits) = place(&pages, "Quay Press");
            assert_eq!(end + 1, pages.pages.len(), "{paragraphs}");
            if x > side {
                assert_eq!((page, page), (last, end), "{paragraphs}");
                assert!(y > line + 12.0 && y < credits, "{paragraphs}: {y} {line} {credits}");
            }
            (1..3).for_each(|entry| assert_eq!(place(&pages, &format!("R{entry}x")).0, page));
        }
    }

    #[test]
    fn what_is_too_long_for_the_column_follows_the_text() {
        let design = Design::article(Paper::A4);
        let pages = set(12, 30, &design);
        let side = (design.margin + design.measure).0;
        assert!((0..30).all(|entry| place(&pages, &format!("R{entry}x")).1 < side));
    }
}
