//! Compresses rows of pixels that resemble each other, such as large areas of one colour with letters on them.
//!
//! The result is a zlib stream, as PNG has it, of one Deflate block with Huffman codes for this content (RFC 1950, RFC 1951
//! §3.2.7). A general compressor looks for earlier content wherever it may be. In such rows it stands either right before (a
//! run of one colour) or right above. Two comparisons find both: on a cover of four megapixels that takes a quarter of the
//! time of zlib at its quickest level, and the result has half of its size.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Greatest length of a copy (RFC 1951 §3.2.5).
const LONGEST: usize = 258;
/// Least length of a copy.
const SHORTEST: usize = 3;
/// Greatest distance of a copy.
const FARTHEST: usize = 32_768;
/// Number of symbols for literals, the end and lengths, and of those for distances.
const SYMBOLS: [usize; 2] = [286, 30];
/// The symbol that ends a block.
const END: usize = 256;
/// Greatest length of a code, in bits.
const MAX_BITS: u8 = 15;
/// The filter of PNG that leaves a row as it is (ISO/IEC 15948 §9.2). Prediction makes indices into a palette worse (§12.8).
const NO_FILTER: u8 = 0;

/// A part of the compressed content.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Literal(u8),
    /// So many bytes as the one before, if they are a run, or else as those a row before.
    Copy {
        length: u16,
        is_run: bool,
    },
}

/// Compresses `indices`, a row of `width` after the other, each behind the number of its filter.
pub(super) fn compressed(width: usize, indices: &[u8]) -> Vec<u8> {
    let width = width.max(1);
    let mut tokens = Tokens::default();
    let mut sum = simd_adler32::Adler32::new();
    let mut above: Option<&[u8]> = None;
    for row in indices.chunks_exact(width) {
        sum.write(&[NO_FILTER]);
        sum.write(row);
        tokens.row(row, above.filter(|_| width < FARTHEST));
        above = Some(row);
    }
    tokens.settle();
    // 32 KiB of window, and the check of these two bytes (RFC 1950 §2.2).
    let mut bits = Bits { out: vec![0x78, 0x01], ..Bits::default() };
    block(&tokens.all, width + 1, &mut bits);
    let mut out = bits.finish();
    out.extend(sum.finish().to_be_bytes());
    out
}

/// Tokens, and the copy that may still grow.
#[derive(Default)]
struct Tokens {
    all: Vec<Token>,
    /// Number of bytes in the copy.
    length: usize,
    is_run: bool,
    /// The last bytes, the latest first: a copy that stays too short for one becomes literals.
    last: [u8; SHORTEST - 1],
}

impl Tokens {
    fn row(&mut self, row: &[u8], above: Option<&[u8]>) {
        // The filter of each row is that of the row above.
        match above {
            None => self.literal(NO_FILTER),
            Some(_) => self.copy(self.is_run && self.length > 0 && self.last[0] == NO_FILTER, &[NO_FILTER]),
        }
        if above == Some(row) && !self.is_run {
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
        self.all.push(Token::Literal(byte));
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
            self.all.extend(self.last[..self.length].iter().rev().map(|byte| Token::Literal(*byte)));
            self.length = 0;
        }
        while self.length > 0 {
            // What is left must not be too short for a copy of its own.
            let left = self.length.saturating_sub(LONGEST);
            let length = if (1..SHORTEST).contains(&left) { LONGEST - SHORTEST } else { self.length.min(LONGEST) };
            self.all.push(Token::Copy { length: length as u16, is_run: self.is_run });
            self.length -= length;
        }
    }
}

/// Returns how many bytes at the start of `one` and `other` are the same.
fn equal(one: &[u8], other: &[u8]) -> usize {
    let (words, _) = one.as_chunks::<16>();
    let (others, _) = other.as_chunks::<16>();
    let mut same = 0;
    for (a, b) in words.iter().zip(others) {
        let differ = u128::from_le_bytes(*a) ^ u128::from_le_bytes(*b);
        if differ != 0 {
            return same + differ.trailing_zeros() as usize / 8;
        }
        same += 16;
    }
    same + one[same..].iter().zip(&other[same..]).take_while(|(a, b)| a == b).count()
}

/// Returns the first value of each of `count` symbols, and the number of bits that say which of its values is meant (RFC 1951
/// §3.2.5). The values begin with `from`; `first` symbols have no such bits, and from then on `each` have one bit more.
fn ranges(from: usize, first: usize, each: usize, count: usize) -> impl Iterator<Item = (usize, u8)> {
    (0..count).scan(from, move |next, symbol| {
        let bits = symbol.saturating_sub(first - each) / each;
        let start = *next;
        *next += 1 << bits;
        Some((start, bits as u8))
    })
}

/// As [`ranges`], for lengths of copies. The greatest has a symbol of its own.
fn lengths() -> Vec<(usize, u8)> {
    let mut all: Vec<_> = ranges(SHORTEST, 8, 4, 28).collect();
    all.push((LONGEST, 0));
    all
}

/// How a length or a distance is written.
#[derive(Clone, Copy)]
struct Written {
    symbol: usize,
    /// Which of the values of the symbol is meant.
    which: u32,
    /// Number of bits that say so.
    bits: u8,
}

/// Returns how `value` is written by `table`, which is that of [`ranges`].
fn written(table: &[(usize, u8)], value: usize) -> Written {
    let symbol = table.partition_point(|(first, _)| *first <= value).max(1) - 1;
    let (first, bits) = table[symbol];
    Written { symbol, which: value.saturating_sub(first) as u32, bits }
}

