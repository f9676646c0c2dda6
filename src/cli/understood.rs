//! The data of `explain`.

use std::collections::BTreeMap;

use offprint::article::{
    Alt, Article, AssetId, Block, BlockKind, Credit, CreditRole, Figure, ImageKind, Inline, Missing, Picture,
    Provenance, Visit, plain_text, walk_blocks,
};
use offprint::diag::{Code, Diagnostic};
use offprint::source::{Source, Span};
use serde::Serialize;

/// What was understood of an article; its fields are the JSON of `explain --json`.
#[derive(Debug, Serialize)]
pub struct Understood {
    /// Path of the input.
    pub input: String,
    /// Values with their origins.
    pub values: Vec<Provenance>,
    /// Fields that the input says nothing about.
    pub not_stated: Vec<&'static str>,
    /// Unknown keys with their values.
    pub unknown_keys: BTreeMap<String, serde_json::Value>,
    /// The language used.
    pub lang: String,
    /// Number of words in the text.
    pub words: usize,
    /// Reading time in minutes.
    pub reading_minutes: usize,
    /// Number of blocks or inlines of each kind.
    pub counts: BTreeMap<&'static str, usize>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// The cover, if there is one.
    pub cover: Option<Pictured>,
    /// Figures in order.
    pub figures: Vec<Pictured>,
    /// Text of the disclaimer.
    pub disclaimer: Option<String>,
    /// Related articles.
    pub related: Vec<RelatedEntry>,
    /// Warnings about the article.
    pub diagnostics: Vec<Finding>,
}

/// A heading.
#[derive(Debug, Serialize)]
pub struct Heading {
    /// Level, 2 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Its identifier.
    pub slug: String,
    /// Its line.
    pub line: usize,
}

/// A figure: pictures, caption and credit.
#[derive(Debug, Serialize)]
pub struct Pictured {
    /// Its line.
    pub line: usize,
    /// Its pictures.
    pub pictures: Vec<PictureEntry>,
    /// Its caption.
    pub caption: Option<String>,
    /// Its credit.
    pub credit: Option<CreditEntry>,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct PictureEntry {
    /// The file's name in the outputs; `None` for a missing picture.
    pub name: Option<String>,
    /// Its format.
    pub kind: Option<&'static str>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Size of the file in bytes.
    pub bytes: Option<u64>,
    /// The stated address of a missing picture.
    pub missing_url: Option<String>,
    /// Alternative text; empty for a decorative picture, `None` if nothing is stated.
    pub alt: Option<String>,
}

/// A credit line; `None` means "not stated".
#[derive(Debug, Serialize)]
pub struct CreditEntry {
    /// `cover` or `figure`.
    pub role: &'static str,
    /// The wording.
    pub verbatim: String,
    /// Label before the description.
    pub label: Option<String>,
    /// Title or description.
    pub title: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The address of the author.
    pub author_url: Option<String>,
    /// The source.
    pub source: Option<String>,
    /// The address of the source.
    pub source_url: Option<String>,
    /// Name of the licence.
    pub license: Option<String>,
    /// Address of the licence.
    pub license_url: Option<String>,
    /// Identifier of the licence in SPDX's list.
    pub license_spdx: Option<String>,
    /// Whether the picture was modified.
    pub modified: bool,
    /// Links in the wording.
    pub links: Vec<String>,
    /// Why it was taken as a credit, such as ``label `Photo` `` or ``key `attribution` ``.
    pub reasons: Vec<String>,
}

/// A related article.
#[derive(Debug, Serialize)]
pub struct RelatedEntry {
    /// Its title, or the slug, path or address that is all the input says.
    pub title: String,
    /// The title as printed, if it is made of a slug.
    pub shown: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its blurb.
    pub blurb: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its date, in ISO 8601.
    pub date: Option<String>,
    /// Its picture: the name in the outputs, or the stated address of a missing one.
    pub picture: Option<String>,
    /// Why it is taken for a related article.
    pub reason: String,
    /// Its line.
    pub line: usize,
}

/// A diagnostic with its place.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: offprint::diag::Severity,
    /// Its kind.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// Its line.
    pub line: Option<usize>,
    /// Its column.
    pub column: Option<usize>,
    /// What to do next.
    pub help: Option<String>,
}

