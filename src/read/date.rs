//! Parses dates in the formats of front matter and file names, and converts them to ISO 8601.
//!
//! Supported are ISO 8601 and similar forms (`2014-04-28 10:00:31 -0400`, `2014/4/28`, an offset of hours only), RFC
//! 2822 (`Mon, 28 Apr 2014 10:00:31 -0400`), and dates with a month's name (`28 April 2014`, `April 28th, 2014`, `28.
//! April 2014`, `28 апреля 2014`, `2014年4月28日`). A date may be only a year, or a year and a month.
//!
//! `04/05/2014` is not supported: which number is the month depends on the country, and nothing is guessed.

use crate::article::Date;

/// Maximum length of a date.
const LONGEST: usize = 80;

/// Parses the date in `text`; `None` if it states none.
pub fn parse(text: &str) -> Option<Date> {
    let verbatim = text.trim();
    if verbatim.len() > LONGEST {
        return None;
    }
    let iso = numeric(verbatim).or_else(|| with_month_name(verbatim)).or_else(|| month_last(verbatim))?;
    Some(Date { iso, verbatim: verbatim.to_owned() })
}

/// Returns the date in a path such as `2014-04-28-title.md`, `2014/04/28/title` or `/2014/04/28/`.
pub fn from_path(path: &str) -> Option<Date> {
    let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    // Jekyll and Hugo: `_posts/2014-04-28-title.md`, or the bundle `2014-04-28-title/index.md`.
    let name = parts.iter().rev().take(2).find_map(|part| {
        let day = part.get(..10).filter(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-')?;
        // `2014-04-281` is not a date.
        let ends = part[10..].chars().next().is_none_or(|c| matches!(c, '-' | '_' | '.' | ' '));
        if ends { parse(day) } else { None }
    });
    name.or_else(|| {
        // `/2014/04/28/title`, as WordPress and Eleventy lay out permalinks: the last such folders are the nearest to
        // the article.
        parts.windows(3).rev().find_map(|part| {
            let sizes = [4, 2, 2];
            let digits = part
                .iter()
                .zip(sizes)
                .all(|(part, size)| part.len() == size && part.bytes().all(|byte| byte.is_ascii_digit()));
            if digits { parse(&part.join("-")) } else { None }
        })
    })
}

/// A calendar date, possibly without day or month.
struct Day {
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Day {
    /// Formats it as ISO 8601; `None` if there is no such day.
    fn iso(&self) -> Option<String> {
        if !(1000..=2999).contains(&self.year) {
            return None;
        }
        match (self.month, self.day) {
            (None, _) => Some(format!("{:04}", self.year)),
            (Some(month), None) => (1..=12).contains(&month).then(|| format!("{:04}-{month:02}", self.year)),
            (Some(month), Some(day)) => {
                (1..=days_in(self.year, month)?).contains(&day).then(|| format!("{:04}-{month:02}-{day:02}", self.year))
            }
        }
    }
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Parses `2014`, `2014-04`, `2014-4-28`, `20140428`, `2014年4月28日`, each possibly with a time.
fn numeric(text: &str) -> Option<String> {
    let (year, rest) = digits(text)?;
    if text.len() - rest.len() == 8 {
        let day = Day { year: year / 10_000, month: Some(year / 100 % 100), day: Some(year % 100) }.iso()?;
        return finish(day, rest);
    }
    if text.len() - rest.len() != 4 {
        return None;
    }
    let mut day = Day { year, month: None, day: None };
    let Some(rest) = separator(rest, &['-', '/', '.', '年']) else { return finish(day.iso()?, rest) };
    let (month, rest) = digits(rest)?;
    day.month = Some(month);
    let rest = rest.strip_prefix('月').map_or(rest, |rest| rest.trim_start());
    let after = separator(rest, &['-', '/', '.']).unwrap_or(rest);
    let Some((number, rest)) = digits(after) else { return finish(day.iso()?, rest) };
    day.day = Some(number);
    finish(day.iso()?, rest.strip_prefix('日').unwrap_or(rest))
}

/// Returns the number at the start of `text`, of at most eight digits.
fn digits(text: &str) -> Option<(u32, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=8).contains(&count) {
        return None;
    }
    Some((text[..count].parse().ok()?, &text[count..]))
}

fn separator<'a>(text: &'a str, allowed: &[char]) -> Option<&'a str> {
    text.strip_prefix(allowed).map(str::trim_start)
}

