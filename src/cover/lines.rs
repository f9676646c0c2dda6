//! Divides a title into lines of about equal width, where it is best divided.
//!
//! The setter of running text may leave one word on the last line where another division has fewer lines. A title has
//! few words, so every division can be considered: of those with the fewest lines, the one whose widths differ least
//! is taken. A line rather ends behind a mark than before it, and short words rather begin a line than end one.
//!
//! Limits: titles with emphasis or code, of more than eighty parts, or with a part that is wider than the measure are
//! divided by the setter.

use unicode_linebreak::linebreaks;
use unicode_script::{Script, UnicodeScript};

/// Words of at most this many letters, such as articles and prepositions, belong to what follows them.
const SHORT: usize = 3;
/// Minimum number of letters on either side of a hyphen at which a line may end: `e-mail` is one word.
const BESIDE_HYPHEN: usize = 3;
/// Titles of more parts are divided by the setter.
const MOST: usize = 80;
/// Share of the measure that lines have at most: kerning across the parts is not counted.
const FULL: f64 = 0.99;

// Costs of the end of a line, as shares of the square of the measure.
/// After a short word.
const DANGLING: f64 = 0.1;
/// After a part of a word that ends in a hyphen.
const HYPHEN: f64 = 0.02;
/// Within Chinese or Japanese, but where a word most likely ends.
const WITHIN: f64 = 0.08;
/// Before a Chinese particle, which belongs to what precedes it, and within a Japanese word from another language.
const WITHIN_WORD: f64 = 0.3;
/// After a mark that ends a thought, such as a dash, and after a comma.
const THOUGHT: f64 = -0.18;
const PAUSE: f64 = -0.03;

/// A part of a title after which a line may end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Its text, without the space after it.
    pub text: String,
    /// Whether a space follows it.
    pub spaced: bool,
}

/// Returns the pieces of `title`; `None` if there are too many of them.
///
/// Marks of their own belong to the piece before them, as in `Boats – and`, or to the one after them, as in `Oil & Gas`.
pub(super) fn pieces(title: &str) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    let mut joins = false;
    for (end, _) in linebreaks(title) {
        let part = &title[start..end];
        start = end;
        let text = part.trim_end();
        if text.is_empty() {
            continue;
        }
        let piece = Piece { text: text.to_owned(), spaced: text.len() < part.len() };
        let marks = !text.chars().any(char::is_alphanumeric);
        let hyphen = ends_in_hyphen(pieces.last()) && letters(text) < BESIDE_HYPHEN;
        let follows = joins || hyphen || (marks && !leads(text));
        joins = (marks && leads(text)) || (ends_in_hyphen(Some(&piece)) && letters(text) < BESIDE_HYPHEN);
        match pieces.last_mut().filter(|_| follows) {
            Some(last) => {
                last.text.push_str(if last.spaced { " " } else { "" });
                last.text.push_str(text);
                last.spaced = piece.spaced;
            }
            None => pieces.push(piece),
        }
    }
    (pieces.len() <= MOST).then_some(pieces)
}

/// Whether `marks` belong to what follows them.
fn leads(marks: &str) -> bool {
    marks.starts_with(['&', '+', '=', '→', '×', '#', '@', '$', '(', '[', '{', '«', '“', '„', '‘', '¿', '¡', '<', '*'])
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphanumeric()).count()
}

fn ends_in_hyphen(piece: Option<&Piece>) -> bool {
    piece.is_some_and(|piece| !piece.spaced && piece.text.ends_with(['-', '\u{2010}']))
}

/// The pieces of a title with their widths, in any unit.
pub(super) struct Measured {
    pub pieces: Vec<(Piece, f64)>,
    /// The width of a space.
    pub space: f64,
}

/// A title in lines.
pub(super) struct Division {
    /// The lines. Each but the last ends in a space if one is there, which is not shown but separates the words in
    /// copied text.
    pub lines: Vec<String>,
    /// The width of the narrowest line, as a share of that of the widest. Lines that end a thought may be short.
    pub evenness: f64,
    /// Whether a line ends at a hyphen of the title, or where a word most likely does not end.
    pub splits: bool,
}

impl Measured {
    /// Divides the title into lines of at most `measure`; `None` if a piece is wider. A line ends at a hyphen only if a
    /// word is wider than the measure.
    pub(super) fn divided(&self, measure: f64) -> Option<Division> {
        let measure = measure * FULL;
        let whole = self.without_hyphens();
        whole.division(measure).or_else(|| self.division(measure).map(|found| Division { splits: true, ..found }))
    }

    /// Joins the pieces that hyphens separate.
    fn without_hyphens(&self) -> Self {
        let mut pieces: Vec<(Piece, f64)> = Vec::with_capacity(self.pieces.len());
        for (piece, width) in &self.pieces {
            match pieces.last_mut().filter(|(last, _)| ends_in_hyphen(Some(last))) {
                Some((last, wider)) => {
                    last.text.push_str(&piece.text);
                    last.spaced = piece.spaced;
                    *wider += width;
                }
                None => pieces.push((piece.clone(), *width)),
            }
        }
        Self { pieces, space: self.space }
    }

