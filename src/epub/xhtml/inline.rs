//! Writes inlines.

use super::super::plan::{Document, Home};
use super::super::xml::{Attributes, direction};
use super::{Link, Writer, figure, math, note};
use crate::article::address;
use crate::article::{Alt, Direction, Inline, NoteId, Picture, Style, Target, plain_text};

/// Returns the closing punctuation mark at the start of `text`, if a space or the end follows it.
fn closing_mark(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !",.;:!?)]\u{2019}\u{201d}\u{bb}".contains(letter)).unwrap_or(text.len());
    (end > 0 && text[end..].chars().next().is_none_or(char::is_whitespace)).then_some(&text[..end])
}

/// Returns the opening punctuation mark at the end of `text`, if a space or the start precedes it; else nothing.
fn opening_mark(text: &str) -> &str {
    let before = text.trim_end_matches(|letter: char| "([\u{2018}\u{201c}\u{201e}\u{ab}".contains(letter));
    if before.chars().next_back().is_none_or(char::is_whitespace) { &text[before.len()..] } else { "" }
}

/// Maximum height, in pixels, of a picture that is aligned like a letter.
const ICON: u32 = 48;

impl<'a> Writer<'a> {
    /// Writes `inlines`.
    pub(crate) fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut rest = inlines;
        // How much of the next text has been written already.
        let mut done = 0;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match (first, tail) {
                (Inline::Text(text), [formula @ Inline::Math { .. }, after @ ..]) => {
                    let text = &text[done..];
                    let mark = opening_mark(text);
                    self.text(&text[..text.len() - mark.len()]);
                    done = formula_with_marks(self, mark, formula, after.first());
                    rest = after;
                }
                (Inline::Text(text), _) => self.text(&text[std::mem::take(&mut done)..]),
                (Inline::Math { .. }, _) => done = formula_with_marks(self, "", first, tail.first()),
                _ => inline(self, first),
            }
        }
    }

    /// Writes `content` as a link to `href`.
    pub(crate) fn link_to(&mut self, href: &str, content: &'a [Inline]) {
        anchor(self, &Attributes::new().with("href", href), content);
    }

    /// Returns the address of a link to `target`; `None`, with a warning, if it would lead nowhere.
    pub(crate) fn href(&mut self, target: &Target) -> Option<String> {
        match target {
            Target::Url(url) => self.url(url),
            Target::Block(node) => {
                let (home, id) = self.plan.find(*node)?;
                let place = match home {
                    Home::File(place) => place,
                    Home::Note(note) => self.calls.place(note)?,
                };
                Some(reference(self, place, &id))
            }
            Target::Shelved { id, .. } => {
                let id = super::super::library::shelved_id(*id);
                Some(reference(self, Document::Credits, &id))
            }
            Target::Note(note) => self.calls.place(*note).map(|place| reference(self, place, &super::note::id(*note))),
        }
    }

    /// Returns `url` as a valid link.
    pub(crate) fn url(&mut self, url: &str) -> Option<String> {
        let href = address::check(url);
        if let Err(refusal) = href
            && self.reported.insert(url.to_owned())
        {
            self.diagnostics.push(refusal.warning(url).at(self.span));
        }
        href.ok()
    }

    /// Runs `write` inside a link to `href`, if there is one.
    pub(crate) fn linked(&mut self, href: Option<&str>, write: impl FnOnce(&mut Self)) {
        if let Some(href) = href {
            self.out.open("a", &Attributes::new().with("href", href));
        }
        write(self);
        if href.is_some() {
            self.out.close("a");
        }
    }
}

/// Writes a formula together with the mark `before` it and the mark at the start of `after`, so that a line cannot end
/// between them. Returns how much of `after` has been written.
fn formula_with_marks<'a>(
    writer: &mut Writer<'a>,
    before: &str,
    formula: &'a Inline,
    after: Option<&'a Inline>,
) -> usize {
    let after = match after {
        Some(Inline::Text(text)) => closing_mark(text).unwrap_or_default(),
        _ => "",
    };
    if before.is_empty() && after.is_empty() {
        inline(writer, formula);
    } else {
        writer.out.open("span", &Attributes::class("nowrap"));
        writer.text(before);
        inline(writer, formula);
        writer.text(after);
        writer.out.close("span");
    }
    after.len()
}

fn inline<'a>(writer: &mut Writer<'a>, inline: &'a Inline) {
    match inline {
        Inline::Text(text) => writer.text(text),
        Inline::Styled { style, content } => styled(writer, *style, content),
        Inline::Code(text) => code(writer, text),
        Inline::Math { tex, display } => math::formula(writer, tex, *display),
        Inline::Link { target, title, content } => link(writer, target, title.as_deref(), content),
        Inline::Picture(picture) => inline_picture(writer, picture),
        Inline::NoteCall(note) => note_call(writer, *note),
        Inline::LineBreak => writer.out.raw("<br/>\n"),
        Inline::Span { lang, dir, content } => {
            let lang = lang.as_ref().map(|lang| lang.0.as_str());
            let attributes = Attributes::new().lang(lang).maybe("dir", dir.map(direction));
            writer.out.open("span", &attributes);
            writer.inlines(content);
            writer.out.close("span");
        }
    }
}

