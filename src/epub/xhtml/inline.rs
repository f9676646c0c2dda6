//! What stands inside a line.

use super::super::plan::Home;
use super::super::xml::{Attributes, direction};
use super::{Link, Writer};
use crate::article::address;
use crate::article::{Alt, Direction, Inline, NoteId, Picture, Style, Target, plain_text};

/// The closing mark that `text` begins with, if a space or its end follows.
fn closing_mark(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !",.;:!?)]\u{2019}\u{201d}\u{bb}".contains(letter)).unwrap_or(text.len());
    (end > 0 && text[end..].chars().next().is_none_or(char::is_whitespace)).then_some(&text[..end])
}

/// The opening mark in which `text` ends, if a space or its start comes before; else nothing.
fn opening_mark(text: &str) -> &str {
    let before = text.trim_end_matches(|letter: char| "([\u{2018}\u{201c}\u{201e}\u{ab}".contains(letter));
    if before.chars().next_back().is_none_or(char::is_whitespace) { &text[before.len()..] } else { "" }
}

/// A picture not taller than this many pixels stands in a line like a letter.
const ICON: u32 = 48;

impl<'a> Writer<'a> {
    /// Writes `inlines`.
    pub(crate) fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut rest = inlines;
        // How much of the next text is written already.
        let mut done = 0;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match (first, tail) {
                (Inline::Text(text), [formula @ Inline::Math { .. }, after @ ..]) => {
                    let text = &text[done..];
                    let mark = opening_mark(text);
                    self.text(&text[..text.len() - mark.len()]);
                    done = self.formula_with_marks(mark, formula, after.first());
                    rest = after;
                }
                (Inline::Text(text), _) => self.text(&text[std::mem::take(&mut done)..]),
                (Inline::Math { .. }, _) => done = self.formula_with_marks("", first, tail.first()),
                _ => self.inline(first),
            }
        }
    }

    /// A formula between the mark `before` it and the one with which the text `after` it begins, which do not part from
    /// it at the end of a line; tells how much of that text is written.
    fn formula_with_marks(&mut self, before: &str, formula: &'a Inline, after: Option<&'a Inline>) -> usize {
        let after = match after {
            Some(Inline::Text(text)) => closing_mark(text).unwrap_or_default(),
            _ => "",
        };
        if before.is_empty() && after.is_empty() {
            self.inline(formula);
        } else {
            self.out.open("span", &Attributes::class("nowrap"));
            self.text(before);
            self.inline(formula);
            self.text(after);
            self.out.close("span");
        }
        after.len()
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Styled { style, content } => self.styled(*style, content),
            Inline::Code(text) => self.code(text),
            Inline::Math { tex, display } => self.formula(tex, *display),
            Inline::Link { target, title, content } => self.link(target, title.as_deref(), content),
            Inline::Picture(picture) => self.inline_picture(picture),
            Inline::NoteCall(note) => self.note_call(*note),
            Inline::LineBreak => self.out.raw("<br/>\n"),
            Inline::Span { lang, dir, content } => {
                let lang = lang.as_ref().map(|lang| lang.0.as_str());
                let attributes = Attributes::new().lang(lang).maybe("dir", dir.map(direction));
                self.out.open("span", &attributes);
                self.inlines(content);
                self.out.close("span");
            }
        }
    }

    fn styled(&mut self, style: Style, content: &'a [Inline]) {
        let (name, class) = element(style);
        self.out.open(name, &Attributes::new().maybe("class", class));
        self.inlines(content);
        self.out.close(name);
    }

    /// Code runs from left to right whatever the text around it does.
    fn code(&mut self, text: &str) {
        let dir = (self.part.meta.dir == Direction::Rtl).then_some("ltr");
        self.out.open("code", &Attributes::new().maybe("dir", dir));
        self.text(text);
        self.out.close("code");
    }

    fn link(&mut self, target: &'a Target, title: Option<&str>, content: &'a [Inline]) {
        let href = self.href(target).filter(|_| self.link == Link::Closed && !plain_text(content).trim().is_empty());
        let Some(href) = href else { return self.inlines(content) };
        self.anchor(&Attributes::new().with("href", &href).maybe("title", title), content);
    }

    /// `content` as a link to `href`.
    pub(crate) fn link_to(&mut self, href: &str, content: &'a [Inline]) {
        self.anchor(&Attributes::new().with("href", href), content);
    }

    fn anchor(&mut self, attributes: &Attributes, content: &'a [Inline]) {
        self.out.open("a", attributes);
        self.link = Link::Open;
        self.inlines(content);
        self.link = Link::Closed;
        self.out.close("a");
        self.flush_calls();
    }

    /// What a link to `target` refers to, or `None` (and a warning) where it would lead nowhere.
    pub(crate) fn href(&mut self, target: &Target) -> Option<String> {
        match target {
            Target::Url(url) => self.url(url),
            Target::Block(node) => {
                let (home, id) = self.plan.find(*node)?;
                let place = match home {
                    Home::File(place) => place,
                    Home::Note(note) => self.calls.place(note)?,
                };
                Some(self.reference(place, &id))
            }
            Target::Note(note) => self.calls.place(*note).map(|place| self.reference(place, &super::note::id(*note))),
        }
    }

    /// `url` as a valid link.
    pub(crate) fn url(&mut self, url: &str) -> Option<String> {
        let href = address::check(url);
        if let Err(refusal) = href
            && self.reported.insert(url.to_owned())
        {
            self.diagnostics.push(refusal.warning(url).at(self.span));
        }
        href.ok()
    }

    /// A reference to the element `id` of the file at `place`.
    pub(super) fn reference(&self, place: super::Document, id: &str) -> String {
        if place == self.place { format!("#{id}") } else { format!("{}#{id}", place.path()) }
    }

    /// A call of a note; inside a link it follows the link.
    fn note_call(&mut self, note: NoteId) {
        match self.link {
            Link::Open => self.calls.wait(note),
            Link::Closed => self.write_call(note),
        }
    }

    fn flush_calls(&mut self) {
        for note in self.calls.waiting() {
            self.write_call(note);
        }
    }

    fn inline_picture(&mut self, picture: &'a Picture) {
        let href = picture.link.as_ref().filter(|_| self.link == Link::Closed).and_then(|target| self.href(target));
        match picture.asset.as_ref().ok().copied().filter(|&id| self.images.get(id).is_some()) {
            Some(id) => {
                let class = match picture.extent.is_empty() {
                    false => "sized",
                    true if self.article.asset(id).height <= ICON => "icon",
                    true => "inline",
                };
                self.linked(href.as_deref(), |writer| writer.image(id, picture, picture.alternative(), class));
            }
            None => self.missing(picture, picture.alternative().filter(|words| !words.trim().is_empty()), href),
        }
    }

    /// What stands for a picture that is not there: `words` and a link to it.
    pub(super) fn missing(&mut self, picture: &Picture, words: Option<&str>, href: Option<String>) {
        let address = picture.asset.as_ref().err().and_then(|missing| missing.url.as_deref());
        let href = href.or_else(|| address.and_then(address::href)).filter(|_| self.link == Link::Closed);
        match (words, &picture.alt) {
            (None, Alt::Decorative) => {}
            // The caption says it, and there is nothing to click.
            (None, Alt::Text(_)) if href.is_none() => {}
            (Some(text), _) => {
                self.linked(href.as_deref(), |writer| {
                    writer.out.leaf("span", &Attributes::class("missing-picture"), text);
                });
            }
            (None, _) => {
                let attributes = Attributes::class("missing-picture");
                let text = self.labels.picture;
                self.linked(href.as_deref(), |writer| writer.label("span", attributes, text));
            }
        }
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

/// Element and class of `style`. Only elements that e-readers know.
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
        // Without `rp`: readers of EPUB 3 know ruby, and EPUBCheck advises against it (HTM-055).
        Style::Ruby => ("ruby", None),
        Style::RubyText => ("rt", None),
        Style::SmallCaps => ("span", Some("small-caps")),
        Style::Abbreviation => ("abbr", None),
        // Not `q`, whose marks the reader would add to those in the text.
        Style::Quotation => ("span", Some("quotation")),
    }
}
