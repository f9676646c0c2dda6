//! EXIF (CIPA DC-008 §4.6.4): artist, copyright and description.

use ::exif::{In, Reader, Tag, Value};

use super::packets::text;
use crate::article::Property;

/// Reads the statements in `block`.
///
/// # Errors
/// If it is not a directory of tags.
pub(super) fn read(block: &[u8]) -> Result<Vec<(Property, String)>, ()> {
    let exif = Reader::new().read_raw(block.to_vec()).map_err(|_| ())?;
    let field = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(parts) => Some(parts.iter().map(|part| text(part)).collect::<Vec<_>>()),
        _ => None,
    };
    let joined = |tag| field(tag).map(|parts| parts.join("; "));
    let mut found = Vec::new();
    found.extend(joined(Tag::Artist).map(|value| (Property::Creator, value)));
    found.extend(joined(Tag::ImageDescription).map(|value| (Property::Description, value)));
    // The photographer's copyright and, behind a null, the editor's; a blank stands for none.
    let copyright = field(Tag::Copyright).map(|parts| {
        let stated: Vec<String> = parts.into_iter().map(|part| part.trim().to_owned()).collect();
        stated.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    });
    found.extend(copyright.map(|value| (Property::Notice, value)));
    Ok(found)
}
