//! Indents, gaps, rules and colours.

use super::Palette;
use crate::style::Color;
use crate::units::{Em, Pt};

/// Indents, gaps and the like.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Spacing {
    /// First-line indent of paragraphs after the first, in ems of the running text.
    pub indent: Em,
    /// First-line indent in Chinese, Japanese and Korean text, where custom requires two characters.
    pub cjk_indent: Em,
    /// How paragraphs of running text are separated.
    pub paragraphs: Paragraphs,
    /// Minimum and maximum number of words of the first paragraph in small capitals; none if the second is 0.
    pub lead_in: (usize, usize),
    /// Room above headings of level 2, in grid lines. Together with the heading's line and the room below, it should
    /// be whole lines.
    pub section_above: f64,
    /// Room below headings of level 2, in grid lines.
    pub section_below: f64,
    /// Room above other headings, in grid lines.
    pub heading_above: f64,
    /// Room above and below figures and pull quotes, in grid lines. The two together should be whole lines.
    pub figure_gap: f64,
    /// Indent of a list's items.
    pub list: Pt,
    /// Distance between the label of an item and its text.
    pub label_gap: Pt,
    /// Inset of quotations, on both sides.
    pub quote: Pt,
    /// Inset of pull quotes, on both sides.
    pub pull: Pt,
    /// Whether pull quotes stand between two rules.
    pub pull_rules: bool,
    /// Distance from the bar of a callout to its text.
    pub callout: Pt,
    /// Thickness of that bar.
    pub bar: Pt,
    /// How much lower than the lines' boxes the bar beside them begins and ends, since a line's box ends at its
    /// baseline.
    pub bar_drop: (Pt, Pt),
    /// How much lower than the lines' boxes the ground of code begins and ends.
    pub ground_drop: (Pt, Pt),
    /// Distance between a picture and the caption below it.
    pub caption_gap: Pt,
    /// Padding of code on its ground.
    pub code: Pt,
    /// Distance between columns of a table.
    pub column_gap: Pt,
    /// Padding above and below the text of a table row, together.
    pub row: Pt,
    /// Distance between pictures side by side.
    pub picture_gap: Pt,
    /// How much lower than its grid lines a picture is, so that its top is level with the capitals of the first line.
    pub picture_trim: Pt,
    /// Maximum height of the cover, in grid lines; none stands above the title if it is zero.
    pub cover_lines: usize,
    /// Height of pictures, as a factor of the usual maximum.
    pub picture_scale: f64,
    /// How readily paragraphs are set with a line less (below zero, to −1) or more (to 1) than is best for them.
    pub looseness: f64,
    /// Thickness of rules.
    pub rule: Pt,
    /// Length of the rule above notes.
    pub note_rule: Pt,
    /// Minimum width of text, however deeply it is nested.
    pub least_measure: Pt,
    /// Minimum type size of tables that are reduced to fit.
    pub least_size: Pt,
}

impl Spacing {
    /// Returns the spacing for type `by` times as large. Rules keep their thickness, and values in ems or lines stay.
    pub(super) fn scaled(mut self, by: f64) -> Spacing {
        let lengths = [
            &mut self.list,
            &mut self.label_gap,
            &mut self.quote,
            &mut self.pull,
            &mut self.callout,
            &mut self.bar_drop.0,
            &mut self.bar_drop.1,
            &mut self.ground_drop.0,
            &mut self.ground_drop.1,
            &mut self.caption_gap,
            &mut self.code,
            &mut self.column_gap,
            &mut self.row,
            &mut self.picture_gap,
            &mut self.picture_trim,
            &mut self.note_rule,
            &mut self.least_measure,
        ];
        lengths.into_iter().for_each(|length| *length = *length * by);
        self
    }
}

/// How paragraphs are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Paragraphs {
    /// By a first-line indent.
    Indented,
    /// By an empty line.
    Spaced,
}

/// Colours other than those of text.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Inks {
    /// Rules.
    pub rule: Color,
    /// Ground of code.
    pub code: Color,
    /// Ground of highlighted lines of code.
    pub marked: Color,
    /// Text of code.
    pub palette: Palette,
    /// Bars of informing callouts.
    pub bar: Color,
    /// Bars of warning callouts.
    pub warning: Color,
    /// Links in text.
    pub link: Color,
    /// The drop cap.
    pub drop_cap: Color,
    /// The mark at the end of an article's text.
    pub end_mark: Color,
    /// Sections of a publication with their colours, for the kicker and the mark at the end.
    pub sections: Vec<(String, Color)>,
}
