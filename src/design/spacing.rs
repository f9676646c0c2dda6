//! Indents, gaps, rules and colours.

use super::Palette;
use crate::style::Color;
use crate::units::{Em, Pt};

/// Indents, gaps and the like.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Spacing {
    /// Indent of paragraphs after the first, in ems of the running text.
    pub indent: Em,
    /// The same for Chinese, Japanese and Korean text, where custom asks for two characters.
    pub cjk_indent: Em,
    /// How paragraphs of running text are told apart.
    pub paragraphs: Paragraphs,
    /// Words of the first paragraph in small capitals, at least and at most; none if the second is 0.
    pub lead_in: (usize, usize),
    /// Above headings of level 2, in grid lines: with the heading's own line and the room below, whole lines are best.
    pub section_above: f64,
    /// Below them, in grid lines.
    pub section_below: f64,
    /// Above other headings, in grid lines.
    pub heading_above: f64,
    /// Indent of a list's items.
    pub list: Pt,
    /// Between the label of an item and its text.
    pub label_gap: Pt,
    /// Inset of quotations, on both sides.
    pub quote: Pt,
    /// Inset of pulled-out passages, on both sides.
    pub pull: Pt,
    /// From the bar of a callout to its text.
    pub callout: Pt,
    /// Thickness of that bar.
    pub bar: Pt,
    /// A line's box ends at its baseline: how much lower than the boxes a bar beside them begins and ends.
    pub bar_drop: (Pt, Pt),
    /// The same for a ground behind code.
    pub ground_drop: (Pt, Pt),
    /// Between a picture and a caption below it.
    pub caption_gap: Pt,
    /// Room around code on its ground.
    pub code: Pt,
    /// Between columns of a table.
    pub column_gap: Pt,
    /// Room above and below the text of a table's row, together.
    pub row: Pt,
    /// Between pictures side by side.
    pub picture_gap: Pt,
    /// How much lower than its grid lines a picture is. Its top is level with the capitals of the first line.
    pub picture_trim: Pt,
    /// Height of the cover at most, in grid lines.
    pub cover_lines: usize,
    /// Thickness of rules.
    pub rule: Pt,
    /// Length of the rule above notes.
    pub note_rule: Pt,
    /// Text is not set narrower than this, however deep it is nested.
    pub least_measure: Pt,
    /// Tables are not set smaller than this to make them fit.
    pub least_size: Pt,
}

impl Spacing {
    /// The same for type `by` times as large. Rules keep their thickness, and what counts in ems or lines stays.
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

/// How paragraphs are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Paragraphs {
    /// By an indent.
    Indented,
    /// By an empty line.
    Spaced,
}

/// Colours of what is not text.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct Inks {
    /// Rules.
    pub rule: Color,
    /// Ground of code.
    pub code: Color,
    /// Ground of marked lines of code.
    pub marked: Color,
    /// Text of code.
    pub palette: Palette,
    /// Bars of callouts that inform.
    pub bar: Color,
    /// Bars of callouts that warn.
    pub warning: Color,
    /// Links in text.
    pub link: Color,
}
