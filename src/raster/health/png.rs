//! Checks a PNG to its end (ISO/IEC 15948): its chunks with their checksums, and its rows, which are decompressed but
//! not unfiltered.
//!
//! The decompressed rows of a broken PNG are compressed again. They stay filtered, so that no sample changes, whatever
//! the colour type, depth and interlacing. Lost rows become white, or zero if the picture has transparency or a
//! palette.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc, Decompress, FlushDecompress, Status};

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// Maximum number of bytes in decompressed rows: those of the most pixels in 16 bits with transparency, plus filter
/// bytes.
const MAX_ROWS: u64 = crate::raster::MAX_PIXELS * 8 + (8 << 20);

/// The result of the check.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// All of it can be read.
    Whole,
    /// Only part of the rows can be read: a picture of them, and how many per cent of the rows there are.
    Part(Vec<u8>, u32),
    /// Nothing can be read.
    Nothing,
}

/// Checks the PNG in `bytes`.
pub(super) fn read(bytes: &[u8]) -> Found {
    let chunks = Chunks::of(bytes);
    let Some(shape) = chunks.header.and_then(Shape::of) else { return Found::Nothing };
    let palette = chunks.palette().map_or(0, |palette| palette.len() / 3);
    if shape.colour == 3 && !(1..=1 << shape.depth).contains(&palette) {
        return Found::Nothing;
    }
    if shape.total() > MAX_ROWS {
        return Found::Nothing;
    }
    let mut rows = Rows::new(&shape, Keep::Nothing);
    let sound = chunks.sound && rows.unpack(&chunks);
    if sound {
        return Found::Whole;
    }
    let mut rows = Rows::new(&shape, Keep::All);
    let ended = rows.unpack(&chunks);
    // A header with a wrong checksum is trusted if the rows fit it.
    if rows.whole == 0 || !chunks.header_sound && !ended {
        return Found::Nothing;
    }
    let part = rows.whole * 100 / rows.lengths.iter().map(|(_, count)| count).sum::<u64>().max(1);
    written(&chunks, &shape, rows).map_or(Found::Nothing, |bytes| Found::Part(bytes, part as u32))
}

/// A chunk, and whether its checksum is right.
struct Chunk<'a> {
    kind: &'a [u8],
    content: &'a [u8],
    whole: &'a [u8],
    sound: bool,
}

/// The chunks of a file, as far as their boundaries can be found.
struct Chunks<'a> {
    all: Vec<Chunk<'a>>,
    header: Option<&'a [u8]>,
    header_sound: bool,
    /// Whether all of them are intact and in order, up to the end.
    sound: bool,
}

impl<'a> Chunks<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut all = Vec::new();
        let mut at = SIGNATURE.len();
        let mut ended = false;
        while let Some(head) = bytes.get(at..at + 8).filter(|_| !ended) {
            let (length, kind) = (u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize, &head[4..]);
            // An invalid chunk name marks the place where the file is broken.
            if !kind.iter().all(u8::is_ascii_alphabetic) {
                break;
            }
            let content = bytes.get(at + 8..).unwrap_or_default();
            let Some(end) =
                at.checked_add(12).and_then(|end| end.checked_add(length)).filter(|end| *end <= bytes.len())
            else {
                all.push(Chunk { kind, content: &content[..content.len().min(length)], whole: &[], sound: false });
                break;
            };
            let content = &content[..length];
            let mut crc = Crc::new();
            crc.update(kind);
            crc.update(content);
            let sound = crc.sum().to_be_bytes() == bytes[end - 4..end];
            ended = kind == b"IEND";
            all.push(Chunk { kind, content, whole: &bytes[at..end], sound });
            at = end;
        }
        let first = all.first().filter(|chunk| chunk.kind == b"IHDR");
        let (header, header_sound) = (first.map(|chunk| chunk.content), first.is_some_and(|chunk| chunk.sound));
        let sound = ended && all.iter().all(|chunk| chunk.sound) && in_one_piece(&all);
        Self { all, header, header_sound, sound }
    }

    fn palette(&self) -> Option<&'a [u8]> {
        let palette = self.all.iter().find(|chunk| chunk.kind == b"PLTE" && chunk.sound)?.content;
        (palette.len() % 3 == 0).then_some(palette)
    }
}

