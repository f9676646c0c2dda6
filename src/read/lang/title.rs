//! The language of the title of a book, which is the language of the book.
//!
//! A title is too short for statistics of letters alone. So several signs are asked in turn, each of them only about the
//! languages that the ones before have left: the script, frequent words, the vocabulary of the articles, and letters at
//! last.
//!
//! Limits: a title of names has no language; then the caller decides by the articles.

use std::collections::BTreeSet;

use super::{CODES, Scripts, by_script, code, words};
use crate::article::Lang;

/// Minimum number of frequent words of a language in which no article is.
const FOREIGN: usize = 2;
/// Minimum confidence in statistics of letters.
const CONFIDENCE: f64 = 0.15;
/// Words shorter than this are no evidence of a vocabulary.
const LONG: usize = 4;
/// Languages that share a script with others, which short titles do not tell apart.
const CYRILLIC: [&str; 12] = ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "ba"];
const ARABIC: [&str; 6] = ["ar", "fa", "ur", "ps", "ug", "sd"];

/// A language of articles.
pub(crate) struct Candidate<'a> {
    /// The language.
    pub lang: &'a Lang,
    /// Those of the words of the title ([`title_words`]) that its articles use.
    pub known: BTreeSet<String>,
    /// The number of words of its articles.
    pub words: usize,
}

/// Returns the words of `title`, in lower case.
pub(crate) fn title_words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Returns the language of `title`, if it can be told.
pub(crate) fn of_title(title: &str, candidates: &[Candidate<'_>]) -> Option<Lang> {
    let mut written = title_words(title);
    written.sort_unstable();
    written.dedup();
    let mut left: Vec<&Candidate<'_>> = candidates.iter().collect();
    if let Some(found) = by_script(&Scripts::of(title), title) {
        if let Some(candidate) = left.iter().find(|candidate| candidate.lang.primary() == primary(found)) {
            return Some(candidate.lang.clone());
        }
        let shares =
            |group: &[&str]| group.contains(&found) && left.iter().any(|one| group.contains(&one.lang.primary()));
        if !shares(&CYRILLIC) && !shares(&ARABIC) {
            return Some(Lang(found.into()));
        }
    }
    let frequent = |code: &str| written.iter().filter(|word| words::is_frequent(word, code)).count();
    let (other, hits) = words::languages().map(|code| (code, frequent(code))).max_by_key(|(_, hits)| *hits)?;
    let own = left.iter().map(|candidate| frequent(candidate.lang.primary())).max().unwrap_or_default();
    if hits >= FOREIGN && hits > own && hits * 3 >= written.len() {
        return Some(Lang(other.into()));
    }
    keep_best(&mut left, |candidate| frequent(candidate.lang.primary()));
    keep_best(&mut left, |candidate| {
        candidate.known.iter().filter(|word| word.chars().count() >= LONG && written.contains(word)).count()
    });
    match left[..] {
        [only] if candidates.len() > 1 => Some(only.lang.clone()),
        [_, _, ..] if left.len() == candidates.len() => by_letters(title, &left),
        // Some languages are left that the title may be in, and others are not.
        [_, _, ..] => by_letters(title, &left).or_else(|| Some(left.iter().max_by_key(|one| one.words)?.lang.clone())),
        _ => None,
    }
}

fn primary(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// Keeps the candidates with the highest score, if it is not zero.
fn keep_best(left: &mut Vec<&Candidate<'_>>, score: impl Fn(&Candidate<'_>) -> usize) {
    let best = left.iter().map(|candidate| score(candidate)).max().unwrap_or_default();
    if best > 0 {
        left.retain(|candidate| score(candidate) == best);
    }
}

/// Returns the most likely candidate by statistics of letters.
fn by_letters(title: &str, left: &[&Candidate<'_>]) -> Option<Lang> {
    let three = |lang: &Lang| CODES.iter().find(|(_, two, _)| *two == lang.primary()).map(|(three, ..)| *three);
    let allowed = left.iter().filter_map(|one| three(one.lang)).filter_map(whatlang::Lang::from_code).collect();
    let info = whatlang::Detector::with_allowlist(allowed).detect(title)?;
    let found = left.iter().find(|one| one.lang.primary() == primary(code(info.lang())))?;
    (info.confidence() >= CONFIDENCE).then(|| found.lang.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the language of `title` for articles in `langs`, each with the words that they use.
    fn told(title: &str, langs: &[(&str, &str)]) -> Option<String> {
        let langs: Vec<(Lang, &str)> = langs.iter().map(|(lang, text)| (Lang((*lang).into()), *text)).collect();
        let candidates: Vec<Candidate<'_>> = langs
            .iter()
            .map(|(lang, text)| {
                let known: BTreeSet<String> = title_words(text).into_iter().collect();
                Candidate { lang, words: known.len(), known }
            })
            .collect();
        of_title(title, &candidates).map(|lang| lang.0)
    }

    #[test]
    fn a_title_decides_for_its_own_language_whatever_most_articles_are_in() {
        let three = [("de", "offene quellen open source"), ("en-GB", "the essays open source"), ("fr", "open source")];
        let cases = [
            ("Seven Essays on Open Source", "en-GB"),
            ("The Weir", "en-GB"),
            ("Best of 2024", "en-GB"),
            ("Collected Works", "en-GB"),
            ("Das Wehr", "de"),
            ("Die Zeit und wir", "de"),
            ("Gesammelte Aufsätze", "de"),
            ("Les oiseaux", "fr"),
            ("Quellen", "de"),
        ];
        for (title, lang) in cases {
            assert_eq!(told(title, &three).as_deref(), Some(lang), "{title}");
        }
    }

    #[test]
    fn a_few_words_tell_one_of_few_languages() {
        let all = [("en", ""), ("de", ""), ("ru", "")];
        let cases = [
            ("Geschichten vom Fluss und seinen Brücken", "de"),
            ("Stories of the river", "en"),
            ("Повести о реке", "ru"),
        ];
        for (title, lang) in cases {
            assert_eq!(told(title, &all).as_deref(), Some(lang), "{title}");
        }
        assert_eq!(told("12", &all), None);
    }

    #[test]
    fn a_title_may_be_in_a_language_of_no_article() {
        assert_eq!(told("The Best of the Year", &[("fr", "")]).as_deref(), Some("en"));
        assert_eq!(told("Das Beste aus dem Jahr", &[("en", ""), ("eo", "")]).as_deref(), Some("de"));
        assert_eq!(told("Ιστορίες της θάλασσας", &[("en", "")]).as_deref(), Some("el"));
        assert_eq!(told("ひとりの話", &[("en", "")]).as_deref(), Some("ja"));
    }

    #[test]
    fn a_title_without_a_language_decides_nothing() {
        for title in ["B", "2024", "Offprint", "Rust", ""] {
            assert_eq!(told(title, &[("en", "")]), None, "{title}");
        }
        assert_eq!(told("B", &[("en", ""), ("de", "")]), None);
        // One frequent word of another language is a coincidence.
        assert_eq!(told("La La Land", &[("en", "land")]), None);
        assert_eq!(told("Дала", &[("kk", "")]).unwrap_or("kk".into()), "kk");
    }
}
