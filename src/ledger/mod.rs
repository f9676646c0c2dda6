//! The ledger of an article's pictures: where each is used, what is stated about its rights, and who states it.
//!
//! [`entries`] lists what [`read`](crate::read) found, without a judgement; [`missed`] compares it with the rules of a
//! publisher. What is not stated stays `None`: nothing is guessed, and the licence of the article is not that of its
//! pictures.

mod rules;

use serde::Serialize;

use crate::article::{
    Alt, Article, Block, BlockKind, Bytes, Credit, CreditOrigin, CreditRole, Embedded, Figure, Inline, Packet, Picture,
    Property, Visit, plain_text, walk_blocks,
};
use crate::source::Span;

pub use rules::{Required, Rules, missed};

/// One use of a picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// The path of its file; for a picture in the text itself its name in the outputs, for a missing one its address.
    pub picture: String,
    /// How the article uses it.
    pub used_as: Use,
    /// Where the article names it: the picture itself, or the block with it where that has no place of its own.
    #[serde(skip)]
    pub span: Span,
    /// Whether there is no file.
    pub missing: bool,
    /// Its title.
    pub title: Option<Value>,
    /// Who made it.
    pub author: Option<Value>,
    /// Where it comes from.
    pub source: Option<Value>,
    /// The name of its licence, or other terms.
    pub license: Option<Value>,
    /// The address of its licence.
    pub license_url: Option<String>,
    /// The identifier of its licence in the SPDX licence list.
    pub spdx: Option<String>,
    /// The wording of its credit.
    pub credit: Option<Value>,
    /// The copyright notice in its file.
    pub notice: Option<Value>,
    /// Its alternative text, from the article or the file; empty if it is said to be decoration, `None` if nothing is
    /// said. A caption or title is none, although outputs, in which every picture needs one, let it stand in.
    pub alt: Option<String>,
    /// Size of the file in bytes.
    pub bytes: Option<u64>,
    /// SHA-1 of the file, in hexadecimal digits.
    pub sha1: Option<String>,
}

/// How a picture is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// As the cover.
    Cover,
    /// As a figure.
    Figure,
    /// Within a line of text.
    Inline,
}

/// A value, and who states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// The value.
    pub text: String,
    /// Who states it.
    pub from: Origin,
}

/// Who states a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The text of the article.
    Text,
    /// Its front matter.
    FrontMatter,
    /// EXIF in the picture's file.
    Exif,
    /// IPTC data in the picture's file.
    Iptc,
    /// XMP in the picture's file.
    Xmp,
    /// Text fields of the picture's file.
    FileText,
}

impl Origin {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::FrontMatter => "front matter",
            Self::Exif => "EXIF",
            Self::Iptc => "IPTC",
            Self::Xmp => "XMP",
            Self::FileText => "file",
        }
    }
}

/// Lists the uses of pictures in `article`, the cover first, then in reading order.
pub fn entries(article: &Article) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Some(cover) = &article.cover {
        figure(article, cover, &mut entries);
    }
    let texts = std::iter::once(&article.blocks).chain(article.notes.iter().map(|note| &note.blocks));
    for blocks in texts.chain([&article.disclaimer]) {
        text(article, blocks, &mut entries);
    }
    entries
}

fn text(article: &Article, blocks: &[Block], entries: &mut Vec<Entry>) {
    let mut span = Span::default();
    walk_blocks(blocks, &mut |visit| match visit {
        Visit::Block(Block { kind: BlockKind::Figure(found), .. }) => figure(article, found, entries),
        Visit::Block(block) => span = block.span,
        Visit::Inline(Inline::Picture(picture)) => {
            entries.push(entry(article, picture, (Use::Inline, span), None));
        }
        Visit::Inline(_) => {}
    });
}

fn figure(article: &Article, figure: &Figure, entries: &mut Vec<Entry>) {
    let credit = figure.credit.as_ref();
    let is_cover = article.cover.as_ref().is_some_and(|cover| std::ptr::eq(cover, figure));
    let used = if is_cover || credit.is_some_and(|credit| credit.role == CreditRole::Cover) {
        Use::Cover
    } else {
        Use::Figure
    };
    for picture in &figure.pictures {
        entries.push(entry(article, picture, (used, figure.span), credit));
    }
}

fn entry(article: &Article, picture: &Picture, (used_as, span): (Use, Span), credit: Option<&Credit>) -> Entry {
    let asset = picture.asset.as_ref().ok().map(|id| article.asset(*id));
    let file = asset.map(|asset| &asset.embedded);
    let missing = || picture.asset.as_ref().err().and_then(|missing| missing.url.clone());
    let path = asset.map(|asset| match &asset.bytes {
        Bytes::Filed(filed) => filed.path().display().to_string(),
        Bytes::Held(_) => asset.name.clone(),
    });
    let span = if picture.span == Span::default() { span } else { picture.span };
    let license = credit.and_then(|credit| credit.license.as_ref());
    let address = license.and_then(|license| license.url.clone());
    Entry {
        picture: path.or_else(missing).unwrap_or_default(),
        used_as,
        span,
        missing: asset.is_none(),
        title: value(credit, |credit| credit.title.clone(), file, &[Property::Title]),
        author: value(credit, |credit| credit.author.clone(), file, &[Property::AttributionName, Property::Creator]),
        source: value(credit, |credit| credit.source.clone(), file, &[Property::CreditLine, Property::Source]),
        license: value(
            credit,
            |credit| credit.license.as_ref().map(|license| license.name.clone()),
            file,
            &[Property::Terms, Property::LicenseUrl],
        ),
        license_url: address.or_else(|| stated(file, Property::LicenseUrl).map(|value| value.text)),
        spdx: license.and_then(|license| license.spdx.clone()),
        credit: value(credit, |credit| Some(plain_text(&credit.verbatim)), file, &[Property::CreditLine]),
        notice: stated(file, Property::Notice),
        alt: match &picture.alt {
            Alt::Text(text) => Some(text.clone()),
            Alt::Decorative => Some(String::new()),
            Alt::NotStated => None,
        },
        bytes: asset.map(|asset| asset.bytes.len()),
        sha1: asset.and_then(|asset| asset.bytes.read().ok()).map(|bytes| sha1(&bytes)),
    }
}

/// Returns what the article states, else what the file states for the first of `properties` that it has.
fn value(
    credit: Option<&Credit>,
    part: impl Fn(&Credit) -> Option<String>,
    file: Option<&Embedded>,
    properties: &[Property],
) -> Option<Value> {
    let stated_by_article = credit.filter(|credit| credit.origin != CreditOrigin::Picture).and_then(|credit| {
        let from = if credit.origin == CreditOrigin::FrontMatter { Origin::FrontMatter } else { Origin::Text };
        part(credit).filter(|text| !text.trim().is_empty()).map(|text| Value { text, from })
    });
    stated_by_article.or_else(|| properties.iter().find_map(|property| stated(file, *property)))
}

fn stated(file: Option<&Embedded>, property: Property) -> Option<Value> {
    let stated = file?.stated.get(&property)?;
    let from = match stated.packet {
        Packet::Exif => Origin::Exif,
        Packet::Iim => Origin::Iptc,
        Packet::Xmp => Origin::Xmp,
        Packet::Text => Origin::FileText,
    };
    Some(Value { text: stated.value.clone(), from })
}

fn sha1(bytes: &[u8]) -> String {
    sha1_smol::Sha1::from(bytes).digest().to_string()
}

#[cfg(test)]
mod places;
#[cfg(test)]
mod tests;
