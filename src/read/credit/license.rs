//! Recognises licences by name.

use std::ops::Range;

use crate::article::License;

/// A licence found in a credit's wording.
pub struct FoundLicense {
    /// The range of its name.
    pub range: Range<usize>,
    /// The start of the phrase that introduces it, such as `licensed under`.
    pub phrase: usize,
    /// The licence.
    pub license: License,
}

/// Words that introduce a licence's name.
const LEADS: [&str; 22] = [
    "is licensed under",
    "licensed under",
    "used under",
    "available under",
    "released under",
    "under the",
    "under a",
    "under",
    "licence",
    "license",
    "lizenziert unter",
    "lizenz",
    "unter der",
    "unter",
    "sous licence",
    "sous",
    "licencia",
    "bajo licencia",
    "bajo",
    "sob",
    "por licencia",
    "laŭ",
];

/// Statements of terms that have no canonical address.
const PHRASES: [&str; 12] = [
    "all rights reserved",
    "used with permission",
    "with permission",
    "by permission",
    "fair use",
    "royalty-free",
    "royalty free",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "все права защищены",
    "gemeinfrei",
];

/// Finds the first licence that `text` names.
pub fn find(text: &str) -> Option<FoundLicense> {
    let lower = text.to_ascii_lowercase(); // keeps all byte offsets
    let found = [creative_commons(text, &lower), long_name(&lower), named(text, &lower)];
    let (range, url) = found.into_iter().flatten().min_by_key(|(range, _)| range.start)?;
    let name = text[range.clone()].trim().to_owned();
    let phrase = phrase_start(&lower, range.start);
    Some(FoundLicense { range, phrase, license: License { name, url, spdx: None } })
}

/// Whether `url` is the address of a licence.
pub fn is_address(url: &str) -> bool {
    url.contains("creativecommons.org/licenses/")
        || url.contains("creativecommons.org/publicdomain/")
        || url.contains("gnu.org/licenses")
}

type Named = (Range<usize>, Option<String>);

/// Recognises `CC BY-SA 4.0`, `CC-BY`, `CC0 1.0`, `cc by nc nd 2.0 de`.
fn creative_commons(text: &str, lower: &str) -> Option<Named> {
    let mut from = 0;
    while let Some(at) = lower[from..].find("cc").map(|at| at + from) {
        from = at + 2;
        let alone = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if alone && let Some(found) = abbreviation(lower, at) {
            return Some(found);
        }
    }
    None
}

fn abbreviation(lower: &str, at: usize) -> Option<Named> {
    let rest = &lower[at + 2..];
    if rest.starts_with('0') || rest.starts_with(" 0") || rest.starts_with("-0") {
        let end = at + 2 + rest.find('0')? + 1;
        let (end, _) = version(lower, end);
        return Some((at..end, Some("https://creativecommons.org/publicdomain/zero/1.0/".into())));
    }
    let mut end = at + 2;
    let mut parts = Vec::new();
    while let Some((part, next)) = element(lower, end) {
        parts.push(part);
        end = next;
    }
    (parts.first() == Some(&"by")).then(|| {
        let (end, before) = country(lower, end);
        let (end, version) = version(lower, end);
        let (end, after) = if version.is_some() && before.is_none() { country(lower, end) } else { (end, None) };
        let country = before.or(after).map(|country| format!("{country}/")).unwrap_or_default();
        (at..end, version.map(|version| address(&parts, &version) + &country))
    })
}

/// Returns the country whose law a licence was ported to, as in `CC BY 3.0 DE` and `CC-BY-AT-2.0`.
fn country(lower: &str, from: usize) -> (usize, Option<&'static str>) {
    const COUNTRIES: [&str; 20] = [
        "at", "au", "be", "br", "ca", "ch", "cl", "cn", "de", "dk", "es", "fr", "hr", "igo", "jp", "nl", "nz", "pl",
        "uk", "us",
    ];
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '\u{a0}']);
    let start = from + rest.len() - trimmed.len();
    let found = COUNTRIES.into_iter().find(|country| {
        let after = trimmed.strip_prefix(country);
        start > from && after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    });
    // In running text, `de`, `be` and `at` are words: `CC BY 2.0 de Ann Lee`.
    let word = |country: &str| trimmed[country.len()..].trim_start().starts_with(char::is_alphabetic);
    match found.filter(|country| !(rest.starts_with(' ') && word(country))) {
        Some(country) => (start + country.len(), Some(country)),
        None => (from, None),
    }
}

/// Returns the next of `by`, `nc`, `nd`, `sa` after a blank or hyphen.
fn element(lower: &str, from: usize) -> Option<(&'static str, usize)> {
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '\u{a0}', '‑', '–']);
    let start = from + rest.len() - trimmed.len();
    if start == from {
        return None;
    }
    let part = ["by", "nc", "nd", "sa"].into_iter().find(|part| trimmed.starts_with(part))?;
    let after = trimmed[part.len()..].chars().next();
    (!after.is_some_and(char::is_alphanumeric)).then_some((part, start + part.len()))
}

