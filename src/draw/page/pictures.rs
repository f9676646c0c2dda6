//! Paints pictures and drawings on a page.

use image::RgbaImage;
use resvg::tiny_skia::{IntSize, Pixmap};

use super::canvas::{Canvas, Pixels};
use super::{MAX_PIXELS, PageError};
use crate::article::{Asset, ImageKind};
use crate::diag::Diagnostics;
use crate::draw::Drawing;
use crate::layout::Area;
use crate::raster;
use crate::text::Fonts;
use crate::units::{Point, Size};

/// Paints `asset` on `canvas` so that it fills `place`. Returns false if it cannot be decoded.
pub(super) fn paint(
    asset: Option<&Asset>,
    (at, size): (Point, Size),
    fonts: &Fonts,
    canvas: &mut Canvas,
) -> Result<bool, PageError> {
    let Some(asset) = asset else { return Ok(false) };
    let area = canvas.area(at, size);
    let Some((corner, extent)) = touched(area) else { return Ok(false) };
    let picture = match asset.kind {
        ImageKind::Svg => drawn(asset, area, (corner, extent), fonts),
        kind => decoded(asset, kind, extent)?,
    };
    if let Some(picture) = &picture {
        canvas.picture(corner, picture.as_ref());
    }
    Ok(picture.is_some())
}

/// Paints the part of `asset` that is inside of `place`; all of it would fill `whole`, which is relative to the part.
/// Returns false if it cannot be decoded.
pub(super) fn paint_part(
    asset: Option<&Asset>,
    (at, size): (Point, Size),
    whole: Area,
    fonts: &Fonts,
    canvas: &mut Canvas,
) -> Result<bool, PageError> {
    let Some(asset) = asset else { return Ok(false) };
    let Some((corner, extent)) = touched(canvas.area(at, size)) else { return Ok(false) };
    let all = canvas.area(at + whole.at, whole.size);
    let picture = match asset.kind {
        ImageKind::Svg => drawn(asset, all, (corner, extent), fonts),
        kind => match raster::decode(kind, asset.orientation, asset.bytes.open()?) {
            Ok(raster) => {
                let [left, top, right, bottom] = all;
                let (across, down) = ((right - left).max(1e-6), (bottom - top).max(1e-6));
                let pixels = raster.pixels.into_rgba8();
                let (wide, high) = (f64::from(pixels.width()), f64::from(pixels.height()));
                let x = (f64::from(corner.0) - left) / across * wide;
                let y = (f64::from(corner.1) - top) / down * high;
                let part = [x, y, f64::from(extent.0) / across * wide, f64::from(extent.1) / down * high];
                raster::part(pixels, part).and_then(|pixels| raster::scale(pixels, extent)).and_then(premultiplied)
            }
            Err(_) => None,
        },
    };
    if let Some(picture) = &picture {
        canvas.picture(corner, picture.as_ref());
    }
    Ok(picture.is_some())
}

/// Returns the first pixel that `area` touches, and the number of pixels that it touches across and down; `None` if
/// `area` exceeds any page.
fn touched([left, top, right, bottom]: Pixels) -> Option<((i32, i32), (u32, u32))> {
    let [x, y] = [left, top].map(f64::floor);
    let (width, height) = (right.floor() + 1.0 - x, bottom.floor() + 1.0 - y);
    let far = f64::from(i32::MAX / 2);
    let sound = x.abs() < far && y.abs() < far && width >= 1.0 && height >= 1.0;
    (sound && width * height <= MAX_PIXELS as f64).then_some(((x as i32, y as i32), (width as u32, height as u32)))
}

/// Renders the drawing `asset`, which fills `area`.
fn drawn(
    asset: &Asset,
    [left, top, right, bottom]: Pixels,
    ((x, y), extent): ((i32, i32), (u32, u32)),
    fonts: &Fonts,
) -> Option<Pixmap> {
    let drawing = Drawing::read(asset, fonts, "picture", &mut Diagnostics::new()).ok()?;
    let corner = [left - f64::from(x), top - f64::from(y)].map(|part| part as f32);
    drawing.painted(corner, [right - left, bottom - top].map(|length| length as f32), extent).ok()
}

/// Decodes the picture `asset` and scales it to `extent`.
fn decoded(asset: &Asset, kind: ImageKind, extent: (u32, u32)) -> Result<Option<Pixmap>, PageError> {
    let Ok(raster) = raster::decode(kind, asset.orientation, asset.bytes.open()?) else { return Ok(None) };
    let scaled = raster::scale(raster.pixels.into_rgba8(), extent);
    Ok(scaled.and_then(premultiplied))
}

/// Multiplies each colour of `picture` by its opacity (premultiplied alpha).
fn premultiplied(picture: RgbaImage) -> Option<Pixmap> {
    let size = IntSize::from_wh(picture.width(), picture.height())?;
    let mut data = picture.into_raw();
    for pixel in data.as_chunks_mut::<4>().0 {
        let [red, green, blue, alpha] = *pixel;
        let part = |level: u8| ((u32::from(level) * u32::from(alpha) + 127) / 255) as u8;
        *pixel = [part(red), part(green), part(blue), alpha];
    }
    Pixmap::from_vec(data, size)
}
