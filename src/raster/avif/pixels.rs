//! Decodes the pixels of an AVIF.
//!
//! avif-parse extracts the coded pictures, and rav1d (as re_rav1d, without assembly) decodes them on one thread. The
//! planes of luma and chroma are converted to RGB here, in plain arithmetic that gives the same bytes on every machine.
//!
//! Limits: 8 to 12 bits; no grids of tiles; only the first picture of a sequence; wide-gamut colours without an ICC
//! profile are treated as sRGB.

use re_rav1d::dav1d::pixel::{MatrixCoefficients as Matrix, YUVRange};
use re_rav1d::dav1d::{Decoder, Picture, PixelLayout, PlanarImageComponent as Plane, Settings};

use image::DynamicImage;

use super::Header;
use crate::article::ReadSeek;
use crate::raster::Error;
use crate::raster::MAX_PIXELS;
use crate::raster::decoded::{Raster, picture};

/// Whether all boxes of `bytes` are complete, including the coded pictures.
pub(in crate::raster) fn is_whole(bytes: &[u8]) -> bool {
    avif_parse::read_avif(&mut &*bytes).is_ok_and(|coded| !coded.primary_item.is_empty())
}

/// Decodes the picture in `input`, in its stored orientation.
pub(in crate::raster) fn decode(mut input: Box<dyn ReadSeek + '_>) -> Result<Raster, Error> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let header = Header::read(&bytes).ok_or(Error::DamagedHeader)?;
    if u64::from(header.width) * u64::from(header.height) > MAX_PIXELS {
        return Err(Error::TooManyPixels);
    }
    let coded = avif_parse::read_avif(&mut &*bytes).map_err(Error::codec)?;
    drop(bytes);
    let colour = frame(coded.primary_item.to_vec())?;
    let size = (colour.width(), colour.height());
    let samples = rgb(&colour, header.colours)?;
    drop(colour);
    let pixels = match &coded.alpha_item {
        None => picture(size, samples).map(DynamicImage::ImageRgb8),
        Some(alpha) => {
            let alpha = frame(alpha.to_vec())?;
            let own = (alpha.width(), alpha.height());
            if own != size {
                return Err(Error::AlphaSize { alpha: own, colours: size });
            }
            let samples = with_alpha(&samples, &levels(&alpha)?, coded.premultiplied_alpha);
            picture(size, samples).map(DynamicImage::ImageRgba8)
        }
    };
    Ok(Raster { pixels: pixels.ok_or(Error::WrongSize)?, profile: header.profile })
}

/// Decodes the first frame of an AV1 stream.
fn frame(coded: Vec<u8>) -> Result<Picture, Error> {
    if coded.is_empty() {
        return Err(Error::CutOff);
    }
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_frame_size_limit(MAX_PIXELS as u32);
    let mut decoder = Decoder::with_settings(&settings).map_err(Error::codec)?;
    match decoder.send_data(coded, None, None, None) {
        Err(error) if !error.is_again() => return Err(Error::codec(error)),
        _ => {}
    }
    let frame = decoder.get_picture().map_err(|_| Error::CutOffOrDamaged)?;
    match frame.bit_depth() {
        8 | 10 | 12 => Ok(frame),
        depth => Err(Error::Depth(depth)),
    }
}

/// Samples of a plane as numbers, read row by row.
struct Rows {
    bytes: re_rav1d::dav1d::Plane,
    stride: usize,
    width: usize,
    height: usize,
    wide: bool,
}

impl Rows {
    fn of(frame: &Picture, plane: Plane) -> Self {
        let layout = if plane == Plane::Y { PixelLayout::I444 } else { frame.pixel_layout() };
        let half = |length: u32, halved: bool| (if halved { length.div_ceil(2) } else { length }) as usize;
        Self {
            bytes: frame.plane(plane),
            stride: frame.stride(plane) as usize,
            width: half(frame.width(), matches!(layout, PixelLayout::I420 | PixelLayout::I422)),
            height: half(frame.height(), layout == PixelLayout::I420),
            wide: frame.bit_depth() > 8,
        }
    }

