//! The math face: glyphs, their dimensions, and the MATH table (OpenType 1.9, "MATH — The mathematical typesetting
//! table"). All lengths are ems of the glyph's font size.

use std::cell::RefCell;
use std::collections::BTreeMap;

use read_fonts::tables::gsub::{AlternateSubst, AlternateSubstFormat1, SubstitutionSubtables};
use read_fonts::tables::math::{Math, MathConstants, MathGlyphInfo, MathGlyphVariantRecord, MathVariants, PartFlags};
pub(super) use read_fonts::tables::math::{MathConstant as Constant, MathKernCorner as Corner, StretchAxis as Axis};
use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};

use crate::text::Fonts;
use crate::text::fonts::MATH;
use crate::units::Em;

/// The face for formulas.
pub(in crate::layout) struct MathFont<'a> {
    font: &'a harfrust::Font,
    constants: MathConstants<'a>,
    info: MathGlyphInfo<'a>,
    variants: MathVariants<'a>,
    /// Glyph variants for scripts (the feature `ssty`).
    script_forms: Option<AlternateSubstFormat1<'a>>,
    units: f64,
    /// Cache of ink boxes: computing one requires drawing the glyph, which takes most of a formula's time.
    inks: RefCell<BTreeMap<u16, Ink>>,
}

impl std::fmt::Debug for MathFont<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MathFont")
    }
}

/// The ink box of a glyph, relative to its origin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ink {
    pub left: Em,
    pub right: Em,
    /// Top edge above the baseline.
    pub top: Em,
    /// Bottom edge above the baseline; negative if the glyph descends below it.
    pub bottom: Em,
}

/// The result of stretching a glyph.
#[derive(Clone, Debug)]
pub(super) enum Stretched {
    /// A single other glyph.
    One(u16),
    /// Overlapping glyphs, each with its position along the axis: from the left, or from the bottom.
    Many(Vec<(u16, Em)>),
}

/// Maximum number of pieces in an assembled glyph: no formula that fits a page needs more.
const MOST_PIECES: usize = 200;

impl<'a> MathFont<'a> {
    /// Reads the bundled face; `None` if that fails, which no test has seen.
    pub(in crate::layout) fn new(fonts: &'a Fonts) -> Option<Self> {
        let face = fonts.face(MATH);
        let tables = FontRef::from_index(&face.data, face.index).ok()?;
        let font = fonts.font(MATH)?;
        let math: Math<'a> = tables.math().ok()?;
        Some(Self {
            font,
            constants: math.math_constants().ok()?,
            info: math.math_glyph_info().ok()?,
            variants: math.math_variants().ok()?,
            script_forms: script_forms(&tables),
            units: f64::from(font.units_per_em().max(1)),
            inks: RefCell::default(),
        })
    }

