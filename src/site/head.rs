//! What the front matter of an article says about its place in the site.

/// The keys of front matter that sites make addresses of, in their normalised form.
pub(crate) const KEYS: [&str; 37] = [
    "title",
    "linktitle",
    "slug",
    "url",
    "permalink",
    "path",
    "date",
    "publishdate",
    "pubdate",
    "categories",
    "category",
    "tags",
    "lang",
    "language",
    "locale",
    "aliases",
    "alias",
    "redirectfrom",
    "oldslug",
    "oldslugs",
    "id",
    "uid",
    "class",
    "draft",
    "published",
    "publish",
    "status",
    "outputfile",
    "type",
    "canonicalurl",
    "canonical",
    "link",
    "saveas",
    "sourceurl",
    "original",
    "source",
    "abbrlink",
];

/// What the front matter of an article says about its place in the site: the values of [`KEYS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// Values by key, each with all items of a list.
    pub values: Vec<(&'static str, Vec<String>)>,
    /// Keys of these values that are written as lists.
    pub lists: Vec<&'static str>,
    /// The first heading at the start of the text.
    pub heading: Option<String>,
}

impl Head {
    /// Adds the value of `key`; the last one counts, as in the generators that accept a key twice.
    pub fn add(&mut self, key: &str, items: Vec<String>, is_list: bool) {
        if let Some(known) = KEYS.iter().find(|known| **known == key) {
            self.values.retain(|(key, _)| key != known);
            self.lists.retain(|key| key != known);
            self.values.push((known, items));
            self.lists.extend(is_list.then_some(known));
        }
    }

    /// Returns the value of the first of `keys` that is not empty.
    pub fn get(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.all(key).iter().map(|item| item.trim()).find(|item| !item.is_empty()))
    }

    /// Whether it says that the article is a draft, as [`crate::read`] understands it.
    pub fn is_draft(&self) -> bool {
        let says = |key: &str, words: &[&str]| {
            self.get(&[key]).is_some_and(|value| words.contains(&value.to_ascii_lowercase().as_str()))
        };
        says("draft", &["true", "yes", "on"])
            || says("published", &["false", "no", "off"])
            || says("status", &["draft", "private"])
    }

    /// Returns the categories: the items of a list, or the words of a text, as Jekyll reads them.
    pub fn categories(&self) -> Vec<String> {
        if let Some(one) = self.get(&["category"]) {
            return vec![one.to_owned()];
        }
        let items = self.all("categories");
        if self.lists.contains(&"categories") {
            return items.to_vec();
        }
        items.iter().flat_map(|text| text.split_whitespace().map(str::to_owned)).collect()
    }

    /// Returns all items of `key`.
    pub fn all(&self, key: &str) -> &[String] {
        self.values.iter().find(|(known, _)| *known == key).map_or(&[], |(_, items)| items)
    }

    /// Returns the title: that of the front matter, or else the first heading.
    pub fn title(&self) -> Option<&str> {
        self.get(&["title"]).or(self.heading.as_deref())
    }

    /// Returns the date that is stated.
    pub fn date(&self) -> Option<Day> {
        self.get(&["date", "publishdate", "pubdate"]).and_then(Day::of)
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// The year.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day, 1 to 31.
    pub day: u32,
}

/// The English names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English names of the days of the week.
pub(crate) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

impl Day {
    /// Reads the day at the start of `text`: `2024-02-17…` or `2024/2/17…`.
    pub fn of(text: &str) -> Option<Self> {
        Self::split(text.trim(), &['-', '/']).map(|(day, _)| day)
    }

    /// Splits the name of a file into the day at its start and the rest: `2024-02-17-mill`.
    pub fn prefix(name: &str) -> Option<(Self, &str)> {
        let (day, rest) = Self::split(name, &['-', '_'])?;
        let rest = rest.strip_prefix(['-', '_', ' '])?;
        (!rest.is_empty()).then_some((day, rest))
    }

