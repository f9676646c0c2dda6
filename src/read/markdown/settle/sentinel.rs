//! Sentinels: characters in a text that represent something settled, such as a formula, an attribute list or a note
//! call.
//!
//! A sentinel is a number written in noncharacters of Unicode, which no text contains, between the author's first and
//! last character. These stay because the characters beside a `*` decide whether it begins or ends emphasis
//! (CommonMark §6.2).

use crate::read::html::Attributes;

/// The start of a sentinel's number.
const START: char = '\u{fdd0}';
/// The end of a sentinel's number.
const END: char = '\u{fdef}';
/// The digit zero, in base 16.
const NOUGHT: u32 = 0xfdd1;

/// The settled content that a sentinel represents.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::read::markdown) enum Insert {
    /// A formula.
    Formula {
        /// Its TeX.
        tex: String,
        /// Whether it is displayed.
        display: bool,
        /// Its label for references.
        label: Option<String>,
    },
    /// The call of a note, by its label.
    Call(String),
    /// An embedded page or picture, with the text between its brackets: `mill.png|The mill|300`.
    Embed(String),
    /// Attributes of the span that ends here.
    Span(Attributes),
    /// Attributes of the heading that ends here.
    Heading(Attributes),
    /// Attributes of the enclosing block.
    Block(Attributes),
    /// A name of the enclosing block.
    Name(String),
}

impl Insert {
    fn marks(&self) -> [char; 2] {
        match self {
            Self::Formula { .. } => ['$', '$'],
            Self::Embed(_) => ['%', '%'],
            Self::Call(_) | Self::Name(_) => ['^', '^'],
            Self::Span(_) | Self::Heading(_) | Self::Block(_) => ['{', '}'],
        }
    }

    /// Returns the sentinel for this insert, with the number `number`.
    pub fn sentinel(&self, number: usize) -> String {
        let [open, close] = self.marks();
        let digits = format!("{number:x}");
        let digits = digits.chars().filter_map(|c| char::from_u32(NOUGHT + c.to_digit(16)?));
        [open, START].into_iter().chain(digits).chain([END, close]).collect()
    }
}

/// Whether `text` may contain sentinels.
pub(in crate::read::markdown) fn is_in(text: &str) -> bool {
    text.contains(START)
}

/// Replaces the sentinels in `text` by the author's text, which is in `written`.
pub(in crate::read::markdown) fn put_back(text: &str, inserts: &[Insert], written: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(Sentinel { before, number, after }) = next(rest, inserts) {
        out.push_str(before);
        out.push_str(written.get(number).map_or("", String::as_str));
        rest = after;
    }
    out + rest
}

/// A sentinel in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read::markdown) struct Sentinel<'t> {
    /// The text before it.
    pub before: &'t str,
    /// The number of its insert.
    pub number: usize,
    /// The text after it.
    pub after: &'t str,
}

/// Returns the first sentinel in `text` that represents one of `inserts`.
pub(in crate::read::markdown) fn next<'t>(text: &'t str, inserts: &[Insert]) -> Option<Sentinel<'t>> {
    text.match_indices(START).find_map(|(at, _)| {
        let digits = &text[at + START.len_utf8()..];
        let end = digits.char_indices().take(10).find(|(_, c)| *c == END)?.0;
        let number = digits[..end].chars().try_fold(0, |sum, c| {
            let digit = (c as u32).checked_sub(NOUGHT).filter(|digit| *digit < 16)?;
            Some(sum * 16 + digit as usize)
        });
        let number = number?;
        let [open, close] = inserts.get(number)?.marks();
        let before = text[..at].strip_suffix(open)?;
        Some(Sentinel { before, number, after: digits[end + END.len_utf8()..].strip_prefix(close)? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_an_insert_is_found_again() {
        let inserts: Vec<Insert> = (0..300).map(|at| Insert::Call(at.to_string())).collect();
        let text = format!("a {} b", inserts[299].sentinel(299));
        assert_eq!(next(&text, &inserts), Some(Sentinel { before: "a ", number: 299, after: " b" }));
        assert_eq!(next(&text, &inserts[..299]), None);
        let written: Vec<String> = (0..300).map(|at| format!("[^{at}]")).collect();
        assert_eq!(put_back(&text, &inserts, &written), "a [^299] b");
        assert_eq!(next("a \u{fdd0}\u{fdef} b", &inserts), None);
    }
}
