//! Font subsets for e-books: a subset sets its text exactly as the whole font would.
//!
//! A PDF holds positioned glyphs, but the text of an e-book is shaped on the reader's device. So an e-book's subset
//! keeps, besides the glyphs of its characters, the glyphs that GSUB can substitute for them, and all rules that say
//! when and where: ligatures, small capitals, figure styles, joining forms, kerning, mark positions. Glyphs are
//! renumbered, and everything that concerns other glyphs is dropped.
//!
//! skera, a port of HarfBuzz's subsetter by its makers, subsets TrueType outlines and all tables. It does not support
//! CFF: `subsetter`, which the PDF also uses, subsets those outlines to the glyph numbers that skera assigned.
//!
//! Limits: a variable font becomes its default instance. Variation selectors, vertical text, formulas (the tables
//! MATH, vhea, vmtx) and colours are dropped.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use read_fonts::collections::IntSet;
use read_fonts::types::{GlyphId, NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use write_fonts::FontBuilder;

use super::fonts::Face;
use super::user::{Fault, Style, permitted, text_of};

/// What a subset is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Text, with all typographic features.
    Text,
    /// Code, whose ligatures are dropped since they would change what is read.
    Code,
}

/// A subset of a font.
#[derive(Clone, Debug)]
pub struct Subset {
    /// The font file.
    pub bytes: Vec<u8>,
    /// The kind of its outlines.
    pub outlines: Outlines,
}

/// Kinds of outlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlines {
    /// Quadratic curves, in a `.ttf` file.
    TrueType,
    /// Cubic curves, in an `.otf` file.
    Cff,
}

/// The name of a subset whose font reserves its own name.
#[derive(Clone, Copy, Debug)]
pub struct Alias<'a> {
    /// Its family.
    pub family: &'a str,
    /// Its style.
    pub style: Style,
}

/// Features that text can turn on (small capitals, figure styles), besides those that are on by default.
const CHOICES: [&[u8; 4]; 7] = [b"smcp", b"c2sc", b"onum", b"lnum", b"pnum", b"tnum", b"case"];
/// Features that replace letters by ligatures.
const LIGATURES: [&[u8; 4]; 3] = [b"liga", b"clig", b"calt"];
/// Features of vertical text.
const VERTICAL: [&[u8; 4]; 7] = [b"vert", b"vrt2", b"valt", b"vkrn", b"vpal", b"vhal", b"vchw"];
/// Tables that a subset does not need; variable fonts become their default instance.
const DROPPED: [&[u8; 4]; 24] = [
    b"STAT", b"FFTM", b"MATH", b"BASE", b"VORG", b"vhea", b"vmtx", b"VDMX", b"hdmx", b"meta", b"fvar", b"avar",
    b"gvar", b"cvar", b"HVAR", b"VVAR", b"MVAR", b"COLR", b"CPAL", b"sbix", b"CBLC", b"CBDT", b"trak", b"prop",
];
/// Records of the name table that are kept: names, copyright, trademark, and the licence with its address, as the SIL
/// Open Font License requires (§2).
const NAMES: [u16; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14];
/// Language identifier of American English, in which fonts state their names.
const ENGLISH: u16 = 0x409;

const CFF: Tag = Tag::new(b"CFF ");
const NAME: Tag = Tag::new(b"name");

/// Returns the subset of `face` for `characters`.
///
/// # Errors
/// If there can be no subset: the font's maker forbids it, or the file is damaged.
pub fn subset(
    face: &Face,
    characters: &BTreeSet<char>,
    purpose: Purpose,
    alias: Option<Alias<'_>>,
) -> Result<Subset, Fault> {
    let font = FontRef::from_index(&face.data, face.index).map_err(|_| Fault::NotAFont)?;
    permitted(font.os2().map_or(0, |os2| os2.fs_type()))?;
    // The library may panic on a damaged font.
    let cut = AssertUnwindSafe(|| cut(face, &font, characters, purpose, alias));
    catch_unwind(cut).unwrap_or(None).ok_or(Fault::NotAFont)
}

