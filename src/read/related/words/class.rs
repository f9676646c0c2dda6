//! The classes of words around related articles. The build script reads this file, too.

/// The classes of a line; see `words.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(pub(crate) u16);

impl Classes {
    pub(crate) const ARTICLES: Self = Self(1);
    pub(crate) const RELATED: Self = Self(1 << 1);
    pub(crate) const INFO: Self = Self(1 << 2);
    pub(crate) const LOOSE: Self = Self(1 << 3);
    pub(crate) const LABEL: Self = Self(1 << 4);
    pub(crate) const BACK: Self = Self(1 << 5);
    pub(crate) const BUTTON: Self = Self(1 << 6);
    pub(crate) const FURNITURE: Self = Self(1 << 7);
    pub(crate) const NAV: Self = Self(1 << 8);
    pub(crate) const BY: Self = Self(1 << 9);
    pub(crate) const AND: Self = Self(1 << 10);
    pub(crate) const LEAD: Self = Self(1 << 11);
    pub(crate) const PIECE: Self = Self(1 << 12);
    pub(crate) const OTHER: Self = Self(1 << 13);

    /// Whether it shares a class with `other`.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the class that the file calls `name`.
    #[allow(dead_code, reason = "the build script and tests read the file")]
    pub(crate) fn called(name: &str) -> Option<Self> {
        Some(match name {
            "articles" => Self::ARTICLES,
            "related" => Self::RELATED,
            "info" => Self::INFO,
            "loose" => Self::LOOSE,
            "label" => Self::LABEL,
            "back" => Self::BACK,
            "button" => Self::BUTTON,
            "furniture" => Self::FURNITURE,
            "nav" => Self::NAV,
            "by" => Self::BY,
            "and" => Self::AND,
            "lead" => Self::LEAD,
            "piece" => Self::PIECE,
            "other" => Self::OTHER,
            _ => return None,
        })
    }
}
