//! The constants of line breaking and justification, with their reasons.
//!
//! They were tuned together on English text in two measures; `break_lines` uses them on TeX's scale of demerits
//! (Knuth & Plass, "Breaking Paragraphs into Lines", 1981).

use crate::units::Em;

/// How far a space may grow at ratio 1, as a share of its width. Beyond that, only spaces grow. A larger share would
/// leave glyph scaling and tracking unused while spaces gape: 0.4 gave a 95th percentile of 1.30 spaces, 0.3 gives
/// 1.25.
pub const SPACE_STRETCH: f64 = 0.3;
/// How far a space may shrink at ratio −1; with tighter spaces words run together.
pub const SPACE_SHRINK: f64 = 0.25;
/// Horizontal scaling of glyphs at ratio ±1; up to two per cent is invisible (Hàn Thế Thành, "Micro-typographic
/// extensions to the TeX typesetting system", 2000).
pub const GLYPH_SCALING: f64 = 0.02;
/// Letterspacing at ratio 1.
pub const TRACKING_STRETCH: Em = Em(0.012);
/// Letterspacing removed at ratio −1: less than is added, since letters that touch are worse than letters that are
/// spaced.
pub const TRACKING_SHRINK: Em = Em(0.006);
/// Maximum letterspacing that fills a line of ideographs without spaces.
pub const IDEOGRAPH_TRACKING: Em = Em(0.25);

/// Demerits of every line, which favour fewer lines.
pub const LINE: f64 = 10.0;
/// Demerits of neighbouring lines that are more than one fitness class apart.
pub const FITNESS: f64 = 10_000.0;
/// Factor for the square of the change of ratio between lines, which favours even colour.
pub const SMOOTHNESS: f64 = 3_000.0;
/// A line looser than this is not considered if there is a tighter one: it could not win.
pub const FAR_TOO_LOOSE: f64 = 4.0;
/// Maximum change of ratio that [`SMOOTHNESS`] counts.
pub const SMOOTHNESS_CEILING: f64 = 3.0;
/// Demerits of a second consecutive hyphen.
pub const SECOND_HYPHEN: f64 = 6_000.0;
/// Demerits of each further consecutive hyphen: a ladder.
pub const HYPHEN_LADDER: f64 = 200_000.0;
/// Demerits of a hyphen on the last line but one, which leaves a fragment on a line of its own.
pub const FINAL_HYPHEN: f64 = 5_000.0;
/// Demerits of a last line of one word, or shorter than [`RUNT_LENGTH`]; doubled if shorter than
/// [`SHORT_RUNT_LENGTH`].
pub const RUNT: f64 = 30_000.0;
/// A last line shorter than this is a runt.
pub const RUNT_LENGTH: Em = Em(4.0);
/// A last line shorter than this is shorter than the next indent, and leaves a hole.
pub const SHORT_RUNT_LENGTH: Em = Em(1.6);

/// Demerits of a river through four lines. Two lines at the limit of their stretch have about as many.
pub const RIVER: f64 = 24_000.0;

/// Penalty of a hyphen that hyphenation adds. Raising it from 50 to 80 avoids a fifth of all hyphens and widens the
/// loosest lines by a hundredth of a space; beyond that lines become looser.
pub const HYPHEN: f64 = 80.0;
/// Added to the penalty of a hyphen in a capitalised word: most of these are names.
pub const CAPITAL_HYPHEN: f64 = 60.0;
/// Added to the penalty of a hyphen if the part of the word before or after it has only two letters.
pub const SHORT_FRAGMENT: f64 = 40.0;
/// Added to the penalty of a hyphen in ragged text, whose lines need not be full.
pub const RAGGED_HYPHEN: f64 = 140.0;
/// Penalty of a break after the author's own hyphen or dash.
pub const EXPLICIT_HYPHEN: f64 = 40.0;
/// Penalty of a break inside an address.
pub const ADDRESS_BREAK: f64 = 120.0;
/// Added to the penalty of a hyphen in a word that should stay whole but is wider than the measure.
pub const EMERGENCY_HYPHEN: f64 = 150.0;
/// Penalty of a break anywhere inside a word that is wider than the measure.
pub const EMERGENCY_BREAK: f64 = 500.0;

/// A justified space wider than this is a hole, in ems of the text before it.
pub const WIDEST_SPACE: Em = Em(0.74);

/// Words shorter than this many letters stay whole.
pub const SHORTEST_WORD: usize = 6;

/// Raggedness, in ems, that costs as much as ratio 1.
pub const RAG: Em = Em(2.5);

/// Maximum ratio of the loosest and the tightest line in a paragraph that is set with one line more or less, unless
/// its best setting has a worse line. It is well within the limits of stretching and shrinking: at 1.25 one line in
/// twenty became looser than 1.3 spaces.
pub const VARIANT_RATIO: f64 = 1.1;
/// Maximum number of lines of a paragraph that is set again with more or fewer lines. A longer one covers six pages or
/// so, of which at least one can usually be filled in another way.
pub const VARIANT_LINES: usize = 250;
/// A paragraph is not set again with more or fewer lines if more possible lines than this were compared to set it. Prose of
/// [`VARIANT_LINES`] lines needs about as many comparisons; a long row of brackets, where each may end a line, needs many more.
pub const VARIANT_EFFORT: usize = 60_000;
/// Maximum number of lines whose lengths are balanced, which breaks them ten times. Browsers stop at ten lines.
pub const BALANCED_LINES: usize = 60;

/// Returns the share of a character's advance that may protrude into the right margin.
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

/// Returns the share of a character's advance that may protrude into the left margin.
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