/// Fields that a reader of the outputs would expect.
const EXPECTED: [&str; 8] = ["title", "author", "date", "lang", "description", "publisher", "rights", "source"];

impl Understood {
    /// Describes what was understood of `source`.
    pub fn of(article: &Article, source: &Source, diagnostics: &[Diagnostic]) -> Self {
        let teller = Teller { article, source };
        let meta = &article.meta;
        Self {
            input: source.path.display().to_string(),
            values: meta.provenance.clone(),
            not_stated: not_stated(article),
            unknown_keys: meta.extra.clone(),
            lang: meta.lang.0.clone(),
            words: article.words,
            reading_minutes: article.reading_minutes(),
            counts: counts(article),
            headings: teller.headings(),
            cover: article.cover_figure().map(|cover| teller.figure(cover)),
            figures: teller.figures(),
            disclaimer: (!article.disclaimer.is_empty()).then(|| text_of(&article.disclaimer)),
            related: teller.related(),
            diagnostics: diagnostics.iter().map(|diagnostic| teller.finding(diagnostic)).collect(),
        }
    }
}

fn not_stated(article: &Article) -> Vec<&'static str> {
    let meta = &article.meta;
    let stated = |field: &str| match field {
        "title" => !meta.title.is_empty(),
        "author" => meta.authors().next().is_some(),
        "date" => meta.date.is_some(),
        "lang" => meta.lang.0 != "und",
        "description" => meta.description.is_some(),
        "publisher" => meta.publisher.is_some(),
        "rights" => !meta.rights.is_empty(),
        _ => meta.source_url.is_some(),
    };
    EXPECTED.into_iter().filter(|field| !stated(field)).collect()
}

fn counts(article: &Article) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    walk_blocks(&article.blocks, &mut |visit| {
        if let Some(name) = counted(visit) {
            *counts.entry(name).or_default() += 1;
        }
    });
    let rest =
        [("notes", article.notes.len()), ("related", article.related.len()), ("credits", article.credits().len())];
    counts.extend(rest.into_iter().filter(|(_, count)| *count > 0));
    counts
}

fn counted(visit: Visit) -> Option<&'static str> {
    match visit {
        Visit::Block(block) => block.kind.plural_name(),
        Visit::Inline(Inline::Link { .. }) => Some("links"),
        Visit::Inline(Inline::Math { .. }) => Some("formulas"),
        Visit::Inline(Inline::Picture(_)) => Some("inline pictures"),
        Visit::Inline(_) => None,
    }
}

/// Returns the text of blocks as one line.
fn text_of(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Block(Block {
            kind: BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }, ..
        }) = visit
        {
            parts.push(plain_text(content));
        }
    });
    parts.join(" ")
}

fn non_empty(inlines: &[Inline]) -> Option<String> {
    Some(plain_text(inlines)).filter(|text| !text.is_empty())
}

/// Describes parts of an article, with the lines of its source.
struct Teller<'a> {
    article: &'a Article,
    source: &'a Source,
}

