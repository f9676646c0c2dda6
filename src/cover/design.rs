//! Cover designs as data: the TOML files in `covers/`, and a user's own.
//!
//! All lengths are parts of the height of the cover, so that one design serves an e-book's cover of 5 : 8 and a page of
//! any size. A user's file states only what differs from the design that it names as its `base`.
//!
//! To add a design, add a file to `covers/` and a line to [`BUNDLED`].

use serde::{Deserialize, Serialize};

use super::error::DesignError;
use crate::style::{Caps, Family, Weight};

/// The designs that are part of the program.
const BUNDLED: [(&str, &str); 5] = [
    ("field", include_str!("../../covers/field.toml")),
    ("bleed", include_str!("../../covers/bleed.toml")),
    ("framed", include_str!("../../covers/framed.toml")),
    ("type", include_str!("../../covers/type.toml")),
    ("classic", include_str!("../../covers/classic.toml")),
];

/// Names of the designs that are part of the program.
pub const NAMES: [&str; 5] = ["field", "bleed", "framed", "type", "classic"];

/// Returns the name of the design that `text` was most likely meant to be.
pub fn closest_name(text: &str) -> Option<&'static str> {
    crate::text::user::closest(text, NAMES)
}

/// A cover design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CoverDesign {
    /// Its name.
    pub name: String,
    /// For a user's design, the name of the one that it starts from.
    base: String,
    /// Distance of type from the edges.
    pub(super) margin: f64,
    /// Where lines begin.
    pub(super) align: Align,
    /// Where the ground takes its colour from.
    pub(super) ground: Ground,
    /// Lines around the cover.
    pub(super) border: Border,
    /// The picture.
    pub(super) picture: Picture,
    /// The veil between picture and type.
    pub(super) scrim: Scrim,
    /// The title.
    pub(super) title: Title,
    /// What follows a colon in the title.
    pub(super) subtitle: Words,
    /// The deck.
    pub(super) deck: Words,
    /// The authors.
    pub(super) author: Words,
    /// Publication and date.
    pub(super) foot: Words,
    /// The series, above the title.
    pub(super) series: Words,
    /// The rule below the title.
    pub(super) rule: Rule,
}

/// Where the lines of a cover begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Align {
    /// At the edge where reading begins.
    #[default]
    Start,
    /// In the middle.
    Center,
}

/// Where the ground of a cover takes its colour from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ground {
    /// The picture: dark or pale, whichever is nearer.
    #[default]
    Near,
    /// The picture, always dark.
    Dark,
    /// The picture, always pale.
    Pale,
    /// The accent, series or tag, as it is.
    Seed,
    /// Paper.
    Paper,
}

/// Lines around a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Border {
    /// None.
    #[default]
    None,
    /// A line and a hairline inside of it.
    Double,
}

/// The picture of a cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Picture {
    /// Where it is.
    pub place: Place,
    /// How much of the cover's height it takes up.
    pub share: f64,
    /// How much it takes up at least, where the title is long.
    pub least: f64,
    /// Distance to the edges, for a framed picture.
    pub margin: f64,
}

/// Where the picture of a cover is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Place {
    /// There is none.
    #[default]
    None,
    /// From edge to edge, above the type.
    Above,
    /// Everywhere, behind the type.
    Behind,
    /// Uncropped within margins, above the type.
    Framed,
}

/// The veil between a picture and type on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Scrim {
    /// How far it reaches from the edge.
    pub reach: f64,
    /// Its opacity at the edge, unless the type needs more.
    pub opacity: f64,
}

/// How the title is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Title {
    pub font: Font,
    pub weight: FontWeight,
    pub caps: CapsStyle,
    pub tracking: f64,
    /// Distance of the baselines, in sizes.
    pub leading: f64,
    /// The sizes that are tried, from the largest.
    pub sizes: Vec<f64>,
    /// Maximum number of lines at each of these sizes.
    pub lines: Vec<usize>,
    /// The top of the title, where there is no picture above it.
    pub top: f64,
    /// The highest place that it may move up to, where it is long.
    pub highest: f64,
    /// Distance to what is above.
    pub gap: f64,
}

