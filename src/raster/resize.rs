//! Reduces pictures.
//!
//! Uses Lanczos with three lobes, in linear light: the mean of black and white stripes must be the grey that an eye
//! sees from afar, not a darker one. Pixels are weighted by their opacity. fast_image_resize does the computation.
//!
//! Linear light needs 16 bits per sample. To save memory, the picture is processed in bands, each with the rows above
//! and below that the filter reaches, so that there are no seams.

use fast_image_resize::images::TypedImage;
use fast_image_resize::pixels::{InnerPixel, U16x2, U16x3, U16x4};
use fast_image_resize::{PixelTrait, ResizeOptions, Resizer, pixels::U16};
use image::DynamicImage;

use super::decoded::picture;

/// Bytes of a band in 16 bits.
const BAND: usize = 2 << 20;
/// Radius of the filter, in pixels of the larger scale.
const LOBES: f64 = 3.0;

/// Reduces `source`, which has 8 bits per sample, to `size`; never enlarges it.
pub(crate) fn shrink(source: DynamicImage, size: (u32, u32)) -> DynamicImage {
    use DynamicImage as D;
    let whole = (source.width(), source.height());
    let size = (size.0.clamp(1, whole.0.max(1)), size.1.clamp(1, whole.1.max(1)));
    if size == whole {
        return source;
    }
    let small = match source {
        D::ImageLuma8(from) => {
            resize::<U16, 1>(from.into_raw(), whole, size, BAND).and_then(|to| picture(size, to)).map(D::ImageLuma8)
        }
        D::ImageLumaA8(from) => {
            resize::<U16x2, 2>(from.into_raw(), whole, size, BAND).and_then(|to| picture(size, to)).map(D::ImageLumaA8)
        }
        D::ImageRgba8(from) => {
            resize::<U16x4, 4>(from.into_raw(), whole, size, BAND).and_then(|to| picture(size, to)).map(D::ImageRgba8)
        }
        other => {
            let from = other.into_rgb8().into_raw();
            resize::<U16x3, 3>(from, whole, size, BAND).and_then(|to| picture(size, to)).map(D::ImageRgb8)
        }
    };
    small.unwrap_or_default()
}

/// Resizes a picture of the size `whole` with `N` samples per pixel to `size`, in bands of about `band` bytes. Returns
/// `None` if the library reports an error.
///
/// Works in the memory of the picture, from the bottom up: rows that have been processed make room for their results.
fn resize<P, const N: usize>(samples: Vec<u8>, whole: (u32, u32), size: (u32, u32), band: usize) -> Option<Vec<u8>>
where
    P: PixelTrait + InnerPixel<Component = u16>,
{
    let light = Light::new();
    let scale = f64::from(whole.1) / f64::from(size.1);
    let mut rows = Rows::new(samples, whole.0 as usize * N, whole.1);
    let reach = (LOBES * scale).ceil() + 1.0;
    let at_once = ((band / (2 * rows.row)) as f64 / scale).floor().max(1.0) as u32;
    let mut resizer = Resizer::new();
    let mut to = size.1;
    while to > 0 {
        let from = to.saturating_sub(at_once);
        let (top, bottom) = (f64::from(from) * scale, f64::from(to) * scale);
        let first = (top - reach).floor().max(0.0) as u32;
        let last = ((bottom + reach).ceil() as u32).min(whole.1);
        let mut strip = blank::<P>(whole.0, last - first)?;
        let (above, below) = rows.get(first, last)?;
        let (upper, lower) = P::components_mut(strip.pixels_mut()).split_at_mut_checked(above.len())?;
        light.widen::<N>(above, upper);
        light.widen::<N>(below, lower);
        let mut small = blank::<P>(size.0, to - from)?;
        // Slightly less than the whole, since rounding could exceed the last row.
        let offset = top - f64::from(first);
        let height = (bottom - top).min(f64::from(last - first) - offset - 1e-6);
        let options = ResizeOptions::new().crop(0.0, offset, f64::from(whole.0), height);
        resizer.resize_typed(&strip, &mut small, &options).ok()?;
        rows.release(top.floor() as u32, (top + reach).ceil() as u32)?;
        light.narrow::<N>(P::components(small.pixels()), rows.place(small.pixels().len() * N)?);
        to = from;
    }
    Some(rows.into_done())
}

/// The rows of a picture that are still to be processed, followed by the results for the rows below.
struct Rows {
    samples: Vec<u8>,
    /// Number of samples in a row.
    row: usize,
    /// The first row that has been released.
    end: u32,
    /// Released rows, from row `end` on, that are still needed.
    kept: Vec<u8>,
    /// Where the results begin.
    done: usize,
}

impl Rows {
    fn new(mut samples: Vec<u8>, row: usize, height: u32) -> Self {
        samples.truncate(row * height as usize);
        let done = samples.len();
        Self { samples, row, end: height, kept: Vec::new(), done }
    }

    /// Returns the rows from `first` to before `last`, in two slices.
    fn get(&self, first: u32, last: u32) -> Option<(&[u8], &[u8])> {
        let at = |row: u32| row as usize * self.row;
        let above = self.samples.get(at(first.min(self.end))..at(last.min(self.end)))?;
        Some((above, self.kept.get(..at(last.saturating_sub(self.end)))?))
    }

