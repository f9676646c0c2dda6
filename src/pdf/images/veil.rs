//! Scrims: a colour whose opacity falls from one edge on, as a form XObject that fills the unit square.
//!
//! PDF has no gradient with transparency. The form paints its colour through a soft mask, whose luminosity is an axial
//! shading (ISO 32000-1 §11.6.5.2, §8.7.4.5.3).

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream};

use super::{dictionary, name};
use crate::deflate;
use crate::layout::{Color, Edge, Item, Pages};

/// A scrim, without its size: forms with equal values are shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pdf) struct Veil {
    color: Color,
    /// Opacity and the solid share of its height, in thousandths.
    thousandths: [i64; 2],
    edge: Edge,
}

/// Returns the scrims on `pages`, by their resource names.
pub(super) fn of(pages: &Pages) -> BTreeMap<String, Veil> {
    let items = pages.pages.iter().flat_map(|page| &page.frame.items);
    let veils = items.filter_map(|(_, placed)| match placed.item {
        Item::Scrim { color, opacity, solid, edge, .. } => Some(Veil::new(color, (opacity, solid), edge)),
        _ => None,
    });
    veils.map(|veil| (veil.key(), veil)).collect()
}

impl Veil {
    pub(in crate::pdf) fn new(color: Color, (opacity, solid): (f64, f64), edge: Edge) -> Self {
        let thousandths = [opacity, solid].map(|part| (part.clamp(0.0, 1.0) * 1000.0).round() as i64);
        Self { color, thousandths, edge }
    }

    /// Returns its resource name.
    pub(in crate::pdf) fn key(&self) -> String {
        let Color { red, green, blue } = self.color;
        let [opacity, solid] = self.thousandths;
        let edge = if self.edge == Edge::Top { 'T' } else { 'B' };
        format!("V{edge}{red:02x}{green:02x}{blue:02x}-{opacity}-{solid}")
    }

    pub(super) fn into_form(self) -> ExternalStream {
        let part = |level: u8| (f64::from(level) / 255.0 * 1000.0).round() / 1000.0;
        let [red, green, blue] = [self.color.red, self.color.green, self.color.blue].map(part);
        let mask = dictionary([
            ("Type", name("Mask")),
            ("S", name("Luminosity")),
            ("G", DictItem::Stream { stream: self.mask() }),
        ]);
        let states = dictionary([("M", dictionary([("Type", name("ExtGState")), ("SMask", mask)]))]);
        let resources = dictionary([("ExtGState", states)]);
        form(&format!("/M gs {red} {green} {blue} rg 0 0 1 1 re f"), "DeviceRGB", resources)
    }

    /// The opacity as a grey gradient: white is opaque.
    fn mask(self) -> ExternalStream {
        let [opacity, solid] = self.thousandths.map(|part| part as f32 / 1000.0);
        // The axis begins where the solid part ends; the shading extends the colours beyond both ends.
        let axis = if self.edge == Edge::Top { [0.0, 0.0, 0.0, 1.0 - solid] } else { [0.0, 1.0, 0.0, solid] };
        let function = dictionary([
            ("FunctionType", DictItem::Int(2)),
            ("Domain", reals([0.0, 1.0])),
            ("C0", reals([0.0])),
            ("C1", reals([opacity])),
            ("N", DictItem::Real(1.5)),
        ]);
        let shading = dictionary([
            ("ShadingType", DictItem::Int(2)),
            ("ColorSpace", name("DeviceGray")),
            ("Coords", reals(axis)),
            ("Extend", DictItem::Array(vec![DictItem::Bool(true), DictItem::Bool(true)])),
            ("Function", function),
        ]);
        form("/S sh", "DeviceGray", dictionary([("Shading", dictionary([("S", shading)]))]))
    }
}

/// Makes a transparency group that fills the unit square.
fn form(content: &str, space: &str, resources: DictItem) -> ExternalStream {
    let group = [("S", name("Transparency")), ("I", DictItem::Bool(true)), ("CS", name(space))];
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", reals([0.0, 0.0, 1.0, 1.0])),
        ("Filter", name("FlateDecode")),
        ("Group", dictionary(group)),
        ("Resources", resources),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    ExternalStream { dict, content: deflate::zlib(content.as_bytes()), compress: false }
}

fn reals<const N: usize>(values: [f32; N]) -> DictItem {
    DictItem::Array(values.into_iter().map(DictItem::Real).collect())
}
