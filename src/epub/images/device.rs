//! Pictures as the makers of devices ask for them.
//!
//! - Amazon, Kindle Publishing Guidelines, "Image Guidelines – Reflowable" (kdp.amazon.com, help topic
//!   G75V4YX5X8GRGXWV), "Supported Image Input Formats": no GIF of several frames, no transparency, and in Enhanced
//!   Typesetting no SVG; "Image Size and Quality Standards": 5 MB at most.
//! - Kobo, EPUB Guidelines (kobolabs/epub-spec), "Image Formatting": no transparency; "Cover Images": no GIF.
//!
//! What a device takes as it is stays byte for byte as it is.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::imageops::FilterType;
use image::{AnimationDecoder, DynamicImage, GrayImage, Luma, Pixel, Rgb, RgbImage};

use super::{PICTURE_BYTES, convert};
use crate::article::Asset;
use crate::diag::{Diagnostic, Diagnostics};
use crate::epub::devices::Device;
use crate::pdf;
use crate::text::Fonts;

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The cover.
    Cover,
    /// The text.
    Text,
}

/// Extension and bytes of a picture's file.
type Prepared<'a> = (&'static str, Cow<'a, [u8]>);

/// A drawing becomes as wide as a large screen, where it is not drawn larger than this many times.
const SCREEN: f64 = 1600.0;
/// See [`SCREEN`].
const HIGH: f64 = 2560.0;
/// See [`SCREEN`].
const MOST_ENLARGED: f64 = 6.0;
/// The longest side of a picture that has to be made smaller: twice the widest Kindle screen (Kindle Publishing
/// Guidelines, "Photographs Should Be Optimized for High-Resolution Devices").
const LONGEST: u32 = 3200;

/// The picture `prepared` of `asset` as it is for `device`.
pub(super) fn fit<'a>(
    asset: &Asset,
    prepared: Prepared<'a>,
    (device, role): (Device, Role),
    diagnostics: &mut Diagnostics,
) -> Result<Prepared<'a>, String> {
    match (device, prepared.0) {
        (Device::Any, _) | (Device::Kobo, "svg") => Ok(prepared),
        (Device::Kobo, "gif") if role == Role::Text => Ok(prepared),
        (Device::Kobo, "gif") => still(prepared),
        (Device::Kobo, _) => opaque(prepared),
        (Device::Kindle, "svg") => small(("png", Cow::Owned(drawn(asset, &prepared.1, diagnostics)?))),
        (Device::Kindle, "gif") if frames(&prepared.1) > 1 => {
            let message = format!("picture `{}` stands still: Kindle shows no moving pictures", asset.name);
            diagnostics.push(Diagnostic::note("still-picture", message).help("its first frame is shown"));
            small(still(prepared)?)
        }
        (Device::Kindle, _) => small(opaque(prepared)?),
    }
}

/// The drawing `svg` of `asset` in pixels, on white.
fn drawn(asset: &Asset, svg: &[u8], diagnostics: &mut Diagnostics) -> Result<Vec<u8>, String> {
    let (width, height) = (f64::from(asset.width.max(1)), f64::from(asset.height.max(1)));
    let enlarged = (SCREEN / width).min(HIGH / height).clamp(1.0, MOST_ENLARGED);
    let asset = Asset { bytes: svg.into(), ..asset.clone() };
    let picture = pdf::rasterize(&asset, enlarged, &Fonts::bundled(), diagnostics)?;
    convert::to_png(&on_white(&DynamicImage::ImageRgba8(picture)), None)
}

/// How many frames a GIF has, as far as that matters: none, one, or more.
fn frames(gif: &[u8]) -> usize {
    GifDecoder::new(Cursor::new(gif)).map_or(0, |decoder| decoder.into_frames().take(2).flatten().count())
}

/// The first frame of a GIF.
fn still((extension, bytes): Prepared<'_>) -> Result<Prepared<'static>, String> {
    let (picture, _) = convert::open(extension, &bytes)?;
    Ok(("png", Cow::Owned(convert::to_png(&on_white(&picture), None)?)))
}

/// The picture on white, if something shines through.
fn opaque(prepared: Prepared<'_>) -> Result<Prepared<'_>, String> {
    let (extension, bytes) = &prepared;
    if *extension == "jpg" || (*extension == "png" && !may_shine_through(bytes)) {
        return Ok(prepared);
    }
    let (picture, profile) = convert::open(extension, bytes)?;
    if !picture.color().has_alpha() || picture.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return Ok(prepared);
    }
    Ok(("png", Cow::Owned(convert::to_png(&on_white(&picture), profile)?)))
}

/// Whether the header of a PNG says that it has an alpha channel or a transparent colour (PNG §11.2.2, §11.3.2.1).
fn may_shine_through(png: &[u8]) -> bool {
    let data = png.windows(4).position(|window| window == b"IDAT").unwrap_or(png.len());
    matches!(png.get(25), Some(4 | 6)) || png[..data].windows(4).any(|window| window == b"tRNS")
}

/// `picture` on white, grey if it was.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    let shade = |part: u8, alpha: u8| {
        let (part, alpha) = (u32::from(part), u32::from(alpha));
        ((part * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let pixels = picture.to_rgba8();
    let (width, height) = pixels.dimensions();
    let at = |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|part| shade(part, alpha)))
    };
    if picture.color().has_color() {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, at))
    } else {
        DynamicImage::ImageLuma8(GrayImage::from_fn(width, height, |x, y| -> Luma<u8> { at(x, y).to_luma() }))
    }
}

