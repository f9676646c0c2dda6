//! The labels that Offprint itself adds to an article, in the article's language.
//!
//! Everything else in an output is the author's. Labels are in the language of the surrounding text, since they are
//! read aloud with it. If there are none in that language they are English; [`Labels::lang`] tells the writers, which
//! mark them as English.

mod asian;
mod books;
mod eastern;
mod germanic;
mod latin;
mod romance;
mod semitic;

pub use books::{BookLabels, are_many};

use crate::article::{CalloutKind, Date, Lang, Role};

/// Labels in one language. Fields whose text contains `{}` are patterns; use the methods.
#[derive(Debug)]
pub struct Labels {
    /// The language of the labels, a BCP 47 tag; `en` if there are none in the article's language.
    pub lang: &'static str,
    /// Heading of the related articles.
    pub related_reading: &'static str,
    /// Heading of the other articles in the library of the user to which links lead.
    pub library: &'static str,
    /// Heading of credits, rights and source.
    pub credits: &'static str,
    /// Heading of the credits of pictures.
    pub image_credits: &'static str,
    /// Heading of a disclaimer.
    pub disclaimer: &'static str,
    /// Heading of the table of contents.
    pub contents: &'static str,
    /// Heading of the list of figures.
    pub illustrations: &'static str,
    /// Name of the list of landmarks.
    pub landmarks: &'static str,
    /// Name of the main text, among the landmarks.
    pub text: &'static str,
    /// Heading of the notes.
    pub notes: &'static str,
    /// Name of a single note.
    pub note: &'static str,
    /// Name of the cover.
    pub cover: &'static str,
    /// Label of the source.
    pub source: &'static str,
    /// Label of the rights in the text.
    pub rights: &'static str,
    /// Label of a licence.
    pub license: &'static str,
    /// Label of the publisher.
    pub publisher: &'static str,
    /// Label of the keywords.
    pub keywords: &'static str,
    /// Label of a picture's author.
    pub author: &'static str,
    /// Label of a picture's description.
    pub description: &'static str,
    /// Label of the series.
    pub series: &'static str,
    /// Name of a figure.
    pub figure: &'static str,
    /// Name of a table.
    pub table: &'static str,
    /// Name of a picture; also the link text if only its address is known.
    pub picture: &'static str,
    /// Statement that a picture was modified.
    pub modified: &'static str,
    /// Name of the link from a note to its call.
    pub back_to_text: &'static str,
    /// State of a completed task.
    pub done: &'static str,
    /// State of an open task.
    pub to_do: &'static str,
    /// Label before the date of the last change.
    pub updated: &'static str,
    /// The colophon's last line.
    pub made_with: &'static str,
    /// Pattern of the line that names the authors.
    pub by: &'static str,
    /// Pattern that names editors.
    pub edited_by: &'static str,
    /// Pattern that names translators.
    pub translated_by: &'static str,
    /// Pattern that names illustrators.
    pub illustrated_by: &'static str,
    /// Pattern that names photographers.
    pub photographed_by: &'static str,
    /// Pattern that names other contributors.
    pub with: &'static str,
    /// Pattern of the reading time.
    pub reading: &'static str,
    /// Pattern of a reference to a page.
    pub page: &'static str,
    /// Titles of callouts that state none.
    pub callouts: Callouts,
    /// Pattern of a date with `{d}`, `{m}` and `{y}`.
    pub date: &'static str,
    /// Names of the months, in the form used in a date.
    pub months: [&'static str; 12],
    /// Names of the months, in the form used without a day.
    pub months_alone: [&'static str; 12],
}

/// Titles of callouts, by kind.
#[derive(Debug)]
pub struct Callouts {
    /// See [`CalloutKind::Note`].
    pub note: &'static str,
    /// See [`CalloutKind::Tip`].
    pub tip: &'static str,
    /// See [`CalloutKind::Important`].
    pub important: &'static str,
    /// See [`CalloutKind::Warning`].
    pub warning: &'static str,
    /// See [`CalloutKind::Caution`].
    pub caution: &'static str,
    /// See [`CalloutKind::Details`].
    pub details: &'static str,
}

/// Returns the labels for an article in `lang`; English if there are none.
pub fn of(lang: &Lang) -> &'static Labels {
    match lang.primary().to_ascii_lowercase().as_str() {
        "ar" => &semitic::AR,
        "de" => &germanic::DE,
        "el" => &eastern::EL,
        "eo" => &latin::EO,
        "es" => &romance::ES,
        "fa" => &semitic::FA,
        "fr" => &romance::FR,
        "he" | "iw" => &semitic::HE,
        "hi" => &asian::HI,
        "it" => &romance::IT,
        "ja" => &asian::JA,
        "kk" => &eastern::KK,
        "ko" => &asian::KO,
        "nl" => &germanic::NL,
        "pl" => &latin::PL,
        "pt" => &romance::PT,
        "ru" => &eastern::RU,
        "ta" => &asian::TA,
        "tr" => &latin::TR,
        "uk" => &eastern::UK,
        "vi" => &latin::VI,
        "zh" if is_traditional(lang) => &asian::ZH_HANT,
        "zh" => &asian::ZH_HANS,
        _ => &germanic::EN,
    }
}

/// Whether Chinese in `lang` is written in traditional characters: by script, else by region (CLDR likely subtags).
fn is_traditional(lang: &Lang) -> bool {
    let mut rest = lang.0.split('-').skip(1).map(str::to_ascii_lowercase);
    rest.find_map(|subtag| match subtag.as_str() {
        "hant" | "tw" | "hk" | "mo" => Some(true),
        "hans" | "cn" | "sg" => Some(false),
        _ => None,
    })
    .unwrap_or(false)
}

impl Labels {
    /// Returns the title of a callout of `kind` that states none.
    pub fn callout(&self, kind: CalloutKind) -> &'static str {
        match kind {
            CalloutKind::Note => self.callouts.note,
            CalloutKind::Tip => self.callouts.tip,
            CalloutKind::Important => self.callouts.important,
            CalloutKind::Warning => self.callouts.warning,
            CalloutKind::Caution => self.callouts.caution,
            CalloutKind::Details => self.callouts.details,
        }
    }

