//! Notes: set when they are called, and collected for the feet of the pages or the side column ([`super::beside`]).

use super::beside::{SideNote, SideNotes};
use super::breaks::NoteLine;
use super::slug::{Break, Slug, Start};
use super::{BlockContext, Composer, back, label, placing, slug};
use crate::article::NoteId;
use crate::design::{NotePlace, Type};
use crate::layout::inline::{Alignment, Figures};
use crate::layout::{Anchor, Destination, Item, Owner, StructRole};
use crate::units::{Point, Pt, Size};

/// Width of a note's number, in ems.
const MARK: f64 = 1.3;

/// How much higher the heading of notes at the end stands than its line of the grid, in lines.
const RAISED: f64 = 0.35;
/// Notes at the end of the article with up to this many lines stay whole.
const WHOLE: usize = 4;

/// The notes set so far, in the order of their calls.
pub(super) struct Notes {
    /// The slugs of each note.
    set: Vec<Vec<Slug>>,
    /// For each note of the article, its index in `set`. Printed addresses come after the author's notes.
    order: Vec<Option<usize>>,
    /// The notes in the side column.
    pub(super) beside: SideNotes,
    /// For each note in `set`, the end of its lines among all note lines, and the last note that it calls itself.
    ends: Vec<(usize, usize)>,
}

impl Notes {
    /// Creates an empty list for `count` notes.
    pub fn new(count: usize) -> Self {
        Self { set: Vec::new(), order: vec![None; count], beside: SideNotes::new(), ends: Vec::new() }
    }

    /// Whether note `id` is set.
    fn has(&self, id: NoteId) -> bool {
        self.order.get(id.0 as usize).is_some_and(Option::is_some)
    }

    /// Whether note `index` must be set now; if so, it gets the next place.
    fn begin(&mut self, index: usize) -> bool {
        if self.order.len() <= index {
            self.order.resize(index + 1, None);
        }
        let new = self.order[index].is_none();
        if new {
            self.order[index] = Some(self.set.len());
        }
        new
    }

    /// Returns all lines of all notes and empties the list of slugs.
    pub fn lines(&mut self) -> Vec<NoteLine> {
        let mut lines = Vec::new();
        for (index, note) in std::mem::take(&mut self.set).into_iter().enumerate() {
            let count = note.len();
            let calls: Vec<NoteId> = note.iter().flat_map(|slug| slug.notes.iter().copied()).collect();
            let reach = self.last(&calls).unwrap_or(index).max(index);
            for (number, mut slug) in note.into_iter().enumerate() {
                let before = if number == 0 { Pt::ZERO } else { slug.before };
                slug.height += before;
                slug.frame.items.iter_mut().for_each(|(at, _)| at.y += before);
                lines.push(NoteLine { slug, siblings: (number, count - number - 1) });
            }
            self.ends.push((lines.len(), reach));
        }
        // A note that a note calls belongs to the same page.
        for index in (0..self.ends.len()).rev() {
            let reach = self.ends[index].1;
            self.ends[index].1 = reach.max(self.ends[reach].1);
        }
        lines
    }

    /// Returns the last of the notes `ids`, by its index in `set`.
    fn last(&self, ids: &[NoteId]) -> Option<usize> {
        ids.iter().filter_map(|id| *self.order.get(id.0 as usize)?).max()
    }

    /// Returns for each of `slugs` how many of the lines `notes` are called up to its end.
    pub fn called(&self, slugs: &[Slug], notes: &[NoteLine]) -> Vec<usize> {
        self.called_from(0, slugs, notes).collect()
    }

    /// Counts called lines as [`Notes::called`] does, when `most` lines are called before `slugs`.
    pub fn called_from(&self, mut most: usize, slugs: &[Slug], notes: &[NoteLine]) -> impl Iterator<Item = usize> {
        slugs.iter().map(move |slug| {
            if let Some(note) = self.last(&slug.notes) {
                let (_, reach) = self.ends[note];
                most = most.max(self.ends[reach].0);
            }
            most.min(notes.len())
        })
    }
}

