//! A page of pixels: converts positions on the page to pixels, and fills shapes.

use image::{Rgb, RgbImage};
use resvg::tiny_skia::{self, FillRule, Paint, Path, PathBuilder, Pixmap, PixmapPaint, PixmapRef, Rect, Transform};

use super::{MAX_PIXELS, PageError};
use crate::layout::Area;
use crate::style::Color;
use crate::units::{Point, Pt, Size};

/// A page of pixels.
pub(super) struct Canvas {
    pixmap: Pixmap,
    /// Pixels per point.
    scale: f64,
    /// Height of the page, in points.
    height: f64,
}

/// A rectangle in pixels: left, top, right, bottom.
pub(super) type Pixels = [f64; 4];

impl Canvas {
    /// Creates a white canvas for a page of `size`.
    pub(super) fn new(size: Size, dpi: f64) -> Result<Self, PageError> {
        if !(dpi.is_finite() && dpi > 0.0) {
            return Err(PageError::Resolution { dpi });
        }
        let scale = dpi / 72.0;
        // Slightly less than the exact size, so that rounding errors do not add a pixel.
        let [width, height] = [size.width, size.height].map(|length| (length.0 * scale - 1e-6).ceil());
        if !(width >= 1.0 && height >= 1.0) {
            return Err(PageError::Extent);
        }
        let pixmap = if width * height <= MAX_PIXELS as f64 { Pixmap::new(width as u32, height as u32) } else { None };
        let mut pixmap = pixmap.ok_or(PageError::TooLarge { width, height })?;
        pixmap.fill(tiny_skia::Color::WHITE);
        Ok(Self { pixmap, scale, height: size.height.0 })
    }

    /// Returns width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    /// Returns the pixels per point.
    pub(super) fn scale(&self) -> f64 {
        self.scale
    }

    /// Converts `at` to pixels from the top left corner.
    ///
    /// The PDF states positions in hundredths of a point from the bottom. They are rounded in the same way here,
    /// because half a hundredth decides on which side of a pixel boundary a baseline lies. At 96 dpi many lie exactly
    /// on the boundary, and rounding errors must not move them across it.
    pub(super) fn place(&self, at: Point) -> (f64, f64) {
        const LOST: f64 = 1e-6;
        let down = hundredths(self.height) - hundredths(self.height - at.y.0);
        (hundredths(at.x.0) * self.scale + LOST, down * self.scale + LOST)
    }

    /// Converts a rectangle to pixels, including fractions of pixels.
    pub(super) fn area(&self, at: Point, size: Size) -> Pixels {
        let (left, bottom) = self.place(at + Point::new(Pt::ZERO, size.height));
        let [width, height] = [size.width, size.height].map(|length| hundredths(length.0) * self.scale);
        [left, bottom - height, left + width, bottom]
    }

    /// Fills a rectangle.
    pub(super) fn rectangle(&mut self, at: Point, size: Size, color: Color) {
        self.fill_whole(self.area(at, size), color);
    }

    /// Draws the outline of a rectangle, `stroke` wide and inside of it.
    pub(super) fn outline(&mut self, at: Point, size: Size, stroke: Pt, color: Color) {
        // As in the PDF, a line runs along the middle of each side, and both edges of its width are rounded to whole
        // pixels.
        let inset = stroke * 0.5;
        let inner = Size::new(size.width - stroke, size.height - stroke);
        let [left, top, right, bottom] = self.area(at + Point::new(inset, inset), inner);
        let half = hundredths(stroke.0) * self.scale / 2.0;
        for side in [
            [left, top, right, top],
            [left, bottom, right, bottom],
            [left, top, left, bottom],
            [right, top, right, bottom],
        ] {
            let [left, top, right, bottom] = side;
            self.fill_whole([left - half, top - half, right + half, bottom + half], color);
        }
    }

    /// Fills `tiles`, whose origin is `at`, as one path.
    pub(super) fn mosaic(&mut self, at: Point, tiles: &[Area], color: Color) {
        let mut path = PathBuilder::new();
        for tile in tiles {
            let [left, top, right, bottom] = self.area(at + tile.at, tile.size).map(|length| length as f32);
            Rect::from_ltrb(left, top, right, bottom).into_iter().for_each(|rect| path.push_rect(rect));
        }
        if let Some(path) = path.finish() {
            self.path(&path, Transform::identity(), color);
        }
    }

    /// Fills `path`.
    pub(super) fn path(&mut self, path: &Path, transform: Transform, color: Color) {
        self.pixmap.fill_path(path, &paint(color), FillRule::Winding, transform, None);
    }

    /// Paints `color` over a rectangle with an opacity that depends on the height, as a share from the top.
    pub(super) fn veil(&mut self, at: Point, size: Size, color: Color, opacity: &dyn Fn(f64) -> f64) {
        let [left, top, right, bottom] = self.area(at, size);
        let (left, right) = nearest(left, right);
        let (first, last) = (top.max(0.0), bottom.min(f64::from(self.size().1)));
        let mut y = first.floor();
        while y < last {
            let height = ((y + 0.5 - top) / (bottom - top)).clamp(0.0, 1.0);
            if let Some(rect) = Rect::from_ltrb(left as f32, y as f32, right as f32, (y + 1.0) as f32) {
                let mut paint = Paint { anti_alias: false, ..paint(color) };
                let alpha = (opacity(height) * 255.0).round() as u8;
                paint.set_color_rgba8(color.red, color.green, color.blue, alpha);
                self.pixmap.fill_rect(rect, &paint, Transform::identity(), None);
            }
            y += 1.0;
        }
    }

    /// Composes `picture` over the existing pixels.
    pub(super) fn picture(&mut self, (x, y): (i32, i32), picture: PixmapRef<'_>) {
        self.pixmap.draw_pixmap(x, y, picture, &PixmapPaint::default(), Transform::identity(), None);
    }

    /// Returns the painted pixels on opaque white.
    pub(super) fn into_rgb(self) -> RgbImage {
        let (width, height) = self.size();
        let mut picture = RgbImage::new(width, height);
        for (to, from) in picture.pixels_mut().zip(self.pixmap.pixels()) {
            *to = Rgb([from.red(), from.green(), from.blue()]);
        }
        picture
    }

    /// Fills the whole pixels nearest to a rectangle.
    fn fill_whole(&mut self, [left, top, right, bottom]: Pixels, color: Color) {
        let ((left, right), (top, bottom)) = (nearest(left, right), nearest(top, bottom));
        let (width, height) = self.size();
        let [left, right] = [left, right].map(|x| x.clamp(0.0, width.into()) as f32);
        let [top, bottom] = [top, bottom].map(|y| y.clamp(0.0, height.into()) as f32);
        // The rectangle is empty if all of it is outside the page.
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else { return };
        let paint = Paint { anti_alias: false, ..paint(color) };
        self.pixmap.fill_rect(rect, &paint, Transform::identity(), None);
    }
}

/// Rounds `low` and `high` to edges of pixels, at least one pixel apart.
fn nearest(low: f64, high: f64) -> (f64, f64) {
    let low = (low + 0.5).floor();
    (low, (high + 0.5).floor().max(low + 1.0))
}

/// Returns `value` rounded as in the PDF.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn paint(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.red, color.green, color.blue, u8::MAX);
    paint
}
