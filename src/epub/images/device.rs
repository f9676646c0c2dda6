//! Adapts pictures to the requirements of device makers.
//!
//! - Amazon, Kindle Publishing Guidelines, "Image Guidelines – Reflowable" (kdp.amazon.com, help topic
//!   G75V4YX5X8GRGXWV), "Supported Image Input Formats": no GIF of several frames, no transparency, and in Enhanced
//!   Typesetting no SVG; "Image Size and Quality Standards": 5 MB at most.
//! - Kobo, EPUB Guidelines (kobolabs/epub-spec), "Image Formatting": no transparency; "Cover Images": no GIF.
//!
//! A picture that the device accepts is embedded byte for byte.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::{AnimationDecoder, RgbaImage};

use super::convert::{Ground, Studio};
use super::error::{Trouble, Unreadable};
use super::limits::{Limit, PICTURE_BYTES};
use super::{Picture, Way};
use crate::article::{Asset, ImageKind};
use crate::diag::{Diagnostic, Diagnostics};
use crate::draw::Drawing;
use crate::epub::device::Device;
use crate::text::Fonts;

/// A drawing is rendered as wide as a large screen, but not enlarged more than [`MOST_ENLARGED`] times.
const SCREEN: f64 = 1600.0;
/// Maximum height of a rendered drawing; see [`SCREEN`].
const HIGH: f64 = 2560.0;
/// Maximum enlargement of a drawing; see [`SCREEN`].
const MOST_ENLARGED: f64 = 6.0;

/// Whether `device` supports SVG.
pub(super) fn takes_drawings(device: Device) -> bool {
    device != Device::Kindle
}

/// Returns the maximum file size of a picture for `device`, if it has one.
pub(super) fn most_bytes(device: Device) -> Option<u64> {
    (device == Device::Kindle).then_some(PICTURE_BYTES)
}

/// Returns the ground behind transparent pictures on `device`.
fn ground(device: Device) -> Ground {
    if device == Device::Any { Ground::Page } else { Ground::White }
}

/// Decodes `picture` to pixels that its device can show.
pub(super) fn studio(picture: &Picture<'_>, diagnostics: &mut Diagnostics) -> Result<Studio, Trouble> {
    match picture.asset.kind {
        ImageKind::Svg => drawn(picture.asset, diagnostics).map(Studio::of_drawing),
        _ => Studio::open((picture.asset, picture.decoded), picture.limit, ground(picture.device)),
    }
}

/// Renders the drawing `asset` as pixels.
fn drawn(asset: &Asset, diagnostics: &mut Diagnostics) -> Result<RgbaImage, Trouble> {
    let (width, height) = (f64::from(asset.width.max(1)), f64::from(asset.height.max(1)));
    let enlarged = (SCREEN / width).min(HIGH / height).clamp(1.0, MOST_ENLARGED);
    let bytes = asset.bytes.read().map_err(Unreadable::Read)?;
    let bytes = super::svg::well_formed(&bytes)?.into_owned();
    let asset = Asset { bytes: bytes.into(), ..asset.clone() };
    Ok(Drawing::read(&asset, &Fonts::bundled(), "e-book", diagnostics)?.enlarged(enlarged)?)
}

/// Decides how to embed `picture`, a GIF, whose file is `bytes`.
pub(super) fn gif<'a>(picture: &Picture<'a>, bytes: &[u8], diagnostics: &mut Diagnostics) -> Way<'a> {
    match picture.device {
        Device::Kobo if picture.limit == Limit::Cover => Way::Anew,
        Device::Any | Device::Kobo => Way::AsItIs(picture.asset.bytes.len()),
        Device::Kindle if frames(bytes) > 1 => {
            let message = format!(
                "picture `{}` is shown without its animation, which Kindle does not support",
                picture.asset.name
            );
            diagnostics.push(Diagnostic::note("still-picture", message).help("its first frame is shown"));
            Way::Anew
        }
        Device::Kindle if bytes.len() as u64 > PICTURE_BYTES => Way::Anew,
        Device::Kindle => Way::IfOpaque(picture.asset.bytes.len()),
    }
}

/// Counts the frames of a GIF, up to two.
fn frames(gif: &[u8]) -> usize {
    GifDecoder::new(Cursor::new(gif)).map_or(0, |decoder| decoder.into_frames().take(2).flatten().count())
}