/// How other words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    pub font: Font,
    pub weight: FontWeight,
    pub italic: bool,
    pub caps: CapsStyle,
    pub tracking: f64,
    pub size: f64,
    /// Distance of the baselines, in sizes.
    pub leading: f64,
    /// Maximum number of lines.
    pub lines: usize,
    /// Distance to what is above.
    pub gap: f64,
    pub ink: Ink,
}

/// A rule below the title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rule {
    /// Its length; 0 for none.
    pub length: f64,
    /// Its thickness.
    pub thickness: f64,
    /// Distance to what is above.
    pub gap: f64,
}

/// A family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Font {
    #[default]
    Serif,
    Sans,
}

/// A weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FontWeight {
    #[default]
    Regular,
    SemiBold,
    Bold,
}

/// A style of capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CapsStyle {
    #[default]
    AsWritten,
    Upper,
    Small,
}

/// A colour of the cover's scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ink {
    #[default]
    Plain,
    Soft,
    Accent,
}

impl From<Font> for Family {
    fn from(font: Font) -> Self {
        match font {
            Font::Serif => Self::Serif,
            Font::Sans => Self::Sans,
        }
    }
}

impl From<FontWeight> for Weight {
    fn from(weight: FontWeight) -> Self {
        match weight {
            FontWeight::Regular => Self::Regular,
            FontWeight::SemiBold => Self::SemiBold,
            FontWeight::Bold => Self::Bold,
        }
    }
}

impl From<CapsStyle> for Caps {
    fn from(caps: CapsStyle) -> Self {
        match caps {
            CapsStyle::AsWritten => Self::AsWritten,
            CapsStyle::Upper => Self::Upper,
            CapsStyle::Small => Self::Small,
        }
    }
}

impl Default for CoverDesign {
    fn default() -> Self {
        Self {
            name: String::new(),
            base: "type".to_owned(),
            margin: 0.05,
            align: Align::default(),
            ground: Ground::default(),
            border: Border::default(),
            picture: Picture::default(),
            scrim: Scrim::default(),
            title: Title::default(),
            subtitle: Words::default(),
            deck: Words::default(),
            author: Words::default(),
            foot: Words::default(),
            series: Words::default(),
            rule: Rule::default(),
        }
    }
}

impl CoverDesign {
    /// Returns the design called `name`.
    pub fn by_name(name: &str) -> Option<Self> {
        let (_, text) = BUNDLED.iter().find(|(known, _)| *known == name)?;
        // The tests read every bundled file.
        toml::from_str(text).ok()
    }

    /// Whether it never crops a picture.
    pub(super) fn shows_whole_picture(&self) -> bool {
        self.picture.place == Place::Framed
    }

    /// Whether it has a place for a picture.
    pub(super) fn shows_picture(&self) -> bool {
        self.picture.place != Place::None
    }

    /// Reads a user's design.
    ///
    /// # Errors
    /// The first mistake in it, with its place in bytes.
    pub fn parse(text: &str) -> Result<Self, DesignError> {
        let refused = |error: toml::de::Error| DesignError {
            message: error.message().lines().next().unwrap_or_default().to_owned(),
            at: error.span().map(|span| span.start),
        };
        // Read once by itself for messages with places, then over its base.
        let alone: Self = toml::from_str(text).map_err(refused)?;
        let Some((_, base)) = BUNDLED.iter().find(|(known, _)| *known == alone.base) else {
            let message = format!("there is no design `{}` to start from; there are {}", alone.base, NAMES.join(", "));
            return Err(DesignError { message, at: text.find("base") });
        };
        let (Ok(mut table), Ok(own)) = (base.parse::<toml::Table>(), text.parse::<toml::Table>()) else {
            return Ok(alone);
        };
        overlay(&mut table, own);
        let design: Self = table.try_into().map_err(refused)?;
        design.check()?;
        Ok(design)
    }

