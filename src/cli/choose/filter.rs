//! Filters by what articles state of themselves.
//!
//! Values of one option are alternatives; all options must be met. Words are compared without regard to case, and hyphens,
//! underscores and spaces are equal. A tag `a` is also met by its parts (`a/b`), a language `en` by its regions (`en-GB`).

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Args, ValueEnum};
use offprint::job::Reason;
use offprint::read::{self, Facts, NoFiles};

use crate::cli::Stop;
use crate::cli::settings::now;

/// Filters.
#[derive(Debug, Default, Args)]
pub struct FilterArgs {
    /// Convert only articles of this date or later: 2024, 2024-05 or 2024-05-17
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub from_date: Option<String>,
    /// Convert only articles of this date or earlier; 2024 means until its end
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until_date: Option<String>,
    /// Convert only articles with one of these tags; several with commas
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Convert only articles in one of these categories; several with commas
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    pub category: Vec<String>,
    /// Convert only articles by one of these authors; repeatable
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Convert only articles in one of these languages; several with commas
    #[arg(long, value_name = "LANGUAGE", value_delimiter = ',')]
    pub language: Vec<String>,
    /// Articles whose date lies ahead [default: convert]
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "convert")]
    pub future: Option<Future>,
}

/// Values of `--future`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Future {
    /// Convert them
    Convert,
    /// Leave them out, as Hugo and Jekyll do; today is that of UTC, or the day of SOURCE_DATE_EPOCH
    Skip,
}

/// Parses a date: a year, a month or a day.
fn date(text: &str) -> Result<String, crate::cli::error::ArgumentError> {
    let file = format!("---\ndate: {}\n---\nx", text.trim());
    let is_plain = text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '/'));
    let iso = Facts::of(Path::new("x"), file.as_bytes(), &NoFiles).date.filter(|_| is_plain);
    iso.ok_or(crate::cli::error::ArgumentError::NotADate)
}

impl FilterArgs {
    /// Returns the filter that is asked for.
    pub fn filter(&self) -> Result<Filter, Stop> {
        let (from, until) = (self.from_date.clone(), self.until_date.clone());
        if let (Some(from), Some(until)) = (&from, &until)
            && first(from) > last(until)
        {
            return Err(Stop::usage(format!(
                "--from-date {from} is after --until-date {until}, so no article is meant"
            )));
        }
        let today = match self.future {
            Some(Future::Skip) => Some(now()?.get(..10).unwrap_or_default().to_owned()),
            _ => None,
        };
        for language in &self.language {
            if read::lang::normalise(language).is_none() {
                return Err(
                    Stop::usage(format!("--language {language} is no language")).help("write it as `en` or `pt-BR`")
                );
            }
        }
        let wanted = |option, values: &[String], field| Wanted {
            option,
            field,
            words: values.iter().map(|value| key(value)).filter(|word| !word.is_empty()).collect(),
            seen: BTreeMap::new(),
            is_met: vec![false; values.len()],
            written: values.to_vec(),
        };
        let wanted = [
            wanted("--tag", &self.tag, Field::Tag),
            wanted("--category", &self.category, Field::Category),
            wanted("--author", &self.author, Field::Author),
            wanted("--language", &self.language, Field::Language),
        ];
        if let Some(empty) = wanted.iter().find(|wanted| wanted.words.len() < wanted.written.len()) {
            return Err(Stop::usage(format!("{} has an empty value", empty.option)));
        }
        let wanted = wanted.into_iter().filter(|wanted| !wanted.words.is_empty()).collect();
        Ok(Filter { from, until, today, wanted })
    }
}

/// Number of values that are shown where none is like the wanted one.
const SHOWN: usize = 6;

/// What articles are wanted.
#[derive(Debug)]
pub struct Filter {
    from: Option<String>,
    until: Option<String>,
    /// The day after which dates lie ahead.
    today: Option<String>,
    wanted: Vec<Wanted>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Tag,
    Category,
    Author,
    Language,
}

/// Values of one option.
#[derive(Debug)]
struct Wanted {
    option: &'static str,
    field: Field,
    written: Vec<String>,
    words: Vec<String>,
    is_met: Vec<bool>,
    /// All values of the articles, for suggestions: as compared, and as written first.
    seen: BTreeMap<String, String>,
}

