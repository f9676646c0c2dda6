//! The words of a cover, from the article's metadata.

use crate::article::{Article, Inline, plain_text};
use crate::labels;

/// Maximum length of the part before a colon that is set as the title, in characters: a longer one is a sentence.
const LONGEST_HEAD: usize = 60;
/// Minimum length of the part after a colon that is set as the subtitle, in characters.
const SHORTEST_TAIL: usize = 4;
/// Maximum number of authors of an article who are named; of more, and of books, the first ones are
/// ([`crate::labels::Labels::first_names`]).
const AUTHORS: usize = 6;

/// The words of a cover. What the article does not state is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Words {
    /// The series, with the article's place in it.
    pub series: String,
    /// The title, without what follows a colon.
    pub title: Vec<Inline>,
    /// What follows the colon.
    pub subtitle: Vec<Inline>,
    /// The deck.
    pub deck: Vec<Inline>,
    /// The authors.
    pub authors: String,
    /// Who published it, or where.
    pub publication: String,
    /// When it was published.
    pub date: String,
}

impl Words {
    /// Returns the words for the cover of `article`.
    pub(super) fn of(article: &Article) -> Self {
        let meta = &article.meta;
        let labels = labels::of(&meta.lang);
        let series = meta.series.as_ref().map(|series| match &series.position {
            Some(position) => format!("{} · {position}", series.name),
            None => series.name.clone(),
        });
        let (title, subtitle) = at_colon(plain(&meta.title));
        let mut authors: Vec<&str> = meta.authors().map(str::trim).filter(|name| !name.is_empty()).collect();
        let (named, others) = match authors.len() {
            few @ ..=AUTHORS if article.bound.is_empty() => (few, None),
            many => labels.first_names(many),
        };
        authors.truncate(named);
        let authors = authors.join(labels.separator()) + &others.unwrap_or_default();
        Self {
            series: series.unwrap_or_default().trim().to_owned(),
            title,
            subtitle,
            deck: plain(&meta.subtitle),
            authors,
            publication: meta.published_in().unwrap_or_default(),
            date: meta.date.as_ref().map(|date| labels.date(date)).unwrap_or_default(),
        }
    }

    /// Returns everything on the cover as text, each part as a sentence: the alternative text of its picture.
    #[cfg(feature = "svg")]
    pub(super) fn text(&self) -> String {
        let title = match self.subtitle.is_empty() {
            true => plain_text(&self.title),
            false => format!("{}: {}", plain_text(&self.title), plain_text(&self.subtitle)),
        };
        let deck = plain_text(&self.deck);
        let parts = [&*self.series, &title, &deck, &self.authors, &self.publication, &self.date];
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        sentences(parts)
    }
}

/// Joins `parts` to sentences.
pub(super) fn sentences<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(if text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) {
                " "
            } else {
                ". "
            });
        }
        text.push_str(part);
    }
    text
}

/// Returns `inlines` without what a cover cannot have: links, calls of notes, pictures, and the author's line ends,
/// which are for another measure.
pub(super) fn plain(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Link { content, .. } => out.extend(plain(content)),
            Inline::Styled { style, content } => {
                let content = plain(content);
                if !content.is_empty() {
                    out.push(Inline::Styled { style: *style, content });
                }
            }
            Inline::Span { lang, dir, content } => {
                out.push(Inline::Span { lang: lang.clone(), dir: *dir, content: plain(content) });
            }
            Inline::LineBreak => out.push(Inline::Text(" ".to_owned())),
            Inline::NoteCall(_) | Inline::Picture(_) => {}
            Inline::Text(_) | Inline::Code(_) | Inline::Math { .. } => out.push(inline.clone()),
        }
    }
    out
}

/// Splits a title at its first colon into the title and the subtitle after it, without the colon.
fn at_colon(title: Vec<Inline>) -> (Vec<Inline>, Vec<Inline>) {
    let found = title.iter().enumerate().find_map(|(index, inline)| {
        let Inline::Text(text) = inline else { return None };
        let (at, length) = colon(text)?;
        Some((index, at, length))
    });
    let Some((index, at, length)) = found else { return (title, Vec::new()) };
    let Inline::Text(text) = &title[index] else { return (title, Vec::new()) };
    let (head, tail) = (text[..at].trim_end().to_owned(), text[at + length..].trim_start().to_owned());
    let part = |text: String| if text.is_empty() { None } else { Some(Inline::Text(text)) };
    let before: Vec<Inline> = title[..index].iter().cloned().chain(part(head)).collect();
    let after: Vec<Inline> = part(tail).into_iter().chain(title[index + 1..].iter().cloned()).collect();
    let letters = |inlines: &[Inline]| plain_text(inlines).trim().chars().count();
    let splits = (2..=LONGEST_HEAD).contains(&letters(&before)) && letters(&after) >= SHORTEST_TAIL;
    if splits { (before, after) } else { (title, Vec::new()) }
}

/// Returns place and length of the first colon that separates a title from a subtitle; `10:30` and `C::new` have none.
fn colon(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, letter)| match letter {
        '：' => Some((at, letter.len_utf8())),
        ':' => text[at + 1..].starts_with(char::is_whitespace).then_some((at, 1)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Contributor, Meta, NoteId, Series};

    fn split(title: &str) -> (String, String) {
        let (title, subtitle) = at_colon(vec![Inline::Text(title.to_owned())]);
        (plain_text(&title), plain_text(&subtitle))
    }

    #[test]
    fn a_subtitle_follows_a_colon() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(split("Rust: a language for the next decade"), pair("Rust", "a language for the next decade"));
        assert_eq!(split("Рим : вечный город"), pair("Рим", "вечный город"));
        assert_eq!(split("城市：水的历史"), pair("城市", "水的历史"));
        assert_eq!(split("城市史話：水的歷史與未來"), pair("城市史話", "水的歷史與未來"));
        for whole in
            ["10:30 at night", "std::mem::take explained", "Note: it", "A: b", "No colon", ": odd start", "End:"]
        {
            assert_eq!(split(whole), pair(whole, ""), "{whole}");
        }
        let long = "A first part that is much longer than any title before a colon would ever be: and more";
        assert_eq!(split(long).1, "");
    }

    #[test]
    fn words_come_from_the_metadata_and_calls_of_notes_do_not_count() {
        let who = |name: &str| Contributor { name: name.into(), ..Contributor::default() };
        let meta = Meta {
            title: vec![Inline::Text("Ice".into()), Inline::NoteCall(NoteId(0))],
            contributors: vec![who("Ada Byron"), who("Ben Cole")],
            series: Some(Series { name: "Rivers".into(), position: Some("3".into()) }),
            source_url: Some("https://www.example.org/ice?x".into()),
            ..Meta::default()
        };
        let words = Words::of(&Article { meta, ..Article::default() });
        assert_eq!(words.title, [Inline::Text("Ice".into())]);
        assert_eq!(words.text(), "Rivers · 3. Ice. Ada Byron, Ben Cole. example.org");
    }

    #[test]
    fn of_many_authors_the_first_are_named() {
        let who = |name: usize| Contributor { name: format!("N{name}"), ..Contributor::default() };
        let meta = Meta { contributors: (1..=9).map(who).collect(), ..Meta::default() };
        assert_eq!(Words::of(&Article { meta, ..Article::default() }).authors, "N1, N2, N3 and 6 others");
    }
}
