//! Markers of list items, notes and definitions.

use crate::read::dialects::cursor::Cursor;

/// The marker of a list item, a note or a definition.
pub(super) struct Mark {
    /// Length of the marker.
    pub length: usize,
    /// Columns of white space after it that belong to it.
    pub spaces: usize,
    /// Columns by which continuation lines are indented.
    pub width: usize,
}

/// Returns the marker at the start of `rest`.
pub(super) fn item_mark(rest: &str) -> Option<Mark> {
    let bytes = rest.as_bytes();
    let length = match bytes.first()? {
        b'-' | b'+' | b'*' | b':' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            (digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')'))).then_some(digits + 1)?
        }
        b'[' if rest.starts_with("[^") => {
            let label = rest.bytes().take(200).position(|byte| byte == b']' || byte.is_ascii_whitespace())?;
            rest[label..].starts_with("]:").then_some(label + 2)?
        }
        _ => return None,
    };
    let mut cursor = Cursor::new(rest);
    cursor.take(length);
    let spaces = cursor.indent();
    let spaces = match spaces {
        _ if is_rule(rest) => return None,
        _ if cursor.is_blank() && bytes[0] != b':' => 1,
        0 => return None,
        1..=4 => spaces,
        _ => 1,
    };
    // The content of a note is indented by four columns, whatever its label is.
    let width = if bytes[0] == b'[' { 4 } else { length + spaces };
    Some(Mark { length, spaces, width })
}

/// Whether `rest` is a thematic break, or the rules of a table.
fn is_rule(rest: &str) -> bool {
    let mark = rest.as_bytes()[0];
    matches!(mark, b'-' | b'*')
        && rest.bytes().all(|byte| byte == mark || matches!(byte, b' ' | b'\t'))
        && rest.bytes().filter(|&byte| byte == mark).count() >= 3
}
