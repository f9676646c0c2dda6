//! The rules of a publisher for the rights of pictures.

use super::{Entry, Use};
use crate::diag::Diagnostic;

/// What must be stated about every picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// A licence or other terms.
    License,
    /// A credit: who made it, or where it comes from.
    Credit,
    /// An alternative text, or that it is decoration.
    Alt,
}

/// The rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// What must be stated.
    pub required: Vec<Required>,
    /// Licences that are allowed: SPDX identifiers or names, in which `*` stands for any characters, such as
    /// `CC-BY-*`. Empty allows all. A picture without a licence is not refused by it; that is what
    /// [`Required::License`] is for.
    pub allowed: Vec<String>,
}

/// Returns what in `entries` misses `rules`, each with the place of the picture in the article.
pub fn missed(entries: &[Entry], rules: &Rules) -> Vec<Diagnostic> {
    let required = entries.iter().flat_map(|entry| {
        rules.required.iter().filter(|required| !has(entry, **required)).map(|required| lacks(entry, *required))
    });
    let refused = entries.iter().filter(|entry| !rules.allowed.is_empty() && !is_allowed(entry, &rules.allowed));
    let mut all: Vec<Diagnostic> = required.chain(refused.map(refusal)).collect();
    all.sort_by_key(|diagnostic| diagnostic.span);
    all
}

fn has(entry: &Entry, required: Required) -> bool {
    match required {
        Required::License => entry.license.is_some() || entry.license_url.is_some(),
        Required::Credit => entry.author.is_some() || entry.source.is_some() || entry.notice.is_some(),
        Required::Alt => entry.alt.is_some(),
    }
}

fn lacks(entry: &Entry, required: Required) -> Diagnostic {
    let picture = &entry.picture;
    let (code, what, help) = match required {
        Required::License => (
            "license-required",
            "no licence",
            "name the licence in the picture’s credit, such as `Photo: A. Maker, CC BY 4.0`",
        ),
        Required::Credit => (
            "credit-required",
            // "Own photograph" is a credit that names nobody.
            if entry.credit.is_some() { "a credit that names neither a maker nor a source" } else { "no credit" },
            "name its maker or source in a line below it, such as `Photo: A. Maker`",
        ),
        Required::Alt => (
            "alt-required",
            "no alternative text",
            "describe it, as in `![A quay at dusk](quay.jpg)`; for decoration in HTML `alt=\"\"`",
        ),
    };
    let place = if entry.used_as == Use::Cover { "the cover" } else { "the picture" };
    Diagnostic::warning(code, format!("{place} `{picture}` has {what}")).at(entry.span).help(help)
}

fn refusal(entry: &Entry) -> Diagnostic {
    let license = entry.spdx.as_deref().or(entry.license.as_ref().map(|value| value.text.as_str())).unwrap_or_default();
    let message = format!("the licence `{license}` of `{}` is not allowed", entry.picture);
    Diagnostic::warning("license-not-allowed", message)
        .at(entry.span)
        .help("use another picture, or add the licence to --allow")
}

/// Whether the licence of `entry` is among `allowed`, or none is stated.
fn is_allowed(entry: &Entry, allowed: &[String]) -> bool {
    let names = [entry.spdx.as_deref(), entry.license.as_ref().map(|value| value.text.as_str())];
    let mut names = names.into_iter().flatten().peekable();
    names.peek().is_none() || names.any(|name| allowed.iter().any(|pattern| matches(pattern, name)))
}

/// Whether `name` has the form of `pattern`, in which `*` stands for any characters; case makes no difference.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.trim().to_lowercase(), name.trim().to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_of_licences() {
        let yes = [
            ("CC-BY-*", "CC-BY-SA-4.0"),
            ("cc0-1.0", "CC0-1.0"),
            ("*", "x"),
            ("CC-*-4.0", "CC-BY-4.0"),
            ("a**b", "ab"),
        ];
        let no = [("CC-BY-*", "CC0-1.0"), ("CC-BY-4.0", "CC-BY-4.0-DE"), ("CC-*-4.0", "CC-4.0"), ("", "x")];
        assert!(yes.iter().all(|(pattern, name)| matches(pattern, name)));
        for (pattern, name) in no {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