    /// Returns the glyph of `character`.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?.to_u32();
        u16::try_from(glyph).ok().filter(|&glyph| glyph != 0)
    }

    /// Returns the variant of `glyph` for scripts (level 1) and scripts of scripts (level 2).
    pub(super) fn script_form(&self, glyph: u16, level: usize) -> u16 {
        let found = || {
            let forms = self.script_forms.as_ref()?;
            let index = forms.coverage().ok()?.get(GlyphId::from(glyph))?;
            let set = forms.alternate_sets().get(index as usize).ok()?;
            let alternates = set.alternate_glyph_ids();
            alternates.get(level - 1).or(alternates.last()).map(|glyph| glyph.get().to_u16())
        };
        if level == 0 { glyph } else { found().unwrap_or(glyph) }
    }

    /// Returns a constant of the MATH table that is a length.
    pub(super) fn constant(&self, constant: Constant) -> Em {
        self.em(self.constants.constant(constant))
    }

    /// Returns a constant of the MATH table that is a percentage, as a factor.
    pub(super) fn factor(&self, constant: Constant) -> f64 {
        f64::from(self.constants.constant(constant)) / 100.0
    }

    /// Returns the advance of `glyph`.
    pub(super) fn advance(&self, glyph: u16) -> Em {
        Em(f64::from(self.font.glyph_metrics().h_advance(GlyphId::from(glyph))) / self.units)
    }

    /// Returns the ink box of `glyph`; empty for a space.
    pub(super) fn ink(&self, glyph: u16) -> Ink {
        *self.inks.borrow_mut().entry(glyph).or_insert_with(|| self.drawn(glyph))
    }

    fn drawn(&self, glyph: u16) -> Ink {
        let Some(extents) = self.font.glyph_metrics().extents(GlyphId::from(glyph)) else { return Ink::default() };
        let em = |value: f32| Em(f64::from(value) / self.units);
        Ink {
            left: em(extents.x_bearing),
            right: em(extents.x_bearing + extents.width),
            top: em(extents.y_bearing),
            bottom: em(extents.y_bearing - extents.height),
        }
    }

    /// Returns the italics correction of `glyph`.
    pub(super) fn italics(&self, glyph: u16) -> Em {
        let info = self.info.math_italics_correction_info().and_then(Result::ok);
        info.and_then(|info| info.correction(GlyphId::from(glyph))).map_or(Em::ZERO, |units| self.em(units))
    }

    /// Returns the horizontal position of an accent above `glyph`, from its origin.
    pub(super) fn accent(&self, glyph: u16) -> Option<Em> {
        let info = self.info.math_top_accent_attachment()?.ok()?;
        info.attachment(GlyphId::from(glyph)).map(|units| self.em(units))
    }

    /// Returns the kerning at `corner` of `glyph` for a script whose edge is at `height` above the baseline.
    pub(super) fn kern(&self, glyph: u16, corner: Corner, height: Em) -> Em {
        let found = || {
            let kern = self.info.math_kern_info()?.ok()?.kern(GlyphId::from(glyph), corner)?;
            kern.kerning((height.0 * self.units).round() as i32)
        };
        found().map_or(Em::ZERO, |units| self.em(units))
    }

    /// Stretches `glyph` along `axis` to at least `wanted`, or as far as possible.
    pub(super) fn stretch(&self, glyph: u16, axis: Axis, wanted: Em) -> Stretched {
        let Some(construction) = self.variants.glyph_construction(GlyphId::from(glyph), axis) else {
            return Stretched::One(glyph);
        };
        // Uses the size that the face states, not the ink, which would have to be drawn for each variant.
        let extent = |record: &&MathGlyphVariantRecord| self.em(i32::from(record.advance_measurement().to_u16()));
        let records = construction.math_glyph_variant_records();
        if let Some(fits) = records.iter().find(|record| extent(record) >= wanted) {
            return Stretched::One(fits.variant_glyph().to_u16());
        }
        let parts = construction.glyph_assembly().and_then(Result::ok).map(|assembly| self.assemble(&assembly, wanted));
        let largest = || {
            let largest = records.iter().max_by(|a, b| extent(a).0.total_cmp(&extent(b).0));
            largest.map_or(glyph, |record| record.variant_glyph().to_u16())
        };
        parts.filter(|parts| !parts.is_empty()).map_or_else(|| Stretched::One(largest()), Stretched::Many)
    }

    /// Returns the largest variant of `glyph` that is no wider than `wanted`.
    pub(super) fn widest_within(&self, glyph: u16, wanted: Em) -> u16 {
        let construction = self.variants.glyph_construction(GlyphId::from(glyph), Axis::Horizontal);
        let records = construction.map_or(Default::default(), |found| found.math_glyph_variant_records());
        let mut fitting = records.iter().filter(|record| {
            let width = self.em(i32::from(record.advance_measurement().to_u16()));
            width <= wanted
        });
        fitting.next_back().map_or(glyph, |record| record.variant_glyph().to_u16())
    }

    /// Returns the display variant of a large operator.
    pub(super) fn display_operator(&self, glyph: u16) -> u16 {
        match self.stretch(glyph, Axis::Vertical, self.constant(Constant::DisplayOperatorMinHeight)) {
            Stretched::One(large) => large,
            Stretched::Many(_) => glyph,
        }
    }

    /// Repeats the extenders until the parts reach `wanted` with the minimum overlap, then increases all overlaps
    /// evenly so that the length is exact.
    fn assemble(&self, assembly: &read_fonts::tables::math::GlyphAssembly<'_>, wanted: Em) -> Vec<(u16, Em)> {
        let records = assembly.part_records();
        let least = f64::from(self.variants.min_connector_overlap().to_u16());
        let wanted = wanted.0 * self.units;
        let full = |index: usize| f64::from(records[index].full_advance().to_u16());
        let extender = |index: usize| records[index].part_flags().contains(PartFlags::EXTENDER_FLAG);
        let mut order: Vec<usize> = Vec::new();
        for repeats in 0..MOST_PIECES {
            let times = |index: usize| if extender(index) { repeats } else { 1 };
            order = (0..records.len()).flat_map(|index| std::iter::repeat_n(index, times(index))).collect();
            let length: f64 = order.iter().map(|&index| full(index)).sum();
            let reached = length - least * order.len().saturating_sub(1) as f64 >= wanted;
            if (reached && !order.is_empty()) || order.len() > MOST_PIECES {
                break;
            }
        }
        let length: f64 = order.iter().map(|&index| full(index)).sum();
        let joints = order.len().saturating_sub(1);
        let even = if joints == 0 { 0.0 } else { (length - wanted) / joints as f64 };
        let mut at = 0.0;
        let mut placed = Vec::with_capacity(order.len());
        for (position, &index) in order.iter().enumerate() {
            placed.push((records[index].glyph_id().to_u16(), Em(at / self.units)));
            let Some(&next) = order.get(position + 1) else { break };
            let ends = f64::from(records[index].end_connector_length().to_u16());
            let starts = f64::from(records[next].start_connector_length().to_u16());
            at += full(index) - even.min(ends.min(starts)).max(least);
        }
        placed
    }

    fn em(&self, units: i32) -> Em {
        Em(f64::from(units) / self.units)
    }
}

/// Finds the lookup of the feature `ssty`, if it is one of alternates.
fn script_forms<'a>(tables: &FontRef<'a>) -> Option<AlternateSubstFormat1<'a>> {
    let gsub = tables.gsub().ok()?;
    let features = gsub.feature_list().ok()?;
    let data = features.offset_data();
    let record = features.feature_records().iter().find(|record| record.feature_tag() == "ssty")?;
    let feature = record.feature(data).ok()?;
    let index = feature.lookup_list_indices().first()?.get();
    let lookup = gsub.lookup_list().ok()?.lookups().get(usize::from(index)).ok()?;
    match lookup.subtables().ok()? {
        SubstitutionSubtables::Alternate(tables) => match tables.get(0).ok()? {
            AlternateSubst::Format1(forms) => Some(forms),
            _ => None,
        },
        _ => None,
    }
}
