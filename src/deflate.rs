//! Deflate (RFC 1951) and zlib streams (RFC 1950), with one state a thread.
//!
//! A state takes some 300 KB, all of which is cleared when it is made. For the many short streams of a PDF that is more
//! work than compressing them, so a thread makes one state and resets it for each stream.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Compression level: 6 makes files 3 % larger than 9, in half the time.
pub(crate) const LEVEL: u32 = 6;

thread_local! {
    static ZLIB: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
    /// The last content that was said to come again, and its compressed form.
    static KEPT: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// Compresses `content` as a zlib stream.
pub(crate) fn zlib(content: &[u8]) -> Vec<u8> {
    ZLIB.with_borrow_mut(|state| {
        state.reset();
        whole(state, content)
    })
}

/// Compresses `content` as Deflate without the header and the checksum of zlib.
pub(crate) fn raw(content: &[u8]) -> Vec<u8> {
    const HEADER: usize = 2;
    const CHECKSUM: usize = 4;
    let mut packed = zlib(content);
    packed.truncate(packed.len().saturating_sub(CHECKSUM));
    packed.drain(..HEADER.min(packed.len()));
    packed
}

/// Compresses `content` as [`raw`] does, and keeps the result for when the next article has the same content, such as
/// its style sheet.
pub(crate) fn raw_again(content: &[u8]) -> Vec<u8> {
    KEPT.with_borrow_mut(|(known, packed)| {
        if known != content || packed.is_empty() {
            *packed = raw(content);
            content.clone_into(known);
        }
        packed.clone()
    })
}

/// Compresses `content` to its end with `state`, which is at its beginning.
fn whole(state: &mut Compress, content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(content.len() / 2 + 64);
    loop {
        let rest = &content[state.total_in() as usize..];
        match state.compress_vec(rest, &mut packed, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => break,
            Ok(Status::Ok | Status::BufError) => packed.reserve(packed.len().max(256)),
            // Compression in memory does not fail. If it ever did, an empty stream would still be a valid file.
            Err(_) => return Vec::new(),
        }
    }
    packed
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn each_stream_is_that_of_a_new_state() {
        let text: Vec<u8> = (0..200_000_u32).map(|number| (number.wrapping_mul(number) >> 7) as u8).collect();
        let contents: [&[u8]; 5] = [b"", b"a", &text, b"b\nb\nb\n", &text[5..70_000]];
        for content in contents {
            let mut fresh = flate2::write::ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
            fresh.write_all(content).unwrap();
            let packed = zlib(content);
            assert!(packed == fresh.finish().unwrap(), "{} bytes", content.len());
            let mut unpacked = Vec::new();
            flate2::read::ZlibDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
            assert!(unpacked == content);
            unpacked.clear();
            flate2::read::DeflateDecoder::new(&raw(content)[..]).read_to_end(&mut unpacked).unwrap();
            assert!(unpacked == content);
            assert!(raw_again(content) == raw(content) && raw_again(content) == raw(content));
        }
    }
}