/// Sets the notes called since the last time, and those that they call in turn.
pub(super) fn set_called_notes<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    if !are_at_end(composer) {
        set_notes(composer, place);
    }
}

/// Whether the design has its notes at the end of the article.
fn are_at_end(composer: &Composer<'_>) -> bool {
    composer.design.notes == NotePlace::End || composer.design.has_spans()
}

/// Sets the notes called so far at the end of the article, below a heading, and if `all`, those that nothing calls.
pub(super) fn notes_at_end<'a>(composer: &mut Composer<'a>, page: &BlockContext<'a>, all: bool) {
    let uncalled = |composer: &Composer| {
        (0..composer.article.notes.len()).map(|id| NoteId(id as u32)).filter(|id| !composer.notes.has(*id)).collect()
    };
    let rest: Vec<NoteId> = if all { uncalled(composer) } else { Vec::new() };
    if !are_at_end(composer) || composer.galley.called(0).is_none() && rest.is_empty() {
        return;
    }
    let parent = composer.add(page.parent, StructRole::Sect);
    let place = BlockContext { parent, ..*page };
    composer.galley.next.space(page.unit);
    heading(composer, &place);
    set_notes(composer, &place);
    for id in rest {
        set_note(composer, id, &place);
        set_notes(composer, &place);
    }
}

/// Sets the heading of the notes, across all columns if the design's content spans them.
fn heading<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    if !composer.design.has_spans() {
        return back::part_heading(composer, composer.words.notes, place);
    }
    let spanned = composer.galley.span(composer.design.columns.count);
    let (across, first) = (placing::full_width(composer, place), composer.galley.len());
    back::part_heading(composer, composer.words.notes, &across);
    back::after_figures(composer, first);
    // The notes begin on the next line of the grid, so the heading stands a little higher.
    let raised = composer.design.leading * RAISED;
    if let Some(heading) = composer.galley.last_mut() {
        heading.frame.items.iter_mut().for_each(|(at, _)| at.y -= raised);
    }
    composer.galley.span(spanned);
}

fn set_notes<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    let mut next = 0;
    while let Some(id) = composer.galley.called(next) {
        next += 1;
        set_note(composer, id, place);
    }
    composer.galley.forget_called();
}

/// Sets the notes that nothing calls, so that none of the author's text is lost.
pub(super) fn remaining_notes<'a>(composer: &mut Composer<'a>, place: &BlockContext<'a>) {
    if are_at_end(composer) {
        return notes_at_end(composer, place, true);
    }
    for id in (0..composer.article.notes.len()).map(|id| NoteId(id as u32)) {
        let set = composer.notes.beside.len();
        set_note(composer, id, place);
        // In the side column, a note needs a line to stand beside.
        if composer.notes.beside.len() > set
            && let Some(last) = composer.galley.last_mut()
        {
            last.notes.push(id);
        }
        set_called_notes(composer, place);
    }
}

fn set_note<'a>(composer: &mut Composer<'a>, id: NoteId, place: &BlockContext<'a>) {
    let index = id.0 as usize;
    if let Some((mark, address)) = composer.setter.target_note(id) {
        return set_target_note(composer, index, &mark, &address, place);
    }
    let side = placing::side_place(composer, place).filter(|_| composer.design.notes == NotePlace::Side);
    if index >= composer.article.notes.len() {
        return;
    }
    let set = if side.is_some() { composer.notes.beside.contains_key(&id) } else { !composer.notes.begin(index) };
    if set {
        return;
    }
    let note = &composer.article.notes[index];
    let parent = composer.add(place.parent, StructRole::Note);
    let styles = &composer.design.styles;
    let kind = if side.is_some() { styles.caption } else { styles.note };
    let place = BlockContext { parent, body: kind, unit: kind.leading * 0.5, ..side.unwrap_or(*place) };
    let wide = composer.article.note_number(id).to_string().len() as f64 * 0.5;
    let inner = place.indented(kind.size * (MARK + wide), Pt::ZERO);
    let slugs = composer.apart(|composer| {
        mark(composer, id, &place, &inner);
        composer.galley.next.anchor(Anchor::Note(id));
        composer.blocks(&note.blocks, &inner);
        if composer.galley.len() == 0 {
            let slug = Slug { height: kind.leading, after: Break::FREE, ..Slug::default() };
            composer.galley.push(slug, &inner, kind.leading);
        }
    });
    match side {
        Some(_) => drop(composer.notes.beside.insert(id, SideNote::of(slugs))),
        None => push_note(composer, slugs),
    }
}

