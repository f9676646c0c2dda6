//! Pictures in the PDF; each is embedded once, however often it is shown.
//!
//! A JPEG is embedded unchanged except for its private data, and so is a PNG of a form that PDF supports (its
//! compressed rows are the same in both formats). SVG is drawn, as vectors if possible. Other pictures are decoded and
//! packed like a PNG, with transparency as a soft mask. What is known about the rights of a picture is stated beside it in
//! XMP (ISO 32000-1 §14.3.2), in the properties that PDF/A knows. A picture that cannot be decoded is reported, and the page
//! shows a neutral box with the alternative text.

mod decoded;
mod drawing;
mod error;
mod jpeg;
mod png;
mod veil;

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use crate::article::{Article, Asset, AssetId, Credit, ImageKind};
use crate::diag::{Diagnostic, Diagnostics, Error};
use crate::layout::{Item, Pages};
use crate::rights::{self, Statement};
use crate::text::Fonts;
use crate::units::Size;
use error::{Broken, Failure};
pub(super) use veil::Veil;

/// The pictures of a document.
pub(super) struct Images {
    images: BTreeMap<AssetId, Image>,
    /// Scrims over pictures, by their resource names.
    veils: BTreeMap<String, Veil>,
}

/// A picture as the pages refer to it.
pub(super) struct Image {
    /// Its resource name.
    pub key: String,
    /// EXIF orientation that the page must still apply.
    pub orientation: u8,
    /// XMP about its rights; empty if nothing is known.
    metadata: String,
    drawing: Drawing,
}

/// The object that fills the unit square.
enum Drawing {
    Pixels(Pixels),
    /// A form XObject (ISO 32000-1 §8.10).
    Form(ExternalStream),
}

/// An image XObject (ISO 32000-1 §8.9.5) without its name.
struct Pixels {
    width: u32,
    height: u32,
    space: Space,
    bits: u8,
    data: Data,
    /// The soft mask.
    mask: Option<Box<Pixels>>,
}

/// A colour space.
enum Space {
    Gray,
    Rgb,
    /// A palette of RGB triples.
    Indexed(Vec<u8>),
}

/// Compressed samples.
enum Data {
    Jpeg(Vec<u8>),
    /// A zlib stream of rows, each after PNG's filter byte.
    Png(Vec<u8>),
}

