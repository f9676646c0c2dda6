//! Makes the outputs of an article.

use super::covers::{self, EpubCover};
use super::deliver::{Delivery, OutputSink};
use super::{Cover, Format, Output, Settings, ahead, sheets};
use crate::article::Article;
use crate::diag::{Diagnostics, Error};
use crate::epub::{DesignFaces, Judgement, PrintEdition, Promises};
use crate::job::cover::WithCover;
use crate::layout::{self, Pages, imposition};
use crate::read::{self, Files};
use crate::source::Source;
use crate::text::MissingGlyphs;
use crate::{cover, epub, pdf};

/// Reads an article with `settings`.
///
/// # Errors
/// Those of [`read::read`].
pub fn read_article(
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    ahead::fetch(source, settings, files);
    let mut article = read_once(source, settings, files, diagnostics)?;
    read::unlink(&mut article, std::str::from_utf8(&source.bytes).ok(), diagnostics);
    Ok(article)
}

/// Reads an article. Links that no reader could follow stay.
pub(super) fn read_once(
    source: &Source,
    settings: &Settings,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    match (&settings.cover, &settings.default_cover) {
        (None, None) => read::read(source, &settings.read, files, diagnostics),
        (Some(cover), _) => {
            let options = read::Options { cover: Some(cover.path()), ..settings.read.clone() };
            read::read(source, &options, &WithCover { files, cover }, diagnostics)
        }
        (None, Some(cover)) => {
            let options = read::Options { default_cover: Some(cover.path()), ..settings.read.clone() };
            read::read(source, &options, &WithCover { files, cover }, diagnostics)
        }
    }
}

/// Makes an article that consists only of `cover`: the front of a book.
pub(super) fn read_front(cover: Option<&Cover>, diagnostics: &mut Diagnostics) -> Article {
    let Some(cover) = cover else { return Article::default() };
    read::read_cover(&cover.path(), &WithCover { files: &read::NoFiles, cover }, diagnostics)
}

/// Makes one output of `article` and returns the whole file.
///
/// # Errors
/// [`Error::Output`] and [`Error::Limit`].
pub fn make(
    article: &Article,
    format: Format,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    match format {
        Format::Epub => {
            let cover = EpubCover::of(covers::of(article, settings).as_ref(), diagnostics);
            epub::package_in(article, &settings.epub, &epub_context(None, &cover, settings), diagnostics)
        }
        Format::Pdf => {
            let cover = covers::on_paper(article, settings).then(|| covers::of(article, settings)).flatten();
            let pages = sheets::typeset(article, cover.as_ref(), settings, diagnostics)?;
            write_pdf(pages, article, settings, diagnostics)
        }
    }
}

/// Makes all `outputs` of `article` and publishes them.
pub(super) fn produce<'a>(
    article: &Article,
    outputs: &'a [Output],
    settings: &Settings,
    delivery: &mut dyn Delivery<'a>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    let on_paper = covers::on_paper(article, settings) && outputs.iter().any(|output| output.format == Format::Pdf);
    let needed = on_paper || outputs.iter().any(|output| output.format == Format::Epub);
    let cover = needed.then(|| covers::of(article, settings)).flatten();
    let (mut pages, print) =
        paged(article, outputs, cover.as_ref().filter(|_| on_paper), settings, diagnostics)?.unzip();
    for output in outputs {
        settings.cancel.check()?;
        match output.format {
            Format::Epub => {
                let cover = EpubCover::of(cover.as_ref(), diagnostics);
                let (options, context) = (&settings.epub, epub_context(print.as_ref(), &cover, settings));
                let mut fill = |place: OutputSink<'_>| {
                    epub::write(article, options, &context, place.out, place.scratch, &mut *diagnostics)
                };
                delivery.take(output, &mut fill)?;
            }
            Format::Pdf => {
                let pages = match pages.take() {
                    Some(pages) => pages,
                    None => sheets::typeset(article, cover.as_ref().filter(|_| on_paper), settings, diagnostics)?,
                };
                settings.cancel.check()?;
                let bytes = write_pdf(pages, article, settings, diagnostics)?;
                let failed = |error| Error::io("write", &output.path, error);
                delivery.take(output, &mut |place| place.out.write_all(&bytes).map_err(failed))?;
            }
        }
    }
    settings.cancel.check()?;
    delivery.publish()
}

/// Returns the accessibility claims for the EPUB of `article` made with `outputs`, and what a person must judge.
pub(super) fn judge(
    article: &Article,
    outputs: &[Output],
    settings: &Settings,
) -> Result<(Promises, Vec<Judgement>), Error> {
    let mut said = Diagnostics::new();
    let print = paged(article, outputs, None, settings, &mut said)?.map(|(_, print)| print);
    let cover = EpubCover::of(covers::of(article, settings).as_ref(), &mut said);
    let context = epub_context(print.as_ref(), &cover, settings);
    let promises = epub::promises(article, &settings.epub, &context, &mut said)?;
    Ok((promises, epub::judgements(article)))
}

/// Typesets the pages of the PDF, if an EPUB is made too and can list them.
fn paged(
    article: &Article,
    outputs: &[Output],
    cover: Option<&cover::Cover<'_>>,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(Pages, PrintEdition)>, Error> {
    let of = |format| outputs.iter().find(|output| output.format == format);
    let (Some(_), Some(pdf), None) = (of(Format::Epub), of(Format::Pdf), settings.printing.imposition) else {
        return Ok(None);
    };
    let pages = sheets::typeset(article, cover, settings, diagnostics)?;
    let name = pdf.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let breaks = layout::page_breaks(&pages);
    Ok(Some((pages, PrintEdition { name, breaks })))
}

/// Returns the context of an EPUB: `print` is the paged edition from the same run.
fn epub_context<'a>(
    print: Option<&'a PrintEdition>,
    cover: &'a EpubCover,
    settings: &'a Settings,
) -> epub::Context<'a> {
    epub::Context {
        cover: cover.borrowed(),
        modified: settings.modified.as_deref(),
        print,
        faces: Some(DesignFaces {
            fonts: &settings.fonts,
            styles: &settings.design.styles,
            missing_glyphs: settings.missing_glyphs,
        }),
    }
}

/// Typesets `article` on sheets as its PDF has them, whether or not fonts have all letters.
///
/// # Errors
/// Those of `sheets::typeset`.
pub(super) fn print(article: &Article, settings: &Settings, diagnostics: &mut Diagnostics) -> Result<Pages, Error> {
    let cover = covers::on_paper(article, settings).then(|| covers::of(article, settings)).flatten();
    let pages = sheets::typeset(article, cover.as_ref(), settings, diagnostics)?;
    Ok(imposition::impose(pages, &settings.printing, article.meta.dir))
}

fn write_pdf(
    pages: Pages,
    article: &Article,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Error> {
    if settings.missing_glyphs == MissingGlyphs::Refused
        && let Some(error) = layout::missing_glyphs(&pages)
    {
        return Err(error);
    }
    let pages = imposition::impose(pages, &settings.printing, article.meta.dir);
    diagnostics.extend(layout::small_print(&pages));
    let options = pdf::Options { modified: settings.modified.clone() };
    pdf::write(&pages, article, &settings.fonts, &options, diagnostics)
}