/// Adds a note to those for the feet of the pages, or to the text, at whose end it stands.
fn push_note(composer: &mut Composer<'_>, mut slugs: Vec<Slug>) {
    if !are_at_end(composer) {
        return composer.notes.set.push(slugs);
    }
    composer.notes.set.push(Vec::new());
    let gap = composer.design.styles.note.leading * 0.25;
    let last = slugs.len().saturating_sub(1);
    if slugs.len() <= WHOLE {
        slugs.iter_mut().take(last).for_each(|slug| slug.after = Break::Never);
    }
    if let Some(first) = slugs.first_mut() {
        first.before = first.before.max(gap);
        first.start = Start::Flow;
    }
    composer.galley.extend(slugs);
    composer.galley.next.close_gap();
}

/// Sets the note that prints `address`, the target of a link, as an artifact for readers on paper.
fn set_target_note<'a>(composer: &mut Composer<'a>, index: usize, mark: &str, address: &str, place: &BlockContext<'a>) {
    if !composer.notes.begin(index) {
        return;
    }
    let kind = composer.design.styles.note.aligned(Alignment::Start);
    let place = BlockContext { body: kind, unit: kind.leading * 0.5, ..*place };
    let wide = mark.len() as f64 * 0.5;
    let inner = place.indented(kind.size * (MARK + wide), Pt::ZERO);
    let mut slugs = composer.apart(|composer| {
        label::hang_label(composer, mark, &Type { figures: Figures::Lining, ..kind }, inner.parent, &place, &inner);
        composer.set_text(address, &kind, &inner, inner.parent);
    });
    slugs.iter_mut().for_each(|slug| slug.frame = slug::as_artifact(&slug.frame, Owner::Artifact));
    push_note(composer, slugs);
}

/// Sets the number of a note, which links back to its call.
fn mark(composer: &mut Composer<'_>, id: NoteId, place: &BlockContext, inner: &BlockContext) {
    let label = composer.add(place.parent, StructRole::Lbl);
    let link = composer.add(label, StructRole::Link);
    let kind = Type { figures: Figures::Lining, ..place.body };
    label::hang_label(composer, &composer.article.note_number(id).to_string(), &kind, link, place, inner);
    let Some((x, frame)) = composer.galley.next.last_label() else { return };
    let size = Size::new(inner.x - *x, place.body.leading);
    let size = if place.rtl() { Size::new(place.x + place.width - *x, size.height) } else { size };
    let to = Destination::Anchor(Anchor::NoteCall(id));
    frame.push(Point::new(Pt::ZERO, place.body.size * -0.8), Owner::Content(link), Item::Link { size, to });
}

#[cfg(test)]
mod tests {
    use crate::design::{Design, Links, NotePlace, Paper};
    use crate::layout::{Item, Owner, Pages, typeset};
    use crate::read;
    use crate::source::Source;
    use crate::text::Fonts;

    fn set(text: &str, links: Links) -> Pages {
        let source = Source::new("links.md", format!("---\nlang: en\n---\n\n# Links\n\n{text}\n"));
        let article = read::read(&source, &read::Options::default(), &read::NoFiles, &mut Vec::new()).unwrap();
        let design = Design { links, notes: NotePlace::Foot, ..Design::article(Paper::A4) };
        typeset(&article, &design, &Fonts::bundled(), &mut Vec::new())
    }

