//! Compresses rows of pixels that resemble each other, such as large areas of one colour with letters on them.
//!
//! The result is a zlib stream, as PNG has it, of one Deflate block with Huffman codes for this content (RFC 1950, RFC 1951
//! §3.2.7). A general compressor looks for earlier content wherever it may be. In such rows it stands either right before (a
//! run of one colour) or right above. Two comparisons find both: on a cover of four megapixels that takes a quarter of the
//! time of zlib at its quickest level, and the result has half of its size.

use crate::deflate::{Bits, Block, COPY_LENGTHS, ZLIB, equal};

/// Least and greatest length of a copy.
const SHORTEST: usize = COPY_LENGTHS.0;
const LONGEST: usize = COPY_LENGTHS.1;
/// Greatest distance of a copy.
const FARTHEST: usize = 32_768;
/// The filter of PNG that leaves a row as it is (ISO/IEC 15948 §9.2). Prediction makes indices into a palette worse (§12.8).
const NO_FILTER: u8 = 0;

/// Compresses `indices`, a row of `width` after the other, each behind the number of its filter.
pub(super) fn compressed(width: usize, indices: &[u8]) -> Vec<u8> {
    let width = width.max(1);
    // The filter of each row is before it.
    let mut tokens = Tokens::new(width + 1);
    let mut sum = simd_adler32::Adler32::new();
    let mut above: Option<&[u8]> = None;
    for row in indices.chunks_exact(width) {
        sum.write(&[NO_FILTER]);
        sum.write(row);
        tokens.row(row, above.filter(|_| width < FARTHEST));
        above = Some(row);
    }
    tokens.settle();
    let mut bits = Bits::after(ZLIB.to_vec());
    tokens.block.write(None, true, &mut bits);
    let mut out = bits.finish();
    out.extend(sum.finish().to_be_bytes());
    out
}

/// What was written, and the copy that may still grow.
struct Tokens {
    block: Block,
    /// Number of bytes from a row to the next.
    stride: usize,
    /// Number of bytes in the copy.
    length: usize,
    /// Whether they are as the one before, or else as those a row before.
    is_run: bool,
    /// The last bytes, the latest first: a copy that stays too short for one becomes literals.
    last: [u8; SHORTEST - 1],
}

impl Tokens {
    fn new(stride: usize) -> Self {
        Self { block: Block::new(), stride, length: 0, is_run: false, last: [0; SHORTEST - 1] }
    }

    fn row(&mut self, row: &[u8], above: Option<&[u8]>) {
        // The filter of each row is that of the row above.
        match above {
            None => self.literal(NO_FILTER),
            Some(_) => self.copy(self.is_run && self.length > 0 && self.last[0] == NO_FILTER, &[NO_FILTER]),
        }
        // Not `==`, for which some C libraries compare a byte at a time.
        if !self.is_run && above.is_some_and(|above| equal(row, above) == row.len()) {
            return self.copy(false, row);
        }
        let mut at = 0;
        while at < row.len() {
            let rest = &row[at..];
            let run = if rest[0] == self.last[0] { 1 + equal(&rest[1..], rest) } else { 0 };
            let shared = above.map_or(0, |above| equal(rest, &above[at..]));
            let is_run = if run == shared { self.is_run } else { run > shared };
            match run.max(shared) {
                0 => self.literal(rest[0]),
                length => self.copy(is_run, &rest[..length]),
            }
            at += run.max(shared).max(1);
        }
    }

    fn literal(&mut self, byte: u8) {
        self.settle();
        self.block.literal(byte);
        self.last = [byte, self.last[0]];
    }

    /// Adds `bytes`, which are all as the one before them, or as those above.
    fn copy(&mut self, is_run: bool, bytes: &[u8]) {
        if self.is_run != is_run {
            self.settle();
            self.is_run = is_run;
        }
        self.length += bytes.len();
        for byte in &bytes[bytes.len().saturating_sub(self.last.len())..] {
            self.last = [*byte, self.last[0]];
        }
    }

    /// Ends the copy.
    fn settle(&mut self) {
        if self.length < SHORTEST {
            self.last[..self.length].iter().rev().for_each(|byte| self.block.literal(*byte));
            self.length = 0;
        }
        while self.length > 0 {
            // What is left must not be too short for a copy of its own.
            let left = self.length.saturating_sub(LONGEST);
            let length = if (1..SHORTEST).contains(&left) { LONGEST - SHORTEST } else { self.length.min(LONGEST) };
            self.block.copy(length, if self.is_run { 1 } else { self.stride });
            self.length -= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// What a decompressor of others makes of it, with the filters.
    fn unpacked(width: usize, indices: &[u8]) -> Vec<u8> {
        let (packed, mut out) = (compressed(width, indices), Vec::new());
        let mut decoder = flate2::read::ZlibDecoder::new(&*packed);
        decoder.read_to_end(&mut out).expect("valid zlib");
        assert_eq!(decoder.total_in(), packed.len() as u64, "nothing follows");
        out
    }

    fn filtered(width: usize, indices: &[u8]) -> Vec<u8> {
        indices.chunks_exact(width).flat_map(|row| [&[NO_FILTER], row].concat()).collect()
    }

    #[test]
    fn rows_of_every_kind_come_back() {
        let mut state = 7_u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize
        };
        for case in 0..600 {
            let (width, height) = ([1, 2, 3, 5, 16, 17, 300, 1600][case % 8], [1, 2, 3, 40][case / 8 % 4]);
            let colours = [1, 2, 3, 200][case / 32 % 4];
            let mut indices = vec![(case / 128 % 2 * 5) as u8; width * height];
            // Letters: short runs here and there, some of them for several rows.
            for _ in 0..random() % (width * height).min(400) {
                let (at, length, rows) = (random() % indices.len(), random() % 9, random() % 4);
                let colour = (random() % colours) as u8;
                for row in 0..rows {
                    indices.iter_mut().skip(at + row * width).take(length).for_each(|it| *it = colour);
                }
            }
            assert!(unpacked(width, &indices) == filtered(width, &indices), "case {case}, {width} × {height}");
        }
    }

    #[test]
    fn edges_of_the_format_are_kept() {
        // Lengths around the greatest of a copy, where what is left would be too short.
        for length in 250..270 {
            assert_eq!(unpacked(length, &vec![0; length]), filtered(length, &vec![0; length]));
            let rows =
                [&vec![0; length][..], &vec![9; length], &vec![9; length], &[8; 1], &vec![9; length - 1]].concat();
            assert_eq!(unpacked(length, &rows), filtered(length, &rows));
        }
        // Rows that are as long as copies reach, and longer.
        for width in [FARTHEST - 2, FARTHEST - 1, FARTHEST, FARTHEST + 1] {
            let row: Vec<u8> = (0..width).map(|index| (index * index % 7) as u8).collect();
            let rows = [&row[..], &row].concat();
            assert!(unpacked(width, &rows) == filtered(width, &rows), "{width}");
        }
        assert!(unpacked(4, &[]).is_empty());
    }

    #[test]
    fn areas_with_letters_take_little() {
        let (width, height) = (1600, 2560);
        let mut indices = vec![0; width * height];
        for (at, index) in indices.iter_mut().enumerate() {
            let (x, y) = (at % width, at / width);
            // A field, and strokes with soft edges.
            *index = if y > 900 { 17 } else { 0 } + if y % 200 < 60 && x % 50 < 6 { (x % 50 + 1) as u8 } else { 0 };
        }
        let length = compressed(width, &indices).len();
        assert!(length < 30_000, "{length} bytes");
    }
}
