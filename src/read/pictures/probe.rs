//! Recognises pictures by their first bytes, without decoding.

use std::sync::Arc;

use super::svg;
use crate::article::ImageKind;
use crate::raster::{self, AvifHeader};
use crate::rights;

/// The contents of a picture's header.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PictureHeader {
    /// The format.
    pub kind: ImageKind,
    /// Displayed width.
    pub width: u32,
    /// Displayed height.
    pub height: u32,
    /// EXIF orientation.
    pub orientation: u8,
    /// Other content of the file, which no output shows.
    pub rest: Option<Rest>,
    /// External content that a drawing refers to.
    pub outside: svg::Outside,
}

/// Content of a file besides the picture that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Later frames of an animation.
    Frames,
    /// Later pages.
    Pages,
    /// The formatting of HTML text in a drawing.
    Html,
}

/// Recognises the picture in `bytes`. An SVG is returned without unsafe content.
///
/// # Errors
/// If it is not a usable picture; the reason as the end of a sentence.
pub(super) fn probe(bytes: Arc<[u8]>) -> Result<(Arc<[u8]>, PictureHeader), &'static str> {
    const BROKEN: &str = "is damaged";
    if bytes.is_empty() {
        return Err("is an empty file");
    }
    let upright = |kind, size| turned(kind, size, None);
    // `.svgz`: a drawing compressed with gzip.
    let packed = svg::unpacked(&bytes);
    let bytes = packed.map_or(bytes, Arc::from);
    let mut found = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let size = pair(be32(&bytes, 16), be32(&bytes, 20)).ok_or(BROKEN)?;
        turned(ImageKind::Png, size, png_exif(&bytes).and_then(exif))
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg(&bytes).ok_or(BROKEN)?
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        upright(ImageKind::Gif, pair(le16(&bytes, 6), le16(&bytes, 8)).ok_or(BROKEN)?)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        turned(ImageKind::WebP, webp(&bytes).ok_or(BROKEN)?, webp_exif(&bytes).and_then(exif))
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        turned(ImageKind::Tiff, decoder_size(&bytes).ok_or(BROKEN)?, exif(&bytes))
    } else if bytes.starts_with(b"BM") && bytes.len() > 26 {
        let size = pair(le32(&bytes, 18), le32(&bytes, 22).map(|height| (height as i32).unsigned_abs()));
        upright(ImageKind::Bmp, size.ok_or(BROKEN)?)
    } else if svg::looks_like(&bytes) {
        // SVG has no signature, so it is tried after all formats that have one.
        let clean = svg::sanitise(&bytes)?;
        let rest = clean.html.then_some(Rest::Html);
        let outside = clean.outside;
        return Ok((clean.bytes.into(), PictureHeader { rest, outside, ..upright(ImageKind::Svg, clean.size) }));
    } else if AvifHeader::looks_like(&bytes) {
        let header = AvifHeader::read(&bytes).ok_or(BROKEN)?;
        turned(ImageKind::Avif, (header.width, header.height), Some(header.orientation))
    } else if bytes.get(4..8) == Some(b"ftyp") {
        // HEIC, MP4 and AVIF share a container (ISO/IEC 14496-12); AVIF was tried above.
        return Err("is of a kind that is not read (HEIF or a film)");
    } else if bytes.starts_with(b"version https://git-lfs") {
        // A clone without `git lfs pull` has text files in place of pictures.
        return Err("is only a pointer of Git LFS");
    } else {
        return Err("is not a picture");
    };
    found.rest = match found.kind {
        ImageKind::WebP if webp_moves(&bytes) => Some(Rest::Frames),
        ImageKind::Avif if AvifHeader::is_sequence(&bytes) => Some(Rest::Frames),
        ImageKind::Tiff if raster::tiff_has_pages(&bytes) => Some(Rest::Pages),
        _ => None,
    };
    Ok((bytes, found))
}