    fn lines(&self, ends: &[usize]) -> Vec<String> {
        let mut first = 0;
        let line = |end: &usize| {
            let mut line = String::new();
            for (piece, _) in &self.pieces[std::mem::replace(&mut first, *end)..*end] {
                line.push_str(&piece.text);
                line.push_str(if piece.spaced { " " } else { "" });
            }
            line
        };
        ends.iter().map(line).collect()
    }

    /// Returns the width of the pieces from `first` to before `end`.
    fn width(&self, first: usize, end: usize) -> f64 {
        let pieces = &self.pieces[first..end];
        let spaces = pieces[..pieces.len() - 1].iter().filter(|(piece, _)| piece.spaced).count();
        pieces.iter().map(|(_, width)| width).sum::<f64>() + self.space * spaces as f64
    }

    fn division(&self, measure: f64) -> Option<Division> {
        let count = self.pieces.len();
        let lines = self.fewest(measure)?;
        // For each number of lines and each piece, the least cost up to it and where the last line begins.
        let mut best = vec![vec![(f64::INFINITY, 0); count + 1]; lines + 1];
        best[0][0].0 = 0.0;
        for line in 1..=lines {
            for end in line..=count {
                for first in (line - 1..end).rev() {
                    let width = self.width(first, end);
                    if width > measure {
                        break;
                    }
                    let cost = best[line - 1][first].0 + self.cost(width, end, measure);
                    if cost < best[line][end].0 {
                        best[line][end] = (cost, first);
                    }
                }
            }
        }
        let mut ends = vec![count];
        for line in (1..=lines).rev() {
            let (cost, first) = best[line][*ends.last()?];
            if !cost.is_finite() {
                return None;
            }
            ends.push(first);
        }
        ends.reverse();
        let widths: Vec<f64> = ends.array_windows().map(|[first, end]| self.width(*first, *end)).collect();
        ends.remove(0);
        let costs: Vec<f64> = ends.iter().map(|end| self.end_cost(*end)).collect();
        let judged = widths.iter().zip(&costs).filter(|(_, cost)| **cost > THOUGHT).map(|(width, _)| *width);
        let (least, most) =
            judged.fold((f64::INFINITY, 0.0), |(least, most), width| (f64::min(least, width), f64::max(most, width)));
        Some(Division {
            lines: self.lines(&ends),
            evenness: if most > 0.0 { least / most } else { 1.0 },
            splits: costs.iter().any(|cost| *cost >= WITHIN_WORD),
        })
    }

    /// Returns the fewest lines of at most `measure`.
    fn fewest(&self, measure: f64) -> Option<usize> {
        let (mut lines, mut width, mut space) = (1, 0.0, 0.0);
        for (piece, own) in &self.pieces {
            if *own > measure {
                return None;
            }
            let longer = width + space + own;
            if longer > measure {
                lines += 1;
                width = *own;
            } else {
                width = longer;
            }
            space = if piece.spaced { self.space } else { 0.0 };
        }
        Some(lines)
    }

    /// Returns the cost of a line of `width` that ends before piece `end`. The widths add up to the same in every
    /// division, so their squares are least where they are equal.
    fn cost(&self, width: f64, end: usize, measure: f64) -> f64 {
        width * width + self.end_cost(end) * measure * measure
    }

    /// Returns what it costs to end a line before piece `end`.
    fn end_cost(&self, end: usize) -> f64 {
        self.pieces.get(end).map_or(0.0, |(next, _)| end_cost(&self.pieces[end - 1].0, next))
    }
}

