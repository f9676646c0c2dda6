//! Texts of a design on each page: page numbers such as `3 / 8`, masthead, the line at the foot.
//!
//! Placeholders are filled in from the article. A part between separators whose placeholders all stay empty goes with
//! its separator: `{publication} · {date}` is the date alone where nobody says who published the article.

use super::Composer;
use crate::article::Article;
use crate::design::PLACEHOLDERS;
use crate::labels;

/// What separates the parts of a text.
const SEPARATORS: [&str; 4] = [" · ", " | ", " — ", " – "];

/// Returns the number of a page as the design writes it. Pages before the text, whose numbers are Roman, have no part
/// in the count.
pub(super) fn folio(composer: &Composer<'_>, label: &str, last: usize) -> String {
    let format = composer.design.folio_format.as_str();
    if format == "{page}" || !label.bytes().all(|byte| byte.is_ascii_digit()) {
        return label.to_owned();
    }
    filled(composer, format, (label, last))
}

/// Returns `text` with its placeholders filled in, for the page with the number `page` of `last`.
pub(super) fn filled(composer: &Composer<'_>, text: &str, (page, last): (&str, usize)) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let article = composer.article;
    let parts = parts(text).filter_map(|(separator, part)| {
        let mut filled = part.to_owned();
        let (mut wanted, mut found) = (false, false);
        for name in PLACEHOLDERS {
            let mark = format!("{{{name}}}");
            if part.contains(&mark) {
                let value = value(article, name, (page, last));
                (wanted, found) = (true, found || !value.is_empty());
                filled = filled.replace(&mark, &value);
            }
        }
        (found || !wanted).then(|| (separator, filled.trim().to_owned()))
    });
    let mut line = String::new();
    for (separator, part) in parts {
        if !line.is_empty() {
            line.push_str(separator);
        }
        line.push_str(&part);
    }
    line
}

fn value(article: &Article, name: &str, (page, last): (&str, usize)) -> String {
    let meta = &article.meta;
    match name {
        "page" => page.to_owned(),
        "pages" => last.to_string(),
        "date" => meta.date.as_ref().map(|date| labels::of(&meta.lang).date(date)).unwrap_or_default(),
        "publication" => meta.published_in().unwrap_or_default(),
        "title" => meta.title_text(),
        "author" => meta.authors().collect::<Vec<_>>().join(labels::of(&meta.lang).separator()),
        _ => String::new(),
    }
}

/// Splits `text` into its parts, each with the separator before it.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Some(("", text));
    std::iter::from_fn(move || {
        let (separator, text) = rest.take()?;
        let next = SEPARATORS.iter().filter_map(|it| Some((text.find(it)?, *it))).min();
        let Some((at, found)) = next else { return Some((separator, text)) };
        rest = Some((found, &text[at + found.len()..]));
        Some((separator, &text[..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_at_its_separators() {
        let split = |text| parts(text).collect::<Vec<_>>();
        assert_eq!(split("{publication} · {date}"), [("", "{publication}"), (" · ", "{date}")]);
        assert_eq!(split("a | b — c"), [("", "a"), (" | ", "b"), (" — ", "c")]);
        assert_eq!(split("{page} / {pages}"), [("", "{page} / {pages}")]);
    }
}
