//! Divides a title into lines of about equal width.
//!
//! The setter of running text may leave one word on the last line where another division has fewer lines. A title has
//! few words, so every division can be considered: of those with the fewest lines, the one whose widths differ least
//! is taken, and short words rather begin a line than end one.

/// Words of at most this many letters, such as articles and prepositions, belong to what follows them.
const SHORT: usize = 3;
/// Cost of a short word at the end of a line, as a share of the square of the measure.
const DANGLING: f64 = 0.1;
/// Titles of more words are divided by the setter.
pub(super) const MOST_WORDS: usize = 80;

/// The words of a title with their widths, in any unit.
pub(super) struct Measured<'a> {
    pub words: Vec<(&'a str, f64)>,
    /// The width of a space.
    pub space: f64,
}

impl Measured<'_> {
    /// Returns the width of the words from `first` to before `end`.
    fn width(&self, first: usize, end: usize) -> f64 {
        let words: f64 = self.words[first..end].iter().map(|(_, width)| width).sum();
        words + self.space * (end - first - 1) as f64
    }

    /// Returns the words at which the lines end, each not wider than `measure`; `None` if a word is wider.
    pub(super) fn divided(&self, measure: f64) -> Option<Vec<usize>> {
        let count = self.words.len();
        let lines = self.fewest(measure)?;
        // For each number of lines and each word, the least cost up to it and where the last line begins.
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
        Some(ends.split_off(1))
    }

    /// Returns the fewest lines of at most `measure`.
    fn fewest(&self, measure: f64) -> Option<usize> {
        let (mut lines, mut width) = (1, 0.0);
        for (_, word) in &self.words {
            if *word > measure {
                return None;
            }
            let longer = if width > 0.0 { width + self.space + word } else { *word };
            if longer > measure {
                lines += 1;
                width = *word;
            } else {
                width = longer;
            }
        }
        Some(lines)
    }

    /// Returns the cost of a line of `width` that ends before word `end`. The widths add up to the same in every
    /// division, so their squares are least where they are equal.
    fn cost(&self, width: f64, end: usize, measure: f64) -> f64 {
        let last = self.words[end - 1].0;
        let dangles = end < self.words.len() && last.chars().count() <= SHORT && last.ends_with(char::is_alphabetic);
        width * width + if dangles { DANGLING * measure * measure } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Divides `text` with letters and spaces of width 1.
    fn divided(text: &str, measure: f64) -> Option<Vec<String>> {
        let words: Vec<(&str, f64)> = text.split(' ').map(|word| (word, word.chars().count() as f64)).collect();
        let measured = Measured { words, space: 1.0 };
        let ends = measured.divided(measure)?;
        let mut first = 0;
        let line = |end: usize| {
            let line = measured.words[first..end].iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
            first = end;
            line
        };
        Some(ends.into_iter().map(line).collect())
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
        assert_eq!(divided("A Donaudampfschiff", 8.0), None);
    }
}
