//! Checks a GIF to its end (GIF89a): its blocks, and every code of its frames.
//!
//! If an animation is broken, the frames before the fault are kept. If its first frame is broken, the result is a still
//! picture of the readable part.

use image::{Rgba, RgbaImage};

/// The result of the check.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// All of it can be read.
    Whole,
    /// Frames up to this offset can be read.
    Frames(usize),
    /// Only part of the first frame can be read: a picture of it, and how many per cent of it there are.
    Part(RgbaImage, u32),
    /// Nothing can be read.
    Nothing,
}

/// Checks the GIF in `bytes`.
pub(super) fn read(bytes: &[u8]) -> Found {
    // The logical screen descriptor (GIF89a §18): size, flags, background, aspect ratio.
    let head = bytes.get(6..).and_then(<[u8]>::first_chunk);
    let Some(&[w0, w1, h0, h1, flags, _, _]) = head else { return Found::Nothing };
    let screen = (le16([w0, w1]), le16([h0, h1]));
    let global = palette(bytes, 13, flags);
    let Some((global, mut at)) = global else { return Found::Nothing };
    let mut table = vec![Entry::default(); 4096];
    let (mut good, mut transparent) = (None, None);
    loop {
        match bytes.get(at) {
            Some(0x3b) => return if good.is_some() { Found::Whole } else { Found::Nothing },
            Some(0x21) => {
                if bytes.get(at + 1) == Some(&0xf9) && bytes.get(at + 3).is_some_and(|flags| flags & 1 == 1) {
                    transparent = bytes.get(at + 6).copied();
                }
                match blocks_end(bytes, at + 2) {
                    Some(end) => at = end,
                    None => break,
                }
            }
            Some(0x2c) => match frame(bytes, at, global) {
                Some(frame) => match read_codes(&frame, &mut table, None) {
                    (read, Some(end)) if read == frame.pixels() => {
                        (good, at, transparent) = (Some(end), end, None);
                    }
                    _ if good.is_none() => return part(&frame, &mut table, screen, transparent),
                    _ => break,
                },
                None => break,
            },
            _ => break,
        }
    }
    good.map_or(Found::Nothing, Found::Frames)
}

/// An entry of the code table: the pixels of a shorter code, plus one.
#[derive(Clone, Copy, Default)]
struct Entry {
    shorter: u16,
    first: u8,
    last: u8,
    length: u32,
}

/// A frame with its description (§20) and its codes.
struct Frame<'a> {
    bytes: &'a [u8],
    corner: (u32, u32),
    width: u32,
    height: u32,
    interlaced: bool,
    palette: &'a [u8],
    /// Offset of the byte with the initial code size.
    codes: usize,
}

impl Frame<'_> {
    fn pixels(&self) -> usize {
        self.width as usize * self.height as usize
    }
}

fn le16(bytes: [u8; 2]) -> u32 {
    u32::from(u16::from_le_bytes(bytes))
}

/// Returns the palette at `at` that `flags` announce, and its end.
fn palette(bytes: &[u8], at: usize, flags: u8) -> Option<(&[u8], usize)> {
    let length = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    Some((bytes.get(at..at + length)?, at + length))
}

fn frame<'a>(bytes: &'a [u8], at: usize, global: &'a [u8]) -> Option<Frame<'a>> {
    // The image descriptor (§20): left, top, width, height, flags.
    let &[x0, x1, y0, y1, w0, w1, h0, h1, flags] = bytes.get(at + 1..)?.first_chunk()?;
    let (own, codes) = palette(bytes, at + 10, flags)?;
    let palette = if own.is_empty() { global } else { own };
    let (width, height) = (le16([w0, w1]), le16([h0, h1]));
    let corner = (le16([x0, x1]), le16([y0, y1]));
    let sound = width > 0 && height > 0 && u64::from(width) * u64::from(height) <= crate::raster::MAX_PIXELS;
    let interlaced = flags & 0x40 != 0;
    sound.then_some(Frame { bytes, corner, width, height, interlaced, palette, codes })
}

