//! IPTC's information interchange model, version 4.2: datasets of record 2.

use super::packets::text;
use crate::article::Property;

/// Dataset 1:90 with this value says that texts are in UTF-8 (ISO 2022 escape sequence).
const UTF8: &[u8] = b"\x1b%G";

/// Reads the statements in `block`.
///
/// # Errors
/// If a dataset reaches beyond the end; what came before it is lost, too, for it may have been cut.
pub(super) fn read(block: &[u8]) -> Result<Vec<(Property, String)>, ()> {
    let mut found: Vec<(Property, String)> = Vec::new();
    let mut rest = block;
    // Padding may follow the last dataset.
    while let Some((0x1c, after)) = rest.split_first().map(|(tag, after)| (*tag, after)) {
        let &[record, number, high, low] = after.first_chunk().ok_or(())?;
        // A length with the highest bit set would follow in as many bytes as its other bits say; no text is so long.
        let length = usize::from(u16::from_be_bytes([high, low]));
        let content = after.get(4..4 + length).ok_or(())?;
        rest = &after[4 + length..];
        if record == 2
            && let Some(property) = property(number)
        {
            // Creators have a dataset each.
            match found.iter_mut().find(|(known, _)| *known == property) {
                Some((Property::Creator, value)) => *value = format!("{value}; {}", text(content).trim()),
                Some(_) => {}
                None => found.push((property, text(content))),
            }
        }
    }
    Ok(found)
}

fn property(dataset: u8) -> Option<Property> {
    Some(match dataset {
        5 => Property::Title,
        80 => Property::Creator,
        110 => Property::CreditLine,
        115 => Property::Source,
        116 => Property::Notice,
        120 => Property::Description,
        _ => return None,
    })
}

/// Number and maximum length of the dataset for `property` (IIM 4.2, chapter 6).
pub(super) fn dataset(property: Property) -> Option<(u8, usize)> {
    Some(match property {
        Property::Title => (5, 64),
        Property::Creator => (80, 32),
        Property::CreditLine => (110, 32),
        Property::Source => (115, 32),
        Property::Notice => (116, 128),
        Property::Description => (120, 2000),
        _ => return None,
    })
}

/// Writes the statements as datasets, each value cut to the length that it may have.
pub(super) fn write<'a>(statements: impl Iterator<Item = (Property, &'a str)>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut add = |record: u8, number: u8, content: &[u8]| {
        out.extend([0x1c, record, number]);
        out.extend((content.len() as u16).to_be_bytes());
        out.extend(content);
    };
    add(1, 90, UTF8);
    for (property, value) in statements {
        if let Some((number, most)) = dataset(property) {
            add(2, number, &value.as_bytes()[..value.floor_char_boundary(most)]);
        }
    }
    out
}
