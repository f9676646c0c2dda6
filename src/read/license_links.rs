//! Licences whose name and address disagree, such as `[CC BY 3.0 AT](https://creativecommons.org/licenses/by/2.0/)`.
//!
//! The address counts, since it leads to one text, and a warning quotes both. It may also stand in the article's
//! definition of a link whose label is the name: `[CC BY 3.0 AT]: https://…`; front matter that is copied from such a
//! text has no links any more. Limits: only licences of Creative Commons are compared.

use super::credit;
use crate::article::{Article, CreditOrigin, Figure, plain_text};
use crate::diag::Diagnostic;

/// Gives the licence in the front matter's credit of the cover the address that `text` defines for its name.
pub(super) fn define(article: &mut Article, text: &str) {
    let Some(credit) = article.cover.as_mut().and_then(|cover| cover.credit.as_mut()) else { return };
    let Some(license) = &mut credit.license else { return };
    let linked = credit.links.iter().any(|link| credit::license_at(&link.url).is_some());
    if credit.origin != CreditOrigin::FrontMatter || linked {
        return;
    }
    let Some(defined) = defined(text, &license.name) else { return };
    credit.reasons.push(format!("the article’s link `[{}]`", license.name));
    (license.url, license.spdx) = (defined.url, defined.spdx);
}

/// Returns the licence at the address that `text` defines for `label`.
fn defined(text: &str, label: &str) -> Option<crate::article::License> {
    let opening = format!("[{label}]:");
    let line = text.match_indices(&opening).find(|(at, _)| {
        let before = text[..*at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    })?;
    let address = text[line.0 + opening.len()..].split_whitespace().next()?;
    credit::license_at(address.trim_matches(['<', '>']))
}

/// Returns the warning about a licence of `figure` whose name and address disagree.
pub(super) fn conflict(figure: &Figure) -> Option<Diagnostic> {
    let credit = figure.credit.as_ref()?;
    let license = credit.license.as_ref()?;
    let url = license.url.as_deref()?;
    let linked = credit::license_at(url)?;
    let named = credit::find_license(&license.name)?;
    let named = named.url.as_deref().and_then(credit::license_at).map_or(named.name, |found| found.name);
    let ((elements, more), (linked_elements, linked_more)) = (parts(&named)?, parts(&linked.name)?);
    // The address may say more: the version, the country.
    if elements == linked_elements && linked_more.starts_with(&more) {
        return None;
    }
    let wording = plain_text(&credit.verbatim);
    let message = format!(
        "the licence is called `{}`, but its address is that of {}: the address counts (“{wording}”)",
        license.name, linked.name
    );
    Some(Diagnostic::warning("credit-conflict", message).at(figure.span).help("correct the one that is wrong"))
}

/// Returns the elements of the short form of a licence, and its version and country: `by`, `sa` and `3.0`, `de`.
fn parts(name: &str) -> Option<(Vec<String>, Vec<String>)> {
    let lower = name.to_lowercase();
    let mut parts = lower.split([' ', '-', '_', '\u{a0}', '‑']).filter(|part| !part.is_empty()).map(str::to_owned);
    let (elements, more): (Vec<String>, Vec<String>) = match parts.next()?.as_str() {
        "cc" => parts.partition(|part| matches!(part.as_str(), "by" | "nc" | "nd" | "sa")),
        _ => return None,
    };
    (!elements.is_empty()).then_some((elements, more))
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::diag::Diagnostics;
    use crate::read::{NoFiles, Options, read};
    use crate::source::Source;

    fn told(text: &str) -> (Article, Vec<String>) {
        let mut diagnostics = Diagnostics::new();
        let article = read(&Source::new("a.md", text), &Options::default(), &NoFiles, &mut diagnostics).expect("reads");
        let conflicts = diagnostics.into_iter().filter(|found| found.code == "credit-conflict");
        (article, conflicts.map(|found| found.message).collect())
    }

    #[test]
    fn a_name_that_its_address_contradicts_is_told() {
        let address = |code: &str| format!("https://creativecommons.org/licenses/{code}/");
        for (name, code, disagrees) in [
            ("CC BY 3.0 AT", "by/2.0", true),
            ("CC BY 4.0", "by-sa/4.0", true),
            ("CC BY", "by-nc/4.0", true),
            ("CC BY-SA 3.0 DE", "by-sa/3.0", true),
            ("CC-BY 4.0", "by/4.0", false),
            ("CC BY-SA 3.0", "by-sa/3.0/de", false),
            ("CC BY", "by/2.0", false),
            ("Creative Commons Attribution 4.0", "by/4.0", false),
            ("CC BY-SA", "by-sa/4.0", false),
        ] {
            let (_, said) =
                told(&format!("# T\n\n![A](https://a.org/a.jpg)\n*Photo: Ida Moss, [{name}]({})*", address(code)));
            assert_eq!(!said.is_empty(), disagrees, "{name} {code}: {said:?}");
        }
    }

    #[test]
    fn the_link_that_the_article_defines_for_a_name_is_its_address() {
        let text = "---\ntitle: T\nimages:\n- imgname: a.jpg\n  sub: CC-BY-AT-2.0 von Ida Moss\n---\nText.\n\n\
                    [CC-BY-AT-2.0]: https://creativecommons.org/licenses/by/2.0/deed.de\n";
        let (article, said) = told(text);
        let license = article.cover.unwrap().credit.unwrap().license.unwrap();
        assert_eq!(license.url.as_deref(), Some("https://creativecommons.org/licenses/by/2.0/"));
        assert_eq!((license.spdx.as_deref(), license.name.as_str()), (Some("CC-BY-2.0"), "CC-BY-AT-2.0"));
        assert_eq!(said.len(), 1, "{said:?}");
        let without = text.replace("[CC-BY-AT-2.0]:", "In [CC-BY-AT-2.0]:");
        let license = told(&without).0.cover.unwrap().credit.unwrap().license.unwrap();
        assert_eq!(license.url.as_deref(), Some("https://creativecommons.org/licenses/by/2.0/at/"));
    }
}
