//! Wording of books that are made of archives, in all languages of the labels.

use super::Labels;
use crate::article::Date;

/// Labels of books in one language.
#[derive(Debug)]
pub struct BookLabels {
    /// Pattern of the words after a title that tell a volume, with `{n}` and `{m}`.
    pub volume: &'static str,
    /// Title of what has no date.
    pub undated: &'static str,
    /// Title of what belongs to no other book or part.
    pub others: &'static str,
    /// Label of the days on which the articles were published.
    pub first_published: &'static str,
    /// Pattern of the words after some names that tell how many people, `{n}`, are not named.
    pub more_people: &'static str,
}

/// The languages, as in [`Labels::lang`], with their labels.
static BOOKS: [(&str, BookLabels); 24] = [
    ("en", words(["Volume {n} of {m}", "Undated", "Other articles", "First published", " and {n} others"])),
    ("de", words(["Band {n} von {m}", "Ohne Datum", "Weitere Artikel", "Erstveröffentlichung", " und {n} weitere"])),
    ("nl", words(["deel {n} van {m}", "Zonder datum", "Overige artikelen", "Eerste publicatie", " en {n} anderen"])),
    ("fr", words(["volume {n} sur {m}", "Sans date", "Autres articles", "Première publication", " et {n} autres"])),
    ("es", words(["volumen {n} de {m}", "Sin fecha", "Otros artículos", "Primera publicación", " y {n} más"])),
    ("pt", words(["volume {n} de {m}", "Sem data", "Outros artigos", "Primeira publicação", " e mais {n}"])),
    ("it", words(["volume {n} di {m}", "Senza data", "Altri articoli", "Prima pubblicazione", " e altri {n}"])),
    ("pl", words(["tom {n} z {m}", "Bez daty", "Inne artykuły", "Pierwsza publikacja", " i {n} innych"])),
    ("eo", words(["volumo {n} el {m}", "Sen dato", "Aliaj artikoloj", "Unua publikigo", " kaj {n} aliaj"])),
    ("tr", words(["{m} ciltten {n}. cilt", "Tarihsiz", "Diğer yazılar", "İlk yayın", " ve {n} kişi daha"])),
    ("vi", words(["tập {n} trên {m}", "Không có ngày", "Các bài khác", "Xuất bản lần đầu", " và {n} người khác"])),
    ("hi", words(["{m} में से खंड {n}", "बिना तिथि", "अन्य लेख", "प्रथम प्रकाशन", " और {n} अन्य"])),
    ("ta", words(["தொகுதி {n} / {m}", "தேதியற்றவை", "பிற கட்டுரைகள்", "முதல் வெளியீடு", " மற்றும் {n} பேர்"])),
    ("zh-Hans", words(["第{n}卷（共{m}卷）", "无日期", "其他文章", "首次发表", "和其他{n}人"])),
    ("zh-Hant", words(["第{n}卷（共{m}卷）", "無日期", "其他文章", "首次發表", "和其他{n}人"])),
    ("ja", words(["第{n}巻（全{m}巻）", "日付なし", "その他の記事", "初出", "ほか{n}名"])),
    ("ko", words(["제{n}권 (전 {m}권)", "날짜 없음", "기타 글", "첫 발표", " 외 {n}명"])),
    ("ru", words(["том {n} из {m}", "Без даты", "Другие статьи", "Первая публикация", " и ещё {n}"])),
    ("uk", words(["том {n} з {m}", "Без дати", "Інші статті", "Перша публікація", " та ще {n}"])),
    (
        "kk",
        words([
            "{n}-том (барлығы {m})",
            "Күні көрсетілмеген",
            "Басқа мақалалар",
            "Алғашқы жарияланымы",
            " және тағы {n}",
        ]),
    ),
    ("el", words(["τόμος {n} από {m}", "Χωρίς ημερομηνία", "Άλλα άρθρα", "Πρώτη δημοσίευση", " και άλλοι {n}"])),
    ("ar", words(["المجلد {n} من {m}", "بدون تاريخ", "مقالات أخرى", "نُشر لأول مرة", " و{n} آخرون"])),
    ("fa", words(["جلد {n} از {m}", "بدون تاریخ", "مقاله‌های دیگر", "نخستین انتشار", " و {n} نفر دیگر"])),
    ("he", words(["כרך {n} מתוך {m}", "ללא תאריך", "מאמרים נוספים", "פורסם לראשונה", " ועוד {n}"])),
];

