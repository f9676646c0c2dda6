//! Levels and slugs of headings.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::walk_mut as walk;
use crate::article::{Article, BlockKind, plain_text};

/// Maximum length of a slug, in characters.
const MAX_SLUG: usize = 60;

/// Adjusts the levels, from 2 and without gaps, and gives every heading a unique slug.
pub(super) fn settle(article: &mut Article) {
    let mut open: Vec<u8> = Vec::new();
    let mut taken = BTreeSet::new();
    let mut times = BTreeMap::new();
    // Identifiers that the author states have priority, since links rely on them.
    walk::each(article, &mut |block| match &mut block.kind {
        BlockKind::Heading { slug, .. } if !is_identifier(slug) || !taken.insert(slug.clone()) => slug.clear(),
        _ => {}
    });
    walk::each(article, &mut |block| {
        let BlockKind::Heading { level, slug, content } = &mut block.kind else { return };
        while open.last().is_some_and(|above| above >= level) {
            open.pop();
        }
        open.push(*level);
        *level = (open.len() as u8 + 1).min(6);
        if slug.is_empty() {
            *slug = unique(slugify(&plain_text(content)), &mut taken, &mut times);
        }
    });
}

/// Returns `wanted`, with a number if it is taken; `times` remembers the last number of each.
fn unique(wanted: String, taken: &mut BTreeSet<String>, times: &mut BTreeMap<String, usize>) -> String {
    let n = times.entry(wanted.clone()).or_insert(1);
    let mut slug = wanted.clone();
    while !taken.insert(slug.clone()) {
        *n += 1;
        slug = format!("{wanted}-{n}");
    }
    slug
}

/// Returns the slug of a heading: its letters and digits, with words joined by hyphens.
pub(in crate::read) fn slugify(text: &str) -> String {
    let mut slug = String::new();
    let mut length = 0;
    for c in text.chars().flat_map(char::to_lowercase) {
        // "Bread/Butter – 2" has three words: dashes and slashes separate them as spaces do.
        let gap = c.is_whitespace() || matches!(c, '-' | '_' | '/' | '–' | '—');
        // A heading may be as long as a page; an address should not be.
        if length == MAX_SLUG {
            break;
        }
        if gap && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
            length += 1;
        } else if !gap && c.is_alphanumeric() && is_name(c) {
            slug.push(c);
            length += 1;
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        // "???" has no letter.
        None => "section".into(),
        Some(first) if is_name_start(first) => slug.to_owned(),
        // An identifier of XML begins with a letter (XML 1.0 §2.3): "2020" becomes "s-2020".
        Some(_) => format!("s-{slug}"),
    }
}

/// Whether `text` can be an identifier in XML, which outputs require.
fn is_identifier(text: &str) -> bool {
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name)
}

/// Whether `c` is a letter that is a NameStartChar (XML 1.0 §2.3).
fn is_name_start(c: char) -> bool {
    let allowed = matches!(
        c,
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
            | '\u{37f}'..='\u{1fff}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}'
    );
    allowed && c.is_alphabetic()
}

/// Whether `c` is a letter, digit, hyphen or underscore that is a NameChar (XML 1.0 §2.3).
fn is_name(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '0'..='9' | '-' | '_')
        || c.is_numeric() && matches!(c, '\u{660}'..='\u{1fff}' | '\u{3001}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_identifiers_in_any_script() {
        for (text, slug) in [
            ("What now?", "what-now"),
            ("2 + 2 = 4", "s-2-2-4"),
            ("Über – uns", "über-uns"),
            ("日本語の見出し", "日本語の見出し"),
            ("!?", "section"),
            ("a\u{aa}b\u{b5}²", "ab"),
        ] {
            assert_eq!(slugify(text), slug);
            assert!(is_identifier(&slugify(text)));
        }
    }
}