fn cut(
    face: &Face,
    font: &FontRef<'_>,
    characters: &BTreeSet<char>,
    purpose: Purpose,
    alias: Option<Alias<'_>>,
) -> Option<Subset> {
    let plan = plan(font, characters, purpose);
    let bytes = subset_font(font, &plan).ok()?;
    let cff = match font.table_data(CFF) {
        Some(_) => Some(cff(face, &plan)?),
        None => None,
    };
    let outlines = if cff.is_some() { Outlines::Cff } else { Outlines::TrueType };
    let names = alias.and_then(|alias| names(&bytes, alias));
    let replaced: Vec<(Tag, Vec<u8>)> =
        [(CFF, cff), (NAME, names)].into_iter().filter_map(|(tag, table)| Some((tag, table?))).collect();
    let bytes = if replaced.is_empty() { bytes } else { rebuilt(&bytes, replaced)? };
    Some(Subset { bytes, outlines })
}

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>, purpose: Purpose) -> Plan {
    let characters: IntSet<u32> = characters.iter().copied().map(u32::from).collect();
    let mut features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    features.extend(CHOICES.map(Tag::new));
    let unwanted = if purpose == Purpose::Code { &LIGATURES[..] } else { &[] };
    for tag in VERTICAL.iter().chain(unwanted) {
        features.remove(Tag::new(tag));
    }
    let dropped: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().chain(DROPPED.map(Tag::new)).collect();
    let names: IntSet<NameId> = NAMES.into_iter().map(NameId::new).collect();
    let languages: IntSet<u16> = [ENGLISH].into_iter().collect();
    let flags = SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE;
    Plan::new(&IntSet::empty(), &characters, font, flags, &dropped, &IntSet::all(), &features, &names, &languages)
}

/// Returns the table of CFF outlines, with the glyph numbers of `plan`.
fn cff(face: &Face, plan: &Plan) -> Option<Vec<u8>> {
    let mut numbers: Vec<(GlyphId, GlyphId)> = plan.old_to_new_glyph_mapping().collect();
    numbers.sort_unstable_by_key(|&(_, new)| new);
    let mut remapper = subsetter::GlyphRemapper::new();
    for (old, new) in numbers {
        let given = remapper.remap(u16::try_from(old.to_u32()).ok()?);
        (u32::from(given) == new.to_u32()).then_some(())?;
    }
    let program = subsetter::subset(&face.data, face.index, &remapper).ok()?;
    let table = FontRef::new(&program).ok()?.table_data(CFF)?.as_bytes().to_vec();
    Some(table)
}

/// Returns the font `bytes` with some tables replaced.
fn rebuilt(bytes: &[u8], replaced: Vec<(Tag, Vec<u8>)>) -> Option<Vec<u8>> {
    let font = FontRef::new(bytes).ok()?;
    let mut builder = FontBuilder::new();
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        if replaced.iter().all(|(other, _)| *other != tag) {
            builder.add_raw(tag, font.table_data(tag)?.as_bytes());
        }
    }
    for (tag, table) in replaced {
        builder.add_raw(tag, table);
    }
    Some(builder.build())
}

/// Returns a name table that names the font by `alias` and keeps the statements of copyright, version and licence.
fn names(bytes: &[u8], alias: Alias<'_>) -> Option<Vec<u8>> {
    let font = FontRef::new(bytes).ok()?;
    let style = alias.style.title();
    let plain: String = alias.family.split(' ').collect();
    let post_script = format!("{plain}-{}", style.replace(' ', ""));
    let kept = |id: u16| text_of(&font, &[NameId::new(id)]);
    let records = [
        (0, kept(0)),
        (1, Some(alias.family.to_owned())),
        (2, Some(style.to_owned())),
        (3, Some(post_script.clone())),
        (4, Some(format!("{} {style}", alias.family))),
        (5, kept(5)),
        (6, Some(post_script)),
        (7, kept(7)),
        (13, kept(13)),
        (14, kept(14)),
    ];
    Some(name_table(&records.into_iter().filter_map(|(id, text)| Some((id, text?))).collect::<Vec<_>>()))
}

/// Writes a name table (OpenType specification, `name`, version 0) in English for the Windows platform, which every
/// system reads.
fn name_table(records: &[(u16, String)]) -> Vec<u8> {
    const HEADER: usize = 6;
    const RECORD: usize = 12;
    let mut table = Vec::new();
    let mut texts = Vec::new();
    let start = HEADER + RECORD * records.len();
    for value in [0, records.len() as u16, start as u16] {
        table.extend(value.to_be_bytes());
    }
    for (id, text) in records {
        let from = texts.len();
        texts.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        for value in [3, 1, ENGLISH, *id, (texts.len() - from) as u16, from as u16] {
            table.extend(value.to_be_bytes());
        }
    }
    table.extend(texts);
    table
}

/// Whether a modified version of `face` must not bear its name (SIL Open Font License §3), according to the font
/// itself.
pub fn name_is_reserved(face: &Face) -> bool {
    let Ok(font) = FontRef::from_index(&face.data, face.index) else { return false };
    let said = [0, 7, 10, 13].into_iter().filter_map(|id| text_of(&font, &[NameId::new(id)]));
    said.into_iter().any(|text| text.to_lowercase().contains("reserved font name"))
}

/// The licence of a font.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Terms {
    /// Its name, if known.
    pub name: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// Returns the licence that `face` states.
