//! Recognises licences by short form, name and address, with version and jurisdiction.
//!
//! A licence gets its address and its SPDX identifier where the wording leaves no doubt: `CC BY` without a version has
//! neither, and a port without an identifier of its own (`CC BY-SA 2.0 DE`) only an address. Nothing is guessed.
//! Statements of terms (`used with permission`) are words of the lexicon.

mod address;
mod long;
mod named;
mod odd;
mod short;

use std::ops::Range;

use crate::article::License;

pub(super) use address::license_at;
pub(super) use odd::find as find_odd;

/// A licence found in a wording.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The range of its name with the words that belong to it, such as `License`.
    pub range: Range<usize>,
    /// The licence.
    pub license: License,
}

/// Finds the licences that `text` names, in order.
pub(super) fn scan(text: &str) -> Vec<Found> {
    let lower = text.to_ascii_lowercase(); // keeps all byte offsets
    let mut all = short::scan(text, &lower);
    all.extend(long::scan(text, &lower));
    all.extend(named::scan(text, &lower));
    // Where names overlap, the one that begins first counts, and of those the longest: "Creative Commons … (CC BY)".
    all.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut end = 0;
    all.retain(|found| {
        let apart = found.range.start >= end;
        if apart {
            end = found.range.end;
        }
        apart
    });
    all
}

/// A Creative Commons licence in its parts.
#[derive(Clone, Debug, Default, PartialEq)]
struct Commons {
    /// `by`, `nc`, `nd`, `sa`; empty for a tool.
    elements: Vec<&'static str>,
    /// `4.0`.
    version: Option<String>,
    /// `de`, `igo`.
    jurisdiction: Option<String>,
}

/// Ports that have an SPDX identifier (license list 3.24).
const PORTS: [(&str, &str, &[&str]); 16] = [
    ("BY", "2.5", &["AU"]),
    ("BY", "3.0", &["AT", "AU", "DE", "IGO", "NL", "US"]),
    ("BY-SA", "2.0", &["UK"]),
    ("BY-SA", "2.1", &["JP"]),
    ("BY-SA", "3.0", &["AT", "DE", "IGO"]),
    ("BY-NC", "3.0", &["DE", "IGO"]),
    ("BY-ND", "3.0", &["DE"]),
    ("BY-NC-SA", "2.0", &["DE", "FR", "UK"]),
    ("BY-NC-SA", "3.0", &["DE", "IGO"]),
    ("BY-NC-ND", "3.0", &["DE", "IGO"]),
    ("BY", "1.0", &[]),
    ("BY", "2.0", &[]),
    ("BY-SA", "1.0", &[]),
    ("BY-NC", "1.0", &[]),
    ("BY-ND", "1.0", &[]),
    ("BY-NC-SA", "1.0", &[]),
];

impl Commons {
    /// The elements in the order of addresses: `by-nc-sa`.
    fn code(&self) -> String {
        let parts = ["by", "nc", "nd", "sa"].into_iter().filter(|part| self.elements.contains(part));
        parts.collect::<Vec<_>>().join("-")
    }

    /// The jurisdiction, if the version has ports at all; 4.0 has none.
    fn port(&self) -> Option<&str> {
        self.jurisdiction.as_deref().filter(|_| self.version.as_deref() != Some("4.0"))
    }

    fn url(&self) -> Option<String> {
        let version = self.version.as_deref()?;
        let port = self.port().map(|port| format!("{port}/")).unwrap_or_default();
        Some(format!("https://creativecommons.org/licenses/{}/{version}/{port}", self.code()))
    }

    fn spdx(&self) -> Option<String> {
        let version = self.version.as_deref()?;
        let code = self.code().to_uppercase();
        let Some(port) = self.port().map(str::to_uppercase) else {
            // 2.1 was only ever a port.
            return (version != "2.1").then(|| format!("CC-{code}-{version}"));
        };
        let known =
            |(one, of, ports): &(&str, &str, &[&str])| *one == code && *of == version && ports.contains(&port.as_str());
        PORTS.iter().any(known).then(|| format!("CC-{code}-{version}-{port}"))
    }

    fn named(&self, name: &str) -> License {
        License { name: name.trim().to_owned(), url: self.url(), spdx: self.spdx() }
    }
}

/// CC0.
fn zero(name: &str) -> License {
    let url = Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
    License { name: name.trim().to_owned(), url, spdx: Some("CC0-1.0".into()) }
}

/// The Public Domain Mark.
fn mark(name: &str) -> License {
    let url = Some("https://creativecommons.org/publicdomain/mark/1.0/".to_owned());
    License { name: name.trim().to_owned(), url, spdx: Some("CC-PDM-1.0".into()) }
}

/// Whether a word may begin behind `before`.
fn is_apart(before: Option<char>) -> bool {
    // Chinese and Japanese have no blanks: `采用CC BY`.
    !before.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}')
}

/// Returns the length of the words after a licence's name that belong to it: ` License`, `-Lizenz`.
fn tail(lower: &str) -> usize {
    const TAILS: [&str; 22] = [
        "international",
        "unported",
        "generic",
        "universal",
        "int.",
        "deed",
        "public domain dedication",
        "license",
        "licence",
        "licenses",
        "lizenz",
        "licencia",
        "licença",
        "licenza",
        "licentie",
        "licens",
        "lisens",
        "licencja",
        "授权",
        "授權",
        "许可",
        "ライセンス",
    ];
    let mut end = 0;
    loop {
        let rest = &lower[end..];
        let trimmed = rest.trim_start_matches([' ', '-', '\u{a0}', ',']);
        let blank = rest.len() - trimmed.len();
        let found = TAILS.iter().find(|tail| {
            let after = trimmed.strip_prefix(**tail);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        });
        match found {
            Some(tail) if blank <= 2 && !rest.starts_with(", ") => end += blank + tail.len(),
            _ => return end,
        }
    }
}

/// Returns a version number such as `4.0` after blanks, hyphen, comma or `v`, with the offset behind it.
fn version(lower: &str, from: usize) -> (usize, Option<String>) {
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '_', '\u{a0}', 'v', '/', ',']);
    let trimmed = trimmed.strip_prefix("ersion ").unwrap_or(trimmed);
    let digits = trimmed.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number = trimmed[..digits].trim_end_matches('.');
    match number {
        "1.0" | "2.0" | "2.1" | "2.5" | "3.0" | "4.0" => {
            (from + rest.len() - trimmed.len() + number.len(), Some(number.to_owned()))
        }
        _ => (from, None),
    }
}

/// Returns the country whose law a licence was ported to, as in `CC BY 3.0 DE` and `CC-BY-AT-2.0`.
fn country(lower: &str, from: usize) -> (usize, Option<&'static str>) {
    const COUNTRIES: [&str; 62] = [
        "ar", "at", "au", "az", "be", "bg", "br", "ca", "ch", "cl", "cn", "co", "cr", "cz", "de", "dk", "ec", "ee",
        "eg", "es", "fi", "fr", "ge", "gr", "gt", "hk", "hr", "hu", "ie", "igo", "il", "in", "it", "jp", "kr", "lu",
        "mk", "mt", "mx", "my", "nl", "no", "nz", "pe", "ph", "pl", "pr", "pt", "ro", "rs", "scotland", "se", "sg",
        "si", "th", "tw", "ug", "uk", "us", "ve", "vn", "za",
    ];
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '_', '/', '\u{a0}']);
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

#[cfg(test)]
mod tests;