/// Checks that `bytes` begin like a file of a picture and, unless they are known to be all that was sent, that it can be
/// read to its end.
///
/// # Errors
/// If they do not; what they are instead, as a noun.
#[cfg(feature = "fetch")]
pub(crate) fn check(bytes: &[u8], all_sent: bool) -> Result<(), &'static str> {
    const SIGNATURES: [&[u8]; 6] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];
    // A bitmap has only two letters of its own, so its second header is looked at too.
    let is_bitmap = bytes.starts_with(b"BM") && le32(bytes, 14).is_some_and(|size| matches!(size, 12 | 16..=124));
    let is_signed = is_bitmap || SIGNATURES.iter().any(|signature| bytes.starts_with(signature));
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    // A page may hold drawings, so that it is told first.
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let is_page = [&b"<!doctype html"[..], b"<html", b"<head", b"<body"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
    match () {
        () if bytes.is_empty() => Err("an empty file"),
        () if is_signed || is_webp || AvifHeader::looks_like(bytes) => {
            if all_sent || is_whole(bytes) {
                Ok(())
            } else {
                Err("only a part of the picture")
            }
        }
        () if is_page => Err("a web page instead of a picture"),
        () if svg::is_root(bytes) || svg::unpacked(bytes).is_some_and(|svg| svg::is_root(&svg)) => Ok(()),
        () if svg::looks_like(bytes) => Err("a web page instead of a picture"),
        () => Err("something that is not a picture"),
    }
}

/// Whether the picture in `bytes` can be read to its end.
#[cfg(feature = "fetch")]
fn is_whole(bytes: &[u8]) -> bool {
    let found = probe(bytes.into()).map(|(_, found)| found);
    found.is_ok_and(|found| matches!(raster::health(found.kind, found.orientation, bytes), raster::Health::Sound))
}

/// Makes the header of a picture of the stored `size`, with its dimensions as displayed.
fn turned(kind: ImageKind, (width, height): (u32, u32), orientation: Option<u8>) -> PictureHeader {
    let orientation = orientation.unwrap_or(1);
    let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
    PictureHeader { kind, width, height, orientation, rest: None, outside: svg::Outside::default() }
}

fn pair(width: Option<u32>, height: Option<u32>) -> Option<(u32, u32)> {
    Some((width?, height?))
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Reads size and orientation of a JPEG (ITU-T T.81 §B.2): its segments up to the frame header.
fn jpeg(bytes: &[u8]) -> Option<PictureHeader> {
    let mut orientation = 1;
    let mut at = 2;
    loop {
        while *bytes.get(at)? != 0xff {
            at += 1;
        }
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = be16(bytes, at)? as usize;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (be16(bytes, at + 3)?, be16(bytes, at + 5)?);
                return Some(turned(ImageKind::Jpeg, (width, height), Some(orientation)));
            }
            0xe1 => {
                let tiff = bytes.get(at + 2..at + length).and_then(|segment| segment.strip_prefix(b"Exif\0\0"));
                orientation = tiff.and_then(exif).unwrap_or(orientation);
            }
            0xd9 | 0xda => return None,
            _ => {}
        }
        at += length.max(2);
    }
}

/// A function that reads a number at an offset.
type ReadAt = fn(&[u8], usize) -> Option<u32>;

/// Reads the orientation in EXIF, which is a TIFF without pixels (CIPA DC-008 §4.6.4, tag 0x0112).
fn exif(tiff: &[u8]) -> Option<u8> {
    let (read16, read32): (ReadAt, ReadAt) = match tiff.get(..2)? {
        b"II" => (le16, le32),
        b"MM" => (be16, be32),
        _ => return None,
    };
    let directory = read32(tiff, 4)? as usize;
    let entries = read16(tiff, directory)? as usize;
    let entry = (0..entries)
        .map(|n| directory.saturating_add(2 + n * 12))
        .find(|&entry| read16(tiff, entry) == Some(0x0112))?;
    read16(tiff, entry + 8).filter(|value| (1..=8).contains(value)).map(|value| value as u8)
}

