//! The packets that a file holds, and the resources of Photoshop that wrap one of them.

use std::borrow::Cow;

/// The packets of one file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Packets<'a> {
    /// XMP documents; JPEG may divide a long one into two.
    pub(super) xmp: Vec<Cow<'a, [u8]>>,
    /// Datasets of IPTC's information interchange model.
    pub(super) iim: Option<Cow<'a, [u8]>>,
    /// MD5 of the IIM when the XMP was last written after it.
    pub(super) digest: Option<[u8; 16]>,
    /// EXIF, which begins with the header of a TIFF.
    pub(super) exif: Option<Cow<'a, [u8]>>,
    /// Texts of a PNG by their keywords.
    pub(super) texts: Vec<(&'a [u8], String)>,
    /// What could not be read.
    pub(super) faults: Vec<String>,
}

impl<'a> Packets<'a> {
    /// Takes the IIM and its digest out of `block`, image resources of Photoshop (Adobe Photoshop File Formats
    /// Specification, "Image Resource Blocks").
    pub(super) fn resources(&mut self, block: Cow<'a, [u8]>) {
        let mut at = 0;
        while let Some((id, content, end)) = resource(&block, at) {
            match id {
                0x0404 => self.iim = Some(block[content].to_vec().into()),
                0x0425 => self.digest = block[content].try_into().ok(),
                _ => {}
            }
            at = end;
        }
    }
}

/// Returns number, content and end of the resource at `at`: `8BIM`, number, name and content, each of even length.
fn resource(block: &[u8], at: usize) -> Option<(u16, std::ops::Range<usize>, usize)> {
    let head = block.get(at..)?.strip_prefix(b"8BIM")?;
    let id = u16::from_be_bytes(*head.first_chunk()?);
    let name = usize::from(*head.get(2)?) + 1;
    let size_at = at + 6 + name.next_multiple_of(2);
    let size = u32::from_be_bytes(*block.get(size_at..)?.first_chunk()?) as usize;
    let start = size_at + 4;
    let end = start.checked_add(size).filter(|&end| end <= block.len())?;
    Some((id, start..end, end.next_multiple_of(2)))
}

/// Decompresses `packed`, a zlib stream; `None` if it is damaged or longer than a packet may be.
pub(super) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut out = Vec::new();
    let limit = super::LONGEST as u64 + 1;
    flate2::read::ZlibDecoder::new(packed).take(limit).read_to_end(&mut out).ok()?;
    (out.len() <= super::LONGEST).then_some(out)
}

/// Returns `bytes` as text: UTF-8 if they are valid, else Windows-1252, which Latin-1 is part of.
pub(super) fn text(bytes: &[u8]) -> String {
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
