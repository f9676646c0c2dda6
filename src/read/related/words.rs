//! The words around related articles, in all languages at once.
//!
//! `words.txt` lists them by language and class. They are compared without case, accents, apostrophes and punctuation:
//! what [`key`] leaves of a phrase is hashed, and only the hashes are kept. The table is made when an article first
//! contains a line that could be one of the phrases.

use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// The classes of a line; see `words.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u16);

impl Classes {
    pub const ARTICLES: Self = Self(1);
    pub const RELATED: Self = Self(1 << 1);
    pub const INFO: Self = Self(1 << 2);
    pub const LOOSE: Self = Self(1 << 3);
    pub const LABEL: Self = Self(1 << 4);
    pub const BACK: Self = Self(1 << 5);
    pub const BUTTON: Self = Self(1 << 6);
    pub const FURNITURE: Self = Self(1 << 7);
    pub const NAV: Self = Self(1 << 8);
    pub const BY: Self = Self(1 << 9);
    pub const AND: Self = Self(1 << 10);
    pub const LEAD: Self = Self(1 << 11);
    pub const PIECE: Self = Self(1 << 12);
    pub const OTHER: Self = Self(1 << 13);

    /// Whether it shares a class with `other`.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn called(name: &str) -> Option<Self> {
        Some(match name {
            "articles" => Self::ARTICLES,
            "related" => Self::RELATED,
            "info" => Self::INFO,
            "loose" => Self::LOOSE,
            "label" => Self::LABEL,
            "back" => Self::BACK,
            "button" => Self::BUTTON,
            "furniture" => Self::FURNITURE,
            "nav" => Self::NAV,
            "by" => Self::BY,
            "and" => Self::AND,
            "lead" => Self::LEAD,
            "piece" => Self::PIECE,
            "other" => Self::OTHER,
            _ => return None,
        })
    }
}

/// Phrases by hash, sorted.
struct Words {
    /// Whole lines.
    lines: Vec<(u64, u16)>,
    /// Beginnings of lines: `more from *`.
    beginnings: Vec<(u64, u16)>,
}

/// The phrases in Latin letters, and the others: an article seldom needs both.
static LATIN: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.txt"), true));
static OTHERS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.txt"), false));

fn words_for(text: &str) -> &'static Words {
    if is_latin(text) { &LATIN } else { &OTHERS }
}

/// Whether the first letter of `text` is Latin.
fn is_latin(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_none_or(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

impl Words {
    fn read(text: &str, latin: bool) -> Self {
        let (mut lines, mut beginnings) = (Vec::new(), Vec::new());
        for line in text.lines() {
            let Some((name, phrases)) = line.split_once(": ") else { continue };
            let Some(class) = Classes::called(name) else { continue };
            for phrase in phrases.split('|').filter(|phrase| is_latin(phrase) == latin) {
                match phrase.trim().strip_suffix('*') {
                    Some(beginning) => beginnings.push((hash_of(beginning), class.0)),
                    None => lines.push((hash_of(phrase), class.0)),
                }
            }
        }
        Self { lines: merged(lines), beginnings: merged(beginnings) }
    }

    fn find(list: &[(u64, u16)], hash: u64) -> u16 {
        list.binary_search_by_key(&hash, |known| known.0).map_or(0, |at| list[at].1)
    }
}

/// Sorts `list` and joins the classes of equal phrases.
fn merged(mut list: Vec<(u64, u16)>) -> Vec<(u64, u16)> {
    list.sort_unstable();
    list.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 |= if same { next.1 } else { 0 };
        same
    });
    list
}

/// A line longer than this, in bytes, is none of the phrases.
const LONGEST: usize = 160;

/// Returns the classes of `text`.
pub(super) fn classes(text: &str) -> Classes {
    if text.is_empty() || text.len() > LONGEST {
        return Classes::default();
    }
    let words = words_for(text);
    let mut hash = Hash::default();
    let mut found = 0;
    key(text, &mut |c| {
        // "more from The Loaf": before a word, or before any character of a script without spaces.
        if c == ' ' || c > '\u{2e80}' {
            found |= Words::find(&words.beginnings, hash.0);
        }
        hash.add(c);
    });
    Classes(found | Words::find(&words.lines, hash.0))
}

/// Returns the classes of the first words of `text`, and the rest: `By` of `By Anna Kern`.
pub(super) fn first_words(text: &str, wanted: Classes) -> Option<&str> {
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ':' | '：' | '／' | '/')).take(3);
    ends.map(|(at, c)| (at, at + c.len_utf8())).find_map(|(at, after)| {
        let rest = text[after..].trim_start_matches([':', '：', ' ', '/', '／']).trim();
        (!rest.is_empty() && classes(&text[..at]).has(wanted)).then_some(rest)
    })
}

/// Passes on what counts of `text`: letters in lower case without accents, `#` for each number, and a space before each
/// word, also the first.
fn key(text: &str, pass: &mut dyn FnMut(char)) {
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
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(c)).wrapping_mul(0x100_0000_01b3);
    }
}

fn hash_of(phrase: &str) -> u64 {
    let mut hash = Hash::default();
    key(phrase, &mut |c| hash.add(c));
    hash.0
}