impl Images {
    /// Prepares the pictures that `pages` show, and reports those that cannot be decoded.
    ///
    /// # Errors
    /// [`Error::Io`] if the file of a picture has changed since the article was read.
    pub fn collect(
        pages: &Pages,
        article: &Article,
        fonts: &Fonts,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Error> {
        let mut images = BTreeMap::new();
        let credits = article.credits_by_asset();
        for (id, size) in placed(pages) {
            let Some(asset) = article.assets.get(id.0 as usize) else { continue };
            match load(asset, size, fonts, diagnostics) {
                Ok(drawing) => {
                    let metadata = metadata(credits.get(&id).copied(), asset);
                    let image = Image { key: format!("I{}", id.0), orientation: asset.orientation, metadata, drawing };
                    images.insert(id, image);
                }
                Err(Failure::Broken(reason)) => diagnostics.push(undecodable(asset, &reason)),
                Err(Failure::Gone(error)) => return Err(error),
            }
        }
        Ok(Self { images, veils: veil::of(pages) })
    }

    /// Returns the picture, unless it could not be decoded.
    pub fn get(&self, id: AssetId) -> Option<&Image> {
        self.images.get(&id)
    }

    /// Returns the resources of the document.
    pub fn into_resources(self) -> BTreeMap<XObjectId, XObject> {
        let object = |image: Image| {
            let mut stream = match image.drawing {
                Drawing::Pixels(pixels) => pixels.into_stream(),
                Drawing::Form(form) => form,
            };
            if !image.metadata.is_empty() {
                stream.dict.insert("Metadata".to_owned(), DictItem::Stream { stream: xmp_stream(image.metadata) });
            }
            (XObjectId(image.key), XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
        };
        let veil = |(key, veil): (String, Veil)| {
            let stream = veil.into_form();
            (XObjectId(key), XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
        };
        self.images.into_values().map(object).chain(self.veils.into_iter().map(veil)).collect()
    }
}

/// Returns XMP about the rights of `asset`, whose credit in the article is `credit`; empty if nothing is known.
fn metadata(credit: Option<&Credit>, asset: &Asset) -> String {
    let statement = Statement::of(credit, Some(&asset.embedded));
    rights::xmp_in_pdf(&statement)
}

fn xmp_stream(packet: String) -> ExternalStream {
    let dict = [("Type", name("Metadata")), ("Subtype", name("XML"))];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    ExternalStream { dict, content: packet.into_bytes(), compress: false }
}

fn undecodable(asset: &Asset, reason: &Broken) -> Diagnostic {
    let message = format!("the picture {} cannot be decoded: {reason}", asset.name);
    Diagnostic::warning("undecodable-picture", message)
        .help("the PDF shows a grey box in its place; convert the picture to PNG or JPEG")
}

/// Returns the pictures that `pages` show, with the largest size of each.
fn placed(pages: &Pages) -> BTreeMap<AssetId, Size> {
    let mut largest = BTreeMap::new();
    for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
        let shown = match &placed.item {
            Item::Picture { asset, size } => Some((*asset, *size)),
            Item::Detail { asset, whole, .. } => Some((*asset, whole.size)),
            _ => None,
        };
        if let Some((asset, size)) = shown {
            let known = largest.entry(asset).or_insert(size);
            *known = Size::new(known.width.max(size.width), known.height.max(size.height));
        }
    }
    largest
}

/// Converts the asset to an XObject, or returns the reason why that fails.
fn load(asset: &Asset, size: Size, fonts: &Fonts, diagnostics: &mut Diagnostics) -> Result<Drawing, Failure> {
    let as_it_is = match asset.kind {
        ImageKind::Svg => return Ok(drawing::draw(asset, size, fonts, diagnostics)?),
        ImageKind::Jpeg => jpeg::pass_through(&asset.bytes.read()?),
        ImageKind::Png => png::pass_through(&asset.bytes.read()?),
        _ => None,
    };
    as_it_is.map_or_else(|| decoded::decode(asset), Ok).map(Drawing::Pixels)
}

impl Pixels {
    fn into_stream(self) -> ExternalStream {
        let number = |value: u32| DictItem::Int(i64::from(value));
        let components = if matches!(self.space, Space::Rgb) { 3 } else { 1 };
        let mut dict = BTreeMap::from([
            ("Type", name("XObject")),
            ("Subtype", name("Image")),
            ("Width", number(self.width)),
            ("Height", number(self.height)),
            ("BitsPerComponent", number(self.bits.into())),
            ("ColorSpace", self.space.into_item()),
        ]);
        let content = match self.data {
            Data::Jpeg(content) => {
                dict.insert("Filter", name("DCTDecode"));
                content
            }
            Data::Png(content) => {
                let entries = [("Predictor", 15), ("Colors", components), ("BitsPerComponent", self.bits.into())];
                let entries = entries.into_iter().chain([("Columns", self.width)]);
                let map = entries.map(|(key, value)| (key.to_owned(), number(value))).collect();
                dict.insert("Filter", name("FlateDecode"));
                dict.insert("DecodeParms", DictItem::Dict { map });
                content
            }
        };
        if let Some(mask) = self.mask {
            dict.insert("SMask", DictItem::Stream { stream: mask.into_stream() });
        }
        let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        ExternalStream { dict, content, compress: false }
    }
}

impl Space {
    fn into_item(self) -> DictItem {
        match self {
            Space::Gray => name("DeviceGray"),
            Space::Rgb => name("DeviceRGB"),
            Space::Indexed(palette) => DictItem::Array(vec![
                name("Indexed"),
                name("DeviceRGB"),
                DictItem::Int((palette.len() / 3) as i64 - 1),
                DictItem::String { data: palette, literal: true },
            ]),
        }
    }
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn dictionary<const N: usize>(entries: [(&str, DictItem); N]) -> DictItem {
    DictItem::Dict { map: entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect() }
}
