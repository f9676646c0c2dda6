//! Rows of the tables of words, as `build.rs` writes them and a run reads them.

/// A row: what is known of a phrase, and its hash in the upper half.
pub(super) type Row = [u8; 16];

/// What is known of a phrase.
pub(super) struct Parts<'a> {
    /// The place of its role in `NAMES`, or a number.
    pub(super) role: u8,
    /// The place of its language among the files.
    pub(super) lang: u8,
    /// For short names of sources, the spelling that counts: `AP`, but not `ap`. Zeros follow it.
    pub(super) spelling: &'a [u8],
}

/// Returns the row of a phrase whose hash is `key`.
#[allow(dead_code, reason = "the build script writes rows")]
pub(super) fn row(key: u64, parts: &Parts<'_>) -> Row {
    let mut row = Row::default();
    row[0] = parts.role;
    row[1] = parts.lang;
    row[2..2 + parts.spelling.len()].copy_from_slice(parts.spelling);
    row[8..].copy_from_slice(&key.to_le_bytes());
    row
}

/// Returns what `row` says of its phrase.
pub(super) fn parts_of(row: &Row) -> Parts<'_> {
    Parts { role: row[0], lang: row[1], spelling: &row[2..8] }
}

/// Returns the hash of the phrase of `row`.
pub(super) fn key_of(row: &Row) -> u64 {
    (u128::from_le_bytes(*row) >> 64) as u64
}

/// The hash of no text.
pub(super) const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// Hashes folded text with FNV-1a (Fowler, Noll and Vo). The files are folded but for capitals of ASCII.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(EMPTY, add)
}

/// Returns the hash of a text and one byte more.
pub(super) fn add(key: u64, byte: u8) -> u64 {
    (key ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3)
}
