//! Deflate (RFC 1951) and zlib streams (RFC 1950) of content that is in memory.
//!
//! `copies` finds what came before, `huffman` writes blocks with codes for their content; `raster::rows` writes blocks of its
//! own. A PDF has dozens of short streams, an EPUB a dozen. The state of zlib, and of libraries like it, is cleared for each of
//! them, some 180 KB, which takes more than to compress a page of text. Here a thread keeps its tables, and nothing in them
//! has to be cleared. The streams are one percent smaller than those of zlib at level 6.

mod copies;
mod huffman;

use std::cell::RefCell;

use copies::Copies;
#[cfg(feature = "svg")]
pub(crate) use copies::equal;
pub(crate) use huffman::Bits;
#[cfg(feature = "svg")]
pub(crate) use huffman::{Block, COPIES as COPY_LENGTHS};

use crate::kept::{Held, Left};

/// The first bytes of a zlib stream: 32 KiB of window, and the check of these two bytes (RFC 1950 §2.2).
pub(crate) const ZLIB: [u8; 2] = [0x78, 0x01];

thread_local! {
    static STATE: RefCell<Held<Copies>> = RefCell::new(Held::new(&STATES));
    /// The last content that was said to come again, and its compressed form.
    static KEPT: RefCell<Held<(Vec<u8>, Vec<u8>)>> = RefCell::new(Held::new(&CONTENTS));
}
static STATES: Left<Copies> = Left::new();
static CONTENTS: Left<(Vec<u8>, Vec<u8>)> = Left::new();

/// Compresses `content` as a zlib stream.
pub(crate) fn zlib(content: &[u8]) -> Vec<u8> {
    let mut packed = deflated(content, &ZLIB);
    let mut sum = simd_adler32::Adler32::new();
    sum.write(content);
    packed.extend(sum.finish().to_be_bytes());
    packed
}

/// Compresses `content` as Deflate without the header and the checksum of zlib.
pub(crate) fn raw(content: &[u8]) -> Vec<u8> {
    deflated(content, &[])
}

/// Compresses `content` as [`raw`] does, and keeps the result for when the next article has the same content, such as
/// its style sheet.
pub(crate) fn raw_again(content: &[u8]) -> Vec<u8> {
    KEPT.with_borrow_mut(|kept| {
        let (known, packed) = kept.value().get_or_insert_default();
        if known != content || packed.is_empty() {
            *packed = raw(content);
            content.clone_into(known);
        }
        packed.clone()
    })
}

/// Compresses `content` behind `header`.
fn deflated(content: &[u8], header: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() / 2 + 64);
    out.extend(header);
    let mut bits = Bits::after(out);
    STATE.with_borrow_mut(|state| state.value().get_or_insert_with(Copies::new).compress(content, &mut bits));
    bits.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::read::{DeflateDecoder, ZlibDecoder};

    use super::*;

    /// Numbers by chance, the same in each run.
    fn random(seed: u32) -> impl FnMut(usize) -> usize {
        let mut state = seed;
        move |below| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below.max(1)
        }
    }

    fn unpacked(mut decoder: impl std::io::Read) -> Vec<u8> {
        let mut out = Vec::new();
        decoder.read_to_end(&mut out).expect("a valid stream");
        out
    }

    /// Checks that decoders of others make `content` of its streams, and nothing is behind them.
    #[track_caller]
    fn check(content: &[u8]) -> usize {
        let packed = zlib(content);
        let mut decoder = ZlibDecoder::new(&*packed);
        assert!(unpacked(&mut decoder) == content, "{} bytes", content.len());
        assert_eq!(decoder.total_in(), packed.len() as u64);
        assert!(unpacked(DeflateDecoder::new(&*raw(content))) == content);
        assert!(raw_again(content) == raw(content) && raw_again(content) == raw(content));
        packed.len()
    }

    #[test]
    fn content_of_every_kind_comes_back() {
        let mut random = random(7);
        for case in 0..220 {
            let length = [0, 1, 2, 3, 4, 5, 258, 259, 1_000, 33_000, 70_000][case % 11] + random(5);
            let letters = [1, 2, 4, 30, 256][case / 11 % 5];
            let mut content: Vec<u8> = (0..length).map(|_| random(letters) as u8).collect();
            // Words that come again, near and far.
            for _ in 0..case / 55 * 30 {
                let (from, to, much) = (random(length), random(length), random(300));
                let word = content[from..(from + much).min(length)].to_vec();
                content[to..].iter_mut().zip(word).for_each(|(to, from)| *to = from);
            }
            check(&content);
        }
    }

    #[test]
    fn edges_of_the_format_are_kept() {
        // Copies from as far as they reach, and farther.
        for gap in 32_760..32_775 {
            let mut random = random(gap as u32);
            let word: Vec<u8> = (0..40).map(|_| random(256) as u8).collect();
            check(&[&word[..], &vec![0; gap - 40], &word].concat());
        }
        // What does not get smaller is stored, in pieces.
        let mut random = random(3);
        let noise: Vec<u8> = (0..200_000).map(|_| random(256) as u8).collect();
        for length in [65_534, 65_535, 65_536, 131_070, 131_071, 200_000] {
            assert!(check(&noise[..length]) <= length + length / 1_000 + 16, "{length}");
        }
        // Codes of every length: Fibonacci numbers make the deepest tree.
        let mut counts = vec![1_usize, 1];
        (0..22).for_each(|at| counts.push(counts[at] + counts[at + 1]));
        let symbols = counts.iter().enumerate().flat_map(|(symbol, count)| vec![symbol as u8 * 7; *count]);
        let mut deep: Vec<u8> = symbols.collect();
        (0..deep.len()).for_each(|at| deep.swap(at, random(at + 1)));
        check(&deep);
    }

    #[test]
    fn a_stream_does_not_depend_on_those_before() {
        let texts =
            ["The mill stood at the weir. The mill stands still.".repeat(40), "1 0 0 1 72.5 700 Tm ".repeat(900)];
        let alone = texts.each_ref().map(|text| {
            // New tables: those of a new thread may have been left by another.
            let mut bits = Bits::after(Vec::new());
            Copies::new().compress(text.as_bytes(), &mut bits);
            bits.finish()
        });
        for _ in 0..3 {
            assert!(texts.each_ref().map(|text| raw(text.as_bytes())) == alone);
        }
    }

    #[test]
    fn text_is_smaller_than_that_of_zlib() {
        let texts = [include_str!("deflate.rs"), include_str!("deflate/huffman.rs"), include_str!("epub/style.css")];
        let others = texts.map(|text| {
            let mut other = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
            other.write_all(text.as_bytes()).unwrap();
            other.finish().unwrap().len()
        });
        let own = texts.map(|text| check(text.as_bytes()));
        assert!(own.iter().sum::<usize>() < others.iter().sum(), "{own:?} and {others:?} bytes");
    }
}
