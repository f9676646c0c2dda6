//! The compressed style sheets of publications.

use std::path::Path;
use std::{fs, io};

use super::copies::Copies;
use super::huffman::Bits;
use super::parts::{COMBINATIONS, STYLE, joined};

/// Writes the sheets to the folder `out`: the length of each (four bytes, little-endian), then their bytes.
pub(super) fn write(out: &Path) -> io::Result<()> {
    let mut copies = Copies::new();
    let sheets: Vec<Vec<u8>> = (0..COMBINATIONS)
        .map(|combination| {
            let mut bits = Bits::after(Vec::new());
            let sheet = joined(STYLE, std::array::from_fn(|part| combination >> part & 1 == 1));
            copies.compress(sheet.as_bytes(), &mut bits);
            bits.finish()
        })
        .collect();
    let lengths = sheets.iter().flat_map(|sheet| (sheet.len() as u32).to_le_bytes());
    fs::write(out.join("style-sheets"), lengths.chain(sheets.concat()).collect::<Vec<u8>>())
}