/// Returns a version number such as `4.0` after blanks, hyphen, comma or `v`.
fn version(lower: &str, from: usize) -> (usize, Option<String>) {
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '\u{a0}', 'v']);
    let digits = trimmed.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number = trimmed[..digits].trim_end_matches('.');
    if matches!(number, "1.0" | "2.0" | "2.1" | "2.5" | "3.0" | "4.0") {
        (from + rest.len() - trimmed.len() + number.len(), Some(number.to_owned()))
    } else {
        (from, None)
    }
}

fn address(parts: &[&str], version: &str) -> String {
    let order = ["by", "nc", "nd", "sa"]; // as in the addresses of the licences
    let parts: Vec<&str> = order.into_iter().filter(|part| parts.contains(part)).collect();
    format!("https://creativecommons.org/licenses/{}/{version}/", parts.join("-"))
}

/// Recognises `Creative Commons Attribution-ShareAlike 4.0 International`.
fn long_name(lower: &str) -> Option<Named> {
    let start = ["creative commons", "attribution-", "attribution "].iter().filter_map(|name| {
        let at = lower.find(name)?;
        (name.starts_with("creative") || lower[at..].contains(".0")).then_some(at)
    });
    let start = start.min()?;
    let mut end = start;
    let mut parts = Vec::new();
    const WORDS: [(&str, &str); 11] = [
        ("creative commons", ""),
        ("attribution", "by"),
        ("noncommercial", "nc"),
        ("non-commercial", "nc"),
        ("noderivatives", "nd"),
        ("noderivs", "nd"),
        ("no derivatives", "nd"),
        ("sharealike", "sa"),
        ("share alike", "sa"),
        ("share-alike", "sa"),
        ("zero", "0"),
    ];
    loop {
        let rest = &lower[end..];
        let trimmed = rest.trim_start_matches([' ', '-', '–', '\u{a0}']);
        let Some((word, part)) = WORDS.iter().find(|(word, _)| trimmed.starts_with(word)) else { break };
        end += rest.len() - trimmed.len() + word.len();
        parts.push(*part);
    }
    if end == start {
        return None;
    }
    let (mut end, version) = version(lower, end);
    for tail in [" international", " unported", " generic", " license", " licence"] {
        if lower[end..].starts_with(tail) {
            end += tail.len();
        }
    }
    let url = version.filter(|_| parts.contains(&"by")).map(|version| address(&parts, &version));
    Some((start..end, url))
}

/// Recognises other licences, and statements of terms.
fn named(text: &str, lower: &str) -> Option<Named> {
    const NAMES: [(&str, Option<&str>); 14] = [
        ("public domain", Some("https://creativecommons.org/publicdomain/mark/1.0/")),
        ("domaine public", Some("https://creativecommons.org/publicdomain/mark/1.0/")),
        ("dominio público", Some("https://creativecommons.org/publicdomain/mark/1.0/")),
        ("gfdl", Some("https://www.gnu.org/licenses/fdl-1.3.html")),
        ("gnu free documentation license", Some("https://www.gnu.org/licenses/fdl-1.3.html")),
        ("unsplash license", Some("https://unsplash.com/license")),
        ("pexels license", Some("https://www.pexels.com/license/")),
        ("pixabay license", Some("https://pixabay.com/service/license/")),
        (
            "open government licence v3.0",
            Some("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
        ),
        ("mit license", Some("https://opensource.org/license/mit")),
        ("apache license 2.0", Some("https://www.apache.org/licenses/LICENSE-2.0")),
        ("apache-2.0", Some("https://www.apache.org/licenses/LICENSE-2.0")),
        ("общественное достояние", None),
        ("mit or apache-2.0", None),
    ];
    let names = NAMES.into_iter().chain(PHRASES.into_iter().map(|name| (name, None)));
    let all_lower = text.to_lowercase();
    let searched = if all_lower.len() == text.len() { &all_lower } else { lower };
    names
        .filter_map(|(name, url)| {
            let at = searched.find(name)?;
            let range = at..at + name.len();
            text.get(range.clone())?;
            Some((range, url.map(str::to_owned)))
        })
        .min_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)))
}

/// Returns where the words begin that introduce the licence at `at`.
pub(super) fn phrase_start(lower: &str, at: usize) -> usize {
    let mut before = lower[..at].trim_end_matches([' ', ':', '(', '[', ',', '/', '|', '\u{a0}']);
    while let Some(lead) = LEADS.iter().filter(|lead| before.ends_with(**lead)).max_by_key(|lead| lead.len()) {
        let kept = &before[..before.len() - lead.len()];
        if kept.chars().next_back().is_some_and(char::is_alphanumeric) {
            break;
        }
        before = kept.trim_end_matches([' ', ':', '(', '[', ',', '/', '|', '\u{a0}']);
    }
    before.len()
}
