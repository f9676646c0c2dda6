//! How the items of a numbered list are numbered.

use super::ListItem;

/// The numbering of a list: first number, order, numerals and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Number of the first item.
    pub start: i64,
    /// Whether the numbers go up or down.
    pub order: Order,
    /// Numerals, such as letters or Roman numerals.
    pub numerals: Numerals,
    /// Punctuation around the numbers.
    pub marks: Marks,
}

/// Whether the numbers of a list go up or down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The numbers go up.
    #[default]
    Ascending,
    /// The numbers go down, as in a countdown.
    Descending,
}

/// Numerals for the numbers of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// Punctuation around the numbers of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// `1.`
    #[default]
    Period,
    /// `1)`
    Parenthesis,
    /// `(1)`
    Parentheses,
}

impl Default for Numbering {
    fn default() -> Self {
        Self::from(1)
    }
}

impl Numbering {
    /// Returns the plain numbering `1.`, `2.` and so on, from `start`.
    pub fn from(start: i64) -> Self {
        Self { start, order: Order::default(), numerals: Numerals::default(), marks: Marks::default() }
    }

    /// Returns the number of each of `items`: the next after the previous one in the list's order, or the item's own
    /// value.
    pub(crate) fn numbers(&self, items: &[ListItem]) -> Vec<i64> {
        let mut next = self.start;
        let numbers = items.iter().map(|item| {
            let number = item.value.unwrap_or(next);
            next = match self.order {
                Order::Ascending => number.saturating_add(1),
                Order::Descending => number.saturating_sub(1),
            };
            number
        });
        numbers.collect()
    }

    /// `number` as it is printed, such as `iv.` or `(4)`.
    pub(crate) fn label(&self, number: i64) -> String {
        let numeral = self.numerals.write(number);
        match self.marks {
            Marks::Period => format!("{numeral}."),
            Marks::Parenthesis => format!("{numeral})"),
            Marks::Parentheses => format!("({numeral})"),
        }
    }
}

impl Numerals {
    /// Writes `number` in these numerals, or in decimal where they cannot express it (CSS Counter Styles 3 §6.1,
    /// `range`).
    pub(crate) fn write(self, number: i64) -> String {
        let written = match self {
            Numerals::Decimal => None,
            Numerals::LowerAlpha => letters(number),
            Numerals::UpperAlpha => letters(number).map(|text| text.to_ascii_uppercase()),
            Numerals::LowerRoman => roman(number),
            Numerals::UpperRoman => roman(number).map(|text| text.to_ascii_uppercase()),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// Writes `number` as letters: a to z, then aa.
fn letters(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|&number| number > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    Some(letters.into_iter().rev().collect())
}

/// Writes a number up to 3999 as a Roman numeral.
fn roman(number: i64) -> Option<String> {
    const PARTS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(number).filter(|number| (1..4000).contains(number))?;
    let mut out = String::new();
    for (value, part) in PARTS {
        while rest >= value {
            out.push_str(part);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_as_browsers_write_them() {
        let of = |numerals: Numerals, numbers: &[i64]| numbers.iter().map(|&n| numerals.write(n)).collect::<Vec<_>>();
        assert_eq!(
            of(Numerals::LowerAlpha, &[1, 26, 27, 52, 53, 703, 0, -2]),
            ["a", "z", "aa", "az", "ba", "aaa", "0", "-2"]
        );
        assert_eq!(of(Numerals::UpperRoman, &[4, 1999, 3999, 4000, 0]), ["IV", "MCMXCIX", "MMMCMXCIX", "4000", "0"]);
        assert_eq!(of(Numerals::Decimal, &[7, -7]), ["7", "-7"]);
    }

    #[test]
    fn numbers_go_on_from_the_value_of_an_item() {
        let items = |values: &[Option<i64>]| {
            values.iter().map(|&value| ListItem { task: None, value, blocks: Vec::new() }).collect::<Vec<_>>()
        };
        let up = Numbering::from(3);
        assert_eq!(up.numbers(&items(&[None, Some(7), None])), [3, 7, 8]);
        let down = Numbering { order: Order::Descending, ..up };
        assert_eq!(down.numbers(&items(&[None, None, Some(10), None])), [3, 2, 10, 9]);
        assert_eq!(Numbering::from(i64::MAX).numbers(&items(&[None, None])), [i64::MAX; 2]);
    }

    #[test]
    fn labels_have_their_marks() {
        let of = |marks| Numbering { marks, numerals: Numerals::LowerRoman, ..Numbering::from(1) }.label(4);
        assert_eq!([Marks::Period, Marks::Parenthesis, Marks::Parentheses].map(of), ["iv.", "iv)", "(iv)"]);
    }
}