/// Whether the chunks with rows are consecutive (§5.6).
fn in_one_piece(all: &[Chunk<'_>]) -> bool {
    let changes = all.array_windows().filter(|[one, next]| (one.kind == b"IDAT") != (next.kind == b"IDAT")).count();
    changes == 2
}

/// The contents of the header (§11.2.2).
struct Shape {
    width: u64,
    height: u64,
    depth: u8,
    colour: u8,
    interlaced: bool,
}

impl Shape {
    fn of(header: &[u8]) -> Option<Self> {
        let &[w3, w2, w1, w0, h3, h2, h1, h0, depth, colour, 0, 0, interlace] = header else { return None };
        let depths: &[u8] = match colour {
            0 => &[1, 2, 4, 8, 16],
            3 => &[1, 2, 4, 8],
            2 | 4 | 6 => &[8, 16],
            _ => return None,
        };
        let (width, height) =
            (u32::from_be_bytes([w3, w2, w1, w0]).into(), u32::from_be_bytes([h3, h2, h1, h0]).into());
        let sound = depths.contains(&depth) && interlace <= 1 && width > 0 && height > 0;
        let limited = width <= 1 << 31 && height <= 1 << 31;
        (sound && limited).then_some(Self { width, height, depth, colour, interlaced: interlace == 1 })
    }

    /// Returns, for each non-empty pass, the bytes of a row with its filter, and the number of rows (§8.2).
    fn passes(&self) -> Vec<(u64, u64)> {
        const ADAM7: [[u64; 4]; 7] =
            [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
        let samples = [1, 0, 3, 1, 2, 0, 4][usize::from(self.colour)];
        let row = |width: u64| (width * samples * u64::from(self.depth)).div_ceil(8) + 1;
        if !self.interlaced {
            return vec![(row(self.width), self.height)];
        }
        let reach = |length: u64, start: u64, step: u64| length.saturating_sub(start).div_ceil(step);
        let passes = ADAM7.map(|[x, y, across, down]| (reach(self.width, x, across), reach(self.height, y, down)));
        passes
            .into_iter()
            .filter(|(width, height)| *width > 0 && *height > 0)
            .map(|(width, height)| (row(width), height))
            .collect()
    }

    fn total(&self) -> u64 {
        self.passes().iter().map(|(length, count)| length.saturating_mul(*count)).fold(0, u64::saturating_add)
    }
}

/// Whether rows are kept after they have been checked.
#[derive(PartialEq, Eq)]
enum Keep {
    Nothing,
    All,
}

/// Decompressed rows.
struct Rows {
    lengths: Vec<(u64, u64)>,
    /// The current pass, its number of complete rows, and the number of bytes of the next row.
    place: (usize, u64, u64),
    /// Total number of complete rows.
    whole: u64,
    keep: Keep,
    kept: Vec<u8>,
    sound: bool,
}

impl Rows {
    fn new(shape: &Shape, keep: Keep) -> Self {
        Self { lengths: shape.passes(), place: (0, 0, 0), whole: 0, keep, kept: Vec::new(), sound: true }
    }

    /// Decompresses the rows in `chunks` as far as possible. Returns whether all of them are there and valid.
    fn unpack(&mut self, chunks: &Chunks<'_>) -> bool {
        let mut packed = Decompress::new(true);
        let mut room = vec![0; 1 << 16];
        for chunk in chunks.all.iter().filter(|chunk| chunk.kind == b"IDAT") {
            let mut rest = chunk.content;
            loop {
                let before = (packed.total_in(), packed.total_out());
                let status = packed.decompress(rest, &mut room, FlushDecompress::None);
                let (read, written) =
                    ((packed.total_in() - before.0) as usize, (packed.total_out() - before.1) as usize);
                rest = &rest[read..];
                self.take(&room[..written]);
                match status {
                    Err(_) => return false,
                    Ok(Status::StreamEnd) => return self.sound && self.place.0 == self.lengths.len(),
                    _ if !self.sound => return false,
                    _ if read == 0 && written == 0 => break,
                    _ => {}
                }
            }
        }
        false
    }

    /// Checks the filter bytes of rows (§9.2).
    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.sound {
            let (pass, row, at) = &mut self.place;
            let Some((length, count)) = self.lengths.get(*pass) else { return };
            if *at == 0 && bytes[0] > 4 {
                self.sound = false;
                return;
            }
            let part = ((length - *at) as usize).min(bytes.len());
            if self.keep == Keep::All {
                self.kept.extend(&bytes[..part]);
            }
            bytes = &bytes[part..];
            *at += part as u64;
            if at == length {
                (*at, *row, self.whole) = (0, *row + 1, self.whole + 1);
            }
            if row == count {
                (*pass, *row) = (*pass + 1, 0);
            }
        }
    }
}

/// Writes a PNG of the rows that were read, with the intact parts of all other chunks.
fn written(chunks: &Chunks<'_>, shape: &Shape, mut rows: Rows) -> Option<Vec<u8>> {
    // An incomplete row is dropped: its end would be predicted from the row above it.
    let begun = rows.place.2 as usize;
    rows.kept.truncate(rows.kept.len() - begun);
    let lost = if matches!(shape.colour, 0 | 2) { 0xff } else { 0 };
    let (pass, done, _) = rows.place;
    for (index, (length, count)) in rows.lengths.iter().enumerate().skip(pass) {
        for _ in if index == pass { done } else { 0 }..*count {
            rows.kept.push(0);
            rows.kept.resize(rows.kept.len() + *length as usize - 1, lost);
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&rows.kept).ok()?;
    let packed = packed.finish().ok()?;
    let mut out = SIGNATURE.to_vec();
    chunk(b"IHDR", chunks.header?, &mut out);
    let mut with_rows = false;
    for one in chunks.all.iter().skip(1) {
        match one.kind {
            b"IDAT" if !with_rows => {
                chunk(b"IDAT", &packed, &mut out);
                with_rows = true;
            }
            // The chunks of an animation are dropped: if the file is broken, only the still picture is kept.
            b"IDAT" | b"IEND" | b"acTL" | b"fcTL" | b"fdAT" => {}
            _ if one.sound => out.extend(one.whole),
            _ => {}
        }
    }
    chunk(b"IEND", &[], &mut out);
    with_rows.then_some(out)
}

fn chunk(kind: &[u8; 4], content: &[u8], out: &mut Vec<u8>) {
    out.extend((content.len() as u32).to_be_bytes());
    out.extend(kind);
    out.extend(content);
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    out.extend(crc.sum().to_be_bytes());
}
