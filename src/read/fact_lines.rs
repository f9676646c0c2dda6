//! Lines at the start or the end of an article that only state its dates or its reading time.
//!
//! `created:: 2024-05-04`, `Published: 4 May 2024`, `5 min read`, `May 4, 2024 · 5 min read`: what they state is in the
//! opening line of every output, so they are taken from the text. A line is taken only if each of its parts is
//! understood, and if it does not contradict the front matter. A date alone, without a label, may begin a letter or a
//! diary, and stays. So does everything in scraped text, whose pages have other furniture.

use super::date;
use super::tag_lines::{self, Place};
use crate::article::{Article, BlockKind, Date, Provenance, plain_text};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Source, Span};

/// Labels of the date of publication, in lower case.
const PUBLISHED: [&str; 21] = [
    "date",
    "created",
    "created on",
    "published",
    "published on",
    "posted",
    "posted on",
    "publication date",
    "written on",
    "datum",
    "erstellt",
    "erstellt am",
    "veröffentlicht am",
    "date de publication",
    "publié le",
    "fecha",
    "publicado el",
    "publicado em",
    "pubblicato il",
    "gepubliceerd op",
    "опубликовано",
];
/// Labels of the date of the last change.
const UPDATED: [&str; 16] = [
    "updated",
    "updated on",
    "last updated",
    "last updated on",
    "modified",
    "last modified",
    "last modified on",
    "last edited",
    "aktualisiert am",
    "zuletzt aktualisiert",
    "zuletzt geändert am",
    "mis à jour le",
    "actualizado el",
    "atualizado em",
    "aggiornato il",
    "обновлено",
];
/// What stands before or after the minutes of a reading time.
const READING: [&str; 16] = [
    "read",
    "to read",
    "reading",
    "reading time",
    "read time",
    "time to read",
    "estimated reading time",
    "lesezeit",
    "temps de lecture",
    "de lecture",
    "tiempo de lectura",
    "de lectura",
    "tempo de leitura",
    "de leitura",
    "tempo di lettura",
    "di lettura",
];
const MINUTES: [&str; 9] = ["min", "mins", "minute", "minutes", "minuten", "minutos", "minuti", "минут", "мин"];

/// Maximum number of lines in one place.
const LINES: usize = 8;
/// Maximum length of a line in bytes.
const LONGEST: usize = 160;

/// What a line states.
#[derive(Debug, Default, PartialEq)]
struct Facts {
    published: Option<Date>,
    updated: Option<Date>,
    minutes: Option<usize>,
}

/// Takes the lines at `place` from the text of `article`.
pub(super) fn take(article: &mut Article, place: Place, source: &Source, diagnostics: &mut Diagnostics) {
    for _ in 0..LINES {
        let Some((line, facts, span)) = take_line(article, place) else { return };
        let number = (span != Span::default()).then(|| source.line_column(span.start).0);
        let mut settle = |field: &'static str, value: String| {
            let key = "line of the text".to_owned();
            article.meta.provenance.retain(|known| known.field != field);
            article.meta.provenance.push(Provenance { field, value, key, line: number });
        };
        facts.published.iter().for_each(|date| settle("date", date.iso.clone()));
        facts.updated.iter().for_each(|date| settle("modified", date.iso.clone()));
        facts.minutes.iter().for_each(|minutes| settle("reading_time", minutes.to_string()));
        let meta = &mut article.meta;
        meta.date = meta.date.take().or(facts.published);
        meta.modified = meta.modified.take().or(facts.updated);
        article.stated_minutes = article.stated_minutes.or(facts.minutes);
        let message = format!("the line \u{201c}{line}\u{201d} is metadata, which the opening states");
        diagnostics.push(Diagnostic::note("line-of-facts", message).at(span));
        tag_lines::take(article, place, source, diagnostics);
    }
}

