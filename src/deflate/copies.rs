//! Finds repetitions for Deflate: bytes that also occur earlier in the content.
//!
//! Positions with the same four bytes are in a chain, the latest first (as in zlib); one table has the last position with
//! the same three bytes. A copy is taken unless one byte later there is a better one (lazy matching).
//!
//! The tables are not cleared for a new content. Its positions begin beyond those of the one before, by more than the
//! greatest distance: what stands in the tables from before is too far away.

use super::huffman::{Bits, Block, COPIES};

/// Positions that are remembered; the greatest distance is one less.
const WINDOW: usize = 32_768;
/// Number of bits of a hash of four and of three bytes.
const HASH4_BITS: u32 = 15;
const HASH3_BITS: u32 = 13;
/// A copy of three bytes from farther away takes about as many bits as three literals.
const NEAR: usize = 512;
/// A copy of this length is the longest there is, so the search ends.
const NICE: usize = COPIES.1;
/// After a copy of this length, no better one is looked for a byte later.
const LAZY: usize = 64;
/// Number of earlier positions that are compared.
const DEPTH: usize = 40;
/// Number of tokens in a block.
const TOKENS: usize = 8_192;
/// Content that is compressed at once; positions fit in 32 bits.
const PIECE: usize = 1 << 30;

/// The tables of a thread.
pub(super) struct Copies {
    /// For each hash of four bytes, the last position with it.
    last4: Box<[u32; 1 << HASH4_BITS]>,
    last3: Box<[u32; 1 << HASH3_BITS]>,
    /// For each position in the window, the one before it with the same hash.
    before: Box<[u32; WINDOW]>,
    /// The first position of the content.
    base: u32,
    block: Block,
}

impl Copies {
    pub(super) fn new() -> Self {
        Self {
            last4: Box::new([0; 1 << HASH4_BITS]),
            last3: Box::new([0; 1 << HASH3_BITS]),
            before: Box::new([0; WINDOW]),
            base: WINDOW as u32,
            block: Block::new(),
        }
    }

    /// Compresses `content` to its end.
    pub(super) fn compress(&mut self, content: &[u8], bits: &mut Bits) {
        let mut pieces = content.chunks(PIECE).peekable();
        loop {
            let piece = pieces.next().unwrap_or_default();
            let is_last = pieces.peek().is_none();
            self.piece(piece, is_last, bits);
            if is_last {
                return;
            }
        }
    }

    fn piece(&mut self, content: &[u8], is_last: bool, bits: &mut Bits) {
        if self.base as usize > 2 * PIECE {
            *self = Self::new();
        }
        let (mut at, mut written) = (0, 0);
        while at < content.len() {
            if self.block.len() >= TOKENS {
                self.block.write(Some(&content[written..at]), false, bits);
                written = at;
            }
            let mut best = self.find(content, at, Copy::NONE, DEPTH);
            if best.length < COPIES.0 {
                self.block.literal(content[at]);
                at += 1;
                continue;
            }
            // The copy, or a better one that begins a byte later.
            let mut entered = at + 1;
            while best.length < LAZY && at + 1 < content.len() {
                let next = self.find(content, at + 1, Copy { length: best.length - 1, ..best }, DEPTH / 2);
                entered = at + 2;
                if !next.is_better_than(&best) {
                    break;
                }
                self.block.literal(content[at]);
                at += 1;
                best = next;
            }
            self.block.copy(best.length, best.distance);
            at += best.length;
            self.enter(content, entered..at);
        }
        self.block.write(Some(&content[written..]), is_last, bits);
        self.base += (content.len() + WINDOW) as u32;
    }

    /// Enters positions without looking for what came before.
    fn enter(&mut self, content: &[u8], positions: std::ops::Range<usize>) {
        let base = self.base;
        let Some(content) = content.get(positions.start..(positions.end + 3).min(content.len())) else { return };
        for (position, next) in (base + positions.start as u32..).zip(content.array_windows::<4>()) {
            self.chain(u32::from_le_bytes(*next), position);
        }
    }

    /// Enters the position `at`, where `next` stands; returns the last positions with the same hash of four and three bytes.
    #[inline]
    fn chain(&mut self, next: u32, position: u32) -> (u32, u32) {
        let hash = |bytes: u32, bits| (bytes.wrapping_mul(0x1e35_a7bd) >> (32 - bits)) as usize;
        let (four, three) = (&mut self.last4[hash(next, HASH4_BITS)], &mut self.last3[hash(next << 8, HASH3_BITS)]);
        let last = (*four, *three);
        self.before[position as usize % WINDOW] = last.0;
        (*four, *three) = (position, position);
        last
    }

    /// Enters the position `at`, and returns the longest copy that can begin there, if it is longer than `best`, else `best`.
    fn find(&mut self, content: &[u8], at: usize, mut best: Copy, depth: usize) -> Copy {
        let rest = &content[at..];
        let Some(next) = rest.first_chunk::<4>() else { return best };
        let next = u32::from_le_bytes(*next);
        let position = self.base + at as u32;
        let (four, three) = self.chain(next, position);
        let rest = &rest[..rest.len().min(COPIES.1)];
        if best.length < COPIES.0 {
            let distance = position.wrapping_sub(three) as usize;
            if distance < NEAR
                && let Some(earlier) = content[at - distance..].first_chunk::<4>()
                && u32::from_le_bytes(*earlier) << 8 == next << 8
            {
                best = Copy { length: 3, distance };
            }
        }
        // Four bytes that end where a longer copy would: most candidates differ there.
        let end_of = |best: &Copy| best.length.max(3) - 3;
        let mut from = end_of(&best);
        let Some(mut wanted) = word(rest, from) else { return best };
        let mut candidate = four;
        for _ in 0..depth {
            let distance = position.wrapping_sub(candidate) as usize;
            if distance >= WINDOW {
                break;
            }
            if word(content, at - distance + from) == Some(wanted) {
                let length = equal(&content[at - distance..], rest);
                if length > best.length {
                    best = Copy { length, distance };
                    from = end_of(&best);
                    match word(rest, from) {
                        Some(word) if length < NICE => wanted = word,
                        _ => break,
                    }
                }
            }
            candidate = self.before[candidate as usize % WINDOW];
        }
        best
    }
}

/// So many bytes from so far before.
#[derive(Clone, Copy)]
struct Copy {
    length: usize,
    distance: usize,
}

impl Copy {
    const NONE: Self = Self { length: 2, distance: 1 };

    /// Whether this copy, a byte later, is worth a literal more than `other`: a byte more is worth four bits, twice the
    /// distance one.
    fn is_better_than(&self, other: &Self) -> bool {
        let worth = |copy: &Self| 4 * copy.length as i32 - copy.distance.ilog2() as i32;
        self.length >= other.length && worth(self) - worth(other) > 2
    }
}

/// Returns the four bytes at `at`.
#[inline]
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Returns how many bytes at the start of `one` and `other` are the same.
#[inline]
pub(crate) fn equal(one: &[u8], other: &[u8]) -> usize {
    let ((words, _), (others, _)) = (one.as_chunks::<16>(), other.as_chunks::<16>());
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
