//! Writes note calls, and the notes at the end of their file, which reading systems show as pop-ups.
//!
//! A call is an `a` with the type `noteref`. The note is an `aside` with the type `footnote`, later in the same file
//! and never hidden (EPUB 3.3 SSV, DPUB-ARIA 1.1). A note goes into the file of its first call and links back to every
//! call.

use super::super::plan::Document;
use super::super::xml::{Attributes, Markup};
use super::{Writer, inline};
use crate::article::{Note, NoteId};
use crate::epub::files::Math;

/// `↩`, followed by the variation selector for its text form (UAX #51 §2.1): without it some readers draw an emoji.
const BACK: &str = "\u{21a9}\u{fe0e}";

/// Which notes were called where.
pub(super) struct Calls {
    /// For each note, the files of its calls, in order.
    places: Vec<Vec<Document>>,
    /// Calls inside an open link.
    waiting: Vec<NoteId>,
}

impl Calls {
    pub(super) fn new(notes: usize) -> Self {
        Self { places: vec![Vec::new(); notes], waiting: Vec::new() }
    }

    /// Returns the file that contains `note`, if it was called.
    pub(super) fn place(&self, note: NoteId) -> Option<Document> {
        self.places.get(note.0 as usize)?.first().copied()
    }

    pub(super) fn wait(&mut self, note: NoteId) {
        self.waiting.push(note);
    }

    pub(super) fn waiting(&mut self) -> Vec<NoteId> {
        std::mem::take(&mut self.waiting)
    }
}

/// Returns the identifier of the element of `note`.
pub(super) fn id(note: NoteId) -> String {
    format!("note.{}", note.0 + 1)
}

/// Returns the identifier of call number `index` of `note`.
fn call_id(note: NoteId, index: usize) -> String {
    format!("call.{}.{}", note.0 + 1, index + 1)
}

/// A finished note without its links back.
struct Written {
    note: NoteId,
    place: Document,
    markup: Markup,
    math: Math,
}

/// The notes at the end of a file.
pub(crate) struct NoteSection {
    /// The file.
    pub(crate) document: Document,
    /// The notes, in a `section`.
    pub(crate) markup: Markup,
    /// Whether they contain MathML.
    pub(crate) math: Math,
}

impl<'a> Writer<'a> {
    /// Writes every note. Returns, for each file that has notes, the section to add at its end.
    ///
    /// A note that nothing calls goes into `last`, so that nothing is lost.
    pub(crate) fn notes(&mut self, last: Document) -> Vec<NoteSection> {
        let mut written: Vec<Written> = Vec::new();
        let mut open: Vec<usize> = (0..self.article.notes.len()).collect();
        while !open.is_empty() {
            // Notes can call other notes: first those called so far, then those that they call, then the rest.
            let called = |&index: &usize| self.calls.place(NoteId(index as u32)).is_some();
            let (mut now, mut later): (Vec<_>, Vec<_>) = open.into_iter().partition(called);
            if now.is_empty() {
                now = vec![later.remove(0)];
            }
            for index in now {
                let note = NoteId(index as u32);
                let place = self.calls.place(note).unwrap_or(last);
                written.push(write_note(self, note, place));
            }
            open = later;
        }
        written.sort_by_key(|one| (one.place, one.note.0));
        let mut sections: Vec<NoteSection> = Vec::new();
        for one in &written {
            if sections.last().is_none_or(|section| section.document != one.place) {
                self.begin(one.place);
                // Two regions of a file need distinct names, so only its first one has one.
                let file = self.plan.file(one.place);
                let first = sections.iter().all(|section| self.plan.file(section.document) != file);
                let markup = notes_start(self, first.then_some(self.labels.notes));
                sections.push(NoteSection { document: one.place, markup, math: Math::Absent });
            }
            let Some(section) = sections.last_mut() else { continue };
            finish_note(self, one, &mut section.markup);
            section.math = if one.math == Math::Present { Math::Present } else { section.math };
        }
        sections.iter_mut().for_each(|section| section.markup.close("section"));
        sections
    }
}

/// Writes a call of `note`.
pub(super) fn write_call(writer: &mut Writer<'_>, note: NoteId) {
    let place = writer.place;
    let Some(calls) = writer.calls.places.get_mut(note.0 as usize) else { return };
    calls.push(place);
    let (home, index) = (calls[0], calls.len() - 1);
    let attributes = Attributes::new()
        .with("epub:type", "noteref")
        .with("role", "doc-noteref")
        .with("href", &inline::reference(writer, home, &id(note)))
        .with("id", &call_id(note, index));
    writer.out.open("sup", &Attributes::class("noteref"));
    writer.out.leaf("a", &attributes, &writer.article.note_number(note).to_string());
    writer.out.close("sup");
}

fn write_note(writer: &mut Writer<'_>, note: NoteId, place: Document) -> Written {
    let article = writer.article;
    let Note { blocks, .. } = &article.notes[note.0 as usize];
    writer.begin(place);
    writer.blocks(blocks);
    let body = writer.end();
    Written { note, place, markup: body.markup, math: body.math }
}

fn notes_start(writer: &Writer<'_>, name: Option<&str>) -> Markup {
    let mut out = Markup::new();
    out.line();
    // The language of a name also applies to the content, so it is used only if it is in the article's language.
    let name = name.filter(|_| writer.label_lang().is_none());
    out.open("section", &Attributes::class("footnotes").maybe("aria-label", name));
    out.line();
    out
}

fn finish_note(writer: &Writer<'_>, one: &Written, out: &mut Markup) {
    let number = writer.article.note_number(one.note).to_string();
    let attributes = Attributes::class("footnote")
        .with("epub:type", "footnote")
        .with("role", "doc-footnote")
        .with("id", &id(one.note));
    out.open("aside", &attributes);
    let calls = &writer.calls.places[one.note.0 as usize];
    let body = one.markup.as_str();
    // Number and links back go into the first and last paragraph, if the note begins and ends with paragraphs.
    let number = format!("<span class=\"number\">{number}.</span> ");
    let body = match body.find("<p>").filter(|&at| at == 0) {
        Some(_) => format!("<p>{number}{}", &body["<p>".len()..]),
        None => format!("<p>{number}</p>{body}"),
    };
    let back = links_back(writer, one, calls);
    let ending = body.trim_end();
    match ending.strip_suffix("</p>") {
        Some(start) => out.raw(&format!("{start}{back}</p>")),
        None if back.is_empty() => out.raw(ending),
        None => out.raw(&format!("{ending}\n<p>{back}</p>")),
    }
    out.close("aside");
    out.line();
}

fn links_back(writer: &Writer<'_>, one: &Written, calls: &[Document]) -> String {
    let mut out = Markup::new();
    for (index, &place) in calls.iter().enumerate() {
        let id = call_id(one.note, index);
        let href = inline::reference(writer, place, &id);
        let several = if calls.len() > 1 { format!(" {}", index + 1) } else { String::new() };
        let label = format!("{}{several}", writer.labels.back_to_text);
        let attributes = Attributes::class("backlink")
            .with("role", "doc-backlink")
            .with("href", &href)
            .with("aria-label", &label)
            .lang(writer.label_lang());
        out.raw("\u{a0}");
        out.leaf("a", &attributes, &format!("{BACK}{several}"));
    }
    out.as_str().to_owned()
}
