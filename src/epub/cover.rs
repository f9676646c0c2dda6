//! The cover of an EPUB: the article's own picture, or a composed one.
//!
//! The picture opens the article too, with caption and credit, below the title. It is not repeated where the text shows
//! it, nor where the reader has just seen it whole and it is upright, so that it would fill another screen: then the
//! opening credits what the cover shows. In a book, the title page is the place for what the cover does not show.

use super::device::Device;
use super::images::{Image, Images};
use super::plan::Plan;
use super::xhtml::Writer;
use super::xml::{Attributes, Markup};
use crate::article::{Article, AssetId, Figure};
use crate::raster;

/// Minimum ratio of height to width of a picture that fills a screen.
const UPRIGHT: f64 = 1.2;

/// The cover of an EPUB.
#[derive(Clone, Copy, Debug, Default)]
pub enum Cover<'a> {
    /// The article's picture, if it names one, and nothing else.
    #[default]
    Bare,
    /// The article's picture, credited on the title page.
    Credited,
    /// A composed cover.
    Composed(&'a ComposedCover),
}

/// A cover composed of the article's words and its picture.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ComposedCover {
    /// The file, a JPEG or a PNG.
    pub bytes: Vec<u8>,
    /// The extension of its name, `jpg` or `png`.
    pub extension: &'static str,
    /// Its text alternative.
    pub alt: String,
    /// What it shows of the article's picture.
    pub shows: Shows,
    /// The article's picture as the cover decoded it: what has to be encoded again need not be decoded again.
    pub(crate) decoded: Option<(AssetId, raster::Shared)>,
}

/// What a composed cover shows of the article's picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// All of it.
    Whole,
    /// A part.
    Part,
    /// Nothing: there is no picture, or it is not on the cover.
    Nothing,
}

impl ComposedCover {
    /// Describes the cover in the file `bytes`.
    pub fn new(bytes: Vec<u8>, extension: &'static str, alt: String, shows: Shows) -> Self {
        Self { bytes, extension, alt, shows, decoded: None }
    }
}

/// What the opening of an article, or the title page, tells about the cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OnTitlePage {
    /// Nothing.
    #[default]
    Nothing,
    /// Caption and credit.
    Credit,
    /// The picture with caption and credit.
    Picture,
}

impl<'a> Cover<'a> {
    /// Returns the article's picture as the cover decoded it.
    pub(super) fn decoded(self) -> Option<&'a (AssetId, raster::Shared)> {
        match self {
            Self::Composed(composed) => composed.decoded.as_ref(),
            Self::Bare | Self::Credited => None,
        }
    }

    /// Returns what the opening of `article`, or its title page, tells about the cover.
    pub(super) fn on_title_page(&self, article: &Article, plan: &Plan<'_>, device: Device) -> OnTitlePage {
        let Some(figure) = article.cover_figure() else { return OnTitlePage::Nothing };
        let in_text = pictures(figure).all(|id| plan.is_in_text(id));
        if article.bound.is_empty() && !in_text {
            return self.in_opening(article, figure, device);
        }
        match self {
            Cover::Bare => OnTitlePage::Nothing,
            Cover::Credited => OnTitlePage::Credit,
            Cover::Composed(cover) => match (cover.shows, in_text) {
                (Shows::Part | Shows::Nothing, false) => OnTitlePage::Picture,
                (Shows::Nothing, true) => OnTitlePage::Nothing,
                (Shows::Whole, _) | (Shows::Part, true) => OnTitlePage::Credit,
            },
        }
    }

    /// Returns what the opening of `article` tells about `figure`, which the text does not show.
    fn in_opening(&self, article: &Article, figure: &Figure, device: Device) -> OnTitlePage {
        let upright = || {
            pictures(figure).map(|id| article.asset(id)).any(|asset| {
                let (width, height) = (f64::from(asset.width), f64::from(asset.height));
                width > 0.0 && height >= UPRIGHT * width
            })
        };
        let is_seen = match self {
            // "Internal Cover Must Not Appear Twice" (Kindle Publishing Guidelines).
            Cover::Bare | Cover::Credited => device == Device::Kindle || upright(),
            Cover::Composed(cover) => cover.shows == Shows::Whole && upright(),
        };
        if is_seen { OnTitlePage::Credit } else { OnTitlePage::Picture }
    }

    /// Whether there is a page with the cover, if its picture can be read.
    pub(super) fn has_page(&self, article: &Article) -> bool {
        match self {
            Cover::Composed(_) => true,
            Cover::Bare | Cover::Credited => {
                article.cover_figure().is_some_and(|figure| pictures(figure).next().is_some())
            }
        }
    }

    /// Whether it shows the article's picture, or a part of it.
    pub(super) fn shows_picture(&self) -> bool {
        !matches!(self, Cover::Composed(cover) if cover.shows == Shows::Nothing)
    }

    /// Whether the pictures of the cover's figure are files of the EPUB, besides those that the text shows.
    pub(super) fn keeps_picture(&self, article: &Article, plan: &Plan<'_>, device: Device) -> bool {
        match self {
            Cover::Bare | Cover::Credited => true,
            Cover::Composed(_) => self.on_title_page(article, plan, device) == OnTitlePage::Picture,
        }
    }
}

