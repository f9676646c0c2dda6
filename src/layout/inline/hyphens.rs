//! Syllables of words, each found only once on a thread.
//!
//! Matching the patterns of a language takes longer than looking up a word that occurred before, and most words did:
//! in the same article, in another setting of the paragraph, or in an article before.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use hypher::Lang;

use crate::kept::{Held, Left};

/// Maximum number of words that are kept; then they are dropped. Long words are rare, and are not kept.
const MOST: (usize, usize) = (12_000, 64);

type Words = HashMap<Box<str>, Arc<[u32]>>;

thread_local! {
    static KNOWN: RefCell<Held<HashMap<Lang, Words>>> = RefCell::new(Held::new(&LEFT));
}
static LEFT: Left<HashMap<Lang, Words>> = Left::new();

/// Returns the lengths of the syllables of `word` in bytes. The language decides how many letters stay on each side of a
/// hyphen: two and three in English, two and two in German.
pub(super) fn syllables(word: &str, lang: Lang) -> Arc<[u32]> {
    let found = || hypher::hyphenate(word, lang).map(|syllable| syllable.len() as u32).collect();
    if word.len() > MOST.1 {
        return found();
    }
    KNOWN.with_borrow_mut(|known| {
        let words = known.value().get_or_insert_default().entry(lang).or_default();
        if let Some(known) = words.get(word) {
            return known.clone();
        }
        if words.len() >= MOST.0 {
            words.clear();
        }
        let found: Arc<[u32]> = found();
        words.insert(word.into(), found.clone());
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_of_the_language_each_time() {
        for _ in 0..2 {
            assert_eq!(*syllables("hyphenation", Lang::English), [2, 4, 5]);
            assert_eq!(*syllables("Silbentrennung", Lang::German), [3, 3, 4, 4]);
            let long = "Silbentrennung".repeat(10);
            assert_eq!(syllables(&long, Lang::German).iter().sum::<u32>() as usize, long.len());
        }
    }
}
