//! Covers: every e-book has one, and so has every book on paper.
//!
//! A cover is composed of the article's words and its picture by a design, which is data ([`CoverDesign`], in
//! `covers/`). One composition serves both outputs: `page` sets it as a page of the PDF, with type as text, and `ebook`
//! draws it as a picture for the EPUB.
//!
//! - `words`: what stands on it; `picture`: the picture and its character; `choose`: which design suits it
//! - `colour`: its colours; `focus`: what a crop keeps; `contrast`: whether type on a picture can be read
//! - `lines`: where the lines of a title end; `setting`: lines of type; `compose`: everything in its place
//!
//! A picture that is a finished cover already (named as one, upright) is kept as it is. This room knows `layout`,
//! `draw`, `raster` and `text`; the writers get pages and bytes.
//!
//! Limits: without the feature `svg` no cover becomes a picture, since `draw` has no pixels then.

mod choose;
mod colour;
mod compose;
mod contrast;
mod design;
#[cfg(feature = "svg")]
mod ebook;
mod error;
mod focus;
mod lines;
mod page;
mod picture;
mod setting;
#[cfg(test)]
mod tests;
mod words;

use std::cell::RefCell;

use serde::Serialize;

use crate::article::{Article, AssetId, Figure, Inline, plain_text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::layout::Pages;
use crate::raster;
use crate::style::Color;
use crate::text::Fonts;
use crate::units::Pt;
use colour::Scheme;
use compose::Composition;
pub use design::{CoverDesign, NAMES, closest_name};
pub use error::DesignError;
use picture::Picture;
use words::Words;

/// How covers are made.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Options {
    /// The design.
    pub design: Choice,
    /// How a picture is fitted to its place.
    pub fit: Fit,
    /// Which PDFs begin with a cover.
    pub page: CoverPage,
    /// The colour of the ground, instead of one from the picture, the series or the tag.
    pub accent: Option<Color>,
    /// The last picture that was decoded; it decides about nothing.
    #[serde(skip)]
    cache: picture::Cache,
}

/// The design of covers.
#[derive(Clone, Debug, Default, Serialize)]
pub enum Choice {
    /// The one that suits the picture.
    #[default]
    Suitable,
    /// This one.
    Design(Box<CoverDesign>),
    /// None: the picture is the cover as it is, and an article without one has no cover.
    None,
}

/// How a picture is fitted to its place on a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Fit {
    /// Cropped around the region that its metadata name, or around most of its edges.
    #[default]
    Smart,
    /// Cropped around its middle.
    Cover,
    /// Not cropped.
    Contain,
}

/// Which PDFs begin with a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum CoverPage {
    /// Books, and articles in the design `book`.
    #[default]
    Books,
    /// All.
    Always,
    /// None.
    Never,
}

/// A cover as a picture.
pub(crate) struct CoverImage {
    /// The file.
    pub bytes: Vec<u8>,
    /// The extension of its name.
    pub extension: &'static str,
    /// Its text alternative: everything that stands on it, and what its picture shows.
    pub alt: String,
    /// What it shows of the article's picture.
    pub shows: Shows,
    /// The article's picture, if it was decoded and the pixels are those of its file.
    pub decoded: Option<(AssetId, raster::Shared)>,
}

/// What a cover shows of the article's picture.
#[cfg_attr(not(feature = "svg"), expect(dead_code, reason = "there are no pixels"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// All of it.
    Whole,
    /// A part.
    Part,
    /// Nothing: there is no picture, or it is not on the cover.
    Nothing,
}

/// Maximum length of a title on a cover, in characters: five times what a title should have.
const LONGEST_TITLE: usize = 1_000;
/// Minimum contrast of type (WCAG 2.2 §1.4.3).
const READABLE: f64 = 4.5;

/// The cover of an article, before it is set.
pub(crate) struct Cover<'a> {
    article: &'a Article,
    fonts: &'a Fonts,
    options: &'a Options,
    kind: Kind<'a>,
    /// Messages about it; a crop is said once for both outputs.
    said: RefCell<Diagnostics>,
}