    /// Releases the rows from `end` on, but keeps a copy of those before `needed`.
    fn release(&mut self, end: u32, needed: u32) -> Option<()> {
        let height = self.end + (self.kept.len() / self.row) as u32;
        let (above, below) = self.get(end, needed.min(height).max(end))?;
        self.kept = [above, below].concat();
        self.end = end;
        Some(())
    }

    /// Returns room for `length` more samples before the results, in the memory of released rows.
    fn place(&mut self, length: usize) -> Option<&mut [u8]> {
        let start = self.done.checked_sub(length).filter(|start| *start >= self.end as usize * self.row)?;
        let place = self.samples.get_mut(start..self.done)?;
        self.done = start;
        Some(place)
    }

    fn into_done(mut self) -> Vec<u8> {
        self.samples.drain(..self.done);
        self.samples.shrink_to_fit();
        self.samples
    }
}

fn blank<P: PixelTrait>(width: u32, height: u32) -> Option<TypedImage<'static, P>> {
    TypedImage::from_pixels(width, height, vec![P::default(); width as usize * height as usize]).ok()
}

/// Conversion tables between sRGB (IEC 61966-2-1) in 8 bits and linear light in 16. Most profiles of photographs have
/// nearly the same curve.
struct Light {
    to: [u16; 256],
    from: Vec<u8>,
}

impl Light {
    fn new() -> Self {
        let linear = |value: f64| {
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let wide = |level: f64| (linear(level / 255.0) * 65535.0).round() as u16;
        let to = std::array::from_fn(|level| wide(level as f64));
        let mut from = Vec::with_capacity(1 << 16);
        for level in 0..=255u8 {
            // Up to the midpoint between this level and the next.
            let end = if level == 255 { 1 << 16 } else { usize::from(wide(f64::from(level) + 0.5)) + 1 };
            from.resize(end.max(from.len()), level);
        }
        Self { to, from }
    }

    /// Whether sample `index` of pixels with `N` samples is transparency, which is linear already.
    const fn is_alpha<const N: usize>(index: usize) -> bool {
        N.is_multiple_of(2) && index % N == N - 1
    }

    fn widen<const N: usize>(&self, from: &[u8], to: &mut [u16]) {
        for (index, (from, to)) in from.iter().zip(to).enumerate() {
            *to = if Self::is_alpha::<N>(index) { u16::from(*from) * 257 } else { self.to[usize::from(*from)] };
        }
    }

    fn narrow<const N: usize>(&self, from: &[u16], to: &mut [u8]) {
        for (index, (&from, to)) in from.iter().zip(to).enumerate() {
            *to = match Self::is_alpha::<N>(index) {
                true => ((u32::from(from) + 128) / 257) as u8,
                false => self.from[usize::from(from)],
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    #[test]
    fn stripes_become_the_grey_that_shines_as_bright() {
        let stripes = GrayImage::from_fn(64, 64, |x, _| image::Luma([if x % 2 == 0 { 0 } else { 255 }]));
        let small = shrink(stripes.into(), (16, 16)).into_luma8();
        // Half the light is 188 in sRGB; half the value would be 128.
        assert!(small.get_pixel(8, 8).0[0].abs_diff(188) <= 3, "{:?}", small.get_pixel(8, 8));
    }

    #[test]
    fn invisible_colours_do_not_bleed() {
        let half =
            RgbaImage::from_fn(40, 40, |x, _| if x < 20 { Rgba([0, 0, 255, 255]) } else { Rgba([255, 0, 0, 0]) });
        let small = shrink(half.into(), (10, 10)).into_rgba8();
        let visible = small.pixels().filter(|pixel| pixel.0[3] > 8);
        assert!(visible.clone().count() > 40);
        visible.for_each(|pixel| assert!(pixel.0[0] < 4, "{pixel:?}"));
    }

    #[test]
    fn bands_leave_no_seam() {
        // Tests a strong and a slight reduction; the latter frees little room at a time.
        for (whole, size) in [((90, 400), (30, 133)), ((90, 400), (89, 395))] {
            let noise = |x: u32, y: u32| Rgb([x * 7 + y * 31, x * 13 + y * y, x ^ y].map(|level| level as u8));
            let noise = RgbImage::from_fn(whole.0, whole.1, noise).into_raw();
            let [one, many] = [BAND, 4_000].map(|band| resize::<U16x3, 3>(noise.clone(), whole, size, band).unwrap());
            assert_eq!(one.len(), (size.0 * size.1 * 3) as usize);
            let apart = one.iter().zip(&many).map(|(one, many)| one.abs_diff(*many)).max();
            assert!(apart <= Some(1), "{apart:?} levels apart");
        }
    }

    #[test]
    fn a_flat_picture_keeps_its_colour_and_nothing_is_enlarged() {
        let flat = RgbImage::from_pixel(31, 17, Rgb([200, 100, 3]));
        let small = shrink(flat.clone().into(), (7, 5)).into_rgb8();
        assert!(small.pixels().all(|pixel| *pixel == Rgb([200, 100, 3])));
        assert_eq!(shrink(flat.into(), (62, 34)).width(), 31);
    }
}