/// The picture in a file that is not too large, with fewer pixels where need be.
fn small(prepared: Prepared<'_>) -> Result<Prepared<'_>, String> {
    let (extension, bytes) = &prepared;
    if bytes.len() <= PICTURE_BYTES {
        return Ok(prepared);
    }
    let (picture, profile) = convert::open(extension, bytes)?;
    let mut side = LONGEST.min(picture.width().max(picture.height()));
    loop {
        let smaller = picture.resize(side, side, FilterType::Lanczos3);
        let file = match *extension {
            "jpg" => ("jpg", convert::to_jpeg(&smaller, profile.clone())?),
            _ => ("png", convert::to_png(&smaller, profile.clone())?),
        };
        if file.1.len() <= PICTURE_BYTES {
            return Ok((file.0, Cow::Owned(file.1)));
        }
        side = side * 7 / 10;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use image::{Frame, Rgba, RgbaImage};

    use super::*;
    use crate::article::ImageKind;

    fn asset(kind: ImageKind, bytes: &[u8]) -> Asset {
        let bytes: Arc<[u8]> = bytes.into();
        Asset { name: "x".into(), kind, bytes, width: 200, height: 100, orientation: 1 }
    }

    fn fitted(device: Device, role: Role, extension: &'static str, bytes: &[u8]) -> (&'static str, Vec<u8>) {
        let kind = if extension == "svg" { ImageKind::Svg } else { ImageKind::Png };
        let asset = asset(kind, bytes);
        let (extension, bytes) = fit(&asset, (extension, bytes.into()), (device, role), &mut Vec::new()).unwrap();
        (extension, bytes.into_owned())
    }

    fn png(paint: impl Fn(u32, u32) -> Rgba<u8>) -> Vec<u8> {
        convert::to_png(&DynamicImage::ImageRgba8(RgbaImage::from_fn(4, 2, paint)), None).unwrap()
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
            let (extension, bytes) = fitted(device, Role::Text, "png", &half);
            let (picture, _) = convert::open(extension, &bytes).unwrap();
            assert!(!picture.color().has_alpha());
            let [white, grey] = [0, 1].map(|x| picture.to_rgb8().get_pixel(x, 0).0[0]);
            assert!(white == 255 && (126..=128).contains(&grey), "{white} {grey}");
            let solid = png(|_, _| Rgba([1, 2, 3, 255]));
            assert_eq!(fitted(device, Role::Text, "png", &solid).1, solid, "an opaque one stays as it is");
        }
        assert_eq!(fitted(Device::Any, Role::Text, "png", &half).1, half);
    }

    /// Kindle Publishing Guidelines, "Supported Image Input Formats".
    #[test]
    fn no_gif_has_several_frames() {
        assert_eq!(fitted(Device::Kindle, Role::Text, "gif", &gif(1)).0, "gif");
        let (extension, bytes) = fitted(Device::Kindle, Role::Text, "gif", &gif(3));
        let (picture, _) = convert::open(extension, &bytes).unwrap();
        assert_eq!((extension, picture.to_rgb8().get_pixel(0, 0).0[0]), ("png", 0), "the first frame is shown");
        assert_eq!(fitted(Device::Any, Role::Text, "gif", &gif(3)).0, "gif");
    }

    /// Kobo, "Cover Images".
    #[test]
    fn no_cover_of_a_kepub_is_a_gif() {
        assert_eq!(fitted(Device::Kobo, Role::Cover, "gif", &gif(1)).0, "png");
        assert_eq!(fitted(Device::Kobo, Role::Text, "gif", &gif(3)).0, "gif");
    }

    /// Kindle Publishing Guidelines, "Supported Image Input Formats".
    #[test]
    fn drawings_become_pictures_in_pixels() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\">\
            <rect width=\"100\" height=\"100\" fill=\"#f00\"/></svg>";
        let (extension, bytes) = fitted(Device::Kindle, Role::Text, "svg", svg);
        let (picture, _) = convert::open(extension, &bytes).unwrap();
        assert_eq!((extension, picture.width(), picture.height()), ("png", 1200, 600));
        let picture = picture.to_rgb8();
        assert_eq!([picture.get_pixel(10, 10).0, picture.get_pixel(1190, 10).0], [[255, 0, 0], [255, 255, 255]]);
        assert_eq!(fitted(Device::Kobo, Role::Text, "svg", svg).0, "svg");
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
        let bytes = convert::to_png(&DynamicImage::ImageRgb8(picture), None).unwrap();
        assert!(bytes.len() > PICTURE_BYTES);
        let (extension, smaller) = fitted(Device::Kindle, Role::Text, "png", &bytes);
        assert!(extension == "png" && smaller.len() <= PICTURE_BYTES);
        let (picture, _) = convert::open(extension, &smaller).unwrap();
        assert!(picture.width() > 700, "no smaller than need be: {}", picture.width());
    }
}