enum Kind<'a> {
    /// The article's picture as it is.
    Kept { id: AssetId, figure: &'a Figure },
    /// A composed one.
    Composed { design: Box<CoverDesign>, words: Box<Words>, picture: Option<Box<Picture<'a>>>, scheme: Scheme },
}

/// Decides on the cover of `article`; `given` is whether the user named its picture. Returns `None` if it has none.
pub(crate) fn of<'a>(article: &'a Article, options: &'a Options, given: bool, fonts: &'a Fonts) -> Option<Cover<'a>> {
    let cover = |kind| Cover { article, fonts, options, kind, said: RefCell::default() };
    let named = picture::named(article);
    let wanted = match &options.design {
        Choice::None => return named.map(|(id, figure)| cover(Kind::Kept { id, figure })),
        Choice::Suitable => None,
        Choice::Design(design) => Some(design),
    };
    if let (None, Some((id, figure))) = (wanted, named)
        && picture::is_finished(article, article.asset(id), given)
    {
        return Some(cover(Kind::Kept { id, figure }));
    }
    let picture = match wanted {
        Some(design) if !design.shows_picture() => None,
        _ => Picture::read(article, fonts, &options.cache),
    };
    let mut said = Diagnostics::new();
    let design = match wanted {
        None => CoverDesign::by_name(choose::design(picture.as_ref()))?,
        Some(design) => match choose::instead(design, picture.as_ref()) {
            None => (**design).clone(),
            Some((other, why)) => {
                let name = if design.name.is_empty() { "of the file" } else { &design.name };
                let message = format!("the cover design {name} was replaced by {other}: {why}");
                said.push(Diagnostic::note("cover-design", message));
                CoverDesign::by_name(other)?
            }
        },
    };
    let picture = picture.filter(|_| design.shows_picture());
    let seed = options.accent.unwrap_or_else(|| seed(article));
    let scheme = compose::scheme(&design, picture.as_ref(), seed, options.accent);
    let words = settable(Words::of(article), article, fonts, &mut said);
    let (words, picture) = (Box::new(words), picture.map(Box::new));
    let kind = Kind::Composed { design: Box::new(design), words, picture, scheme };
    Some(Cover { said: RefCell::new(said), ..cover(kind) })
}

/// Returns the colour of the series, or else of the first tag, the publication, the author or the title.
fn seed(article: &Article) -> Color {
    let meta = &article.meta;
    let series = meta.series.as_ref().map(|series| series.name.clone());
    let tag = || meta.tags.first().cloned();
    let publication = || meta.publisher.clone();
    let author = || meta.authors().next().map(str::to_owned);
    let name = series.or_else(tag).or_else(publication).or_else(author).unwrap_or_else(|| meta.title_text());
    colour::of_name(&name)
}

/// Drops the words that no font can set; boxes in their place would be worse.
fn settable(mut words: Words, article: &Article, fonts: &Fonts, said: &mut Diagnostics) -> Words {
    let stage = setting::Stage::new(article, fonts);
    let can = |text: &str| stage.can_set(&[Inline::Text(text.to_owned())]);
    if !stage.can_set(&words.title) || !stage.can_set(&words.subtitle) {
        let message = "no font has the letters of the title, so the cover does not show it";
        let help = "install a font that has them, such as one of the Noto fonts";
        said.push(Diagnostic::warning("cover-glyphs", message).help(help));
        (words.title, words.subtitle) = (Vec::new(), Vec::new());
    }
    let length = plain_text(&words.title).chars().count();
    if length > LONGEST_TITLE {
        let message = format!("the title has {length} characters, more than fit on a cover, which does not show it");
        said.push(Diagnostic::note("cover-title", message));
        (words.title, words.subtitle) = (Vec::new(), Vec::new());
    }
    if !stage.can_set(&words.deck) {
        words.deck = Vec::new();
    }
    for text in [&mut words.series, &mut words.authors, &mut words.publication, &mut words.date] {
        if !can(text) {
            text.clear();
        }
    }
    words
}

