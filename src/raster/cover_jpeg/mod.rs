//! A JPEG encoder for covers: large areas of one colour beside a picture, four million pixels in all.
//!
//! Baseline JPEG (ITU-T T.81) in YCbCr with chroma at half the resolution, as JFIF. `jpeg-encoder` takes four times as
//! long without the processor's vector instructions, and with them its bytes differ from machine to machine. Here a
//! square of one colour is recognised before it is transformed, and the transform (Arai, Agui and Nakajima 1988) works
//! on eight columns at once in plain arithmetic, which compilers turn into vector instructions and which gives the
//! same bits everywhere.
//!
//! What runs for each pixel is written as loops over arrays. Closures (`array::map`, `from_fn`) are not inlined here,
//! since releases are built without link-time optimisation; with them it took four times as long.
//!
//! The coded symbols are gathered first, so that the Huffman tables are those of the picture (§K.2).

mod huffman;
mod transform;

use image::RgbImage;

use self::huffman::{Huffman, RESERVED};
use self::transform::{Block, transform, transpose};
use super::Error;

/// Side of a square of pixels that is coded together: four blocks of luma and two of chroma.
const SQUARE: usize = 16;

/// The order of coefficients (Figure 5).
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];
/// The same in blocks that are transposed.
const TRANSPOSED: [u8; 64] = {
    let mut order = [0; 64];
    let mut at = 0;
    while at < 64 {
        order[at] = (ZIGZAG[at] % 8 * 8 + ZIGZAG[at] / 8) as u8;
        at += 1;
    }
    order
};
/// Quantization of luma and of chroma at quality 50 (Tables K.1 and K.2), in rows.
const QUANTA: [[u16; 64]; 2] = [
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ],
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ],
];
/// What the transform leaves to the quantization: the scale of each row and column.
const SCALES: [f32; 8] = [1.0, 1.387_039_8, 1.306_563, 1.175_875_6, 1.0, 0.785_694_96, 0.541_196_1, 0.275_899_38];

/// Encodes `picture` as a baseline JPEG.
pub(crate) fn cover_jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Error> {
    let (width, height) = picture.dimensions();
    let (Ok(wide), Ok(high)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(Error::TooLongForJpeg);
    };
    if wide == 0 || high == 0 {
        return Err(Error::Empty);
    }
    let quanta = QUANTA.map(|table| table.map(|quantum| scaled(quantum, quality)));
    let mut scan = Scan::new(&quanta);
    for top in (0..height as usize).step_by(SQUARE) {
        for left in (0..width as usize).step_by(SQUARE) {
            scan.square(picture, (left, top));
        }
    }
    let tables: Vec<Huffman> = scan.counts.iter().map(Huffman::of).collect();
    let mut out = headers((wide, high), &quanta, &tables);
    scan.write(&tables, &mut out);
    out.extend([0xFF, 0xD9]);
    Ok(out)
}

/// Scales a quantum to `quality` as the Independent JPEG Group does.
fn scaled(quantum: u16, quality: u8) -> u8 {
    let quality = u32::from(quality.clamp(1, 100));
    let percent = if quality < 50 { 5000 / quality } else { 200 - quality * 2 };
    ((u32::from(quantum) * percent + 50) / 100).clamp(1, 255) as u8
}

/// A coded symbol: the symbol itself, its table, and the bits that follow it, of which the symbol states the number.
type Token = u32;

/// The symbols of a scan, in order.
struct Scan {
    /// Factors that quantize coefficients, transposed: luma and chroma.
    factors: [[f32; 64]; 2],
    tokens: Vec<Token>,
    /// How often each symbol occurs: DC and AC of luma, DC and AC of chroma.
    counts: [[u32; RESERVED + 1]; 4],
    /// The last DC coefficients of Y, Cb and Cr.
    last: [i32; 3],
}

impl Scan {
    fn new(quanta: &[[u8; 64]; 2]) -> Self {
        let factors = quanta.map(|quanta| {
            let transposed = |at: usize| at % 8 * 8 + at / 8;
            std::array::from_fn(|at| 1.0 / (f32::from(quanta[transposed(at)]) * SCALES[at / 8] * SCALES[at % 8] * 8.0))
        });
        Self { factors, tokens: Vec::new(), counts: [[0; RESERVED + 1]; 4], last: [0; 3] }
    }

