//! Writes the article's text as XHTML (EPUB 3.3 §6.1).
//!
//! A [`Writer`] writes one file after the other, and remembers across the files where notes were called. A note stands
//! in the file of its first call, so that reading systems can show it as a pop-up, and links back to every call.

mod block;
mod figure;
mod inline;
mod listing;
mod math;
mod note;
mod page_marks;
mod pull;
mod size;
mod table;

use std::collections::BTreeSet;

use super::cover::OnTitlePage;
use super::files::Math;
use super::images::Images;
use super::page_marks::PageMarks;
use super::plan::{Document, Plan};
use super::xml::{Attributes, Markup, direction};
use crate::article::Article;
use crate::diag::Diagnostics;
use crate::labels::{self, Labels};
use crate::source::Span;
use note::Calls;

/// Writes the files of one article.
pub(super) struct Writer<'a> {
    /// The whole document: an article, or a book of several.
    pub(super) article: &'a Article,
    /// The article that the current file belongs to.
    pub(super) part: &'a Article,
    pub(super) plan: &'a Plan<'a>,
    pub(super) images: &'a Images<'a>,
    pub(super) labels: &'static Labels,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// The markup of the current file so far.
    pub(super) out: Markup,
    place: Document,
    /// The block being written, for messages.
    span: Span,
    calls: Calls,
    link: Link,
    /// Whether the current file contains MathML.
    math: Math,
    /// Addresses that have been reported.
    reported: BTreeSet<String>,
    /// The page breaks of a print edition.
    pub(super) marks: PageMarks,
    /// What the opening or the title page tells about the cover.
    pub(super) cover: OnTitlePage,
    /// The words of the article that had a pull quote last.
    spoken: Option<pull::Spoken<'a>>,
}

/// Whether a link is open: links do not nest (HTML §4.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Open,
    Closed,
}

/// A finished file without its notes.
pub(super) struct Body {
    /// Its content.
    pub(super) markup: Markup,
    /// Whether it contains MathML.
    pub(super) math: Math,
}

impl<'a> Writer<'a> {
    /// Creates a writer for `article`.
    pub(super) fn new(
        article: &'a Article,
        plan: &'a Plan<'a>,
        images: &'a Images<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            article,
            part: article,
            plan,
            images,
            labels: labels::of(&article.meta.lang),
            diagnostics,
            out: Markup::new(),
            place: Document::Title,
            span: Span::default(),
            calls: Calls::new(article.notes.len()),
            link: Link::Closed,
            math: Math::Absent,
            reported: BTreeSet::new(),
            marks: PageMarks::default(),
            cover: OnTitlePage::default(),
            spoken: None,
        }
    }

    /// Returns the current file.
    pub(super) fn place(&self) -> Document {
        self.place
    }

    /// Begins the file at `place`.
    pub(super) fn begin(&mut self, place: Document) {
        self.place = place;
        self.math = Math::Absent;
        self.part = self.plan.article(place, self.article);
        self.labels = labels::of(&self.part.meta.lang);
    }

    /// Sets the source span for the following messages.
    pub(super) fn at(&mut self, span: Span) {
        self.span = span;
    }

    /// Ends the current file.
    pub(super) fn end(&mut self) -> Body {
        Body { markup: std::mem::take(&mut self.out), math: self.math }
    }

    /// Returns the language of our labels, if it differs from the article's.
    pub(super) fn label_lang(&self) -> Option<&'static str> {
        (self.labels.lang.split('-').next() != Some(self.part.meta.lang.primary())).then_some(self.labels.lang)
    }

    /// Writes an element with one of our labels.
    pub(super) fn label(&mut self, name: &str, attributes: Attributes, text: &str) {
        let attributes = attributes.lang(self.label_lang());
        self.out.leaf(name, &attributes, text);
    }
}

/// Returns a whole file with `body` under `title`; `matter` is front, body or back matter.
pub(super) fn document(article: &Article, title: &str, matter: &str, body: &Markup) -> String {
    let lang = article.meta.lang.0.as_str();
    let html = Attributes::new()
        .with("xmlns", "http://www.w3.org/1999/xhtml")
        .with("xmlns:epub", "http://www.idpf.org/2007/ops")
        .lang(Some(lang))
        .with("dir", direction(article.meta.dir));
    let mut out = Markup::new();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    out.open("html", &html);
    out.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.leaf("title", &Attributes::new(), title);
    out.raw("\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n");
    out.open("body", &Attributes::new().with("epub:type", matter));
    out.line();
    out.raw(body.as_str());
    out.raw("\n</body>\n</html>\n");
    out.as_str().to_owned()
}