    /// Returns the artifacts printed on `page`, from top to bottom.
    fn printed(page: &crate::layout::Page) -> Vec<String> {
        let artifacts = page.frame.items.iter().filter(|(_, placed)| placed.owner == Owner::Artifact);
        let mut texts: Vec<_> = artifacts
            .filter_map(|(at, placed)| match &placed.item {
                Item::Text(run) => Some(((at.y.0 * 10.0) as i64, (at.x.0 * 10.0) as i64, run.text.clone())),
                _ => None,
            })
            .collect();
        texts.sort();
        texts.into_iter().map(|(_, _, text)| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    /// Returns the text in the structure.
    fn tagged(pages: &Pages) -> String {
        let items = pages.pages.iter().flat_map(|page| &page.frame.items);
        let runs = items.filter_map(|(_, placed)| match (&placed.item, placed.owner) {
            (Item::Text(run), Owner::Content(_)) => Some(run.text.as_str()),
            _ => None,
        });
        runs.collect::<Vec<_>>().join("|")
    }

    const TEXT: &str = "One [link](https://example.org/a), [one more](https://example.org/b), the [first](https://example.org/a) \
        again, <https://example.org/c> and [example.org/d](http://www.example.org/d/), [here](#links) and a note.[^n]\n\n\
        [^n]: With a [link](mailto:a@example.org).";

    #[test]
    fn an_address_is_one_note_on_the_page_of_its_link_however_often_it_is_linked() {
        let pages = set(TEXT, Links::Footnote);
        let found = printed(&pages.pages[0]);
        // First the marks in the text, then the notes. The author's note has a number, so the addresses have letters.
        assert_eq!(found, ["a", "b", "a", "a", "example.org/a", "b", "example.org/b", "c", "c", "a@example.org"]);
        let numbered = set("A [link](https://example.org/a).", Links::Footnote);
        assert_eq!(printed(&numbered.pages[0]), ["1", "1", "example.org/a"]);
    }

    #[test]
    fn printed_addresses_are_no_content_and_links_stay() {
        let links = |pages: &Pages| -> std::collections::BTreeSet<String> {
            let items = pages.pages.iter().flat_map(|page| &page.frame.items);
            let targets = items.filter_map(|(_, placed)| match &placed.item {
                Item::Link { to, .. } => Some(format!("{to:?}")),
                _ => None,
            });
            targets.collect()
        };
        let plain = set(TEXT, Links::None);
        let words = |pages: &Pages| tagged(pages).replace(['|', ' ', '-'], "");
        for how in [Links::Footnote, Links::Inline] {
            let pages = set(TEXT, how);
            assert_eq!(words(&pages), words(&plain), "{how:?}");
            assert!(links(&pages).is_superset(&links(&plain)), "{how:?}");
            assert_eq!(pages.structure.nodes.len(), plain.structure.nodes.len(), "{how:?}");
        }
        assert!(printed(&plain.pages[0]).is_empty());
        let inline = printed(&set(TEXT, Links::Inline).pages[0]).join(" ");
        assert_eq!(inline.matches('[').count(), 4, "{inline}");
        assert!(inline.contains("[example.org/b]") && inline.contains("[a@example.org]"), "{inline}");
    }

    #[test]
    fn a_link_in_a_table_or_a_heading_has_its_note() {
        let text = "## With [a link](https://example.org/h)\n\nText.\n\n| a | b |\n|---|---|\n| x | [y](https://example.org/t) |";
        let found = printed(&set(text, Links::Footnote).pages[0]);
        for address in ["example.org/h", "example.org/t"] {
            assert_eq!(found.iter().filter(|text| *text == address).count(), 1, "{found:?}");
        }
    }
}