const fn words([volume, undated, others, first_published, more_people]: [&'static str; 5]) -> BookLabels {
    BookLabels { volume, undated, others, first_published, more_people }
}

/// Number of people who are named where there is room for a few; more than one beyond are counted.
const NAMED: usize = 3;

/// Whether so many people are too many to be named where there is room for a few.
pub fn are_many(people: usize) -> bool {
    people > NAMED + 1
}

impl Labels {
    /// Returns how many of `people` are named where there is room for a few, and the words for the others.
    pub fn first_names(&self, people: usize) -> (usize, Option<String>) {
        if are_many(people) { (NAMED, Some(self.others(people - NAMED))) } else { (people, None) }
    }

    /// Returns the words that follow names if `count` other people are not named.
    pub fn others(&self, count: usize) -> String {
        self.books().more_people.replace("{n}", &count.to_string())
    }

    /// Returns the wording of books.
    pub fn books(&self) -> &'static BookLabels {
        &BOOKS.iter().find(|(lang, _)| *lang == self.lang).unwrap_or(&BOOKS[0]).1
    }

    /// Returns the title of volume `number` of `count` of the book `title`.
    pub fn volume(&self, title: &str, number: usize, count: usize) -> String {
        let pattern = self.books().volume;
        let volume = pattern.replace("{n}", &number.to_string()).replace("{m}", &count.to_string());
        format!("{title}{}{volume}", self.separator())
    }

    /// Returns the time from `first` to `last`.
    pub fn span(&self, (first, last): &(Date, Date)) -> String {
        let (first, last) = (self.date(first), self.date(last));
        if first == last { first } else { format!("{first} – {last}") }
    }

    /// Returns the name of the month `iso` (`2024-05`) as a heading, without its year.
    pub fn month(&self, iso: &str) -> Option<String> {
        let month = iso.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?;
        let name = self.months_alone.get(month)?;
        Some(self.capitalised(name))
    }

    /// Returns `text` as the beginning of a heading: with a capital, also in languages that write months small.
    pub fn capitalised(&self, text: &str) -> String {
        let mut letters = text.chars();
        let capital = match letters.next() {
            // Turkish has its own capital of i.
            Some('i') if self.lang == "tr" => "İ".to_owned(),
            Some(first) => first.to_uppercase().to_string(),
            None => String::new(),
        };
        capital + letters.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use super::*;
    use crate::article::Lang;

    fn labels(lang: &str) -> &'static Labels {
        of(&Lang(lang.into()))
    }

    #[test]
    fn every_language_has_its_own_words() {
        let langs = [
            "en", "de", "nl", "fr", "es", "pt", "it", "pl", "eo", "tr", "vi", "hi", "ta", "zh-Hans", "zh-Hant", "ja",
            "ko", "ru", "uk", "kk", "el", "ar", "fa", "he",
        ];
        let mut undated = std::collections::BTreeSet::new();
        for lang in langs {
            let labels = labels(lang);
            assert_eq!(labels.lang, lang);
            assert!(undated.insert(labels.books().undated), "{lang} has the words of another language");
            let volume = labels.volume("T", 2, 3);
            assert!(volume.contains('2') && volume.contains('3') && !volume.contains('{'), "{volume}");
            let (named, others) = labels.first_names(15);
            assert!(
                named == 3 && others.is_some_and(|others| others.contains("12") && !others.contains('{')),
                "{lang}"
            );
            assert_eq!(labels.first_names(4), (4, None));
            assert!(!labels.books().first_published.contains(['{', ':', '：']), "{lang}");
        }
    }

    #[test]
    fn months_are_headings() {
        let month = |lang: &str, iso: &str| labels(lang).month(iso);
        assert_eq!(month("fr", "2019-01").as_deref(), Some("Janvier"));
        assert_eq!(month("ja", "2019-01").as_deref(), Some("1月"));
        assert_eq!(month("de", "2019-03-04").as_deref(), Some("März"));
        assert_eq!(month("en", "2019"), None);
        assert_eq!(month("en", "2019-13"), None);
    }
}