/// Appends the time in `rest` to `day`; `None` if `rest` is not a time.
fn finish(day: String, rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start_matches([',', ' ']).trim();
    if rest.is_empty() {
        return Some(day);
    }
    let time = time(rest)?;
    Some(format!("{day}{time}"))
}

/// Converts `10:00:31 -0400` to `T10:00:31-04:00`.
fn time(text: &str) -> Option<String> {
    let (hour, rest) = digits(text)?;
    let (minute, mut rest) = digits(rest.strip_prefix(':')?)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = digits(after)?;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    let rest = rest.trim_start();
    let lower = rest.to_ascii_lowercase();
    let (hour, rest) = match lower.get(..2) {
        Some("am") => (hour % 12, rest[2..].trim_start()),
        Some("pm") => (hour % 12 + 12, rest[2..].trim_start()),
        _ => (hour, rest),
    };
    let valid = hour < 24 && minute < 60 && second <= 60;
    let offset = offset(rest)?;
    valid.then(|| format!("T{hour:02}:{minute:02}:{:02}{offset}", second.min(59)))
}

/// Parses `Z`, `-04`, `-0400`, `+05:30`, `GMT-0400 (EDT)`. Other names of zones have no fixed offset and are ignored.
fn offset(text: &str) -> Option<String> {
    // `GMT-0400 (EDT)`: the name in brackets repeats the offset.
    let text = text.split('(').next().unwrap_or_default().trim();
    let named = ["UTC", "GMT", "Z", "z"].into_iter().find_map(|zone| text.strip_prefix(zone));
    let signed = named.unwrap_or(text).trim();
    if signed.is_empty() {
        return Some(if named.is_some() { "Z".into() } else { String::new() });
    }
    // `Europe/Paris` and `EST` name a zone whose offset depends on the day: no offset is better than a wrong one.
    let Some(number) = signed.strip_prefix(['+', '-', '−']) else {
        return signed.chars().all(|c| c.is_ascii_alphabetic() || "/_".contains(c)).then(String::new);
    };
    let sign = if signed.starts_with('+') { '+' } else { '-' };
    let number = number.replace(':', "");
    let (value, rest) = digits(&number)?;
    // `-04`, `+5`: hours alone; `-0400`, `+05:30`: hours and minutes.
    let (hours, minutes) = if number.len() <= 2 { (value, 0) } else { (value / 100, value % 100) };
    (rest.is_empty() && hours < 24 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

/// Names of the months, up to the letters that distinguish them.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "янв", "қаңтар", "ocak"],
    &["feb", "fév", "fev", "фев", "ақпан", "şubat"],
    &["mar", "mär", "maa", "мар", "наурыз"],
    &["apr", "avr", "abr", "апр", "сәуір", "nisan"],
    &["may", "mai", "mei", "mag", "maj", "май", "мая", "мамыр"],
    &["jun", "juin", "giu", "июн", "маусым", "haziran"],
    &["jul", "juil", "lug", "июл", "шілде", "temmuz"],
    &["aug", "aoû", "aou", "ago", "aŭg", "авг", "тамыз", "ağustos"],
    &["sep", "set", "сен", "қыркүйек", "eylül"],
    &["oct", "okt", "out", "ott", "окт", "қазан", "ekim"],
    &["nov", "ноя", "қараша", "kasım"],
    &["dec", "dez", "déc", "dic", "дек", "желтоқсан", "aralık"],
];

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let number = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(number + 1).ok()
}