/// Iterates over the pictures of `figure` that are there.
fn pictures(figure: &Figure) -> impl Iterator<Item = AssetId> {
    figure.pictures.iter().filter_map(|picture| picture.asset.as_ref().ok().copied())
}

/// What the cover page shows.
#[derive(Clone, Copy)]
pub(super) enum Shown<'a> {
    /// This picture of the article.
    Asset(AssetId),
    /// The composed cover.
    Composed(&'a ComposedCover),
}

impl Shown<'_> {
    /// Returns what `cover` shows, if there is anything.
    pub(super) fn of<'a>(cover: Cover<'a>, article: &Article, images: &Images<'_>) -> Option<Shown<'a>> {
        match cover {
            Cover::Composed(composed) => Some(Shown::Composed(composed)),
            Cover::Bare | Cover::Credited => {
                let found = pictures(article.cover_figure()?).find(|&id| images.get(id).is_some());
                found.map(Shown::Asset)
            }
        }
    }

    /// Returns its file.
    pub(super) fn image<'i, 'a>(&self, images: &'i Images<'a>) -> Option<&'i Image<'a>> {
        match self {
            Shown::Asset(id) => images.get(*id),
            Shown::Composed(_) => images.cover(),
        }
    }
}

/// Writes the cover page with only the picture that is `shown`.
pub(super) fn page(writer: &Writer<'_>, shown: Shown<'_>) -> Option<Markup> {
    let alt = match shown {
        Shown::Composed(composed) => composed.alt.clone(),
        Shown::Asset(id) => {
            let cover = writer.article.cover_figure()?;
            let picture = cover.pictures.iter().find(|picture| picture.asset == Ok(id))?;
            // The cover is never decorative: it represents the article.
            let said = cover.alternative(picture).filter(|text| !text.is_empty());
            said.unwrap_or_else(|| writer.article.meta.title_text())
        }
    };
    let mut out = Markup::new();
    out.open("section", &Attributes::class("cover").with("epub:type", "cover"));
    let image = Attributes::new().with("role", "doc-cover").with("src", &shown.image(writer.images)?.path);
    out.empty("img", &image.with("alt", &alt));
    out.close("section");
    Some(out)
}

/// Writes what the opening, or the title page, tells about the cover.
pub(super) fn on_title_page(writer: &mut Writer<'_>) {
    let article = writer.article;
    let Some(figure) = article.cover_figure() else { return };
    // What the text shows has its caption there.
    let in_text = pictures(figure).all(|id| writer.plan.is_in_text(id));
    let caption = if in_text { &[][..] } else { &figure.caption };
    writer.at(figure.span);
    match writer.cover {
        OnTitlePage::Nothing => {}
        OnTitlePage::Picture => {
            writer.figure(figure, Attributes::class("opening-picture"));
            writer.out.line();
        }
        OnTitlePage::Credit if caption.is_empty() && figure.credit.is_none() => {}
        OnTitlePage::Credit => {
            let shown = pictures(figure).find_map(|id| writer.images.get(id));
            let image = writer.images.cover().or(shown).map(|image| image.path.clone());
            let attributes = Attributes::class("cover-credit");
            let attributes = match image.as_deref().filter(|_| figure.credit.is_some()) {
                Some(path) => Writer::about(path, attributes),
                None => attributes,
            };
            writer.within("div", &attributes, |writer| {
                writer.label("p", Attributes::class("which"), writer.labels.cover);
                writer.out.line();
                if !caption.is_empty() {
                    writer.element("p", Attributes::class("caption"), caption);
                    writer.out.line();
                }
                figure.credit.iter().for_each(|credit| writer.credit_line(credit));
                if image.is_some() {
                    figure.credit.iter().for_each(|credit| writer.credit_properties(credit));
                }
            });
            writer.out.line();
        }
    }
}