    /// Codes the square of pixels at `corner`.
    fn square(&mut self, picture: &RgbImage, corner: (usize, usize)) {
        let rows = rows(picture, corner);
        let even = rows[0].as_chunks::<3>().0.iter().all(|pixel| *pixel == rows[0][..3]);
        if even && rows[1..].iter().all(|row| *row == rows[0]) {
            return self.flat([rows[0][0], rows[0][1], rows[0][2]]);
        }
        let mut luma: [Block; 4] = Default::default();
        let mut chroma: [Block; 2] = Default::default();
        for (y, pair) in rows.as_chunks::<2>().0.iter().enumerate() {
            // Colours are those of two rows together.
            let mut colors = [[0.0; SQUARE]; 2];
            for (row, high) in pair.iter().zip([y * 2, y * 2 + 1]) {
                let [part, blue, red] = converted(row);
                let (left, right) = part.split_at(8);
                luma[high / 8 * 2][high % 8].0.copy_from_slice(left);
                luma[high / 8 * 2 + 1][high % 8].0.copy_from_slice(right);
                for x in 0..SQUARE {
                    colors[0][x] += blue[x];
                    colors[1][x] += red[x];
                }
            }
            for (block, colors) in chroma.iter_mut().zip(&colors) {
                for (to, [left, right]) in block[y].0.iter_mut().zip(colors.as_chunks().0) {
                    *to = (left + right) * 0.25;
                }
            }
        }
        for block in &mut luma {
            self.block(0, block);
        }
        for (index, block) in chroma.iter_mut().enumerate() {
            self.block(index + 1, block);
        }
    }

    /// Codes a square of one colour.
    fn flat(&mut self, pixel: [u8; 3]) {
        let row: [u8; SQUARE * 3] = std::array::from_fn(|at| pixel[at % 3]);
        let parts = converted(&row).map(|parts| parts[0]);
        for (component, part) in [0, 0, 0, 0, 1, 2].map(|component| (component, parts[component])) {
            let table = component.min(1);
            self.direct(component, rounded(part * 64.0 * self.factors[table][0]));
            self.push(table * 2 + 1, 0, 0);
        }
    }

    /// Codes a block of `component`.
    fn block(&mut self, component: usize, block: &mut Block) {
        transform(block);
        transpose(block);
        // What comes out is still transposed, and so are the factors.
        transform(block);
        let table = component.min(1);
        let mut coefficients = [0_i32; 64];
        for ((to, from), factors) in
            coefficients.as_chunks_mut::<8>().0.iter_mut().zip(&*block).zip(self.factors[table].as_chunks::<8>().0)
        {
            for ((to, value), factor) in to.iter_mut().zip(from.0).zip(factors) {
                *to = rounded(value * factor);
            }
        }
        self.direct(component, coefficients[0]);
        // A bit for each coefficient that is not 0: to go from one to the next is faster than to look at each.
        let mut left = 0_u64;
        for (place, at) in TRANSPOSED[..=last(&coefficients)].iter().enumerate().skip(1) {
            left |= u64::from(coefficients[usize::from(*at) & 63] != 0) << place;
        }
        let table = table * 2 + 1;
        let mut before = 0;
        while left != 0 {
            let place = left.trailing_zeros();
            left &= left - 1;
            let mut zeros = place - before - 1;
            before = place;
            while zeros > 15 {
                self.push(table, 0xF0, 0);
                zeros -= 16;
            }
            let (size, bits) = magnitude(coefficients[usize::from(TRANSPOSED[place as usize & 63]) & 63]);
            self.push(table, (zeros << 4) | size, bits);
        }
        if before < 63 {
            self.push(table, 0, 0);
        }
    }

    /// Codes a DC coefficient by its difference to the last one.
    fn direct(&mut self, component: usize, value: i32) {
        let (size, bits) = magnitude(value - self.last[component]);
        self.last[component] = value;
        self.push(component.min(1) * 2, size, bits);
    }

