//! Counts the external content that a drawing refers to.

/// How much external content is left out of a drawing, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::read::pictures) struct Outside {
    /// Pictures.
    pub pictures: u32,
    /// Parts of drawings, and paints.
    pub parts: u32,
    /// Links.
    pub links: u32,
    /// Fonts.
    pub faces: u32,
    /// Style sheets.
    pub sheets: u32,
}

impl Outside {
    /// Adds the counts of a nested drawing.
    pub(super) fn add(&mut self, other: Self) {
        self.pictures += other.pictures;
        self.parts += other.parts;
        self.links += other.links;
        self.faces += other.faces;
        self.sheets += other.sheets;
    }

    /// Describes the counts, such as `2 pictures and 1 link`; `None` if nothing is left out.
    pub(in crate::read::pictures) fn named(self) -> Option<String> {
        let kinds = [
            (self.pictures, "picture"),
            (self.parts, "part"),
            (self.links, "link"),
            (self.faces, "font"),
            (self.sheets, "style sheet"),
        ];
        let there = kinds.into_iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> =
            there.map(|(count, kind)| format!("{count} {kind}{}", if count == 1 { "" } else { "s" })).collect();
        let (last, rest) = said.split_last()?;
        Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said_in_words() {
        assert_eq!(Outside::default().named(), None);
        let some = Outside { pictures: 2, links: 1, sheets: 1, ..Outside::default() };
        assert_eq!(some.named().as_deref(), Some("2 pictures, 1 link and 1 style sheet"));
    }
}