pub fn terms(face: &Face) -> Terms {
    let Ok(font) = FontRef::from_index(&face.data, face.index) else { return Terms { name: None, url: None } };
    let url =
        text_of(&font, &[NameId::LICENSE_URL]).filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let said = text_of(&font, &[NameId::LICENSE_DESCRIPTION]).unwrap_or_default();
    let is_ofl = said.to_lowercase().contains("sil open font license");
    match is_ofl {
        // The licence's address has changed since most fonts were made.
        true => Terms {
            name: Some("SIL Open Font License 1.1".to_owned()),
            url: Some("https://openfontlicense.org".to_owned()),
        },
        false => Terms { name: None, url },
    }
}

#[cfg(test)]
mod tests {
    use harfrust::{Buffer, Feature, Font, ShapeOptions, ShapePlan, ShaperFont};

    use super::super::fonts::{self, FontId, Fonts};
    use super::*;

    /// Returns advances, offsets and numbers of the glyphs of `text`.
    fn shape(data: &[u8], text: &str, features: &[&[u8; 4]]) -> (Vec<[i32; 3]>, Vec<u32>) {
        let font = Font::new(data.to_vec(), 0).expect("a font");
        let features: Vec<_> = features.iter().map(|tag| Feature::new(harfrust::Tag::new(tag), 1, ..)).collect();
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let plan = ShapePlan::new(&font, buffer.direction(), buffer.script(), None, &features);
        let options = ShapeOptions::new().plan(Some(&plan)).features(&features);
        harfrust::shape(&ShaperFont::new(&font), &mut buffer, options).expect("it is shaped");
        let places = buffer.glyph_positions().iter().map(|place| [place.x_advance, place.x_offset, place.y_offset]);
        (places.collect(), buffer.glyph_infos().iter().map(|info| info.glyph_id).collect())
    }

    fn part(id: FontId, text: &str) -> Vec<u8> {
        let characters = text.chars().collect();
        subset(Fonts::bundled().face(id), &characters, Purpose::Text, None).expect("a part").bytes
    }

    /// Checks that a font and its subset set `text` equally; returns the number of glyphs.
    fn same(id: FontId, text: &str, features: &[&[u8; 4]]) -> usize {
        let (whole, _) = shape(&Fonts::bundled().face(id).data, text, features);
        let (part, numbers) = shape(&part(id, text), text, features);
        assert_eq!(whole, part, "{text}");
        assert!(numbers.iter().all(|&number| number != 0), "{text}: {numbers:?}");
        part.len()
    }

    fn outlined(data: &[u8], number: u32) -> bool {
        let font = FontRef::new(data).unwrap();
        let glyph = font.loca(None).unwrap().get_glyf(GlyphId::new(number), &font.glyf().unwrap());
        glyph.unwrap().is_some()
    }

    #[test]
    fn ligatures_and_kerning_are_those_of_the_whole_font() {
        for id in [fonts::SERIF, fonts::SERIF_ITALIC, fonts::SERIF_BOLD, fonts::SERIF_BOLD_ITALIC] {
            assert!(same(id, "finally off the difficult shelf", &[]) < 31, "ligatures");
            same(id, "AVATAR, To. Wa \u{201c}V\u{201d}", &[]);
        }
        let kerned = shape(&part(fonts::SANS, "AV"), "AV", &[]).0;
        let loose: i32 = ["A", "V"].iter().map(|letter| shape(&part(fonts::SANS, "AV"), letter, &[]).0[0][0]).sum();
        assert!(kerned.iter().map(|place| place[0]).sum::<i32>() < loose, "kerning");
        same(fonts::SANS_SEMIBOLD, "AVATAR fi", &[]);
    }

    #[test]
    fn small_capitals_and_figures_come_from_the_font() {
        same(fonts::SERIF, "Small capitals 1234567890", &[b"smcp", b"onum", b"pnum"]);
        same(fonts::SANS, "Table 0123456789", &[b"lnum", b"tnum"]);
        let data = part(fonts::SERIF, "small 17");
        let (small, plain) = (shape(&data, "small", &[b"smcp"]).1, shape(&data, "small", &[]).1);
        assert!(small.iter().zip(&plain).all(|(small, plain)| small != plain));
        assert!(small.iter().all(|&number| outlined(&data, number)));
    }

    #[test]
    fn scripts_that_join_and_stack_do_so() {
        same(fonts::ARABIC, "بِسْمِ اللَّهِ الرَّحْمٰنِ", &[]);
        same(fonts::ARABIC_BOLD, "السلام عليكم", &[]);
        same(fonts::HEBREW, "בְּרֵאשִׁית בָּרָא", &[]);
        same(fonts::DEVANAGARI, "क्षत्रिय श्री र्क हिन्दी", &[]);
        same(fonts::DEVANAGARI_BOLD, "विद्यार्थी", &[]);
    }

