//! Short forms: `CC BY-SA 4.0`, `cc-by-sa-3.0-de`, `CC0 1.0`, `CC 表示-継承 4.0`.

use super::{Commons, Found, country, is_apart, mark, tail, version, zero};

/// Finds the short forms in `text`.
pub(super) fn scan(text: &str, lower: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, _) in lower.match_indices("cc") {
        if at >= end && is_apart(text[..at].chars().next_back()) {
            found.extend(at_offset(text, lower, at));
            end = found.last().map_or(end, |found: &Found| found.range.end);
        }
    }
    found
}

/// Returns the licence that begins at byte `at`, where `cc` is.
pub(super) fn at_offset(text: &str, lower: &str, at: usize) -> Option<Found> {
    let rest = &lower[at + 2..];
    let blank = rest.len() - rest.trim_start_matches([' ', '-', '_', ':', '\u{a0}', '‑', '–']).len();
    let after = &rest[blank..];
    for (word, make) in [("0", zero as fn(&str) -> _), ("zero", zero), ("pdm", mark), ("pd-mark", mark)] {
        if let Some(next) = after.strip_prefix(word).filter(|next| !next.starts_with(char::is_alphanumeric)) {
            let end = version(lower, lower.len() - next.len()).0;
            let range = at..end + tail(&lower[end..]);
            return Some(Found { range, license: make(&text[at..end]) });
        }
    }
    let mut end = at + 2;
    let mut commons = Commons::default();
    // `CC: AT-NC` in Esperanto; "CC at the gate" is none.
    if ["at-nc", "at-sa", "at-nd"].iter().any(|head| after.starts_with(head)) {
        commons.elements.push("by");
        end = at + 2 + blank + 2;
    }
    while let Some((part, next)) = element(lower, end) {
        commons.elements.push(part);
        end = next;
    }
    if commons.elements.first() != Some(&"by") {
        return None;
    }
    let (after, before) = country(lower, end);
    let (after, number) = version(lower, after);
    // `CC BY at the gate`: a country without a version is a word.
    let end = if number.is_some() || lower[end..].starts_with('-') && before.is_some() { after } else { end };
    let (end, behind) = if number.is_some() && before.is_none() { country(lower, end) } else { (end, None) };
    commons.jurisdiction = before.or(behind).filter(|_| number.is_some()).map(str::to_owned);
    commons.version = number;
    // `CC-BY-ZZ` is no `CC-BY`.
    if commons.version.is_none() && is_code(&text[end..]) {
        return None;
    }
    let name = &text[at..end];
    let mut tailed = end + tail(&lower[end..]);
    // `CC BY 4.0 International DE` does not exist, but `CC BY 3.0 Unported DE` is met.
    if commons.jurisdiction.is_none() && tailed > end {
        tailed = tailed.max(end);
    }
    Some(Found { range: at..tailed, license: commons.named(name) })
}

/// Whether `rest` begins with a hyphen and a code of two capitals.
fn is_code(rest: &str) -> bool {
    let code = rest.strip_prefix('-').filter(|code| code.len() >= 2 && code.is_char_boundary(2));
    code.is_some_and(|code| {
        code[..2].bytes().all(|byte| byte.is_ascii_uppercase()) && !code[2..].starts_with(char::is_alphanumeric)
    })
}

/// Returns the elements at `at` with a code behind a hyphen that is no country: `CC-BY-ZZ`.
pub(super) fn hyphened(text: &str, lower: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let mut end = at + 2;
    while let Some((_, next)) = element(lower, end) {
        end = next;
    }
    (end > at + 2 && is_code(&text[end..])).then(|| at..end + 3)
}

/// Returns the next element after a blank or hyphen, with the offset behind it.
fn element(lower: &str, from: usize) -> Option<(&'static str, usize)> {
    const ELEMENTS: [(&str, &str); 20] = [
        ("by", "by"),
        ("nc", "nc"),
        ("nd", "nd"),
        ("sa", "sa"),
        ("表示", "by"),
        ("継承", "sa"),
        ("非営利", "nc"),
        ("改変禁止", "nd"),
        ("署名", "by"),
        ("相同方式共享", "sa"),
        ("非商业性使用", "nc"),
        ("非商业性", "nc"),
        ("禁止演绎", "nd"),
        ("姓名標示", "by"),
        ("非商業性", "nc"),
        ("相同方式分享", "sa"),
        ("禁止改作", "nd"),
        ("저작자표시", "by"),
        ("동일조건변경허락", "sa"),
        ("비영리", "nc"),
    ];
    let rest = &lower[from..];
    let trimmed = rest.trim_start_matches([' ', '-', '_', ':', '\u{a0}', '‑', '–', '/', '+']);
    let start = from + rest.len() - trimmed.len();
    if start == from {
        return None;
    }
    let (name, part) = ELEMENTS.into_iter().find(|(name, _)| trimmed.starts_with(name))?;
    let after = trimmed[name.len()..].chars().next();
    (!after.is_some_and(char::is_alphanumeric)).then_some((part, start + name.len()))
}
