//! The constants of line breaking and justification, each with its reason.
//!
//! They were tuned together on English text in two measures; `break_lines` uses them on TeX's scale of demerits
//! (Knuth & Plass, "Breaking Paragraphs into Lines", 1981).

use crate::units::Em;

/// How far a space may grow at ratio 1, as a share of its width. Past that, only spaces grow. A larger share leaves
/// glyph scaling and tracking unused while spaces gape: 0.4 gave a 95th percentile of 1.30 spaces, 0.3 gives 1.25.
pub const SPACE_STRETCH: f64 = 0.3;
/// How far a space may shrink at ratio −1; tighter ones make words run together.
pub const SPACE_SHRINK: f64 = 0.25;
/// Horizontal scaling of glyphs at ratio ±1; up to two per cent it is not seen (Hàn Thế Thành, "Micro-typographic
/// extensions to the TeX typesetting system", 2000).
pub const GLYPH_SCALING: f64 = 0.02;
/// Letterspacing at ratio 1.
pub const TRACKING_STRETCH: Em = Em(0.012);
/// Letterspacing taken away at ratio −1; letters touch sooner than they fall apart.
pub const TRACKING_SHRINK: Em = Em(0.006);
/// Letterspacing that a line of ideographs without spaces may take to fill the measure.
pub const IDEOGRAPH_TRACKING: Em = Em(0.25);

/// Demerits that every line has: fewer lines are better.
pub const LINE: f64 = 10.0;
/// Neighbouring lines more than one fitness class apart.
pub const FITNESS: f64 = 10_000.0;
/// Times the square of the change of ratio from line to line: even colour.
pub const SMOOTHNESS: f64 = 3_000.0;
/// A line looser than this is not looked at where there is a tighter one: it could not win.
pub const FAR_TOO_LOOSE: f64 = 4.0;
/// Ratio at which the change of colour is taken as the worst.
pub const SMOOTHNESS_CEILING: f64 = 3.0;
/// Second hyphen in a row.
pub const SECOND_HYPHEN: f64 = 6_000.0;
/// Third hyphen in a row and further ones: a ladder.
pub const HYPHEN_LADDER: f64 = 200_000.0;
/// Hyphen on the line before the last, which leaves a fragment on a line of its own.
pub const FINAL_HYPHEN: f64 = 5_000.0;
/// Last line of one word, or shorter than [`RUNT_LENGTH`]; twice where shorter than [`SHORT_RUNT_LENGTH`].
pub const RUNT: f64 = 30_000.0;
/// Under this a last line is a runt.
pub const RUNT_LENGTH: Em = Em(4.0);
/// Under this it is shorter than the next indent, and leaves a hole.
pub const SHORT_RUNT_LENGTH: Em = Em(1.6);

/// Penalty of a hyphen that hyphenation puts in. From 50 to 80 a fifth of all hyphens go, for a hundredth of a space more
/// in the loosest lines; beyond that lines get looser.
pub const HYPHEN: f64 = 80.0;
/// Added in a capitalised word: most are names.
pub const CAPITAL_HYPHEN: f64 = 60.0;
/// Added where two letters stand alone.
pub const SHORT_FRAGMENT: f64 = 40.0;
/// Added in ragged text, where lines need not be full.
pub const RAGGED_HYPHEN: f64 = 140.0;
/// Penalty of a break after a hyphen or dash that the author wrote.
pub const EXPLICIT_HYPHEN: f64 = 40.0;
/// Penalty of a break inside an address.
pub const ADDRESS_BREAK: f64 = 120.0;
/// Added for a hyphen in a word that should stay whole but is wider than the measure.
pub const EMERGENCY_HYPHEN: f64 = 150.0;
/// Penalty of a break anywhere inside a word that is wider than the measure.
pub const EMERGENCY_BREAK: f64 = 500.0;

/// A justified space over this width is a hole, in ems of what stands before it.
pub const WIDEST_SPACE: Em = Em(0.74);

/// Words shorter than this many letters stay whole.
pub const SHORTEST_WORD: usize = 6;

/// Raggedness that costs as much as ratio 1, in ems.
pub const RAG: Em = Em(2.5);

/// The loosest and the tightest line that a paragraph may get to take up one line more or less than looks best: well
/// within what stretches and shrinks, unless it has a worse one anyway. At 1.25 one line in twenty became looser than 1.3 spaces.
pub const VARIANT_RATIO: f64 = 0.9;
/// Lines of a paragraph up to which it is set in more or fewer of them: one of six pages can be filled otherwise.
pub const VARIANT_LINES: usize = 250;

/// Share of a character's advance that may hang over the right edge.
pub fn right_protrusion(character: char) -> f64 {
    match character {
        '.' | ',' | '-' | '\u{2010}' => 0.70,
        '\u{2019}' | '\'' => 0.60,
        '\u{201d}' | '"' => 0.55,
        ';' | ':' => 0.50,
        '\u{2013}' => 0.35,
        '\u{2014}' => 0.25,
        '!' | '?' => 0.20,
        ')' => 0.15,
        ']' => 0.10,
        'K' | 'T' | 'Y' => 0.07,
        't' | 'v' | 'y' | 'k' | 'V' | 'W' => 0.05,
        'r' | 'w' => 0.04,
        _ => 0.0,
    }
}

/// Share of a character's advance that may hang over the left edge.
pub fn left_protrusion(character: char) -> f64 {
    match character {
        '\u{2018}' | '\'' => 0.60,
        '\u{201c}' | '"' => 0.55,
        '\u{2013}' | '\u{2014}' => 0.20,
        '(' => 0.15,
        '[' => 0.10,
        'T' | 'Y' => 0.07,
        'A' | 'J' | 'V' | 'W' | 'v' => 0.05,
        'w' | 'y' => 0.04,
        _ => 0.0,
    }
}
