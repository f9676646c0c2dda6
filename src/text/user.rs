//! The user's own fonts: which of them can be set and embedded, and which faces form a family.
//!
//! A face is accepted only if a PDF can embed a subset of it (TrueType or CFF outlines) and its maker permits that
//! (`fsType` of the OS/2 table, OpenType specification). A variable font is set as its default instance.

use std::borrow::Cow;
use std::fmt;

use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};

use super::family::BUNDLED;
pub use super::family::{Found, Style, bundled_family, closest, is_font_file};
use super::fonts::{Face, FontId, Fonts};
pub use super::system::{find_family, find_siblings};

/// Why a face cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not a font.
    NotAFont,
    /// The file is a web font (WOFF).
    Packed,
    /// It has no outlines of a kind that a PDF can embed.
    NoOutlines,
    /// Its maker forbids embedding.
    Restricted,
    /// Its maker permits embedding the whole font, but no subset.
    WholeOnly,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::NotAFont => "is not a font (OpenType or TrueType)",
            Fault::Packed => "is packed for the web; name the .otf or .ttf file that it was made from",
            Fault::NoOutlines => "has no outlines that a PDF can hold (TrueType or CFF)",
            Fault::Restricted => "may not be embedded in documents, says its maker (fsType of its OS/2 table)",
            Fault::WholeOnly => {
                "may be embedded only as a whole, according to its maker (fsType in its OS/2 table); a PDF embeds only \
                 a subset"
            }
        })
    }
}

/// Returns the face with number `index` in the font file `data`.
///
/// # Errors
/// The reason, if it cannot be used.
pub fn face(data: Vec<u8>, index: u32) -> Result<Face, Fault> {
    if data.starts_with(b"wOFF") || data.starts_with(b"wOF2") {
        return Err(Fault::Packed);
    }
    let font = FontRef::from_index(&data, index).map_err(|_| Fault::NotAFont)?;
    let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
    if font.head().is_err() || font.hmtx().is_err() || font.cmap().is_err() {
        return Err(Fault::NotAFont);
    }
    if !(has(b"glyf") && has(b"loca") || has(b"CFF ")) {
        return Err(Fault::NoOutlines);
    }
    permitted(font.os2().map_or(0, |os2| os2.fs_type()))?;
    let name = text_of(&font, &[NameId::POSTSCRIPT_NAME]).unwrap_or_else(|| "Unnamed".to_owned());
    harfrust::Font::new(data.clone(), index).ok_or(Fault::NotAFont)?;
    Ok(Face { name: Cow::Owned(name), data: data.into(), index })
}

/// Checks the permissions in `fsType`. The lowest four bits are the permission: 2 alone forbids embedding, and of
/// several the least restrictive applies. Bit 8 forbids subsets, bit 9 outlines.
pub(super) fn permitted(fs_type: u16) -> Result<(), Fault> {
    match fs_type {
        _ if fs_type & 0xF == 2 || fs_type & 0x200 != 0 => Err(Fault::Restricted),
        _ if fs_type & 0x100 != 0 => Err(Fault::WholeOnly),
        _ => Ok(()),
    }
}

/// Returns the family of the face `id`.
pub fn family_of(fonts: &Fonts, id: FontId) -> Option<String> {
    let bundled = BUNDLED.iter().find(|(.., faces)| faces.contains(&id));
    bundled.map_or_else(|| family(fonts.face(id)), |(name, ..)| Some((*name).to_owned()))
}

/// Returns the family that `face` states.
pub fn family(face: &Face) -> Option<String> {
    let font = FontRef::from_index(&face.data, face.index).ok()?;
    text_of(&font, &[NameId::TYPOGRAPHIC_FAMILY_NAME, NameId::FAMILY_NAME])
}

/// Returns the first of the names `ids` that `font` has.
pub(super) fn text_of(font: &FontRef<'_>, ids: &[NameId]) -> Option<String> {
    let table = font.name().ok()?;
    let text = |id: &NameId| {
        let records = table.name_record().iter().filter(|record| record.name_id() == *id);
        let mut texts = records.filter_map(|record| record.string(table.string_data()).ok());
        texts.next().map(|text| text.chars().collect::<String>())
    };
    ids.iter().find_map(text).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::text::fonts;

    #[test]
    fn a_permission_counts_unless_embedding_is_all_that_is_said() {
        assert_eq!(permitted(0), Ok(()));
        assert_eq!(permitted(4), Ok(()), "preview and print");
        assert_eq!(permitted(8), Ok(()), "editable");
        assert_eq!(permitted(2), Err(Fault::Restricted));
        assert_eq!(permitted(0x204), Err(Fault::Restricted), "bitmaps only");
        assert_eq!(permitted(0x104), Err(Fault::WholeOnly));
        assert_eq!(permitted(6), Ok(()), "the least restrictive of two");
    }

    #[test]
    fn a_bundled_face_can_be_a_users_and_knows_its_family() {
        let bundled = Fonts::bundled();
        let taken = face(bundled.face(fonts::SANS_ITALIC).data.to_vec(), 0).unwrap();
        assert_eq!(taken.name, "SourceSans3-Italic");
        assert_eq!(family(&taken).as_deref(), Some("Source Sans 3"));
    }

    #[test]
    fn what_is_no_font_is_told_apart() {
        assert_eq!(face(b"# Not a font".to_vec(), 0).unwrap_err(), Fault::NotAFont);
        assert_eq!(face(b"wOF2\0\0".to_vec(), 0).unwrap_err(), Fault::Packed);
        let whole = Fonts::bundled().face(fonts::MONO).data.to_vec();
        for length in (0..2000).step_by(7) {
            assert!(face(whole[..length].to_vec(), 0).is_err(), "cut after {length} bytes");
        }
    }

    #[test]
    fn a_family_is_found_by_its_files() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/eb-garamond/EBGaramond-Regular.ttf");
        let found = find_siblings(&path);
        let names: Vec<_> = found.iter().map(|face| face.path.file_name().unwrap().to_str().unwrap()).collect();
        let expected =
            ["Regular", "Regular_Italic", "Bold", "Bold_Italic"].map(|face| format!("EBGaramond-{face}.ttf"));
        assert_eq!(names, expected);
        assert_eq!(bundled_family("source sans 3"), bundled_family("sans"));
        assert_eq!(closest("EB Garamont", ["Georgia", "EB Garamond"]), Some("EB Garamond"));
        assert_eq!(closest("xyz", ["Georgia", "EB Garamond"]), None);
    }
}
