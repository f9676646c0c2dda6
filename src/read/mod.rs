//! Reading: from the bytes of an input to an [`Article`].
//!
//! Front matter ([`front`]) comes off first. Markdown ([`markdown`]) with its template tags ([`tags`]) and HTML
//! ([`html`]) becomes a tree, the tree becomes blocks ([`lower`]); scraped text ([`plain`]) becomes blocks directly.
//! [`resolve`] settles what needs the whole article. Nothing here touches the disk: pictures come from [`Files`].
//!
//! Limits: [`MAX_INPUT`] bytes, a nesting of 100, [`MAX_NOTES`] notes.

pub mod credit;
pub mod date;
mod files;
pub mod front;
mod html;
pub mod lang;
mod lower;
mod markdown;
mod pictures;
pub mod plain;
mod report;
mod resolve;
mod tags;
mod tree;

pub use files::{DiskFiles, Files, Memory, NoFiles};

use crate::article::{Article, Credit, CreditRole, Figure, Inline, License, Picture, Related, Target, plain_text};
use crate::diag::{Diagnostics, Error};
use crate::source::Source;
use pictures::Gallery;
use report::{Places, Report};
use resolve::Marks;

pub use markdown::inlines;

/// Most bytes of an input.
pub const MAX_INPUT: usize = 16 * 1024 * 1024;

/// Most notes of an article.
pub const MAX_NOTES: usize = 10_000;

/// What the caller can choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the input is; `None` finds out from its name and content.
    pub format: Option<Format>,
    /// Language of the article (BCP 47), over whatever it declares.
    pub lang: Option<String>,
    /// Path of a cover picture in [`Files`], over whatever the article names.
    pub cover: Option<String>,
    /// Whether short blocks of scraped text may become headings.
    pub headings: Headings,
}

/// Kinds of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown in any of the dialects that articles use.
    Markdown,
    /// Text as scraped from a page: paragraphs between empty lines.
    Plain,
}

/// Whether short blocks of scraped text become headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// Where the rules say so.
    #[default]
    Guess,
    /// Never.
    Never,
}

