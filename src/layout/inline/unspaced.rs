//! Finds word boundaries in scripts without spaces between words: Thai, Lao, Khmer, Burmese.
//!
//! UAX #14 leaves the word boundaries of these scripts to dictionaries and trained models. Here they come from ICU's
//! dictionaries: 1,040 KB in the binary, which a text without such letters never touches. ICU's models (long short-term
//! memory) would take 310 KB, but are slower and split common Burmese words.

use std::ops::Range;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// Maximum number of bytes that are segmented in one piece.
const MOST: usize = 60_000;

/// Returns the byte offsets in `text` where a line may start, between two letters of these scripts.
pub(super) fn breaks(text: &str) -> Vec<usize> {
    // All of these letters have three bytes in UTF-8, and the first byte is one of two.
    if !text.bytes().any(|byte| matches!(byte, 0xe0 | 0xe1)) {
        return Vec::new();
    }
    let stretches = stretches(text);
    if stretches.is_empty() {
        return Vec::new();
    }
    let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
    let within = |stretch: Range<usize>| {
        let part = &text[stretch.clone()];
        let ends = segmenter.segment_str(part).filter(|&end| 0 < end && end < part.len());
        ends.map(|end| stretch.start + end).collect::<Vec<_>>()
    };
    stretches.into_iter().flat_map(within).collect()
}

/// Returns the stretches of letters of these scripts; long ones are split.
fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_unspaced(*letter)) {
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some(last) if last.end == at && last.len() < MOST => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

/// Whether `letter` is a letter of one of these scripts: most of the class SA of UAX #14.
///
/// The gaps between the ranges are mainly digits and punctuation (`๑๒`, `។`), which UAX #14 itself can break.
fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        // Thai: consonants and vowels; vowels written before a consonant, and tone marks.
        '\u{e01}'..='\u{e3a}'
            | '\u{e40}'..='\u{e4e}'
            // Lao; its ligatures and the letters for Khmu.
            | '\u{e81}'..='\u{ece}'
            | '\u{edc}'..='\u{edf}'
            // Burmese; the other languages of Myanmar.
            | '\u{1000}'..='\u{103f}'
            | '\u{1050}'..='\u{109f}'
            // Khmer.
            | '\u{1780}'..='\u{17d3}'
            // Myanmar Extended-B and Extended-A.
            | '\u{a9e0}'..='\u{a9ff}'
            | '\u{aa60}'..='\u{aa7f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns `text` with its words separated.
    fn words(text: &str) -> String {
        let mut at = 0;
        let ends = breaks(text).into_iter().chain([text.len()]);
        ends.map(|end| &text[std::mem::replace(&mut at, end)..end]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn lines_break_between_words_that_have_no_spaces() {
        for (text, wanted) in [
            ("ภาษาไทยเป็นภาษาที่มีวัฒนธรรม", &["ภาษา", "วัฒนธรรม"][..]),
            ("ປະເທດລາວເປັນປະເທດ", &["ປະເທດ"]),
            ("ភាសាខ្មែរជាភាសា", &["ភាសា"]),
            ("မြန်မာဘာသာစကား", &["စကား"]),
        ] {
            let cut = words(text);
            assert!(cut.contains('|'), "{cut}");
            for word in wanted {
                assert!(cut.split('|').any(|part| part == *word), "{word} in {cut}");
            }
        }
    }

    #[test]
    fn no_other_text_is_cut() {
        for text in ["plain words", "हिन्दी में", "Ёлка", "日本語", "12 ๑๒"] {
            assert!(breaks(text).is_empty(), "{text}");
        }
        assert!(breaks(&"ก".repeat(10_000)).iter().all(|at| at % 3 == 0));
    }
}
