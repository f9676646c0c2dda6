//! What the file of a picture itself says about the picture.

use std::collections::BTreeMap;

/// The statements in the file of a picture: in its EXIF, its IPTC data and its XMP.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embedded {
    /// Each property with what is stated.
    pub stated: BTreeMap<Property, Stated>,
}

/// A value, and the packet that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The value; several ones are divided by `; `.
    pub value: String,
    /// The packet.
    pub packet: Packet,
}

/// A property that files of pictures state, with the name that IPTC's photo metadata standard (2023.2) gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Property {
    /// Title: a short name of the picture.
    Title,
    /// Description, also called caption.
    Description,
    /// Alt text (accessibility).
    Alt,
    /// Extended description (accessibility).
    LongDescription,
    /// Creator.
    Creator,
    /// Credit line: how the supplier wants to be credited.
    CreditLine,
    /// Source: who has supplied the picture.
    Source,
    /// Copyright notice.
    Notice,
    /// Rights usage terms.
    Terms,
    /// Web statement of rights: an address.
    WebStatement,
    /// Licensor's address, where a licence can be acquired.
    LicensorUrl,
    /// Address of the licence (Creative Commons rights expression, `cc:license`).
    LicenseUrl,
    /// The name that the licence's attribution must use (`cc:attributionName`).
    AttributionName,
    /// The address that the licence's attribution must link (`cc:attributionURL`).
    AttributionUrl,
}

/// A kind of packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packet {
    /// EXIF (CIPA DC-008).
    Exif,
    /// IPTC's information interchange model (IIM 4.2).
    Iim,
    /// XMP (ISO 16684-1).
    Xmp,
    /// Texts of a PNG, or tags of a TIFF.
    Text,
}

impl Embedded {
    /// Returns what the file says about `property`.
    pub fn get(&self, property: Property) -> Option<&str> {
        self.stated.get(&property).map(|stated| stated.value.as_str())
    }

    /// Whether the file says nothing.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }
}

impl Packet {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exif => "EXIF",
            Self::Iim => "IPTC",
            Self::Xmp => "XMP",
            Self::Text => "text fields",
        }
    }
}

impl Property {
    /// Its name in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "the title",
            Self::Description => "the description",
            Self::Alt => "the alternative text",
            Self::LongDescription => "the long description",
            Self::Creator => "the creator",
            Self::CreditLine => "the credit line",
            Self::Source => "the source",
            Self::Notice => "the copyright notice",
            Self::Terms => "the terms of use",
            Self::WebStatement => "the address of the terms",
            Self::LicensorUrl => "the licensor’s address",
            Self::LicenseUrl => "the licence’s address",
            Self::AttributionName => "the name for attribution",
            Self::AttributionUrl => "the address for attribution",
        }
    }

    /// Whether it is about rights, and not about what the picture shows.
    pub(crate) fn is_right(self) -> bool {
        !matches!(self, Self::Title | Self::Description | Self::Alt | Self::LongDescription)
    }
}
