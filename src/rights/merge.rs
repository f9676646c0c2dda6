//! Decides what holds where the packets of one file disagree.
//!
//! The order is that of the Metadata Working Group (Guidelines for Handling Image Metadata 2.0, §3): EXIF, then XMP, then
//! IIM; but IIM before XMP where a program that knows no XMP changed it, which the digest of the IIM in the file shows.
//! A text of a PNG or a tag of a TIFF comes last.

use std::collections::BTreeMap;

use md5::{Digest, Md5};

use super::packets::Packets;
use super::{Found, exif, iim, xmp};
use crate::article::{Packet, Property, Stated};

/// A statement of one packet.
type Statement = (Packet, Property, String);

/// Reads `packets`, and merges what they state.
pub(super) fn merge(packets: Packets<'_>) -> Found {
    let mut found = Found { faults: packets.faults.clone(), ..Found::default() };
    let mut statements = Vec::new();
    for packet in order(&packets) {
        let read = match packet {
            Packet::Exif => from_exif(&packets),
            Packet::Xmp => from_xmp(&packets),
            Packet::Iim => from_iim(&packets),
            Packet::Text => from_texts(&packets),
        };
        match read {
            Ok(read) => statements.extend(read.into_iter().map(|(property, value)| (packet, property, value))),
            Err(fault) => found.faults.push(fault),
        }
    }
    for statement in statements {
        add(&mut found, statement);
    }
    found
}

/// Returns the packets by their authority, the highest first.
fn order(packets: &Packets<'_>) -> [Packet; 4] {
    let changed = packets
        .digest
        .zip(packets.iim.as_deref())
        .is_some_and(|(digest, iim)| Md5::digest(iim)[..] != digest && Md5::digest(trimmed(iim))[..] != digest);
    match changed {
        true => [Packet::Exif, Packet::Iim, Packet::Xmp, Packet::Text],
        false => [Packet::Exif, Packet::Xmp, Packet::Iim, Packet::Text],
    }
}

/// Returns `iim` without padding at its end, which some programs leave out of the digest.
fn trimmed(iim: &[u8]) -> &[u8] {
    let end = iim.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &iim[..end]
}

/// Adds `statement`, unless a packet of higher authority states another value, which is a fault of the file.
fn add(found: &mut Found, (packet, property, value): Statement) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() || is_placeholder(property, &value) {
        return;
    }
    let stated = &mut found.embedded.stated;
    let Some(known) = stated.get_mut(&property) else {
        stated.insert(property, Stated { value, packet });
        return;
    };
    // IIM cuts what is longer than its datasets, so the beginning of a value is the same value.
    if folded(&value).starts_with(&folded(&known.value)) {
        *known = Stated { value, ..*known };
    } else if !folded(&known.value).starts_with(&folded(&value)) && property.is_right() {
        found.faults.push(format!(
            "states {} twice: `{}` in {}, which is taken, and `{value}` in {}",
            property.name(),
            known.value,
            known.packet.name(),
            packet.name()
        ));
    }
}

fn folded(value: &str) -> String {
    value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn from_exif(packets: &Packets<'_>) -> Result<Vec<(Property, String)>, String> {
    let Some(block) = packets.exif.as_deref() else { return Ok(Vec::new()) };
    sized(block, "EXIF")?;
    exif::read(block).map_err(|()| "has EXIF that is damaged".to_owned())
}

fn from_iim(packets: &Packets<'_>) -> Result<Vec<(Property, String)>, String> {
    let Some(block) = packets.iim.as_deref() else { return Ok(Vec::new()) };
    sized(block, "IPTC data")?;
    iim::read(block).map_err(|()| "has IPTC data that are damaged".to_owned())
}

fn from_xmp(packets: &Packets<'_>) -> Result<Vec<(Property, String)>, String> {
    let mut all = BTreeMap::new();
    for packet in &packets.xmp {
        sized(packet, "XMP")?;
        let read = xmp::read(packet).map_err(|why| format!("has XMP that {why}"))?;
        for (property, value) in read {
            all.entry(property).or_insert(value);
        }
    }
    Ok(all.into_iter().collect())
}

fn from_texts(packets: &Packets<'_>) -> Result<Vec<(Property, String)>, String> {
    // The keywords that ISO/IEC 15948 §11.3.4.2 registers.
    let property = |keyword: &[u8]| match keyword {
        b"Title" => Some(Property::Title),
        b"Author" => Some(Property::Creator),
        b"Description" => Some(Property::Description),
        b"Copyright" => Some(Property::Notice),
        b"Source" => Some(Property::Source),
        _ => None,
    };
    Ok(packets.texts.iter().filter_map(|(keyword, value)| Some((property(keyword)?, value.clone()))).collect())
}

fn sized(block: &[u8], name: &str) -> Result<(), String> {
    if block.len() <= super::LONGEST { Ok(()) } else { Err(format!("has {name} of more than 1 MB")) }
}

/// Whether a device or a program wrote `value`, and no one meant it.
fn is_placeholder(property: Property, value: &str) -> bool {
    const MAKERS: [&str; 14] = [
        "unknown",
        "picasa",
        "user",
        "owner",
        "admin",
        "administrator",
        "default",
        "none",
        "n/a",
        "camera",
        "author",
        "photographer",
        "microsoft office user",
        "untitled",
    ];
    const SCENES: [&str; 9] = [
        "olympus digital camera",
        "konica minolta digital camera",
        "minolta digital camera",
        "sony dsc",
        "samsung",
        "exif_jpeg_picture",
        "digital camera",
        "created with gimp",
        "screenshot",
    ];
    let value = value.to_lowercase();
    let meant = value.chars().any(char::is_alphanumeric);
    match property {
        Property::Title | Property::Description => {
            !meant || MAKERS.contains(&&*value) || SCENES.contains(&&*value) || value.starts_with("processed with ")
        }
        _ => !meant || MAKERS.contains(&&*value),
    }
}
