//! SVG (SVG 2): as painted paths if they can express it, and as pixels.
//!
//! usvg resolves style, references and text to a tree of painted paths. Drawings with only plain colours, opacity,
//! simple clips and gradients can be converted by [`paths`]. All drawings, including those with filters, masks,
//! patterns and embedded pictures, can be rendered as pixels by resvg ([`raster`]).
//!
//! The file is untrusted: nothing is fetched or read from elsewhere, and [`guard`] rejects what would expand without
//! end. Limits: text is set in the bundled faces and becomes outlines; the alternative text represents it.

mod fonts;
mod guard;
mod paths;
mod raster;
mod style;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use image::{ImageReader, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, ImageKind, Tree, roxmltree};

use super::{Error, Group};
use crate::article::Asset;
use crate::diag::{Diagnostic, Diagnostics};
use crate::text::Fonts;
use crate::units::Size;

/// Maximum size of a file.
const MAX_BYTES: usize = 8 << 20;

/// Maximum nesting of drawings.
const MAX_DRAWINGS: u32 = 3;

/// Maximum number of pixels of an embedded picture.
const MAX_INSIDE: u64 = 16 << 20;

/// A drawing with its style, references and text resolved.
pub(crate) struct Drawing(Tree);

impl Drawing {
    /// Reads the drawing in `asset`, and reports the parts of it that `output` will lack.
    ///
    /// # Errors
    /// If it cannot be drawn; holds the reason.
    pub fn read(asset: &Asset, fonts: &Fonts, output: &str, diagnostics: &mut Diagnostics) -> Result<Self, Error> {
        let losses = Losses::default();
        let bytes = asset.bytes.read().map_err(Error::Read)?;
        let tree = parse(&bytes, fonts, &losses)?;
        if losses.pictures.into_inner() {
            let message = format!("a picture inside {} is left out of the {output}", asset.name);
            diagnostics
                .push(Diagnostic::warning("left-out", message).help("embed a PNG or JPEG of moderate size instead"));
        }
        if losses.characters.into_inner() {
            let message = format!("{} has characters that no bundled font has; the {output} lacks them", asset.name);
            diagnostics.push(Diagnostic::warning("missing-glyphs", message).help("turn its text into paths"));
        }
        Ok(Self(tree))
    }

    /// Returns its painted paths, scaled to fill `size`, in points from the lower left corner; `None` if only pixels
    /// can express it.
    pub fn shapes(&self, size: Size) -> Option<Group> {
        paths::shapes(&self.0, size)
    }

    /// Renders it to fill `size`, at print resolution.
    ///
    /// # Errors
    /// If it cannot be drawn; holds the reason.
    pub fn printed(&self, size: Size) -> Result<RgbaImage, Error> {
        raster::printed(&self.0, size)
    }

    /// Renders it `enlarged` times, up to a sensible number of pixels.
    ///
    /// # Errors
    /// If it cannot be drawn; holds the reason.
    pub fn enlarged(&self, enlarged: f64) -> Result<RgbaImage, Error> {
        let own = self.0.size();
        let pixels = |length: f32| (f64::from(length) * enlarged).clamp(1.0, f64::from(u16::MAX));
        raster::picture(&self.0, raster::bounded(pixels(own.width()), pixels(own.height())))
    }

    /// Renders it on a canvas of `extent` pixels, with its upper left corner at `corner` and as large as `size`, both
    /// in pixels.
    ///
    /// # Errors
    /// If it cannot be drawn; holds the reason.
    pub fn painted(&self, corner: [f32; 2], size: [f32; 2], extent: (u32, u32)) -> Result<Pixmap, Error> {
        let own = self.0.size();
        let transform =
            Transform::from_row(size[0] / own.width(), 0.0, 0.0, size[1] / own.height(), corner[0], corner[1]);
        raster::painted(&self.0, transform, extent)
    }
}

/// Records what could not be resolved.
#[derive(Default)]
struct Losses {
    pictures: AtomicBool,
    characters: AtomicBool,
    /// Number of drawings that enclose the current one.
    depth: AtomicU32,
}

fn parse(bytes: &[u8], fonts: &Fonts, losses: &Losses) -> Result<Tree, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Error::NotUtf8)?;
    guard::check_markup(text)?;
    let text = style::resolve(text);
    // The document type, which may define entities, was removed when the picture was read; a remaining one is rejected
    // here.
    let document = roxmltree::Document::parse(&text).map_err(|error| Error::Markup(error.to_string()))?;
    guard::check(&document)?;
    // A nested drawing may have text too.
    let sets = |node: roxmltree::Node<'_, '_>| {
        node.tag_name().name() == "text" || node.attributes().any(|a| a.value().starts_with("data:image/svg"))
    };
    let has_text = document.descendants().any(sets);
    let options = usvg::Options {
        image_href_resolver: pictures_inside(losses),
        font_family: fonts::DEFAULT_FAMILY.into(),
        font_resolver: fonts::resolver(&losses.characters),
        fontdb: if has_text { fonts::database(fonts) } else { Arc::default() },
        ..usvg::Options::default()
    };
    Tree::from_xmltree(&document, &options).map_err(|error| Error::Markup(error.to_string()))
}

/// Accepts only pictures that are embedded in the file, of known format and limited size.
fn pictures_inside(losses: &Losses) -> ImageHrefResolver<'_> {
    let refuse = || {
        losses.pictures.store(true, Ordering::Relaxed);
        None
    };
    ImageHrefResolver {
        resolve_data: Box::new(move |kind, data, options| {
            let found = if kind == "image/svg+xml" { drawing_inside(&data, options, losses) } else { inside(data) };
            found.or_else(refuse)
        }),
        resolve_string: Box::new(move |_, _| refuse()),
    }
}

fn inside(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    let reader = ImageReader::new(Cursor::new(&data[..])).with_guessed_format().ok()?;
    let format = reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MAX_INSIDE {
        return None;
    }
    match format {
        image::ImageFormat::Png => Some(ImageKind::PNG(data)),
        image::ImageFormat::Jpeg => Some(ImageKind::JPEG(data)),
        image::ImageFormat::Gif => Some(ImageKind::GIF(data)),
        image::ImageFormat::WebP => Some(ImageKind::WEBP(data)),
        _ => None,
    }
}

/// Reads a drawing inside a drawing, with the same limits.
fn drawing_inside(data: &[u8], options: &usvg::Options<'_>, losses: &Losses) -> Option<ImageKind> {
    let text = std::str::from_utf8(data).ok().filter(|text| text.len() <= MAX_BYTES)?;
    if losses.depth.load(Ordering::Relaxed) >= MAX_DRAWINGS {
        return None;
    }
    losses.depth.fetch_add(1, Ordering::Relaxed);
    let resolve = || {
        guard::check_markup(text).ok()?;
        let text = style::resolve(text);
        let document = roxmltree::Document::parse(&text).ok()?;
        guard::check(&document).ok()?;
        Tree::from_xmltree(&document, options).ok()
    };
    let tree = resolve();
    losses.depth.fetch_sub(1, Ordering::Relaxed);
    tree.map(ImageKind::SVG)
}