    /// Returns the line that names the contributors with the role `role`; `names` is their list.
    pub fn credit(&self, role: Role, names: &str) -> String {
        let (before, after) = self.credit_parts(role);
        format!("{before}{names}{after}")
    }

    /// Returns the words before and after the names of contributors with the role `role`.
    pub fn credit_parts(&self, role: Role) -> (&'static str, &'static str) {
        let pattern = match role {
            Role::Author => self.by,
            Role::Editor => self.edited_by,
            Role::Translator => self.translated_by,
            Role::Illustrator => self.illustrated_by,
            Role::Photographer => self.photographed_by,
            Role::Contributor => self.with,
        };
        pattern.split_once("{}").unwrap_or((pattern, ""))
    }

    /// Returns the separator between the members of a list.
    pub fn separator(&self) -> &'static str {
        match self.lang {
            "ar" | "fa" => "، ",
            "zh-Hans" | "zh-Hant" | "ja" => "、",
            _ => ", ",
        }
    }

    /// Returns the line that states the reading time.
    pub fn reading_minutes(&self, minutes: usize) -> String {
        self.reading.replacen("{}", &minutes.to_string(), 1)
    }

    /// Returns the reference to the page with the number `number`.
    pub fn page(&self, number: &str) -> String {
        self.page.replacen("{}", number, 1)
    }

    /// Formats `date` for readers; returns it as written if its ISO form is not a date.
    pub fn date(&self, date: &Date) -> String {
        self.format_date(&date.iso).unwrap_or_else(|| date.verbatim.clone())
    }

    fn format_date(&self, iso: &str) -> Option<String> {
        let mut parts = iso.split('T').next()?.split('-');
        let year = parts.next().filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let Some(month) = parts.next() else { return Some(year.to_owned()) };
        let month = month.parse::<usize>().ok()?.checked_sub(1).filter(|&month| month < 12)?;
        let Some(day) = parts.next() else { return Some(self.month_of_year(month, year)) };
        let day = day.parse::<u8>().ok().filter(|day| (1..=31).contains(day))?;
        let day = if self.lang == "fr" && day == 1 { "1er".to_owned() } else { day.to_string() };
        Some(self.date.replace("{d}", &day).replace("{m}", self.months[month]).replace("{y}", year))
    }

    fn month_of_year(&self, month: usize, year: &str) -> String {
        let name = self.months_alone[month];
        match self.lang {
            "zh-Hans" | "zh-Hant" | "ja" => format!("{year}年{name}"),
            "ko" => format!("{year}년 {name}"),
            "es" | "pt" => format!("{name} de {year}"),
            "kk" => format!("{year} жылғы {name}"),
            "vi" => format!("{name} năm {year}"),
            _ => format!("{name} {year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(lang: &str, iso: &str) -> String {
        of(&Lang(lang.into())).date(&Date { iso: iso.into(), verbatim: "as written".into() })
    }

    #[test]
    fn the_language_is_found_by_its_primary_subtag() {
        assert_eq!(of(&Lang("de-AT".into())).contents, "Inhalt");
        assert_eq!(of(&Lang("zh-TW".into())).contents, "目錄");
        assert_eq!(of(&Lang("zh-Hans-HK".into())).contents, "目录");
    }

    #[test]
    fn an_unknown_language_gets_english_that_says_so() {
        assert_eq!(of(&Lang("und".into())).lang, "en");
    }

    #[test]
    fn dates_read_as_in_the_language() {
        assert_eq!(date("en", "2014-04-28T10:00:31-04:00"), "28 April 2014");
        assert_eq!(date("fr", "2014-04-01"), "1er avril 2014");
        assert_eq!(date("ru", "2014-04"), "апрель 2014");
        assert_eq!(date("ja", "2014-04-28"), "2014年4月28日");
        assert_eq!(date("vi", "2014-04-28"), "28 tháng 4, 2014");
        assert_eq!(date("vi", "2014-04"), "tháng 4 năm 2014");
    }

    #[test]
    fn what_is_no_date_stays_as_written() {
        assert_eq!(date("en", "2014-13-01"), "as written");
        assert_eq!(date("en", "soon"), "as written");
    }

    #[test]
    fn patterns_take_their_value() {
        let labels = of(&Lang("en".into()));
        assert_eq!(labels.credit(Role::Translator, "A. Writer"), "Translated by A. Writer");
        assert_eq!(labels.reading_minutes(4), "4 min read");
    }
}
