//! Notes: set as they are called, and collected for the feet of the pages.

use super::*;
use crate::layout::Destination;
use crate::layout::inline::Figures;
use crate::units::Size;

/// Room for a note's number, in ems of its size.
const MARK: f64 = 1.3;

impl<'a> Composer<'a> {
    /// Sets the notes that were called since the last time, and those that they call in turn.
    pub(super) fn set_called_notes(&mut self, place: &Place<'a>) {
        let mut next = 0;
        while next < self.called.len() {
            let id = self.called[next];
            next += 1;
            self.set_note(id, place);
        }
        self.called.clear();
    }

    /// Sets the notes that nothing calls: nothing of the author's is lost.
    pub(super) fn remaining_notes(&mut self, place: &Place<'a>) {
        for id in 0..self.article.notes.len() {
            self.set_note(NoteId(id as u32), place);
            self.set_called_notes(place);
        }
    }

    fn set_note(&mut self, id: NoteId, place: &Place<'a>) {
        let index = id.0 as usize;
        if self.note_order.get(index).is_none_or(Option::is_some) {
            return;
        }
        self.note_order[index] = Some(self.notes.len());
        let note = &self.article.notes[index];
        let parent = self.add(place.parent, StructRole::Note);
        let kind = self.design.styles.note;
        let place = Place { parent, body: kind, unit: kind.leading * 0.5, ..*place };
        let wide = (id.0 + 1).to_string().len() as f64 * 0.5;
        let inner = place.indented(kind.size * (MARK + wide), Pt::ZERO);
        let slugs = self.apart(|composer| {
            composer.mark(id, &place, &inner);
            composer.pending.anchors.push(Anchor::Note(id));
            composer.blocks(&note.blocks, &inner);
            if composer.slugs.is_empty() {
                let slug = Slug { height: kind.leading, after: Break::FREE, ..Slug::default() };
                composer.push(slug, &inner, kind.leading);
            }
        });
        self.notes.push(slugs);
    }

    /// The number of a note, which leads back to its call.
    fn mark(&mut self, id: NoteId, place: &Place, inner: &Place) {
        let label = self.add(place.parent, StructRole::Lbl);
        let link = self.add(label, StructRole::Link);
        let kind = Type { figures: Figures::Lining, ..self.design.styles.note };
        self.hang_label(&(id.0 + 1).to_string(), &kind, link, place, inner);
        let Some((x, frame)) = self.pending.labels.last_mut() else { return };
        let size = Size::new(inner.x - *x, place.body.leading);
        let size = if place.rtl() { Size::new(place.x + place.width - *x, size.height) } else { size };
        let to = Destination::Anchor(Anchor::NoteCall(id));
        frame.push(Point::new(Pt::ZERO, place.body.size * -0.8), Owner::Content(link), Item::Link { size, to });
    }
}