/// Returns what it costs to end a line between `last` and `next`.
fn end_cost(last: &Piece, next: &Piece) -> f64 {
    let Some(end) = last.text.chars().next_back() else { return 0.0 };
    match end {
        '–' | '—' | ':' | ';' | '?' | '!' | '…' | '|' | '。' | '！' | '？' | '：' | '؟' | '؛' => THOUGHT,
        ',' | '、' | '，' | '،' => PAUSE,
        '-' | '\u{2010}' if !last.spaced => HYPHEN,
        _ if !last.spaced => {
            // In Japanese a word most likely begins where kanji or katakana follow hiragana.
            let next = next.text.chars().next().unwrap_or_default();
            let begins = end.script() == Script::Hiragana && matches!(next.script(), Script::Han | Script::Katakana);
            let foreign = [end, next].iter().all(|letter| *letter == 'ー' || letter.script() == Script::Katakana);
            let belongs = foreign || matches!(next, '的' | '了' | '着' | '之' | '们' | '吗' | '呢' | '吧');
            match () {
                () if begins || !end.is_alphanumeric() => 0.0,
                () if belongs => WITHIN_WORD,
                () => WITHIN,
            }
        }
        _ => {
            let word = last.text.rsplit(' ').next().unwrap_or_default();
            let dangles = word.chars().count() <= SHORT && word.chars().all(char::is_alphabetic);
            if dangles { DANGLING } else { 0.0 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Divides `text` with letters and spaces of width 1.
    fn divided(text: &str, measure: f64) -> Option<Vec<String>> {
        let pieces = pieces(text).unwrap().into_iter();
        let pieces =
            pieces.map(|piece| (piece.text.chars().count() as f64, piece)).map(|(width, piece)| (piece, width));
        let measured = Measured { pieces: pieces.collect(), space: 1.0 };
        // Whole letters, so that none of the measure is left.
        let division = measured.divided((measure + 0.5) / FULL)?;
        Some(division.lines.iter().map(|line| line.trim_end().to_owned()).collect())
    }

    #[test]
    fn lines_are_as_few_and_as_equal_as_can_be() {
        let lines = divided("Über die allmähliche Verfertigung der Gedanken beim Reden", 22.0).unwrap();
        assert_eq!(lines, ["Über die allmähliche", "Verfertigung der", "Gedanken beim Reden"]);
        assert_eq!(divided("One", 10.0).unwrap(), ["One"]);
        assert_eq!(divided("The Salt Road", 9.0).unwrap(), ["The Salt", "Road"]);
    }

    #[test]
    fn short_words_begin_a_line_rather_than_end_one() {
        assert_eq!(divided("Stories of the Sea", 11.0).unwrap(), ["Stories", "of the Sea"]);
    }

    #[test]
    fn a_word_wider_than_the_measure_is_not_divided() {
        assert!(divided("A Donaudampfschiff", 8.0).is_none());
    }

    #[test]
    fn no_line_begins_with_a_dash_or_ends_with_an_ampersand() {
        for (title, measure, lines) in [
            ("Small Boats – and the People", 14.0, &["Small Boats –", "and the People"][..]),
            ("Offene Daten – offene Verwaltung?", 19.0, &["Offene Daten –", "offene Verwaltung?"]),
            ("Harbours — Ships", 8.0, &["Harbours —", "Ships"]),
            ("Salt - a history", 9.0, &["Salt -", "a history"]),
            ("Wind Power & Grids", 11.0, &["Wind Power", "& Grids"]),
            ("Où vont-ils ? Enquête", 12.0, &["Où vont-ils ?", "Enquête"]),
            ("Rivers | Towns", 8.0, &["Rivers |", "Towns"]),
            ("News « Harbour »", 12.0, &["News", "« Harbour »"]),
        ] {
            // A mark that belongs to its word may stand a little beyond the measure of this test.
            let found = divided(title, measure + 2.0).unwrap();
            assert_eq!(found, lines, "{title}");
        }
    }

    #[test]
    fn a_line_may_end_at_a_hyphen_of_a_compound_and_after_a_dash_without_spaces() {
        assert_eq!(divided("Accessibility-First Design", 16.0).unwrap(), ["Accessibility-", "First Design"]);
        assert_eq!(divided("Harbours—a history", 10.0).unwrap(), ["Harbours—", "a history"]);
        assert!(divided("An e-mail-wide net", 5.0).is_none(), "short parts stay together");
        assert_eq!(divided("The X-ray", 6.0).unwrap(), ["The", "X-ray"]);
        let lines = divided("Accessibility-First Front-End Design", 26.0).unwrap();
        assert_eq!(lines, ["Accessibility-First", "Front-End Design"], "no word is too wide");
    }

    #[test]
    fn a_line_rather_ends_after_a_mark() {
        let lines = divided("Rust 2024 — What Changes, What Stays, and What Breaks Your Build", 27.0).unwrap();
        assert_eq!(lines, ["Rust 2024 —", "What Changes, What Stays,", "and What Breaks Your Build"]);
    }

    #[test]
    fn japanese_rather_breaks_before_a_word_and_never_before_a_closing_mark() {
        assert_eq!(divided("手紙を書き続けるのか", 5.0).unwrap(), ["手紙を書き", "続けるのか"]);
        assert_eq!(divided("河流的记忆", 3.0).unwrap(), ["河流的", "记忆"]);
        let katakana = divided("オープンソースにコントリビュートする方法", 14.0).unwrap();
        assert_eq!(katakana, ["オープンソースに", "コントリビュートする方法"]);
        let lines = divided("河流、城市、记忆。", 5.0).unwrap();
        assert!(lines.iter().all(|line| !line.starts_with(['、', '。'])), "{lines:?}");
    }

    #[test]
    fn spaces_stay_in_the_text_of_lines_and_nothing_is_added_after_hyphens() {
        let title = "Accessibility-First Design – a Guide & More";
        let measured =
            Measured { pieces: pieces(title).unwrap().into_iter().map(|piece| (piece, 10.0)).collect(), space: 1.0 };
        let division = measured.divided(11.0).unwrap();
        assert!(division.lines.len() > 3);
        assert_eq!(division.lines.concat(), title);
        assert_eq!(pieces(&"word ".repeat(90)), None);
    }
}
