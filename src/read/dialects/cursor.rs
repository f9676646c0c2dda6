//! A cursor in a line that counts columns: a tab extends to the next multiple of four.

/// A place in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    /// Byte offset in the line.
    pub at: usize,
    /// Column; inside a tab, `at` is still the offset of the tab.
    pub column: usize,
}

impl<'a> Cursor<'a> {
    /// Creates a cursor at the start of `line`.
    pub fn new(line: &'a str) -> Self {
        Self { line, at: 0, column: 0 }
    }

    /// Returns byte and column after the white space at the cursor.
    fn content(&self) -> (usize, usize) {
        let (mut at, mut column) = (self.at, self.column);
        let bytes = self.line.as_bytes();
        // The column may be inside the tab at `at`.
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' => column += 1,
                b'\t' => column = column / 4 * 4 + 4,
                _ => break,
            }
            at += 1;
        }
        (at, column)
    }

    /// Returns the width of the white space ahead, in columns.
    pub fn indent(&self) -> usize {
        self.content().1 - self.column
    }

    /// Returns the text after the white space ahead.
    pub fn rest(&self) -> &'a str {
        &self.line[self.content().0..]
    }

    /// Whether only white space is ahead.
    pub fn is_blank(&self) -> bool {
        self.rest().trim().is_empty()
    }

    /// Moves past the white space ahead.
    pub fn skip_space(&mut self) {
        (self.at, self.column) = self.content();
    }

    /// Moves past `columns` columns of white space.
    pub fn skip(&mut self, columns: usize) {
        let end = self.column + columns;
        let bytes = self.line.as_bytes();
        while self.column < end {
            match bytes.get(self.at) {
                Some(b' ') => self.column += 1,
                Some(b'\t') => {
                    let stop = self.column / 4 * 4 + 4;
                    self.column = stop.min(end);
                    // The rest of the tab is still ahead.
                    if stop > end {
                        return;
                    }
                }
                _ => return,
            }
            self.at += 1;
        }
    }

    /// Moves past `bytes` characters of one byte and one column each.
    pub fn take(&mut self, bytes: usize) {
        self.at += bytes;
        self.column += bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_white_space_to_the_next_multiple_of_four() {
        let mut cursor = Cursor::new(" \t  x");
        assert_eq!((cursor.indent(), cursor.rest()), (6, "x"));
        cursor.skip(3);
        assert_eq!((cursor.at, cursor.indent()), (1, 3));
        cursor.skip(1);
        assert_eq!((cursor.at, cursor.indent()), (2, 2));
    }
}