/// Returns the EXIF of a PNG (ISO/IEC 15948, extension eXIf), if it precedes the pixels.
fn png_exif(bytes: &[u8]) -> Option<&[u8]> {
    rights::png_chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT").find(|(kind, _)| *kind == b"eXIf").map(|it| it.1)
}

/// Returns the EXIF of a WebP (RFC 9649 §2.7.1.5).
fn webp_exif(bytes: &[u8]) -> Option<&[u8]> {
    // Only the extended format has more than pixels, and a flag for EXIF.
    if bytes.get(12..16)? != b"VP8X" || bytes.get(20)? & 0x08 == 0 {
        return None;
    }
    let (_, content) = rights::webp_chunks(bytes).find(|(kind, _)| *kind == b"EXIF")?;
    // Some programs put the header of JPEG's segment before it.
    Some(content.strip_prefix(b"Exif\0\0").unwrap_or(content))
}

/// Reads the size of a WebP (RFC 9649 §2.5 to §2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let le24 = |at: usize| Some(u32::from(*bytes.get(at)?) | le16(bytes, at + 1)? << 8);
    match bytes.get(12..16)? {
        b"VP8X" => pair(le24(24).map(|width| width + 1), le24(27).map(|height| height + 1)),
        b"VP8L" => {
            let bits = le32(bytes, 21)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => pair(le16(bytes, 26).map(|width| width & 0x3fff), le16(bytes, 28).map(|height| height & 0x3fff)),
        _ => None,
    }
}

/// Whether a WebP is an animation (RFC 9649 §2.7: the flag in the extended format).
fn webp_moves(bytes: &[u8]) -> bool {
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0x02 != 0)
}

