//! A JPEG encoder for covers: large areas of one colour beside a picture, four million pixels in all.
//!
//! Baseline JPEG (ITU-T T.81) in YCbCr with chroma at half the resolution, as JFIF. `jpeg-encoder` takes four times as
//! long without the processor's vector instructions, and with them its bytes differ from machine to machine. Here a
//! square of one colour is recognised before it is transformed, and the transform (Arai, Agui and Nakajima 1988) works
//! on eight columns at once in plain arithmetic, which compilers turn into vector instructions and which gives the
//! same bits everywhere.
//!
//! The coded symbols are gathered first, so that the Huffman tables are those of the picture (§K.2).

use image::RgbImage;

use super::Error;

/// Side of a square of pixels that is coded together: four blocks of luma and two of chroma.
const SQUARE: usize = 16;
/// Longest Huffman code in bits.
const LONGEST: usize = 16;
/// The code of one-bits alone is not allowed, so a symbol that never occurs gets it.
const RESERVED: usize = 256;

/// The order of coefficients (Figure 5).
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];
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

/// A block of samples or coefficients, in rows.
type Block = [[f32; 8]; 8];

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
                luma[high / 8 * 2][high % 8].copy_from_slice(left);
                luma[high / 8 * 2 + 1][high % 8].copy_from_slice(right);
                for x in 0..SQUARE {
                    colors[0][x] += blue[x];
                    colors[1][x] += red[x];
                }
            }
            for (block, colors) in chroma.iter_mut().zip(&colors) {
                block[y] = std::array::from_fn(|x| (colors[x * 2] + colors[x * 2 + 1]) * 0.25);
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
        let quantized = block.as_flattened().iter().zip(&self.factors[table]);
        coefficients.iter_mut().zip(quantized).for_each(|(to, (value, factor))| *to = rounded(value * factor));
        self.direct(component, coefficients[0]);
        let last = last(&coefficients);
        let mut zeros = 0;
        for at in &ZIGZAG[1..=last] {
            let value = coefficients[at % 8 * 8 + at / 8];
            if value == 0 {
                zeros += 1;
                continue;
            }
            while zeros > 15 {
                self.push(table * 2 + 1, 0xF0, 0);
                zeros -= 16;
            }
            let (size, bits) = magnitude(value);
            self.push(table * 2 + 1, (zeros << 4) | size, bits);
            zeros = 0;
        }
        if zeros > 0 || last < 63 {
            self.push(table * 2 + 1, 0, 0);
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
    std::array::from_fn(|y| {
        let row = (top + y).min(height - 1) * width;
        let mut to = [0; SQUARE * 3];
        let inside = (width - left).min(SQUARE);
        to[..inside * 3].copy_from_slice(&samples[(row + left) * 3..(row + left + inside) * 3]);
        for x in inside..SQUARE {
            to.copy_within((inside - 1) * 3..inside * 3, x * 3);
        }
        to
    })
}

/// Converts a row of RGB to Y, Cb and Cr, each around zero (JFIF 1.02).
fn converted(row: &[u8; SQUARE * 3]) -> [[f32; SQUARE]; 3] {
    let part = |offset: usize| -> [f32; SQUARE] { std::array::from_fn(|x| f32::from(row[x * 3 + offset])) };
    let (red, green, blue) = (part(0), part(1), part(2));
    let weighted = |[of_red, of_green, of_blue]: [f32; 3], more: f32| -> [f32; SQUARE] {
        std::array::from_fn(|x| of_red * red[x] + of_green * green[x] + of_blue * blue[x] + more)
    };
    [
        weighted([0.299, 0.587, 0.114], -128.0),
        weighted([-0.168_735_9, -0.331_264_1, 0.5], 0.0),
        weighted([0.5, -0.418_687_6, -0.081_312_4], 0.0),
    ]
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

/// Transforms each column.
fn transform(rows: &mut Block) {
    let add = |one: [f32; 8], other: [f32; 8]| -> [f32; 8] { std::array::from_fn(|at| one[at] + other[at]) };
    let subtract = |one: [f32; 8], other: [f32; 8]| -> [f32; 8] { std::array::from_fn(|at| one[at] - other[at]) };
    let times = |one: [f32; 8], by: f32| -> [f32; 8] { one.map(|value| value * by) };
    let (s07, d07) = (add(rows[0], rows[7]), subtract(rows[0], rows[7]));
    let (s16, d16) = (add(rows[1], rows[6]), subtract(rows[1], rows[6]));
    let (s25, d25) = (add(rows[2], rows[5]), subtract(rows[2], rows[5]));
    let (s34, d34) = (add(rows[3], rows[4]), subtract(rows[3], rows[4]));
    let (even, odd) = (add(s07, s34), subtract(s07, s34));
    let (inner, outer) = (add(s16, s25), subtract(s16, s25));
    rows[0] = add(even, inner);
    rows[4] = subtract(even, inner);
    let turned = times(add(outer, odd), 0.707_106_77);
    rows[2] = add(odd, turned);
    rows[6] = subtract(odd, turned);
    let (low, middle, high) = (add(d34, d25), add(d25, d16), add(d16, d07));
    let shared = times(subtract(low, high), 0.382_683_43);
    let low = add(times(low, 0.541_196_1), shared);
    let high = add(times(high, 1.306_563), shared);
    let middle = times(middle, 0.707_106_77);
    let (one, other) = (add(d07, middle), subtract(d07, middle));
    rows[5] = add(other, low);
    rows[3] = subtract(other, low);
    rows[1] = add(one, high);
    rows[7] = subtract(one, high);
}

fn transpose(block: &mut Block) {
    let from = *block;
    for (row, values) in block.iter_mut().enumerate() {
        values.iter_mut().zip(&from).for_each(|(value, column)| *value = column[row]);
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

/// A Huffman table.
struct Huffman {
    /// Number of codes of each length, from one bit.
    lengths: [u8; LONGEST],
    /// The symbols by the length of their codes.
    symbols: Vec<u8>,
    /// For each symbol, its code and the length of that.
    codes: Vec<(u32, u32)>,
}

impl Huffman {
    /// Makes the best table for symbols that occur so often (§K.2).
    fn of(counts: &[u32; RESERVED + 1]) -> Self {
        let mut counts = *counts;
        counts[RESERVED] = 1;
        let sizes = code_sizes(counts);
        let mut lengths = [0_usize; 64];
        sizes.iter().filter(|size| **size > 0).for_each(|size| lengths[*size] += 1);
        limit(&mut lengths);
        // The longest code belongs to the reserved symbol.
        if let Some(longest) = lengths.iter_mut().rev().find(|count| **count > 0) {
            *longest -= 1;
        }
        let mut symbols: Vec<u8> = (0..=255_u8).filter(|symbol| sizes[usize::from(*symbol)] > 0).collect();
        symbols.sort_by_key(|symbol| sizes[usize::from(*symbol)]);
        let mut codes = vec![(0, 0); 256];
        let (mut code, mut next) = (0, 0);
        for (length, count) in lengths.iter().enumerate().take(LONGEST + 1).skip(1) {
            for symbol in symbols.iter().skip(next).take(*count) {
                codes[usize::from(*symbol)] = (code, length as u32);
                code += 1;
            }
            next += count;
            code <<= 1;
        }
        Self { lengths: std::array::from_fn(|at| lengths[at + 1] as u8), symbols, codes }
    }
}

/// Returns the length of each symbol's code, without a limit (Figure K.1).
fn code_sizes(mut counts: [u32; RESERVED + 1]) -> [usize; RESERVED + 1] {
    let mut sizes = [0; RESERVED + 1];
    let mut others: [Option<usize>; RESERVED + 1] = [None; RESERVED + 1];
    let least = |counts: &[u32; RESERVED + 1], not: Option<usize>| {
        let there = (0..=RESERVED).filter(|at| counts[*at] > 0 && Some(*at) != not);
        there.min_by_key(|at| (counts[*at], RESERVED - at))
    };
    while let Some(one) = least(&counts, None)
        && let Some(other) = least(&counts, Some(one))
    {
        counts[one] += counts[other];
        counts[other] = 0;
        let mut end = one;
        loop {
            sizes[end] += 1;
            match others[end] {
                Some(next) => end = next,
                None => break,
            }
        }
        others[end] = Some(other);
        let mut at = Some(other);
        while let Some(symbol) = at {
            sizes[symbol] += 1;
            at = others[symbol];
        }
    }
    sizes
}

/// Shortens codes of more than sixteen bits (Figure K.3).
fn limit(lengths: &mut [usize; 64]) {
    for length in (LONGEST + 1..lengths.len()).rev() {
        while lengths[length] > 0 {
            let Some(shorter) = (1..length - 1).rev().find(|shorter| lengths[*shorter] > 0) else { break };
            lengths[length] -= 2;
            lengths[length - 1] += 1;
            lengths[shorter + 1] += 2;
            lengths[shorter] -= 1;
        }
    }
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
