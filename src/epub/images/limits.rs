//! Limits on the size of pictures.
//!
//! Apple Books rejects pictures of more than 5.6 million pixels (Apple Books Asset Guide 5.3, "Interior image
//! requirements"), which is the screen of the largest tablets, 2732 × 2048. No e-reader has more, so larger pictures
//! are always reduced, and the user is told. A cover keeps enough pixels for shops: 1600 × 2560 (Kindle Publishing
//! Guidelines §4). Large files are not reduced for that reason, but cause a warning.

use super::{Image, Picture};
use crate::article::{Asset, ImageKind};
use crate::diag::{Diagnostic, Diagnostics};

/// Maximum number of pixels in a picture.
const PIXELS: u64 = 5_600_000;
/// Maximum size of a cover in bytes; stores reject or reduce larger ones (Kindle Publishing Guidelines §4).
const COVER_BYTES: u64 = 3 << 20;
/// Minimum size of a cover by the same guidelines, short side first.
const COVER_LEAST: (u32, u32) = (625, 1000);
/// Ideal size of a cover by the same guidelines, short side first.
const COVER_IDEAL: (u32, u32) = (1600, 2560);
/// Kindle's limit for a picture in the text.
pub(super) const PICTURE_BYTES: u64 = 5 << 20;
/// Minimum length of the longer side when pictures are reduced to a byte limit: the width of a phone's screen.
const SMALLEST: u32 = 600;

/// The limits that apply to a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Those for pictures in the text.
    Picture,
    /// Those for covers.
    Cover,
}

impl Limit {
    /// Returns the largest allowed size of a picture of `size`.
    pub(super) fn size(self, size: (u32, u32)) -> (u32, u32) {
        let pixels = u64::from(size.0) * u64::from(size.1);
        if pixels <= PIXELS {
            return size;
        }
        self.scaled(size, (PIXELS as f64 / pixels as f64).sqrt())
    }

    /// Returns `size` times `factor`, but not less than the picture needs; never enlarged.
    pub(super) fn scaled(self, size: (u32, u32), factor: f64) -> (u32, u32) {
        let (short, long) = (f64::from(size.0.min(size.1)), f64::from(size.0.max(size.1)));
        let least = match self {
            Self::Picture => f64::from(SMALLEST) / long,
            Self::Cover => (f64::from(COVER_IDEAL.0) / short).max(f64::from(COVER_IDEAL.1) / long),
        };
        let factor = factor.max(least).min(1.0);
        // Rounded down, except where that would miss the minimum by a pixel.
        let side = |length: u32| match f64::from(length) * factor {
            side if factor == least => (side - 1e-6).ceil() as u32,
            side => (side.floor() as u32).max(1),
        };
        (side(size.0).min(size.0), side(size.1).min(size.1))
    }
}

/// Why a picture has fewer pixels or bytes than its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// No screen shows more pixels.
    Screen,
    /// The device does not accept larger files.
    Device,
    /// The user limited the size of the file.
    Budget,
}

/// Reports what was done to `picture`, and what its author should have done.
pub(super) fn check(picture: &Picture<'_>, diagnostics: &mut Diagnostics) {
    match picture.reduced {
        Some(Why::Screen) => diagnostics.push(reduced(picture, "no screen shows more pixels, and stores refuse it")),
        Some(Why::Device) => diagnostics.push(reduced(picture, "the device takes no larger files")),
        Some(Why::Budget) => diagnostics.push(reduced(picture, "the size of the EPUB is limited")),
        None => {}
    }
    if picture.image.length > PICTURE_BYTES {
        let size = picture.image.length >> 20;
        diagnostics.push(
            Diagnostic::warning("large-picture", format!("picture `{}` has {size} MB", picture.asset.name))
                .help("e-readers refuse or shrink pictures over 5 MB; scale it down, or use --max-size"),
        );
    }
}

fn reduced(picture: &Picture<'_>, why: &str) -> Diagnostic {
    let asset = picture.asset;
    let told = |(width, height): (u32, u32), length| format!("{width} × {height} pixels, {}", bytes(length));
    let from = told((asset.width, asset.height), asset.bytes.len());
    let to = told(picture.size, picture.image.length);
    Diagnostic::note("reduced-picture", format!("picture `{}` was reduced from {from} to {to}: {why}", asset.name))
}

/// Formats `length` in the most readable unit, with decimal multiples as in file sizes.
pub(in crate::epub) fn bytes(length: u64) -> String {
    match length {
        0..1_000 => format!("{length} bytes"),
        1_000..1_000_000 => format!("{:.0} KB", length as f64 / 1e3),
        _ => format!("{:.1} MB", length as f64 / 1e6),
    }
}

/// Reports a cover that is too small or too large for stores and devices.
pub(in crate::epub) fn check_cover(asset: &Asset, image: &Image<'_>, diagnostics: &mut Diagnostics) {
    let size = (asset.width.min(asset.height), asset.width.max(asset.height));
    let pixels = format!("the cover has {} × {} pixels", asset.width, asset.height);
    if asset.kind == ImageKind::Svg {
    } else if size.0 < COVER_LEAST.0 || size.1 < COVER_LEAST.1 {
        diagnostics.push(Diagnostic::warning("small-cover", pixels).help("stores ask for at least 625 × 1000"));
    } else if size.0 < COVER_IDEAL.0 || size.1 < COVER_IDEAL.1 {
        diagnostics.push(Diagnostic::note("small-cover", pixels).help("1600 × 2560 fills every screen"));
    }
    if image.length > COVER_BYTES {
        let size = image.length >> 20;
        diagnostics
            .push(Diagnostic::warning("large-cover", format!("the cover has {size} MB")).help("keep it under 3 MB"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_a_screen_stays_and_what_does_not_is_scaled_to_it() {
        assert_eq!(Limit::Picture.size((2732, 2048)), (2732, 2048));
        let (width, height) = Limit::Picture.size((6000, 4000));
        assert!(width * height <= 5_600_000 && width * height > 5_580_000, "{width} × {height}");
        assert!((f64::from(width) / f64::from(height) - 1.5).abs() < 0.002);
        // A strip is long, not large.
        assert_eq!(Limit::Picture.size((9000, 600)), (9000, 600));
    }

    #[test]
    fn a_cover_stays_large_enough_for_shops() {
        assert_eq!(Limit::Cover.size((4000, 4000)), (2560, 2560));
        let (width, height) = Limit::Cover.size((3200, 5120));
        assert!(width >= 1600 && height >= 2560, "{width} × {height}");
        assert_eq!(Limit::Cover.scaled((1800, 2880), 0.1), (1600, 2560));
        assert_eq!(Limit::Cover.scaled((800, 1280), 0.5), (800, 1280));
    }

    #[test]
    fn sizes_read_as_those_of_files() {
        assert_eq!([bytes(999), bytes(12_345), bytes(5_250_000)], ["999 bytes", "12 KB", "5.2 MB"]);
    }
}