fn take_line(article: &mut Article, place: Place) -> Option<(String, Facts, Span)> {
    let at = match place {
        Place::Start => 0,
        Place::End => article.blocks.len().checked_sub(1)?,
    };
    let block = article.blocks.get(at)?;
    let BlockKind::Paragraph(content) = &block.kind else { return None };
    let line = plain_text(content);
    let line = line.trim();
    if article.blocks.len() == 1 || line.len() > LONGEST {
        return None;
    }
    let facts = facts(line)?;
    // Only properties of a vault have links, to the note of a day.
    if !line.contains("::") && !tag_lines::is_words(content) {
        return None;
    }
    let agrees = |stated: &Option<Date>, here: &Option<Date>| match (stated, here) {
        (Some(stated), Some(here)) => stated.iso.get(..10) == here.iso.get(..10),
        _ => true,
    };
    let same_time = article.stated_minutes.is_none_or(|minutes| facts.minutes.is_none_or(|here| here == minutes));
    if !agrees(&article.meta.date, &facts.published) || !agrees(&article.meta.modified, &facts.updated) || !same_time {
        return None;
    }
    let (line, span) = (line.to_owned(), block.span);
    article.blocks.remove(at);
    Some((line, facts, span))
}

/// Returns what `line` states, if it states nothing else.
fn facts(line: &str) -> Option<Facts> {
    let (mut facts, mut bare) = (Facts::default(), None);
    for part in line.split(['\u{b7}', '\u{2022}', '|', '\n', '\u{2014}', '\u{2013}']) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(minutes) = minutes(part) {
            set(&mut facts.minutes, minutes)?;
        } else if let Some(date) = labelled(part, &PUBLISHED) {
            set(&mut facts.published, date)?;
        } else if let Some(date) = labelled(part, &UPDATED) {
            set(&mut facts.updated, date)?;
        } else {
            set(&mut bare, day(part)?)?;
        }
    }
    match bare {
        // With a reading time beside it, it is the date of the article.
        Some(date) => {
            facts.minutes?;
            set(&mut facts.published, date)?;
        }
        None => facts.minutes.map(drop).or(facts.published.as_ref().map(drop)).or(facts.updated.as_ref().map(drop))?,
    }
    Some(facts)
}

/// Sets `place` to `value`; `None` if it has one.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

/// Parses a date with its day.
fn day(text: &str) -> Option<Date> {
    date::parse(text).filter(|date| date.iso.len() >= 10)
}

/// Parses a date after one of `labels`.
fn labelled(text: &str, labels: &[&str]) -> Option<Date> {
    let lower = text.to_lowercase();
    let found = labels.iter().filter(|label| lower.starts_with(**label) && text.is_char_boundary(label.len()));
    let label = found.max_by_key(|label| label.len())?;
    let rest = text.get(label.len()..)?;
    let rest = rest.trim_start_matches(':').trim_start();
    // A label ends where a word ends.
    let ended = text[label.len()..].starts_with([':', ' ', '\u{a0}']);
    day(rest.trim_matches(['[', ']'])).filter(|_| ended)
}