    fn push(&mut self, table: usize, symbol: u32, bits: u32) {
        self.counts[table][symbol as usize] += 1;
        self.tokens.push(symbol | ((table as u32) << 8) | (bits << 16));
    }

    /// Writes the symbols with `tables`; a zero byte follows each byte of one-bits (§F.1.2.3).
    fn write(&self, tables: &[Huffman], out: &mut Vec<u8>) {
        let (mut held, mut count) = (0_u64, 0_u32);
        let mut flush = |held: &mut u64, count: &mut u32| {
            while *count >= 8 {
                let byte = (*held >> (*count - 8)) as u8;
                out.push(byte);
                if byte == 0xFF {
                    out.push(0);
                }
                *count -= 8;
            }
        };
        for token in &self.tokens {
            let symbol = (token & 0xFF) as usize;
            let table = ((token >> 8) & 3) as usize;
            let (code, length) = tables[table].codes[symbol];
            let more = if table.is_multiple_of(2) { symbol as u32 } else { symbol as u32 & 15 };
            held = (held << (length + more)) | (u64::from(code) << more) | u64::from(token >> 16);
            count += length + more;
            if count >= 32 {
                flush(&mut held, &mut count);
            }
        }
        flush(&mut held, &mut count);
        // The last byte is filled with one-bits.
        let rest = (8 - count % 8) % 8;
        held = (held << rest) | ((1 << rest) - 1);
        count += rest;
        flush(&mut held, &mut count);
    }
}

/// Returns the rows of a square; beyond the picture its last pixels are repeated.
fn rows(picture: &RgbImage, (left, top): (usize, usize)) -> [[u8; SQUARE * 3]; SQUARE] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let samples = picture.as_raw();
    let mut rows = [[0; SQUARE * 3]; SQUARE];
    let inside = (width - left).min(SQUARE);
    for (y, to) in rows.iter_mut().enumerate() {
        let row = (top + y).min(height - 1) * width;
        to[..inside * 3].copy_from_slice(&samples[(row + left) * 3..(row + left + inside) * 3]);
        for x in inside..SQUARE {
            to.copy_within((inside - 1) * 3..inside * 3, x * 3);
        }
    }
    rows
}

/// Converts a row of RGB to Y, Cb and Cr, each around zero (JFIF 1.02).
#[inline]
fn converted(row: &[u8; SQUARE * 3]) -> [[f32; SQUARE]; 3] {
    let (mut red, mut green, mut blue) = ([0.0; SQUARE], [0.0; SQUARE], [0.0; SQUARE]);
    for (x, pixel) in row.as_chunks::<3>().0.iter().enumerate() {
        (red[x], green[x], blue[x]) = (f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]));
    }
    let mut parts = [[0.0; SQUARE]; 3];
    for x in 0..SQUARE {
        let (red, green, blue) = (red[x], green[x], blue[x]);
        parts[0][x] = 0.299 * red + 0.587 * green + 0.114 * blue - 128.0;
        parts[1][x] = -0.168_735_9 * red - 0.331_264_1 * green + 0.5 * blue;
        parts[2][x] = 0.5 * red - 0.418_687_6 * green - 0.081_312_4 * blue;
    }
    parts
}

/// Returns a place in the zigzag order after which all `coefficients`, which are transposed, are 0. Few blocks have
/// any in the far half, so it is enough to know the last row and column that have one.
fn last(coefficients: &[i32; 64]) -> usize {
    let (mut rows, mut columns) = (0, [0; 8]);
    for (row, values) in coefficients.as_chunks::<8>().0.iter().enumerate() {
        columns.iter_mut().zip(values).for_each(|(any, value)| *any |= value);
        if values.iter().fold(0, |any, value| any | value) != 0 {
            rows = row;
        }
    }
    let columns = columns.iter().rposition(|any| *any != 0).unwrap_or(0);
    // The longest way in the zigzag to a place in this rectangle; the diagonals are gone through in alternate
    // directions.
    match rows + columns {
        0 => 0,
        diagonal @ ..8 => (diagonal + 1) * (diagonal + 2) / 2 - 1,
        diagonal => 63 - (14 - diagonal) * (15 - diagonal) / 2,
    }
}

