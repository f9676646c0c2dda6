//! What is compared of words around related articles. The build script reads this file, too.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// A row of the tables: the hash of a phrase, then its classes.
pub(crate) type Row = [u8; 10];

/// Returns the row of a phrase.
#[allow(dead_code, reason = "the build script writes rows")]
pub(crate) fn row(hash: u64, classes: u16) -> Row {
    let mut row = Row::default();
    row[..8].copy_from_slice(&hash.to_le_bytes());
    row[8..].copy_from_slice(&classes.to_le_bytes());
    row
}

/// Returns the hash and the classes of `row`.
pub(crate) fn parts(row: &Row) -> (u64, u16) {
    let [hash @ .., low, high] = *row;
    (u64::from_le_bytes(hash), u16::from_le_bytes([low, high]))
}

/// Passes on what counts of `text`: letters in lower case without accents, `#` for each number, and a space before each
/// word, also the first.
pub(crate) fn key(text: &str, pass: &mut dyn FnMut(char)) {
    let mut last = ' ';
    let mut put = |c: char| {
        let again = c == last && matches!(c, ' ' | '#');
        if again {
            return;
        }
        if last == ' ' && c != ' ' {
            pass(' ');
        }
        if c != ' ' {
            pass(c);
        }
        last = c;
    };
    for c in text.chars() {
        match c {
            'a'..='z' => put(c),
            'A'..='Z' => put(c.to_ascii_lowercase()),
            '0'..='9' | '#' => put('#'),
            '\'' => {}
            c if c.is_ascii() => put(' '),
            '’' | '‘' | 'ʼ' | '՛' | '՚' | '\u{640}' => {}
            c => decompose_compatible(c, |c| fold(c, &mut put)),
        }
    }
}

fn fold(c: char, put: &mut dyn FnMut(char)) {
    if canonical_combining_class(c) != 0 {
        return;
    }
    match c {
        c if c.is_numeric() => put('#'),
        'ı' | 'İ' => put('i'),
        'ς' => put('σ'),
        'ł' | 'Ł' => put('l'),
        'ø' | 'Ø' => put('o'),
        'đ' | 'Đ' => put('d'),
        // Arabic, Persian and Urdu write the same letter differently.
        'ى' | 'ی' => put('ي'),
        'ک' => put('ك'),
        c if c.is_alphabetic() => c.to_lowercase().for_each(put),
        _ => put(' '),
    }
}

/// FNV-1a over characters.
pub(crate) struct Hash(pub(crate) u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    /// Hashes a character more.
    pub(crate) fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(c)).wrapping_mul(0x100_0000_01b3);
    }
}

/// Returns the hash of what counts of `phrase`.
#[allow(dead_code, reason = "the build script hashes whole phrases")]
pub(crate) fn hash_of(phrase: &str) -> u64 {
    let mut hash = Hash::default();
    key(phrase, &mut |c| hash.add(c));
    hash.0
}