/// Parses a date with a month's name among its words, in any order.
fn with_month_name(text: &str) -> Option<String> {
    let mut day = Day { year: 0, month: None, day: None };
    let mut rest = text;
    // "May 3rd, 2020", "3 mai 2020", "Sunday, 3 May 2020": words in any order, until year and month are there.
    while day.year == 0 || day.month.is_none() {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ",.-/'".contains(c));
        let end = rest.find(|c: char| c.is_whitespace() || ",.-/'".contains(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        // The text ended before it had both: "May 3".
        if word.is_empty() {
            return None;
        }
        rest = after;
        match digits(word) {
            // Four digits are a year wherever they stand.
            Some((number, "")) if word.len() == 4 => day.year = number,
            Some((number, "" | "st" | "nd" | "rd" | "th" | "er" | "º")) if word.len() <= 4 && day.day.is_none() => {
                day.day = Some(number);
            }
            // "3.5 litres in May 2020": the number is neither day nor year, so this is not a date.
            Some(_) => return None,
            None => match month(word) {
                Some(number) if day.month.is_none() => day.month = Some(number),
                _ if is_filler(word) => {}
                _ => return None,
            },
        }
    }
    let rest = rest.trim_start_matches([',', '.', ' ']);
    // Skips the words before the time, as in "3 мая 2020 г. 10:00", "May 3, 2020 at 10:00", "3. Mai 2020 um 10:00".
    let rest = ["г.", "at ", "um ", "à "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    finish(day.iso()?, rest)
}

/// Parses `Apr 28 10:00:31 2014`, the output of `date` and C's `asctime`, with the time before the year.
fn month_last(text: &str) -> Option<String> {
    let (before, year) = text.rsplit_once(' ')?;
    let at = before.find(':')?;
    let (day, time) = before.split_at(before[..at].rfind(' ')?);
    with_month_name(&format!("{day} {year} {}", time.trim()))
}

/// Whether a word is the name of a weekday or a small word that occurs in dates.
fn is_filler(word: &str) -> bool {
    let word = word.to_lowercase();
    let small = ["de", "of", "the", "del", "la", "le", "on"].contains(&word.as_str());
    let days = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mar", "mer",
        "jeu", "ven", "dim",
    ];
    small || days.iter().any(|day| word.starts_with(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_archives_have() {
        let cases = [
            ("2014", "2014"),
            ("2014-04", "2014-04"),
            ("2014-04-28", "2014-04-28"),
            ("2014/4/8", "2014-04-08"),
            ("20140428", "2014-04-28"),
            ("2014-04-28T10:00:31Z", "2014-04-28T10:00:31Z"),
            ("2014-04-28T10:00:31.123+05:30", "2014-04-28T10:00:31+05:30"),
            ("2014-04-28 10:00:31 -0400", "2014-04-28T10:00:31-04:00"),
            ("2014-04-28 10:00:31 -04", "2014-04-28T10:00:31-04:00"),
            ("2014-04-28 10:00", "2014-04-28T10:00:00"),
            ("2014-04-28 9:05:00 PM EST", "2014-04-28T21:05:00"),
            ("Mon, 28 Apr 2014 10:00:31 -0400", "2014-04-28T10:00:31-04:00"),
            ("Mon Apr 28 2014 10:00:31 GMT-0400 (EDT)", "2014-04-28T10:00:31-04:00"),
            ("Mon Apr 28 10:00:31 2014", "2014-04-28T10:00:31"),
            ("28 April 2014", "2014-04-28"),
            ("April 28, 2014", "2014-04-28"),
            ("April 28th, 2014", "2014-04-28"),
            ("28. April 2014", "2014-04-28"),
            ("28 de abril de 2014", "2014-04-28"),
            ("1er août 2014", "2014-08-01"),
            ("28 апреля 2014 г.", "2014-04-28"),
            ("2014年4月28日", "2014-04-28"),
            ("April 2014", "2014-04"),
            ("29 Feb 2024", "2024-02-29"),
        ];
        for (text, iso) in cases {
            assert_eq!(parse(text).map(|date| date.iso).as_deref(), Some(iso), "{text}");
        }
        assert_eq!(parse(" 28 April 2014 ").unwrap().verbatim, "28 April 2014");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "soon",
            "2014-13-01",
            "2023-02-29",
            "04/05/2014",
            "2014-04-28x",
            "99999999999",
            "April",
            "0000-01-01",
            "2014-04-28T99:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"2014 ".repeat(1000)), None);
    }

    #[test]
    fn dates_in_paths() {
        let iso = |path| from_path(path).map(|date| date.iso);
        assert_eq!(iso("_posts/2014-04-28-a-title.md").as_deref(), Some("2014-04-28"));
        assert_eq!(iso("posts/2014-04-28-a-title/index.md").as_deref(), Some("2014-04-28"));
        assert_eq!(iso("blog/2014/04/28/a-title.md").as_deref(), Some("2014-04-28"));
        assert_eq!(iso("2014-04-281.md"), None);
        assert_eq!(iso("é-2014/a.md"), None);
        assert_eq!(iso("posts/a-title.md"), None);
    }
}