    /// Reads row `y` into `row`; rows beyond the last repeat it.
    fn read(&self, y: usize, row: &mut Vec<f32>) -> Result<(), Error> {
        let start = y.min(self.height.saturating_sub(1)) * self.stride;
        let length = self.width * if self.wide { 2 } else { 1 };
        let bytes = self.bytes.get(start..start + length).ok_or(Error::CutOff)?;
        row.clear();
        if self.wide {
            row.extend(bytes.as_chunks().0.iter().map(|pair| f32::from(u16::from_ne_bytes(*pair))));
        } else {
            row.extend(bytes.iter().map(|&byte| f32::from(byte)));
        }
        Ok(())
    }
}

/// The chroma for each row of luma, interpolated if it has fewer samples than luma.
struct Chroma {
    rows: Rows,
    halved: (bool, bool),
    near: Vec<f32>,
    far: Vec<f32>,
}

impl Chroma {
    fn of(frame: &Picture, plane: Plane) -> Self {
        let layout = frame.pixel_layout();
        let halved = (matches!(layout, PixelLayout::I420 | PixelLayout::I422), layout == PixelLayout::I420);
        Self { rows: Rows::of(frame, plane), halved, near: Vec::new(), far: Vec::new() }
    }

    fn read(&mut self, y: usize, width: usize, row: &mut Vec<f32>) -> Result<(), Error> {
        let (across, down) = self.halved;
        self.rows.read(if down { y / 2 } else { y }, &mut self.near)?;
        if down {
            let other = if y.is_multiple_of(2) { (y / 2).saturating_sub(1) } else { y / 2 + 1 };
            self.rows.read(other, &mut self.far)?;
            for (near, far) in self.near.iter_mut().zip(&self.far) {
                *near = *near * 0.75 + far * 0.25;
            }
        }
        row.clear();
        let last = self.near.len().saturating_sub(1);
        row.extend((0..width).map(|x| match across {
            false => self.near[x.min(last)],
            true => {
                let other = if x % 2 == 0 { (x / 2).saturating_sub(1) } else { x / 2 + 1 };
                self.near[(x / 2).min(last)] * 0.75 + self.near[other.min(last)] * 0.25
            }
        }));
        Ok(())
    }
}

/// Conversion of levels to numbers: luma from 0 to 1, chroma from -½ to ½ (ITU-T H.273 §8.3).
struct Scale {
    black: f32,
    luma: f32,
    middle: f32,
    chroma: f32,
}

impl Scale {
    fn of(depth: usize, full: bool) -> Self {
        let unit = f32::from(1u16 << (depth - 8));
        let most = f32::from(((1u32 << depth) - 1) as u16);
        let (black, luma, chroma) = if full { (0.0, most, most) } else { (16.0 * unit, 219.0 * unit, 224.0 * unit) };
        Self { black, luma, middle: 128.0 * unit, chroma }
    }
}

/// The conversion to RGB: by the shares of red and blue in luma, or by another coding.
enum Coding {
    Shares(f32, f32),
    Identity,
    YCgCo,
}

fn coding(matrix: Matrix) -> Option<Coding> {
    Some(match matrix {
        Matrix::Identity => Coding::Identity,
        Matrix::BT709 => Coding::Shares(0.2126, 0.0722),
        // If the matrix is not stated, it is assumed to be that of JPEG, as in other decoders.
        Matrix::Unspecified | Matrix::BT470BG | Matrix::ST170M => Coding::Shares(0.299, 0.114),
        Matrix::BT470M => Coding::Shares(0.30, 0.11),
        Matrix::ST240M => Coding::Shares(0.212, 0.087),
        Matrix::BT2020NonConstantLuminance => Coding::Shares(0.2627, 0.0593),
        Matrix::YCgCo => Coding::YCgCo,
        _ => return None,
    })
}

