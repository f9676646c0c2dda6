//! The pages before the text, with numbers of their own: for an article with a list of contents, its title page and
//! that list; for a book, the half-title, the title page, the imprint, the contents and the list of illustrations.
//!
//! The half-title, the title, the contents and the text begin on right-hand pages. A book in a design without facing
//! pages keeps to this too: it may be printed on both sides of the paper.

use std::ops::Range;

use super::breaks::{Fill, NoteLine};
use super::furniture::Shows;
use super::illustrations::Illustration;
use super::place::Sheet;
use super::slug::Slug;
use super::{BlockContext, Composer, book_credits, contents, furniture, illustrations, imprint, matter};
use crate::design::CreditsPlace;
use crate::layout::roman;

/// The pages before the text.
#[derive(Default)]
pub(super) struct FrontPages {
    /// The pages.
    pub sheets: Vec<Sheet>,
    /// Lists among them: heading and index of the page, for bookmarks.
    pub lists: Vec<(String, usize)>,
}

/// Makes the pages before the text, whose columns are `text`.
pub(super) fn front_pages<'a>(
    composer: &mut Composer<'a>,
    page: &BlockContext<'a>,
    notes: &[NoteLine],
    (text, pictures): (&[Fill], &[Illustration<'a>]),
) -> FrontPages {
    let mut front = FrontPages::default();
    let Some((_, title)) = composer.contents else { return front };
    let book = !composer.article.bound.is_empty();
    if book {
        let slugs = imprint::half_title(composer, page);
        front.add(composer, slugs, Shows::Nothing);
        front.turn(composer);
    }
    let called = composer.notes.called(composer.galley.slugs(), notes);
    front.fill(composer, matter::fills_of(composer, notes, &called, 0..title), Shows::Nothing);
    if let Some(parent) = composer.imprint {
        let slugs = imprint::imprint(composer, page, parent);
        front.add(composer, slugs, Shows::Nothing);
        if composer.design.credits == CreditsPlace::Imprint {
            let place = BlockContext { parent, ..*page };
            let entries = composer.galley.outline().len();
            let slugs = composer.apart(|composer| book_credits::credits(composer, &place, pictures));
            composer.galley.lead_nowhere(entries);
            front.add(composer, slugs, Shows::Folio);
        }
        front.turn(composer);
    }
    let list = contents::contents_slugs(composer, page, text);
    front.list(composer, list, composer.words.contents);
    let entries = if book { illustrations::entries(pictures) } else { Vec::new() };
    if !entries.is_empty() {
        let list = contents::illustration_slugs(composer, page, &entries);
        front.list(composer, list, composer.words.illustrations);
    }
    front.turn(composer);
    front
}

impl FrontPages {
    fn list(&mut self, composer: &mut Composer<'_>, slugs: Vec<Slug>, heading: &str) {
        self.lists.push((heading.to_owned(), self.sheets.len()));
        self.add(composer, slugs, Shows::Folio);
    }

    /// Adds pages of `slugs`, which are not part of the text.
    fn add(&mut self, composer: &mut Composer<'_>, slugs: Vec<Slug>, shows: Shows) {
        let first = composer.galley.len();
        composer.galley.extend(slugs);
        let part: Range<usize> = first..composer.galley.len();
        self.fill(composer, matter::fills_without_notes(composer, part), shows);
    }

    fn fill(&mut self, composer: &Composer<'_>, fills: Vec<Fill>, shows: Shows) {
        for columns in fills.chunks(composer.design.columns.count.max(1)) {
            self.push(columns.to_vec(), shows);
        }
    }

    fn push(&mut self, columns: Vec<Fill>, shows: Shows) {
        let label = roman(self.sheets.len() as u32 + 1);
        self.sheets.push(Sheet { columns, label, shows });
    }

    /// Adds a blank page if the next page would not be a right-hand one.
    fn turn(&mut self, composer: &Composer<'_>) {
        let next = self.sheets.len();
        let back = if composer.article.bound.is_empty() { furniture::turned(composer, next) } else { next % 2 == 1 };
        if back {
            self.push(vec![Fill::default()], Shows::Nothing);
        }
    }
}