/// Returns the end of the sub-blocks that begin at `at`, each preceded by its length.
fn blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// Reads the codes of `frame` (appendix F). Returns how many pixels they give, at most the frame's own, and the end of
/// its blocks if they do end. The pixels are written to `out` if it has room for them.
fn read_codes(frame: &Frame<'_>, table: &mut [Entry], mut out: Option<&mut [u8]>) -> (usize, Option<usize>) {
    let bytes = frame.bytes;
    let Some(&least) = bytes.get(frame.codes) else { return (0, None) };
    let end = blocks_end(bytes, frame.codes + 1);
    if !(1..=8).contains(&least) {
        return (0, end);
    }
    let clear = 1_usize << least;
    let total = frame.pixels();
    let mut codes = Codes { bytes, at: frame.codes + 1, block: 0, held: 0, count: 0 };
    for (code, entry) in table.iter_mut().enumerate().take(clear) {
        *entry = Entry { shorter: 0, first: code as u8, last: code as u8, length: 1 };
    }
    let (mut size, mut next, mut before) = (u32::from(least) + 1, clear + 2, None::<usize>);
    let mut done = 0;
    while done < total {
        let Some(code) = codes.next(size) else { break };
        if code == clear {
            (size, next, before) = (u32::from(least) + 1, clear + 2, None);
            continue;
        }
        if code == clear + 1 || code > next || before.is_none() && code >= clear || code == next && next == 4096 {
            break;
        }
        if let Some(before) = before.filter(|_| next < 4096) {
            // A code that is not in the table yet repeats the first pixel of the previous one.
            let last = table[if code == next { before } else { code }].first;
            let Entry { first, length, .. } = table[before];
            table[next] = Entry { shorter: before as u16, first, last, length: length + 1 };
            next += 1;
        }
        if let Some(out) = out.as_deref_mut() {
            spell(table, code, &mut out[done..]);
        }
        done += table[code].length as usize;
        before = Some(code);
        if next == 1 << size && size < 12 {
            size += 1;
        }
    }
    (done.min(total), end)
}

/// Writes the pixels of `code` to `out`, as many as fit.
fn spell(table: &[Entry], mut code: usize, out: &mut [u8]) {
    let length = table[code].length as usize;
    for at in (0..length).rev() {
        let Entry { shorter, last, .. } = table[code];
        if let Some(place) = out.get_mut(at) {
            *place = last;
        }
        code = usize::from(shorter);
    }
}

/// Reads codes of varying size from blocks.
struct Codes<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Number of bytes left in the block.
    block: usize,
    held: u32,
    count: u32,
}

impl Codes<'_> {
    fn next(&mut self, size: u32) -> Option<usize> {
        while self.count < size {
            if self.block == 0 {
                self.block = usize::from(*self.bytes.get(self.at)?);
                self.at += 1;
                if self.block == 0 {
                    return None;
                }
            }
            self.held |= u32::from(*self.bytes.get(self.at)?) << self.count;
            (self.at, self.block, self.count) = (self.at + 1, self.block - 1, self.count + 8);
        }
        let code = self.held & ((1 << size) - 1);
        self.held >>= size;
        self.count -= size;
        Some(code as usize)
    }
}

/// Returns the readable part of `frame`, the first, on a screen of the size `screen`.
fn part(frame: &Frame<'_>, table: &mut [Entry], screen: (u32, u32), transparent: Option<u8>) -> Found {
    let mut pixels = vec![0; frame.pixels()];
    let (done, _) = read_codes(frame, table, Some(&mut pixels));
    if done == 0 || u64::from(screen.0) * u64::from(screen.1) > crate::raster::MAX_PIXELS {
        return Found::Nothing;
    }
    let rows = rows(frame);
    let mut picture = RgbaImage::new(screen.0.max(1), screen.1.max(1));
    for (index, pixel) in pixels[..done].iter().enumerate() {
        let (x, y) = (index as u32 % frame.width + frame.corner.0, rows[index / frame.width as usize] + frame.corner.1);
        let colour = frame.palette.get(usize::from(*pixel) * 3..usize::from(*pixel) * 3 + 3);
        if let (Some(place), Some(colour)) = (picture.get_pixel_mut_checked(x, y), colour)
            && transparent != Some(*pixel)
        {
            *place = Rgba([colour[0], colour[1], colour[2], u8::MAX]);
        }
    }
    Found::Part(picture, (done * 100 / frame.pixels()) as u32)
}

/// Returns the rows of `frame` in coding order (appendix E).
fn rows(frame: &Frame<'_>) -> Vec<u32> {
    if !frame.interlaced {
        return (0..frame.height).collect();
    }
    let passes = [(0, 8), (4, 8), (2, 4), (1, 2)];
    passes.into_iter().flat_map(|(first, step)| (first..frame.height).step_by(step)).collect()
}