/// Reads the article in `source`; pictures and other files that it names come from `files`.
///
/// # Errors
/// [`Error::NotUtf8`], [`Error::Empty`] and [`Error::Limit`]; everything else becomes a diagnostic.
pub fn read(
    source: &Source,
    options: &Options,
    files: &dyn Files,
    diagnostics: &mut Diagnostics,
) -> Result<Article, Error> {
    let text = text_of(source)?;
    let front = front::read(text, &markdown::inlines, diagnostics);
    let body = text.get(front.body..).unwrap_or_default();
    let nothing = body.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty();
    if nothing {
        let why = if front.body > 3 { "there is nothing after the front matter" } else { "the file is empty" };
        return Err(Error::Empty { path: source.path.clone(), why });
    }
    let mut gallery = Gallery::new(files);
    let (mut article, anchors, marks) = match format(source, options, text, &front) {
        Format::Plain => {
            let article = plain::read(text, front.body, options, diagnostics);
            (article, Vec::new(), Marks::Verbatim)
        }
        Format::Markdown => {
            let (article, anchors) = read_markdown(source, text, front.body, &mut gallery, diagnostics)?;
            (article, anchors, Marks::Smart)
        }
    };
    join_front(&mut article, front, options, &mut gallery, diagnostics);
    article.assets = gallery.assets;
    resolve::resolve(&mut article, anchors, marks, source, options, diagnostics);
    if article.blocks.is_empty() && article.notes.is_empty() && article.related.is_empty() && article.cover.is_none() {
        return Err(Error::Empty { path: source.path.clone(), why: "there is no text in it" });
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Ok(article)
}

/// The text of `source`, checked for size and encoding.
fn text_of(source: &Source) -> Result<&str, Error> {
    let path = || source.path.clone();
    if source.bytes.len() > MAX_INPUT {
        return Err(Error::Limit { path: path(), limit: "bytes of text", allowed: MAX_INPUT as u64 });
    }
    std::str::from_utf8(&source.bytes).map_err(|error| Error::NotUtf8 { path: path(), offset: error.valid_up_to() })
}

/// What the input is: as asked for, as its name says, as its content looks.
fn format(source: &Source, options: &Options, text: &str, front: &front::Front) -> Format {
    let extension = source.path.extension().map(|extension| extension.to_ascii_lowercase());
    let named = extension.is_some_and(|name| {
        ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd", "mdwn"].iter().any(|known| name == *known)
    });
    options.format.unwrap_or_else(|| {
        let has_front = front.body > 3;
        if !named && !has_front && plain::looks_like(text) { Format::Plain } else { Format::Markdown }
    })
}

/// The article that the Markdown of `text` from byte `from` on makes, and the names of its places.
fn read_markdown(
    source: &Source,
    text: &str,
    from: usize,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Article, Vec<(String, crate::article::NodeId)>), Error> {
    let body = &text[from..];
    let mut report = Report::new(Places::from(from), diagnostics);
    let rewritten = tags::rewrite(body, &mut report);
    let limit = |limit, allowed| Error::Limit { path: source.path.clone(), limit, allowed };
    let lowered =
        markdown::read(&rewritten, gallery, &mut report).ok_or_else(|| limit("nesting", tree::MAX_NESTING as u64))?;
    if lowered.notes.len() > MAX_NOTES {
        return Err(limit("notes", MAX_NOTES as u64));
    }
    let article = Article { blocks: lowered.blocks, notes: lowered.notes, ..Article::default() };
    Ok((article, lowered.anchors))
}

/// Puts what the front matter says into `article`, where the text does not know better.
fn join_front(
    article: &mut Article,
    front: front::Front,
    options: &Options,
    gallery: &mut Gallery<'_>,
    diagnostics: &mut Diagnostics,
) {
    let found = std::mem::replace(&mut article.meta, front.meta);
    if article.meta.title.is_empty() {
        article.meta.title = found.title;
        article.meta.provenance.extend(found.provenance);
    }
    let mut report = Report::new(Places::from(0), diagnostics);
    let spec = front.cover.unwrap_or_default();
    if let Some(cover) = cover(spec, options, gallery, &mut report) {
        article.cover = Some(cover);
    }
    let named = front.related.into_iter().map(|related| Related {
        title: markdown::inlines(related.title.as_deref().or(related.reference.as_deref()).unwrap_or_default()),
        url: related.reference,
        blurb: markdown::inlines(related.excerpt.as_deref().unwrap_or_default()),
        span: related.span,
    });
    article.related.splice(0..0, named);
}

/// The cover that the front matter or the caller names.
fn cover(
    spec: front::CoverSpec,
    options: &Options,
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Option<Figure> {
    let path = options.cover.as_deref().map(|path| (path.to_owned(), Default::default()));
    let path = path.or_else(|| spec.path.as_ref().map(|said| (said.value.clone(), said.span)));
    let span = path.as_ref().map(|(_, span)| *span).unwrap_or_default();
    let asset = path.map(|(path, span)| gallery.picture(&path, span, report));
    let caption = spec.caption.as_ref().map(|said| markdown::inlines(&said.value)).unwrap_or_default();
    let (caption, mut credit) = match &spec.credit {
        Some(said) => {
            (caption, Some(credit::parse(&linked(markdown::inlines(&said.value), spec.credit_link.as_ref()))))
        }
        None if caption.is_empty() => (caption, None),
        None => credit::split_caption(&caption),
    };
    if let Some(license) = spec.license {
        let wording = markdown::inlines(&license.value);
        let credit = credit.get_or_insert_with(|| Credit { verbatim: wording.clone(), ..Credit::default() });
        let name = plain_text(&wording);
        credit.license.get_or_insert(License { name, url: None });
    }
    if let Some(credit) = &mut credit {
        credit.role = CreditRole::Cover;
    }
    let alt = match spec.alt {
        Some(said) if said.value.trim().is_empty() => crate::article::Alt::Decorative,
        Some(said) => crate::article::Alt::Text(said.value),
        None => Default::default(),
    };
    let pictures: Vec<Picture> =
        asset.into_iter().map(|asset| Picture { asset, alt: alt.clone(), title: None, link: None }).collect();
    let nothing = pictures.is_empty() && caption.is_empty() && credit.is_none();
    (!nothing).then_some(Figure { pictures, caption, credit, span })
}

/// `wording` as a link to `link`, unless it has links of its own.
fn linked(wording: Vec<Inline>, link: Option<&front::Said>) -> Vec<Inline> {
    let has_link = wording.iter().any(|inline| matches!(inline, Inline::Link { .. }));
    match link {
        Some(link) if !has_link && link.value.contains("://") && !wording.is_empty() => {
            vec![Inline::Link { target: Target::Url(link.value.clone()), title: None, content: wording }]
        }
        _ => wording,
    }
}