impl Wanted {
    /// Whether `facts` meet one of the values.
    fn meets(&mut self, facts: &Facts) -> bool {
        let language: Vec<String> = facts.lang.clone().into_iter().collect();
        let values = match self.field {
            Field::Tag => &facts.tags,
            Field::Category => &facts.categories,
            Field::Author => &facts.authors,
            Field::Language => &language,
        };
        let mut any = false;
        for value in values {
            let compared = key(value);
            for (word, is_met) in self.words.iter().zip(&mut self.is_met) {
                let rest = compared.strip_prefix(word.as_str());
                let part = match self.field {
                    Field::Tag | Field::Category => "/",
                    // The hyphen of `en-GB`, as compared.
                    Field::Language => " ",
                    Field::Author => "",
                };
                let met = rest.is_some_and(|rest| rest.is_empty() || !part.is_empty() && rest.starts_with(part));
                *is_met |= met;
                any |= met;
            }
            self.seen.entry(compared).or_insert_with(|| value.clone());
        }
        any
    }

    fn reason(&self) -> Reason {
        match self.field {
            Field::Tag => Reason::OtherTag,
            Field::Category => Reason::OtherCategory,
            Field::Author => Reason::OtherAuthor,
            Field::Language => Reason::OtherLanguage,
        }
    }
}

impl Filter {
    /// Whether it leaves out nothing.
    pub fn is_idle(&self) -> bool {
        self.from.is_none() && self.until.is_none() && self.today.is_none() && self.wanted.is_empty()
    }

    /// Returns why an article that states `facts` is left out.
    pub fn why(&mut self, facts: &Facts) -> Option<Reason> {
        // All options look at every article, to know all values.
        let mut missed = self.wanted.iter_mut().filter_map(|wanted| (!wanted.meets(facts)).then(|| wanted.reason()));
        let first_missed = missed.next();
        missed.for_each(drop);
        self.why_date(facts.date.as_deref()).or(first_missed)
    }

    fn why_date(&self, date: Option<&str>) -> Option<Reason> {
        let Some(date) = date else { return (self.from.is_some() || self.until.is_some()).then_some(Reason::Undated) };
        let is_before = self.from.as_deref().is_some_and(|from| last(date) < first(from));
        let is_after = self.until.as_deref().is_some_and(|until| first(date) > last(until));
        let is_ahead = self.today.as_deref().is_some_and(|today| first(date).as_str() > today);
        match () {
            () if is_before || is_after => Some(Reason::OtherDate),
            () if is_ahead => Some(Reason::Future),
            () => None,
        }
    }

    /// Fails if a value is that of no article.
    pub fn check(&self) -> Result<(), Stop> {
        for wanted in &self.wanted {
            let Some(unmet) = wanted.is_met.iter().position(|is_met| !is_met) else { continue };
            let (written, word) = (&wanted.written[unmet], &wanted.words[unmet]);
            let near = wanted.seen.iter().map(|(known, shown)| (strsim::damerau_levenshtein(known, word), shown));
            let near = near.filter(|(distance, _)| *distance <= 2.max(word.chars().count() / 4)).min();
            let stop = Stop::usage(format!("no article meets {} {written:?}", wanted.option));
            return Err(match near {
                Some((_, meant)) => stop.help(format!("did you mean {meant:?}?")),
                None if wanted.seen.is_empty() => stop,
                None => {
                    let some: Vec<String> =
                        wanted.seen.values().take(SHOWN).map(|known| format!("{known:?}")).collect();
                    let more = if wanted.seen.len() > SHOWN { " and others" } else { "" };
                    stop.help(format!("there are {}{more}", some.join(", ")))
                }
            });
        }
        Ok(())
    }
}

/// Returns the first day of `date`, which is a year, a month or a day.
fn first(date: &str) -> String {
    padded(date, "-01-01")
}

/// Returns the last day of `date`.
fn last(date: &str) -> String {
    padded(date, "-12-31")
}

fn padded(date: &str, end: &str) -> String {
    let day = date.get(..10).unwrap_or(date);
    let missing = 10usize.saturating_sub(day.len());
    format!("{day}{}", &end[end.len().saturating_sub(missing)..])
}

