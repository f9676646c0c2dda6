//! The PDF writer: typeset pages become a tagged PDF 1.7 that conforms to PDF/UA-1 (ISO 14289-1) and PDF/A-3a
//! (ISO 19005-3).
//!
//! A PDF is a graph of numbered objects. Pages refer to streams of operators that draw them; a tree of structure
//! elements refers to marked sequences in those streams and states their roles. printpdf builds pages, operators and
//! pictures. Everything that concerns the document as a whole is then added to the lopdf document that printpdf
//! returns, and the file is written from that. No other module names either crate.
//!
//! - `glyphs`: which glyphs are used and what they stand for; `fonts`: a subset of each face
//! - `content` and `text`: operators and marked content on each `surface`; `kids`: which element owns which content;
//!   `sheets`: where pages are on sheets of paper
//! - `images`: pictures, embedded unchanged where possible
//! - `tags`, `links`, `outline`, `metadata`, `icc`: the document level, put together by `document`
//! - `save`: the bytes of the file; `strings`: which texts are cut because PDF's strings are limited
//!
//! The same pages give the same bytes: names and numbers come from the content, dates from the caller.

mod content;
mod document;
mod fonts;
mod glyphs;
mod icc;
mod images;
mod kids;
mod links;
mod metadata;
mod object;
mod outline;
mod save;
mod sheets;
mod strings;
mod surface;
mod tags;
mod text;

use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Rect};

use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::layout::Pages;
use crate::text::Fonts;

/// Options of the caller.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Time of creation, ISO 8601 in UTC (`2024-05-01T00:00:00Z`); from the input or `SOURCE_DATE_EPOCH`.
    pub modified: Option<String>,
}

/// Writes `pages` as a tagged PDF 1.7 (PDF/UA-1, PDF/A-3a); metadata and pictures are those of `article`.
///
/// A picture that cannot be decoded is reported to `diagnostics` and shown as a grey box.
///
/// # Errors
/// [`Error::Output`] if there is no page, or if a font that the pages use cannot be read.
pub fn write(
    pages: &Pages,
    article: &Article,
    fonts: &Fonts,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    if pages.pages.is_empty() {
        return Err(Error::Output { format: "PDF", reason: "there is no page".into() });
    }
    strings::report(pages, article, diagnostics);
    let faces = glyphs::collect(pages, fonts)?;
    let images = images::Images::collect(pages, article, fonts, diagnostics)?;
    let mut painted = content::paint(pages, &faces, &images);
    let mut document = build(&mut painted, images);
    document::complete(&mut document, pages, &painted, &faces, article, options.modified.as_deref())?;
    Ok(save::save(&document))
}

/// Lets printpdf build a document from the pages and pictures.
fn build(painted: &mut content::Painted<'_>, images: images::Images) -> lopdf::Document {
    let mut pdf = PdfDocument::new("");
    pdf.resources.xobjects.map = images.into_resources();
    for page in &mut painted.pages {
        let [width, height] = [page.size.width, page.size.height].map(|length| printpdf::Pt(length.0 as f32));
        let bounds = Rect::from_wh(width, height);
        let ops = std::mem::take(&mut page.ops);
        pdf.pages.push(PdfPage { media_box: bounds.clone(), trim_box: bounds.clone(), crop_box: bounds, ops });
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    pdf.to_lopdf_document(&options, &mut Vec::new())
}

#[cfg(test)]
mod tests;
