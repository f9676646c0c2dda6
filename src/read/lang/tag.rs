//! Checks the syntax of language tags (BCP 47, RFC 5646 §2.1).
//!
//! A tag is well-formed if its parts have the right lengths, characters and order. Whether such a language, script or
//! region exists is not checked, since the registry grows. Limit: grandfathered tags that do not follow the grammar
//! (`i-klingon`) are not accepted.

use super::error::{TagError, TagFault};

/// Checks that `tag` is well-formed.
///
/// # Errors
/// If it is not; holds the faulty part and the reason.
pub fn well_formed(tag: &str) -> Result<(), TagError> {
    let parts: Vec<&str> = tag.split('-').collect();
    let Beginning { at, why } = beginning(&parts);
    match parts.get(at) {
        Some(part) => Err(TagError { part: (*part).to_owned(), fault: why }),
        None => Ok(()),
    }
}

/// Where a tag stops being well-formed, and why.
pub(super) struct Beginning {
    /// The number of leading parts that form a well-formed tag; all of them if there is no fault.
    pub at: usize,
    /// The reason.
    pub why: TagFault,
}

/// Returns how many leading `parts` are well-formed.
pub(super) fn beginning(parts: &[&str]) -> Beginning {
    let letters = |part: &str, long: std::ops::RangeInclusive<usize>| {
        long.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let fault = |at, why| Beginning { at, why };
    let mut at = 0;
    if parts.first().is_none_or(|part| !letters(part, 2..=8)) {
        return fault(0, TagFault::NotALanguage);
    }
    at += 1;
    let mut extended = 0;
    while parts[0].len() <= 3 && extended < 3 && parts.get(at).is_some_and(|part| letters(part, 3..=3)) {
        (at, extended) = (at + 1, extended + 1);
    }
    if parts.get(at).is_some_and(|part| letters(part, 4..=4)) {
        at += 1;
    }
    if parts.get(at).is_some_and(|part| is_region(part)) {
        at += 1;
    }
    let first_variant = at;
    while let Some(part) = parts.get(at).filter(|part| is_variant(part)) {
        if parts[first_variant..at].iter().any(|known| known.eq_ignore_ascii_case(part)) {
            return fault(at, TagFault::Repeated);
        }
        at += 1;
    }
    let mut singles: Vec<String> = Vec::new();
    while let Some(single) = parts.get(at).filter(|part| part.len() == 1) {
        let single = single.to_ascii_lowercase();
        let private = single == "x";
        if !single.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return fault(at, TagFault::NotAnExtension);
        }
        if singles.contains(&single) {
            return fault(at, TagFault::Repeated);
        }
        let fits = |part: &&&str| (if private { 1 } else { 2 }..=8).contains(&part.len()) && is_alphanumeric(part);
        let follow = parts[at + 1..].iter().take_while(fits).count();
        if follow == 0 {
            return fault(at, TagFault::NothingFollows);
        }
        at += 1 + follow;
        if private {
            break;
        }
        singles.push(single);
    }
    fault(at, wrong(parts.get(at).copied().unwrap_or_default()))
}

/// Returns why `part` cannot follow.
fn wrong(part: &str) -> TagFault {
    match part {
        "" => TagFault::Empty,
        part if !is_alphanumeric(part) => TagFault::NotAlphanumeric,
        part if part.len() > 8 => TagFault::TooLong,
        part if is_region(part) => TagFault::SecondRegion,
        _ => TagFault::Misplaced,
    }
}

fn is_alphanumeric(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_region(part: &str) -> bool {
    let all = |test: fn(&u8) -> bool| part.as_bytes().iter().all(test);
    part.len() == 2 && all(u8::is_ascii_alphabetic) || part.len() == 3 && all(u8::is_ascii_digit)
}

fn is_variant(part: &str) -> bool {
    let digit = part.as_bytes().first().is_some_and(u8::is_ascii_digit);
    is_alphanumeric(part) && ((5..=8).contains(&part.len()) || part.len() == 4 && digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_the_standard_are_well_formed() {
        for tag in [
            "de",
            "fr",
            "zh-Hant",
            "zh-cmn-Hans-CN",
            "zh-yue-HK",
            "sr-Latn-RS",
            "sl-rozaj-biske",
            "de-CH-1901",
            "hy-Latn-IT-arevela",
            "es-419",
            "de-CH-x-phonebk",
            "az-Arab-x-AZE-derbend",
            "en-US-u-islamcal",
            "en-a-myext-b-another",
            "de-x-formal",
            "zh-min-nan",
            "mas",
        ] {
            assert_eq!(well_formed(tag), Ok(()), "{tag}");
        }
    }

    #[test]
    fn malformed_tags_name_the_part() {
        let cases = [
            ("en-GB-GB", "`GB`"),
            ("de-419-DE", "`DE`"),
            ("a-DE", "`a`"),
            ("ar-a-aaa-b-bbb-a-ccc", "`a`"),
            ("de-1901-1901", "`1901`"),
            ("en--US", "`` is empty"),
            ("en-", "`` is empty"),
            ("en-x", "`x`"),
            ("en-u-", "`u`"),
            ("en_US", "`en_US`"),
            ("en-Latn-Latn", "`Latn`"),
            ("en-US-abcdefghi", "longer"),
            ("", "``"),
            ("en-é", "`é`"),
        ];
        for (tag, said) in cases {
            assert!(well_formed(tag).is_err_and(|why| why.to_string().contains(said)), "{tag}: {:?}", well_formed(tag));
        }
    }
}