/// Returns `text` as it is compared.
fn key(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.trim().trim_start_matches('#').nfkc().flat_map(char::to_lowercase).collect();
    let words = plain.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '_'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        filter: FilterArgs,
    }

    fn filter(arguments: &[&str]) -> Result<Filter, Stop> {
        Cli::try_parse_from([&["x"], arguments].concat()).unwrap().filter.filter()
    }

    fn facts(front: &str) -> Facts {
        Facts::of(Path::new("a.md"), format!("---\ntitle: T\n{front}\n---\nText.\n").as_bytes(), &NoFiles)
    }

    #[track_caller]
    fn chooses(arguments: &[&str], cases: &[(&str, Option<Reason>)]) {
        let mut filter = filter(arguments).unwrap();
        for (front, expected) in cases {
            assert_eq!(filter.why(&facts(front)), *expected, "{arguments:?}: {front}");
        }
    }

    #[test]
    fn dates_are_compared_by_what_is_known_of_them() {
        let (other, undated) = (Some(Reason::OtherDate), Some(Reason::Undated));
        let range = ["--from-date", "2023-03", "--until-date", "2024-05-17"];
        let cases = [
            ("date: 2023-03-01", None),
            ("date: 2023-02-28", other),
            ("date: 2024-05-17T23:59:59Z", None),
            ("date: 2024-05-18", other),
            ("date: 2023", None),
            ("date: 2022", other),
            ("date: 2024-05", None),
            ("date: 17 May 2024", None),
            ("date: nonsense", undated),
            ("tags: [a]", undated),
        ];
        chooses(&range, &cases);
        chooses(&["--until-date", "2023"], &[("date: 2023-12-31", None), ("date: 2024-01-01", other)]);
        chooses(&["--from-date", "2024"], &[("date: 2023-12-31", other), ("date: 2024-01-01", None)]);
        chooses(&["--from-date", "2024-02", "--until-date", "2024-02"], &[("date: 2024-02-29", None)]);
        assert!(filter(&["--from-date", "2024", "--until-date", "2023"]).is_err());
        for wrong in ["", "24", "yesterday", "2024-13", "2024-02-30", "04/05/2024", "2024-05-17 x: y"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
        assert_eq!((date("2024").as_deref(), date("2024-05").as_deref()), (Ok("2024"), Ok("2024-05")));
    }

    #[test]
    fn words_are_compared_without_case_and_hyphens() {
        let tag = Some(Reason::OtherTag);
        let cases = [
            ("tags: [Open Source]", None),
            ("tags: [open-source, x]", None),
            ("tags: [open_source]", None),
            ("keywords: 'OPEN SOURCE; y'", None),
            ("tags: ['#open-source']", None),
            ("tags: [open-source/licences]", None),
            ("tags: [open-sourcery]", tag),
            ("tags: [source]", tag),
            ("categories: [open-source]", tag),
            ("date: 2024", tag),
        ];
        chooses(&["--tag", "open-source"], &cases);
        chooses(&["--tag", "a,b"], &[("tags: [b]", None), ("tags: [c]", tag)]);
        let category = Some(Reason::OtherCategory);
        chooses(
            &["--category", "News"],
            &[("category: news", None), ("categories: [x, news]", None), ("tags: [news]", category)],
        );
        let author = Some(Reason::OtherAuthor);
        let authors = [("author: Ann Lee", None), ("authors: [Bo Kim, ANN LEE]", None), ("author: Ann Leeson", author)];
        chooses(&["--author", "ann lee"], &authors);
        let language = Some(Reason::OtherLanguage);
        let languages = [("lang: en", None), ("lang: en-GB", None), ("lang: eng", None), ("lang: de", language)];
        chooses(&["--language", "en"], &languages);
        chooses(&["--language", "pt-BR"], &[("lang: pt", language), ("lang: pt_BR", None)]);
        // All options must be met.
        let both = ["--tag", "a", "--language", "de"];
        chooses(
            &both,
            &[("tags: [a]\nlang: de", None), ("tags: [a]\nlang: en", language), ("tags: [b]\nlang: de", tag)],
        );
    }

    #[test]
    fn a_value_that_no_article_has_is_a_mistake() {
        let mut filter = filter(&["--tag", "wnid"]).unwrap();
        filter.why(&facts("tags: [Wind, water]"));
        let said = format!("{:?}", filter.check().unwrap_err());
        assert!(
            said.contains("no article meets --tag") && said.contains("did you mean") && said.contains("Wind"),
            "{said}"
        );
        assert!(super::tests::filter(&["--language", "klingonese"]).is_err());
        assert!(super::tests::filter(&["--tag", "a,,b"]).is_err());
    }
}