impl Teller<'_> {
    fn line(&self, span: Span) -> usize {
        self.source.line_column(span.start).0
    }

    fn headings(&self) -> Vec<Heading> {
        let mut headings = Vec::new();
        walk_blocks(&self.article.blocks, &mut |visit| {
            if let Visit::Block(Block { span, kind: BlockKind::Heading { level, slug, content }, .. }) = visit {
                let (text, line) = (plain_text(content), self.line(*span));
                headings.push(Heading { level: *level, text, slug: slug.clone(), line });
            }
        });
        headings
    }

    /// Describes figures, and pictures inside lines.
    fn figures(&self) -> Vec<Pictured> {
        let mut figures = Vec::new();
        let mut line = 1;
        walk_blocks(&self.article.blocks, &mut |visit| match visit {
            Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) => figures.push(self.figure(figure)),
            Visit::Block(block) => line = self.line(block.span),
            Visit::Inline(Inline::Picture(picture)) => {
                figures.push(Pictured { line, pictures: vec![self.picture(picture)], caption: None, credit: None });
            }
            Visit::Inline(_) => {}
        });
        figures
    }

    fn figure(&self, figure: &Figure) -> Pictured {
        Pictured {
            line: self.line(figure.span),
            pictures: figure.pictures.iter().map(|picture| self.picture(picture)).collect(),
            caption: non_empty(&figure.caption),
            credit: figure.credit.as_ref().map(credit),
        }
    }

    fn picture(&self, picture: &Picture) -> PictureEntry {
        let alt = match &picture.alt {
            Alt::Text(text) => Some(text.clone()),
            Alt::Decorative => Some(String::new()),
            Alt::NotStated => None,
        };
        match &picture.asset {
            Ok(asset) => self.present(*asset, alt),
            Err(Missing { url }) => PictureEntry {
                missing_url: url.clone(),
                alt,
                name: None,
                kind: None,
                width: None,
                height: None,
                bytes: None,
            },
        }
    }

    fn present(&self, asset: AssetId, alt: Option<String>) -> PictureEntry {
        let asset = self.article.asset(asset);
        PictureEntry {
            name: Some(asset.name.clone()),
            kind: Some(kind_name(asset.kind)),
            width: Some(asset.width),
            height: Some(asset.height),
            bytes: Some(asset.bytes.len()),
            missing_url: None,
            alt,
        }
    }

    fn related(&self) -> Vec<RelatedEntry> {
        let entry = |related: &offprint::article::Related| RelatedEntry {
            title: related.reference.clone().unwrap_or_else(|| plain_text(&related.title)),
            shown: related.reference.is_some().then(|| plain_text(&related.title)),
            url: related.url.clone(),
            blurb: non_empty(&related.blurb),
            author: related.author.clone(),
            date: related.date.as_ref().map(|date| date.iso.clone()),
            picture: match related.picture.as_slice() {
                [Inline::Picture(Picture { asset: Ok(asset), .. })] => Some(self.article.asset(*asset).name.clone()),
                [Inline::Picture(Picture { asset: Err(Missing { url }), .. })] => url.clone(),
                _ => None,
            },
            reason: related.because.clone(),
            line: self.line(related.span),
        };
        self.article.related.iter().map(entry).collect()
    }

    fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let place = diagnostic.span.map(|span| self.source.line_column(span.start));
        Finding {
            severity: diagnostic.severity,
            code: diagnostic.code.clone(),
            message: diagnostic.message.clone(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            help: diagnostic.help.clone(),
        }
    }
}

fn credit(credit: &Credit) -> CreditEntry {
    CreditEntry {
        role: match credit.role {
            CreditRole::Cover => "cover",
            CreditRole::Figure => "figure",
        },
        verbatim: plain_text(&credit.verbatim),
        label: credit.label.clone(),
        title: credit.title.clone(),
        author: credit.author.clone(),
        author_url: credit.author_url.clone(),
        source: credit.source.clone(),
        source_url: credit.source_url.clone(),
        license: credit.license.as_ref().map(|license| license.name.clone()),
        license_url: credit.license.as_ref().and_then(|license| license.url.clone()),
        license_spdx: credit.license.as_ref().and_then(|license| license.spdx.clone()),
        modified: credit.modified,
        links: credit.links.iter().map(|link| link.url.clone()).collect(),
        reasons: credit.reasons.clone(),
    }
}

fn kind_name(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Jpeg => "JPEG",
        ImageKind::Png => "PNG",
        ImageKind::Gif => "GIF",
        ImageKind::WebP => "WebP",
        ImageKind::Svg => "SVG",
        ImageKind::Tiff => "TIFF",
        ImageKind::Bmp => "BMP",
        ImageKind::Avif => "AVIF",
    }
}