fn decoder_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(format: image::ImageFormat) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(7, 5).write_to(&mut bytes, format).expect("encodes");
        bytes.into_inner()
    }

    #[test]
    fn kind_and_size_come_from_the_header() {
        use image::ImageFormat as F;
        let kinds = [(F::Png, ImageKind::Png), (F::Jpeg, ImageKind::Jpeg), (F::Gif, ImageKind::Gif)];
        let more = [(F::WebP, ImageKind::WebP), (F::Tiff, ImageKind::Tiff), (F::Bmp, ImageKind::Bmp)];
        for (format, kind) in kinds.into_iter().chain(more) {
            let (_, found) = probe(encoded(format).into()).expect("is a picture");
            assert_eq!(found, turned(kind, (7, 5), None));
        }
    }

    #[test]
    fn an_exif_orientation_turns_the_size() {
        let mut bytes = encoded(image::ImageFormat::Jpeg);
        let mut segment =
            b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        segment.splice(0..0, []);
        bytes.splice(2..2, segment);
        let (_, found) = probe(bytes.into()).expect("is a picture");
        assert_eq!((found.width, found.height, found.orientation), (5, 7, 6));
    }

    /// EXIF that only states a rotation by 90°.
    const TURNED: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

    #[test]
    fn every_kind_that_can_say_that_it_is_turned_is_heard() {
        let mut png = encoded(image::ImageFormat::Png);
        let chunk = [&(TURNED.len() as u32).to_be_bytes()[..], b"eXIf", TURNED, &[0; 4]].concat();
        png.splice(33..33, chunk);
        let still = encoded(image::ImageFormat::WebP);
        let extended = b"VP8X\x0a\0\0\0\x08\0\0\0\x06\0\0\x04\0\0";
        let exif = [b"EXIF", &(TURNED.len() as u32).to_le_bytes()[..], TURNED].concat();
        let webp = [&still[..12], extended, &still[12..], &exif].concat();
        let avif = include_bytes!("../../../tests/pictures/turned.avif").to_vec();
        let cases = [(png, ImageKind::Png, (5, 7)), (webp, ImageKind::WebP, (5, 7)), (avif, ImageKind::Avif, (32, 48))];
        for (bytes, kind, (width, height)) in cases {
            let (_, found) = probe(bytes.into()).expect("is a picture");
            assert_eq!(found, turned(kind, (height, width), Some(6)));
        }
    }

    #[test]
    fn what_is_not_shown_of_a_file_is_found() {
        let rest = |bytes: Vec<u8>| probe(bytes.into()).expect("is a picture").1.rest;
        let still = encoded(image::ImageFormat::WebP);
        let extended = |flags: u8| [&still[..12], b"VP8X\x0a\0\0\0", &[flags], b"\0\0\0\x06\0\0\x04\0\0"].concat();
        assert_eq!(rest(extended(0x02)), Some(Rest::Frames));
        assert_eq!([still.clone(), extended(0x10)].map(rest), [None; 2]);
        // The first page, a thumbnail of it, its mask, and a second page.
        let pages = |kinds: &[u32]| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).expect("a TIFF");
            for kind in kinds {
                let mut page = encoder.new_image::<tiff::encoder::colortype::Gray8>(2, 2).expect("a page");
                page.encoder().write_tag(tiff::tags::Tag::NewSubfileType, *kind).expect("a tag");
                page.write_data(&[0; 4]).expect("pixels");
            }
            bytes.into_inner()
        };
        assert_eq!(rest(pages(&[0, 1, 4])), None);
        assert_eq!(rest(pages(&[0, 1, 2])), Some(Rest::Pages));
        let mut ring = pages(&[0, 1]);
        let first = ring[4..8].to_vec();
        let last = ring.len() - 4;
        assert_eq!(ring[last..], [0; 4], "the end of the last directory");
        ring.splice(last.., first);
        assert_eq!(rest(ring), None);
    }

    #[test]
    fn heif_is_not_taken_for_avif() {
        let heif = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        assert_eq!(probe(heif.into()), Err("is of a kind that is not read (HEIF or a film)"));
    }

    #[test]
    fn a_header_cut_off_anywhere_gives_a_reason() {
        let whole = encoded(image::ImageFormat::Jpeg);
        for length in 0..whole.len().min(300) {
            let _ = probe(whole[..length].to_vec().into());
        }
        assert!(probe(whole[..20].to_vec().into()).is_err());
        assert!(probe(b"hello".to_vec().into()).is_err());
    }

    #[test]
    #[cfg(feature = "fetch")]
    fn what_a_server_sent_is_told_by_its_content() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
        let good = [
            svg.to_owned(),
            format!(
                "\u{feff}<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC '-' 'x' [<!ENTITY a 'b'>]>{svg}"
            ),
            svg.replace("svg", "s:svg"),
        ];
        for text in good {
            assert_eq!(check(text.as_bytes(), false), Ok(()), "{text}");
        }
        let page = Err("a web page instead of a picture");
        for text in [
            format!("<!doctype html>{svg}"),
            format!("<!-- x --><html><body>{svg}"),
            format!("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>{svg}</html>"),
            format!("<div>{svg}</div>"),
        ] {
            assert_eq!(check(text.as_bytes(), true), page, "{text}");
        }
        assert_eq!(check(b"BMW is a car maker and this is a text.", true), Err("something that is not a picture"));
        assert_eq!(check(b"", true), Err("an empty file"));
        for format in
            [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::Bmp, image::ImageFormat::Gif]
        {
            let whole = encoded(format);
            assert_eq!((check(&whole, true), check(&whole, false)), (Ok(()), Ok(())), "{format:?}");
            let half = &whole[..whole.len() - whole.len() / 4];
            assert_eq!(
                (check(half, true), check(half, false)),
                (Ok(()), Err("only a part of the picture")),
                "{format:?}"
            );
        }
    }
}
