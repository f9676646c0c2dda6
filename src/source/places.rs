//! Lines and columns of offsets. An article may have a message for each of its lines, so a place is not counted from the
//! beginning of the text, but from a mark shortly before it.

/// Number of bytes between two marks, or a few more.
const STRIDE: usize = 1024;

/// Marks in a text, from the first byte on.
#[derive(Clone, Debug)]
pub(super) struct Places {
    marks: Vec<Place>,
}

/// A byte, with its line and column.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl Places {
    /// Puts marks into `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let first = Place { offset: 0, line: 1, column: 1 };
        let mut marks = vec![first];
        let mut last = first;
        while let Some(next) = boundary(bytes, last.offset + STRIDE) {
            last = last.advanced(bytes, next);
            marks.push(last);
        }
        Self { marks }
    }

    /// Returns line and column of the byte at `offset` of `bytes`, which are those that the marks are in.
    pub(super) fn line_column(&self, bytes: &[u8], offset: usize) -> (usize, usize) {
        let offset = offset.min(bytes.len());
        let after = self.marks.partition_point(|mark| mark.offset <= offset);
        let place = self.marks[after - 1].advanced(bytes, offset);
        (place.line, place.column)
    }
}

impl Place {
    /// Returns the place at `offset`, which is not before this one.
    fn advanced(self, bytes: &[u8], offset: usize) -> Self {
        let between = &bytes[self.offset..offset];
        let (line, column, rest) = match between.iter().rposition(|&byte| byte == b'\n') {
            Some(newline) => {
                let newlines = between.iter().filter(|&&byte| byte == b'\n').count();
                (self.line + newlines, 1, &between[newline + 1..])
            }
            None => (self.line, self.column, between),
        };
        Self { offset, line, column: column + String::from_utf8_lossy(rest).chars().count() }
    }
}

/// Returns the first offset from `from` on where the text can be divided: the byte there does not continue a character. Returns
/// `None` if there is no such byte.
fn boundary(bytes: &[u8], from: usize) -> Option<usize> {
    let continues = |byte: &u8| matches!(byte, 0x80..=0xbf);
    Some(from + bytes.get(from..)?.iter().position(|byte| !continues(byte))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts from the beginning.
    fn counted(bytes: &[u8], offset: usize) -> (usize, usize) {
        let before = &bytes[..offset.min(bytes.len())];
        let line = before.split(|&byte| byte == b'\n').count();
        let last = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
        (line, String::from_utf8_lossy(last).chars().count() + 1)
    }

    #[test]
    fn places_are_those_that_counting_gives() {
        let texts: [&[u8]; 6] = [
            b"",
            b"one line\n",
            "Zeile mit Umlaut ä\r\n\n漢字 🙂\n".as_bytes(),
            "no end of a line 漢 ".as_bytes(),
            b"\xff\xf0\x9f bytes of no \x80\xbf character\n",
            b"\x80",
        ];
        for text in texts {
            for bytes in [text.to_vec(), text.repeat(300)] {
                let places = Places::of(&bytes);
                for offset in (0..bytes.len() + 2).filter(|offset| bytes.len() < 99 || offset % 7 == 0) {
                    assert_eq!(places.line_column(&bytes, offset), counted(&bytes, offset), "{offset} of {text:?}");
                }
            }
        }
    }
}