/// Converts `frame` to RGB; `stated` is what the file states about its colours.
fn rgb(frame: &Picture, stated: Option<(u16, bool)>) -> Result<Vec<u8>, Error> {
    let full = stated.map_or(frame.color_range() == YUVRange::Full, |(_, full)| full);
    let matrix = match stated {
        Some((matrix, _)) => self::matrix(matrix),
        None => Some(frame.matrix_coefficients()),
    };
    let coding = matrix.and_then(coding).ok_or(Error::Coding)?;
    let scale = Scale::of(frame.bit_depth(), full);
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let luma = Rows::of(frame, Plane::Y);
    let grey = frame.pixel_layout() == PixelLayout::I400;
    let mut chroma = (!grey).then(|| (Chroma::of(frame, Plane::U), Chroma::of(frame, Plane::V)));
    let (mut y, mut u, mut v) = (Vec::new(), vec![scale.middle; width], vec![scale.middle; width]);
    let mut out = Vec::with_capacity(width * height * 3);
    for row in 0..height {
        luma.read(row, &mut y)?;
        if let Some((first, second)) = &mut chroma {
            first.read(row, width, &mut u)?;
            second.read(row, width, &mut v)?;
        }
        for ((&y, &u), &v) in y.iter().zip(&u).zip(&v) {
            let level = (y - scale.black) / scale.luma;
            let (u, v) = match coding {
                Coding::Identity if !grey => ((u - scale.black) / scale.luma, (v - scale.black) / scale.luma),
                _ => ((u - scale.middle) / scale.chroma, (v - scale.middle) / scale.chroma),
            };
            out.extend(colour(&coding, grey, level, u, v).map(byte));
        }
    }
    Ok(out)
}

fn colour(coding: &Coding, grey: bool, y: f32, u: f32, v: f32) -> [f32; 3] {
    match coding {
        _ if grey => [y; 3],
        Coding::Identity => [v, y, u],
        Coding::YCgCo => [y - u + v, y + u, y - u - v],
        Coding::Shares(red, blue) => {
            let (r, b) = (y + 2.0 * (1.0 - red) * v, y + 2.0 * (1.0 - blue) * u);
            [r, (y - red * r - blue * b) / (1.0 - red - blue), b]
        }
    }
}

fn byte(level: f32) -> u8 {
    (level.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// Returns the matrix with the given number in ITU-T H.273 table 4.
fn matrix(number: u16) -> Option<Matrix> {
    Some(match number {
        0 => Matrix::Identity,
        1 => Matrix::BT709,
        2 => Matrix::Unspecified,
        4 => Matrix::BT470M,
        5 => Matrix::BT470BG,
        6 => Matrix::ST170M,
        7 => Matrix::ST240M,
        8 => Matrix::YCgCo,
        9 => Matrix::BT2020NonConstantLuminance,
        _ => return None,
    })
}

/// Returns the luma of `frame` in 8 bits.
fn levels(frame: &Picture) -> Result<Vec<u8>, Error> {
    let scale = Scale::of(frame.bit_depth(), frame.color_range() == YUVRange::Full);
    let rows = Rows::of(frame, Plane::Y);
    let (mut row, mut out) = (Vec::new(), Vec::with_capacity(rows.width * rows.height));
    for y in 0..rows.height {
        rows.read(y, &mut row)?;
        out.extend(row.iter().map(|level| byte((level - scale.black) / scale.luma)));
    }
    Ok(out)
}

/// Combines RGB and transparency; premultiplied colours are divided by it.
fn with_alpha(rgb: &[u8], alpha: &[u8], multiplied: bool) -> Vec<u8> {
    let plain = |level: u8, alpha: u8| match (multiplied, u32::from(alpha)) {
        (true, 1..) => ((u32::from(level) * 255 + u32::from(alpha) / 2) / u32::from(alpha)).min(255) as u8,
        _ => level,
    };
    let pixels = rgb.as_chunks().0.iter().zip(alpha);
    pixels.flat_map(|(&[r, g, b], &a)| [plain(r, a), plain(g, a), plain(b, a), a]).collect()
}
