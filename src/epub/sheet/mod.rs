//! The style sheet of a publication.
//!
//! Most publications have one of sixteen: the common sheet with some of four parts. The build script compresses these, since
//! to compress one takes as long as to compress a page of text.

mod parts;

use std::io::{Seek, Write};

use super::container::Container;
use crate::diag::Error;
use parts::{COMBINATIONS, joined, number};
pub(super) use parts::{Needed, STYLE};

/// Where a style sheet is, below `OEBPS/`.
const PATH: &str = "stylesheet.css";

/// The compressed sheets: the length of each (four bytes, little-endian), then their bytes.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/style-sheets"));

/// A style sheet.
pub(super) struct Sheet {
    text: String,
    /// The compressed text, if the build script made it.
    packed: Option<&'static [u8]>,
}

impl Sheet {
    /// The common sheet with the parts that are `needed`.
    pub(super) fn common(needed: Needed) -> Self {
        Self { text: joined(STYLE, needed), packed: packed(number(needed)) }
    }

    /// A sheet that begins with `first`, has the parts that are `needed`, and ends with the rules for `faces`.
    pub(super) fn own(first: &str, needed: Needed, faces: &str) -> Self {
        Self { text: joined(first, needed) + faces, packed: None }
    }

    /// Adds the sheet to `container`.
    pub(super) fn add_to<W: Write + Seek>(&self, container: &mut Container<W>) -> Result<(), Error> {
        match self.packed {
            Some(packed) => container.add_deflated(PATH, self.text.as_bytes(), packed),
            None => container.add_common(PATH, self.text.as_bytes()),
        }
    }
}

/// Returns the compressed sheet of the combination `number`.
fn packed(number: usize) -> Option<&'static [u8]> {
    let (lengths, mut rest) = PACKED.split_at_checked(4 * COMBINATIONS)?;
    for length in lengths.as_chunks().0.iter().take(number) {
        rest = rest.get(u32::from_le_bytes(*length) as usize..)?;
    }
    let length = lengths.as_chunks().0.get(number)?;
    rest.get(..u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_was_compressed_to_what_a_run_would_make_of_it() {
        for combination in 0..COMBINATIONS {
            let needed = std::array::from_fn(|part| combination >> part & 1 == 1);
            let sheet = Sheet::common(needed);
            assert_eq!(sheet.packed, Some(&*crate::deflate::raw(sheet.text.as_bytes())), "{combination}");
        }
        assert_ne!(Sheet::common([true; 4]).text, Sheet::common([false; 4]).text);
    }
}