impl Cover<'_> {
    /// Returns the cover as a picture; `None` if the article's own picture is the cover.
    #[cfg(feature = "svg")]
    pub(crate) fn image(&self) -> Option<CoverImage> {
        ebook::make(self)
    }

    /// Returns no picture: without the feature `svg` there are no pixels.
    #[cfg(not(feature = "svg"))]
    pub(crate) fn image(&self) -> Option<CoverImage> {
        None
    }

    /// Whether the article's picture is the cover as it is, without anything else.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.options.design, Choice::None)
    }

    /// Whether the cover as a page shows all of the article's picture, so that the title below it need not show it
    /// again on the next page. A picture with a caption or a link stays there.
    pub(crate) fn stands_for_picture(&self) -> bool {
        let article = self.article;
        let Some(figure) = article.cover.as_ref().filter(|_| article.bound.is_empty()) else { return false };
        let [picture] = figure.pictures.as_slice() else { return false };
        let whole = match &self.kind {
            Kind::Kept { .. } => true,
            Kind::Composed { picture: None, .. } => false,
            Kind::Composed { design, .. } => self.options.fit == Fit::Contain || design.shows_whole_picture(),
        };
        whole && picture.link.is_none() && figure.caption_to_show().is_empty()
    }

    /// Puts the cover before `pages`; it reaches `bleed` beyond their edges.
    pub(crate) fn add_page(&self, pages: &mut Pages, bleed: Pt) {
        page::add(self, pages, bleed);
    }

    /// Moves the messages about it to `diagnostics`.
    pub(crate) fn report(&self, diagnostics: &mut Diagnostics) {
        diagnostics.append(&mut self.said.borrow_mut());
    }

    /// Returns the figure whose picture it shows.
    fn shown_figure(&self) -> Option<&Figure> {
        match &self.kind {
            Kind::Kept { figure, .. } => Some(figure),
            Kind::Composed { picture, .. } => picture.as_ref().map(|picture| picture.figure),
        }
    }

    /// Returns the text alternative of the picture that it shows.
    fn picture_alternative(&self) -> Option<String> {
        let figure = self.shown_figure()?;
        let picture = figure.pictures.iter().find(|picture| picture.asset.is_ok())?;
        figure.alternative(picture).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Returns the colour around a picture that does not fill the page.
    fn edge_colour(&self) -> Color {
        match (&self.kind, &self.options.design) {
            (Kind::Kept { .. }, Choice::Suitable | Choice::Design(_)) => {
                Picture::read(self.article, self.fonts, &self.options.cache)
                    .map_or(Color::grey(255), |picture| page::edge_colour(&picture))
            }
            _ => Color::grey(255),
        }
    }

    /// Records what a reader of the messages should know about `composition`: type that is hard to read, which no
    /// design of ours has, and how much of the picture is cropped.
    fn judge(&self, composition: &Composition) {
        if composition.contrast < READABLE {
            let message = format!("the type on the cover has a contrast of {:.1} : 1", composition.contrast);
            let help = "4.5 : 1 is the least that is readable (WCAG 2.2); use another --cover-design or --accent";
            self.said.borrow_mut().push(Diagnostic::warning("cover-contrast", message).help(help));
        }
        let Kind::Composed { picture: Some(picture), .. } = &self.kind else { return };
        let Some((_, part)) = composition.picture.filter(|(_, part)| !focus::is_whole(*part)) else { return };
        let mut said = self.said.borrow_mut();
        if said.iter().any(|said| said.code == "cropped-cover") {
            return;
        }
        let shown = (part[2] * part[3] * 100.0).round();
        let message = format!("the cover shows {shown} % of the picture `{}`; the rest is cropped", picture.name);
        let note = Diagnostic::note("cropped-cover", message).at(picture.figure.span);
        said.push(note.help("--cover-fit contain shows all of it; --cover-design none leaves it bare"));
    }
}