/// Rounds a coefficient, which has at most 12 bits. Added to this number, its integer part stands in the last bits of
/// the sum; a conversion would check for numbers that do not fit.
fn rounded(value: f32) -> i32 {
    const INTEGERS: f32 = 12_582_912.0;
    (value + INTEGERS).to_bits() as i32 - INTEGERS.to_bits() as i32
}

/// Returns how many bits `value` needs, and these bits (§F.1.2.1).
fn magnitude(value: i32) -> (u32, u32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let bits = if value < 0 { value - 1 } else { value };
    (size, bits as u32 & ((1 << size) - 1))
}

/// Returns everything before the scan's data (§B.2).
fn headers((width, height): (u16, u16), quanta: &[[u8; 64]; 2], tables: &[Huffman]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let segment = |out: &mut Vec<u8>, marker: u8, content: &[u8]| {
        out.extend([0xFF, marker]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    };
    segment(&mut out, 0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (number, quanta) in quanta.iter().enumerate() {
        let mut content = vec![number as u8];
        content.extend(ZIGZAG.map(|at| quanta[at]));
        segment(&mut out, 0xDB, &content);
    }
    let [h1, h0] = height.to_be_bytes();
    let [w1, w0] = width.to_be_bytes();
    segment(&mut out, 0xC0, &[8, h1, h0, w1, w0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    for (number, table) in tables.iter().enumerate() {
        // Class (DC or AC) and destination.
        let mut content = vec![((number as u8 % 2) << 4) | (number as u8 / 2)];
        content.extend(table.lengths);
        content.extend(&table.symbols);
        segment(&mut out, 0xC4, &content);
    }
    segment(&mut out, 0xDA, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    out
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb};

    use super::*;

    /// The greatest and the mean difference between `picture` and what comes back.
    fn differences(picture: &RgbImage, quality: u8) -> (u8, f64) {
        let bytes = cover_jpeg(picture, quality).unwrap();
        let back = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
        assert_eq!(back.dimensions(), picture.dimensions());
        let apart: Vec<u8> = picture.iter().zip(back.iter()).map(|(one, other)| one.abs_diff(*other)).collect();
        let mean = apart.iter().map(|level| f64::from(*level)).sum::<f64>() / apart.len() as f64;
        (apart.into_iter().max().unwrap_or(0), mean)
    }

    #[test]
    fn a_flat_picture_comes_back_in_its_colour() {
        for color in [[0, 0, 0], [255, 255, 255], [12, 80, 160], [200, 30, 90]] {
            let (most, _) = differences(&RgbImage::from_pixel(64, 48, Rgb(color)), 80);
            assert!(most <= 3, "{color:?}: {most}");
        }
    }

    #[test]
    fn pictures_of_every_size_come_back() {
        for (width, height) in [(1, 1), (16, 16), (17, 15), (33, 70), (160, 96)] {
            let wave = |x: u32, y: u32| {
                let level = 128.0 + 90.0 * (f64::from(x) / 9.0).sin() * (f64::from(y) / 13.0).cos();
                Rgb([level as u8, (level * 0.7) as u8, 255 - level as u8])
            };
            let (most, mean) = differences(&RgbImage::from_fn(width, height, wave), 92);
            assert!(mean < 3.0 && most < 40, "{width} × {height}: {most}, {mean:.2}");
        }
    }

    #[test]
    fn noise_needs_every_symbol_and_still_comes_back() {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let noise = RgbImage::from_fn(256, 256, |_, _| {
            let level = next();
            Rgb([level; 3])
        });
        let (_, mean) = differences(&noise, 100);
        assert!(mean < 1.5, "{mean}");
        assert!(cover_jpeg(&noise, 5).is_ok() && cover_jpeg(&noise, 50).is_ok());
    }

    #[test]
    fn what_is_too_long_or_empty_is_refused() {
        assert!(cover_jpeg(&RgbImage::new(70_000, 1), 80).is_err());
        assert!(cover_jpeg(&RgbImage::new(0, 0), 80).is_err());
    }
}