    #[test]
    fn each_character_has_an_outline_and_no_other_one_is_there() {
        let data = part(fonts::SERIF, "Ax§é");
        let font = FontRef::new(&data).unwrap();
        let cmap = font.cmap().unwrap();
        for character in "Ax§é".chars() {
            assert!(outlined(&data, cmap.map_codepoint(character).expect("a glyph").to_u32()), "{character}");
        }
        assert!(cmap.map_codepoint('B').is_none());
        assert!(data.len() < 20_000, "{}", data.len());
    }

    #[test]
    fn code_is_shown_letter_by_letter() {
        let text = "a != b => c";
        let characters: BTreeSet<char> = text.chars().collect();
        let data = subset(Fonts::bundled().face(fonts::MONO), &characters, Purpose::Code, None).unwrap().bytes;
        let font = FontRef::new(&data).unwrap();
        let plain: Vec<u32> =
            text.chars().map(|character| font.cmap().unwrap().map_codepoint(character).unwrap().to_u32()).collect();
        assert_eq!(shape(&data, text, &[]).1, plain);
        assert_ne!(shape(&Fonts::bundled().face(fonts::MONO).data, "!=", &[]).1[0], 0);
    }

    #[test]
    fn outlines_of_the_other_kind_are_cut_too() {
        let text = "a∑x⨂";
        let characters = text.chars().collect();
        let part = subset(Fonts::bundled().face(fonts::MATH), &characters, Purpose::Text, None).unwrap();
        assert_eq!(part.outlines, Outlines::Cff);
        assert!(part.bytes.starts_with(b"OTTO") && part.bytes.len() < 20_000, "{}", part.bytes.len());
        let font = FontRef::new(&part.bytes).unwrap();
        assert!(text.chars().all(|character| font.cmap().unwrap().map_codepoint(character).is_some()));
        let whole = shape(&Fonts::bundled().face(fonts::MATH).data, text, &[]).0;
        assert_eq!(shape(&part.bytes, text, &[]).0, whole);
    }

    #[test]
    fn a_reserved_name_is_given_up_and_the_terms_stay() {
        let bundled = Fonts::bundled();
        let (sans, serif) = (bundled.face(fonts::SANS), bundled.face(fonts::SERIF));
        assert!(name_is_reserved(sans) && !name_is_reserved(serif));
        let alias = Alias { family: "Offprint Sans", style: Style::Bold };
        let part = subset(sans, &['a'].into(), Purpose::Text, Some(alias)).unwrap();
        let font = FontRef::new(&part.bytes).unwrap();
        let said = |id| text_of(&font, &[NameId::new(id)]).unwrap_or_default();
        for id in [1, 3, 4, 6, 16, 17, 25] {
            assert!(!said(id).contains("Source"), "{id}: {}", said(id));
        }
        assert_eq!([said(1), said(4), said(6)], ["Offprint Sans", "Offprint Sans Bold", "OffprintSans-Bold"]);
        assert!(said(0).contains("Adobe") && said(13).contains("SIL Open Font License") && !said(14).is_empty());
        assert_eq!(terms(sans).name.as_deref(), Some("SIL Open Font License 1.1"));
    }

    #[test]
    fn what_a_maker_forbids_is_not_done() {
        let mut face = Fonts::bundled().face(fonts::MONO).clone();
        let mut data = face.data.to_vec();
        let os2 = FontRef::new(&data)
            .unwrap()
            .table_directory()
            .table_records()
            .iter()
            .find(|r| r.tag() == Tag::new(b"OS/2"));
        let at = os2.unwrap().offset() as usize + 8;
        for (fs_type, fault) in [(2_u16, Fault::Restricted), (0x100, Fault::WholeOnly)] {
            data[at..at + 2].copy_from_slice(&fs_type.to_be_bytes());
            face.data = data.clone().into();
            assert_eq!(subset(&face, &['a'].into(), Purpose::Text, None).unwrap_err(), fault);
        }
    }

    #[test]
    fn a_damaged_font_is_refused_and_nothing_else_happens() {
        let mut face = Fonts::bundled().face(fonts::HEBREW).clone();
        let whole = face.data.to_vec();
        let characters = "שלום".chars().collect();
        for length in (0..whole.len()).step_by(997) {
            face.data = whole[..length].to_vec().into();
            let _ = subset(&face, &characters, Purpose::Text, None);
        }
        face.data = whole[..64].to_vec().into();
        assert_eq!(subset(&face, &characters, Purpose::Text, None).unwrap_err(), Fault::NotAFont);
    }

    #[test]
    fn the_same_characters_give_the_same_bytes() {
        assert_eq!(part(fonts::SERIF, "same bytes"), part(fonts::SERIF, "bytes same"));
    }
}