/// Whether `device` rejects transparency and the header of a PNG states an alpha channel or a transparent colour (PNG
/// §11.2.2, §11.3.2.1).
pub(super) fn may_shine_through(device: Device, png: &[u8]) -> bool {
    let data = png.windows(4).position(|window| window == b"IDAT").unwrap_or(png.len());
    let has_alpha = || matches!(png.get(25), Some(4 | 6)) || png[..data].windows(4).any(|window| window == b"tRNS");
    ground(device) == Ground::White && has_alpha()
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Frame, Rgb, RgbImage, Rgba};

    use super::super::{Kept, prepare};
    use super::*;
    use crate::raster::{self, Colours};

    /// Returns extension and bytes of the converted picture, whose original format is `extension`.
    fn fitted(device: Device, limit: Limit, extension: &str, bytes: &[u8]) -> (String, Vec<u8>) {
        let kind = match extension {
            "svg" => ImageKind::Svg,
            "gif" => ImageKind::Gif,
            _ => ImageKind::Png,
        };
        let asset = Asset {
            name: "x".into(),
            kind,
            bytes: bytes.into(),
            width: 200,
            height: 100,
            orientation: 1,
            embedded: Default::default(),
        };
        let mut scratch = Cursor::new(Vec::new());
        let mut kept = Kept::new(&mut scratch);
        let picture = prepare((&asset, None), (device, limit, None), &mut kept, &mut Vec::new()).unwrap().unwrap();
        let mut out = Vec::new();
        picture.image.write(&mut kept, &mut out).unwrap();
        assert_eq!(picture.image.length, out.len() as u64);
        (picture.image.path.rsplit_once('.').unwrap().1.to_owned(), out)
    }

    fn png(paint: impl Fn(u32, u32) -> Rgba<u8>) -> Vec<u8> {
        raster::png(&DynamicImage::ImageRgba8(RgbaImage::from_fn(4, 2, paint)), &Colours::Plain).unwrap()
    }

    fn gif(frames: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let frame = |at: usize| Frame::new(RgbaImage::from_pixel(4, 2, Rgba([at as u8 * 90, 0, 0, 255])));
        image::codecs::gif::GifEncoder::new(&mut bytes).encode_frames((0..frames).map(frame)).unwrap();
        bytes
    }

    /// Kindle Publishing Guidelines, "Supported Image Input Formats"; Kobo, "Image Formatting".
    #[test]
    fn no_picture_is_transparent() {
        let half = png(|x, _| Rgba([0, 0, 0, if x == 0 { 0 } else { 128 }]));
        for device in [Device::Kindle, Device::Kobo] {
            let (_, bytes) = fitted(device, Limit::Picture, "png", &half);
            let picture = image::load_from_memory(&bytes).unwrap();
            assert!(!picture.color().has_alpha());
            let [white, grey] = [0, 1].map(|x| picture.to_rgb8().get_pixel(x, 0).0[0]);
            assert!(white == 255 && (126..=128).contains(&grey), "{white} {grey}");
            let solid = png(|_, _| Rgba([1, 2, 3, 255]));
            assert_eq!(fitted(device, Limit::Picture, "png", &solid).1, solid, "an opaque one stays as it is");
        }
        assert_eq!(fitted(Device::Any, Limit::Picture, "png", &half).1, half);
    }

    /// Kindle Publishing Guidelines, "Supported Image Input Formats".
    #[test]
    fn no_gif_has_several_frames() {
        assert_eq!(fitted(Device::Kindle, Limit::Picture, "gif", &gif(1)).0, "gif");
        let (extension, bytes) = fitted(Device::Kindle, Limit::Picture, "gif", &gif(3));
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((&*extension, picture.to_rgb8().get_pixel(0, 0).0[0]), ("png", 0), "the first frame is shown");
        assert_eq!(fitted(Device::Any, Limit::Picture, "gif", &gif(3)).0, "gif");
    }

    /// Kobo, "Cover Images".
    #[test]
    fn no_cover_of_a_kepub_is_a_gif() {
        assert_eq!(fitted(Device::Kobo, Limit::Cover, "gif", &gif(1)).0, "png");
        assert_eq!(fitted(Device::Kobo, Limit::Picture, "gif", &gif(3)).0, "gif");
    }

    /// Kindle Publishing Guidelines, "Supported Image Input Formats".
    #[test]
    fn drawings_become_pictures_in_pixels() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\">\
            <rect width=\"100\" height=\"100\" fill=\"#f00\"/></svg>";
        let (extension, bytes) = fitted(Device::Kindle, Limit::Picture, "svg", svg);
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((&*extension, picture.width(), picture.height()), ("png", 1200, 600));
        let picture = picture.to_rgb8();
        assert_eq!([picture.get_pixel(10, 10).0, picture.get_pixel(1190, 10).0], [[255, 0, 0], [255, 255, 255]]);
        assert_eq!(fitted(Device::Kobo, Limit::Picture, "svg", svg).0, "svg");
    }

    /// Kindle Publishing Guidelines, "Image Size and Quality Standards".
    #[test]
    fn no_picture_has_more_than_five_megabytes() {
        let mut state = 1u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let picture = RgbImage::from_fn(1500, 1300, |_, _| Rgb([noise(), noise(), noise()]));
        let bytes = raster::png(&picture.into(), &Colours::Plain).unwrap();
        assert!(bytes.len() as u64 > PICTURE_BYTES);
        let (extension, smaller) = fitted(Device::Kindle, Limit::Picture, "png", &bytes);
        assert!(extension == "png" && smaller.len() as u64 <= PICTURE_BYTES);
        let picture = image::load_from_memory(&smaller).unwrap();
        assert!(picture.width() > 700, "no smaller than need be: {}", picture.width());
    }
}