/// Writes `tokens` as the last block of Deflate; a row before is `row` bytes before.
fn block(tokens: &[Token], row: usize, bits: &mut Bits) {
    let table = lengths();
    let lengths: Vec<Written> = (0..=LONGEST).map(|length| written(&table, length)).collect();
    let distances: Vec<_> = ranges(1, 4, 2, SYMBOLS[1]).collect();
    let distances = [written(&distances, 1), written(&distances, row)];
    let copied = |length: u16, is_run: bool| (lengths[usize::from(length)], distances[usize::from(!is_run)]);
    let mut counts = SYMBOLS.map(|symbols| vec![0; symbols]);
    counts[0][END] = 1;
    for token in tokens {
        match *token {
            Token::Literal(byte) => counts[0][usize::from(byte)] += 1,
            Token::Copy { length, is_run } => {
                let (length, distance) = copied(length, is_run);
                counts[0][END + 1 + length.symbol] += 1;
                counts[1][distance.symbol] += 1;
            }
        }
    }
    let sizes = counts.map(code_lengths);
    bits.put(0b101, 3);
    // All symbols have their length stated, in four bits each: a code for the lengths 0 to 15 that are all as long, in the
    // order of the format, and without the three symbols for repetitions.
    bits.put(SYMBOLS[0] as u32 - 257, 5);
    bits.put(SYMBOLS[1] as u32 - 1, 5);
    bits.put(19 - 4, 4);
    (0..19).for_each(|index| bits.put(if index < 3 { 0 } else { 4 }, 3));
    for size in sizes.iter().flatten() {
        bits.put(reversed(u32::from(*size), 4), 4);
    }
    let [literals, spans] = sizes.map(|sizes| codes(&sizes));
    for token in tokens {
        match *token {
            Token::Literal(byte) => bits.code(literals[usize::from(byte)]),
            Token::Copy { length, is_run } => {
                let (length, distance) = copied(length, is_run);
                bits.code(literals[END + 1 + length.symbol]);
                bits.put(length.which, length.bits);
                bits.code(spans[distance.symbol]);
                bits.put(distance.which, distance.bits);
            }
        }
    }
    bits.code(literals[END]);
}

/// Returns the lengths in bits of a prefix code for symbols that occur so often (Huffman, 1952), 0 for those that do not.
fn code_lengths(mut counts: Vec<u64>) -> Vec<u8> {
    loop {
        let mut heap: BinaryHeap<_> =
            (0..).zip(&counts).filter(|(_, n)| **n > 0).map(|(i, n)| Reverse((*n, i))).collect();
        // The tree: each node knows the one above it, and a node above has a greater number.
        let mut above = vec![0; counts.len()];
        while let (Some(Reverse((one, a))), Some(Reverse((other, b)))) = (heap.pop(), heap.pop()) {
            let node = above.len();
            above[a] = node;
            above[b] = node;
            above.push(0);
            heap.push(Reverse((one + other, node)));
        }
        let mut depths = vec![0_u8; above.len()];
        (0..above.len()).rev().filter(|node| above[*node] > 0).for_each(|node| depths[node] = depths[above[node]] + 1);
        depths.truncate(counts.len());
        // A code with one symbol has one bit.
        if let [only] = *counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(i, _)| i).collect::<Vec<_>>() {
            depths[only] = 1;
        }
        if depths.iter().all(|depth| *depth <= MAX_BITS) {
            return depths;
        }
        // Counts that differ less make a flatter tree.
        counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 4 + 1);
    }
}

/// Returns the codes of symbols whose codes are `sizes` long (RFC 1951 §3.2.2), as they are written: the first bit lowest.
fn codes(sizes: &[u8]) -> Vec<(u32, u8)> {
    let mut next = [0_u32; MAX_BITS as usize + 1];
    for size in 1..next.len() {
        let shorter = sizes.iter().filter(|it| usize::from(**it) == size - 1 && **it > 0).count() as u32;
        next[size] = (next[size - 1] + shorter) << 1;
    }
    let code = |size: &u8| {
        let code = next[usize::from(*size)];
        next[usize::from(*size)] += 1;
        (reversed(code, *size), *size)
    };
    sizes.iter().map(code).collect()
}

fn reversed(code: u32, size: u8) -> u32 {
    if size == 0 { 0 } else { code.reverse_bits() >> (32 - u32::from(size)) }
}

/// Bits, of which the first is the lowest of the first byte.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u8,
}

impl Bits {
    fn put(&mut self, bits: u32, count: u8) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out.extend((self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    fn code(&mut self, (code, size): (u32, u8)) {
        self.put(code, size);
    }

    fn finish(mut self) -> Vec<u8> {
        let left = usize::from(self.count.div_ceil(8));
        self.out.extend(&self.held.to_le_bytes()[..left]);
        self.out
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
    fn rare_symbols_get_no_codes_that_are_too_long() {
        // Fibonacci numbers make the deepest tree.
        let counts: Vec<u64> = (0..40)
            .scan((1, 1), |two, _| {
                *two = (two.1, two.0 + two.1);
                Some(two.0)
            })
            .collect();
        let sizes = code_lengths(counts);
        assert!(sizes.iter().all(|size| (1..=MAX_BITS).contains(size)), "{sizes:?}");
        let used: f64 = sizes.iter().map(|size| 0.5_f64.powi((*size).into())).sum();
        assert!((used - 1.0).abs() < 1e-9, "a complete code: {used}");
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