    /// Checks that every length is one that a cover can have.
    fn check(&self) -> Result<(), DesignError> {
        let Self { margin, picture, scrim, title, subtitle, deck, author, foot, series, rule, .. } = self;
        let sizes = title.sizes.iter().map(|size| ("title.sizes", *size, 0.01..=0.3));
        let words = [("subtitle", subtitle), ("deck", deck), ("author", author), ("foot", foot), ("series", series)];
        let words = words.into_iter().flat_map(|(name, words)| {
            [(name, words.size, 0.006..=0.3), (name, words.leading, 0.8..=3.0), (name, words.gap, 0.0..=0.5)]
        });
        let lengths = [
            ("margin", *margin, 0.01..=0.2),
            ("picture.share", picture.share, 0.0..=0.85),
            ("picture.least", picture.least, 0.0..=0.85),
            ("picture.margin", picture.margin, 0.0..=0.2),
            ("scrim.reach", scrim.reach, 0.0..=1.0),
            ("scrim.opacity", scrim.opacity, 0.0..=1.0),
            ("title.leading", title.leading, 0.8..=3.0),
            ("title.top", title.top, 0.0..=0.8),
            ("title.highest", title.highest, 0.0..=0.8),
            ("title.gap", title.gap, 0.0..=0.5),
            ("rule.length", rule.length, 0.0..=1.0),
            ("rule.thickness", rule.thickness, 0.0..=0.1),
            ("rule.gap", rule.gap, 0.0..=0.5),
        ];
        for (name, value, range) in lengths.into_iter().chain(sizes).chain(words) {
            if !range.contains(&value) {
                let (least, most) = (range.start(), range.end());
                let message = format!("`{name}` holds {value}; a part of the height from {least} to {most} is needed");
                return Err(DesignError { message, at: None });
            }
        }
        if title.sizes.is_empty() || title.lines.len() != title.sizes.len() || title.lines.contains(&0) {
            let message = "`title.lines` needs a number of lines for each of `title.sizes`".to_owned();
            return Err(DesignError { message, at: None });
        }
        Ok(())
    }
}

/// Replaces values of `base` by those of `own`, inside tables too.
fn overlay(base: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(own)) => overlay(base, own),
            (_, value) => drop(base.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_design_is_sound_and_has_its_name() {
        assert_eq!(NAMES, BUNDLED.map(|(name, _)| name));
        for (name, text) in BUNDLED {
            let design: CoverDesign = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(design.name, name);
            design.check().unwrap();
            assert!(design.title.sizes.is_sorted_by(|one, other| one > other), "{name}");
        }
    }

    #[test]
    fn a_users_design_states_what_differs() {
        let design = CoverDesign::parse("base = \"field\"\n[title]\nweight = \"regular\"\n").unwrap();
        let field = CoverDesign::by_name("field").unwrap();
        assert_eq!(design.title.weight, FontWeight::Regular);
        assert_eq!((design.title.sizes, design.picture), (field.title.sizes, field.picture));
        assert_eq!(CoverDesign::parse("margin = 0.07").unwrap().margin, 0.07);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let error = |text: &str| CoverDesign::parse(text).unwrap_err();
        let unknown = error("margin = 0.05\nmargins = 2\n");
        assert!(unknown.message.contains("unknown field `margins`"), "{unknown:?}");
        assert_eq!(unknown.at, Some(14));
        assert!(error("ground = \"blue\"").message.contains("unknown variant"));
        assert!(error("base = \"poster\"").message.contains("there is no design `poster`"));
        assert!(error("margin = 7").message.contains("margin"));
        assert!(error("[title]\nsizes = [2.0]\nlines = [1]").message.contains("title.sizes"));
        assert!(error("[title]\nsizes = [0.1]").message.contains("title.lines"));
        assert!(error("[title").at.is_some());
    }
}
