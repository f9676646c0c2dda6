//! Updates the identifiers in CSS selectors.
//!
//! A rule for a duplicate identifier applied to both elements, so its selector is written once for each.

use super::names::Names;
use crate::css::{Sourced, Token};

/// Maximum number of variants of one selector.
const MOST: usize = 64;

/// Writes the selectors `item`; `work` is the remaining budget for repeated comparing and writing, in bytes.
pub(super) fn write(item: &[Sourced<'_>], names: &Names, work: &mut usize, out: &mut String) {
    if !names.changed() {
        return out.extend(item.iter().map(|(_, source)| *source));
    }
    let mut depth = 0_usize;
    let commas = |(token, _): &Sourced<'_>| {
        match token {
            Token::Mark('(' | '[') => depth += 1,
            Token::Mark(')' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *token == Token::Mark(',')
    };
    for (index, selector) in item.split(commas).enumerate() {
        let forms = forms(selector, names, work).join(",");
        out.push_str(if index > 0 { "," } else { "" });
        out.push_str(&forms);
    }
}

/// Returns one selector in all variants for the new names of its identifiers.
///
/// If two elements had the identifier `a` and are now `a` and `a-2`, `#a path` becomes `#a path` and `#a-2 path`.
fn forms(selector: &[Sourced<'_>], names: &Names, work: &mut usize) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut at = 0;
    while let Some((token, source)) = selector.get(at) {
        at += 1;
        // What may replace this token; nothing if it stays.
        let choices = match token {
            // One more than `MOST` is enough to see below that there are too many.
            Token::Hash(id) => names.all(id).iter().take(MOST + 1).map(|name| format!("#{}", spelt(name))).collect(),
            // `[id^="a"]` matches names by their beginning, so it is compared with each of them, which costs work.
            Token::Mark('[') if *work > names.count() => {
                let length = selector[at..].iter().position(|(token, _)| *token == Token::Mark(']'));
                let inside = &selector[at..at + length.unwrap_or(0)];
                let choices = attribute(inside, names);
                *work -= names.count();
                // The choices replace everything up to the closing bracket.
                at += if choices.is_empty() { 0 } else { inside.len() + 1 };
                choices
            }
            _ => Vec::new(),
        };
        match choices.as_slice() {
            [] => forms.iter_mut().for_each(|form| form.push_str(source)),
            // `#a #a #a …` would double the number of variants at each identifier. Beyond the limit, only the first
            // element keeps the rule.
            [first, rest @ ..] if rest.is_empty() || forms.len() * choices.len() > MOST || *work == 0 => {
                forms.iter_mut().for_each(|form| form.push_str(first));
            }
            choices => {
                // Each variant so far is copied once for each choice, which is about 8 bytes long.
                let written = forms.iter().map(|form| form.len() + 8).sum::<usize>() * choices.len();
                *work = work.saturating_sub(written);
                let all = forms.iter().flat_map(|form| choices.iter().map(move |choice| format!("{form}{choice}")));
                forms = all.collect();
            }
        }
    }
    forms
}

/// Returns the replacements of an attribute selector; none if it stays.
fn attribute(inside: &[Sourced<'_>], names: &Names) -> Vec<String> {
    let mut parts = inside.iter().filter(|(token, _)| *token != Token::Space);
    let (Some((Token::Name(name), _)), Some((mark, _))) = (parts.next(), parts.next()) else { return Vec::new() };
    let (operator, value) = match (mark, parts.next()) {
        (Token::Mark('='), Some((value, _))) => ('=', value),
        (Token::Mark(operator @ ('^' | '$' | '*' | '~')), Some((Token::Mark('='), _))) => {
            let Some((value, _)) = parts.next() else { return Vec::new() };
            (*operator, value)
        }
        _ => return Vec::new(),
    };
    let (Token::String(value) | Token::Name(value)) = value else { return Vec::new() };
    if let Some(id) = value.strip_prefix('#').filter(|_| operator == '=' && name.ends_with("href")) {
        return names.get(id).map(|id| format!("[{name}=\"#{id}\"]")).into_iter().collect();
    }
    if name != "id" {
        return Vec::new();
    }
    let fits = |id: &str| match operator {
        '^' => id.starts_with(&**value),
        '$' => id.ends_with(&**value),
        '*' => id.contains(&**value),
        '~' => id.split_whitespace().any(|word| word == &**value),
        _ => id == &**value,
    };
    let same = |name: &&String| operator != '=' && fits(name);
    let found: Vec<&String> = names.every(fits);
    // Only renamed elements need a new selector.
    if found.is_empty() || found.iter().all(same) {
        return Vec::new();
    }
    found.into_iter().map(|name| format!("[id=\"{name}\"]")).collect()
}

/// Escapes `name` for CSS.
fn spelt(name: &str) -> String {
    name.replace('.', "\\.").replace('·', "\\·")
}