    fn split<'t>(text: &'t str, between: &[char]) -> Option<(Self, &'t str)> {
        let number = |text: &'t str, most: usize| {
            let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
            Some((text[..length].parse::<u32>().ok()?, &text[length..]))
        };
        let (year, rest) = number(text, 4).filter(|_| text.bytes().take(4).all(|byte| byte.is_ascii_digit()))?;
        let (month, rest) = number(rest.strip_prefix(between)?, 2)?;
        let (day, rest) = number(rest.strip_prefix(between)?, 2)?;
        let real =
            (1..=12).contains(&month) && (1..=31).contains(&day) && !rest.starts_with(|c: char| c.is_ascii_digit());
        real.then_some((Self { year, month, day }, rest))
    }

    /// Fills the fields of `strftime` in `form`; `None` if one of them is not about a day.
    pub fn written(self, form: &str) -> Option<String> {
        let (month, weekday) = (MONTHS[self.month as usize - 1], WEEKDAYS[self.of_week() as usize]);
        let mut out = String::new();
        let mut rest = form;
        while let Some((text, after)) = rest.split_once('%') {
            out.push_str(text);
            // `%-d` is a number without a zero in front.
            let (bare, after) = after.strip_prefix('-').map_or((false, after), |after| (true, after));
            let field = after.chars().next()?;
            rest = &after[field.len_utf8()..];
            let number = |value: u32, width: usize| format!("{value:0width$}", width = if bare { 0 } else { width });
            out.push_str(&match field {
                'Y' => format!("{:04}", self.year),
                'y' => number(self.year % 100, 2),
                'm' => number(self.month, 2),
                'd' => number(self.day, 2),
                'e' => self.day.to_string(),
                'j' => number(self.of_year(), 3),
                'b' | 'h' => month[..3].to_owned(),
                'B' => month.to_owned(),
                'a' => weekday[..3].to_owned(),
                'A' => weekday.to_owned(),
                '%' => "%".to_owned(),
                _ => return None,
            });
        }
        Some(out + rest)
    }

    /// Returns the number of the day in its year, from 1.
    pub fn of_year(self) -> u32 {
        const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let leaps = self.year.is_multiple_of(4) && !self.year.is_multiple_of(100) || self.year.is_multiple_of(400);
        let month = (self.month as usize).clamp(1, 12) - 1;
        BEFORE[month] + self.day + u32::from(leaps && month > 1)
    }

    /// Returns the day of the week, 0 for Sunday (Zeller's congruence).
    pub fn of_week(self) -> u32 {
        let (year, month) =
            if self.month < 3 { (self.year.max(1) - 1, self.month + 12) } else { (self.year, self.month) };
        let (century, year) = (year / 100, year % 100);
        let saturday_first = (self.day + 13 * (month + 1) / 5 + year + year / 4 + century / 4 + 5 * century) % 7;
        (saturday_first + 6) % 7
    }

    /// Returns year and week of ISO 8601.
    pub fn iso_week(self) -> (u32, u32) {
        let weekday = (self.of_week() + 6) % 7 + 1;
        let week = (self.of_year() + 10).saturating_sub(weekday) / 7;
        let weeks = |year: u32| {
            let last = Self { year, month: 12, day: 31 }.of_week();
            let first = Self { year, month: 1, day: 1 }.of_week();
            if first == 4 || last == 4 { 53 } else { 52 }
        };
        match week {
            0 => (self.year.saturating_sub(1), weeks(self.year.saturating_sub(1))),
            week if week > weeks(self.year) => (self.year + 1, 1),
            week => (self.year, week),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_know_their_place() {
        let day = Day::of("2024-03-01T10:00:00+01:00").unwrap();
        assert_eq!((day.year, day.month, day.day, day.of_year(), day.of_week()), (2024, 3, 1, 61, 5));
        assert_eq!(Day::of("2023/1/9").map(Day::of_week), Some(1));
        assert_eq!(Day::of("2021-01-03").map(Day::iso_week), Some((2020, 53)));
        assert_eq!(Day::of("2024-12-30").map(Day::iso_week), Some((2025, 1)));
        for text in ["", "24-01-01", "2024-13-01", "2024-01", "2024-01-011", "x2024-01-01"] {
            assert_eq!(Day::of(text), None, "{text}");
        }
        assert_eq!(Day::prefix("2024-02-17-mill").map(|(_, rest)| rest), Some("mill"));
        assert_eq!(Day::prefix("2024-02-17"), None);
    }
}