fn styled<'a>(writer: &mut Writer<'a>, style: Style, content: &'a [Inline]) {
    let (name, class) = element(style);
    writer.out.open(name, &Attributes::new().maybe("class", class));
    writer.inlines(content);
    writer.out.close(name);
}

/// Writes code, which runs from left to right, whatever the direction of the surrounding text.
fn code(writer: &mut Writer<'_>, text: &str) {
    let dir = (writer.part.meta.dir == Direction::Rtl).then_some("ltr");
    writer.out.open("code", &Attributes::new().maybe("dir", dir));
    writer.text(text);
    writer.out.close("code");
}

fn link<'a>(writer: &mut Writer<'a>, target: &'a Target, title: Option<&str>, content: &'a [Inline]) {
    let href = writer.href(target).filter(|_| writer.link == Link::Closed && !plain_text(content).trim().is_empty());
    let Some(href) = href else { return writer.inlines(content) };
    anchor(writer, &Attributes::new().with("href", &href).maybe("title", title), content);
}

fn anchor<'a>(writer: &mut Writer<'a>, attributes: &Attributes, content: &'a [Inline]) {
    writer.out.open("a", attributes);
    writer.link = Link::Open;
    writer.inlines(content);
    writer.link = Link::Closed;
    writer.out.close("a");
    flush_calls(writer);
}

/// A reference to the element `id` of the file at `place`.
pub(super) fn reference(writer: &Writer<'_>, place: super::Document, id: &str) -> String {
    let file = writer.plan.file(place);
    if file == writer.plan.file(writer.place) { format!("#{id}") } else { format!("{}#{id}", file.path()) }
}

/// A call of a note; inside a link it follows the link.
fn note_call(writer: &mut Writer<'_>, note: NoteId) {
    match writer.link {
        Link::Open => writer.calls.wait(note),
        Link::Closed => note::write_call(writer, note),
    }
}

fn flush_calls(writer: &mut Writer<'_>) {
    for note in writer.calls.waiting() {
        note::write_call(writer, note);
    }
}

fn inline_picture<'a>(writer: &mut Writer<'a>, picture: &'a Picture) {
    let href = picture.link.as_ref().filter(|_| writer.link == Link::Closed).and_then(|target| writer.href(target));
    match picture.asset.as_ref().ok().copied().filter(|&id| writer.images.get(id).is_some()) {
        Some(id) => {
            let class = match picture.extent.is_empty() {
                false => "sized",
                true if writer.article.asset(id).height <= ICON => "icon",
                true => "inline",
            };
            writer.linked(href.as_deref(), |writer| figure::image(writer, id, picture, picture.alternative(), class));
        }
        None => missing(writer, picture, picture.alternative().filter(|words| !words.trim().is_empty()), href),
    }
}

/// Writes the replacement of a missing picture: `words` and a link to the picture.
pub(super) fn missing(writer: &mut Writer<'_>, picture: &Picture, words: Option<&str>, href: Option<String>) {
    let address = picture.asset.as_ref().err().and_then(|missing| missing.url.as_deref());
    let href = href.or_else(|| address.and_then(address::href)).filter(|_| writer.link == Link::Closed);
    match (words, &picture.alt) {
        (None, Alt::Decorative) => {}
        // The caption says the same, and there is no address to link to.
        (None, Alt::Text(_)) if href.is_none() => {}
        (Some(text), _) => {
            writer.linked(href.as_deref(), |writer| {
                writer.out.leaf("span", &Attributes::class("missing-picture"), text);
            });
        }
        (None, _) => {
            let attributes = Attributes::class("missing-picture");
            let text = writer.labels.picture;
            writer.linked(href.as_deref(), |writer| writer.label("span", attributes, text));
        }
    }
}

/// Returns element and class for `style`; only elements that e-readers support.
fn element(style: Style) -> (&'static str, Option<&'static str>) {
    match style {
        Style::Emphasis => ("em", None),
        Style::Strong | Style::Label => ("strong", None),
        Style::Strike => ("s", None),
        Style::Insert => ("ins", None),
        Style::Sub => ("sub", None),
        Style::Sup => ("sup", None),
        Style::Mark => ("mark", None),
        Style::Keyboard => ("kbd", None),
        Style::Cite => ("cite", None),
        Style::Small => ("small", None),
        // No `rp` is written: EPUB 3 reading systems support ruby, and EPUBCheck advises against it (HTM-055).
        Style::Ruby => ("ruby", None),
        Style::RubyText => ("rt", None),
        Style::SmallCaps => ("span", Some("small-caps")),
        Style::Abbreviation => ("abbr", None),
        // `q` is not used, because reading systems would add quotation marks to those in the text.
        Style::Quotation => ("span", Some("quotation")),
    }
}