/// Parses a reading time: minutes, with words that say what they are for.
fn minutes(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let at = lower.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = lower.split_at(at);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let rest = rest.trim_start_matches([' ', '-', '\u{a0}', '\u{2011}']);
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (unit, after) = rest.split_at(end);
    let clean = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let (before, after) = (clean(before), clean(after));
    let says = |words: &str| READING.contains(&words);
    let is_said =
        (says(&before) && after.is_empty()) || (before.is_empty() && says(&after)) || says(&before) && says(&after);
    let minutes = number.parse().ok().filter(|minutes| (1..=999).contains(minutes))?;
    (is_said && MINUTES.contains(&unit)).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::super::{NoFiles, Options, read};
    use super::*;

    fn read_text(front: &str, body: &str) -> Article {
        let source = Source::new("vault/Maps.md", format!("---\ntitle: Maps\nlang: en\n{front}---\n\n{body}\n"));
        read(&source, &Options::default(), &NoFiles, &mut Diagnostics::new()).expect("an article")
    }

    fn text(article: &Article) -> String {
        let words = |block: &crate::article::Block| match &block.kind {
            BlockKind::Paragraph(content) => plain_text(content),
            _ => "?".to_owned(),
        };
        article.blocks.iter().map(words).collect::<Vec<_>>().join("|")
    }

    type Stated = (Option<String>, Option<String>, Option<usize>, String);

    /// Returns the dates and the minutes of an article with `line` before or after its text, and the text.
    fn stated(line: &str) -> [Stated; 2] {
        [format!("{line}\n\nText."), format!("Text.\n\n{line}")].map(|body| {
            let article = read_text("", &body);
            let iso = |date: &Option<Date>| date.as_ref().map(|date| date.iso.clone());
            (iso(&article.meta.date), iso(&article.meta.modified), article.stated_minutes, text(&article))
        })
    }

    #[test]
    fn lines_of_dates_and_reading_times_are_metadata() {
        let day = Some("2024-05-04".to_owned());
        for (line, published, updated, minutes) in [
            ("created:: 2024-05-04", &day, &None, None),
            ("date:: [[2024-05-04]]", &day, &None, None),
            ("Published: 4 May 2024", &day, &None, None),
            ("*Posted on May 4, 2024*", &day, &None, None),
            ("Last updated: 2024-05-04", &None, &day, None),
            ("5 min read", &None, &None, Some(5)),
            ("*5-minute read*", &None, &None, Some(5)),
            ("⏱ 12 minutes to read", &None, &None, Some(12)),
            ("Reading time: 5 minutes", &None, &None, Some(5)),
            ("Reading time: ~5 min", &None, &None, Some(5)),
            ("Lesezeit: 5 Minuten", &None, &None, Some(5)),
            ("May 4, 2024 · 5 min read", &day, &None, Some(5)),
            ("2024-05-04 | 5 min read", &day, &None, Some(5)),
            ("Published: 2024-05-04 · Updated: 2024-05-04", &day, &day, None),
        ] {
            for found in stated(line) {
                assert_eq!(found, (published.clone(), updated.clone(), minutes, "Text.".to_owned()), "{line}");
            }
        }
    }

    #[test]
    fn what_is_more_than_a_fact_or_less_than_one_stays() {
        for line in [
            "4 May 2024",
            "2024",
            "Published: soon",
            "Published: May 2024",
            "5 min",
            "5 minutes read well",
            "It is a 5 min read",
            "0 min read",
            "Updated 2024-05-04 by Ann",
            "Dates: 2024-05-04",
            "dated 2024-05-04",
            "May 4, 2024 · Ann Lee · 5 min read",
            "[5 min read](https://e.org/)",
        ] {
            for (date, modified, minutes, text) in stated(line) {
                assert!(date.is_none() && modified.is_none() && minutes.is_none(), "{line}");
                assert!(text.contains('|'), "{line}: {text}");
            }
        }
    }

    #[test]
    fn a_line_that_contradicts_the_front_matter_stays_and_one_that_repeats_it_does_not() {
        let article = read_text("date: 2024-05-03\n", "Published: 4 May 2024\n\nText.");
        assert_eq!(text(&article), "Published: 4 May 2024|Text.");
        let article = read_text("date: 2024-05-04\n", "Published: 4 May 2024\n\nText.");
        assert_eq!(text(&article), "Text.");
    }

    #[test]
    fn tags_and_facts_stand_in_any_order() {
        for body in [
            "#maps #essay\n\ncreated:: 2024-05-04\n\nText.",
            "created:: 2024-05-04\n\n#maps #essay\n\nText.",
            "Text.\n\n#maps #essay\n\n5 min read",
            "Text.\n\n5 min read\n\n#maps #essay",
        ] {
            let article = read_text("", body);
            assert_eq!((article.meta.tags.len(), text(&article).as_str()), (2, "Text."), "{body}");
        }
    }

    #[test]
    fn the_reading_time_that_is_stated_is_the_one_that_is_printed() {
        assert_eq!(read_text("", "7 min read\n\nText.").reading_minutes(), 7);
        assert_eq!(read_text("", "Text.").reading_minutes(), 1);
    }
}
