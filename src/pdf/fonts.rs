//! Embeds fonts: a subset of each face with just the used glyphs, as a composite font with Identity-H (ISO 32000-1
//! §9.7), whose codes are the subset's glyph numbers.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};

use super::glyphs::{UsedFace, unreadable};
use super::object::{bytes, compressed, name, number, numbers};
use crate::diag::Error;

/// Adds the font to `document` and returns the number of its dictionary.
pub(super) fn embed(used: &UsedFace<'_>, document: &mut Document) -> Result<ObjectId, Error> {
    let subset = subsetter::subset(&used.face.data, used.face.index, &used.numbers)
        .map_err(|error| unreadable(used.face, error))?;
    let program = Program::of(&subset);
    let base = format!("{}+{}", prefix(used), postscript_name(&used.face.name));
    let file = document.add_object(program.stream(&subset));
    let descriptor = descriptor(used, &base, program.key(), file);
    let descriptor = document.add_object(descriptor);
    let mut descendant = dictionary! {
        "Type" => "Font",
        "Subtype" => program.subtype(),
        "BaseFont" => name(&base),
        "CIDSystemInfo" => dictionary! { "Registry" => bytes("Adobe"), "Ordering" => bytes("Identity"), "Supplement" => 0 },
        "FontDescriptor" => descriptor,
        "W" => vec![0.into(), numbers(&used.widths)],
    };
    if matches!(program, Program::TrueType) {
        descendant.set("CIDToGIDMap", "Identity");
    }
    let descendant = document.add_object(descendant);
    let to_unicode = document.add_object(compressed(Dictionary::new(), to_unicode(&used.texts).as_bytes()));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name(&base),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => to_unicode,
    }))
}

/// The kind of a font program and its place in the subset.
enum Program {
    TrueType,
    /// A bare CFF table.
    Cff {
        start: usize,
        end: usize,
    },
}

impl Program {
    fn of(subset: &[u8]) -> Self {
        let cff = FontRef::new(subset).ok().and_then(|font| font.table_data(Tag::new(b"CFF ")));
        let found = cff.and_then(|table| find(subset, table.as_bytes()));
        found.map_or(Self::TrueType, |(start, end)| Self::Cff { start, end })
    }

    fn subtype(&self) -> &'static str {
        if matches!(self, Self::TrueType) { "CIDFontType2" } else { "CIDFontType0" }
    }

    /// Returns the key of the font descriptor that refers to the program.
    fn key(&self) -> &'static str {
        if matches!(self, Self::TrueType) { "FontFile2" } else { "FontFile3" }
    }

    fn stream(&self, subset: &[u8]) -> lopdf::Stream {
        match *self {
            Self::TrueType => compressed(dictionary! { "Length1" => subset.len() as i64 }, subset),
            Self::Cff { start, end } => compressed(dictionary! { "Subtype" => "CIDFontType0C" }, &subset[start..end]),
        }
    }
}

/// Returns the offsets of `part`, a slice of `whole`.
fn find(whole: &[u8], part: &[u8]) -> Option<(usize, usize)> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let end = start.checked_add(part.len())?;
    (end <= whole.len()).then_some((start, end))
}

/// Returns the font descriptor (§9.8), from the tables of the face.
fn descriptor(used: &UsedFace<'_>, base: &str, key: &str, file: ObjectId) -> Dictionary {
    let metrics = Metrics::of(&used.tables);
    let mut descriptor = dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name(base),
        "Flags" => metrics.flags,
        "FontBBox" => numbers(&metrics.bounds),
        "ItalicAngle" => number(metrics.italic_angle),
        "Ascent" => number(metrics.ascent),
        "Descent" => number(metrics.descent),
        "CapHeight" => number(metrics.cap_height),
        "StemV" => number(metrics.stem),
    };
    descriptor.set(key, file);
    descriptor
}

/// Numbers of a font descriptor, in thousandths of an em.
struct Metrics {
    flags: i64,
    bounds: [f64; 4],
    italic_angle: f64,
    ascent: f64,
    descent: f64,
    cap_height: f64,
    stem: f64,
}

