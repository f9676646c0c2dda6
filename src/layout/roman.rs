//! Roman numerals, for the pages before the text.

/// Writes `number` in lower-case Roman numerals.
pub(crate) fn roman(mut number: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (value, part) in PARTS {
        while number >= value {
            out.push_str(part);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_that_subtract_are_written_so() {
        let written: Vec<String> = [1, 4, 9, 14, 40, 90, 99].into_iter().map(roman).collect();
        assert_eq!(written, ["i", "iv", "ix", "xiv", "xl", "xc", "xcix"]);
    }
}
