//! What a book says of its articles as a whole.

use std::collections::BTreeMap;

use super::{Article, Credit, Date, NodeId};

/// A part of a book: several of its articles, below a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPart {
    /// Its title, in the language of the book.
    pub title: String,
    /// The number of its first article in [`Article::bound`].
    pub first: usize,
    /// The number of its title, which links can lead to.
    pub opening: NodeId,
}

/// A credit that pictures of several articles of a book have.
pub(crate) struct SharedCredit<'a> {
    /// The credit, as the first of them has it.
    pub credit: &'a Credit,
    /// The articles.
    pub articles: Vec<&'a Article>,
}

impl Article {
    /// Returns the part of the book that begins with the bound article `number`, and its own number.
    pub(crate) fn part_before(&self, number: usize) -> Option<(usize, &BookPart)> {
        self.parts.iter().enumerate().find(|(_, part)| part.first == number)
    }

    /// Returns the dates of the first and the last article of a book, by day, if they all have one.
    pub(crate) fn first_published(&self) -> Option<(Date, Date)> {
        let day = |article: &Article| {
            let date = article.meta.date.as_ref()?;
            let iso = date.iso.split('T').next().unwrap_or_default().to_owned();
            Some(Date { iso, verbatim: date.verbatim.clone() })
        };
        let days: Vec<Date> = self.bound.iter().map(day).collect::<Option<_>>()?;
        let first = days.iter().min_by(|one, other| one.iso.cmp(&other.iso))?;
        let last = days.iter().max_by(|one, other| one.iso.cmp(&other.iso))?;
        Some((first.clone(), last.clone()))
    }

    /// Returns the credits that pictures of several articles of a book have, by their wording ([`Credit::wording_key`]).
    pub(crate) fn shared_credits(&self) -> BTreeMap<String, SharedCredit<'_>> {
        let mut credits: BTreeMap<String, SharedCredit<'_>> = BTreeMap::new();
        for article in &self.bound {
            for (_, credit) in article.own_credits() {
                let shared = credits.entry(credit.wording_key());
                let shared = shared.or_insert_with(|| SharedCredit { credit, articles: Vec::new() });
                if !shared.articles.last().is_some_and(|last| std::ptr::eq(*last, article)) {
                    shared.articles.push(article);
                }
            }
        }
        credits.retain(|_, shared| shared.articles.len() > 1);
        credits
    }

    /// Returns the address of the site on which all articles of a book were published, without a path.
    pub(crate) fn common_site(&self) -> Option<String> {
        let mut sites = self.bound.iter().map(|article| site(article.meta.source_url.as_deref()?));
        let first = sites.next()??;
        sites.all(|site| site == Some(first)).then(|| first.to_owned())
    }
}

/// Returns the scheme and host of `url`.
fn site(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (host > 0).then(|| &url[..scheme.len() + 3 + host])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Meta;

    fn article(date: Option<&str>, url: Option<&str>) -> Article {
        let date = date.map(|iso| Date { iso: iso.into(), verbatim: iso.into() });
        Article { meta: Meta { date, source_url: url.map(str::to_owned), ..Meta::default() }, ..Article::default() }
    }

    fn book(articles: Vec<Article>) -> Article {
        Article { bound: articles, ..Article::default() }
    }

    #[test]
    fn a_book_was_first_published_between_the_days_of_its_articles() {
        let days = |list: &[Option<&str>]| {
            let span = book(list.iter().map(|date| article(*date, None)).collect()).first_published();
            span.map(|(first, last)| (first.iso, last.iso))
        };
        let found = days(&[Some("2024-05-02T10:00:00Z"), Some("2023-01-01"), Some("2024-02")]);
        assert_eq!(found, Some(("2023-01-01".into(), "2024-05-02".into())));
        assert_eq!(days(&[Some("2024"), None]), None);
        assert_eq!(days(&[]), None);
    }

    #[test]
    fn the_site_of_a_book_is_that_of_all_articles() {
        let site = |list: &[&str]| book(list.iter().map(|url| article(None, Some(url))).collect()).common_site();
        assert_eq!(site(&["https://e.org/a", "https://e.org"]).as_deref(), Some("https://e.org"));
        assert_eq!(site(&["https://e.org/a", "https://f.org/b"]), None);
        assert_eq!(site(&["mailto:a@e.org"]), None);
    }
}