impl Metrics {
    /// Reads the tables of `font`; missing tables count as zeros.
    fn of(font: &FontRef<'_>) -> Self {
        const FIXED_PITCH: i64 = 1;
        const SERIF: i64 = 2;
        const SYMBOLIC: i64 = 4; // a subset may have glyphs outside the standard Latin set
        const ITALIC: i64 = 64;
        let head = font.head().ok();
        let scale = 1000.0 / head.as_ref().map_or(1000.0, |head| f64::from(head.units_per_em().max(1)));
        let units = |value: i16| f64::from(value) * scale;
        let (os2, hhea, post) = (font.os2().ok(), font.hhea().ok(), font.post().ok());
        let italic_angle = post.as_ref().map_or(0.0, |post| post.italic_angle().to_f64());
        let fixed = post.as_ref().is_some_and(|post| post.is_fixed_pitch() != 0);
        // PANOSE: family 2 is Latin text; serif styles 2 to 10 have serifs.
        let serif = os2.as_ref().is_some_and(|os2| matches!(os2.panose_10(), [2, 2..=10, ..]));
        let ascent = hhea.as_ref().map_or(0.0, |hhea| units(hhea.ascender().to_i16()));
        let weight = os2.as_ref().map_or(400.0, |os2| f64::from(os2.us_weight_class()));
        let flag = |set: bool, flag: i64| if set { flag } else { 0 };
        Self {
            flags: SYMBOLIC | flag(fixed, FIXED_PITCH) | flag(serif, SERIF) | flag(italic_angle != 0.0, ITALIC),
            bounds: head.map_or([0.0; 4], |head| [head.x_min(), head.y_min(), head.x_max(), head.y_max()].map(units)),
            italic_angle,
            ascent,
            descent: hhea.as_ref().map_or(0.0, |hhea| units(hhea.descender().to_i16())),
            cap_height: os2.and_then(|os2| os2.s_cap_height()).map_or(ascent * 0.7, units),
            // No table states the stem width; regular faces have about 80, bold ones about 140.
            stem: weight / 5.0,
        }
    }
}

/// Returns the six letters that name the subset (§9.6.4). They are a hash (FNV-1a) of its glyphs, so equal subsets
/// have equal names.
fn prefix(used: &UsedFace<'_>) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for glyph in used.numbers.remapped_gids() {
        hash = (hash ^ u64::from(glyph)).wrapping_mul(0x0100_0000_01B3);
    }
    (0..6).map(|letter| char::from(b'A' + (hash >> (8 * letter + 8)) as u8 % 26)).collect()
}

/// Removes characters that a PostScript name cannot contain. Names in a PDF have at most 127 bytes (ISO 32000-1 Annex
/// C), of which the prefix takes 7.
fn postscript_name(name: &str) -> String {
    name.chars().filter(|char| char.is_ascii_alphanumeric() || "-_.".contains(*char)).take(120).collect()
}

/// Returns the ToUnicode CMap (§9.10.3) for the codes 1, 2, 3 … and 0, which is the missing glyph.
fn to_unicode(texts: &[&str]) -> String {
    let mut cmap = String::from(
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
    );
    let mut code = 0;
    for block in texts.chunks(100) {
        let _ = writeln!(cmap, "{} beginbfchar", block.len());
        for text in block {
            let _ = write!(cmap, "<{code:04X}><");
            text.encode_utf16().for_each(|unit| _ = write!(cmap, "{unit:04X}"));
            cmap.push_str(">\n");
            code += 1;
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend");
    cmap
}

#[cfg(test)]
mod tests {
    use super::to_unicode;

    #[test]
    fn a_ligature_maps_to_its_letters_and_blocks_hold_at_most_100() {
        let texts = [vec!["\u{FFFD}", "ffi", "😀"], vec!["a"; 99]].concat();
        let cmap = to_unicode(&texts);
        assert!(cmap.contains("100 beginbfchar\n<0000><FFFD>\n<0001><006600660069>\n<0002><D83DDE00>\n"));
        assert!(cmap.contains("2 beginbfchar\n<0064><0061>\n<0065><0061>\nendbfchar"));
    }
}
